//! `dhcp6-unserved`: IPv6 addresses that no server can lease.

use crate::base::{Severity, Sink};
use crate::region::{FirewallKind, Server};
use crate::rules::Context;

crate::rule! {
    /// A VLAN has a pool of IPv6 addresses, and the server of addresses has no card in it.
    ///
    /// A request ends at the VLAN's edge, and no firewall is told to carry it: an Amon knows no IPv6, and of a pfSense the relay
    /// for IPv6 is not written. With an Amon that is an error; with a pfSense somebody may add the relay there by hand, and it
    /// is a warning. Without `dhcp6=` stations make their own addresses, and need no server.
    ///
    /// ## Fails
    /// ```kdl
    /// school "0379904P" profile=minimal name="Autre" slug=autre
    /// block "10.37.48.0/20" "2001:db8:37::/48"
    /// wan operateur rate="100Mb/s" subnet="100.64.37.8/29" address=2 gateway=1 at=sw1:48
    /// building A { rack R1; room A101 use=classe floor=1; }
    /// switch sw1 model=test-52 rack=R1 address=151 role=core
    /// appliance fw1 role=firewall model=serveur-4-cartes rack=R1 { uplink 0 to=sw1:37; uplink 1 to=sw1:38; }
    /// host hosta model=test-server rack=R1 address=11 memory="32GiB" disk="2TiB" { uplink to=sw1:45,46; run annuaire portail; }
    /// deviation "servers that are installed" owner=exploitation until=none {
    ///     vlan dmz dhcp6="200-219"
    /// }
    /// ```
    /// ## Passes
    /// ```kdl
    /// school "0379904P" profile=minimal name="Autre" slug=autre
    /// block "10.37.48.0/20" "2001:db8:37::/48"
    /// wan operateur rate="100Mb/s" subnet="100.64.37.8/29" address=2 gateway=1 at=sw1:48
    /// building A { rack R1; room A101 use=classe floor=1; }
    /// switch sw1 model=test-52 rack=R1 address=151 role=core
    /// appliance fw1 role=firewall model=serveur-4-cartes rack=R1 { uplink 0 to=sw1:37; uplink 1 to=sw1:38; }
    /// host hosta model=test-server rack=R1 address=11 memory="32GiB" disk="2TiB" { uplink to=sw1:45,46; run annuaire portail; }
    /// deviation "servers that are installed" owner=exploitation until=none {
    ///     vlan serveurs dhcp6="200-219"
    /// }
    /// ```
    pub static RULE = Error, check;
}

fn check(cx: &Context, out: &mut Sink) {
    if matches!(cx.school.serve.dhcp, Server::None(_) | Server::Region(_)) {
        // `pool-unserved`.
        return;
    }
    let Some(dhcp) = &cx.state.served.dhcp else { return };
    let is_amon = cx.school.firewall.as_ref().is_some_and(|f| *f.kind == FirewallKind::Amon);
    for scope in dhcp.scopes6.iter().filter(|s| s.interface.is_none()) {
        let server = dhcp.seat.name.as_str();
        out.report(&RULE.rule, format!("{server} has no card in {}, whose IPv6 addresses it is to lease", *scope.name))
            .at(scope.first, "a pool of IPv6 addresses")
            .also(&dhcp.seat.name, "leases addresses")
            .help("let a guest with a card in the VLAN lease, or take `dhcp6=` away: stations then make their own addresses")
            .on(scope.name.as_str())
            .weigh(if is_amon { Severity::Error } else { Severity::Warning });
    }
}
