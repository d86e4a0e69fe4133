//! What the firewall serves: names, time, router advertisements; what it relays; where its logs go.

use super::{Doc, leases, origins};
use crate::os::pfsense::words::Friendly;
use crate::os::pfsense::xml::Node;
use crate::state::firewall::LogServer;
use std::net::IpAddr;

/// The sections, in order.
pub fn sections(doc: &Doc) -> Vec<Node> {
    let mut all = Vec::new();
    all.extend(leases::sections(doc));
    all.extend(advertisements(doc));
    all.extend(relay(doc));
    all.extend(logs(doc));
    all.push(resolver(doc));
    all.push(clock(doc));
    all
}

/// The section `dhcpdv6`: stations make their own IPv6 addresses (SLAAC) and learn the resolver from the same message.
fn advertisements(doc: &Doc) -> Option<Node> {
    let mut all = Vec::new();
    for interface in &doc.firewall.interfaces {
        let Some(v6) = &interface.v6 else { continue };
        let friendly = Friendly::of(interface);
        let mode = if friendly == Friendly::Wan { "disabled" } else { "unmanaged" };
        let mut own = vec![Node::word("ramode", mode)];
        if friendly != Friendly::Wan {
            own.push(Node::word("rapriority", "medium"));
            let answers = doc.firewall.serves_dns.contains(*interface.vlan);
            if !answers {
                own.push(Node::word("radvd-dns", "disabled").because([doc.firewall.serves_dns.origin()]));
            }
        }
        all.push(Node::parent(&friendly.to_string(), own).because([v6.subnet.origin()]));
    }
    (!all.is_empty()).then(|| Node::parent("dhcpdv6", all))
}

/// The section `dhcrelay`: one list of interfaces and one of servers.
fn relay(doc: &Doc) -> Option<Node> {
    let relays = &doc.firewall.relays;
    let interfaces = doc.friendlies(relays.iter().map(|r| *r.vlan));
    let mut servers: Vec<IpAddr> = relays.iter().flat_map(|r| &r.servers).map(|s| **s).collect();
    servers.sort();
    servers.dedup();
    if interfaces.is_empty() || servers.is_empty() {
        return None;
    }
    let servers: Vec<String> = servers.iter().map(ToString::to_string).collect();
    let all = [
        Node::flag("enable"),
        Node::word("interface", interfaces.join(",")).because(relays.iter().map(|r| r.vlan.origin())),
        Node::word("server", servers.join(",")).because(relays.iter().flat_map(|r| origins(&r.servers))),
    ];
    Some(Node::parent("dhcrelay", all))
}

/// The section `syslog`: three servers at most, over UDP in clear, which is all that pfSense's own daemon does.
fn logs(doc: &Doc) -> Option<Node> {
    let plain = |l: &LogServer| Some((l.address, l.plain?));
    let servers: Vec<_> = doc.firewall.logs.iter().filter_map(plain).take(LOG_SERVERS).collect();
    let first = servers.first()?;
    let protocol = if first.0.is_ipv4() { "ipv4" } else { "ipv6" };
    let mut all = vec![Node::word("filterdescriptions", 1), Node::flag("enable"), Node::flag("logall")];
    for (number, (address, port)) in servers.iter().enumerate() {
        let name = if number == 0 { "remoteserver".to_owned() } else { format!("remoteserver{}", number + 1) };
        let server = std::net::SocketAddr::new(**address, u16::try_from(**port).unwrap_or_default());
        all.push(Node::word(&name, server).because([address.origin(), port.origin()]));
    }
    all.push(Node::word("ipproto", protocol));
    Some(Node::parent("syslog", all))
}

/// The most servers that logs are sent to.
pub const LOG_SERVERS: usize = 3;

/// The section `unbound`: it asks the servers of the section `system`, and answers in the VLANs that it serves.
fn resolver(doc: &Doc) -> Node {
    let serves = &doc.firewall.serves_dns;
    let mut interfaces = doc.friendlies(serves.iter());
    let mut all = Vec::new();
    if !interfaces.is_empty() {
        interfaces.push("lo0".to_owned());
        all.push(Node::flag("enable").because([serves.origin()]));
    }
    // The region's resolvers answer for zones that no key of the Internet signs: a check here would refuse them.
    all.push(Node::flag("forwarding").because(origins(&doc.firewall.resolvers)));
    all.push(Node::word("active_interface", interfaces.join(",")).because([serves.origin()]));
    let wan = doc.devices.iter().find(|(_, friendly, _)| *friendly == Friendly::Wan);
    all.extend(wan.map(|(_, friendly, _)| Node::word("outgoing_interface", friendly)));
    all.push(Node::flag("custom_options"));
    all.extend(leases::names(doc));
    Node::parent("unbound", all)
}

/// The section `ntpd`; without a VLAN to serve, it is switched off: pfSense would else answer in all of them.
fn clock(doc: &Doc) -> Node {
    let serves = &doc.firewall.serves_ntp;
    let interfaces = doc.friendlies(serves.iter());
    let enable = if interfaces.is_empty() { "disabled" } else { "enabled" };
    let all = [
        Node::word("enable", enable).because([serves.origin()]),
        Node::word("interface", interfaces.join(",")).because([serves.origin()]),
    ];
    Node::parent("ntpd", all)
}
