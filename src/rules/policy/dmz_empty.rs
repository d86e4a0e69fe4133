//! `dmz-empty`: a DMZ with nothing in it.

use super::endpoints::vlans_of;
use crate::base::Sink;
use crate::region::Domain;
use crate::rules::Context;

crate::rule! {
    /// A service is published, and the DMZ is where nothing is.
    ///
    /// The DMZ was made for what the outside reaches. Published services elsewhere and an empty DMZ are one decision too few.
    ///
    /// ## Fails
    /// ```kdl
    /// deviation "moved" owner=exploitation until=none {
    ///     publish web to=annuaire
    ///     remove lxc portail
    /// }
    /// ```
    /// ## Passes
    /// ```kdl
    /// deviation "open house" owner=exploitation until=none {
    ///     publish web to=portail
    /// }
    /// ```
    pub static RULE = Info, check;
}

fn check(cx: &Context, out: &mut Sink) {
    if cx.school.publishes.is_empty() {
        return;
    }
    for dmz in cx.school.vlans.iter().filter(|v| *v.domain == Domain::Dmz) {
        let names = cx.school.guests.iter().map(|g| &g.name).chain(cx.school.devices.iter().map(|d| &d.name));
        if !names.into_iter().any(|name| vlans_of(cx.school, name).contains(&*dmz.id)) {
            out.report(&RULE.rule, format!("nothing is in {}, and services are published", *dmz.name))
                .at(&dmz.name, "no guest and no device")
                .on(dmz.name.as_str());
        }
    }
}
