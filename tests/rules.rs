//! Every example of a rule is run: what should fail gives its rule and nothing else, what should pass gives nothing.
//!
//! The examples stand in the rules' own documentation. Each is added to the one school of `tests/fixtures/minimal`; one
//! that begins with a header of its own is a second school of that region, one that begins with `// region.kdl` goes there. The pages under docs/rules are compared with the
//! text that they are made of; `BLESS=1 cargo test --test rules` writes them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test stops where it fails")]

use preau::base::{Finding, Rule, Severity};
use preau::compile::{self, Options};
use preau::net::{Date, Uai};
use preau::rules::{self, page};
use preau::source::Source;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

const REGION: &str = include_str!("fixtures/minimal/region.kdl");
const PROFILE: &str = include_str!("fixtures/minimal/profiles/minimal.kdl");
const BARE: &str = include_str!("fixtures/minimal/profiles/bare.kdl");
const CATALOGUE: &str = include_str!("fixtures/minimal/catalogue/test.kdl");
const SCHOOL: &str = include_str!("fixtures/minimal/37/0379903N-minimale.kdl");

/// The page beside the rules' own that is written by hand: what derivation makes impossible.
const BY_HAND: &str = "invariants.md";

/// An example, and what the region finds with it.
struct Case {
    rule: &'static Rule,
    findings: Vec<Finding>,
}

/// The findings of every example under a heading.
///
/// The examples of rules for one school are schools of one region, since reading the catalogue once for each takes a minute;
/// what the region finds between them is left out. An example of a rule for a region, or
/// with a header of its own, has a region of its own.
fn cases(heading: &str) -> Vec<Case> {
    let wide: Vec<&str> = rules::region_wide::ALL.iter().map(|c| c.rule.name).collect();
    let all = rules::rules().into_iter().flat_map(|rule| page::examples(rule, heading).into_iter().map(move |e| (rule, e)));
    let (regions, schools): (Vec<_>, Vec<_>) =
        all.partition(|(rule, example)| wide.contains(&rule.name) || example.starts_with("school "));
    let code = |n: usize| format!("{:07}{}", 378_000 + n, Uai::letter_of(378_000 + n as u32));
    let texts: Vec<String> =
        schools.iter().enumerate().map(|(n, (_, e))| format!("{}\n{e}", SCHOOL.replace("0379903N", &code(n)))).collect();
    let mut by_school: BTreeMap<String, Vec<Finding>> = BTreeMap::new();
    for finding in check(&texts) {
        if !wide.contains(&finding.rule) {
            by_school.entry(finding.school.clone().unwrap_or_default()).or_default().push(finding);
        }
    }
    let own = schools.iter().enumerate().map(|(n, (rule, _))| (*rule, by_school.remove(&code(n)).unwrap_or_default()));
    let mut cases: Vec<Case> = own.map(|(rule, findings)| Case { rule, findings }).collect();
    // A finding at the profile is told once for all schools, of none: its examples are run alone.
    let shared: Vec<&str> =
        by_school.remove("").iter().flatten().filter(|f| f.severity > Severity::Info).map(|f| f.rule).collect();
    let alone: Vec<(&Rule, String)> = schools.into_iter().filter(|(rule, _)| shared.contains(&rule.name)).collect();
    cases.retain(|case| !shared.contains(&case.rule.name));
    for (rule, example) in regions.into_iter().chain(alone) {
        if example.starts_with("// region.kdl") {
            cases.push(Case { rule, findings: check_in(&format!("{REGION}\n{example}"), &[SCHOOL.to_owned()]) });
            continue;
        }
        let texts = match example.starts_with("school ") {
            true => vec![SCHOOL.to_owned(), example],
            false => vec![format!("{SCHOOL}\n{example}")],
        };
        cases.push(Case { rule, findings: check(&texts) });
    }
    cases
}

/// What the minimal region finds in some schools.
fn check(schools: &[String]) -> Vec<Finding> {
    check_in(REGION, schools)
}

/// What a region finds in some schools.
fn check_in(region: &str, schools: &[String]) -> Vec<Finding> {
    check_with(region, PROFILE, schools)
}

