//! The shape of the one table of the language: which node may stand where, with which arguments and properties.
//!
//! The rows themselves are in [`super::nodes`], a file a family. Decoding, merging, `show`, docs and completion read them.

use std::ops::BitOr;

/// Where a node may stand at the top level of a file, as a set of letters: those of the specification's column *in*, and M.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Default)]
pub struct In(pub u8);

impl In {
    /// Nowhere at top level: only as a child.
    pub const CHILD: In = In(0);
    /// `region.kdl`.
    pub const R: In = In(1);
    /// A profile.
    pub const P: In = In(2);
    /// A school.
    pub const C: In = In(4);
    /// A deviation of a school.
    pub const D: In = In(8);
    /// A catalogue file.
    pub const K: In = In(16);
    /// `cmdb.kdl`.
    pub const M: In = In(32);

    /// Whether all of `other` is in the set.
    pub const fn holds(self, other: In) -> bool {
        self.0 & other.0 == other.0
    }
    /// Both sets.
    pub const fn and(self, other: In) -> In {
        In(self.0 | other.0)
    }
}

impl BitOr for In {
    type Output = In;
    fn bitor(self, other: In) -> In {
        In(self.0 | other.0)
    }
}

/// How a value that differs from the standard is judged (specification, part 4).
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Class {
    /// Standard: only a deviation may change it.
    Standard,
    /// Sizing: free, and listed.
    Sizing,
    /// Inventory: free.
    Inventory,
}

/// How two declarations of one kind meet when layers are merged.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Key {
    /// One per name: the first argument; further arguments are members.
    Name,
    /// One in all (or one per parent); all arguments are members.
    Singleton,
    /// One per argument: every argument is a name of its own, and the properties hold for each (`room A101 A102 use=classe`).
    Each,
    /// Never merged: statements accumulate.
    Statement,
    /// Flow atoms: service × from × to.
    Atoms,
    /// The file's header line.
    Header,
}

/// The type of a value.
#[derive(Copy, Clone, PartialEq, Debug)]
pub enum Type {
    /// One of these words.
    Word(&'static [&'static str]),
    /// A list of these words.
    Words(&'static [&'static str]),
    /// One of these words, or a name of the namespace.
    WordOrName(&'static [&'static str], Space),
    /// A name that this node declares.
    Declares(Space),
    /// A reference to a name of the namespace.
    Ref(Space),
    /// A list of references; patterns expand.
    Refs(Space),
    /// A list of server references: `firewall`, `none`, an address, a guest, a device or a network.
    Servers,
    /// A list of endpoints of flows.
    Endpoints,
    /// A list of flows (`a>b`) or names, for `waive … on=`.
    Subjects,
    /// Free text of one line.
    Text,
    /// Free text that may have several lines.
    Note,
    /// A template with `{tokens}`.
    Template,
    /// A whole number in a range.
    Number(u64, u64),
    /// A percentage, whole or quoted decimal, at most 100.
    Percent,
    /// A quoted decimal or a whole number.
    Decimal,
    /// An IPv4 or IPv6 prefix.
    Prefix,
    /// An address, or a prefix (arguments of `network`).
    Network,
    /// See [`super::Value`] for the rest; each has its own spelling.
    HostNum,
    /// A place in the block.
    Place,
    /// A pool as two offsets.
    Offsets,
    /// A MAC address.
    Mac,
    /// A UAI code.
    Uai,
    /// Bytes.
    Size,
    /// Bits a second.
    Rate,
    /// A length of time.
    Duration,
    /// A day.
    Date,
    /// A day, or `none`.
    Until,
    /// Hours of the week.
    Hours,
    /// Ports of this device.
    Ports,
    /// Ports of another device.
    PortRef,
    /// A reference to a device, or ports of one, or `none` (trunk `to=`).
    PortRefOrNone,
    /// Numbers and ranges.
    Ranges,
    /// The name of a secret.
    Secret,
    /// `subnet=`: a prefix, or the word `assigned`.
    Subnet,
    /// The keyword of any node, or `member` (argument of `remove`).
    Kind,
    /// `at=` of `raw`: the word `global`, a port, or `vlan:NAME` (a name).
    RawAt,
    /// A list of codes of départements: `"37,41"`, `"2A"`.
    Departments,
}

/// The namespace that a name belongs to (specification, part 3).
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
#[expect(missing_docs, reason = "each is the node kind of its name")]
pub enum Space {
    Vlan,
    Zone,
    Endpoint,
    Device,
    Guest,
    Building,
    Rack,
    Room,
    Outlet,
    Service,
    PortClass,
    Ssid,
    Group,
    Share,
    Team,
    Rule,
    Organisation,
    Owner,
    Model,
    Image,
    Profile,
    Network,
    Sector,
    Container,
    Volume,
    Region,
    Catalogue,
    Free,
}

