//! What `assert` proves, and the piece that it names when there is no proof: the specification, part 6.12.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test stops where it fails")]

use preau::base::Finding;
use preau::compile::{self, Options};
use preau::source::Source;

const REGION: &str = include_str!("fixtures/minimal/region.kdl");
const PROFILE: &str = include_str!("fixtures/minimal/profiles/minimal.kdl");
const CATALOGUE: &str = include_str!("fixtures/minimal/catalogue/test.kdl");
const SCHOOL: &str = include_str!("fixtures/minimal/37/0379903N-minimale.kdl");

/// Two switches below the core, each with a class; `ring` joins them.
const BELOW: &str = "
switch sw2 model=test-52 rack=R2 address=152 { uplink 49 to=sw1:49 medium=om3; access \"1-4\" vlan=pedagogie room=A101; }
switch sw3 model=test-52 rack=R3 address=153 { uplink 49 to=sw1:50 medium=om3; access \"1-4\" vlan=pedagogie room=A102; }
";
const RING: &str = "link sw2:50 sw3:50 medium=om3\n";

/// What the assertions of a school fail of: message, and the texts of labels and help.
fn failures(lines: &str) -> Vec<String> {
    let school = format!("{SCHOOL}\n{lines}");
    let files = [
        ("region.kdl", REGION),
        ("profiles/minimal.kdl", PROFILE),
        ("catalogue/test.kdl", CATALOGUE),
        ("37/school.kdl", school.as_str()),
    ];
    let options = Options { today: "2026-11-25".parse().ok(), schools: Vec::new(), targets: Vec::new(), progress: &|_, _| () };
    let findings = compile::check(&Source::of(&files), &options).findings;
    let say = |f: &Finding| {
        let labels: Vec<&str> = f.labels.iter().map(|l| l.text.as_str()).collect();
        format!("{} | {} | {}", f.message, labels.join(", "), f.help.as_deref().unwrap_or_default())
    };
    findings.iter().filter(|f| f.rule == "assertion-fails").map(say).collect()
}

fn proved(lines: &str) {
    assert_eq!(failures(lines), Vec::<String>::new(), "{lines}");
}

/// Exactly one failure, which says each of the words.
fn fails(lines: &str, words: &[&str]) {
    let said = failures(lines);
    assert!(matches!(said.as_slice(), [only] if words.iter().all(|w| only.contains(w))), "{lines}: {said:?}");
}

fn open(flows: &str) -> String {
    format!("deviation \"open\" owner=exploitation until=none {{\n{flows}\n}}\n")
}

#[test]
fn what_a_device_carries_away_is_named_and_a_ring_saves_it() {
    fails(&format!("{BELOW}assert survives sw1 keep=pedagogie\n"), &["sw2 and sw3 cut off"]);
    proved(&format!("{BELOW}assert survives sw2 keep=pedagogie\n"));
    // Below sw2 hangs sw4, until a second cable leads round.
    let chain = "switch sw4 model=test-52 rack=R2 address=154 { uplink 49 to=sw2:51 medium=om3; access \"1-4\" vlan=pedagogie room=A101; }\n";
    fails(&format!("{BELOW}{chain}assert survives sw2 keep=pedagogie\n"), &["sw4 cut off", "switched off"]);
    proved(&format!("{BELOW}{chain}link sw4:50 sw3:50 medium=om3\nassert survives sw2 keep=pedagogie\n"));
    proved(&format!("{BELOW}{RING}assert survives sw2 keep=pedagogie\nassert survives sw3 keep=pedagogie\n"));
    fails(&format!("{BELOW}{RING}assert survives fw1 keep=pedagogie\n"), &["the gateway is on it"]);
}

#[test]
fn reach_needs_an_open_flow_from_all_of_one_to_all_of_the_other() {
    fails(
        "assert reach web from=serveurs to=dmz\n",
        &["serveurs does not reach dmz by web", "no flow leads there", "add `allow web"],
    );
    proved(
        &(open("allow web from=serveurs to=dmz")
            + "assert reach web from=serveurs to=dmz\nassert reach https from=serveurs to=dmz\n"),
    );
    // A flow to one guest of the VLAN opens a part of it.
    let part = open("allow web from=serveurs to=portail");
    fails(&format!("{part}assert reach web from=serveurs to=dmz\n"), &["no flow leads to all of dmz", "this opens a part of it"]);
    proved(&format!("{part}assert reach web from=serveurs to=portail\n"));
    // One protocol is not another.
    fails(
        &(open("allow https from=serveurs to=dmz") + "assert reach dns from=serveurs to=dmz\n"),
        &["by dns", "no flow leads there"],
    );
}

#[test]
fn a_deny_beats_every_allow_that_it_overlaps() {
    let flows = open("allow web from=serveurs to=dmz\ndeny https from=serveurs to=portail");
    fails(&format!("{flows}assert reach web from=serveurs to=dmz\n"), &["a `deny` closes https from serveurs", "closed here"]);
    let closed = open("allow web from=serveurs to=dmz,internet\ndeny any from=serveurs to=dmz");
    proved(&format!("{closed}assert isolated serveurs dmz\n"));
    let half = open("allow web from=serveurs to=dmz\ndeny any from=serveurs to=portail");
    fails(
        &format!("{half}assert isolated serveurs dmz\n"),
        &["serveurs and dmz are not isolated", "web from serveurs to dmz is open"],
    );
    proved(&format!("{half}assert isolated serveurs portail\n"));
}

#[test]
fn isolation_holds_both_ways_and_at_layer_2_too() {
    proved("assert isolated dmz invites\n");
    fails(
        &(open("allow web from=dmz to=serveurs") + "assert isolated serveurs dmz\n"),
        &["web from dmz to serveurs is open", "opened here"],
    );
    fails("assert isolated annuaire serveurs\n", &["both are in VLAN serveurs", "no firewall stands between them"]);
}

#[test]
fn an_open_flow_is_no_way_where_the_cables_lead_to_no_gateway() {
    // A switch behind the firewall's own card: its frames pass no bridge.
    let behind = "switch sw2 model=test-52 rack=R2 address=152 { uplink 48 to=hosta; access \"1-4\" vlan=invites room=A101; }\n";
    let flows = open("allow web from=invites to=dmz");
    proved(&format!("{flows}assert reach web from=invites to=dmz\n"));
    fails(
        &format!("{behind}{flows}assert reach web from=invites to=dmz\n"),
        &["the flow is open, but sw2 has no way to the gateway of invites", "join sw2"],
    );
}

#[test]
fn capacity_counts_addresses_and_sockets() {
    proved("assert capacity administration stations=150\n");
    fails("assert capacity administration stations=500\n", &["190 addresses for 500 stations", "310 too few"]);
    fails("assert capacity serveurs stations=1\n", &["0 addresses for one station"]);
}
