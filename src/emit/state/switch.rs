//! The state of a switch as JSON.

use super::json::{Fields, Out, Put, object, words};
use crate::state::switch::{
    Auth, AuthMethod, Hardware, Lag, Link, Management, Member, Port, Radius, Raw, RawAt, ServerDead, Services, Snmp,
    SpanningTree, Ssh, StackPort, Switch, Syslog, Transport, Vlan,
};

#[cfg(test)]
use super::json::{field_schema, object_schema};
#[cfg(test)]
use crate::net::VlanId;
#[cfg(test)]
use serde_json::{Value, json};
#[cfg(test)]
use std::convert::Infallible;

object!(Switch { name, sysname, os, hardware, members, stack_ports, management, stp, vlans, ports, lags, services, raw });
object!(Hardware { features, poe, stack });
object!(Member { id, model, priority });
object!(StackPort { member, port, interfaces });
object!(Vlan { id, name, snooping, arp_inspection, voice });
object!(Port {
    id,
    interface,
    speed,
    description,
    enabled,
    link,
    lag,
    edge,
    auth,
    poe,
    storm,
    loop_detection,
    trusted,
    announces,
    voice_priority,
});
object!(Auth { method, rejected, server_dead, max_macs });
object!(Lag { id, members, description, link, trusted });
object!(SpanningTree { region, revision, priority });
object!(Services { domain, dns, ntp, timezone, syslog, snmp, location, radius, ssh });
object!(Syslog { address, port, transport });
object!(Snmp { managers, user, auth, privacy });
object!(Radius { servers, secret, coa });
object!(Ssh { from, user, password, console, key });
object!(Raw { at, line, undo });

words!(AuthMethod { Mac = "mac", Dot1x = "dot1x", Dot1xOrMac = "dot1x-or-mac" });
words!(Transport { Tls = "tls", Tcp = "tcp", Udp = "udp" });

impl Put for Link {
    fn put(&self, out: &mut Out) {
        out.object(|fields| match self {
            Link::Access { vlan, voice } => {
                fields.field("mode", "access");
                fields.field("vlan", vlan);
                fields.field("voice", voice);
            }
            Link::Trunk { native, native_passes, tagged } => {
                fields.field("mode", "trunk");
                fields.field("native", native);
                fields.field("native_passes", native_passes);
                fields.field("tagged", tagged);
            }
        });
    }
    #[cfg(test)]
    fn schema() -> Value {
        let vlan = VlanId::schema();
        json!({ "title": "Link", "oneOf": [
            {
                "type": "object",
                "properties": { "mode": { "const": "access" }, "vlan": vlan, "voice": vlan },
                "required": ["mode", "vlan"],
                "additionalProperties": false,
            },
            {
                "type": "object",
                "properties": {
                    "mode": { "const": "trunk" },
                    "native": vlan,
                    "native_passes": bool::schema(),
                    "tagged": crate::net::VlanSet::schema(),
                },
                "required": ["mode", "native", "native_passes", "tagged"],
                "additionalProperties": false,
            },
        ] })
    }
}

impl Put for ServerDead {
    fn put(&self, out: &mut Out) {
        out.object(|fields| {
            let (action, vlan) = match self {
                ServerDead::Open => ("open", None),
                ServerDead::Keep => ("keep", None),
                ServerDead::Vlan(id) => ("vlan", Some(*id)),
            };
            fields.field("action", action);
            fields.field("vlan", &vlan);
        });
    }
    #[cfg(test)]
    fn schema() -> Value {
        json!({
            "title": "ServerDead",
            "type": "object",
            "properties": { "action": { "enum": ["open", "keep", "vlan"] }, "vlan": VlanId::schema() },
            "required": ["action"],
            "additionalProperties": false,
        })
    }
}

impl Put for Management {
    fn put(&self, out: &mut Out) {
        let Management { vlan, address, subnet, gateway, v6 } = self;
        out.object(|fields| {
            fields.field("vlan", vlan);
            fields.field("address", address);
            fields.field("subnet", subnet);
            fields.field("gateway", gateway);
            if let Some((address, subnet)) = v6 {
                fields.field("address6", address);
                fields.field("subnet6", subnet);
            }
        });
    }
    #[cfg(test)]
    fn schema() -> Value {
        let fields = [
            field_schema("vlan", |m: &Management| &m.vlan),
            field_schema("address", |m: &Management| &m.address),
            field_schema("subnet", |m: &Management| &m.subnet),
            field_schema("gateway", |m: &Management| &m.gateway),
            field_schema("address6", |none: &Infallible| -> &Option<String> { match *none {} }),
            field_schema("subnet6", |none: &Infallible| -> &Option<String> { match *none {} }),
        ];
        object_schema("SwitchManagement", &fields)
    }
}

impl Put for RawAt {
    fn put(&self, out: &mut Out) {
        out.object(|fields: &mut Fields| match self {
            RawAt::Global => fields.field("block", "global"),
            RawAt::Port(port) => {
                fields.field("block", "port");
                fields.field("port", port);
            }
            RawAt::Vlan(id) => {
                fields.field("block", "vlan");
                fields.field("vlan", id);
            }
        });
    }
    #[cfg(test)]
    fn schema() -> Value {
        json!({
            "title": "RawAt",
            "type": "object",
            "properties": {
                "block": { "enum": ["global", "port", "vlan"] },
                "port": crate::net::Port::schema(),
                "vlan": VlanId::schema(),
            },
            "required": ["block"],
            "additionalProperties": false,
        })
    }
}
