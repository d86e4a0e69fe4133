//! The types of a resolved school. Names that failed to resolve were reported and are absent.

use super::words::*;
use crate::base::{Origin, Sourced, Span};
use crate::net::{Date, Duration, Hours, Mac, Port, Rate, Size, Uai, VlanId};
use crate::state::Secret;
use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// What holds for every school of the region; spans only, since it belongs to no school's table of origins.
#[derive(Clone, Debug, Default)]
pub struct Region {
    /// Its key: `centre`.
    pub key: String,
    /// Its name.
    pub name: String,
    /// The academy's key.
    pub academy: Option<String>,
    /// Local time by its tz name.
    pub timezone: String,
    /// Sectors, teams, organisations for the CMDB.
    pub teams: Vec<Team>,
    /// Organisations, by name: role.
    pub organisations: BTreeMap<String, String>,
    /// Sectors: name, départements, agents.
    pub sectors: Vec<(String, Vec<String>, Option<u64>)>,
    /// Public keys that `ssh key=` names: path to text.
    pub keys: BTreeMap<String, String>,
    /// Address pools, in order of the file.
    pub pools: Vec<Pool>,
    /// Prefixes that no school may take (`reserved`), with what they are for.
    pub reserved: Vec<(IpNet, String, Span)>,
    /// Functions that may own a deviation, in order of the file.
    pub owners: Vec<String>,
    /// The longest that a deviation may last (`deviations longest=`).
    pub longest: Option<Duration>,
}

/// A pool that schools' blocks are cut from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Pool {
    /// Its prefix.
    pub prefix: IpNet,
    /// The départements that it is for; empty: any.
    pub departments: Vec<String>,
    /// The prefix length of a school's block.
    pub block: Option<u8>,
    /// Where it is written.
    pub span: Span,
}

/// A team that looks after schools.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Team {
    /// Its key.
    pub name: String,
    /// The département; `None` for a team of the whole region.
    pub department: Option<String>,
    /// Its code in the CMDB.
    pub code: String,
}

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
}

/// The link to the operator.
#[derive(Clone, Debug)]
pub struct Wan {
    /// The operator's organisation.
    pub organisation: Sourced<String>,
    /// Rate.
    pub rate: Sourced<Rate>,
    /// Subnet of the interconnection.
    pub subnet: Sourced<Ipv4Net>,
    /// Address of the firewall.
    pub address: Sourced<Ipv4Addr>,
    /// Address of the operator's router.
    pub gateway: Sourced<Ipv4Addr>,
    /// IPv6 subnet.
    pub subnet6: Option<Sourced<Ipv6Net>>,
    /// IPv6 address of the operator's router.
    pub gateway6: Option<Sourced<Ipv6Addr>>,
    /// Port of the operator's box: device, port.
    pub at: Option<At>,
    /// The operator's number of the line.
    pub circuit: Option<Sourced<String>>,
    /// The VLAN that takes its addresses from here, by name.
    pub vlan: Sourced<String>,
    /// What is masqueraded: `internet`, `all`, `off`.
    pub nat: Sourced<String>,
}

/// A port of a device that something is plugged into.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct At {
    /// The device, by name; it exists.
    pub device: Sourced<String>,
    /// The port.
    pub port: Sourced<Port>,
}

/// A zone.
#[derive(Clone, Debug)]
pub struct Zone {
    /// Its name.
    pub name: Sourced<String>,
    /// Level; only marks an upward flow for review.
    pub level: Option<Sourced<u64>>,
    /// Whether it lies outside.
    pub outside: Sourced<bool>,
    /// Whether its VLANs reach each other without a flow.
    pub open_inside: Sourced<bool>,
}

