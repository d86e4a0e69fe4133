//! Interfaces, the VLANs they carry, and cabling.
//!
//! Recorded are the ports at whose other end a record stands (a cable, an access point, a device, a console), and the
//! interfaces that hold an address. A socket's port is not: nothing known is plugged there, and a school has hundreds.

use super::{Book, machines, mask, only_port, vlans};
use crate::base::Sourced;
use crate::catalogue::ModelKind;
use crate::net::{Port, VlanId, VlanSet};
use crate::region::{CableKind, Domain, School, TrunkUse, UseKind, Vlan};
use crate::state::record::{Attribute, Class, Key, Record, Role};
use crate::topology::{Claim, Edge, EdgeEnd, EdgeId, Topology, VertexId, VertexKind, What};

pub(super) fn record(book: &mut Book) {
    claimed_ports(book);
    own_ends(book);
    addresses(book);
    cables(book);
}

/// An interface before it is written down.
struct Face {
    device: Key,
    name: Sourced<String>,
    untagged: Option<VlanId>,
    tagged: VlanSet,
    /// What it leads to, in words.
    peer: Option<String>,
}

fn interface_key(book: &Book, device: &Key, name: &str) -> Key {
    Key::new(Class::PhysicalInterface, &[&book.uai, device.path.last(), name])
}

/// Writes an interface down with its ties to VLANs; `more` adds what only some have.
fn add(book: &mut Book, face: Face, more: impl FnOnce(Record) -> Record) {
    let key = interface_key(book, &face.device, &face.name);
    let tagged = (!face.tagged.is_empty())
        .then(|| format!("VLAN étiqueté{} {}", if face.tagged.len() > 1 { "s" } else { "" }, face.tagged));
    let untagged = face.untagged.map(|v| format!("VLAN non étiqueté {v}"));
    let words: Vec<String> = face.peer.into_iter().chain(untagged).chain(tagged).collect();
    let usage = (!words.is_empty()).then(|| face.name.with(words.join(", ")));
    for vlan in face.tagged.iter().chain(face.untagged) {
        book.add(
            Record::new(Key { class: Class::InterfaceVlan, path: key.path.below(&vlan.to_string()) })
                .to(Role::Interface, key.clone())
                .to(Role::Vlan, vlans::key(book, vlan)),
        );
    }
    let record = Record::new(key).with(Attribute::Name, face.name).to(Role::Device, face.device);
    book.add(more(record.with_some(Attribute::Usage, usage)));
}

/// The ports of switches, hosts and appliances that something known is plugged into.
fn claimed_ports(book: &mut Book) {
    let (topology, school) = (book.topology, book.school);
    let id = |name: &str| school.vlan(name).map(|v| *v.id);
    let management = school.vlan_of(Domain::Management).map(|v| *v.id);
    for claim in &topology.claims {
        let trunk = trunk(topology, school, claim);
        // At a socket's port nothing stands that is known.
        if matches!(claim.what, What::Use(_)) && trunk.is_none() {
            continue;
        }
        let Some(device) = book.holder(claim.vertex, *claim.port) else { continue };
        let (name, speed) = book.port_at(claim.vertex, *claim.port);
        let mut face = Face { device, name: claim.port.with(name), untagged: None, tagged: VlanSet::default(), peer: None };
        let toward = |name: &str| Some(format!("vers {name}"));
        match claim.what {
            What::Use(_) => {
                let Some(trunk) = trunk else { continue };
                face.untagged = trunk.untagged.as_ref().and_then(|v| id(v));
                face.tagged = trunk.vlans.iter().filter_map(|v| id(v)).filter(|v| Some(*v) != face.untagged).collect();
                face.peer = trunk.note.as_ref().map(|n| n.value().clone());
            }
            What::Cable(edge) => {
                let Some((own, far)) = ends(book, edge, claim.vertex) else { continue };
                face.tagged = topology.edges.get(edge.0).map(|e| e.carried.keys().copied().collect()).unwrap_or_default();
                let bundle = own.lag.as_ref().map(|l| format!(", agrégat {l}")).unwrap_or_default();
                let at = own.ports.iter().position(|p| **p == *claim.port).and_then(|nth| far.ports.get(nth));
                let peer = at.and_then(|p| book.holder(far.vertex, **p).map(|k| (k, book.port_at(far.vertex, **p).0)));
                face.peer = peer.map(|(k, port)| format!("vers {} {port}{bundle}", k.path.last()));
            }
            What::AccessPoint(i) => {
                let Some(ap) = school.access_points.get(i) else { continue };
                let manage = school.wifi.as_ref().and_then(|w| id(&w.manage));
                face.untagged = manage;
                let sent = crate::topology::access_point_vlans(school, ap);
                face.tagged = sent.into_iter().map(|(v, _)| v).filter(|v| Some(*v) != manage).collect();
                face.peer = toward(&ap.hostname);
            }
            What::Device(i) => {
                let Some(found) = school.devices.get(i) else { continue };
                face.untagged = found.vlan.as_ref().and_then(|v| id(v));
                face.peer = toward(&found.hostname);
            }
            What::Console(i) => {
                let Some(host) = school.hosts.get(i) else { continue };
                face.untagged = management;
                face.peer = Some(format!("vers {} oob", *host.hostname));
            }
            What::Ups(i) => {
                let Some(ups) = school.ups.get(i) else { continue };
                face.untagged = management;
                face.peer = toward(&ups.hostname);
            }
            What::Wan => {
                let Some(wan) = &school.wan else { continue };
                face.untagged = id(&wan.vlan);
                let circuit = wan.circuit.as_ref().map(|c| format!(" {}", **c)).unwrap_or_default();
                face.peer = Some(format!("vers l'opérateur {}{circuit}", *wan.organisation));
            }
            What::Stack(_) => face.peer = Some("câble de pile".to_owned()),
        }
        let speed = speed.map(|s| claim.port.with(s.to_string()));
        add(book, face, |r| r.with_some(Attribute::Speed, speed));
    }
}

