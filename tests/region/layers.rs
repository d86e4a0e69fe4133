//! Layers become one tree: the ten lines of part 5, its example and its edges.

use crate::world::World;

fn deviation(text: &str) -> String {
    format!("deviation \"essai\" owner=direction until=\"2027-01-01\" {{ {text} }}\n")
}

#[test]
fn a_small_school_is_without_fault() {
    let switch = "switch sw1 model=hpe-5130-24g-poe+-4sfp+ rack=R1 address=10 role=core { access \"1-4\" vlan=peda room=A1 }\n";
    let made = World::small(switch).make();
    assert_eq!(made.faults(), [""; 0]);
}

#[test]
fn a_higher_layer_replaces_a_property_and_keeps_the_others() {
    let made = World::small(&deviation("vlan admin dhcp=\"60-99\"")).make();
    assert_eq!(made.faults(), [""; 0]);
    let vlan = made.school().vlan("admin").unwrap();
    assert_eq!(vlan.subnet.unwrap().to_string(), "10.37.33.0/24");
    assert_eq!(vlan.pool.unwrap().1.to_string(), "10.37.33.99");
    assert_eq!(vlan.port_class.as_deref().unwrap(), "poste");
}

#[test]
fn two_deviations_that_set_one_property_are_told_with_both_places() {
    let both = deviation("vlan admin dhcp=\"60-99\"") + &deviation("vlan admin dhcp=\"70-99\"");
    let world = World::small(&both);
    let made = world.make();
    assert_eq!(made.rules(), ["set-twice"]);
    assert_eq!(world.place(made.found("set-twice")[0], 0), "37/essai.kdl:6");
    assert_eq!(world.place(made.found("set-twice")[0], 1), "37/essai.kdl:5");
}

#[test]
fn two_deviations_that_set_two_properties_of_the_standard_are_no_double_name() {
    let both = deviation("vlan admin dhcp=\"60-99\" place=14") + &deviation("vlan admin dhcp=\"70-99\" place=15");
    assert_eq!(World::small(&both).make().rules(), ["set-twice", "set-twice"]);
}

#[test]
fn an_argument_that_is_a_setting_is_not_set_twice_either() {
    let vpn = "firewall kind=amon on=fw { variable a un }\nkvm fw memory=\"1GiB\" disk=\"1GiB\"\n";
    let both = deviation("firewall { variable a deux }") + &deviation("firewall { variable a trois }");
    assert_eq!(World::small(&both).and("profiles/base.kdl", vpn).make().rules(), ["set-twice"]);
    let one = World::small(&deviation("firewall { variable a deux }")).and("profiles/base.kdl", vpn).make();
    assert_eq!(one.faults(), [""; 0]);
    let plain = World::small("firewall { variable a deux }\n").and("profiles/base.kdl", vpn).make();
    assert_eq!(plain.rules(), ["standard-changed"]);
}

#[test]
fn the_place_and_the_subnet_of_a_vlan_are_one_setting() {
    let made = World::small(&deviation("vlan admin subnet=\"192.168.10.0/24\"")).make();
    assert_eq!(made.faults(), [""; 0]);
    let vlan = made.school().vlan("admin").unwrap();
    assert_eq!(vlan.subnet.unwrap().to_string(), "192.168.10.0/24");
    // Its pool still applies, in the new subnet.
    assert_eq!(vlan.pool.unwrap().0.to_string(), "192.168.10.50");
    let twice = deviation("vlan admin subnet=\"192.168.10.0/24\"") + &deviation("vlan admin place=14");
    assert_eq!(World::small(&twice).make().rules(), ["set-twice"]);
    let small = World::small(&deviation("vlan admin subnet=\"192.168.10.0/26\"")).make();
    assert_eq!(small.rules(), ["pool-outside-subnet"]);
}

#[test]
fn arguments_are_a_union_over_layers() {
    let made = World::small(&deviation("network services \"10.255.0.9\"")).make();
    assert_eq!(made.faults(), [""; 0]);
    let prefixes: Vec<String> = made.school().networks["services"].prefixes.iter().map(|p| p.to_string()).collect();
    assert_eq!(prefixes, ["10.255.0.1/32", "10.255.0.2/32", "10.255.0.9/32"]);
}