/// A VLAN.
#[derive(Clone, Debug)]
pub struct Vlan {
    /// Its name: that of the manifest and of the devices.
    pub name: Sourced<String>,
    /// Its id.
    pub id: Sourced<VlanId>,
    /// What it is for.
    pub domain: Sourced<Domain>,
    /// Its zone; a VLAN without one is its own zone.
    pub zone: Sourced<String>,
    /// Level.
    pub level: Option<Sourced<u64>>,
    /// IPv4 subnet; `None`: layer 2 only.
    pub subnet: Option<Sourced<Ipv4Net>>,
    /// IPv6 subnet.
    pub subnet6: Option<Sourced<Ipv6Net>>,
    /// The firewall's IPv4 address in it (in transit: the operator's).
    pub gateway: Option<Sourced<Ipv4Addr>>,
    /// The same for IPv6.
    pub gateway6: Option<Sourced<Ipv6Addr>>,
    /// First and last address of the pool.
    pub pool: Option<Sourced<(Ipv4Addr, Ipv4Addr)>>,
    /// Lease, when it is not the school's.
    pub lease: Option<Sourced<Duration>>,
    /// Resolvers told to its clients, when not the school's.
    pub dns: Option<Vec<Server>>,
    /// Class of its ports.
    pub port_class: Option<Sourced<String>>,
    /// Support mode.
    pub support: Sourced<Support>,
    /// Whether everything on its path must be behind a UPS.
    pub backed: Sourced<bool>,
    /// Whether IPv6 is announced in it.
    pub ipv6: Sourced<bool>,
    /// Whether its stations cannot reach each other.
    pub isolate: Sourced<bool>,
}

/// Who answers: of `dns=`, `ntp=`, `serve`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Server {
    /// The firewall.
    Firewall(Origin),
    /// Nobody.
    None(Origin),
    /// The region's service network.
    Region(Origin),
    /// A literal address.
    Address(Sourced<IpAddr>),
    /// A guest, device or network, by name.
    Named(Sourced<String>),
}

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

/// The region's services, as this school sees them.
#[derive(Clone, Debug, Default)]
pub struct Services {
    /// Resolvers: network name; whether devices inside ask their gateway.
    pub dns: Option<Relayed>,
    /// Time servers.
    pub ntp: Option<Relayed>,
    /// Log servers.
    pub syslog: Option<Syslog>,
    /// RADIUS servers.
    pub radius: Option<Radius>,
    /// SNMP managers.
    pub snmp: Option<Snmp>,
    /// Where administrators come from.
    pub ssh: Option<Ssh>,
}

/// A service that the firewall may relay.
#[derive(Clone, Debug)]
pub struct Relayed {
    /// The network, by name.
    pub network: Sourced<String>,
    /// Whether inside devices are given their gateway instead.
    pub by_firewall: Sourced<bool>,
}

/// Log servers.
#[derive(Clone, Debug)]
pub struct Syslog {
    /// The network, by name.
    pub network: Sourced<String>,
    /// Port for TLS or TCP.
    pub port: Option<Sourced<u64>>,
    /// `tls`, `tcp`, `udp`.
    pub transport: Sourced<String>,
    /// UDP port for devices without TLS.
    pub plain: Option<Sourced<u64>>,
}

/// RADIUS servers.
#[derive(Clone, Debug)]
pub struct Radius {
    /// The network, by name.
    pub network: Sourced<String>,
    /// Shared secret.
    pub secret: Sourced<Secret>,
    /// `freeradius`, `clearpass`.
    pub server: Sourced<String>,
    /// Whether sessions may be changed from there.
    pub coa: Sourced<bool>,
}

/// SNMP managers.
#[derive(Clone, Debug)]
pub struct Snmp {
    /// The network, by name.
    pub network: Sourced<String>,
    /// User.
    pub user: Sourced<String>,
    /// Authentication secret.
    pub secret: Sourced<Secret>,
    /// Privacy secret.
    pub privacy: Option<Sourced<Secret>>,
}

/// Where administrators come from.
#[derive(Clone, Debug)]
pub struct Ssh {
    /// The network, by name.
    pub network: Sourced<String>,
    /// User.
    pub user: Sourced<String>,
    /// Text of the public key.
    pub key: Option<Sourced<String>>,
    /// Password.
    pub password: Option<Sourced<Secret>>,
    /// Password of the console.
    pub console: Option<Sourced<Secret>>,
}

