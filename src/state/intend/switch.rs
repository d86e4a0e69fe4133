//! The state of every switch: what each port is for becomes mode, VLANs, guards, power and a description.
//!
//! The laws are the specification's part 6: derived trunks, edge ports, snooping and its trusted ports, spanning tree.
//! What a model cannot do is left out here and reported, so that no emitter needs to ask.

use super::host::network_hosts;
use super::nac;
use super::port::{self, Laws};
use crate::base::{Origin, Origins, Rule, Sink, Sourced};
use crate::catalogue::{Catalogue, Model, ModelKind};
use crate::net::{Port as PortId, VlanId, VlanSet};
use crate::region::{self, Domain, School, Status};
use crate::state::switch::{
    Hardware, Lag, Link, Management, Member, Radius, Raw, RawAt, Services, Snmp, SpanningTree, Ssh, StackPort, Switch, Syslog,
    Transport, Vlan,
};
use crate::topology::{Topology, VertexId, VertexKind, What};
use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

crate::findings! {
    /// Something is asked of a switch that its model cannot do.
    ///
    /// It is left out of the configuration. An error when a port's own line asks for it; a warning when the profile asks
    /// for it everywhere, since the park was bought before the profile was written.
    pub static CONFIG_FEATURE_UNSUPPORTED = "config-feature-unsupported", Warning;
    /// Switches that know no TLS send their logs over plain UDP.
    ///
    /// The region said which port takes them; whoever reads the cable reads the logs.
    pub static SYSLOG_IN_CLEAR = "syslog-in-clear", Info;
    /// Logs must travel by TLS, a switch knows none, and the region names no plain port.
    pub static SYSLOG_WITHOUT_TLS = "syslog-without-tls", Error;
    /// Ports authenticate, and the region declares no RADIUS service.
    ///
    /// Nobody would answer: every port would be closed, or open to all, for ever.
    pub static AUTH_WITHOUT_RADIUS = "auth-without-radius", Error;
    /// Raw lines name a port or a VLAN that the device does not have.
    pub static RAW_AT_NOTHING = "raw-at-nothing", Error;
    /// A switch has a device language that préau cannot write.
    ///
    /// It is recorded and drawn, and its neighbours are configured for it; its own configuration stays what it is until
    /// it is replaced.
    pub static NO_EMITTER = "no-emitter", Warning;
}

/// The findings that this file reports.
pub static RULES: &[&Rule] =
    &[&AUTH_WITHOUT_RADIUS, &CONFIG_FEATURE_UNSUPPORTED, &NO_EMITTER, &RAW_AT_NOTHING, &SYSLOG_IN_CLEAR, &SYSLOG_WITHOUT_TLS];

/// The state of every switch that is not only in stock and whose models are known, in order of name.
pub fn switches(school: &School, topology: &Topology, catalogue: &Catalogue, origins: &mut Origins) -> Vec<Switch> {
    let mut all = Vec::new();
    for (number, vertex) in topology.vertices.iter().enumerate() {
        let VertexKind::Switch(index) = vertex.kind else { continue };
        let Some(switch) = school.switches.get(index) else { continue };
        let models: Option<Vec<(u8, &Model)>> =
            switch.members.iter().map(|m| Some((m.id, catalogue.model(ModelKind::Switch, &m.model)?))).collect();
        let Some(models) = models.filter(|m| !m.is_empty()) else { continue };
        if *switch.status == Status::Stock {
            continue;
        }
        all.extend(one(school, topology, VertexId(number), switch, &models, origins));
    }
    all
}

