//! `poe-budget-exceeded`: more power than the switch has.

use super::draw::{self, Draw};
use crate::base::{Severity, Sink};
use crate::rules::{Context, wording};
use crate::topology::VertexId;
use std::collections::BTreeMap;

crate::rule! {
    /// What hangs on a switch may draw more power than it has.
    ///
    /// A switch reserves power by class and refuses whoever comes last: after a power cut the order is another, and another
    /// access point stays dark. From 80 % on it is a warning. A device of a higher class than its port is refused at once.
    ///
    /// ## Fails
    /// ```kdl
    /// switch sw2 model=test-12p rack=R2 address=152 { uplink 13 14 to=sw1:49,50 medium=om3; }
    /// access-point ap1 model=test-ap room=A101 at=sw2:1 mac="02:00:25:00:00:51"
    /// access-point ap2 model=test-ap room=A101 at=sw2:2 mac="02:00:25:00:00:52"
    /// access-point ap3 model=test-ap room=A102 at=sw2:3 mac="02:00:25:00:00:53"
    /// ```
    /// ## Passes
    /// ```kdl
    /// switch sw2 model=test-12p rack=R2 address=152 { uplink 13 14 to=sw1:49,50 medium=om3; }
    /// access-point ap1 model=test-ap room=A101 at=sw2:1 mac="02:00:25:00:00:51"
    /// ```
    pub static RULE = Error, check;
}

fn check(cx: &Context, out: &mut Sink) {
    let mut members: BTreeMap<(VertexId, u8), Vec<Draw>> = BTreeMap::new();
    for draw in draw::all(cx) {
        let Some(most) = cx.sockets(draw.claim.vertex, *draw.claim.port).and_then(|g| g.poe) else { continue };
        if draw.class > most {
            let name = cx.topology.name(draw.claim.vertex);
            out.report(
                &RULE.rule,
                format!("{} is of class {}; {name} {} gives class {most}", **draw.name, draw.class, *draw.claim.port),
            )
            .at(draw.claim.port, format!("class {most}"))
            .on(draw.name.as_str())
            .on(name);
        }
        members.entry((draw.claim.vertex, draw.claim.port.member)).or_default().push(draw);
    }
    for ((vertex, member), draws) in members {
        let Some(model) = cx.model(vertex, member) else { continue };
        let Some(budget) = model.poe_watts else { continue };
        let tenths: u32 = draws.iter().map(Draw::tenths).sum();
        if tenths * 10 <= budget * 80 {
            continue;
        }
        let over = tenths > budget * 10;
        let name = cx.topology.name(vertex);
        let (count, watts) = (wording::count(draws.len(), "device"), format!("{}.{}", tenths / 10, tenths % 10));
        let Some(last) = draws.last() else { continue };
        out.report(&RULE.rule, format!("{count} may draw {watts} W from {name}, which has {budget}"))
            .at(last.claim.port, format!("{} comes last", **last.name))
            .also(cx.switch(vertex).map(|s| &s.name), format!("{}: {budget} W", model.key))
            .help("move some to another switch, or power them by injectors")
            .on(name)
            .weigh(if over { Severity::Error } else { Severity::Warning });
    }
}
