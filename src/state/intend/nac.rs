//! Derives what a RADIUS service must know of a school: its clients, its stations by MAC address, its groups.
//!
//! Also tells who answers: [`servers`] is what switches and access points ask. Entry points: [`nac`], [`servers`].

use super::host::network_hosts;
use crate::base::{Origins, Sourced};
use crate::region::{School, Server, Station, Status, UseKind};
use crate::state::nac::{Client, Endpoint, Nac, Place, Role, Software};
use crate::state::{Guest, Switch, Wlan};
use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

/// The addresses that a school's devices ask: the guest that `serve radius=` names, else the region's service.
pub fn servers(school: &School) -> Vec<Sourced<IpAddr>> {
    let Some(radius) = &school.services.radius else { return Vec::new() };
    match &school.serve.radius {
        Server::Named(name) => match school.guest(name) {
            Some(guest) => own_address(school, guest).into_iter().collect(),
            None => network_hosts(school, &radius.network),
        },
        Server::Address(address) => vec![*address],
        Server::Firewall(_) | Server::None(_) | Server::Region(_) => network_hosts(school, &radius.network),
    }
}

/// A guest's address in the management VLAN, where the devices that ask have theirs; else that of its first card.
fn own_address(school: &School, guest: &crate::region::Guest) -> Option<Sourced<IpAddr>> {
    let management = school.vlan_of(crate::region::Domain::Management).map(|v| v.name.as_str());
    let there = guest.nics.iter().find(|n| Some(n.vlan.as_str()) == management);
    let nic = there.or(guest.nics.first())?;
    nic.address.map(|a| a.map(IpAddr::V4))
}

/// What the service that a school uses must know of it; `None` where nobody serves RADIUS.
pub fn nac(school: &School, switches: &[Switch], wlans: &[Wlan], guests: &[Guest], origins: &mut Origins) -> Option<Nac> {
    let radius = school.services.radius.as_ref()?;
    let guest = match &school.serve.radius {
        Server::Region(_) => None,
        Server::Named(name) => {
            let guest = guests.iter().find(|g| *g.name == **name)?;
            Some(Place { host: guest.host.clone(), guest: guest.name.clone(), hostname: guest.hostname.clone() })
        }
        Server::Firewall(_) | Server::None(_) | Server::Address(_) => return None,
    };
    let software = match (radius.server.as_str(), &guest) {
        // An appliance of the region is no guest of a school.
        ("clearpass", None) => Software::ClearPass,
        _ => Software::FreeRadius,
    };
    let mut clients: Vec<Client> = switches.iter().filter_map(of_switch).chain(wlans.iter().filter_map(of_cluster)).collect();
    clients.sort_by(|a, b| a.name.cmp(&b.name));
    let mut seen = BTreeSet::new();
    clients.retain(|client| seen.insert(*client.address));
    Some(Nac {
        server: radius.server.with(software),
        guest,
        roles: wlans.iter().flat_map(roles).collect(),
        clients,
        endpoints: endpoints(school, origins),
    })
}

fn of_switch(switch: &Switch) -> Option<Client> {
    let (radius, management) = (switch.services.radius.as_ref()?, switch.management.as_ref()?);
    Some(Client {
        name: switch.sysname.clone(),
        address: management.address,
        secret: radius.secret.clone(),
        os: switch.os.clone(),
        location: switch.services.location.clone(),
        coa: radius.coa,
    })
}

fn of_cluster(wlan: &Wlan) -> Option<Client> {
    let server = wlan.radius.first()?;
    Some(Client {
        name: wlan.name.clone(),
        address: wlan.address?,
        secret: server.secret.clone(),
        os: wlan.os.clone(),
        location: None,
        coa: server.coa,
    })
}

/// A row for each group and VLAN of a cluster, in the order of the manifest.
fn roles(wlan: &Wlan) -> Vec<Role> {
    let Some(client) = wlan.address.filter(|_| !wlan.radius.is_empty()) else { return Vec::new() };
    let mut found: Vec<Role> = Vec::new();
    for role in wlan.ssids.iter().filter(|s| s.security.is_enterprise()).flat_map(|s| &s.roles) {
        let row = Role { group: role.filter.clone(), client, vlan: role.vlan };
        if !found.contains(&row) {
            found.push(row);
        }
    }
    found
}

fn endpoints(school: &School, origins: &mut Origins) -> Vec<Endpoint> {
    let rooms = vlans_of_rooms(school);
    let mut found: Vec<Endpoint> = Vec::new();
    for station in &school.stations {
        let Some(mac) = station.mac else { continue };
        found.push(Endpoint { name: station.name.clone(), mac, vlan: vlan_of(school, station, &rooms, origins) });
    }
    for device in school.devices.iter().filter(|d| *d.status != Status::Stock) {
        let Some(mac) = device.mac else { continue };
        let vlan = device.vlan.as_ref().and_then(|v| Some(v.with(*school.vlan(v)?.id)));
        found.push(Endpoint { name: device.hostname.clone(), mac, vlan });
    }
    found.sort_by(|a, b| (&a.mac, &a.name).cmp(&(&b.mac, &b.name)));
    // One that stands twice is `dup-mac`.
    found.dedup_by(|b, a| a.mac == b.mac);
    found
}

/// The VLANs that the ports of each room lead to.
fn vlans_of_rooms(school: &School) -> BTreeMap<&str, BTreeMap<&str, &Sourced<String>>> {
    let mut rooms: BTreeMap<&str, BTreeMap<&str, &Sourced<String>>> = BTreeMap::new();
    for port in school.switches.iter().flat_map(|s| &s.uses) {
        let UseKind::Access(access) = &port.what else { continue };
        if let (Some(room), Some(vlan)) = (&access.room, &access.vlan) {
            rooms.entry(room.as_str()).or_default().insert(vlan.as_str(), vlan);
        }
    }
    rooms
}

/// The VLAN of a station: the one that its line says, that of its address, or the only one of its room's ports. With none of
/// them it keeps the VLAN of the port that it comes by.
fn vlan_of(
    school: &School,
    station: &Station,
    rooms: &BTreeMap<&str, BTreeMap<&str, &Sourced<String>>>,
    origins: &mut Origins,
) -> Option<Sourced<crate::net::VlanId>> {
    if let Some(name) = &station.vlan {
        return school.vlan(name).map(|vlan| name.with(*vlan.id));
    }
    if let Some(address) = station.address {
        let holds = |vlan: &&crate::region::Vlan| vlan.subnet.is_some_and(|net| net.contains(&*address));
        let vlan = school.vlans.iter().find(holds)?;
        return Some(origins.derive(*vlan.id, "a station with an address is in the VLAN of that address", &[address.origin()]));
    }
    let room = station.room.as_ref()?;
    let mut vlans = rooms.get(room.as_str())?.values();
    // Which of several sockets a station is plugged into, nobody says.
    let only = vlans.next().filter(|_| vlans.next().is_none())?;
    let id = school.vlan(only)?.id;
    Some(origins.derive(*id, "every port of its room is in that VLAN", &[room.origin(), only.origin()]))
}
