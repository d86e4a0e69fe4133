//! The state of the firewall: who it is, its cards and interfaces, what it routes, serves and relays.
//!
//! Its rules, the sets of addresses that they name and what it publishes are made in `rules`, of the policy. Entry point:
//! [`firewall`].

mod rules;

use super::host::network_hosts;
use super::policy::end;
use crate::base::{Origins, Rule, Sink, Sourced};
use crate::net::VlanSet;
use crate::region::{self, Card, Domain, FirewallKind, GuestKind, Region, School, Server};
use crate::state::firewall::{
    Address, Administrator, Filter, Firewall, Gateway, Interface, LogServer, Masquerade, Proxy, Relay, Role, Users, Vpn,
};
use crate::state::policy::{Part, Policy};
use std::collections::BTreeSet;
use std::net::IpAddr;

crate::findings! {
    /// Nothing says what a firewall's system calls one of its cards.
    ///
    /// A guest's cards have fixed slots, and so known names (`ens3`, `vtnet0`); an appliance names its own. Without the name no
    /// file of the firewall can be written.
    pub static CARD_INTERFACE_UNKNOWN = "card-interface-unknown", Error;
}

/// What this file can find.
pub static RULES: &[&Rule] = &[&CARD_INTERFACE_UNKNOWN];

/// Reports the cards that no file could name, all of a firewall at once.
pub fn report(firewall: &Firewall, out: &mut Sink) {
    let mut nameless = firewall.cards.iter().filter(|card| card.system.is_none());
    let Some(first) = nameless.next() else { return };
    let others = match nameless.count() {
        0 => String::new(),
        more => format!(", nor {more} others"),
    };
    let name = if *firewall.software == FirewallKind::Amon.word() { "ens3" } else { "igb0" };
    let help = match *firewall.is_guest && *firewall.software == FirewallKind::Amon.word() {
        true => format!("say it there: `card {} … interface={name}`, or run it with `kvm` on `machine=pc`", *first.number),
        false => format!("say it there: `card {} … interface={name}`", *first.number),
    };
    out.report(&CARD_INTERFACE_UNKNOWN, format!("nothing says what {} calls its card {}{others}", *firewall.name, *first.number))
        .at(first.number, "without a name")
        .help(help)
        .on(firewall.name.value().clone());
}

/// The firewall of a school; `None` for a school without one.
pub fn firewall(region: &Region, school: &School, policy: &Policy, origins: &mut Origins) -> Option<Firewall> {
    let declared = school.firewall.as_ref()?;
    let guest = school.guest(&declared.on);
    let hostname = guest.map(|g| g.hostname.clone()).or_else(|| school.device(&declared.on).map(|d| d.hostname.clone()));
    let cards: Vec<_> = declared.cards.iter().map(|card| self::card(school, declared, card, origins)).collect();
    let interfaces = interfaces(school, declared, policy);
    let inside: Vec<&Interface> = interfaces.iter().filter(|i| !*i.outside).collect();
    let hosts = |network: Option<&Sourced<String>>| network.map(|n| network_hosts(school, n)).unwrap_or_default();
    let services = &school.services;
    let serves_dns = serving(&school.serve.dns, &inside, "the firewall answers names in every VLAN inside", origins);
    let serves_ntp = serving(&school.serve.ntp, &inside, "the firewall gives the time in every VLAN inside", origins);
    let relays = relays(school, &inside);
    let gateways = gateways(school, origins);
    let mut made = Firewall {
        software: declared.kind.with(declared.kind.word().to_owned()),
        school: school.uai.with(school.uai.to_string()),
        school_name: school.name.clone(),
        academy: region.academy.as_ref().map(|a| origins.derive(a.clone(), "the region lies in this academy", &[])),
        name: declared.on.clone(),
        hostname: hostname.unwrap_or_else(|| declared.on.clone()),
        domain: school.domain.clone(),
        timezone: school.timezone.clone(),
        is_guest: declared.on.with(guest.is_some()),
        managed_by: declared.managed_by.clone(),
        team: declared.team.clone(),
        version: declared.version.clone(),
        model: declared.model.clone(),
        secret: declared.secret.clone(),
        administrator: services.ssh.as_ref().map(|s| Administrator { user: s.user.clone(), key: s.key.clone() }),
        cards,
        interfaces,
        gateways,
        routes: Vec::new(),
        resolvers: hosts(services.dns.as_ref().map(|d| &d.network)),
        clocks: hosts(services.ntp.as_ref().map(|n| &n.network)),
        logs: logs(school),
        serves_dns,
        serves_ntp,
        relays,
        masquerade: masquerade(school, origins),
        publications: Vec::new(),
        proxy: proxy(school, declared),
        vpns: vpns(school, declared),
        packages: declared.packages.clone(),
        variables: declared.variables.clone(),
        groups: Vec::new(),
        rules: Vec::new(),
    };
    made.packages.sort();
    made.variables.sort();
    rules::add(&mut made, policy, origins);
    Some(made)
}

