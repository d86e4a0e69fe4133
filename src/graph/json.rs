//! Writes a picture as nodes and edges for programs.

use super::picture::{Card, Kind, Leaf, Link, Picture};
use serde_json::{Value, json};

/// Writes one object: `format school name nodes edges vlans`.
pub fn write(picture: &Picture) -> String {
    let name = |card: usize| picture.cards.get(card).map(|card| card.name.as_str());
    let mut nodes: Vec<Value> = picture.cards.iter().map(card).collect();
    let mut edges: Vec<Value> = picture.links.iter().map(|link| edge(picture, link)).collect();
    for host in &picture.cards {
        for guest in &host.guests {
            nodes.push(json!({"name": guest.name, "kind": "guest", "type": guest.kind, "firewall": guest.is_firewall}));
            edges.push(json!({"kind": "runs", "from": host.name, "to": guest.name}));
            if let Some(standby) = &guest.standby {
                edges.push(json!({"kind": "standby", "from": standby, "to": guest.name}));
            }
        }
        for leaf in &host.leaves {
            nodes.push(leaf_node(leaf));
            edges.push(json!({"kind": "port", "from": leaf_name(leaf), "to": host.name, "to_ports": [leaf.port]}));
        }
    }
    nodes.extend(picture.loose.iter().map(leaf_node));
    if let Some(wan) = &picture.wan {
        nodes.push(json!({"name": "wan", "kind": "wan", "operator": wan.operator, "detail": wan.detail}));
        if let Some((card, port)) = &wan.at {
            edges.push(json!({"kind": "wan", "from": "wan", "to": name(*card), "to_ports": [port]}));
        }
    }
    let vlans: Vec<Value> =
        picture.vlans.iter().map(|vlan| json!({"id": vlan.id, "name": vlan.name, "domain": vlan.domain.word()})).collect();
    let all = json!({"format": "preau-graph/1", "school": picture.uai, "name": picture.name,
        "root": picture.root.and_then(name), "nodes": nodes, "edges": edges, "vlans": vlans});
    let mut text = serde_json::to_string_pretty(&all).unwrap_or_default();
    text.push('\n');
    text
}

fn card(card: &Card) -> Value {
    let (role, members) = match card.kind {
        Kind::Switch { role, members } => (Some(role.word()), Some(members)),
        _ => (None, None),
    };
    json!({"name": card.name, "kind": card.kind.word(), "role": role, "members": members, "model": card.model,
        "address": card.address, "building": card.building.as_ref().map(|(name, _)| name), "closet": card.closet,
        "rack": card.rack, "ups": card.ups, "status": card.status.word(), "sockets": card.sockets})
}

/// The remote console of a host has no name of its own.
fn leaf_name(leaf: &Leaf) -> String {
    match leaf.kind {
        super::LeafKind::Console => format!("{} console", leaf.name),
        _ => leaf.name.clone(),
    }
}

fn leaf_node(leaf: &Leaf) -> Value {
    json!({"name": leaf_name(leaf), "kind": leaf.kind.word(), "place": leaf.place})
}

fn edge(picture: &Picture, link: &Link) -> Value {
    let name = |card: usize| picture.cards.get(card).map(|card| card.name.as_str());
    let vlans: Vec<u16> = link.vlans.iter().map(|vlan| vlan.number()).collect();
    json!({"kind": "link", "from": name(link.a.0), "from_ports": link.a.1, "to": name(link.b.0), "to_ports": link.b.1,
        "speed_mbps": link.speed.map(|speed| speed.0), "cables": link.cables, "medium": link.medium.map(|medium| medium.word()),
        "blocked": link.is_blocked, "vlans": vlans})
}
