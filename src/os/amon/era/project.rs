//! A firewall's state as an ERA model: the rules, between each two zones, as directives over ends that have names.
//!
//! What the rules let pass passes, and nothing else: what the parent opens from a higher level to a lower one is closed behind
//! them. A rule for all addresses that are not in a group becomes a refusal of those that are and an opening of the rest, behind
//! the other openings, so that no directive has an exception: the sets behind those have names that Linux cuts at 31 characters.
//! Entry point: [`project`].

use super::model::{Because, Directive, End, Flux, Model, Zone as EraZone, action};
use super::{Uncarried, services, stock};
use crate::base::Origin;
use crate::net::traffic::{addresses, number, prefixes};
use crate::net::{Family, Ranges, VlanId};
use crate::os::amon::zones::{BASTION, BASTION_LEVEL, OUTSIDE, Zone, Zones};
use crate::state::Firewall;
use crate::state::firewall::{Masquerade, Rule, Where};
use crate::state::policy::Service;
use ipnet::{IpNet, Ipv4Net};
use std::net::IpAddr;

/// The port on which an Amon's proxy listens in each zone (the service `proxy` of the stock models).
pub const PROXY_PORT: u16 = 3128;

/// Our directives begin here: no stock model has so many in one direction, so they stand behind the parent's.
const FIRST_PRIORITY: u64 = 101;

/// The child model of a firewall; or what of it no model can carry.
pub fn project(firewall: &Firewall) -> Result<Model, Vec<Uncarried>> {
    let unfit = |text: &str, why: String, origin: Origin| vec![Uncarried { text: text.to_owned(), why, origin: Some(origin) }];
    let name = firewall.model.as_ref().map_or("no model", |m| m.as_str());
    let zones = Zones::of(firewall).map_err(|u| unfit(name, u.why, u.origin))?;
    let outside = firewall.interfaces.iter().find(|i| *i.outside && zones.of_vlan(*i.vlan).is_some_and(|z| *z.name != OUTSIDE));
    if let Some(other) = outside {
        let why = format!("an Amon has one zone outside, that of card 0 without a tag: {OUTSIDE}");
        return Err(unfit(&other.name, why, other.outside.origin()));
    }
    let clash = |(zone, other): (&Zone, String)| {
        let why = format!("it begins with the three letters of zone {other}, after which the server names its chains of rules");
        Uncarried { text: zone.name.value().clone(), why, origin: Some(zone.name.origin()) }
    };
    let clashes: Vec<Uncarried> = zones.clashes().into_iter().map(clash).collect();
    if !clashes.is_empty() {
        return Err(clashes);
    }
    let mut maker =
        Maker { firewall, places: places(&zones), zones: &zones, model: frame(&zones), made: Vec::new(), known: Vec::new() };
    maker.rules();
    maker.closings();
    maker.masquerades();
    Ok(maker.finished())
}

/// A zone with what a packet to or from it bears.
struct Place {
    name: String,
    /// `None` for the firewall itself.
    vlan: Option<VlanId>,
    level: u64,
    is_stock: bool,
    addresses: Ranges,
}

fn places(zones: &Zones) -> Vec<Place> {
    let net = |net: Ipv4Net| addresses(Family::V4, [&IpNet::V4(net)]);
    let own: Ranges = zones.zones.iter().map(|z| number(IpAddr::V4(*z.address))).map(|a| (a, a)).collect();
    let inside = zones.zones.iter().filter(|z| *z.name != OUTSIDE).fold(Ranges::default(), |sum, z| sum.or(&net(*z.subnet)));
    let place = |zone: &Zone| {
        let whole = if *zone.name == OUTSIDE { Family::V4.everything().minus(&inside) } else { net(*zone.subnet) };
        Place {
            name: zone.name.value().clone(),
            vlan: Some(*zone.vlan),
            level: *zone.level,
            is_stock: zone.is_stock,
            addresses: whole.minus(&own),
        }
    };
    let mut all: Vec<Place> = zones.zones.iter().map(place).collect();
    all.push(Place { name: BASTION.to_owned(), vlan: None, level: BASTION_LEVEL, is_stock: true, addresses: own });
    all
}

