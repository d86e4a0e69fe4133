//! `pool-unserved`: addresses that nobody leases.

use crate::base::Sink;
use crate::region::Server;
use crate::rules::{Context, wording};

crate::rule! {
    /// VLANs have pools, and nobody in the school leases addresses.
    ///
    /// Stations ask, are not answered, and give themselves an address of 169.254: the network looks broken, and each device of it
    /// works. `serve dhcp=` names who leases.
    ///
    /// ## Fails
    /// ```kdl
    /// deviation "addresses by hand" owner=exploitation until=none { serve dhcp=none; }
    /// ```
    /// ## Passes
    /// ```kdl
    /// deviation "addresses by the firewall" owner=exploitation until=none { serve dhcp=firewall; }
    /// ```
    pub static RULE = Error, check;
}

fn check(cx: &Context, out: &mut Sink) {
    let (Server::None(place) | Server::Region(place)) = cx.school.serve.dhcp else { return };
    let pools = cx.school.vlans.iter().filter(|v| v.pool.is_some() || v.pool6.is_some());
    let names: Vec<&str> = pools.clone().map(|v| v.name.as_str()).collect();
    let Some(first) = pools.clone().next() else { return };
    let mut report = out
        .report(&RULE.rule, format!("nobody leases the pools of {}", wording::list(&names)))
        .at(place, "nobody in the school")
        .help("name who leases, `serve dhcp=firewall` or a guest, or take `dhcp=` of the VLANs away");
    for name in &names {
        report = report.on(*name);
    }
    report.also(first.pool, "the first of them");
}
