//! Protocols, networks beyond the school, flows, what is forbidden or published, the firewall.

use crate::base::{Layer, Origin, Sourced, Span};
use crate::net::Hours;
use crate::region::merge::rank;
use crate::region::words::FirewallKind;
use crate::state::Secret;
use ipnet::IpNet;

/// A protocol.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Protocol {
    /// Its name.
    pub name: Sourced<String>,
    /// TCP ports.
    pub tcp: Vec<(u16, u16)>,
    /// UDP ports.
    pub udp: Vec<(u16, u16)>,
    /// ICMP kind.
    pub icmp: Option<String>,
}

/// A network beyond the school.
#[derive(Clone, Debug)]
pub struct Network {
    /// Its name.
    pub name: Sourced<String>,
    /// Its prefixes; a host is a /32 or /128.
    pub prefixes: Vec<Sourced<IpNet>>,
    /// The zone or VPN it is reached through.
    pub through: Sourced<String>,
}

/// One flow atom.
#[derive(Clone, Debug)]
pub struct Flow {
    /// Whether it is `allow`.
    pub allows: Sourced<bool>,
    /// Protocol, by name.
    pub service: Sourced<String>,
    /// Source endpoint.
    pub from: Sourced<String>,
    /// Destination endpoint.
    pub to: Sourced<String>,
    /// `none`, `proxy`.
    pub via: Sourced<String>,
    /// `none`, `user`.
    pub auth: Sourced<String>,
    /// Whether it is logged.
    pub log: Sourced<bool>,
    /// When it is open.
    pub hours: Option<Sourced<Hours>>,
    /// The layer of its last statement.
    pub layer: Layer,
    /// That statement: several flows may be one.
    pub statement: Span,
}

impl Flow {
    /// The flow as `waive` names it: `restauration>horus`.
    pub fn subject(&self) -> String {
        format!("{}>{}", *self.from, *self.to)
    }

    /// Whether it stands in a layer over the other's. A school's deviations are one layer.
    pub fn is_above(&self, other: &Flow) -> bool {
        rank(self.layer) > rank(other.layer)
    }
}

/// What the region forbids.
#[derive(Clone, Debug)]
pub struct Forbid {
    /// Protocols, by name.
    pub services: Vec<Sourced<String>>,
    /// Source endpoints.
    pub from: Vec<Sourced<String>>,
    /// Destination endpoints.
    pub to: Vec<Sourced<String>>,
    /// Sources or destinations it spares.
    pub except: Vec<Sourced<String>>,
    /// Why.
    pub because: Sourced<String>,
    /// Whether a school may waive it.
    pub waivable: bool,
    /// The statement.
    pub origin: Origin,
}

/// What is opened from outside.
#[derive(Clone, Debug)]
pub struct Publish {
    /// Protocol, by name.
    pub service: Sourced<String>,
    /// The guest or device.
    pub to: Sourced<String>,
    /// Port outside, when it differs.
    pub port: Option<Sourced<u64>>,
    /// From where.
    pub from: Sourced<String>,
    /// Public DNS name.
    pub name: Option<Sourced<String>>,
}

/// The firewall.
#[derive(Clone, Debug)]
pub struct Firewall {
    /// Which.
    pub kind: Sourced<FirewallKind>,
    /// The guest or appliance it is, by name.
    pub on: Sourced<String>,
    /// Who runs it.
    pub managed_by: Sourced<String>,
    /// Team, by name.
    pub team: Option<Sourced<String>>,
    /// Version.
    pub version: Option<Sourced<String>>,
    /// Zone model (Amon).
    pub model: Option<Sourced<String>>,
    /// Cards, by number.
    pub cards: Vec<Card>,
    /// The hash of its administrator's password.
    pub secret: Option<Sourced<Secret>>,
    /// Its web proxy.
    pub proxy: Option<Proxy>,
    /// Its VPNs.
    pub vpns: Vec<Vpn>,
    /// Packages beside its own (Amon).
    pub packages: Vec<Sourced<String>>,
    /// Variables that the compiler does not derive, with their values (Amon).
    pub variables: Vec<(Sourced<String>, Sourced<String>)>,
    /// The statement.
    pub origin: Origin,
}

/// The web proxy of a firewall.
#[derive(Clone, Debug)]
pub struct Proxy {
    /// How users are known: `none`, `kerberos`, `ldap`.
    pub auth: Sourced<String>,
    /// Instances of its filter: number, and the zone whose users it filters.
    pub filters: Vec<(Sourced<u64>, Sourced<String>)>,
}

/// A tunnel to networks of others.
#[derive(Clone, Debug)]
pub struct Vpn {
    /// Its name.
    pub name: Sourced<String>,
    /// The networks behind it, by name.
    pub to: Vec<Sourced<String>>,
    /// Who may use it, by name.
    pub from: Vec<Sourced<String>>,
}

/// A card of the firewall.
#[derive(Clone, Debug)]
pub struct Card {
    /// Its number, from 0.
    pub number: Sourced<u64>,
    /// VLANs it carries, by name, lowest id first; zones and `others` are resolved.
    pub vlans: Vec<Sourced<String>>,
    /// The VLAN without a tag.
    pub untagged: Option<Sourced<String>>,
    /// What the firewall's system calls the card.
    pub interface: Option<Sourced<String>>,
}
