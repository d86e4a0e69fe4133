//! What of a firewall's state a `config.xml` carries: what is written reads back as this.
//!
//! Names become those that pfSense takes, a rule becomes one for each protocol, and what [`LOSSES`] lists is gone.

use super::words::{self, Friendly, Match, UNTAGGED_LAN, UNTAGGED_WAN};
use super::write::LOG_SERVERS;
use crate::base::Sourced;
use crate::net::{Family, Hours, VlanId, VlanSet};
use crate::os::Loss;
use crate::state::Firewall;
use crate::state::firewall::{Card, Gateway, Group, Interface, LogServer, Publication, Relay, Role, Route, Rule, Where};
use crate::state::policy::Service;
use std::collections::BTreeMap;
use std::net::IpAddr;

const FORMAT: &str = "firewalls.md, part 2.4";
const RULES: &str = "firewalls.md, part 2.4, fields of a filter rule";

const fn loss(field: &'static str, reason: &'static str, source: &'static str) -> Loss {
    Loss { field, reason, source }
}

/// What of a state the format cannot carry, though nothing is refused.
pub static LOSSES: &[Loss] = &[
    loss("school", "the file names no school; the numbers of its rules are made from the code", "specification, part 4.3"),
    loss("school_name", "the file names no school", FORMAT),
    loss("academy", "an Amon's", FORMAT),
    loss("name", "the machine's own name is `hostname`", FORMAT),
    loss("is_guest", "only that checksums are left alone says so", FORMAT),
    loss("managed_by", "the file does not say who applies it", FORMAT),
    loss("team", "the file does not say who keeps it", FORMAT),
    loss("version", "the file bears the format's version", "firewalls.md, part 2.1"),
    loss("model", "an Amon's", FORMAT),
    loss("administrator.user", "an account without a key is not made: it has no password either", FORMAT),
    loss("cards.number", "cards are those that interfaces name, in order of that name", FORMAT),
    loss("cards.untagged", "an untagged `wan` or `lan` bears no VLAN", FORMAT),
    loss("interfaces.zone", "pfSense has no zones: rules are made from them", FORMAT),
    loss("interfaces.level", "pfSense has no zones", FORMAT),
    loss("interfaces.outside", "the interface `wan` is outside, and no other", FORMAT),
    loss("groups, that only the firewall's own packets need", "an alias that nothing names is none", FORMAT),
    loss("routes.gateway", "an unknown gateway's route is written all the same", FORMAT),
    loss("logs.tls", "its own daemon sends over UDP in clear", "services.inc and syslog.inc of 2.7.2"),
    loss("proxy", "pfSense has none", "specification, part 4.3"),
    loss("vpns", "the manifest says no keys", "specification, part 4"),
    loss("packages", "an Amon's", "specification, part 4"),
    loss("variables", "an Amon's", "specification, part 4"),
    loss("publications.name", "a port forward knows no name", FORMAT),
    loss("publications.target", "a port forward knows an address", FORMAT),
    loss("publications.vlan", "it follows from the address", FORMAT),
    loss("rules.interface", "what the firewall sends itself always passes", "firewalls.md, part 2.6"),
    loss("rules.service.name", "a rule holds protocol and port", RULES),
    loss("rules.proxied", "pfSense has no proxy", "specification, part 4.3"),
    loss("rules.authenticated", "pfSense has no proxy", "specification, part 4.3"),
];

/// What of a state the format carries.
pub fn project(firewall: &Firewall) -> Firewall {
    let ids: BTreeMap<VlanId, VlanId> = firewall.interfaces.iter().map(|i| (*i.vlan, id(i))).collect();
    let cards = cards(firewall, &ids);
    let mut interfaces: Vec<Interface> = firewall.interfaces.iter().map(|i| interface(firewall, i, &cards)).collect();
    interfaces.sort_by_key(|i| *i.vlan);
    let mut all = Firewall::unknown(super::NAME, firewall.software.origin());
    all.hostname = firewall.hostname.clone();
    all.domain = firewall.domain.clone();
    all.timezone = firewall.timezone.clone();
    all.secret = firewall.secret.clone();
    all.administrator = firewall.administrator.clone().filter(|a| a.key.is_some());
    all.gateways = gateways(firewall, &ids);
    let route = |r: &Route| Route { network: r.network, gateway: r.gateway.with(words::gateway(&r.gateway)) };
    all.routes = firewall.routes.iter().map(route).collect();
    all.resolvers = firewall.resolvers.clone();
    all.clocks = firewall.clocks.clone();
    let plain = firewall.logs.iter().filter(|l| l.plain.is_some()).take(LOG_SERVERS);
    all.logs = plain.map(|l| LogServer { tls: None, ..l.clone() }).collect();
    all.serves_dns = serving(&firewall.serves_dns, &ids);
    all.serves_ntp = serving(&firewall.serves_ntp, &ids);
    all.relays = relays(firewall, &ids);
    all.masquerade = firewall.masquerade;
    all.groups = groups(firewall);
    all.rules = rules(firewall, &ids);
    all.publications = firewall.publications.iter().flat_map(|p| publications(p, &interfaces, &ids)).collect();
    all.cards = cards;
    all.interfaces = interfaces;
    all
}

