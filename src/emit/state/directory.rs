//! The state of a directory as JSON.

use super::json::{Fields, Out, Put, object, words};
use crate::base::Sourced;
use crate::net::Size;
use crate::state::directory::{
    Access, AccountGroup, Accounts, Classic, Directory, Holds, Machine, May, Part, Quota, Request, ServiceAccount, Share,
    Stretch, Unit,
};
use std::fmt::Display;

#[cfg(test)]
use super::json::{field_schema, object_schema};
#[cfg(test)]
use serde_json::{Value, json};

object!(Directory { domain, netbios, classic, accounts, administrator, servers, units, groups, services, requests });
object!(Classic { sid, controller, address, manager, people, machines });
object!(Stretch { first, last });
object!(Machine { guest, host, hostname, name, part, v4, v6, forwarders, nt_acls, radius, shares, quotas });
object!(Share { name, path, read, write, own });
object!(Quota { volume, path, limit });
object!(Unit { path, holds, filled_by });
object!(AccountGroup { name, gid, filled_by });
object!(ServiceAccount { name, number, may, secret });
object!(Request { guest, host, hostname, address, managed_by, shares, quotas });
words!(Accounts { Ent = "ent", Local = "local", None = "none" });
words!(Part { First = "first", Further = "further", Member = "member" });
words!(Access { Read = "read", Write = "write" });
words!(Holds { People = "people", Groups = "groups", Machines = "machines", Services = "services" });
words!(May { FillAccounts = "fill-accounts", JoinMachines = "join-machines", Read = "read" });

/// An address with the length of its subnet's prefix: `10.37.34.5/24`.
impl<A: Display> Put for (Sourced<A>, Sourced<u8>) {
    fn put(&self, out: &mut Out) {
        out.string(format_args!("{}/{}", self.0, self.1));
    }
    #[cfg(test)]
    fn schema() -> Value {
        json!({ "type": "string" })
    }
}

// What an account may keep in a share.
impl Put for (Sourced<String>, Sourced<Size>) {
    fn put(&self, out: &mut Out) {
        out.object(|fields: &mut Fields| {
            fields.field("share", &self.0);
            fields.field("bytes", &self.1);
        });
    }
    #[cfg(test)]
    fn schema() -> Value {
        let fields = [
            field_schema("share", |q: &(Sourced<String>, Sourced<Size>)| &q.0),
            field_schema("bytes", |q: &(Sourced<String>, Sourced<Size>)| &q.1),
        ];
        object_schema("Kept", &fields)
    }
}
