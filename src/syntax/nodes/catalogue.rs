//! Models by kind, and images of systems.

use super::words::{BANDS, FEATURES, KIND_PORT, ON_OFF, SEED};
use crate::syntax::table::{Args, Class, In, Key, Node, Property, Space, Type};

pub(super) static ROWS: &[&Node] = &[
    &SWITCH,
    &HOST,
    &ACCESS_POINT,
    &UPS,
    &NAS,
    &APPLIANCE,
    &PC,
    &TABLET,
    &PRINTER,
    &CAMERA,
    &PHONE,
    &PORTS,
    &UPLINKS,
    &POE,
    &LIMITS,
    &FEATURES_NODE,
    &LIFE,
    &CAPACITY,
    &POWER,
    &RADIO,
    &CMDB,
    &IMAGE,
];

const PROPS: &[Property] = &[
    Property::new("vendor", Type::Text, "who makes it").must(),
    Property::new("name", Type::Text, "the maker's name for it").must(),
    Property::new("part", Type::Text, "the maker's number for it"),
    Property::new("os", Type::Ref(Space::Free), "the system whose language it speaks"),
];
const MODELS: &[&str] = &[
    "switch-model",
    "host-model",
    "access-point-model",
    "ups-model",
    "nas-model",
    "appliance-model",
    "pc-model",
    "tablet-model",
    "printer-model",
    "camera-model",
    "phone-model",
];

const fn model(kind: &'static str, doc: &'static str) -> Node {
    Node {
        kind,
        parents: &[],
        at: In::K,
        key: Key::Name,
        class: Class::Inventory,
        args: Args::of(&[("key", Type::Declares(Space::Model))]),
        props: PROPS,
        doc,
    }
}
const fn fact(kind: &'static str, key: Key, args: Args, props: &'static [Property], doc: &'static str) -> Node {
    Node { kind, parents: MODELS, at: In::CHILD, key, class: Class::Inventory, args, props, doc }
}
const COUNT: Type = Type::Number(0, 100_000);
const RANGE: Args = Args::of(&[("range", Type::Ports)]);

static SWITCH: Node = model("switch-model", "A model of switch.");
static HOST: Node = model("host-model", "A model of server.");
static ACCESS_POINT: Node = model("access-point-model", "A model of access point.");
static UPS: Node = model("ups-model", "A model of UPS.");
static NAS: Node = model("nas-model", "A model of network storage.");
static APPLIANCE: Node = model("appliance-model", "A model of appliance.");
static PC: Node = model("pc-model", "A model of PC.");
static TABLET: Node = model("tablet-model", "A model of tablet.");
static PRINTER: Node = model("printer-model", "A model of printer.");
static CAMERA: Node = model("camera-model", "A model of camera.");
static PHONE: Node = model("phone-model", "A model of telephone.");

static PORTS: Node = fact(
    "ports",
    Key::Statement,
    RANGE,
    &[
        Property::new("kind", Type::Word(KIND_PORT), "the socket").must(),
        Property::new("speeds", Type::Ranges, "the speeds in Mb/s: `\"10,100,1000\"`"),
        Property::new("name", Type::Template, "the port's name on the device, with `{port}`, `{port-N}` or `{port+N}`"),
        Property::new("poe", Type::Number(0, 8), "the highest PoE class"),
    ],
    "Ports of one sort; numbers run through the model, uplinks last.",
);
static UPLINKS: Node = fact("uplinks", Key::Singleton, RANGE, &[], "The ports that are meant for uplinks.");
static POE: Node = fact(
    "poe",
    Key::Singleton,
    Args::NONE,
    &[Property::new("watts", COUNT, "the power for all ports together, in watts").must()],
    "The power that it gives.",
);
static LIMITS: Node = fact(
    "limits",
    Key::Singleton,
    Args::NONE,
    &[
        Property::new("vlans", COUNT, "VLANs at most"),
        Property::new("lags", COUNT, "aggregates at most"),
        Property::new("lag-members", COUNT, "ports of an aggregate at most"),
        Property::new("lag-ids", Type::Ranges, "the numbers that an aggregate may have"),
        Property::new("stp-instances", COUNT, "spanning-tree instances at most"),
        Property::new("ssids", COUNT, "Wi-Fi networks at most"),
    ],
    "What it cannot exceed.",
);
static FEATURES_NODE: Node = fact(
    "features",
    Key::Singleton,
    Args::list("feature", Type::Word(FEATURES), 1),
    &[],
    "What it can do; what is missing here is not written into its configuration.",
);
static LIFE: Node = fact(
    "life",
    Key::Singleton,
    Args::NONE,
    &[
        Property::new("end-of-sale", Type::Date, "the last day of sale"),
        Property::new("end-of-support", Type::Date, "the last day of support"),
        Property::new("successor", Type::Ref(Space::Model), "the model that replaces it"),
        Property::new("source", Type::Text, "where these dates are from").must(),
    ],
    "Its life cycle.",
);
static CAPACITY: Node = fact(
    "capacity",
    Key::Singleton,
    Args::NONE,
    &[
        Property::new("cores", Type::Number(1, 4096), "processor cores at most"),
        Property::new("memory", Type::Size, "memory at most"),
        Property::new("disk", Type::Size, "disk at most"),
        Property::new("units", Type::Number(1, 60), "height in rack units"),
    ],
    "What it holds.",
);
static POWER: Node = fact(
    "power",
    Key::Singleton,
    Args::NONE,
    &[
        Property::new("watts", COUNT, "the power that it takes at most (a UPS: gives)").must(),
        Property::new("class", Type::Number(0, 8), "its PoE class"),
    ],
    "The power that it takes.",
);
static RADIO: Node = fact(
    "radio",
    Key::Name,
    Args::of(&[("band", Type::Word(BANDS))]),
    &[
        Property::new("streams", Type::Number(1, 16), "spatial streams"),
        Property::new("gain", Type::Decimal, "antenna gain in dBi"),
    ],
    "A radio of an access point.",
);
static CMDB: Node = fact(
    "cmdb",
    Key::Singleton,
    Args::NONE,
    &[
        Property::new("brand", Type::Text, "the brand, spelt as in iTop").must(),
        Property::new("model", Type::Text, "the model, spelt as in iTop").must(),
    ],
    "Its names in the CMDB.",
);
static IMAGE: Node = Node {
    kind: "image",
    parents: &[],
    at: In::K,
    key: Key::Name,
    class: Class::Inventory,
    args: Args::of(&[("key", Type::Declares(Space::Image))]),
    props: &[
        Property::new("os", Type::Ref(Space::Free), "the system").must(),
        Property::new("version", Type::Text, "its version").must(),
        Property::new("file", Type::Text, "the file").must(),
        Property::new("seed", Type::Word(SEED), "how a guest gets its first settings").or("none"),
        Property::new("agent", Type::Word(ON_OFF), "whether a guest agent runs in it").or("off"),
    ],
    doc: "A system that guests and hosts are made from.",
};
