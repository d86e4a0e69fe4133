//! `server-without-address`: a guest is to serve and cannot be found, or cannot run a daemon.

use crate::base::Sink;
use crate::region::GuestKind;
use crate::rules::Context;
use crate::state::service::{Seat, SeatKind};
use std::collections::BTreeSet;

crate::rule! {
    /// A guest is to lease addresses, resolve names or give the time, and has no address, or is a project of containers.
    ///
    /// Clients and relays are told an address. A project's containers bring their own programs: the files of a system's
    /// daemons have no place there.
    ///
    /// ## Fails
    /// ```kdl
    /// deviation "time from a guest" owner=exploitation until=none {
    ///     docker heure memory="1GiB" disk="5GiB" { nic serveurs address=9; container web image="nginx:1.27" port=443 { health "curl -fsk https://127.0.0.1/"; }; }
    ///     network ntp-region "10.255.0.41" "10.255.0.42" through=exterieur
    ///     service ntp udp=123
    ///     ntp ntp-region
    ///     serve ntp=heure
    ///     allow ntp from=heure to=ntp-region
    ///     host hosta { run heure; }
    /// }
    /// ```
    /// ## Passes
    /// ```kdl
    /// deviation "time from a guest" owner=exploitation until=none {
    ///     lxc heure memory="1GiB" disk="5GiB" image=debian-12 { nic serveurs address=9; }
    ///     network ntp-region "10.255.0.41" "10.255.0.42" through=exterieur
    ///     service ntp udp=123
    ///     ntp ntp-region
    ///     serve ntp=heure
    ///     allow ntp from=heure to=ntp-region
    ///     host hosta { run heure; }
    /// }
    /// ```
    pub static RULE = Error, check;
}

fn check(cx: &Context, out: &mut Sink) {
    let served = &cx.state.served;
    let seats: [Option<&Seat>; 3] =
        [served.dhcp.as_ref().map(|s| &s.seat), served.dns.as_ref().map(|s| &s.seat), served.ntp.as_ref().map(|s| &s.seat)];
    let mut told = BTreeSet::new();
    for seat in seats.into_iter().flatten().filter(|s| *s.kind == SeatKind::Guest) {
        let Some(guest) = cx.school.guest(&seat.name) else { continue };
        let is_project = *guest.kind == GuestKind::Docker;
        if !(is_project || seat.addresses.is_empty()) || !told.insert(seat.name.as_str()) {
            continue;
        }
        let (message, help) = match is_project {
            true => ("is a project of containers, which takes no files of a server", "name a `kvm` or an `lxc` guest"),
            false => ("is to serve and has no address", "write `nic VLAN address=…`"),
        };
        out.report(&RULE.rule, format!("{} {message}", *seat.name))
            .at(&seat.name, "serves")
            .also(&guest.name, "this guest")
            .help(help)
            .on(seat.name.as_str());
    }
}
