//! A firewall's state as a `config.xml`, section by section, in the order in which pfSense keeps them.
//!
//! What pfSense would drop in silence cannot be said here: an interface is a [`Friendly`], an end of a rule is a [`Place`] that
//! knows whether it is a `network` or an `address`, a port comes only with its protocol, and an alias only from the lists that
//! the same document holds. Entry points: [`whole`], [`overlay`].

mod aliases;
mod filter;
mod interfaces;
mod leases;
mod nat;
mod services;
mod system;

pub use services::LOG_SERVERS;

use super::words::{self, Friendly};
use super::xml::{Node, Uncarried};
use crate::base::{Origin, Sourced};
use crate::net::{Family, VlanId};
use crate::state::firewall::Where;
use crate::state::{Firewall, Served};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

/// The version of the format: that of pfSense 2.7.1 and 2.7.2, which 2.8 takes and converts.
pub const VERSION: &str = "23.3";

/// The sections that a merge replaces whole in an export.
pub const OWNED: &[&str] = &[
    "interfaces",
    "vlans",
    "gateways",
    "staticroutes",
    "dhcpbackend",
    "dhcpd",
    "dhcpdv6",
    "dhcrelay",
    "syslog",
    "unbound",
    "ntpd",
    "aliases",
    "schedules",
    "nat",
    "filter",
];

/// What a merge replaces of the section `system`; accounts, keys, the web page's settings and all else stay.
pub const OWNED_OF_SYSTEM: &[&str] =
    &["hostname", "domain", "dnsserver", "timezone", "timeservers", "disablenatreflection", "ipv6allow"];

/// A whole configuration, for a new machine.
pub fn whole(firewall: &Firewall, served: &Served) -> Result<Node, Vec<Uncarried>> {
    let doc = Doc::of(firewall, served)?;
    let mut sections = vec![Node::word("version", VERSION), system::section(&doc, true)];
    sections.extend(doc.owned());
    // No clock: the same manifest makes the same file on every day.
    let revision = [Node::word("time", 0), Node::word("description", "preau"), Node::word("username", "preau")];
    sections.push(Node::parent("revision", revision));
    Ok(Node::parent("pfsense", sections))
}

/// What is ours in a configuration, to be merged into an export.
pub fn overlay(firewall: &Firewall, served: &Served) -> Result<Node, Vec<Uncarried>> {
    let doc = Doc::of(firewall, served)?;
    let mut sections = vec![Node::word("version", VERSION), system::section(&doc, false)];
    sections.extend(doc.owned());
    Ok(Node::parent("pfsense", sections))
}

/// A document being written: the state, and for each interface the card's name that its lines need.
struct Doc<'a> {
    firewall: &'a Firewall,
    served: &'a Served,
    /// Of each interface: pfSense's name, and what its system calls the card with the tag.
    devices: Vec<(VlanId, Friendly, String)>,
}

impl<'a> Doc<'a> {
    fn of(firewall: &'a Firewall, served: &'a Served) -> Result<Doc<'a>, Vec<Uncarried>> {
        let mut devices = Vec::new();
        for interface in &firewall.interfaces {
            let card = firewall.cards.iter().find(|c| *c.number == *interface.card).and_then(|c| c.system.as_ref());
            let Some(card) = card else {
                let refused = crate::render::Refused { why: "nothing says what its system calls the card" };
                let text = format!("card {}", *interface.card);
                return Err(vec![Uncarried { text, refused, origin: Some(interface.card.origin()) }]);
            };
            let device = if *interface.tagged { format!("{card}.{}", *interface.vlan) } else { card.value().clone() };
            devices.push((*interface.vlan, Friendly::of(interface), device));
        }
        clash(firewall).map_or(Ok(Doc { firewall, served, devices }), |uncarried| Err(vec![uncarried]))
    }

    fn owned(&self) -> Vec<Node> {
        let mut sections = vec![interfaces::interfaces(self), interfaces::vlans(self), interfaces::gateways(self)];
        sections.extend(interfaces::routes(self));
        sections.extend(services::sections(self));
        sections.extend([aliases::section(self), aliases::schedules(self), nat::section(self), filter::section(self)]);
        sections
    }

    fn friendly(&self, vlan: VlanId) -> Option<Friendly> {
        self.devices.iter().find(|(own, ..)| *own == vlan).map(|(_, friendly, _)| *friendly)
    }

    fn device(&self, vlan: VlanId) -> &str {
        self.devices.iter().find(|(own, ..)| *own == vlan).map_or("", |(.., device)| device)
    }

    /// A list of interfaces with commas between.
    fn friendlies(&self, vlans: impl Iterator<Item = VlanId>) -> Vec<String> {
        vlans.filter_map(|vlan| self.friendly(vlan)).map(|f| f.to_string()).collect()
    }
}

