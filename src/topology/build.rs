//! From a school to its graph: vertices, edges, claims on ports, feet in VLANs.

use super::carried::{self, Member};
use super::{Claim, Edge, EdgeEnd, EdgeId, Graph, Topology, Vertex, VertexId, VertexKind, What};
use crate::base::{Origin, Origins, Sink, Sourced};
use crate::catalogue::{Catalogue, Model, ModelKind};
use crate::net::{Port, VlanId};
use crate::region::{
    AccessPoint, At, Cable, Domain, End, PortAuth, PortClass, School, ServerDead, Status, Switch, SwitchRole, UseKind,
};
use std::collections::{BTreeMap, BTreeSet};

crate::findings! {
    /// An aggregate has no number of its own, and none can be derived.
    ///
    /// The lowest port of an aggregate is its number where the model allows that number. Stacks have no such port, and
    /// some models number their aggregates from 1 to 24 or less: there the number must be written, so that adding a
    /// port never renumbers an aggregate.
    pub static LAG_ID_NEEDED = "lag-id-needed", Error;
    /// Two aggregates of one device have one number.
    ///
    /// The device would bundle the ports of both into one aggregate and send frames for one neighbour to the other.
    pub static DUP_LAG_ID = "dup-lag-id", Error;
    /// A cable ends on a switch, and no port is named there.
    ///
    /// A host's or an appliance's ports follow from its model, in order; which port of a switch a cable is in is a fact
    /// that only somebody who looked at it knows.
    pub static CABLE_WITHOUT_PORT = "cable-without-port", Error;
}

/// What this stage can find.
pub static RULES: &[&crate::base::Rule] = &[&CABLE_WITHOUT_PORT, &DUP_LAG_ID, &LAG_ID_NEEDED];

impl Topology {
    /// Builds the graph of a school and derives what each cable carries.
    pub fn of(school: &School, catalogue: &Catalogue, origins: &mut Origins) -> Topology {
        let vertices = vertices(school);
        let index: BTreeMap<&str, VertexId> = vertices.iter().enumerate().map(|(i, v)| (v.name.as_str(), VertexId(i))).collect();
        let mut edges: Vec<Edge> = Vec::new();
        // Ports that any cable names are no free ports, wherever in the file it stands.
        let mut taken: BTreeMap<VertexId, BTreeSet<Port>> = BTreeMap::new();
        for end in school.cables.iter().flat_map(|c| [&c.a, &c.b]) {
            if let Some(&vertex) = index.get(end.device.as_str()) {
                taken.entry(vertex).or_default().extend(end.ports.iter().map(|p| **p));
            }
        }
        for cable in &school.cables {
            edges.push(edge(cable, &index, &vertices, school, catalogue, origins, &mut taken));
        }
        let claims = claims(school, &index, &edges);
        let feet = feet(school, &vertices, &index, &edges, &claims);
        carried::fill(&vertices, &mut edges, &feet);
        let members = feet
            .into_iter()
            .map(|(vlan, feet)| {
                let mut by: BTreeMap<VertexId, Vec<Origin>> = BTreeMap::new();
                feet.into_iter().for_each(|m| by.entry(m.vertex).or_default().push(m.origin));
                (vlan, by)
            })
            .collect();
        let graph = Graph::of(vertices.len(), edges.iter().map(|e| (e.a.vertex, e.b.vertex)));
        let root = root(school).and_then(|name| index.get(name).copied());
        Topology { vertices, edges, claims, members, root, graph }
    }

