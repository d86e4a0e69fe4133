//! The server of addresses: a scope for each VLAN that has a pool.

use super::asking::End;
use crate::base::{Origins, Sourced};
use crate::net::{Duration, Mac};
use crate::region::{School, Server, Status, Vlan};
use crate::state::intend::servers::{servers, servers6};
use crate::state::service::{Dhcp, NetworkBoot, Reservation, Scope, Scope6, Seat, SeatKind};
use ipnet::Ipv4Net;
use std::net::{IpAddr, Ipv4Addr};

/// The port of TFTP (RFC 1350).
const TFTP: u16 = 69;
/// The port at which names of NetBIOS are asked for (RFC 1002, 4.2).
const NETBIOS: u16 = 137;
/// What an OPSI server offers to start from (opsiconfd's defaults, below its TFTP root): BIOS, 64-bit UEFI.
const OPSI: (&str, &str) =
    ("opsi/opsi-linux-bootimage/loader/opsi-netboot.bios", "opsi/opsi-linux-bootimage/loader/opsi-netboot.efi");

/// The state of the server of addresses.
pub(super) fn dhcp(school: &School, seat: Seat, origins: &mut Origins) -> Dhcp {
    let boots = boots(school, origins);
    let scopes = school.vlans.iter().filter_map(|vlan| scope(school, &seat, vlan, &boots, origins)).collect();
    let scopes6 = school.vlans.iter().filter_map(|vlan| scope6(school, &seat, vlan, origins)).collect();
    Dhcp { seat, scopes, scopes6 }
}

fn scope(school: &School, seat: &Seat, vlan: &Vlan, boots: &[(&Vlan, NetworkBoot)], origins: &mut Origins) -> Option<Scope> {
    let (subnet, pool) = (vlan.subnet?, vlan.pool?);
    let told = vlan.dns.as_deref().unwrap_or(&school.dhcp.dns);
    let (domain, search) = domains(school, told);
    let guest = school.guest(&seat.name).filter(|_| *seat.kind == SeatKind::Guest);
    let is_relayed = guest.is_some_and(|g| g.nics.iter().all(|n| *n.vlan != *vlan.name));
    let because = "the firewall carries requests of a VLAN that the server has no card in";
    let relay = vlan.gateway.filter(|_| is_relayed).map(|g| origins.derive(*g, because, &[g.origin(), seat.name.origin()]));
    let v4 = |all: Vec<Sourced<IpAddr>>| -> Vec<Sourced<Ipv4Addr>> {
        all.into_iter()
            .filter_map(|a| match *a {
                IpAddr::V4(v4) => Some(a.with(v4)),
                IpAddr::V6(_) => None,
            })
            .collect()
    };
    let wifi = school.wifi.as_ref().filter(|w| *w.manage == *vlan.name);
    Some(Scope {
        vlan: vlan.id,
        name: vlan.name.clone(),
        subnet,
        first: pool.with(pool.0),
        last: pool.with(pool.1),
        gateway: vlan.gateway,
        relay,
        lease: lease(school, vlan, origins),
        dns: v4(servers(school, told, Some(vlan), school.services.dns.as_ref())),
        ntp: v4(servers(school, &school.dhcp.ntp, Some(vlan), school.services.ntp.as_ref())),
        domain,
        search,
        wins: wins(school, vlan, origins),
        reservations: reservations(school, *subnet),
        boot: boots.iter().find(|(asker, _)| asker.name == vlan.name).map(|(_, boot)| boot.clone()),
        cluster: wifi.and_then(|w| w.address),
    })
}

fn scope6(school: &School, seat: &Seat, vlan: &Vlan, origins: &mut Origins) -> Option<Scope6> {
    let (subnet, pool) = (vlan.subnet6?, vlan.pool6?);
    let told = vlan.dns.as_deref().unwrap_or(&school.dhcp.dns);
    let (_, search) = domains(school, told);
    Some(Scope6 {
        vlan: vlan.id,
        name: vlan.name.clone(),
        subnet,
        first: pool.with(pool.0),
        last: pool.with(pool.1),
        interface: card(school, seat, vlan, origins),
        lease: lease(school, vlan, origins),
        dns: servers6(school, told, vlan, school.services.dns.as_ref()),
        search,
    })
}

