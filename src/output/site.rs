//! Where a build works: the tree, and the names beside it.

use super::path::refusal;
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Makes a folder known as ours to clean, from its first moment on.
const MARK: &str = "preau-staging";
/// The name of the journal in the staging folder.
pub(super) const JOURNAL: &str = "journal";

/// Called between any two steps; a test fails or dies there.
pub(super) type Between<'a> = &'a (dyn Fn() -> io::Result<()> + Sync);

/// The tree and its neighbours, which lie on one file system so that a rename is one step.
pub(super) struct Site {
    pub root: PathBuf,
    pub staging: PathBuf,
    pub lock: PathBuf,
    /// What the last build was made of.
    pub last: PathBuf,
    /// Folders that were made to hold them, the outermost first.
    made: Vec<PathBuf>,
}

impl Site {
    /// The neighbours of a tree; makes the folder that holds them all.
    pub(super) fn of(root: &Path) -> io::Result<Site> {
        let name = root.file_name().and_then(|name| name.to_str());
        let name =
            name.ok_or_else(|| refusal(format!("{}: an output folder needs a name of its own, such as build", root.display())))?;
        let parent = root.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut made: Vec<_> =
            parent.ancestors().take_while(|p| !p.as_os_str().is_empty() && !p.exists()).map(Path::to_owned).collect();
        made.reverse();
        fs::create_dir_all(parent).map_err(|e| named(parent, &e))?;
        let beside = |end: &str| parent.join(site_name(name, end));
        let (staging, lock, last) = (beside("next"), beside("lock"), beside(super::last::NAME));
        Ok(Site { root: parent.join(name), staging, lock, last, made })
    }

    /// Takes the folders away again that were made for a tree which did not come; those that hold something stay.
    pub(super) fn leave(&self) {
        let _ = self.made.iter().rev().all(|folder| fs::remove_dir(folder).is_ok());
    }

    /// Makes an empty staging folder.
    pub(super) fn stage(&self) -> io::Result<()> {
        fs::create_dir(&self.staging).map_err(|e| named(&self.staging, &e))?;
        let mark = self.staging.join(MARK);
        fs::write(&mark, "A build is at work, or was killed: the next one takes this up.\n").map_err(|e| named(&mark, &e))
    }

    /// Removes the staging folder; refuses one that no build of ours made.
    ///
    /// The journal goes first and the mark last, so that a removal which is cut short can be gone on with.
    pub(super) fn unstage(&self, between: Between) -> io::Result<()> {
        let Some(kind) = kind(&self.staging)? else { return Ok(()) };
        let mut names = if kind.is_dir() { names(&self.staging)? } else { vec![OsString::new()] };
        if !names.is_empty() && !names.iter().any(|name| name == MARK) {
            return Err(refusal(format!("{} is in the way and no build made it", self.staging.display())));
        }
        names.sort_by_key(|name| if name == JOURNAL { 0 } else { 1 + u8::from(name == MARK) });
        for name in &names {
            between()?;
            let here = self.staging.join(name);
            let is_folder = self::kind(&here)?.is_some_and(|kind| kind.is_dir());
            let removed = if is_folder { fs::remove_dir_all(&here) } else { fs::remove_file(&here) };
            removed.map_err(|e| named(&here, &e))?;
        }
        between()?;
        fs::remove_dir(&self.staging).map_err(|e| named(&self.staging, &e))
    }
}

/// The name of a tree's neighbour.
pub(super) fn site_name(tree: &str, end: &str) -> String {
    format!(".{tree}.{end}")
}

/// What a path is, without following a link; `None` when there is nothing.
pub(super) fn kind(path: &Path) -> io::Result<Option<fs::FileType>> {
    match fs::symlink_metadata(path) {
        Ok(meta) => Ok(Some(meta.file_type())),
        Err(e) if matches!(e.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => Ok(None),
        Err(e) => Err(named(path, &e)),
    }
}

fn names(folder: &Path) -> io::Result<Vec<OsString>> {
    let entries = fs::read_dir(folder).and_then(|entries| entries.map(|entry| entry.map(|e| e.file_name())).collect());
    entries.map_err(|e| named(folder, &e))
}

/// The same error, with the name of the file it is about.
pub(super) fn named(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}
