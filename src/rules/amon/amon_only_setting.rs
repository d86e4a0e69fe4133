//! `amon-only-setting`: something is asked of a pfSense that only an Amon has.

use crate::base::{Origin, Sink};
use crate::region::FirewallKind;
use crate::rules::{Context, wording};

crate::rule! {
    /// Something is asked of a pfSense that only an Amon is given.
    ///
    /// The proxy with its filters, packages, variables and the zone model are an Amon's; of a tunnel a pfSense would need keys
    /// that the manifest does not say. Nothing of them is written, so what they promise does not happen.
    ///
    /// ## Fails
    /// ```kdl
    /// deviation "a filter" owner=exploitation until=none { firewall { proxy; }; }
    /// ```
    /// ## Passes
    /// ```kdl
    /// deviation "an Amon" owner=exploitation until=none {
    ///     firewall kind=amon version="2.9.0" model="2zones" { card 1 untagged=administration; proxy; }
    /// }
    /// ```
    pub static RULE = Warning, check;
}

fn check(cx: &Context, out: &mut Sink) {
    let Some(firewall) = cx.school.firewall.as_ref().filter(|f| *f.kind == FirewallKind::Pfsense) else { return };
    let mut found: Vec<(&str, Origin)> = Vec::new();
    found.extend(firewall.model.iter().map(|m| ("`model`", m.origin())));
    found.extend(firewall.proxy.iter().map(|p| ("`proxy`", p.auth.origin())));
    found.extend(firewall.vpns.first().map(|v| ("`vpn`", v.name.origin())));
    found.extend(firewall.packages.first().map(|p| ("`package`", p.origin())));
    found.extend(firewall.variables.first().map(|(name, _)| ("`variable`", name.origin())));
    let Some((_, first)) = found.first() else { return };
    let names = wording::list(found.iter().map(|(name, _)| *name));
    out.report(&RULE.rule, format!("{} is a pfSense, and nothing is written for it of {names}", *firewall.on))
        .at(firewall.kind, "the software")
        .also(*first, "an Amon's")
        .help("take it out, or do it on the machine by hand")
        .on(firewall.on.as_str());
}
