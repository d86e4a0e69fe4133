//! `amon-too-many-cards`: more cards than an Amon has.

use super::amon;
use crate::base::Sink;
use crate::rules::Context;

crate::rule! {
    /// An Amon has more than five cards.
    ///
    /// Its models and its variables know `eth0` to `eth4`. Every further network is a VLAN on one of them.
    ///
    /// ## Fails
    /// ```kdl
    /// ups ups1 model=apc-smt1500rmi2u rack=R1
    /// deviation "an Amon" owner=exploitation until=none {
    ///     kvm amon role=firewall vcpus=2 memory="2GiB" disk="20GiB" image=eole-amon-2.9
    ///     host hosta { run amon; }
    ///     firewall kind=amon on=amon version="2.9.0" model="5zones" {
    ///         card 1 others untagged=gestion
    ///         card 2 administration untagged=administration
    ///         card 3 pedagogie untagged=pedagogie
    ///         card 4 dmz untagged=dmz
    ///         card 5 invites untagged=invites
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

/// The cards that an Amon knows: `eth0` to `eth4` (firewalls.md, part 1.4).
const CARDS: usize = 5;

fn check(cx: &Context, out: &mut Sink) {
    let Some(firewall) = amon(cx) else { return };
    let Some(first) = firewall.cards.get(CARDS) else { return };
    out.report(&RULE.rule, format!("{} has {} cards, and an Amon has {CARDS} at most", *firewall.name, firewall.cards.len()))
        .at(first.number, "the first too many")
        .help("put its VLANs on another card, as sub-interfaces")
        .on(firewall.name.as_str());
}