fn card(school: &School, declared: &region::Firewall, card: &Card, origins: &mut Origins) -> crate::state::firewall::Card {
    let id = |name: &Sourced<String>| school.vlan(name).map(|v| name.with(*v.id));
    let untagged = card.untagged.as_ref().and_then(id);
    let mut tagged: VlanSet = card.vlans.iter().filter_map(id).map(|v| *v).collect();
    if let Some(vlan) = &untagged {
        tagged.remove(**vlan);
    }
    let from: Vec<_> = card.vlans.iter().map(Sourced::origin).collect();
    let tagged = origins.derive(tagged, "a card's VLANs are tagged, save the one that it says is not", &from);
    let system = card.interface.clone().or_else(|| system(school, declared, card, origins));
    crate::state::firewall::Card { number: card.number, system, untagged, tagged }
}

/// What the system of a virtual machine calls a card: it follows from the card's fixed PCI slot (specification, part 4.3).
fn system(school: &School, declared: &region::Firewall, card: &Card, origins: &mut Origins) -> Option<Sourced<String>> {
    let guest = school.guest(&declared.on).filter(|g| *g.kind == GuestKind::Kvm)?;
    let on_pc = school.virtualisation.as_ref().is_some_and(|v| *v.machine == "pc");
    let name = match *declared.kind {
        FirewallKind::Amon if on_pc => format!("ens{}", card.number.value() + 3),
        FirewallKind::Amon => return None,
        FirewallKind::Pfsense => format!("vtnet{}", card.number.value()),
    };
    let from = [card.number.origin(), guest.kind.origin(), declared.kind.origin()];
    Some(origins.derive(name, "the system of a virtual machine names a card after its place", &from))
}

fn interfaces(school: &School, declared: &region::Firewall, policy: &Policy) -> Vec<Interface> {
    let is_amon = *declared.kind == FirewallKind::Amon;
    let mut all = Vec::new();
    for segment in &policy.segments {
        let carries = |card: &&Card| card.vlans.contains(&segment.name);
        let Some(card) = declared.cards.iter().find(carries) else { continue };
        let domain = school.vlan_by_id(*segment.id).map(|v| v.domain);
        let role = match domain.as_deref() {
            Some(Domain::Transit) => Role::Uplink,
            Some(Domain::Management) => Role::Management,
            _ => Role::Inside,
        };
        let on = card.vlans.iter().find(|v| **v == segment.name).map_or(card.number.origin(), Sourced::origin);
        let is_untagged = card.untagged.as_ref().is_some_and(|u| *u == segment.name);
        let tagged = card.untagged.as_ref().filter(|_| is_untagged).map_or(Sourced::new(!is_untagged, on), |u| u.with(false));
        let v4 = segment.firewall4.zip(segment.v4).map(|(address, subnet)| Address { address, subnet });
        // An Amon has no IPv6 (specification, part 6.2).
        let v6 = segment.firewall6.zip(segment.v6).filter(|_| !is_amon);
        all.push(Interface {
            vlan: segment.id,
            name: segment.name.clone(),
            role: domain.map_or(segment.id.with(role), |d| d.with(role)),
            zone: segment.zone.clone(),
            level: segment.level,
            outside: segment.outside,
            card: Sourced::new(*card.number, on),
            tagged,
            v4,
            v6: v6.map(|(address, subnet)| Address { address, subnet }),
        });
    }
    all.retain(|i| i.v4.is_some() || i.v6.is_some());
    all
}

fn gateways(school: &School, origins: &mut Origins) -> Vec<Gateway> {
    let Some(wan) = &school.wan else { return Vec::new() };
    let Some(vlan) = school.vlan(&wan.vlan) else { return Vec::new() };
    let is_amon = school.firewall.as_ref().is_some_and(|f| *f.kind == FirewallKind::Amon);
    let v4 = wan.gateway.map(IpAddr::V4);
    let v6 = wan.gateway6.filter(|_| !is_amon).map(|g| g.map(IpAddr::V6));
    let mut all = Vec::new();
    for (prefix, address) in [("gw", Some(v4)), ("gw6", v6)] {
        let Some(address) = address else { continue };
        let from = [address.origin(), wan.vlan.origin()];
        all.push(Gateway {
            name: origins.derive(format!("{prefix}-{}", *wan.vlan), "the operator's router is named after its VLAN", &from),
            vlan: wan.vlan.with(*vlan.id),
            address,
            default: origins.derive(true, "what has no other route goes to the operator", &[address.origin()]),
        });
    }
    all
}

