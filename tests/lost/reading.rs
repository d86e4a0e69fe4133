//! A region that is edited while it is read.

use super::place::{EDITED, EDITED_FILE, Place, STEADY, STEADY_FILE, Version, copy, err};
use std::fs;
use std::os::unix::fs::symlink;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// Texts that take a while to read and that nothing looks into.
const KEYS: usize = 100;

/// Ends the edits however the test ends: a failure must not wait for them for ever.
struct End<'a>(&'a AtomicBool);

impl Drop for End<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

/// A whole region of its own, with one more word in the names of both schools.
fn edition(place: &Place, word: &'static str) -> &'static str {
    for (file, name) in [(STEADY_FILE, "name=\"CFA du Berry"), (EDITED_FILE, "name=\"Collège des Fontaines")] {
        place.edit(file, &[(name, &format!("{name} {word}"))]);
    }
    copy(&place.path().join("schools"), &place.path().join(word));
    place.turn(Version::Old);
    word
}

/// Makes an edition the current one in a single step: no moment sees half of it.
fn save(place: &Place, edition: &str) {
    let draft = place.path().join("scratch/draft");
    symlink(place.path().join(edition), &draft).unwrap();
    fs::rename(&draft, place.path().join("current")).unwrap();
}

#[test]
fn a_region_that_changes_while_it_is_read_is_refused_and_never_mixed() {
    let place = Place::new("reading");
    for number in 0..KEYS {
        fs::write(place.school(&format!("keys/key{number}.pub")), "ssh-rsa AAAA\n".repeat(4_000)).unwrap();
    }
    let editions = ["un", "deux"].map(|word| edition(&place, word));
    save(&place, editions[0]);
    assert!(place.build_with(&["current"]).status.success());
    let (stop, began) = (AtomicBool::new(false), Instant::now());
    let (mut refused, mut built) = (0, 0);
    std::thread::scope(|scope| {
        let _end = End(&stop);
        scope.spawn(|| {
            for (turn, edition) in editions.iter().cycle().enumerate() {
                if stop.load(Ordering::SeqCst) {
                    return;
                }
                save(&place, edition);
                // Now and then there is time enough to read it all.
                std::thread::sleep(Duration::from_millis(if turn % 8 == 7 { 400 } else { 4 }));
            }
        });
        while (refused < 3 || built < 3) && began.elapsed() < Duration::from_secs(40) {
            let output = place.build_with(&["current", "--school", STEADY, "--school", EDITED, "--target", "state"]);
            let (told, tree) = (err(&output), place.tree());
            match output.status.code() {
                Some(0) => built += 1,
                code => {
                    assert_eq!((code, output.stdout.as_slice()), (Some(2), &b""[..]), "{told}");
                    assert!(told.contains(" changed while the region was read: run it again\n"), "{told}");
                    refused += 1;
                }
            }
            let says = |school: &str, word: &str| {
                let text = String::from_utf8(tree[&format!("{school}/state.json")].clone()).unwrap();
                text.contains(&format!("Berry {word}")) || text.contains(&format!("Fontaines {word}"))
            };
            let words = [STEADY, EDITED].map(|school| (says(school, "un"), says(school, "deux")));
            assert!(words == [(true, false); 2] || words == [(false, true); 2], "a mix of two editions: {words:?}");
        }
    });
    assert!(refused >= 1 && built >= 1, "{refused} refused, {built} built");
}
