//! What each port of a switch becomes, stacks, aggregates, rings and trees (part 6.4 to 6.11).

use crate::world::{Made, World};
use preau::net;
use preau::state::switch::{AuthMethod, Link, Port, Switch};

const SWITCH: &str = "hpe-5130-24g-poe+-4sfp+";

fn switch(name: &str, address: u16, inside: &str) -> String {
    let role = if address == 10 { "role=core " } else { "" };
    format!("switch {name} model={SWITCH} rack=R1 {role}address={address} {{ {inside} }}\n")
}

fn state<'a>(made: &'a Made, name: &str) -> &'a Switch {
    made.state.switches.iter().find(|s| *s.name.value() == name).unwrap()
}

fn port<'a>(made: &'a Made, name: &str, port: &str) -> &'a Port {
    let id: net::Port = port.parse().unwrap();
    state(made, name).ports.iter().find(|p| p.id == id).unwrap()
}

/// `access 20`, `access 20 voice 60`, `trunk 999- 10,20` (`-`: the native VLAN passes nothing).
fn link(link: &Link) -> String {
    match link {
        Link::Access { vlan, voice: None } => format!("access {vlan}"),
        Link::Access { vlan, voice: Some(voice) } => format!("access {vlan} voice {voice}"),
        Link::Trunk { native, native_passes, tagged } => {
            let tagged: Vec<String> = tagged.iter().map(|v| v.to_string()).collect();
            format!("trunk {native}{} {}", if **native_passes { "" } else { "-" }, tagged.join(","))
        }
    }
}

fn described(port: &Port) -> &str {
    port.description.as_ref().map_or("", |d| d.as_str())
}

#[test]
fn an_access_port_has_the_vlans_manner_and_its_line_overrides() {
    let text = switch(
        "sw1",
        10,
        "access 1 vlan=peda room=A1; access 2 vlan=peda room=A1 auth=dot1x poe=off outlets=A1-07; access 3 vlan=peda room=A1 \
         port-class=libre voice=voix",
    );
    let made = World::small(&text).make();
    assert_eq!(made.faults(), [""; 0]);
    let (one, two, three) = (port(&made, "sw1", "1"), port(&made, "sw1", "2"), port(&made, "sw1", "3"));
    assert_eq!([link(&one.link), link(&three.link)], ["access 20", "access 20 voice 60"]);
    assert_eq!([described(one), described(two)], ["A1", "A1-07"]);
    assert_eq!(*one.auth.as_ref().unwrap().method, AuthMethod::Mac);
    assert_eq!(one.auth.as_ref().unwrap().max_macs.map(|m| *m), Some(3));
    assert_eq!(*two.auth.as_ref().unwrap().method, AuthMethod::Dot1x);
    assert!(three.auth.is_none());
    assert_eq!([one.poe.map(|p| *p), two.poe.map(|p| *p)], [Some(true), Some(false)]);
    assert!([one, two, three].iter().all(|p| *p.edge && *p.enabled && !*p.trusted && *p.loop_detection));
    assert_eq!(one.storm.map(|s| *s), Some(1000));
    // Nobody said anything of it.
    let free = port(&made, "sw1", "4");
    assert_eq!((link(&free.link).as_str(), *free.enabled, free.poe.map(|p| *p)), ("access 999", false, Some(false)));
}

#[test]
fn rooms_share_the_ports_of_a_line_in_order() {
    let made = World::small(&switch("sw1", 10, "access \"1-4\" vlan=peda room=A1,A2 each=2")).make();
    let rooms: Vec<&str> = ["1", "2", "3", "4"].map(|p| described(port(&made, "sw1", p))).to_vec();
    assert_eq!(rooms, ["A1", "A1", "A2", "A2"]);
    let faults = |line: &str| World::small(&switch("sw1", 10, line)).make().rules();
    assert_eq!(faults("access \"1-5\" vlan=peda room=A1,A2 each=2"), ["ports-and-rooms-differ"]);
    assert_eq!(faults("access \"1-4\" vlan=peda room=A1,A2"), ["ports-and-rooms-differ"]);
    assert_eq!(faults("access \"1-4\" vlan=peda room=A1 outlets=\"A1-{01..03}\""), ["ports-and-outlets-differ"]);
}

