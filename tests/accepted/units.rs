//! A folder of systemd units, read by systemd.
//!
//! `systemd-analyze verify` reads each unit of the folder with those it names; commands that this machine lacks and
//! services that it does not have are the host's matter, not the file's. Entry point: [`Units`].

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use crate::checker::{Checker, Verdict, each, first_line, run};

/// `systemd-analyze verify`, on folders of units.
pub struct Units;

impl Checker for Units {
    fn name(&self) -> &'static str {
        "units"
    }

    fn version(&self) -> Result<String, String> {
        first_line(Command::new("systemd-analyze").arg("--version"))
    }

    fn judge(&self, things: &[PathBuf]) -> Vec<Verdict> {
        each(things, read)
    }
}

/// What is said of this machine and not of the file.
const ELSEWHERE: [&str; 3] = ["is not executable: No such file or directory", "Failed to prepare filename", "not found."];

fn read(folder: &Path) -> Verdict {
    let files = match std::fs::read_dir(folder) {
        Ok(files) => files.filter_map(|f| f.ok().map(|f| f.path())),
        Err(error) => return Verdict::NotRun(error.to_string()),
    };
    let mut files: Vec<PathBuf> = files.collect();
    files.sort();
    let mut command = Command::new("systemd-analyze");
    command.args(["verify", "--man=no", "--recursive-errors=no"]).args(&files);
    match run(&mut command, 60) {
        Ok(run) => {
            let said = run.said();
            let about_files: Vec<&str> = said.lines().filter(|l| !ELSEWHERE.iter().any(|e| l.contains(e))).collect();
            if about_files.is_empty() { Verdict::Accepted } else { Verdict::Refused(about_files.join("\n")) }
        }
        Err(why) => Verdict::NotRun(why),
    }
}
