//! The section `nat`: what leaves under the firewall's address, and what is let in by a port of it.

use super::{Doc, Place};
use crate::net::Family;
use crate::os::pfsense::words::{self, Friendly, Match};
use crate::os::pfsense::xml::Node;
use crate::state::firewall::{Firewall, Masquerade, Publication};
use std::net::IpAddr;

/// The section.
pub fn section(doc: &Doc) -> Node {
    let mut all = vec![outbound(doc)];
    all.extend(doc.firewall.publications.iter().flat_map(|p| forwards(doc, p)));
    Node::parent("nat", all)
}

fn outbound(doc: &Doc) -> Node {
    let masquerade = &doc.firewall.masquerade;
    let mode = match **masquerade {
        Masquerade::All => "automatic",
        Masquerade::Off => "disabled",
        Masquerade::Internet => "advanced",
    };
    let mut all = vec![Node::word("mode", mode)];
    if **masquerade == Masquerade::Internet {
        all.extend(to_internet(doc));
    }
    Node::parent("outbound", all).because([masquerade.origin()])
}

/// The rule that hides the school's own addresses from the Internet; the region sees them.
fn to_internet(doc: &Doc) -> Option<Node> {
    // A state that was read bears the aliases' names.
    let group = |name: &str| doc.firewall.groups.iter().find(|g| words::group(&g.name) == words::group(name));
    let (inside, known) = (group(Firewall::INSIDE)?, group(Firewall::KNOWN)?);
    let all = [
        Node::parent("source", [Node::word("network", words::group(&inside.name)).because([inside.name.origin()])]),
        Node::flag("sourceport"),
        Node::word("descr", "Internet"),
        // Empty: the address of the interface.
        Node::flag("target"),
        Node::flag("targetip"),
        Node::flag("targetip_subnet"),
        Node::word("interface", Friendly::Wan),
        Node::flag("poolopts"),
        Node::flag("source_hash_key"),
        super::ip_protocol(Family::V4),
        Node::parent(
            "destination",
            [Node::word("network", words::group(&known.name)).because([known.name.origin()]), Node::flag("not")],
        ),
    ];
    Some(Node::parent("rule", all))
}

/// The port forwards of a publication: one for each range of ports. IPv6 needs none: the target's address is its own.
fn forwards(doc: &Doc, publication: &Publication) -> Vec<Node> {
    let target = publication.addresses.iter().find(|a| a.is_ipv4());
    let (Some(target), Some(from)) = (target, Place::of(&publication.from, doc)) else { return Vec::new() };
    let mut all = Vec::new();
    for matching in Match::of(&publication.service) {
        let Match::Ports(protocol, ranges) = matching else { continue };
        for range in ranges {
            // A port outside of its own stands for a service of one port.
            let outside = publication.port.as_ref().and_then(|p| u16::try_from(**p).ok()).map_or(range, |p| (p, p));
            all.push(forward(publication, protocol, &from, *target, outside, range.0));
        }
    }
    all
}

fn forward(publication: &Publication, protocol: &str, from: &Place, target: IpAddr, outside: (u16, u16), inside: u16) -> Node {
    let port = publication.port.as_ref().map_or(publication.service.name.origin(), |p| p.origin());
    let port = Node::word("port", words::port(outside)).because([port]);
    let all = [
        from.node("source", None, publication.from.origin()),
        Place::Address(Friendly::Wan).node("destination", Some(port), publication.subject.origin()),
        super::ip_protocol(Family::V4),
        Node::word("protocol", protocol).because([publication.service.name.origin()]),
        Node::word("target", target).because([publication.target.origin()]),
        Node::word("local-port", inside).because([publication.service.name.origin()]),
        Node::word("interface", Friendly::Wan),
        Node::word("descr", words::rule(&publication.subject)).because([publication.subject.origin()]),
        Node::word("natreflection", "disable"),
    ];
    Node::parent("rule", all).because([publication.subject.origin()])
}
