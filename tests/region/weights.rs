//! What neither `severity` nor `waive` moves: a name that is nowhere.

use crate::world::World;
use preau::base::{Finding, Severity};
use preau::compile::{self, Options};

fn options() -> Options<'static> {
    Options { today: None, schools: Vec::new(), targets: Vec::new(), progress: &|_, _| {} }
}

fn found(world: &World, rules: &[&str]) -> Vec<Finding> {
    let all = compile::check(&world.source(), &options()).findings;
    all.into_iter().filter(|f| rules.contains(&f.rule)).collect()
}

/// Lines of a school that name what is nowhere, with the rule that finds it; a name near one that is there, and one near nothing.
const NOWHERE: &[(&str, &str)] = &[
    ("vlan-undeclared", "access 1 vlan=pead room=A1"),
    ("vlan-undeclared", "access 1 vlan=zqxw room=A1"),
    ("place-unknown", "access 1 vlan=peda room=Zqxw"),
    ("port-class-unknown", "access 1 vlan=peda room=A1 port-class=psote"),
    ("port-class-unknown", "access 1 vlan=peda room=A1 port-class=zqxw"),
    ("device-unknown", "uplink 25 to=zqxw:1"),
];

/// Lines of a school that name what its layers lack, beside a switch.
const OTHERS: &[(&str, &str)] = &[
    ("model-unknown", "ups onduleur model=zqxwvkjy rack=R1\n"),
    ("rule-unknown", "deviation \"a\" owner=exploitation until=none { waive zqxwvkjy on=sw1 }\n"),
    ("removes-nothing", "deviation \"a\" owner=exploitation until=none { remove service wbe }\n"),
    ("still-named", "deviation \"a\" owner=exploitation until=none { remove vlan voix; allow web from=voix to=internet }\n"),
];

fn nowhere() -> impl Iterator<Item = (&'static str, String)> {
    let switch = |line: &str| format!("switch sw1 model=hpe-5130-24g-poe+-4sfp+ rack=R1 address=10 role=core {{ {line}; }}\n");
    NOWHERE
        .iter()
        .map(move |(rule, line)| (*rule, switch(line)))
        .chain(OTHERS.iter().map(|(rule, line)| (*rule, (*line).to_owned())))
}

#[test]
fn what_names_nothing_is_an_error_whatever_a_region_says_and_no_file_is_made_of_a_guess() {
    for (rule, lines) in nowhere() {
        for level in ["off", "info", "warning"] {
            let world = World::small(&lines).and("region.kdl", &format!("severity {rule} {level}\n"));
            let built = compile::build(&world.source(), &options());
            let is_heard = |f: &&Finding| f.rule == rule && f.severity == Severity::Error && f.school.is_some();
            assert_eq!(built.findings.iter().filter(is_heard).count(), 1, "{rule} {level}: {lines}");
            assert!(built.files.iter().all(|f| !f.path.starts_with("0370001A")), "{rule} {level}: {lines}");
            let refused: Vec<_> = built.findings.iter().filter(|f| f.rule == "weight-fixed").map(|f| world.at(f, 0)).collect();
            assert_eq!(refused, [rule], "{level}");
        }
    }
}

#[test]
fn a_weight_that_a_rule_has_anyway_is_no_mistake_and_neither_is_one_of_a_rule_that_moves() {
    let weights = "severity vlan-undeclared error\nseverity uplink-redundant off\n";
    assert!(found(&World::small("").and("region.kdl", weights), &["weight-fixed"]).is_empty());
}

#[test]
fn a_waiver_of_what_names_nothing_is_refused_where_it_is_written() {
    let (_, switch) = nowhere().next().unwrap();
    let waiver = "deviation \"a\" owner=exploitation until=none { waive vlan-undeclared on=sw1 }\n";
    let world = World::small(&(switch + waiver));
    let found = found(&world, &["weight-fixed", "waiver-unused", "vlan-undeclared"]);
    let told: Vec<_> = found.iter().map(|f| (f.rule, f.severity, world.at(f, 0))).collect();
    let told: Vec<_> = told.iter().map(|(rule, severity, at)| (*rule, *severity, at.as_str())).collect();
    assert_eq!(told, [("vlan-undeclared", Severity::Error, "pead"), ("weight-fixed", Severity::Error, "vlan-undeclared")]);
}

/// A guest that no host runs, and a host.
const GUEST: &str = "host h model=hpe-dl360-gen9 rack=R1 address=20 memory=\"8GiB\" disk=\"1TiB\" { RUN }\n\
    deviation \"un service\" owner=exploitation until=none {\n\
    kvm web1 memory=\"1GiB\" disk=\"1GiB\" os=debian-12 { nic serveurs address=5 }\n}\n";

#[test]
fn what_a_school_lacks_is_said_unless_the_name_that_is_nowhere_may_have_been_it() {
    let told = |line: &str| {
        let all = found(&World::small(line), &["guest-not-placed", "guest-unknown", "place-unknown"]);
        all.iter().map(|f| f.rule).collect::<Vec<_>>()
    };
    let stations = "stations room=Zqxw subject=Sev seats=\"1-2\"\n";
    assert_eq!(told(&GUEST.replace("RUN", "")), ["guest-not-placed"]);
    assert_eq!(told(&GUEST.replace("RUN", "run zqxw")), ["guest-unknown"]);
    let mut both = told(&(GUEST.replace("RUN", "") + stations));
    both.sort_unstable();
    assert_eq!(both, ["guest-not-placed", "place-unknown"]);
}
