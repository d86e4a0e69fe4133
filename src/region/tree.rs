//! The merged tree: what the layers say together, still in the language's own nodes and values.

use crate::base::{Layer, Origin, Sourced, Span};
use crate::syntax::{Node, Property, Value};
use std::collections::{BTreeMap, BTreeSet};

/// A node after merging.
#[derive(Clone, Debug)]
pub struct Merged {
    /// Its row of the table.
    pub node: &'static Node,
    /// Its name, for a node that has one, at its last declaration.
    pub name: Option<Sourced<String>>,
    /// Its declarations, lowest layer first.
    pub declared: Vec<Declared>,
    /// Its last declaration.
    pub origin: Origin,
    /// Arguments that are settings, by position after the name.
    pub settings: Vec<Option<Sourced<Value>>>,
    /// Arguments that are members, in order of layer and file.
    pub members: Vec<Member>,
    /// Properties.
    pub props: BTreeMap<&'static str, Setting>,
    /// Children, in order of first declaration.
    pub children: Vec<Merged>,
}

/// A declaration of a node.
#[derive(Copy, Clone, Debug)]
pub struct Declared {
    /// The layer.
    pub layer: Layer,
    /// The header line.
    pub span: Span,
    /// The name in it; the header line for a node without one.
    pub name: Span,
}

/// A member argument.
#[derive(Clone, Debug)]
pub struct Member {
    /// Its value.
    pub value: Sourced<Value>,
    /// The layer that added it.
    pub layer: Layer,
}

/// A property's value.
#[derive(Clone, Debug)]
pub struct Setting {
    /// Its row of the table.
    pub property: &'static Property,
    /// The value that holds.
    pub value: Sourced<Value>,
    /// The layer that set it.
    pub layer: Layer,
    /// From the key to the end of the value.
    pub entry: Span,
}

impl Merged {
    /// The value of a property; `None` when it is not written, or was wrong.
    pub fn value(&self, name: &str) -> Option<&Sourced<Value>> {
        self.props.get(name).map(|s| &s.value).filter(|v| ***v != Value::Invalid)
    }
    /// Whether a property is written at all, even wrongly.
    pub fn says(&self, name: &str) -> bool {
        self.props.contains_key(name)
    }
    /// The children of one kind.
    pub fn children_of<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a Merged> {
        self.children.iter().filter(move |c| c.node.kind == kind)
    }
    /// The child of one kind that there is at most once.
    pub fn child(&self, kind: &str) -> Option<&Merged> {
        self.children.iter().find(|c| c.node.kind == kind)
    }
    /// The name; empty for a node without one.
    pub fn name_text(&self) -> &str {
        self.name.as_ref().map_or("", |n| n.value())
    }
    /// The layer of the last declaration.
    pub fn layer(&self) -> Layer {
        self.declared.last().map_or(Layer::Region, |d| d.layer)
    }
    /// The header line of the last declaration.
    pub fn span(&self) -> Option<Span> {
        self.declared.last().map(|d| d.span)
    }
}

/// A whole school, merged.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    /// Top-level nodes, in order of first declaration.
    pub nodes: Vec<Merged>,
    /// Flow atoms by (service, from, to).
    pub atoms: BTreeMap<(String, String, String), Atom>,
    /// What `remove` took away: kind and name, and where the statement stands.
    pub removed: BTreeMap<(String, String), Span>,
    /// Every `remove` that took something away, in order of layer and file.
    pub taken: Vec<Taken>,
}

/// Something that a layer took away from those below.
#[derive(Clone, Debug)]
pub struct Taken {
    /// What, with what went along: `remove vlan invites, with 5 flows and 1 membership`.
    pub path: String,
    /// The layer that took it.
    pub layer: Layer,
    /// Where the statement stands.
    pub origin: Origin,
}

/// A flow atom.
#[derive(Clone, Debug)]
pub struct Atom {
    /// Whether it is `allow`.
    pub allows: Sourced<bool>,
    /// Service, with the place of its last statement.
    pub service: Sourced<String>,
    /// Source.
    pub from: Sourced<String>,
    /// Destination.
    pub to: Sourced<String>,
    /// `via`, `auth`, `log`, `hours`.
    pub props: BTreeMap<&'static str, Setting>,
    /// The layer of its last statement.
    pub layer: Layer,
    /// The last statement.
    pub statement: Span,
}

impl Tree {
    /// The top-level nodes of one kind.
    pub fn of<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a Merged> {
        self.nodes.iter().filter(move |n| n.node.kind == kind)
    }
    /// The top-level node of one kind that there is at most once.
    pub fn one(&self, kind: &str) -> Option<&Merged> {
        self.nodes.iter().find(|n| n.node.kind == kind)
    }
    /// Every name and word that the tree says anywhere, what was taken away included; waivers, which may be wrong of it, excepted.
    pub fn words(&self) -> BTreeSet<&str> {
        let mut words: BTreeSet<&str> = self.removed.keys().map(|(_, name)| name.as_str()).collect();
        let mut stack: Vec<&Merged> = self.nodes.iter().filter(|n| n.node.kind != "waive").collect();
        while let Some(node) = stack.pop() {
            let settings = node.settings.iter().flatten().chain(node.members.iter().map(|m| &m.value));
            for value in settings.chain(node.props.values().map(|p| &p.value)) {
                words.extend(value.text());
                words.extend(value.items().iter().map(|item| item.text.as_str()));
            }
            words.extend(node.name.as_ref().map(|name| name.as_str()));
            stack.extend(&node.children);
        }
        words
    }
}
