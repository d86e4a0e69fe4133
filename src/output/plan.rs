//! What must change: the tree as it is against the files as they should be. Looks, and changes nothing.

use super::Scope;
use super::manifest::{Entry, Manifest, sha256};
use super::path::{folders, refusal};
use super::site::{kind, named};
use crate::emit::File;
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

/// What must go for the files to come, in paths of the tree.
pub(super) struct Plan<'a> {
    /// To be taken away.
    pub remove: Vec<&'a str>,
}

impl<'a> Plan<'a> {
    /// Looks for what is stale, and refuses a tree into which the `wanted` paths cannot be put; `over_folders` are those of
    /// them in whose place there is a folder, `before` is the manifest of the tree.
    pub(super) fn of(
        root: &Path,
        wanted: &BTreeSet<&str>,
        over_folders: &[String],
        before: &'a Manifest,
        scope: &Scope,
    ) -> io::Result<Plan<'a>> {
        let stale = before.files.iter().map(|entry| entry.path.as_str());
        let stale: BTreeSet<_> = stale.filter(|path| scope.covers(path) && !wanted.contains(path)).collect();
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
        // Such a folder will be gone if nothing but stale files is in it.
        over_folders.iter().try_for_each(|path| all_stale(&root.join(path), path, &stale))?;
        Ok(Plan { remove })
    }
}

/// What stands in the place of a file.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(super) enum State {
    /// The file, with these bytes.
    Same,
    /// Nothing, or something that the file replaces.
    Differs,
    /// A folder: only [`Plan::of`] can say whether it will be gone.
    Folder,
}

/// Refuses a tree in which a folder of one of the paths is a link, or a file that is not going to be removed.
fn no_link_on_the_way<'p>(root: &Path, paths: impl Iterator<Item = &'p str>, stale: &BTreeSet<&str>) -> io::Result<()> {
    let all: BTreeSet<&str> = paths.flat_map(folders).collect();
    for folder in all {
        let here = root.join(folder);
        match kind(&here)? {
            Some(kind) if kind.is_symlink() => return Err(link(&here)),
            Some(kind) if !kind.is_dir() && !stale.contains(folder) => {
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

/// Compares a file with what the tree has in its place.
pub(super) fn state(root: &Path, file: &File) -> io::Result<State> {
    let here = root.join(&file.path);
    let meta = match fs::symlink_metadata(&here) {
        Ok(meta) => meta,
        Err(e) if matches!(e.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => return Ok(State::Differs),
        Err(e) => return Err(named(&here, &e)),
    };
    if meta.is_symlink() {
        return Err(link(&here));
    }
    if meta.is_dir() {
        return Ok(State::Folder);
    }
    let open_to_others = file.meta.secret && meta.permissions().mode() & 0o077 != 0;
    if !meta.is_file() || open_to_others || meta.len() != file.content.len() as u64 {
        return Ok(State::Differs);
    }
    // The bytes themselves, not their date: a file that somebody edited by hand must come back.
    let bytes = fs::read(&here).map_err(|e| named(&here, &e))?;
    Ok(if bytes == file.content { State::Same } else { State::Differs })
}

/// Whether the tree is what its manifest says: each file there, of those bytes, in folders that are folders. What no build
/// wrote is not looked at, and a disk that does not answer leaves it to the build to say so.
pub(super) fn holds(root: &Path, manifest: &Manifest) -> bool {
    let folders: BTreeSet<&str> = manifest.files.iter().flat_map(|entry| folders(&entry.path)).collect();
    let is_folder = |folder: &&str| kind(&root.join(folder)).is_ok_and(|kind| kind.is_some_and(|kind| kind.is_dir()));
    folders.iter().all(is_folder) && manifest.files.par_iter().all(|entry| is_as_written(&root.join(&entry.path), entry))
}

fn is_as_written(here: &Path, entry: &Entry) -> bool {
    let Ok(meta) = fs::symlink_metadata(here) else { return false };
    let open_to_others = entry.holds_secret && meta.permissions().mode() & 0o077 != 0;
    meta.is_file()
        && !open_to_others
        && meta.len() == entry.size as u64
        && fs::read(here).is_ok_and(|bytes| sha256(&bytes) == entry.sha256)
}

fn all_stale(folder: &Path, path: &str, stale: &BTreeSet<&str>) -> io::Result<()> {
    for entry in fs::read_dir(folder).map_err(|e| named(folder, &e))? {
        let entry = entry.map_err(|e| named(folder, &e))?;
        let inside = format!("{path}/{}", entry.file_name().to_string_lossy());
        if entry.file_type().map_err(|e| named(&entry.path(), &e))?.is_dir() {
            all_stale(&entry.path(), &inside, stale)?;
        } else if !stale.contains(inside.as_str()) {
            return Err(refusal(format!("{} is in the way and no build made it", entry.path().display())));
        }
    }
    Ok(())
}
