//! The fifteen mistakes of the specification, part 7, each made in a copy of the frozen region and found at its place.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test stops where it fails")]

use preau::base::{Finding, Severity};
use preau::compile::{self, Options};
use preau::source::Source;
use std::fs;
use std::path::Path;

const SCHOOL: &str = "37/0370037P-choiseul.kdl";

/// A mistake: the edit, and what must be said about it. Places are file:line:column; columns count characters.
struct Mistake {
    rule: &'static str,
    /// Line of the school's file, and what is replaced there by what; an empty old text inserts a line before.
    edit: (usize, &'static str, &'static str),
    at: &'static str,
    label: &'static str,
    second: Option<(&'static str, &'static str)>,
    help: &'static str,
}

const MISTAKES: &[Mistake] = &[
    Mistake {
        rule: "value-needs-quotes",
        edit: (251, "until=\"2027-08-31\"", "until=2027-08-31"),
        at: "37/0370037P-choiseul.kdl:251:92",
        label: "2027-08-31",
        second: None,
        help: "\"2027-08-31\"",
    },
    Mistake {
        rule: "single-quote",
        edit: (2, "name=\"Lycée Choiseul\"", "name='Lycée Choiseul'"),
        at: "37/0370037P-choiseul.kdl:2:41",
        label: "'Lycée",
        second: None,
        help: "name=\"Lycée Choiseul\"",
    },
    Mistake {
        rule: "place-is-a-float",
        edit: (252, "place=14", "place=14.0"),
        at: "37/0370037P-choiseul.kdl:252:40",
        label: "14.0",
        second: None,
        help: "place=14",
    },
    Mistake {
        rule: "vlan-undeclared",
        edit: (73, "vlan=pedagogie", "vlan=pedagogi"),
        at: "37/0370037P-choiseul.kdl:73:25",
        label: "unknown VLAN",
        second: Some(("profiles/commun.kdl:19:6", "`pedagogie` is declared here")),
        help: "did you mean `pedagogie`?",
    },
    Mistake {
        rule: "port-used-twice",
        edit: (65, "\"17-28\"", "\"16-28\""),
        at: "37/0370037P-choiseul.kdl:65:12",
        label: "includes port 16",
        second: Some(("37/0370037P-choiseul.kdl:64:12", "pedagogie, room A107")),
        help: "17-28",
    },
    Mistake {
        rule: "port-beyond-model",
        edit: (70, "uplink 25", "uplink 27"),
        at: "37/0370037P-choiseul.kdl:70:12",
        label: "cisco-2960-24tc-s has ports 1 to 26",
        second: None,
        help: "25 and 26",
    },
    Mistake {
        rule: "property-twice",
        edit: (165, "address=156", "address=156 address=155"),
        at: "37/0370037P-choiseul.kdl:165:64",
        label: "155",
        second: Some(("37/0370037P-choiseul.kdl:165:52", "156")),
        help: "keep one",
    },
    Mistake {
        rule: "standard-changed",
        edit: (245, "", "vlan serveurs place=\"13.192/26\""),
        at: "37/0370037P-choiseul.kdl:245:15",
        label: "changed to 13.192/26 outside a deviation",
        second: Some(("profiles/commun.kdl:17:36", "the standard: 2")),
        help: "deviation",
    },
    Mistake {
        rule: "deviation-expired",
        edit: (277, "2027-08-31", "2026-03-31"),
        at: "37/0370037P-choiseul.kdl:277:100",
        label: "2026-03-31",
        second: None,
        help: "remove it",
    },
    Mistake {
        rule: "forbidden-flow",
        edit: (263, "from=restauration", "from=restauration,pedago"),
        at: "37/0370037P-choiseul.kdl:263:33",
        label: "`pedago` reaches horus, which is in administration",
        second: Some(("region.kdl:92:1", "CARINE : l'administration est séparée de la pédagogie")),
        help: "",
    },
    Mistake {
        rule: "subnet-overlap",
        edit: (252, "place=14", "place=12"),
        at: "37/0370037P-choiseul.kdl:252:40",
        label: "10.37.44.0/24",
        second: Some(("profiles/commun.kdl:22:36", "telephonie")),
        help: "14, 15, 13.192/26",
    },
    Mistake {
        rule: "address-in-dhcp-pool",
        edit: (243, "address=\"3.241\"", "address=\"3.200\""),
        at: "37/0370037P-choiseul.kdl:243:67",
        label: "10.37.39.200",
        second: Some(("profiles/commun.kdl:19:54", "0.50-3.239")),
        help: "3.240",
    },
    Mistake {
        rule: "guest-not-placed",
        edit: (216, "run annuaire impression", "run annuaire"),
        at: "profiles/commun.kdl:61:5",
        label: "the standard has it",
        second: Some(("37/0370037P-choiseul.kdl:216:5", "33 GiB")),
        help: "run annuaire impression",
    },
    Mistake {
        rule: "raw-overlaps-model",
        edit: (281, "raw \"no ip igmp snooping vlan 20\" undo=\"ip igmp snooping vlan 20\"", "raw \"vlan 160\""),
        at: "37/0370037P-choiseul.kdl:281:24",
        label: "vlan 160",
        second: Some(("37/0370037P-choiseul.kdl:252:10", "bts-sio")),
        help: "delete the line",
    },
    Mistake {
        rule: "aggregate-ends-differ",
        edit: (111, "to=sw151:27,28", "to=sw151:27"),
        at: "37/0370037P-choiseul.kdl:111:21",
        label: "one port",
        second: Some(("37/0370037P-choiseul.kdl:111:12", "two ports")),
        help: "sw151:28",
    },
];

