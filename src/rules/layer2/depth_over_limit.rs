//! `depth-over-limit`: a switch too far from the core.

use crate::base::Sink;
use crate::rules::Context;

crate::rule! {
    /// A switch is more cables away from the core than the standard allows.
    ///
    /// Each cable of a chain adds what can break and shares its speed with all behind it: `switching depth=` says how many.
    ///
    /// ## Fails
    /// ```kdl
    /// switch sw2 model=test-52 rack=R2 address=152 { uplink 49 50 to=sw1:49,50 medium=om3; }
    /// switch sw3 model=test-52 rack=R2 address=153 { uplink 49 50 to=sw2:51,52 medium=om3; }
    /// switch sw4 model=test-52 rack=R3 address=154 { uplink 49 50 to=sw3:51,52 medium=om3; }
    /// ```
    /// ## Passes
    /// ```kdl
    /// switch sw2 model=test-52 rack=R2 address=152 { uplink 49 50 to=sw1:49,50 medium=om3; }
    /// switch sw3 model=test-52 rack=R3 address=153 { uplink 49 50 to=sw2:51,52 medium=om3; }
    /// ```
    pub static RULE = Warning, check;
}

fn check(cx: &Context, out: &mut Sink) {
    let (Some(root), Some(limit)) = (cx.topology.root, &cx.school.switching.depth) else { return };
    let (graph, _) = super::switch_graph(cx);
    for (vertex, depth) in graph.distances(root, |_| true) {
        let Some(switch) = cx.switch(vertex).filter(|_| depth as u64 > **limit) else { continue };
        out.report(&RULE.rule, format!("{} is {depth} cables away from {}", *switch.name, cx.topology.name(root)))
            .at(&switch.name, format!("{depth} cables to the core"))
            .also(limit, format!("the standard allows {}", **limit))
            .help("join it to a switch nearer to the core")
            .on(switch.name.as_str());
    }
}
