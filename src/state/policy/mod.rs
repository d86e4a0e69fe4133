//! What may pass between the parts of a school and the world, and what must not: flows with their ends resolved to addresses.
//!
//! Free of vendors: a firewall's rules are spelt from it, and held against it when they are read back. `sets` turns it into
//! sets of packets, `matrix` tells who reaches what.

mod matrix;
mod sets;

pub use matrix::{Cell, Matrix, Place};

use crate::base::{Origin, Sourced};
use crate::net::{Hours, VlanId};
use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// What may pass, and what must not.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Policy {
    /// VLANs with a subnet, by id.
    pub segments: Vec<Segment>,
    /// The school's own blocks: never outside.
    pub blocks: Vec<Sourced<IpNet>>,
    /// What belongs to the region beyond the school: pools, reserved prefixes, networks; never the Internet.
    pub region: Vec<Sourced<IpNet>>,
    /// What of that lies behind a VPN of the school: its zone is not the way there.
    pub tunnelled: Vec<Sourced<IpNet>>,
    /// Flows, denials first, then in order of (service, from, to): one that denies beats every one that it overlaps.
    pub flows: Vec<Flow>,
    /// What is opened from outside.
    pub publishes: Vec<Publish>,
    /// What the region forbids.
    pub forbids: Vec<Forbid>,
}

/// A VLAN that packets are routed into.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Segment {
    /// Its name.
    pub name: Sourced<String>,
    /// Its id.
    pub id: Sourced<VlanId>,
    /// Its zone; that of a VLAN without one bears the VLAN's name.
    pub zone: Sourced<String>,
    /// The zone's level.
    pub level: Option<Sourced<u64>>,
    /// Whether the zone lies outside.
    pub outside: Sourced<bool>,
    /// IPv4 subnet.
    pub v4: Option<Sourced<Ipv4Net>>,
    /// IPv6 subnet.
    pub v6: Option<Sourced<Ipv6Net>>,
    /// The firewall's IPv4 address in it.
    pub firewall4: Option<Sourced<Ipv4Addr>>,
    /// The firewall's IPv6 address in it.
    pub firewall6: Option<Sourced<Ipv6Addr>>,
}

/// One flow: a service from somewhere to somewhere.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Flow {
    /// Whether it is allowed; else denied.
    pub allows: Sourced<bool>,
    /// The service.
    pub service: Service,
    /// Where it comes from.
    pub from: End,
    /// Where it goes to.
    pub to: End,
    /// Whether it goes through the firewall's proxy.
    pub proxied: Sourced<bool>,
    /// Whether the user must say who he is.
    pub authenticated: Sourced<bool>,
    /// Whether it is logged.
    pub logged: Sourced<bool>,
    /// When it is open (or denied); `None`: always.
    pub hours: Option<Sourced<Hours>>,
}

/// A service: what a packet's header says of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Service {
    /// Its name.
    pub name: Sourced<String>,
    /// TCP ports, both ends included.
    pub tcp: Vec<(u16, u16)>,
    /// UDP ports, both ends included.
    pub udp: Vec<(u16, u16)>,
    /// Type of an ICMP message by name, such as `echo`; without ports either, the service is every packet.
    pub icmp: Option<String>,
}

/// An end of a flow.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct End {
    /// As the manifest names it: a VLAN, a zone, a device, a reserved word.
    pub name: Sourced<String>,
    /// What it stands for; empty for `none` and for a zone without VLANs.
    pub parts: Vec<Part>,
}

/// What an end stands for, piece by piece.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Part {
    /// All of a VLAN.
    Segment(VlanId),
    /// A device or guest in a VLAN.
    Device(Device),
    /// The firewall: as a target from a VLAN, its address in that VLAN.
    Firewall,
    /// What lies outside and belongs to nobody we know.
    Internet,
    /// What lies outside and belongs to the region, other schools among it.
    Region,
    /// A network that the region names.
    Network(Network),
}

/// A device or guest as an end.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Device {
    /// Its name in the manifest.
    pub name: String,
    /// The VLAN it is in.
    pub vlan: VlanId,
    /// Its addresses there; empty when préau does not know any, and then nothing can be proved of it.
    pub addresses: Vec<IpAddr>,
}

/// A network beyond the school as an end.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Network {
    /// Its name.
    pub name: String,
    /// Its prefixes.
    pub prefixes: Vec<IpNet>,
    /// The zone or VPN that it is reached through.
    pub through: String,
}

/// What is opened from outside: a port forward, or a name that a reverse proxy knows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Publish {
    /// The service.
    pub service: Service,
    /// Who may come.
    pub from: End,
    /// The guest or device that answers.
    pub to: End,
    /// The port outside, when it is not the service's own.
    pub port: Option<Sourced<u64>>,
    /// The public name.
    pub name: Option<Sourced<String>>,
}

/// What the region forbids.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Forbid {
    /// The services.
    pub services: Vec<Service>,
    /// Sources.
    pub from: Vec<End>,
    /// Targets.
    pub to: Vec<End>,
    /// Sources and targets that it spares.
    pub except: Vec<End>,
    /// Why.
    pub because: Sourced<String>,
    /// Whether a school may waive it.
    pub waivable: bool,
    /// The statement.
    pub origin: Origin,
}

impl Flow {
    /// The flow as a person names it, and as rules are sorted: `web:pedagogie>internet`.
    pub fn subject(&self) -> String {
        format!("{}:{}>{}", *self.service.name, *self.from.name, *self.to.name)
    }
}

impl Policy {
    /// The VLAN of an id.
    pub fn segment(&self, id: VlanId) -> Option<&Segment> {
        self.segments.iter().find(|s| *s.id == id)
    }

    /// The pairs of parts that a flow leads between.
    ///
    /// `inside` spares the other end's own zone; what is between two parts of one zone is the zone's own matter, unless both
    /// ends name a VLAN or a device (specification, part 3).
    pub fn pairs<'a>(&'a self, from: &'a End, to: &'a End) -> Vec<(&'a Part, &'a Part)> {
        let is_narrow = |end: &End| match end.parts.as_slice() {
            [Part::Segment(id)] => self.segment(*id).is_some_and(|s| s.name == end.name),
            [Part::Device(_)] => true,
            _ => false,
        };
        let both_narrow = is_narrow(from) && is_narrow(to);
        let pairs = from.parts.iter().flat_map(|a| to.parts.iter().map(move |b| (a, b)));
        let own = |a: &Part, b: &Part| self.zone(a).is_some_and(|zone| Some(zone) == self.zone(b));
        pairs.filter(|(a, b)| both_narrow || !own(a, b)).collect()
    }

    /// The zone of a part, by name.
    pub fn zone(&self, part: &Part) -> Option<&str> {
        Some(self.segment(part.vlan()?)?.zone.as_str())
    }
}

impl Part {
    /// The VLAN that it is or lies in.
    pub fn vlan(&self) -> Option<VlanId> {
        match self {
            Part::Segment(id) | Part::Device(Device { vlan: id, .. }) => Some(*id),
            _ => None,
        }
    }
}
