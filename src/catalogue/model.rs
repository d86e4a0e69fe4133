//! The types of the catalogue.

use super::Profile;
use crate::base::Span;
use crate::net::{Date, Port, Size, Speed};
use std::collections::BTreeMap;
use std::fmt::Write;

/// Every model and image that a region may name.
#[derive(Clone, Debug, Default)]
pub struct Catalogue {
    /// Models by kind and key.
    pub models: BTreeMap<ModelKind, BTreeMap<String, Model>>,
    /// Operating systems to install, by key.
    pub images: BTreeMap<String, Image>,
    /// The profile of the CMDB.
    pub cmdb: Profile,
}

/// What kind of thing a model is.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[expect(missing_docs, reason = "each is the node kind of its name")]
pub enum ModelKind {
    Switch,
    Host,
    AccessPoint,
    Ups,
    Nas,
    Appliance,
    Pc,
    Tablet,
    Printer,
    Camera,
    Phone,
}

impl ModelKind {
    /// Every kind.
    pub const ALL: &'static [ModelKind] = &[
        ModelKind::Switch,
        ModelKind::Host,
        ModelKind::AccessPoint,
        ModelKind::Ups,
        ModelKind::Nas,
        ModelKind::Appliance,
        ModelKind::Pc,
        ModelKind::Tablet,
        ModelKind::Printer,
        ModelKind::Camera,
        ModelKind::Phone,
    ];
    /// The keyword of the nodes that are of such a model: `switch`, `access-point`.
    pub fn word(self) -> &'static str {
        match self {
            ModelKind::Switch => "switch",
            ModelKind::Host => "host",
            ModelKind::AccessPoint => "access-point",
            ModelKind::Ups => "ups",
            ModelKind::Nas => "nas",
            ModelKind::Appliance => "appliance",
            ModelKind::Pc => "pc",
            ModelKind::Tablet => "tablet",
            ModelKind::Printer => "printer",
            ModelKind::Camera => "camera",
            ModelKind::Phone => "phone",
        }
    }
    /// The kind whose keyword this is.
    pub fn of(word: &str) -> Option<ModelKind> {
        ModelKind::ALL.iter().copied().find(|k| k.word() == word)
    }
}

/// A model.
#[derive(Clone, Debug)]
pub struct Model {
    /// Its key in manifests: `hpe-5130-24g-4sfp+`.
    pub key: String,
    /// What it is.
    pub kind: ModelKind,
    /// Who makes it, as a key.
    pub vendor: String,
    /// What people call it.
    pub name: String,
    /// The order number.
    pub part: Option<String>,
    /// The language it speaks: `comware`, `ios`, `aruba-instant`.
    pub os: Option<String>,
    /// Its ports.
    pub ports: Vec<PortGroup>,
    /// The ports meant for uplinks.
    pub uplinks: Option<(u16, u16)>,
    /// Watts for all powered devices together.
    pub poe_watts: Option<u32>,
    /// What it cannot exceed.
    pub limits: Limits,
    /// What it can do: `dot1x`, `arp-inspection`.
    pub features: Vec<String>,
    /// When it ends.
    pub life: Option<Life>,
    /// Processor cores (hosts).
    pub cores: Option<u32>,
    /// Most memory (hosts).
    pub memory: Option<Size>,
    /// Most disk (hosts).
    pub disk: Option<Size>,
    /// Height in a rack.
    pub units: Option<u32>,
    /// Watts drawn (or, for a UPS, given).
    pub watts: Option<u32>,
    /// PoE class drawn.
    pub poe_class: Option<u8>,
    /// Radios (access points).
    pub radios: Vec<Radio>,
    /// Brand as the CMDB spells it.
    pub cmdb_brand: Option<String>,
    /// Model as the CMDB spells it.
    pub cmdb_model: Option<String>,
    /// Where it is declared.
    pub span: Span,
}

/// Some ports of a model that are alike.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PortGroup {
    /// First number.
    pub first: u16,
    /// Last number.
    pub last: u16,
    /// The kind of socket.
    pub kind: PortKind,
    /// Speeds it can take; empty when the catalogue does not say.
    pub speeds: Vec<Speed>,
    /// What the device calls them: a template with `{port}`, `{port-N}`, `{port+N}`, `{member}`.
    pub name: Option<String>,
    /// The highest PoE class it can power.
    pub poe: Option<u8>,
}

/// The kind of a socket.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum PortKind {
    /// Twisted pair.
    Copper,
    /// A 1 Gb/s module.
    Sfp,
    /// A 10 Gb/s module.
    SfpPlus,
    /// Copper or module, one at a time.
    Combo,
    /// A slot for a card.
    Module,
}

