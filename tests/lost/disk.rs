//! Disks that refuse: full ones, and those that may only be read.

use super::place::{EDITED, Place, STEADY, Version, agrees_with_its_manifest, copy, err, models, tree};
use std::fs;
use std::io::Write;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Output};

/// In a mount namespace of its own: a disk in memory, perhaps a tree on it, then a build while nothing or little can be
/// written, then one that can. What a reader finds after each is copied to `seen`.
///
/// `$1` the program, `$2` `first` or `later`, `$3` KiB left free or `ro`.
const SCRIPT: &str = r#"
set -eu
mkdir disk seen
mount -t tmpfs -o size=16m none disk
if [ "$2" = later ]; then "$1" build schools -o disk/build >seen/log 2>&1; fi
if [ "$3" = ro ]; then
    mount -o remount,ro disk
else
    head -c 64M /dev/zero >disk/filler 2>/dev/null || true
    truncate -s "-$3K" disk/filler
fi
code=0
"$1" build edited -o disk/build >seen/stdout 2>seen/stderr || code=$?
if [ "$3" = ro ]; then mount -o remount,rw disk; else rm disk/filler; fi
cp -a disk seen/refused
"$1" build edited -o disk/build >seen/log 2>&1
cp -a disk seen/after
echo "$code"
"#;

/// Whether disks can be mounted here; where they cannot, says so past the test's own capture.
fn can_mount() -> bool {
    let tried = Command::new("unshare").args(["--mount", "mount", "-t", "tmpfs", "none", "/mnt"]).output();
    let can = tried.as_ref().is_ok_and(|output| output.status.success());
    if !can {
        let required = ["CI", "PREAU_REQUIRE_CHECKERS"].iter().any(|name| std::env::var_os(name).is_some_and(|v| !v.is_empty()));
        assert!(!required, "a full disk needs a mount namespace of its own, so root: {tried:?}");
        let _ = writeln!(std::io::stderr(), "NOT RUN: a full disk and a read-only one: no mount namespace ({tried:?})");
    }
    can
}

/// A place with the old region in `schools` and the new one in `edited`, in which the script ran.
fn disturbed(stage: &str, room: &str) -> (Place, String) {
    let place = Place::new("disk");
    place.turn(Version::New);
    copy(&place.path().join("schools"), &place.path().join("edited"));
    place.turn(Version::Old);
    let mut command = Command::new("unshare");
    command.args(["--mount", "bash", "-c", SCRIPT, "script", env!("CARGO_BIN_EXE_preau"), stage, room]);
    let output = command.current_dir(place.path()).output().unwrap();
    assert!(output.status.success(), "{stage} {room}: {}", err(&output));
    assert_eq!(output.stdout, b"2\n", "{stage} {room}");
    let told = fs::read_to_string(place.path().join("seen/stderr")).unwrap();
    let last = told.lines().last().unwrap_or_default().to_owned();
    assert!(last.starts_with("error: disk/"), "{stage} {room}: {last}");
    assert_eq!(fs::read(place.path().join("seen/stdout")).unwrap(), b"");
    (place, last)
}

/// What lies in a folder, but for what a build that went well keeps for the next.
fn names(folder: &Path) -> Vec<String> {
    let names = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter(|name| name != ".build.last").collect()
}

#[test]
fn a_disk_that_is_full_or_read_only_is_named_and_leaves_the_former_tree() {
    if !can_mount() {
        return;
    }
    let (old, new) = models();
    let rooms =
        [("later", "0"), ("later", "8"), ("later", "100"), ("later", "ro"), ("first", "0"), ("first", "300"), ("first", "ro")];
    for (stage, room) in rooms {
        let (place, last) = disturbed(stage, room);
        let why = if room == "ro" { "Read-only file system" } else { "No space left on device" };
        assert!(last.contains(why), "{stage} {room}: {last}");
        let seen = place.path().join("seen");
        // Nothing staged is left either: the room it took is free again.
        let left = names(&seen.join("refused"));
        match stage {
            "first" => assert_eq!(left, [""; 0], "{room}"),
            _ => {
                assert_eq!(left, ["build"], "{room}");
                assert!(tree(&seen.join("refused/build")) == old, "{room}");
            }
        }
        assert_eq!(names(&seen.join("after")), ["build"], "{stage} {room}");
        assert!(tree(&seen.join("after/build")) == new, "{stage} {room}");
    }
}

/// The program as somebody whom rights bind: root would pass them all.
fn bound(place: &Place, args: &[&str]) -> Output {
    let program = place.path().join("preau");
    if !program.exists() {
        fs::copy(env!("CARGO_BIN_EXE_preau"), &program).unwrap();
    }
    let mut command = Command::new(program);
    command.arg("build").args(["-o", "out/build"]).args(args).current_dir(place.path());
    if is_root(place) {
        give(&place.path().join("out"));
        command.uid(NOBODY).gid(NOBODY);
    }
    command.output().unwrap()
}

const NOBODY: u32 = 65_534;

fn is_root(place: &Place) -> bool {
    fs::metadata(place.path()).unwrap().uid() == 0
}

fn give(path: &Path) {
    chown(path, Some(NOBODY), Some(NOBODY)).unwrap();
    if path.is_dir() {
        fs::read_dir(path).unwrap().for_each(|entry| give(&entry.unwrap().path()));
    }
}

fn rights(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

/// A place with the old tree, whose region says the new one, in which one path has lost its rights; then a build of it.
fn barred(path: &str, mode: u32) -> (Place, String) {
    let place = Place::new("rights");
    let output = bound(&place, &[]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    place.turn(Version::New);
    let barred = place.path().join(path);
    let former = fs::metadata(&barred).unwrap().permissions().mode();
    rights(&barred, mode);
    let output = bound(&place, &[]);
    rights(&barred, former);
    let told = err(&output);
    assert_eq!((output.status.code(), output.stdout.as_slice()), (Some(2), &b""[..]), "{told}");
    let last = told.lines().last().unwrap_or_default().to_owned();
    assert!(last.starts_with("error: out/") && last.contains("Permission denied"), "{last}");
    (place, last)
}

#[test]
fn a_folder_that_may_not_be_written_is_named_and_the_tree_stays() {
    let (old, new) = models();
    let (place, last) = barred("out", 0o555);
    assert!(last.contains("out/.build.lock"), "{last}");
    assert!(place.tree() == old);
    place.is_tidy();
    assert_eq!(bound(&place, &[]).status.code(), Some(0));
    assert!(place.tree() == new);
}

#[test]
fn a_file_that_may_not_be_read_is_named_and_the_tree_stays() {
    // Another length would tell without reading that it must be replaced; this file is the same in both versions.
    let (place, last) = barred(&format!("out/build/{STEADY}/actions.csv"), 0);
    assert!(last.contains("/actions.csv"), "{last}");
    assert!(place.tree() == models().0);
    place.is_tidy();
}

#[test]
fn a_part_of_the_tree_that_may_not_be_written_is_named_and_the_next_build_finishes() {
    let (old, new) = models();
    let (place, last) = barred(&format!("out/build/{EDITED}/switches"), 0o555);
    assert!(last.contains("/switches/") && last.ends_with("the change had begun, and the next build finishes it"), "{last}");
    for (path, content) in place.tree() {
        assert!(old.get(&path) == Some(&content) || new.get(&path) == Some(&content), "{path} is of no version");
    }
    place.recover();
    assert!(place.tree() == new);
    agrees_with_its_manifest(&place.tree());
    place.is_tidy();
}
