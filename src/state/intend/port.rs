//! The state of a port, from what is plugged into it (specification, parts 6.4 to 6.9).

use crate::base::{Origin, Origins, Sourced};
use crate::net::{Port as PortId, Speed, VlanId, VlanSet};
use crate::region::{self, AccessUse, Domain, PortAuth, Power, School, UseKind};
use crate::state::switch::{Auth, AuthMethod, Hardware, Link, Port};
use crate::topology::{Claim, EdgeId, Topology, VertexId, VertexKind, What, access_point_vlans, voice};

/// Rows that many ports share: laws of the design, and the school's policy.
pub struct Laws {
    /// The parking VLAN.
    pub parking: Sourced<VlanId>,
    /// What names an interface.
    pub model: Origin,
    /// An unused port is off.
    pub unused: Origin,
    /// An end port is an edge.
    pub edge: Origin,
    /// A trunk is none.
    pub no_edge: Origin,
    /// Trunks and ports of servers are trusted.
    pub trunk_trusted: Origin,
    /// End ports are not.
    pub untrusted: Origin,
    /// Ports announce themselves.
    pub announces: Origin,
    /// Towards the operator they do not.
    pub hidden: Origin,
    /// Ports are on.
    pub on: Origin,
    /// No loop detection off end ports.
    pub no_loop: Origin,
    /// No priority for voice where no class asks for it.
    pub plain: Origin,
    /// Untagged frames die in the parking VLAN.
    pub dies: Origin,
    /// What wants loop detection.
    pub loop_detection: Sourced<bool>,
    /// The broadcast limit of end ports.
    pub storm: Option<Sourced<u64>>,
}

impl Laws {
    /// The laws of a school for one switch.
    pub fn of(school: &School, _hardware: &Hardware, parking: &region::Vlan, origins: &mut Origins) -> Laws {
        let mut law = |because: &'static str| origins.derived(because, &[]);
        Laws {
            parking: parking.id,
            model: law("the model names its interfaces"),
            unused: law("a port of which nothing is said is off, in the parking VLAN"),
            edge: law("an end device makes no loop: edge port with BPDU guard"),
            no_edge: law("a bridge may be behind it: no edge port"),
            trunk_trusted: law("answers of servers come from trunks, hosts and devices with a fixed address"),
            untrusted: law("no server answers from an end port"),
            announces: law("devices of the school tell each other who they are"),
            hidden: law("the operator is told nothing"),
            on: law("a port that is used is on"),
            no_loop: law("loops are looked for behind end ports only"),
            plain: law("no class asks for voice here"),
            dies: law("untagged frames die in the parking VLAN"),
            loop_detection: school.switching.loop_detection,
            storm: school.switching.storm,
        }
    }
}

/// A port before it has a use.
pub struct Bare {
    /// Its number.
    pub id: PortId,
    /// What the device calls it.
    pub interface: Sourced<String>,
    /// Its speed.
    pub speed: Speed,
    /// Whether it can power a device.
    pub powers: bool,
}

/// The features that a means of authentication needs.
pub fn features_of(auth: PortAuth) -> &'static [&'static str] {
    match auth {
        PortAuth::Off => &[],
        PortAuth::Mac => &["mac-auth"],
        PortAuth::Dot1x => &["dot1x"],
        PortAuth::Dot1xOrMac => &["dot1x", "mac-auth"],
    }
}

