//! Switches, what their ports are for, and cables.

use super::address::Plan;
use super::naming::Tokens;
use super::{Binder, on_off};
use crate::base::nearest::nearest;
use crate::base::{Layer, Origin, Rule, Sourced, Span};
use crate::catalogue::{Model, ModelKind};
use crate::net::Port;
use crate::region::tree::Merged;
use crate::region::words::{Medium, PortAuth, Status, SwitchRole};
use crate::region::{AccessUse, At, Cable, CableKind, End, Member, PortUse, Switch, TrunkUse, UseKind};
use crate::syntax::decl::PortWord;
use crate::syntax::table::Type;
use crate::syntax::{Ports, Space, Value};
use std::collections::BTreeSet;

crate::findings! {
    /// A port is named as no port of the model is.
    pub static PORT_NAME_UNKNOWN = "port-name-unknown", Error;
    /// Something that has one plug is plugged into several ports.
    pub static ONE_PORT_ONLY = "one-port-only", Error;
    /// The ports of a line do not share out among its rooms.
    ///
    /// `each=` says how many ports each room gets, in order; the numbers must come out even, or sockets of one room
    /// would bear the name of the next.
    pub static PORTS_AND_ROOMS_DIFFER = "ports-and-rooms-differ", Error;
    /// A line has more or fewer socket labels than ports.
    pub static PORTS_AND_OUTLETS_DIFFER = "ports-and-outlets-differ", Error;
    /// A switch has a model and members: its members' models are the stack's.
    pub static MODEL_AND_MEMBERS = "model-and-members", Error;
    /// A cable ends at a device that has no ports for cables.
    ///
    /// Access points and UPS are plugged into a port: their own line says which, with `at=`.
    pub static CABLE_TO_NO_PORT = "cable-to-no-port", Error;
}

/// What this file can find.
pub static RULES: &[&Rule] = &[
    &CABLE_TO_NO_PORT,
    &MODEL_AND_MEMBERS,
    &ONE_PORT_ONLY,
    &PORTS_AND_OUTLETS_DIFFER,
    &PORTS_AND_ROOMS_DIFFER,
    &PORT_NAME_UNKNOWN,
];

