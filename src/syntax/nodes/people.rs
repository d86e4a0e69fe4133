//! Teams, organisations and owners; severities and deviations.

use super::words::{AT_END, LEVEL, NEED, ROLE_ORGANISATION};
use crate::syntax::table::{Args, Class, In, Key, Node, Property, Space, Type};

pub(super) static ROWS: &[&Node] =
    &[&SECTOR, &TEAM, &ORGANISATION, &OWNER, &SEVERITY, &DEVIATIONS, &DEVIATION, &WAIVE, &REMOVE, &REMOVE_CHILD];

const fn node(kind: &'static str, key: Key, args: Args, props: &'static [Property], doc: &'static str) -> Node {
    Node { kind, parents: &[], at: In::R, key, class: Class::Standard, args, props, doc }
}

static SECTOR: Node = node(
    "sector",
    Key::Name,
    Args::of(&[("name", Type::Declares(Space::Sector))]),
    &[
        Property::new("departments", Type::Departments, "its départements").must(),
        Property::new("agents", Type::Number(0, 10_000), "how many people work there"),
    ],
    "A part of the region.",
);
static TEAM: Node = node(
    "team",
    Key::Name,
    Args::of(&[("name", Type::Declares(Space::Team))]),
    &[
        Property::new("department", Type::Departments, "the département whose schools it keeps"),
        Property::new("code", Type::Text, "its code in the CMDB").must(),
    ],
    "A team of the CMDB.",
);
static ORGANISATION: Node = node(
    "organisation",
    Key::Name,
    Args::of(&[("name", Type::Declares(Space::Organisation))]),
    &[Property::new("role", Type::Word(ROLE_ORGANISATION), "what it does for schools").must()],
    "An organisation beside the region, in the CMDB and the dossier.",
);
static OWNER: Node = node(
    "owner",
    Key::Each,
    Args::list("name", Type::Declares(Space::Owner), 1),
    &[],
    "Functions that may own a deviation or be a delegate; never persons.",
);
static SEVERITY: Node = node(
    "severity",
    Key::Name,
    Args::of(&[("rule", Type::Ref(Space::Rule)), ("level", Type::Word(LEVEL))]),
    &[],
    "Moves a rule to another weight; a forbidden flow that nothing may waive stays where it is, and so does a name that is nowhere.",
);
static DEVIATIONS: Node = node(
    "deviations",
    Key::Singleton,
    Args::NONE,
    &[
        Property::new("need", Type::Words(NEED), "what a deviation must say"),
        Property::new("longest", Type::Duration, "how far from today its end may lie"),
        Property::new("at-end", Type::Word(AT_END), "what happens past its end").or("error"),
    ],
    "What the region asks of deviations.",
);
static DEVIATION: Node = Node {
    kind: "deviation",
    parents: &[],
    at: In::C,
    key: Key::Statement,
    class: Class::Inventory,
    args: Args::of(&[("reason", Type::Text)]),
    props: &[
        Property::new("owner", Type::Ref(Space::Owner), "the function that answers for it").must(),
        Property::new("until", Type::Until, "its last day, or `none`").must(),
    ],
    doc: "What departs from the standard, and why; it holds whatever a school or a profile may.",
};
static WAIVE: Node = Node {
    kind: "waive",
    parents: &["deviation"],
    at: In::CHILD,
    key: Key::Statement,
    class: Class::Standard,
    args: Args::of(&[("rule", Type::Ref(Space::Rule))]),
    props: &[Property::new("on", Type::Subjects, "for what: names, or flows as `[service:]from>to`").must()],
    doc: "Silences a finding for what is named; it opens nothing.",
};
const REMOVE_ARGS: Args = Args::of(&[("kind", Type::Kind)]).and("name", Type::Refs(Space::Free), 0);
static REMOVE: Node = Node {
    kind: "remove",
    parents: &[],
    at: In::P.and(In::D),
    key: Key::Statement,
    class: Class::Standard,
    args: REMOVE_ARGS,
    props: &[
        Property::new("from", Type::Endpoints, "of `remove allow` and `remove deny`: the sources of the atoms"),
        Property::new("to", Type::Endpoints, "of `remove allow` and `remove deny`: the destinations of the atoms"),
    ],
    doc: "Takes away what a lower layer declares, with the memberships that name it; `remove allow SERVICE… from= to=` takes exactly those atoms.",
};
static REMOVE_CHILD: Node = Node {
    kind: "remove",
    parents: &[
        "naming",
        "addresses",
        "firewall",
        "card",
        "proxy",
        "kvm",
        "lxc",
        "docker",
        "container",
        "directory",
        "wifi",
        "ssid",
        "building",
        "switch",
        "host",
        "access-point",
    ],
    at: In::CHILD,
    key: Key::Statement,
    class: Class::Standard,
    args: REMOVE_ARGS,
    props: &[],
    doc: "Takes away a child that a lower layer declares; in a card, `remove member NAME…`.",
};
