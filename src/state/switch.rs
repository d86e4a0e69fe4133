//! The state of a switch (a stack is one switch).
//!
//! A field that a model cannot carry is already absent here: the derivation decided it and reported it.

use super::Secret;
use crate::base::Sourced;
use crate::net::{self, Speed, VlanId, VlanSet};
use ipnet::{Ipv4Net, Ipv6Net};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// What a switch must show.
#[derive(Clone, PartialEq, Debug)]
pub struct Switch {
    /// The manifest's name, `sw160`: the file's name too.
    pub name: Sourced<String>,
    /// The name the device calls itself, without dots: `rca0370037psw160`.
    pub sysname: Sourced<String>,
    /// The device language, a key of the registry of `os`: `comware`, `ios`.
    pub os: Sourced<String>,
    /// What `os` must know of the hardware; never compared.
    pub hardware: Hardware,
    /// Members of the stack, lowest first; one with id 1 when it is not a stack.
    pub members: Vec<Member>,
    /// Stack cables, by member and logical stack port.
    pub stack_ports: Vec<StackPort>,
    /// VLANs it creates, by id; VLAN 1 is never among them.
    pub vlans: Vec<Vlan>,
    /// Every port of every member, in order; stack ports are not among them.
    pub ports: Vec<Port>,
    /// Aggregates, by id.
    pub lags: Vec<Lag>,
    /// Spanning tree.
    pub stp: SpanningTree,
    /// Its own address.
    pub management: Option<Management>,
    /// What it asks and tells.
    pub services: Services,
    /// Lines of the author's own, in order (`raw`).
    pub raw: Vec<Raw>,
}

/// Facts of the hardware that change how a state is spelt.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Hardware {
    /// Features of the model (`dot1x`, `arp-inspection`, ...), as the catalogue's words.
    pub features: Vec<String>,
    /// Whether any port can power a device.
    pub poe: bool,
    /// Whether the device is a stack by declaration.
    pub stack: bool,
}

impl Hardware {
    /// Whether the model has a feature of the catalogue's words.
    pub fn has(&self, feature: &str) -> bool {
        self.features.iter().any(|f| f == feature)
    }
}

/// A member of a stack, or the device itself.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Member {
    /// Member id, from 1.
    pub id: u8,
    /// The model's key.
    pub model: Sourced<String>,
    /// Priority in the election of the master; higher wins.
    pub priority: Option<Sourced<u8>>,
}

/// A logical stack port of a member (IRF port 1 or 2) and the physical ports in it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StackPort {
    /// Member id.
    pub member: u8,
    /// Logical port, 1 or 2: port 1 connects to port 2 of the next member.
    pub port: u8,
    /// Physical interfaces, as the device names them.
    pub interfaces: Vec<Sourced<String>>,
}

/// A VLAN that a switch creates.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Vlan {
    /// Its id.
    pub id: Sourced<VlanId>,
    /// Its name on the device, the manifest's.
    pub name: Sourced<String>,
    /// Whether DHCP snooping watches it.
    pub snooping: Sourced<bool>,
    /// Whether ARP is inspected in it.
    pub arp_inspection: Sourced<bool>,
    /// Whether phones are told to use it.
    pub voice: Sourced<bool>,
}

/// A port.
#[derive(Clone, PartialEq, Debug)]
pub struct Port {
    /// Its number; the member is 0 when the device is not a stack.
    pub id: net::Port,
    /// What the device calls it: `GigabitEthernet1/0/1`.
    pub interface: Sourced<String>,
    /// The fastest speed that it can take; what `storm` is a share of.
    pub speed: Speed,
    /// What is plugged in, in words.
    pub description: Option<Sourced<String>>,
    /// Whether it is switched on.
    pub enabled: Sourced<bool>,
    /// The VLANs it carries. A member of an aggregate has its aggregate's.
    pub link: Link,
    /// The aggregate it is a member of.
    pub lag: Option<Sourced<u16>>,
    /// Whether it leads to an end device: edge port with BPDU guard.
    pub edge: Sourced<bool>,
    /// Authentication of what is plugged in.
    pub auth: Option<Auth>,
    /// Whether it powers what is plugged in; `None` when the port cannot.
    pub poe: Option<Sourced<bool>>,
    /// Broadcast above this share of the port's speed is dropped; thousandths of a percent.
    pub storm: Option<Sourced<u32>>,
    /// Whether loops behind it are looked for.
    pub loop_detection: Sourced<bool>,
    /// Whether answers of a DHCP server (and ARP) are believed here.
    pub trusted: Sourced<bool>,
    /// Whether it announces itself to its neighbour (LLDP, CDP).
    pub announces: Sourced<bool>,
    /// Whether voice traffic keeps its priority.
    pub voice_priority: Sourced<bool>,
}

/// The VLANs of a port or an aggregate.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Link {
    /// Untagged in one VLAN.
    Access {
        /// The VLAN.
        vlan: Sourced<VlanId>,
        /// Tagged as well, for a phone in front of the station.
        voice: Option<Sourced<VlanId>>,
    },
    /// Tagged in several.
    Trunk {
        /// The VLAN of untagged frames.
        native: Sourced<VlanId>,
        /// Whether untagged frames may pass; false for the parking VLAN, where they die.
        native_passes: Sourced<bool>,
        /// The tagged VLANs; never the native one.
        tagged: Sourced<VlanSet>,
    },
}

