//! Goldens, and the pitfalls of Comware (reference: switches.md 3.2 and 3.4), each under its own name.

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
    golden("comware-ends.cfg", &ends("comware"));
}

#[test]
fn trunks_and_aggregates_are_written_as_the_golden_shows() {
    golden("comware-links.cfg", &links("comware"));
}

#[test]
fn the_rarer_spellings_are_written_as_the_golden_shows() {
    golden("comware-rare.cfg", &rare("comware"));
}

#[test]
fn the_services_of_a_switch_are_written_as_the_golden_shows() {
    golden("comware-services.cfg", &services("comware"));
}

#[test]
fn a_stack_is_written_as_the_golden_shows() {
    golden("comware-stack.cfg", &stack("comware"));
}

#[test]
fn a_trunk_takes_vlan_1_away_unless_it_is_wanted() {
    let mut switch = bare("comware");
    switch.ports = vec![port("comware", 1, trunk(999, false, &[20])), port("comware", 2, trunk(999, false, &[1, 20]))];
    let text = text_of(&switch);
    assert!(block(&text, "GigabitEthernet1/0/1").contains(&" undo port trunk permit vlan 1"));
    assert!(!text.contains("interface GigabitEthernet1/0/2\n port link-mode bridge\n port link-type trunk\n undo"));
    assert!(block(&text, "GigabitEthernet1/0/2").contains(&" port trunk permit vlan 1 20"));
}

#[test]
fn a_native_vlan_is_permitted_unless_untagged_frames_shall_die() {
    let mut switch = bare("comware");
    switch.ports = vec![port("comware", 1, trunk(99, true, &[20])), port("comware", 2, trunk(999, false, &[20]))];
    let text = text_of(&switch);
    let permit = " port trunk permit vlan 20";
    assert!(block(&text, "GigabitEthernet1/0/1").contains(&" port trunk permit vlan 20 99"));
    assert!(block(&text, "GigabitEthernet1/0/2").contains(&permit) && text.contains(" port trunk pvid vlan 999"));
}

#[test]
fn a_long_permit_list_is_several_lines_of_at_most_ten_items() {
    let mut switch = bare("comware");
    let many: Vec<u64> = (0..25).map(|n| 100 + 2 * n).collect();
    switch.ports = vec![port("comware", 1, trunk(999, false, &many))];
    let text = text_of(&switch);
    let permits: Vec<usize> = block(&text, "GigabitEthernet1/0/1")
        .iter()
        .filter_map(|l| l.strip_prefix(" port trunk permit vlan "))
        .map(|list| list.split(' ').count())
        .collect();
    assert_eq!(permits, [10, 10, 5]);
}

#[test]
fn a_member_says_what_its_aggregate_says_in_the_same_order_and_after_it() {
    let text = text_of(&ports("comware"));
    let vlans = |interface: &str| -> Vec<&str> {
        block(&text, interface).into_iter().filter(|l| l.contains("link-type") || l.contains("trunk")).collect()
    };
    let aggregate = vlans("Bridge-Aggregation1");
    assert_eq!(aggregate.len(), 4);
    assert!(aggregate[0].contains("link-type") && aggregate[2].contains("permit") && aggregate[3].contains("pvid"));
    assert_eq!(aggregate, vlans("Ten-GigabitEthernet1/0/49"));
    assert!(text.find("interface Bridge-Aggregation1") < text.find("port link-aggregation group 1"));
}

#[test]
fn a_global_command_has_one_leading_space_and_every_section_its_separator() {
    for switch in [ports("comware"), services("comware"), stack("comware")] {
        let text = text_of(&switch);
        let heads = [
            "vlan ",
            "interface ",
            "stp region-configuration",
            "irf-port ",
            "radius ",
            "domain ",
            "acl ",
            "line ",
            "local-user ",
        ];
        let mut before = "";
        for line in text.lines() {
            let head = heads.iter().any(|h| line.starts_with(h)) || line.starts_with("public-key peer ");
            assert!(line == "#" || line == "return" || line.starts_with(' ') || head, "{line}");
            assert!(!head || before == "#", "{line} follows {before}");
            before = line;
        }
        assert!(text.starts_with("#\n sysname ") && text.ends_with("#\nreturn\n") && !text.contains("#\n#"));
    }
}

#[test]
fn a_vlan_keeps_its_default_description() {
    let text = text_of(&ports("comware"));
    let vlans = text.split("interface ").next().unwrap();
    assert!(!vlans.contains(" description "));
}

#[test]
fn an_authenticated_port_is_hybrid_only_where_another_vlan_may_come() {
    let text = text_of(&ports("comware"));
    let two = block(&text, "GigabitEthernet1/0/2");
    for line in [
        " port link-type hybrid",
        " undo port hybrid vlan 1",
        " port hybrid vlan 20 30 to 31 untagged",
        " port hybrid pvid vlan 20",
        " mac-vlan enable",
    ] {
        assert!(two.contains(&line), "{line} is not in {two:?}");
    }
    assert!(block(&text, "GigabitEthernet1/0/3").contains(&" port link-type access"));
}

