//! The firewall and what each of its cards carries (specification, part 4.3).

use super::Binder;
use crate::base::{Layer, Origin, Rule, Sourced};
use crate::region::merge::rank;
use crate::region::tree::Merged;
use crate::region::words::FirewallKind;
use crate::region::{Card, Firewall, Proxy, Vlan, Vpn};
use crate::syntax::Space;
use std::collections::BTreeMap;

crate::findings! {
    /// A VLAN is on two cards of the firewall.
    ///
    /// The firewall would have two addresses in it, and a station's answer could leave by the wrong one.
    pub static VLAN_ON_TWO_CARDS = "vlan-on-two-cards", Error;
    /// The untagged VLAN of a card is not among those it carries.
    pub static UNTAGGED_NOT_ON_CARD = "untagged-not-on-card", Error;
    /// The cards of a firewall do not count from 0.
    ///
    /// Card N is the machine's N-th card: a gap would move every later card to another socket.
    pub static CARDS_NOT_CONTIGUOUS = "cards-not-contiguous", Error;
    /// A VLAN is on the firewall only because nobody named a card for it.
    ///
    /// `others` takes every addressed VLAN that no card names: worth a look, since the card decides its zone.
    pub static VLAN_BY_OTHERS = "vlan-by-others", Info;
}

/// What this file can find.
pub static RULES: &[&Rule] = &[&CARDS_NOT_CONTIGUOUS, &UNTAGGED_NOT_ON_CARD, &VLAN_BY_OTHERS, &VLAN_ON_TWO_CARDS];

/// A member's card, the layer that names it there, and where.
type OnCard = (u64, Layer, Origin);