fn one(
    school: &School,
    topology: &Topology,
    vertex: VertexId,
    switch: &region::Switch,
    models: &[(u8, &Model)],
    origins: &mut Origins,
) -> Option<Switch> {
    let parking = school.vlan_of(Domain::Parking)?;
    let (_, first) = models.first()?;
    let features = first.features.iter().filter(|f| models.iter().all(|(_, m)| m.features.contains(f))).cloned().collect();
    let hardware = Hardware {
        features,
        poe: models.iter().any(|(_, m)| m.ports.iter().any(|g| g.poe.is_some())),
        stack: switch.members.iter().any(|m| m.id > 0),
    };
    let laws = Laws::of(school, &hardware, parking, origins);
    let ports = ports(school, topology, vertex, models, &hardware, &laws, origins);
    let lags = lags(school, topology, vertex, &ports, &laws, origins);
    let model_origin = switch.members.first().map(|m| m.model.origin())?;
    let members = switch
        .members
        .iter()
        .map(|m| Member {
            id: m.id.max(1),
            model: m.model.clone(),
            priority: m.priority.and_then(|p| u8::try_from(*p).ok().map(|n| p.with(n))),
        })
        .collect();
    let authenticates = ports.iter().any(|p| p.auth.is_some());
    Some(Switch {
        name: switch.name.clone(),
        sysname: switch.sysname.clone(),
        os: origins.derive(first.os.clone().unwrap_or_default(), "a model speaks one device language", &[model_origin]),
        members,
        stack_ports: stack_ports(switch, models),
        vlans: vlans(school, topology, vertex, parking, &hardware, origins),
        stp: spanning_tree(school, topology, vertex, switch, origins),
        management: management(school, switch),
        services: services(school, switch, &hardware, authenticates, origins),
        raw: raw(school, switch),
        hardware,
        ports,
        lags,
    })
}

/// All stack cables of one pair of members are one link: port 2 of the lower to port 1 of the higher, and the reverse for
/// the pair that closes a ring.
fn stack_ports(switch: &region::Switch, models: &[(u8, &Model)]) -> Vec<StackPort> {
    let name = |p: &Sourced<PortId>| {
        let (_, model) = models.iter().find(|(id, _)| *id == p.member)?;
        model.interface(**p).map(|i| p.with(i))
    };
    let ids: Vec<u8> = switch.members.iter().map(|m| m.id).collect();
    let position = |id: u8| ids.iter().position(|x| *x == id);
    let mut found: BTreeMap<(u8, u8), Vec<Sourced<String>>> = BTreeMap::new();
    for (a, b) in &switch.stacking {
        let (low, high) = if a.member <= b.member { (a, b) } else { (b, a) };
        let (Some(i), Some(j)) = (position(low.member), position(high.member)) else { continue };
        let closes = ids.len() > 2 && i == 0 && j + 1 == ids.len();
        let (of_low, of_high) = if closes { (1, 2) } else { (2, 1) };
        found.entry((low.member, of_low)).or_default().extend(name(low));
        found.entry((high.member, of_high)).or_default().extend(name(high));
    }
    found.into_iter().map(|((member, port), interfaces)| StackPort { member, port, interfaces }).collect()
}

fn ports(
    school: &School,
    topology: &Topology,
    vertex: VertexId,
    models: &[(u8, &Model)],
    hardware: &Hardware,
    laws: &Laws,
    origins: &mut Origins,
) -> Vec<crate::state::switch::Port> {
    // Of two claims on one port the first is configured; that there are two is a rule's finding.
    let mut claims: BTreeMap<PortId, &crate::topology::Claim> = BTreeMap::new();
    for claim in topology.claims_on(vertex) {
        claims.entry(*claim.port).or_insert(claim);
    }
    let mut ports = Vec::new();
    for &(member, model) in models {
        for number in model.numbers() {
            let id = PortId { member, module: 0, number };
            let claim = claims.get(&id).copied();
            if matches!(claim.map(|c| c.what), Some(What::Stack(_))) {
                continue;
            }
            let (Some(group), Some(interface)) = (model.group(number), model.interface(id)) else { continue };
            let interface = Sourced::new(interface, laws.model);
            let bare = port::Bare { id, interface, speed: group.speed(), powers: group.poe.is_some() };
            ports.push(port::of(school, topology, vertex, claim, bare, hardware, laws, origins));
        }
    }
    ports
}

fn lags(
    school: &School,
    topology: &Topology,
    vertex: VertexId,
    ports: &[crate::state::switch::Port],
    laws: &Laws,
    origins: &mut Origins,
) -> Vec<Lag> {
    let mut lags = Vec::new();
    for (id, edge, own, _) in topology.edges_of(vertex) {
        let (true, Some(lag)) = (edge.aggregate, own.lag) else { continue };
        let members: Vec<PortId> = own.ports.iter().map(|p| **p).filter(|p| ports.iter().any(|x| x.id == *p)).collect();
        let link = port::cable_link(school, topology, vertex, id, laws, origins);
        let description = port::cable_description(school, topology, vertex, id, None, origins);
        lags.push(Lag { id: lag, members, description, link, trusted: Sourced::new(true, laws.trunk_trusted) });
    }
    lags.sort_by_key(|l| *l.id);
    lags
}

