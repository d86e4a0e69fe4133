//! The zones of an Amon: what its stock model has a zone for, and the zones of ours beside them.
//!
//! A stock model has one zone a card, with its name, its level and what it opens by itself ([`STOCK`]). The untagged VLAN of a
//! card is that zone; every other VLAN is a zone of a child of that model, named after the VLAN (specification, part 4.3). It
//! knows nothing of rules. Entry point: [`Zones::of`].

use crate::base::{Origin, Sourced};
use crate::net::VlanId;
use crate::state::Firewall;
use crate::state::firewall::Interface;
use ipnet::Ipv4Net;
use std::net::Ipv4Addr;

/// A model that EOLE ships.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Stock {
    /// Its name: that of its file without `.xml`.
    pub name: &'static str,
    /// The zone of each card, from `eth0`.
    pub cards: &'static [&'static str],
}

/// The models that EOLE ships, without `2zones-amonecole`, which is another machine's (EOLE's page on the firewall, 2.8).
///
/// `2zones` has one zone inside, which schools use for either network. The name of the fifth zone of `5zones` was not read in any
/// source: a school that needs it declares a site's model of its own.
pub const STOCK: &[Stock] = &[
    Stock { name: "2zones", cards: &["exterieur", "admin"] },
    Stock { name: "3zones", cards: &["exterieur", "admin", "pedago"] },
    Stock { name: "3zones-dmz", cards: &["exterieur", "pedago", "dmz"] },
    Stock { name: "4zones", cards: &["exterieur", "admin", "pedago", "dmz"] },
    Stock { name: "5zones", cards: &["exterieur", "admin", "pedago", "dmz"] },
];

/// The level of each stock zone: what goes from a higher to a lower one passes unless it is denied, the other way it is
/// refused unless it is allowed (the public test model `4zones.xml`).
pub const LEVELS: &[(&str, u64)] = &[("exterieur", 10), ("dmz", 30), ("pedago", 40), ("admin", 50), ("bastion", BASTION_LEVEL)];

/// The firewall itself as a zone.
pub const BASTION: &str = "bastion";
/// Its level: above all others.
pub const BASTION_LEVEL: u64 = 100;
/// The zone towards the operator: what is in no other.
pub const OUTSIDE: &str = "exterieur";
/// The level of a VLAN that says none: the lowest inside.
pub const UNSAID_LEVEL: u64 = 11;

/// The zones of one Amon.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Zones {
    /// The model that the child inherits from: a stock one or a site's own.
    pub parent: Sourced<String>,
    /// The child's name, which is that of its file without `.xml`: the parent's cards, then the school.
    pub model: Sourced<String>,
    /// Its zones, by VLAN id; the firewall itself is not among them.
    pub zones: Vec<Zone>,
}

/// One zone.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Zone {
    /// Its name.
    pub name: Sourced<String>,
    /// Its level, 0 to 100.
    pub level: Sourced<u64>,
    /// Its VLAN.
    pub vlan: Sourced<VlanId>,
    /// Its card, by number.
    pub card: Sourced<u64>,
    /// Its interface: the card as its system calls it, with the tag where there is one: `ens5`, `ens5.40`.
    pub interface: Sourced<String>,
    /// Whether the parent has it; else it is the child's own.
    pub is_stock: bool,
    /// The firewall's address in it.
    pub address: Sourced<Ipv4Addr>,
    /// The subnet around it.
    pub subnet: Sourced<Ipv4Net>,
}

/// Why a firewall has no zones.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unfit {
    /// A clause: what is in the way.
    pub why: String,
    /// What it is about.
    pub origin: Origin,
}

impl Zones {
    /// The zones of a firewall; or why no model fits it.
    pub fn of(firewall: &Firewall) -> Result<Zones, Unfit> {
        let parent = parent(firewall)?;
        let stock = stock(&parent).map_or(&[] as &[&str], |s| s.cards);
        let mut zones = Vec::new();
        for interface in &firewall.interfaces {
            // An Amon has no IPv6 (specification, part 6.2).
            let Some(v4) = &interface.v4 else { continue };
            let zone = Zone {
                name: name(interface, stock)?,
                level: level(interface, stock),
                vlan: interface.vlan,
                card: interface.card,
                interface: device(firewall, interface)?,
                is_stock: !*interface.tagged,
                address: v4.address,
                subnet: v4.subnet,
            };
            zones.push(zone);
        }
        let model = format!("{parent}-{}", firewall.school.to_ascii_lowercase());
        Ok(Zones { model: parent.with(model), parent, zones })
    }

    /// The zone of a VLAN.
    pub fn of_vlan(&self, vlan: VlanId) -> Option<&Zone> {
        self.zones.iter().find(|z| *z.vlan == vlan)
    }

    /// The zone of a name.
    pub fn named(&self, name: &str) -> Option<&Zone> {
        self.zones.iter().find(|z| *z.name == name)
    }

