//! Buildings, racks, rooms, and the stations in them.

use crate::base::{Origin, Sourced};
use crate::net::{Date, Mac};
use crate::region::words::Support;
use std::net::Ipv4Addr;

/// A building.
#[derive(Clone, Debug)]
pub struct Building {
    /// Its name.
    pub name: Sourced<String>,
    /// What people call it.
    pub title: Option<Sourced<String>>,
    /// Racks, in order.
    pub racks: Vec<Rack>,
    /// Rooms, in order.
    pub rooms: Vec<Room>,
}

/// A rack, in a closet.
#[derive(Clone, Debug)]
pub struct Rack {
    /// Its name, `SR12.1`.
    pub name: Sourced<String>,
    /// Height.
    pub units: Option<Sourced<u64>>,
    /// The closet: the name up to its last dot.
    pub closet: String,
    /// Generated: name in the CMDB.
    pub label: Sourced<String>,
    /// Generated: its location in the CMDB.
    pub location: Sourced<String>,
}

/// A room.
#[derive(Clone, Debug)]
pub struct Room {
    /// Its name.
    pub name: Sourced<String>,
    /// What it is used for.
    pub usage: Option<Sourced<String>>,
    /// Floor.
    pub floor: Option<Sourced<u64>>,
    /// Support mode.
    pub support: Sourced<Support>,
    /// Who answers for its open mode.
    pub mandate: Mandate,
    /// Generated: its location in the CMDB.
    pub location: Sourced<String>,
}

/// What the open mode asks of whoever says it first: since when, and who answers.
#[derive(Clone, Debug)]
pub struct Mandate {
    /// Where the school would write it: beside its own `support=`, else on its header line.
    pub asked: Origin,
    /// Day of the charter.
    pub charter: Option<Sourced<Date>>,
    /// Function of the delegate; one that nobody declares was reported.
    pub delegate: Option<Sourced<String>>,
}

/// A station: of an inventory, or of a `stations` line.
#[derive(Clone, Debug)]
pub struct Station {
    /// Its name: `a107-sev-05`.
    pub name: Sourced<String>,
    /// `pc`, `tablet`, `printer`, `phone`.
    pub kind: Sourced<String>,
    /// Room, by name.
    pub room: Option<Sourced<String>>,
    /// Model key; a key that no catalogue has was reported.
    pub model: Option<Sourced<String>>,
    /// Serial number.
    pub serial: Option<Sourced<String>>,
    /// Asset number.
    pub asset: Option<Sourced<String>>,
    /// MAC address.
    pub mac: Option<Sourced<Mac>>,
    /// Reserved address.
    pub address: Option<Sourced<Ipv4Addr>>,
    /// Socket.
    pub outlet: Option<Sourced<String>>,
    /// Support mode: its own, or its room's.
    pub support: Sourced<Support>,
    /// Who answers for its open mode; `None` for a row of an inventory, which has no word for it.
    pub mandate: Option<Mandate>,
    /// VLAN, by name, when a `stations` line says it.
    pub vlan: Option<Sourced<String>>,
    /// Text.
    pub note: Option<Sourced<String>>,
}
