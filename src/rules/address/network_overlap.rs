//! `network-overlap`: two networks of others that have some addresses in common, and each others of its own.

use crate::base::Sink;
use crate::region::Network;
use crate::rules::Context;
use crate::state::firewall::{Crossing, crossings};
use ipnet::IpNet;

crate::rule! {
    /// Two networks have addresses in common, and neither is inside the other.
    ///
    /// A flow that names one of them opens a part of the other, and no sentence says so. A network inside another is how a region
    /// names a machine of a larger one, and is no fault.
    ///
    /// ## Fails
    /// ```kdl
    /// deviation "two suppliers" owner=exploitation until=none {
    ///     network chauffagiste "203.0.113.16/28" "203.0.113.64/28" through=exterieur
    ///     network ascensoriste "203.0.113.64/28" "203.0.113.128/28" through=exterieur
    ///     allow https from=chauffagiste,ascensoriste to=dmz
    /// }
    /// ```
    /// ## Passes
    /// ```kdl
    /// deviation "two suppliers" owner=exploitation until=none {
    ///     network chauffagiste "203.0.113.16/28" "203.0.113.64/28" through=exterieur
    ///     network ascensoriste "203.0.113.64/28" through=exterieur
    ///     allow https from=chauffagiste,ascensoriste to=dmz
    /// }
    /// ```
    pub static RULE = Info, check;
}

fn check(cx: &Context, out: &mut Sink) {
    let networks: Vec<&Network> = cx.school.networks.values().collect();
    let prefixes: Vec<Vec<IpNet>> = networks.iter().map(|n| n.prefixes.iter().map(|p| *p.value()).collect()).collect();
    for Crossing { earlier, later, shared: (first, last) } in crossings(prefixes.iter().map(Vec::as_slice)) {
        let (Some(a), Some(b)) = (networks.get(earlier), networks.get(later)) else { continue };
        out.report(&RULE.rule, format!("{} and {} have {first} to {last} in common", *a.name, *b.name))
            .at(&b.name, "and addresses of its own")
            .also(&a.name, "and addresses of its own")
            .help("declare what they share as a network of its own, take it out of both, and name it in the flows that mean it")
            .on(b.name.as_str())
            .on(a.name.as_str());
    }
}
