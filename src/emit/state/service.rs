//! What a school's own servers answer, as JSON: a reservation and a name in one line each.

use super::json::{Out, Put, object, words};
use crate::state::service::{
    Clock, Dhcp, Forward, Named, NetworkBoot, Reservation, Resolver, Reverse, Scope, Scope6, Seat, SeatKind, Zone,
};

#[cfg(test)]
use super::json::{field_schema, object_schema};
#[cfg(test)]
use serde_json::Value;

object!(Seat { kind, name, hostname, host, addresses });
object!(Dhcp { seat, scopes, scopes6 });
object!(Scope {
    vlan,
    name,
    subnet,
    first,
    last,
    gateway,
    relay,
    lease,
    dns,
    ntp,
    domain,
    search,
    wins,
    reservations,
    boot,
    cluster
});
object!(Scope6 { vlan, name, subnet, first, last, interface, lease, dns, search });
object!(NetworkBoot { server, bios, uefi });
object!(Resolver { seat, zone, reverse, forwards, clients });
object!(Zone { name, whole, names });
object!(Reverse { net, whole });
object!(Forward { domain, servers });
object!(Clock { seat, sources, clients });
words!(SeatKind { Firewall = "firewall", Guest = "guest" });

impl Put for Reservation {
    fn put(&self, out: &mut Out) {
        let Reservation { mac, address, name } = self;
        out.line(|fields| {
            fields.field("mac", mac);
            fields.field("address", address);
            fields.field("name", name);
        });
    }
    #[cfg(test)]
    fn schema() -> Value {
        let fields = [
            field_schema("mac", |r: &Reservation| &r.mac),
            field_schema("address", |r: &Reservation| &r.address),
            field_schema("name", |r: &Reservation| &r.name),
        ];
        object_schema("Reservation", &fields)
    }
}

impl Put for Named {
    fn put(&self, out: &mut Out) {
        let Named { name, v4, v6 } = self;
        out.line(|fields| {
            fields.field("name", name);
            fields.field("v4", v4);
            fields.field("v6", v6);
        });
    }
    #[cfg(test)]
    fn schema() -> Value {
        let fields = [
            field_schema("name", |n: &Named| &n.name),
            field_schema("v4", |n: &Named| &n.v4),
            field_schema("v6", |n: &Named| &n.v6),
        ];
        object_schema("Named", &fields)
    }
}
