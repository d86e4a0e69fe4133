//! Aruba Instant (AOS 8, clusters without a controller): the whole configuration of a cluster.
//!
//! `write` makes the view, `words` holds the spellings, the layout is in `templates/os/aruba-instant/`. The device looks for an
//! access rule of an SSID by the SSID's name, so each has one, in the same order; what may pass is the firewall's, which is why
//! every rule permits. What no access point of ours has confirmed is in `UNTRIED`.

mod project;
mod read;
#[cfg(test)]
mod tests;
mod words;
mod write;

use super::{ClusterOs, Loss};
use crate::render::{Family, escape};

/// The language.
pub static OS: ClusterOs = ClusterOs {
    name: "aruba-instant",
    file_kind: "wifi-aruba-instant",
    apply: "configure terminal, the file, end, commit apply, write memory",
    family: &FAMILY,
    limits: "cluster 32, SSID 32, access point 64, zone 32; six zones a device or an SSID",
    losses: LOSSES,
    untried: UNTRIED,
    write: write::write,
    explain: write::explain,
    fields: write::fields,
    read: read::read,
    project: project::project,
};

static FAMILY: Family = Family {
    name: "aruba-instant",
    folder: "os/aruba-instant/",
    escape: escape::aruba_instant,
    files: &[
        ("os/aruba-instant/cluster.j2", include_str!("../../../templates/os/aruba-instant/cluster.j2")),
        ("os/aruba-instant/ssid.j2", include_str!("../../../templates/os/aruba-instant/ssid.j2")),
        ("os/aruba-instant/point.j2", include_str!("../../../templates/os/aruba-instant/point.j2")),
    ],
};

/// The longest texts that a device takes, in characters, and how many zones.
struct Limits {
    name: usize,
    essid: usize,
    hostname: usize,
    zone: usize,
    zones: usize,
}

const LIMITS: Limits = Limits { name: 32, essid: 32, hostname: 64, zone: 32, zones: 6 };

const LOSSES: &[Loss] = &[
    Loss {
        field: "radius.secret, in a reading of the device",
        reason: "the device shows keys and passphrases hidden",
        source: "wifi.md 2",
    },
    Loss {
        field: "ssids.keep",
        reason: "the record is kept by the server that connections are told to, or by the portal",
        source: "wifi.md 7.1",
    },
    Loss {
        field: "ssids.hours and ssids.roles.hours, up to midnight",
        reason: "a range ends with the last minute of the day, 23:59",
        source: "wifi.md 2, time of day",
    },
    Loss {
        field: "ssids.bands, 6 GHz where no access point has it",
        reason: "older devices do not know the line",
        source: "wifi.md 2, band",
    },
    Loss {
        field: "timezone, in a reading of the device",
        reason: "zones of one offset and one rule read as the first of them",
        source: "net::zones",
    },
    Loss {
        field: "points.raw, in a reading of the device",
        reason: "an author's own line is one that the reader does not know",
        source: "SPEC 8.5",
    },
    Loss {
        field: "radius, without an SSID that asks them",
        reason: "such a server is not part of the state",
        source: "state::wlan::Wlan",
    },
];

/// Spellings from guides and memory that no access point of ours has confirmed (wifi.md 2, mark `unverified`).
const UNTRIED: &[&str] = &[
    "time-range NAME periodic DAY HH:MM to HH:MM, time-range NAME enable in a profile, and at the end of a rule",
    "wlan auth-server with ip, port, acctport, key, timeout, retry-count, nas-ip, rfc3576",
    "dynamic-radius-proxy, so that RADIUS servers see the cluster's address",
    "captive-portal external profile NAME",
    "set-role and set-vlan by Filter-Id",
    "deny-inter-user-bridging, radius-accounting",
    "zone and zonename with several names between commas",
    "a-channel 36+, 40-, 44E, 100S for channels of 40, 80 and 160 MHz",
    "rf-band-6ghz, wifi2-mode access (devices with 6 GHz)",
    "an SSID with spaces after essid, without quotes",
    "ntp-server, clock timezone, clock summer-time",
    "whether an access rule must stand before the profile of its name",
];
