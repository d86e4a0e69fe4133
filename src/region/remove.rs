//! `remove` takes away what lower layers say, with the memberships that name it.

use super::atoms;
use super::merge::{self, Merge, texts};
use super::tree::{Merged, Taken, Tree};
use crate::base::nearest::{Near, nearest};
use crate::base::{Layer, Span};
use crate::syntax::{Decl, Key, Value, nodes};
use std::collections::{BTreeMap, BTreeSet};

crate::findings! {
    /// A `remove` takes nothing away.
    ///
    /// Either the name is misspelt, and what should go stays, or a profile dropped it already and the line is left over.
    pub static REMOVES_NOTHING = "removes-nothing", fixed Error;
}

/// What this file can find.
pub static RULES: &[&crate::base::Rule] = &[&REMOVES_NOTHING];

/// Kinds whose names are endpoints of flows and members of cards.
const ENDPOINTS: [&str; 14] = [
    "vlan",
    "zone",
    "network",
    "kvm",
    "lxc",
    "docker",
    "switch",
    "host",
    "access-point",
    "nas",
    "appliance",
    "camera",
    "printer",
    "phone",
];

/// Kinds that there is at most one of are removed by their kind alone.
fn is_singleton(kind: &str) -> bool {
    nodes::all().any(|n| n.kind == kind && n.key == Key::Singleton)
}

/// Applies a `remove` of a file's top level to the layers below.
pub fn top(tree: &mut Tree, decl: &Decl, layer: Layer, cx: &mut Merge) {
    outside_deviation(decl, layer, cx);
    let Some((kind, names)) = words(decl) else { return };
    if kind == "allow" || kind == "deny" {
        return flows(tree, decl, &kind, &names, layer, cx);
    }
    if names.is_empty() {
        let before = tree.nodes.len();
        // `remove vlan` without a name would take them all.
        tree.nodes.retain(|n| n.node.kind != kind || !is_singleton(&kind));
        if tree.nodes.len() == before {
            nothing(decl.span, format!("there is no one {kind} in the layers below"), None, cx);
        } else {
            took(tree, format!("remove {kind}"), decl.span, layer, cx);
        }
        return;
    }
    for (mut name, span) in names {
        let before = tree.nodes.len();
        tree.nodes.retain(|n| !(n.node.kind == kind && n.name_text() == name));
        if tree.nodes.len() == before {
            let known: Vec<&str> = tree.nodes.iter().filter(|n| n.node.kind == kind).map(Merged::name_text).collect();
            let near = nearest(&name, known.iter().copied());
            nothing(span, format!("there is no {kind} {name} in the layers below"), near.as_ref(), cx);
            // What was meant goes, so that what hangs on its absence is not found as well.
            let Some(meant) = near.and_then(Near::only) else { continue };
            tree.nodes.retain(|n| !(n.node.kind == kind && n.name_text() == meant));
            name = meant;
        }
        tree.removed.insert((kind.clone(), name.clone()), span);
        let (flows, memberships) = along(tree, &kind, &name);
        let mut path = format!("remove {kind} {name}");
        let counted = [(flows, "flow"), (memberships, "membership")].into_iter().filter(|(n, _)| *n > 0);
        let counted: Vec<String> = counted.map(|(n, what)| format!("{n} {what}{}", if n > 1 { "s" } else { "" })).collect();
        if !counted.is_empty() {
            path = format!("{path}, with {}", counted.join(" and "));
        }
        took(tree, path, span, layer, cx);
    }
}

/// Takes along what named a removed thing as a member; returns how many flows and how many other memberships.
fn along(tree: &mut Tree, kind: &str, name: &str) -> (usize, usize) {
    let before = tree.atoms.len();
    let mut memberships = 0;
    if ENDPOINTS.contains(&kind) {
        tree.atoms.retain(|(_, from, to), _| *from != name && *to != name);
        for firewall in tree.nodes.iter_mut().filter(|n| n.node.kind == "firewall") {
            for card in firewall.children.iter_mut().filter(|c| c.node.kind == "card") {
                let all = card.members.len();
                card.members.retain(|m| m.value.text() != Some(name));
                memberships += all - card.members.len();
            }
        }
    }
    if kind == "service" {
        tree.atoms.retain(|(service, ..), _| *service != name);
    }
    (before - tree.atoms.len(), memberships + strip_statements(&mut tree.nodes, kind, name))
}