/// Names that pfSense would take for another, each with that other: aliases and descriptions of interfaces are one list to it, in
/// which capitals are none and `-` is `_`.
pub fn clashes(firewall: &Firewall) -> Vec<(&Sourced<String>, &Sourced<String>)> {
    let interfaces = firewall.interfaces.iter().map(|i| (words::description(&i.name), &i.name));
    let used = words::named_groups(firewall);
    let groups = firewall.groups.iter().filter(|g| used.contains(g.name.as_str())).map(|g| (words::group(&g.name), &g.name));
    let mut seen: BTreeMap<String, &Sourced<String>> = BTreeMap::new();
    let mut all = Vec::new();
    for (spelt, name) in interfaces.chain(groups) {
        match seen.entry(spelt.to_ascii_lowercase()) {
            Entry::Occupied(other) => all.push((name, *other.get())),
            Entry::Vacant(free) => drop(free.insert(name)),
        }
    }
    all
}

fn clash(firewall: &Firewall) -> Option<Uncarried> {
    let (name, _) = clashes(firewall).into_iter().next()?;
    let refused = crate::render::Refused { why: "another name of this firewall becomes the same word" };
    Some(Uncarried { text: name.value().clone(), refused, origin: Some(name.origin()) })
}

/// An end of a rule: exactly one of pfSense's ways to say it.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Place {
    Any,
    /// The subnet of an interface.
    Network(Friendly),
    /// The address of an interface.
    Address(Friendly),
    /// Every address of the firewall.
    Itself,
    Alias(String),
    NotAlias(String),
}

impl Place {
    /// `None` for a VLAN in which the firewall is not, and for a group that is not there.
    fn of(end: &Where, doc: &Doc) -> Option<Place> {
        let group = |name: &String| doc.firewall.group(name).map(|g| words::group(&g.name));
        Some(match end {
            Where::Anywhere => Place::Any,
            Where::Itself => Place::Itself,
            Where::Segment(vlan) => Place::Network(doc.friendly(*vlan)?),
            Where::Gateway(vlan) => Place::Address(doc.friendly(*vlan)?),
            Where::Group(name) => Place::Alias(group(name)?),
            Where::Beyond(name) => Place::NotAlias(group(name)?),
        })
    }

    /// The element `source` or `destination`.
    fn node(&self, name: &str, port: Option<Node>, origin: Origin) -> Node {
        let mut children = match self {
            Place::Any => vec![Node::flag("any")],
            Place::Network(friendly) => vec![Node::word("network", friendly)],
            Place::Address(friendly) => vec![Node::word("network", format!("{friendly}ip"))],
            Place::Itself => vec![Node::word("network", "(self)")],
            Place::Alias(alias) => vec![Node::word("address", alias)],
            Place::NotAlias(alias) => vec![Node::word("address", alias), Node::flag("not")],
        };
        children.extend(port);
        Node::parent(name, children).because([origin])
    }
}

/// The element for a family.
fn ip_protocol(family: Family) -> Node {
    Node::word("ipprotocol", words::family(family))
}

/// The origins of some values.
fn origins<'v, T: 'v>(values: impl IntoIterator<Item = &'v Sourced<T>>) -> Vec<Origin> {
    values.into_iter().map(Sourced::origin).collect()
}
