//! Cards of the firewall: zones, moves, others.

use crate::world::{Made, World};

const BASE: &str = r#"kvm fw role=firewall image=debian-12 memory="1GiB" disk="10GiB"
firewall kind=pfsense on=fw {
    card 0 interco untagged=interco
    card 1 eleves invites untagged=peda
    card 2 others untagged=gestion
}
"#;

fn made(text: &str) -> Made {
    let text = if text.is_empty() { String::new() } else { format!("deviation \"x\" owner=direction until=none {{ {text} }}\n") };
    World::small(&text).and("profiles/base.kdl", BASE).make()
}

fn cards(made: &Made) -> Vec<String> {
    let firewall = made.school().firewall.as_ref().unwrap();
    firewall.cards.iter().map(|c| c.vlans.iter().map(|v| v.as_str()).collect::<Vec<_>>().join(" ")).collect()
}

#[test]
fn a_zone_stands_for_its_vlans_and_others_for_what_no_card_names() {
    let made = made("");
    assert_eq!(made.faults(), [""; 0]);
    // Never the parking VLAN: it has no subnet.
    assert_eq!(cards(&made), ["interco", "peda wifi invites", "admin serveurs voix gestion"]);
    let told: Vec<&str> = made.found("vlan-by-others").iter().flat_map(|f| f.subjects.iter().map(String::as_str)).collect();
    assert_eq!(told.len(), 4, "one information a VLAN");
}

#[test]
fn a_vlan_that_a_card_names_is_not_the_zones_and_moves_when_a_higher_layer_names_it() {
    assert_eq!(cards(&made("firewall { card 2 wifi }")), ["interco", "peda invites", "admin wifi serveurs voix gestion"]);
    assert_eq!(cards(&made("firewall { card 3 invites }"))[3], "invites");
}

#[test]
fn a_zone_and_the_others_move_too() {
    assert_eq!(cards(&made("firewall { card 3 eleves }")), ["interco", "invites", "admin serveurs voix gestion", "peda wifi"]);
    assert_eq!(cards(&made("firewall { card 3 others }")), ["interco", "peda wifi invites", "", "admin serveurs voix gestion"]);
}

#[test]
fn one_layer_names_a_vlan_or_a_zone_on_one_card() {
    assert_eq!(made("firewall { card 3 invites; card 4 invites }").rules(), ["vlan-on-two-cards"]);
    assert_eq!(made("firewall { card 3 eleves; card 4 eleves }").rules(), ["vlan-on-two-cards", "untagged-not-on-card"]);
}

#[test]
fn cards_count_from_nought_and_carry_what_they_leave_untagged() {
    assert_eq!(made("firewall { card 4 invites }").rules(), ["cards-not-contiguous"]);
    assert_eq!(made("firewall { card 1 untagged=admin }").rules(), ["untagged-not-on-card"]);
}

#[test]
fn each_package_of_one_statement_is_one() {
    let made = made("firewall { package dhcp ltsp }");
    let packages: Vec<&str> = made.school().firewall.as_ref().unwrap().packages.iter().map(|p| p.as_str()).collect();
    assert_eq!(packages, ["dhcp", "ltsp"]);
}

#[test]
fn an_amon_s_cards_have_names_only_where_its_slots_are_fixed() {
    let of = |guest: &str| {
        let base = BASE.replace("kind=pfsense", "kind=amon version=\"2.9.0\"").replace("kvm fw", guest);
        World::small("").and("profiles/base.kdl", &base).make()
    };
    let systems = |made: &Made| -> Vec<Option<String>> {
        made.state.firewall.iter().flat_map(|f| &f.cards).map(|c| c.system.as_ref().map(|s| s.value().clone())).collect()
    };
    let fixed = of("virtualisation os=debian-12 machine=pc\nkvm fw");
    assert_eq!(systems(&fixed), ["ens3", "ens4", "ens5"].map(|name| Some(name.to_owned())));
    assert!(fixed.found("card-interface-unknown").is_empty());
    let other = of("lxc fw");
    assert_eq!(systems(&other), [None, None, None]);
    let found = other.found("card-interface-unknown");
    assert_eq!(found.len(), 1, "one mistake");
    assert!(found[0].help.as_ref().is_some_and(|help| help.contains("interface=ens3")), "{:?}", found[0].help);
}
