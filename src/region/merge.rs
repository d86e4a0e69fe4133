//! Layers become one tree (specification, part 5): arguments add, properties replace, children merge, `remove` takes away.
//!
//! What a name refers to is not asked here; [`super::bind`] does. No layer overrides itself, so order inside a file
//! never matters. Every value keeps the chain of layers that set it.

use super::atoms;
use super::remove;
use super::tree::{Declared, Member, Merged, Setting, Tree};
use crate::base::finding::Place;
use crate::base::{Layer, Origin, Origins, Policy, Row, Sink, Sourced, Span};
use crate::syntax::{Arg, Class, Decl, Key, Prop, Value};
use std::collections::BTreeMap;

crate::findings! {
    /// One layer sets a property twice.
    ///
    /// No layer overrides itself, so that the order of a file never matters: either value could be meant.
    /// A deviation is part of the school's layer: two deviations cannot set one property.
    pub static SET_TWICE = "set-twice", Error;
    /// A school changes or adds to the standard outside a deviation.
    ///
    /// Whoever reviews a school must find everything that is special about it in its deviations, each with a reason,
    /// an owner and an end. What the standard leaves to the school (inventory, sizes) is free.
    pub static STANDARD_CHANGED = "standard-changed", Error;
    /// One name is declared twice in one layer.
    ///
    /// A block may be opened again to add to it, but two full declarations are two things under one name: cables, flows
    /// and records that name it would mean either.
    pub static DUP_NAME = "dup-name", Error;
    /// The same thing is declared under two kinds.
    ///
    /// A guest that moves from one kind to another is removed, then declared again: nothing of the old declaration
    /// would make sense in the new kind.
    pub static KIND_CLASH = "kind-clash", Error;
    /// Something is written that the compiler does not model.
    ///
    /// A second link to an operator, a second firewall, a school under two blocks, a Compose project with two network
    /// cards: what would come out is not known to be right, so that it is neither guessed nor dropped.
    pub static NOT_MODELLED = "not-modelled", Error;
}

/// What this file can find.
pub static RULES: &[&crate::base::Rule] = &[&DUP_NAME, &KIND_CLASH, &NOT_MODELLED, &SET_TWICE, &STANDARD_CHANGED];

/// One layer of a school: a file's nodes, or a deviation's.
#[derive(Copy, Clone)]
pub struct Source<'a> {
    /// Which layer.
    pub layer: Layer,
    /// Its nodes.
    pub nodes: &'a [Decl],
}

impl<'a> Source<'a> {
    /// The layer's own nodes: a deviation in a school's file is a layer beside it.
    fn own(&self) -> impl Iterator<Item = &'a Decl> + use<'a> {
        self.nodes.iter().filter(|d| d.node.kind != "deviation")
    }
}

/// The state of a merge: the table of origins and where findings go.
pub struct Merge<'a> {
    /// The school's table.
    pub origins: &'a mut Origins,
    /// Overrides and waivers.
    pub policy: &'a mut Policy,
    /// The school's code.
    pub school: &'a str,
    /// Findings so far.
    pub findings: &'a mut Vec<crate::base::Finding>,
}

impl Merge<'_> {
    /// A sink for one finding.
    pub fn sink(&mut self) -> Sink<'_> {
        Sink::new(self.origins, self.policy, Some(self.school), self.findings)
    }
}

/// How high a layer stands; the school and its deviations stand on one step.
pub fn rank(layer: Layer) -> u16 {
    match layer {
        Layer::Region => 0,
        Layer::Profile(n) => 1 + u16::from(n),
        Layer::School | Layer::Deviation(_) => u16::MAX,
    }
}

/// Merges the layers, lowest first. Layers of one rank (a school and its deviations) stand next to each other.
pub fn merge(layers: &[Source], cx: &mut Merge) -> Tree {
    let mut tree = Tree::default();
    let mut rest = layers;
    while let Some(first) = rest.first() {
        let count = rest.iter().take_while(|s| rank(s.layer) == rank(first.layer)).count();
        let (step, later) = rest.split_at(count);
        // `remove` acts on the layers below, so that "removed and declared again" replaces a node whole.
        for source in step {
            for decl in source.own() {
                match decl.node.kind {
                    "remove" => remove::top(&mut tree, decl, source.layer, cx),
                    _ => remove::nested(&mut tree, decl, source.layer, cx),
                }
            }
        }
        for source in step {
            for decl in source.own() {
                match decl.node.key {
                    _ if decl.node.kind == "remove" || decl.node.kind == "waive" => {}
                    Key::Atoms => atoms::add(&mut tree, decl, source.layer, cx),
                    _ => add(&mut tree.nodes, decl, source.layer, cx),
                }
            }
        }
        rest = later;
    }
    tree
}

