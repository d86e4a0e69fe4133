//! What a school's own servers of addresses, names and time must answer, whoever runs them: a guest or the firewall.
//!
//! It knows no server software: a guest's files and a firewall's own pages are spelt from the same types.

use crate::base::Sourced;
use crate::net::{Duration, Mac, VlanId};
use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// The services that the school itself renders; one that the region renders, or nobody, is absent.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Served {
    /// Who leases addresses, and which.
    pub dhcp: Option<Dhcp>,
    /// Who resolves names, and which are its own.
    pub dns: Option<Resolver>,
    /// Who gives the time.
    pub ntp: Option<Clock>,
}

/// Who runs a service.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Seat {
    /// What it is.
    pub kind: Sourced<SeatKind>,
    /// The guest or appliance, by manifest name.
    pub name: Sourced<String>,
    /// The name that it calls itself.
    pub hostname: Sourced<String>,
    /// The host that runs the guest, by manifest name; none of an appliance, or of a guest that is not placed.
    pub host: Option<Sourced<String>>,
    /// The addresses that a guest answers at, in order of its cards; a firewall answers at the gateway of every VLAN.
    pub addresses: Vec<Sourced<IpAddr>>,
}

/// What kind of machine runs a service.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum SeatKind {
    /// The school's firewall.
    Firewall,
    /// A guest of one of its hosts.
    Guest,
}

/// A server that leases addresses.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Dhcp {
    /// Who runs it.
    pub seat: Seat,
    /// What it leases, in order of VLAN.
    pub scopes: Vec<Scope>,
    /// What it leases of IPv6, in order of VLAN; where there is nothing, stations make their own addresses.
    pub scopes6: Vec<Scope6>,
}

/// What is leased in a VLAN.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Scope {
    /// The VLAN.
    pub vlan: Sourced<VlanId>,
    /// Its name.
    pub name: Sourced<String>,
    /// Its subnet.
    pub subnet: Sourced<Ipv4Net>,
    /// First address that anyone may get.
    pub first: Sourced<Ipv4Addr>,
    /// Last address that anyone may get.
    pub last: Sourced<Ipv4Addr>,
    /// The router that clients are told.
    pub gateway: Option<Sourced<Ipv4Addr>>,
    /// The router that carries requests to the server; none where the server has a card in the VLAN.
    pub relay: Option<Sourced<Ipv4Addr>>,
    /// How long a lease lasts.
    pub lease: Sourced<Duration>,
    /// Resolvers that clients are told, in order.
    pub dns: Vec<Sourced<Ipv4Addr>>,
    /// Time servers that clients are told, in order.
    pub ntp: Vec<Sourced<Ipv4Addr>>,
    /// The domain that clients are in.
    pub domain: Sourced<String>,
    /// Domains that clients look a short name up in, in order; the first is their own.
    pub search: Vec<Sourced<String>>,
    /// Where clients find the machines of a classic domain by their NetBIOS names.
    pub wins: Option<Sourced<Ipv4Addr>>,
    /// Addresses that are kept for one client each, in order of address.
    pub reservations: Vec<Reservation>,
    /// What a station loads that starts from the network.
    pub boot: Option<NetworkBoot>,
    /// Where access points that are managed in this VLAN find their cluster.
    pub cluster: Option<Sourced<Ipv4Addr>>,
}

/// What is leased of IPv6 in a VLAN.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Scope6 {
    /// The VLAN.
    pub vlan: Sourced<VlanId>,
    /// Its name.
    pub name: Sourced<String>,
    /// Its subnet.
    pub subnet: Sourced<Ipv6Net>,
    /// First address that anyone may get.
    pub first: Sourced<Ipv6Addr>,
    /// Last address that anyone may get.
    pub last: Sourced<Ipv6Addr>,
    /// The server's card in the VLAN, `eth0`; none where a router carries requests to it, which says the subnet itself.
    pub interface: Option<Sourced<String>>,
    /// How long a lease lasts.
    pub lease: Sourced<Duration>,
    /// Resolvers that clients are told, in order.
    pub dns: Vec<Sourced<Ipv6Addr>>,
    /// Domains that clients look a short name up in, in order; the first is their own.
    pub search: Vec<Sourced<String>>,
}

/// An address that is kept for one client.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reservation {
    /// The client's MAC address.
    pub mac: Sourced<Mac>,
    /// The address.
    pub address: Sourced<Ipv4Addr>,
    /// The name that the client is told, without a domain.
    pub name: Sourced<String>,
}

/// What a station loads that starts from the network.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NetworkBoot {
    /// The server that has the files.
    pub server: Sourced<Ipv4Addr>,
    /// What a station with a BIOS loads.
    pub bios: Sourced<String>,
    /// What a station with 64-bit UEFI loads.
    pub uefi: Sourced<String>,
}

/// A server that resolves names.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Resolver {
    /// Who runs it.
    pub seat: Seat,
    /// The zone of the school's names.
    pub zone: Zone,
    /// The networks whose addresses are answered with names, on octet (IPv4) or nibble (IPv6) boundaries, in order.
    pub reverse: Vec<Reverse>,
    /// Where other questions go, the narrowest domain first.
    pub forwards: Vec<Forward>,
    /// The networks that may ask, in order.
    pub clients: Vec<Sourced<IpNet>>,
}

/// A zone of names.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Zone {
    /// Its domain.
    pub name: Sourced<String>,
    /// Whether the school alone names in it: then what it does not name does not exist.
    pub whole: Sourced<bool>,
    /// The names, in order.
    pub names: Vec<Named>,
}

/// Whose addresses are answered with names.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reverse {
    /// The network.
    pub net: Sourced<IpNet>,
    /// Whether the school has all of it: then what it does not name has no name.
    pub whole: Sourced<bool>,
}

/// A name and its addresses.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Named {
    /// The name, without the zone's.
    pub name: Sourced<String>,
    /// Its IPv4 address.
    pub v4: Option<Sourced<Ipv4Addr>>,
    /// Its IPv6 address.
    pub v6: Option<Sourced<Ipv6Addr>>,
}

/// Where questions about a domain go.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Forward {
    /// The domain; empty for all that nothing else says.
    pub domain: Sourced<String>,
    /// Who is asked, in order.
    pub servers: Vec<Sourced<IpAddr>>,
}

/// A server that gives the time.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Clock {
    /// Who runs it.
    pub seat: Seat,
    /// Whom it asks, in order.
    pub sources: Vec<Sourced<IpAddr>>,
    /// The networks that may ask, in order.
    pub clients: Vec<Sourced<IpNet>>,
}
