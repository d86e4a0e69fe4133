//! An ERA model as its file says it: zones, services, ends and the directives between two zones.
//!
//! Texts may hold variables of the server (`%%name`). It knows the file's words and their order, and nothing of what a directive
//! lets pass. Source: firewalls.md, part 1.5.

use crate::base::Origin;
use ipnet::{IpNet, Ipv4Net};
use std::net::Ipv4Addr;

/// A model.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Model {
    /// Its name.
    pub name: String,
    /// The file of the model that it adds to.
    pub parent: Option<String>,
    /// Its zones.
    pub zones: Vec<Zone>,
    /// Its services.
    pub services: Vec<Service>,
    /// Its groups of services.
    pub groups: Vec<Group>,
    /// What directives name as source or destination.
    pub ends: Vec<End>,
    /// What passes between two zones.
    pub fluxes: Vec<Flux>,
}

/// A zone.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Zone {
    /// Its name.
    pub name: String,
    /// Its level, 0 to 100.
    pub level: u64,
    /// The firewall's address in it.
    pub ip: String,
    /// Its network's first address.
    pub network: String,
    /// Its network's mask, dotted.
    pub netmask: String,
    /// Its interface.
    pub interface: String,
    /// What decided it.
    pub because: Because,
}

/// A service: a protocol, and ports where it has some.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Service {
    /// Its name, which directives use.
    pub name: String,
    /// `tcp`, `udp`, `ICMP`, `esp`, or `TOUT` for all.
    pub protocol: String,
    /// A port, a range `20-21`, a variable, or `0`.
    pub ports: String,
    /// Its label.
    pub label: String,
    /// What decided it.
    pub because: Because,
}

/// A group of services.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Group {
    /// Its name, which directives use.
    pub id: String,
    /// Its label.
    pub label: String,
    /// Its services, which the file spells out again.
    pub services: Vec<Service>,
    /// What decided it.
    pub because: Because,
}

/// Addresses with a name, in a zone.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct End {
    /// Its name.
    pub name: String,
    /// Its zone, by name.
    pub zone: String,
    /// Its mask, dotted.
    pub netmask: String,
    /// Whether it is a network.
    pub is_subnet: bool,
    /// Its label.
    pub label: String,
    /// Its addresses.
    pub addresses: Vec<String>,
    /// What decided it.
    pub because: Because,
}

/// What passes between two zones.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Flux {
    /// One zone.
    pub a: String,
    /// The other.
    pub b: String,
    /// From the lower level to the higher.
    pub up: Direction,
    /// From the higher level to the lower.
    pub down: Direction,
    /// What decided it.
    pub because: Because,
}

/// What passes from one zone to another.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Direction {
    /// Whether what no directive speaks of passes.
    pub accepts: bool,
    /// Its directives, in order of the file.
    pub directives: Vec<Directive>,
}

/// A directive: the first by priority that a packet fits decides.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Directive {
    /// Its place among those of its direction, lowest first.
    pub priority: u64,
    /// What it does: [`action`].
    pub action: u64,
    /// Bits: 1 optional, 2 switched on; 16 with a `tag`, a variable switches it.
    pub attrs: u64,
    /// The service or group of services.
    pub service: String,
    /// Sources, by name.
    pub sources: Vec<String>,
    /// Destinations, by name.
    pub targets: Vec<String>,
    /// Whether the sources are what it does not speak of.
    pub is_source_inverted: bool,
    /// Whether the destinations are what it does not speak of.
    pub is_target_inverted: bool,
    /// Whether the service is what it does not speak of.
    pub is_service_inverted: bool,
    /// Its label.
    pub label: String,
    /// What switches it.
    pub tag: Option<String>,
    /// The end whose address a packet gets.
    pub nat_end: Option<String>,
    /// The port that a packet gets.
    pub nat_port: Option<String>,
    /// Addresses for which it does the contrary.
    pub exceptions: Vec<Exception>,
    /// Where it was read.
    pub line: Line,
    /// What decided it.
    pub because: Because,
}

