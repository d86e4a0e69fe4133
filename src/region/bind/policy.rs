//! Protocols, networks, flows, what the region forbids, what is published, what is to be proved.

use super::Binder;
use crate::base::{Layer, Rule, Sourced, Span};
use crate::region::tree::Setting;
use crate::region::{Assertion, Flow, Forbid, Network, Protocol, Publish};
use crate::syntax::{Space, Value};
use ipnet::IpNet;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

crate::findings! {
    /// A flow names a network that is reached through a VPN which this school does not have.
    ///
    /// The region may name such networks, since other schools have the VPN; a flow of this school would open nothing.
    pub static NETWORK_UNREACHABLE = "network-unreachable", Error;
}

/// What this file can find.
pub static RULES: &[&Rule] = &[&NETWORK_UNREACHABLE];

/// The names that flows were looked up by, each at its place, and what each stands for.
type Said<'a> = BTreeMap<(Span, &'a str), Option<String>>;

impl<'a> Binder<'a> {
    pub(super) fn protocols(&mut self) -> BTreeMap<String, Protocol> {
        let mut all = BTreeMap::new();
        for node in self.tree().of("service") {
            let Some(name) = node.name.clone() else { continue };
            let ports = |property: &str| match node.value(property).map(|v| v.value()) {
                Some(Value::Ranges(ranges)) => {
                    ranges.iter().filter_map(|&(a, b)| Some((u16::try_from(a).ok()?, u16::try_from(b).ok()?))).collect()
                }
                _ => Vec::new(),
            };
            let icmp = self.text(node, "icmp").map(Sourced::into_value);
            all.insert(name.value().clone(), Protocol { tcp: ports("tcp"), udp: ports("udp"), icmp, name });
        }
        all
    }

    pub(super) fn networks(&mut self) -> BTreeMap<String, Network> {
        let mut all = BTreeMap::new();
        for node in self.tree().of("network") {
            let (Some(name), Some(through)) = (node.name.clone(), self.text(node, "through")) else { continue };
            // Behind a VPN that only other schools have, the network is unreachable here; only a flow that names it is wrong.
            let known = self.input.known.get(&Space::Zone).is_some_and(|k| k.contains(through.as_str()));
            let through = match node.layer() {
                _ if self.has_way(&through) || known => through,
                Layer::Region => self.of_region(Space::Zone, &[], through.clone()).unwrap_or(through),
                _ => self.refer(Space::Zone, through.clone()).unwrap_or(through),
            };
            let prefixes = node.members.iter().filter_map(|m| match *m.value {
                Value::Prefix(p) => Some(m.value.with(p)),
                Value::Address(a) => Some(m.value.with(IpNet::from(a))),
                _ => None,
            });
            let prefixes = prefixes.collect();
            all.insert(name.value().clone(), Network { name, prefixes, through });
        }
        all
    }

    /// Whether the school has a zone or a VPN of this name.
    fn has_way(&self, through: &str) -> bool {
        let vpn = self.tree().one("firewall").is_some_and(|f| f.children_of("vpn").any(|v| v.name_text() == through));
        vpn || self.names.has(Space::Zone, through)
    }

    /// Reports a flow's end that lies behind a VPN of other schools.
    fn unreachable(&mut self, end: &Sourced<String>, networks: &BTreeMap<String, Network>) {
        // A way that nobody in the region has was reported at the network.
        let known = self.input.known.get(&Space::Zone);
        let others = |n: &&Network| known.is_some_and(|k| k.contains(n.through.as_str()));
        let Some(network) = networks.get(end.as_str()).filter(others).filter(|n| !self.has_way(&n.through)) else { return };
        let (through, written) = (network.through.clone(), network.through.origin());
        self.sink()
            .report(&NETWORK_UNREACHABLE, format!("network {end} is reached through {through}, which this school lacks"))
            .at(end, "named here")
            .also(written, "the way to it")
            .help(format!("declare `vpn {through}` in the school's firewall, or take the flow away: `remove allow …`"));
    }

    /// Looks up a name of a flow; one that stands in several atoms of a statement is looked up, and reported, once.
    fn once(
        &mut self,
        name: &'a Sourced<String>,
        said: &mut Said<'a>,
        look: impl FnOnce(&mut Self, Sourced<String>) -> Option<Sourced<String>>,
    ) -> Option<Sourced<String>> {
        let Some(span) = self.origins.span(name.origin()) else { return look(self, name.clone()) };
        let found = match said.entry((span, name.as_str())) {
            Entry::Occupied(found) => found.get().clone(),
            Entry::Vacant(place) => place.insert(look(self, name.clone()).map(Sourced::into_value)).clone(),
        };
        found.map(|found| name.with(found))
    }

    /// An end of a flow, with a look at whether this school has the way to it.
    fn way_to(&mut self, end: Sourced<String>, networks: &BTreeMap<String, Network>) -> Option<Sourced<String>> {
        let end = self.endpoint(end)?;
        self.unreachable(&end, networks);
        Some(end)
    }

