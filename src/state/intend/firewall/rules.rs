//! The rules of a firewall, of the policy's flows: per interface and in order, with the sets of addresses that they name.
//!
//! A flow becomes one rule a family for each pair of what its ends stand for: a VLAN, a device, the firewall, or all of what lies
//! outside. Of an interface, what leads to the firewall itself stands first, then the guard that keeps every other rule from
//! reaching it, then the rest; denials before allows, by subject. Names come from the flow and its parts alone, so that a VLAN
//! more renames no rule. Entry point: [`add`].

use crate::base::{Origin, Origins, Sourced};
use crate::net::traffic::{addresses, prefixes};
use crate::net::{Family, Hours, Ranges, VlanId};
use crate::state::firewall::{Firewall, Group, Masquerade, Publication, Rule, Where};
use crate::state::policy::{Device, End, Flow, Network, Part, Policy, Publish, Service};
use ipnet::IpNet;
use std::collections::{BTreeMap, BTreeSet};

const PART: &str = "a flow is one rule for each thing that its ends stand for";
const GUARD: &str = "what leads to a whole VLAN or to the Internet does not lead to the firewall's own address there";
const PREFIXES: &str = "a set of addresses is written as the fewest prefixes";
const PLAIN: &str = "a guard and a publication are neither proxied, nor authenticated, nor logged";

/// Adds the rules, groups and publications of a policy to a firewall that has its interfaces.
pub fn add(firewall: &mut Firewall, policy: &Policy, origins: &mut Origins) {
    let mut maker = Maker { firewall, policy, origins, groups: BTreeMap::new(), rules: Vec::new() };
    for flow in &policy.flows {
        maker.flow(&Asked::of_flow(flow));
    }
    for publish in &policy.publishes {
        let asked = Asked::of_publish(publish, maker.origins);
        maker.flow(&asked);
        maker.publication(publish, &asked);
    }
    maker.guards();
    maker.masqueraded();
    let Maker { groups, mut rules, .. } = maker;
    rules.sort_by(|a, b| order(a).cmp(&order(b)));
    let mut seen = BTreeSet::new();
    rules.retain(|r| seen.insert((r.subject.value().clone(), r.family)));
    firewall.groups = groups.into_values().collect();
    firewall.rules = rules;
}

/// Where a rule stands: by interface; what leads to the firewall, the guard, the rest; denials first; by subject.
fn order(rule: &Rule) -> (bool, Option<VlanId>, u8, bool, &str, Family) {
    let to_itself = matches!(*rule.to, Where::Itself | Where::Gateway(_));
    let class = if rule.is_guard() {
        1
    } else if to_itself {
        0
    } else {
        2
    };
    let interface = rule.interface.as_ref().map(|i| **i);
    (interface.is_none(), interface, class, *rule.allows, &rule.subject, rule.family)
}

/// What a flow and a publication have in common.
struct Asked<'a> {
    /// What its subjects begin with.
    prefix: &'static str,
    allows: Sourced<bool>,
    service: &'a Service,
    from: &'a End,
    to: &'a End,
    proxied: Sourced<bool>,
    authenticated: Sourced<bool>,
    logged: Sourced<bool>,
    hours: Option<Sourced<Hours>>,
}

