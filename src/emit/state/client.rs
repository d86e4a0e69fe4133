//! Clients as JSON, one a line.

use super::json::{Out, Put};
use crate::state::Client;

#[cfg(test)]
use super::json::{field_schema, object_schema};
#[cfg(test)]
use serde_json::Value;

impl Put for Client {
    fn put(&self, out: &mut Out) {
        let Client { name, server, mac, address, asset, room, note } = self;
        out.line(|fields| {
            fields.field("name", name);
            fields.field("server", server);
            fields.field("mac", mac);
            fields.field("address", address);
            fields.field("asset", asset);
            fields.field("room", room);
            fields.field("note", note);
        });
    }
    #[cfg(test)]
    fn schema() -> Value {
        let fields = [
            field_schema("name", |c: &Client| &c.name),
            field_schema("server", |c: &Client| &c.server),
            field_schema("mac", |c: &Client| &c.mac),
            field_schema("address", |c: &Client| &c.address),
            field_schema("asset", |c: &Client| &c.asset),
            field_schema("room", |c: &Client| &c.room),
            field_schema("note", |c: &Client| &c.note),
        ];
        object_schema("Client", &fields)
    }
}
