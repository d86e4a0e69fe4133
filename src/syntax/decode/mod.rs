//! From KDL nodes to declarations, by the table: which node, which properties, what is absent. Values are in [`value`].
//!
//! Only this folder and the reader know the parser's types. Nothing is resolved: a name is only well formed.

mod header;
mod list;
mod value;

pub(super) use list::name_fault;

use super::decl::{Arg, Decl, Prop, Value};
use super::guard::Guarded;
use super::guard::lex::{Kind, Token};
use super::nodes;
use super::rules;
use super::table::{In, Key, Node, Property, Type};
use crate::base::nearest::{Near, nearest};
use crate::base::{FileId, Sink, Span, limits};
use crate::syntax::written::{Entry, Literal, Statement};
use std::collections::BTreeMap;

/// Turns nodes of one file into declarations.
pub(super) struct Decoder<'t, 's, 'o> {
    file: FileId,
    text: &'t str,
    guarded: &'t Guarded,
    sink: &'s mut Sink<'o>,
    /// What stands at the margin inside blocks that nothing closes: nodes of the file, not of the block.
    swallowed: Vec<Decl>,
    /// How many things were said so far; see [`limits::THINGS`].
    things: usize,
}

/// A value as it is written: its text without quotes, and its token.
struct Raw<'t> {
    /// The unescaped text, or the number as it is spelt.
    text: String,
    /// A bare number.
    number: bool,
    token: Token,
    /// The token's text, quotes included.
    written: &'t str,
}

/// What stands round a value, for messages.
#[derive(Copy, Clone)]
struct Subject<'a> {
    /// The property's or the argument's name.
    name: &'a str,
}

impl<'t, 's, 'o> Decoder<'t, 's, 'o> {
    pub(super) fn new(file: FileId, text: &'t str, guarded: &'t Guarded, sink: &'s mut Sink<'o>) -> Self {
        Decoder { file, text, guarded, sink, swallowed: Vec::new(), things: 0 }
    }

    fn keyword(&self, node: &Statement) -> (usize, usize) {
        node.keyword
    }

    /// Whether the node's name was replaced before parsing.
    pub(super) fn is_unknowable(&self, node: &Statement) -> bool {
        let (start, end) = self.keyword(node);
        self.guarded.is_poisoned(start, end)
    }

    /// The header line; what an unclosed block of it swallowed goes to `rest`.
    pub(super) fn header(&mut self, node: &Statement, row: &'static Node, rest: &mut Vec<Decl>, at: In) -> Option<Decl> {
        let mut decl = self.declaration(node, row);
        if let Some(block) = &node.block {
            let place = decl.block.unwrap_or(decl.keyword);
            self.sink
                .report(&rules::SYNTAX, format!("the header line `{}` takes no block: nothing wraps the file", row.kind))
                .at(place, "this block is the whole file's")
                .help("delete the braces");
            decl.block = None;
            self.file(&block.statements, at, rest);
        }
        Some(decl)
    }

    /// Decodes the nodes of a file; those that an unclosed block swallowed come last, as they stand.
    pub(super) fn file(&mut self, list: &[Statement], at: In, out: &mut Vec<Decl>) {
        self.nodes(list, None, at, out);
        out.append(&mut self.swallowed);
    }

    fn nodes(&mut self, list: &[Statement], parent: Option<&'static Node>, at: In, out: &mut Vec<Decl>) {
        for node in list {
            if self.things > limits::THINGS {
                return;
            }
            self.node(node, parent, at, out);
        }
    }

    /// Counts what a node says; false, after one finding, when the file says more than it may.
    fn is_within_limit(&mut self, decl: &Decl) -> bool {
        if self.things > limits::THINGS {
            return false;
        }
        self.things = self.things.saturating_add(weight(decl));
        let within = self.things <= limits::THINGS;
        if !within {
            let message = format!("the file says more than {} things: nodes, names, ports and flows", limits::THINGS);
            self.sink
                .report(&rules::SYNTAX, message)
                .at(decl.span, "with this, and nothing after it is read")
                .help("split it, or shorten its patterns and ranges");
        }
        within
    }