/// A protocol.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Protocol {
    /// Its name.
    pub name: Sourced<String>,
    /// TCP ports.
    pub tcp: Vec<(u16, u16)>,
    /// UDP ports.
    pub udp: Vec<(u16, u16)>,
    /// ICMP kind.
    pub icmp: Option<String>,
}

/// A network beyond the school.
#[derive(Clone, Debug)]
pub struct Network {
    /// Its name.
    pub name: Sourced<String>,
    /// Its prefixes; a host is a /32 or /128.
    pub prefixes: Vec<Sourced<IpNet>>,
    /// The zone or VPN it is reached through.
    pub through: Sourced<String>,
}

/// One flow atom.
#[derive(Clone, Debug)]
pub struct Flow {
    /// Whether it is `allow`.
    pub allows: Sourced<bool>,
    /// Protocol, by name.
    pub service: Sourced<String>,
    /// Source endpoint.
    pub from: Sourced<String>,
    /// Destination endpoint.
    pub to: Sourced<String>,
    /// `none`, `proxy`.
    pub via: Sourced<String>,
    /// `none`, `user`.
    pub auth: Sourced<String>,
    /// Whether it is logged.
    pub log: Sourced<bool>,
    /// When it is open.
    pub hours: Option<Sourced<Hours>>,
}

impl Flow {
    /// The flow as `waive` names it: `restauration>horus`.
    pub fn subject(&self) -> String {
        format!("{}>{}", *self.from, *self.to)
    }
}

/// What the region forbids.
#[derive(Clone, Debug)]
pub struct Forbid {
    /// Protocols, by name.
    pub services: Vec<Sourced<String>>,
    /// Source endpoints.
    pub from: Vec<Sourced<String>>,
    /// Destination endpoints.
    pub to: Vec<Sourced<String>>,
    /// Sources or destinations it spares.
    pub except: Vec<Sourced<String>>,
    /// Why.
    pub because: Sourced<String>,
    /// Whether a school may waive it.
    pub waivable: bool,
    /// The statement.
    pub origin: Origin,
}

/// What is opened from outside.
#[derive(Clone, Debug)]
pub struct Publish {
    /// Protocol, by name.
    pub service: Sourced<String>,
    /// The guest or device.
    pub to: Sourced<String>,
    /// Port outside, when it differs.
    pub port: Option<Sourced<u64>>,
    /// From where.
    pub from: Sourced<String>,
    /// Public DNS name.
    pub name: Option<Sourced<String>>,
}

/// Who serves what.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "each is the property of its name")]
pub struct Serve {
    pub dhcp: Server,
    pub dns: Server,
    pub ntp: Server,
    pub radius: Server,
}

/// What clients are told.
#[derive(Clone, Debug)]
pub struct DhcpTold {
    /// Lease.
    pub lease: Option<Sourced<Duration>>,
    /// Resolvers.
    pub dns: Vec<Server>,
    /// Time servers.
    pub ntp: Vec<Server>,
}

/// The firewall.
#[derive(Clone, Debug)]
pub struct Firewall {
    /// Which.
    pub kind: Sourced<FirewallKind>,
    /// The guest or appliance it is, by name.
    pub on: Sourced<String>,
    /// Who runs it.
    pub managed_by: Sourced<String>,
    /// Team, by name.
    pub team: Option<Sourced<String>>,
    /// Version.
    pub version: Option<Sourced<String>>,
    /// Zone model (Amon).
    pub model: Option<Sourced<String>>,
    /// Cards, by number.
    pub cards: Vec<Card>,
    /// Names of its VPNs.
    pub vpns: Vec<Sourced<String>>,
}

/// A card of the firewall.
#[derive(Clone, Debug)]
pub struct Card {
    /// Its number, from 0.
    pub number: Sourced<u64>,
    /// VLANs it carries, by name, lowest id first; zones and `others` are resolved.
    pub vlans: Vec<Sourced<String>>,
    /// The VLAN without a tag.
    pub untagged: Option<Sourced<String>>,
    /// What the firewall's system calls the card.
    pub interface: Option<Sourced<String>>,
}

