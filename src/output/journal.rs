//! A change to a tree that exists, in one step: everything is staged, then a journal says so, then it is moved.
//!
//! Before the journal stands the change has not happened; from then on it has, and whoever comes next finishes it. Moving is
//! made of steps that can be repeated: a staged file that is gone has arrived, a stale file that is gone was removed.
//!
//! What is synced: the new manifest and the journal, and nothing else. A killed process needs no sync at all, since the
//! system keeps what was written. After a power cut a moved file may be torn; the next build compares bytes, not dates, and
//! writes it again. Only a torn manifest would make the tree look like somebody else's, and a torn journal lose the change.

use super::manifest::{self, sha256};
use super::path;
use super::site::{Between, JOURNAL, Site, kind, named};
use crate::emit::File;
use serde::{Deserialize, Serialize};
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

#[derive(Serialize, Deserialize)]
struct Journal {
    /// SHA-256 of the manifest of the tree that the change was made for.
    before: String,
    /// SHA-256 of the manifest that the tree will have.
    after: String,
    remove: Vec<String>,
    /// The staged file of each is named by its index.
    put: Vec<String>,
}

/// Writes the manifest and the journal of a change whose files are staged: from here on it has happened.
pub(super) fn stand(
    site: &Site,
    before: String,
    after: &[u8],
    remove: Vec<String>,
    put: Vec<String>,
    between: Between,
) -> io::Result<()> {
    between()?;
    synced(&site.staging.join(manifest::NAME), after)?;
    let journal = Journal { before, after: sha256(after), remove, put };
    let draft = site.staging.join("journal.draft");
    synced(&draft, &serde_json::to_vec(&journal)?)?;
    between()?;
    fs::rename(&draft, site.staging.join(JOURNAL)).map_err(|e| named(&draft, &e))
}

/// Finishes or forgets what an earlier build left beside the tree; does what [`stand`] says.
pub(super) fn finish(site: &Site, between: Between) -> io::Result<()> {
    if kind(&site.staging)?.is_some_and(|kind| kind.is_dir())
        && let Some(journal) = read(&site.staging.join(JOURNAL))?
    {
        // A tree that was removed or replaced in between is not the one that the change was made for.
        let now = read_if_there(&site.root.join(manifest::NAME))?.map(|bytes| sha256(&bytes));
        if now.as_ref() == Some(&journal.before) {
            journal.redo(site, between)?;
        }
    }
    site.unstage(between)
}

impl Journal {
    fn redo(&self, site: &Site, between: Between) -> io::Result<()> {
        for path in &self.remove {
            between()?;
            let here = site.root.join(path);
            match fs::remove_file(&here) {
                Err(e)
                    if !matches!(
                        e.kind(),
                        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory | io::ErrorKind::IsADirectory
                    ) =>
                {
                    return Err(named(&here, &e));
                }
                _ => {}
            }
            let folders: Vec<_> = path::folders(path).collect();
            // Innermost first, up to the first that still holds something.
            let _ = folders.iter().rev().try_for_each(|folder| fs::remove_dir(site.root.join(folder)));
        }
        for (index, path) in self.put.iter().enumerate() {
            between()?;
            arrive(&site.staging.join(index.to_string()), &site.root.join(path))?;
        }
        between()?;
        // The manifest goes last: while it is the old one, the change is not done.
        arrive(&site.staging.join(manifest::NAME), &site.root.join(manifest::NAME))?;
        between()
    }
}

fn arrive(staged: &Path, place: &Path) -> io::Result<()> {
    if kind(staged)?.is_none() {
        return Ok(());
    }
    if let Some(folder) = place.parent() {
        fs::create_dir_all(folder).map_err(|e| named(folder, &e))?;
    }
    fs::rename(staged, place).map_err(|e| named(place, &e))
}

/// The journal, if there is one that is whole and whose paths are sound.
fn read(path: &Path) -> io::Result<Option<Journal>> {
    let journal = read_if_there(path)?.and_then(|bytes| serde_json::from_slice::<Journal>(&bytes).ok());
    Ok(journal.filter(|journal| journal.put.iter().chain(&journal.remove).all(|path| path::sound(path).is_ok())))
}

/// The bytes of a file; `None` when there is none.
pub(super) fn read_if_there(path: &Path) -> io::Result<Option<Vec<u8>>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(e) if matches!(e.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => Ok(None),
        Err(e) => Err(named(path, &e)),
    }
}

/// Makes a file that was not there; one that holds a secret is for its owner alone.
pub(super) fn create(path: &Path, file: &File) -> io::Result<()> {
    let mode = if file.meta.secret { 0o600 } else { 0o666 };
    let made = OpenOptions::new().write(true).create_new(true).mode(mode).open(path);
    made.and_then(|mut made| made.write_all(&file.content)).map_err(|e| named(path, &e))
}

/// Makes a file and waits until it is on the disk.
pub(super) fn synced(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let made = OpenOptions::new().write(true).create_new(true).open(path);
    made.and_then(|mut made| made.write_all(bytes).and_then(|()| made.sync_data())).map_err(|e| named(path, &e))
}