    fn node(&mut self, node: &Statement, parent: Option<&'static Node>, at: In, out: &mut Vec<Decl>) {
        let own = self.own_children(node, at);
        if self.is_unknowable(node) {
            return;
        }
        let kind = node.name.as_ref();
        let (start, end) = self.keyword(node);
        let parent_kind = parent.map(|p| p.kind);
        let place = Span::new(self.file, start, end);
        let legal = |kind: &str| nodes::find(parent_kind, at, kind).filter(|row| row.key != Key::Header);
        let (row, meant) = match legal(kind) {
            Some(row) => (Some(row), false),
            None => (self.no_row(kind, place, parent_kind, at).and_then(|meant| legal(&meant)), true),
        };
        let mark = self.sink.mark();
        if let Some(row) = row {
            let mut decl = self.declaration(node, row);
            // Another node than the nearest was meant, if that one cannot be read: nothing is known of it then.
            if meant && self.sink.forget(mark) {
                return;
            }
            if !self.is_within_limit(&decl) {
                return;
            }
            if node.block.is_some() && !takes_block(row) {
                self.sink
                    .report(&rules::NODE_NOT_HERE, format!("`{kind}` takes no block"))
                    .at(decl.keyword, "nothing can stand in it")
                    .help("delete the block, or write it in another node");
            } else {
                self.nodes(own, Some(row), at, &mut decl.children);
            }
            out.push(decl);
        }
    }

    /// The node's own children; what begins at the margin of a block that nothing closes is decoded as the file's.
    pub(super) fn own_children<'n>(&mut self, node: &'n Statement<'n>, at: In) -> &'n [Statement<'n>] {
        let children = node.block.as_ref().map_or(&[][..], |block| block.statements.as_slice());
        let Some(first) = children.first() else { return children };
        let (first, _) = self.keyword(first);
        let (name, _) = self.keyword(node);
        let before = self.guarded.unclosed.partition_point(|b| *b < first);
        let is_open = before.checked_sub(1).and_then(|i| self.guarded.unclosed.get(i)).is_some_and(|b| *b > name);
        if !is_open {
            return children;
        }
        let at_margin = |child: &Statement| {
            let (start, _) = self.keyword(child);
            start == 0 || self.text.as_bytes().get(start - 1) == Some(&b'\n')
        };
        let cut = children.iter().position(at_margin).unwrap_or(children.len());
        let (own, swallowed) = children.split_at_checked(cut).unwrap_or((children, &[]));
        let mut decoded = Vec::new();
        self.nodes(swallowed, None, at, &mut decoded);
        self.swallowed.append(&mut decoded);
        own
    }

    /// Reports a keyword that is none, or none here, and gives the one that was meant when only one is near: what hangs on
    /// the node is then not missed.
    fn no_row(&mut self, kind: &str, place: Span, parent: Option<&'static str>, at: In) -> Option<String> {
        let near = nearest(kind, nodes::legal(parent, at));
        let elsewhere: Vec<&Node> = nodes::all().filter(|n| n.kind == kind).collect();
        if elsewhere.is_empty() {
            let report = self.sink.report(&rules::UNKNOWN_NODE, format!("there is no node `{kind}`")).at(place, "unknown node");
            match &near {
                Some(near) => report.meant(place, near),
                None => match nearest(kind, nodes::all().map(|n| n.kind)) {
                    Some(other) => report.help(format!("`{other}` exists, elsewhere")),
                    None => report,
                },
            };
            return near.and_then(Near::only);
        }
        let here = match parent {
            Some(parent) => format!("in `{parent}`"),
            None => format!("at the top level of a {}", file_kind(at)),
        };
        let mut places: Vec<String> = elsewhere.iter().flat_map(|n| places(n)).collect();
        places.dedup();
        self.sink
            .report(&rules::NODE_NOT_HERE, format!("`{kind}` cannot stand {here}"))
            .at(place, "not here")
            .help(format!("it stands {}", places.join(", ")));
        None
    }