/// The frozen region with one edit made.
fn region(edit: Option<(usize, &str, &str)>) -> Source {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/trial");
    let mut files: Vec<(String, String)> = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(&root).unwrap().to_str().unwrap().to_owned();
                files.push((name, fs::read_to_string(&path).unwrap()));
            }
        }
    }
    if let Some((line, old, new)) = edit {
        let (_, text) = files.iter_mut().find(|(name, _)| name == SCHOOL).unwrap();
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        if old.is_empty() {
            lines.insert(line - 1, new.to_owned());
        } else {
            assert!(lines[line - 1].contains(old), "line {line} has no {old}: {}", lines[line - 1]);
            lines[line - 1] = lines[line - 1].replacen(old, new, 1);
        }
        *text = lines.join("\n") + "\n";
    }
    let files: Vec<(&str, &str)> = files.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    Source::of(&files)
}

fn check(source: &Source) -> Vec<Finding> {
    let today = "2026-11-25".parse().ok();
    let options = Options { today, schools: Vec::new(), targets: Vec::new(), progress: &|_, _| {} };
    compile::check(source, &options).findings
}

fn place(source: &Source, span: preau::base::Span) -> String {
    let file = source.file(span.file).unwrap();
    let before = &file.text[..span.start as usize];
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap().chars().count() + 1;
    format!("{}:{line}:{column}", file.path)
}

fn show(source: &Source, finding: &Finding) -> String {
    let labels: Vec<String> = finding.labels.iter().map(|l| format!("{} {:?}", place(source, l.span), l.text)).collect();
    format!("{} {:?} at {} help {:?}", finding.rule, finding.message, labels.join(" and "), finding.help)
}

#[test]
fn the_frozen_region_has_no_error() {
    let source = region(None);
    let errors: Vec<String> = check(&source).iter().filter(|f| f.severity == Severity::Error).map(|f| show(&source, f)).collect();
    assert!(errors.is_empty(), "{}", errors.join("\n"));
}

#[test]
fn each_of_the_fifteen_mistakes_gives_one_error_at_its_place() {
    let mut wrong = Vec::new();
    for mistake in MISTAKES {
        let source = region(Some(mistake.edit));
        let findings = check(&source);
        let errors: Vec<&Finding> = findings.iter().filter(|f| f.severity == Severity::Error).collect();
        let all = errors.iter().map(|f| show(&source, f)).collect::<Vec<_>>().join("\n      ");
        let [one] = errors.as_slice() else {
            wrong.push(format!("{}: {} errors\n      {all}", mistake.rule, errors.len()));
            continue;
        };
        let primary = one.labels.first().map(|l| place(&source, l.span)).unwrap_or_default();
        let first = one.labels.first().map(|l| format!("{}: {}", l.text, one.message)).unwrap_or_default();
        let second = one.labels.get(1).map(|l| (place(&source, l.span), l.text.clone()));
        let told = one.help.clone().unwrap_or_default();
        let right = one.rule == mistake.rule
            && primary == mistake.at
            && first.contains(mistake.label)
            && told.contains(mistake.help)
            && match (mistake.second, &second) {
                (None, _) => true,
                (Some((at, text)), Some((place, label))) => at == place && label.contains(text),
                (Some(_), None) => false,
            };
        if !right {
            wrong.push(format!(
                "{} at {} ({:?}), second {:?}:\n      {all}",
                mistake.rule, mistake.at, mistake.label, mistake.second
            ));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), MISTAKES.len(), wrong.join("\n"));
}
