//! Derives the state of every host: its uplinks and how they are one, the trunk they carry, its address and its services.
//!
//! Whether the host is large enough for its guests is a rule's business. Entry points: [`hosts`], [`report`].

use crate::base::{Origin, Origins, Rule, Sink, Sourced};
use crate::catalogue::{Catalogue, ModelKind};
use crate::net::{Uuid, VlanId, VlanSet};
use crate::region::{self, Domain, FirewallKind, Relayed, School, Status};
use crate::state::guest::{Address, Guest, Kind};
use crate::state::host::{Bond, BondMode, Host, Management, Network, Uplink};
use crate::topology::{Edge, EdgeEnd, Topology};
use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv6Addr};

crate::findings! {
    /// A school has hosts and nothing says how they run guests.
    ///
    /// The operating system, the bridge and the volume group of every host come from `virtualisation`: without it no file of the
    /// host can be written.
    pub static VIRTUALISATION_MISSING = "virtualisation-missing", Error;
    /// Some uplinks of a host are an aggregate and some are not.
    ///
    /// A bond has one way of sharing frames. With LACP, a plain switch port gets no partner and carries nothing; with
    /// active-backup, the ports of an aggregate at the other end see the host's address jump between them.
    pub static HOST_BOND_MIXED = "host-bond-mixed", Error;
    /// The name of an interface is longer than Linux allows.
    ///
    /// An interface has at most 15 bytes of name, without space, `/` or `:`. A longer one is accepted by most checkers and refused
    /// when the guest starts.
    pub static IFNAME_TOO_LONG = "ifname-too-long", Error;
}

/// The findings that this file reports.
pub static RULES: &[&Rule] = &[&HOST_BOND_MIXED, &IFNAME_TOO_LONG, &VIRTUALISATION_MISSING];

/// Whether Linux takes the text as the name of an interface.
pub fn is_interface_name(name: &str) -> bool {
    (1..=15).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_graphic() && !matches!(b, b'/' | b':'))
}

/// The state of every host that is not only in stock, in order of name; none where nothing says how hosts run guests.
pub fn hosts(school: &School, topology: &Topology, catalogue: &Catalogue, guests: &[Guest], origins: &mut Origins) -> Vec<Host> {
    let Some(virtualisation) = &school.virtualisation else { return Vec::new() };
    let placed = school.hosts.iter().filter(|h| *h.status != Status::Stock);
    placed
        .map(|host| {
            let mut mine: Vec<&Guest> = guests.iter().filter(|g| *g.host == *host.name).collect();
            mine.sort_by_key(|g| (&g.boot.order, &g.name));
            Host {
                name: host.name.clone(),
                hostname: host.hostname.clone(),
                os: host.os.clone().unwrap_or_else(|| virtualisation.os.clone()),
                network: network(school, host, topology, catalogue, guests, &virtualisation.bridge, origins),
                volumes: virtualisation.volumes.clone(),
                guests: mine.into_iter().map(|g| g.name.clone()).collect(),
            }
        })
        .collect()
}

/// Reports what keeps a host's state from being whole.
pub fn report(school: &School, topology: &Topology, hosts: &[Host], out: &mut Sink) {
    let Some(virtualisation) = &school.virtualisation else {
        if let Some(host) = school.hosts.iter().find(|h| *h.status != Status::Stock) {
            out.report(&VIRTUALISATION_MISSING, "this school has hosts and no `virtualisation`")
                .at(&host.name, "this host runs guests in an unknown way")
                .help("declare `virtualisation os=… bridge=br0 volumes=vg0` in the profile");
        }
        return;
    };
    if !is_interface_name(&virtualisation.bridge) {
        out.report(&IFNAME_TOO_LONG, format!("`{}` cannot be the name of a bridge", virtualisation.bridge.value()))
            .at(&virtualisation.bridge, "at most 15 letters, digits, `-`, `_` and `.`");
    }
    for host in hosts {
        let edges: Vec<&Edge> = edges(topology, &host.name).map(|(edge, ..)| edge).collect();
        if let (Some(plain), Some(bundled)) = (edges.iter().find(|e| !e.aggregate), edges.iter().find(|e| e.aggregate)) {
            out.report(&HOST_BOND_MIXED, format!("some uplinks of {} are an aggregate and some are not", host.name.value()))
                .at(place(plain), "a plain port")
                .also(place(bundled), "an aggregate")
                .help("lead all uplinks to one device in one statement, or one plain port to each of two devices")
                .on(host.name.value().clone());
        }
    }
}

fn place(edge: &Edge) -> Option<Origin> {
    edge.a.ports.iter().chain(&edge.b.ports).map(Sourced::origin).next()
}

