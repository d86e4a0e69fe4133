//! `host-behind-its-guest`: a host whose gateway is its own guest.

use crate::base::Sink;
use crate::rules::{Context, wording};

crate::rule! {
    /// A host's gateway, or its resolver, is a guest of its own.
    ///
    /// It is usual where the firewall is virtualised, and it works: the host's files must come up without it (a fixed address,
    /// no wait for the network, the firewall first), and whoever stops that guest from afar has cut his own way.
    ///
    /// ## Fails
    /// ```kdl
    /// ups ups1 model=apc-smt1500rmi2u rack=R1
    /// deviation "the firewall is a guest" owner=exploitation until=none {
    ///     kvm pare-feu role=firewall vcpus=2 memory="2GiB" disk="20GiB" image=pfsense-2.7.2
    ///     firewall on=pare-feu
    ///     host hosta { run pare-feu; }
    /// }
    /// ```
    /// ## Passes
    /// ```kdl
    /// deviation "a machine of its own" owner=exploitation until=none { firewall on=fw1; }
    /// ```
    pub static RULE = Info, check;
}

fn check(cx: &Context, out: &mut Sink) {
    let Some(firewall) = cx.school.firewall.as_ref().and_then(|f| cx.school.guest(&f.on)) else { return };
    let Some(host) = firewall.host.as_ref().and_then(|h| cx.school.host(h)) else { return };
    let hosts: Vec<&str> = firewall.host.iter().chain(&firewall.standby).map(|h| h.as_str()).collect();
    out.report(&RULE.rule, format!("{} is reached through its own guest {}", wording::list(&hosts), *firewall.name))
        .at(&host.name, "its gateway is a guest of its own")
        .also(host.runs.iter().find(|r| r.guest == firewall.name).map(|r| &r.guest), "the firewall")
        .help("its files come up without it; plan a way in that does not pass the firewall")
        .on(host.name.as_str());
}
