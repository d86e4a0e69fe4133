//! Flows, support modes, the DMZ.

mod administered_by_users;
mod assertion_fails;
mod denial_unlogged;
mod dmz_empty;
mod flow_correlated;
mod flow_denied_below;
mod flow_over_broad;
mod flow_redundant;
mod flow_without_effect;
mod forbidden_flow;
mod management_reached;
mod mode2_without_charter;
mod mode3_in_domain;
mod name_unused;
mod publish_not_dmz;
mod published_port_of_many;
mod published_twice;
mod required_flow_missing;
mod survival;
mod technical_vlan_open;

pub(crate) use required_flow_missing::required;

use super::Check;
use crate::region::endpoint::{Unit, expand, service_holds, services_meet};
use crate::region::{Domain, Flow, School};

/// The rules of this folder, in order of name.
pub static ALL: &[&Check] = &[
    &administered_by_users::RULE,
    &assertion_fails::RULE,
    &denial_unlogged::RULE,
    &dmz_empty::RULE,
    &flow_correlated::RULE,
    &flow_denied_below::RULE,
    &flow_over_broad::RULE,
    &flow_redundant::RULE,
    &flow_without_effect::RULE,
    &forbidden_flow::RULE,
    &management_reached::RULE,
    &mode2_without_charter::RULE,
    &mode3_in_domain::RULE,
    &name_unused::RULE,
    &publish_not_dmz::RULE,
    &published_port_of_many::RULE,
    &published_twice::RULE,
    &required_flow_missing::RULE,
    &technical_vlan_open::RULE,
];

/// A flow with what its ends stand for.
struct Spread<'a> {
    flow: &'a Flow,
    from: Vec<Unit>,
    to: Vec<Unit>,
}

impl<'a> Spread<'a> {
    fn of(school: &School, flow: &'a Flow) -> Spread<'a> {
        Spread { flow, from: expand(school, &flow.from), to: expand(school, &flow.to) }
    }

    /// Whether everything that `narrow` speaks of is in this one.
    fn covers(&self, school: &School, narrow: &Spread) -> bool {
        let inside =
            |wide: &[Unit], narrow: &[Unit]| !narrow.is_empty() && narrow.iter().all(|n| wide.iter().any(|w| w.holds(n)));
        inside(&self.from, &narrow.from)
            && inside(&self.to, &narrow.to)
            && service_holds(school, &self.flow.service, &narrow.flow.service)
    }
}

/// Whether everything that `narrow` speaks of is in `wide`.
fn covered(school: &School, wide: &Flow, narrow: &Flow) -> bool {
    Spread::of(school, wide).covers(school, &Spread::of(school, narrow))
}

/// Whether two flows speak of anything in common.
fn touched(school: &School, a: &Flow, b: &Flow) -> bool {
    let meet = |a: &str, b: &str| {
        let (a, b) = (expand(school, a), expand(school, b));
        a.iter().any(|x| b.iter().any(|y| x.meets(y)))
    };
    services_meet(school, &a.service, &b.service) && meet(&a.from, &b.from) && meet(&a.to, &b.to)
}

/// The `deny` that takes back all of an `allow`, at all times.
fn denial<'a>(school: &'a School, allow: &Flow) -> Option<&'a Flow> {
    school.flows.iter().find(|deny| !*deny.allows && deny.hours.is_none() && covered(school, deny, allow))
}

/// Whether anybody may sit there, whom the school does not know: pupils, teachers, guests, other schools, the Internet.
///
/// Telephones, boilers, tills and servers are machines, and so is a device or a guest that a flow names alone.
fn is_peopled(school: &School, unit: &Unit) -> bool {
    match unit {
        Unit::Internet | Unit::Region => true,
        Unit::Vlan(id) => school.vlan_by_id(*id).is_some_and(|v| {
            matches!(*v.domain, Domain::Pedagogie | Domain::Administration | Domain::Wifi | Domain::Guest | Domain::Special)
        }),
        Unit::Device(..) | Unit::Firewall | Unit::Network(_) => false,
    }
}
