//! `single-point-of-failure`: a switch that others depend on.

use crate::base::Sink;
use crate::rules::{Context, wording};

crate::rule! {
    /// Other switches have no way to the core but through this one.
    ///
    /// The core itself is not counted: everything depends on it, and everybody knows. A switch that holds several others
    /// deserves a UPS, a spare in the cupboard, or a ring.
    ///
    /// ## Fails
    /// ```kdl
    /// switch sw2 model=test-52 rack=R2 address=152 { uplink 49 50 to=sw1:49,50 medium=om3; }
    /// switch sw3 model=test-52 rack=R3 address=153 { uplink 49 50 to=sw2:51,52 medium=om3; }
    /// ```
    /// ## Passes
    /// ```kdl
    /// switch sw2 model=test-52 rack=R2 address=152 { uplink 49 50 to=sw1:49,50 medium=om3; }
    /// switch sw3 model=test-52 rack=R3 address=153 { uplink 49 50 to=sw1:51,52 medium=om3; }
    /// ```
    pub static RULE = Info, check;
}

fn check(cx: &Context, out: &mut Sink) {
    let Some(root) = cx.topology.root else { return };
    let (graph, _) = super::switch_graph(cx);
    let whole = graph.distances(root, |_| true);
    for vertex in graph.articulations() {
        let Some(switch) = cx.switch(vertex).filter(|_| vertex != root && whole.contains_key(&vertex)) else { continue };
        let around: Vec<_> = graph.around(vertex).into_iter().map(|(e, _)| e).collect();
        let left = graph.distances(root, |e| !around.contains(&e));
        let cut: Vec<&str> =
            whole.keys().filter(|v| **v != vertex && !left.contains_key(v)).map(|v| cx.topology.name(*v)).collect();
        if cut.is_empty() {
            continue;
        }
        let verb = if cut.len() == 1 { "is" } else { "are" };
        out.report(&RULE.rule, format!("without {}, {} {verb} cut off", *switch.name, wording::list(&cut)))
            .at(&switch.name, format!("{} behind it", wording::number(cut.len())))
            .on(switch.name.as_str());
    }
}
