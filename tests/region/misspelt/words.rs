//! The words of a manifest: which rows of the table have some, and where a document says them.

use preau::base::Span;
use preau::source::{Role, Source};
use preau::syntax::nodes;
use preau::syntax::table::Type;
use preau::syntax::{Decl, Document, In, Node, Space, Value};
use std::collections::BTreeSet;
use std::fmt;

/// What a value holds that can be misspelt.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Holds {
    /// Words of the language: the reader alone knows them.
    Words,
    /// Names that something else declares.
    Names,
    /// Neither.
    Nothing,
}

/// A row of the table, as far as it has words: a keyword, a key, an argument or a value.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Row {
    /// The node's keyword, behind its parent's when it is a child only.
    node: String,
    /// What of it: `keyword`, `vlan key`, `argument`, `vlan=`.
    what: String,
    pub holds: Holds,
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{} {}", self.node, self.what)
    }
}

impl Row {
    fn of(node: &Node, what: &str, holds: Holds) -> Row {
        let name = match node.parents.first() {
            Some(parent) if node.at == In::CHILD => format!("{parent}.{}", node.kind),
            _ => node.kind.to_owned(),
        };
        Row { node: name, what: what.to_owned(), holds }
    }
}

/// A word of a document.
pub struct Word {
    pub row: Row,
    pub span: Span,
    /// The kind of file, or `deviation`.
    pub said_in: &'static str,
}

/// What values of a type hold. A new type is asked about here: the match names them all.
fn holds(of: Type) -> Holds {
    match of {
        Type::Ref(Space::Free | Space::Outlet) | Type::Refs(Space::Free | Space::Outlet) => Holds::Nothing,
        Type::Ref(_) | Type::Refs(_) | Type::WordOrName(..) => Holds::Names,
        Type::Servers | Type::Endpoints | Type::Subjects | Type::PortRef | Type::PortRefOrNone | Type::RawAt => Holds::Names,
        Type::Word(_) | Type::Words(_) | Type::Kind => Holds::Words,
        // A name at its declaration is right whatever it is; a secret is looked up where no manifest is.
        Type::Declares(_) | Type::Secret => Holds::Nothing,
        Type::Text | Type::Note | Type::Template | Type::Departments => Holds::Nothing,
        Type::Number(..) | Type::Percent | Type::Decimal | Type::Ports | Type::Ranges => Holds::Nothing,
        Type::Prefix | Type::Network | Type::HostNum | Type::Place | Type::Offsets | Type::Mac | Type::Subnet => Holds::Nothing,
        Type::Uai | Type::Size | Type::Rate | Type::Duration | Type::Date | Type::Until | Type::Hours => Holds::Nothing,
    }
}

/// The rows of a node's values that hold words.
pub fn rows(node: &Node) -> Vec<Row> {
    let args = node.args.fixed.iter().map(|(_, of)| *of).chain(node.args.rest.map(|(_, of, _)| of));
    let args = args.map(|of| ("argument".to_owned(), holds(of)));
    let props = node.props.iter().map(|p| (format!("{}=", p.name), holds(p.kind)));
    let all = args.chain(props).filter(|(_, holds)| *holds != Holds::Nothing);
    all.map(|(what, holds)| Row::of(node, &what, holds)).collect()
}

/// Every word of a document.
pub fn of(at: In, document: &Document) -> Vec<Word> {
    let said_in = match at {
        In::R => "region",
        In::P => "profile",
        In::C => "school",
        _ => "catalogue",
    };
    let mut all = Vec::new();
    std::iter::once(&document.header).chain(&document.nodes).for_each(|decl| of_decl(decl, said_in, &mut all));
    all
}

