//! The one way in: refuses what is not ours, then makes a fresh tree or changes the one that is there.
//!
//! Files come in portions, from several threads at once, so that a region's files need never be in memory together. What they
//! are all of is known last, and nothing of the tree moves before.

use super::journal::{self, create, read_if_there, synced};
use super::last::{Inputs, Last, Said};
use super::lock::Lock;
use super::manifest::{self, Manifest, Row};
use super::path::{self, refusal};
use super::plan::{Plan, State, holds, state};
use super::site::{Between, Site, kind, named};
use super::{Scope, Summary};
use crate::emit::File;
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Writes the files that are all of `scope` into the tree at `root`, with `manifest.json`, and removes what is stale there.
///
/// Files that hold the right bytes are not touched. Only a tree that an earlier build wrote is ever changed.
///
/// # Errors
/// When the folder is not one of ours, a path is not sound, another build is at work, or the disk refuses. The text names the
/// file. The tree is then as it was; or, once its change had begun to be moved, the next build finishes it.
pub fn write(root: &Path, files: &[File], scope: &Scope) -> io::Result<Summary> {
    let writer = Writer::begin(root)?;
    match writer.take(files) {
        Ok(()) => writer.finish(scope),
        Err(e) => {
            writer.abandon();
            Err(e)
        }
    }
}

/// A build on its way to the disk: holds the lock; the tree is as it was until [`Writer::finish`].
///
/// Whoever is told of an error calls [`Writer::abandon`], so that nothing stays staged.
pub struct Writer<'a> {
    site: Site,
    lock: Lock,
    between: Between<'a>,
    /// The tree's manifest, and the SHA-256 of its text; `None` when there is no tree yet.
    before: Option<(Manifest, String)>,
    taken: Mutex<Taken>,
    /// What to keep of this build for the next.
    keep: Option<(Inputs, Said)>,
}

/// What is known of the files that came by now.
#[derive(Default)]
struct Taken {
    /// The rows of the new manifest, in the order of arrival.
    rows: Vec<Row>,
    /// What is staged, by the index that names the staged file of a change.
    put: Vec<String>,
    /// Those in whose place there is a folder: right only if all of it is stale.
    over_folders: Vec<String>,
    /// Folders of a fresh tree that are made.
    folders: BTreeSet<String>,
    is_staged: bool,
    /// Why nothing can be staged, for every thread that comes after the first.
    hindrance: Option<(io::ErrorKind, String)>,
}

impl Taken {
    fn disjoint(&self) -> io::Result<()> {
        path::disjoint(self.rows.iter().map(|row| row.path.as_str()))
    }
}

impl Writer<'static> {
    /// Takes the lock, finishes what a killed build left, and reads which tree is there.
    ///
    /// # Errors
    /// When the folder is not one of ours, another build is at work, or the disk refuses.
    pub fn begin(root: &Path) -> io::Result<Writer<'static>> {
        Writer::begin_with(root, &|| Ok(()))
    }
}

impl<'a> Writer<'a> {
    /// [`Writer::begin`], with something to do between any two steps.
    pub(super) fn begin_with(root: &Path, between: Between<'a>) -> io::Result<Writer<'a>> {
        let site = Site::of(root)?;
        let begun = || -> io::Result<_> {
            let lock = Lock::take(&site.lock)?;
            super::last::tidy(&site.last);
            journal::finish(&site, between)?;
            Ok((lock, known(&site.root)?))
        };
        let (lock, before) = begun().inspect_err(|_| site.leave())?;
        Ok(Writer { site, lock, between, before, taken: Mutex::default(), keep: None })
    }

    /// Whether the tree is what came of an earlier build, every file of it read and compared; the counts of a build that
    /// finds it so.
    pub fn stands(&self, last: &Last) -> Option<Summary> {
        let (before, sha256) = self.before.as_ref()?;
        let stands = *sha256 == last.manifest && holds(&self.site.root, before);
        stands.then(|| Summary { unchanged: before.files.len(), ..Summary::default() })
    }

    /// Keeps for the next build what this one is made of and what was said, once it is finished: a build of the whole tree in
    /// which nothing is wrong.
    #[must_use]
    pub fn keeping(mut self, inputs: Inputs, said: Said) -> Writer<'a> {
        self.keep = Some((inputs, said));
        self
    }

