//! Every limit of `base/limits.rs`, and other endless things: each ends in time, with a finding that says what is too much.

use super::{KEY, build, sunk};
use preau::base::{FileId, Finding, limits};
use preau::report::{self, Look};
use preau::source::Source;
use preau::syntax::{self, In};
use std::time::{Duration, Instant};

const REGION: &str = include_str!("../fixtures/trial/region.kdl");
const COMMON: &str = include_str!("../fixtures/trial/profiles/commun.kdl");
const PROFILE: &str = include_str!("../fixtures/trial/profiles/lycee-en.kdl");
const MODELS: &str = include_str!("../fixtures/trial/catalogue/extra.kdl");
const HEAD: &str = "school \"0370037P\" profile=lycee-en name=x slug=x\nblock \"10.37.32.0/20\"\n";

/// What is found in a school of this body, alone; it must not take longer than this in a debug build on a busy machine.
fn read(body: &str) -> Vec<Finding> {
    in_time(|| sunk(|sink| syntax::read(FileId(0), In::C, &format!("{HEAD}{body}"), sink)).1)
}

/// What is found when a school of this body is compiled, with an inventory beside it.
fn compiled(body: &str, inventory: &str) -> Vec<Finding> {
    let files = [
        ("region.kdl", REGION),
        ("profiles/commun.kdl", COMMON),
        ("profiles/lycee-en.kdl", PROFILE),
        ("catalogue/extra.kdl", MODELS),
        KEY,
        ("37/x.csv", inventory),
    ];
    let mut files: Vec<(&'static str, String)> = files.iter().map(|(p, t)| (*p, (*t).to_owned())).collect();
    files.push(("37/x.kdl", format!("{HEAD}{body}")));
    in_time(|| build(&files).0.findings)
}

fn in_time<T>(run: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let out = run();
    let took = start.elapsed();
    assert!(took < Duration::from_secs(60), "it took {took:?}");
    out
}

fn says(findings: &[Finding], rule: &str, words: &str) {
    let found = findings.iter().any(|f| f.rule == rule && f.message.contains(words));
    let some: Vec<String> = findings.iter().take(8).map(|f| format!("{}: {}", f.rule, f.message)).collect();
    assert!(found, "no {rule} with {words:?} among {}: {some:#?}", findings.len());
}

#[test]
fn a_manifest_that_is_too_long_is_not_read() {
    let line = "// a line that says nothing and is long enough to get there soon\n";
    let body = line.repeat(limits::FILE_BYTES / line.len() + 1);
    says(&read(&body), "syntax", "at most 4194304");
    assert!(read(line).is_empty());
}

#[test]
fn a_manifest_of_four_mebibytes_is_read_or_refused_in_time() {
    let room = "building A { room \"A101\" use=classe }\n";
    says(&read(&room.repeat((4 << 20) / room.len() - 10)), "syntax", "200000");
    says(&read(&"a ".repeat(2_000_000)), "syntax", "200000");
    says(&read(&format!("building A {{ room {} }}", "A1 ".repeat(limits::THINGS + 1))), "syntax", "20000 things");
}

#[test]
fn an_inventory_that_is_too_long_is_not_read() {
    let row = "a001-adm-01;pc;A001;hp-prodesk-400-g4;CZC800001;00-03001;02:37:00:00:00:01;;\n";
    let text = format!("name;kind;room;model;serial;asset;mac;outlet;note\n{}", row.repeat(limits::CSV_BYTES / row.len() + 1));
    let found = in_time(|| sunk(|sink| syntax::read_inventory(FileId(0), &text, sink)).1);
    says(&found, "inventory-row", "at most 16777216");
    let just = format!("name;kind;room;model;serial;asset;mac;outlet;note\n{}", row.repeat(limits::CSV_BYTES / row.len() - 1));
    let (rows, found) = in_time(|| sunk(|sink| syntax::read_inventory(FileId(0), &just, sink)));
    assert!(found.is_empty() && rows.len() > 200_000, "{}", rows.len());
}

#[test]
fn blocks_that_are_too_deep_are_refused() {
    let deep = |n: usize| format!("{}{}", "building A {\n".repeat(n), "}\n".repeat(n));
    says(&read(&deep(limits::DEPTH + 1)), "syntax", "nested more than 24 deep");
    assert!(!read(&deep(limits::DEPTH)).iter().any(|f| f.message.contains("deep")));
    says(&read(&deep(10_000)), "syntax", "nested more than 24 deep");
}

#[test]
fn a_pattern_or_a_range_that_makes_too_many_is_refused() {
    says(&read("building A { room \"A{000001..999999}\" }"), "wrong-type", "makes no list");
    says(&read("switch s { access \"1-60000\" vlan=a room=b; }"), "wrong-type", "more than 10000 ports");
    let lists = format!("building A {{ room \"{}\" }}", vec!["A{1..9999}"; 200].join(","));
    says(&read(&lists), "syntax", "20000 things");
    let ports = format!("switch s {{ access \"{}\" vlan=a room=b; }}", vec!["1-9999"; 200].join(","));
    says(&read(&ports), "syntax", "20000 things");
    let names = (0..300).map(|n| format!("a{n}")).collect::<Vec<_>>().join(",");
    says(
        &read(&format!("deviation x owner=a until=none {{ allow web from=\"{names}\" to=\"{names}\"; }}")),
        "syntax",
        "20000 things",
    );
    says(&read(&format!("building A {{ room \"{}{{1..9999}}\" }}", "A".repeat(9_000))), "name-refused", "is not a name");
}

#[test]
fn a_text_that_is_too_long_is_refused() {
    let of = |n: usize| "x".repeat(n);
    says(&read(&format!("building A name=\"{}\"", of(limits::TEXT_CHARS + 1))), "wrong-type", "at most 1000");
    assert!(read(&format!("building A name=\"{}\"", of(limits::TEXT_CHARS))).is_empty());
    says(&read(&format!("phone p note=\"{}\"", of(limits::NOTE_CHARS + 1))), "wrong-type", "at most 10000");
    assert!(read(&format!("phone p note=\"{}\"", of(limits::NOTE_CHARS))).is_empty());
    let region = format!("region r name=x\nnaming domain=\"{}\"\n", of(limits::TEMPLATE_CHARS + 1));
    says(&sunk(|sink| syntax::read(FileId(0), In::R, &region, sink)).1, "wrong-type", "at most 255");
    let csv = format!("name;serial;note\na;{};\nb;;{}\n", of(limits::TEXT_CHARS + 1), of(limits::NOTE_CHARS + 1));
    let found = sunk(|sink| syntax::read_inventory(FileId(0), &csv, sink)).1;
    says(&found, "wrong-type", "at most 1000");
    says(&found, "wrong-type", "at most 10000");
}

#[test]
fn a_school_has_as_many_stations_as_a_school_can_have() {
    let place = "building A { rack R1; room A001 use=classe }\n";
    let seats = |seats: &str| format!("{place}stations subject=sev room=A001 seats=\"{seats}\"\n");
    says(&compiled(&seats("1-100001"), ""), "too-many-stations", "at most 100000");
    says(&compiled(&seats("1-9999999999"), ""), "too-many-stations", "at most 100000");
    let rows: String = (0..60_000).map(|n| format!("s{n};pc\n")).collect();
    let twice = format!("{place}inventory \"x.csv\"\ninventory \"x.csv\"\n");
    says(&compiled(&twice, &format!("name;kind\n{rows}")), "too-many-stations", "at most 100000");
}

#[test]
fn a_hundred_thousand_stations_are_compiled_in_time() {
    let place = "building A { rack R1; room \"A{0001..0100}\" use=classe }\ninventory \"x.csv\"\n";
    let rows: String = (0..limits::STATIONS)
        .map(|n| format!("s{n};pc;A{:04};N{n};02:37:00:{:02x}:{:02x}:{:02x}\n", n % 100 + 1, n >> 16, n >> 8 & 255, n & 255))
        .collect();
    let found = compiled(place, &format!("name;kind;room;serial;mac\n{rows}"));
    assert!(!found.iter().any(|f| f.rule == "too-many-stations"));
}

#[test]
fn misspelt_names_among_thousands_are_found_in_time() {
    let rooms = "building A { rack R1; room \"A{00001..09000}\" }\n";
    let wrong: String = (0..400).map(|n| format!("camera c{n} room=B{n:05}\n")).collect();
    let found = compiled(&format!("{rooms}{wrong}"), "");
    assert!(found.len() > 390, "{}", found.len());
}

#[test]
fn thousands_of_findings_are_capped_for_people_and_all_there_for_programs() {
    let text = format!("{HEAD}{}", "building A nam=x\n".repeat(5_000));
    let (_, found) = in_time(|| sunk(|sink| syntax::read(FileId(0), In::C, &text, sink)));
    assert_eq!(found.len(), 5_000);
    let source = Source::of(&[("x.kdl", &text)]);
    let human = in_time(|| report::human(&found, &source, Look { colour: false, width: Some(100) }));
    assert_eq!(human.matches("unknown-property\n").count(), limits::FINDINGS_SHOWN);
    assert_eq!(in_time(|| report::json(&found, &source)).lines().count(), 5_000);
}

#[test]
fn the_nearest_name_is_looked_for_among_hundreds() {
    let names: Vec<String> = (0..limits::CANDIDATES).map(|n| format!("x{n:06}")).chain(["pedagogie".into()]).collect();
    let near = |from: usize| preau::base::nearest("pedagogi", names.iter().skip(from).map(String::as_str));
    assert_eq!((near(0), near(1).map(|found| found.name)), (None, Some("pedagogie".to_owned())));
}

#[test]
fn no_path_of_a_manifest_leaves_its_folder() {
    for name in ["../region.kdl", "/etc/passwd", "..\\\\x", "a/../../x", "x.csv\\n", "./x.csv", ""] {
        let found = compiled(&format!("inventory \"{name}\"\n"), "name\na\n");
        assert!(found.iter().any(|f| matches!(f.rule, "file-unknown" | "character-refused")), "{name}");
    }
    for name in ["../keys/exploit.pub", "/etc/ssh/ssh_host_rsa_key.pub", "keys/../../x", "37/x.csv"] {
        let region = REGION.replace("keys/exploit.pub", name);
        let files = [
            ("region.kdl", region),
            ("profiles/commun.kdl", COMMON.to_owned()),
            ("profiles/lycee-en.kdl", PROFILE.to_owned()),
            (KEY.0, KEY.1.to_owned()),
            ("37/x.csv", "ssh-rsa AAAA".to_owned()),
            ("37/x.kdl", HEAD.to_owned()),
        ];
        let found = build(&files).0.findings;
        assert!(found.iter().any(|f| f.rule == "file-unknown"), "{name}");
    }
}