fn of_decl(decl: &Decl, said_in: &'static str, out: &mut Vec<Word>) {
    let mut word = |what: &str, holds: Holds, span: Span| out.push(Word { row: Row::of(decl.node, what, holds), span, said_in });
    word("keyword", Holds::Words, decl.keyword);
    for (position, arg) in decl.args.iter().enumerate() {
        let Some(of) = decl.node.args.kind_at(position) else { continue };
        places(of, &arg.value, arg.span).into_iter().for_each(|span| word("argument", holds(of), span));
    }
    // An old name is nobody's any more.
    for prop in decl.props.iter().filter(|prop| prop.property.name != "was") {
        let (name, of) = (prop.property.name, prop.property.kind);
        word(&format!("{name} key"), Holds::Words, Span { len: u32::try_from(name.len()).unwrap(), ..prop.entry });
        places(of, &prop.value, prop.span).into_iter().for_each(|span| word(&format!("{name}="), holds(of), span));
    }
    let said_in = if decl.node.kind == "deviation" { "deviation" } else { said_in };
    decl.children.iter().for_each(|child| of_decl(child, said_in, out));
}

/// Where a value holds a word.
fn places(of: Type, value: &Value, span: Span) -> Vec<Span> {
    match value {
        _ if holds(of) == Holds::Nothing => Vec::new(),
        // `vlan:NAME`, with quotes or without.
        Value::Name(text) if of == Type::RawAt => {
            let (all, before) = (u32::try_from(text.len()).unwrap(), u32::try_from("vlan:".len()).unwrap());
            vec![Span { start: span.start + (span.len - all) / 2 + before, len: all - before, ..span }]
        }
        Value::Word(_) | Value::Name(_) => vec![span],
        Value::Names(items) => items.iter().map(|item| item.span).collect(),
        Value::PortRef { device, .. } => vec![device.span],
        _ => Vec::new(),
    }
}

/// Every word that a slip could make another of, names that are declared included.
pub fn spelt<'s, D: Iterator<Item = &'s Document>>(samples: impl Iterator<Item = (&'s Source, D)>) -> BTreeSet<String> {
    fn names(decl: &Decl, out: &mut BTreeSet<String>) {
        let values = decl.args.iter().map(|a| &a.value).chain(decl.props.iter().map(|p| &p.value));
        for value in values {
            out.extend(value.items().iter().map(|item| item.text.clone()));
            out.extend(value.text().map(str::to_owned));
        }
        decl.children.iter().for_each(|child| names(child, out));
    }
    let mut all = BTreeSet::new();
    for (source, documents) in samples {
        all.extend(source.of_role(Role::Inventory).map(|f| f.path.rsplit('/').next().unwrap().to_owned()));
        documents.flat_map(|d| std::iter::once(&d.header).chain(&d.nodes)).for_each(|decl| names(decl, &mut all));
    }
    for node in nodes::all() {
        all.insert(node.kind.to_owned());
        all.extend(node.property_names().map(str::to_owned));
        all.extend(node.props.iter().flat_map(|p| match p.kind {
            Type::Word(words) | Type::Words(words) | Type::WordOrName(words, _) => {
                words.iter().map(|w| (*w).to_owned()).collect()
            }
            _ => Vec::new(),
        }));
    }
    all
}

/// Whether two readings of a file say the same, each thing at the same place.
pub fn are_same(one: &Document, other: &Document) -> bool {
    let list = |document: &Document| std::iter::once(&document.header).chain(&document.nodes).cloned().collect::<Vec<Decl>>();
    list_is_same(&list(one), &list(other))
}

fn list_is_same(one: &[Decl], other: &[Decl]) -> bool {
    let is_same = |a: &Decl, b: &Decl| {
        let args = |d: &Decl| d.args.iter().map(|arg| (arg.value.clone(), arg.span)).collect::<Vec<_>>();
        let props = |d: &Decl| d.props.iter().map(|p| (p.property.name, p.value.clone(), p.span)).collect::<Vec<_>>();
        std::ptr::eq(a.node, b.node) && args(a) == args(b) && props(a) == props(b) && list_is_same(&a.children, &b.children)
    };
    one.len() == other.len() && one.iter().zip(other).all(|(a, b)| is_same(a, b))
}
