//! `dmz-empty`: a network for what the Internet reaches, with nothing in it.

use crate::base::Sink;
use crate::region::{Domain, Status};
use crate::rules::Context;

crate::rule! {
    /// A DMZ has no machine in it.
    ///
    /// Its rules open a way that leads to nothing today, and to whatever is put there tomorrow. Where the service that it was made
    /// for is hosted elsewhere now, the network can go.
    ///
    /// ## Fails
    /// ```kdl
    /// deviation "a second DMZ" owner=exploitation until=none { vlan vitrine id=161 domain=dmz place=14; }
    /// ```
    /// ## Passes
    /// ```kdl
    /// deviation "a second DMZ" owner=exploitation until=none { vlan vitrine id=161 domain=dmz place=14; }
    /// host hosta { lxc site memory="1GiB" disk="10GiB" image=debian-12 { nic vitrine address=10; }; }
    /// ```
    pub static RULE = Warning, check;
}

fn check(cx: &Context, out: &mut Sink) {
    for vlan in cx.school.vlans.iter().filter(|v| *v.domain == Domain::Dmz && v.subnet.is_some()) {
        let guests = cx.school.guests.iter().filter(|g| *g.status != Status::Stock).flat_map(|g| &g.nics);
        let devices = cx.school.devices.iter().filter(|d| *d.status != Status::Stock).filter_map(|d| d.vlan.as_ref());
        let ports = cx.topology.claims.iter().filter_map(|c| cx.access(c)).filter_map(|a| a.vlan.as_ref());
        let mut members = guests.map(|n| &n.vlan).chain(devices).chain(ports);
        if !members.any(|name| *name == vlan.name) {
            out.report(&RULE.rule, format!("nothing is in {}", *vlan.name))
                .at(&vlan.name, "for what the Internet reaches")
                .help("`remove vlan` takes it away, with its flows and its place on the firewall")
                .on(vlan.name.as_str());
        }
    }
}
