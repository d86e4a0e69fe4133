//! The addresses of servers as a client in a VLAN reaches them.

use super::host::{gateway6, network_hosts};
use crate::base::Sourced;
use crate::region::{Relayed, School, Server, Vlan};
use std::net::{IpAddr, Ipv6Addr};

/// The addresses at which a client in `vlan` reaches `servers`, in order; `region` is the service that `region` stands for.
pub fn servers(school: &School, servers: &[Server], vlan: Option<&Vlan>, region: Option<&Relayed>) -> Vec<Sourced<IpAddr>> {
    let mut found: Vec<Sourced<IpAddr>> = Vec::new();
    for server in servers {
        match server {
            Server::Firewall(origin) => {
                let gateway = vlan.and_then(|v| v.gateway.as_ref());
                found.extend(gateway.map(|g| Sourced::new(IpAddr::V4(**g), *origin)));
            }
            Server::None(_) => {}
            Server::Region(_) => found.extend(region.map(|r| network_hosts(school, &r.network)).unwrap_or_default()),
            Server::Address(address) => found.push(*address),
            Server::Named(name) => found.extend(named(school, name, vlan)),
        }
    }
    found
}

/// The IPv6 addresses at which a client in `vlan` reaches `servers`, in order.
pub fn servers6(school: &School, servers: &[Server], vlan: &Vlan, region: Option<&Relayed>) -> Vec<Sourced<Ipv6Addr>> {
    let mut found: Vec<Sourced<Ipv6Addr>> = Vec::new();
    let v6 = |all: Vec<Sourced<IpAddr>>| -> Vec<Sourced<Ipv6Addr>> {
        all.into_iter()
            .filter_map(|a| match *a {
                IpAddr::V6(v6) => Some(a.with(v6)),
                IpAddr::V4(_) => None,
            })
            .collect()
    };
    for server in servers {
        match server {
            Server::Firewall(origin) => found.extend(gateway6(school, vlan).map(|g| Sourced::new(*g, *origin))),
            Server::None(_) => {}
            Server::Region(_) => found.extend(region.map(|r| v6(network_hosts(school, &r.network))).unwrap_or_default()),
            Server::Address(address) => found.extend(v6(vec![*address])),
            Server::Named(name) => match school.guest(name) {
                Some(guest) => {
                    let near = guest.nics.iter().find(|n| *vlan.name == *n.vlan);
                    found.extend(near.or(guest.nics.first()).and_then(|n| n.address6).map(|a| name.with(*a)));
                }
                None => found.extend(v6(network_hosts(school, name))),
            },
        }
    }
    found
}

/// The addresses of a guest (its card in the client's VLAN, else its first card), a device or a network.
fn named(school: &School, name: &Sourced<String>, vlan: Option<&Vlan>) -> Vec<Sourced<IpAddr>> {
    if let Some(guest) = school.guest(name) {
        let near = guest.nics.iter().find(|n| vlan.is_some_and(|v| *v.name == *n.vlan));
        let address = near.or(guest.nics.first()).and_then(|n| n.address.as_ref());
        return address.map(|a| name.with(IpAddr::V4(**a))).into_iter().collect();
    }
    if let Some(device) = school.device(name) {
        return device.address.as_ref().map(|a| name.with(IpAddr::V4(**a))).into_iter().collect();
    }
    network_hosts(school, name)
}
