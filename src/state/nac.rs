//! The state of a RADIUS service, or of a school's part of one: who may ask, which stations are known, what groups get.
//!
//! Free of vendors: FreeRADIUS and ClearPass are spelt from it. It holds MAC addresses, names of groups and names of secrets,
//! never an account or a person.

use super::Secret;
use crate::base::Sourced;
use crate::net::{Mac, VlanId};
use std::net::Ipv4Addr;

/// What a RADIUS service must know of a school.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Nac {
    /// Which software answers.
    pub server: Sourced<Software>,
    /// The guest of the school that answers; the region's service when absent.
    pub guest: Option<Place>,
    /// Who may ask, in order of name; each address once.
    pub clients: Vec<Client>,
    /// Stations and devices that are known by MAC address, in order of address.
    pub endpoints: Vec<Endpoint>,
    /// What groups of accounts get, in the order of the manifest: the first that a station's account is in holds.
    pub roles: Vec<Role>,
}

/// A software that answers RADIUS.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Software {
    /// FreeRADIUS 3.
    FreeRadius,
    /// Aruba ClearPass Policy Manager.
    ClearPass,
}

/// Where a service runs in a school.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Place {
    /// The host, by its manifest name.
    pub host: Sourced<String>,
    /// The guest, by its manifest name.
    pub guest: Sourced<String>,
    /// The name that the guest calls itself.
    pub hostname: Sourced<String>,
}

/// A device that asks: a switch, or a cluster of access points.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Client {
    /// The name that it calls itself.
    pub name: Sourced<String>,
    /// The address that it asks from.
    pub address: Sourced<Ipv4Addr>,
    /// The shared secret.
    pub secret: Sourced<Secret>,
    /// Its device language: `comware`, `ios`, `aruba-instant`.
    pub os: Sourced<String>,
    /// Where it stands, in words.
    pub location: Option<Sourced<String>>,
    /// Whether its sessions may be changed from the server (RFC 5176).
    pub coa: Sourced<bool>,
}

/// A station or a device that is known by its MAC address.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Endpoint {
    /// Its name.
    pub name: Sourced<String>,
    /// Its MAC address.
    pub mac: Sourced<Mac>,
    /// The VLAN that it is put into; the port's own when absent.
    pub vlan: Option<Sourced<VlanId>>,
}

/// What a group of accounts gets when it comes by a client.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Role {
    /// The group.
    pub group: Sourced<String>,
    /// The client's address.
    pub client: Sourced<Ipv4Addr>,
    /// The VLAN.
    pub vlan: Sourced<VlanId>,
}