/// Adds a declaration to the nodes of one parent.
fn add(nodes: &mut Vec<Merged>, decl: &Decl, layer: Layer, cx: &mut Merge) {
    match decl.node.key {
        Key::Statement | Key::Atoms | Key::Header => {
            let origin = cx.origins.written(decl.span, layer);
            let mut fresh = Merged { members: Vec::new(), ..empty(decl, None, origin, layer) };
            fill(&mut fresh, decl, layer, cx);
            outside_deviation(decl, layer, cx);
            nodes.push(fresh);
        }
        Key::Each => {
            for arg in &decl.args {
                for (text, span) in texts(&arg.value, arg.span) {
                    one(nodes, decl, Some((&text, span)), layer, cx);
                }
            }
        }
        Key::Name => {
            let Some(arg) = decl.args.first() else { return };
            let Some((text, span)) = texts(&arg.value, arg.span).into_iter().next() else { return };
            one(nodes, decl, Some((&text, span)), layer, cx);
        }
        Key::Singleton => one(nodes, decl, None, layer, cx),
    }
}

/// Guests share one namespace over three kinds: finding another kind under one name is a clash, not two guests.
const GUESTS: [&str; 3] = ["kvm", "lxc", "docker"];

fn one(nodes: &mut Vec<Merged>, decl: &Decl, name: Option<(&str, Span)>, layer: Layer, cx: &mut Merge) {
    let text = name.map_or("", |(t, _)| t);
    let same_name = |m: &&mut Merged| m.name_text() == text;
    if GUESTS.contains(&decl.node.kind)
        && let Some(other) =
            nodes.iter().find(|m| m.node.kind != decl.node.kind && GUESTS.contains(&m.node.kind) && m.name_text() == text)
    {
        let (kind, below) = (other.node.kind, other.span());
        cx.sink()
            .report(&KIND_CLASH, format!("{text} is a {kind} guest, and {} here", decl.node.kind))
            .at(decl.span, format!("declared as {}", decl.node.kind))
            .also(below, format!("declared as {kind}"))
            .help(format!("write `remove {kind} {text}` first"));
        return;
    }
    let found = nodes.iter_mut().filter(|m| m.node.kind == decl.node.kind).find(same_name);
    let origin = cx.origins.written(name.map_or(decl.span, |(_, s)| s), layer);
    match found {
        Some(merged) => {
            merged.origin = origin;
            merged.declared.push(Declared { layer, span: decl.span, name: name.map_or(decl.span, |(_, s)| s) });
            if let Some(n) = &mut merged.name {
                let below = n.origin();
                let row = Row::Written { span: name.map_or(decl.span, |(_, s)| s), layer, entry: None, below: Some(below) };
                *n = Sourced::new(n.value().clone(), cx.origins.push(row));
            }
            fill(merged, decl, layer, cx);
        }
        None => {
            let name = name.map(|(t, _)| Sourced::new(t.to_owned(), origin));
            let here = name.as_ref().and_then(|n| cx.origins.span(n.origin()));
            let mut fresh = empty(decl, name, origin, layer);
            fresh.declared.iter_mut().for_each(|d| d.name = here.unwrap_or(decl.span));
            fill(&mut fresh, decl, layer, cx);
            outside_deviation(decl, layer, cx);
            nodes.push(fresh);
        }
    }
}

fn empty(decl: &Decl, name: Option<Sourced<String>>, origin: Origin, layer: Layer) -> Merged {
    Merged {
        node: decl.node,
        name,
        declared: vec![Declared { layer, span: decl.span, name: decl.span }],
        origin,
        settings: Vec::new(),
        members: Vec::new(),
        props: BTreeMap::new(),
        children: Vec::new(),
    }
}

