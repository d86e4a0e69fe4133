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
    let networks: Vec<&Network> = cx.school.networks.values().collect();
    for (n, a) in networks.iter().enumerate() {
        for b in networks.iter().skip(n + 1) {
            let shared = Family::ALL.iter().find_map(|f| {
                let (first, last) = of(a, *f).and(&of(b, *f)).iter().next()?;
                f.address(first).zip(f.address(last))
            });
            let Some((first, last)) = shared.filter(|_| exceeds(a, b) && exceeds(b, a)) else { continue };
            out.report(&RULE.rule, format!("{} and {} have {first} to {last} in common", *a.name, *b.name))
                .at(&b.name, "and addresses of its own")
                .also(&a.name, "and addresses of its own")
                .help("declare what they share as a network of its own, and name it in the flows that mean it")
                .on(b.name.as_str());
        }
    }
}

/// Whether a network has addresses that another lacks.
fn exceeds(a: &Network, b: &Network) -> bool {
    Family::ALL.iter().any(|f| !of(a, *f).minus(&of(b, *f)).is_empty())
}

fn of(network: &Network, family: Family) -> Ranges {
    addresses(family, network.prefixes.iter().map(|p| p.value()))
}
