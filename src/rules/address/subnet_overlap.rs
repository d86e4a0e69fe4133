//! `subnet-overlap`: two VLANs hand out the same addresses.

use super::places::{free, overlap};
use crate::base::Sink;
use crate::region::Vlan;
use crate::rules::{Context, wording};

crate::rule! {
    /// Two VLANs of a school, or two schools of a region, have the same addresses.
    ///
    /// The firewall answers for one of them only, and which one follows the order of its interfaces: half a building loses its
    /// gateway after an unrelated change. Between schools, the operator's routes lead to one of the two.
    ///
    /// ## Fails
    /// ```kdl
    /// deviation "two labs" owner=exploitation until=none {
    ///     vlan labo-a id=160 place=14
    ///     vlan labo-b id=161 place="14.128/25"
    /// }
    /// ```
    /// ## Passes
    /// ```kdl
    /// deviation "two labs" owner=exploitation until=none {
    ///     vlan labo-a id=160 place="14/25"
    ///     vlan labo-b id=161 place="14.128/25"
    /// }
    /// ```
    pub static RULE = Error, check;
}

fn check(cx: &Context, out: &mut Sink) {
    let mut vlans: Vec<(&Vlan, _)> = cx.school.vlans.iter().filter_map(|v| Some((v, v.subnet.as_ref()?))).collect();
    // By place: the later statement is the mistake, the earlier one is the standard or stood there before.
    vlans.sort_by_key(|(_, subnet)| subnet.origin());
    for (i, (late, b)) in vlans.iter().enumerate() {
        // One finding for each VLAN that came too late, against the first that it meets.
        let Some((early, a)) = vlans.iter().take(i).find(|(_, a)| overlap(***a, ***b)) else { continue };
        let message = match a == b {
            true => format!("{} and {} both take {}", *late.name, *early.name, **b),
            false => format!("{} takes {}, which shares addresses with {} of {}", *late.name, **b, **a, *early.name),
        };
        let free = free(cx.school, 4);
        let report = out
            .report(&RULE.rule, message)
            .at(*b, format!("{} here", ***b))
            .also(*a, format!("{} takes {}", *early.name, ***a))
            .on(late.name.as_str());
        if !free.is_empty() {
            report.help(format!("free places: {}", wording::list(free).replace(" and ", ", ")));
        }
    }
}
