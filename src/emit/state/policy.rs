//! The policy as JSON: each service and each end of a flow once, then the flows by their names.

use super::json::{Fields, Out, Put, object};
use crate::state::policy::{End, Flow, Forbid, Part, Policy, Publish, Segment, Service};
use std::collections::BTreeMap;

#[cfg(test)]
use super::json::{field_schema, object_schema};
#[cfg(test)]
use serde_json::Value;
#[cfg(test)]
use std::convert::Infallible;

object!(Segment { name, id, zone, level, outside, v4, v6, firewall4, firewall6 });

/// An object whose fields are written by hand: what is written is shorter than the state.
macro_rules! spelt {
    ($type:ty, $title:literal, [$($name:literal: $value:ty),+ $(,)?], $fields:expr) => {
        impl Put for $type {
            fn put(&self, out: &mut Out) {
                let fields: fn(&$type, &mut Fields) = $fields;
                out.line(|out| fields(self, out));
            }
            #[cfg(test)]
            fn schema() -> Value {
                object_schema($title, &[$(field_schema($name, |none: &Infallible| -> &$value { match *none {} })),+])
            }
        }
    };
}

pub(super) use spelt;

impl Put for Policy {
    fn put(&self, out: &mut Out) {
        let Policy { segments, blocks, region, tunnelled, flows, publishes, forbids } = self;
        out.object(|fields| {
            fields.field("segments", segments);
            fields.field("blocks", blocks);
            fields.field("region", region);
            fields.field("tunnelled", tunnelled);
            fields.field("services", &services(self));
            fields.field("ends", &ends(self));
            fields.field("flows", flows);
            fields.field("publishes", publishes);
            fields.field("forbids", forbids);
        });
    }
    #[cfg(test)]
    fn schema() -> Value {
        let fields = [
            field_schema("segments", |p: &Policy| &p.segments),
            field_schema("blocks", |p: &Policy| &p.blocks),
            field_schema("region", |p: &Policy| &p.region),
            field_schema("tunnelled", |p: &Policy| &p.tunnelled),
            field_schema("services", |_: &Policy| -> &Vec<Service> { const { &Vec::new() } }),
            field_schema("ends", |_: &Policy| -> &Vec<End> { const { &Vec::new() } }),
            field_schema("flows", |p: &Policy| &p.flows),
            field_schema("publishes", |p: &Policy| &p.publishes),
            field_schema("forbids", |p: &Policy| &p.forbids),
        ];
        object_schema("Policy", &fields)
    }
}

/// Every service that something names, by name.
fn services(policy: &Policy) -> Vec<&Service> {
    let flows = policy.flows.iter().map(|f| &f.service).chain(policy.publishes.iter().map(|p| &p.service));
    let all = flows.chain(policy.forbids.iter().flat_map(|f| &f.services));
    let each: BTreeMap<&str, &Service> = all.map(|s| (s.name.as_str(), s)).collect();
    each.into_values().collect()
}

/// Every end that something names, by name.
fn ends(policy: &Policy) -> Vec<&End> {
    let flows = policy.flows.iter().flat_map(|f| [&f.from, &f.to]);
    let published = policy.publishes.iter().flat_map(|p| [&p.from, &p.to]);
    let forbidden = policy.forbids.iter().flat_map(|f| f.from.iter().chain(&f.to).chain(&f.except));
    let each: BTreeMap<&str, &End> = flows.chain(published).chain(forbidden).map(|e| (e.name.as_str(), e)).collect();
    each.into_values().collect()
}

fn names(services: &[Service]) -> Vec<&String> {
    services.iter().map(|s| s.name.value()).collect()
}

spelt!(Service, "Service", ["name": String, "tcp": Vec<Vec<u16>>, "udp": Vec<Vec<u16>>, "icmp": Option<String>], |service, out| {
    let Service { name, tcp, udp, icmp } = service;
    let ranges = |list: &[(u16, u16)]| list.iter().map(|&(first, last)| vec![first, last]).collect::<Vec<_>>();
    out.field("name", name);
    out.field("tcp", &ranges(tcp));
    out.field("udp", &ranges(udp));
    out.field("icmp", icmp);
});

spelt!(End, "End", ["name": String, "parts": Vec<Part>], |end, out| {
    let End { name, parts } = end;
    out.field("name", name);
    out.field("parts", parts);
});

// One of the words `firewall`, `internet`, `region`; a VLAN; a device in one; a network with its prefixes.
spelt!(
    Part,
    "Part",
    ["word": Option<String>, "device": Option<String>, "vlan": Option<u16>, "network": Option<String>, "through": Option<String>, "addresses": Option<Vec<String>>],
    |part, out| {
        let texts = |list: &mut dyn Iterator<Item = String>| list.collect::<Vec<String>>();
        match part {
            Part::Firewall => out.field("word", "firewall"),
            Part::Internet => out.field("word", "internet"),
            Part::Region => out.field("word", "region"),
            Part::Segment(id) => out.field("vlan", id),
            Part::Device(device) => {
                out.field("device", &device.name);
                out.field("vlan", &device.vlan);
                out.field("addresses", &texts(&mut device.addresses.iter().map(ToString::to_string)));
            }
            Part::Network(network) => {
                out.field("network", &network.name);
                out.field("through", &network.through);
                out.field("addresses", &texts(&mut network.prefixes.iter().map(ToString::to_string)));
            }
        }
    }
);

spelt!(
    Flow,
    "Flow",
    ["allows": bool, "service": String, "from": String, "to": String, "proxied": bool, "authenticated": bool, "logged": bool, "hours": Option<String>],
    |flow, out| {
        let Flow { allows, service, from, to, proxied, authenticated, logged, hours } = flow;
        out.field("allows", allows);
        out.field("service", &service.name);
        out.field("from", &from.name);
        out.field("to", &to.name);
        out.field("proxied", proxied);
        out.field("authenticated", authenticated);
        out.field("logged", logged);
        out.field("hours", &hours.as_ref().map(|h| h.with(h.to_string())));
    }
);

spelt!(
    Publish,
    "Publish",
    ["service": String, "from": String, "to": String, "port": Option<u64>, "name": Option<String>],
    |publish, out| {
        let Publish { service, from, to, port, name } = publish;
        out.field("service", &service.name);
        out.field("from", &from.name);
        out.field("to", &to.name);
        out.field("port", port);
        out.field("name", name);
    }
);

spelt!(
    Forbid,
    "Forbid",
    ["services": Vec<String>, "from": Vec<String>, "to": Vec<String>, "except": Vec<String>, "because": String, "waivable": bool],
    |forbid, out| {
        // The statement's place is for findings: no output names a line of the region.
        let Forbid { services, from, to, except, because, waivable, origin: _ } = forbid;
        let ends = |ends: &[End]| ends.iter().map(|e| e.name.value().clone()).collect::<Vec<_>>();
        out.field("services", &names(services));
        out.field("from", &ends(from));
        out.field("to", &ends(to));
        out.field("except", &ends(except));
        out.field("because", because);
        out.field("waivable", waivable);
    }
);
