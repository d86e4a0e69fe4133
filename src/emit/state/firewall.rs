//! The state of a firewall as JSON: a rule a line; services and named networks by name, since the policy has them.

use super::json::{Fields, Out, Put, object, words};
use super::policy::spelt;
use crate::net::Family;
use crate::state::firewall::{
    Address, Administrator, Card, Filter, Firewall, Gateway, Group, Interface, LogServer, Masquerade, Proxy, Publication, Relay,
    Role, Route, Rule, Users, Vpn, Where,
};

#[cfg(test)]
use super::json::{field_schema, object_schema};
#[cfg(test)]
use serde_json::Value;
#[cfg(test)]
use std::convert::Infallible;

object!(Firewall {
    software,
    school,
    school_name,
    academy,
    name,
    hostname,
    domain,
    timezone,
    is_guest,
    managed_by,
    team,
    version,
    model,
    secret,
    administrator,
    cards,
    interfaces,
    gateways,
    routes,
    resolvers,
    clocks,
    logs,
    serves_dns,
    serves_ntp,
    relays,
    masquerade,
    publications,
    proxy,
    vpns,
    packages,
    variables,
    groups,
    rules,
});
object!(Administrator { user, key });
object!(Card { number, system, untagged, tagged });
object!(Interface { vlan, name, role, zone, level, outside, card, tagged, v4, v6 });
object!(Gateway { name, vlan, address, default });
object!(Route { network, gateway });
object!(LogServer { address, plain, tls });
object!(Relay { vlan, servers });
object!(Proxy { auth, users, filters });
object!(Users { domain, hostname, address });
object!(Filter { number, zone, vlans });
object!(Group { name, prefixes });

words!(Role { Uplink = "uplink", Management = "management", Inside = "inside" });
words!(Masquerade { Internet = "internet", All = "all", Off = "off" });
words!(Family { V4 = "IPv4", V6 = "IPv6" });

impl<A: Put, N: Put> Put for Address<A, N> {
    fn put(&self, out: &mut Out) {
        let Address { address, subnet } = self;
        out.object(|fields| {
            fields.field("address", address);
            fields.field("subnet", subnet);
        });
    }
    #[cfg(test)]
    fn schema() -> Value {
        let fields = [field_schema("address", |a: &Self| &a.address), field_schema("subnet", |a: &Self| &a.subnet)];
        object_schema("InterfaceAddress", &fields)
    }
}

spelt!(
    Vpn,
    "Vpn",
    ["name": String, "to": Vec<String>, "from": Vec<String>, "vlans": crate::net::VlanSet],
    |vpn, out| {
        let Vpn { name, to, from, vlans } = vpn;
        out.field("name", name);
        out.field("to", &to.iter().map(|n| n.name.clone()).collect::<Vec<_>>());
        out.field("from", from);
        out.field("vlans", vlans);
    }
);

spelt!(
    Publication,
    "Publication",
    [
        "subject": String,
        "service": String,
        "port": Option<u64>,
        "name": Option<String>,
        "from": Where,
        "target": String,
        "vlan": u16,
        "addresses": Vec<std::net::IpAddr>,
    ],
    |publication, out| {
        let Publication { subject, service, port, name, from, target, vlan, addresses } = publication;
        out.field("subject", subject);
        out.field("service", &service.name);
        out.field("port", port);
        out.field("name", name);
        out.field("from", from);
        out.field("target", target);
        out.field("vlan", vlan);
        out.field("addresses", addresses);
    }
);

spelt!(
    Rule,
    "Rule",
    [
        "interface": Option<u16>,
        "allows": bool,
        "family": Family,
        "from": Where,
        "to": Where,
        "service": String,
        "proxied": bool,
        "authenticated": bool,
        "logged": bool,
        "hours": Option<String>,
        "subject": String,
    ],
    |rule, out| {
        let Rule { interface, allows, family, from, to, service, proxied, authenticated, logged, hours, subject } = rule;
        out.field("interface", interface);
        out.field("allows", allows);
        out.field("family", family);
        out.field("from", from);
        out.field("to", to);
        out.field("service", &service.name);
        out.field("proxied", proxied);
        out.field("authenticated", authenticated);
        out.field("logged", logged);
        out.field("hours", &hours.as_ref().map(|h| h.with(h.to_string())));
        out.field("subject", subject);
    }
);

// `anywhere` or `itself`; a VLAN; the firewall's address in one; a group; all but a group.
spelt!(
    Where,
    "Where",
    ["word": Option<String>, "vlan": Option<u16>, "gateway": Option<u16>, "group": Option<String>, "beyond": Option<String>],
    |end, out| match end {
        Where::Anywhere => out.field("word", "anywhere"),
        Where::Itself => out.field("word", "itself"),
        Where::Segment(vlan) => out.field("vlan", vlan),
        Where::Gateway(vlan) => out.field("gateway", vlan),
        Where::Group(name) => out.field("group", name),
        Where::Beyond(name) => out.field("beyond", name),
    }
);
