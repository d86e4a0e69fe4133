//! A build of what was built before: it may save its time and nothing else. Whatever is edited in between, on either side, tree,
//! words and exit code are those of a build that knows of no other.

use super::place::{EDITED_FILE, Place, STEADY, STEADY_FILE, Version, copy};
use std::fs;
use std::os::unix::fs::{MetadataExt, symlink};
use std::process::Output;

/// Something that happens between two builds, by its name.
type Event = (&'static str, fn(&Place));

const EVENTS: &[Event] = &[
    ("nothing", |_| {}),
    ("a comment", |place| append(place, STEADY_FILE, "// une remarque\n")),
    ("a school is edited", |place| place.edit(STEADY_FILE, &[("name=\"", "name=\"Nouveau ")])),
    ("a station is gone", |place| shorten(place, "18/0189901P-postes.csv")),
    ("a profile is edited", |place| append(place, "profiles/commun.kdl", "// une remarque\n")),
    ("a school is gone and another edited", |place| place.turn(Version::New)),
    ("a file of the tree is edited to the same length", |place| {
        let path = place.root().join(STEADY).join("state.json");
        let text = fs::read_to_string(&path).unwrap();
        fs::write(&path, text.replacen('a', "b", 1)).unwrap();
    }),
    ("a file of the tree is a link", |place| {
        let path = place.root().join(STEADY).join("state.json");
        fs::rename(&path, place.path().join("scratch/state.json")).unwrap();
        symlink(place.path().join("scratch/state.json"), &path).unwrap();
    }),
    ("the link is gone", |place| fs::remove_file(place.root().join(STEADY).join("state.json")).unwrap()),
    ("a part is built", |place| {
        append(place, EDITED_FILE, "// une remarque\n");
        assert_eq!(place.build_with(&["--school", STEADY]).status.code(), Some(0));
    }),
    ("the manifest is edited", |place| {
        let path = place.root().join("manifest.json");
        let text = fs::read_to_string(&path).unwrap();
        fs::write(&path, text.replacen("\"owner\":\"root\"", "\"owner\":\"toor\"", 1)).unwrap();
    }),
    ("what is kept is torn", |place| {
        let text = fs::read(place.last()).unwrap();
        fs::write(place.last(), &text[..text.len() / 2]).unwrap();
    }),
    ("the tree is gone", |place| fs::remove_dir_all(place.root()).unwrap()),
    ("a model is no model", |place| place.edit(STEADY_FILE, &[("model=aruba-6100-24g-poe", "model=no-such-model")])),
    ("it is one again", |place| place.edit(STEADY_FILE, &[("model=no-such-model", "model=aruba-6100-24g-poe")])),
    ("a file is no text", |place| fs::write(place.school("18/latin.kdl"), b"// \xe9").unwrap()),
];

fn append(place: &Place, file: &str, text: &str) {
    let before = fs::read_to_string(place.school(file)).unwrap();
    fs::write(place.school(file), before + text).unwrap();
}

/// Takes the last line away from a file, if it is there.
fn shorten(place: &Place, file: &str) {
    if let Ok(text) = fs::read_to_string(place.school(file)) {
        fs::write(place.school(file), &text[..text.trim_end().rfind('\n').unwrap_or(0) + 1]).unwrap();
    }
}

/// What a build says, but for its counts.
fn said(output: &Output) -> (Option<i32>, String, Vec<String>) {
    let lines = |bytes: &[u8]| String::from_utf8_lossy(bytes).lines().map(str::to_owned).collect::<Vec<_>>();
    let told = lines(&output.stdout).into_iter().filter(|line| !line.starts_with("out/build: ")).collect();
    (output.status.code(), lines(&output.stderr).join("\n"), told)
}

#[test]
fn whatever_happens_between_two_builds_the_second_is_as_if_there_were_no_first() {
    let place = Place::new("again");
    place.build();
    for (what, event) in EVENTS {
        event(&place);
        let fresh = Place::new("again-fresh");
        fs::remove_dir_all(fresh.path().join("schools")).unwrap();
        copy(&place.path().join("schools"), &fresh.path().join("schools"));
        let wanted = fresh.build_with(&[]);
        // A link in the tree is refused, and what is refused is told instead.
        let first = place.build_with(&[]);
        if *what == "a file of the tree is a link" {
            assert_eq!(first.status.code(), Some(2), "{what}");
            continue;
        }
        let second = place.build_with(&[]);
        for built in [&first, &second] {
            assert_eq!(said(built), said(&wanted), "{what}");
        }
        if wanted.status.code() == Some(0) {
            assert_eq!(place.tree(), fresh.tree(), "{what}");
            assert!(String::from_utf8_lossy(&second.stdout).starts_with("out/build: 0 written, 0 removed, "), "{what}");
        }
        place.is_tidy();
    }
}

#[test]
fn a_build_of_the_same_inputs_reads_the_tree_and_writes_nothing() {
    let place = Place::new("again-same");
    place.build();
    let marks = |path: &std::path::Path| {
        let meta = fs::metadata(path).unwrap();
        (meta.ino(), meta.mtime_nsec(), meta.ctime_nsec())
    };
    let (kept, manifest) = (marks(&place.last()), marks(&place.root().join("manifest.json")));
    place.build();
    // A whole build would have kept what it is made of anew.
    assert_eq!((marks(&place.last()), marks(&place.root().join("manifest.json"))), (kept, manifest));
    append(&place, STEADY_FILE, "// une remarque\n");
    place.build();
    assert_ne!(marks(&place.last()), kept);
}

#[test]
fn what_is_kept_is_not_written_through_a_link() {
    let place = Place::new("again-link");
    fs::write(place.path().join("scratch/thesis.txt"), "years").unwrap();
    fs::create_dir_all(place.path().join("out")).unwrap();
    symlink(place.path().join("scratch/thesis.txt"), place.last()).unwrap();
    place.build();
    assert_eq!(fs::read_to_string(place.path().join("scratch/thesis.txt")).unwrap(), "years");
    assert!(!place.last().is_symlink());
}
