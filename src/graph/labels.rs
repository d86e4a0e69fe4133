//! What cards and links say.

use super::picture::{Card, Kind, Leaf, LeafKind, Link, Picture};
use super::scene::{Block, Face, Item};
use super::text;
use super::width::{fit_last, wrap};
use crate::net::VlanSet;
use crate::region::words::{Domain, Status, SwitchRole};
use std::collections::BTreeMap;

/// The width of a card's text, and of a link's.
pub const TEXT: f64 = 112.0;
/// Room between a card's border and its text.
pub const PAD: f64 = 6.0;
/// More of a kind than this are counted, not named.
const NAMED: usize = 6;

/// A set of VLANs as marks: runs of ids of one domain.
pub fn vlan_marks(picture: &Picture, vlans: &VlanSet) -> Vec<(Domain, String)> {
    let mut runs: Vec<(Domain, u16, u16)> = Vec::new();
    for id in vlans.iter().map(|id| id.number()) {
        let domain = domain(picture, id);
        match runs.last_mut() {
            Some((of, _, last)) if *of == domain && *last + 1 == id => *last = id,
            _ => runs.push((domain, id, id)),
        }
    }
    let text = |(first, last): (u16, u16)| if first == last { first.to_string() } else { format!("{first}-{last}") };
    runs.into_iter().map(|(domain, first, last)| (domain, text((first, last)))).collect()
}

fn domain(picture: &Picture, id: u16) -> Domain {
    picture.vlans.iter().find(|vlan| vlan.id == id).map_or(Domain::Special, |vlan| vlan.domain)
}

/// The label of a link at its lower end.
pub fn link(picture: &Picture, link: &Link, lower: usize) -> Block {
    let (own, far) = if link.a.0 == lower { (&link.a, &link.b) } else { (&link.b, &link.a) };
    let far_name = picture.cards.get(far.0).map_or("", |card| card.name.as_str());
    let mut block = Block::default();
    let words: Vec<String> = [format!("{} →", own.1.join(",")), format!("{far_name}:{}", far.1.join(","))].into_iter().collect();
    for line in wrap(&words, " ", Face::Small.style().1, TEXT) {
        block.line(Face::Small, &line, TEXT);
    }
    block.line(Face::Small, &text::cable(link), TEXT);
    if link.is_blocked {
        block.line(Face::Alert, "bloqué (STP)", TEXT);
    }
    block.marks(&vlan_marks(picture, &link.vlans), TEXT);
    block
}

/// A card, at least `least` wide; its border included.
pub fn card(picture: &Picture, card: &Card, least: f64) -> Block {
    let w = TEXT.max(least - 2.0 * PAD);
    let mut body = Block::default();
    body.line_of_two((Face::Name, &card.name), (Face::Small, card.rack.as_deref().unwrap_or("")), w);
    if !card.model.is_empty() {
        body.line(Face::Small, &fit_last(&card.model, Face::Small.style().1, w), w);
    }
    for (face, line) in tags(card) {
        body.line(face, line, w);
    }
    let ups = card.ups.join(" ");
    if card.address.is_some() || !ups.is_empty() {
        let room = if ups.is_empty() { 0.0 } else { Face::Small.width(&Face::Small.fit(&ups, w * 0.6)) };
        let y = body.h;
        body.line_of_two((Face::Body, card.address.as_deref().unwrap_or("")), (Face::Small, &ups), w);
        if !ups.is_empty() {
            battery(&mut body.items, w - room - 14.0, y + 2.5);
        }
    }
    let sockets: BTreeMap<u16, usize> = card.sockets.clone();
    let sockets: Vec<(Domain, String)> =
        sockets.into_iter().map(|(vlan, count)| (domain(picture, vlan), format!("{vlan}×{count}"))).collect();
    body.marks(&sockets, w);
    if !(card.guests.is_empty() && card.leaves.is_empty()) {
        body.h += 3.0;
        body.items.push(Item::Rect { x: 0.0, y: body.h, w, h: 0.6, r: 0.0, class: "rule".into() });
        body.h += 3.0;
    }
    for guest in &card.guests {
        let face = if guest.is_firewall { Face::Name } else { Face::Body };
        body.line_of_two((face, &guest.name), (Face::Small, guest.kind), w);
        let standby = guest.standby.as_ref().map(|host| format!("secours {host}"));
        let more: Vec<String> = guest.is_firewall.then(|| "pare-feu".to_owned()).into_iter().chain(standby).collect();
        if !more.is_empty() {
            body.line_of_two((Face::Small, ""), (Face::Small, &more.join(" · ")), w);
        }
    }
    leaves(&mut body, &card.leaves, w);
    let (w, h) = (w + 2.0 * PAD, body.h + 2.0 * PAD - 1.0);
    let mut out = Block { w, h, items: vec![Item::Open(text::card(card))] };
    let frame = |inset: f64| Item::Rect { x: inset, y: inset, w, h, r: 4.0, class: frame_class(card) };
    if matches!(card.kind, Kind::Switch { members: 2.., .. }) {
        out.items.push(frame(3.0));
    }
    out.items.push(frame(0.0));
    out.items.extend(body.at(PAD, PAD - 1.0));
    out.items.push(Item::Close);
    out
}