impl<'a> Asked<'a> {
    fn of_flow(flow: &'a Flow) -> Asked<'a> {
        let Flow { allows, service, from, to, proxied, authenticated, logged, hours } = flow;
        let prefix = if **allows { "" } else { "deny " };
        let (proxied, authenticated, logged) = (*proxied, *authenticated, *logged);
        Asked { prefix, allows: *allows, service, from, to, proxied, authenticated, logged, hours: *hours }
    }

    fn of_publish(publish: &'a Publish, origins: &mut Origins) -> Asked<'a> {
        let Publish { service, from, to, .. } = publish;
        let no = origins.derive(false, PLAIN, &[to.name.origin()]);
        let allows = to.name.with(true);
        Asked { prefix: "publish ", allows, service, from, to, proxied: no, authenticated: no, logged: no, hours: None }
    }

    fn subject(&self, from: &Side, to: &Side) -> String {
        format!("{}{}:{}>{}", self.prefix, *self.service.name, from.label, to.label)
    }
}

/// One thing that an end stands for, as far as rules are concerned.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Side {
    /// The name in the subject: the end's, with that of the part where it is another.
    label: String,
    /// The VLAN it is in; for what lies outside, that of the interface there; `None`: the firewall itself, or behind a tunnel.
    vlan: Option<VlanId>,
    /// Whether it lies outside.
    outside: bool,
    kind: SideKind,
    origin: Origin,
}

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum SideKind {
    Segment(VlanId),
    Device(Device),
    Firewall,
    /// A network behind a tunnel.
    Behind(Network),
    /// What of an end lies outside, as a whole.
    Outside,
}

struct Maker<'a> {
    firewall: &'a mut Firewall,
    policy: &'a Policy,
    origins: &'a mut Origins,
    groups: BTreeMap<String, Group>,
    rules: Vec<Rule>,
}

