//! The files of a guest that leases addresses, resolves names or gives the time: Kea, Unbound, chrony.
//!
//! Everything is decided in `state`; here it is spelt, and read back. Entry point: [`TARGET`]. To add a service: a folder here
//! with a writer and a reader, an arm of `Part`, an escape in `escape` for each new position.

pub mod chrony;
mod escape;
mod json;
pub mod kea;
mod reading;
pub mod unbound;

#[cfg(test)]
mod tests;

use super::hosts::desk::Desk;
use super::hosts::escape::word;
use super::{Apply, Emitted, Job, Meta, Refused, Target};
use crate::base::Sourced;
use crate::state::Guest;
use crate::state::service::{Clock, Dhcp, Resolver, Seat, SeatKind, Served};

pub use reading::Reading;

/// The target.
pub static TARGET: Target = Target {
    name: "services",
    doc: "addresses, names and time from a guest: Kea, Unbound, chrony",
    folders: &[
        "hosts/*/*/chrony/chrony.conf",
        "hosts/*/*/kea/kea-dhcp4.conf",
        "hosts/*/*/kea/kea-dhcp6.conf",
        "hosts/*/*/unbound/preau.conf",
    ],
    check: |_, _| {},
    refuses: true,
    write,
    explain: |job, path| {
        let mut desk = Desk::asked(path);
        parts(job).iter().for_each(|part| part.write(job, &mut desk));
        desk.story
    },
};

/// What a guest's file of a service does not carry: field of the state, why, where that is said.
pub static LOSSES: &[(&str, &str, &str)] = &[
    ("seat.kind, seat.name, seat.host", "a file does not say which machine it is on; its path does", "SPEC 4.5"),
    (
        "seat.hostname and seat.addresses, of Kea and chrony",
        "both answer at every card of the guest",
        "kea-dhcp4(8), chrony.conf(5)",
    ),
    (
        "seat.hostname, of a zone that other schools share",
        "the zone has other servers: no record of its own names one",
        "unbound.conf(5), local-zone",
    ),
    ("dhcp.scopes.lease, in months", "leases are written in seconds", "Kea ARM, valid-lifetime"),
    ("dns.zone.names, without an address", "a record is a name and an address", "RFC 1035, 3.2"),
];

/// Spellings that only a manual vouches for.
pub static UNTRIED: &[&str] = &[
    "option 43 with a cluster's address for access points of class ArubaInstantAP",
    "boot files of OPSI's boot image by options 66 and 67 beside the BOOTP fields",
    "only-if-required and require-client-classes, which Kea 2.7 renames",
];

fn write(job: &Job) -> Emitted {
    let mut emitted = Emitted::default();
    for part in parts(job) {
        let mut desk = Desk::default();
        part.write(job, &mut desk);
        emitted.files.append(&mut desk.files);
        let device = part.seat().name.value();
        let refused = |refusal| Refused { refusal, device: device.clone(), language: "service" };
        emitted.refused.extend(desk.refusals.into_iter().map(refused));
    }
    emitted
}

/// A service of a school.
enum Part<'a> {
    Dhcp(&'a Dhcp),
    Dns(&'a Resolver),
    Ntp(&'a Clock),
}

/// The services that the school itself renders.
fn parts<'a>(job: &Job<'a>) -> Vec<Part<'a>> {
    let Served { dhcp, dns, ntp } = &job.state.served;
    let parts = [dhcp.as_ref().map(Part::Dhcp), dns.as_ref().map(Part::Dns), ntp.as_ref().map(Part::Ntp)];
    parts.into_iter().flatten().collect()
}

impl Part<'_> {
    fn seat(&self) -> &Seat {
        match self {
            Part::Dhcp(dhcp) => &dhcp.seat,
            Part::Dns(dns) => &dns.seat,
            Part::Ntp(ntp) => &ntp.seat,
        }
    }

    fn write(&self, job: &Job, desk: &mut Desk) {
        let Some(here) = Here::of(job.uai, self.seat(), &job.state.guests, desk) else { return };
        match self {
            Part::Dhcp(dhcp) => kea::files(&here, dhcp, desk),
            Part::Dns(dns) => unbound::file(&here, dns, desk),
            Part::Ntp(ntp) => chrony::file(&here, ntp, desk),
        }
    }
}

/// The guest whose files are being written, and their folder in the tree.
struct Here<'a> {
    folder: String,
    seat: &'a Seat,
    /// The guest itself, when it is one that a host runs.
    guest: Option<&'a Guest>,
}

impl<'a> Here<'a> {
    /// The folder of a guest that a host runs; none for a firewall, whose services are its own target's business.
    fn of(uai: &str, seat: &'a Seat, guests: &'a [Guest], desk: &mut Desk) -> Option<Here<'a>> {
        let host = seat.host.as_ref().filter(|_| *seat.kind == SeatKind::Guest)?;
        let bare = |desk: &mut Desk, name: &Sourced<String>| {
            let spelt = desk.spell(word, name);
            (!spelt.is_empty()).then(|| name.value().clone())
        };
        let (host, name) = (bare(desk, host)?, bare(desk, &seat.name)?);
        let guest = guests.iter().find(|guest| guest.name == seat.name);
        Some(Here { folder: format!("{uai}/hosts/{host}/{name}"), seat, guest })
    }

    /// Where a file goes: a row of the manifest.
    fn meta(&self, kind: &'static str, destination: &str, group: &'static str, mode: u32, apply: Apply) -> Meta {
        Meta {
            device: Some(self.seat.hostname.value().clone()),
            kind,
            destination: Some(destination.to_owned()),
            owner: "root",
            group,
            mode,
            secret: false,
            apply: Some(apply),
        }
    }
}
