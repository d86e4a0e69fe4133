//! `denial-unlogged`: a refusal that matters and leaves no trace.

use crate::base::{Report, Sink, Span};
use crate::region::endpoint::{Unit, expand};
use crate::region::{Domain, Flow};
use crate::rules::Context;
use std::collections::{BTreeMap, BTreeSet};

crate::rule! {
    /// A `deny` protects the administration or the network of the devices, and is not logged.
    ///
    /// Somebody thought of an attempt and refused it by name: whoever makes it is worth a line in the log. What no flow opens is
    /// refused too, and the firewall logs that by itself.
    ///
    /// ## Fails
    /// ```kdl
    /// deviation "the offices alone" owner=exploitation until=none { deny any from=wifi to=administration; }
    /// ```
    /// ```kdl
    /// deviation "one sentence" owner=exploitation until=none { deny any from=wifi,invites to=administration,gestion; }
    /// ```
    /// ## Passes
    /// ```kdl
    /// deviation "the offices alone" owner=exploitation until=none {
    ///     deny any from=wifi to=administration log=on
    ///     deny any from=wifi to=serveurs
    /// }
    /// ```
    pub static RULE = Info, check;
}

fn check(cx: &Context, out: &mut Sink) {
    if cx.school.firewall.is_none() {
        return;
    }
    let is_sensitive = |unit: &Unit| {
        let vlan = unit.vlan().and_then(|id| cx.school.vlan_by_id(id));
        vlan.is_some_and(|v| matches!(*v.domain, Domain::Administration | Domain::Management))
    };
    // One statement is several flows, and one line mends it.
    let mut told: BTreeMap<Span, Vec<&Flow>> = BTreeMap::new();
    for flow in cx.school.flows.iter().filter(|f| !*f.allows && !*f.log) {
        if expand(cx.school, &flow.to).iter().any(is_sensitive) {
            told.entry(flow.statement).or_default().push(flow);
        }
    }
    for (statement, flows) in told {
        let list = |end: fn(&Flow) -> &str| {
            let mut names: Vec<&str> = flows.iter().map(|flow| end(flow)).collect();
            names.sort_unstable();
            names.dedup();
            names.join(", ")
        };
        let (from, to) = (list(|flow| &flow.from), list(|flow| &flow.to));
        let subjects: BTreeSet<String> = flows.iter().map(|flow| flow.subject()).collect();
        let report = out
            .report(&RULE.rule, format!("what tries to reach {to} from {from} leaves no trace"))
            .at(statement, "refused, and not logged")
            .help("write `log=on` in this statement");
        subjects.into_iter().fold(report, Report::on);
    }
}