fn vlans(
    school: &School,
    topology: &Topology,
    vertex: VertexId,
    parking: &region::Vlan,
    hardware: &Hardware,
    origins: &mut Origins,
) -> Vec<Vlan> {
    let mut ids: VlanSet = topology.vlans_of(vertex);
    ids.insert(*parking.id);
    let nothing = origins.derived("a VLAN without a pool has no leases to watch", &[]);
    let mut vlans = Vec::new();
    for id in ids.iter() {
        let Some(vlan) = school.vlan_by_id(id) else { continue };
        let pooled = vlan.pool.filter(|_| *vlan.domain != Domain::Transit);
        let watch = |wanted: &Sourced<bool>, feature: &str| match pooled {
            Some(_) if **wanted && hardware.has(feature) => wanted.with(true),
            Some(_) => wanted.with(false),
            None => Sourced::new(false, nothing),
        };
        vlans.push(Vlan {
            id: vlan.id,
            name: vlan.name.clone(),
            snooping: watch(&school.switching.snooping_dhcp, "dhcp-snooping"),
            arp_inspection: watch(&school.switching.snooping_arp, "arp-inspection"),
            voice: vlan.domain.with(*vlan.domain == Domain::Telephonie),
        });
    }
    vlans
}

fn spanning_tree(
    school: &School,
    topology: &Topology,
    vertex: VertexId,
    switch: &region::Switch,
    origins: &mut Origins,
) -> SpanningTree {
    let root = topology.root == Some(vertex);
    let priority = match root {
        true => u32::try_from(*school.switching.root).map_or(4096, |n| n),
        false => 32_768,
    };
    let from =
        if root { [school.switching.root.origin(), switch.role.origin()] } else { [switch.role.origin(), switch.name.origin()] };
    let because = "the core switch is the root of the spanning tree, the others keep the standard priority";
    SpanningTree {
        region: origins.derive(school.uai.lower(), "all switches of a school are one MST region", &[school.uai.origin()]),
        revision: origins.derive(0, "all switches of a school are one MST region", &[]),
        priority: origins.derive(priority, because, &from),
    }
}

fn management(school: &School, switch: &region::Switch) -> Option<Management> {
    let vlan = school.vlan_of(Domain::Management)?;
    Some(Management {
        vlan: vlan.id,
        address: switch.address?,
        subnet: vlan.subnet?,
        gateway: vlan.gateway?,
        v6: switch.address6.zip(vlan.subnet6),
    })
}

fn services(
    school: &School,
    switch: &region::Switch,
    hardware: &Hardware,
    authenticates: bool,
    origins: &mut Origins,
) -> Services {
    let gateway = school.vlan_of(Domain::Management).and_then(|v| v.gateway);
    let mut asked = |relayed: &Option<region::Relayed>| -> Vec<Sourced<IpAddr>> {
        let Some(relayed) = relayed else { return Vec::new() };
        match gateway {
            Some(gateway) if *relayed.by_firewall => {
                let from = [relayed.by_firewall.origin(), relayed.network.origin(), gateway.origin()];
                vec![origins.derive(IpAddr::V4(*gateway), "inside, every device asks its gateway", &from)]
            }
            _ => network_hosts(school, &relayed.network),
        }
    };
    let (dns, ntp) = (asked(&school.services.dns), asked(&school.services.ntp));
    let closet = school.rack(&switch.rack).map(|(_, r)| (r.location.clone(), switch.rack.origin()));
    let location = closet.map(|(location, rack)| {
        let text = format!("{} / {}", school.name, location);
        origins.derive(text, "a switch tells where it stands", &[rack, location.origin()])
    });
    Services {
        domain: Some(school.domain.clone()),
        dns,
        ntp,
        timezone: school.timezone.clone(),
        syslog: syslog(school, hardware),
        snmp: school.services.snmp.as_ref().map(|s| Snmp {
            managers: network_hosts(school, &s.network),
            user: s.user.clone(),
            auth: s.secret.clone(),
            privacy: s.privacy.clone(),
        }),
        location,
        radius: school.services.radius.as_ref().filter(|_| authenticates).map(|r| Radius {
            servers: nac::servers(school),
            secret: r.secret.clone(),
            coa: r.coa,
        }),
        ssh: school.services.ssh.as_ref().map(|s| Ssh {
            from: network_hosts(school, &s.network),
            user: s.user.clone(),
            password: s.password.clone(),
            console: s.console.clone(),
            key: s.key.clone(),
        }),
    }
}