/// The model without its directives.
fn frame(zones: &Zones) -> Model {
    let mut model = Model {
        name: zones.model.value().clone(),
        parent: Some(format!("{}/{}.xml", stock::FOLDER, zones.parent)),
        ..Model::default()
    };
    for zone in zones.zones.iter().filter(|z| !z.is_stock) {
        let because = Because(vec![zone.name.origin(), zone.subnet.origin()]);
        let netmask = zone.subnet.netmask().to_string();
        model.zones.push(EraZone {
            name: zone.name.value().clone(),
            level: *zone.level,
            ip: zone.address.to_string(),
            network: zone.subnet.network().to_string(),
            netmask: netmask.clone(),
            interface: zone.interface.value().clone(),
            because: Because([because.0.as_slice(), &[zone.level.origin(), zone.address.origin()]].concat()),
        });
        model.ends.push(End {
            name: zone.name.value().clone(),
            zone: zone.name.value().clone(),
            netmask,
            is_subnet: true,
            label: "Zone entière".to_owned(),
            addresses: vec![zone.address.to_string()],
            because,
        });
    }
    model
}

/// A directive between two places, before it has its priority.
struct Made {
    from: usize,
    to: usize,
    directive: Directive,
}

/// The addresses of an end of a rule within one place.
#[derive(Clone)]
enum Spelt {
    /// All that is there.
    Whole,
    /// Those of these prefixes, under this name.
    Some(String, Vec<Ipv4Net>),
    /// All that is there but these.
    AllBut(String, Vec<Ipv4Net>),
}

struct Maker<'a> {
    firewall: &'a Firewall,
    zones: &'a Zones,
    places: Vec<Place>,
    model: Model,
    made: Vec<Made>,
    known: Vec<Known>,
}

/// Prefixes of a place that have ends.
struct Known {
    place: usize,
    name: String,
    nets: Vec<Ipv4Net>,
    ends: Vec<String>,
}

