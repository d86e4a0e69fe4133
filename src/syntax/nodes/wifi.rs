//! Wi-Fi: the cluster, its networks, the roles inside one.

use super::words::{AUTH_SSID, BANDS, OPERATOR, VENDOR_WIFI};
use crate::syntax::table::{Args, Class, In, Key, Node, Property, Space, Type};

pub(super) static ROWS: &[&Node] = &[&WIFI, &SSID, &ROLE];

static WIFI: Node = Node {
    kind: "wifi",
    parents: &[],
    at: In::P.and(In::D),
    key: Key::Singleton,
    class: Class::Standard,
    args: Args::NONE,
    props: &[
        Property::new("vendor", Type::Word(VENDOR_WIFI), "the system of the access points").must(),
        Property::new("country", Type::Ref(Space::Free), "the country whose radio rules hold, two letters").or("FR"),
        Property::new("manage", Type::Ref(Space::Vlan), "the VLAN of the access points' addresses, untagged on their ports")
            .must(),
        Property::new("address", Type::HostNum, "the cluster's address in that VLAN: virtual controller and RADIUS client"),
        Property::new("cluster", Type::Template, "the cluster's name").or("{slug}"),
        Property::new("portal-url", Type::Text, "the address of the captive portal"),
        Property::new("managed-by", Type::WordOrName(OPERATOR, Space::Organisation), "who keeps it").or("operator"),
        Property::new("clients", Type::Number(1, 500), "the stations that one radio is to serve at most").or("40"),
        Property::new("band-gap", Type::Number(0, 20), "how many dB less a radio sends at 2.4 GHz than at 5 GHz, at least")
            .or("6"),
        Property::new("lessons", Type::Hours, "when there are lessons, and so must be Wi-Fi").or("08:00-17:00"),
    ],
    doc: "The school's Wi-Fi: trunks to access points, RADIUS and portal follow.",
};
static SSID: Node = Node {
    kind: "ssid",
    parents: &["wifi"],
    at: In::CHILD,
    key: Key::Name,
    class: Class::Standard,
    args: Args::of(&[("name", Type::Declares(Space::Ssid))]),
    props: &[
        Property::new("auth", Type::Word(AUTH_SSID), "how a station is let in").must(),
        Property::new("vlan", Type::Ref(Space::Vlan), "the VLAN of its stations").must(),
        Property::new("radius", Type::Ref(Space::Network), "who answers for accounts"),
        Property::new("secret", Type::Secret, "the shared password"),
        Property::new("portal", Type::Ref(Space::Network), "the captive portal"),
        Property::new("bands", Type::Words(BANDS), "the bands, all when absent: `5`, `\"2.4,5\"`"),
        Property::new("hours", Type::Hours, "when it is sent"),
        Property::new("keep", Type::Duration, "how long connections are kept on record"),
        Property::new("where", Type::Refs(Space::Room), "the rooms that send it; all when absent"),
    ],
    doc: "A network of the Wi-Fi.",
};
static ROLE: Node = Node {
    kind: "role",
    parents: &["ssid"],
    at: In::CHILD,
    key: Key::Name,
    class: Class::Standard,
    args: Args::of(&[("name", Type::Declares(Space::Free))]),
    props: &[
        Property::new("group", Type::Ref(Space::Group), "the group of accounts").must(),
        Property::new("vlan", Type::Ref(Space::Vlan), "the VLAN of its stations").must(),
        Property::new("hours", Type::Hours, "when it may connect"),
    ],
    doc: "What a group of accounts gets in the network.",
};
