//! `native-is-management`: untagged frames of a trunk land among the devices.

use super::written_natives;
use crate::base::{Origin, Sink};
use crate::region::Domain;
use crate::rules::Context;
use std::collections::BTreeSet;

crate::rule! {
    /// The untagged VLAN of a written trunk is the management VLAN.
    ///
    /// Whatever is plugged in there without a tag, a laptop for one, is in the network of the devices.
    ///
    /// ## Fails
    /// ```kdl
    /// switch sw1 { trunk 40 vlans=pedagogie untagged=gestion to=none; }
    /// ```
    /// ## Passes
    /// ```kdl
    /// switch sw1 { trunk 40 vlans=pedagogie untagged=garage to=none; }
    /// ```
    pub static RULE = Warning, check;
}

fn check(cx: &Context, out: &mut Sink) {
    let mut seen: BTreeSet<Origin> = BTreeSet::new();
    for (name, untagged, statement) in written_natives(cx) {
        let managed = cx.school.vlan(untagged).is_some_and(|v| *v.domain == Domain::Management);
        if managed && seen.insert(statement) {
            out.report(&RULE.rule, format!("untagged frames on this trunk of {name} are in {}", **untagged))
                .at(untagged, "the network of the devices")
                .help("use the parking VLAN, or leave `untagged=` out")
                .on(name);
        }
    }
}
