//! `amon-gateway-out-of-reach`: an Amon whose operator's router is not beyond its first card.

use super::{amon, untagged};
use crate::base::Sink;
use crate::rules::Context;
use std::net::IpAddr;

crate::rule! {
    /// The operator's router does not lie in the network of an Amon's first card.
    ///
    /// `eth0` is the way out, and its router is looked for there and nowhere else: the server stops at its first start.
    ///
    /// ## Fails
    /// ```kdl
    /// deviation "an Amon" owner=exploitation until=none {
    ///     firewall kind=amon version="2.9.0" model="2zones" {
    ///         card 0 administration untagged=administration
    ///         card 1 exterieur untagged=interco
    ///     }
    /// }
    /// ```
    /// ## Passes
    /// ```kdl
    /// deviation "an Amon" owner=exploitation until=none {
    ///     firewall kind=amon version="2.9.0" model="2zones" { card 1 untagged=administration; }
    /// }
    /// ```
    pub static RULE = Error, check;
}

fn check(cx: &Context, out: &mut Sink) {
    let Some(firewall) = amon(cx) else { return };
    let gateway = firewall.gateways.iter().find(|g| *g.default && g.address.is_ipv4());
    // A card without an address is a finding of its own.
    let (Some(gateway), Some(first)) = (gateway, untagged(firewall, 0)) else { return };
    let (Some(v4), IpAddr::V4(address)) = (&first.v4, *gateway.address) else { return };
    if v4.subnet.contains(&address) {
        return;
    }
    out.report(&RULE.rule, format!("{address} is not in {}, the network of card 0", *v4.subnet))
        .at(gateway.address, "the way out")
        .also(first.card, format!("card 0 is in {}", *first.name))
        .help("put the operator's VLAN on card 0, untagged")
        .on(firewall.name.as_str());
}
