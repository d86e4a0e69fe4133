//! `uplink-redundant`: a switch that one cable holds.

use crate::base::Sink;
use crate::rules::{Context, wording};

crate::rule! {
    /// One cable holds a switch: without it, the switch is cut off from the core.
    ///
    /// An excavator, a mouse or a bent fibre ends the lessons of a building. Two cables, as an aggregate or by two ways, do
    /// not. Where one must do for now, waive it with a date.
    ///
    /// ## Fails
    /// ```kdl
    /// switch sw2 model=test-52 rack=R2 address=152 { uplink 49 to=sw1:49 medium=om3; }
    /// ```
    /// ## Passes
    /// ```kdl
    /// switch sw2 model=test-52 rack=R2 address=152 { uplink 49 50 to=sw1:49,50 medium=om3; }
    /// ```
    pub static RULE = Warning, check;
}

fn check(cx: &Context, out: &mut Sink) {
    let Some(root) = cx.topology.root else { return };
    let (graph, cables) = super::switch_graph(cx);
    let depth = graph.distances(root, |_| true);
    for bridge in graph.bridges() {
        let Some(edge) = cables.get(bridge.0).and_then(|c| cx.topology.edges.get(*c)) else { continue };
        let (Some(a), Some(b)) = (depth.get(&edge.a.vertex), depth.get(&edge.b.vertex)) else { continue };
        let lower = if a > b { &edge.a } else { &edge.b };
        if edge.a.ports.len().max(edge.b.ports.len()) > 1 {
            continue;
        }
        let Some(switch) = cx.switch(lower.vertex).filter(|s| !cx.school.suspects.contains(s.name.as_str())) else { continue };
        let beyond = graph.distances(lower.vertex, |e| e != bridge).len() - 1;
        let also = if beyond == 0 { String::new() } else { format!(", and the {} behind it", wording::number(beyond)) };
        out.report(&RULE.rule, format!("one cable holds {}{also}", *switch.name))
            .at(lower.ports.first(), "the only way to the core")
            .help("plan a second cable: beside this one as an aggregate, or by another way")
            .on(switch.name.as_str());
    }
}
