//! What must hold of the records of any school, on the fixture.

use super::fixture::{records_of, school};
use crate::state::record::{Attribute, Class, Key, Record, Role};
use std::collections::BTreeSet;

fn of(records: &[Record], class: Class) -> Vec<&Record> {
    records.iter().filter(|r| r.key.class == class).collect()
}

fn named<'a>(records: &'a [Record], class: Class, name: &str) -> &'a Record {
    records.iter().find(|r| r.key.class == class && r.text(Attribute::Name) == Some(name)).unwrap()
}

#[test]
fn every_reference_leads_to_exactly_one_record() {
    let records = records_of(&school());
    let keys: BTreeSet<&Key> = records.iter().map(|r| &r.key).collect();
    assert_eq!(keys.len(), records.len());
    for record in &records {
        for (role, target) in &record.references {
            assert!(keys.contains(target), "{} has a {role:?} that is nowhere: {target}", record.key);
        }
    }
}

#[test]
fn a_stack_is_one_device_a_member_and_the_first_has_the_address() {
    let records = records_of(&school());
    let (first, second) = (
        named(&records, Class::NetworkDevice, "rca0370037ppile.RG1.1"),
        named(&records, Class::NetworkDevice, "rca0370037ppile.RG1.1/2"),
    );
    assert_eq!(first.text(Attribute::Ip), Some("10.37.47.153"));
    assert_eq!(second.text(Attribute::Ip), None);
    assert_eq!(second.references.get(&Role::Rack).map(|k| k.path.names().collect()), Some(vec!["0370037P", "RG1.2"]));
    assert_ne!(first.text(Attribute::Serial), None);
}

#[test]
fn a_cable_is_recorded_once_from_the_end_nearer_the_core() {
    let records = records_of(&school());
    let ends: Vec<_> = of(&records, Class::Cabling)
        .iter()
        .map(|r| (r.references[&Role::NetworkDevice].path.last(), r.references[&Role::Device].path.last()))
        .collect();
    let up = |pair: &(&str, &str)| ends.iter().filter(|e| *e == pair).count();
    assert_eq!(up(&("rca0370037psw151.RG1.1", "rca0370037psw152.SR11.2")), 1);
    assert_eq!(up(&("rca0370037psw152.SR11.2", "rca0370037psw151.RG1.1")), 0);
    assert_eq!(up(&("rca0370037psw151.RG1.1", "hosta0370037p")), 3, "two of the bond, one console");
    assert_eq!(up(&("rca0370037ppile.RG1.1", "rca0370037ppile.RG1.1/2")), 1, "the stack cable");
    assert_eq!(up(&("rca0370037psw151.RG1.1", "rca0370037ppile.RG1.1/2")), 1, "the second port is the second member's");
}

#[test]
fn only_things_that_can_have_interfaces_have_some() {
    let records = records_of(&school());
    let able = [Class::NetworkDevice, Class::Server, Class::Nas, Class::Pc, Class::Printer];
    for interface in of(&records, Class::PhysicalInterface) {
        let device = &interface.references[&Role::Device];
        assert!(able.contains(&device.class), "{} has an interface", device);
    }
    let tablet = named(&records, Class::Tablet, "a107-tab-01");
    assert_eq!(tablet.text(Attribute::Mac), Some("02:37:00:00:10:01"));
}

#[test]
fn a_machine_stands_on_its_hosts_hypervisor_and_a_project_on_its_server() {
    let records = records_of(&school());
    let machine = named(&records, Class::VirtualMachine, "annuaire-0370037p");
    assert_eq!(machine.references[&Role::Host], Key::new(Class::Hypervisor, &["0370037P", "hosta0370037p"]));
    let project = named(&records, Class::SoftwareInstance, "portail-0370037p");
    assert_eq!(project.references[&Role::System], Key::new(Class::Server, &["0370037P", "hosta0370037p"]));
    assert_eq!(of(&records, Class::SoftwareInstance).len(), 3, "the project and its two containers");
}