    /// Reports ends of cables without a port, aggregates without a number and numbers used twice.
    pub fn report(&self, school: &School, catalogue: &Catalogue, out: &mut Sink) {
        for (edge, cable) in self.edges.iter().zip(&school.cables) {
            for (end, written) in [(&edge.a, &cable.a), (&edge.b, &cable.b)] {
                let is_switch = self.at(end.vertex).is_some_and(|v| matches!(v.kind, VertexKind::Switch(_)));
                // A port that is named and is none has been reported.
                if is_switch && end.ports.is_empty() && !written.named {
                    out.report(&CABLE_WITHOUT_PORT, format!("a cable ends on {} at no port", self.name(end.vertex)))
                        .at(written.list, "no port of the switch is named")
                        .help("name the port: only hosts and appliances have ports that follow from their model");
                }
            }
        }
        let mut seen: BTreeMap<(VertexId, u16), &EdgeEnd> = BTreeMap::new();
        for (edge, cable) in self.edges.iter().zip(&school.cables) {
            for (end, written, word) in [(&edge.a, &cable.a, "lag"), (&edge.b, &cable.b, "to-lag")] {
                let is_switch = self.at(end.vertex).is_some_and(|v| matches!(v.kind, VertexKind::Switch(_)));
                if !edge.aggregate || !is_switch {
                    continue;
                }
                let name = self.name(end.vertex);
                let Some(lag) = &end.lag else {
                    let used: BTreeSet<u16> =
                        self.edges_of(end.vertex).filter_map(|(_, _, own, _)| own.lag.as_ref().map(|l| **l)).collect();
                    let free = (1..=128).find(|n| !used.contains(n) && lag_id_fits(school, catalogue, name, *n));
                    let report = out
                        .report(&LAG_ID_NEEDED, format!("the aggregate on {name} needs a number"))
                        .at(written.list, "its ports give none that the model allows");
                    if let Some(free) = free {
                        report.help(format!("write `{word}={free}`, the lowest free number"));
                    }
                    continue;
                };
                if let Some(first) = seen.insert((end.vertex, **lag), end) {
                    out.report(&DUP_LAG_ID, format!("two aggregates on {name} have number {lag}"))
                        .at(lag, "this one")
                        .also(first.lag.as_ref(), "and this one")
                        .help(format!("write another number: `{word}=`"));
                }
            }
        }
    }
}

fn vertices(school: &School) -> Vec<Vertex> {
    let cabled: BTreeSet<&str> = school.cables.iter().flat_map(|c| [c.a.device.as_str(), c.b.device.as_str()]).collect();
    let switches = school.switches.iter().enumerate().map(|(i, s)| (s.name.clone(), VertexKind::Switch(i)));
    let hosts = school.hosts.iter().enumerate().map(|(i, h)| (h.name.clone(), VertexKind::Host(i)));
    let devices = school.devices.iter().enumerate().filter(|(_, d)| cabled.contains(d.name.as_str()));
    let devices = devices.map(|(i, d)| (d.name.clone(), VertexKind::Device(i)));
    let mut all: Vec<Vertex> = switches.chain(hosts).chain(devices).map(|(name, kind)| Vertex { name, kind }).collect();
    all.sort_by(|a, b| (&a.name, a.kind).cmp(&(&b.name, b.kind)));
    all
}

/// The core switch: the only one, or the one that says `root=on`.
fn root(school: &School) -> Option<&str> {
    let cores: Vec<&Switch> = school.switches.iter().filter(|s| *s.role == SwitchRole::Core).collect();
    let chosen = cores.iter().find(|s| *s.root).or(cores.first())?;
    Some(chosen.name.as_str())
}

fn model<'a>(school: &School, catalogue: &'a Catalogue, vertex: &Vertex, member: u8) -> Option<&'a Model> {
    match vertex.kind {
        VertexKind::Switch(i) => {
            let member = school.switches.get(i)?.members.iter().find(|m| m.id == member)?;
            catalogue.model(ModelKind::Switch, &member.model)
        }
        VertexKind::Host(i) => catalogue.model(ModelKind::Host, &school.hosts.get(i)?.model),
        VertexKind::Device(i) => {
            let device = school.devices.get(i)?;
            catalogue.model(ModelKind::of(device.kind.word())?, device.model.as_ref()?)
        }
    }
}

/// Whether a switch may number an aggregate so; for a stack, whether every member may.
fn lag_id_fits(school: &School, catalogue: &Catalogue, switch: &str, id: u16) -> bool {
    let members = school.switch(switch).map(|s| s.members.as_slice()).unwrap_or_default();
    members
        .iter()
        .filter_map(|m| catalogue.model(ModelKind::Switch, &m.model))
        .all(|m| m.limits.lag_ids.is_none_or(|(a, b)| (a..=b).contains(&id)))
}

