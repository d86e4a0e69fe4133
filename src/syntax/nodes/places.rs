//! A school's block, its link to the outside, its buildings, racks and rooms.

use super::headers::{CHARTER, DELEGATE};
use super::words::{NAT, SUPPORT, USE_ROOM};
use crate::syntax::table::{Args, Class, In, Key, Node, Property, Space, Type};

pub(super) static ROWS: &[&Node] = &[&BLOCK, &WAN, &TAKEOVER, &BUILDING, &RACK, &ROOM];

const fn node(kind: &'static str, key: Key, args: Args, props: &'static [Property], doc: &'static str) -> Node {
    Node { kind, parents: &[], at: In::C, key, class: Class::Inventory, args, props, doc }
}

static BLOCK: Node = node(
    "block",
    Key::Singleton,
    Args::of(&[("IPv4", Type::Prefix)]).and("IPv6", Type::Prefix, 0).at_most_one(),
    &[],
    "The school's addresses: every `place=` counts from here; an IPv6 block is a /48.",
);
static WAN: Node = node(
    "wan",
    Key::Name,
    Args::of(&[("organisation", Type::Ref(Space::Organisation))]),
    &[
        Property::new("rate", Type::Rate, "the link's rate").must(),
        Property::new("subnet", Type::Prefix, "the operator's subnet").must(),
        Property::new("address", Type::HostNum, "the firewall's address there").must(),
        Property::new("gateway", Type::HostNum, "the operator's address there").must(),
        Property::new("subnet6", Type::Prefix, "the operator's IPv6 subnet"),
        Property::new("gateway6", Type::HostNum, "the operator's IPv6 address there"),
        Property::new("at", Type::PortRef, "the port that the operator's box is plugged in"),
        Property::new("circuit", Type::Text, "the operator's number for the link"),
        Property::new("vlan", Type::Ref(Space::Vlan), "the VLAN of domain transit").or("interco"),
        Property::new("nat", Type::Word(NAT), "what is masqueraded").or("internet"),
    ],
    "The link to the outside, and who operates it.",
);
static TAKEOVER: Node = node(
    "takeover",
    Key::Singleton,
    Args::NONE,
    &[
        Property::new("rdv1", Type::Date, "the first visit"),
        Property::new("rdv2", Type::Date, "the second visit"),
        Property::new("rdv3", Type::Date, "the third visit"),
        Property::new("rdv4", Type::Date, "the fourth visit"),
        Property::new("correspondents", Type::Number(0, 10_000), "the school's correspondents"),
        Property::new("trained", Type::Number(0, 10_000), "how many of them are trained"),
    ],
    "How far the take-over is.",
);
static BUILDING: Node = node(
    "building",
    Key::Name,
    Args::of(&[("name", Type::Declares(Space::Building))]),
    &[Property::new("name", Type::Text, "its name in full")],
    "A building.",
);
static RACK: Node = Node {
    parents: &["building"],
    at: In::CHILD,
    ..node(
        "rack",
        Key::Each,
        Args::list("name", Type::Declares(Space::Rack), 1),
        &[Property::new("units", Type::Number(1, 60), "height in units")],
        "Racks of the building; digits are quoted.",
    )
};
static ROOM: Node = Node {
    parents: &["building"],
    at: In::CHILD,
    ..node(
        "room",
        Key::Each,
        Args::list("name", Type::Declares(Space::Room), 1),
        &[
            Property::new("use", Type::Word(USE_ROOM), "what it is used for"),
            Property::new("floor", Type::Number(0, 60), "its floor"),
            Property::new("support", Type::Word(SUPPORT), "who maintains what stands there, else the school's word"),
            CHARTER,
            DELEGATE,
        ],
        "Rooms of the building; digits are quoted, a pattern `A{101..106}` stands for each.",
    )
};
