//! Kea 2.2: `kea-dhcp4.conf`, and `kea-dhcp6.conf` where a VLAN has an IPv6 pool.
//!
//! One class a VLAN and way of starting from the network: a class without `only-if-required` would answer in every VLAN.

mod read;
mod write;

pub use read::{read4, read6};

use super::Here;
use crate::base::Sourced;
use crate::emit::Apply;
use crate::emit::hosts::desk::Desk;
use crate::net::Duration;
use crate::state::Guest;
use crate::state::guest::Kind;
use crate::state::service::Dhcp;
use std::net::Ipv6Addr;

/// What access points of an Aruba Instant cluster call themselves in option 60.
const ACCESS_POINT: &str = "ArubaInstantAP";
/// How a station with a BIOS asks (RFC 4578, 2.1: architecture 0).
const BIOS: &str = "substring(option[60].hex,0,9) == 'PXEClient' and option[93].hex == 0x0000";
/// How a station with 64-bit UEFI asks (7, and 9 as many firmwares say).
const UEFI: &str = "substring(option[60].hex,0,9) == 'PXEClient' and (option[93].hex == 0x0007 or option[93].hex == 0x0009)";

/// Writes `kea/`.
pub(super) fn files(here: &Here, dhcp: &Dhcp, desk: &mut Desk) {
    let apply = |family: u8| Apply {
        check: Some(format!("kea-dhcp{family} -t /etc/kea/kea-dhcp{family}.conf")),
        command: Some(format!("systemctl restart kea-dhcp{family}-server")),
        order: 50,
        disturbs: "nobody who has a lease; new ones wait for a second".to_owned(),
    };
    let origin = dhcp.seat.kind.origin();
    // Its group reads it: it may hold secrets one day, and others' addresses today.
    let meta = here.meta("kea-dhcp4", "/etc/kea/kea-dhcp4.conf", "_kea", 0o640, apply(4));
    let path = format!("{}/kea/kea-dhcp4.conf", here.folder);
    desk.file(path, meta, origin, |desk| write::dhcp4(&dhcp.scopes, desk).document());
    if !dhcp.scopes6.is_empty() {
        let meta = here.meta("kea-dhcp6", "/etc/kea/kea-dhcp6.conf", "_kea", 0o640, apply(6));
        let path = format!("{}/kea/kea-dhcp6.conf", here.folder);
        desk.file(path, meta, origin, |desk| write::dhcp6(&dhcp.scopes6, &cards(here), desk).document());
    }
}

/// The cards of a guest by the names that its definition or its first boot gives them, with their IPv6 addresses; none of a machine
/// whose cards are named by whoever installed it.
fn cards<'a>(here: &Here<'a>) -> Vec<(u16, &'a Sourced<Ipv6Addr>)> {
    let is_named = |guest: &&Guest| match &guest.kind {
        Kind::Lxc(_) => true,
        Kind::Kvm(kvm) => kvm.seed.is_some(),
        Kind::Docker(_) => false,
    };
    let cards = here.guest.filter(is_named).into_iter().flat_map(|guest| &guest.nics);
    cards.filter_map(|nic| Some((nic.number, &nic.v6.as_ref()?.address))).collect()
}

/// What of a state the files carry.
pub fn project(dhcp: &Dhcp) -> Dhcp {
    let mut out = dhcp.clone();
    out.seat = super::reading::seat(dhcp.seat.kind.origin());
    for lease in out.scopes.iter_mut().map(|s| &mut s.lease).chain(out.scopes6.iter_mut().map(|s| &mut s.lease)) {
        *lease = lease.with(Duration::Seconds(lease.seconds()));
    }
    out
}
