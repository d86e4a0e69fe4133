//! Declarations: nodes of a manifest whose arguments and properties have the types of the table.

use super::table::{Node, Property};
use crate::base::{FileId, Span};
use crate::net::{Date, Duration, HostNum, Hours, Mac, Offsets, Place, PortRange, Rate, Size, Uai};
use ipnet::IpNet;
use std::net::IpAddr;

/// One file of the region, decoded.
#[derive(Clone, Debug)]
pub struct Document {
    /// The file.
    pub file: FileId,
    /// The header line: `region`, `profile`, `school`, `catalogue` or `cmdb`.
    pub header: Decl,
    /// The nodes after it, in the order of the file.
    pub nodes: Vec<Decl>,
}

/// One node.
#[derive(Clone, Debug)]
pub struct Decl {
    /// Its row of the table.
    pub node: &'static Node,
    /// The keyword's place.
    pub keyword: Span,
    /// From the keyword to the last argument or property (the block is not in it).
    pub span: Span,
    /// Between the braces; `None` without a block.
    pub block: Option<Span>,
    /// Arguments in order.
    pub args: Vec<Arg>,
    /// Properties in order, each at most once.
    pub props: Vec<Prop>,
    /// Children in order.
    pub children: Vec<Decl>,
}

/// An argument of a node.
#[derive(Clone, Debug)]
pub struct Arg {
    /// Its value.
    pub value: Value,
    /// Its place, quotes included.
    pub span: Span,
}

/// A property of a node.
#[derive(Clone, Debug)]
pub struct Prop {
    /// Its row of the table.
    pub property: &'static Property,
    /// Its value.
    pub value: Value,
    /// The value's place, quotes included.
    pub span: Span,
    /// From the key to the end of the value.
    pub entry: Span,
}

/// A word inside a value, with its own place: lists are one string to KDL.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Item {
    /// The word; a pattern is expanded, each result with the pattern's place.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

/// One item of a list of ports.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ports {
    /// What is named.
    pub what: PortWord,
    /// Where it stands.
    pub span: Span,
}

/// How an author names ports.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum PortWord {
    /// By number: `24`, `1-16`, `2/1-16`, `A1`.
    Range(PortRange),
    /// By the name that the device shows: `Gi0/1`. The catalogue knows its number.
    Named(String),
}

impl PortWord {
    /// How many ports it stands for.
    pub fn count(&self) -> usize {
        match self {
            PortWord::Range(range) => usize::from(range.last.number.saturating_sub(range.first.number)) + 1,
            PortWord::Named(_) => 1,
        }
    }
}

/// A typed value.
#[derive(Clone, PartialEq, Debug)]
pub enum Value {
    /// It was wrong; a finding says so, and whoever needs it keeps silent.
    Invalid,
    /// One of the table's words.
    Word(&'static str),
    /// A name or a reference to one.
    Name(String),
    /// A list of names, words, endpoints or servers (`a,b`), patterns expanded.
    Names(Vec<Item>),
    /// Free text.
    Text(String),
    /// A whole number.
    Number(u64),
    /// A decimal, in thousandths.
    Decimal(u64),
    /// An address.
    Address(IpAddr),
    /// A prefix without host bits.
    Prefix(IpNet),
    /// A host's number in its subnet.
    HostNum(HostNum),
    /// A place in the block.
    Place(Place),
    /// A pool.
    Offsets(Offsets),
    /// A MAC address.
    Mac(Mac),
    /// A UAI code.
    Uai(Uai),
    /// Bytes.
    Size(Size),
    /// Bits a second.
    Rate(Rate),
    /// A length of time.
    Duration(Duration),
    /// A day; `None` is the word `none` of `until=`.
    Date(Option<Date>),
    /// Hours of the week.
    Hours(Hours),
    /// Ports of this device.
    Ports(Vec<Ports>),
    /// Ports of another device: `sw151:49,50`; the ports may be empty where the table allows it.
    PortRef {
        /// The device.
        device: Item,
        /// Its ports.
        ports: Vec<Ports>,
    },
    /// Numbers and ranges: `80,443`, `16384-32767`, `1-4`.
    Ranges(Vec<(u64, u64)>),
    /// The name of a secret.
    Secret(String),
}

impl Decl {
    /// The property of this name, when it is written.
    pub fn prop(&self, name: &str) -> Option<&Prop> {
        self.props.iter().find(|p| p.property.name == name)
    }

    /// The first argument as a name, when the node has one.
    pub fn name(&self) -> Option<(&str, Span)> {
        let arg = self.args.first()?;
        Some((arg.value.text()?, arg.span))
    }

    /// The children of one kind.
    pub fn children_of<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a Decl> {
        self.children.iter().filter(move |c| c.node.kind == kind)
    }
}

impl Value {
    /// The elements of a list; none of anything else.
    pub fn items(&self) -> &[Item] {
        match self {
            Value::Names(items) => items,
            _ => &[],
        }
    }

    /// The text of a word, name, text or secret.
    pub fn text(&self) -> Option<&str> {
        match self {
            Value::Word(text) => Some(text),
            Value::Name(text) | Value::Text(text) | Value::Secret(text) => Some(text),
            _ => None,
        }
    }
}