    /// Changes the tree; the files that were added are all of `scope`.
    ///
    /// # Errors
    /// When a file lies outside `scope`, two want one place, or the disk refuses.
    pub fn finish(mut self, scope: &Scope) -> io::Result<Summary> {
        let ready = match self.ready(scope) {
            Ok(ready) => ready,
            Err(e) => {
                self.abandon();
                return Err(e);
            }
        };
        match ready.tree {
            Tree::Changes => journal::finish(&self.site, self.between)?,
            Tree::Fresh => self.site.unstage(self.between)?,
            Tree::Same => {}
        }
        if let Some((inputs, said)) = self.keep.take().filter(|_| *scope == Scope::All) {
            Last::new(inputs, ready.manifest, said).write(&self.site.last);
        }
        Ok(ready.summary)
    }

    /// Leaves the tree as it was, and nothing beside it.
    pub fn abandon(self) {
        if self.taken().is_staged {
            // Only frees room; why the build stops is what the user must hear.
            let _ = self.site.unstage(&|| Ok(()));
        }
        // Its file would keep the folder.
        drop(self.lock);
        self.site.leave();
    }

    /// Takes some files more: those that differ from the tree are staged, of the others the row of the manifest is kept.
    /// Several threads may give theirs at once.
    ///
    /// # Errors
    /// When a path is not sound or the disk refuses.
    pub fn take(&self, files: &[File]) -> io::Result<()> {
        files.iter().try_for_each(|file| path::sound(&file.path))?;
        let mut sorted: Vec<&File> = files.iter().collect();
        sorted.sort_by(|a, b| a.path.cmp(&b.path));
        let root = &self.site.root;
        let is_fresh = self.before.is_none();
        let look = |file: &&File| if is_fresh { Ok(State::Differs) } else { state(root, file) };
        let looked: Vec<(Row, State)> =
            sorted.par_iter().map(|file| Ok((Row::of(file)?, look(file)?))).collect::<io::Result<_>>()?;
        let mut taken = self.taken();
        let first = taken.put.len();
        let mut differing: Vec<&File> = Vec::new();
        for (file, (row, state)) in sorted.iter().zip(looked) {
            taken.rows.push(row);
            if state == State::Folder {
                taken.over_folders.push(file.path.clone());
            }
            if state != State::Same {
                taken.put.push(file.path.clone());
                differing.push(file);
            }
        }
        if is_fresh { self.grow(&differing, taken) } else { self.stage(&differing, first, taken) }
    }

    /// What is known by now. Nothing is computed beside other threads while it is held: they could be waiting for it.
    fn taken(&self) -> MutexGuard<'_, Taken> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Stages files of a change, named by their index from `first` on.
    fn stage(&self, files: &[&File], first: usize, mut taken: MutexGuard<Taken>) -> io::Result<()> {
        if !files.is_empty() {
            self.begin_staging(&mut taken)?;
        }
        drop(taken);
        let place = |nth: usize| self.site.staging.join((first + nth).to_string());
        files.par_iter().enumerate().try_for_each(|(nth, file)| {
            (self.between)()?;
            create(&place(nth), file)
        })
    }

    /// Adds files to a fresh tree.
    fn grow(&self, files: &[&File], mut taken: MutexGuard<Taken>) -> io::Result<()> {
        self.begin_staging(&mut taken)?;
        let tree = self.tree();
        let grown = || {
            for folder in files.iter().flat_map(|file| path::folders(&file.path)) {
                if !taken.folders.contains(folder) {
                    let place = tree.join(folder);
                    fs::create_dir(&place).map_err(|e| named(&place, &e))?;
                    taken.folders.insert(folder.to_owned());
                }
            }
            drop(taken);
            files.par_iter().try_for_each(|file| {
                (self.between)()?;
                create(&tree.join(&file.path), file)
            })
        };
        // What the disk says of two files that want one place is told in the tree's words.
        grown().or_else(|e| self.taken().disjoint().and(Err(e)))
    }

    /// Where a fresh tree grows.
    fn tree(&self) -> PathBuf {
        self.site.staging.join("tree")
    }

