//! The promises of a build towards the disk, each broken on purpose once.

use super::journal::finish;
use super::lock::Lock;
use super::site::Between;
use super::site::Site;
use super::*;
use crate::emit::{File, Meta};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

pub(super) fn meta() -> Meta {
    Meta { kind: "k", owner: "root", group: "root", mode: 0o644, ..Meta::default() }
}

/// [`write()`], file by file, with something to do between any two steps.
fn write_with(root: &Path, files: &[File], scope: &Scope, between: Between) -> io::Result<Summary> {
    let writer = Writer::begin_with(root, between)?;
    match files.iter().try_for_each(|file| writer.take(std::slice::from_ref(file))) {
        Ok(()) => writer.finish(scope),
        Err(e) => {
            writer.abandon();
            Err(e)
        }
    }
}

fn files(list: &[(&str, &str)]) -> Vec<File> {
    list.iter().map(|(path, text)| File { path: (*path).into(), content: text.as_bytes().to_vec(), meta: meta() }).collect()
}

/// A folder of its own with a tree `build` in it, taken away at the end.
struct Place(PathBuf);
impl Place {
    fn new(name: &str) -> Place {
        // Tests run side by side, and one test may want several.
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let (process, count) = (std::process::id(), COUNT.fetch_add(1, Ordering::SeqCst));
        let path = std::env::temp_dir().join(format!("preau-output-{name}-{process}-{count}"));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Place(path)
    }
    fn root(&self) -> PathBuf {
        self.0.join("build")
    }
    fn write(&self, list: &[(&str, &str)]) -> Summary {
        write(&self.root(), &files(list), &Scope::All).unwrap()
    }
    /// Every file under the folder that holds the tree, with its text; empty folders end in `/`.
    fn everything(&self) -> BTreeMap<String, String> {
        fn walk(folder: &Path, prefix: &str, out: &mut BTreeMap<String, String>) {
            let entries: Vec<_> = fs::read_dir(folder).unwrap().map(Result::unwrap).collect();
            if entries.is_empty() {
                out.insert(prefix.into(), String::new());
            }
            for entry in entries {
                let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
                if entry.file_type().unwrap().is_dir() {
                    walk(&entry.path(), &format!("{name}/"), out);
                } else {
                    out.insert(name, fs::read_to_string(entry.path()).unwrap());
                }
            }
        }
        let mut out = BTreeMap::new();
        walk(&self.0, "", &mut out);
        out
    }
}
impl Drop for Place {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

const OLD: &[(&str, &str)] =
    &[("a/1.cfg", "one"), ("a/2.cfg", "two"), ("b/3.cfg", "three"), ("c", "file"), ("d/4/5.cfg", "five")];
/// Unchanged, changed, gone with its folder, a file that becomes a folder, a folder that becomes a file.
const NEW: &[(&str, &str)] = &[("a/1.cfg", "one"), ("a/2.cfg", "TWO"), ("c/6.cfg", "six"), ("d/4", "four"), ("e/7.cfg", "seven")];

fn tree_of(list: &[(&str, &str)]) -> BTreeMap<String, String> {
    let place = Place::new("model");
    place.write(list);
    place.everything()
}

#[test]
fn a_tree_holds_its_files_a_sorted_manifest_and_nothing_beside() {
    let place = Place::new("first");
    let summary = place.write(&[("b/2", "x"), ("a/1", "y")]);
    assert_eq!(summary, Summary { written: 2, removed: 0, unchanged: 0 });
    let all = place.everything();
    assert_eq!(all.keys().collect::<Vec<_>>(), ["build/a/1", "build/b/2", "build/manifest.json"]);
    let manifest = &all["build/manifest.json"];
    assert!(manifest.starts_with("{\"format\":\"preau-manifest/1\",\"files\":[\n{\"path\":\"a/1\""), "{manifest}");
}

#[test]
fn an_unchanged_build_touches_nothing() {
    let place = Place::new("unchanged");
    place.write(OLD);
    let marks = || -> Vec<_> {
        let paths = OLD.iter().map(|(path, _)| *path).chain(["manifest.json", "a", "."]);
        let meta = paths.map(|path| fs::metadata(place.root().join(path)).unwrap());
        meta.map(|m| (m.ino(), m.mtime(), m.mtime_nsec(), m.ctime_nsec())).collect()
    };
    let before = marks();
    assert_eq!(place.write(OLD), Summary { written: 0, removed: 0, unchanged: 5 });
    assert_eq!(marks(), before);
}

#[test]
fn a_change_writes_what_differs_and_removes_what_is_stale() {
    let place = Place::new("change");
    place.write(OLD);
    let kept = fs::metadata(place.root().join("a/1.cfg")).unwrap().ino();
    assert_eq!(place.write(NEW), Summary { written: 4, removed: 3, unchanged: 1 });
    assert_eq!(place.everything(), tree_of(NEW));
    assert_eq!(fs::metadata(place.root().join("a/1.cfg")).unwrap().ino(), kept);
}

#[test]
fn a_file_edited_by_hand_comes_back_and_one_put_there_by_hand_stays() {
    let place = Place::new("hand");
    place.write(OLD);
    fs::write(place.root().join("a/1.cfg"), "ONE").unwrap();
    fs::write(place.root().join("b/notes.txt"), "mine").unwrap();
    fs::remove_file(place.root().join("c")).unwrap();
    assert_eq!(place.write(OLD), Summary { written: 2, removed: 0, unchanged: 3 });
    assert_eq!(place.write(&[("a/1.cfg", "one")]).removed, 4);
    assert_eq!(place.everything().keys().collect::<Vec<_>>(), ["build/a/1.cfg", "build/b/notes.txt", "build/manifest.json"]);
}

#[test]
fn a_part_of_the_tree_leaves_the_rest_and_its_lines_of_the_manifest() {
    let place = Place::new("scope");
    place.write(OLD);
    let manifest = |all: &BTreeMap<String, String>| all["build/manifest.json"].lines().map(str::to_owned).collect::<Vec<_>>();
    let before = manifest(&place.everything());
    let scope = Scope::Only(vec!["a".into(), "d/4".into()]);
    let summary = write(&place.root(), &files(&[("a/1.cfg", "ONE")]), &scope).unwrap();
    assert_eq!(summary, Summary { written: 1, removed: 2, unchanged: 0 });
    let all = place.everything();
    assert_eq!(all.keys().collect::<Vec<_>>(), ["build/a/1.cfg", "build/b/3.cfg", "build/c", "build/manifest.json"]);
    assert_eq!(manifest(&all)[2..4], [before[3].clone(), before[4].trim_end_matches(',').to_owned()]);
    let error = write(&place.root(), &files(&[("b/3.cfg", "x")]), &scope).unwrap_err();
    assert!(error.to_string().contains("b/3.cfg"), "{error}");
    let all_but = Scope::Except(vec!["b".into()]);
    assert_eq!(write(&place.root(), &[], &all_but).unwrap().removed, 2);
    assert!(place.root().join("b/3.cfg").exists());
}

#[test]
fn a_name_covers_its_folder_and_no_longer_name() {
    let scope = Scope::Only(vec!["a/b".into()]);
    assert!(scope.covers("a/b") && scope.covers("a/b/c") && !scope.covers("a/bc") && !scope.covers("a"));
}

#[test]
fn a_folder_that_no_build_wrote_is_refused_untouched() {
    let place = Place::new("foreign");
    fs::create_dir_all(place.root()).unwrap();
    assert_eq!(place.write(&[("a", "x")]).written, 1, "an empty folder is nobody's");
    for manifest in [None, Some("{}"), Some("{\"format\":\"preau-manifest/9\",\"files\":[]}"), Some("")] {
        fs::remove_dir_all(place.root()).unwrap();
        fs::create_dir_all(place.root()).unwrap();
        fs::write(place.root().join("thesis.txt"), "years").unwrap();
        if let Some(text) = manifest {
            fs::write(place.root().join("manifest.json"), text).unwrap();
        }
        let before = place.everything();
        let error = write(&place.root(), &files(NEW), &Scope::All).unwrap_err().to_string();
        assert!(error.contains("choose another folder"), "{error}");
        assert_eq!(place.everything(), before);
    }
}

#[test]
fn a_link_or_a_strange_file_on_the_way_is_refused_untouched() {
    let place = Place::new("links");
    let outside = Place::new("links-outside");
    let refused = |wanted: &str| {
        let before = place.everything();
        let error = write(&place.root(), &files(NEW), &Scope::All).unwrap_err().to_string();
        assert!(error.contains(wanted), "{error}");
        assert_eq!(place.everything(), before);
    };
    place.write(OLD);
    fs::remove_file(place.root().join("a/2.cfg")).unwrap();
    symlink(outside.0.join("x"), place.root().join("a/2.cfg")).unwrap();
    let error = write(&place.root(), &files(NEW), &Scope::All).unwrap_err().to_string();
    assert!(error.contains("symbolic link"), "{error}");
    fs::remove_file(place.root().join("a/2.cfg")).unwrap();
    symlink(&outside.0, place.root().join("e")).unwrap();
    assert!(write(&place.root(), &files(NEW), &Scope::All).unwrap_err().to_string().contains("symbolic link"));
    assert!(outside.everything().keys().all(|name| name.is_empty()));
    fs::remove_file(place.root().join("e")).unwrap();
    fs::write(place.root().join("e"), "mine").unwrap();
    refused("e is in the way");
    fs::remove_file(place.root().join("e")).unwrap();
    fs::write(place.root().join("d/4/mine"), "mine").unwrap();
    refused("d/4/mine is in the way");
    fs::remove_file(place.root().join("d/4/mine")).unwrap();
    fs::rename(place.root(), place.0.join("elsewhere")).unwrap();
    symlink("elsewhere", place.root()).unwrap();
    assert!(write(&place.root(), &files(NEW), &Scope::All).unwrap_err().to_string().contains("symbolic link"));
}

#[test]
fn unsound_paths_are_refused_before_anything_is_made() {
    let place = Place::new("unsound");
    for path in ["../x", "/x", "a//b", "manifest.json"] {
        assert!(write(&place.root(), &files(&[(path, "x")]), &Scope::All).is_err(), "{path}");
    }
    assert!(place.everything().keys().all(|name| name.is_empty()));
}

#[test]
fn a_build_that_dies_at_any_step_leaves_the_old_tree_or_the_new_one_to_the_next() {
    let (old, new) = (tree_of(OLD), tree_of(NEW));
    let (mut undone, mut finished) = (0, 0);
    for fatal in 0.. {
        let place = Place::new("dies");
        place.write(OLD);
        let steps = AtomicUsize::new(0);
        let die = || if steps.fetch_add(1, Ordering::SeqCst) == fatal { panic!("killed on purpose") } else { Ok(()) };
        let died = catch_unwind(AssertUnwindSafe(|| write_with(&place.root(), &files(NEW), &Scope::All, &die))).is_err();
        if !died {
            assert!(undone > 4 && finished > 8, "{undone} {finished}");
            return;
        }
        let site = Site::of(&place.root()).unwrap();
        finish(&site, &|| Ok(())).unwrap();
        let after = place.everything();
        assert!(after == old || after == new, "step {fatal}: {after:#?}");
        if after == old {
            undone += 1
        } else {
            finished += 1
        }
        // And dying again while finishing changes nothing either: a whole build follows.
        place.write(NEW);
        assert_eq!(place.everything(), new);
    }
}

#[test]
fn a_finish_that_dies_at_any_step_is_finished_by_the_next() {
    let new = tree_of(NEW);
    let (mut journaled, mut rounds) = (0, 0);
    for first in 0.. {
        let place = Place::new("dies-twice");
        place.write(OLD);
        let run = |fatal: usize| {
            let steps = AtomicUsize::new(0);
            let die = || if steps.fetch_add(1, Ordering::SeqCst) == fatal { panic!("killed on purpose") } else { Ok(()) };
            catch_unwind(AssertUnwindSafe(|| write_with(&place.root(), &files(NEW), &Scope::All, &die))).is_err()
        };
        if !run(first) {
            assert!(journaled > 8 && rounds > 40, "{journaled} {rounds}");
            return;
        }
        journaled += usize::from(place.0.join(".build.next/journal").exists());
        for second in 0.. {
            rounds += 1;
            if !run(second) {
                break;
            }
        }
        assert_eq!(place.everything(), new, "step {first}");
    }
}

#[test]
fn a_first_build_that_dies_leaves_no_tree_or_the_whole_one() {
    for fatal in 0.. {
        let place = Place::new("dies-first");
        let steps = AtomicUsize::new(0);
        let die = || if steps.fetch_add(1, Ordering::SeqCst) == fatal { panic!("killed on purpose") } else { Ok(()) };
        let died = catch_unwind(AssertUnwindSafe(|| write_with(&place.root(), &files(NEW), &Scope::All, &die))).is_err();
        let whole = place.root().exists();
        assert!(whole || died);
        let (done, expected) = (place.write(NEW), if whole { 0 } else { NEW.len() });
        assert_eq!(done.written, expected, "step {fatal}: a tree that is there is the whole one");
        assert_eq!(place.everything(), tree_of(NEW));
        if !died {
            assert!(fatal > 5);
            return;
        }
    }
}

#[test]
fn a_disk_that_refuses_leaves_the_old_tree_or_a_change_that_the_next_build_finishes() {
    let (old, new) = (tree_of(OLD), tree_of(NEW));
    let mut before_the_journal = 0;
    for fatal in 0.. {
        let place = Place::new("disk");
        place.write(OLD);
        let steps = AtomicUsize::new(0);
        let full = || match steps.fetch_add(1, Ordering::SeqCst) {
            n if n == fatal => Err(io::Error::from(io::ErrorKind::StorageFull)),
            _ => Ok(()),
        };
        if write_with(&place.root(), &files(NEW), &Scope::All, &full).is_ok() {
            assert!(before_the_journal > 4);
            return;
        }
        if place.0.join(".build.next").exists() {
            place.write(OLD);
            place.write(NEW);
            assert_eq!(place.everything(), new);
        } else {
            assert_eq!(place.everything(), old, "step {fatal}");
            before_the_journal += 1;
        }
    }
}

#[test]
fn a_journal_for_a_tree_that_is_gone_or_another_is_forgotten() {
    let place = Place::new("gone");
    place.write(OLD);
    let die = || if place.0.join(".build.next/journal").exists() { panic!("killed on purpose") } else { Ok(()) };
    assert!(catch_unwind(AssertUnwindSafe(|| write_with(&place.root(), &files(NEW), &Scope::All, &die))).is_err());
    fs::remove_dir_all(place.root()).unwrap();
    finish(&Site::of(&place.root()).unwrap(), &|| Ok(())).unwrap();
    assert!(place.everything().keys().all(|name| name.is_empty()));
}

#[test]
fn a_staging_folder_of_somebody_else_is_not_removed() {
    let place = Place::new("next");
    fs::create_dir_all(place.0.join(".build.next")).unwrap();
    fs::write(place.0.join(".build.next/mine"), "mine").unwrap();
    let error = write(&place.root(), &files(NEW), &Scope::All).unwrap_err().to_string();
    assert!(error.contains(".build.next is in the way"), "{error}");
    assert_eq!(place.everything().keys().collect::<Vec<_>>(), [".build.next/mine"]);
}

#[test]
fn two_builds_at_once_are_one_too_many() {
    let place = Place::new("lock");
    let site = Site::of(&place.root()).unwrap();
    let held = Lock::take(&site.lock).unwrap();
    let error = write(&place.root(), &files(NEW), &Scope::All).unwrap_err().to_string();
    assert!(error.contains("another build is at work"), "{error}");
    drop(held);
    fs::write(&site.lock, "of a killed build").unwrap();
    place.write(NEW);
    assert_eq!(place.everything(), tree_of(NEW));
}

#[test]
fn a_file_that_holds_a_secret_is_for_its_owner_alone() {
    let place = Place::new("secret");
    let mut list = files(OLD);
    list[0].meta.secret = true;
    let mode = || fs::metadata(place.root().join("a/1.cfg")).unwrap().permissions().mode() & 0o777;
    write(&place.root(), &list, &Scope::All).unwrap();
    assert_eq!(mode(), 0o600);
    fs::set_permissions(place.root().join("a/1.cfg"), fs::Permissions::from_mode(0o644)).unwrap();
    assert_eq!(write(&place.root(), &list, &Scope::All).unwrap().written, 1);
    assert_eq!(mode(), 0o600);
}

#[test]
fn an_output_without_a_name_is_refused_and_a_deep_one_is_made() {
    for path in ["/", ".", "..", "a/.."] {
        assert!(write(Path::new(path), &[], &Scope::All).is_err(), "{path}");
    }
    let place = Place::new("deep");
    write(&place.0.join("x/y/build"), &files(&[("a", "b")]), &Scope::All).unwrap();
    assert_eq!(place.everything().keys().collect::<Vec<_>>(), ["x/y/build/a", "x/y/build/manifest.json"]);
}

/// A build that took some files.
fn begun(root: &Path, files: &[File]) -> Writer<'static> {
    let writer = Writer::begin(root).unwrap();
    writer.take(files).unwrap();
    writer
}

