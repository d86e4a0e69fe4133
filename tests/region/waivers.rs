//! What `waive` silences, and what is said of one that silences nothing.

use crate::world::World;
use preau::base::{Finding, Severity};
use preau::compile::{self, Options};

/// A room of stations whose names are longer than NetBIOS keeps: `a1-informatiques-01` and `-02`.
const LONG: &str = "stations room=A1 subject=Informatiques seats=\"1-2\"\n";

fn options() -> Options<'static> {
    Options { today: None, schools: Vec::new(), targets: Vec::new(), progress: &|_, _| {} }
}

fn found(world: &World, rules: &[&str]) -> Vec<Finding> {
    let all = compile::check(&world.source(), &options()).findings;
    all.into_iter().filter(|f| rules.contains(&f.rule)).collect()
}

/// What is found of stations and of waivers in the small school with these lines: rule, weight and help.
fn told(school: &str, waive: &str) -> Vec<(&'static str, Severity, String)> {
    let text = format!("{school}deviation \"essai\" owner=exploitation until=none {{ {waive} }}\n");
    let all = found(&World::small(&text), &["station-name-too-long", "waiver-unused"]);
    assert!(all.iter().filter(|f| f.rule == "waiver-unused").all(|f| f.edits.is_empty()), "no program mends a waiver");
    all.into_iter().map(|f| (f.rule, f.severity, f.help.unwrap_or_default())).collect()
}

fn rules_told(school: &str, waive: &str) -> Vec<(&'static str, Severity)> {
    told(school, waive).into_iter().map(|(rule, severity, _)| (rule, severity)).collect()
}

const HEARD: (&str, Severity) = ("station-name-too-long", Severity::Error);
const UNUSED: (&str, Severity) = ("waiver-unused", Severity::Info);
const MISSPELT: (&str, Severity) = ("waiver-unused", Severity::Error);

#[test]
fn a_waiver_of_a_station_that_is_no_more_silences_nothing_and_is_no_slip_for_the_one_beside_it() {
    assert_eq!(rules_told(LONG, "waive station-name-too-long on=a1-informatiques-01"), []);
    let second = LONG.replace("1-2", "2");
    assert_eq!(rules_told(&second, "waive station-name-too-long on=a1-informatiques-01"), [HEARD, UNUSED]);
    assert_eq!(rules_told(&second, "waive station-name-too-long on=a1-informatiques-2"), [HEARD, UNUSED]);
}

#[test]
fn a_slip_in_the_name_of_a_station_is_told_beside_what_it_was_to_silence() {
    let told = told(LONG, "waive station-name-too-long on=a1-informatqiues-01");
    let weights: Vec<_> = told.iter().map(|(rule, severity, _)| (*rule, *severity)).collect();
    assert_eq!(weights, [HEARD, MISSPELT]);
    assert!(told[1].2.contains("did you mean `a1-informatiques-01`?"), "{}", told[1].2);
}

#[test]
fn a_station_that_there_is_is_no_slip_for_another() {
    let beside = "stations room=A1 subject=Informatiq seats=\"1\"\nstations room=A1 subject=Informati seats=\"1\"\n";
    assert_eq!(rules_told(beside, "waive station-name-too-long on=a1-informati-01"), [HEARD, UNUSED]);
    let alone = "stations room=A1 subject=Informatiq seats=\"1\"\n";
    assert_eq!(rules_told(alone, "waive station-name-too-long on=a1-informati-01"), [HEARD, MISSPELT]);
}

#[test]
fn the_second_of_two_waivers_of_one_thing_is_unused_and_one_of_another_thing_of_the_finding_is_not() {
    let one = "waive station-name-too-long on=a1-informatiques-01";
    let other = "waive station-name-too-long on=a1-informatiques-02";
    assert_eq!(rules_told(LONG, &format!("{one}; {one}")), [UNUSED]);
    assert_eq!(rules_told(LONG, &format!("{one}; {other}")), []);
}
