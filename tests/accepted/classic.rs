//! A classic domain: its files, read by slapd and nslcd, and the domain itself, made by its own script and joined by a member.
//!
//! [`Slapd`] loads the entries into a database of their own, so that a parent that is missing is seen; an identifier given
//! twice is seen by the running server alone. [`Nslcd`] is started with its file and stopped. The domain runs in namespaces of
//! its own, daemons and all, and ends with them. Entry points: [`Slapd`], [`Nslcd`].

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::atomic::{AtomicUsize, Ordering},
};

use crate::{
    checker::{Absent, Checker, Run, Verdict, each, first_line, run, say},
    place::root,
    region::tree,
    samba::Samba,
};

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
fn scratch(name: &str) -> Result<PathBuf, String> {
    static NUMBER: AtomicUsize = AtomicUsize::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("classic-{name}-{number}"));
    let told = |error: std::io::Error| format!("{}: {error}", place.display());
    if place.exists() {
        fs::remove_dir_all(&place).map_err(told)?;
    }
    fs::create_dir_all(&place).map_err(told)?;
    Ok(place)
}

#[test]
fn a_classic_domain_is_made_by_its_script_twice_and_a_member_joins_it_and_counts_groups_alike() {
    let mut absent = Absent::default();
    if [&Slapd as &dyn Checker, &Nslcd, &Samba].into_iter().all(|checker| absent.admits(checker)) {
        let host = tree().join("0189903S/hosts/hosta");
        let place = scratch("domain").unwrap_or_else(|why| panic!("{why}"));
        let mut command = Command::new("unshare");
        // All that it starts ends with the first process of its own namespace.
        command.args(["--mount", "--net", "--pid", "--fork", "--kill-child", "--mount-proc", "sh"]);
        let script = root().join("tests/accepted/classic/controller.sh");
        let run = run(command.arg(script).arg(host.join("annuaire")).arg(host.join("fichiers")).arg(&place), 240);
        let run = run.unwrap_or_else(|why| panic!("{why}"));
        assert_eq!(run.code, Some(0), "{}", run.said());
        let mut missing = String::new();
        for line in [
            "entries: 21, then 21",
            "sid: SID for domain FONTAINES is: S-1-5-21-2077810509-624579578-3133168797",
            "accounts: Administrator svc-ent svc-opsi",
            "enabled: [UX         ]",
            "read by a service: gidNumber: 23496",
            "read by nobody: 0 passwords",
            "read without a name: 0 entries",
            "made by the ENT: 0",
            "made by the ENT, an administrator: 19",
            "made by the ENT, the machine's root: 19",
            "made by the ENT, elsewhere: 50",
            "made by the ENT, twice: 19",
            "a group's number that another has: refused",
            "a name that is none: refused",
            "member: joined, then in it",
            "member: trusted",
            "member: group 23496, users 8513",
            "member: lists FONTAINES\\e1",
            "member: lets an account in",
            "computer: uidNumber: 48234",
        ] {
            if !run.out.lines().any(|said| said == line) {
                missing.push_str(&format!("{line}\n"));
            }
        }
        assert!(!run.out.contains("lets anybody in"), "{}", run.said());
        assert!(missing.is_empty(), "not said:\n{missing}\n{}", run.said());
        say("classic: a domain made by its own script, twice, and a member that joined it");
    }
    absent.close();
}
