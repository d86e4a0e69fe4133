//! A region that is edited while it is read.

use super::place::{EDITED, EDITED_FILE, Place, STEADY, STEADY_FILE, err};
use std::fs;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// Texts that take a while to read and that nothing looks into.
const KEYS: usize = 200;

/// The two schools' manifests with one more word in each school's name.
fn edition(place: &Place, word: &str) -> [(String, String); 2] {
    [(STEADY_FILE, "name=\"CFA du Berry"), (EDITED_FILE, "name=\"Collège des Fontaines")].map(|(file, name)| {
        let text = fs::read_to_string(place.school(file)).unwrap();
        assert!(text.contains(name), "{file} has no {name}");
        (file.to_owned(), text.replace(name, &format!("{name} {word}")))
    })
}

/// As an editor saves: each file whole, one after the other.
fn save(place: &Place, edition: &[(String, String); 2]) {
    for (file, text) in edition {
        let draft = place.path().join("scratch/draft");
        fs::write(&draft, text).unwrap();
        fs::rename(&draft, place.school(file)).unwrap();
    }
}

#[test]
fn a_region_that_changes_while_it_is_read_is_refused_and_never_mixed() {
    let place = Place::new("reading");
    for number in 0..KEYS {
        fs::write(place.school(&format!("keys/key{number}.pub")), "ssh-rsa AAAA\n".repeat(4_000)).unwrap();
    }
    let editions = ["un", "deux"].map(|word| edition(&place, word));
    save(&place, &editions[0]);
    place.build();
    let (stop, began) = (AtomicBool::new(false), Instant::now());
    let (mut refused, mut built) = (0, 0);
    std::thread::scope(|scope| {
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
            let output = place.build_with(&["--school", STEADY, "--school", EDITED, "--target", "state"]);
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
        stop.store(true, Ordering::SeqCst);
    });
    assert!(refused >= 1 && built >= 1, "{refused} refused, {built} built");
}
