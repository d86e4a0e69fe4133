//! A compose file, read by Docker Compose without an engine.
//!
//! `config` checks the file's form and its references; addresses, drivers and images only matter to the engine.
//! A variable that is not set is a warning to it and a wrong file to us. Entry point: [`Compose`].

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use crate::{
    checker::{Checker, Verdict, by_exit, each, first_line, run},
    place::tool,
};

/// `docker-compose config`, on compose files.
pub struct Compose;

impl Checker for Compose {
    fn name(&self) -> &'static str {
        "compose"
    }

    fn version(&self) -> Result<String, String> {
        first_line(Command::new(tool("net", "docker-compose")).arg("version"))
    }

    fn judge(&self, things: &[PathBuf]) -> Vec<Verdict> {
        each(things, read)
    }
}

fn read(file: &Path) -> Verdict {
    let outcome = run(Command::new(tool("net", "docker-compose")).arg("-f").arg(file).args(["config", "-q"]), 30);
    match outcome {
        Ok(run) if run.code == Some(0) && !run.said().is_empty() => Verdict::Refused(run.said()),
        outcome => by_exit(outcome),
    }
}
