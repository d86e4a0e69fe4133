//! The addresses that the firewall leases and the names that it knows: `dhcpd`, and what `unbound` has beside its settings.
//!
//! The elements are the same for both of pfSense's servers, ISC's and Kea; which one runs follows from the version. What another
//! machine serves is not here.

use super::{Doc, origins};
use crate::base::Sourced;
use crate::net::Duration;
use crate::os::pfsense::base64;
use crate::os::pfsense::words::{Backend, FOR_ACCESS_POINTS};
use crate::os::pfsense::xml::Node;
use crate::state::service::{Forward, Named, NetworkBoot, Reservation, Scope, SeatKind};
use std::net::Ipv4Addr;

/// The sections `dhcpbackend` and `dhcpd`; none when somebody else leases addresses, or nobody.
pub fn sections(doc: &Doc) -> Vec<Node> {
    let Some(dhcp) = doc.served.dhcp.as_ref().filter(|d| *d.seat.kind == SeatKind::Firewall) else { return Vec::new() };
    let scopes: Vec<Node> = dhcp.scopes.iter().filter_map(|scope| self::scope(doc, scope)).collect();
    if scopes.is_empty() {
        return Vec::new();
    }
    let version = doc.firewall.version.iter().map(Sourced::origin);
    let backend = Node::word("dhcpbackend", Backend::of(doc.firewall).word()).because(version);
    vec![backend, Node::parent("dhcpd", scopes)]
}

fn scope(doc: &Doc, scope: &Scope) -> Option<Node> {
    let friendly = doc.friendly(*scope.vlan)?;
    let range = [Node::value("from", &scope.first), Node::value("to", &scope.last)];
    let mut all = vec![Node::flag("enable"), Node::parent("range", range)];
    all.extend(scope.gateway.iter().map(|gateway| Node::value("gateway", gateway)));
    all.push(Node::value("domain", &scope.domain));
    let search: Vec<&str> = scope.search.iter().map(|s| s.as_str()).collect();
    all.push(Node::word("domainsearchlist", search.join(";")).because(origins(&scope.search)));
    all.extend(scope.dns.iter().map(|server| Node::value("dnsserver", server)));
    all.extend(scope.wins.iter().map(|server| Node::value("winsserver", server)));
    all.extend(scope.ntp.iter().map(|server| Node::value("ntpserver", server)));
    // One length for both: a station that asks for more gets what the manifest says.
    for name in ["defaultleasetime", "maxleasetime"] {
        all.push(Node::word(name, seconds(*scope.lease)).because([scope.lease.origin()]));
    }
    all.extend(scope.boot.iter().flat_map(boot));
    let options = scope.cluster.iter().filter(|_| Backend::of(doc.firewall) == Backend::Isc);
    all.extend(options.map(access_points));
    all.extend(scope.reservations.iter().map(reservation));
    Some(Node::parent(&friendly.to_string(), all).because([scope.vlan.origin(), scope.first.origin()]))
}

fn seconds(lease: Duration) -> u64 {
    lease.seconds()
}

fn boot(boot: &NetworkBoot) -> Vec<Node> {
    vec![
        Node::flag("netboot").because([boot.server.origin()]),
        Node::value("nextserver", &boot.server),
        Node::value("filename", &boot.bios),
        Node::value("filename64", &boot.uefi),
    ]
}

/// Where access points find their cluster. It is told to every client of the VLAN: pfSense's page knows no classes.
fn access_points(cluster: &Sourced<Ipv4Addr>) -> Node {
    let value = base64::encode(cluster.to_string().as_bytes());
    let all = [Node::word("number", FOR_ACCESS_POINTS), Node::word("type", "text"), Node::word("value", value)];
    Node::parent("numberoptions", [Node::parent("item", all)]).because([cluster.origin()])
}

fn reservation(kept: &Reservation) -> Node {
    let all = [
        Node::value("mac", &kept.mac),
        Node::value("ipaddr", &kept.address),
        Node::value("hostname", &kept.name),
        Node::value("descr", &kept.name),
    ];
    Node::parent("staticmap", all).because([kept.address.origin(), kept.mac.origin()])
}

/// The names that the firewall's resolver knows, and whom it asks about single domains.
pub fn names(doc: &Doc) -> Vec<Node> {
    let Some(resolver) = doc.served.dns.as_ref().filter(|d| *d.seat.kind == SeatKind::Firewall) else { return Vec::new() };
    let hosts = resolver.zone.names.iter().flat_map(|named| host(named, resolver.zone.name.as_str()));
    // What nothing else says goes to the servers of the section `system`.
    let narrow = resolver.forwards.iter().filter(|f| !f.domain.is_empty());
    hosts.chain(narrow.flat_map(overrides)).collect()
}

fn host(named: &Named, domain: &str) -> Vec<Node> {
    let entry = |address: Node| {
        let all = [Node::value("host", &named.name), Node::word("domain", domain), address, Node::flag("descr")];
        Node::parent("hosts", all).because([named.name.origin()])
    };
    let v4 = named.v4.iter().map(|a| entry(Node::value("ip", a)));
    v4.chain(named.v6.iter().map(|a| entry(Node::value("ip", a)))).collect()
}

fn overrides(forward: &Forward) -> Vec<Node> {
    let entry = |server| {
        let all = [Node::value("domain", &forward.domain), Node::value("ip", server), Node::flag("descr")];
        Node::parent("domainoverrides", all).because([forward.domain.origin()])
    };
    forward.servers.iter().map(entry).collect()
}
