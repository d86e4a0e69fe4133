//! Derives what a school's own servers of addresses, names and time answer, for the guest or firewall that `serve` names.
//!
//! One file a service; who may ask is in `asking`. Entry point: [`served`].

pub mod asking;
mod clock;
mod dhcp;
mod resolver;

use crate::base::{Origin, Origins, Sourced};
use crate::region::{School, Server};
use crate::state::Served;
use crate::state::service::{Seat, SeatKind};
use std::net::IpAddr;

/// What the school's own servers answer.
pub fn served(school: &School, origins: &mut Origins) -> Served {
    Served {
        dhcp: seat(school, &school.serve.dhcp).map(|seat| dhcp::dhcp(school, seat, origins)),
        dns: seat(school, &school.serve.dns).map(|seat| resolver::resolver(school, seat, origins)),
        ntp: seat(school, &school.serve.ntp).map(|seat| clock::clock(school, seat)),
    }
}

/// Who runs a service; none when that is the region, nobody, or a machine that is not the school's to set up.
fn seat(school: &School, server: &Server) -> Option<Seat> {
    let firewall = school.firewall.as_ref();
    let named = match server {
        Server::Firewall(origin) => return firewall_seat(school, *origin),
        Server::Named(name) if firewall.is_some_and(|f| *f.on == **name) => return firewall_seat(school, name.origin()),
        Server::Named(name) => name,
        Server::None(_) | Server::Region(_) | Server::Address(_) => return None,
    };
    let guest = school.guest(named)?;
    let v4 = guest.nics.iter().filter_map(|n| n.address).map(|a| a.map(IpAddr::V4));
    let v6 = guest.nics.iter().filter_map(|n| n.address6).map(|a| a.map(IpAddr::V6));
    Some(Seat {
        kind: named.with(SeatKind::Guest),
        name: named.with(guest.name.value().clone()),
        hostname: guest.hostname.clone(),
        host: guest.host.clone(),
        addresses: v4.chain(v6).collect(),
    })
}

fn firewall_seat(school: &School, origin: Origin) -> Option<Seat> {
    let name = &school.firewall.as_ref()?.on;
    let guest = school.guest(name);
    let device = school.device(name);
    let hostname = guest.map(|g| &g.hostname).or(device.map(|d| &d.hostname))?;
    Some(Seat {
        kind: Sourced::new(SeatKind::Firewall, origin),
        name: name.clone(),
        hostname: hostname.clone(),
        host: guest.and_then(|g| g.host.clone()),
        addresses: Vec::new(),
    })
}
