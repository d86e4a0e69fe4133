//! Flows as atoms: service × from × to. Restating a triple changes one property of one flow.

use super::merge::{self, Merge, rank, texts};
use super::tree::{Atom, Setting, Tree};
use crate::base::{Layer, Row, Sourced, Span};
use crate::syntax::{Decl, Value};

crate::findings! {
    /// One layer states a flow twice.
    ///
    /// No layer overrides itself: of two statements of one flow, either could be meant.
    pub static FLOW_TWICE = "flow-twice", Error;
}

/// What this file can find.
pub static RULES: &[&crate::base::Rule] = &[&FLOW_TWICE];

/// The triples of a statement, each part with its place.
pub type Triple = [(String, Span); 3];

/// The atoms that a statement names.
pub fn triples(decl: &Decl) -> Vec<Triple> {
    let services: Vec<(String, Span)> = decl.args.iter().flat_map(|a| texts(&a.value, a.span)).collect();
    named(decl, &services)
}

/// The atoms of these services that a statement's `from=` and `to=` name.
pub fn named(decl: &Decl, services: &[(String, Span)]) -> Vec<Triple> {
    let list = |name: &str| decl.prop(name).map(|p| texts(&p.value, p.span)).unwrap_or_default();
    let (from, to) = (list("from"), list("to"));
    let mut out = Vec::new();
    for s in services {
        for f in &from {
            for t in &to {
                out.push([s.clone(), f.clone(), t.clone()]);
            }
        }
    }
    out
}

/// Adds the atoms of an `allow` or `deny`.
pub fn add(tree: &mut Tree, decl: &Decl, layer: Layer, cx: &mut Merge) {
    let mut twice: Option<(String, Span)> = None;
    let mut changed: Option<Option<Span>> = None;
    for [service, from, to] in triples(decl) {
        let key = (service.0.clone(), from.0.clone(), to.0.clone());
        let old = tree.atoms.get(&key).cloned();
        if let Some(old) = &old
            && rank(old.layer) == rank(layer)
        {
            twice.get_or_insert((format!("{} from {} to {}", key.0, key.1, key.2), old.statement));
            continue;
        }
        if layer == Layer::School {
            changed.get_or_insert(old.as_ref().map(|o| o.statement));
        }
        let below = old.as_ref().map(|o| o.allows.origin());
        let verb = cx.origins.push(Row::Written { span: decl.keyword, layer, entry: None, below });
        let mut source = |(text, span): (String, Span)| Sourced::new(text, cx.origins.written(span, layer));
        let (service, from, to) = (source(service), source(from), source(to));
        let mut props = old.map(|o| o.props).unwrap_or_default();
        for prop in decl.props.iter().filter(|p| !matches!(p.property.name, "from" | "to")) {
            let name = prop.property.name;
            let below = props.get(name).map(|s: &Setting| s.value.origin());
            let origin = cx.origins.push(Row::Written { span: prop.span, layer, entry: Some(prop.entry), below });
            let value: Sourced<Value> = Sourced::new(prop.value.clone(), origin);
            props.insert(name, Setting { property: prop.property, value, layer, entry: prop.entry });
        }
        let allows = Sourced::new(decl.node.kind == "allow", verb);
        tree.atoms.insert(key, Atom { allows, service, from, to, props, layer, statement: decl.span });
    }
    if let Some((flow, first)) = twice {
        cx.sink()
            .report(&FLOW_TWICE, format!("the flow {flow} is stated twice"))
            .at(decl.span, "stated here")
            .also(first, "and here")
            .help("keep one: no layer overrides itself");
    }
    if let Some(below) = changed {
        let message = if below.is_some() {
            "a flow of the standard is changed outside a deviation"
        } else {
            "a flow is added to the standard outside a deviation"
        };
        cx.sink()
            .report(&merge::STANDARD_CHANGED, message)
            .at(decl.span, "only a deviation may say this")
            .also(below, "the standard")
            .help("wrap it: `deviation \"…\" owner=… until=\"…\" { … }`");
    }
}
