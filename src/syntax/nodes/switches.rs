//! Switches, their ports, and the cables between devices.

use super::words::{AUTH_PORT, EXPECT, MEDIUM, ON_OFF, POE, ROLE_SWITCH, STATUS};
use crate::syntax::table::{Args, Class, In, Key, Node, Property, Space, Type};

pub(super) static ROWS: &[&Node] = &[&SWITCH, &MEMBER, &STACKING, &SPARE, &ACCESS, &TRUNK, &UPLINK, &RAW, &LINK];

const fn child(
    kind: &'static str,
    parents: &'static [&'static str],
    args: Args,
    props: &'static [Property],
    doc: &'static str,
) -> Node {
    Node { kind, parents, at: In::CHILD, key: Key::Statement, class: Class::Inventory, args, props, doc }
}
const PORTS: Args = Args::list("ports", Type::Ports, 1);
const NOTE: Property = Property::new("note", Type::Note, "a remark");
const MEDIUM_PROPERTY: Property = Property::new("medium", Type::Word(MEDIUM), "the cable");
const OPTICS: Property = Property::new("optics", Type::Ref(Space::Free), "the transceivers at both ends");
const MODULE: Property = Property::new("module", Type::Ref(Space::Free), "the module in the slot");
const LENGTH: Property = Property::new("length", Type::Text, "the cable's length");
const PANEL: Property = Property::new("panel", Type::Text, "the patch panels on the way");

static SWITCH: Node = Node {
    kind: "switch",
    parents: &[],
    at: In::C,
    key: Key::Name,
    class: Class::Inventory,
    args: Args::of(&[("name", Type::Declares(Space::Device))]),
    props: &[
        Property::new("model", Type::Ref(Space::Model), "its model; none when it has members"),
        Property::new("rack", Type::Ref(Space::Rack), "where it stands").must(),
        Property::new("address", Type::HostNum, "its number in the management VLAN").must(),
        Property::new("serial", Type::Text, "its serial number"),
        Property::new("asset", Type::Text, "its number in the inventory"),
        Property::new("firmware", Type::Text, "the version that it runs"),
        Property::new("role", Type::Word(ROLE_SWITCH), "its rank").or("access"),
        Property::new("status", Type::Word(STATUS), "its state of life").or("production"),
        Property::new("root", Type::Word(ON_OFF), "root of the spanning tree among several of role core").or("off"),
        NOTE,
    ],
    doc: "A switch or a stack: its whole configuration is derived.",
};
static MEMBER: Node = Node {
    key: Key::Name,
    ..child(
        "member",
        &["switch"],
        Args::of(&[("number", Type::Number(1, 10))]),
        &[
            Property::new("model", Type::Ref(Space::Model), "its model").must(),
            Property::new("rack", Type::Ref(Space::Rack), "where it stands").must(),
            Property::new("serial", Type::Text, "its serial number").must(),
            Property::new("priority", Type::Number(1, 255), "the highest leads the stack"),
        ],
        "A member of a stack; its ports are `m/p`.",
    )
};
static STACKING: Node = child(
    "stacking",
    &["switch"],
    Args::of(&[("port", Type::Ports), ("port", Type::Ports)]),
    &[],
    "A cable between two members of a stack.",
);
static SPARE: Node = child("spare", &["switch"], PORTS, &[NOTE], "Ports kept free: shut, but counted as taken.");
static ACCESS: Node = child(
    "access",
    &["switch"],
    PORTS,
    &[
        Property::new("vlan", Type::Ref(Space::Vlan), "the VLAN, untagged").must(),
        Property::new("room", Type::Refs(Space::Room), "the rooms of the outlets, in the order of the ports").must(),
        Property::new("port-class", Type::Ref(Space::PortClass), "the manner, else the VLAN's"),
        Property::new("voice", Type::Ref(Space::Vlan), "the voice VLAN, tagged"),
        Property::new("auth", Type::Word(AUTH_PORT), "how a station is let in, else as the manner says"),
        Property::new("poe", Type::Word(POE), "power over Ethernet, else as the manner says"),
        Property::new("each", Type::Number(1, 1000), "how many ports each room gets, in order"),
        Property::new("outlets", Type::Refs(Space::Outlet), "the outlets, one a port, in order"),
        NOTE,
    ],
    "Ports of end stations: mode, VLAN, guards, description and power are derived.",
);
static TRUNK: Node = child(
    "trunk",
    &["switch"],
    PORTS,
    &[
        Property::new("vlans", Type::Refs(Space::Vlan), "the VLANs, tagged").must(),
        Property::new("untagged", Type::Ref(Space::Vlan), "the VLAN without a tag"),
        Property::new("to", Type::PortRefOrNone, "the other end, a cable; or `none`: something that is not described"),
        Property::new("room", Type::Ref(Space::Room), "where it goes"),
        NOTE,
    ],
    "A trunk whose list is written by hand: honoured, and proved sufficient.",
);
static UPLINK: Node = child(
    "uplink",
    &["switch", "host", "appliance"],
    Args::list("own port", Type::Ports, 0),
    &[
        Property::new("to", Type::PortRef, "the ports at the other end, nearer the core").must(),
        MEDIUM_PROPERTY,
        OPTICS,
        MODULE,
        LENGTH,
        PANEL,
        Property::new("lag", Type::Number(1, 1000), "the number of the aggregate here, when it cannot be the lowest own port"),
        Property::new("to-lag", Type::Number(1, 1000), "the number of the aggregate at the other end"),
        NOTE,
    ],
    "A cable towards the core, written in the lower device; several ports are one aggregate.",
);
static RAW: Node = Node {
    class: Class::Standard,
    ..child(
        "raw",
        &["switch", "access-point"],
        Args::list("line", Type::Text, 1),
        &[
            Property::new("at", Type::RawAt, "where the lines go: `global`, a port, or `vlan:NAME`").or("global"),
            Property::new("undo", Type::Text, "the line that takes it back"),
        ],
        "Lines for the device that the compiler does not know; only in a deviation.",
    )
};
static LINK: Node = Node {
    parents: &[],
    at: In::C,
    ..child(
        "link",
        &[],
        Args::of(&[("one end", Type::PortRef), ("other end", Type::PortRef)]),
        &[
            MEDIUM_PROPERTY,
            OPTICS,
            MODULE,
            LENGTH,
            PANEL,
            Property::new("expect", Type::Word(EXPECT), "what the spanning tree makes of it").or("forward"),
            NOTE,
        ],
        "A cable that is no uplink, such as the one that closes a ring.",
    )
};
