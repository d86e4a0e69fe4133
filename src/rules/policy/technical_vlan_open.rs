//! `technical-vlan-open`: people in the network of the building's machines.

use super::is_peopled;
use crate::base::Sink;
use crate::region::endpoint::expand;
use crate::region::{Domain, Flow, Vlan};
use crate::rules::Context;
use std::collections::BTreeMap;

crate::rule! {
    /// A flow lets people's networks, or the Internet, into the network of building automation or of the alarm.
    ///
    /// Boilers, doors and sirens are never updated and trust whoever speaks to them. One supplier's remote access, by a network
    /// that bears a name, is what they need; a service of the school's own servers may collect what they measure.
    ///
    /// ## Fails
    /// ```kdl
    /// deviation "heating seen from the office" owner=exploitation until=none {
    ///     vlan gtc id=161 domain=gtc place=14
    ///     switch sw1 { access 30 vlan=gtc room=A001; }
    ///     allow https from=pedagogie to=gtc
    /// }
    /// ```
    /// ## Passes
    /// ```kdl
    /// deviation "heating kept by its supplier" owner=exploitation until=none {
    ///     vlan gtc id=161 domain=gtc place=14
    ///     switch sw1 { access 30 vlan=gtc room=A001; }
    ///     network chauffagiste "203.0.113.20" through=exterieur
    ///     allow https from=chauffagiste to=gtc
    /// }
    /// ```
    pub static RULE = Warning, check;
}

fn check(cx: &Context, out: &mut Sink) {
    let technical: Vec<&Vlan> = cx.school.vlans.iter().filter(|v| matches!(*v.domain, Domain::Gtc | Domain::Ppms)).collect();
    // One sentence may be several flows: one finding for each pair of ends.
    let mut told: BTreeMap<(&str, &str), &Flow> = BTreeMap::new();
    for flow in cx.school.flows.iter().filter(|f| *f.allows) {
        told.entry((flow.from.as_str(), flow.to.as_str())).or_insert(flow);
    }
    for ((from, to), flow) in told {
        let into = expand(cx.school, to);
        let Some(vlan) = technical.iter().find(|v| into.iter().any(|u| u.vlan() == Some(*v.id))) else { continue };
        if expand(cx.school, from).iter().any(|unit| is_peopled(cx.school, unit)) {
            out.report(&RULE.rule, format!("{from} reaches {to}, where the machines of the building are"))
                .at(&flow.from, "people, or the Internet")
                .also(&vlan.name, format!("domain {}", vlan.domain.word()))
                .help("name the supplier's own network, or the one machine that needs it")
                .on(flow.subject());
        }
    }
}
