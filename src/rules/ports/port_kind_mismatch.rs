//! `port-kind-mismatch`: two sockets that no cable joins.

use crate::base::{Severity, Sink};
use crate::catalogue::{PortGroup, PortKind};
use crate::region::{Cable, Medium};
use crate::rules::Context;
use crate::topology::{Edge, What};

crate::rule! {
    /// A cable joins two sockets that it does not fit, or that have no speed in common.
    ///
    /// Twisted pair goes into copper sockets, fibre and direct attach into module slots. A transceiver that bridges the two is
    /// said with `module=` or `optics=`. An end device on a module slot is a warning: it needs a copper transceiver.
    ///
    /// ## Fails
    /// ```kdl
    /// switch sw2 model=test-52 rack=R2 address=152 { uplink 49 50 to=sw1:1,2 medium=om3; }
    /// ```
    /// ## Passes
    /// ```kdl
    /// switch sw2 model=test-52 rack=R2 address=152 { uplink 49 50 to=sw1:49,50 medium=om3; }
    /// ```
    pub static RULE = Error, check;
}

fn check(cx: &Context, out: &mut Sink) {
    for (edge, cable) in cx.topology.edges.iter().zip(&cx.school.cables) {
        joint(cx, edge, cable, out);
    }
    for claim in &cx.topology.claims {
        let plugged = matches!(claim.what, What::AccessPoint(_) | What::Device(_) | What::Console(_) | What::Ups(_));
        let slot = cx.sockets(claim.vertex, *claim.port).filter(|g| is_slot(g.kind));
        if plugged && slot.is_some() {
            let name = cx.topology.name(claim.vertex);
            out.report(&RULE.rule, format!("{} is plugged into a module slot of {name}", cx.purpose(claim)))
                .at(claim.port, "a slot for a transceiver")
                .help(format!("choose a copper port of {name}, or plan a copper transceiver"))
                .on(name)
                .weigh(Severity::Warning);
        }
    }
}

fn joint(cx: &Context, edge: &Edge, cable: &Cable, out: &mut Sink) {
    for (own, far) in edge.a.ports.iter().zip(&edge.b.ports) {
        let (Some(a), Some(b)) = (cx.sockets(edge.a.vertex, **own), cx.sockets(edge.b.vertex, **far)) else { continue };
        let (x, y) = (cx.topology.name(edge.a.vertex), cx.topology.name(edge.b.vertex));
        let reason = if !joins(a, b, cable) {
            let cable = cable.medium.as_ref().map_or("a cable".to_owned(), |m| format!("a cable of {}", **m));
            format!("{x} {} is {}, {y} {} is {}: {cable} does not join them", **own, word(a.kind), **far, word(b.kind))
        } else if !common(a, b) {
            format!("{x} {} and {y} {} have no speed in common", **own, **far)
        } else {
            continue;
        };
        // One finding a cable: the other ports of an aggregate are alike.
        out.report(&RULE.rule, reason)
            .at(far, word(b.kind))
            .also(own, word(a.kind))
            .help("choose ports of one kind, or say the transceiver: `module=` or `optics=`")
            .on(x)
            .on(y);
        return;
    }
}

/// Whether a kind takes a transceiver and nothing else.
fn is_slot(kind: PortKind) -> bool {
    matches!(kind, PortKind::Sfp | PortKind::SfpPlus)
}

/// Whether a cable, with the transceivers that it says, fits both sockets.
pub(super) fn joins(a: &PortGroup, b: &PortGroup, cable: &Cable) -> bool {
    cable.optics.is_some() || cable.module.is_some() || fits(a, b, cable.medium.as_ref().map(|m| **m))
}

fn fits(a: &PortGroup, b: &PortGroup, medium: Option<Medium>) -> bool {
    let takes = |kind: PortKind, copper: bool| match kind {
        PortKind::Copper => copper,
        PortKind::Sfp | PortKind::SfpPlus => !copper,
        PortKind::Combo | PortKind::Module => true,
    };
    match medium {
        Some(Medium::Copper) => takes(a.kind, true) && takes(b.kind, true),
        Some(_) => takes(a.kind, false) && takes(b.kind, false),
        None => [true, false].iter().any(|&copper| takes(a.kind, copper) && takes(b.kind, copper)),
    }
}

fn common(a: &PortGroup, b: &PortGroup) -> bool {
    a.speeds.is_empty() || b.speeds.is_empty() || a.speeds.iter().any(|s| b.speeds.contains(s))
}

fn word(kind: PortKind) -> &'static str {
    match kind {
        PortKind::Copper => "a copper port",
        PortKind::Sfp => "an SFP slot",
        PortKind::SfpPlus => "an SFP+ slot",
        PortKind::Combo => "a combo port",
        PortKind::Module => "a module",
    }
}
