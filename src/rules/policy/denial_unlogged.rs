//! `denial-unlogged`: a refusal that matters and leaves no trace.

use crate::base::Sink;
use crate::region::Domain;
use crate::rules::Context;
use crate::state::policy::{Flow, Part};

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
    let is_sensitive = |part: &Part| {
        let vlan = part.vlan().and_then(|id| cx.school.vlan_by_id(id));
        vlan.is_some_and(|v| matches!(*v.domain, Domain::Administration | Domain::Management))
    };
    for flow in cx.state.policy.flows.iter().filter(|f| !*f.allows && !*f.logged) {
        if !flow.to.parts.iter().any(is_sensitive) {
            continue;
        }
        let Flow { service, from, to, .. } = flow;
        out.report(&RULE.rule, format!("what {} tries to reach in {} leaves no trace", *from.name, *to.name))
            .at(&to.name, "refused, and not logged")
            .help(format!("`deny {} from={} to={} log=on`", *service.name, *from.name, *to.name))
            .on(format!("{}>{}", *from.name, *to.name));
    }
}