impl Maker<'_> {
    fn rules(&mut self) {
        let firewall = self.firewall;
        for from in 0..self.places.len() {
            let Some(vlan) = self.places.get(from).and_then(|p| p.vlan) else { continue };
            // What an opening at hours would open stays closed; a refusal at hours refuses always.
            let holds = |r: &&Rule| r.family == Family::V4 && !(*r.allows && r.hours.is_some());
            let rules: Vec<&Rule> = firewall.rules_of(Some(vlan)).filter(holds).collect();
            let last_refusal = rules.iter().rposition(|r| !*r.allows && !r.is_guard());
            let mut is_guarded = false;
            // Openings of all but a group, which stand behind the others.
            let mut wide = Vec::new();
            for (n, rule) in rules.into_iter().enumerate() {
                if rule.is_guard() {
                    is_guarded = true;
                    continue;
                }
                let Some(source) = self.spelt(&rule.from, &firewall.addresses(&rule.from, Family::V4), from) else { continue };
                let meant = firewall.addresses(&rule.to, Family::V4);
                for to in 0..self.places.len() {
                    let is_itself = self.places.get(to).is_some_and(|p| p.vlan.is_none());
                    if to != from && !(is_itself && is_guarded && !(*rule.allows && *rule.proxied)) {
                        let is_last = last_refusal.is_none_or(|last| n > last);
                        self.rule(rule, (from, &source), (to, &meant), is_last, &mut wide);
                    }
                }
            }
            wide.into_iter().for_each(|made| self.push(made));
        }
    }

    /// Adds what a rule says from one place, where its source is known, to another; `meant` is all that it leads to.
    fn rule(
        &mut self,
        rule: &Rule,
        (from, source): (usize, &Spelt),
        (to, meant): (usize, &Ranges),
        is_last: bool,
        wide: &mut Vec<Made>,
    ) {
        let proxied = *rule.allows && *rule.proxied;
        let vlan = self.places.get(from).and_then(|p| p.vlan);
        let (target, service) = match vlan.filter(|_| proxied) {
            Some(vlan) => {
                let own = Where::Gateway(vlan);
                (self.spelt(&own, &self.firewall.addresses(&own, Family::V4), to), proxy(&rule.service))
            }
            None => (self.spelt(&rule.to, meant, to), rule.service.clone()),
        };
        let Some(target) = target else { return };
        let source = source.clone();
        let because = Because(vec![rule.subject.origin(), rule.from.origin(), rule.to.origin(), rule.service.name.origin()]);
        let service = services::named(&service, &mut self.model);
        let directive = Directive {
            action: if *rule.allows { action::ALLOW } else { action::DENY },
            service,
            label: rule.subject.value().clone(),
            because,
            ..Directive::default()
        };
        let is_known = |made: &&Made| made.from == from && made.to == to && made.directive.action == action::DENY;
        let is_free = |group: &str| wide.iter().filter(is_known).all(|m| m.directive.label.ends_with(&but(group)));
        // An opening of all but a group can stand last where no refusal follows and no other group is left out.
        let refused = match (&source, &target) {
            (Spelt::AllBut(group, nets), Spelt::Whole | Spelt::Some(..)) if *rule.allows && is_last && is_free(group) => {
                Some((true, group.clone(), nets.clone()))
            }
            (Spelt::Whole | Spelt::Some(..), Spelt::AllBut(group, nets)) if *rule.allows && is_last && is_free(group) => {
                Some((false, group.clone(), nets.clone()))
            }
            _ => None,
        };
        let Some((is_source, group, nets)) = refused else {
            let directive =
                Directive { sources: self.ends(source, from, &rule.from), targets: self.ends(target, to, &rule.to), ..directive };
            return self.push(Made { from, to, directive });
        };
        let (whole, some) = if is_source { (from, target) } else { (to, source) };
        let other = if is_source { to } else { from };
        let origin = if is_source { rule.from.origin() } else { rule.to.origin() };
        let all = vec![self.places.get(whole).map_or_else(String::new, |p| p.name.clone())];
        let left_out = self.named(whole, &group, &nets, origin);
        let kept = self.ends(some, other, if is_source { &rule.to } else { &rule.from });
        let ends = |own: Vec<String>| if is_source { (own, kept.clone()) } else { (kept.clone(), own) };
        let ((denied, at), (opened, there)) = (ends(left_out), ends(all));
        let label = format!("{}{}", directive.label, but(&group));
        let refusal = Directive { action: action::DENY, label, sources: denied, targets: at, ..directive.clone() };
        wide.push(Made { from, to, directive: refusal });
        wide.push(Made { from, to, directive: Directive { sources: opened, targets: there, ..directive } });
    }

    /// What of an end of a rule, all whose addresses are `meant`, lies in a place; `None` for nothing.
    fn spelt(&self, end: &Where, meant: &Ranges, place: usize) -> Option<Spelt> {
        let place = self.places.get(place)?;
        let set = meant.and(&place.addresses);
        if set.is_empty() {
            return None;
        }
        if set == place.addresses {
            return Some(Spelt::Whole);
        }
        let of_group = |name: &str| {
            let all = self.firewall.group(name).map(|g| g.prefixes.as_slice()).unwrap_or_default();
            let v4 = all.iter().filter_map(|p| if let IpNet::V4(net) = p.value() { Some(*net) } else { None });
            v4.filter(|net| addresses(Family::V4, [&IpNet::V4(*net)]).meets(&place.addresses)).collect::<Vec<_>>()
        };
        Some(match end {
            Where::Group(name) => Spelt::Some(name.clone(), of_group(name)),
            Where::Beyond(name) => Spelt::AllBut(name.clone(), of_group(name)),
            Where::Gateway(vlan) | Where::Segment(vlan) => {
                let name = self.zones.of_vlan(*vlan).map_or_else(|| vlan.to_string(), |z| z.name.value().clone());
                Spelt::Some(name, of_set(&set))
            }
            Where::Anywhere | Where::Itself => Spelt::Some("reste".to_owned(), of_set(&set)),
        })
    }

    /// The names of the ends for that, which the model gets to know.
    fn ends(&mut self, spelt: Spelt, place: usize, of: &crate::base::Sourced<Where>) -> Vec<String> {
        match spelt {
            Spelt::Whole => vec![self.places.get(place).map_or_else(String::new, |p| p.name.clone())],
            Spelt::Some(name, nets) => self.named(place, &name, &nets, of.origin()),
            Spelt::AllBut(name, nets) => {
                let all = self.places.get(place).map(|p| p.addresses.clone()).unwrap_or_default();
                let out = nets.iter().map(|net| addresses(Family::V4, [&IpNet::V4(*net)]));
                let rest = out.fold(all, |rest, net| rest.minus(&net));
                self.named(place, &format!("sauf-{name}"), &of_set(&rest), of.origin())
            }
        }
    }

    /// The names of ends for some prefixes in a place. A group stands in many rules.
    fn named(&mut self, place: usize, name: &str, nets: &[Ipv4Net], origin: Origin) -> Vec<String> {
        let known = self.known.iter().find(|known| known.place == place && known.name == name && known.nets == nets);
        if let Some(known) = known {
            return known.ends.clone();
        }
        let ends = self.made_known(place, name, nets, origin);
        self.known.push(Known { place, name: name.to_owned(), nets: nets.to_owned(), ends: ends.clone() });
        ends
    }

    /// Makes ends for some prefixes in a place: one for hosts together, one for each network.
    fn made_known(&mut self, place: usize, name: &str, nets: &[Ipv4Net], origin: Origin) -> Vec<String> {
        let zone = self.places.get(place).map_or_else(String::new, |p| p.name.clone());
        let stem: String = format!("preau_{zone}_{name}")
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() || matches!(c, '-' | '_') { c } else { '_' })
            .collect();
        let is_hosts = nets.iter().all(|net| net.prefix_len() == 32);
        let chunks: Vec<&[Ipv4Net]> = if is_hosts { vec![nets] } else { nets.chunks(1).collect() };
        let mut names = Vec::new();
        for (n, chunk) in chunks.iter().enumerate() {
            let Some(first) = chunk.first() else { continue };
            let own = if chunks.len() == 1 { stem.clone() } else { format!("{stem}_{}", n + 1) };
            if self.model.end(&own).is_none() {
                self.model.ends.push(End {
                    name: own.clone(),
                    zone: zone.clone(),
                    netmask: first.netmask().to_string(),
                    is_subnet: first.prefix_len() < 32,
                    label: name.to_owned(),
                    addresses: chunk.iter().map(|net| net.network().to_string()).collect(),
                    because: Because(vec![origin]),
                });
            }
            names.push(own);
        }
        names
    }

    /// Adds a directive, unless one that decides the same stands before it.
    fn push(&mut self, made: Made) {
        let same = |m: &&mut Made| {
            let (a, b) = (&m.directive, &made.directive);
            (m.from, m.to, &a.service, &a.sources, &a.targets) == (made.from, made.to, &b.service, &b.sources, &b.targets)
                && a.action != action::MASQUERADE
                && b.action != action::MASQUERADE
        };
        match self.made.iter_mut().find(same) {
            Some(known) => known.directive.because.0.extend(made.directive.because.0),
            None => self.made.push(made),
        }
    }

    /// Closes what the parent opens from a higher to a lower level; what its children have is closed by default.
    fn closings(&mut self) {
        for from in 0..self.places.len() {
            for to in 0..self.places.len() {
                let (Some(a), Some(b)) = (self.places.get(from), self.places.get(to)) else { continue };
                if a.vlan.is_none() || b.vlan.is_none() || !(a.is_stock && b.is_stock) || a.level <= b.level {
                    continue;
                }
                let directive = Directive {
                    action: action::DENY,
                    service: services::ALL.to_owned(),
                    sources: vec![a.name.clone()],
                    targets: vec![b.name.clone()],
                    label: format!("{}>{}: rien d'autre", a.name, b.name),
                    because: Because(vec![self.zones.parent.origin()]),
                    ..Directive::default()
                };
                self.push(Made { from, to, directive });
            }
        }
    }

    /// What leaves a zone of ours under the firewall's address; the parent does it for its own.
    fn masquerades(&mut self) {
        let how = self.firewall.masquerade;
        let outside = self.places.iter().position(|p| p.name == OUTSIDE);
        let Some(outside) = outside.filter(|_| *how != Masquerade::Off) else { return };
        let known = self.firewall.group(Firewall::KNOWN).map(|g| g.name.value().clone());
        let beyond = known.filter(|_| *how == Masquerade::Internet).map(Where::Beyond).unwrap_or(Where::Anywhere);
        let meant = self.firewall.addresses(&beyond, Family::V4);
        for from in 0..self.places.len() {
            let Some(place) = self.places.get(from).filter(|p| p.vlan.is_some() && !p.is_stock) else { continue };
            let leaves = |r: &Rule| {
                *r.allows && !*r.proxied && r.hours.is_none() && self.firewall.addresses(&r.to, Family::V4).meets(&meant)
            };
            if !self.firewall.rules_of(place.vlan).any(leaves) {
                continue;
            }
            let (name, target) = (place.name.clone(), how.with(beyond.clone()));
            let Some(spelt) = self.spelt(&beyond, &meant, outside) else { continue };
            let directive = Directive {
                action: action::MASQUERADE,
                service: services::ALL.to_owned(),
                sources: vec![name.clone()],
                targets: self.ends(spelt, outside, &target),
                label: format!("{name}: sort sous l'adresse du pare-feu"),
                nat_end: Some(format!("{OUTSIDE}_{BASTION}")),
                nat_port: Some("0".to_owned()),
                because: Because(vec![how.origin()]),
                ..Directive::default()
            };
            self.made.push(Made { from, to: outside, directive });
        }
    }

    /// The model with its directives, in a flux for each two zones.
    fn finished(mut self) -> Model {
        let places = &self.places;
        for (a, one) in places.iter().enumerate() {
            for (b, other) in places.iter().enumerate().skip(a + 1) {
                let is_parent_s = one.is_stock && other.is_stock;
                let mut flux = Flux { a: one.name.clone(), b: other.name.clone(), ..Flux::default() };
                // As the parent has it; of our own zones nothing passes by default but what the firewall sends.
                flux.down.accepts = is_parent_s || one.vlan.is_none() || other.vlan.is_none();
                for made in self.made.iter().filter(|m| (m.from, m.to) == (a, b) || (m.from, m.to) == (b, a)) {
                    let source = if made.from == a { (one.level, other.level) } else { (other.level, one.level) };
                    let is_up = source.0 < source.1 || source.0 == source.1 && made.from == a;
                    let direction = if is_up { &mut flux.up } else { &mut flux.down };
                    direction.directives.push(made.directive.clone());
                }
                for direction in [&mut flux.up, &mut flux.down] {
                    direction.directives.iter_mut().zip(FIRST_PRIORITY..).for_each(|(d, priority)| d.priority = priority);
                }
                self.model.fluxes.push(flux);
            }
        }
        self.model
    }
}

/// What a directive that refuses for another is labelled with.
fn but(group: &str) -> String {
    format!(" (sauf {group})")
}

/// The proxy, for a service that goes through it.
fn proxy(service: &Service) -> Service {
    Service { name: service.name.with("proxy".to_owned()), tcp: vec![(PROXY_PORT, PROXY_PORT)], udp: Vec::new(), icmp: None }
}

fn of_set(set: &Ranges) -> Vec<Ipv4Net> {
    prefixes(Family::V4, set).into_iter().filter_map(|p| if let IpNet::V4(net) = p { Some(net) } else { None }).collect()
}
