//! `administered-by-users`: a flow that shows the firewall's administration to those who use the network.

use crate::base::Sink;
use crate::net::traffic::{ports, protocol};
use crate::net::{Family, Ranges};
use crate::region::Domain;
use crate::rules::Context;
use crate::state::firewall::Where;
use crate::state::policy::Part;

crate::rule! {
    /// A VLAN of users, or the Internet, reaches the pages, or the console, by which the firewall is administered.
    ///
    /// SSH and the firewall's own pages are for those who run it, from where they work: the management VLAN, or the region. Shown to
    /// pupils, guests or offices they are a password away from every other rule.
    ///
    /// ## Fails
    /// ```kdl
    /// deviation "a shortcut" owner=exploitation until=none {
    ///     allow https from=pedagogie to=firewall
    /// }
    /// ```
    /// ```kdl
    /// deviation "from home" owner=exploitation until=none {
    ///     allow https from=internet to=firewall
    /// }
    /// ```
    /// ## Passes
    /// ```kdl
    /// deviation "a shortcut" owner=exploitation until=none {
    ///     allow https from=gestion to=firewall
    /// }
    /// ```
    pub static RULE = Error, check;
}

/// TCP ports of each kind: SSH, the pages of pfSense; SSH and the pages of an Amon for tasks, statistics and its variables.
const ADMINISTRATION: &[(&str, &[u16])] = &[("pfsense", &[22, 80, 443]), ("amon", &[22, 4200, 4201, 4203, 7000])];

fn check(cx: &Context, out: &mut Sink) {
    let Some(firewall) = &cx.state.firewall else { return };
    let Some((_, listed)) = ADMINISTRATION.iter().find(|(kind, _)| *kind == firewall.software.as_str()) else { return };
    let administration = listed.iter().fold(Ranges::default(), |sum, p| sum.or(&ports(protocol::TCP, *p, *p)));
    let internet = cx.state.policy.addresses(&Part::Internet, Family::V4);
    let mut told = Vec::new();
    for rule in firewall.rules.iter().filter(|r| *r.allows && !*r.proxied && r.family == Family::V4) {
        let Some(vlan) = rule.interface.as_ref().and_then(|id| cx.school.vlan_by_id(**id)) else { continue };
        let is_user = match vlan.domain.value() {
            Domain::Management => false,
            // By the operator's link come the region, which may administer, and the Internet, which may not.
            Domain::Transit => firewall.addresses(&rule.from, rule.family).meets(&internet),
            _ => true,
        };
        let is_to_itself = matches!(rule.to.value(), Where::Gateway(_) | Where::Itself);
        let open = rule.service.ranges(rule.family).and(&administration);
        // One flow from several VLANs is one mistake.
        if !is_user || !is_to_itself || open.is_empty() || told.contains(&rule.to.origin()) {
            continue;
        }
        told.push(rule.to.origin());
        let port = open.first().map_or(0, |service| service & 0xffff);
        let is_outer = *vlan.domain == Domain::Transit;
        let who = if is_outer { "the Internet" } else { vlan.name.as_str() };
        let whose = if is_outer { "the Internet comes that way".to_owned() } else { format!("{} is for users", *vlan.name) };
        out.report(&RULE.rule, format!("{who} reaches port {port} of {}, which administers it", *firewall.name))
            .at(&rule.to, format!("{} is open to the firewall itself", *rule.service.name))
            .also(vlan.domain, whose)
            .help("administer it from the management VLAN or a network of the region, or name a service without that port")
            .on(vlan.name.as_str());
    }
}
