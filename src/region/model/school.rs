//! A school, whole, and what it says of itself: deviations, proofs, departures from the standard.

use super::{
    AccessPoint, Building, Cable, Device, DhcpTold, Directory, Firewall, Flow, Forbid, Guest, Host, Mandate, Network, PortClass,
    Protocol, Publish, Rack, Room, Serve, Services, Station, Switch, Switching, Team, Ups, Virtualisation, Vlan, Wan, Wifi, Zone,
};
use crate::base::{Origin, Sourced};
use crate::net::{Date, Uai, VlanId};
use crate::region::words::{Domain, Support};
use ipnet::{Ipv4Net, Ipv6Net};
use std::collections::{BTreeMap, BTreeSet};

/// A school, whole.
#[derive(Clone, Debug)]
pub struct School {
    /// Its UAI code.
    pub uai: Sourced<Uai>,
    /// Its name.
    pub name: Sourced<String>,
    /// Its short name in host names.
    pub slug: Sourced<String>,
    /// Profiles, oldest ancestor first.
    pub profiles: Vec<String>,
    /// `LEN`, `CFA`, ...; what the CMDB shows.
    pub kind: Option<Sourced<String>>,
    /// `MI`, `MT`; `none` is an empty token.
    pub stage: Option<Sourced<String>>,
    /// Support mode of whatever says nothing else.
    pub support: Sourced<Support>,
    /// Who answers for its open mode.
    pub mandate: Mandate,
    /// The day on which a primary school's council was told of the Wi-Fi.
    pub council: Option<Sourced<Date>>,
    /// Street, postcode, town.
    pub street: Option<Sourced<String>>,
    /// Postcode.
    pub postcode: Option<Sourced<String>>,
    /// Town.
    pub town: Option<Sourced<String>>,
    /// The team of its département.
    pub team: Option<Team>,
    /// Name of the organisation in the CMDB.
    pub organisation: Sourced<String>,
    /// DNS domain of every device.
    pub domain: Sourced<String>,
    /// Local time by its tz name.
    pub timezone: Sourced<String>,
    /// IPv4 block.
    pub block: Option<Sourced<Ipv4Net>>,
    /// IPv6 block.
    pub block6: Option<Sourced<Ipv6Net>>,
    /// The link to the operator.
    pub wan: Option<Wan>,
    /// Zones by name.
    pub zones: Vec<Zone>,
    /// VLANs by id.
    pub vlans: Vec<Vlan>,
    /// Port classes by name.
    pub port_classes: BTreeMap<String, PortClass>,
    /// Switching policy.
    pub switching: Switching,
    /// What the region's services are and where.
    pub services: Services,
    /// Protocols by name.
    pub protocols: BTreeMap<String, Protocol>,
    /// Networks beyond the school, by name.
    pub networks: BTreeMap<String, Network>,
    /// Flow atoms, in order of (service, from, to).
    pub flows: Vec<Flow>,
    /// Proof obligations of the region.
    pub forbids: Vec<Forbid>,
    /// What is opened from outside.
    pub publishes: Vec<Publish>,
    /// Who serves DHCP, DNS, NTP, RADIUS.
    pub serve: Serve,
    /// What clients are told.
    pub dhcp: DhcpTold,
    /// The firewall.
    pub firewall: Option<Firewall>,
    /// How hosts run guests.
    pub virtualisation: Option<Virtualisation>,
    /// Years a thing lives, by kind, as the CMDB has it.
    pub lifetime: BTreeMap<String, u64>,
    /// Switches, in order of name.
    pub switches: Vec<Switch>,
    /// Cables between devices, in order of the file.
    pub cables: Vec<Cable>,
    /// Hosts, in order of name.
    pub hosts: Vec<Host>,
    /// Guests, in order of name, placed or not.
    pub guests: Vec<Guest>,
    /// Access points, in order of name.
    pub access_points: Vec<AccessPoint>,
    /// NAS, appliances, cameras, printers, phones, in order of name.
    pub devices: Vec<Device>,
    /// UPS, in order of name.
    pub ups: Vec<Ups>,
    /// Buildings, in order of the file.
    pub buildings: Vec<Building>,
    /// Wi-Fi.
    pub wifi: Option<Wifi>,
    /// Directory.
    pub directory: Option<Directory>,
    /// Rows of the inventories and of `stations`, in order of name.
    pub stations: Vec<Station>,
    /// Software: names and, for a school's own, the rooms.
    pub software: Vec<(Sourced<String>, Vec<String>)>,
    /// Deviations, in order of the file; their number is that of `Layer::Deviation`.
    pub deviations: Vec<Deviation>,
    /// Assertions to prove.
    pub assertions: Vec<Assertion>,
    /// Values that differ from the standard: path, and the deviation that holds them.
    pub departures: Vec<Departure>,
    /// Devices and guests of which a statement was lost to a finding (a cable to nobody, a member of an unknown model): what they
    /// seem to lack because of it is no second mistake.
    pub suspects: BTreeSet<String>,
    /// Whether something is named that is nowhere, and no name is near enough to stand in for it: what the school seems to lack
    /// may be what was meant.
    pub is_unsure: bool,
}

