//! Who the server is, its cards with their sub-interfaces, and its routes.
//!
//! An Amon speaks IPv4 alone. A card's own address is that of its untagged VLAN; every other VLAN of the card is a line of its
//! list of sub-interfaces, in order of VLAN id. What it serves is [`super::services`].

use super::document::{Cell, Document};
use super::words;
use crate::base::{Origin, Sourced};
use crate::state::Firewall;
use crate::state::firewall::{Gateway, Interface, Route};
use ipnet::IpNet;
use std::net::IpAddr;

/// The country's part of an academy's domain.
pub const SUFFIX: &str = "fr";

/// Who the server is.
pub fn identity(firewall: &Firewall, document: &mut Document) {
    if let Some(version) = &firewall.version {
        document.version(version);
    }
    document.one("numero_etab", Cell::said(firewall.school.to_ascii_lowercase(), firewall.school.origin()));
    document.one("libelle_etab", Cell::of(&firewall.school_name));
    document.one("nom_machine", Cell::of(&firewall.hostname));
    document.one("nom_domaine_local", Cell::of(&firewall.domain));
    if let Some(academy) = &firewall.academy {
        document.one("nom_academie", Cell::said(academy_spelt(academy), academy.origin()));
        document.because("suffixe_domaine_academique", Cell::word(SUFFIX), vec![academy.origin()]);
    }
    document.one("time_zone", Cell::of(&firewall.timezone));
    let cards: Vec<Origin> = firewall.cards.iter().map(|c| c.number.origin()).collect();
    document.because("nombre_interfaces", Cell::word(firewall.cards.len()), cards);
    if let Some(model) = super::model(firewall) {
        document.one("type_amon", Cell::of(&model));
    }
}

/// An academy as variables spell it.
pub fn academy_spelt(academy: &str) -> String {
    format!("ac-{academy}")
}

/// The cards: the address of each, and its sub-interfaces.
pub fn cards(firewall: &Firewall, document: &mut Document) {
    for card in &firewall.cards {
        let number = *card.number;
        if let Some(system) = &card.system {
            document.list(format!("nom_carte_eth{number}"), vec![Cell::of(system)]);
            document.one(format!("nom_zone_eth{number}"), Cell::of(system));
        }
        if let Some(interface) = untagged(firewall, number)
            && let Some(v4) = &interface.v4
        {
            document.one(format!("adresse_ip_eth{number}"), Cell::of(&v4.address));
            let mask = Cell::said(v4.subnet.netmask(), v4.subnet.origin());
            document.one(format!("adresse_netmask_eth{number}"), mask);
        }
        sub_interfaces(firewall, number, document);
    }
    if let Some(gateway) = default_gateway(firewall) {
        document.one("adresse_ip_gw", Cell::of(&gateway.address));
    }
}

fn sub_interfaces(firewall: &Firewall, card: u64, document: &mut Document) {
    let all = tagged(firewall, card);
    let v4s: Vec<_> = all.iter().filter_map(|i| Some((i, i.v4.as_ref()?))).collect();
    if v4s.is_empty() {
        return;
    }
    let is_there = v4s.iter().map(|(i, _)| i.tagged.origin()).collect();
    document.because(format!("vlan_eth{card}"), Cell::word("oui"), is_there);
    document.list(format!("vlan_id_eth{card}"), v4s.iter().map(|(i, _)| Cell::of(&i.vlan)).collect());
    document.followers(format!("vlan_ip_eth{card}"), v4s.iter().map(|(_, v4)| Cell::of(&v4.address)).collect());
    let mask = |subnet: &Sourced<ipnet::Ipv4Net>| Cell::said(subnet.netmask(), subnet.origin());
    document.followers(format!("vlan_netmask_eth{card}"), v4s.iter().map(|(_, v4)| mask(&v4.subnet)).collect());
}

/// The interface of a card without a tag.
pub fn untagged(firewall: &Firewall, card: u64) -> Option<&Interface> {
    firewall.interfaces.iter().find(|i| *i.card == card && !*i.tagged)
}

/// The sub-interfaces of a card, in order of VLAN id.
pub fn tagged(firewall: &Firewall, card: u64) -> Vec<&Interface> {
    let mut all: Vec<&Interface> =
        firewall.interfaces.iter().filter(|i| *i.card == card && *i.tagged && i.v4.is_some()).collect();
    all.sort_by_key(|i| *i.vlan);
    all
}

/// Where what has no other route goes.
pub fn default_gateway(firewall: &Firewall) -> Option<&Gateway> {
    firewall.gateways.iter().find(|g| *g.default && g.address.is_ipv4())
}

/// A route with its router, its network and the card of the router, by number.
pub type Routed<'a> = (&'a Route, &'a Gateway, ipnet::Ipv4Net, u64);

/// The routes beside the default one that the variables carry: IPv4, by a router whose card is known.
pub fn routes_of(firewall: &Firewall) -> Vec<Routed<'_>> {
    let known = firewall.routes.iter().filter_map(|route| {
        let IpNet::V4(network) = *route.network else { return None };
        let gateway = firewall.gateways.iter().find(|g| g.name == route.gateway && g.address.is_ipv4())?;
        Some((route, gateway, network, *firewall.interface(*gateway.vlan)?.card))
    });
    known.collect()
}

/// The routes beside the default one.
pub fn routes(firewall: &Firewall, document: &mut Document) {
    let all = routes_of(firewall);
    if all.is_empty() {
        return;
    }
    document.because("activer_route", Cell::word("oui"), all.iter().map(|(r, ..)| r.network.origin()).collect());
    let each = |cell: &dyn Fn(&Routed) -> Cell| all.iter().map(cell).collect::<Vec<_>>();
    document.list("route_adresse", each(&|(r, _, net, _)| Cell::said(net.network(), r.network.origin())));
    document.followers("route_netmask", each(&|(r, _, net, _)| Cell::said(net.netmask(), r.network.origin())));
    document.followers("route_gw", each(&|(_, g, ..)| Cell::of(&g.address)));
    document.followers("route_int", each(&|(_, g, _, card)| Cell::said(card, g.vlan.origin())));
    document.followers("route_in_vpn", each(&|_| Cell::word("non")));
    document.followers("dns_rvp_route", each(&|_| Cell::word("non")));
}

/// The variables that the manifest names itself; one that the state decides stays as the state has it.
pub fn variables(firewall: &Firewall, document: &mut Document) {
    let derived = document.names();
    for (name, value) in firewall.variables.iter().filter(|(name, _)| !derived.contains(name.as_str())) {
        document.because(name.value().clone(), Cell::of(value), vec![name.origin()]);
    }
}

/// The IPv4 addresses among some, in order.
pub fn v4s(addresses: &[Sourced<IpAddr>]) -> Vec<Cell> {
    addresses.iter().filter(|a| a.is_ipv4()).map(Cell::of).collect()
}

/// What variables call an interface: `eth1`, `eth2.30`.
pub fn spelt(interface: &Interface) -> String {
    words::interface(*interface.card, interface.tagged.then(|| interface.vlan.number()))
}
