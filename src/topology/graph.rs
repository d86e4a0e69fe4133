//! The bare graph: who is joined to whom, by which edge.

/// The bare graph.
#[derive(Clone, Debug, Default)]
pub struct Graph;
