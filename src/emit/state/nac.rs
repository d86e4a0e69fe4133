//! What a RADIUS service must know of a school, as JSON.

use super::json::{Fields, Out, Put, object, words};
use crate::state::nac::{Client, Endpoint, Nac, Place, Role, Software};

#[cfg(test)]
use super::json::{field_schema, object_schema};
#[cfg(test)]
use serde_json::Value;

object!(Nac { server, guest, clients, endpoints, roles });
object!(Place { host, guest, hostname });
words!(Software { FreeRadius = "freeradius", ClearPass = "clearpass" });

/// Spells a row in one line; its name in the schema may differ from the type's, which another state has too.
macro_rules! row {
    ($type:ty as $title:literal { $($field:ident),+ }) => {
        impl Put for $type {
            fn put(&self, out: &mut Out) {
                let Self { $($field),+ } = self;
                out.line(|fields: &mut Fields| { $(fields.field(stringify!($field), $field);)+ });
            }
            #[cfg(test)]
            fn schema() -> Value {
                object_schema($title, &[$(field_schema(stringify!($field), |s: &Self| &s.$field)),+])
            }
        }
    };
}

row!(Client as "NacClient" { name, address, secret, os, location, coa });
row!(Endpoint as "Endpoint" { name, mac, vlan });
row!(Role as "NacRole" { group, client, vlan });
