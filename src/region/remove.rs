//! `remove` takes away what lower layers say, with the memberships that name it.

use super::atoms;
use super::merge::{self, Merge, texts};
use super::tree::{Merged, Tree};
use crate::base::{Layer, Span};
use crate::syntax::{Decl, Value};

crate::findings! {
    /// A `remove` takes nothing away.
    ///
    /// Either the name is misspelt, and what should go stays, or a profile dropped it already and the line is left over.
    pub static REMOVES_NOTHING = "removes-nothing", Error;
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

/// Applies a `remove` of a file's top level to the layers below.
pub fn top(tree: &mut Tree, decl: &Decl, layer: Layer, cx: &mut Merge) {
    outside_deviation(decl, layer, cx);
    let Some((kind, names)) = words(decl) else { return };
    if kind == "allow" || kind == "deny" {
        return flows(tree, decl, &kind, &names, cx);
    }
    if names.is_empty() {
        let before = tree.nodes.len();
        tree.nodes.retain(|n| n.node.kind != kind);
        if tree.nodes.len() == before {
            nothing(decl.span, format!("there is no {kind} in the layers below"), &[], cx);
        }
        return;
    }
    for (name, span) in names {
        let before = tree.nodes.len();
        tree.nodes.retain(|n| !(n.node.kind == kind && n.name_text() == name));
        if tree.nodes.len() == before {
            let known: Vec<&str> = tree.nodes.iter().filter(|n| n.node.kind == kind).map(Merged::name_text).collect();
            let near = crate::base::nearest::nearest(&name, known.iter().copied()).map(str::to_owned);
            nothing(span, format!("there is no {kind} {name} in the layers below"), near.as_slice(), cx);
            continue;
        }
        tree.removed.insert((kind.clone(), name.clone()), span);
        if ENDPOINTS.contains(&kind.as_str()) {
            tree.atoms.retain(|(_, from, to), _| *from != name && *to != name);
            for firewall in tree.nodes.iter_mut().filter(|n| n.node.kind == "firewall") {
                for card in firewall.children.iter_mut().filter(|c| c.node.kind == "card") {
                    card.members.retain(|m| m.value.text() != Some(name.as_str()));
                }
            }
        }
        if kind == "service" {
            tree.atoms.retain(|(service, ..), _| *service != name);
        }
        strip_statements(&mut tree.nodes, &kind, &name);
    }
}

/// Takes a name out of the lists of statements (`forbid`, `publish`, `assert`); one that is left with an empty side is void.
fn strip_statements(nodes: &mut Vec<Merged>, kind: &str, name: &str) {
    let lists: &[&str] = if kind == "service" { &[] } else { &["from", "to", "except", "keep"] };
    for node in nodes.iter_mut().filter(|n| matches!(n.node.kind, "forbid" | "publish" | "assert")) {
        if kind == "service" {
            node.members.retain(|m| m.value.text() != Some(name));
        }
        for list in lists {
            if let Some(setting) = node.props.get_mut(list)
                && let Value::Names(items) = &*setting.value
                && items.iter().any(|i| i.text == name)
            {
                let kept = items.iter().filter(|i| i.text != name).cloned().collect();
                setting.value = setting.value.with(Value::Names(kept));
            }
        }
    }
    nodes.retain(|n| !(n.node.kind == "forbid" && (n.members.is_empty() || is_empty(n, "from") || is_empty(n, "to"))));
}

fn is_empty(node: &Merged, list: &str) -> bool {
    node.props.get(list).is_some_and(|s| matches!(&*s.value, Value::Names(items) if items.is_empty()))
}

/// Applies a `remove` inside a node to what the layers below put there.
pub fn inside(parent: &mut Merged, decl: &Decl, layer: Layer, cx: &mut Merge) {
    outside_deviation(decl, layer, cx);
    let Some((kind, names)) = words(decl) else { return };
    for (name, span) in names {
        let gone = if kind == "member" {
            let before = parent.members.len();
            parent.members.retain(|m| m.value.text() != Some(name.as_str()) || merge::rank(m.layer) == merge::rank(layer));
            before != parent.members.len()
        } else {
            let before = parent.children.len();
            let below = |c: &Merged| c.declared.iter().any(|d| merge::rank(d.layer) < merge::rank(layer));
            parent.children.retain(|c| !(c.node.kind == kind && c.name_text() == name && below(c)));
            before != parent.children.len()
        };
        if !gone {
            let title = merge::title(parent);
            nothing(span, format!("{title} has no {kind} {name} in the layers below"), &[], cx);
        }
    }
}

fn flows(tree: &mut Tree, decl: &Decl, kind: &str, services: &[(String, Span)], cx: &mut Merge) {
    for [service, from, to] in atoms::named(decl, services) {
        let key = (service.0, from.0, to.0);
        let fits = tree.atoms.get(&key).is_some_and(|a| *a.allows == (kind == "allow"));
        if fits {
            tree.atoms.remove(&key);
        } else {
            let (s, f, t) = key;
            nothing(decl.span, format!("no layer below says `{kind} {s} from={f} to={t}`"), &[], cx);
        }
    }
}

fn words(decl: &Decl) -> Option<(String, Vec<(String, Span)>)> {
    let mut all = decl.args.iter().flat_map(|a| texts(&a.value, a.span));
    let (kind, _) = all.next()?;
    Some((kind, all.collect()))
}

fn nothing(span: Span, message: String, near: &[String], cx: &mut Merge) {
    let mut sink = cx.sink();
    let report = sink.report(&REMOVES_NOTHING, message).at(span, "nothing to take away");
    match near.first() {
        Some(near) => report.help(format!("did you mean `{near}`?")).fix(span, near.clone()),
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
