//! What each fuzz target does with its bytes. It must return, whatever they are: no panic, no hang, no gigabyte.
//!
//! `tests/corpus.rs` of the compiler runs the same functions over the kept corpus, without a fuzzer.

pub mod readers;

use preau::base::{FileId, Finding, Origins, Policy, Sink};
use preau::compile::{self, Options};
use preau::os;
use preau::report::{self, Look};
use preau::source::Source;
use preau::syntax::{self, In};
use std::collections::{BTreeMap, BTreeSet};

const REGION: &str = include_str!("../../tests/fixtures/trial/region.kdl");
const SCHOOL: &str = "41/0410832G-delaunay.kdl";
const SCHOOL_TEXT: &str = include_str!("../../tests/fixtures/trial/41/0410832G-delaunay.kdl");
const SHARED: &[(&str, &str)] = &[
    ("profiles/commun.kdl", include_str!("../../tests/fixtures/trial/profiles/commun.kdl")),
    ("profiles/lycee-en.kdl", include_str!("../../tests/fixtures/trial/profiles/lycee-en.kdl")),
    ("catalogue/extra.kdl", include_str!("../../tests/fixtures/trial/catalogue/extra.kdl")),
    ("keys/exploit.pub", include_str!("../../tests/fixtures/trial/keys/exploit.pub")),
];

/// A target: its name, which is also its folder of the corpus, and what it does.
pub type Target = (&'static str, fn(&[u8]));

/// Every target.
pub const ALL: &[Target] = &[
    ("syntax", syntax),
    ("check", check),
    ("region", region),
    ("inventory", inventory),
    ("template", template),
    ("comware", comware),
    ("ios", ios),
    ("instant", readers::instant),
    ("eol", readers::eol),
    ("era", readers::era),
    ("pfsense", readers::config_xml),
    ("services", readers::services),
    ("directory", readers::accounts),
    ("radius", readers::radius),
];

/// A manifest of each kind, read alone; the first byte says which.
pub fn syntax(data: &[u8]) {
    let Some((kind, text)) = data.split_first() else { return };
    let at = match kind % 5 {
        0 => In::C,
        1 => In::P,
        2 => In::R,
        3 => In::K,
        _ => In::M,
    };
    let text = String::from_utf8_lossy(text);
    let findings = sunk(|sink| {
        syntax::read(FileId(0), at, &text, sink);
    });
    for label in findings.iter().flat_map(|f| &f.labels) {
        assert!(text.get(label.span.start as usize..label.span.end() as usize).is_some(), "a place outside the text: {label:?}");
    }
    shown(&findings, &Source::of(&[("x.kdl", &text)]));
}

/// A school in the sample region.
pub fn check(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    compiled(&[("region.kdl", REGION), (SCHOOL, &text)]);
}

/// A `region.kdl` over a school that is right.
pub fn region(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    compiled(&[("region.kdl", &text), (SCHOOL, SCHOOL_TEXT)]);
}

/// An inventory, alone and in its school.
pub fn inventory(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let findings = sunk(|sink| {
        syntax::read_inventory(FileId(0), &text, sink);
    });
    for label in findings.iter().flat_map(|f| &f.labels) {
        assert!(text.get(label.span.start as usize..label.span.end() as usize).is_some(), "a place outside the text: {label:?}");
    }
    let school = format!("{SCHOOL_TEXT}\ninventory \"x.csv\"\n");
    compiled(&[("region.kdl", REGION), (SCHOOL, &school), ("41/x.csv", &text)]);
}

/// A region's own template.
pub fn template(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    compiled(&[("region.kdl", REGION), (SCHOOL, SCHOOL_TEXT), ("templates/os/comware/switch.j2", &text)]);
}

/// A configuration of Comware 7.
pub fn comware(data: &[u8]) {
    configuration("comware", data);
}

/// A configuration of Cisco IOS.
pub fn ios(data: &[u8]) {
    configuration("ios", data);
}

fn configuration(name: &str, data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let Some(os) = os::ALL.iter().find(|os| os.name.contains(name)) else { panic!("no reader {name}") };
    let origin = Origins::default().unwritten("device", "configuration", "");
    let reading = (os.read)(&text, origin);
    // What was read once can be projected and written, or is refused.
    let projected = (os.project)(&reading.switch);
    let Ok(templates) = os::templates(&BTreeMap::new()) else { panic!("the built-in templates are right") };
    let _ = (os.write)(&projected, &templates);
}

fn sunk(run: impl FnOnce(&mut Sink)) -> Vec<Finding> {
    let origins = Origins::default();
    let mut policy = Policy::default();
    let mut findings = Vec::new();
    run(&mut Sink::new(&origins, &mut policy, None, &mut findings));
    findings
}

fn compiled(files: &[(&str, &str)]) {
    let files: Vec<(&str, &str)> = SHARED.iter().chain(files).copied().collect();
    let source = Source::of(&files);
    let options = Options { today: None, schools: Vec::new(), targets: Vec::new(), progress: &|_, _| {} };
    let built = compile::build(&source, &options);
    let mut paths = BTreeSet::new();
    for file in &built.files {
        let plain = file.path.split('/').all(|p| !matches!(p, "" | "." | ".."))
            && !file.path.contains(|c: char| c.is_control() || c == '\\');
        assert!(plain, "a path that leads elsewhere: {:?}", file.path);
        assert!(paths.insert(&file.path), "two files of one path: {:?}", file.path);
    }
    shown(&built.findings, &source);
}

fn shown(findings: &[Finding], source: &Source) {
    let _ = report::human(findings, source, Look { colour: false, width: Some(100) });
    let _ = report::json(findings, source);
}
