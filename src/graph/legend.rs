//! The legend: what lines, borders, signs and marks mean, and the VLANs by id.

use super::labels::{battery, leaves, sign};
use super::picture::{Kind, LeafKind, Picture};
use super::scene::{Block, Face, Item, Stroke};
use super::text;
use crate::region::words::{Domain, Status, SwitchRole};
use std::collections::BTreeSet;

/// Room between two entries.
const GAP: f64 = 18.0;

/// The legend of a picture, at most `most` wide; it explains only what the picture shows.
pub fn legend(picture: &Picture, most: f64) -> Block {
    let mut out = Block { w: most, ..Block::default() };
    out.items.push(Item::Rect { x: 0.0, y: 0.0, w: most, h: 0.8, r: 0.0, class: "rule".into() });
    out.h = 8.0;
    section(&mut out, "Liaisons", lines(picture), most);
    section(&mut out, "Équipements", devices(picture), most);
    section(&mut out, "VLAN", vlans(picture), most);
    if !picture.loose.is_empty() {
        let cards = picture.loose.iter().map(|leaf| {
            let mut block = Block::default();
            leaves(&mut block, std::slice::from_ref(leaf), 19.0 + Face::Body.width(&leaf.name));
            block
        });
        section(&mut out, "Sans port indiqué", cards.collect(), most);
    }
    out
}

/// A heading, then entries in as many lines as they need.
fn section(out: &mut Block, heading: &str, entries: Vec<Block>, most: f64) {
    if entries.is_empty() {
        return;
    }
    let left = 118.0;
    let mut y = out.h;
    out.items.push(Item::Text { x: 0.0, y: y + 11.0, text: heading.into(), face: Face::Closet });
    let mut x = left;
    for entry in entries {
        if x > left && x + entry.w > most {
            x = left;
            y += 17.0;
        }
        let w = entry.w;
        out.items.extend(entry.at(x, y));
        x += w + GAP;
    }
    out.h = y + 21.0;
}

/// A sample of a shape, with what it means.
fn entry(shape: Vec<Item>, w: f64, meaning: &str) -> Block {
    let mut items = shape;
    let face = Face::Body;
    let x = if w > 0.0 { w + 6.0 } else { 0.0 };
    items.push(Item::Text { x, y: 11.0, text: meaning.into(), face });
    Block { w: x + face.width(meaning), h: 15.0, items }
}

fn lines(picture: &Picture) -> Vec<Block> {
    let mut classes: BTreeSet<String> = picture.links.iter().map(text::line_class).collect();
    if picture.wan.as_ref().is_some_and(|wan| wan.at.is_some()) {
        classes.insert("link wan".into());
    }
    let has = |word: &str| classes.iter().any(|class| class.split(' ').any(|w| w == word));
    let is_plain = |class: &String| !["aggregate", "fast", "wan"].iter().any(|word| class.split(' ').any(|w| w == *word));
    let samples = [
        (classes.iter().any(is_plain), "link", "un câble"),
        (has("fast"), "link fast", "un câble à 10 Gb/s ou plus"),
        (has("aggregate"), "link aggregate", "agrégat de plusieurs câbles (LACP)"),
        (has("fibre"), "link fibre", "fibre"),
        (has("blocked"), "link blocked", "anneau : bloqué par l'arbre recouvrant"),
        (has("wan"), "link wan", "opérateur"),
    ];
    let sample = |class: &str| Item::Path { course: vec![Stroke::From(0.0, 7.5), Stroke::To(28.0, 7.5)], class: class.into() };
    let mut out: Vec<Block> = samples
        .iter()
        .filter(|(shown, ..)| *shown)
        .map(|(_, class, meaning)| entry(vec![sample(class)], 28.0, meaning))
        .collect();
    if !picture.links.is_empty() {
        out.push(entry(Vec::new(), 0.0, "25,26 → sw1:49,50 : ports de l'équipement du bas, puis du haut"));
    }
    out
}

fn devices(picture: &Picture) -> Vec<Block> {
    let border = |class: &str| Item::Rect { x: 0.0, y: 1.5, w: 20.0, h: 12.0, r: 3.0, class: class.into() };
    let any = |is: &dyn Fn(Kind) -> bool| picture.cards.iter().any(|card| is(card.kind));
    let role = |wanted: SwitchRole| any(&|kind| matches!(kind, Kind::Switch { role, .. } if role == wanted));
    let samples = [
        (role(SwitchRole::Core), "card core", "commutateur de cœur"),
        (role(SwitchRole::Distribution), "card distribution", "de distribution"),
        (role(SwitchRole::Access), "card", "d'accès"),
        (any(&|kind| kind == Kind::Host), "card host", "hôte et ses invités"),
        (any(&|kind| kind == Kind::Firewall), "card firewall", "pare-feu"),
        (any(&|kind| kind == Kind::Appliance), "card appliance", "équipement raccordé"),
        (picture.cards.iter().any(|card| card.status == Status::Planned), "card planned", "prévu"),
    ];
    let mut out: Vec<Block> = samples
        .iter()
        .filter(|(shown, ..)| *shown)
        .map(|(_, class, meaning)| entry(vec![border(class)], 20.0, meaning))
        .collect();
    if picture.cards.iter().any(|card| !card.ups.is_empty()) {
        let mut shape = Vec::new();
        battery(&mut shape, 0.0, 4.5);
        out.push(entry(shape, 11.0, "alimenté par cet onduleur"));
    }
    let kinds: BTreeSet<LeafKind> =
        picture.cards.iter().flat_map(|card| &card.leaves).chain(&picture.loose).map(|leaf| leaf.kind).collect();
    out.extend(kinds.into_iter().map(|kind| {
        let mut shape = Vec::new();
        sign(&mut shape, kind, 0.0, 3.0);
        entry(shape, 14.0, kind.sign().1)
    }));
    out
}

fn vlans(picture: &Picture) -> Vec<Block> {
    let one = |domain: Domain, text: String| entry(vec![Item::Mark { x: 4.0, y: 7.5, domain }], 8.0, &text);
    let mut out: Vec<Block> = picture.vlans.iter().map(|vlan| one(vlan.domain, format!("{} {}", vlan.id, vlan.name))).collect();
    if picture.cards.iter().any(|card| !card.sockets.is_empty()) {
        out.push(entry(Vec::new(), 0.0, "20×16 : seize prises dans le VLAN 20"));
    }
    out
}
