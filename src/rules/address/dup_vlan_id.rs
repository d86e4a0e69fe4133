//! `dup-vlan-id`: two VLANs with one id.

use crate::base::Sink;
use crate::rules::Context;
use std::collections::BTreeSet;

crate::rule! {
    /// Two VLANs of a school have one id.
    ///
    /// On the cable there is only the id: the two would be one network, with two gateways and two pools in it.
    ///
    /// ## Fails
    /// ```kdl
    /// deviation "two labs" owner=exploitation until=none {
    ///     vlan labo-a id=160 place=14
    ///     vlan labo-b id=160 place=15
    /// }
    /// ```
    /// ## Passes
    /// ```kdl
    /// deviation "two labs" owner=exploitation until=none {
    ///     vlan labo-a id=160 place=14
    ///     vlan labo-b id=161 place=15
    /// }
    /// ```
    pub static RULE = Error, check;
}

fn check(cx: &Context, out: &mut Sink) {
    let used: BTreeSet<u16> = cx.school.vlans.iter().map(|v| v.id.number()).collect();
    let free = (100..400).find(|n| !used.contains(n));
    let mut vlans: Vec<_> = cx.school.vlans.iter().collect();
    vlans.sort_by_key(|v| (*v.id, v.id.origin()));
    for same in vlans.chunk_by(|a, b| *a.id == *b.id) {
        let Some((first, others)) = same.split_first() else { continue };
        for other in others {
            let report = out
                .report(&RULE.rule, format!("VLANs {} and {} both have id {}", *first.name, *other.name, *other.id))
                .at(other.id, format!("{} again", *other.id))
                .also(first.id, format!("{} has it", *first.name))
                .on(other.name.as_str());
            if let Some(free) = free {
                report.help(format!("free in a school's own range: {free}"));
            }
        }
    }
}
