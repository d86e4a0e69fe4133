//! `flow-redundant`: an `allow` that another one already grants.

use super::Spread;
use crate::base::Sink;
use crate::region::Flow;
use crate::rules::Context;

crate::rule! {
    /// A flow grants nothing that another does not grant already.
    ///
    /// It does no harm, but whoever closes it later closes nothing, and believes otherwise.
    ///
    /// ## Fails
    /// ```kdl
    /// deviation "twice" owner=exploitation until=none {
    ///     allow any from=serveurs to=dmz
    ///     allow web from=serveurs to=dmz
    /// }
    /// ```
    /// ## Passes
    /// ```kdl
    /// deviation "once" owner=exploitation until=none {
    ///     allow web from=serveurs to=dmz
    /// }
    /// ```
    pub static RULE = Info, check;
}

fn check(cx: &Context, out: &mut Sink) {
    let allows: Vec<Spread> = cx.school.flows.iter().filter(|f| *f.allows).map(|f| Spread::of(cx.school, f)).collect();
    for (i, narrow) in allows.iter().enumerate() {
        let wider = allows.iter().enumerate().find(|(j, wide)| {
            // Of two that grant the same, the later in the list is the surplus one.
            i != *j
                && alike(narrow.flow, wide.flow)
                && wide.covers(cx.school, narrow)
                && (*j < i || !narrow.covers(cx.school, wide))
        });
        let narrow = narrow.flow;
        if let Some((_, Spread { flow: wide, .. })) = wider {
            out.report(&RULE.rule, format!("{} from {} to {} is open already", *narrow.service, *narrow.from, *narrow.to))
                .at(&narrow.to, "grants nothing new")
                .also(&wide.to, format!("{} from {} to {}", *wide.service, *wide.from, *wide.to))
                .on(narrow.subject());
        }
    }
}

/// Whether both open in one manner: a flow that logs, asks who it is, or keeps hours says something of its own.
fn alike(a: &Flow, b: &Flow) -> bool {
    a.via == b.via && a.auth == b.auth && a.log == b.log && a.hours == b.hours
}
