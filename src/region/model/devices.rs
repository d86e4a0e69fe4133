//! Access points and their Wi-Fi, UPS, and devices that are nodes of their own.

use super::{At, Raw};
use crate::base::Sourced;
use crate::net::{Duration, Hours, Mac, Size};
use crate::region::words::{DeviceKind, Power, Status};
use crate::state::Secret;
use std::net::Ipv4Addr;

/// An access point.
#[derive(Clone, Debug)]
pub struct AccessPoint {
    /// Its name.
    pub name: Sourced<String>,
    /// Generated.
    pub hostname: Sourced<String>,
    /// Model key; a key that no catalogue has was reported.
    pub model: Sourced<String>,
    /// Room.
    pub room: Option<Sourced<String>>,
    /// Rack, for one in a closet.
    pub rack: Option<Sourced<String>>,
    /// Its switch port.
    pub at: Option<At>,
    /// MAC address.
    pub mac: Option<Sourced<Mac>>,
    /// Address in the VLAN of `wifi manage=`.
    pub address: Option<Sourced<Ipv4Addr>>,
    /// Serial number.
    pub serial: Option<Sourced<String>>,
    /// Asset number.
    pub asset: Option<Sourced<String>>,
    /// Life.
    pub status: Sourced<Status>,
    /// How it is powered.
    pub power: Sourced<Power>,
    /// Whether whoever teaches there can turn it off.
    pub switchable: Sourced<bool>,
    /// Radios that are set by hand: band, channel, width, power.
    pub radios: Vec<RadioSetting>,
    /// Lines of the author's own.
    pub raw: Vec<Raw>,
    /// Text.
    pub note: Option<Sourced<String>>,
}

/// A radio that is set by hand.
#[derive(Clone, Debug)]
pub struct RadioSetting {
    /// `2.4`, `5`, `6`.
    pub band: Sourced<String>,
    /// Channel.
    pub channel: Option<Sourced<u64>>,
    /// Width in MHz.
    pub width: Option<Sourced<u64>>,
    /// Power in dBm.
    pub power: Option<Sourced<u64>>,
}

/// A device that is not a station: NAS, appliance, camera, printer, phone.
#[derive(Clone, Debug)]
pub struct Device {
    /// Its name.
    pub name: Sourced<String>,
    /// Generated.
    pub hostname: Sourced<String>,
    /// Which kind of node.
    pub kind: DeviceKind,
    /// Model key; a key that no catalogue has was reported.
    pub model: Option<Sourced<String>>,
    /// What it does.
    pub role: Option<Sourced<String>>,
    /// Room.
    pub room: Option<Sourced<String>>,
    /// Rack.
    pub rack: Option<Sourced<String>>,
    /// Its switch port.
    pub at: Option<At>,
    /// Its VLAN, by name.
    pub vlan: Option<Sourced<String>>,
    /// Its address.
    pub address: Option<Sourced<Ipv4Addr>>,
    /// MAC address.
    pub mac: Option<Sourced<Mac>>,
    /// Serial number.
    pub serial: Option<Sourced<String>>,
    /// Asset number.
    pub asset: Option<Sourced<String>>,
    /// Life.
    pub status: Sourced<Status>,
    /// How it is powered.
    pub power: Option<Sourced<Power>>,
    /// Who delivers it.
    pub supplier: Option<Sourced<String>>,
    /// Disk (NAS).
    pub disk: Option<Sourced<Size>>,
    /// Text.
    pub note: Option<Sourced<String>>,
}

/// A UPS.
#[derive(Clone, Debug)]
pub struct Ups {
    /// Its name.
    pub name: Sourced<String>,
    /// Generated.
    pub hostname: Sourced<String>,
    /// Model key; a key that no catalogue has was reported.
    pub model: Sourced<String>,
    /// Its rack.
    pub rack: Sourced<String>,
    /// The racks it feeds.
    pub feeds: Vec<Sourced<String>>,
    /// Its card's address in the management VLAN.
    pub address: Option<Sourced<Ipv4Addr>>,
    /// Its card's switch port.
    pub at: Option<At>,
    /// Serial number.
    pub serial: Option<Sourced<String>>,
    /// Asset number.
    pub asset: Option<Sourced<String>>,
    /// Life.
    pub status: Sourced<Status>,
    /// Text.
    pub note: Option<Sourced<String>>,
}

/// Wi-Fi.
#[derive(Clone, Debug)]
pub struct Wifi {
    /// `aruba-instant`.
    pub vendor: Sourced<String>,
    /// Country of the radio law.
    pub country: Sourced<String>,
    /// VLAN that manages the access points, by name.
    pub manage: Sourced<String>,
    /// Address of the cluster.
    pub address: Option<Sourced<Ipv4Addr>>,
    /// Name of the cluster.
    pub cluster: Sourced<String>,
    /// Portal.
    pub portal_url: Option<Sourced<String>>,
    /// Who runs it.
    pub managed_by: Sourced<String>,
    /// The stations that one radio is to serve at most.
    pub clients: Sourced<u64>,
    /// How many dB less a radio sends at 2.4 GHz than at 5 GHz, at least.
    pub band_gap: Sourced<u64>,
    /// When there are lessons.
    pub lessons: Sourced<Hours>,
    /// SSIDs.
    pub ssids: Vec<Ssid>,
}

/// An SSID.
#[derive(Clone, Debug)]
pub struct Ssid {
    /// Its name.
    pub name: Sourced<String>,
    /// Security.
    pub auth: Sourced<String>,
    /// VLAN, by name.
    pub vlan: Option<Sourced<String>>,
    /// RADIUS network.
    pub radius: Option<Sourced<String>>,
    /// Passphrase.
    pub secret: Option<Sourced<Secret>>,
    /// Portal network.
    pub portal: Option<Sourced<String>>,
    /// Bands.
    pub bands: Vec<Sourced<String>>,
    /// Hours.
    pub hours: Option<Sourced<Hours>>,
    /// How long logs are kept.
    pub keep: Option<Sourced<Duration>>,
    /// Rooms or buildings where it is sent; empty: everywhere.
    pub places: Vec<Sourced<String>>,
    /// Roles: name, group, VLAN by name, hours.
    pub roles: Vec<SsidRole>,
}

/// A role of an SSID.
#[derive(Clone, Debug)]
pub struct SsidRole {
    /// Its name.
    pub name: Sourced<String>,
    /// Group, by name.
    pub group: Sourced<String>,
    /// VLAN, by name.
    pub vlan: Option<Sourced<String>>,
    /// Hours.
    pub hours: Option<Sourced<Hours>>,
}