fn frame_class(card: &Card) -> String {
    let kind = match card.kind {
        Kind::Switch { role: SwitchRole::Core, .. } => "card core",
        Kind::Switch { role: SwitchRole::Distribution, .. } => "card distribution",
        Kind::Switch { .. } => "card",
        Kind::Host => "card host",
        Kind::Firewall => "card firewall",
        Kind::Appliance => "card appliance",
    };
    if card.status == Status::Planned { format!("{kind} planned") } else { kind.to_owned() }
}

fn tags(card: &Card) -> Vec<(Face, &'static str)> {
    let role = match card.kind {
        Kind::Switch { role: SwitchRole::Core, members: 2.. } => Some("cœur · pile"),
        Kind::Switch { role: SwitchRole::Core, .. } => Some("cœur"),
        Kind::Switch { role: SwitchRole::Distribution, members: 2.. } => Some("distribution · pile"),
        Kind::Switch { role: SwitchRole::Distribution, .. } => Some("distribution"),
        Kind::Switch { members: 2.., .. } => Some("pile"),
        Kind::Firewall => Some("pare-feu"),
        Kind::Switch { .. } | Kind::Host | Kind::Appliance => None,
    };
    let status = match card.status {
        Status::Planned => Some("prévu"),
        Status::Obsolete => Some("obsolète"),
        Status::Stock | Status::Production => None,
    };
    role.map(|role| (Face::Small, role)).into_iter().chain(status.map(|status| (Face::Alert, status))).collect()
}

/// The sign of what a UPS feeds, 12 wide.
pub fn battery(items: &mut Vec<Item>, x: f64, y: f64) {
    items.push(Item::Rect { x, y, w: 9.0, h: 6.0, r: 1.0, class: "battery".into() });
    items.push(Item::Rect { x: x + 9.0, y: y + 2.0, w: 1.8, h: 2.0, r: 0.0, class: "battery full".into() });
    items.push(Item::Rect { x: x + 1.5, y: y + 1.5, w: 4.0, h: 3.0, r: 0.0, class: "battery full".into() });
}

/// The two letters that say what a leaf is.
pub fn sign(items: &mut Vec<Item>, kind: LeafKind, x: f64, y: f64) {
    let (letters, _) = kind.sign();
    let w = Face::Sign.width(letters);
    items.push(Item::Rect { x, y, w: 14.0, h: 9.0, r: 2.0, class: "sign-box".into() });
    items.push(Item::Text { x: x + (14.0 - w) / 2.0, y: y + 7.0, text: letters.into(), face: Face::Sign });
}

/// Equipment in a card: one line each, or one line a kind where there are many.
pub fn leaves(body: &mut Block, leaves: &[Leaf], w: f64) {
    let mut counts: BTreeMap<LeafKind, usize> = BTreeMap::new();
    leaves.iter().for_each(|leaf| *counts.entry(leaf.kind).or_insert(0) += 1);
    let line = |body: &mut Block, kind, name: &str, right: &str| {
        sign(&mut body.items, kind, 0.0, body.h + 1.5);
        let mut text = Block::default();
        text.line_of_two((Face::Body, name), (Face::Small, right), w - 18.0);
        let (h, y) = (text.h, body.h);
        body.items.extend(text.at(18.0, y));
        body.h += h;
        body.w = body.w.max(w);
    };
    for leaf in leaves.iter().filter(|leaf| counts.get(&leaf.kind).is_some_and(|&n| n <= NAMED)) {
        let port = leaf.port.as_ref().map(|port| format!("p. {port}")).unwrap_or_default();
        line(body, leaf.kind, &leaf.name, &port);
    }
    for (&kind, &count) in counts.iter().filter(|&(_, &n)| n > NAMED) {
        line(body, kind, &format!("{count} × {}", kind.sign().1), "");
    }
}
