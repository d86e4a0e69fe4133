//! `amon-card-without-address`: a card of an Amon without an untagged VLAN.

use super::{amon, untagged};
use crate::base::Sink;
use crate::rules::Context;

crate::rule! {
    /// A card of an Amon has no untagged VLAN with an address.
    ///
    /// Each card of an Amon is a zone of its model, with an address of its own; VLANs are sub-interfaces beside it. A card that
    /// only has those cannot be said in its variables, and the server does not start.
    ///
    /// ## Fails
    /// ```kdl
    /// deviation "an Amon" owner=exploitation until=none {
    ///     firewall kind=amon version="2.9.0" model="2zones"
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
    for card in firewall.cards.iter().filter(|c| untagged(firewall, *c.number).is_none()) {
        let number = *card.number;
        let report = out
            .report(&RULE.rule, format!("card {number} of {} has no untagged VLAN with an address", *firewall.name))
            .at(card.number, "a zone of the model")
            .on(format!("{}:{number}", *firewall.name));
        let example = firewall.interfaces.iter().find(|i| *i.card == number).map_or("VLAN", |i| i.name.as_str());
        report.help(format!("say which of its VLANs is the zone: `card {number} … untagged={example}`"));
    }
}
