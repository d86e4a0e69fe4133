//! `firewall-single-host`: a firewall that one cable or one power cut takes away.

use crate::base::Sink;
use crate::region::Status;
use crate::rules::Context;

crate::rule! {
    /// The firewall is a guest of one host, which has one cable or no UPS.
    ///
    /// Every VLAN has its gateway there: without the host the school is without a network. A second host that stands by
    /// (`run … standby=`), a second cable and a UPS each take one of the reasons away.
    ///
    /// ## Fails
    /// ```kdl
    /// deviation "a virtual firewall" owner=exploitation until=none {
    ///     kvm pare-feu role=firewall vcpus=2 memory="2GiB" disk="20GiB" image=pfsense-2.7.2
    ///     firewall on=pare-feu
    ///     host hosta { run pare-feu; }
    /// }
    /// ```
    /// ## Passes
    /// ```kdl
    /// ups ups1 model=apc-smt1500rmi2u rack=R1
    /// deviation "a virtual firewall" owner=exploitation until=none {
    ///     kvm pare-feu role=firewall vcpus=2 memory="2GiB" disk="20GiB" image=pfsense-2.7.2
    ///     firewall on=pare-feu
    ///     host hosta { run pare-feu; }
    /// }
    /// ```
    pub static RULE = Warning, check;
}

fn check(cx: &Context, out: &mut Sink) {
    let Some(guest) = cx.school.firewall.as_ref().and_then(|f| cx.school.guest(&f.on)) else { return };
    let (Some(host), None) = (guest.host.as_ref().and_then(|h| cx.school.host(h)), &guest.standby) else { return };
    let Some(vertex) = cx.topology.vertex(&host.name) else { return };
    let cables: usize = cx.topology.edges_of(vertex).map(|(_, edge, ..)| edge.a.ports.len()).sum();
    let is_fed = cx.school.ups.iter().any(|u| *u.status != Status::Stock && u.feeds.contains(&host.rack));
    let why = match (cables, is_fed) {
        // Not joined at all is `device-not-connected`.
        (0, _) => return,
        (1, true) => "one cable",
        (1, false) => "one cable and no UPS",
        (_, false) => "no UPS",
        (_, true) => return,
    };
    out.report(&RULE.rule, format!("the school's firewall is on {}, which has {why}", *host.name))
        .at(guest.host.as_ref(), "without a standby")
        .also(&host.rack, "the host's rack")
        .help("name a host that takes over (`standby=`), or give this one a second cable and a UPS")
        .on(host.name.as_str());
}