/// The same, with another standard.
fn check_with(region: &str, profile: &str, schools: &[String]) -> Vec<Finding> {
    let paths: Vec<String> = (0..schools.len()).map(|n| format!("37/{n:03}.kdl")).collect();
    let mut files = vec![
        ("region.kdl", region),
        ("profiles/minimal.kdl", profile),
        ("profiles/bare.kdl", BARE),
        ("catalogue/test.kdl", CATALOGUE),
    ];
    files.extend(paths.iter().zip(schools).map(|(path, text)| (path.as_str(), text.as_str())));
    let today = "2026-11-25".parse::<Date>().ok();
    let options = Options { today, schools: Vec::new(), targets: Vec::new(), progress: &|_, _| () };
    compile::check(&Source::of(&files), &options).findings
}

/// Rule and message of each, for a failure that can be read.
fn say(findings: &[Finding]) -> String {
    findings.iter().map(|f| format!("\n    {} {}: {}", f.severity.word(), f.rule, f.message)).collect()
}

#[test]
fn the_minimal_school_has_no_finding_beside_what_is_true_of_it() {
    let heavy: Vec<Finding> = check(&[SCHOOL.to_owned()]).into_iter().filter(|f| f.severity > Severity::Info).collect();
    assert!(heavy.is_empty(), "{}", say(&heavy));
}

#[test]
fn what_should_fail_gives_its_rule_once_with_a_place_and_nothing_else() {
    let mut faults = String::new();
    for case in cases("Fails") {
        let (own, others): (Vec<Finding>, Vec<Finding>) = case.findings.into_iter().partition(|f| f.rule == case.rule.name);
        let others: Vec<Finding> = others.into_iter().filter(|f| f.severity > Severity::Info).collect();
        if own.len() != 1 || !others.is_empty() || own.iter().any(|f| f.primary().is_none()) {
            faults.push_str(&format!("\n{}:{}{}", case.rule.name, say(&own), say(&others)));
        }
    }
    assert!(faults.is_empty(), "{faults}");
}

/// How many rules must be seen at work by way of `check`, whatever else their tests call.
const TRIPPED: usize = 50;

#[test]
fn at_least_fifty_rules_are_tripped_by_a_manifest_through_check() {
    let tripped: BTreeSet<&str> = cases("Fails")
        .iter()
        .filter(|case| case.findings.iter().any(|f| f.rule == case.rule.name))
        .map(|case| case.rule.name)
        .collect();
    assert!(tripped.len() >= TRIPPED, "{} rules only: {tripped:?}", tripped.len());
}

#[test]
fn open_stations_of_an_inventory_are_one_finding_and_an_open_room_covers_them() {
    let check = |room: &str| {
        let school = format!("{SCHOOL}\nbuilding B {{ room B101 use=labo {room}; }}\ninventory \"s.csv\"\n");
        let rows = "name;room;support\na-01;B101;open\na-02;B101;open\na-03;B101;\n";
        let files = [
            ("region.kdl", REGION),
            ("profiles/minimal.kdl", PROFILE),
            ("catalogue/test.kdl", CATALOGUE),
            ("37/a.kdl", school.as_str()),
            ("37/s.csv", rows),
        ];
        let options = Options { today: None, schools: Vec::new(), targets: Vec::new(), progress: &|_, _| () };
        let found = compile::check(&Source::of(&files), &options).findings.into_iter();
        found.filter(|f| f.rule == "mode2-without-charter").map(|f| f.message).collect::<Vec<_>>()
    };
    assert_eq!(check(""), ["2 stations of the inventory without a charter and a delegate for their open mode"]);
    assert_eq!(check("support=open charter=\"2026-09-01\" delegate=exploitation"), [""; 0]);
    assert_eq!(check("support=open"), ["room B101 is in open mode without a charter and delegate"]);
}

#[test]
fn what_should_pass_gives_nothing() {
    let mut faults = String::new();
    for case in cases("Passes") {
        let bad = case.findings.into_iter().filter(|f| f.rule == case.rule.name || f.severity > Severity::Info);
        let bad: Vec<Finding> = bad.collect();
        if !bad.is_empty() {
            faults.push_str(&format!("\n{}:{}", case.rule.name, say(&bad)));
        }
    }
    assert!(faults.is_empty(), "{faults}");
}

