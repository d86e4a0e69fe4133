//! The firewall, its cards and what an Amon adds.

use super::words::{AUTH_PROXY, KIND_FIREWALL, OPERATOR};
use crate::syntax::table::{Args, Class, In, Key, Node, Property, Space, Type};

pub(super) static ROWS: &[&Node] = &[&FIREWALL, &CARD, &PROXY, &FILTER, &VPN, &PACKAGE, &VARIABLE];

const fn child(
    kind: &'static str,
    parents: &'static [&'static str],
    key: Key,
    args: Args,
    props: &'static [Property],
    doc: &'static str,
) -> Node {
    Node { kind, parents, at: In::CHILD, key, class: Class::Standard, args, props, doc }
}

static FIREWALL: Node = Node {
    kind: "firewall",
    parents: &[],
    at: In::P.and(In::D),
    key: Key::Singleton,
    class: Class::Standard,
    args: Args::NONE,
    props: &[
        Property::new("kind", Type::Word(KIND_FIREWALL), "the software").must(),
        Property::new("on", Type::Ref(Space::Device), "the guest or the appliance that it runs on").must(),
        Property::new(
            "managed-by",
            Type::WordOrName(OPERATOR, Space::Organisation),
            "who applies changes: another's firewall gets change requests",
        )
        .or("operator"),
        Property::new("team", Type::Ref(Space::Team), "the team that keeps it"),
        Property::new("version", Type::Text, "the version of the software, in full"),
        Property::new("model", Type::Text, "the zone model of an Amon"),
        Property::new("secret", Type::Secret, "the hash of the administrator's password"),
    ],
    doc: "The one gateway of every VLAN that has a subnet.",
};
static CARD: Node = child(
    "card",
    &["firewall"],
    Key::Name,
    Args::of(&[("number", Type::Number(0, 15))]).and("member", Type::Endpoints, 0),
    &[
        Property::new("untagged", Type::Ref(Space::Vlan), "the VLAN without a tag; the others are tagged"),
        Property::new("interface", Type::Ref(Space::Free), "the interface's name on an appliance"),
    ],
    "A network card and the VLANs and zones on it; `others` is every addressed VLAN that no card names.",
);
static PROXY: Node = child(
    "proxy",
    &["firewall"],
    Key::Singleton,
    Args::NONE,
    &[Property::new("auth", Type::Word(AUTH_PROXY), "how users are known").or("none")],
    "The web proxy of an Amon.",
);
static FILTER: Node = child(
    "filter",
    &["proxy"],
    Key::Name,
    Args::of(&[("number", Type::Number(1, 5))]),
    &[Property::new("zone", Type::Ref(Space::Zone), "the zone whose users it filters").must()],
    "An instance of the proxy's filter, one a card.",
);
static VPN: Node = child(
    "vpn",
    &["firewall"],
    Key::Name,
    Args::of(&[("name", Type::Declares(Space::Zone))]),
    &[
        Property::new("to", Type::Endpoints, "the networks behind it").must(),
        Property::new("from", Type::Endpoints, "who may use it").must(),
    ],
    "A tunnel to networks of others.",
);
static PACKAGE: Node = child(
    "package",
    &["firewall"],
    Key::Each,
    Args::list("name", Type::Refs(Space::Free), 1),
    &[],
    "Packages that an Amon has beside its own.",
);
static VARIABLE: Node = child(
    "variable",
    &["firewall"],
    Key::Name,
    Args::of(&[("name", Type::Declares(Space::Free)), ("value", Type::Text)]),
    &[],
    "A variable of an Amon that the compiler does not derive.",
);
