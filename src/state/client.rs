//! A station that a software deployment server keeps.

use crate::base::Sourced;
use crate::net::Mac;
use std::net::Ipv4Addr;

/// A client of a school's deployment server.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Client {
    /// Full name in DNS, in lower case: `a107-sev-05.ad.choiseul.example`.
    pub name: Sourced<String>,
    /// The guest that keeps it, by the name it calls itself.
    pub server: Sourced<String>,
    /// MAC address: without one it is neither woken nor installed over the network.
    pub mac: Option<Sourced<Mac>>,
    /// Reserved address.
    pub address: Option<Sourced<Ipv4Addr>>,
    /// Asset number.
    pub asset: Option<Sourced<String>>,
    /// Room.
    pub room: Option<Sourced<String>>,
    /// Remark of the inventory.
    pub note: Option<Sourced<String>>,
}
