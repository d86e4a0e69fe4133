//! Scopes as Kea's configuration.

use super::{ACCESS_POINT, BIOS, UEFI};
use crate::base::Sourced;
use crate::emit::hosts::desk::Desk;
use crate::emit::services::escape;
use crate::emit::services::json::Json;
use crate::net::Duration;
use crate::state::service::{NetworkBoot, Scope, Scope6};
use std::fmt::Display;
use std::net::Ipv6Addr;

/// A station that asks the name server first, and calls into its own network when it gets no answer (RFC 2132, 8.7).
const H_NODE: u8 = 8;

/// The whole of `kea-dhcp4.conf`.
pub(super) fn dhcp4(scopes: &[Scope], desk: &mut Desk) -> Json {
    let mut classes = Vec::new();
    let subnets = scopes.iter().map(|scope| subnet4(scope, &mut classes, desk)).collect();
    let fields = vec![
        // Every card: a name that the guest lacks would be refused, and what has no scope gets no answer.
        ("interfaces-config", interfaces(Vec::new())),
        ("lease-database", leases(4)),
        // The only server of these VLANs may say no at once to an address from elsewhere.
        ("authoritative", Json::bare(true)),
        ("client-classes", Json::List(classes)),
        ("subnet4", Json::List(subnets)),
    ];
    Json::Map(vec![("Dhcp4", Json::Map(fields))])
}

/// The whole of `kea-dhcp6.conf`, with the numbers and addresses of the guest's cards.
pub(super) fn dhcp6(scopes: &[Scope6], cards: &[(u16, &Sourced<Ipv6Addr>)], desk: &mut Desk) -> Json {
    let subnets = scopes.iter().map(|scope| subnet6(scope, desk)).collect();
    // On every card it hears multicast alone: a relay in another network speaks to the server's own address.
    let own = cards.iter().map(|(number, address)| Json::text(format!("eth{number}/{}", desk.say(address)))).collect();
    let fields = vec![("interfaces-config", interfaces(own)), ("lease-database", leases(6)), ("subnet6", Json::List(subnets))];
    Json::Map(vec![("Dhcp6", Json::Map(fields))])
}

fn interfaces(own: Vec<Json>) -> Json {
    let all = std::iter::once(Json::text("*")).chain(own).collect();
    // Cards may come up after the server: it tries again for a minute.
    Json::Map(vec![
        ("interfaces", Json::List(all)),
        ("service-sockets-max-retries", Json::bare(60)),
        ("service-sockets-retry-wait-time", Json::bare(1000)),
    ])
}

fn leases(family: u8) -> Json {
    let name = format!("/var/lib/kea/kea-leases{family}.csv");
    Json::Line(vec![("type", Json::text("memfile")), ("persist", Json::bare(true)), ("name", Json::text(name))])
}

fn subnet4(scope: &Scope, classes: &mut Vec<Json>, desk: &mut Desk) -> Json {
    let id = desk.say(&scope.vlan);
    let number = scope.vlan.number();
    let mut wanted = Vec::new();
    if let Some(boot) = &scope.boot {
        for (way, test, file) in [("bios", BIOS, &boot.bios), ("uefi", UEFI, &boot.uefi)] {
            let name = format!("boot-{number}-{way}");
            classes.push(boot_class(&name, test, boot, file, desk));
            wanted.push(Json::text(name));
        }
    }
    if let Some(cluster) = &scope.cluster {
        let name = format!("cluster-{number}");
        classes.push(cluster_class(&name, cluster, desk));
        wanted.push(Json::text(name));
    }
    let mut fields = vec![("id", Json::Bare(id)), ("subnet", Json::Text(desk.say(&scope.subnet)))];
    if let Some(relay) = &scope.relay {
        let relay = Json::List(vec![Json::Text(desk.say(relay))]);
        fields.push(("relay", Json::Line(vec![("ip-addresses", relay)])));
    }
    fields.push(("pools", pool(&scope.first, &scope.last, desk)));
    fields.extend(times(&scope.lease, desk));
    let mut options = Vec::new();
    let mut list = |name: &'static str, values: Vec<String>| {
        if !values.is_empty() {
            options.push(option(name, values.join(", ")));
        }
    };
    list("routers", scope.gateway.iter().map(|a| desk.say(a)).collect());
    list("domain-name-servers", scope.dns.iter().map(|a| desk.say(a)).collect());
    list("ntp-servers", scope.ntp.iter().map(|a| desk.say(a)).collect());
    list("netbios-name-servers", scope.wins.iter().map(|a| desk.say(a)).collect());
    list("netbios-node-type", scope.wins.iter().map(|a| desk.say_as(H_NODE, a.origin())).collect());
    list("domain-name", vec![desk.spell(escape::domain, &scope.domain)]);
    list("domain-search", scope.search.iter().map(|d| desk.spell(escape::domain, d)).collect());
    fields.push(("option-data", Json::List(options)));
    if !wanted.is_empty() {
        fields.push(("require-client-classes", Json::List(wanted)));
    }
    let reservations = scope.reservations.iter().map(|r| {
        Json::Line(vec![
            ("hw-address", Json::Text(desk.say(&r.mac))),
            ("ip-address", Json::Text(desk.say(&r.address))),
            ("hostname", Json::Text(desk.spell(escape::label, &r.name))),
        ])
    });
    fields.push(("reservations", Json::List(reservations.collect())));
    fields.push(("user-context", Json::Line(vec![("vlan", Json::Text(desk.spell(escape::text, &scope.name)))])));
    Json::Map(fields)
}

