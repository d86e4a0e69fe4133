//! A school as merged: as if written in one file, each value with where it comes from.

use super::Form;
use crate::base::{Layer, Origin, Origins, Row, Span};
use crate::region::layers::Resolved;
use crate::region::merge::spell;
use crate::region::tree::{Merged, Setting};
use crate::source::Source;
use crate::syntax::table::Type;
use crate::syntax::{self, Value};
use serde_json::{Map, Value as Json, json};
use std::fmt::Write;

/// Prints a merged school.
pub fn print(resolved: &Resolved, document: &syntax::Document, source: &Source, form: Form) -> String {
    let cx = Printer { origins: &resolved.origins, source };
    match form {
        Form::Json => cx.json(resolved, document),
        Form::Human => cx.text(resolved, document, true),
        Form::Kdl => cx.text(resolved, document, false),
    }
}

struct Printer<'a> {
    origins: &'a Origins,
    source: &'a Source,
}

impl Printer<'_> {
    fn text(&self, resolved: &Resolved, document: &syntax::Document, origins: bool) -> String {
        let mut out = String::new();
        let header = &document.header;
        let _ = write!(out, "school");
        for arg in &header.args {
            let _ = write!(out, " {}", quoted(&arg.value));
        }
        for prop in &header.props {
            let _ = write!(out, " {}={}", prop.property.name, quoted(&prop.value));
        }
        out.push('\n');
        for node in &resolved.tree.nodes {
            self.node(node, 0, origins, &mut out);
        }
        for atom in resolved.tree.atoms.values() {
            let verb = if *atom.allows { "allow" } else { "deny" };
            let mut line = format!("{verb} {} from={} to={}", word(&atom.service), word(&atom.from), word(&atom.to));
            for (name, setting) in &atom.props {
                let _ = write!(line, " {name}={}", setting_text(setting));
            }
            self.line(&line, 0, origins.then_some(atom.allows.origin()), &mut out);
        }
        out
    }

    fn line(&self, line: &str, depth: usize, origin: Option<Origin>, out: &mut String) {
        let _ = write!(out, "{}{line}", "    ".repeat(depth));
        if let Some(story) = origin.and_then(|o| self.story(o)) {
            let _ = write!(out, "  // {story}");
        }
        out.push('\n');
    }

    fn node(&self, node: &Merged, depth: usize, origins: bool, out: &mut String) {
        let mut line = node.node.kind.to_owned();
        if let Some(name) = &node.name {
            let _ = write!(line, " {}", named(node, name));
        }
        for value in node.settings.iter().flatten().chain(node.members.iter().map(|m| &m.value)) {
            let _ = write!(line, " {}", quoted(value));
        }
        let settings: Vec<(&&str, &Setting)> = node.props.iter().collect();
        let open = if node.children.is_empty() { "" } else { " {" };
        // Values that one line decided stay on one line; the others get a line each, since a comment ends it.
        let here = self.story(node.origin);
        let apart: Vec<_> = settings.iter().filter(|(_, s)| origins && self.story(s.value.origin()) != here).collect();
        for (name, setting) in settings.iter().filter(|(n, _)| !apart.iter().any(|(a, _)| a == n)) {
            let _ = write!(line, " {name}={}", setting_text(setting));
        }
        let end = if apart.is_empty() { open } else { " \\" };
        self.line(&format!("{line}{end}"), depth, origins.then_some(node.origin), out);
        for (i, (name, setting)) in apart.iter().enumerate() {
            let end = if i + 1 < apart.len() { " \\" } else { open };
            self.line(&format!("{name}={}{end}", setting_text(setting)), depth + 1, Some(setting.value.origin()), out);
        }
        if !node.children.is_empty() {
            node.children.iter().for_each(|c| self.node(c, depth + 1, origins, out));
            let _ = writeln!(out, "{}}}", "    ".repeat(depth));
        }
    }

    /// Where a value comes from: the place that holds, and those that it replaced.
    fn story(&self, origin: Origin) -> Option<String> {
        let mut parts = Vec::new();
        let mut at = Some(origin);
        while let Some(Row::Written { span, layer, below, .. }) = at.and_then(|o| self.origins.row(o)) {
            let place = self.place(*span)?;
            parts.push(match layer {
                Layer::Deviation(n) => format!("{place} (deviation {})", n + 1),
                _ => place,
            });
            at = *below;
        }
        (!parts.is_empty()).then(|| parts.join(", over "))
    }

    fn place(&self, span: Span) -> Option<String> {
        let file = self.source.file(span.file)?;
        let before = file.text.get(..span.start as usize)?;
        Some(format!("{}:{}", file.path, before.matches('\n').count() + 1))
    }

    fn json(&self, resolved: &Resolved, document: &syntax::Document) -> String {
        let header: Map<String, Json> =
            document.header.props.iter().map(|p| (p.property.name.to_owned(), Json::String(spell(&p.value)))).collect();
        let code = document.header.args.first().map(|a| spell(&a.value));
        let nodes: Vec<Json> = resolved.tree.nodes.iter().map(|n| self.json_node(n)).collect();
        let flows: Vec<Json> = resolved
            .tree
            .atoms
            .values()
            .map(|a| {
                let props: Map<String, Json> =
                    a.props.iter().map(|(k, s)| ((*k).to_owned(), self.json_value(&s.value, s.value.origin()))).collect();
                json!({"verb": if *a.allows { "allow" } else { "deny" }, "service": *a.service, "from": *a.from, "to": *a.to,
                    "origin": self.json_origin(a.allows.origin()), "properties": props})
            })
            .collect();
        let all = json!({"format": "preau-school/1", "school": code, "header": header, "nodes": nodes, "flows": flows});
        let mut text = serde_json::to_string_pretty(&all).unwrap_or_default();
        text.push('\n');
        text
    }

    fn json_node(&self, node: &Merged) -> Json {
        let props: Map<String, Json> =
            node.props.iter().map(|(k, s)| ((*k).to_owned(), self.json_value(&s.value, s.value.origin()))).collect();
        let values = node.settings.iter().flatten().chain(node.members.iter().map(|m| &m.value));
        let arguments: Vec<Json> = values.map(|v| self.json_value(v, v.origin())).collect();
        let children: Vec<Json> = node.children.iter().map(|c| self.json_node(c)).collect();
        json!({"kind": node.node.kind, "name": node.name.as_ref().map(|n| n.value().clone()), "origin": self.json_origin(node.origin),
            "arguments": arguments, "properties": props, "children": children})
    }

    fn json_value(&self, value: &Value, origin: Origin) -> Json {
        json!({"value": spell(value), "origin": self.json_origin(origin)})
    }

    fn json_origin(&self, origin: Origin) -> Json {
        let mut layers = Vec::new();
        let mut at = Some(origin);
        while let Some(Row::Written { span, layer, below, .. }) = at.and_then(|o| self.origins.row(o)) {
            let layer = match layer {
                Layer::Region => "region".to_owned(),
                Layer::Profile(n) => format!("profile {n}"),
                Layer::School => "school".to_owned(),
                Layer::Deviation(n) => format!("deviation {}", n + 1),
            };
            layers.push(json!({"layer": layer, "at": self.place(*span)}));
            at = *below;
        }
        Json::Array(layers)
    }
}

