//! What a rule may look at, and the questions that several rules ask of it.

use super::wording;
use crate::base::Sourced;
use crate::catalogue::{Catalogue, Model, ModelKind, PortGroup};
use crate::net::{Date, Port};
use crate::region::{Domain, Region, School, Status, Switch, UseKind};
use crate::state;
use crate::topology::{Claim, Topology, VertexId, VertexKind, What};
use std::collections::BTreeSet;

/// All that a rule may look at.
#[derive(Copy, Clone)]
pub struct Context<'a> {
    /// What holds for every school.
    pub region: &'a Region,
    /// The school.
    pub school: &'a School,
    /// Its graph.
    pub topology: &'a Topology,
    /// The models.
    pub catalogue: &'a Catalogue,
    /// The intended states.
    pub state: &'a state::Intended,
    /// The day to check against; `None` when building, which never looks at the day.
    pub today: Option<Date>,
}

impl<'a> Context<'a> {
    /// The switch behind a vertex; `None` for a host or a device.
    pub fn switch(&self, vertex: VertexId) -> Option<&'a Switch> {
        match self.topology.at(vertex)?.kind {
            VertexKind::Switch(i) => self.school.switches.get(i),
            _ => None,
        }
    }

    /// Switches that are there or will be, with their vertices, in order of name; those in the cupboard are not.
    pub fn switches(&self) -> impl Iterator<Item = (VertexId, &'a Switch)> + '_ {
        let all = (0..self.topology.vertices.len()).map(VertexId);
        all.filter_map(|v| Some((v, self.switch(v)?))).filter(|(_, s)| *s.status != Status::Stock)
    }

    /// The model of a device's member; the member is 0 for what is not a stack.
    pub fn model(&self, vertex: VertexId, member: u8) -> Option<&'a Model> {
        match self.topology.at(vertex)?.kind {
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

    /// The group of sockets that a port belongs to; `None` when the model has no such port.
    pub fn sockets(&self, vertex: VertexId, port: Port) -> Option<&'a PortGroup> {
        self.model(vertex, port.member)?.group(port.number)
    }

    /// The ports of a device that nothing claims and that `fits` accepts, lowest first.
    pub fn free_ports(&self, vertex: VertexId, fits: impl Fn(&PortGroup) -> bool) -> Vec<Port> {
        let used: BTreeSet<Port> = self.topology.claims_on(vertex).map(|c| *c.port).collect();
        let members: Vec<u8> = match self.switch(vertex) {
            Some(switch) => switch.members.iter().map(|m| m.id).collect(),
            None => vec![0],
        };
        let mut free = Vec::new();
        for member in members {
            let Some(model) = self.model(vertex, member) else { continue };
            let numbers = model.numbers().filter(|&n| model.group(n).is_some_and(&fits));
            free.extend(numbers.map(|n| Port::of_member(member, n)).filter(|p| !used.contains(p)));
        }
        free
    }

    /// The vertices that hold the firewall: its appliance, or the host that runs its guest and the one that would.
    pub fn firewall(&self) -> Vec<VertexId> {
        let Some(firewall) = &self.school.firewall else { return Vec::new() };
        match self.school.guest(&firewall.on) {
            Some(guest) => guest.host.iter().chain(&guest.standby).filter_map(|h| self.topology.vertex(h)).collect(),
            None => self.topology.vertex(&firewall.on).into_iter().collect(),
        }
    }

    /// The access use behind a claim.
    pub fn access(&self, claim: &Claim) -> Option<&'a crate::region::AccessUse> {
        let What::Use(n) = claim.what else { return None };
        match &self.switch(claim.vertex)?.uses.get(n)?.what {
            UseKind::Access(access) => Some(access),
            _ => None,
        }
    }

    /// What a claim uses its port for, in words that follow "gives it to".
    pub fn purpose(&self, claim: &Claim) -> String {
        let named = |kind: &str, name: Option<&Sourced<String>>| format!("{kind} {}", name.map_or("?", |n| n.as_str()));
        match claim.what {
            What::Use(n) => match self.switch(claim.vertex).and_then(|s| s.uses.get(n)).map(|u| &u.what) {
                Some(UseKind::Access(a)) => {
                    let vlan = a.vlan.as_ref().map(|v| format!("VLAN {}", **v));
                    let room = a.room.as_ref().map(|r| format!("room {}", **r));
                    let parts: Vec<String> = vlan.into_iter().chain(room).collect();
                    if parts.is_empty() { "an access port".into() } else { parts.join(", ") }
                }
                Some(UseKind::Trunk(t)) => format!("a trunk of {}", wording::list(t.vlans.iter().map(|v| v.as_str()))),
                _ => "the spare ports".into(),
            },
            What::Cable(edge) => {
                let far = self.topology.edges.get(edge.0).map(|e| if e.a.vertex == claim.vertex { &e.b } else { &e.a });
                format!("the cable to {}", far.map_or("?", |f| self.topology.name(f.vertex)))
            }
            What::AccessPoint(n) => named("access point", self.school.access_points.get(n).map(|a| &a.name)),
            What::Device(n) => match self.school.devices.get(n) {
                Some(device) => format!("{} {}", device.kind, *device.name),
                None => "a device".into(),
            },
            What::Console(n) => named("the console of", self.school.hosts.get(n).map(|h| &h.name)),
            What::Ups(n) => named("UPS", self.school.ups.get(n).map(|u| &u.name)),
            What::Wan => "the operator's box".into(),
            What::Stack(_) => "a stack cable".into(),
        }
    }

    /// The VLAN of domain management, by name.
    pub fn management(&self) -> Option<&'a str> {
        self.school.vlan_of(Domain::Management).map(|v| v.name.as_str())
    }
}
