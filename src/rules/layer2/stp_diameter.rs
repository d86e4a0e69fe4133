//! `stp-diameter`: a tree too wide for its timers.

use crate::base::Sink;
use crate::rules::Context;
use crate::topology::VertexId;

crate::rule! {
    /// Between two switches a frame passes more than seven.
    ///
    /// The timers of the spanning tree are made for seven bridges in a row (IEEE 802.1D, 17.14). Beyond, news of a broken cable
    /// comes after what the far end believed has run out, and a loop may live for seconds.
    ///
    /// ## Fails
    /// ```kdl
    /// deviation "a long site" owner=exploitation until=none { switching depth=9; }
    /// switch sw2 model=test-52 rack=R2 address=152 { uplink 49 50 to=sw1:49,50 medium=om3; }
    /// switch sw3 model=test-52 rack=R2 address=153 { uplink 49 50 to=sw2:51,52 medium=om3; }
    /// switch sw4 model=test-52 rack=R2 address=154 { uplink 49 50 to=sw3:51,52 medium=om3; }
    /// switch sw5 model=test-52 rack=R2 address=155 { uplink 49 50 to=sw4:51,52 medium=om3; }
    /// switch sw6 model=test-52 rack=R2 address=156 { uplink 49 50 to=sw5:51,52 medium=om3; }
    /// switch sw7 model=test-52 rack=R2 address=157 { uplink 49 50 to=sw6:51,52 medium=om3; }
    /// switch sw8 model=test-52 rack=R2 address=158 { uplink 49 50 to=sw7:51,52 medium=om3; }
    /// ```
    /// ## Passes
    /// ```kdl
    /// deviation "a long site" owner=exploitation until=none { switching depth=9; }
    /// switch sw2 model=test-52 rack=R2 address=152 { uplink 49 50 to=sw1:49,50 medium=om3; }
    /// switch sw3 model=test-52 rack=R2 address=153 { uplink 49 50 to=sw2:51,52 medium=om3; }
    /// switch sw4 model=test-52 rack=R2 address=154 { uplink 49 50 to=sw3:51,52 medium=om3; }
    /// switch sw5 model=test-52 rack=R2 address=155 { uplink 49 50 to=sw4:51,52 medium=om3; }
    /// switch sw6 model=test-52 rack=R2 address=156 { uplink 49 50 to=sw5:51,52 medium=om3; }
    /// switch sw7 model=test-52 rack=R2 address=157 { uplink 49 50 to=sw6:51,52 medium=om3; }
    /// ```
    pub static RULE = Warning, check;
}

/// Bridges in a row that the timers are made for.
const DIAMETER: usize = 7;

fn check(cx: &Context, out: &mut Sink) {
    let (graph, _) = super::switch_graph(cx);
    let Some(root) = cx.topology.root else { return };
    // While no switch is far from the root, no two are far from each other: most schools end here.
    let deepest = graph.distances(root, |_| true).into_values().max().unwrap_or(0);
    if deepest * 2 < DIAMETER {
        return;
    }
    let mut widest: Option<(usize, VertexId, VertexId)> = None;
    for (from, _) in cx.switches() {
        for (to, cables) in graph.distances(from, |_| true) {
            if from < to && widest.is_none_or(|(most, ..)| cables > most) {
                widest = Some((cables, from, to));
            }
        }
    }
    let Some((cables, from, to)) = widest.filter(|(cables, ..)| *cables + 1 > DIAMETER) else { return };
    let (Some(near), Some(far)) = (cx.switch(from), cx.switch(to)) else { return };
    out.report(&RULE.rule, format!("{} switches lie in a row from {} to {}", cables + 1, *near.name, *far.name))
        .at(&far.name, "one end")
        .also(&near.name, "the other end")
        .help("join a switch in the middle to the core by a cable of its own")
        .on(far.name.as_str());
}