/// What a model cannot exceed.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Limits {
    /// VLANs at once.
    pub vlans: Option<u32>,
    /// Aggregates at once.
    pub lags: Option<u32>,
    /// Ports of one aggregate.
    pub lag_members: Option<u32>,
    /// Numbers that an aggregate may have.
    pub lag_ids: Option<(u16, u16)>,
    /// Spanning-tree instances.
    pub stp_instances: Option<u32>,
    /// SSIDs.
    pub ssids: Option<u32>,
}

/// When a model ends.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Life {
    /// Last day it could be ordered.
    pub end_of_sale: Option<Date>,
    /// Last day of support.
    pub end_of_support: Option<Date>,
    /// The key of the model that replaces it.
    pub successor: Option<String>,
    /// Who says so.
    pub source: String,
}

/// A radio of an access point.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Radio {
    /// Its band: `2.4`, `5`, `6`.
    pub band: String,
    /// Spatial streams.
    pub streams: u32,
    /// Antenna gain in thousandths of a dBi.
    pub gain: u64,
}

/// An operating system to install.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Image {
    /// Its key.
    pub key: String,
    /// Its family: `debian`, `eole`, `pfsense`.
    pub os: String,
    /// Its version.
    pub version: String,
    /// The file.
    pub file: String,
    /// Whether a cloud-init seed is written for it.
    pub seeded: bool,
    /// Whether the guest agent answers in it.
    pub agent: bool,
}

impl Catalogue {
    /// The model of a kind by its key.
    pub fn model(&self, kind: ModelKind, key: &str) -> Option<&Model> {
        self.models.get(&kind)?.get(key)
    }

    /// The keys of a kind's models.
    pub fn keys(&self, kind: ModelKind) -> impl Iterator<Item = &str> {
        self.models.get(&kind).into_iter().flatten().map(|(key, _)| key.as_str())
    }
}

impl Model {
    /// The group that a port number belongs to.
    pub fn group(&self, number: u16) -> Option<&PortGroup> {
        self.ports.iter().find(|g| (g.first..=g.last).contains(&number))
    }

    /// Every port number, lowest first.
    pub fn numbers(&self) -> impl Iterator<Item = u16> + '_ {
        let mut numbers: Vec<u16> = self.ports.iter().flat_map(|g| g.first..=g.last).collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers.into_iter()
    }

    /// What the device calls a port; `None` when the model has no such port.
    pub fn interface(&self, port: Port) -> Option<String> {
        let group = self.group(port.number)?;
        let template = group.name.as_deref().unwrap_or("{port}");
        Some(expand(template, port.member.max(1), port.number))
    }

    /// The number of the port that the device calls by this name, on a device that is not a stack.
    pub fn number_of(&self, interface: &str) -> Option<u16> {
        self.numbers().find(|&n| {
            self.interface(Port::plain(n)).is_some_and(|name| name.eq_ignore_ascii_case(interface) || short(&name) == interface)
        })
    }

    /// What the model is in words, for messages.
    pub fn title(&self) -> &str {
        &self.name
    }
}

impl PortGroup {
    /// The fastest speed; 1000 Mb/s when the catalogue does not say.
    pub fn speed(&self) -> Speed {
        self.speeds.iter().copied().max().unwrap_or(Speed(1000))
    }
}

/// `FastEthernet0/1` as people type it: `Fa0/1`.
fn short(name: &str) -> String {
    let at = name.find(|c: char| c.is_ascii_digit()).unwrap_or(name.len());
    let (word, number) = name.split_at(at);
    format!("{}{number}", word.get(..2).unwrap_or(word))
}

fn expand(template: &str, member: u8, number: u16) -> String {
    let mut out = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((text, tail)) = rest.split_once('{') {
        out.push_str(text);
        let Some((token, after)) = tail.split_once('}') else {
            out.push('{');
            out.push_str(tail);
            return out;
        };
        let shift = |sign: char| token.split_once(sign).and_then(|(_, n)| n.parse::<u16>().ok());
        let number = match token {
            "member" => u16::from(member),
            "port" => number,
            _ => match (shift('-'), shift('+')) {
                (Some(n), _) => number.saturating_sub(n),
                (_, Some(n)) => number.saturating_add(n),
                _ => number,
            },
        };
        let written = write!(out, "{number}");
        debug_assert!(written.is_ok(), "a String takes every text");
        rest = after;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_interface_name_counts_from_the_group_of_its_port() {
        assert_eq!(expand("GigabitEthernet0/{port-24}", 1, 25), "GigabitEthernet0/1");
        assert_eq!(expand("Ten-GigabitEthernet{member}/0/{port}", 2, 49), "Ten-GigabitEthernet2/0/49");
        assert_eq!(short("GigabitEthernet0/1"), "Gi0/1");
    }
}