#[test]
fn the_operators_port_is_an_edge_that_is_told_nothing() {
    let world = World::small(&switch("sw1", 10, "")).edit("37/essai.kdl", "circuit=\"C12\"", "circuit=\"C12\" at=sw1:24");
    let made = world.make();
    let p = port(&made, "sw1", "24");
    assert_eq!((link(&p.link).as_str(), described(p)), ("access 2", "adista C12"));
    assert!(*p.edge && !*p.announces && !*p.trusted && !*p.loop_detection);
    assert!(p.auth.is_none() && p.storm.is_none());
    let transit = state(&made, "sw1").vlans.iter().find(|v| v.id.number() == 2).unwrap();
    assert!(!*transit.snooping && !*transit.arp_inspection);
}

#[test]
fn leases_are_watched_where_there_are_any() {
    let text = switch("sw1", 10, "access 1 vlan=peda room=A1; access 2 vlan=serveurs room=A1");
    let made = World::small(&text).make();
    let vlans: Vec<(u16, bool, bool)> =
        state(&made, "sw1").vlans.iter().map(|v| (v.id.number(), *v.snooping, *v.arp_inspection)).collect();
    assert_eq!(vlans, [(20, true, true), (50, false, false), (99, false, false), (999, false, false)]);
}

#[test]
fn a_derived_trunk_has_the_parking_vlan_untagged_and_not_allowed() {
    let text = switch("sw1", 10, "access 1 vlan=peda room=A1")
        + &switch("sw2", 11, "uplink 25 to=sw1:25; access 1 vlan=peda room=A1; access 2 vlan=admin room=A1");
    let made = World::small(&text).make();
    let (up, down) = (port(&made, "sw2", "25"), port(&made, "sw1", "25"));
    // `admin` has members on one side only.
    assert_eq!([link(&up.link), link(&down.link)], ["trunk 999- 20,99", "trunk 999- 20,99"]);
    assert_eq!([described(up), described(down)], ["to sw1 25", "to sw2 25"]);
    assert!(*up.trusted && !*up.edge && up.auth.is_none() && !*up.loop_detection);
}

#[test]
fn an_access_point_is_managed_untagged_and_gets_the_ssids_that_it_sends() {
    let wifi = "wifi vendor=aruba-instant manage=gestion { ssid A auth=owe vlan=wifi; ssid B auth=owe vlan=invites where=A2 }\n";
    let ap = |name: &str, room: &str, p: u16| {
        format!("access-point {name} model=aruba-305 room={room} at=sw1:{p} mac=\"00:11:22:33:44:0{p}\"\n")
    };
    let text = switch("sw1", 10, "") + &ap("ap1", "A1", 1) + &ap("ap2", "A2", 2);
    let made = World::small(&text).and("profiles/base.kdl", wifi).make();
    let (one, two) = (port(&made, "sw1", "1"), port(&made, "sw1", "2"));
    assert_eq!([link(&one.link), link(&two.link)], ["trunk 99 30", "trunk 99 30,40"]);
    assert_eq!((described(one), *one.edge, one.poe.map(|p| *p)), ("ap1", true, Some(true)));
}

#[test]
fn a_devices_port_follows_the_device_and_is_trusted_when_its_address_is_fixed() {
    let text = switch("sw1", 10, "")
        + "nas n1 model=synology-rs815 rack=R1 at=sw1:1 vlan=serveurs address=30\n\
           printer p1 room=A1 at=sw1:2 vlan=peda\n";
    let made = World::small(&text).make();
    let (nas, printer) = (port(&made, "sw1", "1"), port(&made, "sw1", "2"));
    assert_eq!([link(&nas.link), link(&printer.link)], ["access 50", "access 20"]);
    assert_eq!([*nas.trusted, *printer.trusted], [true, false]);
    assert_eq!([described(nas), described(printer)], ["n1", "p1"]);
    assert!(printer.auth.is_some(), "the VLAN's class holds on a device's port too");
}

#[test]
fn where_a_refused_device_is_put_exists_on_its_switch() {
    let text = switch("sw1", 10, "")
        + &switch("sw2", 11, "uplink 25 to=sw1:25; access 1 vlan=invites room=A1")
        + "printer p1 room=A1 at=sw1:2 vlan=peda\n";
    let world = World::small(&text).edit("profiles/base.kdl", "rejected=garage", "rejected=invites");
    let made = world.make();
    assert!(state(&made, "sw1").vlans.iter().any(|v| v.id.number() == 40));
    assert_eq!(link(&port(&made, "sw1", "25").link), "trunk 999- 40,99");
}

