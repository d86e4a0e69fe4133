//! Unbound 1.17: one file of `unbound.conf.d`, with the school's names, their addresses' names, and where the rest is asked.

mod read;
mod reverse;
mod write;

pub use read::read;

use super::Here;
use crate::emit::Apply;
use crate::emit::hosts::desk::Desk;
use crate::state::service::{Named, Resolver};

/// Seconds that an answer may be kept: a machine that moves is found again within the hour.
const TTL: u32 = 3600;

/// Writes `unbound/preau.conf`.
pub(super) fn file(here: &Here, dns: &Resolver, desk: &mut Desk) {
    let apply = Apply {
        check: Some("unbound-checkconf /etc/unbound/unbound.conf".to_owned()),
        command: Some("systemctl restart unbound".to_owned()),
        order: 50,
        disturbs: "names for a second; what was remembered is asked again".to_owned(),
    };
    let meta = here.meta("unbound", "/etc/unbound/unbound.conf.d/preau.conf", "root", 0o644, apply);
    let path = format!("{}/unbound/preau.conf", here.folder);
    desk.file(path, meta, dns.seat.kind.origin(), |desk| write::text(dns, desk));
}

/// What of a state the file carries.
pub fn project(dns: &Resolver) -> Resolver {
    let mut out = dns.clone();
    out.seat = super::reading::seat(dns.seat.kind.origin());
    out.seat.addresses.clone_from(&dns.seat.addresses);
    if *dns.zone.whole {
        out.seat.hostname = dns.seat.hostname.clone();
    }
    out.zone.names.retain(|Named { name: _, v4, v6 }| v4.is_some() || v6.is_some());
    out
}
