//! Which VLANs a cable carries (specification, part 6.7).
//!
//! A VLAN is carried by an edge exactly when the edge lies on a simple path between two of its members on different
//! devices. Join a vertex of our own to every member: such a path and the two new edges are a simple cycle, so the
//! edge lies in a block of the graph that holds one of the new edges. That is linear, in rings as in trees.

use super::{Edge, EdgeId, Graph, Vertex, VertexId, VertexKind};
use crate::base::Origin;
use crate::net::VlanId;
use std::collections::{BTreeMap, BTreeSet};

/// A foot of a device in a VLAN: over any of its cables, or over one only (a card of a firewall appliance).
#[derive(Clone, Debug)]
pub struct Member {
    /// The device.
    pub vertex: VertexId,
    /// The only edge that leads to the foot; `None`: any.
    pub only: Option<EdgeId>,
    /// What puts it there.
    pub origin: Origin,
}

/// Fills `carried` of every edge from the members of every VLAN.
pub fn fill(vertices: &[Vertex], edges: &mut [Edge], members: &BTreeMap<VlanId, Vec<Member>>) {
    let split = Split::of(vertices, edges);
    for (&vlan, feet) in members {
        let devices: BTreeSet<VertexId> = feet.iter().map(|m| m.vertex).collect();
        if devices.len() < 2 {
            continue;
        }
        let carriers = split.carriers(feet);
        // For the explanation: one foot on this edge's far side would be best; the first two feet always are true.
        let reasons: Vec<Origin> = feet.iter().take(2).map(|m| m.origin).collect();
        for edge in carriers {
            if let Some(e) = edges.get_mut(edge.0) {
                let near = feet.iter().find(|m| m.vertex == e.a.vertex || m.vertex == e.b.vertex).map(|m| m.origin);
                let mut why: Vec<Origin> = near.into_iter().collect();
                why.extend(reasons.iter().filter(|r| Some(**r) != near));
                e.carried.insert(vlan, why);
            }
        }
    }
}

/// The graph in which only switches pass frames on: a host or an appliance is cut into one vertex a cable.
struct Split {
    edges: Vec<(VertexId, VertexId)>,
    count: usize,
    /// The island of every vertex, by the lowest vertex in it.
    islands: Vec<usize>,
    /// The vertices that stand for a device, with the edge each hangs from.
    parts: BTreeMap<VertexId, Vec<(VertexId, Option<EdgeId>)>>,
}

impl Split {
    fn of(vertices: &[Vertex], edges: &[Edge]) -> Split {
        let mut count = vertices.len();
        let mut parts: BTreeMap<VertexId, Vec<(VertexId, Option<EdgeId>)>> = BTreeMap::new();
        for (i, v) in vertices.iter().enumerate() {
            if matches!(v.kind, VertexKind::Switch(_)) {
                parts.insert(VertexId(i), vec![(VertexId(i), None)]);
            }
        }
        let mut cut = |vertex: VertexId, edge: usize| match vertices.get(vertex.0).map(|v| v.kind) {
            Some(VertexKind::Host(_) | VertexKind::Device(_)) => {
                let part = VertexId(count);
                count += 1;
                parts.entry(vertex).or_default().push((part, Some(EdgeId(edge))));
                part
            }
            _ => vertex,
        };
        let edges: Vec<_> = edges.iter().enumerate().map(|(i, e)| (cut(e.a.vertex, i), cut(e.b.vertex, i))).collect();
        let islands = Graph::of(count, edges.iter().copied()).islands_by_vertex();
        Split { edges, count, islands, parts }
    }

    fn carriers(&self, feet: &[Member]) -> BTreeSet<EdgeId> {
        let hub = VertexId(self.count);
        // By island: the devices that have a foot there, and the vertices that stand for them.
        let mut joined: BTreeMap<usize, (BTreeSet<VertexId>, BTreeSet<VertexId>)> = BTreeMap::new();
        for foot in feet {
            for &(part, edge) in self.parts.get(&foot.vertex).into_iter().flatten() {
                if foot.only.is_none() || edge.is_none() || foot.only == edge {
                    let island = self.islands.get(part.0).copied().unwrap_or(part.0);
                    let (devices, parts) = joined.entry(island).or_default();
                    devices.insert(foot.vertex);
                    parts.insert(part);
                }
            }
        }
        // Both cables of one host may lead to one island: a way from the host to itself carries nothing.
        let parts = joined.into_values().filter(|(devices, _)| devices.len() > 1).flat_map(|(_, parts)| parts);
        let spokes = parts.map(|v| (hub, v));
        let graph = Graph::of(self.count + 1, self.edges.iter().copied().chain(spokes));
        let real = self.edges.len();
        let blocks = graph.blocks().into_iter().filter(|b| b.len() > 1 && b.iter().any(|e| e.0 >= real));
        blocks.flatten().filter(|e| e.0 < real).collect()
    }
}
