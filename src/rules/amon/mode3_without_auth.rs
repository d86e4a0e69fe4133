//! `mode3-without-auth`: a network out of scope that reaches the Internet without anyone saying who he is.

use super::amon;
use crate::base::{Severity, Sink};
use crate::region::Support;
use crate::rules::Context;
use crate::state::Firewall;
use crate::state::firewall::Where;

crate::rule! {
    /// A VLAN that is out of scope reaches the Internet, and nobody there says who he is.
    ///
    /// Mode 3 is hardware and authenticated internet access. Behind an Amon the proxy asks, so a flow without it is a mistake; a
    /// pfSense has no proxy, so there it is a warning: who was where must be known by other means.
    ///
    /// ## Fails
    /// ```kdl
    /// deviation "a lab of its own" owner=exploitation until=none {
    ///     vlan labo id=150 domain=special place=14 support=out-of-scope
    ///     allow web from=labo to=internet
    /// }
    /// switch sw1 { access "1-4" vlan=labo room=A101; }
    /// building A { room A101 support=out-of-scope; }
    /// ```
    /// ## Passes
    /// ```kdl
    /// deviation "a lab of its own" owner=exploitation until=none {
    ///     vlan labo id=150 domain=special place=14 support=out-of-scope
    ///     allow radius from=labo to=radius-region
    /// }
    /// switch sw1 { access "1-4" vlan=labo room=A101; }
    /// building A { room A101 support=out-of-scope; }
    /// ```
    pub static RULE = Warning, check;
}

fn check(cx: &Context, out: &mut Sink) {
    let Some(firewall) = &cx.state.firewall else { return };
    let severity = if amon(cx).is_some() { Severity::Error } else { Severity::Warning };
    for vlan in cx.school.vlans.iter().filter(|v| *v.support == Support::OutOfScope) {
        let leaves = |to: &Where| matches!(to, Where::Beyond(name) if name == Firewall::KNOWN) || *to == Where::Anywhere;
        let open = firewall.rules_of(Some(*vlan.id)).find(|r| *r.allows && !*r.authenticated && leaves(&r.to));
        let Some(rule) = open else { continue };
        let report = out
            .report(
                &RULE.rule,
                format!("{} is out of scope, and {} leads out without asking who it is", *vlan.name, *rule.service.name),
            )
            .weigh(severity)
            .at(&rule.from, "nobody is asked")
            .also(vlan.support, "out of scope")
            .on(vlan.name.as_str());
        match severity {
            Severity::Error => report.help("add `via=proxy auth=user` to the flow"),
            _ => report.help("a pfSense cannot ask: keep who was where by other means, and waive it with the reason"),
        };
    }
}
