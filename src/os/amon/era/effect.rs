//! What an ERA model lets pass, as sets of packets: between each two zones the directives in order, then the default.
//!
//! A packet goes from the zone of the interface it comes in by to that of the interface it leaves by, or to the firewall where
//! the address is the firewall's own; what is in no other zone is outside. IPv4 only. What changes addresses, what a variable
//! switches and what names a machine that only DNS knows is not judged, and said. Entry point: [`Effect::of`].

use super::model::{Directive, Exception, Model, Service, Zone, action};
use crate::net::traffic::{any_service, number, ports, protocol};
use crate::net::{Cube, Family, Ranges, Traffic};
use crate::os::amon::zones::{BASTION, OUTSIDE};
use crate::state::firewall::chains::{self, Author, Chain, Met, Step};
use ipnet::{IpNet, Ipv4Net};
use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr};

/// Values of the server's variables, by name without `%%`.
pub type Variables = BTreeMap<String, Vec<String>>;

/// What a model lets pass.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Effect {
    /// From each zone to each other, `pedago>admin`.
    pub chains: Vec<Chain>,
    /// What is not judged, as clauses, in order of the model.
    pub unjudged: Vec<String>,
}

impl Effect {
    /// What a whole model lets pass: [`Model::with`] joins a child to its parent.
    pub fn of(model: &Model, variables: &Variables) -> Effect {
        let mut judge = Judge { model, variables, unjudged: Vec::new() };
        let regions = judge.regions();
        let mut chains = Vec::new();
        for (from, sources) in &regions {
            for (to, targets) in regions.iter().filter(|(name, _)| name != from) {
                chains.push(judge.chain(from, to, cube(sources.clone(), targets.clone(), any_service())));
            }
        }
        Effect { chains, unjudged: judge.unjudged }
    }

    /// Everything that passes from one zone to another, the firewall's own packets left out: those always do.
    pub fn traffic(&self) -> Traffic {
        chains::may_pass(&self.chains)
    }

    /// What a set of packets meets on its way, in order.
    pub fn way(&self, packets: &Traffic) -> Vec<Met> {
        chains::way(&self.chains, packets)
    }
}

fn step(directive: &Directive, allows: bool, packets: Traffic) -> Step {
    let line = directive.line.0;
    let author = if line.is_some() { Author::File } else { Author::Parent };
    Step { label: directive.label.clone(), line, author, allows, packets, at_hours: false, is_logged: false }
}

fn cube(from: Ranges, to: Ranges, services: Ranges) -> Traffic {
    Traffic::one(Cube { family: Family::V4, from, to, services })
}

struct Judge<'a> {
    model: &'a Model,
    variables: &'a Variables,
    unjudged: Vec<String>,
}