/// The VLAN of an interface as a file says it.
fn id(interface: &Interface) -> VlanId {
    let unsaid = match Friendly::of(interface) {
        _ if *interface.tagged => None,
        Friendly::Wan => VlanId::new(UNTAGGED_WAN.into()),
        Friendly::Lan => VlanId::new(UNTAGGED_LAN.into()),
        Friendly::Opt(_) => None,
    };
    unsaid.unwrap_or(*interface.vlan)
}

fn cards(firewall: &Firewall, ids: &BTreeMap<VlanId, VlanId>) -> Vec<Card> {
    let used = firewall.cards.iter().filter(|c| firewall.interfaces.iter().any(|i| *i.card == *c.number));
    let mut used: Vec<Card> = used.cloned().collect();
    used.sort_by(|a, b| a.system.cmp(&b.system));
    for (number, card) in (0u64..).zip(&mut used) {
        let of = |tagged: bool| firewall.interfaces.iter().filter(move |i| *i.tagged == tagged);
        let own = *card.number;
        card.untagged = of(false).find(|i| *i.card == own).and_then(|i| Some(i.vlan.with(*ids.get(&*i.vlan)?)));
        card.tagged = card.tagged.with(of(true).filter(|i| *i.card == own).map(|i| *i.vlan).collect());
        card.number = card.number.with(number);
    }
    used
}

fn interface(firewall: &Firewall, interface: &Interface, cards: &[Card]) -> Interface {
    let system = firewall.cards.iter().find(|c| *c.number == *interface.card).and_then(|c| c.system.as_ref());
    let card = cards.iter().find(|c| c.system.as_ref() == system).map_or(interface.card, |c| interface.card.with(*c.number));
    let name = interface.name.with(words::description(&interface.name));
    Interface {
        vlan: interface.vlan.with(id(interface)),
        zone: name.clone(),
        name,
        level: None,
        outside: interface.outside.with(*interface.role == Role::Uplink),
        card,
        ..interface.clone()
    }
}

fn gateways(firewall: &Firewall, ids: &BTreeMap<VlanId, VlanId>) -> Vec<Gateway> {
    let mapped = firewall.gateways.iter().filter_map(|g| {
        let vlan = g.vlan.with(*ids.get(&*g.vlan)?);
        Some(Gateway { name: g.name.with(words::gateway(&g.name)), vlan, ..g.clone() })
    });
    let mut all: Vec<Gateway> = mapped.collect();
    all.sort_by(|a, b| a.name.cmp(&b.name));
    all
}

fn serving(vlans: &Sourced<VlanSet>, ids: &BTreeMap<VlanId, VlanId>) -> Sourced<VlanSet> {
    vlans.with(vlans.iter().filter_map(|v| ids.get(&v).copied()).collect())
}

/// One list of interfaces, and one of servers.
fn relays(firewall: &Firewall, ids: &BTreeMap<VlanId, VlanId>) -> Vec<Relay> {
    let mut servers: Vec<Sourced<IpAddr>> = firewall.relays.iter().flat_map(|r| r.servers.clone()).collect();
    servers.sort();
    servers.dedup();
    if servers.is_empty() {
        return Vec::new();
    }
    let mapped = firewall.relays.iter().filter_map(|r| Some(r.vlan.with(*ids.get(&*r.vlan)?)));
    let mut all: Vec<Relay> = mapped.map(|vlan| Relay { vlan, servers: servers.clone() }).collect();
    all.sort_by_key(|r| *r.vlan);
    all
}

fn groups(firewall: &Firewall) -> Vec<Group> {
    let named = |g: &Group| Group { name: g.name.with(words::group(&g.name)), ..g.clone() };
    let used = words::named_groups(firewall);
    let mut all: Vec<Group> = firewall.groups.iter().filter(|g| used.contains(g.name.as_str())).map(named).collect();
    all.sort_by(|a, b| a.name.cmp(&b.name));
    all
}

