//! `amon-dhcp-without-package`: an Amon that is to lease addresses, without the package that does.

use super::amon;
use crate::base::Sink;
use crate::rules::Context;
use crate::state::service::SeatKind;

crate::rule! {
    /// An Amon is to lease addresses, and the package that does it is not declared.
    ///
    /// Its own packages only relay. `package dhcp` says that the academy has installed the other; without it no station would
    /// get an address.
    ///
    /// ## Fails
    /// ```kdl
    /// deviation "an Amon" owner=exploitation until=none {
    ///     firewall kind=amon version="2.9.0" model="2zones" { card 1 untagged=administration; }
    ///     serve dhcp=firewall
    /// }
    /// ```
    /// ## Passes
    /// ```kdl
    /// deviation "an Amon" owner=exploitation until=none {
    ///     firewall kind=amon version="2.9.0" model="2zones" { card 1 untagged=administration; package dhcp; }
    ///     serve dhcp=firewall
    /// }
    /// ```
    pub static RULE = Error, check;
}

fn check(cx: &Context, out: &mut Sink) {
    let Some(firewall) = amon(cx) else { return };
    let Some(dhcp) = cx.state.served.dhcp.as_ref().filter(|d| *d.seat.kind == SeatKind::Firewall) else { return };
    let Some(first) = dhcp.scopes.first() else { return };
    if firewall.packages.iter().any(|p| p.as_str() == "dhcp") {
        return;
    }
    out.report(&RULE.rule, format!("{} is to lease addresses, and an Amon only relays", *firewall.name))
        .at(dhcp.seat.kind, "leases by the firewall")
        .also(first.first, "a pool")
        .help("add `package dhcp` to the firewall when the academy has installed it, or let a guest lease: `serve dhcp=GUEST`")
        .on(firewall.name.as_str());
}