fn logs(school: &School) -> Vec<LogServer> {
    let Some(syslog) = &school.services.syslog else { return Vec::new() };
    let tls = syslog.port.filter(|_| *syslog.transport == "tls");
    let clear = if *syslog.transport == "udp" { syslog.port } else { None };
    let plain = syslog.plain.or(clear);
    network_hosts(school, &syslog.network).into_iter().map(|address| LogServer { address, plain, tls }).collect()
}

/// The VLANs in which the firewall gives a service: all inside, where the school says that it serves it.
fn serving(server: &Server, inside: &[&Interface], because: &'static str, origins: &mut Origins) -> Sourced<VlanSet> {
    match server {
        Server::Firewall(origin) => origins.derive(inside.iter().map(|i| *i.vlan).collect(), because, &[*origin]),
        Server::None(origin) | Server::Region(origin) => Sourced::new(VlanSet::default(), *origin),
        Server::Address(address) => address.with(VlanSet::default()),
        Server::Named(name) => name.with(VlanSet::default()),
    }
}

/// Where another serves DHCP, each VLAN that has a pool and not that server in it.
fn relays(school: &School, inside: &[&Interface]) -> Vec<Relay> {
    let Server::Named(server) = &school.serve.dhcp else { return Vec::new() };
    let guest = school.guest(server);
    let own: BTreeSet<&str> = guest.iter().flat_map(|g| &g.nics).map(|n| n.vlan.as_str()).collect();
    let addresses: Vec<Sourced<IpAddr>> = match guest {
        Some(guest) => guest.nics.iter().filter_map(|n| n.address).map(|a| a.map(IpAddr::V4)).take(1).collect(),
        None => school.device(server).and_then(|d| d.address).map(|a| a.map(IpAddr::V4)).into_iter().collect(),
    };
    let with_pool = inside.iter().filter_map(|i| school.vlan_by_id(*i.vlan)).filter(|v| v.pool.is_some());
    let elsewhere = with_pool.filter(|v| !own.contains(v.name.as_str()));
    elsewhere.map(|v| Relay { vlan: server.with(*v.id), servers: addresses.clone() }).collect()
}

fn masquerade(school: &School, origins: &mut Origins) -> Sourced<Masquerade> {
    let Some(wan) = &school.wan else { return Sourced::new(Masquerade::Off, origins.unwritten("wan", "nat", "internet")) };
    wan.nat.with(match wan.nat.as_str() {
        "all" => Masquerade::All,
        "off" => Masquerade::Off,
        _ => Masquerade::Internet,
    })
}

fn proxy(school: &School, declared: &region::Firewall) -> Option<Proxy> {
    let proxy = declared.proxy.as_ref()?;
    let filters = proxy.filters.iter().map(|(number, zone)| {
        let vlans = school.vlans.iter().filter(|v| v.zone == *zone && v.subnet.is_some()).map(|v| *v.id).collect();
        Filter { number: *number, zone: zone.clone(), vlans: zone.with(vlans) }
    });
    Some(Proxy { auth: proxy.auth.clone(), users: users(school), filters: filters.collect() })
}

fn users(school: &School) -> Option<Users> {
    // A classic domain answers no firewall: it gives no tickets, and its entries are read on its own machine.
    let directory = school.directory.as_ref().filter(|directory| !directory.is_classic())?;
    let guest = school.guest(&directory.on)?;
    let address = guest.nics.iter().find_map(|n| n.address);
    let domain = directory.domain.with(directory.domain.to_ascii_lowercase());
    Some(Users { domain, hostname: guest.hostname.clone(), address })
}

fn vpns(school: &School, declared: &region::Firewall) -> Vec<Vpn> {
    let parts = |names: &[Sourced<String>]| names.iter().flat_map(|n| end(school, n).parts).collect::<Vec<Part>>();
    let mut all: Vec<Vpn> = Vec::new();
    for vpn in &declared.vpns {
        let networks = parts(&vpn.to).into_iter().filter_map(|part| match part {
            Part::Network(network) => Some(network),
            _ => None,
        });
        let vlans: VlanSet = parts(&vpn.from).iter().filter_map(Part::vlan).collect();
        all.push(Vpn { name: vpn.name.clone(), to: networks.collect(), from: vpn.from.clone(), vlans: vpn.name.with(vlans) });
    }
    all.sort_by(|a, b| a.name.cmp(&b.name));
    all
}