    /// Arguments and properties of a node.
    fn declaration(&mut self, node: &Statement, row: &'static Node) -> Decl {
        let (start, end) = self.keyword(node);
        let keyword = Span::new(self.file, start, end);
        let mut decl =
            Decl { node: row, keyword, span: keyword, block: None, args: Vec::new(), props: Vec::new(), children: Vec::new() };
        if let Some(block) = &node.block {
            decl.block = Some(Span::new(self.file, block.place.0, block.place.1.min(self.text.len())));
        }
        let mut seen: BTreeMap<&str, (Span, Span)> = BTreeMap::new();
        let mut unknown = false;
        for entry in &node.entries {
            let entry_span = Span::new(self.file, entry.place.0, entry.place.1);
            decl.span = decl.span.to(entry_span);
            let raw = self.raw(entry);
            match &entry.key {
                None => self.argument(&mut decl, raw, entry_span),
                Some((name, place)) => {
                    let key = Span::new(self.file, place.0, place.1);
                    if self.guarded.is_poisoned(key.start as usize, key.end() as usize) {
                        continue;
                    }
                    let value_span = raw.as_ref().map_or(entry_span, |r| Span::new(self.file, r.token.start, r.token.end));
                    if let Some((first_key, first)) = seen.insert(name, (key, value_span)) {
                        let written = raw.as_ref().map_or("", |r| r.written);
                        let before = self.text.get(first.start as usize..first.end() as usize).unwrap_or("");
                        self.sink
                            .report(&rules::PROPERTY_TWICE, format!("`{}` is set twice", name))
                            .at(key, format!("{written}, and this one would win"))
                            .also(first_key, format!("first set here to {before}"))
                            .help("keep one");
                        continue;
                    }
                    match row.property(name) {
                        Some(property) => {
                            let value =
                                raw.map_or(Value::Invalid, |raw| self.value(property.kind, raw, Subject { name: property.name }));
                            decl.props.push(Prop { property, value, span: value_span, entry: entry_span });
                        }
                        None => {
                            unknown = true;
                            let (meant, only) = self.unknown_property(row, name, key);
                            // What was meant is said, though wrongly: that it is missing would be a second finding.
                            if let Some(property) = meant.filter(|m| decl.prop(m.name).is_none()) {
                                let value = self.value_if_right(property, raw.filter(|_| only));
                                decl.props.push(Prop { property, value, span: value_span, entry: entry_span });
                            }
                        }
                    }
                }
            }
        }
        self.absences(&decl, unknown);
        decl
    }

    /// The value of a property whose key is misspelt; one that does not fit was meant for another, and says nothing.
    fn value_if_right(&mut self, property: &'static Property, raw: Option<Raw<'t>>) -> Value {
        let mark = self.sink.mark();
        let value = raw.map_or(Value::Invalid, |raw| self.value(property.kind, raw, Subject { name: property.name }));
        if self.sink.forget(mark) { Value::Invalid } else { value }
    }

    /// Reports it, and gives the property that was meant when one is near, and whether no other is as near.
    fn unknown_property(&mut self, row: &'static Node, name: &str, key: Span) -> (Option<&'static Property>, bool) {
        let near = nearest(name, row.property_names());
        let report = self
            .sink
            .report(&rules::UNKNOWN_PROPERTY, format!("`{}` has no property `{name}`", row.kind))
            .at(key, "unknown property");
        match &near {
            Some(near) => report.meant(key, near),
            None => {
                let known: Vec<&str> = row.property_names().collect();
                report.help(match known.is_empty() {
                    true => "it takes none".to_owned(),
                    false => format!("it takes {}", known.join(", ")),
                })
            }
        };
        (near.as_ref().and_then(|n| row.property(&n.name)), near.is_some_and(|n| n.alone))
    }

