//! A time server's configuration, read by chrony.
//!
//! `chronyd -p` prints what it read and ends. It takes a wrong address for a name and any length of a mask: preau writes
//! addresses and networks of its own types only. Entry point: [`Chrony`].

use std::{path::PathBuf, process::Command};

use crate::checker::{Checker, Verdict, by_exit, each, first_line, run};

/// `chronyd -p`, on files.
pub struct Chrony;

impl Checker for Chrony {
    fn name(&self) -> &'static str {
        "chrony"
    }

    fn version(&self) -> Result<String, String> {
        first_line(Command::new("chronyd").arg("-v"))
    }

    fn judge(&self, things: &[PathBuf]) -> Vec<Verdict> {
        each(things, |file| by_exit(run(Command::new("chronyd").arg("-p").arg("-f").arg(file), 20)))
    }
}