#[test]
fn a_list_that_is_a_value_is_replaced_whole() {
    let made = World::small(&deviation("switching snooping=dhcp")).make();
    assert!(*made.school().switching.snooping_dhcp);
    assert!(!*made.school().switching.snooping_arp);
}

#[test]
fn a_school_changes_one_property_of_one_flow_by_restating_its_triple() {
    // The specification's example.
    let world = World::small(&deviation("allow web from=peda to=internet log=on"))
        .edit("profiles/base.kdl", "to=internet\n", "to=internet,services via=proxy\n")
        .and("profiles/base.kdl", "")
        .with("profiles/haut.kdl", "profile haut extends=base\nallow web from=admin,peda to=internet,services via=none\n")
        .edit("37/essai.kdl", "profile=base", "profile=haut");
    let made = world.make();
    assert_eq!(made.faults(), [""; 0]);
    let flows: Vec<String> =
        made.school().flows.iter().map(|f| format!("{}>{} via={} log={}", *f.from, *f.to, *f.via, *f.log)).collect();
    assert_eq!(
        flows,
        [
            "admin>internet via=none log=false",
            "admin>services via=none log=false",
            "peda>internet via=none log=true",
            "peda>services via=none log=false",
        ]
    );
}

#[test]
fn a_higher_layer_replaces_the_verb_of_a_flow() {
    let made = World::small(&deviation("deny web from=peda to=internet")).make();
    let verbs: Vec<(String, bool)> = made.school().flows.iter().map(|f| (f.from.value().clone(), *f.allows)).collect();
    assert_eq!(verbs, [("admin".to_owned(), true), ("peda".to_owned(), false)]);
}

#[test]
fn one_layer_that_states_a_flow_twice_is_told() {
    let both = deviation("allow web from=peda to=services") + &deviation("deny web from=peda,admin to=services");
    assert_eq!(World::small(&both).make().rules(), ["flow-twice"]);
}

#[test]
fn a_guest_of_another_kind_must_be_removed_first() {
    let guest = "lxc annuaire memory=\"1GiB\" disk=\"10GiB\" { nic serveurs address=5 }\n";
    let other = "kvm annuaire memory=\"2GiB\" disk=\"20GiB\" { nic serveurs address=6 }";
    let clash = World::small(&deviation(other)).and("profiles/base.kdl", guest).make();
    assert_eq!(clash.rules(), ["kind-clash"]);
    assert_eq!(clash.found("kind-clash")[0].help.as_deref(), Some("write `remove lxc annuaire` first"));
    let moved = World::small(&deviation(&format!("remove lxc annuaire; {other}"))).and("profiles/base.kdl", guest).make();
    assert_eq!(moved.faults(), [""; 0]);
    assert_eq!(moved.school().guest("annuaire").unwrap().kind.word(), "kvm");
}

#[test]
fn a_school_has_a_standard_through_every_ancestor_and_a_header_through_the_nearest() {
    let world = World::small("")
        .with("profiles/haut.kdl", "profile haut extends=base stage=MT support=open\nvlan admin place=14\n")
        .edit("37/essai.kdl", "profile=base", "profile=haut");
    let made = world.make();
    assert_eq!(made.faults(), [""; 0]);
    let school = made.school();
    assert_eq!(school.profiles, ["base", "haut"]);
    assert_eq!((school.kind.as_deref(), school.stage.as_deref()), (Some(&"LEN".to_owned()), Some(&"MT".to_owned())));
    assert_eq!(school.vlan("admin").unwrap().subnet.unwrap().to_string(), "10.37.46.0/24");
    assert_eq!(school.vlan("admin").unwrap().support.word(), "open");
}

