//! `amon-per-vlan-auth`: a filter or an authentication that an Amon would need for one VLAN of a card.

use super::amon;
use crate::base::Sink;
use crate::rules::Context;
use crate::state::firewall::{Filter, Firewall};

crate::rule! {
    /// Users of a VLAN that is a sub-interface of an Amon must say who they are, or are filtered by themselves.
    ///
    /// An Amon's proxy asks and filters by card, not by sub-interface. What the manifest says is asked for in the change request;
    /// whether the proxy does it depends on what the card's own VLAN has.
    ///
    /// ## Fails
    /// ```kdl
    /// deviation "an Amon" owner=exploitation until=none {
    ///     firewall kind=amon version="2.9.0" model="2zones" {
    ///         card 1 untagged=administration
    ///         proxy auth=kerberos
    ///     }
    ///     allow web from=invites to=internet via=proxy auth=user
    /// }
    /// ```
    /// ## Passes
    /// ```kdl
    /// deviation "an Amon" owner=exploitation until=none {
    ///     firewall kind=amon version="2.9.0" model="2zones" {
    ///         card 1 untagged=administration
    ///         proxy auth=kerberos
    ///     }
    ///     allow web from=administration to=internet via=proxy auth=user
    /// }
    /// ```
    pub static RULE = Warning, check;
}

fn check(cx: &Context, out: &mut Sink) {
    let Some(firewall) = amon(cx) else { return };
    for interface in firewall.interfaces.iter().filter(|i| *i.tagged) {
        let asked = firewall.rules_of(Some(*interface.vlan)).find(|r| *r.allows && *r.authenticated);
        let Some(rule) = asked else { continue };
        out.report(
            &RULE.rule,
            format!("users of {} must say who they are, and card {} asks for all or none", *interface.name, *interface.card),
        )
        .at(rule.authenticated, "asked of one VLAN")
        .also(interface.card, format!("a sub-interface of card {}", *interface.card))
        .help("make it the untagged VLAN of a card of its own, or have it settled by the change request")
        .on(interface.name.as_str());
    }
    let filters = firewall.proxy.iter().flat_map(|p| &p.filters);
    for filter in filters.filter(|f| !f.vlans.is_empty() && !has_card(firewall, f)) {
        out.report(&RULE.rule, format!("filter {} is for {}, and no card is it", *filter.number, *filter.zone))
            .at(&filter.zone, "only on sub-interfaces")
            .help("name a zone whose VLAN is untagged on a card")
            .on(filter.zone.as_str());
    }
}

/// Whether some card's own VLAN is in a filter's zone, and no filter with a lower number has that card.
fn has_card(firewall: &Firewall, filter: &Filter) -> bool {
    let before = |vlan| {
        let filters = firewall.proxy.iter().flat_map(|p| &p.filters);
        filters.filter(|f| f.vlans.contains(vlan)).all(|f| f.number >= filter.number)
    };
    firewall.interfaces.iter().any(|i| !*i.tagged && filter.vlans.contains(*i.vlan) && before(*i.vlan))
}