#[test]
fn what_is_added_and_abandoned_leaves_the_tree_as_it_was_and_nothing_beside() {
    let place = Place::new("abandoned");
    place.write(OLD);
    let before = place.everything();
    begun(&place.root(), &files(NEW)).abandon();
    assert_eq!(place.everything(), before);
    let deep = place.0.join("x/y/build");
    begun(&deep, &files(NEW)).abandon();
    assert_eq!(place.everything(), before, "the folders that were made for it are gone too");
}

#[test]
fn two_portions_that_want_one_place_are_refused_untouched() {
    for there in [&[] as &[(&str, &str)], OLD] {
        for clash in ["n/1", "n", "n/1/2"] {
            let place = Place::new("clash");
            if !there.is_empty() {
                place.write(there);
            }
            let before = place.everything();
            let writer = begun(&place.root(), &files(&[("n/1", "x")]));
            let error = match writer.take(&files(&[(clash, "y")])) {
                Ok(()) => writer.finish(&Scope::All).unwrap_err(),
                Err(error) => {
                    writer.abandon();
                    error
                }
            };
            assert!(error.to_string().contains("want the path") || error.to_string().contains("a file and a folder"), "{error}");
            assert_eq!(place.everything(), before, "{clash}");
        }
    }
}

#[test]
fn files_that_many_threads_give_at_once_are_all_there_and_the_manifest_is_the_same() {
    let path = |nth: usize| format!("{}/{}/{nth}", nth % 7, nth % 13);
    let file = |nth: usize| File { path: path(nth), content: nth.to_string().into_bytes(), meta: meta() };
    let all: Vec<File> = (0..400).map(file).collect();
    for there in [&[] as &[(&str, &str)], OLD] {
        let (alone, together) = (Place::new("alone"), Place::new("together"));
        for place in [&alone, &together] {
            if !there.is_empty() {
                place.write(there);
            }
        }
        write(&alone.root(), &all, &Scope::All).unwrap();
        let writer = Writer::begin(&together.root()).unwrap();
        all.par_chunks(3).for_each(|some| writer.take(some).unwrap());
        assert_eq!(writer.finish(&Scope::All).unwrap().written, all.len());
        assert_eq!(together.everything(), alone.everything());
    }
}