fn edge(
    cable: &Cable,
    index: &BTreeMap<&str, VertexId>,
    vertices: &[Vertex],
    school: &School,
    catalogue: &Catalogue,
    origins: &mut Origins,
    taken: &mut BTreeMap<VertexId, BTreeSet<Port>>,
) -> Edge {
    // A device that is named twice resolves to its first vertex; the double name is a finding of its own.
    let vertex = |end: &End| index.get(end.device.as_str()).copied().unwrap_or(VertexId(usize::MAX));
    let mut ends = [vertex(&cable.a), vertex(&cable.b)].map(|vertex| EdgeEnd { vertex, ports: Vec::new(), lag: None });
    let written = [&cable.a, &cable.b];
    let widest = written.iter().map(|w| w.ports.len()).max().unwrap_or(0);
    for (end, written) in ends.iter_mut().zip(written) {
        end.ports = written.ports.clone();
        let Some(v) = vertices.get(end.vertex.0) else { continue };
        let used = taken.entry(end.vertex).or_default();
        if end.ports.is_empty() && !matches!(v.kind, VertexKind::Switch(_)) {
            // Hosts and appliances may leave their ports out: the model's first ones that no cable has taken.
            let free: Vec<u16> = model(school, catalogue, v, 0)
                .map(|m| m.numbers().filter(|&n| !used.contains(&Port::plain(n))).take(widest).collect())
                .unwrap_or_default();
            end.ports = free
                .into_iter()
                .map(|n| origins.derive(Port::plain(n), "a host's cables take its ports in order", &[written.list]))
                .collect();
        }
        used.extend(end.ports.iter().map(|p| **p));
    }
    let aggregate = widest > 1;
    if aggregate {
        for (end, written) in ends.iter_mut().zip(written) {
            end.lag = lag(end, written, vertices, school, catalogue, origins);
        }
    }
    let [a, b] = ends;
    let named = cable.listed.iter().flatten().chain(cable.listed.as_ref().and(cable.untagged.as_ref()));
    let listed = named.filter_map(|name| school.vlan(name).map(|v| *v.id)).collect();
    Edge { a, b, carried: BTreeMap::new(), listed, aggregate }
}

/// The number of an aggregate: written, or the lowest port where the model allows that number (not on a stack).
fn lag(
    end: &EdgeEnd,
    written: &End,
    vertices: &[Vertex],
    school: &School,
    catalogue: &Catalogue,
    origins: &mut Origins,
) -> Option<Sourced<u16>> {
    if let Some(lag) = &written.lag {
        return u16::try_from(**lag).ok().map(|n| lag.with(n));
    }
    let vertex = vertices.get(end.vertex.0)?;
    let VertexKind::Switch(i) = vertex.kind else { return None };
    let switch = school.switches.get(i)?;
    let lowest = end.ports.iter().min()?;
    let stacked = switch.members.iter().any(|m| m.id > 0);
    let fits = !stacked && lowest.module == 0 && lag_id_fits(school, catalogue, &switch.name, lowest.number);
    fits.then(|| origins.derive(lowest.number, "an aggregate is numbered after its lowest port", &[lowest.origin()]))
}

