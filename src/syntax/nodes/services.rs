//! Services that a school's machines render: addresses, names, accounts, software.

use super::words::{ACCOUNTS, DIRECTORY_KIND, FROM_GROUP, MACHINE, MONITOR, SERVE};
use crate::syntax::table::{Args, Class, In, Key, Node, Property, Space, Type};

pub(super) static ROWS: &[&Node] =
    &[&SERVE_NODE, &DHCP, &VIRTUALISATION, &LIFETIME, &MONITOR_NODE, &DIRECTORY, &GROUP, &SHARE, &SOFTWARE];

const fn node(kind: &'static str, key: Key, args: Args, props: &'static [Property], doc: &'static str) -> Node {
    Node { kind, parents: &[], at: In::P.and(In::D), key, class: Class::Standard, args, props, doc }
}
const SERVER: Type = Type::WordOrName(SERVE, Space::Guest);
const YEARS: Type = Type::Number(1, 50);

static SERVE_NODE: Node = node(
    "serve",
    Key::Singleton,
    Args::NONE,
    &[
        Property::new("dhcp", SERVER, "who leases addresses"),
        Property::new("dns", SERVER, "who resolves names"),
        Property::new("ntp", SERVER, "who gives the time"),
        Property::new("radius", SERVER, "who answers for ports and Wi-Fi"),
    ],
    "Who runs each service.",
);
static DHCP: Node = node(
    "dhcp",
    Key::Singleton,
    Args::NONE,
    &[
        Property::new("lease", Type::Duration, "how long a lease lasts"),
        Property::new("dns", Type::Servers, "the resolvers that stations are told"),
        Property::new("ntp", Type::Servers, "the time servers that stations are told"),
    ],
    "What stations are told with their address; a VLAN may say otherwise.",
);
static VIRTUALISATION: Node = node(
    "virtualisation",
    Key::Singleton,
    Args::NONE,
    &[
        Property::new("os", Type::Ref(Space::Image), "the hosts' system").must(),
        Property::new("bridge", Type::Ref(Space::Free), "the bridge of guests").or("br0"),
        Property::new("volumes", Type::Ref(Space::Free), "the volume group of guests' disks").or("vg0"),
        Property::new("rootfs", Type::Text, "the folder of containers"),
        Property::new("idmap", Type::Text, "the first id and the number of ids of an unprivileged container: `\"100000:65536\"`"),
        Property::new("machine", Type::Word(MACHINE), "the machine type of KVM guests").or("pc"),
    ],
    "What every host has in common.",
);
static LIFETIME: Node = Node {
    at: In::R.and(In::P),
    ..node(
        "lifetime",
        Key::Singleton,
        Args::NONE,
        &[
            Property::new("switch", YEARS, "years of a switch"),
            Property::new("host", YEARS, "years of a host"),
            Property::new("nas", YEARS, "years of a NAS"),
            Property::new("ups", YEARS, "years of a UPS"),
            Property::new("access-point", YEARS, "years of an access point"),
        ],
        "How long equipment is kept, as in the CMDB.",
    )
};
static MONITOR_NODE: Node = node(
    "monitor",
    Key::Name,
    Args::list("kind", Type::Word(MONITOR), 1),
    &[Property::new("every", Type::Duration, "the time between two looks")],
    "What is watched.",
);
static DIRECTORY: Node = node(
    "directory",
    Key::Singleton,
    Args::NONE,
    &[
        Property::new("on", Type::Ref(Space::Guest), "the guest that holds it").must(),
        Property::new("secret", Type::Secret, "the administrator's password").must(),
        Property::new("kind", Type::Word(DIRECTORY_KIND), "what it is").or("ad"),
        Property::new(
            "domain",
            Type::Template,
            "the domain of accounts: an Active Directory's in DNS, the base of a classic domain's entries",
        )
        .must(),
        Property::new("netbios", Type::Template, "its short name, up to 15 characters; the slug when absent"),
        Property::new("accounts", Type::Word(ACCOUNTS), "where accounts come from").or("ent"),
        Property::new(
            "sid",
            Type::Text,
            "the identifier of a classic domain that runs already, so that its machines stay in it; else made from the school's code",
        ),
    ],
    "The school's accounts: Samba, LDAP, groups of RADIUS.",
);
static GROUP: Node = Node {
    parents: &["directory"],
    at: In::CHILD,
    ..node(
        "group",
        Key::Name,
        Args::of(&[("name", Type::Declares(Space::Group))]),
        &[
            Property::new("from", Type::Word(FROM_GROUP), "who fills it").or("local"),
            Property::new("gid", Type::Number(1000, 65_533), "its number, else made from the school's code and its name"),
        ],
        "A group of accounts.",
    )
};
static SHARE: Node = Node {
    parents: &["directory"],
    at: In::CHILD,
    ..node(
        "share",
        Key::Name,
        Args::of(&[("name", Type::Declares(Space::Share))]),
        &[
            Property::new("on", Type::Ref(Space::Guest), "the guest of role files or directory that holds it").must(),
            Property::new("path", Type::Text, "its folder; `/srv/partages/NAME` when absent"),
            Property::new("read", Type::Refs(Space::Group), "groups that may read, or `owner`"),
            Property::new("write", Type::Refs(Space::Group), "groups that may write, or `owner`"),
            Property::new(
                "quota",
                Type::Size,
                "bytes that each account may keep on its volume, with those of the shares beside it",
            ),
        ],
        "A shared folder.",
    )
};
static SOFTWARE: Node = Node {
    kind: "software",
    parents: &[],
    at: In::P.and(In::C),
    key: Key::Statement,
    class: Class::Inventory,
    args: Args::list("name", Type::Refs(Space::Free), 1),
    props: &[Property::new("room", Type::Refs(Space::Room), "the rooms; all when absent")],
    doc: "Software of stations: packages of OPSI, and the annex of a room.",
};