/// The state of a port.
#[expect(clippy::too_many_arguments, reason = "a port is where everything meets")]
pub fn of(
    school: &School,
    topology: &Topology,
    vertex: VertexId,
    claim: Option<&Claim>,
    bare: Bare,
    hardware: &Hardware,
    laws: &Laws,
    origins: &mut Origins,
) -> Port {
    let powers = bare.powers;
    let mut port = unused(bare, laws);
    let Some(claim) = claim else { return port };
    port.enabled = Sourced::new(true, laws.on);
    match claim.what {
        What::Use(i) => {
            let Some(VertexKind::Switch(s)) = topology.at(vertex).map(|v| v.kind) else { return port };
            match school.switches.get(s).and_then(|s| s.uses.get(i)).map(|u| &u.what) {
                Some(UseKind::Access(access)) => self::access(school, access, powers, hardware, laws, &mut port),
                Some(UseKind::Trunk(trunk)) => {
                    let tagged = trunk.vlans.iter().filter_map(|v| school.vlan(v).map(|x| *x.id)).collect();
                    let untagged = trunk.untagged.as_ref().and_then(|u| school.vlan(u).map(|x| u.with(*x.id)));
                    let from: Vec<Origin> = trunk.vlans.iter().map(|v| v.origin()).collect();
                    let tagged = origins.derive(tagged, "the list is written by hand", &from);
                    port.link = trunk_link(tagged, untagged, laws);
                    port.description = trunk.note.clone();
                    port.trusted = Sourced::new(true, laws.trunk_trusted);
                    port.edge = Sourced::new(false, laws.no_edge);
                }
                Some(UseKind::Spare { note }) => {
                    port.enabled = Sourced::new(false, claim.statement);
                    port.description = note.clone();
                }
                None => {}
            }
        }
        What::Cable(edge) => cable(school, topology, vertex, edge, claim, laws, origins, &mut port),
        What::AccessPoint(i) => {
            let Some(ap) = school.access_points.get(i) else { return port };
            access_point(school, ap, powers, laws, origins, &mut port);
        }
        What::Device(i) => {
            let Some(device) = school.devices.get(i) else { return port };
            self::device(school, device, powers, hardware, laws, &mut port);
        }
        What::Console(i) => {
            let name = school.hosts.get(i).map(|h| h.name.clone());
            let text =
                name.map(|n| origins.derive(format!("{n} console"), "a port is described by what is plugged in", &[n.origin()]));
            managed(school, text, laws, &mut port);
        }
        What::Ups(i) => managed(school, school.ups.get(i).map(|u| u.name.clone()), laws, &mut port),
        What::Wan => wan(school, laws, origins, &mut port),
        What::Stack(_) => {}
    }
    port
}

/// A port of which nothing is said: off, in the parking VLAN.
fn unused(bare: Bare, laws: &Laws) -> Port {
    Port {
        id: bare.id,
        interface: bare.interface,
        speed: bare.speed,
        description: None,
        enabled: Sourced::new(false, laws.unused),
        link: Link::Access { vlan: Sourced::new(*laws.parking, laws.unused), voice: None },
        lag: None,
        edge: Sourced::new(true, laws.edge),
        auth: None,
        poe: bare.powers.then(|| Sourced::new(false, laws.unused)),
        storm: None,
        loop_detection: Sourced::new(false, laws.no_loop),
        trusted: Sourced::new(false, laws.untrusted),
        announces: Sourced::new(true, laws.announces),
        voice_priority: Sourced::new(false, laws.plain),
    }
}

fn access(school: &School, access: &AccessUse, powers: bool, hardware: &Hardware, laws: &Laws, port: &mut Port) {
    let class = access.port_class.as_ref().and_then(|c| school.port_classes.get(c.as_str()));
    let vlan = access.vlan.as_ref().and_then(|v| school.vlan(v).map(|x| v.with(*x.id))).or(class.and_then(|c| c.vlan));
    let Some(vlan) = vlan else { return };
    let voice = voice(school, access).filter(|_| hardware.has("voice"));
    port.link = Link::Access { vlan, voice };
    port.description = access.outlet.clone().or_else(|| access.room.clone());
    manner(school, class, access.auth, hardware, laws, port);
    if powers {
        let wanted = access.poe.or(class.map(|c| c.poe));
        port.poe = wanted.or(Some(Sourced::new(true, laws.on)));
    }
}

/// What a class asks of a port: authentication, limits, guards.
fn manner(
    school: &School,
    class: Option<&region::PortClass>,
    own: Option<Sourced<PortAuth>>,
    hardware: &Hardware,
    laws: &Laws,
    port: &mut Port,
) {
    port.loop_detection = laws.loop_detection;
    port.storm = class.and_then(|c| c.storm).or(laws.storm).and_then(|s| u32::try_from(*s).ok().map(|n| s.with(n)));
    if let Some(class) = class {
        port.enabled = class.up;
        port.voice_priority = class.voice_priority;
    }
    let auth = own.or(class.map(|c| c.auth)).filter(|a| **a != PortAuth::Off);
    let can = |a: &Sourced<PortAuth>| features_of(**a).iter().all(|f| hardware.has(f));
    let Some(auth) = auth.filter(can).filter(|_| school.services.radius.is_some()) else { return };
    let method = match *auth {
        PortAuth::Off => return,
        PortAuth::Mac => AuthMethod::Mac,
        PortAuth::Dot1x => AuthMethod::Dot1x,
        PortAuth::Dot1xOrMac => AuthMethod::Dot1xOrMac,
    };
    port.auth = Some(Auth {
        method: auth.with(method),
        rejected: class.and_then(|c| c.rejected),
        server_dead: class.map_or(auth.with(crate::state::switch::ServerDead::Open), |c| c.server_dead),
        max_macs: class.and_then(|c| c.macs).and_then(|m| u16::try_from(*m).ok().map(|n| m.with(n))),
    });
}

