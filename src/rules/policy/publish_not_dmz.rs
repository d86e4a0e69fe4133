//! `publish-not-dmz`: something is opened from outside into a VLAN that is no DMZ.

use crate::base::Sink;
use crate::region::Domain;
use crate::region::endpoint::vlans_of;
use crate::rules::Context;

crate::rule! {
    /// A published service is not in the DMZ.
    ///
    /// Whoever breaks into a published service is in its VLAN. A DMZ is the one VLAN where that has been thought of.
    ///
    /// ## Fails
    /// ```kdl
    /// deviation "open house" owner=exploitation until=none {
    ///     publish web to=annuaire
    /// }
    /// ```
    /// ## Passes
    /// ```kdl
    /// deviation "open house" owner=exploitation until=none {
    ///     publish web to=portail
    /// }
    /// ```
    pub static RULE = Error, check;
}

fn check(cx: &Context, out: &mut Sink) {
    for publish in &cx.school.publishes {
        let vlans = vlans_of(cx.school, &publish.to).into_iter().filter_map(|id| cx.school.vlan_by_id(id));
        let Some(wrong) = vlans.into_iter().find(|v| *v.domain != Domain::Dmz) else { continue };
        let report = out
            .report(&RULE.rule, format!("{} would be reached from {} in {}", *publish.to, *publish.from, *wrong.name))
            .at(&publish.to, format!("is in {}, of domain {}", *wrong.name, *wrong.domain))
            .on(publish.to.as_str());
        if let Some(dmz) = cx.school.vlan_of(Domain::Dmz) {
            report.help(format!("give {} a card in {}, and only there", *publish.to, *dmz.name));
        }
    }
}
