//! `native-is-user`: untagged frames of a trunk land among the stations.

use super::written_natives;
use crate::base::{Origin, Sink};
use crate::region::Domain;
use crate::rules::Context;
use std::collections::BTreeSet;

crate::rule! {
    /// The untagged VLAN of a written trunk is one of users.
    ///
    /// Whatever sends without a tag is in their network, the far switch itself among the rest, and where the other end has another
    /// untagged VLAN the two networks are one. The parking VLAN lets such frames die.
    ///
    /// ## Fails
    /// ```kdl
    /// switch sw1 { trunk 40 vlans=administration untagged=pedagogie to=none; }
    /// ```
    /// ## Passes
    /// ```kdl
    /// switch sw1 { trunk 40 vlans=administration,pedagogie untagged=garage to=none; }
    /// ```
    pub static RULE = Warning, check;
}

fn check(cx: &Context, out: &mut Sink) {
    let mut seen: BTreeSet<Origin> = BTreeSet::new();
    for (name, untagged, statement) in written_natives(cx) {
        let Some(vlan) = cx.school.vlan(untagged) else { continue };
        let is_users =
            matches!(*vlan.domain, Domain::Administration | Domain::Pedagogie | Domain::Wifi | Domain::Guest | Domain::Special);
        if is_users && seen.insert(statement) {
            out.report(&RULE.rule, format!("untagged frames on this trunk of {name} are in {}", **untagged))
                .at(untagged, "a network of users")
                .also(vlan.domain, format!("domain {}", vlan.domain.word()))
                .help("tag it, and use the parking VLAN, or leave `untagged=` out")
                .on(name);
        }
    }
}