/// How hosts run guests.
#[derive(Clone, Debug)]
pub struct Virtualisation {
    /// Image key of hosts.
    pub os: Sourced<String>,
    /// Name of the bridge.
    pub bridge: Sourced<String>,
    /// Volume group.
    pub volumes: Sourced<String>,
    /// Folder of container root file systems.
    pub rootfs: Option<Sourced<String>>,
    /// First id and count of the range that unprivileged containers map to.
    pub idmap: Option<Sourced<(u32, u32)>>,
    /// Machine type of virtual machines.
    pub machine: Sourced<String>,
}

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
    /// What its ports are for, in order of the file; cables are in [`School::cables`].
    pub uses: Vec<PortUse>,
    /// Lines of the author's own.
    pub raw: Vec<Raw>,
}

/// A member of a stack, or the switch itself.
#[derive(Clone, Debug)]
pub struct Member {
    /// Member id; 0 when the switch is not a stack.
    pub id: u8,
    /// Model key; it exists in the catalogue.
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
    /// The aggregate's number, when written.
    pub lag: Option<Sourced<u64>>,
    /// The whole list of ports, for a finding about their number.
    pub list: Origin,
}

/// A host of guests.
#[derive(Clone, Debug)]
pub struct Host {
    /// Its name.
    pub name: Sourced<String>,
    /// Generated: `hosta0370037p`.
    pub hostname: Sourced<String>,
    /// Model key; it exists.
    pub model: Sourced<String>,
    /// Rack.
    pub rack: Sourced<String>,
    /// Address in the management VLAN.
    pub address: Option<Sourced<Ipv4Addr>>,
    /// The IPv6 address that follows from it.
    pub address6: Option<Sourced<Ipv6Addr>>,
    /// Memory.
    pub memory: Sourced<Size>,
    /// Disk.
    pub disk: Sourced<Size>,
    /// Image key, when not the school's.
    pub os: Option<Sourced<String>>,
    /// Serial number.
    pub serial: Option<Sourced<String>>,
    /// Asset number.
    pub asset: Option<Sourced<String>>,
    /// Life.
    pub status: Sourced<Status>,
    /// Text.
    pub note: Option<Sourced<String>>,
    /// Remote console: port and address.
    pub oob: Option<(At, Option<Sourced<Ipv4Addr>>)>,
    /// `run` statements, in order: guest, standby host.
    pub runs: Vec<Run>,
}

/// A guest that a host runs.
#[derive(Clone, Debug)]
pub struct Run {
    /// The guest, by name; it exists.
    pub guest: Sourced<String>,
    /// The host that would take it.
    pub standby: Option<Sourced<String>>,
    /// The `run` line, shared by the guests that it names; `None` for a guest that is declared inside its host.
    pub statement: Option<Origin>,
}

/// A guest.
#[derive(Clone, Debug)]
pub struct Guest {
    /// Its name.
    pub name: Sourced<String>,
    /// Generated: `amon-0370037p`.
    pub hostname: Sourced<String>,
    /// How it is run.
    pub kind: Sourced<GuestKind>,
    /// What it does.
    pub roles: Vec<Sourced<String>>,
    /// Virtual processors.
    pub vcpus: Sourced<u64>,
    /// Memory.
    pub memory: Sourced<Size>,
    /// Disk.
    pub disk: Sourced<Size>,
    /// Image key; it exists.
    pub image: Option<Sourced<String>>,
    /// Guests that must be up first.
    pub after: Vec<Sourced<String>>,
    /// Who runs it.
    pub managed_by: Sourced<String>,
    /// `member`, `dc`, `none`.
    pub samba: Sourced<String>,
    /// Whether a container's root is the host's.
    pub privileged: Sourced<bool>,
    /// Life.
    pub status: Sourced<Status>,
    /// Asset number.
    pub asset: Option<Sourced<String>>,
    /// Text.
    pub note: Option<Sourced<String>>,
    /// Network cards, in order of the file (the firewall's are its cards, not here).
    pub nics: Vec<Nic>,
    /// Volumes.
    pub volumes: Vec<Volume>,
    /// Containers (docker).
    pub containers: Vec<Container>,
    /// The host that runs it; `None`: reported as `guest-not-placed`.
    pub host: Option<Sourced<String>>,
    /// The host that would take it.
    pub standby: Option<Sourced<String>>,
}