    /// Pairs of names that begin alike: the server's chains are named after the first three letters of a zone, so that one of
    /// them would hold the rules of both. The second of a pair is a name of a stock zone or of the firewall where that is it.
    pub fn clashes(&self) -> Vec<(&Zone, String)> {
        let mut all = Vec::new();
        for (n, zone) in self.zones.iter().enumerate().filter(|(_, z)| !z.is_stock) {
            let before = self.zones.iter().take(n).filter(|z| !z.is_stock).map(|z| z.name.value().clone());
            let stock = stock(&self.parent).map_or(&[] as &[&str], |s| s.cards).iter().copied();
            let reserved = stock.chain([OUTSIDE, BASTION]).map(str::to_owned);
            let other = reserved.chain(before).find(|other| prefix(other) == prefix(&zone.name));
            all.extend(other.map(|other| (zone, other)));
        }
        all
    }
}

/// The letters that a zone's chains are named after.
pub fn prefix(name: &str) -> String {
    name.chars().take(3).flat_map(char::to_lowercase).collect()
}

/// The stock model that a model is, or that a site's model such as `5zones-974` is named after.
pub fn stock(model: &str) -> Option<&'static Stock> {
    let of = |name: &str| STOCK.iter().find(|s| s.name == name);
    of(model).or_else(|| of(model.split_once('-').map_or(model, |(cards, _)| cards)))
}

/// The model that the manifest names, or the stock one for as many cards.
fn parent(firewall: &Firewall) -> Result<Sourced<String>, Unfit> {
    let cards = firewall.cards.len();
    let Some(named) = &firewall.model else {
        let fit = STOCK.iter().find(|s| s.name == format!("{cards}zones"));
        let unfit = || Unfit { why: format!("no stock model is for {cards} cards"), origin: firewall.software.origin() };
        return fit.map(|s| firewall.software.with(s.name.to_owned())).ok_or_else(unfit);
    };
    let wanted = named.chars().next().and_then(|c| c.to_digit(10)).and_then(|n| usize::try_from(n).ok());
    if wanted != Some(cards) {
        let why = format!("a model's first character is the number of its cards, and this firewall has {cards}");
        return Err(Unfit { why, origin: named.origin() });
    }
    if !named.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_')) {
        let why = "a model is named after its file: letters, digits, `-` and `_`".to_owned();
        return Err(Unfit { why, origin: named.origin() });
    }
    if stock(named).is_none() {
        let why = "it is named after no stock model: `4zones`, or a site's `4zones-…`".to_owned();
        return Err(Unfit { why, origin: named.origin() });
    }
    Ok(named.clone())
}

fn name(interface: &Interface, stock: &[&str]) -> Result<Sourced<String>, Unfit> {
    if *interface.tagged {
        return Ok(interface.name.clone());
    }
    let card = usize::try_from(*interface.card).ok().and_then(|n| stock.get(n));
    let unfit = || {
        let why = format!("nobody has read what the model calls the zone of card {}", *interface.card);
        Unfit { why, origin: interface.card.origin() }
    };
    card.map(|name| interface.tagged.with((*name).to_owned())).ok_or_else(unfit)
}

fn level(interface: &Interface, stock: &[&str]) -> Sourced<u64> {
    let card = usize::try_from(*interface.card).ok().and_then(|n| stock.get(n)).filter(|_| !*interface.tagged);
    let of_stock = card.and_then(|name| LEVELS.iter().find(|(n, _)| n == name)).map(|(_, level)| interface.tagged.with(*level));
    of_stock.or(interface.level).unwrap_or_else(|| interface.zone.with(UNSAID_LEVEL))
}

fn device(firewall: &Firewall, interface: &Interface) -> Result<Sourced<String>, Unfit> {
    let card = firewall.cards.iter().find(|c| *c.number == *interface.card).and_then(|c| c.system.as_ref());
    let Some(card) = card else {
        let why = format!("nothing says what the system calls card {}", *interface.card);
        return Err(Unfit { why, origin: interface.card.origin() });
    };
    Ok(match *interface.tagged {
        true => interface.vlan.with(format!("{card}.{}", *interface.vlan)),
        false => card.clone(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_s_model_has_the_zones_of_the_stock_model_of_its_cards() {
        assert_eq!(stock("3zones-dmz").map(|s| s.cards[1]), Some("pedago"));
        assert_eq!(stock("4zones-974").map(|s| s.name), Some("4zones"));
        assert_eq!(stock("3zones-974").map(|s| s.cards[1]), Some("admin"));
        assert_eq!((stock("6zones"), stock("zones-4")), (None, None));
    }

    #[test]
    fn stock_zones_of_one_model_begin_differently() {
        for model in STOCK {
            let mut prefixes: Vec<String> = model.cards.iter().chain([&BASTION]).map(|name| prefix(name)).collect();
            prefixes.sort();
            prefixes.dedup();
            assert_eq!(prefixes.len(), model.cards.len() + 1, "{}", model.name);
            assert!(model.cards.iter().all(|name| LEVELS.iter().any(|(n, _)| n == name)), "{}", model.name);
        }
        assert_eq!((prefix("Administratif"), prefix("é")), ("adm".to_owned(), "é".to_owned()));
    }
}