#[test]
fn a_silent_server_opens_keeps_or_moves_as_the_port_says() {
    let mut switch = ports("comware");
    switch.services.radius = services("comware").services.radius;
    let text = text_of(&switch);
    assert!(text.contains("domain preau-open\n authentication lan-access radius-scheme preau none\n"));
    assert!(text.contains("domain preau\n authentication lan-access radius-scheme preau\n"));
    assert!(block(&text, "GigabitEthernet1/0/2").contains(&" mac-authentication critical vlan 31"));
    assert!(block(&text, "GigabitEthernet1/0/3").contains(&" mac-authentication domain preau-open"));
    let keep = " dot1x re-authenticate server-unreachable keep-online";
    assert!(block(&text, "GigabitEthernet1/0/4").contains(&keep));
}

#[test]
fn a_critical_vlan_that_is_the_port_s_own_or_its_voice_vlan_is_refused() {
    for (own, voice) in [(31, None), (20, Some(31))] {
        let mut switch = bare("comware");
        switch.ports =
            vec![Port { auth: auth(AuthMethod::Mac, None, ServerDead::Vlan(id(31))), ..port("comware", 1, access(own, voice)) }];
        let Err(Unwritten::Refused(refusals)) = written(&OS, &switch) else { panic!() };
        assert_eq!((refusals.len(), refusals[0].rule), (1, "not-carried"));
    }
}

#[test]
fn a_log_that_should_travel_over_tls_is_refused() {
    let mut switch = services("comware");
    switch.services.syslog[0].transport = s(Transport::Tls);
    assert!(matches!(written(&OS, &switch), Err(Unwritten::Refused(_))));
}

#[test]
fn arp_detection_has_bindings_where_stations_are() {
    let text = text_of(&ports("comware"));
    assert!(block(&text, "GigabitEthernet1/0/1").contains(&" dhcp snooping binding record"));
    assert!(!block(&text, "GigabitEthernet1/0/5").contains(&" dhcp snooping binding record"));
    let mut trusted = ports("comware");
    trusted.ports[0].trusted = s(true);
    assert!(!block(&text_of(&trusted), "GigabitEthernet1/0/1").contains(&" dhcp snooping binding record"));
    assert!(block(&text, "Bridge-Aggregation1").ends_with(&[" dhcp snooping trust", " arp detection trust"]));
}

#[test]
fn a_user_proves_itself_by_what_it_has_and_never_by_its_name_alone() {
    let with = |password: bool, key: &str| {
        let mut switch = services("comware");
        let ssh = switch.services.ssh.as_mut().unwrap();
        ssh.key = Some(text(key));
        if !password {
            ssh.password = None;
        }
        written(&OS, &switch)
    };
    let (rsa, other) = ("ssh-rsa AAAAB3NzaC1yc2EAAAABAwAAAAMAxfE=", "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA==");
    assert!(with(true, rsa).unwrap().contains(" authentication-type any assign publickey exploitation\n"));
    assert!(with(false, rsa).unwrap().contains(" authentication-type publickey assign publickey exploitation\n"));
    let password = with(true, other).unwrap();
    assert!(password.contains(" authentication-type password\n") && !password.contains("public-key"));
    assert!(matches!(with(false, other), Err(Unwritten::Refused(_))));
}

#[test]
fn what_a_device_does_not_print_is_its_default_and_what_it_hides_is_unknown() {
    let text = "# display version\n#\n version 7.1.070, Release 3507\n#\n sysname sw1\n#\nvlan 20\n#\n\
        interface GigabitEthernet1/0/1\n port link-mode bridge\n#\n\
        interface GigabitEthernet1/0/2\n port link-type trunk\n port trunk permit vlan 10 20\n port trunk permit vlan 30 to 32\n#\n\
        local-user admin class manage\n password hash $h$6$abc\n service-type ssh terminal\n#\n ospf 1\n#\n telnet server enable\n#\nreturn\n";
    let reading = (OS.read)(text, s(()).origin());
    assert_eq!(reading.switch.vlans[0].name.value(), "VLAN 0020");
    assert_eq!(reading.switch.ports[0].link, access(1, None));
    assert_eq!(reading.switch.ports[1].link, trunk(1, true, &[10, 20, 30, 31, 32]));
    assert_eq!((&reading.account.hidden, &reading.account.unknown), (&vec!["services.ssh.password"], &vec![23]));
    let known = |n: usize| reading.account.ignored.iter().find(|(number, _)| *number == n).map(|(_, why)| *why);
    assert_eq!(known(21), Some("routing, which a switch's state has no place for"));
}
