//! `port-used-twice`: two statements claim one port.

use crate::base::{Origin, Sink};
use crate::net::Port;
use crate::rules::{Context, wording};
use crate::topology::{Claim, What};
use std::collections::BTreeMap;

crate::rule! {
    /// One port has two uses.
    ///
    /// A socket takes one plug. Whichever statement came last would win in silence, and the other room, access point or
    /// cable would be dead. A deviation's port over the school's own port is no override either: take it out of the range.
    ///
    /// ## Fails
    /// ```kdl
    /// switch sw1 {
    ///     access "1-4" vlan=pedagogie room=A101
    ///     access "4-8" vlan=administration room=A001
    /// }
    /// ```
    /// ## Passes
    /// ```kdl
    /// switch sw1 {
    ///     access "1-4" vlan=pedagogie room=A101
    ///     access "5-8" vlan=administration room=A001
    /// }
    /// ```
    pub static RULE = Error, check;
}

/// The clashes of one pair of statements: their ports, and a claim of each.
struct Clash<'a> {
    first: &'a Claim,
    second: &'a Claim,
    ports: Vec<Port>,
}

fn check(cx: &Context, out: &mut Sink) {
    // Grouped by the two places, so that `1-16` over `1-24` is one mistake and not sixteen.
    let mut clashes: BTreeMap<(Origin, Origin), Clash> = BTreeMap::new();
    let mut order = Vec::new();
    for pair in cx.topology.claims.chunk_by(|a, b| (a.vertex, *a.port) == (b.vertex, *b.port)) {
        let Some((first, others)) = pair.split_first() else { continue };
        for second in others {
            let key = (first.port.origin(), second.port.origin());
            let clash = clashes.entry(key).or_insert_with(|| {
                order.push(key);
                Clash { first, second, ports: Vec::new() }
            });
            clash.ports.push(*second.port);
        }
    }
    for clash in order.iter().filter_map(|key| clashes.get(key)) {
        report(cx, clash, out);
    }
}

fn report(cx: &Context, clash: &Clash, out: &mut Sink) {
    let device = cx.topology.name(clash.first.vertex);
    let verb = if clash.ports.len() == 1 { "has" } else { "have" };
    let which = wording::ports(&clash.ports);
    let report = out
        .report(&RULE.rule, format!("{device} {which} {verb} two uses"))
        .at(clash.second.port, format!("includes {which}"))
        .also(clash.first.port, format!("already gives it to {}", cx.purpose(clash.first)))
        .on(device);
    let statement = || cx.topology.claims_on(clash.second.vertex).filter(|c| c.statement == clash.second.statement);
    let item = statement().filter(|c| c.port.origin() == clash.second.port.origin());
    let rest: Vec<Port> = item.map(|c| *c.port).filter(|p| !clash.ports.contains(p)).collect();
    if let (What::Use(_), false) = (clash.second.what, rest.is_empty()) {
        let text = wording::arguments(&rest);
        let report = report.help(format!("write `{text}`"));
        // Only an argument that is one range may be replaced by another; a list has quotes around more than this item.
        if statement().all(|c| c.port.origin() == clash.second.port.origin()) {
            report.fix(clash.second.port, text);
        }
        return;
    }
    let kind = cx.sockets(clash.second.vertex, *clash.second.port).map(|g| g.kind);
    let free = cx.free_ports(clash.second.vertex, |g| Some(g.kind) == kind);
    report.help(match free.as_slice() {
        [] => format!("no port of this kind is free on {device}: take one away from the other statement"),
        free => format!("free on {device}: {}", wording::ports(free)),
    });
}
