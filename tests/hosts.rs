//! Hosts and guests from a manifest to their files: what the derivation decides, on the small lycée of the frozen region.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test stops where it fails")]

use preau::base::Finding;
use preau::compile::{self, Built, Options};
use preau::source::{self, Source};
use std::path::Path;
use std::sync::LazyLock;

const HOST: &str = r#"host hosta model=hpe-dl360-gen9 rack=RG1.2 address=10 memory="64GiB" disk="2TiB" {
    uplink to=sw1:41,42
    run amon horus annuaire opsi impression fichiers
}"#;

/// Builds the small lycée with other text in the place of its host.
fn build(host: &str) -> Built {
    let region = source::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/trial")).unwrap();
    let wanted = |path: &str| path.ends_with("0410832G-delaunay.kdl") || !path.starts_with(|c: char| c.is_ascii_digit());
    let kept = region.files.iter().filter(|f| wanted(&f.path));
    let texts: Vec<(&str, String)> = kept.map(|f| (f.path.as_str(), f.text.replace(HOST, host))).collect();
    assert!(region.files.iter().any(|f| f.text.contains(HOST)), "the fixture's host has changed");
    let source = Source::of(&texts.iter().map(|(path, text)| (*path, text.as_str())).collect::<Vec<_>>());
    let schools = vec!["0410832G".parse().unwrap()];
    compile::build(&source, &Options { today: None, schools, targets: vec!["hosts".into()], progress: &|_, _| {} })
}

/// The lycée as it is, built once.
static STANDARD: LazyLock<Built> = LazyLock::new(|| build(HOST));

/// The findings of one rule.
fn found<'a>(built: &'a Built, rule: &str) -> Vec<&'a Finding> {
    built.findings.iter().filter(|f| f.rule == rule).collect()
}

fn errors(built: &Built) -> Vec<(&'static str, &str)> {
    let is_error = |f: &&Finding| f.severity == preau::base::Severity::Error && f.school.is_some();
    built.findings.iter().filter(is_error).map(|f| (f.rule, f.message.as_str())).collect()
}

/// The text of a file below the school's `hosts/`.
fn text(built: &Built, path: &str) -> String {
    let file = built.files.iter().find(|f| f.path == format!("0410832G/hosts/{path}"));
    let file = file.unwrap_or_else(|| panic!("{path} was not written: {:?}", errors(built)));
    String::from_utf8(file.content.clone()).unwrap()
}

fn lines<'a>(text: &'a str, key: &str) -> Vec<&'a str> {
    text.lines().filter_map(|l| l.strip_prefix(key)).collect()
}

#[test]
fn the_uplink_carries_management_and_what_the_guests_need_and_nothing_else() {
    let built = &*STANDARD;
    let trunk = text(built, "hosta/network/31-bond0.network");
    let management = text(built, "hosta/network/22-mgmt.netdev");
    // Transit 2, management 99, then every addressed VLAN, since the firewall is here; the parking VLAN is nowhere.
    assert_eq!(lines(&trunk, "VLAN="), ["2", "10", "20", "30", "40", "50-51", "60", "71-73", "99"]);
    assert_eq!(lines(&management, "Id="), ["99"]);
    assert_eq!(lines(&text(built, "hosta/network/32-br0.network"), "VLAN="), ["mgmt", "99"]);
    assert_eq!(lines(&text(built, "hosta/network/33-mgmt.network"), "Gateway="), ["10.41.64.254"]);
}

#[test]
fn a_card_of_the_firewall_has_one_vlan_without_a_tag_and_its_place_in_the_machine() {
    let built = &*STANDARD;
    let card = text(built, "hosta/network/40-vb-amon-1.network");
    assert_eq!((lines(&card, "PVID="), lines(&card, "VLAN=")), (vec!["10"], vec!["99"]));
    let machine = text(built, "hosta/kvm/amon.xml");
    let first = machine.split("vb-amon-1").nth(1).unwrap();
    assert!(first.split("</interface>").next().unwrap().contains("slot=\"0x04\""), "{machine}");
}

