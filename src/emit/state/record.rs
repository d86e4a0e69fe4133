//! Records as JSON, one a line.

use super::json::{Out, Put, Word, words};
use crate::state::record::{Attribute, Class, Key, Record, Role};
use litemap::LiteMap;

#[cfg(test)]
use super::json::{field_schema, object_schema};
#[cfg(test)]
use serde_json::{Value, json};

impl Put for Record {
    fn put(&self, out: &mut Out) {
        let Record { key, attributes, references } = self;
        out.line(|fields| {
            fields.field("key", key);
            fields.field("attributes", attributes);
            fields.field("references", references);
        });
    }
    #[cfg(test)]
    fn schema() -> Value {
        let fields = [
            field_schema("key", |r: &Record| &r.key),
            field_schema("attributes", |r: &Record| &r.attributes),
            field_schema("references", |r: &Record| &r.references),
        ];
        object_schema("Record", &fields)
    }
}

/// The class, then the names, widest first: half of a school's text is keys.
impl Put for Key {
    fn put(&self, out: &mut Out) {
        let Key { class, path } = self;
        let pointer = (path.address(), *class as u8);
        out.pointer(pointer, |out| out.list(std::iter::once(class.word()).chain(path.names())));
    }
    #[cfg(test)]
    fn schema() -> Value {
        json!({
            "title": "Key",
            "type": "array",
            "prefixItems": [Class::schema()],
            "items": { "type": "string" },
            "minItems": 2,
        })
    }
}

/// What a record says or points at, by its word.
impl<K: Word, V: Put> Put for LiteMap<K, V> {
    fn put(&self, out: &mut Out) {
        out.object(|fields| self.iter().for_each(|(key, value)| fields.field(key.word(), value)));
    }
    fn is_absent(&self) -> bool {
        self.is_empty()
    }
    #[cfg(test)]
    fn is_optional() -> bool {
        true
    }
    #[cfg(test)]
    fn schema() -> Value {
        json!({ "type": "object", "propertyNames": K::schema(), "additionalProperties": V::schema() })
    }
}

words!(Class {
    Organisation = "organisation",
    Team = "team",
    Location = "location",
    Brand = "brand",
    Model = "model",
    DeviceType = "device-type",
    OsFamily = "os-family",
    OsVersion = "os-version",
    Firmware = "firmware",
    Software = "software",
    Vlan = "vlan",
    Subnet = "subnet",
    Rack = "rack",
    PowerSource = "power-source",
    NetworkDevice = "network-device",
    Server = "server",
    Hypervisor = "hypervisor",
    VirtualMachine = "virtual-machine",
    SoftwareInstance = "software-instance",
    Nas = "nas",
    Pc = "pc",
    Tablet = "tablet",
    Printer = "printer",
    Phone = "phone",
    Peripheral = "peripheral",
    Solution = "solution",
    PhysicalInterface = "physical-interface",
    LogicalInterface = "logical-interface",
    SubnetVlan = "subnet-vlan",
    InterfaceVlan = "interface-vlan",
    Cabling = "cabling",
    SolutionMember = "solution-member",
});

words!(Attribute {
    Name = "name",
    Code = "code",
    Status = "status",
    Street = "street",
    Postcode = "postcode",
    Town = "town",
    Kind = "kind",
    Vendor = "vendor",
    Version = "version",
    Tag = "tag",
    Title = "title",
    Ssids = "ssids",
    Pool = "pool",
    Ip = "ip",
    Mask = "mask",
    Gateway = "gateway",
    Mac = "mac",
    Speed = "speed",
    Units = "units",
    Serial = "serial",
    Asset = "asset",
    Criticality = "criticality",
    Cpu = "cpu",
    Memory = "memory",
    Technique = "technique",
    Roles = "roles",
    Usage = "usage",
    Supplier = "supplier",
    Lifetime = "lifetime",
    Feeds = "feeds",
    Support = "support",
    Outlet = "outlet",
    SwitchPort = "switch-port",
    NetworkPort = "network-port",
    DevicePort = "device-port",
    Direction = "direction",
    Note = "note",
});

words!(Role {
    Organisation = "organisation",
    Parent = "parent",
    Location = "location",
    Rack = "rack",
    Brand = "brand",
    Model = "model",
    DeviceType = "device-type",
    OsFamily = "os-family",
    OsVersion = "os-version",
    Firmware = "firmware",
    PowerA = "power-a",
    PowerB = "power-b",
    Server = "server",
    Host = "host",
    System = "system",
    Software = "software",
    Device = "device",
    Machine = "machine",
    NetworkDevice = "network-device",
    Vlan = "vlan",
    Subnet = "subnet",
    Interface = "interface",
    Solution = "solution",
    Member = "member",
});
