//! Statements as they are written: names, entries and blocks with their places, before the table of the language is asked.
//!
//! It is all that decoding knows of the parser's work, so that the parser can be replaced. Entry point: [`Statement`].

use kdl::{KdlDocument, KdlEntry, KdlNode, KdlValue};
use std::borrow::Cow;

/// First byte, and first byte after the last.
pub(super) type Place = (usize, usize);

/// A node.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Statement<'t> {
    /// Its name, unescaped.
    pub name: Cow<'t, str>,
    /// Where the name stands.
    pub keyword: Place,
    /// Arguments and properties, in their order.
    pub entries: Vec<Entry<'t>>,
    /// Its block, if it has one.
    pub block: Option<Block<'t>>,
}

/// What stands between braces.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Block<'t> {
    /// In their order.
    pub statements: Vec<Statement<'t>>,
    /// From the first statement to the end of the last.
    pub place: Place,
}

/// An argument or a property.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Entry<'t> {
    /// The property's name, unescaped, and its place; `None` for an argument.
    pub key: Option<(Cow<'t, str>, Place)>,
    /// The value.
    pub value: Literal<'t>,
    /// From the key to the end of the value.
    pub place: Place,
}

/// A value, as far as KDL tells one from another.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Literal<'t> {
    /// A word or a text, unescaped.
    Text(Cow<'t, str>),
    /// A number, however it is spelt.
    Number,
    /// `#true` and its like.
    Keyword,
}

/// The statements of a parsed text.
pub(super) fn statements(document: &KdlDocument) -> Vec<Statement<'static>> {
    document.nodes().iter().map(statement).collect()
}

fn statement(node: &KdlNode) -> Statement<'static> {
    let span = node.name().span();
    let block = node.children().map(|children| {
        let span = children.span();
        Block { statements: statements(children), place: (span.offset(), span.offset() + span.len()) }
    });
    Statement {
        name: Cow::Owned(node.name().value().to_owned()),
        keyword: (span.offset(), span.offset() + span.len()),
        entries: node.entries().iter().map(entry).collect(),
        block,
    }
}

fn entry(entry: &KdlEntry) -> Entry<'static> {
    let key = entry.name().map(|name| {
        let span = name.span();
        (Cow::Owned(name.value().to_owned()), (span.offset(), span.offset() + span.len()))
    });
    let value = match entry.value() {
        KdlValue::String(text) => Literal::Text(Cow::Owned(text.clone())),
        KdlValue::Integer(_) | KdlValue::Float(_) => Literal::Number,
        KdlValue::Bool(_) | KdlValue::Null => Literal::Keyword,
    };
    let span = entry.span();
    Entry { key, value, place: (span.offset(), span.offset() + span.len()) }
}
