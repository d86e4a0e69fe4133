//! iTop 3.0 to 3.2 without extensions, as tables: classes in load order, headers, reconciliation keys, enumerations.
//!
//! Order and headers follow the load order of the CMDB reference, part 6, run against a real iTop; its numbers 16 (`PDU`)
//! and 20 (`Farm`) are left free, since manifests know neither. Words are iTop's codes, never the user's language.

use super::mapping::{Cell, Column, Pick, Profile, Table};
use crate::state::record::{Attribute, Class, Role};
use Attribute as A;
use Role as R;

const STATUS: &[(&str, &str)] =
    &[("production", "production"), ("planned", "implementation"), ("stock", "stock"), ("obsolete", "obsolete")];
// Obsolete in a manifest still works and waits for its successor, so its software is still active.
const ACTIVE: &[(&str, &str)] =
    &[("production", "active"), ("planned", "inactive"), ("stock", "inactive"), ("obsolete", "active")];
const CRITICITY: &[(&str, &str)] = &[("low", "low"), ("medium", "medium"), ("high", "high")];
const DIRECTION: &[(&str, &str)] = &[("down", "downlink"), ("up", "uplink")];
/// Types of models by the catalogue's kind.
pub const MODEL_TYPES: &[(&str, &str)] = &[
    ("switch", "NetworkDevice"),
    ("access-point", "NetworkDevice"),
    ("appliance", "NetworkDevice"),
    ("host", "Server"),
    ("ups", "PowerSource"),
    ("nas", "NAS"),
    ("pc", "PC"),
    ("tablet", "Tablet"),
    ("printer", "Printer"),
    ("camera", "Peripheral"),
    ("phone", "IPPhone"),
];

const fn col(code: &'static str, cell: Cell) -> Column {
    Column { code, cell }
}

const NAME: Column = col("name", Cell::Of(A::Name));
const ORG: Column = col("org_id->code", Cell::Through(&[R::Organisation], A::Code));
const ACTIVE_STATUS: Column = col("status", Cell::Constant("active"));
const LIFE: Column = col("status", Cell::Word(A::Status, STATUS));
const IMPORTANCE: Column = col("business_criticity", Cell::Word(A::Criticality, CRITICITY));
const SERIAL: Column = col("serialnumber", Cell::Of(A::Serial));
const ASSET: Column = col("asset_number", Cell::Of(A::Asset));
const UNITS: Column = col("nb_u", Cell::Of(A::Units));
const ADDRESS: Column = col("managementip", Cell::Of(A::Ip));
const CPU: Column = col("cpu", Cell::Of(A::Cpu));
const RAM: Column = col("ram", Cell::Of(A::Memory));
const PLACE: Column = col("location_id->name", Cell::Through(&[R::Location], A::Name));
const PLACE_ORG: Column = col("location_id->org_name", Cell::Through(&[R::Location, R::Organisation], A::Name));
const RACK: Column = col("rack_id->name", Cell::Through(&[R::Rack], A::Name));
const RACK_ORG: Column = col("rack_id->organization_name", Cell::Through(&[R::Rack, R::Organisation], A::Name));
const BRAND: Column = col("brand_id->name", Cell::Through(&[R::Brand], A::Name));
const MODEL: Column = col("model_id->name", Cell::Through(&[R::Model], A::Name));
const MODEL_BRAND: Column = col("model_id->brand_name", Cell::Through(&[R::Model, R::Brand], A::Name));
const POWER_A: Column = col("powerA_id->name", Cell::Through(&[R::PowerA], A::Name));
const POWER_A_ORG: Column = col("powerA_id->organization_name", Cell::Through(&[R::PowerA, R::Organisation], A::Name));
const POWER_B: Column = col("powerB_id->name", Cell::Through(&[R::PowerB], A::Name));
const POWER_B_ORG: Column = col("powerB_id->organization_name", Cell::Through(&[R::PowerB, R::Organisation], A::Name));
const FAMILY: Column = col("osfamily_id->name", Cell::Through(&[R::OsFamily], A::Name));
const SYSTEM: Column = col("osversion_id->name", Cell::Through(&[R::OsVersion], A::Name));
const IP: Column = col("ipaddress", Cell::Of(A::Ip));
const MASK: Column = col("ipmask", Cell::Of(A::Mask));
const GATEWAY: Column = col("ipgateway", Cell::Of(A::Gateway));
const MAC: Column = col("macaddress", Cell::Of(A::Mac));
const COMMENT: Column = col("comment", Cell::Remark(A::Usage));
const DEVICE_TEXT: &[(Attribute, &str)] =
    &[(A::Roles, "rôle"), (A::Supplier, "fournisseur"), (A::Lifetime, "durée de vie (ans)"), (A::Note, "")];