impl Judge<'_> {
    /// The addresses of each zone, in order of the model; the firewall's own are in `bastion` alone.
    fn regions(&mut self) -> Vec<(String, Ranges)> {
        let (mut own, mut inside) = (Ranges::default(), Ranges::default());
        let mut subnets = Vec::new();
        for zone in &self.model.zones {
            let found = self.subnet(zone);
            match found {
                Some((address, subnet)) if zone.name != BASTION => {
                    own = own.or(&single(address));
                    if zone.name != OUTSIDE {
                        inside = inside.or(&prefix(subnet));
                    }
                    subnets.push((zone.name.clone(), prefix(subnet)));
                }
                Some(_) => {}
                None => self.unjudged.push(format!("the addresses of zone {} are not known", zone.name)),
            }
        }
        let mut all = Vec::new();
        for (name, subnet) in subnets {
            let whole = if name == OUTSIDE { Family::V4.everything().minus(&inside) } else { subnet };
            all.push((name, whole.minus(&own)));
        }
        all.push((BASTION.to_owned(), own));
        all
    }

    fn subnet(&self, zone: &Zone) -> Option<(Ipv4Addr, Ipv4Net)> {
        let one = |text: &str| self.values(text)?.into_iter().next()?.parse::<Ipv4Addr>().ok();
        let (address, mask) = (one(&zone.ip)?, one(&zone.netmask)?);
        Some((address, Ipv4Net::with_netmask(address, mask).ok()?.trunc()))
    }

    /// The values of a text that may be a variable; `None` when nobody knows it.
    fn values(&self, text: &str) -> Option<Vec<String>> {
        match text.strip_prefix("%%") {
            Some(name) => self.variables.get(name).cloned(),
            None => Some(vec![text.to_owned()]),
        }
    }

    fn chain(&mut self, from: &str, to: &str, scope: Traffic) -> Chain {
        let level = |name: &str| self.model.zone(name).map_or(0, |z| z.level);
        let flux = self.model.flux(from, to);
        let (up, down) = flux.map_or((false, false), |f| (f.up.accepts, f.down.accepts));
        let accepts = match level(from).cmp(&level(to)) {
            std::cmp::Ordering::Less => up,
            std::cmp::Ordering::Greater => down,
            // Whatever the file says: zones of one level do not reach each other.
            std::cmp::Ordering::Equal => false,
        };
        let (up, down) = flux.map_or((&[] as &[Directive], &[] as &[Directive]), |f| (&f.up.directives, &f.down.directives));
        let model = self.model;
        let of_zone =
            |ends: &[String], zone: &str| ends.first().and_then(|name| model.end(name)).is_some_and(|end| end.zone == zone);
        // A directive's chain follows its ends, in whichever of the two elements it stands.
        let ours = up.iter().chain(down).filter(|d| of_zone(&d.sources, from) && of_zone(&d.targets, to));
        let steps = ours.flat_map(|directive| self.steps(directive)).collect();
        Chain { name: format!("{from}>{to}"), scope, steps, accepts, is_own: from == BASTION }
    }

    /// What a directive decides: for its exceptions the contrary, then itself.
    fn steps(&mut self, directive: &Directive) -> Vec<Step> {
        let label = directive.label.clone();
        let unjudged = |judge: &mut Self, why: &str| {
            judge.unjudged.push(format!("{label} ({}): {why}", directive.service));
            Vec::new()
        };
        let (is_optional, is_on) = (directive.attrs & 1 != 0, directive.attrs & 2 != 0);
        match (directive.action, directive.tag.as_deref()) {
            (action::DENY | action::ALLOW, Some(tag)) if is_optional && !is_on && directive.attrs & 16 != 0 => {
                return unjudged(self, &format!("the variable behind {tag} switches it"));
            }
            (action::DENY | action::ALLOW, _) if is_optional && !is_on => return Vec::new(),
            (action::DENY | action::ALLOW, _) => {}
            // Another source for what passes already: it lets nothing pass and stops nothing.
            (action::MASQUERADE, _) => return Vec::new(),
            _ => return unjudged(self, "it changes addresses or ports, and lets nothing pass by itself"),
        }
        let (sources, targets) = (self.ends(&directive.sources), self.ends(&directive.targets));
        let (Some(sources), Some(targets), Some(services)) = (sources, targets, self.services(&directive.service)) else {
            return unjudged(self, "an end or a service of it is not known");
        };
        let turned = |set: Ranges, is_inverted: bool, whole: Ranges| if is_inverted { whole.minus(&set) } else { set };
        let all = Family::V4.everything();
        let sources = turned(sources, directive.is_source_inverted, all.clone());
        let targets = turned(targets, directive.is_target_inverted, all);
        let services = turned(services, directive.is_service_inverted, any_service());
        let allows = directive.action == action::ALLOW;
        let mut steps = Vec::new();
        for exception in &directive.exceptions {
            let Some(spared) = self.exception(exception) else {
                return unjudged(self, "only DNS or a variable knows what it spares");
            };
            let step = |packets: Traffic| step(directive, !allows, packets);
            if exception.is_source {
                steps.push(step(cube(sources.and(&spared), targets.clone(), services.clone())));
            }
            if exception.is_target {
                steps.push(step(cube(sources.clone(), targets.and(&spared), services.clone())));
            }
        }
        steps.push(step(directive, allows, cube(sources, targets, services)));
        steps
    }

    /// The addresses of some ends; that of a zone's name is all of it.
    fn ends(&self, names: &[String]) -> Option<Ranges> {
        let mut all = Ranges::default();
        for name in names {
            let end = self.model.end(name)?;
            if end.name == end.zone {
                return Some(Family::V4.everything());
            }
            let masks = self.values(&end.netmask)?;
            for (n, address) in end.addresses.iter().filter_map(|a| self.values(a)).flatten().enumerate() {
                let mask = masks.get(n).or_else(|| masks.first())?.parse().ok()?;
                all = all.or(&prefix(Ipv4Net::with_netmask(address.parse().ok()?, mask).ok()?));
            }
            // An address that nobody knows is not nothing.
            if end.addresses.iter().any(|a| self.values(a).is_none()) {
                return None;
            }
        }
        Some(all)
    }

    fn exception(&self, exception: &Exception) -> Option<Ranges> {
        let text = if exception.ip.is_empty() {
            exception.variable.strip_prefix("%%").map(|_| &exception.variable)?
        } else {
            &exception.ip
        };
        let mut all = Ranges::default();
        for value in self.values(text)? {
            let net = value.parse::<Ipv4Net>().ok().or_else(|| value.parse::<Ipv4Addr>().ok().map(Ipv4Net::from))?;
            all = all.or(&prefix(net));
        }
        Some(all)
    }

    fn services(&self, name: &str) -> Option<Ranges> {
        let mut all = Ranges::default();
        for service in self.model.services_of(name)? {
            all = all.or(&self.service(service)?);
        }
        Some(all)
    }

    fn service(&self, service: &Service) -> Option<Ranges> {
        /// IPsec's protocol, by its number at IANA.
        const ESP: u8 = 50;
        let number = match service.protocol.as_str() {
            "tcp" => protocol::TCP,
            "udp" => protocol::UDP,
            "ICMP" => {
                let types = [("echo-reply", 0), ("destination-unreachable", 3), ("echo-request", 8), ("time-exceeded", 11)];
                let of_name = types.iter().find(|(name, _)| *name == service.name);
                return Some(of_name.map_or(ports(protocol::ICMP, 0, u16::MAX), |&(_, kind)| ports(protocol::ICMP, kind, kind)));
            }
            "esp" => return Some(ports(ESP, 0, u16::MAX)),
            "TOUT" => return Some(any_service()),
            _ => return None,
        };
        let mut all = Ranges::default();
        for value in self.values(&service.ports)? {
            let (first, last) = value.split_once('-').unwrap_or((&value, &value));
            all = all.or(&ports(number, first.trim().parse().ok()?, last.trim().parse().ok()?));
        }
        Some(all)
    }
}

fn single(address: Ipv4Addr) -> Ranges {
    let address = number(IpAddr::V4(address));
    Ranges::one(address, address)
}

fn prefix(net: Ipv4Net) -> Ranges {
    crate::net::traffic::addresses(Family::V4, [&IpNet::V4(net)])
}