/// The cables of a host: the edge, its end and the other.
fn edges<'a>(topology: &'a Topology, host: &str) -> impl Iterator<Item = (&'a Edge, &'a EdgeEnd, &'a EdgeEnd)> + use<'a> {
    let vertex = topology.vertex(host);
    vertex.into_iter().flat_map(|v| topology.edges_of(v)).map(|(_, edge, mine, other)| (edge, mine, other))
}

fn network(
    school: &School,
    host: &region::Host,
    topology: &Topology,
    catalogue: &Catalogue,
    guests: &[Guest],
    bridge: &Sourced<String>,
    origins: &mut Origins,
) -> Network {
    let uplinks = uplinks(host, topology, catalogue);
    let management_vlan = school.vlan_of(Domain::Management);
    // Both a cable's list and the guests' own: a guest on a host without a cable still has its VLAN on the bridge.
    let mut trunk: BTreeMap<VlanId, Origin> = BTreeMap::new();
    let mut own: BTreeMap<VlanId, Origin> = BTreeMap::new();
    for (edge, ..) in edges(topology, &host.name) {
        for (&vlan, why) in &edge.carried {
            trunk.entry(vlan).or_insert_with(|| why.first().copied().unwrap_or_else(|| host.name.origin()));
        }
    }
    if let Some(vlan) = management_vlan {
        own.insert(*vlan.id, vlan.id.origin());
    }
    for guest in guests.iter().filter(|g| g.lives_on(&host.name)) {
        for vlan in guest.vlans().iter() {
            trunk.entry(vlan).or_insert_with(|| guest.name.origin());
            if matches!(guest.kind, Kind::Docker(_)) {
                own.entry(vlan).or_insert_with(|| guest.name.origin());
            }
        }
    }
    for (&vlan, &origin) in &own {
        trunk.entry(vlan).or_insert(origin);
    }
    let bond = (uplinks.len() > 1).then(|| bond(school, host, topology, &uplinks, origins));
    Network {
        bond,
        bridge: bridge.clone(),
        trunk: set(trunk, "an uplink carries management and what its guests, here or on standby, need", origins),
        own: set(own, "the bridge itself is a member of the VLANs that the host or its containers use", origins),
        management: management_vlan.and_then(|vlan| management(school, host, vlan)),
        domain: school.domain.clone(),
        dns: relayed(school, school.services.dns.as_ref(), management_vlan),
        ntp: relayed(school, school.services.ntp.as_ref(), management_vlan),
        uplinks,
    }
}

fn set(vlans: BTreeMap<VlanId, Origin>, because: &'static str, origins: &mut Origins) -> Sourced<VlanSet> {
    let from: Vec<Origin> = vlans.values().copied().collect();
    origins.derive(vlans.keys().copied().collect(), because, &from)
}

fn uplinks(host: &region::Host, topology: &Topology, catalogue: &Catalogue) -> Vec<Uplink> {
    let model = catalogue.model(ModelKind::Host, &host.model);
    let mut found = Vec::new();
    for (_, mine, other) in edges(topology, &host.name) {
        let Some(device) = topology.at(other.vertex) else { continue };
        for (port, far) in mine.ports.iter().zip(&other.ports) {
            // A port that the model lacks is a finding of its own.
            let Some(interface) = model.and_then(|m| m.interface(**port)) else { continue };
            let uplink = Uplink { interface: port.with(interface), device: far.with(device.name.value().clone()), port: *far };
            found.push((**port, uplink));
        }
    }
    found.sort_by_key(|(port, _)| *port);
    found.into_iter().map(|(_, uplink)| uplink).collect()
}

fn bond(school: &School, host: &region::Host, topology: &Topology, uplinks: &[Uplink], origins: &mut Origins) -> Bond {
    let from: Vec<Origin> = uplinks.iter().map(|u| u.port.origin()).collect();
    let mode = if edges(topology, &host.name).all(|(edge, ..)| edge.aggregate) {
        origins.derive(BondMode::Lacp, "several ports to one device are an aggregate", &from)
    } else {
        origins.derive(BondMode::ActiveBackup, "uplinks to two devices cannot share frames, so one waits for the other", &from)
    };
    let mac = Uuid::of(&[&school.uai.to_string(), "bond", &host.name]).mac();
    Bond { mode, mac: origins.derive(mac, "its address follows from the UAI and the host's name", &[host.name.origin()]) }
}

fn management(school: &School, host: &region::Host, vlan: &region::Vlan) -> Option<Management> {
    let v6 = host.address6.zip(vlan.subnet6);
    Some(Management {
        vlan: vlan.id,
        address: host.address?,
        subnet: vlan.subnet?,
        gateway: vlan.gateway,
        v6: v6.map(|(address, subnet)| Address { address, subnet, gateway: gateway6(school, vlan) }),
    })
}

/// The IPv6 gateway of a VLAN. None behind an Amon, which is given no IPv6 (SPEC, part 6.2): a default route to a router that
/// does not answer makes every name with an IPv6 address slow.
pub fn gateway6(school: &School, vlan: &region::Vlan) -> Option<Sourced<Ipv6Addr>> {
    let is_amon = school.firewall.as_ref().is_some_and(|f| *f.kind == FirewallKind::Amon);
    vlan.gateway6.filter(|_| !is_amon)
}

/// The servers that a device of the management VLAN is given for a service: its gateway where the firewall relays, else the
/// service network's hosts.
fn relayed(school: &School, service: Option<&Relayed>, vlan: Option<&region::Vlan>) -> Vec<Sourced<IpAddr>> {
    let Some(service) = service else { return Vec::new() };
    if *service.by_firewall {
        let gateway = vlan.and_then(|v| v.gateway.as_ref());
        return gateway.map(|g| service.by_firewall.with(IpAddr::V4(**g))).into_iter().collect();
    }
    network_hosts(school, &service.network)
}

/// The single addresses of a network beyond the school; a whole prefix answers nothing.
pub fn network_hosts(school: &School, name: &str) -> Vec<Sourced<IpAddr>> {
    let prefixes = school.networks.get(name).map(|n| n.prefixes.as_slice()).unwrap_or_default();
    prefixes.iter().filter(|p| p.prefix_len() == p.max_prefix_len()).map(|p| p.with(p.addr())).collect()
}
