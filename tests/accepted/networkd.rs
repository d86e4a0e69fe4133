//! A host's network folder, read by systemd-networkd itself in namespaces of its own.
//!
//! The daemon never fails: the verdict is its log, of which every line about one of our files counts unless it says
//! what the file was loaded as. It sees neither `.link` files (udevd reads them) nor a fact that needs two files.
//! Wants root. Entry point: [`Networkd`].

use std::{
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use crate::checker::{Checker, Verdict, each, first_line};

const DAEMON: &str = "/lib/systemd/systemd-networkd";

/// The daemon, given the folder in place of the machine's own. `timeout` ends it should it never say that it has
/// read everything; `chmod` because it gives up root before it reads.
const SCRIPT: &str = r#"exec 2>&1
set -e
mkdir -p /etc/systemd/network
mount -t tmpfs none /etc/systemd/network
mount -t tmpfs none /run
mkdir -p /run/systemd/network
cp -r "$0"/. /etc/systemd/network/
chmod -R a+rX /etc/systemd/network
SYSTEMD_LOG_LEVEL=debug SYSTEMD_LOG_TARGET=console exec timeout 20 "$1""#;

/// What the daemon logs once every file has been read and held against the others.
const READ: &str = "Enumeration completed";

/// systemd-networkd, on folders.
pub struct Networkd;

impl Checker for Networkd {
    fn name(&self) -> &'static str {
        "networkd"
    }

    fn version(&self) -> Result<String, String> {
        let version = first_line(Command::new(DAEMON).arg("--version"))?;
        first_line(Command::new("unshare").args(["--net", "--mount", "--pid", "--fork", "echo"]))
            .map_err(|why| format!("it needs namespaces of its own, so root: {why}"))?;
        Ok(version)
    }

    fn judge(&self, things: &[PathBuf]) -> Vec<Verdict> {
        each(things, |folder| read(folder).unwrap_or_else(Verdict::NotRun))
    }
}

fn read(folder: &Path) -> Result<Verdict, String> {
    let mut daemon = Command::new("unshare")
        .args(["--net", "--mount", "--pid", "--mount-proc", "--fork", "--kill-child", "bash", "-c", SCRIPT])
        .arg(folder)
        .arg(DAEMON)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| format!("unshare: {error}"))?;
    let log = daemon.stdout.take().ok_or("unshare: no log")?;
    let mut complaints = Vec::new();
    let mut whole = String::new();
    let mut is_read = false;
    for line in BufReader::new(log).split(b'\n') {
        let line = line.map_err(|error| format!("its log: {error}"))?;
        let line = String::from_utf8_lossy(&line).into_owned();
        if line.contains(READ) {
            is_read = true;
            break;
        }
        if is_complaint(&line) {
            complaints.push(line.clone());
        }
        whole.push_str(&line);
        whole.push('\n');
    }
    let _ = daemon.kill();
    let _ = daemon.wait();
    if !is_read {
        return Err(format!("the daemon stopped before it had read the files: {}", whole.trim()));
    }
    Ok(if complaints.is_empty() { Verdict::Accepted } else { Verdict::Refused(complaints.join("\n")) })
}

/// Tells a line against our files from the daemon's talk: it names a file, or a device that no file declares well.
fn is_complaint(line: &str) -> bool {
    line.contains("/etc/systemd/network/") && !line.contains(": loaded ")
}
