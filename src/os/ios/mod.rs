//! Cisco IOS 12.2 and 15.0 on the Catalyst 2960: whole configurations of a switch.
//!
//! `write` makes the view, `words` holds the spellings, the layout is in `templates/os/ios/`. VTP is transparent, so that
//! the VLANs are in the configuration; `switchport trunk encapsulation` is never written, the 2960 knows 802.1Q only.
//!
//! What a configuration cannot do: `crypto key generate rsa modulus 2048`, once, before SSH answers, and, for an IPv6
//! address, `sdm prefer dual-ipv4-and-ipv6 default` with a reload.

mod asides;
mod project;
mod read;
mod read_global;
mod read_port;
mod words;
mod write;

use super::{Limits, Loss, Os};
use crate::render::{Family, escape};

/// The language.
pub static OS: Os = Os {
    name: "ios",
    file_kind: "switch-ios",
    destination: "nvram:startup-config",
    apply: "copy scp: startup-config, then reload",
    takes_key: |_| Err("these releases have no public key of a user"),
    family: &FAMILY,
    limits: &LIMITS,
    losses: LOSSES,
    untried: UNTRIED,
    write: write::write,
    explain: write::explain,
    fields: write::fields,
    read: read::read,
    project: project::project,
};

static FAMILY: Family = Family {
    name: "ios",
    folder: "os/ios/",
    escape: escape::ios,
    files: &[
        ("os/ios/switch.j2", include_str!("../../../templates/os/ios/switch.j2")),
        ("os/ios/interface.j2", include_str!("../../../templates/os/ios/interface.j2")),
        ("os/ios/management.j2", include_str!("../../../templates/os/ios/management.j2")),
    ],
};

static LIMITS: Limits = Limits { sysname: 63, vlan_name: 32, description: 240, location: 255, domain: 253, region: 32, user: 64 };

const LOSSES: &[Loss] = &[
    Loss {
        field: "hardware",
        reason: "facts of the model that steer the spelling; no command says them",
        source: "state::switch::Hardware",
    },
    Loss {
        field: "members",
        reason: "the 2960 does not stack: one member, whose model is the box; a declared stack is refused",
        source: "switches.md 3.1, stack",
    },
    Loss {
        field: "vlans.voice",
        reason: "the voice VLAN is said on each port that has phones",
        source: "switches.md 3.1, voice VLAN",
    },
    Loss {
        field: "ports.loop_detection",
        reason: "every port sends loopback keepalives; one port that asks makes the switch recover from what they find",
        source: "switches.md 3.1, loop detection",
    },
    Loss {
        field: "ports.storm, below a hundredth of a percent",
        reason: "the level has two decimals; it is rounded down, and never below 0.01",
        source: "switches.md 3.1, storm control",
    },
    Loss { field: "ports.speed", reason: "ports negotiate", source: "switches.md 3.1" },
    Loss {
        field: "ports.auth.max_macs",
        reason: "a port takes one station, one and a phone, or any number: 1 is the first, more is the last",
        source: "switches.md 3.4, host modes",
    },
    Loss {
        field: "ports.trusted, where no VLAN is watched",
        reason: "trust is said only beside snooping or ARP inspection",
        source: "switches.md 3.1, DHCP snooping",
    },
    Loss {
        field: "ports.trusted, of a member of an aggregate",
        reason: "a member takes it from its aggregate",
        source: "switches.md 3.1, LAG",
    },
    Loss {
        field: "services.ssh.key",
        reason: "no public keys of users before 15.0(2)SE: the password stays the way in",
        source: "IOS 12.2(55)SE security configuration guide",
    },
    Loss {
        field: "services.snmp.user, in a reading of the device",
        reason: "the device keeps SNMPv3 users out of its running configuration",
        source: "switches.md 3.1, SNMPv3",
    },
    Loss {
        field: "ports.id, of an uplink in a reading of the device",
        reason: "gigabit ports are counted after the Fast Ethernet ports that the text shows",
        source: "switches.md 2, port naming",
    },
    Loss {
        field: "services.snmp.managers and services.ssh.from, over IPv6 without an IPv6 address",
        reason: "a list for a family that the switch does not speak is not written",
        source: "IPv6 access lists",
    },
    Loss {
        field: "name, in a reading of the device",
        reason: "the device knows its own name only",
        source: "state::switch::Switch",
    },
    Loss {
        field: "services.timezone, in a reading of the device",
        reason: "zones of one offset and one rule read as the first of them",
        source: "net::zones",
    },
    Loss {
        field: "raw, in a reading of the device",
        reason: "an author's own line is one that the reader does not know",
        source: "SPEC 8.5",
    },
    Loss { field: "raw.undo", reason: "the line that undoes is for a plan, not for a configuration", source: "SPEC 8.5" },
];

/// Spellings from manuals and memory that no 2960 of ours has confirmed (switches.md, mark `u`).
const UNTRIED: &[&str] = &[
    "spanning-tree mst configuration with name and revision",
    "spanning-tree portfast trunk on an access point's port",
    "storm-control, ip dhcp snooping, ip arp inspection and 802.1X on LAN Lite (2960-24TC-S)",
    "authentication event fail action authorize vlan outside single-host mode on older releases",
    "radius-server dead-criteria time 5 tries 3, radius-server deadtime 10",
    "aaa server radius dynamic-author (from 12.2(52)SE on)",
    "logging host A transport udp|tcp port N (12.2: logging A)",
    "mls qos trust dscp",
    "snmp-server group G v3 priv access ipv6 NAME N",
    "ipv6 access-class, ntp server and ip name-server with IPv6 addresses",
    "ip domain-name (ip domain name on newer releases)",
];

#[cfg(test)]
mod tests;
