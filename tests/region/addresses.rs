//! Addresses: places in the block, hosts in their subnets, IPv6 digits, the link to the operator.

use crate::world::{Made, World};

fn deviation(text: &str) -> String {
    format!("deviation \"essai\" owner=direction until=\"2027-01-01\" {{ {text} }}\n")
}

fn vlan(text: &str) -> Made {
    World::small(&deviation(text)).make()
}

#[test]
fn a_place_is_an_offset_from_the_block_and_a_size() {
    let subnet = |place: &str| {
        let made = vlan(&format!("vlan x id=150 place={place}"));
        assert_eq!(made.faults(), [""; 0], "{place}");
        made.school().vlan("x").unwrap().subnet.unwrap().to_string()
    };
    assert_eq!(subnet("14"), "10.37.46.0/24");
    assert_eq!(subnet("\"13.64/26\""), "10.37.45.64/26");
    assert_eq!(subnet("\"15.192/28\""), "10.37.47.192/28");
}

#[test]
fn a_place_that_is_not_aligned_or_lies_past_the_block_is_refused() {
    for place in ["\"5/22\"", "\"13.32/26\"", "16", "\"14/22\"", "\"15.128/24\""] {
        assert_eq!(vlan(&format!("vlan x id=150 place={place}")).rules(), ["place-outside-block"], "{place}");
    }
}

#[test]
fn a_school_without_a_block_is_told_once() {
    let made = World::small("").edit("37/essai.kdl", "block \"10.37.32.0/20\" \"fd37:2018:37::/48\"\n", "").make();
    assert_eq!(made.rules(), ["block-missing"]);
}

#[test]
fn an_ipv6_block_that_is_no_48_is_refused() {
    let made = World::small("").edit("37/essai.kdl", "fd37:2018:37::/48", "fd37:2018:37::/56").make();
    assert_eq!(made.rules(), ["block-is-no-48"]);
}

#[test]
fn a_64_is_the_ids_digits_and_a_host_has_the_digits_of_its_ipv4_address() {
    let text = deviation("vlan x id=160 place=14") + "switch sw1 model=hpe-5130-24g-poe+-4sfp+ rack=R1 address=151 role=core\n";
    let made = World::small(&text).make();
    let school = made.school();
    let six = |name: &str| school.vlan(name).unwrap().subnet6.map(|n| n.to_string());
    assert_eq!(six("x").unwrap(), "fd37:2018:37:160::/64");
    assert_eq!(six("peda").unwrap(), "fd37:2018:37:20::/64");
    assert_eq!(school.switch("sw1").unwrap().address6.unwrap().to_string(), "fd37:2018:37:99::151");
    // The gateway: last of a /22.
    assert_eq!(school.vlan("peda").unwrap().gateway6.unwrap().to_string(), "fd37:2018:37:20::3:254");
    // Layer 2 only.
    assert_eq!((six("garage"), school.vlan("garage").unwrap().gateway), (None, None));
}

#[test]
fn a_dotted_host_has_dotted_digits() {
    let text = deviation("lxc a image=debian-12 memory=\"1GiB\" disk=\"1GiB\" { nic peda address=\"1.44\" }");
    let made = World::small(&text).make();
    let nic = &made.school().guest("a").unwrap().nics[0];
    assert_eq!(nic.address.unwrap().to_string(), "10.37.37.44");
    assert_eq!(nic.address6.unwrap().to_string(), "fd37:2018:37:20::1:44");
}

#[test]
fn without_a_second_argument_or_with_ipv6_off_there_is_no_ipv6() {
    let made = World::small("").edit("37/essai.kdl", " \"fd37:2018:37::/48\"", "").make();
    assert!(made.school().vlans.iter().all(|v| v.subnet6.is_none() && v.gateway6.is_none()));
    let made = vlan("vlan x id=150 place=14 ipv6=off; vlan y id=151 place=15 subnet6=\"fd00:1::/64\"");
    assert!(made.school().vlan("x").unwrap().subnet6.is_none());
    assert_eq!(made.school().vlan("y").unwrap().subnet6.unwrap().to_string(), "fd00:1::/64");
}

