//! `ipv6-not-on-amon`: a school with IPv6 behind a firewall that has none.

use super::amon;
use crate::base::Sink;
use crate::rules::Context;

crate::rule! {
    /// A school has an IPv6 block, and its firewall is an Amon.
    ///
    /// An Amon speaks IPv4 alone: no file of it holds an IPv6 address, and stations get none. Hosts and records keep theirs.
    ///
    /// ## Fails
    /// ```kdl
    /// school "0379915B" profile=minimal name="Une école sur deux familles" slug=deux
    /// block "10.37.96.0/20" "2001:db8:37::/48"
    /// wan operateur rate="100Mb/s" subnet="100.64.37.8/29" address=2 gateway=1 at=sw1:48
    /// building A { rack R1; }
    /// switch sw1 model=test-52 rack=R1 address=151 serial=TEST0101 role=core
    /// appliance fw1 role=firewall model=serveur-4-cartes rack=R1 serial=TEST0112 {
    ///     uplink 0 to=sw1:37
    ///     uplink 1 to=sw1:38
    /// }
    /// host hosta model=test-server rack=R1 address=11 serial=TEST0111 memory="32GiB" disk="2TiB" {
    ///     uplink to=sw1:45,46
    ///     run annuaire portail
    /// }
    /// deviation "an Amon" owner=exploitation until=none {
    ///     firewall kind=amon version="2.9.0" model="2zones" { card 1 untagged=administration; }
    /// }
    /// ```
    /// ## Passes
    /// ```kdl
    /// deviation "an Amon" owner=exploitation until=none {
    ///     firewall kind=amon version="2.9.0" model="2zones" { card 1 untagged=administration; }
    /// }
    /// ```
    pub static RULE = Info, check;
}

fn check(cx: &Context, out: &mut Sink) {
    let (Some(firewall), Some(block)) = (amon(cx), &cx.school.block6) else { return };
    out.report(&RULE.rule, format!("{} is not routed: {} is an Amon", **block, *firewall.name))
        .at(block, "stays inside hosts and records")
        .also(&firewall.software, "IPv4 alone")
        .help("nothing to do; a pfSense would route it")
        .on(firewall.name.as_str());
}
