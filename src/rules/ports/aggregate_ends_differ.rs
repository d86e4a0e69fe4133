//! `aggregate-ends-differ`: the two ends of a cable or aggregate have another number of ports.

use crate::base::Sink;
use crate::net::Port;
use crate::region::{Cable, End};
use crate::rules::{Context, wording};
use crate::topology::{Edge, EdgeEnd};

crate::rule! {
    /// The two ends of an aggregate have another number of ports.
    ///
    /// Each port of one end is a cable to one port of the other. A port without its other half either loops, or LACP drops it,
    /// and the building has half the speed that the plan shows.
    ///
    /// ## Fails
    /// ```kdl
    /// switch sw2 model=test-52 rack=R2 address=152 { uplink 49 50 to=sw1:49 medium=om3; }
    /// ```
    /// ## Passes
    /// ```kdl
    /// switch sw2 model=test-52 rack=R2 address=152 { uplink 49 50 to=sw1:49,50 medium=om3; }
    /// ```
    pub static RULE = Error, check;
}

fn check(cx: &Context, out: &mut Sink) {
    for (edge, cable) in cx.topology.edges.iter().zip(&cx.school.cables) {
        let (own, far) = (cable.a.ports.len(), cable.b.ports.len());
        // A host may leave its own ports out: they follow the far end.
        if own == far || own == 0 || far == 0 {
            continue;
        }
        report(cx, edge, cable, out);
    }
}

fn report(cx: &Context, edge: &Edge, cable: &Cable, out: &mut Sink) {
    let (own, far) = (&cable.a, &cable.b);
    let message = format!(
        "{} on {}, {} on {}",
        wording::count(own.ports.len(), "port"),
        *own.device,
        wording::number(far.ports.len()),
        *far.device
    );
    let report = out
        .report(&RULE.rule, message)
        .at(far.list, wording::count(far.ports.len(), "port"))
        .also(own.list, wording::count(own.ports.len(), "port"))
        .on(own.device.as_str())
        .on(far.device.as_str());
    let ((short, end), long) = if far.ports.len() < own.ports.len() { ((far, &edge.b), own) } else { ((own, &edge.a), far) };
    let surplus: Vec<Port> = long.ports.iter().skip(short.ports.len()).map(|p| **p).collect();
    let drop = format!("drop {}", wording::runs(&surplus).join(","));
    let free = beside(cx, end, short, surplus.len());
    report.help(match free.len() == surplus.len() {
        true => format!("add `{}:{}` or {drop}", *short.device, wording::runs(&free).join(",")),
        false => drop,
    });
}

/// The free ports of the same kind on a device that come next after those of an end.
fn beside(cx: &Context, end: &EdgeEnd, written: &End, wanted: usize) -> Vec<Port> {
    let Some(last) = written.ports.iter().map(|p| **p).max() else { return Vec::new() };
    let kind = cx.sockets(end.vertex, last).map(|g| g.kind);
    let free = cx.free_ports(end.vertex, |g| Some(g.kind) == kind);
    let after = free.iter().copied().filter(|p| *p > last);
    let before = free.iter().copied().filter(|p| *p < last);
    after.chain(before).take(wanted).collect()
}
