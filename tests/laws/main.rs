//! What holds of every school, written by hand or made up: what is derived, what is written, and what is read back.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test stops where it fails")]

mod access;
mod amon;
mod barriers;
mod clients;
mod domains;
#[path = "../region/drawn.rs"]
#[allow(dead_code, reason = "shared with the tests of the region, which need more of it")]
mod drawn;
mod eol;
mod firewalls;
mod guests;
mod invariants;
#[path = "../../examples/synthetic/manifest.rs"]
mod manifest;
mod observed;
mod parity;
mod pfsense;
#[path = "../../examples/synthetic/region.rs"]
#[allow(dead_code, reason = "the example's own, of which a test needs a part")]
mod region;
#[path = "../../examples/synthetic/school.rs"]
#[allow(dead_code, reason = "the example's own, of which a test needs a part")]
mod school;
#[path = "../region/world.rs"]
#[allow(dead_code, reason = "shared with the tests of the region, which need more of it")]
mod world;
mod written;

use preau::source::Role;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::OnceLock;
use world::{Made, World};

/// Made-up schools: enough to show every kind of thing that the maker knows.
const MADE_UP: usize = 30;

/// Schools drawn by lot, with rings, double cables and stacks that no made-up school has.
const DRAWN: u64 = 60;

/// Every school of the sample region and of a made-up one, by path, and the drawn ones.
fn schools() -> &'static [(String, Made)] {
    static MADE: OnceLock<Vec<(String, Made)>> = OnceLock::new();
    MADE.get_or_init(|| {
        let made_up = region::Region::new(MADE_UP, 1).unwrap();
        let mut files: BTreeMap<String, String> = made_up.common().unwrap().into_iter().collect();
        files.extend(made_up.schools().flat_map(|school| school.files));
        let worlds = [World::schools(), World::of(files)];
        let paths = worlds.iter().flat_map(|world| {
            let source = world.source();
            let paths: Vec<String> = source.of_role(Role::School).map(|file| file.path.clone()).collect();
            paths.into_iter().map(move |path| (world, path))
        });
        let paths: Vec<(&World, String)> = paths.collect();
        let make = |(world, path): (&World, String)| {
            // Alone with what all schools share: reading the others again for each is most of the time.
            let made = world.alone(&path).make();
            (path, made)
        };
        let drawn = (1..=DRAWN).into_par_iter().map(|seed| {
            let tree = seed % 4 == 0;
            (format!("drawn {seed}"), World::small(&drawn::school(seed, tree)).make())
        });
        paths.into_par_iter().map(make).chain(drawn).collect()
    })
}
