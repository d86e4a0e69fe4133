//! Switches, what their ports are for, and cables.

use crate::base::{Origin, Sourced};
use crate::net::{Port, VlanId};
use crate::region::words::{Medium, PortAuth, Status, SwitchRole};
use std::net::{Ipv4Addr, Ipv6Addr};

/// A switch or a stack.
#[derive(Clone, Debug)]
pub struct Switch {
    /// Its name.
    pub name: Sourced<String>,
    /// Generated: the CMDB's name, `rca0370037psw160.SR12.1`.
    pub label: Sourced<String>,
    /// Generated: what the device calls itself.
    pub sysname: Sourced<String>,
    /// Members, by id; one with id 0 when it is not a stack.
    pub members: Vec<Member>,
    /// Rack.
    pub rack: Sourced<String>,
    /// Address in the management VLAN.
    pub address: Option<Sourced<Ipv4Addr>>,
    /// The IPv6 address that follows from it.
    pub address6: Option<Sourced<Ipv6Addr>>,
    /// Place in the tree.
    pub role: Sourced<SwitchRole>,
    /// Whether it is the root among several cores.
    pub root: Sourced<bool>,
    /// Life.
    pub status: Sourced<Status>,
    /// Asset number.
    pub asset: Option<Sourced<String>>,
    /// Firmware.
    pub firmware: Option<Sourced<String>>,
    /// Text.
    pub note: Option<Sourced<String>>,
    /// Stack cables: port, port.
    pub stacking: Vec<(Sourced<Port>, Sourced<Port>)>,
    /// What its ports are for, in order of the file; cables are in [`super::School::cables`].
    pub uses: Vec<PortUse>,
    /// Lines of the author's own.
    pub raw: Vec<Raw>,
}

/// A member of a stack, or the switch itself.
#[derive(Clone, Debug)]
pub struct Member {
    /// Member id; 0 when the switch is not a stack.
    pub id: u8,
    /// Model key; a key that no catalogue has was reported.
    pub model: Sourced<String>,
    /// Rack.
    pub rack: Sourced<String>,
    /// Serial number.
    pub serial: Option<Sourced<String>>,
    /// Priority.
    pub priority: Option<Sourced<u64>>,
}

/// What one port of a switch is for.
#[derive(Clone, Debug)]
pub struct PortUse {
    /// The port, with the place of the item that names it.
    pub port: Sourced<Port>,
    /// What for.
    pub what: UseKind,
    /// The whole statement.
    pub statement: Origin,
}

/// Uses of a port that are said on the switch itself.
#[derive(Clone, Debug)]
pub enum UseKind {
    /// End devices.
    Access(AccessUse),
    /// `trunk … to=none`: something that is not described.
    Trunk(TrunkUse),
    /// Kept free, switched off.
    Spare {
        /// Text.
        note: Option<Sourced<String>>,
    },
}

/// An access port.
#[derive(Clone, Debug)]
pub struct AccessUse {
    /// Its VLAN, by name; `None` when the name is unknown (reported).
    pub vlan: Option<Sourced<String>>,
    /// Its room; `None` when unknown (reported).
    pub room: Option<Sourced<String>>,
    /// The socket's label.
    pub outlet: Option<Sourced<String>>,
    /// Its class, by name.
    pub port_class: Option<Sourced<String>>,
    /// Overrides of the class.
    pub voice: Option<Sourced<VlanId>>,
    /// Override of the class.
    pub auth: Option<Sourced<PortAuth>>,
    /// Override of the class.
    pub poe: Option<Sourced<bool>>,
    /// Text.
    pub note: Option<Sourced<String>>,
}

/// A trunk whose VLANs are written.
#[derive(Clone, Debug)]
pub struct TrunkUse {
    /// VLANs, by name.
    pub vlans: Vec<Sourced<String>>,
    /// The untagged one.
    pub untagged: Option<Sourced<String>>,
    /// Text.
    pub note: Option<Sourced<String>>,
}

/// A line of the author's own.
#[derive(Clone, Debug)]
pub struct Raw {
    /// `global`, a port, `vlan:NAME`.
    pub at: Sourced<String>,
    /// The line.
    pub line: Sourced<String>,
    /// What undoes it.
    pub undo: Option<Sourced<String>>,
}

/// A cable, or an aggregate of cables, between two devices.
#[derive(Clone, Debug)]
pub struct Cable {
    /// How it was written.
    pub kind: CableKind,
    /// For an uplink: the lower end, where it is written.
    pub a: End,
    /// The other end.
    pub b: End,
    /// What it is made of.
    pub medium: Option<Sourced<Medium>>,
    /// Transceivers at both ends, as a key or text.
    pub optics: Option<Sourced<String>>,
    /// The module in the lower end.
    pub module: Option<Sourced<String>>,
    /// Length.
    pub length: Option<Sourced<String>>,
    /// Patch panel.
    pub panel: Option<Sourced<String>>,
    /// Whether spanning tree is expected to block it.
    pub expect_blocked: bool,
    /// VLANs written on a `trunk … to=DEVICE:PORT`.
    pub listed: Option<Vec<Sourced<String>>>,
    /// The untagged VLAN written there.
    pub untagged: Option<Sourced<String>>,
    /// Text.
    pub note: Option<Sourced<String>>,
    /// The statement.
    pub origin: Origin,
}

/// How a cable was written.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum CableKind {
    /// `uplink` inside the lower device.
    Uplink,
    /// `link A B`.
    Link,
    /// `trunk … to=DEVICE:PORT`.
    Trunk,
}

/// One end of a cable.
#[derive(Clone, Debug)]
pub struct End {
    /// The device, by name; it exists.
    pub device: Sourced<String>,
    /// Its ports, in order; more than one is an aggregate.
    pub ports: Vec<Sourced<Port>>,
    /// Whether ports are written at all; one that the device does not have is reported and absent.
    pub named: bool,
    /// The aggregate's number, when written.
    pub lag: Option<Sourced<u64>>,
    /// The whole list of ports, for a finding about their number.
    pub list: Origin,
}
