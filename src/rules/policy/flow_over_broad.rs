//! `flow-over-broad`: an `allow` that opens more than anybody can mean.

use crate::base::Sink;
use crate::region::Flow;
use crate::rules::Context;

crate::rule! {
    /// A flow opens every service towards, or from, more than one can name.
    ///
    /// `any` to `inside`, `internet`, `region`, an outside zone or `any` is how a trial becomes the rule. Name the services, or the
    /// machines. What the standard has is the region's choice: only what a school adds is looked at.
    ///
    /// ## Fails
    /// ```kdl
    /// deviation "a trial" owner=exploitation until=none {
    ///     allow any from=serveurs to=internet
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
    let is_wide = |end: &str| {
        ["any", "inside", "internet", "region"].contains(&end) || cx.school.zones.iter().any(|z| *z.name == end && *z.outside)
    };
    let is_own = |flow: &&Flow| cx.school.departures.iter().any(|d| d.origin == flow.allows.origin());
    let opened = cx.school.flows.iter().filter(|f| *f.allows && *f.service == "any").filter(is_own);
    for flow in opened {
        let Some(end) = [&flow.to, &flow.from].into_iter().find(|end| is_wide(end)) else { continue };
        out.report(&RULE.rule, format!("every service is open from {} to {}", *flow.from, *flow.to))
            .at(end, "more than one can name")
            .help("name the services that are needed, or the machines")
            .on(flow.subject());
    }
}