/// One row of the table: a node.
#[derive(Debug)]
pub struct Node {
    /// The keyword.
    pub kind: &'static str,
    /// The parents it may stand in, by keyword; empty when it is a top-level node only.
    pub parents: &'static [&'static str],
    /// Where it may stand at top level.
    pub at: In,
    /// How it merges.
    pub key: Key,
    /// How a difference from the standard is judged.
    pub class: Class,
    /// The arguments.
    pub args: Args,
    /// The properties.
    pub props: &'static [Property],
    /// One sentence: what it says, what follows from it.
    pub doc: &'static str,
}

/// The arguments of a node.
#[derive(Copy, Clone, Debug)]
pub struct Args {
    /// The arguments that must be there, in order: what each is called in the docs, and its type.
    pub fixed: &'static [(&'static str, Type)],
    /// Further arguments of one type: called, type, and how many at least.
    pub rest: Option<(&'static str, Type, usize)>,
    /// How many of them at most.
    pub most: usize,
}

impl Args {
    /// No argument.
    pub const NONE: Args = Args::of(&[]);

    /// Exactly these arguments.
    pub const fn of(fixed: &'static [(&'static str, Type)]) -> Args {
        Args { fixed, rest: None, most: 0 }
    }
    /// These and then any number, at least `least`.
    pub const fn and(self, name: &'static str, kind: Type, least: usize) -> Args {
        Args { rest: Some((name, kind, least)), most: usize::MAX, ..self }
    }
    /// Only arguments of one type, at least `least`.
    pub const fn list(name: &'static str, kind: Type, least: usize) -> Args {
        Args::NONE.and(name, kind, least)
    }
    /// With at most one further argument.
    pub const fn at_most_one(self) -> Args {
        Args { most: 1, ..self }
    }
    /// The type of the argument at a position; `None` where no argument may stand.
    pub fn kind_at(&self, position: usize) -> Option<Type> {
        match self.fixed.get(position) {
            Some((_, kind)) => Some(*kind),
            None if position.saturating_sub(self.fixed.len()) < self.most => self.rest.map(|(_, kind, _)| kind),
            None => None,
        }
    }
}

/// One row of the table: a property.
#[derive(Debug)]
pub struct Property {
    /// The key.
    pub name: &'static str,
    /// The type of its value.
    pub kind: Type,
    /// Whether it must be there (after merging, for a node that merges).
    pub required: bool,
    /// The language's default, as it would be written.
    pub default: Option<&'static str>,
    /// Another class than the node's.
    pub class: Option<Class>,
    /// One sentence: unit and effect.
    pub doc: &'static str,
}

impl Property {
    /// An optional property without a default.
    pub const fn new(name: &'static str, kind: Type, doc: &'static str) -> Property {
        Property { name, kind, required: false, default: None, class: None, doc }
    }
    /// It must be there.
    pub const fn must(self) -> Property {
        Property { required: true, ..self }
    }
    /// With a default, as it would be written.
    pub const fn or(self, default: &'static str) -> Property {
        Property { default: Some(default), ..self }
    }
    /// Free to change: a size, not a standard.
    pub const fn sizing(self) -> Property {
        Property { class: Some(Class::Sizing), ..self }
    }
    /// A fact of the school's own on a node of the standard.
    pub const fn inventory(self) -> Property {
        Property { class: Some(Class::Inventory), ..self }
    }
}

/// The property that every named node takes beside its own.
pub static WAS: Property =
    Property::new("was", Type::Ref(Space::Free), "the old name, so that plan, CMDB and audit see one thing renamed");

impl Node {
    /// Whether its first argument is a name that may change, so that `was=` makes sense.
    pub fn is_named(&self) -> bool {
        self.key == Key::Name && matches!(self.args.fixed.first(), Some((_, Type::Declares(_))))
    }
    /// The row of a property; `was` included.
    pub fn property(&self, name: &str) -> Option<&'static Property> {
        let own = self.props.iter().find(|p| p.name == name);
        own.or_else(|| (name == WAS.name && self.is_named()).then_some(&WAS))
    }
    /// The names of all properties, in the order of the table; `was` last.
    pub fn property_names(&self) -> impl Iterator<Item = &'static str> {
        let was = self.is_named().then_some(WAS.name);
        self.props.iter().map(|p| p.name).chain(was)
    }
    /// Whether it may stand at a place: under `parent`, or at the top level of a kind of file.
    ///
    /// A school takes what a deviation may hold too (outside of one it is another finding), and a deviation takes
    /// whatever a school or a profile may.
    pub fn may_stand(&self, parent: Option<&str>, at: In) -> bool {
        let any = |places: In| self.at.0 & places.0 != 0;
        match parent {
            Some("deviation") if self.kind != "deviation" && self.key != Key::Header => {
                self.parents.contains(&"deviation") || any(In::P.and(In::C).and(In::D))
            }
            Some(parent) => self.parents.contains(&parent),
            None if at == In::C => any(In::C.and(In::D)),
            None if at == In::D => self.kind != "deviation" && self.key != Key::Header && any(In::P.and(In::C).and(In::D)),
            None => any(at),
        }
    }
}
