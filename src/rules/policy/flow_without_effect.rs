//! `flow-without-effect`: a flow between two parts of one zone, which the zone itself decides.

use crate::base::Sink;
use crate::rules::Context;
use crate::state::policy::{End, Part};

crate::rule! {
    /// A flow leads from a zone to itself, and so opens (or closes) nothing.
    ///
    /// What passes between the VLANs of one zone is the zone's own word, `inside=allow` or `inside=deny`. A flow may say otherwise
    /// for two VLANs, devices or guests that it names; named by the zone, it says nothing.
    ///
    /// ## Fails
    /// ```kdl
    /// deviation "within" owner=exploitation until=none {
    ///     zone ensemble
    ///     vlan labo-a id=161 zone=ensemble place=14
    ///     vlan labo-b id=162 zone=ensemble place=15
    ///     allow web from=ensemble to=labo-b
    /// }
    /// ```
    /// ## Passes
    /// ```kdl
    /// deviation "within" owner=exploitation until=none {
    ///     zone ensemble
    ///     vlan labo-a id=161 zone=ensemble place=14
    ///     vlan labo-b id=162 zone=ensemble place=15
    ///     allow web from=labo-a to=labo-b
    /// }
    /// ```
    pub static RULE = Info, check;
}

fn check(cx: &Context, out: &mut Sink) {
    let policy = &cx.state.policy;
    for flow in &policy.flows {
        // An end of which no address is known is another finding's, or nobody's fault.
        let is_known = |end: &End| {
            !end.parts.is_empty() && !end.parts.iter().any(|p| matches!(p, Part::Device(d) if d.addresses.is_empty()))
        };
        if is_known(&flow.from) && is_known(&flow.to) && policy.pairs(&flow.from, &flow.to).is_empty() {
            let verb = if *flow.allows { "opens" } else { "closes" };
            out.report(
                &RULE.rule,
                format!("{} from {} to {} {verb} nothing", *flow.service.name, *flow.from.name, *flow.to.name),
            )
            .at(&flow.to.name, "in the same zone")
            .help("say `inside=` at the zone, or name two VLANs or devices")
            .on(format!("{}>{}", *flow.from.name, *flow.to.name));
        }
    }
}
