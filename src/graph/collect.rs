//! From a school and its topology to what a picture shows.

use super::picture::{Card, Guest, Kind, Leaf, LeafKind, Link, Picture, Vlan, Wan};
use crate::catalogue::{Catalogue, Model, ModelKind};
use crate::net::{Port, Speed};
use crate::region::words::{DeviceKind, FirewallKind, Status};
use crate::region::{At, Cable, Device, Host, School, Switch, UseKind};
use crate::topology::{Edge, EdgeEnd, Topology, VertexId, VertexKind};
use std::collections::{BTreeMap, BTreeSet};

impl Picture {
    /// Collects what a school's picture shows; what lies in the cupboard (`status=stock`) is left out.
    pub fn of(school: &School, topology: &Topology, catalogue: &Catalogue) -> Picture {
        Collector { school, topology, catalogue }.picture()
    }
}

struct Collector<'a> {
    school: &'a School,
    topology: &'a Topology,
    catalogue: &'a Catalogue,
}

impl Collector<'_> {
    fn picture(&self) -> Picture {
        let mut cards = Vec::new();
        let mut numbers = BTreeMap::new();
        for (at, vertex) in self.topology.vertices.iter().enumerate() {
            if let Some(card) = self.card(vertex.kind).filter(|card| card.status != Status::Stock) {
                numbers.insert(VertexId(at), cards.len());
                cards.push(card);
            }
        }
        let edges = self.topology.edges.iter().zip(&self.school.cables);
        let links = edges.filter_map(|(edge, cable)| self.link(edge, cable, &numbers)).collect();
        let mut loose = Vec::new();
        for (leaf, at) in self.leaves() {
            let card = at.and_then(|at| cards.iter_mut().find(|card| card.name == *at.device));
            match (card, at) {
                (Some(card), Some(at)) => card.leaves.push(Leaf { port: Some(at.port.to_string()), ..leaf }),
                _ => loose.push(leaf),
            }
        }
        for card in &mut cards {
            card.leaves.sort_by_key(|leaf| leaf.port.as_deref().and_then(|p| p.parse::<Port>().ok()));
        }
        let wan = self.wan(&cards);
        Picture {
            uai: self.school.uai.to_string(),
            name: self.school.name.to_string(),
            town: self.school.town.as_ref().map(ToString::to_string),
            firewall: self.firewall(),
            wan,
            root: self.topology.root.and_then(|root| numbers.get(&root).copied()),
            vlans: self
                .school
                .vlans
                .iter()
                .map(|v| Vlan { id: v.id.number(), name: v.name.to_string(), domain: *v.domain })
                .collect(),
            cards,
            links,
            loose,
        }
    }

    fn card(&self, kind: VertexKind) -> Option<Card> {
        match kind {
            VertexKind::Switch(i) => self.school.switches.get(i).map(|s| self.switch(s)),
            VertexKind::Host(i) => self.school.hosts.get(i).map(|h| self.host(h)),
            VertexKind::Device(i) => self.school.devices.get(i).map(|d| self.device(d)),
        }
    }

    fn switch(&self, switch: &Switch) -> Card {
        let mut sockets = BTreeMap::new();
        for used in &switch.uses {
            if let UseKind::Access(access) = &used.what
                && let Some(vlan) = access.vlan.as_ref().and_then(|name| self.school.vlan(name))
            {
                *sockets.entry(vlan.id.number()).or_insert(0) += 1;
            }
        }
        let members = switch.members.len().max(1);
        let model = switch.members.first().map(|m| self.model_name(ModelKind::Switch, &m.model)).unwrap_or_default();
        let rack = switch.rack.to_string();
        Card {
            address: switch.address.as_ref().map(ToString::to_string),
            status: *switch.status,
            sockets,
            ..self.placed(&switch.name, Kind::Switch { role: *switch.role, members }, model, Some(rack), None)
        }
    }

    fn host(&self, host: &Host) -> Card {
        let firewall = self.school.firewall.as_ref().map(|f| f.on.as_str());
        let guests = host.runs.iter().filter_map(|run| {
            let guest = self.school.guest(&run.guest).filter(|guest| *guest.status != Status::Stock)?;
            Some(Guest {
                name: guest.name.to_string(),
                kind: guest.kind.word(),
                is_firewall: firewall == Some(guest.name.as_str()),
                standby: run.standby.as_ref().map(ToString::to_string),
            })
        });
        let model = self.model_name(ModelKind::Host, &host.model);
        Card {
            address: host.address.as_ref().map(ToString::to_string),
            status: *host.status,
            guests: guests.collect(),
            ..self.placed(&host.name, Kind::Host, model, Some(host.rack.to_string()), None)
        }
    }

    fn device(&self, device: &Device) -> Card {
        let kind = if self.is_firewall(device) { Kind::Firewall } else { Kind::Appliance };
        let model = ModelKind::of(device.kind.word()).zip(device.model.as_ref()).map(|(kind, key)| self.model_name(kind, key));
        let model = model.or_else(|| device.role.as_ref().map(ToString::to_string)).unwrap_or_default();
        let text = |value: &Option<crate::base::Sourced<String>>| value.as_ref().map(ToString::to_string);
        Card {
            address: device.address.as_ref().map(ToString::to_string),
            status: *device.status,
            ..self.placed(&device.name, kind, model, text(&device.rack), text(&device.room))
        }
    }

    /// A card with its place filled in.
    fn placed(&self, name: &str, kind: Kind, model: String, rack: Option<String>, room: Option<String>) -> Card {
        let by_rack = rack.as_ref().and_then(|name| self.school.rack(name)).map(|(b, rack)| (b, rack.closet.clone()));
        let by_room = || room.as_ref().and_then(|name| self.school.room(name)).map(|(b, room)| (b, room.name.to_string()));
        let place = by_rack.or_else(by_room);
        let building =
            place.as_ref().map(|(b, _)| (b.name.to_string(), b.title.as_ref().map(ToString::to_string).unwrap_or_default()));
        let closet = place.map(|(_, closet)| closet).or_else(|| rack.clone()).or(room).unwrap_or_default();
        let feeds = self.school.ups.iter().filter(|ups| *ups.status != Status::Stock);
        let feeds = feeds.filter(|ups| match ups.feeds.as_slice() {
            [] => rack.as_deref() == Some(ups.rack.as_str()),
            feeds => feeds.iter().any(|fed| Some(fed.as_str()) == rack.as_deref()),
        });
        Card {
            name: name.to_owned(),
            kind,
            model,
            address: None,
            building,
            closet,
            ups: feeds.map(|ups| ups.name.to_string()).collect(),
            rack,
            status: Status::Production,
            sockets: BTreeMap::new(),
            guests: Vec::new(),
            leaves: Vec::new(),
        }
    }

    /// Everything small, with the port it is plugged into.
    fn leaves(&self) -> Vec<(Leaf, Option<&At>)> {
        let mut out = Vec::new();
        let leaf = |name: &str, kind, place: Option<String>| Leaf { name: name.to_owned(), kind, place, port: None };
        for ap in self.school.access_points.iter().filter(|ap| *ap.status != Status::Stock) {
            let place = ap.room.as_ref().or(ap.rack.as_ref()).map(ToString::to_string);
            out.push((leaf(&ap.name, LeafKind::AccessPoint, place), ap.at.as_ref()));
        }
        let cabled: BTreeSet<&str> = self.topology.vertices.iter().map(|v| v.name.as_str()).collect();
        for device in self.school.devices.iter().filter(|d| *d.status != Status::Stock && !cabled.contains(d.name.as_str())) {
            let kind = match device.kind {
                _ if self.is_firewall(device) => LeafKind::Firewall,
                DeviceKind::Nas => LeafKind::Nas,
                DeviceKind::Appliance => LeafKind::Appliance,
                DeviceKind::Camera => LeafKind::Camera,
                DeviceKind::Printer => LeafKind::Printer,
                DeviceKind::Phone => LeafKind::Phone,
            };
            let place = device.room.as_ref().or(device.rack.as_ref()).map(ToString::to_string);
            out.push((leaf(&device.name, kind, place), device.at.as_ref()));
        }
        for ups in self.school.ups.iter().filter(|ups| *ups.status != Status::Stock) {
            out.push((leaf(&ups.name, LeafKind::Ups, Some(ups.rack.to_string())), ups.at.as_ref()));
        }
        for host in self.school.hosts.iter().filter(|host| *host.status != Status::Stock) {
            if let Some((at, _)) = &host.oob {
                out.push((leaf(&host.name, LeafKind::Console, Some(host.rack.to_string())), Some(at)));
            }
        }
        out
    }

    fn is_firewall(&self, device: &Device) -> bool {
        self.school.firewall.as_ref().is_some_and(|f| *f.on == *device.name)
    }

    fn firewall(&self) -> Option<String> {
        let firewall = self.school.firewall.as_ref()?;
        let kind = match *firewall.kind {
            FirewallKind::Amon => "Amon",
            FirewallKind::Pfsense => "pfSense",
        };
        let host = self.school.guest(&firewall.on).and_then(|guest| guest.host.as_ref());
        Some(match host {
            Some(host) => format!("{kind} « {} » sur {host}", firewall.on),
            None => format!("{kind} « {} »", firewall.on),
        })
    }

    fn wan(&self, cards: &[Card]) -> Option<Wan> {
        let wan = self.school.wan.as_ref()?;
        let at = wan.at.as_ref().and_then(|at| {
            let card = cards.iter().position(|card| card.name == *at.device)?;
            Some((card, at.port.to_string()))
        });
        let circuit = wan.circuit.as_ref().map(|circuit| format!(" · {circuit}")).unwrap_or_default();
        Some(Wan { operator: format!("{} {}", wan.organisation, wan.rate), detail: format!("{}{circuit}", wan.subnet), at })
    }

    fn link(&self, edge: &Edge, cable: &Cable, numbers: &BTreeMap<VertexId, usize>) -> Option<Link> {
        let end = |end: &EdgeEnd| {
            let ports: Vec<String> = end.ports.iter().map(ToString::to_string).collect();
            numbers.get(&end.vertex).map(|&card| (card, ports))
        };
        let (a, b) = (end(&edge.a)?, end(&edge.b)?);
        let speeds = [self.speed(&edge.a), self.speed(&edge.b)];
        let mut vlans: crate::net::VlanSet = edge.carried.keys().copied().collect();
        // A trunk that names its VLANs carries those, whatever would have been derived.
        if let Some(listed) = &cable.listed {
            vlans = listed.iter().filter_map(|name| self.school.vlan(name)).map(|vlan| *vlan.id).collect();
        }
        Some(Link {
            cables: a.1.len().max(b.1.len()).max(1),
            a,
            b,
            speed: speeds.into_iter().flatten().min(),
            medium: cable.medium.as_ref().map(|medium| **medium),
            is_blocked: cable.expect_blocked,
            vlans,
        })
    }

    /// The speed that the slowest port of an end can take.
    fn speed(&self, end: &EdgeEnd) -> Option<Speed> {
        let kind = self.topology.at(end.vertex)?.kind;
        let speeds = end.ports.iter().filter_map(|port| Some(self.model(kind, port.member)?.group(port.number)?.speed()));
        speeds.min()
    }

    fn model(&self, kind: VertexKind, member: u8) -> Option<&Model> {
        match kind {
            VertexKind::Switch(i) => {
                let member = self.school.switches.get(i)?.members.iter().find(|m| m.id == member)?;
                self.catalogue.model(ModelKind::Switch, &member.model)
            }
            VertexKind::Host(i) => self.catalogue.model(ModelKind::Host, &self.school.hosts.get(i)?.model),
            VertexKind::Device(i) => {
                let device = self.school.devices.get(i)?;
                self.catalogue.model(ModelKind::of(device.kind.word())?, device.model.as_ref()?)
            }
        }
    }

    fn model_name(&self, kind: ModelKind, key: &str) -> String {
        self.catalogue.model(kind, key).map_or_else(|| key.to_owned(), |model| model.name.clone())
    }
}