/// The trunk that a port is given to by hand.
fn trunk<'a>(topology: &Topology, school: &'a School, claim: &Claim) -> Option<&'a TrunkUse> {
    let (What::Use(nth), VertexKind::Switch(at)) = (&claim.what, topology.at(claim.vertex)?.kind) else { return None };
    match &school.switches.get(at)?.uses.get(*nth)?.what {
        UseKind::Trunk(trunk) => Some(trunk),
        _ => None,
    }
}

fn ends<'a>(book: &Book<'a>, edge: EdgeId, vertex: VertexId) -> Option<(&'a EdgeEnd, &'a EdgeEnd)> {
    let edge = book.topology.edges.get(edge.0)?;
    if edge.a.vertex == vertex { Some((&edge.a, &edge.b)) } else { Some((&edge.b, &edge.a)) }
}

/// The one interface of things with one cable: access points, NAS, appliances, printers; and consoles.
fn own_ends(book: &mut Book) {
    let school = book.school;
    let vlan = |name: Option<&Sourced<String>>| name.and_then(|n| school.vlan(n));
    for ap in &school.access_points {
        let device = book.key(Class::NetworkDevice, &ap.hostname);
        let name = ap.name.with(only_port(book.catalogue.model(ModelKind::AccessPoint, &ap.model)));
        let manage = vlan(school.wifi.as_ref().map(|w| &w.manage));
        let mac = ap.mac.map(|m| m.with(m.to_string()));
        let face = addressed(ap.address.map(|a| a.with(a.to_string())), manage);
        let cabled = ap.at.is_some() || mac.is_some() || ap.address.is_some();
        if cabled {
            add(book, bare(device, name), |r| face(r).with_some(Attribute::Mac, mac));
        }
    }
    for found in &school.devices {
        let class = super::words::class_of(found.kind);
        let is_known = found.at.is_some() || found.mac.is_some() || found.address.is_some();
        // Cameras and phones have no interfaces in an inventory: their own record holds address, MAC and port.
        if matches!(class, Class::Peripheral | Class::Phone) {
            continue;
        }
        let device = book.key(class, &found.hostname);
        for face in machines::firewall_interfaces(book, &found.name) {
            let key = interface_key(book, &device, &face.name);
            book.add(face.onto(Record::new(key).to(Role::Device, device.clone())));
        }
        if !is_known {
            continue;
        }
        let kind = ModelKind::of(found.kind.word());
        let model = kind.and_then(|k| book.catalogue.model(k, found.model.as_ref()?));
        let name = found.name.with(only_port(model));
        let mac = found.mac.map(|m| m.with(m.to_string()));
        let face = addressed(found.address.map(|a| a.with(a.to_string())), vlan(found.vlan.as_ref()));
        add(book, bare(device, name), |r| face(r).with_some(Attribute::Mac, mac));
    }
    let management = school.vlan_of(Domain::Management);
    for host in &school.hosts {
        let Some((at, address)) = &host.oob else { continue };
        let device = book.key(Class::Server, &host.hostname);
        let face = addressed(address.map(|a| a.with(a.to_string())), management);
        add(book, bare(device, at.port.with("oob".to_owned())), face);
    }
}

fn bare(device: Key, name: Sourced<String>) -> Face {
    Face { device, name, untagged: None, tagged: VlanSet::default(), peer: None }
}

/// Adds an address, and with it the mask and the gateway of its VLAN.
fn addressed(ip: Option<Sourced<String>>, vlan: Option<&Vlan>) -> impl FnOnce(Record) -> Record {
    let net = ip.as_ref().and(vlan);
    let mask = net.and_then(|v| v.subnet).map(|s| s.with(mask(*s)));
    let gateway = net.and_then(|v| v.gateway).map(|g| g.with(g.to_string()));
    move |record| record.with_some(Attribute::Ip, ip).with_some(Attribute::Mask, mask).with_some(Attribute::Gateway, gateway)
}

