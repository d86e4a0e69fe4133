//! The state of a host as JSON.

use super::json::{Out, Put, object, words};
use crate::state::guest::Address;
use crate::state::host::{Bond, BondMode, Host, Management, Network, Uplink};

#[cfg(test)]
use super::json::{field_schema, object_schema};
#[cfg(test)]
use serde_json::Value;

object!(Host { name, hostname, os, network, volumes, guests });
object!(Network { uplinks, bond, bridge, trunk, own, management, domain, dns, ntp });
object!(Uplink { interface, device, port });
object!(Bond { mode, mac });
object!(Management { vlan, address, subnet, gateway, v6 });

words!(BondMode { Lacp = "lacp", ActiveBackup = "active-backup" });

impl<A: Put, N: Put> Put for Address<A, N> {
    fn put(&self, out: &mut Out) {
        let Address { address, subnet, gateway } = self;
        out.object(|fields| {
            fields.field("address", address);
            fields.field("subnet", subnet);
            fields.field("gateway", gateway);
        });
    }
    #[cfg(test)]
    fn schema() -> Value {
        object_schema(
            "Address",
            &[
                field_schema("address", |a: &Self| &a.address),
                field_schema("subnet", |a: &Self| &a.subnet),
                field_schema("gateway", |a: &Self| &a.gateway),
            ],
        )
    }
}
