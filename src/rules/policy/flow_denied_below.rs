//! `flow-denied-below`: an `allow` that a `deny` takes back.

use super::flow_correlated::{self, Pair};
use super::{covered, touched};
use crate::base::{Severity, Sink};
use crate::region::Flow;
use crate::rules::Context;

crate::rule! {
    /// A `deny` takes back what an `allow` opens.
    ///
    /// A `deny` beats every `allow` that it overlaps, whatever the order, so this flow opens nothing (or, as a warning, less
    /// than it says). The author thinks that it works until somebody tries.
    ///
    /// ## Fails
    /// ```kdl
    /// deviation "the lab" owner=exploitation until=none {
    ///     deny any from=pedagogie to=dmz
    ///     allow web from=pedagogie to=dmz
    /// }
    /// ```
    /// ## Passes
    /// ```kdl
    /// deviation "the lab" owner=exploitation until=none {
    ///     deny any from=invites to=dmz
    ///     allow web from=pedagogie to=dmz
    /// }
    /// ```
    pub static RULE = Error, check;
}

fn check(cx: &Context, out: &mut Sink) {
    let denies = || cx.school.flows.iter().filter(|f| !*f.allows);
    // Where the `deny` speaks of more than the `allow` does, that is what is said.
    let pairs = flow_correlated::pairs(&cx.state.policy);
    let is_within = |deny: &Flow, allow: &Flow| {
        let is_pair = |p: &Pair| flow_correlated::is(p.allow, allow) && flow_correlated::is(p.deny, deny);
        touched(cx.school, deny, allow) && !pairs.iter().any(is_pair)
    };
    for allow in cx.school.flows.iter().filter(|f| *f.allows) {
        let whole = denies().find(|deny| covered(cx.school, deny, allow));
        let Some(deny) = whole.or_else(|| denies().find(|deny| is_within(deny, allow))) else { continue };
        let text = format!("deny {} from={} to={}", *deny.service, *deny.from, *deny.to);
        let report = match whole {
            Some(_) => out.report(&RULE.rule, format!("`{text}` takes back all of this flow")).at(&allow.to, "opens nothing"),
            None => out
                .report(&RULE.rule, format!("`{text}` takes back a part of this flow"))
                .at(&allow.to, format!("what {} and {} share stays closed", *allow.to, *deny.to))
                .weigh(Severity::Warning),
        };
        report
            .also(deny.allows, "beats every `allow` that it overlaps")
            .help(format!("`remove {text}`, or drop this flow"))
            .on(allow.subject());
    }
}
