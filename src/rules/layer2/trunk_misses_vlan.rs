//! `trunk-misses-vlan`: a list of VLANs that cuts somebody off.

use crate::base::{Sink, Sourced};
use crate::net::VlanId;
use crate::region::{Cable, School, Vlan};
use crate::rules::{Context, wording};
use crate::topology::Edge;

crate::rule! {
    /// A trunk's own list of VLANs lacks one that must pass.
    ///
    /// The list of a cable is derived where nobody writes it. Where somebody does, it is taken as it stands and held against
    /// what lies behind the cable: a VLAN that is missing cuts its ports off from their gateway.
    ///
    /// ## Fails
    /// ```kdl
    /// switch sw2 model=test-52 rack=R2 address=152 {
    ///     trunk 49 50 vlans=gestion to=sw1:49,50
    ///     access "1-8" vlan=pedagogie room=A101
    /// }
    /// ```
    /// ## Passes
    /// ```kdl
    /// switch sw2 model=test-52 rack=R2 address=152 {
    ///     trunk 49 50 vlans=gestion,pedagogie to=sw1:49,50
    ///     access "1-8" vlan=pedagogie room=A101
    /// }
    /// ```
    pub static RULE = Error, check;
}

fn check(cx: &Context, out: &mut Sink) {
    for (edge, cable) in cx.topology.edges.iter().zip(&cx.school.cables) {
        let Some(list) = &cable.listed else { continue };
        let missing: Vec<&Vlan> = missing(cx, edge, cable).filter(|v| super::host_needs(cx, edge, v).is_none()).collect();
        let Some(first) = missing.first() else { continue };
        let names = wording::list(missing.iter().map(|v| v.name.as_str()));
        let why = edge.carried.get(&*first.id).and_then(|why| why.first()).copied();
        let (a, b) = (cx.topology.name(edge.a.vertex), cx.topology.name(edge.b.vertex));
        let report = out
            .report(&RULE.rule, format!("the trunk from {a} to {b} cuts {names}"))
            .at(list.first().map_or(cable.origin, Sourced::origin), format!("lacks {names}"));
        let report = match why {
            Some(why) => report.also(why, format!("{} is needed here", *first.name)),
            None => report,
        };
        report
            .help(format!(
                "add {} to `vlans=`, or drop the list: it is derived",
                missing.iter().map(|v| v.name.as_str()).collect::<Vec<_>>().join(",")
            ))
            .on(a)
            .on(b);
    }
}

/// The VLANs that an edge must carry and its list does not name.
pub(in crate::rules) fn missing<'a>(cx: &Context<'a>, edge: &'a Edge, cable: &'a Cable) -> impl Iterator<Item = &'a Vlan> {
    let school = cx.school;
    let listed = |id: VlanId| named(school, cable).any(|v| *v.id == id);
    edge.carried.keys().filter(move |id| !listed(**id)).filter_map(move |id| school.vlan_by_id(*id))
}

/// The VLANs that a list names, the untagged one among them.
pub(super) fn named<'a>(school: &'a School, cable: &'a Cable) -> impl Iterator<Item = &'a Vlan> {
    cable.listed.iter().flatten().chain(&cable.untagged).filter_map(|name| school.vlan(name))
}