#[test]
fn the_pages_say_what_the_rules_say() {
    let all: Vec<&Rule> = compile::rules();
    let mut pages: BTreeMap<String, String> = all.iter().map(|r| (format!("{}.md", r.name), page::page(r))).collect();
    pages.insert("README.md".into(), page::index(&all));
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/rules");
    if std::env::var_os("BLESS").is_some() {
        fs::create_dir_all(&folder).unwrap();
        for file in fs::read_dir(&folder).unwrap().map(|e| e.unwrap().path()).filter(|p| !p.ends_with(BY_HAND)) {
            fs::remove_file(file).unwrap();
        }
        pages.iter().for_each(|(name, text)| fs::write(folder.join(name), text).unwrap());
    }
    let there: BTreeMap<String, String> = fs::read_dir(&folder)
        .map(|entries| entries.map(|e| e.unwrap().path()).collect())
        .unwrap_or_else(|_| Vec::new())
        .iter()
        .filter(|p| !p.ends_with(BY_HAND))
        .map(|p| (p.file_name().unwrap().to_str().unwrap().to_owned(), fs::read_to_string(p).unwrap()))
        .collect();
    let stale: Vec<&String> = pages.keys().chain(there.keys()).filter(|name| pages.get(*name) != there.get(*name)).collect();
    assert!(stale.is_empty(), "stale pages; write them with BLESS=1 cargo test --test rules: {stale:?}");
}

#[test]
fn what_a_misspelt_name_takes_away_is_no_second_mistake() {
    let rows = [
        ("switch sw2 model=test-52 rack=R2 address=152 { uplink 49 50 to=sw9:49,50 medium=om3; }", "device-unknown"),
        (
            "deviation \"a server\" owner=exploitation until=none {\n\
             lxc outil memory=\"1GiB\" disk=\"10GiB\" image=debian-12 { nic serveurs address=21; }\n\
             host hosta { run outils; }\n}",
            "guest-unknown",
        ),
        ("switch sw1 { access \"1-4\" vlan=pedagogi room=A101; }", "vlan-undeclared"),
        ("switch sw1 { access \"1-4\" vlan=pedagogie room=A109; }", "place-unknown"),
    ];
    for (fragment, rule) in rows {
        let errors = check(&[format!("{SCHOOL}\n{fragment}")]).into_iter().filter(|f| f.severity == Severity::Error);
        let errors: Vec<Finding> = errors.collect();
        assert!(matches!(errors.as_slice(), [only] if only.rule == rule), "{fragment}{}", say(&errors));
    }
}

/// What the findings of a rule say on the minimal school with a deviation, over the minimal standard with more statements.
fn found(rule: &str, standard: &str, deviation: &str) -> Vec<Finding> {
    let profile = format!("{PROFILE}\n{standard}");
    let school = format!("{SCHOOL}\ndeviation \"a trial\" owner=exploitation until=none {{\n{deviation}\n}}");
    let all = check_with(REGION, &profile, &[school]);
    let wrong: Vec<&Finding> = all.iter().filter(|f| ["syntax", "unknown-word", "wrong-type"].contains(&f.rule)).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
    all.into_iter().filter(|f| f.rule == rule).collect()
}

#[test]
fn flows_that_cross_are_told_lines_only_if_those_open_what_stays_open() {
    let help = |flows: &str| {
        let found = found("flow-correlated", "", flows);
        found.into_iter().map(|f| f.help.unwrap_or_default()).collect::<Vec<_>>()
    };
    let ends = "let both ends of one lie within those of the other";
    let rows = [
        // Whole VLANs, every service: the others stay open.
        (
            "allow dns from=inside to=serveurs\ndeny any from=invites to=inside log=on",
            "write what stays open: `allow dns from=administration,pedagogie,wifi,dmz,telephonie,gestion to=serveurs`",
        ),
        // The other services of a VLAN stay open.
        ("service smb tcp=445\nallow any from=inside to=dmz\ndeny smb from=invites to=any log=on", ends),
        // So do the other machines of a VLAN.
        ("allow dns from=inside to=dmz\ndeny any from=annuaire to=inside log=on", ends),
        (
            "service page tcp=\"80-90\"\nservice low tcp=\"1-85\"\n\
             allow page from=pedagogie to=serveurs\ndeny low from=pedagogie to=serveurs",
            "name a service of its own for what stays open, with the ports that are not denied",
        ),
    ];
    for (flows, wanted) in rows {
        assert_eq!(help(flows), [wanted], "{flows}");
    }
}