#[test]
fn what_the_region_says_of_others_is_void_here_and_what_nobody_has_is_an_error_there() {
    let world =
        World::small("").with("profiles/autre.kdl", "profile autre extends=base\nvlan atelier id=77 domain=special place=13\n");
    let forbid = "forbid any from=atelier,peda to=admin because=\"essai\"\nforbid any from=atelier to=peda because=\"essai\"\n";
    let made = world.clone().and("region.kdl", forbid).make();
    assert_eq!(made.faults(), [""; 0]);
    let forbids: Vec<Vec<&str>> = made.school().forbids.iter().map(|f| f.from.iter().map(|s| s.as_str()).collect()).collect();
    assert_eq!(forbids, [vec!["peda"]]);
    let world = world.and("region.kdl", "forbid any from=ateleir to=peda because=\"essai\"\n");
    let made = world.make();
    assert_eq!(made.rules(), ["endpoint-unknown"]);
    assert!(world.place(made.found("endpoint-unknown")[0], 0).starts_with("region.kdl:"));
}

#[test]
fn a_network_behind_a_vpn_that_the_school_lacks_is_wrong_only_in_a_flow() {
    let vpn = "profile autre extends=base\nfirewall kind=amon on=amon { vpn vpn-x to=services from=peda }\n";
    let world =
        World::small("").with("profiles/autre.kdl", vpn).and("region.kdl", "network loin \"172.30.0.0/15\" through=vpn-x\n");
    assert_eq!(world.make().faults(), [""; 0]);
    let made = world.and("37/essai.kdl", &deviation("allow web from=peda to=loin")).make();
    assert_eq!(made.rules(), ["network-unreachable"]);
}

#[test]
fn what_the_compiler_does_not_model_is_refused_and_not_dropped() {
    let two = World::small("wan spie rate=\"10Mb/s\" subnet=\"100.64.38.0/29\" address=2 gateway=1\n").make();
    assert_eq!(two.rules(), ["not-modelled"]);
    assert_eq!(World::small("block \"10.37.48.0/20\"\n").make().rules(), ["not-modelled"]);
    let guests = "kvm a memory=\"1GiB\" disk=\"1GiB\"\nkvm b memory=\"1GiB\" disk=\"1GiB\"\nfirewall kind=pfsense on=a\n";
    let world = World::small("").and("profiles/base.kdl", guests);
    assert_eq!(world.clone().and("profiles/base.kdl", "firewall kind=amon on=b\n").make().rules(), ["not-modelled"]);
    // One layer may name another firewall than the layer below.
    assert_eq!(world.and("37/essai.kdl", &deviation("firewall kind=amon on=b")).make().faults(), [""; 0]);
    let docker = "docker d memory=\"1GiB\" disk=\"1GiB\" { nic serveurs address=9; nic peda address=9 }";
    assert_eq!(World::small(&deviation(docker)).make().rules(), ["not-modelled"]);
}

#[test]
fn a_wrong_time_zone_is_one_finding_at_the_regions_line_and_none_of_its_schools() {
    let world = World::small("").edit("region.kdl", "academy=essai", "academy=essai timezone=\"Europe/Pari\"");
    let made = world.make();
    assert_eq!(made.rules(), ["timezone-unknown"]);
    let finding = made.found("timezone-unknown")[0];
    assert_eq!(world.at(finding, 0), "\"Europe/Pari\"");
    assert_eq!(finding.help.as_deref(), Some("did you mean `Europe/Paris`?"));
    assert_eq!(made.school().timezone.as_str(), "Europe/Paris", "what hangs on it is judged as if it were right");
    let utc = World::small("").edit("region.kdl", "academy=essai", "academy=essai timezone=\"Etc/UTC\"").make();
    assert_eq!((utc.faults().len(), utc.school().timezone.as_str()), (0, "Etc/UTC"));
}

#[test]
fn what_is_published_is_open_from_each_source_that_it_names_and_else_from_outside() {
    let text = r#"
        deviation "x" owner=direction until=none { publish web to=serveurs from=admin,peda; publish dns to=serveurs }
    "#;
    let made = World::small(text).make();
    let from: Vec<(&str, &str)> = made.school().publishes.iter().map(|p| (p.service.as_str(), p.from.as_str())).collect();
    assert_eq!(from, [("web", "admin"), ("web", "peda"), ("dns", "exterieur")]);
}