/// Says once that a whole node of the standard is added outside a deviation.
fn outside_deviation(decl: &Decl, layer: Layer, cx: &mut Merge) {
    // A statement that must stand in a deviation (`raw`) and one that merely may are told apart by their class.
    if layer == Layer::School && decl.node.class == Class::Standard {
        let what = decl.name().map_or(String::new(), |(n, _)| format!(" {n}"));
        cx.sink()
            .report(&STANDARD_CHANGED, format!("{}{what} is added to the standard outside a deviation", decl.node.kind))
            .at(decl.span, "only a deviation may add this")
            .help("wrap it: `deviation \"…\" owner=… until=\"…\" { … }`");
    }
}

/// Puts the arguments, properties and children of a declaration into a merged node.
fn fill(merged: &mut Merged, decl: &Decl, layer: Layer, cx: &mut Merge) {
    // Everything so far is of this step: whatever is added is part of the same new thing.
    let own = merged.declared.iter().all(|d| rank(d.layer) == rank(layer));
    let named = usize::from(matches!(decl.node.key, Key::Name));
    let fixed = decl.node.args.fixed.len();
    for (position, arg) in decl.args.iter().enumerate().skip(named) {
        if matches!(decl.node.key, Key::Each) {
            break;
        }
        if position < fixed && decl.node.key != Key::Statement {
            let word = decl.node.args.fixed.get(position).map_or("value", |(word, _)| *word);
            argument(merged, arg, (position - named, word), layer, own, cx);
        } else {
            members(merged, &arg.value, arg.span, layer, own, cx);
        }
    }
    let again = |p: &&Prop| merged.props.get(p.property.name).is_some_and(|s| rank(s.layer) == rank(layer));
    let twice: Vec<&'static str> = decl.props.iter().filter(again).map(|p| p.property.name).collect();
    if twice.len() > 1 && decl.node.kind == "firewall" {
        return second(merged, decl.span, cx);
    }
    if own && twice.len() > 1 && decl.node.key != Key::Singleton {
        // Not one finding a property: the mistake is the second declaration.
        let what = title(merged);
        let here = decl.args.first().map_or(decl.span, |a| a.span);
        let first = merged.declared.iter().rev().nth(1).map(|d| d.span);
        cx.sink()
            .report(&DUP_NAME, format!("{what} is declared twice"))
            .at(here, "declared again here")
            .also(first, "first declared here")
            .help("give one of them another name, or keep each property in one place");
        return;
    }
    for prop in &decl.props {
        set(merged, prop, layer, own, cx);
    }
    // What is removed was removed from the layers below, before anything of this step was added.
    for child in decl.children.iter().filter(|c| c.node.kind != "remove") {
        add_child(merged, child, layer, own, cx);
    }
}

/// An argument that is a setting.
fn argument(merged: &mut Merged, arg: &Arg, (index, word): (usize, &str), layer: Layer, own: bool, cx: &mut Merge) {
    let old = merged.settings.get(index).cloned().flatten();
    if let Some(old) = &old {
        let below = cx.origins.span(old.origin());
        let of_this_step = matches!(cx.origins.row(old.origin()), Some(Row::Written { layer: l, .. }) if rank(*l) == rank(layer));
        if of_this_step && merged.node.kind == "block" {
            return second(merged, arg.span, cx);
        }
        if of_this_step {
            return set_twice(merged, word, arg.span, below, cx);
        }
        if layer == Layer::School && !own && merged.node.class == Class::Standard && **old != arg.value {
            changed(merged, word, (arg.span, &arg.value), (below, old), merged.layer(), cx);
        }
    }
    let origin = cx.origins.push(Row::Written { span: arg.span, layer, entry: None, below: old.map(|o| o.origin()) });
    merged.settings.resize((index + 1).max(merged.settings.len()), None);
    if let Some(slot) = merged.settings.get_mut(index) {
        *slot = Some(Sourced::new(arg.value.clone(), origin));
    }
}

/// Says that there are two of what there can be one of.
fn second(merged: &Merged, at: Span, cx: &mut Merge) {
    let (kind, first) = (merged.node.kind, merged.declared.first().map(|d| d.span));
    not_modelled(&mut cx.sink(), format!("a second {kind}"), at, first.filter(|f| *f != at));
}

/// Says that something is written which the compiler does not model.
pub fn not_modelled(sink: &mut Sink, what: String, at: impl Place, first: Option<Span>) {
    sink.report(&NOT_MODELLED, format!("{what} is not modelled"))
        .at(at, "not modelled")
        .also(first, "the first")
        .help("nothing is guessed, nothing is dropped: keep one, and say the rest in a `note=`");
}