    fn begin_staging(&self, taken: &mut Taken) -> io::Result<()> {
        if let Some((kind, why)) = &taken.hindrance {
            return Err(io::Error::new(*kind, why.clone()));
        }
        if taken.is_staged {
            return Ok(());
        }
        taken.is_staged = true;
        let tree = self.tree();
        let begun = self.site.stage().and_then(|()| match &self.before {
            None => fs::create_dir(&tree).map_err(|e| named(&tree, &e)),
            Some(_) => Ok(()),
        });
        begun.inspect_err(|e| taken.hindrance = Some((e.kind(), e.to_string())))
    }

    /// Everything up to the step from which on the change has happened, that step included.
    fn ready(&self, scope: &Scope) -> io::Result<Ready> {
        let taken = &mut *self.taken();
        if let Some(stranger) = taken.rows.iter().find(|row| !scope.covers(&row.path)) {
            return Err(refusal(format!("{} is outside the part of the tree that is written", stranger.path)));
        }
        taken.disjoint()?;
        let (files, written) = (taken.rows.len(), taken.put.len());
        let Some((before, sha256)) = &self.before else {
            self.begin_staging(taken)?;
            let tree = self.tree();
            (self.between)()?;
            let text = manifest::text(&mut taken.rows);
            synced(&tree.join(manifest::NAME), &text)?;
            (self.between)()?;
            // An empty folder of that name is replaced in the same step.
            fs::rename(&tree, &self.site.root).map_err(|e| named(&self.site.root, &e))?;
            let summary = Summary { written: files, ..Summary::default() };
            return Ok(Ready { tree: Tree::Fresh, summary, manifest: manifest::sha256(&text) });
        };
        let wanted: BTreeSet<&str> = taken.rows.iter().map(|row| row.path.as_str()).collect();
        let plan = Plan::of(&self.site.root, &wanted, &taken.over_folders, before, scope)?;
        let (remove, removed) = (plan.remove.iter().map(|path| (*path).to_owned()).collect(), plan.remove.len());
        for kept in before.files.iter().filter(|entry| !scope.covers(&entry.path)) {
            taken.rows.push(Row::spelt(kept)?);
        }
        taken.disjoint()?;
        let after = manifest::text(&mut taken.rows);
        let summary = Summary { written, removed, unchanged: files - written };
        let manifest = manifest::sha256(&after);
        if written + removed == 0 && manifest == *sha256 {
            return Ok(Ready { tree: Tree::Same, summary, manifest });
        }
        self.begin_staging(taken)?;
        journal::stand(&self.site, sha256.clone(), &after, remove, std::mem::take(&mut taken.put), self.between)?;
        Ok(Ready { tree: Tree::Changes, summary, manifest })
    }
}

/// What is known when nothing can be taken back any more.
struct Ready {
    tree: Tree,
    summary: Summary,
    /// SHA-256 of the manifest to come.
    manifest: String,
}

/// How a tree stands then.
enum Tree {
    /// As it was, and right.
    Same,
    /// As it was, with a journal beside it.
    Changes,
    /// Whole, for the first time.
    Fresh,
}

/// The manifest of the tree, and the SHA-256 of its text; `None` when there is no tree yet.
fn known(root: &Path) -> io::Result<Option<(Manifest, String)>> {
    let Some(kind) = kind(root)? else { return Ok(None) };
    if !kind.is_dir() {
        let what = if kind.is_symlink() { "a symbolic link" } else { "not a folder" };
        return Err(refusal(format!("{} is {what}: a build does not replace it", root.display())));
    }
    let bytes = read_if_there(&root.join(manifest::NAME))?;
    let manifest = bytes.as_deref().map(manifest::parse).transpose().map_err(|e| named(&root.join(manifest::NAME), &e))?;
    if let (Some(bytes), Some(manifest)) = (bytes, manifest.flatten()) {
        return Ok(Some((manifest, manifest::sha256(&bytes))));
    }
    if fs::read_dir(root).map_err(|e| named(root, &e))?.next().is_none() {
        return Ok(None);
    }
    Err(refusal(format!("{} holds files and no {} of a build: choose another folder", root.display(), manifest::NAME)))
}
