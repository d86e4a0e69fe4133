//! The field's words as JSON: ids, speeds and sizes as numbers (their unit in the schema), addresses and names as strings.

use super::json::{Fields, Out, Put, numbers, plain, texts};
use crate::net::{Band, Channel, Duration, Hours, Mac, Port, Size, Speed, Uuid, VlanId, VlanSet};
use crate::state::Secret;
use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

#[cfg(test)]
use serde_json::{Value, json};

plain!(str, String);
texts!(Band, Hours, Mac, Uuid, IpAddr, Ipv4Addr, Ipv6Addr, IpNet, Ipv4Net, Ipv6Net);

numbers! {
    u8, |n| u64::from(*n);
    u16, |n| u64::from(*n);
    u32, |n| u64::from(*n);
    u64, |n| *n;
    VlanId, |id| u64::from(id.number());
}

/// A number in a unit, whose name JSON's fields do not bear: the schema does.
macro_rules! measured {
    ($($type:ty, $unit:literal, $number:expr);+ $(;)?) => { $(
        impl Put for $type {
            fn put(&self, out: &mut Out) {
                let number: fn(&$type) -> u64 = $number;
                out.bare(number(self));
            }
            #[cfg(test)]
            fn schema() -> Value {
                json!({ "type": "integer", "minimum": 0, "description": $unit })
            }
        }
    )+ };
}

measured! {
    Size, "bytes", |size| size.0;
    Speed, "megabits a second", |speed| u64::from(speed.0);
    Duration, "seconds", |duration| duration.seconds();
}

impl Put for VlanSet {
    fn put(&self, out: &mut Out) {
        out.list(self.iter());
    }
    #[cfg(test)]
    fn schema() -> Value {
        json!({ "type": "array", "items": VlanId::schema(), "description": "in ascending order" })
    }
}

/// As a manifest writes it: `48`, `2/48` in a stack, `A1` in a module.
impl Put for Port {
    fn put(&self, out: &mut Out) {
        out.string(self);
    }
    #[cfg(test)]
    fn schema() -> Value {
        json!({ "type": "string", "description": "[member/][module]number, as in a manifest" })
    }
}

/// Its band stands beside it.
impl Put for Channel {
    fn put(&self, out: &mut Out) {
        out.object(|fields: &mut Fields| {
            fields.field("number", &self.number);
            fields.field("width", &self.width);
        });
    }
    #[cfg(test)]
    fn schema() -> Value {
        use super::json::{field_schema, object_schema};
        object_schema(
            "Channel",
            &[field_schema("number", |c: &Channel| &c.number), field_schema("width", |c: &Channel| &c.width)],
        )
    }
}

impl Put for Secret {
    fn put(&self, out: &mut Out) {
        let Secret { scope, name } = self;
        out.object(|fields: &mut Fields| {
            fields.field("scope", scope);
            fields.field("name", name);
        });
    }
    #[cfg(test)]
    fn schema() -> Value {
        use super::json::{field_schema, object_schema};
        object_schema("Secret", &[field_schema("scope", |s: &Secret| &s.scope), field_schema("name", |s: &Secret| &s.name)])
    }
}