#[test]
fn a_switch_creates_every_vlan_that_a_list_lets_pass() {
    // Nothing else brings invites to either switch, nor voix: the list alone does.
    let text = switch("sw1", 10, "access 1 vlan=peda room=A1")
        + &switch("sw2", 11, "trunk 25 vlans=gestion,peda,invites untagged=voix to=sw1:25; access 1 vlan=peda room=A1")
        + &switch("sw3", 12, "uplink 25 to=sw2:26");
    let made = World::small(&text).make();
    assert_eq!(made.faults(), [""; 0]);
    let created = |name: &str| state(&made, name).vlans.iter().map(|v| v.id.number()).collect::<Vec<_>>();
    assert_eq!([created("sw1"), created("sw2")], [[20, 40, 60, 99, 999]; 2]);
    assert_eq!(created("sw3"), [99, 999], "a list lets pass what it names on its own cable");
    assert_eq!(link(&port(&made, "sw1", "25").link), "trunk 60 20,40,99");
}

#[test]
fn a_trunk_by_hand_is_honoured() {
    let made = World::small(&switch(
        "sw1",
        10,
        "trunk 3 vlans=peda,admin untagged=wifi to=none note=boîtier; trunk 4 vlans=peda to=none",
    ))
    .make();
    let (three, four) = (port(&made, "sw1", "3"), port(&made, "sw1", "4"));
    assert_eq!([link(&three.link), link(&four.link)], ["trunk 30 10,20", "trunk 999- 20"]);
    assert_eq!(described(three), "boîtier");
}

#[test]
fn the_core_is_the_root_of_one_mst_region() {
    let made = World::small(&(switch("sw1", 10, "") + &switch("sw2", 11, "uplink 25 to=sw1:25"))).make();
    let stp: Vec<(String, u16, u32)> =
        made.state.switches.iter().map(|s| (s.stp.region.value().clone(), *s.stp.revision, *s.stp.priority)).collect();
    assert_eq!(stp, [("0370001a".into(), 0, 4096), ("0370001a".into(), 0, 32768)]);
    let two = format!(
        "switch a model={SWITCH} rack=R1 role=core address=20\nswitch b model={SWITCH} rack=R1 role=core root=on address=21\n"
    );
    let made = World::small(&two).make();
    assert_eq!(*state(&made, "b").stp.priority, 4096);
}

fn stack(cables: &str, members: u8) -> String {
    let members: String = (1..=members).map(|m| format!("member {m} model={SWITCH} rack=R1 serial=S{m}; ")).collect();
    format!("switch pile rack=R1 role=core address=10 {{ {members} {cables} }}\n")
}

fn irf(made: &Made) -> Vec<String> {
    let ports = state(made, "pile").stack_ports.iter();
    ports.map(|p| format!("{}/{}: {}", p.member, p.port, p.interfaces.len())).collect()
}

#[test]
fn the_cables_of_a_pair_are_one_link_from_port_two_to_port_one_and_the_closing_pair_the_reverse() {
    let two = World::small(&stack("stacking \"1/27\" \"2/27\"; stacking \"1/28\" \"2/28\"", 2)).make();
    assert_eq!(irf(&two), ["1/2: 2", "2/1: 2"]);
    let ring = stack("stacking \"1/27\" \"2/27\"; stacking \"2/28\" \"3/27\"; stacking \"3/28\" \"1/28\"", 3);
    assert_eq!(irf(&World::small(&ring).make()), ["1/1: 1", "1/2: 1", "2/1: 1", "2/2: 1", "3/1: 1", "3/2: 1"]);
    // Cables of the stack are no ports of the network.
    let made = World::small(&ring).make();
    assert!(state(&made, "pile").ports.iter().all(|p| ![27, 28].contains(&p.id.number)));
    assert_eq!(made.topology.vertices.len(), 1, "a stack is one device");
}

#[test]
fn an_aggregate_is_numbered_after_its_lowest_port_where_the_model_allows() {
    let text = switch("sw1", 10, "") + &switch("sw2", 11, "uplink 25 26 to=sw1:27,28");
    let made = World::small(&text).make();
    let lag = |name: &str| state(&made, name).lags.iter().map(|l| (*l.id, l.members.len())).collect::<Vec<_>>();
    assert_eq!((lag("sw2"), lag("sw1")), (vec![(25, 2)], vec![(27, 2)]));
    assert_eq!(link(&state(&made, "sw2").lags[0].link), link(&port(&made, "sw2", "25").link));
}