/// The interfaces that hold the addresses of switches and hosts: no port, but a VLAN of theirs.
fn addresses(book: &mut Book) {
    let school = book.school;
    let Some(vlan) = school.vlan_of(Domain::Management) else { return };
    for switch in &school.switches {
        let Some(address) = switch.address else { continue };
        let device = book.key(Class::NetworkDevice, &switch.label);
        let mut face = bare(device, address.with(format!("Vlan{}", *vlan.id)));
        face.untagged = Some(*vlan.id);
        add(book, face, addressed(Some(address.with(address.to_string())), Some(vlan)));
    }
    for host in &school.hosts {
        let Some(address) = host.address else { continue };
        let device = book.key(Class::Server, &host.hostname);
        let mut face = bare(device, address.with("mgmt".to_owned()));
        face.tagged.insert(*vlan.id);
        add(book, face, addressed(Some(address.with(address.to_string())), Some(vlan)));
    }
}

/// Cables, once each, said by the end nearer the core: an inventory may add the other direction by itself.
fn cables(book: &mut Book) {
    let (topology, school) = (book.topology, book.school);
    for (edge, cable) in topology.edges.iter().zip(&school.cables) {
        let (upper, lower) = directed(book, edge, cable.kind);
        for (up, low) in upper.ports.iter().zip(&lower.ports) {
            let ends = [(upper.vertex, **up), (lower.vertex, **low)].map(|(v, p)| (book.holder(v, p), book.port_at(v, p).0));
            let [(Some(above), above_port), (Some(below), below_port)] = ends else { continue };
            cabling(book, (above, above_port), (below, below_port), low);
        }
    }
    for claim in &topology.claims {
        let below = match claim.what {
            What::AccessPoint(i) => school.access_points.get(i).map(|ap| {
                let port = only_port(book.catalogue.model(ModelKind::AccessPoint, &ap.model));
                (book.key(Class::NetworkDevice, &ap.hostname), port)
            }),
            What::Device(i) => school.devices.get(i).and_then(|d| {
                let class = super::words::class_of(d.kind);
                let model = ModelKind::of(d.kind.word()).and_then(|k| book.catalogue.model(k, d.model.as_ref()?));
                let holds_ports = !matches!(class, Class::Peripheral | Class::Phone);
                holds_ports.then(|| (book.key(class, &d.hostname), only_port(model)))
            }),
            What::Console(i) => school.hosts.get(i).map(|h| (book.key(Class::Server, &h.hostname), "oob".to_owned())),
            What::Stack(i) => {
                stack_cable(book, claim.vertex, i);
                None
            }
            What::Use(_) | What::Cable(_) | What::Ups(_) | What::Wan => None,
        };
        if let (Some(below), Some(above)) = (below, book.holder(claim.vertex, *claim.port)) {
            let port = book.port_at(claim.vertex, *claim.port).0;
            cabling(book, (above, port), below, &claim.port);
        }
    }
}

/// A stack cable, from the lower member to the higher.
fn stack_cable(book: &mut Book, vertex: VertexId, nth: usize) {
    let Some(VertexKind::Switch(i)) = book.topology.at(vertex).map(|v| v.kind) else { return };
    let Some((a, b)) = book.school.switches.get(i).and_then(|s| s.stacking.get(nth)) else { return };
    let (low, high) = if a <= b { (a, b) } else { (b, a) };
    let ends = [low, high].map(|p| (book.holder(vertex, **p), book.port_at(vertex, **p).0));
    if let [(Some(above), above_port), (Some(below), below_port)] = ends {
        cabling(book, (above, above_port), (below, below_port), low);
    }
}

/// The end nearer the core, then the other. A `link` joins equals: then the root's side, else the first by name.
fn directed<'a>(book: &Book, edge: &'a Edge, kind: CableKind) -> (&'a EdgeEnd, &'a EdgeEnd) {
    if kind != CableKind::Link {
        return (&edge.b, &edge.a);
    }
    let far = book.topology.root.map(|root| book.topology.graph().distances(root, |_| true)).unwrap_or_default();
    let rank = |end: &EdgeEnd| (far.get(&end.vertex).copied().unwrap_or(usize::MAX), end.vertex);
    if rank(&edge.a) <= rank(&edge.b) { (&edge.a, &edge.b) } else { (&edge.b, &edge.a) }
}

/// One cable. The network device is the upper end; where that is none (a host above a switch), the lower.
fn cabling(book: &mut Book, above: (Key, String), below: (Key, String), port: &Sourced<Port>) {
    let is_network = |key: &Key| key.class == Class::NetworkDevice;
    let (network, other, direction) = match (is_network(&above.0), is_network(&below.0)) {
        (true, _) => (above, below, "down"),
        (false, true) => (below, above, "up"),
        (false, false) => return,
    };
    let key = Key::new(Class::Cabling, &[&book.uai, network.0.path.last(), &network.1, other.0.path.last()]);
    book.add(
        Record::new(key)
            .with(Attribute::NetworkPort, port.with(network.1))
            .with(Attribute::DevicePort, port.with(other.1))
            .with(Attribute::Direction, port.with(direction.to_owned()))
            .to(Role::NetworkDevice, network.0)
            .to(Role::Device, other.0),
    );
}