fn set_twice(merged: &Merged, name: &str, here: Span, first: Option<Span>, cx: &mut Merge) {
    let what = title(merged);
    cx.sink()
        .report(&SET_TWICE, format!("`{name}` of {what} is set twice"))
        .at(here, "set here")
        .also(first, "and here")
        .help("keep one: no layer overrides itself");
}

fn add_child(merged: &mut Merged, child: &Decl, layer: Layer, own: bool, cx: &mut Merge) {
    let before = cx.findings.len();
    add(&mut merged.children, child, layer, cx);
    // What a school adds inside its own node is as free as that node, and a whole new node of the standard was reported
    // at its header. A switch's raw lines have a finding of their own, wherever they stand.
    if layer == Layer::School && (own || child.node.kind == "raw" && merged.node.kind == "switch") {
        let kept = cx.findings.split_off(before);
        cx.findings.extend(kept.into_iter().filter(|f| f.rule != STANDARD_CHANGED.name));
    }
}

fn members(merged: &mut Merged, value: &Value, span: Span, layer: Layer, own: bool, cx: &mut Merge) {
    let before = merged.members.len();
    add_members(merged, value, span, layer, cx);
    if layer == Layer::School && !own && merged.node.class == Class::Standard && merged.members.len() > before {
        let (what, below) = (title(merged), merged.declared.iter().find(|d| d.layer != layer).map(|d| d.span));
        cx.sink()
            .report(&STANDARD_CHANGED, format!("{} is added to {what} outside a deviation", spell(value)))
            .at(span, "only a deviation may add this")
            .also(below, "the standard has it without")
            .help("wrap it: `deviation \"…\" owner=… until=\"…\" { … }`");
    }
}

fn add_members(merged: &mut Merged, value: &Value, span: Span, layer: Layer, cx: &mut Merge) {
    match value {
        Value::Names(items) => {
            for item in items {
                let same = |m: &Member| m.value.text() == Some(item.text.as_str());
                if merged.node.key != Key::Statement && merged.members.iter().any(same) {
                    continue;
                }
                let origin = cx.origins.written(item.span, layer);
                merged.members.push(Member { value: Sourced::new(Value::Name(item.text.clone()), origin), layer });
            }
        }
        Value::Invalid => {}
        other => {
            if merged.node.key != Key::Statement && merged.members.iter().any(|m| *m.value == *other) {
                return;
            }
            let origin = cx.origins.written(span, layer);
            merged.members.push(Member { value: Sourced::new(other.clone(), origin), layer });
        }
    }
}

/// `place` and `subnet` are one setting in two spellings.
const ONE_SETTING: [[&str; 2]; 1] = [["place", "subnet"]];

fn set(merged: &mut Merged, prop: &Prop, layer: Layer, own: bool, cx: &mut Merge) {
    let name = prop.property.name;
    let twins = ONE_SETTING.iter().find(|t| t.contains(&name)).map_or([name, name], |t| *t);
    let old = twins.iter().find_map(|t| merged.props.get(t)).cloned();
    if let Some(old) = &old {
        if rank(old.layer) == rank(layer) {
            return set_twice(merged, name, prop.entry, Some(old.entry), cx);
        }
        changes_standard(merged, prop, old, layer, cx);
    } else if !own {
        adds_to_standard(merged, prop, layer, cx);
    }
    let below = old.map(|o| o.value.origin());
    let origin = cx.origins.push(Row::Written { span: prop.span, layer, entry: Some(prop.entry), below });
    twins.iter().for_each(|t| {
        merged.props.remove(t);
    });
    let setting = Setting { property: prop.property, value: Sourced::new(prop.value.clone(), origin), layer, entry: prop.entry };
    merged.props.insert(name, setting);
}

fn class(merged: &Merged, prop: &Prop) -> Class {
    prop.property.class.unwrap_or(merged.node.class)
}

fn changes_standard(merged: &Merged, prop: &Prop, old: &Setting, layer: Layer, cx: &mut Merge) {
    // A profile that says `subnet=assigned` leaves the subnet, and no place, to the school.
    let left_to_school = prop.property.name == "subnet" && matches!(&*old.value, Value::Word("assigned"));
    if layer != Layer::School || class(merged, prop) != Class::Standard || *old.value == prop.value || left_to_school {
        return;
    }
    if prop.value == Value::Invalid {
        return;
    }
    changed(merged, prop.property.name, (prop.entry, &prop.value), (Some(old.entry), &old.value), old.layer, cx);
}

