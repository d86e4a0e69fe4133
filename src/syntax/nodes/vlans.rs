//! VLANs, zones, port classes and what switches do in common.

use super::headers::{CHARTER, DELEGATE};
use super::words::{
    AUTH_PORT, DOMAIN, INSIDE, NONE, ON_OFF, OPEN_KEEP, POE, POWER_VLAN, QOS, SIDE, SNOOPING, STATE, STP, SUPPORT,
};
use crate::syntax::table::{Args, Class, In, Key, Node, Property, Space, Type};

pub(super) static ROWS: &[&Node] = &[&VLAN_ID, &VLAN_RANGE, &ZONE, &VLAN, &PORT_CLASS, &SWITCHING];

const fn node(kind: &'static str, at: In, key: Key, args: Args, props: &'static [Property], doc: &'static str) -> Node {
    Node { kind, parents: &[], at, key, class: Class::Standard, args, props, doc }
}
const P_D: In = In::P.and(In::D);
const VID: Type = Type::Number(1, 4094);
const LEVEL: Type = Type::Number(0, 100);

static VLAN_ID: Node = node(
    "vlan-id",
    In::R,
    Key::Name,
    Args::of(&[("vlan", Type::Ref(Space::Vlan)), ("id", VID)]),
    &[Property::new("domain", Type::Word(DOMAIN), "what the VLAN is for; its rules follow").must()],
    "The number of a VLAN in every profile and school, and its domain.",
);
static VLAN_RANGE: Node = node(
    "vlan-range",
    In::R,
    Key::Singleton,
    Args::NONE,
    &[
        Property::new("standard", Type::Ranges, "the ids of `vlan-id`").must(),
        Property::new("school", Type::Ranges, "the ids that schools give to their own VLANs").must(),
    ],
    "Which ids the standard uses and which are a school's.",
);
static ZONE: Node = node(
    "zone",
    P_D,
    Key::Name,
    Args::of(&[("name", Type::Declares(Space::Zone))]),
    &[
        Property::new("level", LEVEL, "its trust; on an Amon the level of the zone, elsewhere an upward flow shows in review"),
        Property::new("side", Type::Word(SIDE), "on which side of the firewall it lies").or("inside"),
        Property::new("inside", Type::Word(INSIDE), "whether its VLANs reach each other").or("deny"),
    ],
    "VLANs that share a trust level; a VLAN without a zone is its own.",
);
static VLAN: Node = node(
    "vlan",
    P_D,
    Key::Name,
    Args::of(&[("name", Type::Declares(Space::Vlan))]),
    &[
        Property::new("id", VID, "its number, only where `vlan-id` lacks it"),
        Property::new(
            "domain",
            Type::Word(DOMAIN),
            "what it is for, only where `vlan-id` lacks it; in a deviation `special` when absent",
        ),
        Property::new("zone", Type::Ref(Space::Zone), "its zone; itself when absent"),
        Property::new("level", LEVEL, "the trust level of a VLAN that is its own zone"),
        Property::new("place", Type::Place, "where its subnet lies in the school's block: `14`, `\"4/22\"`, `\"13.64/26\"`"),
        Property::new(
            "subnet",
            Type::Subnet,
            "its subnet in full instead of a place, or (in a profile) `assigned`: the school must say it",
        ),
        Property::new("subnet6", Type::Prefix, "its IPv6 subnet, else made from the block and the id's digits"),
        Property::new("gateway", Type::HostNum, "its gateway, else as `addresses gateway=` says"),
        Property::new("dhcp", Type::Offsets, "the pool, as two offsets in the subnet: `\"20-199\"`, `\"0.50-3.239\"`"),
        Property::new("dhcp6", Type::Offsets, "the DHCPv6 pool; without it addresses come by SLAAC"),
        Property::new("lease", Type::Duration, "how long a lease lasts, else as `dhcp lease=` says"),
        Property::new("dns", Type::Servers, "the resolvers that its stations are told, else as `dhcp dns=` says"),
        Property::new("port-class", Type::Ref(Space::PortClass), "the manner of its access ports"),
        Property::new("support", Type::Word(SUPPORT), "who maintains what stands there, else the school's word"),
        CHARTER.inventory(),
        DELEGATE.inventory(),
        Property::new("power", Type::Word(POWER_VLAN), "what its devices need"),
        Property::new("ipv6", Type::Word(ON_OFF), "whether it has IPv6 when the block has").or("on"),
        Property::new("isolate", Type::Word(ON_OFF), "whether its stations are kept from each other").or("off"),
    ],
    "A VLAN: from it follow subnet, gateway, scope, firewall interface, trunks and CMDB records.",
);
static PORT_CLASS: Node = node(
    "port-class",
    P_D,
    Key::Name,
    Args::of(&[("name", Type::Declares(Space::PortClass))]),
    &[
        Property::new("vlan", Type::Ref(Space::Vlan), "the VLAN of a port that names none"),
        Property::new("auth", Type::Word(AUTH_PORT), "how a station is let in").or("off"),
        Property::new("rejected", Type::WordOrName(NONE, Space::Vlan), "the VLAN of a station that RADIUS refuses").or("none"),
        Property::new(
            "server-dead",
            Type::WordOrName(OPEN_KEEP, Space::Vlan),
            "what happens while RADIUS is silent: a word or a VLAN",
        )
        .or("open"),
        Property::new("voice", Type::Ref(Space::Vlan), "the voice VLAN, tagged"),
        Property::new("poe", Type::Word(POE), "power over Ethernet").or("auto"),
        Property::new("macs", Type::Number(1, 1024), "MAC addresses allowed at a time"),
        Property::new("storm", Type::Percent, "broadcast limit in percent of the port's speed"),
        Property::new("qos", Type::Word(QOS), "priority").or("none"),
        Property::new("state", Type::Word(STATE), "whether the port is in service").or("up"),
    ],
    "The manner of a port: authentication, voice, power, guards.",
);
static SWITCHING: Node = node(
    "switching",
    P_D,
    Key::Singleton,
    Args::NONE,
    &[
        Property::new("stp", Type::Word(STP), "the spanning tree").or("mstp"),
        Property::new("root", Type::Number(0, 61_440), "priority of the core switch, a multiple of 4096").or("4096"),
        Property::new("snooping", Type::Words(SNOOPING), "what is watched in VLANs that have a pool"),
        Property::new("storm", Type::Percent, "broadcast limit of access ports, in percent of the port's speed"),
        Property::new("loop", Type::Word(ON_OFF), "loop detection").or("off"),
        Property::new("oversubscription", Type::Number(1, 1000), "access bandwidth over uplink bandwidth, at most"),
        Property::new("depth", Type::Number(1, 20), "switches between a station and the core, at most"),
    ],
    "What every switch of the school does.",
);
