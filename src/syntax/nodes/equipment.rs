//! Power, hosts and access points.

use super::words::{BANDS, ON_OFF, POWER_DEVICE, STATUS};
use crate::syntax::table::{Args, Class, In, Key, Node, Property, Space, Type};

pub(super) static ROWS: &[&Node] = &[&UPS, &HOST, &OOB, &RUN, &ACCESS_POINT, &RADIO];

const NAME: Args = Args::of(&[("name", Type::Declares(Space::Device))]);
const SERIAL: Property = Property::new("serial", Type::Text, "its serial number");
const ASSET: Property = Property::new("asset", Type::Text, "its number in the inventory");
const FIRMWARE: Property = Property::new("firmware", Type::Text, "the version that it runs");
const STATUS_PROPERTY: Property = Property::new("status", Type::Word(STATUS), "its state of life").or("production");
const NOTE: Property = Property::new("note", Type::Note, "a remark");
const MODEL: Property = Property::new("model", Type::Ref(Space::Model), "its model").must();

const fn node(kind: &'static str, key: Key, args: Args, props: &'static [Property], doc: &'static str) -> Node {
    Node { kind, parents: &[], at: In::C, key, class: Class::Inventory, args, props, doc }
}
const fn under(parents: &'static [&'static str], node: Node) -> Node {
    Node { parents, at: In::CHILD, ..node }
}

static UPS: Node = node(
    "ups",
    Key::Name,
    NAME,
    &[
        MODEL,
        Property::new("rack", Type::Ref(Space::Rack), "where it stands").must(),
        Property::new("feeds", Type::Refs(Space::Rack), "the racks that it feeds; its own when absent"),
        Property::new("address", Type::HostNum, "its card's number in the management VLAN"),
        Property::new("at", Type::PortRef, "the port that its card is plugged in"),
        SERIAL,
        STATUS_PROPERTY,
        ASSET,
        FIRMWARE,
        NOTE,
    ],
    "An uninterruptible power supply: the power path of racks.",
);
static HOST: Node = node(
    "host",
    Key::Name,
    NAME,
    &[
        MODEL,
        Property::new("rack", Type::Ref(Space::Rack), "where it stands").must(),
        Property::new("address", Type::HostNum, "its number in the management VLAN").must(),
        Property::new("memory", Type::Size, "its memory").must(),
        Property::new("disk", Type::Size, "the space for guests").must(),
        Property::new("os", Type::Ref(Space::Image), "its system, else as `virtualisation os=` says"),
        SERIAL,
        ASSET,
        FIRMWARE,
        STATUS_PROPERTY,
        NOTE,
    ],
    "A machine that runs guests: bond, bridge and hypervisor are derived.",
);
static OOB: Node = under(
    &["host"],
    node(
        "oob",
        Key::Singleton,
        Args::NONE,
        &[
            Property::new("at", Type::PortRef, "the port that it is plugged in").must(),
            Property::new("address", Type::HostNum, "its number in the management VLAN").must(),
        ],
        "The host's remote console.",
    ),
);
static RUN: Node = under(
    &["host"],
    node(
        "run",
        Key::Each,
        Args::list("guest", Type::Refs(Space::Guest), 1),
        &[Property::new("standby", Type::Ref(Space::Device), "the host that takes over: VLANs and memory are kept there")],
        "The guests of the standard that run here.",
    ),
);
static ACCESS_POINT: Node = node(
    "access-point",
    Key::Name,
    NAME,
    &[
        MODEL,
        Property::new("room", Type::Ref(Space::Room), "where it hangs"),
        Property::new("rack", Type::Ref(Space::Rack), "where it stands, when in a rack"),
        Property::new("at", Type::PortRef, "the port that it is plugged in").must(),
        Property::new("mac", Type::Mac, "its MAC address: its settings are keyed by it").must(),
        Property::new("address", Type::HostNum, "its number in the VLAN of `wifi manage=`; leased when absent"),
        SERIAL,
        ASSET,
        FIRMWARE,
        STATUS_PROPERTY,
        Property::new("power", Type::Word(POWER_DEVICE), "where its power comes from").or("poe"),
        Property::new("switchable", Type::Word(ON_OFF), "whether whoever teaches there can turn it off").or("off"),
        NOTE,
    ],
    "An access point; its port follows.",
);
static RADIO: Node = under(
    &["access-point"],
    node(
        "radio",
        Key::Name,
        Args::of(&[("band", Type::Word(BANDS))]),
        &[
            Property::new("channel", Type::Number(1, 233), "the channel; chosen by the access point when absent"),
            Property::new("width", Type::Number(20, 320), "the channel's width in MHz"),
            Property::new("power", Type::Number(0, 36), "the power in dBm"),
        ],
        "The settings of one band.",
    ),
);
