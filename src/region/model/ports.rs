//! The manner of ports and the policy of switching.

use crate::base::{Origin, Sourced};
use crate::net::VlanId;
use crate::region::words::PortAuth;

/// The manner of a port.
#[derive(Clone, Debug)]
pub struct PortClass {
    /// Its name.
    pub name: Sourced<String>,
    /// VLAN of ports that name none.
    pub vlan: Option<Sourced<VlanId>>,
    /// Authentication.
    pub auth: Sourced<PortAuth>,
    /// VLAN of what RADIUS refuses.
    pub rejected: Option<Sourced<VlanId>>,
    /// What happens while RADIUS is silent: `open`, `keep`, or a VLAN.
    pub server_dead: Sourced<crate::state::switch::ServerDead>,
    /// Voice VLAN.
    pub voice: Option<Sourced<VlanId>>,
    /// Whether ports power what is plugged in, where they can.
    pub poe: Sourced<bool>,
    /// Addresses at once.
    pub macs: Option<Sourced<u64>>,
    /// Broadcast limit in thousandths of a percent.
    pub storm: Option<Sourced<u64>>,
    /// Whether voice keeps its priority.
    pub voice_priority: Sourced<bool>,
    /// Whether ports are on.
    pub up: Sourced<bool>,
}

/// Switching policy.
#[derive(Clone, Debug)]
pub struct Switching {
    /// Priority of the root.
    pub root: Sourced<u64>,
    /// Whether DHCP is snooped on.
    pub snooping_dhcp: Sourced<bool>,
    /// Whether ARP is inspected.
    pub snooping_arp: Sourced<bool>,
    /// Broadcast limit in thousandths of a percent.
    pub storm: Option<Sourced<u64>>,
    /// Whether loops behind end ports are looked for.
    pub loop_detection: Sourced<bool>,
    /// Highest ratio of edge speed to uplink speed.
    pub oversubscription: Option<Sourced<u64>>,
    /// Most cables between a switch and the core.
    pub depth: Option<Sourced<u64>>,
    /// Where the policy is written, if at all.
    pub declared: Option<Origin>,
}
