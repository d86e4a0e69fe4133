//! What must change: the tree as it is against the files as they should be. Looks, and changes nothing.

use super::Scope;
use super::manifest::Manifest;
use super::path::{folders, refusal};
use super::site::{kind, named};
use crate::emit::File;
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

/// The change, in paths of the tree.
pub(super) struct Plan<'a> {
    /// To be made or replaced, in the order of paths.
    pub put: Vec<&'a File>,
    /// To be taken away.
    pub remove: Vec<&'a str>,
}

impl<'a> Plan<'a> {
    /// Compares; `files` are in the order of paths, `before` is the manifest of the tree.
    pub(super) fn of(root: &Path, files: &[&'a File], before: &'a Manifest, scope: &Scope) -> io::Result<Plan<'a>> {
        let wanted: BTreeSet<&str> = files.iter().map(|file| file.path.as_str()).collect();
        let stale = before.files.iter().map(|entry| entry.path.as_str());
        let stale: Vec<_> = stale.filter(|path| scope.covers(path) && !wanted.contains(path)).collect();
        no_link_on_the_way(root, wanted.iter().chain(&stale).copied(), &stale)?;
        let mut remove = Vec::new();
        for path in &stale {
            let here = root.join(path);
            match kind(&here)? {
                None => {}
                Some(kind) if kind.is_dir() => {
                    return Err(refusal(format!("{} was a file and is a folder now: move it away", here.display())));
                }
                Some(_) => remove.push(*path),
            }
        }
        let differs: Vec<bool> = files.par_iter().map(|file| differs(root, file, &stale)).collect::<io::Result<_>>()?;
        let put = files.iter().zip(differs).filter(|(_, differs)| *differs).map(|(file, _)| *file).collect();
        Ok(Plan { put, remove })
    }
}

/// Refuses a tree in which a folder of one of the paths is a link, or a file that is not going to be removed.
fn no_link_on_the_way<'p>(root: &Path, paths: impl Iterator<Item = &'p str>, stale: &[&str]) -> io::Result<()> {
    let all: BTreeSet<&str> = paths.flat_map(folders).collect();
    for folder in all {
        let here = root.join(folder);
        match kind(&here)? {
            Some(kind) if kind.is_symlink() => return Err(link(&here)),
            Some(kind) if !kind.is_dir() && !stale.contains(&folder) => {
                return Err(refusal(format!("{} is in the way and no build made it", here.display())));
            }
            _ => {}
        }
    }
    Ok(())
}

fn link(path: &Path) -> io::Error {
    refusal(format!("{} is a symbolic link: a build does not write through it", path.display()))
}

/// Whether a file of the tree must be written.
fn differs(root: &Path, file: &File, stale: &[&str]) -> io::Result<bool> {
    let here = root.join(&file.path);
    let meta = match fs::symlink_metadata(&here) {
        Ok(meta) => meta,
        Err(e) if matches!(e.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => return Ok(true),
        Err(e) => return Err(named(&here, &e)),
    };
    if meta.is_symlink() {
        return Err(link(&here));
    }
    if meta.is_dir() {
        // The folder will be gone if nothing but stale files is in it.
        return all_stale(&here, &file.path, stale).map(|()| true);
    }
    let open_to_others = file.meta.secret && meta.permissions().mode() & 0o077 != 0;
    if !meta.is_file() || open_to_others || meta.len() != file.content.len() as u64 {
        return Ok(true);
    }
    // The bytes themselves, not their date: a file that somebody edited by hand must come back.
    fs::read(&here).map(|bytes| bytes != file.content).map_err(|e| named(&here, &e))
}

fn all_stale(folder: &Path, path: &str, stale: &[&str]) -> io::Result<()> {
    for entry in fs::read_dir(folder).map_err(|e| named(folder, &e))? {
        let entry = entry.map_err(|e| named(folder, &e))?;
        let inside = format!("{path}/{}", entry.file_name().to_string_lossy());
        if entry.file_type().map_err(|e| named(&entry.path(), &e))?.is_dir() {
            all_stale(&entry.path(), &inside, stale)?;
        } else if !stale.contains(&inside.as_str()) {
            return Err(refusal(format!("{} is in the way and no build made it", entry.path().display())));
        }
    }
    Ok(())
}