fn claims(school: &School, index: &BTreeMap<&str, VertexId>, edges: &[Edge]) -> Vec<Claim> {
    let mut claims = Vec::new();
    let here = |status: &Status| *status != Status::Stock;
    for switch in school.switches.iter().filter(|s| here(&s.status)) {
        let Some(&vertex) = index.get(switch.name.as_str()) else { continue };
        for (i, u) in switch.uses.iter().enumerate() {
            claims.push(Claim { vertex, port: u.port, what: What::Use(i), statement: u.statement });
        }
        for (i, (a, b)) in switch.stacking.iter().enumerate() {
            for port in [a, b] {
                claims.push(Claim { vertex, port: *port, what: What::Stack(i), statement: port.origin() });
            }
        }
    }
    for (i, (edge, cable)) in edges.iter().zip(&school.cables).enumerate() {
        for end in [&edge.a, &edge.b] {
            for port in &end.ports {
                claims.push(Claim { vertex: end.vertex, port: *port, what: What::Cable(EdgeId(i)), statement: cable.origin });
            }
        }
    }
    let mut attach = |at: Option<&At>, what: What, statement: Origin| {
        if let Some(at) = at
            && let Some(&vertex) = index.get(at.device.as_str())
        {
            claims.push(Claim { vertex, port: at.port, what, statement });
        }
    };
    for (i, ap) in school.access_points.iter().enumerate().filter(|(_, x)| here(&x.status)) {
        attach(ap.at.as_ref(), What::AccessPoint(i), ap.name.origin());
    }
    for (i, d) in school.devices.iter().enumerate().filter(|(_, x)| here(&x.status)) {
        attach(d.at.as_ref(), What::Device(i), d.name.origin());
    }
    for (i, h) in school.hosts.iter().enumerate().filter(|(_, x)| here(&x.status)) {
        attach(h.oob.as_ref().map(|(at, _)| at), What::Console(i), h.name.origin());
    }
    for (i, u) in school.ups.iter().enumerate().filter(|(_, x)| here(&x.status)) {
        attach(u.at.as_ref(), What::Ups(i), u.name.origin());
    }
    if let Some(wan) = &school.wan {
        attach(wan.at.as_ref(), What::Wan, wan.organisation.origin());
    }
    // Stable: of two claims on one port, the one that was listed first stays first.
    claims.sort_by_key(|c| (c.vertex, *c.port));
    claims
}

/// Every foot of every device in every VLAN (specification, part 6.7).
fn feet(
    school: &School,
    vertices: &[Vertex],
    index: &BTreeMap<&str, VertexId>,
    edges: &[Edge],
    claims: &[Claim],
) -> BTreeMap<VlanId, Vec<Member>> {
    let mut feet: BTreeMap<VlanId, Vec<Member>> = BTreeMap::new();
    let parking = school.vlan_of(Domain::Parking).map(|v| *v.id);
    let mut add = |vlan: VlanId, vertex: VertexId, only: Option<EdgeId>, origin: Origin| {
        if Some(vlan) != parking {
            feet.entry(vlan).or_default().push(Member { vertex, only, origin });
        }
    };
    let id = |name: &str| school.vlan(name).map(|v| *v.id);
    let management = school.vlan_of(Domain::Management).map(|v| *v.id);
    for (i, v) in vertices.iter().enumerate() {
        // What is only in stock is in no network.
        let there = match v.kind {
            VertexKind::Switch(s) => school.switches.get(s).is_some_and(|s| *s.status != Status::Stock),
            VertexKind::Host(h) => school.hosts.get(h).is_some_and(|h| *h.status != Status::Stock),
            VertexKind::Device(_) => false,
        };
        if let (Some(m), true) = (management, there) {
            add(m, VertexId(i), None, v.name.origin());
        }
    }
    for claim in claims {
        match claim.what {
            What::Use(n) => {
                let Some(VertexKind::Switch(s)) = vertices.get(claim.vertex.0).map(|v| v.kind) else { continue };
                match school.switches.get(s).and_then(|s| s.uses.get(n)).map(|u| &u.what) {
                    Some(UseKind::Access(access)) => {
                        let vlan = access.vlan.as_ref().and_then(|v| Some((id(v)?, v.origin())));
                        if let Some((vlan, origin)) = vlan {
                            add(vlan, claim.vertex, None, origin);
                        }
                        let class = access.port_class.as_ref().and_then(|c| school.port_classes.get(c.as_str()));
                        for vlan in voice(school, access).into_iter().chain(fallbacks(class, access.auth)) {
                            add(*vlan, claim.vertex, None, vlan.origin());
                        }
                    }
                    Some(UseKind::Trunk(trunk)) => {
                        for vlan in trunk.vlans.iter().chain(&trunk.untagged) {
                            if let Some(id) = id(vlan) {
                                add(id, claim.vertex, None, vlan.origin());
                            }
                        }
                    }
                    _ => {}
                }
            }
            What::AccessPoint(n) => {
                for (vlan, origin) in school.access_points.get(n).map(|ap| access_point_vlans(school, ap)).unwrap_or_default() {
                    add(vlan, claim.vertex, None, origin);
                }
            }
            What::Device(n) => {
                if let Some(vlan) = school.devices.get(n).and_then(|d| d.vlan.as_ref())
                    && let Some(id) = id(vlan)
                {
                    add(id, claim.vertex, None, vlan.origin());
                    let class = school.vlan(vlan).and_then(|v| v.port_class.as_ref());
                    for vlan in fallbacks(class.and_then(|c| school.port_classes.get(c.as_str())), None) {
                        add(*vlan, claim.vertex, None, vlan.origin());
                    }
                }
            }
            What::Console(_) | What::Ups(_) => {
                if let Some(m) = management {
                    add(m, claim.vertex, None, claim.statement);
                }
            }
            What::Wan => {
                if let Some(wan) = &school.wan
                    && let Some(id) = id(&wan.vlan)
                {
                    add(id, claim.vertex, None, wan.organisation.origin());
                }
            }
            What::Cable(_) | What::Stack(_) => {}
        }
    }
    for guest in &school.guests {
        for host in guest.host.iter().chain(&guest.standby) {
            let Some(&vertex) = index.get(host.as_str()) else { continue };
            for nic in &guest.nics {
                if let Some(id) = id(&nic.vlan) {
                    add(id, vertex, None, nic.vlan.origin());
                }
            }
        }
    }
    if let Some(firewall) = &school.firewall {
        for card in &firewall.cards {
            for vlan in &card.vlans {
                let Some(id) = id(vlan) else { continue };
                if let Some(guest) = school.guest(&firewall.on) {
                    for host in guest.host.iter().chain(&guest.standby) {
                        if let Some(&vertex) = index.get(host.as_str()) {
                            add(id, vertex, None, vlan.origin());
                        }
                    }
                } else if let Some(&vertex) = index.get(firewall.on.as_str()) {
                    // Card N is port N of the appliance.
                    let mine = edges.iter().position(|e| {
                        [&e.a, &e.b]
                            .iter()
                            .any(|end| end.vertex == vertex && end.ports.iter().any(|p| u64::from(p.number) == *card.number))
                    });
                    add(id, vertex, mine.map(EdgeId), vlan.origin());
                }
            }
        }
    }
    feet
}

