//! Guests: virtual machines, system containers, Docker projects. Of the standard at top level, inventory inside a host.

use super::words::{ON_OFF, OPERATOR, ROLE_GUEST, SAMBA, STATUS};
use crate::syntax::table::{Args, Class, In, Key, Node, Property, Space, Type};

pub(super) static ROWS: &[&Node] = &[
    &KVM,
    &LXC,
    &DOCKER,
    &HOST_KVM,
    &HOST_LXC,
    &HOST_DOCKER,
    &NIC,
    &VOLUME,
    &CONTAINER,
    &CONTAINER_VOLUME,
    &ENV,
    &SECRET,
    &HEALTH,
];

const PROPS: &[Property] = &[
    Property::new("role", Type::Words(ROLE_GUEST), "what it does"),
    Property::new("vcpus", Type::Number(1, 256), "virtual processors").or("1").sizing(),
    Property::new("memory", Type::Size, "memory").must().sizing(),
    Property::new("disk", Type::Size, "the disk of the system").must().sizing(),
    Property::new("image", Type::Ref(Space::Image), "what it is made from; its system follows"),
    Property::new("os", Type::Ref(Space::Image), "its system, when it has no image"),
    Property::new("after", Type::Refs(Space::Guest), "the guests that start before it"),
    Property::new("managed-by", Type::WordOrName(OPERATOR, Space::Organisation), "who keeps it").or("operator"),
    Property::new("samba", Type::Word(SAMBA), "its part in the domain").or("none"),
    Property::new("privileged", Type::Word(ON_OFF), "of `lxc`: root inside is root outside").or("off"),
    Property::new("status", Type::Word(STATUS), "its state of life").or("production"),
    Property::new("asset", Type::Text, "its number in the inventory"),
    Property::new("note", Type::Note, "a remark"),
];

const fn standard(kind: &'static str, doc: &'static str) -> Node {
    Node {
        kind,
        parents: &[],
        at: In::P.and(In::D),
        key: Key::Name,
        class: Class::Standard,
        args: Args::of(&[("name", Type::Declares(Space::Guest))]),
        props: PROPS,
        doc,
    }
}
const fn of_host(kind: &'static str, doc: &'static str) -> Node {
    Node { parents: &["host"], at: In::CHILD, class: Class::Inventory, ..standard(kind, doc) }
}
const fn child(
    kind: &'static str,
    parents: &'static [&'static str],
    args: Args,
    props: &'static [Property],
    doc: &'static str,
) -> Node {
    Node { kind, parents, at: In::CHILD, key: Key::Name, class: Class::Standard, args, props, doc }
}

static KVM: Node = standard("kvm", "A virtual machine of the standard; a host says `run`.");
static LXC: Node = standard("lxc", "A system container of the standard; a host says `run`.");
static DOCKER: Node = standard("docker", "A project of containers of the standard; a host says `run`.");
static HOST_KVM: Node = of_host("kvm", "A virtual machine of this host alone.");
static HOST_LXC: Node = of_host("lxc", "A system container of this host alone.");
static HOST_DOCKER: Node = of_host("docker", "A project of containers of this host alone.");

static NIC: Node = child(
    "nic",
    &["kvm", "lxc", "docker"],
    Args::of(&[("vlan", Type::Ref(Space::Vlan))]),
    &[Property::new("address", Type::HostNum, "its number in the VLAN's subnet").must()],
    "A network card in one VLAN, untagged.",
);
static VOLUME: Node = child(
    "volume",
    &["kvm", "lxc", "docker"],
    Args::of(&[("name", Type::Declares(Space::Volume))]),
    &[
        Property::new("size", Type::Size, "its size").must().sizing(),
        Property::new("path", Type::Text, "where the guest mounts it").must(),
        Property::new("backup", Type::Ref(Space::Device), "the NAS that keeps its backups"),
    ],
    "A disk beside the system's.",
);
static CONTAINER: Node = child(
    "container",
    &["docker"],
    Args::of(&[("name", Type::Declares(Space::Container))]),
    &[
        Property::new("image", Type::Text, "the image with its tag").must(),
        Property::new("address", Type::HostNum, "its own address in the project's VLAN"),
        Property::new("port", Type::Number(1, 65535), "the port it listens on; without it, it is inside the project only"),
        Property::new("env-file", Type::Text, "a file of variables"),
        Property::new("needs", Type::Refs(Space::Container), "the containers that start before it"),
        Property::new("memory", Type::Size, "its share of the project's memory; an equal part when absent").sizing(),
    ],
    "A container of the project.",
);
static CONTAINER_VOLUME: Node = child(
    "volume",
    &["container"],
    Args::of(&[("name", Type::Ref(Space::Volume))]),
    &[Property::new("path", Type::Text, "where the container mounts it").must()],
    "A volume of the guest, or of its disk when the guest declares none of that name.",
);
static ENV: Node = child(
    "env",
    &["container"],
    Args::of(&[("name", Type::Declares(Space::Free)), ("value", Type::Text)]),
    &[],
    "A variable of the environment.",
);
static SECRET: Node = child(
    "secret",
    &["container"],
    Args::of(&[("secret", Type::Secret)]),
    &[
        Property::new("env", Type::Ref(Space::Free), "the variable that holds the file's path"),
        Property::new("mount", Type::Text, "where the file is"),
    ],
    "A secret, given as a file.",
);
static HEALTH: Node = Node {
    key: Key::Singleton,
    ..child(
        "health",
        &["container"],
        Args::of(&[("command", Type::Text)]),
        &[Property::new("every", Type::Duration, "the time between two looks").or("30s")],
        "A command that succeeds while the container is well.",
    )
};