#[test]
fn a_gateway_is_where_the_region_says_or_the_vlan() {
    let gateway = |made: &Made, name: &str| made.school().vlan(name).unwrap().gateway.unwrap().to_string();
    assert_eq!(gateway(&World::small("").make(), "peda"), "10.37.39.254");
    let first = World::small("").edit("region.kdl", "gateway=last", "gateway=first").make();
    assert_eq!(gateway(&first, "peda"), "10.37.36.1");
    assert_eq!(gateway(&vlan("vlan peda gateway=\"2.7\""), "peda"), "10.37.38.7");
    assert_eq!(gateway(&vlan("vlan x id=150 subnet=\"192.168.7.0/24\" gateway=1"), "x"), "192.168.7.1");
    assert_eq!(vlan("vlan x id=150 subnet=\"192.168.7.0/24\" gateway=\"192.168.8.1\"").rules(), ["address-outside-subnet"]);
}

#[test]
fn a_host_is_never_the_network_or_the_broadcast_address() {
    let nic = |address: &str| {
        vlan(&format!("lxc a image=debian-12 memory=\"1GiB\" disk=\"1GiB\" {{ nic peda address={address} }}")).rules()
    };
    assert_eq!(nic("\"0.0\""), ["address-outside-subnet"]);
    assert_eq!(nic("\"3.255\""), ["address-outside-subnet"]);
    assert_eq!(nic("\"4.1\""), ["address-outside-subnet"]);
    assert_eq!(nic("\"10.37.40.1\""), ["address-outside-subnet"]);
    assert_eq!(nic("\"10.37.39.1\""), [""; 0]);
    assert_eq!(nic("\"3.241\""), [""; 0]);
    let parked = vlan("lxc a image=debian-12 memory=\"1GiB\" disk=\"1GiB\" { nic garage address=5 }");
    assert_eq!(parked.rules(), ["address-without-subnet"]);
}

#[test]
fn a_pool_is_offsets_in_the_subnet() {
    let made = vlan("vlan peda dhcp=\"0.10-3.253\"");
    let pool = made.school().vlan("peda").unwrap().pool.unwrap();
    assert_eq!((pool.0.to_string(), pool.1.to_string()), ("10.37.36.10".into(), "10.37.39.253".into()));
    assert_eq!(vlan("vlan peda dhcp=\"0.10-4.10\"").rules(), ["pool-outside-subnet"]);
    assert_eq!(vlan("vlan garage dhcp=\"10-20\"").rules(), ["pool-without-subnet"]);
}

#[test]
fn the_transit_vlan_takes_its_addresses_from_the_link() {
    let made = World::small("").make();
    let (wan, vlan) = (made.school().wan.as_ref().unwrap(), made.school().vlan("interco").unwrap());
    assert_eq!(vlan.subnet.unwrap().to_string(), "100.64.37.0/29");
    assert_eq!(vlan.gateway.unwrap().to_string(), "100.64.37.1");
    assert_eq!(wan.address.to_string(), "100.64.37.2");
    assert_eq!(vlan.subnet6, None, "IPv6 only when the operator gives it");
}

#[test]
fn the_link_s_ipv6_gateway_is_a_number_in_its_subnet() {
    let world =
        World::small("").edit("37/essai.kdl", "gateway=1 ", "gateway=1 subnet6=\"fd37:2018:ffff::/64\" gateway6=\"::1\" ");
    let made = world.make();
    assert_eq!(made.faults(), [""; 0]);
    assert_eq!(made.school().vlan("interco").unwrap().gateway6.unwrap().to_string(), "fd37:2018:ffff::1");
}

#[test]
fn a_vlan_of_a_profile_with_an_id_of_its_own_says_its_domain() {
    let world = World::small("").and("profiles/base.kdl", "vlan atelier id=77 place=14\n");
    assert_eq!(world.make().rules(), ["missing-property"]);
    assert_eq!(vlan("vlan atelier id=177 place=14").faults(), [""; 0]);
}