fn end(end: &Sourced<Where>, ids: &BTreeMap<VlanId, VlanId>) -> Option<Sourced<Where>> {
    Some(end.with(match end.value() {
        Where::Anywhere => Where::Anywhere,
        Where::Itself => Where::Itself,
        Where::Segment(vlan) => Where::Segment(*ids.get(vlan)?),
        Where::Gateway(vlan) => Where::Gateway(*ids.get(vlan)?),
        Where::Group(name) => Where::Group(words::group(name)),
        Where::Beyond(name) => Where::Beyond(words::group(name)),
    }))
}

fn rules(firewall: &Firewall, ids: &BTreeMap<VlanId, VlanId>) -> Vec<Rule> {
    let mut all = Vec::new();
    for rule in &firewall.rules {
        let vlan = rule.interface.as_ref().and_then(|i| Some(i.with(*ids.get(&**i)?)));
        let (Some(vlan), Some(from), Some(to)) = (vlan, end(&rule.from, ids), end(&rule.to, ids)) else { continue };
        for matching in Match::of(&rule.service) {
            let name = &rule.service.name;
            all.push(Rule {
                interface: Some(vlan),
                from: from.clone(),
                to: to.clone(),
                service: service(&matching, |spelt| name.with(spelt)),
                proxied: rule.proxied.with(false),
                authenticated: rule.authenticated.with(false),
                hours: rule.hours.map(|h| h.with(hours(*h))),
                subject: rule.subject.with(words::rule(&rule.subject)),
                ..rule.clone()
            });
        }
    }
    all.sort_by_key(|r| r.interface.as_ref().map(|i| **i));
    all
}

/// A day ends at 23:59 on pfSense's page, which is read as its end.
fn hours(hours: Hours) -> Hours {
    Hours { to: if hours.to == 1439 { 1440 } else { hours.to }, ..hours }
}

/// A service of one protocol, named by what it is: `tcp 80,443`.
pub(super) fn service(matching: &Match, named: impl Fn(String) -> Sourced<String>) -> Service {
    let (mut tcp, mut udp, mut icmp) = (Vec::new(), Vec::new(), None);
    let name = match matching {
        Match::Any => "any".to_owned(),
        Match::Icmp(word) => {
            let known = word.and_then(|w| words::ICMP.iter().find(|(_, own)| *own == w)).map(|(name, _)| *name);
            icmp = Some(known.unwrap_or("any").to_owned());
            format!("icmp {}", known.unwrap_or("any"))
        }
        Match::Ports(protocol, ranges) => {
            if protocol.starts_with("tcp") {
                tcp.clone_from(ranges);
            }
            if protocol.ends_with("udp") {
                udp.clone_from(ranges);
            }
            let spelt: Vec<String> = ranges.iter().map(|r| words::port(*r)).collect();
            format!("{protocol} {}", spelt.join(","))
        }
    };
    Service { name: named(name), tcp, udp, icmp }
}

/// The port forwards of a publication, each as a publication of its own.
fn publications(publication: &Publication, interfaces: &[Interface], ids: &BTreeMap<VlanId, VlanId>) -> Vec<Publication> {
    let target = publication.addresses.iter().copied().find(IpAddr::is_ipv4);
    let (Some(target), Some(from)) = (target, end(&publication.from, ids)) else { return Vec::new() };
    let holds = |i: &&Interface| i.subnet(Family::V4).is_some_and(|s| s.contains(&target));
    let Some(interface) = interfaces.iter().find(holds) else { return Vec::new() };
    let mut all = Vec::new();
    for matching in Match::of(&publication.service) {
        let Match::Ports(protocol, ranges) = matching else { continue };
        for range in ranges {
            let port = publication.port.filter(|p| **p != u64::from(range.0));
            // A port of its own stands for a service of one port.
            let range = if publication.port.is_some() { (range.0, range.0) } else { range };
            let name = &publication.service.name;
            all.push(Publication {
                subject: publication.subject.with(words::rule(&publication.subject)),
                service: service(&Match::Ports(protocol, vec![range]), |spelt| name.with(spelt)),
                port,
                name: None,
                from: from.clone(),
                target: publication.target.with(target.to_string()),
                vlan: *interface.vlan,
                addresses: vec![target],
            });
        }
    }
    all
}