#[test]
fn the_firewall_has_an_interface_a_vlan_with_the_vlans_gateway() {
    let records = records_of(&school());
    let faces: Vec<_> = of(&records, Class::LogicalInterface)
        .into_iter()
        .filter(|r| r.references[&Role::Machine].path.last() == "amon-0370037p")
        .map(|r| (r.text(Attribute::Name).unwrap(), r.text(Attribute::Ip).unwrap()))
        .collect();
    assert_eq!(faces, [("ens3", "10.37.47.254"), ("ens3.50", "10.37.34.254"), ("ens4", "10.37.39.254")]);
}

#[test]
fn a_core_and_a_directory_matter_more_than_an_access_switch() {
    let records = records_of(&school());
    let level = |class, name| named(&records, class, name).text(Attribute::Criticality);
    assert_eq!(level(Class::NetworkDevice, "rca0370037psw151.RG1.1"), Some("high"));
    assert_eq!(level(Class::NetworkDevice, "rca0370037psw152.SR11.2"), Some("low"));
    assert_eq!(level(Class::VirtualMachine, "annuaire-0370037p"), Some("high"));
    assert_eq!(level(Class::Solution, "Annuaire"), Some("high"));
}

#[test]
fn a_rack_that_a_ups_feeds_powers_what_stands_in_it() {
    let records = records_of(&school());
    let fed = |name| named(&records, Class::NetworkDevice, name).references.get(&Role::PowerA).map(|k| k.path.last());
    assert_eq!(fed("rca0370037psw151.RG1.1"), Some("ups1-0370037p"));
    assert_eq!(fed("rca0370037psw152.SR11.2"), None);
}

#[test]
fn a_trunk_port_is_tied_to_the_vlans_that_its_cable_carries() {
    let records = records_of(&school());
    let tags = |device: &str, port: &str| -> Vec<String> {
        let tied =
            of(&records, Class::InterfaceVlan).into_iter().filter(|r| r.key.path.names().skip(1).take(2).eq([device, port]));
        tied.filter_map(|r| Some(r.key.path.names().nth(3)?.to_owned())).collect()
    };
    assert_eq!(tags("rca0370037psw152.SR11.2", "GigabitEthernet1/0/25"), ["20", "99"]);
    let usage = of(&records, Class::PhysicalInterface)
        .into_iter()
        .find(|r| r.key.path.names().skip(1).eq(["rca0370037psw152.SR11.2", "GigabitEthernet1/0/24"]))
        .and_then(|r| r.text(Attribute::Usage));
    assert_eq!(usage, Some("vers ap1-0370037p, VLAN non étiqueté 99, VLAN étiqueté 20"));
}

#[test]
fn what_no_host_runs_is_no_machine() {
    let mut school = school();
    school.guests.iter_mut().for_each(|g| g.host = None);
    let records = records_of(&school);
    assert!(of(&records, Class::VirtualMachine).is_empty() && of(&records, Class::SoftwareInstance).is_empty());
    assert!(of(&records, Class::Solution).iter().all(|s| s.text(Attribute::Name) != Some("Annuaire")));
}

#[test]
fn an_appliance_that_is_the_firewall_has_its_ports_and_gateways_as_interfaces() {
    let mut school = school();
    school.firewall.as_mut().unwrap().on = school.devices[2].name.clone();
    let records = records_of(&school);
    let ips: BTreeSet<&str> = of(&records, Class::PhysicalInterface)
        .into_iter()
        .filter(|r| r.references[&Role::Device].path.last() == "ppms1-0370037p")
        .filter_map(|r| r.text(Attribute::Ip))
        .collect();
    assert!(ips.contains("10.37.34.254") && ips.contains("10.37.39.254"), "{ips:?}");
}

#[test]
fn a_building_bears_the_name_that_its_rooms_are_named_after() {
    let records = records_of(&school());
    let names: BTreeSet<&str> = of(&records, Class::Location).into_iter().filter_map(|r| r.text(Attribute::Name)).collect();
    let places = ["Bâtiment principal", "Bâtiment principal / A107", "Bâtiment principal / RG1", "Bâtiment principal / SR11"];
    assert_eq!(names, places.into_iter().chain(["Lycée Choiseul"]).collect());
}