fn subnet6(scope: &Scope6, desk: &mut Desk) -> Json {
    let mut fields = vec![("id", Json::Bare(desk.say(&scope.vlan))), ("subnet", Json::Text(desk.say(&scope.subnet)))];
    // A station asks from an address of its link alone: only the card says which subnet it is in.
    if let Some(card) = &scope.interface {
        fields.push(("interface", Json::Text(desk.spell(escape::label, card))));
    }
    fields.push(("pools", pool(&scope.first, &scope.last, desk)));
    fields.push(("preferred-lifetime", Json::Bare(desk.say_as(scope.lease.seconds(), scope.lease.origin()))));
    fields.extend(times(&scope.lease, desk));
    let mut options = Vec::new();
    if !scope.dns.is_empty() {
        options.push(option("dns-servers", scope.dns.iter().map(|a| desk.say(a)).collect::<Vec<_>>().join(", ")));
    }
    if !scope.search.is_empty() {
        let domains: Vec<String> = scope.search.iter().map(|d| desk.spell(escape::domain, d)).collect();
        options.push(option("domain-search", domains.join(", ")));
    }
    fields.push(("option-data", Json::List(options)));
    fields.push(("user-context", Json::Line(vec![("vlan", Json::Text(desk.spell(escape::text, &scope.name)))])));
    Json::Map(fields)
}

fn pool(first: &Sourced<impl Display>, last: &Sourced<impl Display>, desk: &mut Desk) -> Json {
    let range = format!("{} - {}", desk.say(first), desk.say(last));
    Json::List(vec![Json::Line(vec![("pool", Json::Text(range))])])
}

/// A lease is renewed at half its time, and of anyone at seven eighths (RFC 2131, 4.4.5).
fn times(lease: &Sourced<Duration>, desk: &mut Desk) -> [(&'static str, Json); 3] {
    let seconds = lease.seconds();
    let mut say = |n: u64| Json::Bare(desk.say_as(n, lease.origin()));
    [("valid-lifetime", say(seconds)), ("renew-timer", say(seconds / 2)), ("rebind-timer", say(seconds.saturating_mul(7) / 8))]
}

fn option(name: &'static str, data: String) -> Json {
    Json::Line(vec![("name", Json::text(name)), ("data", Json::Text(data))])
}

/// The server and the file stand in the BOOTP fields, which PXE ROMs read, and in options, which UEFI reads.
fn boot_class(name: &str, test: &'static str, boot: &NetworkBoot, file: &Sourced<String>, desk: &mut Desk) -> Json {
    let (server, file) = (desk.say(&boot.server), desk.spell(escape::boot_file, file));
    let options = vec![option("tftp-server-name", server.clone()), option("boot-file-name", file.clone())];
    Json::Map(vec![
        ("name", Json::text(name)),
        ("test", Json::text(test)),
        ("only-if-required", Json::bare(true)),
        ("next-server", Json::Text(server)),
        ("boot-file-name", Json::Text(file)),
        ("option-data", Json::List(options)),
    ])
}

/// Kea takes a text in option 43 only where the class says that it is one.
fn cluster_class(name: &str, cluster: &Sourced<impl Display>, desk: &mut Desk) -> Json {
    let option_43 = "vendor-encapsulated-options";
    let definition = Json::Line(vec![("name", Json::text(option_43)), ("code", Json::bare(43)), ("type", Json::text("string"))]);
    let options = vec![option(option_43, desk.say(cluster)), option("vendor-class-identifier", ACCESS_POINT.to_owned())];
    Json::Map(vec![
        ("name", Json::text(name)),
        ("test", Json::text(format!("option[60].text == '{ACCESS_POINT}'"))),
        ("only-if-required", Json::bare(true)),
        ("option-def", Json::List(vec![definition])),
        ("option-data", Json::List(options)),
    ])
}