impl Binder<'_> {
    pub(super) fn firewall(&mut self, vlans: &[Vlan]) -> Option<Firewall> {
        let node = self.tree().one("firewall")?;
        let kind = self.word(node, "kind", FirewallKind::of)?;
        let on = self.text(node, "on")?;
        let on = self.refer_among(&[Space::Guest, Space::Device], &[], on)?;
        let managed_by = self.keeper(node)?;
        let team = self.text(node, "team").and_then(|t| self.refer(Space::Team, t));
        let cards = self.cards(node, vlans);
        let packages = node.children_of("package").filter_map(|p| p.name.clone()).collect();
        let variables = node.children_of("variable").filter_map(|v| Some((v.name.clone()?, setting(v)?))).collect();
        Some(Firewall {
            kind,
            on,
            managed_by,
            team,
            version: self.text(node, "version"),
            model: self.text(node, "model"),
            cards,
            secret: self.secret(node, "secret"),
            proxy: self.proxy(node),
            vpns: self.vpns(node),
            packages,
            variables,
            origin: node.origin,
        })
    }

    fn proxy(&mut self, node: &Merged) -> Option<Proxy> {
        let proxy = node.child("proxy")?;
        let auth = self.text_or(proxy, "auth", "none");
        let mut filters = Vec::new();
        for filter in proxy.children_of("filter") {
            let number = filter.name.as_ref().and_then(|n| Some(n.with(n.parse().ok()?)));
            let zone = self.text(filter, "zone").and_then(|z| self.refer(Space::Zone, z));
            filters.extend(number.zip(zone));
        }
        filters.sort();
        Some(Proxy { auth, filters })
    }

    fn vpns(&mut self, node: &Merged) -> Vec<Vpn> {
        let mut all = Vec::new();
        for vpn in node.children_of("vpn") {
            let Some(name) = vpn.name.clone() else { continue };
            let mut ends = |property: &str| -> Vec<Sourced<String>> {
                let names = self.list(vpn, property);
                names.into_iter().filter_map(|n| self.endpoint(n)).collect()
            };
            let (to, from) = (ends("to"), ends("from"));
            all.push(Vpn { name, to, from });
        }
        all
    }

    /// Puts a member on a card: it moves to the card that the highest layer names it on.
    fn move_to(&mut self, held: &mut Option<OnCard>, (card, layer, origin): OnCard, what: &str) {
        match *held {
            Some((_, above, _)) if rank(above) > rank(layer) => {}
            Some((other, same, first)) if rank(same) == rank(layer) && other != card => {
                self.sink()
                    .report(&VLAN_ON_TWO_CARDS, format!("{what} is on cards {other} and {card}"))
                    .at(origin, format!("card {card}"))
                    .also(first, format!("card {other}"))
                    .help("name it on one card");
            }
            _ => *held = Some((card, layer, origin)),
        }
    }

    fn cards(&mut self, node: &Merged, vlans: &[Vlan]) -> Vec<Card> {
        let mut cards: Vec<Card> = Vec::new();
        // VLAN or zone -> the card that names it itself, by which layer, where.
        let mut named: BTreeMap<String, OnCard> = BTreeMap::new();
        let mut zones: BTreeMap<String, OnCard> = BTreeMap::new();
        let mut others: Option<OnCard> = None;
        let mut children: Vec<(u64, &Merged)> =
            node.children_of("card").filter_map(|c| Some((c.name_text().parse().ok()?, c))).collect();
        children.sort_by_key(|(n, _)| *n);
        for (number, child) in &children {
            for member in &child.members {
                let name = member.value.text().map(|name| member.value.with(name.to_owned()));
                let name = name.and_then(|n| self.refer_among(&[Space::Vlan, Space::Zone], &["others"], n));
                let Some(name) = name else { continue };
                let here = (*number, member.layer, name.origin());
                if *name == "others" {
                    self.move_to(&mut others, here, "`others`");
                    continue;
                }
                // A VLAN without a zone is its own: the name is the VLAN's.
                let is_vlan = self.names.has(Space::Vlan, &name);
                let (held, what) = if is_vlan { (&mut named, "VLAN") } else { (&mut zones, "zone") };
                let mut on = held.get(name.as_str()).copied();
                self.move_to(&mut on, here, &format!("{what} {name}"));
                held.extend(on.map(|on| (name.into_value(), on)));
            }
        }
        let mut placed: BTreeMap<String, (u64, Origin)> = named.iter().map(|(v, (c, _, o))| (v.clone(), (*c, *o))).collect();
        for (zone, (number, _, origin)) in zones {
            for vlan in vlans.iter().filter(|v| *v.zone == zone && v.subnet.is_some()) {
                placed.entry(vlan.name.value().clone()).or_insert((number, origin));
            }
        }
        if let Some((number, _, origin)) = others {
            for vlan in vlans.iter().filter(|v| v.subnet.is_some()) {
                if placed.contains_key(vlan.name.as_str()) {
                    continue;
                }
                placed.insert(vlan.name.value().clone(), (number, origin));
                self.sink()
                    .report(&VLAN_BY_OTHERS, format!("VLAN {} is on card {number} because no card names it", vlan.name))
                    .at(&vlan.name, "named by no card")
                    .also(origin, "`others`")
                    .help(format!("nothing to do when card {number} is right; else name it on its card"))
                    .on(vlan.name.value().clone());
            }
        }
        for (position, (number, child)) in children.iter().enumerate() {
            if u64::try_from(position).is_ok_and(|p| p != *number) {
                self.sink()
                    .report(&CARDS_NOT_CONTIGUOUS, format!("there is a card {number} and no card {position}"))
                    .at(child.origin, format!("card {number}"))
                    .help("number the cards 0, 1, 2, …");
                break;
            }
        }
        for (number, child) in children {
            let mine = vlans.iter().filter_map(|v| {
                placed.get(v.name.as_str()).filter(|(c, _)| *c == number).map(|(_, o)| Sourced::new(v.name.value().clone(), *o))
            });
            let carried: Vec<Sourced<String>> = mine.collect();
            let untagged = self.text(child, "untagged").and_then(|v| self.refer(Space::Vlan, v));
            if let Some(u) = &untagged
                && !carried.iter().any(|c| **c == **u)
            {
                self.sink()
                    .report(&UNTAGGED_NOT_ON_CARD, format!("card {number} does not carry its untagged VLAN {u}"))
                    .at(u, "untagged here")
                    .also(child.origin, "the card")
                    .help(format!("name {u} on card {number}, or another VLAN as untagged"));
            }
            let number = child.name.as_ref().map_or(Sourced::new(number, child.origin), |n| n.with(number));
            cards.push(Card { number, vlans: carried, untagged, interface: self.text(child, "interface") });
        }
        cards
    }
}

/// The first argument after a node's name, as a text.
fn setting(node: &Merged) -> Option<Sourced<String>> {
    let value = node.settings.first()?.as_ref()?;
    value.text().map(|t| value.with(t.to_owned()))
}