/// Takes a name out of statements (`forbid`, `publish`, `assert`); one that is left with an empty side is void. Returns
/// how many times it was named.
fn strip_statements(nodes: &mut Vec<Merged>, kind: &str, name: &str) -> usize {
    let mut stripped = 0;
    let lists: &[&str] = if ENDPOINTS.contains(&kind) { &["from", "to", "except", "keep"] } else { &[] };
    nodes.retain_mut(|node| {
        if !matches!(node.node.kind, "forbid" | "publish" | "assert") {
            return true;
        }
        let proof = node.node.kind == "assert";
        // Of a proof the first argument says of what kind it is; `reach` is the one that names services.
        let services = !proof || node.members.first().is_some_and(|m| m.value.text() == Some("reach"));
        let first = usize::from(proof);
        let mut void = false;
        if if services { kind == "service" } else { ENDPOINTS.contains(&kind) } {
            let all = node.members.len();
            let mut position = 0;
            node.members.retain(|m| {
                position += 1;
                position <= first || m.value.text() != Some(name)
            });
            stripped += all - node.members.len();
            // `isolated A` without its B says nothing.
            void |= all > node.members.len() && (!services || node.members.len() == first);
        }
        for list in lists {
            if let Some(setting) = node.props.get_mut(list)
                && let Value::Names(items) = &*setting.value
                && items.iter().any(|i| i.text == name)
            {
                let kept: Vec<_> = items.iter().filter(|i| i.text != name).cloned().collect();
                stripped += 1;
                void |= kept.is_empty() && *list != "except";
                setting.value = setting.value.with(Value::Names(kept));
            }
        }
        !void
    });
    stripped
}

/// Applies the `remove` statements inside a node to what the layers below put there.
pub fn nested(tree: &mut Tree, decl: &Decl, layer: Layer, cx: &mut Merge) {
    let mut taken = Vec::new();
    let path = decl.name().map_or(decl.node.kind.to_owned(), |(n, _)| format!("{} {n}", decl.node.kind));
    within(find(&mut tree.nodes, decl), decl, &path, layer, &mut taken, cx);
    for (path, span) in taken {
        took(tree, path, span, layer, cx);
    }
}

/// The node of the layers below that a declaration opens again.
fn find<'a>(nodes: &'a mut [Merged], decl: &Decl) -> Option<&'a mut Merged> {
    let name = match decl.node.key {
        Key::Name => decl.args.first().and_then(|a| texts(&a.value, a.span).into_iter().next()).map(|(t, _)| t)?,
        Key::Singleton => String::new(),
        _ => return None,
    };
    nodes.iter_mut().find(|n| n.node.kind == decl.node.kind && n.name_text() == name)
}

fn within(mut node: Option<&mut Merged>, decl: &Decl, path: &str, layer: Layer, taken: &mut Vec<(String, Span)>, cx: &mut Merge) {
    for child in &decl.children {
        if child.node.kind == "remove" {
            outside_deviation(child, layer, cx);
            let Some((kind, names)) = words(child) else { continue };
            if names.is_empty() && !is_singleton(&kind) {
                nothing(child.span, format!("no {kind} of {path} is named"), None, cx);
            }
            let names = if names.is_empty() && is_singleton(&kind) { vec![(String::new(), child.span)] } else { names };
            for (name, span) in names {
                let what = format!("{kind} {name}");
                let what = what.trim_end();
                if node.as_deref_mut().is_some_and(|n| take(n, &kind, &name)) {
                    taken.push((format!("{path} / remove {what}"), span));
                    continue;
                }
                let near = node.as_deref().and_then(|n| nearest(&name, names_in(n, &kind)));
                nothing(span, format!("{path} has no {what} in the layers below"), near.as_ref(), cx);
                if let (Some(node), Some(meant)) = (node.as_deref_mut(), near.and_then(Near::only)) {
                    take(node, &kind, &meant);
                    taken.push((format!("{path} / remove {kind} {meant}"), span));
                }
            }
        } else if !child.children.is_empty() {
            let below = node.as_deref_mut().and_then(|n| find(&mut n.children, child));
            let name = child.args.first().and_then(|a| texts(&a.value, a.span).into_iter().next()).map(|(t, _)| t);
            let path = format!("{path} / {} {}", child.node.kind, name.unwrap_or_default());
            within(below, child, path.trim_end(), layer, taken, cx);
        }
    }
}