fn trunk_link(tagged: Sourced<VlanSet>, untagged: Option<Sourced<VlanId>>, laws: &Laws) -> Link {
    match untagged {
        Some(native) => {
            let mut set = tagged.value().clone();
            set.remove(*native);
            Link::Trunk { native, native_passes: native.with(true), tagged: tagged.with(set) }
        }
        None => Link::Trunk { native: laws.parking, native_passes: Sourced::new(false, laws.dies), tagged },
    }
}

/// The VLANs of a cable's end: its list when one is written, what lies on a path between two members otherwise.
pub fn cable_link(
    school: &School,
    topology: &Topology,
    vertex: VertexId,
    id: EdgeId,
    laws: &Laws,
    origins: &mut Origins,
) -> Link {
    let (edge, cable) = (topology.edges.get(id.0), school.cables.get(id.0));
    let Some((edge, cable)) = edge.zip(cable) else {
        return Link::Access { vlan: laws.parking, voice: None };
    };
    let untagged = cable.untagged.as_ref().and_then(|u| school.vlan(u).map(|x| u.with(*x.id)));
    if let Some(listed) = &cable.listed {
        let ids = listed.iter().filter_map(|v| school.vlan(v).map(|x| *x.id)).collect();
        let from: Vec<Origin> = listed.iter().map(|v| v.origin()).collect();
        let tagged = origins.derive(ids, "the list is written by hand", &from);
        return trunk_link(tagged, untagged, laws);
    }
    let mut from: Vec<Origin> = vec![cable.origin];
    for why in edge.carried.values() {
        for origin in why {
            if !from.contains(origin) {
                from.push(*origin);
            }
        }
    }
    let ids = edge.carried.keys().copied().collect();
    let tagged = origins.derive(ids, "a cable carries the VLANs that have members on both sides of it", &from);
    trunk_link(tagged, untagged.or_else(|| card_native(school, topology, vertex, id)), laws)
}

/// Towards a firewall appliance: the VLAN that the card takes without a tag.
fn card_native(school: &School, topology: &Topology, vertex: VertexId, id: EdgeId) -> Option<Sourced<VlanId>> {
    let firewall = school.firewall.as_ref()?;
    let edge = topology.edges.get(id.0)?;
    let other = if edge.a.vertex == vertex { &edge.b } else { &edge.a };
    if topology.name(other.vertex) != firewall.on.as_str() {
        return None;
    }
    let port = other.ports.first()?;
    let card = firewall.cards.iter().find(|c| *c.number == u64::from(port.number))?;
    let untagged = card.untagged.as_ref()?;
    school.vlan(untagged).map(|v| untagged.with(*v.id))
}

/// `to NAME PORT`: the device at the other end and the port there that belongs to this one.
pub fn cable_description(
    school: &School,
    topology: &Topology,
    vertex: VertexId,
    id: EdgeId,
    port: Option<PortId>,
    origins: &mut Origins,
) -> Option<Sourced<String>> {
    let edge = topology.edges.get(id.0)?;
    let (own, other) = if edge.a.vertex == vertex { (&edge.a, &edge.b) } else { (&edge.b, &edge.a) };
    let name = topology.at(other.vertex)?.name.clone();
    let far = match port {
        Some(port) => {
            let position = own.ports.iter().position(|p| **p == port)?;
            other.ports.get(position).map(|p| p.to_string())
        }
        None => other.lag.as_ref().map(|l| format!("LAG {l}")),
    };
    let text = match far {
        Some(far) => format!("to {name} {far}"),
        None => format!("to {name}"),
    };
    let statement = school.cables.get(id.0)?.origin;
    Some(origins.derive(text, "a cable is described by its other end", &[statement, name.origin()]))
}

