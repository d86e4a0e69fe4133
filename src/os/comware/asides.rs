//! Commands of Comware that a switch's state has no place for, and why.
//!
//! A command that weakens the switch or changes what a port does is not here, though it is known: forced speeds, SNMP
//! communities, Telnet, another spanning tree. A line of those stays unread, so that an audit names it.

use crate::os::blocks::Asides;

/// Lines that stand in every configuration, word for word.
pub(super) const FIXED: &[&str] = &[
    "return",
    "quit",
    "lldp enable",
    "lldp global enable",
    "stp mode mstp",
    "stp bpdu-protection",
    "stp enable",
    "stp global enable",
    "clock protocol ntp",
    "undo telnet server enable",
    "undo ip http enable",
    "undo ip https enable",
    "mac-authentication",
    "dot1x",
    "dot1x authentication-method eap",
    "snmp-agent",
    "snmp-agent sys-info version v3",
    "ntp-service enable",
    "undo snmp-agent sys-info version v1 v2c",
    "undo voice-vlan security enable",
    "ssh server enable",
    "mac-authentication user-name-format mac-address without-hyphen lowercase",
    "info-center source default loghost level informational",
];

const ROUTING: &[&str] = &[
    "ip vpn-instance",
    "bgp",
    "ospf",
    "ospfv3",
    "rip",
    "isis",
    "vrrp",
    "route-policy",
    "ip prefix-list",
    "ip ip-prefix",
    "mpls",
    "l2vpn",
    "vsi",
    "pim",
    "igmp",
    "igmp-snooping",
    "mld-snooping",
    "multicast",
    "ip route-static",
    "ipv6 route-static",
    "bfd",
    "nqa",
    "track",
];

const BOX: &[&str] = &[
    "undo copyright-info enable",
    "password-recovery enable",
    "system-working-mode",
    "load xml-configuration",
    "load tr069-configuration",
    "ip ttl-expires enable",
    "ip unreachables enable",
    "web idle-timeout",
    "scheduler",
    "user-group",
    "domain default enable",
    "switch-mode",
    "mac-address timer",
    "burst-mode",
    "archive configuration",
];

const LOG: &[&str] = &[
    "info-center timestamp",
    "info-center logfile",
    "undo info-center logfile",
    "info-center logbuffer",
    "info-center synchronous",
    "undo enable snmp trap updown",
    "undo enable log updown",
    "snmp-agent local-engineid",
    "snmp-agent sys-info contact",
    "snmp-agent trap enable",
    "snmp-agent trap source",
    "undo snmp-agent trap enable",
];

const STACK: &[&str] = &[
    "irf domain",
    "irf mac-address",
    "irf auto-update",
    "irf link-delay",
    "undo irf link-delay",
    "irf mode",
    "irf auto-merge",
    "irf-port-configuration active",
];

const QUEUES: &[&str] = &[
    "qos wfq",
    "qos wrr",
    "qos sp",
    "qos bandwidth",
    "qos map-table",
    "qos policy",
    "qos vlan-policy",
    "qos apply",
    "qos gts",
    "traffic classifier",
    "traffic behavior",
    "priority-flow-control",
];

const CLIENTS: &[&str] = &[
    "dns source-interface",
    "ntp-service source",
    "ntp-service source-interface",
    "ftp client source",
    "tftp client source",
    "ssh client source",
    "sftp client source",
];

/// The commands, by reason.
pub(super) const ASIDES: Asides = &[
    ("how the stack behaves, not what it is", STACK),
    ("how the box runs, not what the network sees", BOX),
    ("routing, which a switch's state has no place for", ROUTING),
    (
        "what a server would do: give out addresses",
        &["dhcp enable", "dhcp server", "dhcp select", "undo dhcp select", "dhcp relay"],
    ),
    ("queues and marking are not in the state", QUEUES),
    (
        "a domain as it comes from the factory",
        &["access-limit disable", "state active", "idle-cut disable", "self-service-url disable"],
    ),
    ("which socket of a double port is used", &["combo enable"]),
    ("copies of traffic are not in the state", &["sflow", "mirroring-group", "netstream"]),
    ("what the device logs, not to whom", LOG),
    ("where the switch's own questions come from", CLIENTS),
    ("how ARP is checked, not where", &["arp detection validate"]),
    ("a description of what the state names", &["description"]),
];
