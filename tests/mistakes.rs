//! Mistakes that somebody makes, each in a whole region: one error, at the place of the wrong value, with the second place.
//!
//! The mistakes of the specification, part 7, that a rule decides, on the frozen region under tests/fixtures/trial.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test stops where it fails")]

use preau::base::{Severity, Span};
use preau::compile::{self, Options};
use preau::source::{self, Source};
use std::path::Path;

/// Every error as `rule file:line:column + file:line:column …`, second places after the first.
fn errors(source: &Source) -> Vec<String> {
    let options = Options { today: "2026-11-25".parse().ok(), schools: Vec::new(), targets: Vec::new(), progress: &|_, _| () };
    let findings = compile::check(source, &options).findings;
    let errors = findings.iter().filter(|f| f.severity == Severity::Error);
    let said = errors.map(|f| {
        let places: Vec<String> = f.labels.iter().map(|l| place(source, l.span)).collect();
        format!("{} {}", f.rule, places.join(" + "))
    });
    said.collect()
}

/// Line and column from 1, in characters, as reports count.
fn place(source: &Source, span: Span) -> String {
    let file = source.file(span.file).unwrap();
    let before = &file.text[..span.start as usize];
    let column = before.rsplit('\n').next().unwrap().chars().count() + 1;
    format!("{}:{}:{column}", file.path.rsplit('/').next().unwrap(), before.matches('\n').count() + 1)
}

fn region(path: &str) -> Source {
    source::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

#[test]
fn each_mistake_of_the_specification_that_a_rule_decides_is_found_at_its_place() {
    // What stood there, what stands there now, what is found. Places of the unedited lines are those of the files.
    let rows = [
        ("access \"17-28\" vlan", "access \"16-28\" vlan", "port-used-twice C:65:12 + C:64:12"),
        ("uplink 25 to=sw151:2 ", "uplink 27 to=sw151:2 ", "port-beyond-model C:70:12"),
        (
            "plan 2027\" owner=sne until=\"2027-08-31\"",
            "plan 2027\" owner=sne until=\"2026-03-31\"",
            "deviation-expired C:277:100",
        ),
        ("sql from=restauration to", "sql from=pedagogie to", "forbidden-flow C:263:20 + region.kdl:92:1"),
        ("level=15 place=14", "level=15 place=12", "subnet-overlap C:252:40 + commun.kdl:22:"),
        ("address=\"3.241\"", "address=\"3.200\"", "address-in-dhcp-pool C:243:67 + commun.kdl:19:"),
        ("run annuaire impression", "run annuaire", "guest-not-placed commun.kdl:61:5 + C:216:5"),
        ("uplink 25 26 to=sw151:27,28", "uplink 25 26 to=sw151:27", "aggregate-ends-differ C:111:21 + C:111:12"),
    ];
    let trial = region("tests/fixtures/trial");
    assert_eq!(errors(&trial), Vec::<String>::new());
    for (before, after, wanted) in rows {
        let mut edited = trial.clone();
        let file = edited.files.iter_mut().find(|f| f.path.ends_with("choiseul.kdl")).unwrap();
        assert!(file.text.contains(before), "{before}");
        file.text = file.text.replacen(before, after, 1);
        let wanted = wanted.replace("C:", "0370037P-choiseul.kdl:");
        let said = errors(&edited);
        assert!(matches!(said.as_slice(), [only] if only.starts_with(&wanted)), "{after}: {said:?}");
    }
}