/// A deviation from the standard.
#[derive(Clone, Debug)]
pub struct Deviation {
    /// Why.
    pub reason: Sourced<String>,
    /// The function that owns it.
    pub owner: Option<Sourced<String>>,
    /// When it ends; `None` inside: never.
    pub until: Option<Sourced<Option<Date>>>,
    /// The block.
    pub origin: Origin,
}

/// Something to prove.
#[derive(Clone, Debug)]
pub struct Assertion {
    /// `reach`, `isolated`, `survives`, `capacity`.
    pub kind: Sourced<String>,
    /// Arguments after the kind.
    pub args: Vec<Sourced<String>>,
    /// `from=`.
    pub from: Vec<Sourced<String>>,
    /// `to=`.
    pub to: Vec<Sourced<String>>,
    /// `keep=`.
    pub keep: Vec<Sourced<String>>,
    /// `stations=`.
    pub stations: Option<Sourced<u64>>,
    /// The statement.
    pub origin: Origin,
}

/// A value that differs from the standard.
#[derive(Clone, Debug)]
pub struct Departure {
    /// Which: `vlan serveurs place`.
    pub path: String,
    /// The deviation's number; `None` for sizing, which is free.
    pub deviation: Option<u16>,
    /// The value's origin.
    pub origin: Origin,
}

impl School {
    /// The VLAN of a name.
    pub fn vlan(&self, name: &str) -> Option<&Vlan> {
        self.vlans.iter().find(|v| *v.name == name)
    }
    /// The VLAN of an id.
    pub fn vlan_by_id(&self, id: VlanId) -> Option<&Vlan> {
        self.vlans.iter().find(|v| *v.id == id)
    }
    /// The first VLAN of a domain.
    pub fn vlan_of(&self, domain: Domain) -> Option<&Vlan> {
        self.vlans.iter().find(|v| *v.domain == domain)
    }
    /// The switch of a name.
    pub fn switch(&self, name: &str) -> Option<&Switch> {
        self.switches.iter().find(|s| *s.name == name)
    }
    /// The host of a name.
    pub fn host(&self, name: &str) -> Option<&Host> {
        self.hosts.iter().find(|h| *h.name == name)
    }
    /// The guest of a name.
    pub fn guest(&self, name: &str) -> Option<&Guest> {
        self.guests.iter().find(|g| *g.name == name)
    }
    /// The device of a name.
    pub fn device(&self, name: &str) -> Option<&Device> {
        self.devices.iter().find(|d| *d.name == name)
    }
    /// The building and rack of a name.
    pub fn rack(&self, name: &str) -> Option<(&Building, &Rack)> {
        self.buildings.iter().find_map(|b| b.racks.iter().find(|r| *r.name == name).map(|r| (b, r)))
    }
    /// The building and room of a name.
    pub fn room(&self, name: &str) -> Option<(&Building, &Room)> {
        self.buildings.iter().find_map(|b| b.rooms.iter().find(|r| *r.name == name).map(|r| (b, r)))
    }
}
