//! What an ERA model lets pass, as sets of packets: between each two zones the directives in order, then the default.
//!
//! A packet goes from the zone of the interface it comes in by to that of the interface it leaves by, or to the firewall where
//! the address is the firewall's own; what is in no other zone is outside. IPv4 only. What changes addresses, what a variable
//! switches and what names a machine that only DNS knows is not judged, and said. Entry point: [`Effect::of`].

use super::model::{Directive, Exception, Model, Service, Zone, action};
use crate::net::traffic::{any_service, number, ports, protocol};
use crate::net::{Cube, Family, Ranges, Traffic};
use crate::os::amon::zones::{BASTION, OUTSIDE};
use ipnet::{IpNet, Ipv4Net};
use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr};

/// Values of the server's variables, by name without `%%`.
pub type Variables = BTreeMap<String, Vec<String>>;

/// What a model lets pass.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Effect {
    pairs: Vec<Pair>,
    /// What is not judged, as clauses, in order of the model.
    pub unjudged: Vec<String>,
}

/// What passes from one zone to another.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Pair {
    from: String,
    to: String,
    /// All packets between the two.
    packets: Traffic,
    steps: Vec<Step>,
    accepts: bool,
}

#[derive(Clone, PartialEq, Eq, Debug)]
struct Step {
    label: String,
    allows: bool,
    packets: Traffic,
}

/// A directive or a default that a packet meets.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Met {
    /// The zones, `pedago>admin`.
    pub between: String,
    /// The directive's label; `None` for the default between the two zones.
    pub label: Option<String>,
    /// Whether it lets pass.
    pub allows: bool,
}

impl Effect {
    /// What a whole model lets pass: [`Model::with`] joins a child to its parent.
    pub fn of(model: &Model, variables: &Variables) -> Effect {
        let mut judge = Judge { model, variables, unjudged: Vec::new() };
        let regions = judge.regions();
        let mut pairs = Vec::new();
        for (from, sources) in &regions {
            for (to, targets) in regions.iter().filter(|(name, _)| name != from) {
                pairs.push(judge.pair(from, to, cube(sources.clone(), targets.clone(), any_service())));
            }
        }
        Effect { pairs, unjudged: judge.unjudged }
    }

    /// Everything that passes from one zone to another, the firewall's own packets left out: those always do.
    pub fn traffic(&self) -> Traffic {
        let mut all = Traffic::default();
        self.pairs.iter().filter(|p| p.from != BASTION).for_each(|p| all.add(&p.open()));
        all
    }

    /// What a set of packets meets on its way, in order.
    pub fn way(&self, packets: &Traffic) -> Vec<Met> {
        let mut met = Vec::new();
        for pair in &self.pairs {
            let mut rest = pair.packets.and(packets);
            let between = format!("{}>{}", pair.from, pair.to);
            for step in pair.steps.iter().filter(|s| s.packets.meets(packets)) {
                if rest.meets(&step.packets) {
                    rest = rest.minus(&step.packets);
                    met.push(Met { between: between.clone(), label: Some(step.label.clone()), allows: step.allows });
                }
            }
            if !rest.is_empty() {
                met.push(Met { between, label: None, allows: pair.accepts });
            }
        }
        met
    }
}

impl Pair {
    fn open(&self) -> Traffic {
        let (mut open, mut rest) = (Traffic::default(), self.packets.clone());
        for step in &self.steps {
            let decided = rest.and(&step.packets);
            if step.allows {
                open.add(&decided);
            }
            rest = rest.minus(&decided);
        }
        if self.accepts {
            open.add(&rest);
        }
        open
    }
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

    fn pair(&mut self, from: &str, to: &str, packets: Traffic) -> Pair {
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
        Pair { from: from.to_owned(), to: to.to_owned(), packets, steps, accepts }
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
            let step = |packets: Traffic| Step { label: directive.label.clone(), allows: !allows, packets };
            if exception.is_source {
                steps.push(step(cube(sources.and(&spared), targets.clone(), services.clone())));
            }
            if exception.is_target {
                steps.push(step(cube(sources.clone(), targets.and(&spared), services.clone())));
            }
        }
        steps.push(Step { label: directive.label.clone(), allows, packets: cube(sources, targets, services) });
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
