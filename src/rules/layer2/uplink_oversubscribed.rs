//! `uplink-oversubscribed`: more ports than the uplink can carry.

use crate::base::Sink;
use crate::rules::Context;
use crate::topology::What;

crate::rule! {
    /// The used ports of a switch could ask for far more than its uplink carries.
    ///
    /// Stations rarely talk at once, so a ratio of 20 is usual at the edge: `switching oversubscription=` says which. Beyond it
    /// a room that starts together waits together.
    ///
    /// ## Fails
    /// ```kdl
    /// switch sw2 model=test-52 rack=R2 address=152 {
    ///     uplink 47 48 to=sw1:43,44 medium=copper
    ///     access "1-46" vlan=pedagogie room=A101
    /// }
    /// ```
    /// ## Passes
    /// ```kdl
    /// switch sw2 model=test-52 rack=R2 address=152 {
    ///     uplink 49 50 to=sw1:49,50 medium=om3
    ///     access "1-24" vlan=pedagogie room=A101
    /// }
    /// ```
    pub static RULE = Warning, check;
}

fn check(cx: &Context, out: &mut Sink) {
    let (Some(root), Some(limit)) = (cx.topology.root, &cx.school.switching.oversubscription) else { return };
    let depth = cx.topology.graph().distances(root, |_| true);
    for (vertex, switch) in cx.switches().filter(|(v, _)| *v != root) {
        let speed = |v, p| cx.sockets(v, p).map_or(0, |g| u64::from(g.speed().0));
        let edge: u64 = cx
            .topology
            .claims_on(vertex)
            .filter(|c| matches!(c.what, What::AccessPoint(_) | What::Device(_)) || cx.access(c).is_some())
            .map(|c| speed(vertex, *c.port))
            .sum();
        let up = cx.topology.edges_of(vertex).filter(|(.., own, far)| depth.get(&far.vertex) < depth.get(&own.vertex));
        let lines: Vec<(u64, &crate::topology::EdgeEnd)> = up
            .map(|(.., own, far)| {
                let pairs = own.ports.iter().zip(&far.ports);
                (pairs.map(|(a, b)| speed(vertex, **a).min(speed(far.vertex, **b))).sum(), own)
            })
            .collect();
        let total: u64 = lines.iter().map(|(s, _)| s).sum();
        let Some((_, own)) = lines.first().filter(|_| total > 0) else { continue };
        if edge > total * **limit {
            out.report(&RULE.rule, format!("{} has {} to 1 on its uplink", *switch.name, edge.div_ceil(total)))
                .at(own.ports.first(), format!("{total} Mb/s for {edge} Mb/s of ports"))
                .also(limit, format!("the standard allows {} to 1", **limit))
                .help("use a faster port, or a second one as an aggregate")
                .on(switch.name.as_str());
        }
    }
}