/// The card that the server's guest has in a VLAN, as its system calls it.
fn card(school: &School, seat: &Seat, vlan: &Vlan, origins: &mut Origins) -> Option<Sourced<String>> {
    let guest = school.guest(&seat.name).filter(|_| *seat.kind == SeatKind::Guest)?;
    let (number, nic) = guest.nics.iter().enumerate().find(|(_, nic)| *nic.vlan == *vlan.name)?;
    let because = "cards of a guest are called by their numbers, in the order of its definition";
    Some(origins.derive(format!("eth{number}"), because, &[nic.vlan.origin()]))
}

fn lease(school: &School, vlan: &Vlan, origins: &mut Origins) -> Sourced<Duration> {
    let said = vlan.lease.or(school.dhcp.lease);
    said.unwrap_or_else(|| Sourced::new(Duration::Seconds(8 * 3600), origins.unwritten("dhcp", "lease", "8h")))
}

/// The domain of a VLAN's stations and those that they look names up in: the directory's where its server resolves for them.
fn domains(school: &School, told: &[Server]) -> (Sourced<String>, Vec<Sourced<String>>) {
    let lower = |domain: &Sourced<String>| domain.with(domain.to_ascii_lowercase());
    let school_domain = lower(&school.domain);
    let is_told = |on: &str| told.iter().any(|server| matches!(server, Server::Named(name) if **name == on));
    match school.directory.as_ref().filter(|d| !d.is_classic() && is_told(&d.on)) {
        Some(directory) if *directory.domain != *school.domain => {
            let domain = lower(&directory.domain);
            (domain.clone(), vec![domain, school_domain])
        }
        _ => (school_domain.clone(), vec![school_domain]),
    }
}

/// The machine of a classic domain, where a flow lets the VLAN ask it for names: no resolver knows them.
fn wins(school: &School, vlan: &Vlan, origins: &mut Origins) -> Option<Sourced<Ipv4Addr>> {
    let directory = school.directory.as_ref().filter(|directory| directory.is_classic())?;
    let opened = End::named(school, &directory.on)?.opened(school, &End::vlan(school, vlan), NETBIOS)?;
    let address = school.guest(&directory.on)?.nics.iter().find_map(|nic| nic.address)?;
    let because = "machines of a classic domain are found by its own machine, where a flow lets stations ask it";
    Some(origins.derive(*address, because, &[address.origin(), opened, directory.kind.origin()]))
}

/// What is reserved in a subnet, in order of address: whatever has a MAC address and an address in it.
fn reservations(school: &School, subnet: Ipv4Net) -> Vec<Reservation> {
    let mut all = Vec::new();
    let mut add = |name: &Sourced<String>, mac: Option<Sourced<Mac>>, address: Option<Sourced<Ipv4Addr>>| {
        if let (Some(mac), Some(address)) = (mac, address.filter(|a| subnet.contains(&**a))) {
            all.push(Reservation { mac, address, name: name.with(name.to_ascii_lowercase()) });
        }
    };
    for s in &school.stations {
        add(&s.name, s.mac, s.address);
    }
    for d in school.devices.iter().filter(|d| *d.status != Status::Stock) {
        add(&d.hostname, d.mac, d.address);
    }
    for ap in school.access_points.iter().filter(|a| *a.status != Status::Stock) {
        add(&ap.hostname, ap.mac, ap.address);
    }
    all.sort_by(|a, b| (&a.address, &a.mac).cmp(&(&b.address, &b.mac)));
    all
}

/// The VLANs from which stations may start from the school's deployment server, and what they load.
fn boots<'a>(school: &'a School, origins: &mut Origins) -> Vec<(&'a Vlan, NetworkBoot)> {
    let server = school.guests.iter().find(|g| g.host.is_some() && g.roles.iter().any(|role| role.as_str() == "opsi"));
    let Some((guest, asked)) = server.and_then(|g| Some((g, End::named(school, &g.name)?))) else { return Vec::new() };
    let (bios, uefi) = OPSI;
    let because = "stations start from the deployment server where a flow lets them load its files";
    let askers = asked.askers(school, TFTP);
    askers
        .into_iter()
        .filter_map(|(vlan, opened)| {
            let near = guest.nics.iter().find(|n| *n.vlan == *vlan.name);
            let address = near.or(guest.nics.first())?.address?;
            let from = [guest.name.origin(), opened];
            let boot = NetworkBoot {
                server: address,
                bios: origins.derive(bios.to_owned(), because, &from),
                uefi: origins.derive(uefi.to_owned(), because, &from),
            };
            Some((vlan, boot))
        })
        .collect()
}