    fn argument(&mut self, decl: &mut Decl, raw: Option<Raw<'t>>, span: Span) {
        let row = decl.node;
        let position = decl.args.len();
        let Some(kind) = row.args.kind_at(position) else {
            // One finding a node: the first argument too many.
            if position == row.args.fixed.len().saturating_add(row.args.most) {
                let takes = match position {
                    0 => "no argument".to_owned(),
                    1 => "one argument".to_owned(),
                    n => format!("{n} arguments"),
                };
                self.sink
                    .report(&rules::ARGUMENT_TOO_MANY, format!("`{}` takes {takes}", row.kind))
                    .at(span, "one too many")
                    .help("delete it, or give it the name of a property");
                decl.args.push(Arg { value: Value::Invalid, span });
            }
            return;
        };
        let name = row.args.fixed.get(position).map(|(n, _)| *n).or(row.args.rest.map(|(n, _, _)| n)).unwrap_or("argument");
        let value = raw.map_or(Value::Invalid, |raw| self.value(kind, raw, Subject { name }));
        decl.args.push(Arg { value, span });
    }

    /// What must be there and is not. Nodes that merge have their properties checked after the merge.
    fn absences(&mut self, decl: &Decl, unknown: bool) {
        let row = decl.node;
        let least = row.args.fixed.len() + row.args.rest.map_or(0, |(_, _, least)| least);
        if decl.args.len() < least {
            let missing = row.args.fixed.get(decl.args.len()).map(|(n, _)| *n).or(row.args.rest.map(|(n, _, _)| n)).unwrap_or("");
            self.sink
                .report(&rules::MISSING_ARGUMENT, format!("`{}` has no {missing}", row.kind))
                .at(decl.keyword, format!("the {missing} belongs after this"));
        }
        if unknown || !matches!(row.key, Key::Statement | Key::Header | Key::Atoms) {
            return;
        }
        for property in row.props.iter().filter(|p| p.required && decl.prop(p.name).is_none()) {
            self.sink
                .report(&rules::MISSING_PROPERTY, format!("`{}` has no `{}=`", row.kind, property.name))
                .at(decl.keyword, format!("`{}=`: {}", property.name, property.doc));
        }
        if row.kind == "assert" {
            self.proof(decl);
        }
    }

    /// What each proof needs (specification, part 6.12).
    fn proof(&mut self, decl: &Decl) {
        let Some(Value::Word(proof)) = decl.args.first().map(|a| &a.value) else { return };
        let (subjects, needs): (usize, &[&str]) = match *proof {
            "isolated" => (2, &[]),
            "reach" => (1, &["from", "to"]),
            "survives" => (1, &["keep"]),
            _ => (1, &["stations"]),
        };
        if decl.args.len() != subjects + 1 {
            self.sink
                .report(
                    &rules::MISSING_ARGUMENT,
                    format!("`assert {proof}` is about {subjects} name{}", if subjects == 1 { "" } else { "s" }),
                )
                .at(decl.span, format!("{} here", decl.args.len().saturating_sub(1)));
        }
        for need in needs.iter().filter(|n| decl.prop(n).is_none()) {
            self.sink
                .report(&rules::MISSING_PROPERTY, format!("`assert {proof}` has no `{need}=`"))
                .at(decl.keyword, format!("`{need}=` is needed"));
        }
    }

    /// The value of an entry as it is written; `None` when it was replaced.
    fn raw(&self, entry: &Entry) -> Option<Raw<'t>> {
        let end = entry.place.1;
        let token = self.guarded.token_before(end)?;
        if self.guarded.is_poisoned(token.start, token.end) {
            return None;
        }
        // A comma at its end may have been blanked: the value ends where the entry ends.
        let token = Token { end: token.end.min(end), ..token };
        let written = self.text.get(token.start..token.end)?;
        let (text, number) = match &entry.value {
            Literal::Text(text) => (text.clone().into_owned(), false),
            Literal::Number => (written.to_owned(), true),
            Literal::Keyword => return None,
        };
        Some(Raw { text, number, token, written })
    }
}

