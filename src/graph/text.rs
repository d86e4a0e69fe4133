//! The French sentences of a picture.

use super::picture::{Card, Kind, Link, Picture};
use crate::region::words::{Medium, Status, SwitchRole};

/// The title: name and code.
pub fn title(picture: &Picture) -> String {
    format!("{} · {}", picture.name, picture.uai)
}

/// What the picture shows, in one line.
pub fn summary(picture: &Picture) -> String {
    let count = |is: fn(&Card) -> bool| picture.cards.iter().filter(|card| is(card)).count();
    let leaves = picture.cards.iter().flat_map(|card| &card.leaves).chain(&picture.loose);
    let points = leaves.filter(|leaf| leaf.kind == super::LeafKind::AccessPoint).count();
    let guests = picture.cards.iter().map(|card| card.guests.len()).sum();
    let parts = [
        (count(|card| matches!(card.kind, Kind::Switch { .. })), "commutateur", "commutateurs"),
        (count(|card| card.kind == Kind::Host), "hôte", "hôtes"),
        (guests, "VM ou conteneur", "VM et conteneurs"),
        (points, "borne Wi-Fi", "bornes Wi-Fi"),
        (picture.vlans.len(), "VLAN", "VLAN"),
    ];
    let parts = parts.iter().filter(|(n, ..)| *n > 0).map(|(n, one, more)| format!("{n} {}", if *n > 1 { more } else { one }));
    let mut parts: Vec<String> = picture.town.iter().cloned().chain(parts).collect();
    parts.extend(picture.firewall.iter().map(|firewall| format!("pare-feu {firewall}")));
    parts.join(" · ")
}

/// What a cable is: `2 × 10 Gb/s · om3`.
pub fn cable(link: &Link) -> String {
    let speed = link.speed.map(|speed| speed.to_string().replace(' ', "\u{a0}"));
    let speed = match (link.cables, speed) {
        (1, Some(speed)) => Some(speed),
        (1, None) => None,
        (n, Some(speed)) => Some(format!("{n}\u{a0}×\u{a0}{speed}")),
        (n, None) => Some(format!("{n} câbles")),
    };
    let parts: Vec<String> = speed.into_iter().chain(link.medium.map(|medium| medium_word(medium).to_owned())).collect();
    if parts.is_empty() { "1 câble".to_owned() } else { parts.join(" · ") }
}

fn medium_word(medium: Medium) -> &'static str {
    match medium {
        Medium::Copper => "cuivre",
        Medium::Dac => "DAC",
        Medium::Om1 => "OM1",
        Medium::Om2 => "OM2",
        Medium::Om3 => "OM3",
        Medium::Om4 => "OM4",
        Medium::Os2 => "OS2",
    }
}

/// What a card says when pointed at: everything, uncut.
pub fn card(card: &Card) -> String {
    let kind = match card.kind {
        Kind::Switch { role, members } => {
            let role = match role {
                SwitchRole::Core => "commutateur de cœur",
                SwitchRole::Distribution => "commutateur de distribution",
                SwitchRole::Access => "commutateur d'accès",
            };
            if members > 1 { format!("{role}, pile de {members}") } else { role.to_owned() }
        }
        Kind::Host => "hôte".to_owned(),
        Kind::Firewall => "pare-feu".to_owned(),
        Kind::Appliance => "équipement".to_owned(),
    };
    let status = match card.status {
        Status::Planned => Some("prévu".to_owned()),
        Status::Obsolete => Some("obsolète".to_owned()),
        Status::Stock | Status::Production => None,
    };
    let building = card.building.as_ref().map(|(name, title)| format!("bâtiment {name} {title}").trim_end().to_owned());
    let ups = (!card.ups.is_empty()).then(|| format!("alimenté par {}", card.ups.join(", ")));
    let model = (!card.model.is_empty()).then(|| card.model.clone());
    let rack = card.rack.as_ref().map(|rack| format!("baie {rack}"));
    let parts = [Some(kind), model, card.address.clone(), rack, building, ups, status];
    format!("{} : {}", card.name, parts.into_iter().flatten().collect::<Vec<_>>().join(", "))
}

/// What a link says when pointed at.
pub fn link(picture: &Picture, link: &Link) -> String {
    let end = |end: &(usize, Vec<String>)| {
        let name = picture.cards.get(end.0).map_or("", |card| card.name.as_str());
        format!("{name} {}", end.1.join(",")).trim_end().to_owned()
    };
    let state = if link.is_blocked { ", bloqué par l'arbre recouvrant" } else { "" };
    format!("{} ↔ {} : {}{state}, VLAN {}", end(&link.a), end(&link.b), cable(link), link.vlans)
}

/// The class of a link's line: how thick, how fast, whether it rests.
pub fn line_class(link: &Link) -> String {
    let mut class = String::from("link");
    if link.cables > 1 {
        class.push_str(" aggregate");
    } else if link.speed.is_some_and(|speed| speed.0 >= 10_000) {
        class.push_str(" fast");
    }
    if matches!(link.medium, Some(Medium::Om1 | Medium::Om2 | Medium::Om3 | Medium::Om4 | Medium::Os2)) {
        class.push_str(" fibre");
    }
    if link.is_blocked {
        class.push_str(" blocked");
    }
    class
}
