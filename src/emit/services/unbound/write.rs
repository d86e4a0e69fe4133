//! A resolver as Unbound's configuration.

use super::{TTL, reverse};
use crate::base::{Origin, Sourced};
use crate::emit::hosts::desk::Desk;
use crate::emit::services::escape;
use crate::state::service::{Named, Resolver};
use ipnet::IpNet;
use std::net::IpAddr;

/// The whole file.
pub(super) fn text(dns: &Resolver, desk: &mut Desk) -> String {
    let mut out = "server:\n".to_owned();
    let mut set = |key: &str, value: &str| out.push_str(&format!("    {key}: {value}\n"));
    set("interface", "127.0.0.1");
    for address in &dns.seat.addresses {
        set("interface", &desk.say(address));
    }
    // A card may come up after the resolver.
    set("ip-freebind", "yes");
    set("access-control", "127.0.0.0/8 allow");
    for net in &dns.clients {
        set("access-control", &format!("{} allow", desk.say(net)));
    }
    set("hide-identity", "yes");
    set("hide-version", "yes");
    // Unbound itself answers for private addresses that no zone of its own holds; here the region knows them.
    set("unblock-lan-zones", "yes");
    set("insecure-lan-zones", "yes");
    let domain = desk.spell(escape::domain, &dns.zone.name);
    let kind = |whole: &Sourced<bool>| if **whole { "static" } else { "transparent" };
    set("local-zone", &format!("\"{domain}.\" {}", desk.say_as(kind(&dns.zone.whole), dns.zone.whole.origin())));
    if *dns.zone.whole {
        let server = desk.spell(escape::domain, &dns.seat.hostname);
        // The serial counts nothing: no other server copies this zone.
        let soa = format!("{server}.{domain}. hostmaster.{domain}. 1 3600 1200 604800 {TTL}");
        set("local-data", &format!("\"{domain}. {TTL} IN SOA {soa}\""));
        set("local-data", &format!("\"{domain}. {TTL} IN NS {server}.{domain}.\""));
    }
    for named in &dns.zone.names {
        let name = desk.spell(escape::domain, &named.name);
        if let Some(v4) = &named.v4 {
            set("local-data", &format!("\"{name}.{domain}. {TTL} IN A {}\"", desk.say(v4)));
        }
        if let Some(v6) = &named.v6 {
            set("local-data", &format!("\"{name}.{domain}. {TTL} IN AAAA {}\"", desk.say(v6)));
        }
    }
    for reverse in &dns.reverse {
        let zone = desk.say_as(reverse::zone(*reverse.net), reverse.net.origin());
        set("local-zone", &format!("\"{zone}\" {}", desk.say_as(kind(&reverse.whole), reverse.whole.origin())));
    }
    for (address, origin, name) in pointers(dns) {
        let name = desk.spell(escape::domain, name);
        set("local-data-ptr", &format!("\"{} {TTL} {name}.{domain}.\"", desk.say_as(address, origin)));
    }
    for forward in dns.forwards.iter().filter(|f| !f.domain.is_empty()) {
        let name = desk.spell(escape::domain, &forward.domain);
        // Below our own zone nobody would be asked: what it does not hold does not exist.
        set("local-zone", &format!("\"{name}.\" transparent"));
        // A directory signs nothing, and is asked all the same.
        set("domain-insecure", &format!("\"{name}.\""));
    }
    for forward in &dns.forwards {
        let name = match forward.domain.is_empty() {
            true => desk.say_as(".", forward.domain.origin()),
            false => desk.spell(escape::domain, &forward.domain) + ".",
        };
        out.push_str(&format!("forward-zone:\n    name: \"{name}\"\n"));
        for server in &forward.servers {
            out.push_str(&format!("    forward-addr: {}\n", desk.say(server)));
        }
    }
    out
}

/// The addresses that have a name, with it; those in no reverse zone are not among them.
fn pointers(dns: &Resolver) -> impl Iterator<Item = (IpAddr, Origin, &Sourced<String>)> {
    let addresses = |named: &Named| {
        let v4 = named.v4.map(|a| (IpAddr::V4(*a), a.origin()));
        [v4, named.v6.map(|a| (IpAddr::V6(*a), a.origin()))].into_iter().flatten()
    };
    let all = dns.zone.names.iter().flat_map(move |named| addresses(named).map(|(a, origin)| (a, origin, &named.name)));
    all.filter(|(address, ..)| dns.reverse.iter().any(|r| r.net.contains(&IpNet::from(*address))))
}