fn syslog(school: &School, hardware: &Hardware) -> Vec<Syslog> {
    let Some(service) = &school.services.syslog else { return Vec::new() };
    let port = |p: &Option<Sourced<u64>>, otherwise: u16| match p {
        Some(p) => p.with(u16::try_from(**p).unwrap_or(otherwise)),
        None => service.transport.with(otherwise),
    };
    let (port, transport) = match service.transport.as_str() {
        "tls" if hardware.has("syslog-tls") => (port(&service.port, 6514), Transport::Tls),
        "tls" => match service.plain {
            Some(plain) => (plain.with(u16::try_from(*plain).unwrap_or(514)), Transport::Udp),
            // Reported as `syslog-without-tls`: nothing is sent in clear that nobody allowed.
            None => return Vec::new(),
        },
        "tcp" => (port(&service.port, 601), Transport::Tcp),
        _ => (port(&service.port, 514), Transport::Udp),
    };
    let transport = service.transport.with(transport);
    network_hosts(school, &service.network).into_iter().map(|address| Syslog { address, port, transport }).collect()
}

fn raw(school: &School, switch: &region::Switch) -> Vec<Raw> {
    switch
        .raw
        .iter()
        .filter_map(|r| Some(Raw { at: raw_at(school, &r.at)?, line: r.line.clone(), undo: r.undo.clone() }))
        .collect()
}

/// The place that the word of `raw at=` names; `None` when it is none.
pub(super) fn raw_at(school: &School, at: &str) -> Option<RawAt> {
    if at == "global" {
        return Some(RawAt::Global);
    }
    if let Some(name) = at.strip_prefix("vlan:") {
        return school.vlan(name).map(|v| RawAt::Vlan(*v.id));
    }
    at.parse().ok().map(RawAt::Port)
}

/// Reports what keeps a switch's state from being all that was asked.
pub fn report(
    school: &School,
    topology: &Topology,
    catalogue: &Catalogue,
    states: &[Switch],
    languages: &[&str],
    out: &mut Sink,
) {
    let mut plain: Option<Origin> = None;
    let mut silent: Option<(&Sourced<String>, Origin)> = None;
    for state in states {
        let Some(switch) = school.switch(&state.name) else { continue };
        let Some(vertex) = topology.vertex(&state.name) else { continue };
        // What no configuration is written for lacks nothing in it.
        if languages.contains(&state.os.as_str()) {
            lacking(school, topology, catalogue, vertex, switch, state, out);
        }
        if let Some(service) = &school.services.syslog
            && *service.transport == "tls"
            && !state.hardware.has("syslog-tls")
        {
            match service.plain {
                Some(p) => drop(plain.get_or_insert(p.origin())),
                None => drop(silent.get_or_insert((&switch.name, service.transport.origin()))),
            }
        }
        for (r, written) in state.raw.iter().zip(&switch.raw).filter(|_| state.raw.len() == switch.raw.len()) {
            let there = match r.at {
                RawAt::Global => true,
                RawAt::Port(p) => state.ports.iter().any(|x| x.id == p),
                RawAt::Vlan(v) => state.vlans.iter().any(|x| *x.id == v),
            };
            if !there {
                raw_at_nothing(&switch.name, written, out);
            }
        }
        for written in switch.raw.iter().filter(|r| raw_at(school, &r.at).is_none()) {
            raw_at_nothing(&switch.name, written, out);
        }
        no_emitter(catalogue, switch, state, languages, out);
    }
    if let Some(origin) = plain {
        out.report(&SYSLOG_IN_CLEAR, "some switches of this school know no TLS and send their logs over plain UDP")
            .at(origin, "the port for them");
    }
    if let Some((name, origin)) = silent {
        out.report(&SYSLOG_WITHOUT_TLS, format!("logs must travel by TLS, and {name} knows none"))
            .at(origin, "transport=tls, and no `plain=`")
            .also(name, "this switch")
            .help("name a plain UDP port for such devices: `plain=514`");
    }
    if school.services.radius.is_none()
        && let Some(class) = school
            .port_classes
            .values()
            .find(|c| *c.auth != region::PortAuth::Off && states.iter().any(|s| uses_class(school, s, &c.name)))
    {
        out.report(
            &AUTH_WITHOUT_RADIUS,
            format!("ports of class {} authenticate, and the region has no RADIUS service", class.name),
        )
        .at(class.auth, "asks who is plugged in")
        .help("declare `radius NETWORK secret=…` in region.kdl");
    }
}

