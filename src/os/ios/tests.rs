//! Goldens, and the pitfalls of IOS (reference: switches.md 3.2 and 3.4), each under its own name.

use super::OS;
use crate::os::samples::*;
use crate::os::tests::written;
use crate::render::Unwritten;
use crate::state::Switch;
use crate::state::switch::*;

fn text_of(switch: &Switch) -> String {
    written(&OS, switch).unwrap()
}

fn golden(name: &str, switch: &Switch) {
    let text = text_of(switch);
    assert!(text.lines().count() <= 150, "{} lines", text.lines().count());
    insta::with_settings!({ snapshot_path => "../../../tests/golden/snapshots", prepend_module_to_snapshot => false }, {
        insta::assert_binary_snapshot!(name, text.into_bytes());
    });
}

/// The lines of an interface, without its header.
fn block<'t>(text: &'t str, interface: &str) -> Vec<&'t str> {
    let mut lines = text.lines().skip_while(|l| *l != format!("interface {interface}"));
    assert!(lines.next().is_some(), "no {interface} in\n{text}");
    lines.take_while(|l| l.starts_with(' ')).collect()
}

#[test]
fn end_ports_are_written_as_the_golden_shows() {
    golden("ios-ends.cfg", &ends("ios"));
}

#[test]
fn trunks_and_aggregates_are_written_as_the_golden_shows() {
    golden("ios-links.cfg", &links("ios"));
}

#[test]
fn the_rarer_spellings_are_written_as_the_golden_shows() {
    golden("ios-rare.cfg", &rare("ios"));
}

#[test]
fn the_services_of_a_switch_are_written_as_the_golden_shows() {
    golden("ios-services.cfg", &services("ios"));
}

#[test]
fn no_trunk_names_an_encapsulation() {
    assert!(!text_of(&ports("ios")).contains("encapsulation"));
}

#[test]
fn a_trunk_always_says_what_it_allows_even_nothing() {
    let mut switch = bare("ios");
    switch.ports = vec![port("ios", 1, trunk(999, false, &[]))];
    assert!(block(&text_of(&switch), "FastEthernet0/1").contains(&" switchport trunk allowed vlan none"));
}

#[test]
fn a_long_list_goes_on_with_add_and_never_begins_again() {
    let mut switch = bare("ios");
    let many: Vec<u64> = (0..60).map(|n| 100 + 3 * n).collect();
    switch.ports = vec![port("ios", 1, trunk(999, false, &many))];
    let text = text_of(&switch);
    let lists: Vec<&str> = block(&text, "FastEthernet0/1").into_iter().filter(|l| l.contains("allowed vlan")).collect();
    assert!(lists.len() > 3 && !lists[0].contains("add") && lists[1..].iter().all(|l| l.contains("vlan add ")));
    assert!(lists.iter().all(|l| l.rsplit(' ').next().unwrap().len() <= 48));
}

#[test]
fn vtp_is_transparent_so_that_the_vlans_are_in_the_file() {
    let text = text_of(&bare("ios"));
    assert!(text.find("vtp mode transparent").unwrap() < text.find("\nvlan 20\n name pedagogie").unwrap());
}

#[test]
fn every_port_has_its_mode_and_negotiates_nothing() {
    let text = text_of(&ports("ios"));
    for block in text.split("\ninterface ").skip(1).filter(|b| !b.starts_with("Vlan")) {
        assert_eq!((block.matches("switchport mode ").count(), block.matches("switchport nonegotiate").count()), (1, 1));
    }
}

#[test]
fn no_access_list_is_attached_to_an_interface() {
    assert!(!text_of(&services("ios")).contains("access-group"));
}

#[test]
fn an_edge_port_that_is_a_trunk_says_so() {
    let text = text_of(&ports("ios"));
    assert!(block(&text, "FastEthernet0/6").contains(&" spanning-tree portfast trunk"));
    assert!(block(&text, "FastEthernet0/1").contains(&" spanning-tree portfast"));
    assert!(!block(&text, "GigabitEthernet0/1").iter().any(|l| l.contains("portfast") || l.contains("bpduguard")));
}

