//! `remove`: what it takes along, what it leaves, what it refuses.

use crate::world::World;

fn deviation(text: &str) -> String {
    format!("deviation \"essai\" owner=direction until=\"2027-01-01\" {{ {text} }}\n")
}

const MORE: &str = r#"lxc annuaire memory="1GiB" disk="10GiB" { nic serveurs address=5 }
firewall kind=pfsense on=annuaire { card 0 interco interface=e0; card 1 peda invites interface=e1; card 2 others interface=e2 }
wifi vendor=aruba-instant manage=gestion { ssid EDU auth=owe vlan=wifi; ssid INV auth=owe vlan=invites }
allow web dns from=invites to=internet,services
assert isolated invites admin
assert reach web from=invites,peda to=services
"#;

fn world(text: &str) -> World {
    World::small(&deviation(text)).and("profiles/base.kdl", MORE)
}

#[test]
fn a_vlan_goes_with_its_flows_its_place_on_a_card_and_its_proofs() {
    let made = world("remove vlan invites; wifi { remove ssid INV }").make();
    assert_eq!(made.faults(), [""; 0]);
    let school = made.school();
    assert!(school.vlan("invites").is_none());
    assert!(school.flows.iter().all(|f| *f.from != "invites"));
    let cards: Vec<Vec<&str>> =
        school.firewall.as_ref().unwrap().cards.iter().map(|c| c.vlans.iter().map(|v| v.as_str()).collect()).collect();
    assert_eq!(cards[1], ["peda"]);
    // Isolated from nothing is void; reached from the rest is not.
    let proofs: Vec<(&str, usize)> = school.assertions.iter().map(|a| (a.kind.as_str(), a.from.len())).collect();
    assert_eq!(proofs, [("reach", 1)]);
    // What went with it is counted.
    let listed: Vec<&str> = school.departures.iter().map(|d| d.path.as_str()).collect();
    assert_eq!(listed, ["remove vlan invites, with 4 flows and 3 memberships", "wifi / remove ssid INV"]);
}

#[test]
fn a_setting_that_still_names_it_is_an_error_at_the_setting() {
    let world = world("remove vlan invites");
    let made = world.make();
    assert_eq!(made.rules(), ["still-named"]);
    assert_eq!(world.at(made.found("still-named")[0], 0), "invites");
    assert_eq!(world.place(made.found("still-named")[0], 1), "37/essai.kdl:5");
}

#[test]
fn a_remove_acts_where_the_thing_stood() {
    let made = world("wifi { remove ssid INV }; firewall { card 1 { remove member invites } }").make();
    assert_eq!(made.faults(), [""; 0]);
    let school = made.school();
    assert_eq!(school.wifi.as_ref().unwrap().ssids.len(), 1);
    let card = &school.firewall.as_ref().unwrap().cards[2];
    assert!(card.vlans.iter().any(|v| **v == "invites"), "others takes what no card names");
}

#[test]
fn removed_and_declared_again_in_one_layer_is_replaced_whole() {
    for text in ["remove vlan voix; vlan voix place=14", "vlan voix place=14; remove vlan voix"] {
        let made = world(text).make();
        assert_eq!(made.faults(), [""; 0]);
        let vlan = made.school().vlan("voix").unwrap();
        assert_eq!((vlan.subnet.unwrap().to_string().as_str(), vlan.pool), ("10.37.46.0/24", None));
    }
    // Inside a block too, whichever of two openings comes first.
    for text in [
        "wifi { remove ssid INV; ssid INV auth=open vlan=invites }",
        "wifi { ssid INV auth=open vlan=invites }; wifi { remove ssid INV }",
        "wifi { remove ssid INV }; wifi { ssid INV auth=open vlan=invites }",
    ] {
        let made = world(text).make();
        assert_eq!(made.faults(), [""; 0], "{text}");
        let ssids: Vec<&str> = made.school().wifi.as_ref().unwrap().ssids.iter().map(|s| s.auth.as_str()).collect();
        assert_eq!(ssids, ["owe", "open"], "{text}");
    }
    for text in ["card 1 invites { remove member invites }", "card 1 { remove member invites }; card 1 invites"] {
        let made = world(&format!("firewall {{ {text} }}")).make();
        let card = &made.school().firewall.as_ref().unwrap().cards[1];
        assert_eq!(card.vlans.len(), 2, "{text}");
    }
}

#[test]
fn removing_nothing_is_an_error() {
    for text in [
        "remove vlan nulle-part",
        "remove allow web from=peda to=services",
        "remove deny web from=peda to=internet",
        "remove allow web",
        "remove vlan",
        "wifi { remove ssid PRIMO }",
        "firewall { card 1 { remove member admin } }",
        "wifi { remove ssid }",
    ] {
        assert_eq!(world(text).make().rules(), ["removes-nothing"], "{text}");
    }
    // What the school itself declares is no layer below.
    assert!(world("vlan atelier id=150; remove vlan atelier").make().rules().contains(&"removes-nothing"));
}

#[test]
fn removing_flows_takes_exactly_those() {
    let made = world("remove allow web from=invites to=services").make();
    assert_eq!(made.faults(), [""; 0]);
    let left: Vec<String> = made.school().flows.iter().map(|f| format!("{} {}>{}", *f.service, *f.from, *f.to)).collect();
    assert_eq!(
        left,
        ["dns invites>internet", "dns invites>services", "web admin>internet", "web invites>internet", "web peda>internet"]
    );
}

#[test]
fn a_college_withdraws_five_flows_and_one_member_of_a_card() {
    let flows = |world: World| world.make().school().flows.len();
    let header = "school \"0370099G\" profile=college name=\"Collège\" slug=college\nblock \"10.37.64.0/20\"\nwan adista rate=\"1Gb/s\" subnet=\"100.64.99.0/29\" address=2 gateway=1\nbuilding A { rack R1 }\n";
    let with = World::trial("37/college.kdl").with("37/college.kdl", header);
    let without = with.clone().edit("profiles/college.kdl", "remove vlan invites", "// ");
    let (a, b) = (flows(with.clone()), flows(without.clone()));
    assert_eq!(b - a, 5);
    let text = with.paths().iter().find(|(p, _)| *p == "profiles/college.kdl").unwrap().1.to_owned();
    let line = text.lines().find(|l| l.contains("remove ssid")).unwrap().to_owned();
    let broken = with.edit("profiles/college.kdl", &line, "");
    assert_eq!(broken.make().rules(), ["still-named"]);
}