#[expect(clippy::too_many_arguments, reason = "a cable joins two devices, their ports and what they carry")]
fn cable(
    school: &School,
    topology: &Topology,
    vertex: VertexId,
    id: EdgeId,
    claim: &Claim,
    laws: &Laws,
    origins: &mut Origins,
    port: &mut Port,
) {
    port.link = cable_link(school, topology, vertex, id, laws, origins);
    port.description = cable_description(school, topology, vertex, id, Some(*claim.port), origins);
    port.trusted = Sourced::new(true, laws.trunk_trusted);
    port.edge = Sourced::new(false, laws.no_edge);
    let own = topology.edges.get(id.0).map(|e| if e.a.vertex == vertex { (&e.a, e.aggregate) } else { (&e.b, e.aggregate) });
    if let Some((end, true)) = own {
        port.lag = end.lag;
    }
}

fn access_point(school: &School, ap: &region::AccessPoint, powers: bool, laws: &Laws, origins: &mut Origins, port: &mut Port) {
    let Some(wifi) = &school.wifi else { return };
    let Some(manage) = school.vlan(&wifi.manage).map(|v| wifi.manage.with(*v.id)) else { return };
    let vlans = access_point_vlans(school, ap);
    let from: Vec<Origin> = std::iter::once(ap.name.origin()).chain(vlans.iter().map(|(_, o)| *o)).collect();
    let ids: VlanSet = vlans.into_iter().map(|(v, _)| v).collect();
    let tagged = origins.derive(ids, "an access point's port carries the VLANs of the SSIDs that it sends", &from);
    port.link = trunk_link(tagged, Some(manage), laws);
    port.description = Some(ap.name.clone());
    port.loop_detection = Sourced::new(false, laws.no_loop);
    if ap.address.is_some() {
        port.trusted = Sourced::new(true, laws.trunk_trusted);
    }
    if powers {
        port.poe = Some(ap.power.with(*ap.power == Power::Poe));
    }
}

fn device(school: &School, device: &region::Device, powers: bool, hardware: &Hardware, laws: &Laws, port: &mut Port) {
    let Some(vlan) = device.vlan.as_ref().and_then(|v| school.vlan(v)) else { return };
    let here = device.vlan.as_ref().map_or(device.name.origin(), |v| v.origin());
    port.link = Link::Access { vlan: Sourced::new(*vlan.id, here), voice: None };
    port.description = Some(device.name.clone());
    let class = vlan.port_class.as_ref().and_then(|c| school.port_classes.get(c.as_str()));
    if *vlan.domain != Domain::Management {
        manner(school, class, None, hardware, laws, port);
    }
    if device.address.is_some() {
        port.trusted = Sourced::new(true, laws.trunk_trusted);
    }
    if powers {
        let by_port = device.power.map(|p| p.with(*p == Power::Poe));
        port.poe = by_port.or(class.map(|c| c.poe)).or(Some(Sourced::new(true, laws.on)));
    }
}

/// A console or a UPS card: in the management VLAN, with a fixed address.
fn managed(school: &School, description: Option<Sourced<String>>, laws: &Laws, port: &mut Port) {
    let Some(vlan) = school.vlan_of(Domain::Management) else { return };
    port.link = Link::Access { vlan: vlan.id, voice: None };
    port.description = description;
    port.trusted = Sourced::new(true, laws.trunk_trusted);
    port.storm = laws.storm.and_then(|s| u32::try_from(*s).ok().map(|n| s.with(n)));
    port.loop_detection = laws.loop_detection;
}

/// The operator's box: untagged in the transit VLAN, told nothing, limited by nothing (specification, part 6.4).
fn wan(school: &School, laws: &Laws, origins: &mut Origins, port: &mut Port) {
    let Some(wan) = &school.wan else { return };
    let Some(vlan) = school.vlan(&wan.vlan) else { return };
    port.link = Link::Access { vlan: vlan.id, voice: None };
    let text = match &wan.circuit {
        Some(circuit) => format!("{} {circuit}", wan.organisation),
        None => wan.organisation.value().clone(),
    };
    let from: Vec<Origin> = std::iter::once(wan.organisation.origin()).chain(wan.circuit.as_ref().map(|c| c.origin())).collect();
    port.description = Some(origins.derive(text, "the operator's port bears the line's number", &from));
    port.announces = Sourced::new(false, laws.hidden);
}