/// The names of the children or members that a `remove` of a kind may name.
fn names_in<'a>(node: &'a Merged, kind: &'a str) -> Vec<&'a str> {
    match kind == "member" && node.node.kind == "card" {
        true => node.members.iter().filter_map(|m| m.value.text()).collect(),
        false => node.children_of(kind).map(Merged::name_text).collect(),
    }
}

/// Takes a child or a member away; false when there is none.
fn take(node: &mut Merged, kind: &str, name: &str) -> bool {
    let before = (node.members.len(), node.children.len());
    if kind == "member" && node.node.kind == "card" {
        node.members.retain(|m| m.value.text() != Some(name));
    } else {
        node.children.retain(|c| !(c.node.kind == kind && c.name_text() == name));
    }
    before != (node.members.len(), node.children.len())
}

fn flows(tree: &mut Tree, decl: &Decl, kind: &str, services: &[(String, Span)], layer: Layer, cx: &mut Merge) {
    let named = atoms::named(decl, services);
    if named.is_empty() {
        nothing(decl.span, format!("`remove {kind}` names no flow"), None, cx);
    }
    let mut said = BTreeMap::new();
    for [service, from, to] in named {
        let words = [("service", service), ("source", from), ("destination", to)];
        let [service, from, to] = words.map(|(what, word)| said_below(tree, what, word, &mut said, cx));
        let (Some(service), Some(from), Some(to)) = (service, from, to) else { continue };
        let key = (service, from, to);
        let fits = tree.atoms.get(&key).is_some_and(|a| *a.allows == (kind == "allow"));
        let (s, f, t) = &key;
        let flow = format!("{kind} {s} from={f} to={t}");
        if fits {
            tree.atoms.remove(&key);
            took(tree, format!("remove {flow}"), decl.span, layer, cx);
        } else {
            nothing(decl.span, format!("no layer below says `{flow}`"), None, cx);
        }
    }
}

/// A word of a flow that is taken away; of one that no flow below has, once, a finding, and what was meant when only that is
/// near.
fn said_below(
    tree: &Tree,
    what: &'static str,
    (name, span): (String, Span),
    said: &mut BTreeMap<(&'static str, String), Option<String>>,
    cx: &mut Merge,
) -> Option<String> {
    let below = || {
        tree.atoms.keys().map(|(service, from, to)| match what {
            "service" => service.as_str(),
            "source" => from.as_str(),
            _ => to.as_str(),
        })
    };
    if let Some(found) = said.get(&(what, name.clone())) {
        return found.clone();
    }
    let found = if below().any(|n| n == name) {
        Some(name.clone())
    } else {
        let known: BTreeSet<&str> = below().collect();
        let near = nearest(&name, known);
        nothing(span, format!("no flow of the layers below has the {what} `{name}`"), near.as_ref(), cx);
        near.and_then(Near::only)
    };
    said.insert((what, name), found.clone());
    found
}

/// Keeps what was taken away, for whoever lists how a school differs.
fn took(tree: &mut Tree, path: String, span: Span, layer: Layer, cx: &mut Merge) {
    let origin = cx.origins.written(span, layer);
    tree.taken.push(Taken { path, layer, origin });
}

fn words(decl: &Decl) -> Option<(String, Vec<(String, Span)>)> {
    let mut all = decl.args.iter().flat_map(|a| texts(&a.value, a.span));
    let (kind, _) = all.next()?;
    Some((kind, all.collect()))
}

fn nothing(span: Span, message: String, near: Option<&Near>, cx: &mut Merge) {
    let mut sink = cx.sink();
    let report = sink.report(&REMOVES_NOTHING, message).at(span, "nothing to take away");
    match near {
        Some(near) => report.meant(span, near),
        None => report.help("delete the line"),
    };
}

fn outside_deviation(decl: &Decl, layer: Layer, cx: &mut Merge) {
    if layer == Layer::School {
        cx.sink()
            .report(&merge::STANDARD_CHANGED, "something of the standard is taken away outside a deviation")
            .at(decl.span, "only a deviation may remove")
            .help("wrap it: `deviation \"…\" owner=… until=\"…\" { … }`");
    }
}
