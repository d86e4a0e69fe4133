//! The graph of a school: devices, cables, what each cable carries and what each port is for.
//!
//! It is the only user of `petgraph` and holds no word of any vendor. [`Topology::of`] builds it.

mod build;
mod carried;
mod graph;

use crate::base::{Origin, Sourced};
use crate::net::{Port, VlanId, VlanSet};
use std::collections::BTreeMap;

pub use build::{RULES, access_point_vlans, voice};
pub use graph::Graph;

/// The number of a vertex in [`Topology::vertices`].
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct VertexId(pub usize);

/// The number of an edge in [`Topology::edges`]; the same as that of its cable in `School::cables`.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct EdgeId(pub usize);

/// A school's devices and cables.
#[derive(Clone, Debug)]
pub struct Topology {
    /// Devices that have cables of their own (`uplink`, `link`, `trunk to=`), and every switch and host; in order of name.
    pub vertices: Vec<Vertex>,
    /// Cables, in the order of `School::cables`.
    pub edges: Vec<Edge>,
    /// What every port of every switch, host and appliance is for, in order of vertex and port; two claims may clash.
    pub claims: Vec<Claim>,
    /// Which devices have a foot in which VLAN, and the row that says so.
    pub members: BTreeMap<VlanId, BTreeMap<VertexId, Vec<Origin>>>,
    /// The switch that everything hangs from; `None` when no switch is the core.
    pub root: Option<VertexId>,
    graph: Graph,
}

/// A device of the graph.
#[derive(Clone, Debug)]
pub struct Vertex {
    /// Its manifest name.
    pub name: Sourced<String>,
    /// What it is.
    pub kind: VertexKind,
}

/// What a vertex is: the index into the school's list.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum VertexKind {
    /// `School::switches`.
    Switch(usize),
    /// `School::hosts`.
    Host(usize),
    /// `School::devices`.
    Device(usize),
}

/// A cable, or an aggregate of cables.
#[derive(Clone, Debug)]
pub struct Edge {
    /// The end where an uplink is written.
    pub a: EdgeEnd,
    /// The other end.
    pub b: EdgeEnd,
    /// What it carries tagged: the law of the specification, part 6.7, and for each VLAN a member it leads to.
    pub carried: BTreeMap<VlanId, Vec<Origin>>,
    /// What somebody wrote that it carries (`trunk vlans= untagged=`), needed there or not; empty when nobody did.
    pub listed: VlanSet,
    /// Whether both ends bundle their ports (LACP).
    pub aggregate: bool,
}

/// One end of an edge.
#[derive(Clone, Debug)]
pub struct EdgeEnd {
    /// The device.
    pub vertex: VertexId,
    /// Its ports; for a host or appliance that leaves them out, the model's first free ones.
    pub ports: Vec<Sourced<Port>>,
    /// The aggregate's number on this end: written, or the lowest port where that number is legal; `None` when it is
    /// no aggregate, or when the number had to be written and was not (reported as `lag-id-needed`).
    pub lag: Option<Sourced<u16>>,
}

/// A use of a port.
#[derive(Clone, Debug)]
pub struct Claim {
    /// The device.
    pub vertex: VertexId,
    /// The port, with the place that names it.
    pub port: Sourced<Port>,
    /// What for.
    pub what: What,
    /// The whole statement.
    pub statement: Origin,
}

/// What a port is for: indices into the school's lists.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum What {
    /// `Switch::uses` of the vertex's switch: access, trunk to nowhere, spare.
    Use(usize),
    /// An end of an edge.
    Cable(EdgeId),
    /// `School::access_points`.
    AccessPoint(usize),
    /// `School::devices`.
    Device(usize),
    /// The remote console of `School::hosts`.
    Console(usize),
    /// The card of `School::ups`.
    Ups(usize),
    /// The operator's box.
    Wan,
    /// A stack cable: `Switch::stacking` of the vertex's switch.
    Stack(usize),
}

impl Topology {
    /// The vertex of a device.
    pub fn vertex(&self, name: &str) -> Option<VertexId> {
        self.vertices.iter().position(|v| *v.name == name).map(VertexId)
    }

    /// The device behind a number.
    pub fn at(&self, id: VertexId) -> Option<&Vertex> {
        self.vertices.get(id.0)
    }

    /// The name of a device, for messages.
    pub fn name(&self, id: VertexId) -> &str {
        self.at(id).map_or("?", |v| v.name.value())
    }

    /// The claims on one device, in order of port.
    pub fn claims_on(&self, vertex: VertexId) -> impl Iterator<Item = &Claim> {
        self.claims.iter().filter(move |c| c.vertex == vertex)
    }

    /// The edges of one device, with the end that is the device's and the other.
    pub fn edges_of(&self, vertex: VertexId) -> impl Iterator<Item = (EdgeId, &Edge, &EdgeEnd, &EdgeEnd)> {
        self.edges.iter().enumerate().filter_map(move |(i, e)| {
            if e.a.vertex == vertex {
                Some((EdgeId(i), e, &e.a, &e.b))
            } else if e.b.vertex == vertex {
                Some((EdgeId(i), e, &e.b, &e.a))
            } else {
                None
            }
        })
    }

    /// The VLANs that a device must know: those it has a foot in, those its cables must carry and those that a list lets pass,
    /// since a switch drops, without a word, frames of a VLAN that it has not created.
    pub fn vlans_of(&self, vertex: VertexId) -> VlanSet {
        let own = self.members.iter().filter(|(_, m)| m.contains_key(&vertex)).map(|(&v, _)| v);
        let carried = self.edges_of(vertex).flat_map(|(_, e, ..)| e.carried.keys().copied());
        let listed = self.edges_of(vertex).flat_map(|(_, e, ..)| e.listed.iter());
        own.chain(carried).chain(listed).collect()
    }

    /// The graph, for paths, bridges and components.
    pub fn graph(&self) -> &Graph {
        &self.graph
    }
}
