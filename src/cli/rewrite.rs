//! Texts of a region put back on the disk: each whole or not at all.
//!
//! It knows no command; whatever changes a manifest writes it through here.

use super::Failure;
use std::fs;
use std::io;
use std::path::Path;

/// Puts a text in the place of a file's: whole or not at all, with its permissions, through a link to the file itself.
pub(super) fn replace(path: &Path, text: &str) -> io::Result<()> {
    let path = path.canonicalize()?;
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".preau-new");
    let beside = path.with_file_name(name);
    let written = fs::write(&beside, text)
        .and_then(|()| fs::set_permissions(&beside, fs::metadata(&path)?.permissions()))
        .and_then(|()| fs::rename(&beside, &path));
    if written.is_err() {
        // What failed is said; a leftover that cannot be removed either is said by its name.
        let _ = fs::remove_file(&beside);
    }
    written
}

/// Replaces files of a folder, `(path in it, text that was read, new text)`; none when one of them is no longer what was read.
pub(super) fn replace_all<'a>(root: &Path, files: impl Iterator<Item = (&'a str, &'a str, &'a str)>) -> Result<(), Failure> {
    let files: Vec<_> = files.map(|(path, old, new)| (root.join(path), old, new)).collect();
    for (path, old, _) in &files {
        if fs::read(path).map_err(|error| named(path, &error))? != old.as_bytes() {
            return Err(Failure(format!("{}: changed while it was checked; nothing was written", path.display())));
        }
    }
    files.iter().try_for_each(|(path, _, new)| replace(path, new).map_err(|error| named(path, &error)))
}

/// The failure of a file, by its name, and what can be done about the frequent ones.
pub(super) fn named(path: &Path, error: &io::Error) -> Failure {
    let shown = path.display();
    let above = path.parent().filter(|folder| !folder.as_os_str().is_empty() && !folder.exists());
    Failure(match (error.kind(), above) {
        (io::ErrorKind::NotFound, Some(folder)) => format!("{shown}: there is no folder {}; make it first", folder.display()),
        (io::ErrorKind::NotFound, None) => format!("{shown}: there is no such file; check its spelling"),
        (io::ErrorKind::IsADirectory, _) => format!("{shown} is a folder: name a file"),
        _ => format!("{shown}: {error}"),
    })
}