/// How a port finds out who is plugged in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Auth {
    /// By which means.
    pub method: Sourced<AuthMethod>,
    /// VLAN of what RADIUS refuses; `None`: no access.
    pub rejected: Option<Sourced<VlanId>>,
    /// What happens while RADIUS is silent.
    pub server_dead: Sourced<ServerDead>,
    /// At most this many addresses at once.
    pub max_macs: Option<Sourced<u16>>,
}

/// Means of authentication.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum AuthMethod {
    /// By MAC address.
    Mac,
    /// 802.1X.
    Dot1x,
    /// 802.1X, and by MAC address for what does not speak it.
    Dot1xOrMac,
}

/// What a port does while no RADIUS server answers.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum ServerDead {
    /// It gives its own VLAN.
    Open,
    /// Sessions live on; newcomers wait.
    Keep,
    /// It gives this VLAN.
    Vlan(VlanId),
}

/// An aggregate of ports; LACP, always.
#[derive(Clone, PartialEq, Debug)]
pub struct Lag {
    /// Its number.
    pub id: Sourced<u16>,
    /// Its ports, in order.
    pub members: Vec<net::Port>,
    /// What is plugged in, in words.
    pub description: Option<Sourced<String>>,
    /// The VLANs.
    pub link: Link,
    /// Whether answers of a DHCP server (and ARP) are believed here.
    pub trusted: Sourced<bool>,
}

/// Spanning tree: MSTP with instance 0 only, which is one tree for all VLANs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SpanningTree {
    /// Name of the MST region.
    pub region: Sourced<String>,
    /// Revision of the region.
    pub revision: Sourced<u16>,
    /// Bridge priority, a multiple of 4096; the lowest is the root.
    pub priority: Sourced<u32>,
}

/// The address that a switch is managed at.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Management {
    /// The management VLAN.
    pub vlan: Sourced<VlanId>,
    /// The address.
    pub address: Sourced<Ipv4Addr>,
    /// The subnet, for its mask.
    pub subnet: Sourced<Ipv4Net>,
    /// The default gateway.
    pub gateway: Sourced<Ipv4Addr>,
    /// The IPv6 address with its subnet.
    pub v6: Option<(Sourced<Ipv6Addr>, Sourced<Ipv6Net>)>,
}

/// What a switch asks of others and tells them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Services {
    /// DNS domain.
    pub domain: Option<Sourced<String>>,
    /// DNS servers, in order.
    pub dns: Vec<Sourced<IpAddr>>,
    /// Time servers, in order.
    pub ntp: Vec<Sourced<IpAddr>>,
    /// Time zone by its tz name: `Europe/Paris`.
    pub timezone: Sourced<String>,
    /// Log servers.
    pub syslog: Vec<Syslog>,
    /// SNMPv3.
    pub snmp: Option<Snmp>,
    /// Where it is, for SNMP.
    pub location: Option<Sourced<String>>,
    /// RADIUS, present when some port authenticates.
    pub radius: Option<Radius>,
    /// Remote access.
    pub ssh: Option<Ssh>,
}

/// A log server.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Syslog {
    /// Its address.
    pub address: Sourced<IpAddr>,
    /// Its port.
    pub port: Sourced<u16>,
    /// How logs travel: what this device can do, already decided.
    pub transport: Sourced<Transport>,
}

/// How logs travel.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Transport {
    /// TLS over TCP.
    Tls,
    /// Plain TCP.
    Tcp,
    /// Plain UDP.
    Udp,
}

/// SNMPv3 with authentication (SHA) and privacy (AES-128).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Snmp {
    /// The managers that may ask.
    pub managers: Vec<Sourced<IpAddr>>,
    /// The user.
    pub user: Sourced<String>,
    /// Its authentication secret.
    pub auth: Sourced<Secret>,
    /// Its privacy secret; `None`: authentication only.
    pub privacy: Option<Sourced<Secret>>,
}

/// The RADIUS servers of a switch.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Radius {
    /// Their addresses, first asked first.
    pub servers: Vec<Sourced<IpAddr>>,
    /// The shared secret.
    pub secret: Sourced<Secret>,
    /// Whether the server may change a session (RFC 5176).
    pub coa: Sourced<bool>,
}

/// Remote access over SSH.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ssh {
    /// The hosts that may come.
    pub from: Vec<Sourced<IpAddr>>,
    /// The user.
    pub user: Sourced<String>,
    /// Its password.
    pub password: Option<Sourced<Secret>>,
    /// The password of the console, when it is another.
    pub console: Option<Sourced<Secret>>,
    /// The user's public key, one line of an `authorized_keys` file.
    pub key: Option<Sourced<String>>,
}

/// A line of the author's own.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Raw {
    /// After which generated section it stands.
    pub at: RawAt,
    /// The line.
    pub line: Sourced<String>,
    /// The line that undoes it.
    pub undo: Option<Sourced<String>>,
}

/// Where a line of the author's own stands.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum RawAt {
    /// At top level, after everything generated.
    Global,
    /// In a port's block.
    Port(net::Port),
    /// In a VLAN's block.
    Vlan(VlanId),
}
