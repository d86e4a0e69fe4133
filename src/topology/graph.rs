//! The bare graph: who is joined to whom, by which edge. Paths, bridges, and blocks.

use super::{EdgeId, VertexId};
use petgraph::algo::connected_components;
use petgraph::graph::{EdgeIndex, NodeIndex, UnGraph};
use petgraph::visit::EdgeRef;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// The bare graph. Parallel edges and loops may be in it.
#[derive(Clone, Debug, Default)]
pub struct Graph {
    inner: UnGraph<(), ()>,
}

impl Graph {
    /// A graph of `vertices` vertices and these edges, in their order.
    pub fn of(vertices: usize, edges: impl IntoIterator<Item = (VertexId, VertexId)>) -> Graph {
        let mut inner = UnGraph::with_capacity(vertices, 0);
        (0..vertices).for_each(|_| {
            inner.add_node(());
        });
        for (a, b) in edges {
            inner.add_edge(NodeIndex::new(a.0), NodeIndex::new(b.0), ());
        }
        Graph { inner }
    }

    /// How many islands the vertices form.
    pub fn islands(&self) -> usize {
        connected_components(&self.inner)
    }

    /// The island of every vertex: the lowest vertex in it.
    pub fn islands_by_vertex(&self) -> Vec<usize> {
        let mut island: Vec<Option<usize>> = vec![None; self.inner.node_count()];
        for start in 0..island.len() {
            if island.get(start) == Some(&None) {
                for vertex in self.distances(VertexId(start), |_| true).into_keys() {
                    if let Some(slot) = island.get_mut(vertex.0) {
                        *slot = Some(start);
                    }
                }
            }
        }
        island.into_iter().enumerate().map(|(v, i)| i.unwrap_or(v)).collect()
    }

    /// The edges at a vertex and the vertices they lead to, in order of edge.
    pub fn around(&self, vertex: VertexId) -> Vec<(EdgeId, VertexId)> {
        let mut around: Vec<_> = self
            .inner
            .edges(NodeIndex::new(vertex.0))
            .map(|e| {
                (EdgeId(e.id().index()), VertexId(if e.source().index() == vertex.0 { e.target() } else { e.source() }.index()))
            })
            .collect();
        around.sort_unstable();
        around
    }

    /// The number of edges of the shortest way from `from` to each vertex that can be reached over edges that `passes` lets through.
    pub fn distances(&self, from: VertexId, passes: impl Fn(EdgeId) -> bool) -> BTreeMap<VertexId, usize> {
        let mut found = BTreeMap::from([(from, 0)]);
        let mut queue = VecDeque::from([(from, 0)]);
        while let Some((vertex, distance)) = queue.pop_front() {
            for (edge, next) in self.around(vertex) {
                if passes(edge) && !found.contains_key(&next) {
                    found.insert(next, distance + 1);
                    queue.push_back((next, distance + 1));
                }
            }
        }
        found
    }

    /// The edges of a shortest way; `None` when there is none over edges that `passes` lets through.
    pub fn path(&self, from: VertexId, to: VertexId, passes: impl Fn(EdgeId) -> bool) -> Option<Vec<EdgeId>> {
        let distances = self.distances(to, &passes);
        let mut at = from;
        let mut left = *distances.get(&from)?;
        let mut path = Vec::with_capacity(left);
        while left > 0 {
            let step = self.around(at).into_iter().find(|(e, v)| passes(*e) && distances.get(v).is_some_and(|&d| d + 1 == left));
            let (edge, next) = step?;
            path.push(edge);
            at = next;
            left -= 1;
        }
        Some(path)
    }

    /// The edges whose loss makes an island.
    pub fn bridges(&self) -> BTreeSet<EdgeId> {
        let lone = self.blocks().into_iter().filter(|b| b.len() == 1);
        let edge = |e: EdgeId| self.inner.edge_endpoints(EdgeIndex::new(e.0));
        lone.flatten().filter(|&e| edge(e).is_some_and(|(a, b)| a != b)).collect()
    }

    /// The vertices whose loss makes an island.
    pub fn articulations(&self) -> BTreeSet<VertexId> {
        let mut seen: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        for (number, block) in self.blocks().into_iter().enumerate() {
            for edge in block {
                if let Some((a, b)) = self.inner.edge_endpoints(EdgeIndex::new(edge.0)) {
                    seen.entry(a.index()).or_default().insert(number);
                    seen.entry(b.index()).or_default().insert(number);
                }
            }
        }
        seen.into_iter().filter(|(_, blocks)| blocks.len() > 1).map(|(v, _)| VertexId(v)).collect()
    }

