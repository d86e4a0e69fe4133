//! Builds that are killed at moments drawn by lot, over their whole run and then where they touch the disk.

use super::place::{Place, Tree, Version, agrees_with_its_manifest, differing, err, models};
use std::fs;
use std::path::PathBuf;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

/// Numbers that look drawn by lot and are the same in each run (Marsaglia's xorshift64).
struct Lot(u64);

impl Lot {
    fn draw(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }
    /// A moment before `end`.
    fn moment(&mut self, end: Duration) -> Duration {
        end.mul_f64((self.draw() % 10_000) as f64 / 10_000.0)
    }
}

/// What the killed builds left, in builds.
#[derive(Default, Debug)]
struct Found {
    /// Nothing beside the tree but a lock at most.
    untouched: usize,
    /// Something was staged.
    staged: usize,
    /// The journal stood.
    journaled: usize,
    /// The tree had become the new one.
    arrived: usize,
    /// Ended before the blow fell.
    survived: usize,
}

fn start(place: &Place, args: &[&str]) -> Child {
    let all: Vec<&str> = ["build", "-o", "out/build"].iter().chain(args).copied().collect();
    place.command(&all).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

/// SIGKILL; `true` when it struck.
fn kill(mut child: Child) -> bool {
    child.kill().unwrap();
    child.wait().unwrap().code().is_none()
}

/// Waits for a file to appear while a build runs; `false` when the build ended first.
fn wait_for(child: &mut Child, sign: &PathBuf) -> bool {
    loop {
        if fs::symlink_metadata(sign).is_ok() {
            return true;
        }
        if child.try_wait().unwrap().is_some() {
            return false;
        }
        std::hint::spin_loop();
    }
}

/// How long a build of the change from one version to the other takes: the middle one of a few.
fn run_time(place: &Place) -> Duration {
    let mut times = [Version::New, Version::Old, Version::New, Version::Old, Version::New, Version::Old].map(|version| {
        place.turn(version);
        let start = Instant::now();
        place.build();
        start.elapsed()
    });
    times.sort();
    times[times.len() / 2]
}

/// The tree of a place that is killed again and again, and which version it is.
struct Killed<'a> {
    place: &'a Place,
    models: &'a (Tree, Tree),
    stands: Version,
    found: Found,
}

impl Killed<'_> {
    /// Edits the region and starts its build.
    fn begin(&self) -> Child {
        self.place.turn(self.stands.other());
        start(self.place, &[])
    }

    /// What a reader finds at once, then what the next build makes of it.
    fn judge(&mut self, struck: bool, again: impl FnOnce(&Place)) {
        let (old, new) = self.models;
        let (before, after) = if self.stands == Version::Old { (old, new) } else { (new, old) };
        let found = self.place.tree();
        let journaled = self.place.staging().join("journal").exists();
        if journaled {
            // In the middle of moving; no file is torn all the same.
            for (path, content) in &found {
                assert!(before.get(path) == Some(content) || after.get(path) == Some(content), "{path} is of no version");
            }
            self.found.journaled += 1;
        } else {
            assert!(
                found == *before || found == *after,
                "a mix without a journal: {:?} {:?}",
                differing(&found, before),
                differing(&found, after)
            );
            agrees_with_its_manifest(&found);
            match (self.place.staging().exists(), found == *after) {
                _ if !struck => self.found.survived += 1,
                (_, true) => self.found.arrived += 1,
                (true, false) => self.found.staged += 1,
                (false, false) => self.found.untouched += 1,
            }
        }
        again(self.place);
        self.place.recover();
        let whole = self.place.tree();
        let arrived = whole == *after;
        assert!(arrived || whole == *before, "{:?} {:?}", differing(&whole, before), differing(&whole, after));
        assert!(arrived || !journaled, "a change with a journal has happened");
        agrees_with_its_manifest(&whole);
        self.place.is_tidy();
        if arrived {
            self.stands = self.stands.other();
        }
    }
}

#[test]
fn a_build_killed_a_hundred_times_leaves_the_old_tree_or_the_new_one() {
    let (models, place) = (models(), Place::new("kills"));
    let (end, mut lot) = (run_time(&place), Lot(0x5EED_0004_0006));
    let mut killed = Killed { place: &place, models: &models, stands: Version::Old, found: Found::default() };
    // The manifests are another version's afterwards; what no build may touch is looked at with one version in place.
    let around = place.around();
    for _ in 0..100 {
        let child = killed.begin();
        std::thread::sleep(lot.moment(end));
        let struck = kill(child);
        killed.judge(struck, |_| {});
    }
    // At any load of the machine some die early, and some moments hit what ends the run.
    let found = &killed.found;
    assert!(found.untouched > 0 && found.untouched + found.staged + found.journaled + found.arrived > 30, "{found:?}");
    place.turn(Version::Old);
    assert_eq!(place.around(), around);
    place.build();
    assert_eq!(place.tree(), models.0);
}

#[test]
fn a_build_killed_while_it_stages_or_moves_leaves_the_old_tree_or_the_new_one() {
    let (models, place) = (models(), Place::new("kills-late"));
    place.build();
    let around = place.around();
    let mut lot = Lot(0x5EED_0004_0007);
    let mut killed = Killed { place: &place, models: &models, stands: Version::Old, found: Found::default() };
    // How long the disk is at work: measured once.
    let mut child = killed.begin();
    assert!(wait_for(&mut child, &place.staging()));
    let start = Instant::now();
    assert!(child.wait().unwrap().success());
    let window = start.elapsed();
    killed.judge(false, |_| {});
    for round in 0..40 {
        let mut child = killed.begin();
        let sign = if round % 2 == 0 { place.staging() } else { place.staging().join("journal") };
        if wait_for(&mut child, &sign) {
            let start = Instant::now();
            let moment = lot.moment(window);
            // A sleep is too coarse for moments within a few milliseconds.
            while start.elapsed() < moment {
                std::hint::spin_loop();
            }
        }
        let struck = kill(child);
        let moment = lot.moment(window);
        killed.judge(struck, |place| {
            // Whoever finishes it may die as well.
            if round % 4 == 3 {
                let child = self::start(place, &["--school", super::place::STEADY, "--target", "actions"]);
                std::thread::sleep(moment);
                kill(child);
            }
        });
    }
    let found = &killed.found;
    assert!(found.staged > 0 && found.journaled + found.arrived > 0, "{found:?}");
    place.turn(Version::Old);
    assert_eq!(place.around(), around);
}

#[test]
fn a_first_build_that_is_killed_leaves_no_tree_or_the_whole_one() {
    let (old, _) = models();
    let place = Place::new("kills-first");
    let around = place.around();
    let start_of_run = Instant::now();
    place.build();
    let (end, mut lot) = (start_of_run.elapsed(), Lot(0x5EED_0004_0008));
    for round in 0..24 {
        fs::remove_dir_all(place.root()).or_else(|e| if round == 0 { Err(e) } else { Ok(()) }).unwrap();
        let mut child = start(&place, &[]);
        if round % 2 == 0 {
            std::thread::sleep(lot.moment(end));
        } else {
            wait_for(&mut child, &place.staging());
            std::thread::sleep(lot.moment(end / 8));
        }
        kill(child);
        if place.root().exists() {
            assert_eq!(differing(&place.tree(), &old), [""; 0], "a tree that is there is the whole one");
        }
    }
    let output = place.build();
    assert_eq!(place.tree(), old, "{}", err(&output));
    place.is_tidy();
    assert_eq!(place.around(), around);
}
