//! Protocols, networks, flows, what the region forbids, what is published, what is to be proved.

use super::Binder;
use crate::base::{Rule, Sourced, Span};
use crate::region::tree::Setting;
use crate::region::{Assertion, Flow, Forbid, Network, Protocol, Publish};
use crate::syntax::{Space, Value};
use ipnet::IpNet;
use std::collections::{BTreeMap, BTreeSet};

crate::findings! {
    /// A flow names a network that is reached through a VPN which this school does not have.
    ///
    /// The region may name such networks, since other schools have the VPN; a flow of this school would open nothing.
    pub static NETWORK_UNREACHABLE = "network-unreachable", Error;
}

/// What this file can find.
pub static RULES: &[&Rule] = &[&NETWORK_UNREACHABLE];

impl Binder<'_> {
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
            if !self.has_way(&through) && !known {
                self.unknown(Space::Zone, &through, through.origin());
            }
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

    pub(super) fn flows(&mut self, networks: &BTreeMap<String, Network>) -> Vec<Flow> {
        let mut flows = Vec::new();
        // A statement names an endpoint once and makes many atoms of it: one finding.
        let mut said: BTreeSet<(String, Span)> = BTreeSet::new();
        let tree = self.tree();
        for atom in tree.atoms.values() {
            let mut fresh =
                |b: &Self, n: &Sourced<String>| b.origins.span(n.origin()).is_none_or(|s| said.insert((n.value().clone(), s)));
            let service_there = self.names.has(Space::Service, &atom.service);
            if !service_there && fresh(self, &atom.service) {
                self.unknown(Space::Service, &atom.service, atom.service.origin());
            }
            let mut ends = Vec::new();
            for end in [&atom.from, &atom.to] {
                let there = super::names::RESERVED.contains(&end.as_str()) || self.names.has(Space::Endpoint, end);
                if !there && fresh(self, end) {
                    self.unknown(Space::Endpoint, end, end.origin());
                }
                if there && fresh(self, end) {
                    self.unreachable(end, networks);
                }
                ends.push(there);
            }
            if !service_there || ends.contains(&false) {
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
            flows.push(Flow {
                allows: atom.allows,
                service: atom.service.clone(),
                from: atom.from.clone(),
                to: atom.to.clone(),
                via,
                auth,
                log,
                hours,
            });
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
            let from = match self.text(node, "from") {
                Some(f) => self.endpoint(f),
                None => Some(Sourced::new("exterieur".into(), self.default(node, "from", "exterieur"))),
            };
            let Some(from) = from else { continue };
            for service in &services {
                for to in &targets {
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