/// A network card of a guest: one untagged port.
#[derive(Clone, Debug)]
pub struct Nic {
    /// The VLAN, by name; it exists.
    pub vlan: Sourced<String>,
    /// The address.
    pub address: Option<Sourced<Ipv4Addr>>,
    /// The IPv6 address that follows from it.
    pub address6: Option<Sourced<Ipv6Addr>>,
}

/// A volume of a guest.
#[derive(Clone, Debug)]
pub struct Volume {
    /// Its name.
    pub name: Sourced<String>,
    /// Its size.
    pub size: Sourced<Size>,
    /// Where it is mounted.
    pub path: Sourced<String>,
    /// The NAS that keeps copies.
    pub backup: Option<Sourced<String>>,
}

/// A container of a Compose project.
#[derive(Clone, Debug)]
pub struct Container {
    /// Its name.
    pub name: Sourced<String>,
    /// Its image.
    pub image: Sourced<String>,
    /// Its address, when it has one of its own.
    pub address: Option<Sourced<Ipv4Addr>>,
    /// The port it listens on.
    pub port: Option<Sourced<u64>>,
    /// File of variables.
    pub env_file: Option<Sourced<String>>,
    /// Containers that must be healthy first.
    pub needs: Vec<Sourced<String>>,
    /// Memory.
    pub memory: Option<Sourced<Size>>,
    /// Variables.
    pub env: Vec<(Sourced<String>, Sourced<String>)>,
    /// Secrets, given as files.
    pub secrets: Vec<ContainerSecret>,
    /// Health check: command, interval.
    pub health: Option<(Sourced<String>, Option<Sourced<Duration>>)>,
    /// Volumes: name, path.
    pub volumes: Vec<(Sourced<String>, Sourced<String>)>,
}

/// A secret that a container reads from a file: the secret; the variable that names the file; the path it is mounted at.
pub type ContainerSecret = (Sourced<Secret>, Option<Sourced<String>>, Option<Sourced<String>>);

/// An access point.
#[derive(Clone, Debug)]
pub struct AccessPoint {
    /// Its name.
    pub name: Sourced<String>,
    /// Generated.
    pub hostname: Sourced<String>,
    /// Model key; it exists.
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
    /// Radios that are set by hand: band, channel, width, power.
    pub radios: Vec<RadioSetting>,
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
    /// Model key; it exists.
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
    /// Model key; it exists.
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
    /// Date of the charter (open mode).
    pub charter: Option<Sourced<Date>>,
    /// Function of the delegate (open mode).
    pub delegate: Option<Sourced<String>>,
    /// Generated: its location in the CMDB.
    pub location: Sourced<String>,
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

/// Directory.
#[derive(Clone, Debug)]
pub struct Directory {
    /// The guest it is on.
    pub on: Sourced<String>,
    /// The administrator's password.
    pub secret: Sourced<Secret>,
    /// Its DNS domain.
    pub domain: Sourced<String>,
    /// Its NetBIOS name.
    pub netbios: Option<Sourced<String>>,
    /// `ent`, `local`, `none`.
    pub accounts: Sourced<String>,
    /// Groups: name, source.
    pub groups: Vec<(Sourced<String>, Option<Sourced<String>>)>,
    /// Shares.
    pub shares: Vec<Share>,
}

/// A share.
#[derive(Clone, Debug)]
pub struct Share {
    /// Its name.
    pub name: Sourced<String>,
    /// The guest it is on.
    pub on: Sourced<String>,
    /// Groups that may read.
    pub read: Vec<Sourced<String>>,
    /// Groups that may write.
    pub write: Vec<Sourced<String>>,
    /// Quota.
    pub quota: Option<Sourced<Size>>,
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
    /// Model key; it exists.
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
    /// VLAN, by name, when a `stations` line says it.
    pub vlan: Option<Sourced<String>>,
    /// Text.
    pub note: Option<Sourced<String>>,
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
