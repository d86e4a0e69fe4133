//! The one entry: refuses what is not ours, then makes a fresh tree or changes the one that is there.

use super::journal::{self, create, read_if_there, synced};
use super::lock::Lock;
use super::manifest::{self, Entry, Manifest};
use super::path::{self, refusal};
use super::plan::Plan;
use super::site::{Between, Site, kind, named};
use super::{Scope, Summary};
use crate::emit::File;
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;

/// Writes the files that are all of `scope` into the tree at `root`, with `manifest.json`, and removes what is stale there.
///
/// Files that hold the right bytes are not touched. Only a tree that an earlier build wrote is ever changed.
///
/// # Errors
/// When the folder is not one of ours, a path is not sound, another build is at work, or the disk refuses. The text names the
/// file. The tree is then as it was; or, once its change had begun to be moved, the next build finishes it.
pub fn write(root: &Path, files: &[File], scope: &Scope) -> io::Result<Summary> {
    write_with(root, files, scope, &|| Ok(()))
}

/// [`write()`], with something to do between any two steps.
pub(super) fn write_with(root: &Path, files: &[File], scope: &Scope, between: Between) -> io::Result<Summary> {
    path::disjoint(files.iter().map(|file| file.path.as_str()))?;
    for file in files {
        path::sound(&file.path)?;
        if !scope.covers(&file.path) {
            return Err(refusal(format!("{} is outside the part of the tree that is written", file.path)));
        }
    }
    let mut sorted: Vec<&File> = files.iter().collect();
    sorted.sort_by(|a, b| a.path.cmp(&b.path));
    let site = Site::of(root)?;
    let _lock = Lock::take(&site.lock)?;
    journal::finish(&site, between)?;
    let entries: Vec<Entry> = sorted.par_iter().map(|file| Entry::of(file)).collect();
    match known(&site.root)? {
        None => {
            fresh(&site, &sorted, entries, between).inspect_err(|_| forget(&site))?;
            site.unstage(between)?;
            Ok(Summary { written: files.len(), ..Summary::default() })
        }
        Some((before, bytes)) => change(&site, &sorted, entries, scope, (&before, &bytes), between),
    }
}

/// The manifest of the tree, and its text; `None` when there is no tree yet.
fn known(root: &Path) -> io::Result<Option<(Manifest, Vec<u8>)>> {
    let Some(kind) = kind(root)? else { return Ok(None) };
    if !kind.is_dir() {
        let what = if kind.is_symlink() { "a symbolic link" } else { "not a folder" };
        return Err(refusal(format!("{} is {what}: a build does not replace it", root.display())));
    }
    let bytes = read_if_there(&root.join(manifest::NAME))?;
    let manifest = bytes.as_deref().map(manifest::parse).transpose().map_err(|e| named(&root.join(manifest::NAME), &e))?;
    if let (Some(bytes), Some(manifest)) = (bytes, manifest.flatten()) {
        return Ok(Some((manifest, bytes)));
    }
    if fs::read_dir(root).map_err(|e| named(root, &e))?.next().is_none() {
        return Ok(None);
    }
    Err(refusal(format!("{} holds files and no {} of a build: choose another folder", root.display(), manifest::NAME)))
}

/// The first build: a whole tree beside, renamed once.
fn fresh(site: &Site, files: &[&File], entries: Vec<Entry>, between: Between) -> io::Result<()> {
    site.stage()?;
    let tree = site.staging.join("tree");
    let folders: BTreeSet<&str> = files.iter().flat_map(|file| path::folders(&file.path)).collect();
    for folder in std::iter::once("").chain(folders) {
        let folder = tree.join(folder);
        fs::create_dir(&folder).map_err(|e| named(&folder, &e))?;
    }
    files.par_iter().try_for_each(|file| {
        between()?;
        create(&tree.join(&file.path), file)
    })?;
    between()?;
    synced(&tree.join(manifest::NAME), &manifest::text(entries)?)?;
    between()?;
    // An empty folder of that name is replaced in the same step.
    fs::rename(&tree, &site.root).map_err(|e| named(&site.root, &e))
}

/// A later build: what differs is staged and moved.
fn change(
    site: &Site,
    files: &[&File],
    mut entries: Vec<Entry>,
    scope: &Scope,
    (before, bytes): (&Manifest, &[u8]),
    between: Between,
) -> io::Result<Summary> {
    let plan = Plan::of(&site.root, files, before, scope)?;
    entries.extend(before.files.iter().filter(|entry| !scope.covers(&entry.path)).cloned());
    path::disjoint(entries.iter().map(|entry| entry.path.as_str()))?;
    let after = manifest::text(entries)?;
    let (written, removed) = (plan.put.len(), plan.remove.len());
    if written + removed > 0 || after != bytes {
        journal::stage(site, &plan, bytes, &after, between).inspect_err(|_| forget(site))?;
        journal::finish(site, between)?;
    }
    Ok(Summary { written, removed, unchanged: files.len() - written })
}

/// Frees the room that a failed attempt took; the failure itself is what the user must hear.
fn forget(site: &Site) {
    let _ = site.unstage(&|| Ok(()));
}
