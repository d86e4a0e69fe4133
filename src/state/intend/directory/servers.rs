//! The machines of the domain, and what is asked of those who run theirs themselves.

use super::shares;
use crate::base::{Origins, Sourced};
use crate::region::{self, GuestKind, School, Server as Resolver};
use crate::state::directory::{Machine, Part, Request};
use crate::state::guest::{Guest, Nic};
use crate::state::intend::servers::servers as addresses;
use std::net::{IpAddr, Ipv4Addr};

/// The machines of the domain that are configured from here, the first controller first, members last.
pub fn servers(school: &School, meant: &region::Directory, guests: &[Guest], origins: &mut Origins) -> Vec<Machine> {
    let mut found = Vec::new();
    for guest in guests {
        let Some(declared) = school.guest(&guest.name) else { continue };
        let Some(part) = part(meant, declared) else { continue };
        found.push(Machine {
            guest: guest.name.clone(),
            host: guest.host.clone(),
            hostname: guest.hostname.clone(),
            name: guest.name.with(guest.name.to_lowercase()),
            v4: guest.nics.iter().filter_map(|nic| v4(nic, origins)).collect(),
            v6: guest.nics.iter().filter_map(|nic| v6(nic, origins)).collect(),
            forwarders: if *part == Part::Member || meant.is_classic() { Vec::new() } else { forwarders(school, declared) },
            nt_acls: nt_acls(declared, origins),
            radius: radius(school, meant, declared, *part, origins),
            shares: shares::on(meant, &guest.name),
            quotas: shares::quotas(meant, guest, origins),
            part,
        });
    }
    found.sort_by_key(|server| match *server.part {
        Part::First => 0,
        Part::Further => 1,
        Part::Member => 2,
    });
    found
}

/// The part of a guest in the domain; `None` for one that is no machine of it, or that others configure.
fn part(meant: &region::Directory, guest: &region::Guest) -> Option<Sourced<Part>> {
    if *guest.managed_by != "operator" || *guest.kind == GuestKind::Docker {
        return None;
    }
    match guest.samba.as_str() {
        _ if guest.name == meant.on => Some(meant.on.with(Part::First)),
        // A classic domain has no second controller here: the rule `directory-kind-unfit` says so.
        "dc" if meant.is_classic() => None,
        "dc" => Some(guest.samba.with(Part::Further)),
        "member" => Some(guest.samba.with(Part::Member)),
        _ => None,
    }
}

fn v4(nic: &Nic, origins: &mut Origins) -> Option<(Sourced<Ipv4Addr>, Sourced<u8>)> {
    let v4 = nic.v4.as_ref()?;
    let length = origins.derive(v4.subnet.prefix_len(), "the subnet's length goes with the address", &[v4.subnet.origin()]);
    Some((v4.address, length))
}

fn v6(nic: &Nic, origins: &mut Origins) -> Option<(Sourced<std::net::Ipv6Addr>, Sourced<u8>)> {
    let v6 = nic.v6.as_ref()?;
    let length = origins.derive(v6.subnet.prefix_len(), "the subnet's length goes with the address", &[v6.subnet.origin()]);
    Some((v6.address, length))
}

/// Resolvers for every domain but the directory's: the school's own, or the region's where the controller would ask itself.
fn forwarders(school: &School, guest: &region::Guest) -> Vec<Sourced<IpAddr>> {
    let vlan = guest.nics.first().and_then(|nic| school.vlan(&nic.vlan));
    let itself = matches!(&school.serve.dns, Resolver::Named(name) if *name == guest.name);
    let own = if itself {
        Vec::new()
    } else {
        addresses(school, std::slice::from_ref(&school.serve.dns), vlan, school.services.dns.as_ref())
    };
    if !own.is_empty() {
        return own;
    }
    let Some(dns) = &school.services.dns else { return Vec::new() };
    crate::state::intend::host::network_hosts(school, &dns.network)
}

/// Whether the guest's root may write `security.*` attributes, which the host keeps from a container with ids of its own.
fn nt_acls(guest: &region::Guest, origins: &mut Origins) -> Sourced<bool> {
    let may = *guest.kind == GuestKind::Kvm || *guest.privileged;
    let because = "an unprivileged container's root may not write the attributes that hold Windows access lists";
    origins.derive(may, because, &[guest.kind.origin(), guest.privileged.origin()])
}

/// Whether RADIUS asks for accounts on a machine of the domain.
fn radius(school: &School, meant: &region::Directory, guest: &region::Guest, own: Part, origins: &mut Origins) -> Sourced<bool> {
    let asks = |asking: &&region::Guest| part(meant, asking).is_some_and(|part| *part == Part::Member);
    let asking = match &school.serve.radius {
        Resolver::Named(name) => school.guest(name).filter(asks).map(|asking| (name, asking)),
        _ => None,
    };
    match asking {
        Some((name, asking)) => {
            let is_here = own != Part::Member || asking.name == guest.name;
            let because = "RADIUS asks for accounts by the member of the domain that answers it";
            origins.derive(is_here, because, &[name.origin(), asking.samba.origin()])
        }
        None => origins.derive(false, "no member of the domain answers RADIUS", &[meant.on.origin()]),
    }
}

/// What is asked of those who run a file server themselves, in order of guest.
pub fn requests(meant: &region::Directory, school: &School, guests: &[Guest]) -> Vec<Request> {
    let mut found = Vec::new();
    for guest in guests {
        let Some(declared) = school.guest(&guest.name).filter(|g| *g.managed_by != "operator") else { continue };
        let shares = shares::on(meant, &guest.name);
        if shares.is_empty() {
            continue;
        }
        found.push(Request {
            guest: guest.name.clone(),
            host: guest.host.clone(),
            hostname: guest.hostname.clone(),
            address: guest.nics.iter().find_map(|nic| nic.v4.as_ref()).map(|v4| v4.address),
            managed_by: declared.managed_by.clone(),
            shares,
            quotas: shares::asked(meant, &guest.name),
        });
    }
    found
}
