//! `network-overlap`: two networks of others that have some addresses in common, and each others of its own.

use crate::base::Sink;
use crate::net::traffic::addresses;
use crate::net::{Family, Ranges};
use crate::region::Network;
use crate::rules::Context;

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
    let of = |n: &Network| Family::ALL.map(|f| addresses(f, n.prefixes.iter().map(|p| p.value())));
    let networks: Vec<(&Network, [Ranges; 2])> = cx.school.networks.values().map(|n| (n, of(n))).collect();
    for (n, (a, of_a)) in networks.iter().enumerate() {
        for (b, of_b) in networks.iter().skip(n + 1) {
            let mut shared = of_a.iter().zip(of_b).zip(Family::ALL).filter(|((x, y), _)| x.meets(y));
            let Some(((x, y), family)) = shared.next().filter(|_| exceeds(of_a, of_b) && exceeds(of_b, of_a)) else { continue };
            let both = x.and(y).iter().next();
            let ends = both.and_then(|(first, last)| family.address(first).zip(family.address(last)));
            let Some((first, last)) = ends else { continue };
            out.report(&RULE.rule, format!("{} and {} have {first} to {last} in common", *a.name, *b.name))
                .at(&b.name, "and addresses of its own")
                .also(&a.name, "and addresses of its own")
                .help("declare what they share as a network of its own, and name it in the flows that mean it")
                .on(b.name.as_str());
        }
    }
}

/// Whether one has addresses that the other lacks.
fn exceeds(a: &[Ranges; 2], b: &[Ranges; 2]) -> bool {
    a.iter().zip(b).any(|(a, b)| !a.minus(b).is_empty())
}