    /// The biconnected components as sets of edges: two edges share one exactly when a simple cycle holds both.
    ///
    /// Tarjan's algorithm with its own stack, so that a long daisy chain cannot overflow ours.
    pub fn blocks(&self) -> Vec<Vec<EdgeId>> {
        let count = self.inner.node_count();
        let around: Vec<Vec<(EdgeId, VertexId)>> = (0..count).map(|v| self.around(VertexId(v))).collect();
        let mut order = vec![0usize; count];
        let mut low = vec![0usize; count];
        let mut used = BTreeSet::new();
        let mut clock = 0;
        let mut edges: Vec<EdgeId> = Vec::new();
        let mut blocks = Vec::new();
        for root in 0..count {
            if order.get(root) != Some(&0) {
                continue;
            }
            clock += 1;
            set(&mut order, root, clock);
            set(&mut low, root, clock);
            // (vertex, next neighbour to look at, height of the edge stack when the vertex was entered)
            let mut stack = vec![(root, 0usize, 0usize)];
            while let Some((vertex, next, height)) = stack.pop() {
                let Some(&(edge, other)) = around.get(vertex).and_then(|a| a.get(next)) else {
                    if let Some(&(parent, ..)) = stack.last() {
                        let (here, above) = (at(&low, vertex), at(&low, parent));
                        set(&mut low, parent, here.min(above));
                        if here >= at(&order, parent) {
                            blocks.push(edges.split_off(height));
                        }
                    }
                    continue;
                };
                stack.push((vertex, next + 1, height));
                if !used.insert(edge) {
                    continue;
                }
                let entered = edges.len();
                edges.push(edge);
                if at(&order, other.0) == 0 {
                    clock += 1;
                    set(&mut order, other.0, clock);
                    set(&mut low, other.0, clock);
                    stack.push((other.0, 0, entered));
                } else if other.0 == vertex {
                    blocks.push(edges.split_off(entered));
                } else {
                    let lowest = at(&low, vertex).min(at(&order, other.0));
                    set(&mut low, vertex, lowest);
                }
            }
        }
        blocks
    }
}

fn at(list: &[usize], index: usize) -> usize {
    list.get(index).copied().unwrap_or(0)
}

fn set(list: &mut [usize], index: usize, value: usize) {
    if let Some(slot) = list.get_mut(index) {
        *slot = value;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn graph(vertices: usize, edges: &[(usize, usize)]) -> Graph {
        Graph::of(vertices, edges.iter().map(|&(a, b)| (VertexId(a), VertexId(b))))
    }

    fn blocks(g: &Graph) -> BTreeSet<Vec<usize>> {
        let sorted = |b: Vec<EdgeId>| {
            let mut b: Vec<usize> = b.into_iter().map(|e| e.0).collect();
            b.sort_unstable();
            b
        };
        g.blocks().into_iter().map(sorted).collect()
    }

    #[test]
    fn a_ring_is_one_block_and_what_hangs_from_it_is_not() {
        // 0-1-2-0 is a ring, 2-3 hangs from it, 4 is alone.
        let g = graph(5, &[(0, 1), (1, 2), (2, 0), (2, 3)]);
        assert_eq!(blocks(&g), BTreeSet::from([vec![0, 1, 2], vec![3]]));
        assert_eq!(g.bridges(), BTreeSet::from([EdgeId(3)]));
        assert_eq!(g.articulations(), BTreeSet::from([VertexId(2)]));
        assert_eq!(g.islands(), 2);
    }

    #[test]
    fn two_rings_that_meet_in_a_vertex_are_two_blocks() {
        let g = graph(5, &[(0, 1), (1, 2), (2, 0), (2, 3), (3, 4), (4, 2)]);
        assert_eq!(blocks(&g), BTreeSet::from([vec![0, 1, 2], vec![3, 4, 5]]));
    }

    #[test]
    fn parallel_edges_are_a_cycle_and_a_loop_is_a_block_of_its_own() {
        let g = graph(2, &[(0, 1), (0, 1), (1, 1)]);
        assert_eq!(blocks(&g), BTreeSet::from([vec![0, 1], vec![2]]));
        assert!(g.bridges().is_empty());
    }

    #[test]
    fn a_way_is_the_shortest_over_open_edges() {
        let g = graph(4, &[(0, 1), (1, 2), (2, 3), (0, 3)]);
        assert_eq!(g.path(VertexId(0), VertexId(3), |_| true), Some(vec![EdgeId(3)]));
        assert_eq!(g.path(VertexId(0), VertexId(3), |e| e != EdgeId(3)).map(|p| p.len()), Some(3));
        assert_eq!(g.path(VertexId(0), VertexId(3), |e| e.0 != 3 && e.0 != 1), None);
    }

    #[test]
    fn a_daisy_chain_of_a_hundred_thousand_does_not_overflow() {
        let edges: Vec<(usize, usize)> = (0..100_000).map(|i| (i, i + 1)).collect();
        assert_eq!(graph(100_001, &edges).blocks().len(), 100_000);
    }
}
