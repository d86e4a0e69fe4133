//! What a school may say outside a deviation: classes S, Z and I.

use crate::world::World;

fn rules(school: &str) -> Vec<&'static str> {
    World::small(school).and("profiles/base.kdl", GUESTS).make().rules()
}

const GUESTS: &str = r#"virtualisation os=debian-12
lxc annuaire role=directory memory="1GiB" disk="10GiB" { nic serveurs address=5 }
firewall kind=pfsense on=annuaire { card 0 interco interface=e0; card 1 peda interface=e1 }
directory on=annuaire secret=ad domain="ad.example" { group g }
wifi vendor=aruba-instant manage=gestion { ssid EDU auth=owe vlan=wifi }
"#;

#[test]
fn a_setting_of_the_standard_is_changed_in_a_deviation_only() {
    let world = World::small("vlan serveurs place=\"13.192/26\"\n");
    let made = world.make();
    assert_eq!(made.rules(), ["standard-changed"]);
    let finding = made.found("standard-changed")[0];
    assert_eq!(finding.labels[0].text, "changed to 13.192/26 outside a deviation");
    assert_eq!(finding.labels[1].text, "the standard: 2");
    assert_eq!(world.at(finding, 0), "place=\"13.192/26\"");
}

#[test]
fn adding_to_the_standard_is_changing_it() {
    for line in [
        "vlan atelier id=150\n",
        "vlan serveurs lease=\"2h\"\n",
        "zone atelier\n",
        "allow web from=serveurs to=internet\n",
        "remove vlan invites\n",
        "remove allow web from=peda to=internet\n",
        "serve dhcp=firewall\n",
        "firewall { card 1 admin }\n",
        "network services \"10.255.0.9\"\n",
        "wifi { ssid EDU { role x group=g vlan=wifi } }\n",
        "kvm outil memory=\"1GiB\" disk=\"1GiB\" { nic serveurs address=9 }\n",
        "lxc annuaire { nic peda address=9 }\n",
    ] {
        let found = rules(line);
        assert!(found.contains(&"standard-changed"), "{line}: {found:?}");
        assert_eq!(found.iter().filter(|r| **r == "standard-changed").count(), 1, "{line}: one mistake, one finding");
    }
}

#[test]
fn restating_the_standard_changes_nothing() {
    assert_eq!(rules("vlan serveurs place=2\n"), [""; 0]);
}

#[test]
fn sizes_are_free_and_listed() {
    let made = World::small("lxc annuaire memory=\"8GiB\" vcpus=4\n").and("profiles/base.kdl", GUESTS).make();
    assert_eq!(made.faults(), [""; 0]);
    let listed: Vec<&str> = made.school().departures.iter().map(|d| d.path.as_str()).collect();
    assert_eq!(listed, ["lxc annuaire memory", "lxc annuaire vcpus"]);
    assert!(made.school().departures.iter().all(|d| d.deviation.is_none()));
}

#[test]
fn a_schools_own_things_are_free_with_all_that_stands_in_them() {
    let host =
        |inside: &str| format!("host h1 model=hpe-dl360-gen9 rack=R1 address=20 memory=\"64GiB\" disk=\"1TiB\" {{ {inside} }}\n");
    let guest = "lxc archives image=debian-12 memory=\"1GiB\" disk=\"1GiB\" { nic serveurs address=9; volume v size=\"1GiB\" path=\"/v\" }";
    assert_eq!(rules(&host(guest)), [""; 0]);
    // A block may be opened again.
    assert_eq!(rules(&(host("") + &format!("host h1 {{ {guest} }}\n"))), [""; 0]);
}

#[test]
fn a_subnet_that_the_profile_leaves_to_others_is_the_schools_to_say() {
    let world =
        |school: &str| World::small(school).edit("profiles/base.kdl", "vlan invites place=10", "vlan invites subnet=assigned");
    let said = world("vlan invites subnet=\"192.168.7.0/24\"\n").make();
    assert_eq!(said.faults(), [""; 0]);
    assert_eq!(said.school().vlan("invites").unwrap().subnet.unwrap().to_string(), "192.168.7.0/24");
    assert_eq!(world("").make().rules(), ["missing-property"]);
    assert_eq!(world("vlan invites place=10\n").make().rules(), ["standard-changed"]);
}

#[test]
fn the_header_and_the_link_to_the_operator_are_free() {
    let world = World::small("").edit("37/essai.kdl", "slug=essai", "slug=essai kind=CFA stage=MT support=open");
    assert_eq!(world.make().faults(), [""; 0]);
    assert_eq!(world.make().school().kind.as_deref().unwrap(), "CFA");
}

#[test]
fn raw_lines_outside_a_deviation_are_one_finding() {
    let switch = "switch sw1 model=cisco-2960-24tc-s rack=R1 address=10 { raw \"ip http server\" }\n";
    assert_eq!(rules(switch), ["raw-outside-deviation"]);
}

#[test]
fn what_a_deviation_holds_is_listed_with_what_it_takes_away() {
    let text = "deviation \"x\" owner=direction until=none { remove vlan invites; remove allow web from=peda to=internet; vlan admin place=14 }\n\
        deviation \"y\" owner=direction until=none { waive vlan-unused on=wifi,voix }\n";
    let made = World::small(text).make();
    assert_eq!(made.faults(), [""; 0]);
    let listed: Vec<(&str, Option<u16>)> = made.school().departures.iter().map(|d| (d.path.as_str(), d.deviation)).collect();
    assert_eq!(
        listed,
        [
            ("VLAN admin place", Some(0)),
            ("remove vlan invites", Some(0)),
            ("remove allow web from=peda to=internet", Some(0)),
            ("waive vlan-unused on=wifi,voix", Some(1)),
        ]
    );
}
