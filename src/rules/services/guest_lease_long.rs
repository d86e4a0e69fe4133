//! `guest-lease-long`: addresses that guests keep after they are gone.

use crate::base::Sink;
use crate::net::Duration;
use crate::region::Domain;
use crate::rules::Context;

crate::rule! {
    /// A VLAN of guests leases its addresses for more than four hours.
    ///
    /// A guest stays for a lesson and his phone has a new MAC address tomorrow: what he was leased is gone for the rest of the
    /// day, and on an open day the pool is empty by ten. One or two hours are enough.
    ///
    /// ## Fails
    /// ```kdl
    /// deviation "an open day" owner=exploitation until=none { vlan invites lease="8h"; }
    /// ```
    /// ## Passes
    /// ```kdl
    /// deviation "an open day" owner=exploitation until=none { vlan invites lease="4h"; }
    /// ```
    pub static RULE = Warning, check;
}

/// The longest lease of a guest, in hours (services reference, part 7: an hour is usual).
const LONGEST: u64 = 4;

fn check(cx: &Context, out: &mut Sink) {
    let Some(dhcp) = &cx.state.served.dhcp else { return };
    for scope in &dhcp.scopes {
        let Some(vlan) = cx.school.vlan(&scope.name).filter(|v| *v.domain == Domain::Guest) else { continue };
        if scope.lease.seconds() <= Duration::Seconds(LONGEST * 3600).seconds() {
            continue;
        }
        let report = out.report(&RULE.rule, format!("guests in {} keep an address for {}", *vlan.name, *scope.lease));
        let report = match vlan.lease {
            Some(lease) => report.at(lease, "longer than a guest stays").also(scope.first, "the pool that runs empty"),
            None => report.at(scope.first, "no `lease=` of its own").also(scope.lease, "the school's"),
        };
        report.help("write `lease=\"2h\"` at the VLAN").on(vlan.name.as_str());
    }
}
