//! `management-reached`: a flow that lets people's networks to the switches, the hosts and their consoles.

use crate::base::Sink;
use crate::region::endpoint::{Unit, expand};
use crate::region::{Domain, Flow, School};
use crate::rules::Context;
use std::collections::BTreeMap;

crate::rule! {
    /// A flow lets people's networks, or the Internet, into the network where devices are administered.
    ///
    /// Switches, hosts and consoles answer there by SSH and by pages of their own, to whoever has a password or an unmended fault of
    /// theirs. Who runs them comes from a network of the region that bears a name, or works in that network.
    ///
    /// ## Fails
    /// ```kdl
    /// deviation "from my desk" owner=exploitation until=none { allow https from=administration to=gestion; }
    /// ```
    /// ```kdl
    /// deviation "from home" owner=exploitation until=none {
    ///     service ssh tcp=22
    ///     allow ssh from=internet to=hosta
    /// }
    /// ```
    /// ## Passes
    /// ```kdl
    /// deviation "from the base" owner=exploitation until=none {
    ///     network bastion "10.255.0.22" through=exterieur
    ///     allow https from=bastion to=gestion
    /// }
    /// ```
    pub static RULE = Error, check;
}

fn check(cx: &Context, out: &mut Sink) {
    let Some(management) = cx.school.vlan_of(Domain::Management) else { return };
    // One sentence may be several flows: one finding for each pair of ends.
    let mut told: BTreeMap<(&str, &str), &Flow> = BTreeMap::new();
    for flow in cx.school.flows.iter().filter(|f| *f.allows) {
        told.entry((flow.from.as_str(), flow.to.as_str())).or_insert(flow);
    }
    for ((from, to), flow) in told {
        if is_reached(cx.school, flow) {
            out.report(&RULE.rule, format!("{from} reaches {to}, where devices are administered"))
                .at(&flow.from, "people, or the Internet")
                .also(&management.name, "domain management")
                .help("name the region's own network that administers them, or the one machine that needs it")
                .on(flow.subject());
        }
    }
}

/// Whether a flow leads from people, or the Internet, into the management VLAN.
pub(super) fn is_reached(school: &School, flow: &Flow) -> bool {
    let management = school.vlan_of(Domain::Management).map(|v| *v.id);
    let is_there = |unit: &Unit| management.is_some() && unit.vlan() == management;
    expand(school, &flow.to).iter().any(is_there) && expand(school, &flow.from).iter().any(|unit| is_peopled(school, unit))
}

/// Whether anybody may sit there. A device or a guest that a flow names alone is a machine.
fn is_peopled(school: &School, unit: &Unit) -> bool {
    match unit {
        Unit::Internet => true,
        Unit::Vlan(id) => school.vlan_by_id(*id).is_some_and(|v| {
            !matches!(*v.domain, Domain::Management | Domain::Servers | Domain::Dmz | Domain::Transit | Domain::Parking)
        }),
        Unit::Region | Unit::Device(..) | Unit::Firewall | Unit::Network(_) => false,
    }
}