impl Maker<'_> {
    fn flow(&mut self, asked: &Asked) {
        let mut pairs: Vec<(Side, Side)> = Vec::new();
        for (from, to) in self.policy.pairs(asked.from, asked.to) {
            for from in self.sides(asked.from, from) {
                pairs.extend(self.sides(asked.to, to).into_iter().map(|to| (from.clone(), to)));
            }
        }
        pairs.sort();
        pairs.dedup();
        for (from, to) in pairs {
            // What stays in a VLAN, what stays outside and what the firewall tells itself passes no rule.
            if from.vlan.is_some() && from.vlan == to.vlan || from.outside && to.outside {
                continue;
            }
            // What comes out of a tunnel is filtered where the tunnel ends, and that is nobody's interface here.
            if matches!(from.kind, SideKind::Behind(_)) || from.kind == SideKind::Firewall && to.kind == SideKind::Firewall {
                continue;
            }
            for family in Family::ALL {
                self.rule(asked, &from, &to, family);
            }
        }
    }

    /// What a part of an end is as a side; an end that lies outside is a side for each interface there. None for what the
    /// firewall has no interface for.
    fn sides(&self, end: &End, part: &Part) -> Vec<Side> {
        let label = |own: &str| if *end.name == own { own.to_owned() } else { format!("{}/{own}", *end.name) };
        let origin = end.name.origin();
        let side = |label: String, vlan, outside, kind| vec![Side { label, vlan, outside, kind, origin }];
        match part {
            Part::Segment(_) if is_outside(part, self.firewall) => self.outside(end, origin),
            Part::Segment(id) => match self.firewall.interface(*id) {
                Some(interface) => side(label(&interface.name), Some(*id), false, SideKind::Segment(*id)),
                None => Vec::new(),
            },
            Part::Device(device) => match self.firewall.interface(device.vlan) {
                Some(interface) => {
                    let own = match end.parts.as_slice() {
                        [_] => device.name.clone(),
                        // A machine with a card in several VLANs.
                        _ => format!("{}@{}", device.name, *interface.name),
                    };
                    side(label(&own), Some(device.vlan), *interface.outside, SideKind::Device(device.clone()))
                }
                None => Vec::new(),
            },
            Part::Firewall => side(label("firewall"), None, false, SideKind::Firewall),
            Part::Network(network) if !is_outside(part, self.firewall) => {
                side(label(&network.name), None, false, SideKind::Behind(network.clone()))
            }
            Part::Internet | Part::Region | Part::Network(_) => self.outside(end, origin),
        }
    }

    fn outside(&self, end: &End, origin: Origin) -> Vec<Side> {
        let all = self.firewall.interfaces.iter().filter(|i| *i.outside);
        let numbered = all.enumerate().map(|(n, interface)| {
            let name = outside_name(end, self.firewall);
            let label = if *end.name == name { name } else { format!("{}/{name}", *end.name) };
            let label = if n == 0 { label } else { format!("{label}@{}", *interface.name) };
            Side { label, vlan: Some(*interface.vlan), outside: true, kind: SideKind::Outside, origin }
        });
        numbered.collect()
    }

    fn rule(&mut self, asked: &Asked, from: &Side, to: &Side, family: Family) {
        let source = self.place(asked.from, from, family);
        let target = match (&to.kind, from.vlan.filter(|_| !from.outside)) {
            (SideKind::Firewall, Some(vlan)) => Some(Where::Gateway(vlan)),
            _ => self.place(asked.to, to, family),
        };
        let (Some(source), Some(target)) = (source, target) else { return };
        let is_empty = |end: &Where| match end {
            Where::Group(_) | Where::Beyond(_) => false,
            other => self.firewall.addresses(other, family).is_empty(),
        };
        if is_empty(&source) || is_empty(&target) || asked.service.ranges(family).is_empty() {
            return;
        }
        let because = [asked.from.name.origin(), asked.to.name.origin()];
        let rule = Rule {
            interface: from.vlan.map(|vlan| self.origins.derive(vlan, PART, &because)),
            allows: asked.allows,
            family,
            from: Sourced::new(source, from.origin),
            to: Sourced::new(target, to.origin),
            service: asked.service.clone(),
            proxied: asked.proxied,
            authenticated: asked.authenticated,
            logged: asked.logged,
            hours: asked.hours,
            subject: asked.allows.with(asked.subject(from, to)),
        };
        self.rules.push(rule);
    }

    /// The addresses of a side in a family, with the group that it names made known; `None` when it has none there.
    fn place(&mut self, end: &End, side: &Side, family: Family) -> Option<Where> {
        match &side.kind {
            SideKind::Segment(id) => Some(Where::Segment(*id)),
            SideKind::Firewall => Some(Where::Itself),
            SideKind::Device(device) => {
                let own = device.addresses.iter().filter(|a| Family::of(**a) == family).count();
                let name = match self.policy.segment(device.vlan) {
                    Some(segment) if end.parts.len() > 1 => format!("{}@{}", device.name, *segment.name),
                    _ => device.name.clone(),
                };
                self.group(&name, device.addresses.iter().map(|a| IpNet::from(*a)).collect(), &[side.origin]);
                (own > 0).then_some(Where::Group(name))
            }
            SideKind::Behind(network) => {
                let own = network.prefixes.iter().filter(|p| Family::of(p.addr()) == family).count();
                self.group(&network.name, network.prefixes.clone(), &[side.origin]);
                (own > 0).then(|| Where::Group(network.name.clone()))
            }
            SideKind::Outside => self.beyond(end, side, family),
        }
    }

    /// What of an end lies outside: the complement of a group where the Internet is in it, else a group.
    fn beyond(&mut self, end: &End, side: &Side, family: Family) -> Option<Where> {
        let outside: Vec<&Part> = end.parts.iter().filter(|p| is_outside(p, self.firewall)).collect();
        let of = |family: Family| {
            let sets = outside.iter().map(|p| self.policy.addresses(p, family));
            sets.fold(Ranges::default(), |sum, one| sum.or(&one))
        };
        let (name, is_negated) = (outside_name(end, self.firewall), outside.contains(&&Part::Internet));
        let mut both = Vec::new();
        for family in Family::ALL {
            let set = if is_negated { family.everything().minus(&of(family)) } else { of(family) };
            both.extend(prefixes(family, &set));
        }
        let has_own = !of(family).is_empty();
        let name = if is_negated { format!("not-{name}") } else { name };
        let known: Vec<Origin> = self.policy.region.iter().chain(&self.policy.blocks).map(Sourced::origin).collect();
        self.group(&name, both, &[[side.origin].as_slice(), &known].concat());
        match (has_own, is_negated) {
            (false, _) => None,
            (true, true) => Some(Where::Beyond(name)),
            (true, false) => Some(Where::Group(name)),
        }
    }

    fn group(&mut self, name: &str, mut prefixes: Vec<IpNet>, from: &[Origin]) {
        if self.groups.contains_key(name) || prefixes.is_empty() {
            return;
        }
        prefixes.sort();
        let origin = self.origins.derived(PREFIXES, from);
        let prefixes = prefixes.into_iter().map(|p| Sourced::new(p, origin)).collect();
        self.groups.insert(name.to_owned(), Group { name: Sourced::new(name.to_owned(), origin), prefixes });
    }

    /// A guard for each interface and family in which something is allowed beyond the firewall.
    fn guards(&mut self) {
        let interfaces = self.firewall.interfaces.clone();
        for interface in interfaces {
            for family in Family::ALL {
                if interface.address(family).is_none() {
                    continue;
                }
                let origin = self.origins.derived(GUARD, &[interface.name.origin()]);
                let no = self.origins.derive(false, PLAIN, &[interface.name.origin()]);
                let service = Service { name: interface.name.with("any".into()), tcp: Vec::new(), udp: Vec::new(), icmp: None };
                self.rules.push(Rule {
                    interface: Some(interface.vlan),
                    allows: Sourced::new(false, origin),
                    family,
                    from: Sourced::new(Where::Anywhere, origin),
                    to: Sourced::new(Where::Itself, origin),
                    service,
                    proxied: no,
                    authenticated: no,
                    logged: no,
                    hours: None,
                    subject: Sourced::new(format!("guard:{}>firewall", *interface.name), origin),
                });
            }
        }
    }

    /// The groups that a masquerade towards the Internet names.
    fn masqueraded(&mut self) {
        if *self.firewall.masquerade != Masquerade::Internet {
            return;
        }
        let origin = self.firewall.masquerade.origin();
        let mut inside = Vec::new();
        let mut known = Vec::new();
        for family in Family::ALL {
            let own = self.firewall.interfaces.iter().filter(|i| !*i.outside).filter_map(|i| i.subnet(family));
            let own: Vec<IpNet> = own.map(Sourced::into_value).collect();
            inside.extend(prefixes(family, &addresses(family, &own)));
            let beyond = self.policy.addresses(&Part::Internet, family);
            known.extend(prefixes(family, &family.everything().minus(&beyond)));
        }
        self.group(Firewall::INSIDE, inside, &[origin]);
        self.group(Firewall::KNOWN, known, &[origin]);
    }

    fn publication(&mut self, publish: &Publish, asked: &Asked) {
        let devices = publish.to.parts.iter().filter_map(|p| match p {
            Part::Device(device) => Some(device),
            _ => None,
        });
        let outside = |p: &&Part| is_outside(p, self.firewall);
        let from = publish.from.parts.iter().find(outside).and_then(|p| self.sides(&publish.from, p).into_iter().next());
        let (Some(device), Some(from)) = (devices.into_iter().next(), from) else { return };
        let Some(to) = self.sides(&publish.to, &Part::Device(device.clone())).into_iter().next() else { return };
        let Some(source) = self.place(&publish.from, &from, Family::V4) else { return };
        self.firewall.publications.push(Publication {
            subject: publish.to.name.with(asked.subject(&from, &to)),
            service: publish.service.clone(),
            port: publish.port,
            name: publish.name.clone(),
            from: publish.from.name.with(source),
            target: publish.to.name.clone(),
            vlan: device.vlan,
            addresses: device.addresses.clone(),
        });
    }
}

/// Whether a part lies outside, on an interface of the firewall.
fn is_outside(part: &Part, firewall: &Firewall) -> bool {
    match part {
        Part::Internet | Part::Region => true,
        Part::Network(network) => firewall.interfaces.iter().any(|i| *i.outside && *i.zone == network.through),
        Part::Segment(id) => firewall.interface(*id).is_some_and(|i| *i.outside),
        Part::Device(_) | Part::Firewall => false,
    }
}

/// The name of what of an end lies outside: the end's own, unless the end is more.
fn outside_name(end: &End, firewall: &Firewall) -> String {
    if end.parts.iter().all(|p| is_outside(p, firewall)) { end.name.value().clone() } else { "outside".to_owned() }
}