    pub(super) fn flows(&mut self, networks: &BTreeMap<String, Network>) -> Vec<Flow> {
        let mut flows: Vec<Flow> = Vec::new();
        // A statement names an endpoint once and makes many atoms of it: one finding.
        let mut said: Said = BTreeMap::new();
        let tree = self.tree();
        for atom in tree.atoms.values() {
            let service = self.once(&atom.service, &mut said, |b, n| b.refer(Space::Service, n));
            let from = self.once(&atom.from, &mut said, |b, n| b.way_to(n, networks));
            let to = self.once(&atom.to, &mut said, |b, n| b.way_to(n, networks));
            let (Some(service), Some(from), Some(to)) = (service, from, to) else { continue };
            // What stands in for a misspelt name may be said by another statement too; that one counts.
            let is_there = |flow: &Flow| flow.service == service && flow.from == from && flow.to == to;
            let same = (&service, &from, &to) == (&atom.service, &atom.from, &atom.to);
            let key = (service.value().clone(), from.value().clone(), to.value().clone());
            if !same && (tree.atoms.contains_key(&key) || flows.iter().any(is_there)) {
                continue;
            }
            let text =
                |name: &str| atom.props.get(name).and_then(|s: &Setting| s.value.text().map(|t| s.value.with(t.to_owned())));
            let via = text("via").unwrap_or_else(|| Sourced::new("none".into(), self.origins.unwritten("allow", "via", "none")));
            let auth =
                text("auth").unwrap_or_else(|| Sourced::new("none".into(), self.origins.unwritten("allow", "auth", "none")));
            let log = match text("log") {
                Some(t) => t.with(*t == "on"),
                None => Sourced::new(false, self.origins.unwritten("allow", "log", "off")),
            };
            let hours = atom.props.get("hours").and_then(|s| match *s.value {
                Value::Hours(h) => Some(s.value.with(h)),
                _ => None,
            });
            let (layer, statement) = (atom.layer, atom.statement);
            flows.push(Flow { allows: atom.allows, service, from, to, via, auth, log, hours, layer, statement });
        }
        flows
    }

    pub(super) fn forbids(&mut self) -> Vec<Forbid> {
        let mut all = Vec::new();
        for node in self.tree().of("forbid") {
            let layer = node.layer();
            let services = self.members(node);
            let services = self.refer_all(Space::Service, services);
            let mut side = |property: &str| {
                let names = self.list(node, property);
                self.endpoints_or_void(names, layer)
            };
            let (from, to, except) = (side("from"), side("to"), side("except"));
            if services.is_empty() || from.is_empty() || to.is_empty() {
                continue;
            }
            let Some(because) = self.text(node, "because") else { continue };
            let waivable = self.text(node, "waivable").is_some_and(|w| *w == "yes");
            all.push(Forbid { services, from, to, except, because, waivable, origin: node.origin });
        }
        all
    }

    pub(super) fn publishes(&mut self) -> Vec<Publish> {
        let mut all = Vec::new();
        for node in self.tree().of("publish") {
            let services = self.members(node);
            let services = self.refer_all(Space::Service, services);
            let targets = self.list(node, "to");
            let targets: Vec<_> = targets.into_iter().filter_map(|t| self.endpoint(t)).collect();
            let sources: Vec<_> = match node.says("from") {
                true => self.list(node, "from").into_iter().filter_map(|f| self.endpoint(f)).collect(),
                false => vec![Sourced::new("exterieur".into(), self.default(node, "from", "exterieur"))],
            };
            for (service, to) in services.iter().flat_map(|service| targets.iter().map(move |to| (service, to))) {
                for from in &sources {
                    let (port, name) = (self.number(node, "port"), self.text(node, "name"));
                    all.push(Publish { service: service.clone(), to: to.clone(), port, from: from.clone(), name });
                }
            }
        }
        all
    }

    pub(super) fn assertions(&mut self) -> Vec<Assertion> {
        let mut all = Vec::new();
        for node in self.tree().of("assert") {
            let mut args = self.members(node).into_iter();
            let Some(kind) = args.next() else { continue };
            // The first argument of `reach` is a service, the others' are endpoints.
            let space = if *kind == "reach" { Space::Service } else { Space::Endpoint };
            let args: Vec<_> =
                args.filter_map(|a| if space == Space::Service { self.refer(space, a) } else { self.endpoint(a) }).collect();
            let mut side = |property: &str| {
                let names = self.list(node, property);
                names.into_iter().filter_map(|n| self.endpoint(n)).collect::<Vec<_>>()
            };
            let (from, to) = (side("from"), side("to"));
            let keep = self.list(node, "keep");
            let keep = self.refer_all(Space::Vlan, keep);
            all.push(Assertion { kind, args, from, to, keep, stations: self.number(node, "stations"), origin: node.origin });
        }
        all
    }

    pub(super) fn software(&mut self) -> Vec<(Sourced<String>, Vec<String>)> {
        let mut all = Vec::new();
        for node in self.tree().of("software") {
            let rooms = self.list(node, "room");
            let rooms: Vec<String> = self.refer_all(Space::Room, rooms).into_iter().map(Sourced::into_value).collect();
            all.extend(self.members(node).into_iter().map(|s| (s, rooms.clone())));
        }
        all
    }
}
