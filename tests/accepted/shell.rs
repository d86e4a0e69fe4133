//! A shell script, read by the shell that runs it.
//!
//! `sh -n` sees the grammar only; what the commands do is not its matter. Entry point: [`Shell`].

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use crate::checker::{Checker, Verdict, by_exit, each, first_line, run};

/// `sh -n`, on scripts.
pub struct Shell;

impl Checker for Shell {
    fn name(&self) -> &'static str {
        "shell"
    }

    fn version(&self) -> Result<String, String> {
        // A POSIX shell has no version to ask for; its answer shows that it is there.
        first_line(Command::new("sh").args(["-c", "echo sh"]))
    }

    fn judge(&self, things: &[PathBuf]) -> Vec<Verdict> {
        each(things, |file: &Path| by_exit(run(Command::new("sh").arg("-n").arg(file), 10)))
    }
}
