//! What the region says of names, addresses and the services it renders.

use super::words::{ON_OFF, RADIUS_SERVER, RELAY, SECRETS, TRANSPORT};
use crate::syntax::table::{Args, Class, In, Key, Node, Property, Space, Type};

pub(super) static ROWS: &[&Node] = &[
    &NAMING,
    &HOST_NAME,
    &SWITCH_NAME,
    &SYSNAME,
    &AP_NAME,
    &GUEST_NAME,
    &DEVICE_NAME,
    &STATION_NAME,
    &ORGANISATION_NAME,
    &LOCATION_NAME,
    &CLOSET_NAME,
    &RACK_NAME,
    &ADDRESSES,
    &POOL,
    &RESERVED,
    &NETWORK,
    &DNS,
    &NTP,
    &SYSLOG,
    &RADIUS,
    &SNMP,
    &SSH,
    &SECRETS_NODE,
    &SOURCE,
];

const R_P: In = In::R.and(In::P);
const R_P_D: In = In::R.and(In::P).and(In::D);

const fn node(kind: &'static str, key: Key, args: Args, props: &'static [Property], doc: &'static str) -> Node {
    Node { kind, parents: &[], at: R_P_D, key, class: Class::Standard, args, props, doc }
}
const fn under(parents: &'static [&'static str], node: Node) -> Node {
    Node { parents, at: In::CHILD, ..node }
}
const fn template(kind: &'static str, doc: &'static str) -> Node {
    under(&["naming"], node(kind, Key::Singleton, Args::of(&[("template", Type::Template)]), &[], doc))
}
const NETWORK_NAME: Args = Args::of(&[("network", Type::Ref(Space::Network))]);

static NAMING: Node = Node {
    at: R_P,
    ..node(
        "naming",
        Key::Singleton,
        Args::NONE,
        &[Property::new("domain", Type::Template, "the DNS domain of every device, name and reverse").must()],
        "Every generated name is made from the templates in its block; an empty token takes the punctuation before it along.",
    )
};
static HOST_NAME: Node = template("host", "The name of a host, in lower case.");
static SWITCH_NAME: Node = template("switch", "The name of a switch in the CMDB.");
static SYSNAME: Node = template("sysname", "The name of a switch as it shows it itself, in lower case.");
static AP_NAME: Node = template("access-point", "The name of an access point, in lower case.");
static GUEST_NAME: Node = template("guest", "The name of a guest, in lower case.");
static DEVICE_NAME: Node = template("device", "The name of a NAS, printer, camera, phone, appliance or UPS, in lower case.");
static STATION_NAME: Node = template("station", "The name of a station, in lower case, at most 15 characters.");
static ORGANISATION_NAME: Node = template("organisation", "The name of the school in the CMDB.");
static LOCATION_NAME: Node = template("location", "The name of a room in the CMDB.");
static CLOSET_NAME: Node = template("closet", "The name of a wiring closet in the CMDB.");
static RACK_NAME: Node = template("rack", "The name of a rack in the CMDB.");

static ADDRESSES: Node = Node {
    at: In::R,
    ..node(
        "addresses",
        Key::Singleton,
        Args::NONE,
        &[Property::new("gateway", Type::HostNum, "which address of a subnet is its gateway: `first`, `last` or an offset")
            .or("last")],
        "The region's address plan: no two blocks overlap, and each lies in its département's pool.",
    )
};
static POOL: Node = under(
    &["addresses"],
    node(
        "pool",
        Key::Name,
        Args::of(&[("prefix", Type::Prefix)]),
        &[
            Property::new("department", Type::Departments, "the départements that take their blocks here; all, when absent"),
            Property::new("block", Type::Number(8, 64), "length of the prefix of a school's block"),
        ],
        "Schools' blocks come from here.",
    ),
);
static RESERVED: Node = under(
    &["addresses"],
    node(
        "reserved",
        Key::Name,
        Args::of(&[("prefix", Type::Prefix)]),
        &[Property::new("for", Type::Text, "what it is kept for")],
        "No school's block lies here.",
    ),
);
static NETWORK: Node = node(
    "network",
    Key::Name,
    Args::of(&[("name", Type::Declares(Space::Network))]).and("address", Type::Network, 1),
    &[Property::new("through", Type::Ref(Space::Zone), "the outside zone or the VPN behind which it lies").must()],
    "Addresses outside the school under one name: an alias, and an endpoint of flows.",
);
static DNS: Node = node(
    "dns",
    Key::Name,
    NETWORK_NAME,
    &[Property::new("relay", Type::Word(RELAY), "whom devices ask").or("firewall")],
    "The region's resolvers.",
);
static NTP: Node = node(
    "ntp",
    Key::Name,
    NETWORK_NAME,
    &[Property::new("relay", Type::Word(RELAY), "whom devices ask").or("firewall")],
    "The region's time servers.",
);
static SYSLOG: Node = node(
    "syslog",
    Key::Name,
    NETWORK_NAME,
    &[
        Property::new("port", Type::Number(1, 65535), "the port; else the one of the transport"),
        Property::new("transport", Type::Word(TRANSPORT), "how logs travel").or("tls"),
        Property::new("plain", Type::Number(1, 65535), "the UDP port for devices that know no TLS"),
        Property::new("keep", Type::Duration, "how long logs are kept"),
    ],
    "Where logs go.",
);
static RADIUS: Node = node(
    "radius",
    Key::Name,
    NETWORK_NAME,
    &[
        Property::new("secret", Type::Secret, "the secret shared with every client").must(),
        Property::new("server", Type::Word(RADIUS_SERVER), "the software that answers").or("freeradius"),
        Property::new("coa", Type::Word(ON_OFF), "whether the server may change a session (RFC 5176)").or("off"),
    ],
    "Who answers for ports and Wi-Fi.",
);
static SNMP: Node = node(
    "snmp",
    Key::Name,
    NETWORK_NAME,
    &[
        Property::new("version", Type::Number(3, 3), "the version of SNMP").or("3"),
        Property::new("user", Type::Ref(Space::Free), "the user").must(),
        Property::new("secret", Type::Secret, "the authentication secret").must(),
        Property::new("privacy-secret", Type::Secret, "the encryption secret; without it traps and reads are in clear"),
    ],
    "Who reads the devices' counters.",
);
static SSH: Node = node(
    "ssh",
    Key::Name,
    NETWORK_NAME,
    &[
        Property::new("user", Type::Ref(Space::Free), "the administrator's account").must(),
        Property::new("key", Type::Text, "the file of its public key, in the region"),
        Property::new("password", Type::Secret, "the account's password"),
        Property::new("console", Type::Secret, "the password of the console"),
    ],
    "From where devices are administered.",
);
static SECRETS_NODE: Node = Node {
    at: In::R,
    ..node(
        "secrets",
        Key::Singleton,
        Args::NONE,
        &[],
        "Where secrets are, never what they are; the first source that has the name wins.",
    )
};
static SOURCE: Node = under(
    &["secrets"],
    node(
        "source",
        Key::Statement,
        Args::of(&[("kind", Type::Word(SECRETS))]).and("file", Type::Text, 0).at_most_one(),
        &[
            Property::new("key", Type::Text, "where the key that opens it is: `env:NAME`"),
            Property::new("prefix", Type::Text, "what the names of environment variables begin with"),
        ],
        "One place where secrets are.",
    ),
);