#[test]
fn an_aggregate_stands_before_its_members_with_the_same_vlans() {
    let text = text_of(&ports("ios"));
    let vlans =
        |interface: &str| -> Vec<&str> { block(&text, interface).into_iter().filter(|l| l.contains("switchport")).collect() };
    assert_eq!(vlans("Port-channel1"), vlans("GigabitEthernet0/1"));
    assert!(text.find("interface Port-channel1") < text.find("channel-group 1 mode active"));
}

#[test]
fn a_silent_server_opens_keeps_or_moves_as_the_port_says() {
    let text = text_of(&ports("ios"));
    let two = block(&text, "FastEthernet0/2");
    assert!(two.contains(&" authentication event server dead action authorize vlan 31"));
    assert!(two.contains(&" authentication event no-response action authorize vlan 30"));
    assert!(two.contains(&" authentication host-mode multi-domain"));
    assert!(block(&text, "FastEthernet0/3").contains(&" authentication event server dead action authorize"));
    let four = block(&text, "FastEthernet0/4");
    assert!(four.contains(&" authentication event fail action authorize vlan 30"));
    assert!(!four.iter().any(|l| l.contains("server dead")));
    let mut keep = bare("ios");
    keep.ports = vec![Port { auth: auth(AuthMethod::Mac, None, ServerDead::Keep), ..port("ios", 1, access(20, Some(40))) }];
    assert!(!text_of(&keep).contains("event server"));
}

#[test]
fn what_the_2960_cannot_do_is_refused_where_it_is_said() {
    let refused = |change: fn(&mut Switch)| {
        let mut switch = services("ios");
        change(&mut switch);
        match written(&OS, &switch) {
            Err(Unwritten::Refused(refusals)) => refusals.len(),
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(refused(|x| x.hardware.stack = true), 1);
    assert_eq!(refused(|x| x.vlans[0].id = s(id(1003))), 1);
    assert_eq!(refused(|x| x.services.syslog[0].transport = s(Transport::Tls)), 1);
    assert_eq!(refused(|x| x.services.radius.as_mut().unwrap().servers[0] = s("2001:db8::1".parse().unwrap())), 1);
    assert_eq!(refused(|x| x.services.ssh.as_mut().unwrap().password = None), 1);
    assert_eq!(refused(|x| x.ports[0].link = trunk(99, true, &[20])), 1);
}

#[test]
fn a_password_login_is_local_with_and_without_aaa() {
    let with = text_of(&services("ios"));
    assert!(with.contains("aaa authentication login default local") && !with.contains(" login local"));
    let mut switch = services("ios");
    switch.ports.clear();
    switch.services.radius = None;
    let without = text_of(&switch);
    assert_eq!((without.matches(" login local").count(), without.contains("aaa ")), (2, false));
}

#[test]
fn what_a_device_does_not_print_is_its_default_and_lists_are_folded() {
    let text = "!\nversion 12.2\nhostname sw1\n!\nvlan 20\n!\ninterface FastEthernet0/1\n!\ninterface FastEthernet0/2\n\
        \x20switchport trunk encapsulation dot1q\n switchport trunk allowed vlan 10,20-22\n switchport trunk allowed vlan add 30\n\
        \x20switchport trunk allowed vlan remove 21\n switchport mode trunk\n!\ninterface FastEthernet0/3\n switchport mode trunk\n!\n\
        username admin privilege 15 secret 5 $1$abcd$xyz\nrouter rip\nip http server\nend\n";
    let reading = (OS.read)(text, s(()).origin());
    let ports = &reading.switch.ports;
    assert_eq!(reading.switch.vlans[0].name.value(), "VLAN0020");
    assert_eq!((&ports[0].link, &ports[1].link), (&access(1, None), &trunk(1, false, &[10, 20, 22, 30])));
    let Link::Trunk { tagged, native_passes, .. } = &ports[2].link else { panic!() };
    assert_eq!((tagged.len(), **native_passes), (4093, true));
    assert_eq!((reading.account.hidden, reading.account.unknown.len()), (vec!["services.ssh.password"], 1));
}
