//! `loop-without-stp`: a ring that nothing cuts.

use crate::base::Sink;
use crate::rules::{Context, wording};
use crate::topology::VertexId;
use std::collections::BTreeSet;

crate::rule! {
    /// A ring of switches runs through one that has no spanning tree.
    ///
    /// The first broadcast circles for ever and the school stands still. A ring needs spanning tree on every switch of it: a
    /// `switching` policy, and models that can.
    ///
    /// ## Fails
    /// ```kdl
    /// switch sw2 model=test-nostp rack=R2 address=152
    /// link sw1:40 sw2:1
    /// link sw1:41 sw2:2
    /// ```
    /// ## Passes
    /// ```kdl
    /// switch sw2 model=test-52 rack=R2 address=152
    /// link sw1:40 sw2:1
    /// link sw1:41 sw2:2
    /// ```
    pub static RULE = Error, check;
}

fn check(cx: &Context, out: &mut Sink) {
    let (graph, cables) = super::switch_graph(cx);
    for block in graph.blocks().into_iter().filter(|b| b.len() > 1) {
        let edges = || block.iter().filter_map(|e| cx.topology.edges.get(*cables.get(e.0)?));
        let ring: BTreeSet<VertexId> = edges().flat_map(|e| [e.a.vertex, e.b.vertex]).collect();
        let without = ring.iter().find_map(|v| cx.switch(*v).filter(|_| !spans(cx, *v)));
        let names = wording::list(ring.iter().map(|v| cx.topology.name(*v)));
        let report = if cx.school.switching.declared.is_none() {
            let last = block.iter().filter_map(|e| cx.school.cables.get(*cables.get(e.0)?)).next_back();
            out.report(&RULE.rule, format!("{names} form a ring, and no `switching` says how it is cut"))
                .at(last.map(|c| c.origin), "closes the ring")
                .help("write `switching stp=mstp` in the profile")
        } else if let Some(switch) = without {
            out.report(&RULE.rule, format!("{names} form a ring, and {} has no spanning tree", *switch.name))
                .at(switch.members.first().map(|m| &m.model), "knows no spanning tree")
                .also(
                    block.iter().filter_map(|e| cx.school.cables.get(*cables.get(e.0)?)).next_back().map(|c| c.origin),
                    "closes the ring",
                )
                .help("take one cable away, or replace the switch")
        } else {
            continue;
        };
        ring.iter().fold(report, |r, v| r.on(cx.topology.name(*v)));
    }
}

/// Whether a switch takes part in spanning tree.
fn spans(cx: &Context, vertex: VertexId) -> bool {
    let Some(switch) = cx.switch(vertex) else { return false };
    switch.members.iter().all(|m| cx.model(vertex, m.id).is_none_or(|m| m.limits.stp_instances != Some(0)))
}
