//! `device-not-connected`: a device that no cable joins to the others.

use crate::base::Sink;
use crate::region::Status;
use crate::rules::{Context, wording};
use crate::topology::{VertexId, VertexKind};
use std::collections::BTreeSet;

crate::rule! {
    /// A switch, host or firewall has no way to the core.
    ///
    /// Nothing of what it should carry can arrive, and no one can manage it. A device in the cupboard says `status=stock`.
    ///
    /// ## Fails
    /// ```kdl
    /// switch sw2 model=test-52 rack=R2 address=152 { access "1-8" vlan=pedagogie room=A101; }
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
    let Some(root) = cx.topology.root.or_else(|| cx.switches().next().map(|(v, _)| v)) else { return };
    let mut seen: BTreeSet<VertexId> = reach(cx, root);
    for vertex in (0..cx.topology.vertices.len()).map(VertexId) {
        if seen.contains(&vertex) || in_stock(cx, vertex) {
            continue;
        }
        // An island is one mistake: its first device, and the names of those that hang on it.
        let island = reach(cx, vertex);
        if island.iter().any(|v| cx.school.suspects.contains(cx.topology.name(*v))) {
            seen.extend(island);
            continue;
        }
        let Some(device) = cx.topology.at(vertex) else { continue };
        let others: Vec<&str> = island.iter().filter(|v| **v != vertex).map(|v| cx.topology.name(*v)).collect();
        let core = cx.topology.name(root);
        let report = out.report(&RULE.rule, format!("no cable leads from {} to {core}", *device.name)).at(
            &device.name,
            match others.as_slice() {
                [] => "no way to the core".to_owned(),
                others => format!("no way to the core, nor for {}", wording::list(others)),
            },
        );
        let report = report.help("write its `uplink … to=`");
        island.iter().fold(report, |r, v| r.on(cx.topology.name(*v)));
        seen.extend(island);
    }
}

fn reach(cx: &Context, from: VertexId) -> BTreeSet<VertexId> {
    cx.topology.graph().distances(from, |_| true).into_keys().collect()
}

fn in_stock(cx: &Context, vertex: VertexId) -> bool {
    let status = match cx.topology.at(vertex).map(|v| v.kind) {
        Some(VertexKind::Switch(i)) => cx.school.switches.get(i).map(|s| *s.status),
        Some(VertexKind::Host(i)) => cx.school.hosts.get(i).map(|h| *h.status),
        Some(VertexKind::Device(i)) => cx.school.devices.get(i).map(|d| *d.status),
        None => None,
    };
    status == Some(Status::Stock)
}