#[test]
fn where_no_number_follows_it_is_asked_for_with_the_lowest_free_one() {
    let old = "switch sw2 model=cisco-2960-24tc-l rack=R1 address=11 { uplink 25 26 to=sw1:25,26 }\n";
    let made = World::small(&(switch("sw1", 10, "") + old)).make();
    let found = made.found("lag-id-needed");
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].help.as_deref(), Some("write `lag=1`, the lowest free number"));
    let far = stack("", 2) + &switch("sw2", 11, "uplink 25 26 to=\"pile:1/25,2/25\"");
    let made = World::small(&far).make();
    assert_eq!(made.found("lag-id-needed")[0].help.as_deref(), Some("write `to-lag=1`, the lowest free number"));
    let twice = switch("sw1", 10, "") + &switch("sw2", 11, "uplink 1 2 to=sw1:1,2 to-lag=7; uplink 3 4 to=sw1:3,4 to-lag=7");
    assert_eq!(World::small(&twice).make().found("dup-lag-id").len(), 1);
}

#[test]
fn two_uplinks_are_two_cables_of_a_ring_and_a_blocked_link_counts() {
    let text = switch("sw1", 10, "access 1 vlan=peda room=A1")
        + &switch("sw2", 11, "uplink 25 to=sw1:25; uplink 26 to=sw1:26; access 1 vlan=peda room=A1")
        + &switch("sw3", 12, "uplink 25 to=sw1:27")
        + "link sw2:27 sw3:26 expect=blocked\n";
    let made = World::small(&text).make();
    assert_eq!(made.topology.edges.len(), 4);
    // All round, also past sw3, which has no member of its own.
    for (name, p) in [("sw2", "25"), ("sw2", "26"), ("sw2", "27"), ("sw3", "25"), ("sw3", "26")] {
        assert_eq!(link(&port(&made, name, p).link), "trunk 999- 20,99", "{name}:{p}");
    }
}

#[test]
fn only_hosts_and_appliances_leave_their_ports_out() {
    let bare = switch("sw1", 10, "") + &switch("sw2", 11, "uplink to=sw1:25");
    let made = World::small(&bare).make();
    assert_eq!(made.rules(), ["cable-without-port"]);
    assert!(state(&made, "sw2").ports.iter().all(|p| !*p.enabled));
    // Ports that a later cable names are not free.
    let host =
        "host h model=hpe-dl360-gen9 rack=R1 address=60 memory=\"8GiB\" disk=\"1TiB\" { uplink to=sw1:1; uplink 1 to=sw1:2 }\n";
    let made = World::small(&(switch("sw1", 10, "") + host)).make();
    let ends: Vec<String> = made.topology.edges.iter().map(|e| e.a.ports[0].to_string()).collect();
    assert_eq!(ends, ["2", "1"]);
}

#[test]
fn what_is_in_stock_is_plugged_in_nowhere() {
    let text = switch("sw1", 10, "")
        + "nas n1 model=synology-rs815 rack=R1 at=sw1:1 vlan=serveurs address=30 status=stock\n\
           nas n2 model=synology-rs815 rack=R1 at=sw1:2 vlan=serveurs address=31 status=planned\n";
    let made = World::small(&text).make();
    assert!(!*port(&made, "sw1", "1").enabled);
    assert!(*port(&made, "sw1", "2").enabled, "what is planned is configured");
}

#[test]
fn card_n_of_an_appliance_is_its_port_n() {
    let fw = "appliance fw role=firewall model=serveur-4-cartes rack=R1 { uplink 0 to=sw1:1; uplink 1 to=sw1:2 }\n\
              deviation \"x\" owner=direction until=none {\n\
                  firewall kind=pfsense on=fw { card 0 interco untagged=interco; card 1 peda admin untagged=peda }\n\
              }\n";
    let text = switch("sw1", 10, "access 5 vlan=peda room=A1; access 6 vlan=admin room=A1") + fw;
    let world = World::small(&text).edit("37/essai.kdl", "circuit=\"C12\"", "at=sw1:24");
    let made = world.make();
    assert_eq!(link(&port(&made, "sw1", "1").link), "trunk 2 ");
    assert_eq!(link(&port(&made, "sw1", "2").link), "trunk 20 10");
}