/// Where a port puts a station that is refused, or that nobody answers for: these VLANs must be there as well.
fn fallbacks(class: Option<&PortClass>, own: Option<Sourced<PortAuth>>) -> Vec<Sourced<VlanId>> {
    let Some(class) = class.filter(|c| *own.unwrap_or(c.auth) != PortAuth::Off) else { return Vec::new() };
    let dead = match *class.server_dead {
        ServerDead::Vlan(v) => Some(class.server_dead.with(v)),
        _ => None,
    };
    class.rejected.into_iter().chain(dead).collect()
}

/// The voice VLAN of an access port: its own, else its class's.
pub fn voice(school: &School, access: &crate::region::AccessUse) -> Option<Sourced<VlanId>> {
    access.voice.or_else(|| school.port_classes.get(access.port_class.as_ref()?.as_str())?.voice)
}

/// The VLANs of an access point's port: management, and those of the SSIDs that it sends and of their roles.
pub fn access_point_vlans(school: &School, ap: &AccessPoint) -> Vec<(VlanId, Origin)> {
    let Some(wifi) = &school.wifi else { return Vec::new() };
    let room = ap.room.as_ref().map(|r| r.as_str());
    let building = room.and_then(|r| school.room(r)).map(|(b, _)| b.name.as_str());
    let sent = wifi
        .ssids
        .iter()
        .filter(|s| s.places.is_empty() || s.places.iter().any(|p| Some(p.as_str()) == room || Some(p.as_str()) == building));
    let vlans = sent.flat_map(|s| s.vlan.iter().chain(s.roles.iter().filter_map(|r| r.vlan.as_ref())));
    let mut found: Vec<(VlanId, Origin)> = Vec::new();
    for name in std::iter::once(&wifi.manage).chain(vlans) {
        if let Some(vlan) = school.vlan(name)
            && !found.iter().any(|(id, _)| *id == *vlan.id)
        {
            found.push((*vlan.id, name.origin()));
        }
    }
    found
}