const ROLE_TEXT: Column = col("description", Cell::Prose(DEVICE_TEXT));
const STATION_TEXT: Column = col(
    "description",
    Cell::Prose(&[
        (A::Outlet, "prise"),
        (A::Support, "mode de support"),
        (A::Supplier, "fournisseur"),
        (A::Roles, "rôle"),
        (A::Note, ""),
    ]),
);
/// For classes without interfaces: the address has nowhere else to go.
const LONE_TEXT: Column = col(
    "description",
    Cell::Prose(&[
        (A::Mac, "MAC"),
        (A::Ip, "adresse"),
        (A::SwitchPort, "port"),
        (A::Outlet, "prise"),
        (A::Feeds, "baies alimentées"),
        (A::Units, "hauteur (U)"),
        (A::Support, "mode de support"),
        (A::Roles, "rôle"),
        (A::Supplier, "fournisseur"),
        (A::Lifetime, "durée de vie (ans)"),
        (A::Note, ""),
    ]),
);

const STATION: &[Column] = &[NAME, ORG, PLACE, PLACE_ORG, BRAND, MODEL, MODEL_BRAND, SERIAL, ASSET, LIFE, STATION_TEXT];
const LONE: &[Column] = &[NAME, ORG, PLACE, PLACE_ORG, BRAND, MODEL, MODEL_BRAND, SERIAL, ASSET, LIFE, LONE_TEXT];

const fn table(
    number: u8,
    name: &'static str,
    class: Class,
    reconciliation: &'static [&'static str],
    columns: &'static [Column],
) -> Table {
    Table { number, name, class, pick: Pick::All, shared: class.is_regional(), reconciliation, columns }
}

const CI: &[&str] = &["name", "org_id"];

