//! What stands in a build's way: links, strangers' files and folders.

use super::place::{EDITED, Place, Tree, Version, err, models, tree};
use std::fs;
use std::os::unix::fs::symlink;
use std::path::PathBuf;

/// A place with the old tree, whose region says the new one.
fn edited(name: &str) -> Place {
    let place = Place::new(name);
    place.build();
    place.turn(Version::New);
    place
}

/// A folder of somebody else, with a file in it.
fn foreign(place: &Place) -> PathBuf {
    let folder = place.path().join("home/elsewhere");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("mine.cfg"), "mine").unwrap();
    folder
}

/// A build that must be refused, name what is in the way, and touch nothing; then its way is cleared and it goes well.
fn refused(place: &Place, word: &str, clear: impl FnOnce()) {
    let (around, before) = (place.around(), fs::symlink_metadata(place.root()).is_ok_and(|m| m.is_dir()).then(|| place.tree()));
    let output = place.build_with(&[]);
    let told = err(&output);
    assert_eq!((output.status.code(), output.stdout.as_slice()), (Some(2), &b""[..]), "{told}");
    assert!(told.lines().last().is_some_and(|line| line.starts_with("error: ") && line.contains(word)), "{told}");
    assert_eq!(place.around(), around);
    if let Some(before) = before {
        assert!(place.tree() == before, "a refused build touched the tree");
    }
    clear();
    place.build();
}

fn new() -> Tree {
    models().1
}

#[test]
fn a_link_in_place_of_a_file_is_not_written_through() {
    let place = edited("link-file");
    let (target, here) = (foreign(&place).join("mine.cfg"), place.root().join(EDITED).join("switches/sw151.cfg"));
    fs::remove_file(&here).unwrap();
    symlink(&target, &here).unwrap();
    refused(&place, "sw151.cfg is a symbolic link", || fs::remove_file(&here).unwrap());
    assert_eq!((place.tree(), fs::read_to_string(target).unwrap().as_str()), (new(), "mine"));
}

#[test]
fn a_link_in_place_of_a_folder_is_not_written_through() {
    let place = edited("link-folder");
    let (target, here) = (foreign(&place), place.root().join(EDITED).join("switches"));
    fs::remove_dir_all(&here).unwrap();
    symlink(&target, &here).unwrap();
    refused(&place, "switches is a symbolic link", || fs::remove_file(&here).unwrap());
    assert_eq!((place.tree(), fs::read_dir(target).unwrap().count()), (new(), 1));
}

#[test]
fn a_link_in_place_of_the_tree_is_not_followed() {
    let place = edited("link-tree");
    let kept = place.path().join("home/kept");
    fs::rename(place.root(), &kept).unwrap();
    symlink(&kept, place.root()).unwrap();
    let before = tree(&kept);
    refused(&place, "out/build is a symbolic link", || fs::remove_file(place.root()).unwrap());
    assert!(place.tree() == new() && tree(&kept) == before);
}

#[test]
fn a_link_in_place_of_the_manifest_is_replaced_and_not_written_through() {
    let place = edited("link-manifest");
    let (kept, here) = (place.path().join("home/manifest.json"), place.root().join("manifest.json"));
    fs::rename(&here, &kept).unwrap();
    symlink(&kept, &here).unwrap();
    let around = place.around();
    place.build();
    assert!(place.tree() == new() && fs::symlink_metadata(&here).unwrap().is_file());
    assert_eq!(place.around(), around);
}

#[test]
fn links_and_strangers_in_place_of_a_builds_own_files_are_left_alone() {
    for make in ["link", "link to nothing", "folder"] {
        for (name, is_staging) in [(".build.lock", false), (".build.next", true)] {
            let place = edited("link-own");
            let (target, here) = (foreign(&place), place.path().join("out").join(name));
            match make {
                "link" => symlink(&target, &here).unwrap(),
                "link to nothing" => symlink(target.join("absent"), &here).unwrap(),
                _ => {
                    fs::create_dir(&here).unwrap();
                    fs::write(here.join("mine"), "mine").unwrap();
                }
            }
            let held = || (fs::symlink_metadata(&here).unwrap().file_type(), fs::read_dir(&here).map(Iterator::count).ok());
            let before = held();
            refused(&place, &format!("{name} is in the way and no build made it"), || {
                assert_eq!(held(), before, "{make} {is_staging}");
                let _ = fs::remove_file(&here).or_else(|_| fs::remove_dir_all(&here));
            });
            assert!(fs::read_dir(target).unwrap().count() == 1 && place.tree() == new());
        }
    }
}

#[test]
fn a_strangers_file_and_folder_where_a_path_must_go_are_refused() {
    let place = edited("stranger");
    // The switch that only the new version has.
    let here = place.root().join(EDITED).join("switches/sw153.cfg");
    fs::create_dir(&here).unwrap();
    fs::write(here.join("mine"), "mine").unwrap();
    refused(&place, "sw153.cfg/mine is in the way and no build made it", || fs::remove_dir_all(&here).unwrap());
    assert_eq!(place.tree(), new());
    // A folder that the tree needs is a file.
    place.turn(Version::Old);
    let here = place.root().join("0189902R");
    fs::write(&here, "mine").unwrap();
    refused(&place, "0189902R is in the way and no build made it", || fs::remove_file(&here).unwrap());
    assert_eq!(place.tree(), models().0);
}

#[test]
fn a_folder_that_no_build_wrote_is_refused_untouched() {
    for manifest in [None, Some("{\"name\":\"an extension of a browser\"}"), Some("")] {
        let place = Place::new("foreign");
        fs::create_dir_all(place.root().join("site")).unwrap();
        fs::write(place.root().join("site/index.html"), "years").unwrap();
        if let Some(text) = manifest {
            fs::write(place.root().join("manifest.json"), text).unwrap();
        }
        refused(&place, "choose another folder", || fs::remove_dir_all(place.root()).unwrap());
    }
    let file = Place::new("foreign-file");
    fs::write(file.root(), "mine").unwrap();
    refused(&file, "out/build is not a folder", || fs::remove_file(file.root()).unwrap());
}

#[test]
fn what_a_stranger_put_into_the_tree_outlives_every_build() {
    let place = edited("guest");
    fs::write(place.root().join(EDITED).join("notes.txt"), "mine").unwrap();
    fs::write(place.root().join("0189902R/notes.txt"), "mine").unwrap();
    place.build();
    let mut tree = place.tree();
    for path in ["0189903S/notes.txt", "0189902R/notes.txt"] {
        assert_eq!(tree.remove(path).as_deref(), Some(&b"mine"[..]), "{path}");
    }
    assert_eq!(tree, new());
}