#[test]
fn what_hinders_the_first_of_many_threads_is_told_by_every_other() {
    for there in [&[] as &[(&str, &str)], OLD] {
        let place = Place::new("hindered");
        if !there.is_empty() {
            place.write(there);
        }
        let writer = Writer::begin(&place.root()).unwrap();
        fs::create_dir(place.root().with_file_name(".build.next")).unwrap();
        for file in ["n/1", "n/2"] {
            let error = writer.take(&files(&[(file, "x")])).unwrap_err().to_string();
            assert!(error.contains(".build.next") && !error.contains("n/"), "{error}");
        }
        writer.abandon();
    }
}

#[test]
fn what_a_build_left_of_its_notes_when_it_was_killed_is_taken_away_by_the_next() {
    let place = Place::new("draft");
    let draft = place.root().with_file_name(".build.last-draft");
    fs::write(&draft, "{").unwrap();
    Writer::begin(&place.root()).unwrap().abandon();
    assert!(!draft.exists());
}

#[test]
fn a_tree_stands_only_while_every_file_of_it_is_what_the_build_wrote() {
    let build = |place: &Place, text: &str| {
        let inputs = Inputs::of(std::iter::once(text.as_bytes())).unwrap();
        let mut list = files(OLD);
        list[0].meta.secret = true;
        begun(&place.root(), &list).keeping(inputs, Said::default()).finish(&Scope::All).unwrap();
    };
    let stands = |place: &Place, text: &str| {
        let last = Last::of(&place.root(), &Inputs::of(std::iter::once(text.as_bytes())).unwrap())?;
        let writer = Writer::begin(&place.root()).unwrap();
        let stands = writer.stands(&last);
        writer.abandon();
        stands
    };
    type Change = fn(&Path);
    let changes: &[Change] = &[
        |root| fs::write(root.join("a/2.cfg"), "twa").unwrap(),
        |root| fs::write(root.join("a/2.cfg"), "two ").unwrap(),
        |root| fs::remove_file(root.join("a/2.cfg")).unwrap(),
        |root| fs::set_permissions(root.join("a/1.cfg"), fs::Permissions::from_mode(0o644)).unwrap(),
        |root| {
            fs::rename(root.join("b"), root.join("z")).unwrap();
            symlink("z", root.join("b")).unwrap();
        },
        |root| {
            fs::rename(root.join("c"), root.join("z")).unwrap();
            symlink("z", root.join("c")).unwrap();
        },
        |root| {
            let text = fs::read_to_string(root.join("manifest.json")).unwrap();
            fs::write(root.join("manifest.json"), text.replace("0644", "0600")).unwrap();
        },
        |root| fs::write(root.with_file_name(".build.last"), "{").unwrap(),
        |root| fs::remove_file(root.with_file_name(".build.last")).unwrap(),
    ];
    for change in changes {
        let place = Place::new("stands");
        build(&place, "x");
        assert_eq!(stands(&place, "x"), Some(Summary { unchanged: OLD.len(), ..Summary::default() }));
        assert_eq!(stands(&place, "y"), None);
        fs::write(place.root().join("a/notes.txt"), "mine").unwrap();
        assert!(stands(&place, "x").is_some(), "what no build wrote is not looked at");
        change(&place.root());
        assert_eq!(stands(&place, "x"), None);
    }
}

#[test]
fn inputs_are_told_apart_by_where_one_ends_and_by_their_order() {
    let inputs = |parts: &[&str]| Inputs::of(parts.iter().map(|part| part.as_bytes())).unwrap();
    assert_eq!(inputs(&["a", "bc"]), inputs(&["a", "bc"]));
    for other in [&["ab", "c"][..], &["bc", "a"], &["a", "bc", ""], &["a"]] {
        assert_ne!(inputs(&["a", "bc"]), inputs(other));
    }
}
