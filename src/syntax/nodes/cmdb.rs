//! The profile of the CMDB: what a region's inventory wants otherwise than the built-in profile has it.

use super::words::CRITICALITY;
use crate::syntax::table::{Args, Class, In, Key, Node, Property, Type};

pub(super) static ROWS: &[&Node] = &[&CRITICALITY_NODE];

const fn role(name: &'static str, doc: &'static str) -> Property {
    Property::new(name, Type::Word(CRITICALITY), doc)
}

static CRITICALITY_NODE: Node = Node {
    kind: "criticality",
    parents: &[],
    at: In::M,
    key: Key::Singleton,
    class: Class::Inventory,
    args: Args::NONE,
    props: &[
        role("core", "a switch at the root of the spanning tree"),
        role("distribution", "a switch that others hang below"),
        role("access", "a switch of end devices"),
        role("access-point", "an access point"),
        role("host", "a host and its hypervisor"),
        role("ups", "a UPS"),
        role("firewall", "the firewall, guest or appliance"),
        role("directory", "a guest of this role, as those down to `monitoring`"),
        role("files", "shares, also of a NAS"),
        role("print", "print queues"),
        role("opsi", "installs the stations"),
        role("web", "a web service"),
        role("dhcp", "leases addresses"),
        role("radius", "answers for ports and Wi-Fi"),
        role("monitoring", "watches the others"),
        role("backup", "a NAS that takes backups"),
        role("kvm", "an appliance of this role, as those down to `alarm`"),
        role("ipbx", "telephone exchange"),
        role("automate", "building automation"),
        role("alarm", "alarm centre (PPMS)"),
        role("other", "what has none of these roles"),
    ],
    doc: "How much a thing matters in the CMDB, by its role; a thing of several roles as the weightiest of them. \
          What the region does not say is as in the built-in profile, `src/catalogue/builtin/cmdb.kdl`.",
};
