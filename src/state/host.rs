//! The state of a host: how it is wired, the bridge that its guests hang from, and where their disks are.
//!
//! What a guest is stands in [`super::guest`]; a host knows its guests by name, in the order they start.

use super::guest::Address;
use crate::base::Sourced;
use crate::net::{Mac, Port, VlanId, VlanSet};
use ipnet::{Ipv4Net, Ipv6Net};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// What every host calls the VLAN device that its own address is on.
pub const MANAGEMENT_INTERFACE: &str = "mgmt";

/// What a host of guests must show.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Host {
    /// The manifest's name, `hosta`: the folder's name too.
    pub name: Sourced<String>,
    /// The name the machine calls itself: `hosta0370037p`.
    pub hostname: Sourced<String>,
    /// Key of its operating system in the catalogue.
    pub os: Sourced<String>,
    /// Wiring, bridge and address.
    pub network: Network,
    /// The LVM volume group that holds its guests' disks.
    pub volumes: Sourced<String>,
    /// Names of the guests it runs, first started first.
    pub guests: Vec<Sourced<String>>,
}

/// The network of a host: one VLAN-aware bridge over its uplinks.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Network {
    /// The cables to switches, in order of port.
    pub uplinks: Vec<Uplink>,
    /// How several uplinks are one; `None` with one uplink or none.
    pub bond: Option<Bond>,
    /// Name of the bridge.
    pub bridge: Sourced<String>,
    /// The VLANs that the uplink carries, all tagged.
    pub trunk: Sourced<VlanSet>,
    /// The VLANs that the bridge itself is a member of: management, and those that containers of the host's engine use.
    pub own: Sourced<VlanSet>,
    /// Its address; `None` when the manifest gives none (reported elsewhere).
    pub management: Option<Management>,
    /// DNS domain.
    pub domain: Sourced<String>,
    /// DNS servers, in order.
    pub dns: Vec<Sourced<IpAddr>>,
    /// Time servers, in order.
    pub ntp: Vec<Sourced<IpAddr>>,
}

/// A cable from a host to a switch.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Uplink {
    /// What the system calls the port: `eno1`.
    pub interface: Sourced<String>,
    /// The switch, by its manifest name.
    pub device: Sourced<String>,
    /// The switch's port.
    pub port: Sourced<Port>,
}

/// Several uplinks as one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Bond {
    /// How frames are shared among them.
    pub mode: Sourced<BondMode>,
    /// Its own address: LACP's system id must not change with the first member that comes up.
    pub mac: Sourced<Mac>,
}

/// How a bond shares frames.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum BondMode {
    /// LACP, with an aggregate at the other end.
    Lacp,
    /// One uplink at a time, the first one while it works.
    ActiveBackup,
}

/// The address that a host is managed at.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Management {
    /// The management VLAN.
    pub vlan: Sourced<VlanId>,
    /// The address.
    pub address: Sourced<Ipv4Addr>,
    /// The subnet, for its prefix length.
    pub subnet: Sourced<Ipv4Net>,
    /// The default gateway.
    pub gateway: Option<Sourced<Ipv4Addr>>,
    /// The IPv6 address.
    pub v6: Option<Address<Ipv6Addr, Ipv6Net>>,
}
