//! `poe-on-non-poe`: something expects power from a port that gives none.

use super::draw;
use crate::base::{Origin, Sink};
use crate::net::Port;
use crate::rules::{Context, wording};
use std::collections::BTreeMap;

crate::rule! {
    /// Something is to be powered by a port that gives no power.
    ///
    /// The access point stays dark on the day it is hung. Where an injector stands in the closet, say so: `power=injector`.
    ///
    /// ## Fails
    /// ```kdl
    /// access-point ap1 model=test-ap room=A101 at=sw1:40 mac="02:00:25:00:00:51"
    /// ```
    /// ## Passes
    /// ```kdl
    /// access-point ap1 model=test-ap room=A101 at=sw1:40 mac="02:00:25:00:00:51" power=injector
    /// ```
    pub static RULE = Error, check;
}

fn check(cx: &Context, out: &mut Sink) {
    for draw in draw::all(cx) {
        let Some(model) = cx.model(draw.claim.vertex, draw.claim.port.member) else { continue };
        let Some(sockets) = model.group(draw.claim.port.number) else { continue };
        if sockets.poe.is_none() {
            let name = cx.topology.name(draw.claim.vertex);
            out.report(&RULE.rule, format!("{} wants power, and {name} {} gives none", **draw.name, *draw.claim.port))
                .at(draw.claim.port, format!("{} gives no power here", model.key))
                .help("write `power=injector` if there is one, or move it to a PoE switch")
                .on(draw.name.as_str())
                .on(name);
        }
    }
    // An access line that says `poe=auto` itself; a class's is a wish for where it is possible.
    let mut lines: BTreeMap<Origin, Vec<(Port, &str, Origin)>> = BTreeMap::new();
    for claim in &cx.topology.claims {
        let Some(poe) = cx.access(claim).and_then(|a| a.poe.as_ref()).filter(|p| ***p) else { continue };
        if cx.sockets(claim.vertex, *claim.port).is_some_and(|g| g.poe.is_none()) {
            lines.entry(claim.statement).or_default().push((*claim.port, cx.topology.name(claim.vertex), poe.origin()));
        }
    }
    for ports in lines.into_values() {
        let Some(&(_, name, origin)) = ports.first() else { continue };
        let list: Vec<Port> = ports.iter().map(|(p, ..)| *p).collect();
        out.report(&RULE.rule, format!("{name} gives no power on {}", wording::ports(&list)))
            .at(origin, "asks for power")
            .help("drop `poe=auto`")
            .on(name);
    }
}
