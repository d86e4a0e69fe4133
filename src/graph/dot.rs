//! Writes a picture in the language of Graphviz, for whoever lays it out otherwise.

use super::labels::vlan_marks;
use super::picture::{Card, Kind, Picture};
use super::text;
use std::collections::BTreeMap;
use std::fmt::Write;

/// Cards with their numbers, by closet.
type Closets<'a> = BTreeMap<&'a str, Vec<(usize, &'a Card)>>;

/// Writes a graph: closets in buildings as clusters, every text quoted.
pub fn write(picture: &Picture) -> String {
    let mut out = String::from("graph school {\n");
    let _ = writeln!(out, "  graph [label={}, labelloc=t, rankdir=TB, fontname=\"sans-serif\"];", quoted(&text::title(picture)));
    out.push_str("  node [shape=box, style=rounded, fontname=\"sans-serif\"];\n  edge [fontname=\"sans-serif\", fontsize=10];\n");
    let mut buildings: BTreeMap<(&str, &str), Closets> = BTreeMap::new();
    for (number, card) in picture.cards.iter().enumerate() {
        let building = card.building.as_ref().map_or(("", ""), |(name, title)| (name, title));
        buildings.entry(building).or_default().entry(&card.closet).or_default().push((number, card));
    }
    for (b, ((name, title), closets)) in buildings.iter().enumerate() {
        let _ = writeln!(out, "  subgraph cluster_b{b} {{\n    label={};", quoted(format!("Bâtiment {name} {title}").trim_end()));
        for (c, (closet, cards)) in closets.iter().enumerate() {
            let _ = writeln!(out, "    subgraph cluster_b{b}c{c} {{\n      label={};", quoted(closet));
            for (number, card) in cards {
                let _ = writeln!(out, "      n{number} [label={}{}];", quoted(&label(card)), shape(card));
                for (i, leaf) in card.leaves.iter().enumerate() {
                    let text = format!("{}\n{}", leaf.name, leaf.kind.sign().1);
                    let _ = writeln!(out, "      n{number}l{i} [label={}, shape=plain];", quoted(&text));
                }
            }
            out.push_str("    }\n");
        }
        out.push_str("  }\n");
    }
    for (i, leaf) in picture.loose.iter().enumerate() {
        let text = format!("{}\n{} sans port indiqué", leaf.name, leaf.kind.sign().1);
        let _ = writeln!(out, "  l{i} [label={}, shape=plain];", quoted(&text));
    }
    if let Some(wan) = &picture.wan {
        let _ = writeln!(out, "  wan [label={}, shape=ellipse];", quoted(&format!("Internet\n{}\n{}", wan.operator, wan.detail)));
        if let Some((card, port)) = &wan.at {
            let _ = writeln!(out, "  wan -- n{card} [headlabel={}, style=dotted];", quoted(port));
        }
    }
    for (number, card) in picture.cards.iter().enumerate() {
        for (i, leaf) in card.leaves.iter().enumerate() {
            let port = quoted(leaf.port.as_deref().unwrap_or(""));
            let _ = writeln!(out, "  n{number} -- n{number}l{i} [taillabel={port}];");
        }
    }
    for link in &picture.links {
        // The end that is written is the lower one: the graph grows downwards from the other.
        let vlans: Vec<String> = vlan_marks(picture, &link.vlans).into_iter().map(|(_, ids)| ids).collect();
        let label = format!("{}\nVLAN {}", text::cable(link), vlans.join(","));
        let style = match (link.is_blocked, link.cables) {
            (true, _) => ", style=dashed, constraint=false",
            (false, 2..) => ", penwidth=4",
            _ => "",
        };
        let (head, tail) = (quoted(&link.a.1.join(",")), quoted(&link.b.1.join(",")));
        let _ = writeln!(
            out,
            "  n{} -- n{} [label={}, headlabel={head}, taillabel={tail}{style}];",
            link.b.0,
            link.a.0,
            quoted(&label)
        );
    }
    out.push_str("}\n");
    out
}

fn label(card: &Card) -> String {
    let mut lines = vec![card.name.clone()];
    lines.extend((!card.model.is_empty()).then(|| card.model.clone()));
    lines.extend(card.address.clone());
    lines.extend((!card.ups.is_empty()).then(|| format!("onduleur {}", card.ups.join(" "))));
    lines.extend(card.guests.iter().map(|guest| format!("· {} ({})", guest.name, guest.kind)));
    lines.join("\n")
}

fn shape(card: &Card) -> &'static str {
    match card.kind {
        Kind::Switch { .. } => "",
        Kind::Host => ", shape=box3d",
        Kind::Firewall => ", shape=octagon",
        Kind::Appliance => ", shape=component",
    }
}

/// A text as a quoted id: a quote and a backslash are escaped, a line break is `\n`.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_can_leave_its_quotes() {
        assert_eq!(quoted("a\"]; b\\\n\u{1}"), "\"a\\\"]; b\\\\\\n\u{fffd}\"");
    }
}
