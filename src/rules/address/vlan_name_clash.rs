//! `vlan-name-clash`: two VLANs with one name, as a switch sees it.

use super::super::names::limits::VLAN_NAME;
use crate::base::Sink;
use crate::rules::Context;
use std::collections::BTreeMap;

crate::rule! {
    /// Two VLANs have one name on a switch.
    ///
    /// Switches keep 32 characters of a name, some of them without looking at case, and IOS refuses the second of two equal
    /// names: the VLAN stays without one, or is not created.
    ///
    /// ## Fails
    /// ```kdl
    /// deviation "two labs" owner=exploitation until=none {
    ///     vlan laboratoire-de-sciences-physiques-a id=160 place=14
    ///     vlan laboratoire-de-sciences-physiques-b id=161 place=15
    /// }
    /// ```
    /// ## Passes
    /// ```kdl
    /// deviation "two labs" owner=exploitation until=none {
    ///     vlan labo-physique-a id=160 place=14
    ///     vlan labo-physique-b id=161 place=15
    /// }
    /// ```
    pub static RULE = Error, check;
}

fn check(cx: &Context, out: &mut Sink) {
    let mut seen: BTreeMap<String, _> = BTreeMap::new();
    let mut vlans: Vec<_> = cx.school.vlans.iter().collect();
    vlans.sort_by_key(|v| v.name.origin());
    for vlan in vlans {
        let kept: String = vlan.name.chars().take(VLAN_NAME).collect::<String>().to_ascii_lowercase();
        let Some(first) = seen.get(&kept) else {
            seen.insert(kept, vlan);
            continue;
        };
        // One name twice is a clash of the manifest's own names, which was said elsewhere.
        if *first.name != *vlan.name {
            out.report(&RULE.rule, format!("{} and {} are both `{kept}` on a switch", *first.name, *vlan.name))
                .at(&vlan.name, format!("the same first {VLAN_NAME} characters"))
                .also(&first.name, "as this one")
                .help(format!("shorten the names to {VLAN_NAME} characters"))
                .on(vlan.name.as_str());
        }
    }
}