fn uses_class(school: &School, state: &Switch, class: &str) -> bool {
    let Some(switch) = school.switch(&state.name) else { return false };
    switch
        .uses
        .iter()
        .any(|u| matches!(&u.what, region::UseKind::Access(a) if a.port_class.as_ref().is_some_and(|c| **c == class)))
}

/// Reports a raw line that stands where a device has nothing.
pub(super) fn raw_at_nothing(device: &str, written: &region::Raw, out: &mut Sink) {
    out.report(&RAW_AT_NOTHING, format!("{device} has no {}", written.at))
        .at(&written.at, "where the line should stand")
        .help("write `at=` a port or a `vlan:NAME` of this device");
}

fn no_emitter(catalogue: &Catalogue, switch: &region::Switch, state: &Switch, languages: &[&str], out: &mut Sink) {
    if languages.contains(&state.os.as_str()) {
        return;
    }
    let Some(member) = switch.members.first() else { return };
    let model = catalogue.model(ModelKind::Switch, &member.model);
    let successor = model.and_then(|m| m.life.as_ref()).and_then(|l| l.successor.as_deref());
    let title = model.map_or(member.model.as_str(), Model::title);
    let help = match successor {
        Some(next) => format!("replace it, by {next} for instance; until then configure it by hand as its neighbours expect"),
        None => "replace it, or configure it by hand as its neighbours expect".to_owned(),
    };
    out.report(&NO_EMITTER, format!("no configuration is written for {}, a {title}", switch.name))
        .at(&member.model, format!("speaks `{}`", state.os))
        .help(help)
        .on(switch.name.value().clone());
}

/// One finding a switch and feature, at the profile's wish or at the port's.
fn lacking(
    school: &School,
    topology: &Topology,
    catalogue: &Catalogue,
    vertex: VertexId,
    switch: &region::Switch,
    state: &Switch,
    out: &mut Sink,
) {
    let Some(member) = switch.members.first() else { return };
    let title = catalogue.model(ModelKind::Switch, &member.model).map_or(member.model.as_str(), Model::title);
    let mut asked: BTreeSet<(&str, Option<Origin>)> = BTreeSet::new();
    let pooled = state.vlans.iter().any(|v| school.vlan_by_id(*v.id).is_some_and(|v| v.pool.is_some()));
    let snooping = [(&school.switching.snooping_dhcp, "dhcp-snooping"), (&school.switching.snooping_arp, "arp-inspection")];
    for (wanted, feature) in snooping {
        if **wanted && pooled && !state.hardware.has(feature) {
            asked.insert((feature, None));
        }
    }
    for claim in topology.claims_on(vertex) {
        let What::Use(i) = claim.what else { continue };
        let Some(region::UseKind::Access(access)) = switch.uses.get(i).map(|u| &u.what) else { continue };
        let class = access.port_class.as_ref().and_then(|c| school.port_classes.get(c.as_str()));
        let Some(auth) = access.auth.or(class.map(|c| c.auth)) else { continue };
        for feature in port::features_of(*auth) {
            if !state.hardware.has(feature) {
                asked.insert((feature, access.auth.map(|a| a.origin())));
            }
        }
        if (access.voice.is_some() || class.is_some_and(|c| c.voice.is_some())) && !state.hardware.has("voice") {
            asked.insert(("voice", access.voice.map(|v| v.origin())));
        }
    }
    for (feature, own) in asked {
        let report = out.report(&CONFIG_FEATURE_UNSUPPORTED, format!("{} cannot do {feature}: a {title} lacks it", switch.name));
        let report = match own {
            Some(origin) => {
                report.at(origin, "asked for here").weigh(crate::base::Severity::Error).also(&member.model, "this model")
            }
            None => report.at(&member.model, "this model; the profile asks for it"),
        };
        report
            .help("it is left out of the configuration; replace the switch, or ask for less here")
            .on(switch.name.value().clone());
    }
}

/// The tagged and native VLANs of a link, for whoever needs the set.
pub fn carried(link: &Link) -> VlanSet {
    match link {
        Link::Access { vlan, voice } => std::iter::once(**vlan).chain(voice.map(|v| *v)).collect::<VlanSet>(),
        Link::Trunk { native, native_passes, tagged } => {
            let native: Option<VlanId> = Some(**native).filter(|_| **native_passes);
            tagged.iter().chain(native).collect()
        }
    }
}
