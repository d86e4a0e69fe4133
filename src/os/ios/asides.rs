//! Commands of IOS that a switch's state has no place for, and why.
//!
//! A command that weakens the switch or changes what a port does is not here, though it is known: forced speeds, SNMP
//! communities, the web server, another spanning tree, port security. A line of those stays unread, so that an audit names it.

use crate::os::blocks::Asides;

/// Lines that stand in every configuration, word for word.
pub(super) const FIXED: &[&str] = &[
    "end",
    "exit",
    "no ip http server",
    "no ip http secure-server",
    "vtp mode transparent",
    "spanning-tree mode mst",
    "spanning-tree extend system-id",
    "lldp run",
    "mls qos",
    "aaa new-model",
    "no aaa new-model",
    "aaa authentication login default local",
    "aaa authentication login console line",
    "aaa authorization exec default local",
    "dot1x system-auth-control",
    "aaa authentication dot1x default group radius",
    "aaa authorization network default group radius",
    "ip dhcp snooping",
    "no ip dhcp snooping information option",
    "logging trap informational",
    "ip ssh version 2",
    "radius-server dead-criteria time 5 tries 3",
    "radius-server deadtime 10",
    "radius-server vsa send authentication",
    "spanning-tree portfast bpduguard default",
    "spanning-tree portfast edge bpduguard default",
];

const BOX: &[&str] = &[
    "service",
    "no service",
    "boot-start-marker",
    "boot-end-marker",
    "boot system",
    "vlan internal allocation policy",
    "system mtu",
    "ip subnet-zero",
    "ip classless",
    "ip forward-protocol",
    "ip cef",
    "no ipv6 cef",
    "no ip domain-lookup",
    "no ip domain lookup",
    "no file verify auto",
    "file verify auto",
    "memory-size",
    "ip sla enable reaction-alerts",
    "control-plane",
    "license",
    "ntp clock-period",
    "errdisable recovery interval",
    "aaa session-id common",
    "diagnostic bootup",
    "redundancy",
    "alias",
    "archive",
];

const ROUTING: &[&str] = &[
    "router",
    "ip route",
    "ipv6 route",
    "no ip routing",
    "ip vrf",
    "vrf definition",
    "ip prefix-list",
    "route-map",
    "ip as-path",
    "ip community-list",
    "ip multicast-routing",
    "ip pim",
    "ip igmp snooping",
    "mpls",
    "bgp",
    "no ip route-cache",
    "no ip redirects",
    "no ip proxy-arp",
];

const QUEUES: &[&str] = &[
    "mls qos map",
    "mls qos queue-set",
    "mls qos srr-queue",
    "srr-queue",
    "priority-queue out",
    "queue-set",
    "class-map",
    "policy-map",
    "auto qos",
];

const LOG: &[&str] = &[
    "logging buffered",
    "no logging buffered",
    "logging console",
    "no logging console",
    "logging monitor",
    "logging facility",
    "logging history",
    "logging userinfo",
    "logging origin-id",
    "logging event",
    "no logging event",
    "snmp trap",
    "no snmp trap",
    "snmp-server contact",
    "snmp-server enable traps",
    "ntp logging",
];

const MEMBERS: &[&str] =
    &["switch 1", "switch 2", "switch 3", "switch 4", "switch 5", "switch 6", "switch 7", "switch 8", "switch 9"];

/// The commands, by reason.
pub(super) const ASIDES: Asides = &[
    ("how the box runs, not what the network sees", BOX),
    ("routing, which a switch's state has no place for", ROUTING),
    ("queues and marking are not in the state", QUEUES),
    ("what the device logs, not to whom", LOG),
    ("a certificate is the device's own", &["crypto"]),
    (
        "what a server would do: give out addresses",
        &["ip dhcp pool", "ip dhcp excluded-address", "no ip dhcp use vrf", "service dhcp"],
    ),
    (
        "ports negotiate unless they are told otherwise",
        &["negotiation auto", "media-type", "speed auto", "duplex auto", "mdix auto"],
    ),
    ("what a port does unasked", &["channel-protocol lacp"]),
    ("the members of a stack are known by their ports", MEMBERS),
    ("copies of traffic are not in the state", &["monitor session", "ip flow-export"]),
    ("how a session ends, not who may open it", &["exec-timeout", "logging synchronous", "history size", "length", "width"]),
    ("where the switch's own questions come from", &["ip tftp source-interface", "ntp source", "logging source-interface"]),
    ("a description of what the state names", &["description"]),
    ("an aggregate without LACP, which the state does not know apart", &["channel-group"]),
];
