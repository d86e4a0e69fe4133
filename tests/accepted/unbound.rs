//! A resolver's configuration, read by Unbound.
//!
//! A zone that is said twice is only warned of: the verdict is the exit code and that word. Two addresses of one name, and a
//! name outside every zone, are rules of preau. Entry point: [`Unbound`].

use std::{path::PathBuf, process::Command};

use crate::checker::{Checker, Verdict, by_exit, each, run};

/// `unbound-checkconf`, on files.
pub struct Unbound;

impl Checker for Unbound {
    fn name(&self) -> &'static str {
        "unbound"
    }

    fn version(&self) -> Result<String, String> {
        let run = run(Command::new("unbound").arg("-V"), 20)?;
        let line = run.out.lines().next().unwrap_or_default();
        if line.starts_with("Version") { Ok(format!("Unbound {line}")) } else { Err(run.said()) }
    }

    fn judge(&self, things: &[PathBuf]) -> Vec<Verdict> {
        each(things, |file| match run(Command::new("unbound-checkconf").arg(file), 20) {
            Ok(run) if run.said().contains("warning:") => Verdict::Refused(run.said()),
            outcome => by_exit(outcome),
        })
    }
}
