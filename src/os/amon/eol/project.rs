//! What of a firewall's state a `config.eol` carries: what is written reads back as this.
//!
//! A card's own VLAN becomes a number by its card, names become those of interfaces, and what [`LOSSES`] lists is gone.

use super::access;
use super::read::{RVP, empty, published, untagged_id};
use super::services::{DHCP_PACKAGE, filtered, reverse_proxied};
use super::write::{default_gateway, routes_of, spelt};
use crate::base::Sourced;
use crate::net::{VlanId, VlanSet};
use crate::os::Loss;
use crate::state::firewall::{Card, Filter, Firewall, Gateway, Interface, Proxy, Publication, Role, Route, Users, Vpn};
use crate::state::{Served, firewall};
use ipnet::IpNet;
use std::collections::BTreeMap;
use std::net::IpAddr;

const FORMAT: &str = "firewalls.md, part 1.3";
const MODEL: &str = "firewalls.md, part 1.5";

const fn loss(field: &'static str, reason: &'static str, source: &'static str) -> Loss {
    Loss { field, reason, source }
}

/// What of a state the variables cannot carry, though nothing is refused.
pub static LOSSES: &[Loss] = &[
    loss("name", "the machine's own name is `nom_machine`", FORMAT),
    loss("is_guest", "a server does not say what it runs on", FORMAT),
    loss("managed_by", "the file does not say who applies it", FORMAT),
    loss("team", "the file does not say who keeps it", FORMAT),
    loss("secret", "accounts are made when the server is instanced", "firewalls.md, part 1.8"),
    loss("administrator", "the file names no account and no key", FORMAT),
    loss("cards.untagged", "the VLAN of a card's own address is not said", FORMAT),
    loss("interfaces.name", "a VLAN has no name", FORMAT),
    loss("interfaces.role", "the first card is the way out, whatever it is for", FORMAT),
    loss("interfaces.zone", "zones are the model's", MODEL),
    loss("interfaces.level", "levels are the model's", MODEL),
    loss("interfaces.v6", "an Amon has no IPv6", "specification, part 6.2"),
    loss("gateways.name", "a router is known by its address", FORMAT),
    loss("gateways.vlan", "the router that is the way out lies in the network of the first card", "firewalls.md, part 1.8"),
    loss("logs", "the names of the variables are not known: asked for in words", FORMAT),
    loss("serves_ntp", "the server answers wherever the model lets it be asked", FORMAT),
    loss("relays", "the names of the variables are not known: asked for in words", "firewalls.md, part 1.3"),
    loss("masquerade", "a directive of the model", MODEL),
    loss("publications.subject", "a reverse proxy knows a name", FORMAT),
    loss("publications.from", "who may come is the model's", MODEL),
    loss("publications.target", "a reverse proxy knows an address", FORMAT),
    loss("publications.vlan", "it follows from the address", FORMAT),
    loss("proxy.filters.zone", "a filter is a card's", "specification, part 4.3"),
    loss("vpns.name", "that there is a tunnel is all that is said; the tunnels come from elsewhere", FORMAT),
    loss("vpns.to", "the tunnels come from elsewhere", FORMAT),
    loss("vpns.from", "only which interfaces may ask the tunnel's resolvers", FORMAT),
    loss("packages", "of packages only the one that leases addresses has variables here", FORMAT),
    loss("groups", "sets of addresses are the model's; who administers is listed by network", MODEL),
    loss("rules", "rules are the model's, but for who comes to the server by SSH and EAD through a card's own VLAN", MODEL),
];

/// What of a state the variables carry.
pub fn project(meant: &Firewall, served: &Served) -> Firewall {
    let ids: BTreeMap<VlanId, VlanId> = meant.interfaces.iter().filter_map(|i| Some((*i.vlan, id(i)?))).collect();
    let mut all = empty(meant.software.origin());
    all.school = meant.school.with(meant.school.to_ascii_uppercase());
    all.school_name = meant.school_name.clone();
    all.academy = meant.academy.clone();
    all.hostname = meant.hostname.clone();
    all.domain = meant.domain.clone();
    all.timezone = meant.timezone.clone();
    all.version = meant.version.clone();
    all.model = super::model(meant);
    all.cards = meant.cards.iter().map(|c| card(meant, c, &ids)).collect();
    all.interfaces = meant.interfaces.iter().filter_map(|i| interface(i, &ids)).collect();
    all.interfaces.sort_by_key(|i| *i.vlan);
    (all.gateways, all.routes) = routes(meant, &ids);
    let v4 = |list: &[Sourced<IpAddr>]| list.iter().filter(|a| a.is_ipv4()).copied().collect();
    all.resolvers = v4(&meant.resolvers);
    all.clocks = v4(&meant.clocks);
    // The way out asks nobody: no variable of the first card says that it may.
    let asks = meant.interfaces.iter().filter(|i| *i.tagged || !*i.outside).filter(|i| meant.serves_dns.contains(*i.vlan));
    all.serves_dns = meant.serves_dns.with(asks.filter_map(|i| ids.get(&*i.vlan).copied()).collect());
    all.publications = meant.publications.iter().filter_map(|p| publication(meant, p, &ids)).collect();
    all.proxy = meant.proxy.as_ref().map(|p| proxy(meant, p, &ids));
    all.vpns = vpn(meant, &ids).into_iter().collect();
    all.packages = meant.packages.iter().filter(|p| *p.value() == DHCP_PACKAGE).cloned().collect();
    let granted = access::granted(meant)
        .into_iter()
        .flat_map(|g| g.networks.into_iter().filter_map(move |net| access::rule(g.card, g.way, *net, net.origin())));
    (all.rules, all.groups) = access::in_order(granted.collect());
    let derived = super::derived(meant, served);
    all.variables = meant.variables.iter().filter(|(name, _)| !derived.contains(name.as_str())).cloned().collect();
    all.variables.sort();
    all
}