#[test]
fn a_denial_of_the_standard_takes_from_a_flow_of_the_school_and_one_of_the_school_restricts_on_purpose() {
    let (wide, narrow) = ("allow dns from=inside to=serveurs", "deny any from=invites to=inside log=on");
    let count = |standard: &str, deviation: &str| {
        ["flow-denied-below", "flow-correlated"].map(|rule| {
            let found = found(rule, standard, deviation);
            found.iter().map(|f| f.severity).collect::<Vec<_>>()
        })
    };
    assert_eq!(count(narrow, wide), [vec![Severity::Warning], vec![]]);
    assert_eq!(count(wide, narrow), [vec![], vec![]]);
    assert_eq!(count("", &format!("{wide}\n{narrow}")), [vec![], vec![Severity::Info]]);
    // Hours close a flow in part, however much else is denied.
    let part =
        found("flow-denied-below", "deny any from=serveurs to=dmz hours=\"08:00-18:00\"", "allow dns from=serveurs to=dmz");
    let labels: Vec<&str> = part.iter().filter_map(|f| Some(f.labels.first()?.text.as_str())).collect();
    assert_eq!(labels, ["what dmz and dmz share stays closed at its hours (08:00-18:00)"]);
}

#[test]
fn the_management_reached_is_an_error_where_nobody_else_can_be_meant() {
    let weight = |lines: &str| {
        let found = found("management-reached", "", lines);
        found.iter().map(|f| f.severity).collect::<Vec<_>>()
    };
    let guest = "lxc console role=web memory=\"1GiB\" disk=\"10GiB\" image=debian-12 { nic gestion address=40; }\n\
                 host hosta { run console; }\n";
    assert_eq!(weight("allow https from=administration to=gestion"), [Severity::Error]);
    assert_eq!(weight("allow https from=administration to=sw1"), [Severity::Error]);
    assert_eq!(weight("allow https from=inside to=gestion"), [Severity::Error]);
    assert_eq!(weight(&format!("{guest}allow https from=internet to=console")), [Severity::Error]);
    assert_eq!(weight(&format!("{guest}allow https from=administration to=console")), [Severity::Warning]);
    assert_eq!(weight("allow https from=region to=gestion"), [Severity::Warning]);
    assert_eq!(weight("allow https from=telephonie to=gestion"), []);
}

#[test]
fn a_denial_without_a_trace_is_one_finding_a_statement_and_either_of_two_networks_waives_their_overlap() {
    let found_in = |rule, lines| found(rule, "", lines);
    let denials = found_in("denial-unlogged", "deny any from=wifi,invites to=administration,gestion,serveurs");
    assert_eq!(denials.len(), 1, "{}", say(&denials));
    assert_eq!(denials[0].message, "what tries to reach administration, gestion from invites, wifi leaves no trace");
    assert_eq!(denials[0].subjects.len(), 4);
    let networks = "network a \"203.0.113.16/28\" \"203.0.113.64/28\" through=exterieur\n\
                    network b \"203.0.113.64/28\" \"203.0.113.128/28\" through=exterieur\n\
                    allow https from=a,b to=dmz\n";
    assert_eq!(found_in("network-overlap", networks).len(), 1);
    for name in ["a", "b"] {
        let waived = found("network-overlap", "", &format!("{networks}waive network-overlap on={name}"));
        assert!(waived.is_empty(), "{name}");
    }
}

#[test]
fn a_rule_has_one_name_and_a_name_one_rule() {
    let mut names: Vec<&str> = preau::compile::rules().iter().map(|r| r.name).collect();
    let all = names.len();
    names.dedup();
    assert_eq!(names.len(), all, "two rules share a name");
}
