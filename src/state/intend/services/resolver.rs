//! The resolver: the school's names and addresses, where other questions go, and who may ask.

use super::asking::End;
use crate::base::{Origin, Origins, Sourced};
use crate::region::{FirewallKind, School, Status, Vlan};
use crate::state::intend::host::{gateway6, network_hosts};
use crate::state::service::{Forward, Named, Resolver, Reverse, Seat, Zone};
use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// The port of DNS (RFC 1035).
const PORT: u16 = 53;
/// Most reverse networks that a block is cut into: those of a /16.
const CUTS: usize = 256;

/// The state of the resolver.
pub(super) fn resolver(school: &School, seat: Seat, origins: &mut Origins) -> Resolver {
    let names = names(school);
    let own = [school.slug.to_ascii_lowercase(), school.uai.lower()];
    let is_own = own.iter().any(|own| school.domain.to_ascii_lowercase().contains(own.as_str()));
    let because = "a domain that bears the school's short name or code holds no other school's names";
    let whole = origins.derive(is_own, because, &[school.domain.origin()]);
    let reverse = reverse(school, &names, origins);
    let clients = nets(&End::seat(school, &seat).askers(school, PORT));
    Resolver {
        seat,
        zone: Zone { name: school.domain.clone(), whole, names },
        reverse,
        forwards: forwards(school, origins),
        clients,
    }
}

/// The subnets of VLANs, each with the row that lets it ask.
pub(super) fn nets(vlans: &[(&Vlan, Origin)]) -> Vec<Sourced<IpNet>> {
    let mut all: Vec<Sourced<IpNet>> = Vec::new();
    for (vlan, origin) in vlans {
        all.extend(vlan.subnet.map(|net| Sourced::new(IpNet::V4(*net), *origin)));
        all.extend(vlan.subnet6.filter(|_| *vlan.ipv6).map(|net| Sourced::new(IpNet::V6(*net), *origin)));
    }
    all.sort();
    all.dedup();
    all
}

/// Every machine that has a name and an address, in order of name.
fn names(school: &School) -> Vec<Named> {
    let mut all = Vec::new();
    let mut add = |name: &Sourced<String>, v4: Option<Sourced<Ipv4Addr>>, v6: Option<Sourced<Ipv6Addr>>| {
        if v4.is_some() || v6.is_some() {
            all.push(Named { name: name.with(name.to_ascii_lowercase()), v4, v6 });
        }
    };
    for s in school.switches.iter().filter(|s| *s.status != Status::Stock) {
        add(&s.sysname, s.address, s.address6);
    }
    for h in school.hosts.iter().filter(|h| *h.status != Status::Stock) {
        add(&h.hostname, h.address, h.address6);
    }
    for g in school.guests.iter().filter(|g| *g.status != Status::Stock) {
        let card = g.nics.iter().find(|n| n.address.is_some());
        add(&g.hostname, card.and_then(|n| n.address), card.and_then(|n| n.address6));
    }
    for ap in school.access_points.iter().filter(|a| *a.status != Status::Stock) {
        add(&ap.hostname, ap.address, None);
    }
    for d in school.devices.iter().filter(|d| *d.status != Status::Stock) {
        add(&d.hostname, d.address, None);
    }
    for u in school.ups.iter().filter(|u| *u.status != Status::Stock) {
        add(&u.hostname, u.address, None);
    }
    for s in &school.stations {
        add(&s.name, s.address, None);
    }
    if let Some(wifi) = &school.wifi {
        add(&wifi.cluster, wifi.address, None);
    }
    if let Some((name, vlan)) = firewall(school) {
        add(name, vlan.gateway, gateway6(school, vlan));
    }
    all.sort_by(|a, b| (&a.name, &a.v4, &a.v6).cmp(&(&b.name, &b.v4, &b.v6)));
    all
}

/// The firewall's name, and the VLAN whose gateway administrators know it by.
fn firewall(school: &School) -> Option<(&Sourced<String>, &Vlan)> {
    let on = &school.firewall.as_ref()?.on;
    let named = school.device(on).filter(|d| d.address.is_none()).map(|d| &d.hostname);
    let name = school.guest(on).map(|g| &g.hostname).or(named)?;
    Some((name, school.vlan_of(crate::region::Domain::Management)?))
}

/// The networks whose addresses have names: the school's block, and what it names beyond it.
fn reverse(school: &School, names: &[Named], origins: &mut Origins) -> Vec<Reverse> {
    let mut nets: BTreeMap<IpNet, Origin> = BTreeMap::new();
    if let Some(block) = school.block {
        let len = if block.prefix_len() <= 16 { 16 } else { 24 };
        let cut: Vec<Ipv4Net> = block.subnets(len).map(|all| all.take(CUTS).collect()).unwrap_or_default();
        nets.extend(cut.into_iter().map(|net| (IpNet::V4(net), block.origin())));
    }
    nets.extend(school.block6.map(|block| (IpNet::V6(*block), block.origin())));
    for named in names {
        let v4 = named.v4.and_then(|a| Some((IpNet::V4(Ipv4Net::new(*a, 24).ok()?.trunc()), a.origin())));
        let v6 = named.v6.and_then(|a| Some((IpNet::V6(Ipv6Net::new(*a, 64).ok()?.trunc()), a.origin())));
        for (net, origin) in [v4, v6].into_iter().flatten() {
            if !nets.keys().any(|known| known.contains(&net)) {
                nets.insert(net, origin);
            }
        }
    }
    let subnets = school.vlans.iter().flat_map(|v| [v.subnet.map(|n| IpNet::V4(*n)), v.subnet6.map(|n| IpNet::V6(*n))]);
    let blocks = [school.block.map(|b| IpNet::V4(*b)), school.block6.map(|b| IpNet::V6(*b))];
    let own: Vec<IpNet> = subnets.chain(blocks).flatten().collect();
    let because = "the school answers alone for the addresses of its block and subnets";
    nets.into_iter()
        .map(|(net, origin)| Reverse {
            net: Sourced::new(net, origin),
            whole: origins.derive(own.iter().any(|own| own.contains(&net)), because, &[origin]),
        })
        .collect()
}

/// Where questions go that the school's own names do not answer: the directory's to its server, the others to the region.
fn forwards(school: &School, origins: &mut Origins) -> Vec<Forward> {
    let mut all = Vec::new();
    let directory = school.directory.as_ref().filter(|d| !d.is_classic());
    let directory = directory.and_then(|d| Some((d, school.guest(&d.on)?)));
    if let Some((directory, guest)) = directory {
        let address = guest.nics.iter().find_map(|n| n.address).map(|a| directory.on.with(IpAddr::V4(*a)));
        let domain = directory.domain.with(directory.domain.to_ascii_lowercase());
        all.extend(address.map(|address| Forward { domain, servers: vec![address] }));
    }
    if let Some(dns) = &school.services.dns {
        let domain =
            origins.derive(String::new(), "what the school does not name, the region's resolvers know", &[dns.network.origin()]);
        let is_amon = school.firewall.as_ref().is_some_and(|f| *f.kind == FirewallKind::Amon);
        // An Amon forwards no IPv6: a resolver behind it would wait for answers that never come.
        let servers = network_hosts(school, &dns.network).into_iter().filter(|s| s.is_ipv4() || !is_amon).collect::<Vec<_>>();
        if !servers.is_empty() {
            all.push(Forward { domain, servers });
        }
    }
    all
}
