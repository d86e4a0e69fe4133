//! The sections `interfaces`, `vlans`, `gateways` and `staticroutes`.

use super::Doc;
use crate::net::Family;
use crate::os::pfsense::words;
use crate::os::pfsense::xml::Node;
use crate::state::firewall::{Gateway, Interface};

/// The section `interfaces`: `wan`, `lan`, then the others by number, as pfSense sorts them.
pub fn interfaces(doc: &Doc) -> Node {
    let mut all: Vec<&Interface> = doc.firewall.interfaces.iter().collect();
    all.sort_by_key(|i| words::Friendly::of(i));
    Node::parent("interfaces", all.into_iter().map(|i| interface(doc, i)))
}

fn interface(doc: &Doc, interface: &Interface) -> Node {
    let friendly = words::Friendly::of(interface).to_string();
    let device = doc.device(*interface.vlan);
    let mut all = vec![
        Node::flag("enable"),
        Node::word("if", device).because([interface.card.origin(), interface.tagged.origin(), interface.vlan.origin()]),
        Node::word("descr", words::description(&interface.name)).because([interface.name.origin()]),
    ];
    let gateway = |family: Family| {
        let of_family = |g: &&Gateway| *g.vlan == *interface.vlan && Family::of(*g.address) == family && *g.default;
        doc.firewall.gateways.iter().find(of_family)
    };
    let named = |name: &str, g: &Gateway| Node::word(name, words::gateway(&g.name)).because([g.address.origin()]);
    if let Some(v4) = &interface.v4 {
        all.push(Node::value("ipaddr", &v4.address));
        all.push(Node::word("subnet", v4.subnet.prefix_len()).because([v4.subnet.origin()]));
        all.extend(gateway(Family::V4).map(|g| named("gateway", g)));
    }
    if let Some(v6) = &interface.v6 {
        all.push(Node::value("ipaddrv6", &v6.address));
        all.push(Node::word("subnetv6", v6.subnet.prefix_len()).because([v6.subnet.origin()]));
        all.extend(gateway(Family::V6).map(|g| named("gatewayv6", g)));
    }
    // Neither blockpriv nor blockbogons: the region comes from outside with addresses of RFC 1918, RFC 6598 and RFC 4193.
    Node::parent(&friendly, all).because([interface.vlan.origin(), interface.name.origin()])
}

/// The section `vlans`: one for each tagged interface; its `vlanif` is the interface's `if`, or the interface would be lost.
pub fn vlans(doc: &Doc) -> Node {
    let tagged = doc.firewall.interfaces.iter().filter(|i| *i.tagged);
    let vlan = |i: &Interface| {
        let device = doc.device(*i.vlan);
        let parent = device.strip_suffix(&format!(".{}", *i.vlan)).unwrap_or(device);
        let all = [
            Node::word("if", parent).because([i.card.origin()]),
            Node::value("tag", &i.vlan),
            Node::flag("pcp"),
            Node::value("descr", &i.name),
            Node::word("vlanif", device).because([i.card.origin(), i.vlan.origin()]),
        ];
        Node::parent("vlan", all).because([i.vlan.origin(), i.tagged.origin()])
    };
    Node::parent("vlans", tagged.map(vlan))
}

/// The section `gateways`.
pub fn gateways(doc: &Doc) -> Node {
    let mut all: Vec<Node> = doc.firewall.gateways.iter().filter_map(|g| gateway(doc, g)).collect();
    for (family, name) in [(Family::V4, "defaultgw4"), (Family::V6, "defaultgw6")] {
        let default = doc.firewall.gateways.iter().find(|g| *g.default && Family::of(*g.address) == family);
        all.push(match default {
            Some(g) => Node::word(name, words::gateway(&g.name)).because([g.default.origin()]),
            None => Node::flag(name),
        });
    }
    Node::parent("gateways", all)
}

fn gateway(doc: &Doc, gateway: &Gateway) -> Option<Node> {
    let friendly = doc.friendly(*gateway.vlan)?;
    let all = [
        Node::word("interface", friendly).because([gateway.vlan.origin()]),
        Node::value("gateway", &gateway.address),
        Node::word("name", words::gateway(&gateway.name)).because([gateway.name.origin()]),
        Node::word("weight", 1),
        super::ip_protocol(Family::of(*gateway.address)),
        Node::flag("descr"),
    ];
    Some(Node::parent("gateway_item", all).because([gateway.address.origin()]))
}

/// The section `staticroutes`; none without a route.
pub fn routes(doc: &Doc) -> Option<Node> {
    let routes = &doc.firewall.routes;
    let route = |r: &crate::state::firewall::Route| {
        let gateway = Node::word("gateway", words::gateway(&r.gateway)).because([r.gateway.origin()]);
        Node::parent("route", [Node::value("network", &r.network), gateway, Node::flag("descr")])
    };
    (!routes.is_empty()).then(|| Node::parent("staticroutes", routes.iter().map(route)))
}