/// A value as the language spells it: a plain number is bare where a number is meant, and quoted where a name is.
fn quoted(value: &Value) -> String {
    let text = spell(value);
    let named = matches!(value, Value::Name(_) | Value::Names(_) | Value::Text(_) | Value::Word(_) | Value::Secret(_));
    if named { word(&text) } else { number_or_word(&text) }
}

/// The same for a property, whose type may be a list of words that are numbers (`bands=5`).
fn setting_text(setting: &Setting) -> String {
    match setting.property.kind {
        Type::Words(_) => number_or_word(&spell(&setting.value)),
        _ => quoted(&setting.value),
    }
}

/// A node's name: a number where the table says so (`card 0`).
fn named(node: &Merged, name: &str) -> String {
    match node.node.args.fixed.first() {
        Some((_, Type::Number(..) | Type::Word(_))) => number_or_word(name),
        _ => word(name),
    }
}

fn number_or_word(text: &str) -> String {
    let plain = text.len() <= 10 && !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if plain && (text == "0" || !text.starts_with('0')) { text.to_owned() } else { word(text) }
}

/// A word as the language spells it: bare where that is legal.
fn word(text: &str) -> String {
    let bare = text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || ".-_+:,>@*".contains(c))
        && !matches!(text, "true" | "false" | "null" | "inf" | "nan");
    if bare {
        return text.to_owned();
    }
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
