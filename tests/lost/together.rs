//! Two builds at once.

use super::place::{Place, Version, agrees_with_its_manifest, err, models};
use std::fs;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

fn signal(name: &str, process: u32) {
    assert!(Command::new("kill").args([name, &process.to_string()]).status().unwrap().success());
}

#[test]
fn a_second_build_says_who_is_at_work_and_the_first_goes_on() {
    let ((old, new), place) = (models(), Place::new("second"));
    place.build();
    place.turn(Version::New);
    // Stopped as soon as it has the lock; a stop that comes too late finds no build, and another is started.
    let (mut first, began) = (None, Instant::now());
    while first.is_none() {
        assert!(began.elapsed() < Duration::from_secs(30), "no build could be stopped while it held the lock");
        place.turn(Version::Old);
        place.build();
        place.turn(Version::New);
        let mut child = place.command(&["build", "-o", "out/build"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        while child.try_wait().unwrap().is_none() {
            if fs::read(place.lock()).is_ok_and(|text| !text.is_empty()) {
                signal("-STOP", child.id());
                // Whether it still holds it is known once it stands still.
                std::thread::sleep(Duration::from_millis(20));
                match place.lock().exists() {
                    true => first = Some(child),
                    false => {
                        signal("-CONT", child.id());
                        child.wait().unwrap();
                    }
                }
                break;
            }
            std::hint::spin_loop();
        }
    }
    let mut first = first.unwrap();
    let second = place.build_with(&[]);
    let told = err(&second);
    signal("-CONT", first.id());
    assert!(first.wait().unwrap().success());
    assert_eq!((second.status.code(), second.stdout.as_slice()), (Some(2), &b""[..]), "{told}");
    let wanted = format!("error: another build is at work: process {} holds out/.build.lock\n", first.id());
    assert!(told.ends_with(&wanted), "{told}");
    assert!(place.tree() == new && old != new);
    place.is_tidy();
}

#[test]
fn builds_that_start_together_leave_a_whole_tree() {
    let ((old, new), place) = (models(), Place::new("crowd"));
    place.build();
    for version in [Version::New, Version::Old, Version::New] {
        place.turn(version);
        let start = || place.command(&["build", "-o", "out/build"]).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let crowd: Vec<_> = (0..4).map(|_| start()).collect();
        let ended: Vec<_> = crowd.into_iter().map(|child| child.wait_with_output().unwrap()).collect();
        for output in &ended {
            match output.status.code() {
                Some(0) => {}
                code => assert!(code == Some(2) && err(output).contains("another build is at work"), "{code:?} {}", err(output)),
            }
        }
        assert!(ended.iter().any(|output| output.status.code() == Some(0)), "one of them got through");
        let tree = place.tree();
        assert!(tree == if version == Version::New { new.clone() } else { old.clone() });
        agrees_with_its_manifest(&tree);
        place.is_tidy();
    }
}

#[test]
fn the_lock_of_a_killed_build_locks_nobody_out() {
    let place = Place::new("stale-lock");
    fs::write(place.lock(), "4194304\n").unwrap();
    place.build();
    place.is_tidy();
}
