//! The files of a classic domain that an Active Directory does not have, read by slapd and nslcd.
//!
//! [`Slapd`] loads the entries into a database of their own, so that a parent that is missing is seen; an identifier given
//! twice is seen by the running server alone. [`Nslcd`] is started with its file and stopped. Entry points: [`Slapd`],
//! [`Nslcd`].

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::atomic::{AtomicUsize, Ordering},
};

use crate::checker::{Checker, Run, Verdict, each, first_line, run};

/// Where Debian's package of Samba has the schema of its entries.
const SCHEMA: &str = "/usr/share/doc/samba/examples/LDAP/samba.schema";

/// slapd's own tools, on a folder with its file and the entries.
pub struct Slapd;

impl Checker for Slapd {
    fn name(&self) -> &'static str {
        "slapd"
    }

    fn version(&self) -> Result<String, String> {
        if !Path::new(SCHEMA).exists() {
            return Err(format!("no {SCHEMA}"));
        }
        // Its version is told on the other stream; with one V it would start a server.
        let told = run(Command::new("slapd").arg("-VV"), 20)?.said();
        told.split_whitespace().nth(3).map(|version| format!("OpenLDAP {version}")).ok_or(told)
    }

    fn judge(&self, things: &[PathBuf]) -> Vec<Verdict> {
        each(things, |folder| loaded(folder).unwrap_or_else(Verdict::NotRun))
    }
}

/// Loads the entries of a folder into a database of its own, as its file says but for places.
fn loaded(folder: &Path) -> Result<Verdict, String> {
    let place = scratch("slapd")?;
    let told = |error: std::io::Error| format!("{}: {error}", place.display());
    let text = fs::read_to_string(folder.join("slapd.conf")).map_err(told)?;
    let mut lines = String::new();
    for line in text.lines() {
        let moved = match line.split_whitespace().next() {
            Some(word @ ("directory" | "pidfile" | "argsfile")) => format!("{word} {}/{word}", place.display()),
            _ => line.replace("/etc/ldap/schema/samba.schema", SCHEMA),
        };
        lines.push_str(&moved);
        lines.push('\n');
    }
    let config = place.join("slapd.conf");
    fs::write(&config, lines).map_err(told)?;
    fs::create_dir_all(place.join("directory")).map_err(told)?;
    let entries = folder.join("school.ldif");
    let ldif = fs::read_to_string(&entries).map_err(told)?;
    let tried = run(Command::new("slaptest").arg("-u").arg("-f").arg(&config), 20)?;
    if tried.code != Some(0) {
        return Ok(Verdict::Refused(tried.said()));
    }
    let mut add = Command::new("slapadd");
    add.args(["-o", "value-check=yes", "-n", "1", "-f"]).arg(&config).arg("-l").arg(&entries);
    let added = run(&mut add, 20)?;
    if added.code != Some(0) {
        return Ok(Verdict::Refused(added.said()));
    }
    let held = run(Command::new("slapcat").args(["-n", "1", "-f"]).arg(&config), 20)?;
    fs::remove_dir_all(&place).map_err(told)?;
    let count = |text: &str| text.lines().filter(|line| line.starts_with("dn:")).count();
    let (wanted, found) = (count(&ldif), count(&held.out));
    let is_whole = wanted > 0 && wanted == found;
    Ok(if is_whole { Verdict::Accepted } else { Verdict::Refused(format!("{found} of {wanted} entries are held")) })
}

/// nslcd, started with a file in a namespace of its own.
pub struct Nslcd;

impl Checker for Nslcd {
    fn name(&self) -> &'static str {
        "nslcd"
    }

    fn version(&self) -> Result<String, String> {
        first_line(Command::new("nslcd").arg("--version"))
    }

    fn judge(&self, things: &[PathBuf]) -> Vec<Verdict> {
        const SCRIPT: &str = "mount -t tmpfs none /run && install -d -o nslcd -g nslcd /run/nslcd && mount --bind \"$0\" /etc/nslcd.conf && \
                              exec timeout 2 nslcd --debug";
        each(things, |file| {
            let mut command = Command::new("unshare");
            command.args(["--mount", "--net", "sh", "-c", SCRIPT]).arg(file);
            match run(&mut command, 20) {
                // A file that it takes is one with which it goes on until it is stopped.
                Ok(Run { code: Some(124), err, .. }) if err.contains("accepting connections") => Verdict::Accepted,
                Ok(run) => Verdict::Refused(run.said()),
                Err(why) => Verdict::NotRun(why),
            }
        })
    }
}

/// Makes an empty folder.
pub fn scratch(name: &str) -> Result<PathBuf, String> {
    static NUMBER: AtomicUsize = AtomicUsize::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("domain-{name}-{number}"));
    let told = |error: std::io::Error| format!("{}: {error}", place.display());
    if place.exists() {
        fs::remove_dir_all(&place).map_err(told)?;
    }
    fs::create_dir_all(&place).map_err(told)?;
    Ok(place)
}