impl Binder<'_> {
    /// A model of the catalogue that a property names.
    pub(super) fn model(&mut self, node: &Merged, property: &str, kind: ModelKind) -> Option<Sourced<String>> {
        let key = self.text(node, property)?;
        let catalogue = self.catalogue();
        if catalogue.model(kind, &key).is_some() {
            return Some(key);
        }
        let near = nearest(&key, catalogue.keys(kind));
        let mut sink = self.sink();
        let report = sink
            .report(&crate::catalogue::MODEL_UNKNOWN, format!("no catalogue has the {} model `{key}`", kind.word()))
            .at(key.origin(), "unknown model");
        match &near {
            Some(near) => report.meant(key.origin(), near),
            None => {
                report.help(format!("declare it: `{}-model {key} vendor=… name=… {{ … }}` in a file of catalogue/", kind.word()))
            }
        };
        self.stand_in(near).map(|meant| key.with(meant))
    }

    fn model_of_device(&self, device: &str, member: u8) -> Option<&Model> {
        let tree = self.tree();
        let node = tree.nodes.iter().find(|n| ModelKind::of(n.node.kind).is_some() && n.name_text() == device)?;
        let kind = ModelKind::of(node.node.kind)?;
        let holder = if member == 0 { node } else { node.children_of("member").find(|m| m.name_text() == member.to_string())? };
        self.catalogue().model(kind, holder.value("model")?.text()?)
    }

    /// The ports that a list names on a device, each with the place of its item.
    pub(super) fn ports(&mut self, device: &str, list: &[Ports], layer: Layer) -> Vec<Sourced<Port>> {
        let mut found = Vec::new();
        for item in list {
            let origin = self.written(item.span, layer);
            match &item.what {
                PortWord::Range(range) => found.extend(range.ports().map(|p| Sourced::new(p, origin))),
                PortWord::Named(name) => match self.model_of_device(device, 0).and_then(|m| m.number_of(name)) {
                    Some(number) => found.push(Sourced::new(Port::plain(number), origin)),
                    None => {
                        let title = self.model_of_device(device, 0).map(|m| m.title().to_owned()).unwrap_or_default();
                        self.sink()
                            .report(&PORT_NAME_UNKNOWN, format!("{device} has no port `{name}`"))
                            .at(origin, format!("not a port of {title}"))
                            .help("write the port's number: numbers run through the model, uplinks last");
                    }
                },
            }
        }
        found
    }

    /// The one port that a thing is plugged into.
    pub(super) fn at(&mut self, node: &Merged, property: &str) -> Option<At> {
        let setting = node.props.get(property)?;
        let (layer, value) = (setting.layer, setting.value.clone());
        let Value::PortRef { device, ports } = value.value() else { return None };
        let here = self.written(device.span, layer);
        let device = self.refer(Space::Device, Sourced::new(device.text.clone(), here))?;
        let ports = self.ports(&device, ports, layer);
        if ports.len() > 1 {
            self.sink()
                .report(&ONE_PORT_ONLY, format!("{} is plugged into {} ports", crate::region::merge::title(node), ports.len()))
                .at(&value, "several ports")
                .help("name one port");
        }
        let port = ports.first().copied()?;
        Some(At { device, port })
    }

    pub(super) fn switches(&mut self, tokens: &Tokens, plan: &Plan) -> Vec<Switch> {
        let mut switches = Vec::new();
        for node in self.tree().of("switch") {
            let Some(name) = node.name.clone() else { continue };
            let Some(rack) = self.rack_as_written(node) else { continue };
            let members = self.stack_members(node, &rack);
            let tokens = self.tokens_of_rack(tokens, &rack).with("name", name.value().clone());
            let label = self.generated("switch", &tokens, name.origin(), "{uai}{name}.{rack}");
            let sysname = self.generated("sysname", &tokens, name.origin(), "{uai}{name}");
            let (address, address6) = self.managed(plan, node, "address");
            let role = self.word_or(node, "role", SwitchRole::of, ("access", SwitchRole::Access));
            let root = self.word_or(node, "root", on_off, ("off", false));
            let status = self.word_or(node, "status", Status::of, ("production", Status::Production));
            let stacking = self.stacking(node, &name);
            let uses = self.uses(node, &name);
            let raw = self.raw(node);
            let (asset, firmware, note) = (self.text(node, "asset"), self.text(node, "firmware"), self.text(node, "note"));
            switches.push(Switch {
                name,
                label,
                sysname,
                members,
                rack,
                address,
                address6,
                role,
                root,
                status,
                asset,
                firmware,
                note,
                stacking,
                uses,
                raw,
            });
        }
        switches.sort_by(|a, b| a.name.cmp(&b.name));
        switches
    }

    /// The rack that a node names; one that is not there was reported, and the device is checked all the same.
    pub(super) fn rack_as_written(&mut self, node: &Merged) -> Option<Sourced<String>> {
        let rack = self.text(node, "rack");
        let known = rack.clone().and_then(|r| self.refer(Space::Rack, r));
        let nowhere = || node.says("rack").then(|| Sourced::new(String::new(), node.origin));
        known.or(rack).or_else(nowhere)
    }

    /// Leaves out cables of devices that could not be bound, and reports those that end where no cable can.
    pub(super) fn attachable(&mut self, cables: Vec<Cable>, bound: &BTreeSet<&str>) -> Vec<Cable> {
        let tree = self.tree();
        let mut kept = Vec::new();
        for cable in cables {
            let loose = [&cable.a.device, &cable.b.device].into_iter().find(|d| !bound.contains(d.as_str()));
            let Some(device) = loose else {
                kept.push(cable);
                continue;
            };
            let kind = tree.nodes.iter().find(|n| n.name_text() == device.as_str()).map_or("", |n| n.node.kind);
            if matches!(kind, "ups" | "access-point") {
                self.sink()
                    .report(&CABLE_TO_NO_PORT, format!("a cable ends at {device}, a device of kind {kind}"))
                    .at(device, "no port for a cable")
                    .help(format!("say its port in its own line: `{kind} {device} at=SWITCH:PORT`"));
            }
        }
        kept
    }

    fn stack_members(&mut self, node: &Merged, rack: &Sourced<String>) -> Vec<Member> {
        let mut members = Vec::new();
        for child in node.children_of("member") {
            let Some(id) = child.name_text().parse::<u8>().ok() else { continue };
            let Some(model) = self.model(child, "model", ModelKind::Switch) else {
                // Its ports are named as a member's that the stack seems to lack.
                self.suspects.insert(node.name_text().to_owned());
                continue;
            };
            let own = self.text(child, "rack").and_then(|r| self.refer(Space::Rack, r));
            let (serial, priority) = (self.text(child, "serial"), self.number(child, "priority"));
            members.push(Member { id, model, rack: own.unwrap_or_else(|| rack.clone()), serial, priority });
        }
        members.sort_by_key(|m| m.id);
        let stacked = node.child("member").is_some();
        if stacked && node.says("model") {
            let at = node.value("model").map(|v| v.origin());
            self.sink()
                .report(&MODEL_AND_MEMBERS, format!("{} has a model and members", crate::region::merge::title(node)))
                .at(at, "a stack has no model of its own")
                .help("write the model in each `member`");
        }
        if !stacked {
            if !node.says("model") {
                self.sink()
                    .report(
                        &crate::syntax::rules::MISSING_PROPERTY,
                        format!("{} does not say `model=`", crate::region::merge::title(node)),
                    )
                    .at(node.origin, "no model and no member")
                    .help("add `model=`");
            }
            if let Some(model) = self.model(node, "model", ModelKind::Switch) {
                members.push(Member { id: 0, model, rack: rack.clone(), serial: self.text(node, "serial"), priority: None });
            }
        }
        members
    }

    fn stacking(&mut self, node: &Merged, name: &str) -> Vec<(Sourced<Port>, Sourced<Port>)> {
        let mut found = Vec::new();
        for child in node.children_of("stacking") {
            let ports = self.own_ports(child, name);
            if let [a, b] = ports.as_slice() {
                found.push((*a, *b));
            }
        }
        found
    }

    /// The ports that the arguments of a statement name.
    fn own_ports(&mut self, statement: &Merged, device: &str) -> Vec<Sourced<Port>> {
        let layer = statement.layer();
        let mut found = Vec::new();
        for member in &statement.members {
            if let Value::Ports(list) = member.value.value() {
                let ports = self.ports(device, list, layer);
                // An argument that is one item is shown whole, quotes included; a list's items are shown one by one.
                let whole = (list.len() == 1).then(|| member.value.origin());
                found.extend(ports.into_iter().map(|p| whole.map_or(p, |origin| Sourced::new(*p, origin))));
            }
        }
        found
    }

    fn uses(&mut self, node: &Merged, name: &str) -> Vec<PortUse> {
        let mut uses = Vec::new();
        for child in &node.children {
            match child.node.kind {
                "access" => self.access(child, name, &mut uses),
                "spare" => {
                    let note = self.text(child, "note");
                    for port in self.own_ports(child, name) {
                        uses.push(PortUse { port, what: UseKind::Spare { note: note.clone() }, statement: child.origin });
                    }
                }
                "trunk" if !matches!(child.value("to").map(|v| v.value()), Some(Value::PortRef { .. })) => {
                    let vlans = self.list(child, "vlans");
                    let vlans = self.refer_all(Space::Vlan, vlans);
                    let untagged = self.text(child, "untagged").and_then(|v| self.refer(Space::Vlan, v));
                    let room = self.text(child, "room").and_then(|r| self.refer(Space::Room, r));
                    let note = self.text(child, "note").or(room);
                    for port in self.own_ports(child, name) {
                        let what =
                            UseKind::Trunk(TrunkUse { vlans: vlans.clone(), untagged: untagged.clone(), note: note.clone() });
                        uses.push(PortUse { port, what, statement: child.origin });
                    }
                }
                _ => {}
            }
        }
        uses
    }

    fn access(&mut self, child: &Merged, name: &str, uses: &mut Vec<PortUse>) {
        let ports = self.own_ports(child, name);
        let vlan = self.text(child, "vlan").and_then(|v| self.refer(Space::Vlan, v));
        let rooms = self.list(child, "room");
        let rooms: Vec<Option<Sourced<String>>> = rooms.into_iter().map(|r| self.refer(Space::Room, r)).collect();
        let outlets = self.list(child, "outlets");
        let class = self.text(child, "port-class").and_then(|c| self.refer(Space::PortClass, c));
        let class = class.or_else(|| {
            let vlan = vlan.as_ref()?;
            let of_vlan = self.tree().of("vlan").find(|v| v.name_text() == vlan.as_str())?;
            self.text(of_vlan, "port-class").filter(|c| self.names.has(Space::PortClass, c))
        });
        let voice = self
            .text(child, "voice")
            .and_then(|v| self.refer(Space::Vlan, v))
            .and_then(|v| self.vlan_id_of(&v).map(|id| v.with(id)));
        let auth = self.word(child, "auth", PortAuth::of);
        let poe = self.word(child, "poe", |w| Some(w == "auto"));
        let note = self.text(child, "note");
        let each = self.share_out(child, &ports, rooms.len());
        let odd_outlets = !outlets.is_empty() && outlets.len() != ports.len();
        if odd_outlets {
            let at = child.value("outlets").map(|v| v.origin());
            self.sink()
                .report(&PORTS_AND_OUTLETS_DIFFER, format!("{} ports of {name} have {} outlets", ports.len(), outlets.len()))
                .at(at, format!("{} labels", outlets.len()))
                .also(ports_span(&ports), format!("{} ports", ports.len()))
                .help("write one label a port, in order");
        }
        for (i, port) in ports.into_iter().enumerate() {
            let room = rooms.get(i / each.max(1)).or(rooms.last()).cloned().flatten();
            let what = UseKind::Access(AccessUse {
                vlan: vlan.clone(),
                room,
                outlet: outlets.get(i).cloned().filter(|_| !odd_outlets),
                port_class: class.clone(),
                voice,
                auth,
                poe,
                note: note.clone(),
            });
            uses.push(PortUse { port, what, statement: child.origin });
        }
    }

    /// How many ports each room gets.
    fn share_out(&mut self, child: &Merged, ports: &[Sourced<Port>], rooms: usize) -> usize {
        let each = self.number(child, "each");
        let (count, wanted) = (ports.len(), each.map_or(0, |e| usize::try_from(*e).unwrap_or(usize::MAX)));
        if rooms <= 1 && each.is_none() {
            return count.max(1);
        }
        if wanted.saturating_mul(rooms) != count {
            let at = child.value("room").map(|v| v.origin());
            let said = each.map_or("and no `each=`".to_owned(), |e| format!("with `each={e}`"));
            let even = if rooms > 0 && count.is_multiple_of(rooms) {
                format!("write `each={}`", count / rooms)
            } else {
                "write one line for each room".into()
            };
            self.sink()
                .report(&PORTS_AND_ROOMS_DIFFER, format!("{count} ports for {rooms} rooms {said}"))
                .at(at, format!("{rooms} rooms"))
                .also(ports_span(ports), format!("{count} ports"))
                .help(even);
        }
        if wanted == 0 { count.max(1) } else { wanted }
    }

    /// The id of a VLAN by name, from the tree.
    pub(super) fn vlan_id_of(&self, name: &str) -> Option<crate::net::VlanId> {
        let tree = self.tree();
        let own = tree.of("vlan").find(|v| v.name_text() == name).and_then(|v| self.number(v, "id"));
        let table = tree.of("vlan-id").find(|t| t.name_text() == name).and_then(|t| t.settings.first().cloned().flatten());
        let from_table = table.and_then(|v| match *v {
            Value::Number(n) => Some(n),
            _ => None,
        });
        crate::net::VlanId::new(own.map(|n| *n).or(from_table)?)
    }

    pub(super) fn cables(&mut self) -> Vec<Cable> {
        let mut cables: Vec<(Span, Cable)> = Vec::new();
        for node in &self.tree().nodes {
            if node.node.kind == "link" {
                cables.extend(self.link(node));
                continue;
            }
            for child in &node.children {
                let kind = match child.node.kind {
                    "uplink" => CableKind::Uplink,
                    "trunk" if matches!(child.value("to").map(|v| v.value()), Some(Value::PortRef { .. })) => CableKind::Trunk,
                    _ => continue,
                };
                cables.extend(self.cable(node, child, kind));
            }
        }
        cables.sort_by_key(|(span, _)| *span);
        cables.into_iter().map(|(_, c)| c).collect()
    }

    fn cable(&mut self, node: &Merged, child: &Merged, kind: CableKind) -> Option<(Span, Cable)> {
        let own = node.name.clone()?;
        let ports = self.own_ports(child, &own);
        let list = match (child.members.first(), child.members.last()) {
            (Some(first), Some(last)) => {
                let span =
                    self.origins.span(first.value.origin()).zip(self.origins.span(last.value.origin())).map(|(a, b)| a.to(b));
                span.map_or(child.origin, |s| self.written(s, child.layer()))
            }
            _ => child.origin,
        };
        let a = End { device: own, ports, named: !child.members.is_empty(), lag: self.number(child, "lag"), list };
        let Some(mut b) = self.end(child, "to") else {
            self.suspects.insert(a.device.value().clone());
            return None;
        };
        b.lag = self.number(child, "to-lag");
        let listed = (kind == CableKind::Trunk).then(|| {
            // The cable's far end says where it goes; a room beside it is only looked up.
            self.text(child, "room").and_then(|r| self.refer(Space::Room, r));
            let vlans = self.list(child, "vlans");
            self.refer_all(Space::Vlan, vlans)
        });
        let untagged = self.text(child, "untagged").and_then(|v| self.refer(Space::Vlan, v));
        let span = child.span()?;
        Some((span, Cable { kind, a, b, listed, untagged, ..self.cable_facts(child) }))
    }

    fn link(&mut self, node: &Merged) -> Option<(Span, Cable)> {
        let mut ends = Vec::new();
        for member in &node.members {
            ends.push(self.end_of(&member.value, member.layer, &[])?);
        }
        let (b, a) = (ends.pop()?, ends.pop()?);
        Some((node.span()?, Cable { a, b, ..self.cable_facts(node) }))
    }

    /// What a cable statement says of the cable itself; the ends are filled in by the caller.
    fn cable_facts(&mut self, node: &Merged) -> Cable {
        let nowhere = || End {
            device: Sourced::new(String::new(), node.origin),
            ports: Vec::new(),
            named: false,
            lag: None,
            list: node.origin,
        };
        Cable {
            kind: CableKind::Link,
            a: nowhere(),
            b: nowhere(),
            medium: self.word(node, "medium", Medium::of),
            optics: self.text(node, "optics"),
            module: self.text(node, "module"),
            length: self.text(node, "length"),
            panel: self.text(node, "panel"),
            expect_blocked: self.text(node, "expect").is_some_and(|e| *e == "blocked"),
            listed: None,
            untagged: None,
            note: self.text(node, "note"),
            origin: node.origin,
        }
    }

    fn end(&mut self, node: &Merged, property: &str) -> Option<End> {
        let setting = node.props.get(property)?;
        let (value, layer) = (setting.value.clone(), setting.layer);
        let words: &[&str] = if setting.property.kind == Type::PortRefOrNone { &["none"] } else { &[] };
        self.end_of(&value, layer, words)
    }

    /// An end of a cable; absent when a misspelt device was meant as one of the words that may stand in its place.
    fn end_of(&mut self, value: &Sourced<Value>, layer: Layer, words: &[&'static str]) -> Option<End> {
        let Value::PortRef { device, ports } = value.value() else { return None };
        let here = self.written(device.span, layer);
        let device = self.refer_among(&[Space::Device], words, Sourced::new(device.text.clone(), here))?;
        if words.contains(&device.as_str()) {
            return None;
        }
        let named = !ports.is_empty();
        let ports = self.ports(&device, ports, layer);
        Some(End { device, ports, named, lag: None, list: value.origin() })
    }
}

fn ports_span(ports: &[Sourced<Port>]) -> Option<Origin> {
    ports.first().map(|p| p.origin())
}