/// Addresses for which a directive does the contrary.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Exception {
    /// As sources.
    pub is_source: bool,
    /// As destinations.
    pub is_target: bool,
    /// An address or a prefix.
    pub ip: String,
    /// A DNS name, which the server resolves when it loads its rules.
    pub name: String,
    /// A variable of the server.
    pub variable: String,
}

/// What a directive does.
pub mod action {
    /// Refuses.
    pub const DENY: u64 = 1;
    /// Lets pass.
    pub const ALLOW: u64 = 2;
    /// Sends to a port of the firewall's own.
    pub const REDIRECT: u64 = 4;
    /// Sends to another address.
    pub const FORWARD: u64 = 8;
    /// Gives the firewall's address as source.
    pub const MASQUERADE: u64 = 16;
}

/// What decided something: two that differ in this alone are equal.
#[derive(Clone, Debug, Default)]
pub struct Because(pub Vec<Origin>);

impl PartialEq for Because {
    fn eq(&self, _: &Because) -> bool {
        true
    }
}
impl Eq for Because {}

/// A line of a file, from 1; `None` for what was read in none. Two that differ in this alone are equal.
#[derive(Copy, Clone, Debug, Default)]
pub struct Line(pub Option<usize>);

impl PartialEq for Line {
    fn eq(&self, _: &Line) -> bool {
        true
    }
}
impl Eq for Line {}

impl End {
    /// The prefixes that it stands for, as far as the file spells them out.
    pub fn prefixes(&self) -> Vec<IpNet> {
        let mask = self.netmask.parse::<Ipv4Addr>().unwrap_or(Ipv4Addr::BROADCAST);
        let of = |a: &String| Some(IpNet::V4(Ipv4Net::with_netmask(a.parse().ok()?, mask).ok()?.trunc()));
        self.addresses.iter().filter_map(of).collect()
    }
}

impl Model {
    /// The zone of a name.
    pub fn zone(&self, name: &str) -> Option<&Zone> {
        self.zones.iter().find(|z| z.name == name)
    }

    /// The end of a name.
    pub fn end(&self, name: &str) -> Option<&End> {
        self.ends.iter().find(|e| e.name == name)
    }

    /// The services of a name: one, or those of a group; `None` when there is none.
    pub fn services_of(&self, name: &str) -> Option<Vec<&Service>> {
        let one = self.services.iter().find(|s| s.name == name).map(|s| vec![s]);
        one.or_else(|| self.groups.iter().find(|g| g.id == name).map(|g| g.services.iter().collect()))
    }

    /// What passes between two zones, whichever is named first.
    pub fn flux(&self, a: &str, b: &str) -> Option<&Flux> {
        self.fluxes.iter().find(|f| (f.a == a && f.b == b) || (f.a == b && f.b == a))
    }

    /// The model with what a child adds: its directives stand behind the parent's, by priority in each.
    pub fn with(&self, child: &Model) -> Model {
        let mut whole = self.clone();
        whole.name.clone_from(&child.name);
        whole.zones.extend(child.zones.iter().cloned());
        whole.services.extend(child.services.iter().cloned());
        whole.groups.extend(child.groups.iter().cloned());
        whole.ends.extend(child.ends.iter().cloned());
        for flux in &mut whole.fluxes {
            flux.up.directives.sort_by_key(|d| d.priority);
            flux.down.directives.sort_by_key(|d| d.priority);
        }
        for added in &child.fluxes {
            let mut added = added.clone();
            added.up.directives.sort_by_key(|d| d.priority);
            added.down.directives.sort_by_key(|d| d.priority);
            let is_same = |f: &&mut Flux| (f.a == added.a && f.b == added.b) || (f.a == added.b && f.b == added.a);
            match whole.fluxes.iter_mut().find(is_same) {
                // Whether a child's default replaces the parent's was read nowhere: the parent's is kept.
                Some(flux) => {
                    flux.up.directives.extend(added.up.directives);
                    flux.down.directives.extend(added.down.directives);
                }
                None => whole.fluxes.push(added),
            }
        }
        whole
    }
}