/// The VLAN of an interface as a file says it.
fn id(interface: &Interface) -> Option<VlanId> {
    if *interface.tagged { Some(*interface.vlan) } else { untagged_id(*interface.card) }
}

fn card(meant: &Firewall, card: &Card, ids: &BTreeMap<VlanId, VlanId>) -> Card {
    let of =
        |tagged: bool| meant.interfaces.iter().filter(move |i| *i.card == *card.number && *i.tagged == tagged && i.v4.is_some());
    let untagged = of(false).next().and_then(|i| Some(i.vlan.with(*ids.get(&*i.vlan)?)));
    Card { untagged, tagged: card.tagged.with(of(true).map(|i| *i.vlan).collect()), ..card.clone() }
}

fn interface(interface: &Interface, ids: &BTreeMap<VlanId, VlanId>) -> Option<Interface> {
    let v4 = interface.v4.clone()?;
    let name = interface.name.with(spelt(interface));
    let is_first = *interface.card == 0;
    Some(Interface {
        vlan: interface.vlan.with(*ids.get(&*interface.vlan)?),
        zone: name.clone(),
        name,
        role: interface.role.with(if is_first { Role::Uplink } else { Role::Inside }),
        level: None,
        outside: interface.outside.with(is_first),
        v4: Some(v4),
        v6: None,
        ..interface.clone()
    })
}

fn routes(meant: &Firewall, ids: &BTreeMap<VlanId, VlanId>) -> (Vec<Gateway>, Vec<Route>) {
    let renamed = |g: &Gateway, vlan: VlanId, default: bool| Gateway {
        name: g.name.with(g.address.to_string()),
        vlan: g.vlan.with(vlan),
        default: g.default.with(default),
        ..g.clone()
    };
    let first = default_gateway(meant).zip(untagged_id(0));
    let mut gateways: Vec<Gateway> = first.map(|(g, vlan)| renamed(g, vlan, true)).into_iter().collect();
    let mut routes = Vec::new();
    for (route, gateway, network, _) in routes_of(meant) {
        let Some(vlan) = ids.get(&*gateway.vlan) else { continue };
        if !gateways.iter().any(|g| g.address == gateway.address) {
            gateways.push(renamed(gateway, *vlan, false));
        }
        let name = route.gateway.with(gateway.address.to_string());
        routes.push(Route { network: route.network.with(IpNet::V4(network)), gateway: name });
    }
    gateways.sort_by(|a, b| a.name.cmp(&b.name));
    (gateways, routes)
}

fn publication(meant: &Firewall, publication: &Publication, ids: &BTreeMap<VlanId, VlanId>) -> Option<Publication> {
    let carried = reverse_proxied(publication).ok()?;
    let address = publication.addresses.iter().copied().find(IpAddr::is_ipv4)?;
    let IpAddr::V4(target) = address else { return None };
    let holds = meant.interfaces.iter().find(|i| i.v4.as_ref().is_some_and(|v4| v4.subnet.contains(&target)))?;
    let mut tcp = publication.service.tcp.clone();
    tcp.sort_unstable();
    Some(published(publication.subject.origin(), carried.name.value().clone(), address, *ids.get(&*holds.vlan)?, tcp))
}

fn proxy(meant: &Firewall, proxy: &Proxy, ids: &BTreeMap<VlanId, VlanId>) -> Proxy {
    let own = |filter: &Filter| {
        let mut cards = filtered(meant, filter);
        cards.sort_by_key(|i| id(i));
        let first = cards.first()?;
        let vlans: VlanSet = cards.iter().filter_map(|i| ids.get(&*i.vlan).copied()).collect();
        Some(Filter { number: filter.number, zone: filter.zone.with(spelt(first)), vlans: filter.vlans.with(vlans) })
    };
    let users: Option<Users> = proxy.users.clone().filter(|_| *proxy.auth == "kerberos");
    let filters = proxy.filters.iter().filter_map(own).collect();
    firewall::Proxy { auth: proxy.auth.clone(), users, filters }
}

/// All tunnels as the one that the file speaks of.
fn vpn(meant: &Firewall, ids: &BTreeMap<VlanId, VlanId>) -> Option<Vpn> {
    let first = meant.vpns.first()?;
    let uses = |i: &&Interface| meant.vpns.iter().any(|v| v.vlans.contains(*i.vlan)) && (*i.tagged || !*i.outside);
    let vlans = meant.interfaces.iter().filter(uses).filter_map(|i| ids.get(&*i.vlan).copied()).collect();
    Some(Vpn { name: first.name.with(RVP.to_owned()), to: Vec::new(), from: Vec::new(), vlans: first.vlans.with(vlans) })
}
