//! `dhcp-relay-missing`: a DHCP server that requests of other VLANs do not reach.

use super::DHCP;
use crate::base::Sink;
use crate::rules::{Context, wording};
use crate::state::intend::services::asking::End;
use crate::state::service::SeatKind;

crate::rule! {
    /// A guest leases addresses in VLANs where it has no card, and no flow lets the firewall carry requests to it.
    ///
    /// A request is a broadcast, which ends at the VLAN's edge. The firewall relays it as traffic of its own; refused there,
    /// stations invent an address and find nobody.
    ///
    /// ## Fails
    /// ```kdl
    /// deviation "another guest leases" owner=exploitation until=none {
    ///     serve dhcp=portail
    /// }
    /// ```
    /// ## Passes
    /// ```kdl
    /// deviation "another guest leases" owner=exploitation until=none {
    ///     serve dhcp=portail
    ///     allow dhcp from=firewall to=portail
    /// }
    /// ```
    pub static RULE = Error, check;
}

fn check(cx: &Context, out: &mut Sink) {
    let Some(dhcp) = cx.state.served.dhcp.as_ref().filter(|d| *d.seat.kind == SeatKind::Guest) else { return };
    let far: Vec<_> = dhcp.scopes.iter().filter(|s| s.relay.is_some()).collect();
    let Some(first) = far.first() else { return };
    let name = dhcp.seat.name.as_str();
    let server = End::seat(cx.school, &dhcp.seat);
    if server.opened(cx.school, &End::firewall(cx.school), DHCP).is_some() {
        return;
    }
    let vlans = wording::list(far.iter().map(|s| s.name.as_str()));
    out.report(&RULE.rule, format!("{name} leases in {vlans}, and no flow lets the firewall relay requests to it"))
        .at(&dhcp.seat.name, "leases addresses")
        .also(first.first, "a pool in a VLAN that it has no card in")
        .help(format!("add `allow dhcp from=firewall to={name}`"))
        .on(name);
}
