//! `flow-over-broad`: an `allow` that opens more than anybody can mean.

use super::management_reached::reached;
use crate::base::Sink;
use crate::region::Flow;
use crate::rules::Context;

crate::rule! {
    /// A flow opens every service towards, or from, more than one can name, or something from outside to all that is inside.
    ///
    /// `any` to `inside`, `internet`, `region`, an outside zone or `any` is how a trial becomes the rule, and a service from there to
    /// `inside` or `any` is a door in every wall. Name the services, or the machines. What the standard has is the region's choice:
    /// only what a school adds is looked at.
    ///
    /// ## Fails
    /// ```kdl
    /// deviation "a trial" owner=exploitation until=none {
    ///     allow any from=serveurs to=internet
    /// }
    /// ```
    /// ```kdl
    /// deviation "a camera somewhere" owner=exploitation until=none {
    ///     service rtsp tcp=554
    ///     allow rtsp from=region to=inside
    /// }
    /// ```
    /// ## Passes
    /// ```kdl
    /// deviation "updates" owner=exploitation until=none {
    ///     allow any from=serveurs to=dmz
    /// }
    /// ```
    pub static RULE = Warning, check;
}

fn check(cx: &Context, out: &mut Sink) {
    let is_outer =
        |end: &str| ["any", "internet", "region"].contains(&end) || cx.school.zones.iter().any(|z| *z.name == end && *z.outside);
    let is_wide = |end: &str| is_outer(end) || end == "inside";
    let is_own = |flow: &&Flow| cx.school.departures.iter().any(|d| d.origin == flow.allows.origin());
    for flow in cx.school.flows.iter().filter(|f| *f.allows).filter(is_own) {
        let every = *flow.service == "any";
        let end = if every { [&flow.to, &flow.from].into_iter().find(|end| is_wide(end)) } else { None };
        // What leads to where devices are administered is said there.
        let entered = is_outer(&flow.from) && ["any", "inside"].contains(&flow.to.as_str()) && reached(cx.school, flow).is_none();
        let Some(end) = end.or(entered.then_some(&flow.to)) else { continue };
        let what = if every { "every service" } else { flow.service.as_str() };
        out.report(&RULE.rule, format!("{what} is open from {} to {}", *flow.from, *flow.to))
            .at(end, "more than one can name")
            .help(if every { "name the services that are needed, or the machines" } else { "name the machines that it is for" })
            .on(flow.subject());
    }
}
