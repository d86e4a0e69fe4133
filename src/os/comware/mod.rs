//! HPE Comware 7 (FlexNetwork 5130, 5140): whole configurations of a switch or an IRF stack.
//!
//! `write` makes the view, `words` holds the spellings, the layout is in `templates/os/comware/`. The order of commands is
//! semantic: VLANs before ports, aggregates before members, link type before VLANs, PVID last.
//!
//! What a configuration cannot do, and an engineer does before loading it on a stack: `irf member 1 renumber 2` on each
//! further member (it renames every port and wants a reboot), stack ports shut while they are bound, and
//! `irf-port-configuration active` afterwards. The SSH host key is made once with `public-key local create rsa`.

mod asides;
mod key;
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
    name: "comware",
    file_kind: "switch-comware",
    destination: "flash:/startup.cfg",
    apply: "startup saved-configuration startup.cfg main, then reboot",
    takes_key: |line| match key::hexadecimal(line)? {
        Some(_) => Ok(()),
        None => Err("it takes RSA keys only"),
    },
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
    name: "comware",
    folder: "os/comware/",
    escape: escape::comware,
    files: &[
        ("os/comware/switch.j2", include_str!("../../../templates/os/comware/switch.j2")),
        ("os/comware/interface.j2", include_str!("../../../templates/os/comware/interface.j2")),
        ("os/comware/management.j2", include_str!("../../../templates/os/comware/management.j2")),
    ],
};

static LIMITS: Limits = Limits { sysname: 64, vlan_name: 32, description: 255, location: 255, domain: 253, region: 32, user: 55 };

const LOSSES: &[Loss] = &[
    Loss {
        field: "hardware",
        reason: "facts of the model that steer the spelling; no command says them",
        source: "state::switch::Hardware",
    },
    Loss { field: "members.model", reason: "a member's model is what is plugged in", source: "IRF configuration guide" },
    Loss {
        field: "vlans.voice",
        reason: "the voice VLAN is said on each port that has phones",
        source: "switches.md 3.1, voice VLAN",
    },
    Loss {
        field: "vlans.arp_inspection, on ports without an access VLAN",
        reason: "bindings are recorded on untrusted access ports; a trunk that is not trusted records none",
        source: "switches.md 3.1, DHCP snooping",
    },
    Loss {
        field: "ports.trusted, where no VLAN is watched",
        reason: "trust is said only beside snooping or ARP detection",
        source: "switches.md 3.1, DHCP snooping",
    },
    Loss {
        field: "ports.trusted, of a member of an aggregate",
        reason: "a member takes it from its aggregate",
        source: "switches.md 3.2, row 5",
    },
    Loss {
        field: "ports.speed",
        reason: "ports negotiate; the speed only turns a fraction of it into kilobits",
        source: "Layer 2 command reference, storm suppression",
    },
    Loss { field: "services.syslog.transport", reason: "UDP only; anything else is refused", source: "switches.md 3.1, syslog" },
    Loss {
        field: "services.ssh.key, other than RSA",
        reason: "the device takes RSA keys only; beside a password another kind is left out, without one it is refused",
        source: "Security command reference, public-key peer",
    },
    Loss {
        field: "members, of a stack and without a priority",
        reason: "a member is named by its priority only",
        source: "switches.md 3.1, stack",
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
        field: "services.ssh.key, in a reading of the device",
        reason: "a key is not read back from its hexadecimal",
        source: "Security command reference, public-key peer",
    },
    Loss {
        field: "raw, in a reading of the device",
        reason: "an author's own line is one that the reader does not know",
        source: "SPEC 8.5",
    },
    Loss { field: "raw.undo", reason: "the line that undoes is for a plan, not for a configuration", source: "SPEC 8.5" },
];

/// Spellings from manuals and memory that no 5130 or 5140 of ours has confirmed (switches.md, mark `u`).
const UNTRIED: &[&str] = &[
    "dhcp snooping enable vlan LIST (older releases know only `dhcp snooping enable`)",
    "port trunk permit vlan with 10 items a line",
    "undo voice-vlan mode auto, voice-vlan N enable, voice-vlan qos trust, undo voice-vlan security enable",
    "lldp tlv-enable med-tlv network-policy N",
    "broadcast-suppression with a ratio, and with kbps for a fraction",
    "authentication lan-access radius-scheme S none",
    "dot1x mandatory-domain D, dot1x max-user N, mac-authentication max-user N",
    "acl basic, acl ipv6 basic, and their place in ssh server and snmp-agent lines",
    "line class aux with a password of its own",
    "public-key peer with the key as hexadecimal DER",
    "info-center loghost A port N",
    "interface Vlan-interface1 with undo ip address and shutdown",
];

#[cfg(test)]
mod tests;