#[test]
fn guests_start_after_the_firewall_and_after_what_they_name() {
    let built = &*STANDARD;
    let opsi = text(built, "hosta/units/preau-guest-opsi.service");
    let after = lines(&opsi, "After=preau-guest-");
    assert!(after.contains(&"amon.service") && after.contains(&"annuaire.service"), "{opsi}");
    assert_eq!(lines(&opsi, "Wants="), ["preau-guest-annuaire.service"]);
    // Files come before the rest: opsi and impression wait for both.
    assert!(after.contains(&"fichiers.service") && after.contains(&"horus.service"), "{opsi}");
    let (head, _) = HOST.rsplit_once('}').unwrap();
    let chain = r#"    lxc a role=directory after=b memory="1GiB" disk="9GiB" image=debian-12 { nic serveurs address=30 }
    lxc b after=opsi memory="1GiB" disk="9GiB" image=debian-12 { nic serveurs address=31 }
}"#;
    let chained = text(&build(&format!("{head}{chain}")), "hosta/units/preau-guest-a.service");
    let after = lines(&chained, "After=preau-guest-");
    assert!(after.contains(&"b.service") && after.contains(&"opsi.service"), "{chained}");
    let amon = text(built, "hosta/units/preau-guest-amon.service");
    assert!(!amon.contains("After=preau-guest-") && amon.contains("ExecStartPost=/bin/sleep 60"), "{amon}");
}

#[test]
fn a_guest_keeps_its_addresses_when_it_moves() {
    let moved = r#"host hosta model=hpe-dl360-gen9 rack=RG1.2 address=10 memory="64GiB" disk="2TiB" {
    uplink to=sw1:41,42
    run amon horus opsi impression fichiers
}
host hostb model=hpe-dl360-gen9 rack=RG1.2 address=11 memory="64GiB" disk="2TiB" {
    uplink to=sw1:45,46
    run annuaire
}"#;
    let (here, there) = (&*STANDARD, build(moved));
    assert_eq!(text(here, "hosta/lxc/annuaire/config"), text(&there, "hostb/lxc/annuaire/config"));
    // hostb carries what its one guest needs, and management.
    assert_eq!(lines(&text(&there, "hostb/network/31-bond0.network"), "VLAN="), ["50", "99"]);
}

#[test]
fn a_standby_host_carries_the_vlans_and_runs_nothing() {
    let built = build(
        r#"host hosta model=hpe-dl360-gen9 rack=RG1.2 address=10 memory="64GiB" disk="2TiB" {
    uplink to=sw1:41,42
    run amon portail standby=hostb
    run horus annuaire opsi impression fichiers
}
deviation "a web site of its own" owner=section-sio until=none {
    docker portail memory="1GiB" disk="9GiB" { nic restauration address=9; container web image="nginx:1.27" port=80; }
}
host hostb model=hpe-dl360-gen9 rack=RG1.2 address=11 memory="64GiB" disk="2TiB" {
    uplink to=sw1:45
}"#,
    );
    // One port needs no bond: it is in the bridge itself.
    let uplink = text(&built, "hostb/network/30-eno1.network");
    assert!(lines(&uplink, "VLAN=").contains(&"71-73") && uplink.contains("Bridge=br0"), "{uplink}");
    assert_eq!(lines(&text(&built, "hostb/network/40-vb-amon-0.network"), "PVID="), ["2"]);
    // The project's VLAN is on the bridge itself there too.
    assert_eq!(lines(&text(&built, "hostb/network/32-br0.network"), "VLAN="), ["mgmt", "73", "99"]);
    assert!(!built.files.iter().any(|f| f.path.contains("hostb/kvm") || f.path.contains("bond0") && f.path.contains("hostb")));
}

#[test]
fn several_ports_to_one_device_are_lacp_and_one_to_each_of_two_is_a_backup() {
    assert_eq!(lines(&text(&STANDARD, "hosta/network/20-bond0.netdev"), "Mode="), ["802.3ad"]);
    let two = build(&HOST.replace("uplink to=sw1:41,42", "uplink 1 to=sw1:41\n    uplink 2 to=sw2:47"));
    assert_eq!(lines(&text(&two, "hosta/network/20-bond0.netdev"), "Mode="), ["active-backup"]);
    let primary = [1, 2].map(|n| text(&two, &format!("hosta/network/30-eno{n}.network")).contains("PrimarySlave=yes"));
    assert_eq!(primary, [true, false]);
    let mixed = build(&HOST.replace("uplink to=sw1:41,42", "uplink 1 2 to=sw1:41,42\n    uplink 3 to=sw2:47"));
    assert_eq!(found(&mixed, "host-bond-mixed").len(), 1, "{:?}", errors(&mixed));
}

