//! `uplink-speed-bottleneck`: one end of a cable slows the other.

use super::port_kind_mismatch;
use crate::base::Sink;
use crate::catalogue::ModelKind;
use crate::net::Speed;
use crate::rules::Context;
use crate::topology::What;

crate::rule! {
    /// One end of a cable is slower than the other.
    ///
    /// The cable runs at the lower speed, and the faster port was paid for and does not help. It works; the next purchase
    /// should know of it.
    ///
    /// ## Fails
    /// ```kdl
    /// switch sw2 model=test-28 rack=R2 address=152 { uplink 25 26 to=sw1:49,50 medium=om3; }
    /// ```
    /// ## Passes
    /// ```kdl
    /// switch sw2 model=test-52 rack=R2 address=152 { uplink 49 50 to=sw1:49,50 medium=om3; }
    /// ```
    pub static RULE = Warning, check;
}

fn check(cx: &Context, out: &mut Sink) {
    for (edge, cable) in cx.topology.edges.iter().zip(&cx.school.cables) {
        if cx.switch(edge.a.vertex).is_none() || cx.switch(edge.b.vertex).is_none() {
            continue;
        }
        let sockets = edge.a.ports.iter().zip(&edge.b.ports).filter_map(|(own, far)| {
            let known = |vertex, port| cx.sockets(vertex, port).filter(|g| !g.speeds.is_empty());
            Some((own, far, known(edge.a.vertex, **own)?, known(edge.b.vertex, **far)?))
        });
        let sockets: Vec<_> = sockets.collect();
        // Sockets that do not fit, or members that are not alike, are mistakes of their own.
        let alike = sockets.windows(2).all(|w| match w {
            [(.., a, b), (.., c, d)] => a.speed() == c.speed() && b.speed() == d.speed(),
            _ => true,
        });
        let pair = sockets.first().filter(|(.., a, b)| alike && port_kind_mismatch::joins(a, b, cable));
        let pair = pair.map(|(own, far, a, b)| (*own, *far, a.speed(), b.speed())).filter(|(.., a, b)| a != b);
        let Some((own, far, a, b)) = pair else { continue };
        let (x, y) = (cx.topology.name(edge.a.vertex), cx.topology.name(edge.b.vertex));
        let (fast, slow) = if a > b { (x, b) } else { (y, a) };
        out.report(&RULE.rule, format!("the cable from {x} to {y} runs at {slow}; {fast} could do {}", a.max(b)))
            .at(far, format!("{y}: {b}"))
            .also(own, format!("{x}: {a}"))
            .help(format!("use a port of {} at both ends, if one is free", a.max(b)))
            .on(x)
            .on(y);
    }
    for claim in &cx.topology.claims {
        let What::AccessPoint(n) = claim.what else { continue };
        let Some(ap) = cx.school.access_points.get(n) else { continue };
        let Some(model) = cx.catalogue.model(ModelKind::AccessPoint, &ap.model) else { continue };
        let Some(port) = cx.sockets(claim.vertex, *claim.port).filter(|g| !g.speeds.is_empty()) else { continue };
        let own = model.ports.first().filter(|g| !g.speeds.is_empty()).map_or(Speed(1000), |g| g.speed());
        // A radio of this decade fills more than 100 Mb/s; 1 Gb/s instead of 2.5 is no fault worth a word.
        if port.speed() < Speed(1000) && own > port.speed() {
            let name = cx.topology.name(claim.vertex);
            out.report(&RULE.rule, format!("{} has {}, and its port on {name} {}", *ap.name, own, port.speed()))
                .at(claim.port, format!("{} at most", port.speed()))
                .on(ap.name.as_str());
        }
    }
}
