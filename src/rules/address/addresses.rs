//! Every address that a school writes down, with its owner and VLAN: what the rules of this folder compare.

use crate::base::Sourced;
use crate::region::{Domain, School, Status, Vlan};
use std::net::Ipv4Addr;

/// An address that is written down.
#[derive(Clone, Debug)]
pub struct Address<'a> {
    /// The address.
    pub address: Sourced<Ipv4Addr>,
    /// Who has it, by name.
    pub owner: &'a str,
    /// The VLAN that it is in; `None` for the operator's link.
    pub vlan: Option<&'a Vlan>,
    /// Whether a DHCP server hands it out by MAC address.
    pub reserved: bool,
}

/// Every address of a school, in no particular order; gateways are not among them.
pub fn all(school: &School) -> Vec<Address<'_>> {
    let mut found = Vec::new();
    let management = school.vlan_of(Domain::Management);
    let mut add = |owner, address: Option<&Sourced<Ipv4Addr>>, vlan, reserved| {
        found.extend(address.map(|&address| Address { address, owner, vlan, reserved }));
    };
    for s in school.switches.iter().filter(|s| *s.status != Status::Stock) {
        add(s.name.as_str(), s.address.as_ref(), management, false);
    }
    for h in &school.hosts {
        add(h.name.as_str(), h.address.as_ref(), management, false);
        add(h.name.as_str(), h.oob.as_ref().and_then(|(_, a)| a.as_ref()), management, false);
    }
    for u in &school.ups {
        add(u.name.as_str(), u.address.as_ref(), management, false);
    }
    let wireless = school.wifi.as_ref().and_then(|w| school.vlan(&w.manage));
    for ap in &school.access_points {
        add(ap.name.as_str(), ap.address.as_ref(), wireless, false);
    }
    if let Some(wifi) = &school.wifi {
        add(wifi.cluster.as_str(), wifi.address.as_ref(), wireless, false);
    }
    for d in &school.devices {
        add(d.name.as_str(), d.address.as_ref(), d.vlan.as_ref().and_then(|v| school.vlan(v)), false);
    }
    for g in school.guests.iter().filter(|g| *g.status != Status::Stock) {
        for nic in &g.nics {
            add(g.name.as_str(), nic.address.as_ref(), school.vlan(&nic.vlan), false);
        }
        let first = g.nics.first().and_then(|n| school.vlan(&n.vlan));
        for container in &g.containers {
            // A project's first container has the guest's own address.
            let own = g.nics.iter().any(|n| n.address == container.address);
            if !own {
                add(container.name.as_str(), container.address.as_ref(), first, false);
            }
        }
    }
    for s in &school.stations {
        add(s.name.as_str(), s.address.as_ref(), s.address.as_ref().and_then(|a| holding(school, **a)), s.mac.is_some());
    }
    if let Some(wan) = &school.wan {
        add("the firewall", Some(&wan.address), None, false);
        add(wan.organisation.as_str(), Some(&wan.gateway), None, false);
    }
    found
}

/// The VLAN whose subnet holds an address.
fn holding(school: &School, address: Ipv4Addr) -> Option<&Vlan> {
    school.vlans.iter().find(|v| v.subnet.as_ref().is_some_and(|net| net.contains(&address)))
}
