//! `lag-member-mismatch`: ports of one aggregate that are not alike.

use crate::base::Sink;
use crate::rules::Context;

crate::rule! {
    /// The ports of an aggregate have different speeds.
    ///
    /// LACP bundles equal links only: the odd one stays out, without an alarm, until the others fail.
    ///
    /// ## Fails
    /// ```kdl
    /// switch sw2 model=test-52 rack=R2 address=152 { uplink 48 49 to=sw1:40,41 optics=sfp-t; }
    /// ```
    /// ## Passes
    /// ```kdl
    /// switch sw2 model=test-52 rack=R2 address=152 { uplink 47 48 to=sw1:40,41; }
    /// ```
    pub static RULE = Error, check;
}

fn check(cx: &Context, out: &mut Sink) {
    for edge in cx.topology.edges.iter().filter(|e| e.aggregate) {
        for end in [&edge.a, &edge.b] {
            let mut ports = end.ports.iter().filter_map(|p| Some((p, cx.sockets(end.vertex, **p)?)));
            let Some((first, group)) = ports.next() else { continue };
            let Some((odd, other)) = ports.find(|(_, g)| g.speed() != group.speed()) else { continue };
            let name = cx.topology.name(end.vertex);
            out.report(&RULE.rule, format!("{name} {} and {} cannot be one aggregate", **first, **odd))
                .at(odd, format!("{}", other.speed()))
                .also(first, format!("{}", group.speed()))
                .help("bundle ports of one speed")
                .on(name);
        }
    }
}
