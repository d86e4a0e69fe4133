//! The link to the operator, zones, VLANs and who answers in them.

use super::Mandate;
use crate::base::{Origin, Sourced};
use crate::net::{Duration, Port, Rate, VlanId};
use crate::region::words::{Domain, Support};
use ipnet::{Ipv4Net, Ipv6Net};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// The link to the operator.
#[derive(Clone, Debug)]
pub struct Wan {
    /// The operator's organisation.
    pub organisation: Sourced<String>,
    /// Rate.
    pub rate: Sourced<Rate>,
    /// Subnet of the interconnection.
    pub subnet: Sourced<Ipv4Net>,
    /// Address of the firewall.
    pub address: Sourced<Ipv4Addr>,
    /// Address of the operator's router.
    pub gateway: Sourced<Ipv4Addr>,
    /// IPv6 subnet.
    pub subnet6: Option<Sourced<Ipv6Net>>,
    /// IPv6 address of the operator's router.
    pub gateway6: Option<Sourced<Ipv6Addr>>,
    /// Port of the operator's box: device, port.
    pub at: Option<At>,
    /// The operator's number of the line.
    pub circuit: Option<Sourced<String>>,
    /// The VLAN that takes its addresses from here, by name.
    pub vlan: Sourced<String>,
    /// What is masqueraded: `internet`, `all`, `off`.
    pub nat: Sourced<String>,
}

/// A port of a device that something is plugged into.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct At {
    /// The device, by name; it exists.
    pub device: Sourced<String>,
    /// The port.
    pub port: Sourced<Port>,
}

/// A zone.
#[derive(Clone, Debug)]
pub struct Zone {
    /// Its name.
    pub name: Sourced<String>,
    /// Level; only marks an upward flow for review.
    pub level: Option<Sourced<u64>>,
    /// Whether it lies outside.
    pub outside: Sourced<bool>,
    /// Whether its VLANs reach each other without a flow.
    pub open_inside: Sourced<bool>,
}

/// A VLAN.
#[derive(Clone, Debug)]
pub struct Vlan {
    /// Its name: that of the manifest and of the devices.
    pub name: Sourced<String>,
    /// Its id.
    pub id: Sourced<VlanId>,
    /// What it is for.
    pub domain: Sourced<Domain>,
    /// Its zone; a VLAN without one is its own zone.
    pub zone: Sourced<String>,
    /// Level.
    pub level: Option<Sourced<u64>>,
    /// IPv4 subnet; `None`: layer 2 only.
    pub subnet: Option<Sourced<Ipv4Net>>,
    /// IPv6 subnet.
    pub subnet6: Option<Sourced<Ipv6Net>>,
    /// The firewall's IPv4 address in it (in transit: the operator's).
    pub gateway: Option<Sourced<Ipv4Addr>>,
    /// The same for IPv6.
    pub gateway6: Option<Sourced<Ipv6Addr>>,
    /// First and last address of the pool.
    pub pool: Option<Sourced<(Ipv4Addr, Ipv4Addr)>>,
    /// First and last address of the IPv6 pool; `None`: stations make their own addresses.
    pub pool6: Option<Sourced<(Ipv6Addr, Ipv6Addr)>>,
    /// Lease, when it is not the school's.
    pub lease: Option<Sourced<Duration>>,
    /// Resolvers told to its clients, when not the school's.
    pub dns: Option<Vec<Server>>,
    /// Class of its ports.
    pub port_class: Option<Sourced<String>>,
    /// Support mode: its own, or its school's.
    pub support: Sourced<Support>,
    /// Who answers for its open mode.
    pub mandate: Mandate,
    /// Whether everything on its path must be behind a UPS.
    pub backed: Sourced<bool>,
    /// Whether IPv6 is announced in it.
    pub ipv6: Sourced<bool>,
    /// Whether its stations cannot reach each other.
    pub isolate: Sourced<bool>,
}

/// Who answers: of `dns=`, `ntp=`, `serve`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Server {
    /// The firewall.
    Firewall(Origin),
    /// Nobody.
    None(Origin),
    /// The region's service network.
    Region(Origin),
    /// A literal address.
    Address(Sourced<IpAddr>),
    /// A guest, device or network, by name.
    Named(Sourced<String>),
}
