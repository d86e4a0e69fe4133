//! A server's files, read by FreeRADIUS over Debian's own configuration.
//!
//! It drops a client that is said twice and only mentions it: the verdict is the exit code and that word. VLANs, and
//! misspelt keys, it takes as they come: those are rules of preau. Entry point: [`FreeRadius`].

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::atomic::{AtomicUsize, Ordering},
};

use crate::checker::{Checker, Verdict, run};

/// `freeradius -XC`, on folders of the server's files.
pub struct FreeRadius;

/// Lays the files over a copy of Debian's configuration, as the deployment does, with a certificate of a day.
const LAY: &str = r#"
set -e
cp -rL /etc/freeradius/3.0/. "$1"
rm -f "$1"/sites-enabled/* "$1"/mods-enabled/eap "$1"/mods-enabled/mschap
cp "$2"/clients.conf "$1"/
cp "$2"/authorize "$2"/groups "$1"/mods-config/files/
cp "$2"/preau "$1"/sites-enabled/
cp "$2"/eap "$2"/mschap "$2"/preau_groups "$1"/mods-enabled/
openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=preau -keyout "$1"/certs/preau.key -out "$1"/certs/preau.pem 2>&1
cp "$1"/certs/preau.pem "$1"/certs/preau-ca.pem
# The server would drop to a user who cannot read the copy.
sed -i -E 's/^(\s*)(user|group) = .*/\1# &/' "$1"/radiusd.conf
sed -i -E "s#^raddbdir = .*#raddbdir = $1#; s#^(\s*)logdir = .*#\1logdir = $1/log#; s#^run_dir = .*#run_dir = $1/run#" "$1"/radiusd.conf
mkdir -p "$1"/log/radacct "$1"/run
"#;

impl Checker for FreeRadius {
    fn name(&self) -> &'static str {
        "freeradius"
    }

    fn version(&self) -> Result<String, String> {
        let run = run(Command::new("freeradius").arg("-v"), 20)?;
        let line = run.out.lines().next().unwrap_or_default().to_owned();
        if line.contains("FreeRADIUS Version") { Ok(line) } else { Err(run.said()) }
    }

    fn judge(&self, things: &[PathBuf]) -> Vec<Verdict> {
        things.iter().map(|folder| judged(folder).unwrap_or_else(Verdict::NotRun)).collect()
    }
}

fn judged(folder: &Path) -> Result<Verdict, String> {
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    let name = format!("freeradius-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::SeqCst));
    let copy = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::create_dir_all(&copy).map_err(|e| e.to_string())?;
    let laid = run(Command::new("sh").args(["-c", LAY, "sh"]).arg(&copy).arg(folder), 60)?;
    let verdict = if laid.code == Some(0) {
        let run = run(Command::new("freeradius").args(["-XC", "-d"]).arg(&copy), 60)?;
        let said = run.said();
        let is_taken =
            run.code == Some(0) && said.contains("Configuration appears to be OK") && !said.contains("duplicate client");
        if is_taken { Verdict::Accepted } else { Verdict::Refused(said) }
    } else {
        Verdict::Refused(laid.said())
    };
    fs::remove_dir_all(&copy).map_err(|e| e.to_string())?;
    Ok(verdict)
}
