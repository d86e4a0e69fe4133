//! What a made-up region has to be: sound, the same each time, and shaped like the real one.

use crate::region::Region;
use preau::base::Severity;
use preau::compile::{self, Options};
use preau::net::Date;
use preau::source::Source;

fn texts(schools: usize, seed: u64) -> Vec<(String, String)> {
    let region = Region::new(schools, seed).expect("a region of that size");
    let mut files = region.common().expect("the sample region");
    files.extend(region.schools().flat_map(|school| school.files));
    files.sort();
    files
}

#[test]
fn thirty_schools_check_without_an_error() {
    let files = texts(30, 1);
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let today: Date = "2026-11-25".parse().expect("a date");
    let options = Options { today: Some(today), schools: Vec::new(), targets: Vec::new(), progress: &|_, _| {} };
    let checked = compile::check(&Source::of(&files), &options);
    let errors: Vec<String> =
        checked.findings.iter().filter(|f| f.severity == Severity::Error).map(|f| format!("{}: {}", f.rule, f.message)).collect();
    assert_eq!(checked.schools, 30);
    assert_eq!(errors, Vec::<String>::new());
}

#[test]
fn the_same_seed_gives_the_same_bytes_and_another_seed_gives_others() {
    assert_eq!(texts(12, 1), texts(12, 1));
    assert_ne!(texts(12, 1), texts(12, 2));
}

#[test]
fn thirty_schools_show_every_kind_of_thing() {
    let all: String = texts(30, 1).into_iter().map(|(_, text)| text).collect();
    for word in [
        "model=cisco-2960-48tc-l",
        "model=hpe-5140-24g-4sfp+",
        "member 2 ",
        "expect=blocked",
        "standby=",
        "docker portail",
        "access-point ",
        "inventory ",
        "profile=cfa",
        "profile=college",
        "publish https",
        "vlan bts-sio",
        "waive forbidden-flow",
    ] {
        assert!(all.contains(word), "no school of thirty has `{word}`");
    }
}

#[test]
fn a_mean_school_has_fourteen_switches_and_some_380_stations() {
    let region = Region::new(182, 1).expect("a region of that size");
    let (switches, stations) = region.schools().fold((0, 0), |(a, b), s| (a + s.switches, b + s.stations));
    assert!((13 * 182..=15 * 182).contains(&switches), "{switches} switches");
    assert!((370 * 182..=390 * 182).contains(&stations), "{stations} stations");
}
