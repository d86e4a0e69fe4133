//! What is cut off when one device is off: the proof of `assert survives`.

use super::assertion_fails::RULE;
use crate::base::Sink;
use crate::net::VlanId;
use crate::region::Assertion;
use crate::rules::{Context, wording};
use crate::topology::VertexId;
use std::collections::BTreeSet;

/// Proves that the members of a VLAN keep their layer-2 way to its gateway while a device is off.
pub(super) fn survives(cx: &Context, assertion: &Assertion, out: &mut Sink) {
    let Some(device) = assertion.args.first() else { return };
    let Some(off) = cx.topology.vertex(device) else { return };
    for kept in &assertion.keep {
        let Some(vlan) = cx.school.vlan(kept) else { continue };
        let lost = lost(cx, Some(off), *vlan.id);
        if lost.is_empty() {
            continue;
        }
        let without = if cx.firewall().iter().all(|g| *g == off) {
            "the gateway is on it".into()
        } else {
            format!("{} cut off", wording::list(&lost))
        };
        out.report(&RULE.rule, format!("{} does not survive {}: {}", **kept, **device, wording::list(&lost)))
            .at(kept, without)
            .also(device, "switched off")
            .help("give them a second way, or drop the assertion")
            .on(device.as_str());
    }
}

/// The members of a VLAN without a layer-2 way to any of its gateways while a device is off; that device is none of them.
///
/// A school without a firewall has no gateway, and then nobody is lost who had nothing to lose.
pub(super) fn lost<'a>(cx: &Context<'a>, off: Option<VertexId>, vlan: VlanId) -> Vec<&'a str> {
    let Some(members) = cx.topology.members.get(&vlan) else { return Vec::new() };
    let gates = cx.firewall();
    if gates.is_empty() && off.is_none() {
        return Vec::new();
    }
    let alive: BTreeSet<VertexId> = gates.iter().filter(|g| Some(**g) != off).flat_map(|g| reached(cx, *g, off, vlan)).collect();
    members.keys().filter(|v| Some(**v) != off && !alive.contains(v)).map(|v| cx.topology.name(*v)).collect()
}

/// The devices that a frame of a VLAN reaches from a gateway while one device is off.
fn reached(cx: &Context, gate: VertexId, off: Option<VertexId>, vlan: VlanId) -> BTreeSet<VertexId> {
    let mut found = BTreeSet::from([gate]);
    let mut queue = vec![gate];
    while let Some(vertex) = queue.pop() {
        // Only a switch passes on what arrived; the gateway is where frames begin.
        if vertex != gate && cx.switch(vertex).is_none() {
            continue;
        }
        for (edge, next) in cx.topology.graph().around(vertex) {
            let carries = cx.topology.edges.get(edge.0).is_some_and(|e| e.carried.contains_key(&vlan));
            if carries && Some(next) != off && found.insert(next) {
                queue.push(next);
            }
        }
    }
    found
}