/// iTop 3.0 to 3.2 without extensions.
pub static BASE: Profile = Profile {
    name: "itop-base-3.0",
    tables: &[
        Table {
            number: 1,
            name: "Organization",
            class: Class::Organisation,
            pick: Pick::Without(R::Parent),
            shared: true,
            reconciliation: &["code"],
            columns: &[NAME, col("code", Cell::Of(A::Code)), ACTIVE_STATUS],
        },
        Table {
            number: 2,
            name: "Organization",
            class: Class::Organisation,
            pick: Pick::With(R::Parent),
            shared: false,
            reconciliation: &["code"],
            columns: &[
                NAME,
                col("code", Cell::Of(A::Code)),
                ACTIVE_STATUS,
                col("parent_id->code", Cell::Through(&[R::Parent], A::Code)),
            ],
        },
        table(
            3,
            "Location",
            Class::Location,
            CI,
            &[
                NAME,
                ORG,
                ACTIVE_STATUS,
                col("address", Cell::Prose(&[(A::Title, ""), (A::Street, "")])),
                col("postal_code", Cell::Of(A::Postcode)),
                col("city", Cell::Of(A::Town)),
            ],
        ),
        table(4, "Brand", Class::Brand, &["name"], &[NAME]),
        table(
            5,
            "Model",
            Class::Model,
            &["name", "brand_id", "type"],
            &[NAME, BRAND, col("type", Cell::Word(A::Kind, MODEL_TYPES))],
        ),
        table(6, "NetworkDeviceType", Class::DeviceType, &["name"], &[NAME]),
        table(7, "OSFamily", Class::OsFamily, &["name"], &[NAME]),
        table(8, "OSVersion", Class::OsVersion, &["name", "osfamily_id"], &[NAME, FAMILY]),
        table(9, "IOSVersion", Class::Firmware, &["name", "brand_id"], &[NAME, BRAND]),
        table(
            10,
            "Software",
            Class::Software,
            &["name", "vendor", "version"],
            &[
                NAME,
                col("vendor", Cell::Of(A::Vendor)),
                col("version", Cell::Of(A::Version)),
                col("type", Cell::Constant("OtherSoftware")),
            ],
        ),
        table(
            11,
            "VLAN",
            Class::Vlan,
            &["vlan_tag", "org_id"],
            &[
                col("vlan_tag", Cell::Of(A::Tag)),
                ORG,
                // The class has no name: the description begins with it.
                col("description", Cell::Prose(&[(A::Title, ""), (A::Ssids, "SSID")])),
            ],
        ),
        table(
            12,
            "Subnet",
            Class::Subnet,
            &["ip", "ip_mask", "org_id"],
            &[
                col("ip", Cell::Of(A::Ip)),
                col("ip_mask", Cell::Of(A::Mask)),
                ORG,
                col("subnet_name", Cell::Of(A::Title)),
                col("description", Cell::Prose(&[(A::Gateway, "passerelle"), (A::Pool, "DHCP")])),
            ],
        ),
        table(
            13,
            "lnkSubnetToVLAN",
            Class::SubnetVlan,
            &["subnet_id", "vlan_id"],
            &[
                col("subnet_id->ip", Cell::Through(&[R::Subnet], A::Ip)),
                col("subnet_id->org_name", Cell::Through(&[R::Subnet, R::Organisation], A::Name)),
                col("vlan_id->vlan_tag", Cell::Through(&[R::Vlan], A::Tag)),
                col("vlan_id->org_name", Cell::Through(&[R::Vlan, R::Organisation], A::Name)),
            ],
        ),
        table(14, "Rack", Class::Rack, CI, &[NAME, ORG, PLACE, PLACE_ORG, UNITS, LIFE]),
        table(
            15,
            "PowerSource",
            Class::PowerSource,
            CI,
            &[NAME, ORG, PLACE, PLACE_ORG, BRAND, MODEL, MODEL_BRAND, SERIAL, ASSET, LIFE, IMPORTANCE, LONE_TEXT],
        ),
        table(
            17,
            "NetworkDevice",
            Class::NetworkDevice,
            CI,
            &[
                NAME,
                ORG,
                col("networkdevicetype_id->name", Cell::Through(&[R::DeviceType], A::Name)),
                PLACE,
                PLACE_ORG,
                RACK,
                RACK_ORG,
                BRAND,
                MODEL,
                MODEL_BRAND,
                col("iosversion_id->name", Cell::Through(&[R::Firmware], A::Name)),
                col("iosversion_id->brand_name", Cell::Through(&[R::Firmware, R::Brand], A::Name)),
                ADDRESS,
                UNITS,
                POWER_A,
                POWER_A_ORG,
                POWER_B,
                POWER_B_ORG,
                SERIAL,
                ASSET,
                LIFE,
                IMPORTANCE,
                ROLE_TEXT,
            ],
        ),
        table(
            18,
            "Server",
            Class::Server,
            CI,
            &[
                NAME,
                ORG,
                PLACE,
                PLACE_ORG,
                RACK,
                RACK_ORG,
                BRAND,
                MODEL,
                MODEL_BRAND,
                FAMILY,
                SYSTEM,
                CPU,
                RAM,
                ADDRESS,
                UNITS,
                POWER_A,
                POWER_A_ORG,
                POWER_B,
                POWER_B_ORG,
                SERIAL,
                ASSET,
                LIFE,
                IMPORTANCE,
                ROLE_TEXT,
            ],
        ),
        table(
            19,
            "Hypervisor",
            Class::Hypervisor,
            CI,
            &[
                NAME,
                ORG,
                col("server_id->name", Cell::Through(&[R::Server], A::Name)),
                col("server_id->organization_name", Cell::Through(&[R::Server, R::Organisation], A::Name)),
                LIFE,
                IMPORTANCE,
            ],
        ),
        table(
            21,
            "VirtualMachine",
            Class::VirtualMachine,
            CI,
            &[
                NAME,
                ORG,
                col("virtualhost_id->name", Cell::Through(&[R::Host], A::Name)),
                col("virtualhost_id->organization_name", Cell::Through(&[R::Host, R::Organisation], A::Name)),
                FAMILY,
                SYSTEM,
                CPU,
                RAM,
                ADDRESS,
                LIFE,
                IMPORTANCE,
                col(
                    "description",
                    Cell::Prose(&[(A::Technique, ""), (A::Roles, "rôle"), (A::Asset, "numéro de région"), (A::Note, "")]),
                ),
            ],
        ),
        table(
            22,
            "NAS",
            Class::Nas,
            CI,
            &[
                NAME,
                ORG,
                PLACE,
                PLACE_ORG,
                RACK,
                RACK_ORG,
                BRAND,
                MODEL,
                MODEL_BRAND,
                ADDRESS,
                UNITS,
                POWER_A,
                POWER_A_ORG,
                POWER_B,
                POWER_B_ORG,
                SERIAL,
                ASSET,
                LIFE,
                IMPORTANCE,
                ROLE_TEXT,
            ],
        ),
        table(23, "PC", Class::Pc, CI, STATION),
        table(24, "Tablet", Class::Tablet, CI, LONE),
        table(25, "Printer", Class::Printer, CI, STATION),
        table(
            26,
            "LogicalInterface",
            Class::LogicalInterface,
            &["name", "virtualmachine_id"],
            &[
                NAME,
                col("virtualmachine_id->name", Cell::Through(&[R::Machine], A::Name)),
                col("virtualmachine_id->organization_name", Cell::Through(&[R::Machine, R::Organisation], A::Name)),
                IP,
                MASK,
                GATEWAY,
                MAC,
                COMMENT,
            ],
        ),
        table(
            27,
            "OtherSoftware",
            Class::SoftwareInstance,
            &["name", "system_id"],
            &[
                NAME,
                ORG,
                col("system_id->name", Cell::Through(&[R::System], A::Name)),
                col("system_id->organization_name", Cell::Through(&[R::System, R::Organisation], A::Name)),
                // A server and its hypervisor share a name.
                col("system_id->finalclass", Cell::ClassOf(R::System)),
                col("software_id->name", Cell::Through(&[R::Software], A::Name)),
                col("software_id->vendor", Cell::Through(&[R::Software], A::Vendor)),
                col("software_id->version", Cell::Through(&[R::Software], A::Version)),
                col("path", Cell::Of(A::Usage)),
                col("status", Cell::Word(A::Status, ACTIVE)),
                IMPORTANCE,
                col(
                    "description",
                    Cell::Prose(&[
                        (A::Technique, ""),
                        (A::Roles, "rôle"),
                        (A::Ip, "adresse"),
                        (A::Cpu, "processeurs"),
                        (A::Memory, "mémoire"),
                        (A::Asset, "numéro de région"),
                        (A::Note, ""),
                    ]),
                ),
            ],
        ),
        table(
            28,
            "PhysicalInterface",
            Class::PhysicalInterface,
            &["name", "connectableci_id"],
            &[
                NAME,
                col("connectableci_id->name", Cell::Through(&[R::Device], A::Name)),
                col("connectableci_id->organization_name", Cell::Through(&[R::Device, R::Organisation], A::Name)),
                MAC,
                IP,
                MASK,
                GATEWAY,
                col("speed", Cell::Decimal(A::Speed)),
                COMMENT,
            ],
        ),
        table(
            29,
            "lnkPhysicalInterfaceToVLAN",
            Class::InterfaceVlan,
            &["physicalinterface_id", "vlan_id"],
            &[
                col("physicalinterface_id->name", Cell::Through(&[R::Interface], A::Name)),
                // This path has no column for the organisation: names of devices with ports are unique in the region.
                col("physicalinterface_id->connectableci_name", Cell::Through(&[R::Interface, R::Device], A::Name)),
                col("vlan_id->vlan_tag", Cell::Through(&[R::Vlan], A::Tag)),
                col("vlan_id->org_name", Cell::Through(&[R::Vlan, R::Organisation], A::Name)),
            ],
        ),
        table(
            30,
            "lnkConnectableCIToNetworkDevice",
            Class::Cabling,
            &["networkdevice_id", "connectableci_id", "network_port"],
            &[
                col("networkdevice_id->name", Cell::Through(&[R::NetworkDevice], A::Name)),
                col("networkdevice_id->organization_name", Cell::Through(&[R::NetworkDevice, R::Organisation], A::Name)),
                col("connectableci_id->name", Cell::Through(&[R::Device], A::Name)),
                col("connectableci_id->organization_name", Cell::Through(&[R::Device, R::Organisation], A::Name)),
                col("network_port", Cell::Of(A::NetworkPort)),
                col("device_port", Cell::Of(A::DevicePort)),
                col("connection_type", Cell::Word(A::Direction, DIRECTION)),
            ],
        ),
        table(
            31,
            "ApplicationSolution",
            Class::Solution,
            CI,
            &[NAME, ORG, col("status", Cell::Word(A::Status, ACTIVE)), IMPORTANCE],
        ),
        table(
            32,
            "lnkApplicationSolutionToFunctionalCI",
            Class::SolutionMember,
            &["applicationsolution_id", "functionalci_id"],
            &[
                col("applicationsolution_id->name", Cell::Through(&[R::Solution], A::Name)),
                col("applicationsolution_id->organization_name", Cell::Through(&[R::Solution, R::Organisation], A::Name)),
                col("functionalci_id->name", Cell::Through(&[R::Member], A::Name)),
                col("functionalci_id->organization_name", Cell::Through(&[R::Member, R::Organisation], A::Name)),
                col("functionalci_id->finalclass", Cell::ClassOf(R::Member)),
            ],
        ),
        // Nothing above points at these; the reference's order leaves them out, so they come last.
        table(33, "Team", Class::Team, CI, &[NAME, ORG, ACTIVE_STATUS]),
        table(34, "Peripheral", Class::Peripheral, CI, LONE),
        table(35, "IPPhone", Class::Phone, CI, LONE),
    ],
};
