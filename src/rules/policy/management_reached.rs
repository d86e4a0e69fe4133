//! `management-reached`: a flow that lets people's networks to the switches, the hosts and their consoles.

use super::is_peopled;
use crate::base::{Severity, Sink};
use crate::region::endpoint::{Unit, expand, vlans_of};
use crate::region::{Domain, Flow, School};
use crate::rules::Context;
use std::collections::BTreeMap;

crate::rule! {
    /// A flow lets people's networks, or the Internet, into the network where devices are administered.
    ///
    /// Switches, hosts and consoles answer there by SSH and by pages of their own, to whoever has a password or an unmended fault of
    /// theirs. Who runs them comes from a network of the region that bears a name, or works in that network.
    ///
    /// It is a warning where the target is a guest or a device that may serve others from there, and where the source is the whole
    /// region. Telephones, boilers and tills are machines, not people, and a machine with a card in another VLAN is reached there.
    ///
    /// ## Fails
    /// ```kdl
    /// deviation "from my desk" owner=exploitation until=none { allow https from=administration to=gestion; }
    /// ```
    /// ```kdl
    /// deviation "from home" owner=exploitation until=none {
    ///     service ssh tcp=22
    ///     allow ssh from=internet to=hosta
    /// }
    /// ```
    /// ```kdl
    /// deviation "from any school" owner=exploitation until=none { allow https from=region to=gestion; }
    /// ```
    /// ```kdl
    /// deviation "a console for all" owner=exploitation until=none {
    ///     lxc console role=web memory="1GiB" disk="10GiB" image=debian-12 { nic gestion address=40; }
    ///     host hosta { run console; }
    ///     allow https from=administration to=console
    /// }
    /// ```
    /// ## Passes
    /// ```kdl
    /// deviation "from the base" owner=exploitation until=none {
    ///     network bastion "10.255.0.22" through=exterieur
    ///     allow https from=bastion to=gestion
    /// }
    /// ```
    /// ```kdl
    /// deviation "telephones speak to their exchange" owner=exploitation until=none {
    ///     service sip udp=5060
    ///     lxc ipbx role=web memory="1GiB" disk="10GiB" image=debian-12 { nic gestion address=40; }
    ///     host hosta { run ipbx; }
    ///     allow sip from=telephonie to=ipbx
    /// }
    /// ```
    /// ```kdl
    /// deviation "files, on a guest that is administered by a card of its own" owner=exploitation until=none {
    ///     lxc fichiers role=web memory="1GiB" disk="10GiB" image=debian-12 {
    ///         nic serveurs address=31
    ///         nic gestion address=40
    ///     }
    ///     host hosta { run fichiers; }
    ///     allow https from=administration to=fichiers
    /// }
    /// ```
    pub static RULE = Error, check;
}

fn check(cx: &Context, out: &mut Sink) {
    let Some(management) = cx.school.vlan_of(Domain::Management) else { return };
    // One sentence may be several flows: one finding for each pair of ends.
    let mut told: BTreeMap<(&str, &str), &Flow> = BTreeMap::new();
    for flow in cx.school.flows.iter().filter(|f| *f.allows) {
        told.entry((flow.from.as_str(), flow.to.as_str())).or_insert(flow);
    }
    for ((from, to), flow) in told {
        let Some(severity) = reached(cx.school, flow) else { continue };
        out.report(&RULE.rule, format!("{from} reaches {to}, where devices are administered"))
            .weigh(severity)
            .at(&flow.from, "people, or the Internet")
            .also(&management.name, "domain management")
            .help("name the region's own network that administers them, or the one machine that needs it")
            .on(flow.subject());
    }
}

/// How much it matters that a flow leads from people, or the Internet, into the management VLAN; `None` when it does not.
pub(super) fn reached(school: &School, flow: &Flow) -> Option<Severity> {
    let management = *school.vlan_of(Domain::Management)?.id;
    let into = expand(school, &flow.to);
    let is_there = |unit: &Unit| unit.vlan() == Some(management);
    // A machine with a card elsewhere is reached by its address there; the one it is administered by comes along.
    let is_elsewhere =
        |unit: &Unit| matches!(unit, Unit::Device(name, _) if vlans_of(school, name).iter().any(|id| *id != management));
    if !into.iter().any(|unit| is_there(unit) && !is_elsewhere(unit)) {
        return None;
    }
    // From the region to all that is inside is told as that.
    let is_wide = ["any", "inside"].contains(&flow.to.as_str());
    let people: Vec<Unit> = expand(school, &flow.from)
        .into_iter()
        .filter(|unit| is_peopled(school, unit) && !(is_wide && *unit == Unit::Region))
        .collect();
    // A guest or a device there may serve others than those who administer, and the region's own may be meant by all of it.
    let is_served = into.iter().all(|unit| matches!(unit, Unit::Device(name, _) if serves(school, name)));
    let is_sure = |unit: &Unit| *unit == Unit::Internet || (*unit != Unit::Region && !is_served);
    match people.as_slice() {
        [] => None,
        people if people.iter().any(is_sure) => Some(Severity::Error),
        _ => Some(Severity::Warning),
    }
}

/// Whether a name is a guest's or an end device's: one that is there for others, not for the network alone.
fn serves(school: &School, name: &str) -> bool {
    school.guest(name).is_some() || school.device(name).is_some()
}