const PROJECT: &str = r#"    docker portail role=web memory="3GiB" disk="20GiB" {
        nic dmz address=20
        container web image="nginx:1.27" port=443 needs=base memory="1GiB"
        container base image="postgres:16" { health "pg_isready" }
        container cache image="redis:7"
    }
}"#;

/// The lycée's host with a project on it, `edit`ed.
fn project(from: &str, to: &str) -> Built {
    let (head, _) = HOST.rsplit_once('}').unwrap();
    assert!(PROJECT.contains(from));
    build(&format!("{head}{}", PROJECT.replace(from, to)))
}

#[test]
fn who_listens_has_the_cards_address_and_who_says_nothing_shares_the_memory() {
    let built = project("", "");
    let compose = text(&built, "hosta/docker/portail/compose.yaml");
    assert_eq!(compose.matches("ipv4_address: \"10.41.67.20\"").count(), 1, "{compose}");
    assert_eq!(compose.matches("memory: \"1024M\"").count(), 3, "{compose}");
    assert!(compose.contains("condition: \"service_healthy\"") && compose.contains("parent: \"br0.51\""), "{compose}");
    // Its VLAN is on the bridge itself, or the project is deaf.
    assert_eq!(lines(&text(&built, "hosta/network/32-br0.network"), "VLAN="), ["mgmt", "51", "99"]);
}

#[test]
fn a_project_that_cannot_run_is_found() {
    let second = project("container cache image=\"redis:7\"", "container cache image=\"redis:7\" port=6379");
    assert_eq!(found(&second, "container-address-missing").len(), 1, "{:?}", errors(&second));
    let addressed = project("container cache image=\"redis:7\"", "container cache image=\"redis:7\" port=6379 address=21");
    assert_eq!(found(&addressed, "container-address-missing").len(), 0);
    let greedy = project("memory=\"1GiB\"", "memory=\"4GiB\"");
    assert_eq!(found(&greedy, "container-memory-over").len(), 1, "{:?}", errors(&greedy));
    let cards = project("nic dmz address=20", "nic dmz address=20; nic serveurs address=20");
    assert_eq!(found(&cards, "not-modelled").len(), 1, "{:?}", errors(&cards));
    let last = "        container cache image=\"redis:7\"\n    }\n";
    let other = "    docker autre memory=\"1GiB\" disk=\"20GiB\" {\n        nic dmz address=22\n        container a image=\"a:1\" port=80\n    }\n";
    let overlap = project(last, &format!("{last}{other}"));
    assert_eq!(found(&overlap, "docker-pool-overlap").len(), 1, "{:?}", errors(&overlap));
}

#[test]
fn a_name_that_linux_or_the_tree_cannot_bear_is_found() {
    let (head, _) = HOST.rsplit_once('}').unwrap();
    let guest = |name: &str| {
        format!("{head}    lxc {name} memory=\"1GiB\" disk=\"9GiB\" image=debian-12 {{ nic serveurs address=30 }}\n}}")
    };
    let long = build(&guest("bibliotheque-numerique"));
    assert_eq!(found(&long, "ifname-too-long").len(), 1, "{:?}", errors(&long));
    let odd = build(&guest("a+b"));
    assert!(!found(&odd, "not-carried").is_empty(), "{:?}", odd.findings);
    // Card 1 of the firewall is `vb-amon-1` already.
    let clash = build(&guest("amon-1"));
    assert_eq!(found(&clash, "guest-port-clash").len(), 1, "{:?}", errors(&clash));
    let bare = build(&guest("bare").replace(" image=debian-12", ""));
    assert_eq!(found(&bare, "image-missing").len(), 1);
}
