//! The sources of secrets, opened: an age file through the `age` command, a file in clear, the environment.
//!
//! It knows where secrets are and never what they are: no message holds a line of theirs. Entry point: [`open`].

use super::Failure;
use crate::compile::{BadLine, SecretSource, Vault};
use std::fs;
use std::io::{self, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Stdio};

/// Opens the sources of a region in its folder, in order.
pub(super) fn open(sources: &[SecretSource], region: &Path) -> Result<Vault, Failure> {
    let mut vault = Vault::default();
    if sources.is_empty() {
        return Err(Failure("the region names no source of secrets: add `secrets { source … }` to region.kdl".to_owned()));
    }
    for source in sources {
        match (source.kind.as_str(), &source.file) {
            ("env", _) => vault.variables(variables(source.prefix.as_deref().unwrap_or_default())),
            ("age", Some(file)) => listed(&mut vault, file, &decrypted(&region.join(file), source.key.as_deref())?)?,
            ("file", Some(file)) => listed(&mut vault, file, &in_clear(&region.join(file))?)?,
            // What a source lacks is a finding, and an error: no build comes here.
            _ => {}
        }
    }
    Ok(vault)
}

fn listed(vault: &mut Vault, file: &str, text: &str) -> Result<(), Failure> {
    vault.list(text).map_err(|BadLine(line)| {
        Failure(format!("{file}:{line}: not `SCOPE/NAME=VALUE`, or a name that stands there already (the line is not shown)"))
    })
}

fn variables(prefix: &str) -> Vec<(String, String)> {
    let text = |name: std::ffi::OsString| name.into_string().ok();
    let all = std::env::vars_os().filter_map(|(name, value)| Some((text(name)?, text(value)?)));
    all.filter_map(|(name, value)| Some((name.strip_prefix(prefix)?.to_owned(), value))).collect()
}

fn in_clear(path: &Path) -> Result<String, Failure> {
    let failed = |e: io::Error| Failure(format!("{}: {e}", path.display()));
    let mode = fs::metadata(path).map_err(failed)?.permissions().mode();
    if mode & 0o077 != 0 {
        return Err(Failure(format!("{}: others may read it: `chmod 600` it", path.display())));
    }
    fs::read_to_string(path).map_err(failed)
}

/// The text of an age file; the key goes to `age` by its standard input and never to a disk.
fn decrypted(path: &Path, variable: Option<&str>) -> Result<String, Failure> {
    let variable = variable.unwrap_or_default();
    let key =
        std::env::var(variable).map_err(|_| Failure(format!("{variable} is not set: it holds the key of {}", path.display())))?;
    fs::metadata(path).map_err(|e| Failure(format!("{}: {e}", path.display())))?;
    let pipes = |command: &mut Command| command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let mut age = pipes(Command::new("age").args(["--decrypt", "--identity", "-"]).arg(path)).map_err(|e| match e.kind() {
        io::ErrorKind::NotFound => Failure("the command `age` is not installed: it opens the file of secrets".to_owned()),
        _ => Failure(format!("age: {e}")),
    })?;
    if let Some(mut input) = age.stdin.take() {
        // A key that age refuses closes the pipe early: age says it better.
        let _ = writeln!(input, "{key}");
    }
    let done = age.wait_with_output()?;
    if !done.status.success() {
        let said = String::from_utf8_lossy(&done.stderr);
        let first = said.lines().next().unwrap_or("age failed");
        return Err(Failure(format!("{}: {first}", path.display())));
    }
    String::from_utf8(done.stdout).map_err(|_| Failure(format!("{}: what it holds is not UTF-8", path.display())))
}
