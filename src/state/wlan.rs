//! The state of a Wi-Fi cluster: access points that share one configuration, and what each sends.
//!
//! Free of vendors. Whether a country allows a channel and how channels were shared out is `intend`'s and the rules'.

use super::Secret;
use crate::base::Sourced;
use crate::net::{Band, Channel, Duration, Hours, Mac, VlanId};
use ipnet::Ipv4Net;
use std::net::{IpAddr, Ipv4Addr};

/// What a cluster of access points must show.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Wlan {
    /// Its name.
    pub name: Sourced<String>,
    /// The device language, a key of the registry of `os`: `aruba-instant`.
    pub os: Sourced<String>,
    /// The country whose radio law holds, by two letters.
    pub country: Sourced<String>,
    /// Time zone by its tz name: `Europe/Paris`.
    pub timezone: Sourced<String>,
    /// The cluster's own address, whichever access point holds it; the one that RADIUS servers see.
    pub address: Option<Sourced<Ipv4Addr>>,
    /// Time servers, in order.
    pub ntp: Vec<Sourced<IpAddr>>,
    /// RADIUS servers that its SSIDs ask, in order.
    pub radius: Vec<Server>,
    /// Its SSIDs, in the order of the manifest.
    pub ssids: Vec<Ssid>,
    /// Access points that can be told apart by MAC address, in order of name.
    pub points: Vec<Point>,
}

/// A fixed address of an access point.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Own {
    /// The address.
    pub address: Sourced<Ipv4Addr>,
    /// Its subnet, for the mask.
    pub subnet: Sourced<Ipv4Net>,
    /// The default gateway.
    pub gateway: Sourced<Ipv4Addr>,
}

/// A RADIUS server.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Server {
    /// What SSIDs call it.
    pub name: Sourced<String>,
    /// Its address.
    pub address: Sourced<IpAddr>,
    /// The shared secret.
    pub secret: Sourced<Secret>,
    /// Whether it may change a session (RFC 5176).
    pub coa: Sourced<bool>,
}

/// A network of the Wi-Fi.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ssid {
    /// Its name, as stations see it.
    pub name: Sourced<String>,
    /// How a station is let in, and how its frames are kept secret.
    pub security: Sourced<Security>,
    /// The shared password.
    pub secret: Option<Sourced<Secret>>,
    /// RADIUS servers, by name, first asked first.
    pub radius: Vec<Sourced<String>>,
    /// The VLAN of stations without a role.
    pub vlan: Sourced<VlanId>,
    /// The bands it is sent on.
    pub bands: Sourced<Vec<Band>>,
    /// When it is sent; always when absent.
    pub hours: Option<Sourced<Hours>>,
    /// Whether its stations are guests.
    pub guest: Sourced<bool>,
    /// Whether stations cannot reach each other.
    pub isolate: Sourced<bool>,
    /// The captive portal.
    pub portal: Option<Sourced<String>>,
    /// How long who was connected when is kept; each connection is told to the RADIUS servers, where there are any.
    pub keep: Option<Sourced<Duration>>,
    /// The zones that send it; all access points when empty.
    pub zones: Vec<Sourced<String>>,
    /// What groups of accounts get.
    pub roles: Vec<Role>,
}

/// How a station is let in.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Security {
    /// Open and in clear.
    Open,
    /// Open, each station with a key of its own (OWE).
    Owe,
    /// One password, WPA2.
    Wpa2Psk,
    /// One password, WPA3.
    Wpa3Sae,
    /// Accounts, WPA2.
    Wpa2Enterprise,
    /// Accounts, WPA3.
    Wpa3Enterprise,
}

impl Security {
    /// Whether stations are let in by account: a RADIUS server decides.
    pub fn is_enterprise(self) -> bool {
        matches!(self, Security::Wpa2Enterprise | Security::Wpa3Enterprise)
    }
    /// Whether stations share a password.
    pub fn is_shared(self) -> bool {
        matches!(self, Security::Wpa2Psk | Security::Wpa3Sae)
    }
}

/// What a group of accounts gets in an SSID.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Role {
    /// Its name, unique in its SSID.
    pub name: Sourced<String>,
    /// The word by which the RADIUS server names it (attribute Filter-Id).
    pub filter: Sourced<String>,
    /// The VLAN of its stations.
    pub vlan: Sourced<VlanId>,
    /// When it may connect; always when absent.
    pub hours: Option<Sourced<Hours>>,
}

/// An access point.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Point {
    /// The name it calls itself.
    pub name: Sourced<String>,
    /// Its MAC address.
    pub mac: Sourced<Mac>,
    /// Its address; from the pool of its VLAN when absent.
    pub address: Option<Own>,
    /// The zones that it is in.
    pub zones: Vec<Sourced<String>>,
    /// Its radios, by band.
    pub radios: Vec<Radio>,
    /// Lines of the author's own, in order (`raw`).
    pub raw: Vec<Sourced<String>>,
}

/// A radio of an access point.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Radio {
    /// Its band.
    pub band: Sourced<Band>,
    /// Its channel; the access point chooses when absent.
    pub channel: Option<Sourced<Channel>>,
    /// Power that it feeds its antenna, in dBm; the access point chooses when absent.
    pub power: Option<Sourced<u8>>,
}
