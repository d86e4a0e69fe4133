//! Flows as sentences, forbidden flows, and what must be proved.

use super::words::{AUTH_FLOW, ICMP, ON_OFF, PROOF, VIA, YES_NO};
use crate::syntax::table::{Args, Class, In, Key, Node, Property, Space, Type};

pub(super) static ROWS: &[&Node] = &[&SERVICE, &ALLOW, &DENY, &PUBLISH, &FORBID, &ASSERT];

const SERVICES: Args = Args::list("service", Type::Refs(Space::Service), 1);
const FLOW: &[Property] = &[
    Property::new("from", Type::Endpoints, "where it begins").must(),
    Property::new("to", Type::Endpoints, "where it goes").must(),
    Property::new("via", Type::Word(VIA), "the way it takes").or("none"),
    Property::new("auth", Type::Word(AUTH_FLOW), "who may use it").or("none"),
    Property::new("log", Type::Word(ON_OFF), "whether the firewall writes it down").or("off"),
    Property::new("hours", Type::Hours, "when it is open: `\"07:00-19:00\"` is Monday to Friday"),
];

static SERVICE: Node = Node {
    kind: "service",
    parents: &[],
    at: In::R.and(In::P).and(In::D),
    key: Key::Name,
    class: Class::Standard,
    args: Args::of(&[("name", Type::Declares(Space::Service))]),
    props: &[
        Property::new("tcp", Type::Ranges, "TCP ports"),
        Property::new("udp", Type::Ranges, "UDP ports"),
        Property::new("icmp", Type::Word(ICMP), "an ICMP and ICMPv6 message"),
    ],
    doc: "A protocol under a name; without ports it is any.",
};
static ALLOW: Node = Node {
    kind: "allow",
    parents: &[],
    at: In::P.and(In::D),
    key: Key::Atoms,
    class: Class::Standard,
    args: SERVICES,
    props: FLOW,
    doc: "Opens services from each source to each destination; everything else is refused.",
};
static DENY: Node = Node {
    kind: "deny",
    parents: &[],
    at: In::P.and(In::D),
    key: Key::Atoms,
    class: Class::Standard,
    args: SERVICES,
    props: FLOW,
    doc: "Refuses services from each source to each destination, whatever `allow` says.",
};
static PUBLISH: Node = Node {
    kind: "publish",
    parents: &[],
    at: In::P.and(In::D),
    key: Key::Statement,
    class: Class::Standard,
    args: SERVICES,
    props: &[
        Property::new("to", Type::Endpoints, "what is reached, in a VLAN of domain dmz").must(),
        Property::new("port", Type::Number(1, 65535), "the port outside, else the service's"),
        Property::new("from", Type::Endpoints, "from where").or("exterieur"),
        Property::new("name", Type::Text, "the DNS name outside"),
    ],
    doc: "Opens a service from outside: a port forward or an entry of the reverse proxy, and the flow.",
};
static FORBID: Node = Node {
    kind: "forbid",
    parents: &[],
    at: In::R.and(In::P),
    key: Key::Statement,
    class: Class::Standard,
    args: SERVICES,
    props: &[
        Property::new("from", Type::Endpoints, "where it would begin").must(),
        Property::new("to", Type::Endpoints, "where it would go").must(),
        Property::new("except", Type::Endpoints, "what is left out on either side"),
        Property::new("because", Type::Note, "the reason that a finding shows").must(),
        Property::new("waivable", Type::Word(YES_NO), "whether a deviation may waive it").or("no"),
    ],
    doc: "Proved absent, in the model and in the generated rules.",
};
static ASSERT: Node = Node {
    kind: "assert",
    parents: &[],
    at: In::P.and(In::C).and(In::D),
    key: Key::Statement,
    class: Class::Inventory,
    args: Args::of(&[("proof", Type::Word(PROOF))]).and("subject", Type::Endpoints, 1),
    props: &[
        Property::new("from", Type::Endpoints, "of `reach`: the sources"),
        Property::new("to", Type::Endpoints, "of `reach`: the destinations"),
        Property::new("keep", Type::Refs(Space::Vlan), "of `survives`: the VLANs that must keep their gateway"),
        Property::new("stations", Type::Number(1, 100_000), "of `capacity`: how many stations"),
    ],
    doc: "Proved at every check.",
};
