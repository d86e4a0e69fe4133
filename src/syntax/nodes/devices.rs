//! End devices with an address or a place of their own, and stations by the room.

use super::headers::{CHARTER, DELEGATE};
use super::words::{POWER_DEVICE, ROLE_APPLIANCE, ROLE_NAS, STATUS, SUPPORT};
use crate::syntax::table::{Args, Class, In, Key, Node, Property, Space, Type};

pub(super) static ROWS: &[&Node] = &[&NAS, &APPLIANCE, &CAMERA, &PRINTER, &PHONE, &STATIONS, &INVENTORY];

const MODEL: Property = Property::new("model", Type::Ref(Space::Model), "its model");
const ROOM: Property = Property::new("room", Type::Ref(Space::Room), "where it stands");
const RACK: Property = Property::new("rack", Type::Ref(Space::Rack), "where it stands, when in a rack");
const AT: Property = Property::new("at", Type::PortRef, "the port that it is plugged in");
const VLAN: Property = Property::new("vlan", Type::Ref(Space::Vlan), "its VLAN, untagged");
const ADDRESS: Property = Property::new("address", Type::HostNum, "its number in the VLAN's subnet");
const MAC: Property = Property::new("mac", Type::Mac, "its MAC address, for authentication and leases");
const SERIAL: Property = Property::new("serial", Type::Text, "its serial number");
const ASSET: Property = Property::new("asset", Type::Text, "its number in the inventory");
const FIRMWARE: Property = Property::new("firmware", Type::Text, "the version that it runs");
const STATUS_PROPERTY: Property = Property::new("status", Type::Word(STATUS), "its state of life").or("production");
const POWER: Property = Property::new("power", Type::Word(POWER_DEVICE), "where its power comes from").or("poe");
const SUPPLIER: Property = Property::new("supplier", Type::Ref(Space::Organisation), "who delivers and maintains it");
const DISK: Property = Property::new("disk", Type::Size, "its disks");
const NOTE: Property = Property::new("note", Type::Note, "a remark");

const PLAIN: &[Property] =
    &[MODEL, ROOM, RACK, AT, VLAN, ADDRESS, MAC, SERIAL, ASSET, FIRMWARE, STATUS_PROPERTY, POWER, SUPPLIER, DISK, NOTE];

const fn node(kind: &'static str, props: &'static [Property], doc: &'static str) -> Node {
    Node {
        kind,
        parents: &[],
        at: In::C,
        key: Key::Name,
        class: Class::Inventory,
        args: Args::of(&[("name", Type::Declares(Space::Device))]),
        props,
        doc,
    }
}

static NAS: Node = node(
    "nas",
    &[
        MODEL,
        Property::new("role", Type::Word(ROLE_NAS), "what it is for"),
        ROOM,
        RACK,
        AT,
        VLAN,
        ADDRESS,
        MAC,
        SERIAL,
        ASSET,
        FIRMWARE,
        STATUS_PROPERTY,
        POWER,
        SUPPLIER,
        DISK,
        NOTE,
    ],
    "Network storage; its port follows.",
);
static APPLIANCE: Node = node(
    "appliance",
    &[
        MODEL,
        Property::new("role", Type::Word(ROLE_APPLIANCE), "what it is for"),
        ROOM,
        RACK,
        AT,
        VLAN,
        ADDRESS,
        MAC,
        SERIAL,
        ASSET,
        FIRMWARE,
        STATUS_PROPERTY,
        POWER,
        SUPPLIER,
        DISK,
        NOTE,
    ],
    "A machine that others keep, or a firewall on a machine of its own; its port follows.",
);
static CAMERA: Node = node("camera", PLAIN, "A camera; its port follows.");
static PRINTER: Node = node("printer", PLAIN, "A printer; its port follows.");
static PHONE: Node = node("phone", PLAIN, "A telephone; its port follows.");

static STATIONS: Node = Node {
    key: Key::Statement,
    args: Args::NONE,
    ..node(
        "stations",
        &[
            Property::new("subject", Type::Ref(Space::Free), "the subject, a token of the stations' names").must(),
            Property::new("room", Type::Refs(Space::Room), "the rooms").must(),
            Property::new("seats", Type::Ranges, "the seats in each room: `\"1-16\"`").must(),
            Property::new("vlan", Type::Ref(Space::Vlan), "their VLAN, else the one of the room's ports"),
            Property::new("support", Type::Word(SUPPORT), "who maintains them, else the room's word"),
            CHARTER,
            DELEGATE,
            Property::new("model", Type::Ref(Space::Model), "their model"),
        ],
        "Stations by the room: for installation, the CMDB and capacity.",
    )
};
static INVENTORY: Node = Node {
    key: Key::Statement,
    args: Args::of(&[("file", Type::Text)]),
    ..node("inventory", &[], "A CSV file of stations beside the school's file.")
};
