//! A container's configuration, read by LXC.
//!
//! The thing is the container's folder, which holds `config`. LXC parses cgroup values, MAC addresses and the host
//! side's name only when a container starts: those are rules of preau. Entry point: [`Lxc`].

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use crate::checker::{Checker, Verdict, by_exit, each, first_line, run};

/// `lxc-info`, on container folders.
pub struct Lxc;

impl Checker for Lxc {
    fn name(&self) -> &'static str {
        "lxc"
    }

    fn version(&self) -> Result<String, String> {
        first_line(Command::new("lxc-info").arg("--version")).map(|version| format!("LXC {version}"))
    }

    fn judge(&self, things: &[PathBuf]) -> Vec<Verdict> {
        each(things, read)
    }
}

fn read(folder: &Path) -> Verdict {
    let (Some(parent), Some(name)) = (folder.parent(), folder.file_name()) else {
        return Verdict::NotRun(format!("{}: not a container's folder", folder.display()));
    };
    let command = &mut Command::new("lxc-info");
    command.arg("-P").arg(parent).arg("-n").arg(name).args(["-c", "lxc.uts.name"]);
    command.args(["--logpriority", "ERROR", "--logfile", "/dev/stdout"]);
    by_exit(run(command, 20))
}
