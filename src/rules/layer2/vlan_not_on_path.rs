//! `vlan-not-on-path`: a member of a VLAN that cannot reach its gateway.

use super::trunk_misses_vlan;
use crate::base::{Origin, Sink};
use crate::net::VlanId;
use crate::region::Vlan;
use crate::rules::{Context, wording};
use crate::topology::{EdgeId, VertexId};
use std::collections::{BTreeMap, BTreeSet};

crate::rule! {
    /// A member of a VLAN has no layer-2 way to its gateway.
    ///
    /// There are cables, but the way leads through a machine that passes no frames on: a host or an appliance is the end of a
    /// cable, not a switch. What stands behind it sees no gateway and no DHCP.
    ///
    /// ## Fails
    /// ```kdl
    /// switch sw2 model=test-52 rack=R2 address=152 {
    ///     uplink 48 to=fw1:2
    ///     access "1-8" vlan=pedagogie room=A101
    /// }
    /// ```
    /// ## Passes
    /// ```kdl
    /// switch sw2 model=test-52 rack=R2 address=152 {
    ///     uplink 49 50 to=sw1:49,50 medium=om3
    ///     access "1-8" vlan=pedagogie room=A101
    /// }
    /// ```
    pub static RULE = Error, check;
}

fn check(cx: &Context, out: &mut Sink) {
    let Some(firewall) = &cx.school.firewall else { return };
    let gates = cx.firewall();
    let Some(&gate) = gates.first() else { return };
    let connected = cx.topology.graph().distances(gate, |_| true);
    // A device that is cut off is cut off in all its VLANs: one finding.
    let mut cut: BTreeMap<VertexId, Vec<(&Vlan, Origin)>> = BTreeMap::new();
    for vlan in cx.school.vlans.iter().filter(|v| firewall.cards.iter().any(|c| c.vlans.contains(&v.name))) {
        let Some(members) = cx.topology.members.get(&*vlan.id) else { continue };
        let reached: BTreeSet<VertexId> = gates.iter().flat_map(|g| reached(cx, *g, *vlan.id)).collect();
        for (vertex, why) in members.iter().filter(|(v, _)| connected.contains_key(v) && !reached.contains(v)) {
            if let Some(why) = why.first() {
                cut.entry(*vertex).or_default().push((vlan, *why));
            }
        }
    }
    for (vertex, vlans) in cut {
        let Some(&(_, why)) = vlans.first() else { continue };
        let (name, names) = (cx.topology.name(vertex), wording::list(vlans.iter().map(|(v, _)| v.name.as_str())));
        out.report(&RULE.rule, format!("{name} cannot reach the gateway of {names}"))
            .at(why, format!("needs {names}"))
            .also(cx.topology.at(gate).map(|v| &v.name), "the gateway is here")
            .help("join it to a switch: hosts and appliances pass no frames on")
            .on(name);
    }
}

/// The devices that a frame of a VLAN reaches from the gateway, a list that cuts it apart: that has a finding of its own.
fn reached(cx: &Context, gate: VertexId, vlan: VlanId) -> BTreeSet<VertexId> {
    let lists = |edge: EdgeId| {
        let pair = cx.topology.edges.get(edge.0).zip(cx.school.cables.get(edge.0));
        pair.is_some_and(|(e, c)| c.listed.is_some() && trunk_misses_vlan::missing(cx, e, c).any(|v| *v.id == vlan))
    };
    let carries = |edge: EdgeId| cx.topology.edges.get(edge.0).is_some_and(|e| e.carried.contains_key(&vlan));
    let mut found = BTreeSet::from([gate]);
    let mut queue = vec![gate];
    while let Some(vertex) = queue.pop() {
        // Only a switch passes on what arrived; the gateway itself is where frames begin.
        if vertex != gate && cx.switch(vertex).is_none() {
            continue;
        }
        for (edge, next) in cx.topology.graph().around(vertex) {
            if (carries(edge) || lists(edge)) && found.insert(next) {
                queue.push(next);
            }
        }
    }
    found
}