/// Says that a value of the standard is replaced outside a deviation.
fn changed(
    merged: &Merged,
    name: &str,
    (here, now): (Span, &Value),
    (below, old): (Option<Span>, &Value),
    by: Layer,
    cx: &mut Merge,
) {
    let by = match by {
        Layer::Region => "the region",
        _ => "the profile",
    };
    cx.sink()
        .report(&STANDARD_CHANGED, format!("{by} sets `{name}` of {}", title(merged)))
        .at(here, format!("changed to {} outside a deviation", spell(now)))
        .also(below, format!("the standard: {}", spell(old)))
        .help("wrap it: `deviation \"…\" owner=… until=\"…\" { … }`");
}

fn adds_to_standard(merged: &Merged, prop: &Prop, layer: Layer, cx: &mut Merge) {
    if layer != Layer::School || class(merged, prop) != Class::Standard {
        return;
    }
    let (what, name) = (title(merged), prop.property.name);
    let below = merged.declared.iter().find(|d| d.layer != layer).map(|d| d.span);
    cx.sink()
        .report(&STANDARD_CHANGED, format!("`{name}` of {what} is added to the standard outside a deviation"))
        .at(prop.entry, "only a deviation may set this")
        .also(below, "the standard has it without")
        .help("wrap it: `deviation \"…\" owner=… until=\"…\" { … }`");
}

/// A node in words, as findings name it: `VLAN serveurs`, `switch sw151`.
pub fn title(merged: &Merged) -> String {
    let kind = match merged.node.kind {
        "vlan" => "VLAN",
        "ssid" => "SSID",
        "ups" => "UPS",
        kind => kind,
    };
    match &merged.name {
        Some(name) => format!("{kind} {name}"),
        None => kind.to_owned(),
    }
}

/// The words of a value with their places.
pub fn texts(value: &Value, span: Span) -> Vec<(String, Span)> {
    match value {
        Value::Names(items) => items.iter().map(|i| (i.text.clone(), i.span)).collect(),
        Value::Number(n) => vec![(n.to_string(), span)],
        Value::Prefix(p) => vec![(p.to_string(), span)],
        other => other.text().map(|t| (t.to_owned(), span)).into_iter().collect(),
    }
}

/// A value as an author would write it.
pub fn spell(value: &Value) -> String {
    match value {
        Value::Invalid => "?".into(),
        Value::Word(w) => (*w).into(),
        Value::Name(t) | Value::Text(t) | Value::Secret(t) => t.clone(),
        Value::Names(items) => items.iter().map(|i| i.text.as_str()).collect::<Vec<_>>().join(","),
        Value::Number(n) => n.to_string(),
        Value::Decimal(n) => thousandths(*n),
        Value::Address(a) => a.to_string(),
        Value::Prefix(p) => p.to_string(),
        Value::HostNum(h) => h.to_string(),
        Value::Place(p) => p.to_string(),
        Value::Offsets(o) => o.to_string(),
        Value::Mac(m) => m.to_string(),
        Value::Uai(u) => u.to_string(),
        Value::Size(s) => s.to_string(),
        Value::Rate(r) => r.to_string(),
        Value::Duration(d) => d.to_string(),
        Value::Date(Some(d)) => d.to_string(),
        Value::Date(None) => "none".into(),
        Value::Hours(h) => h.to_string(),
        Value::Ports(ports) => spell_ports(ports),
        Value::PortRef { device, ports } if ports.is_empty() => device.text.clone(),
        Value::PortRef { device, ports } => format!("{}:{}", device.text, spell_ports(ports)),
        Value::Ranges(ranges) => {
            let item = |&(a, b): &(u64, u64)| if a == b { a.to_string() } else { format!("{a}-{b}") };
            ranges.iter().map(item).collect::<Vec<_>>().join(",")
        }
    }
}

fn spell_ports(ports: &[crate::syntax::Ports]) -> String {
    let item = |p: &crate::syntax::Ports| match &p.what {
        crate::syntax::decl::PortWord::Range(r) => r.to_string(),
        crate::syntax::decl::PortWord::Named(n) => n.clone(),
    };
    ports.iter().map(item).collect::<Vec<_>>().join(",")
}

/// Thousandths as a decimal: 13500 is `13.5`.
pub fn thousandths(n: u64) -> String {
    let text = format!("{}.{:03}", n / 1000, n % 1000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