impl Raw<'_> {
    /// The place of some bytes of the unescaped text.
    fn part(&self, file: FileId, from: usize, to: usize) -> Span {
        let start = self.token.start;
        match self.token.kind {
            Kind::Quoted if self.written.contains('\\') => {
                let map = super::guard::lex::offsets(self.written);
                let at = |i: usize| map.get(i).or(map.last()).copied().unwrap_or(1);
                // The end of the last character, not the beginning of the next: an escape may stand between.
                Span::new(file, start + at(from), start + at(to))
            }
            Kind::Quoted => Span::new(file, start + 1 + from, start + 1 + to),
            Kind::Raw => Span::new(file, start, self.token.end),
            _ => Span::new(file, start + from, start + to),
        }
    }
}

/// How many things a node makes once its patterns and ranges are expanded; of flows, every triple.
fn weight(decl: &Decl) -> usize {
    let of = |value: &Value| match value {
        Value::Names(items) => items.len(),
        Value::Ports(list) | Value::PortRef { ports: list, .. } => list.iter().map(|p| p.what.count()).sum(),
        Value::Ranges(list) => list.len(),
        _ => 0,
    };
    let args: usize = decl.args.iter().map(|a| of(&a.value).max(1)).sum();
    let props = decl.props.iter().map(|p| of(&p.value));
    match decl.prop("from").is_some() && decl.prop("to").is_some() {
        true => props.map(|n| n.max(1)).fold(args.max(1), usize::saturating_mul),
        false => props.sum::<usize>() + args + 1,
    }
}

/// Whether any node may stand in its block.
fn takes_block(row: &Node) -> bool {
    row.kind == "deviation" || nodes::all().any(|n| n.parents.contains(&row.kind))
}

fn file_kind(at: In) -> &'static str {
    match at {
        In::R => "region",
        In::P => "profile",
        In::K => "catalogue file",
        In::M => "profile of the CMDB",
        In::D => "deviation",
        _ => "school",
    }
}

/// Where a node may stand, in words.
fn places(node: &Node) -> Vec<String> {
    if !node.parents.is_empty() {
        return node.parents.iter().map(|p| format!("in `{p}`")).collect();
    }
    let all = [
        (In::R, "in region.kdl"),
        (In::P, "in a profile"),
        (In::C, "in a school"),
        (In::D, "in a deviation"),
        (In::K, "in a catalogue file"),
        (In::M, "in cmdb.kdl"),
    ];
    all.iter().filter(|(at, _)| node.at.holds(*at)).map(|(_, name)| (*name).to_owned()).collect()
}

/// A type in the words of a message.
fn expectation(kind: Type) -> &'static str {
    match kind {
        Type::Word(_) => "a word",
        Type::Words(_) => "a list of words",
        Type::WordOrName(..) => "a word or a name",
        Type::Declares(_) | Type::Ref(_) | Type::Kind => "a name",
        Type::Refs(_) | Type::Endpoints | Type::Subjects => "a list of names",
        Type::Servers => "a list of names or addresses",
        Type::Text | Type::Note | Type::Template => "a text",
        Type::Number(..) => "a number",
        Type::Percent => "a percentage",
        Type::Decimal => "a decimal",
        Type::Prefix | Type::Subnet => "a prefix",
        Type::Network => "an address or a prefix",
        Type::HostNum => "a host's number",
        Type::Place => "a place",
        Type::Offsets => "a pool",
        Type::Mac => "a MAC address",
        Type::Uai => "a UAI code",
        Type::Size => "a size",
        Type::Rate => "a rate",
        Type::Duration => "a length of time",
        Type::Date | Type::Until => "a date",
        Type::Hours => "hours",
        Type::Ports | Type::RawAt => "ports",
        Type::PortRef | Type::PortRefOrNone => "ports of a device",
        Type::Ranges => "numbers and ranges",
        Type::Secret => "the name of a secret",
        Type::Departments => "codes of départements",
    }
}
