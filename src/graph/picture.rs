//! What there is to draw, as plain values: no spans, no layout.

use crate::net::{Speed, VlanSet};
use crate::region::words::{Domain, Medium, Status, SwitchRole};
use std::collections::BTreeMap;

/// A school, as a picture shows it.
#[derive(Clone, Debug)]
pub struct Picture {
    /// Its UAI code.
    pub uai: String,
    /// Its name.
    pub name: String,
    /// Its town.
    pub town: Option<String>,
    /// What the title says of its firewall: `Amon « amon » sur hosta`.
    pub firewall: Option<String>,
    /// Who stands behind the operator's box.
    pub wan: Option<Wan>,
    /// Switches, hosts and appliances with cables of their own, in order of name.
    pub cards: Vec<Card>,
    /// Cables and aggregates, in the order of the manifest.
    pub links: Vec<Link>,
    /// Equipment that no port is named for.
    pub loose: Vec<Leaf>,
    /// The card that everything hangs from.
    pub root: Option<usize>,
    /// VLANs, by id.
    pub vlans: Vec<Vlan>,
}

/// The link to the operator.
#[derive(Clone, Debug)]
pub struct Wan {
    /// The operator and the rate: `adista 100Mb/s`.
    pub operator: String,
    /// Subnet and circuit.
    pub detail: String,
    /// The card and the port that the box is plugged into.
    pub at: Option<(usize, String)>,
}

/// A device with cables of its own.
#[derive(Clone, Debug)]
pub struct Card {
    /// Its manifest name.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// What it is, by its order name: model, or what its author calls it.
    pub model: String,
    /// Its address.
    pub address: Option<String>,
    /// Its building: name, and what people call it.
    pub building: Option<(String, String)>,
    /// Its closet: a rack's name up to the last dot, or a room.
    pub closet: String,
    /// Its rack.
    pub rack: Option<String>,
    /// The UPS that feed its rack.
    pub ups: Vec<String>,
    /// Life.
    pub status: Status,
    /// How many sockets it has in the VLANs of each id.
    pub sockets: BTreeMap<u16, usize>,
    /// Guests that it runs, in the order that it starts them.
    pub guests: Vec<Guest>,
    /// What is plugged into it and has no card, in order of port.
    pub leaves: Vec<Leaf>,
}

/// What a card is.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Kind {
    /// A switch, or a stack of so many members.
    Switch {
        /// Place in the tree.
        role: SwitchRole,
        /// Members of the stack; 1 when it is none.
        members: usize,
    },
    /// A host of guests.
    Host,
    /// A firewall appliance.
    Firewall,
    /// Another appliance.
    Appliance,
}

impl Kind {
    /// The word for programs.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Switch { .. } => "switch",
            Kind::Host => "host",
            Kind::Firewall => "firewall",
            Kind::Appliance => "appliance",
        }
    }
}

/// A guest of a host.
#[derive(Clone, Debug)]
pub struct Guest {
    /// Its manifest name.
    pub name: String,
    /// `kvm`, `lxc`, `docker`.
    pub kind: &'static str,
    /// Whether it is the school's firewall.
    pub is_firewall: bool,
    /// The host that would take it.
    pub standby: Option<String>,
}

/// Something small: access point, NAS, camera, console.
#[derive(Clone, Debug)]
pub struct Leaf {
    /// Its manifest name.
    pub name: String,
    /// What it is.
    pub kind: LeafKind,
    /// Where it is: room or rack.
    pub place: Option<String>,
    /// The port that it is plugged into.
    pub port: Option<String>,
}

/// What a leaf is.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
#[expect(missing_docs, reason = "each is the node kind of its name; Console is the remote console of a host")]
pub enum LeafKind {
    AccessPoint,
    Nas,
    Appliance,
    Camera,
    Printer,
    Phone,
    Ups,
    Console,
    Firewall,
}

impl LeafKind {
    /// The word for programs.
    pub fn word(self) -> &'static str {
        match self {
            LeafKind::AccessPoint => "access-point",
            LeafKind::Nas => "nas",
            LeafKind::Appliance => "appliance",
            LeafKind::Camera => "camera",
            LeafKind::Printer => "printer",
            LeafKind::Phone => "phone",
            LeafKind::Ups => "ups",
            LeafKind::Console => "console",
            LeafKind::Firewall => "firewall",
        }
    }

    /// The sign before its name in the drawing, in two letters at most, and its meaning in the legend.
    pub fn sign(self) -> (&'static str, &'static str) {
        match self {
            LeafKind::AccessPoint => ("AP", "borne Wi-Fi"),
            LeafKind::Nas => ("NA", "stockage (NAS)"),
            LeafKind::Appliance => ("EQ", "équipement"),
            LeafKind::Camera => ("CA", "caméra"),
            LeafKind::Printer => ("IM", "imprimante"),
            LeafKind::Phone => ("TE", "téléphone"),
            LeafKind::Ups => ("ON", "carte d'onduleur"),
            LeafKind::Console => ("CO", "console distante"),
            LeafKind::Firewall => ("PF", "pare-feu"),
        }
    }
}

/// A cable, or an aggregate of cables.
#[derive(Clone, Debug)]
pub struct Link {
    /// The end where it is written: card and ports.
    pub a: (usize, Vec<String>),
    /// The other end.
    pub b: (usize, Vec<String>),
    /// The speed of one cable, where the catalogue knows both ends.
    pub speed: Option<Speed>,
    /// How many cables.
    pub cables: usize,
    /// What it is made of.
    pub medium: Option<Medium>,
    /// Whether spanning tree blocks it in normal service.
    pub is_blocked: bool,
    /// The VLANs that it carries.
    pub vlans: VlanSet,
}

/// A VLAN.
#[derive(Clone, Debug)]
pub struct Vlan {
    /// Its id.
    pub id: u16,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub domain: Domain,
}
