//! `--school`, `--target` and `--keep-going`: what a build of a part leaves alone.

use super::place::{
    EDITED, EDITED_FILE, GONE, Place, STEADY, STEADY_FILE, Tree, Version, agrees_with_its_manifest, err, last, models,
};

/// The part of a tree below a folder.
fn below<'t>(tree: &'t Tree, folder: &str) -> Vec<(&'t String, &'t Vec<u8>)> {
    tree.iter().filter(|(path, _)| path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))).collect()
}

#[test]
fn a_build_of_one_school_writes_its_folder_and_the_merged_lists() {
    let ((old, new), place) = (models(), Place::new("school"));
    place.build();
    // Two schools changed: the edited one, and the one that went away.
    place.turn(Version::New);
    let output = place.build_with(&["--school", EDITED]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    let tree = place.tree();
    agrees_with_its_manifest(&tree);
    assert_eq!(below(&tree, EDITED), below(&new, EDITED));
    assert_eq!(below(&tree, "region"), below(&new, "region"), "the lists are the merge of what the manifests say now");
    assert_eq!((below(&tree, GONE), below(&tree, STEADY)), (below(&old, GONE), below(&old, STEADY)));
    place.build();
    assert_eq!(place.tree(), new);
}

#[test]
fn a_build_of_one_target_writes_its_files_alone() {
    let ((old, new), place) = (models(), Place::new("target"));
    place.build();
    place.turn(Version::New);
    let output = place.build_with(&["--target", "switches"]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    let tree = place.tree();
    agrees_with_its_manifest(&tree);
    let switches = format!("{EDITED}/switches");
    assert_eq!(below(&tree, &switches), below(&new, &switches));
    for (path, content) in &old {
        let is_other = path != "manifest.json" && !path.contains("/switches/");
        assert!(!is_other || tree.get(path) == Some(content), "{path} is no switch's");
    }
    // Of a school that no manifest names any more, only a build of everything knows that it is gone.
    assert!(!below(&tree, GONE).is_empty());

    let output = place.build_with(&["--school", EDITED, "--target", "state"]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    let after = place.tree();
    agrees_with_its_manifest(&after);
    let state = format!("{EDITED}/state.json");
    assert_eq!(after[&state], new[&state]);
    let changed = super::place::differing(&tree, &after);
    assert_eq!(changed, [state.as_str(), "manifest.json"]);
}

/// An error in one school, a change in another.
fn broken(place: &Place) {
    place.turn(Version::New);
    place.edit(STEADY_FILE, &[("model=aruba-6100-24g-poe", "model=no-such-model")]);
}

#[test]
fn an_error_in_a_school_that_is_asked_for_writes_nothing() {
    let (old, _) = models();
    let place = Place::new("refused");
    place.build();
    broken(&place);
    for args in [&[][..], &["--school", STEADY], &["--school", STEADY, "--school", EDITED], &["--target", "switches"]] {
        let output = place.build_with(args);
        assert_eq!(output.status.code(), Some(1), "{args:?}");
        assert_eq!((output.stdout.as_slice(), last(&output).as_str()), (&b""[..], "out/build: nothing was written"));
        assert_eq!(place.tree(), old, "{args:?}");
        place.is_tidy();
    }
    let absent = Place::new("refused-first");
    broken(&absent);
    assert_eq!(absent.build_with(&[]).status.code(), Some(1));
    assert!(!absent.root().exists());
    absent.is_tidy();
}

#[test]
fn keep_going_writes_the_healthy_and_leaves_the_faulty_and_the_lists() {
    let ((old, new), place) = (models(), Place::new("keep-going"));
    place.build();
    broken(&place);
    let output = place.build_with(&["--keep-going"]);
    assert_eq!((output.status.code(), last(&output)), (Some(1), format!("kept as they were: {STEADY}")), "{}", err(&output));
    let tree = place.tree();
    agrees_with_its_manifest(&tree);
    assert_eq!(below(&tree, STEADY), below(&old, STEADY), "a faulty school keeps its former files");
    assert_eq!(below(&tree, EDITED), below(&new, EDITED));
    assert_eq!(below(&tree, "region"), below(&old, "region"), "the lists still have the faulty school's rows");
    assert!(below(&tree, GONE).is_empty(), "a school that went away is not faulty");
    place.is_tidy();

    place.turn(Version::New);
    place.build();
    assert_eq!(place.tree(), new);
}

#[test]
fn a_school_that_is_not_asked_for_hinders_nobody_but_the_lists() {
    let ((old, new), place) = (models(), Place::new("not-asked"));
    place.build();
    broken(&place);
    let output = place.build_with(&["--school", EDITED]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    let tree = place.tree();
    agrees_with_its_manifest(&tree);
    assert_eq!(below(&tree, EDITED), below(&new, EDITED));
    for folder in [STEADY, GONE, "region"] {
        assert_eq!(below(&tree, folder), below(&old, folder), "{folder}");
    }
}

#[test]
fn a_fault_of_the_regions_own_files_leaves_no_school_to_go_on_with() {
    let (old, _) = models();
    let place = Place::new("common");
    place.build();
    place.turn(Version::New);
    place.edit("region.kdl", &[("region centre ", "regoin centre ")]);
    let output = place.build_with(&["--keep-going"]);
    assert_eq!((output.status.code(), last(&output).as_str()), (Some(1), "out/build: nothing was written"), "{}", err(&output));
    assert_eq!(place.tree(), old);
    place.is_tidy();
}

#[test]
fn a_school_whose_code_nobody_can_read_leaves_nothing_to_go_on_with() {
    let (old, _) = models();
    for written in ["school \"0189901X\"", "school", "school \"0189901P"] {
        let header = ("school \"0189901P\"", written);
        let place = Place::new("nameless");
        place.build();
        place.turn(Version::New);
        place.edit(STEADY_FILE, &[header]);
        let output = place.build_with(&["--keep-going"]);
        assert_eq!(
            (output.status.code(), last(&output).as_str()),
            (Some(1), "out/build: nothing was written"),
            "{}",
            err(&output)
        );
        assert_eq!(place.tree(), old, "{header:?}: whose files are to be kept, nobody knows");
        place.is_tidy();
        // Those that are asked for are known.
        let output = place.build_with(&["--school", EDITED]);
        assert_eq!(output.status.code(), Some(0), "{}", err(&output));
        assert_eq!(below(&place.tree(), STEADY), below(&old, STEADY));
    }
}

#[test]
fn a_comment_in_a_manifest_changes_no_file() {
    let place = Place::new("comment");
    place.build();
    let before = place.tree();
    place.edit(EDITED_FILE, &[("block \"", "// un mot\nblock \"")]);
    place.build();
    assert_eq!(place.tree(), before);
}
