//! The page docs/language.md, from the table: what may be written, where, and what it means. Entry point: [`language`].

use super::nodes;
use super::nodes::words::LISTS;
use super::table::{Class, In, Key, Node, Property, Space, Type};
use std::fmt::Write;

/// Returns the reference of the language as Markdown, family by family, then the words.
pub fn language() -> String {
    let mut page = String::from(INTRODUCTION);
    for family in nodes::FAMILIES {
        let _ = writeln!(page, "- [{}](#{})", family.title, anchor(family.title));
    }
    page.push_str("- [Words](#words)\n");
    for family in nodes::FAMILIES {
        let _ = writeln!(page, "\n## {}", family.title);
        for node in family.rows {
            section(&mut page, node);
        }
    }
    page.push_str("\n## Words\n");
    for list in LISTS {
        let _ = writeln!(page, "\n{}\n\n| word | effect |\n|---|---|", users(list.words));
        for (word, effect) in list.words.iter().zip(list.effects) {
            let _ = writeln!(page, "| `{word}` | {effect} |");
        }
    }
    page
}

const INTRODUCTION: &str = "# The language\n\n\
This page is written from the table that the compiler reads with; a test compares them.\n\n\
A file begins with a header line; then come nodes. **Arguments are members and add, properties are settings and replace, \
children merge, `remove` takes away.** Bare words begin with a letter; whatever begins with a digit and is no plain number \
is quoted, and so is whatever holds `/ { } ( ) [ ] ; \" \\ # =` or a space. A list is one word, `a,b`. \
Every named node takes `was=NAME`, its old name.\n\n\
*Class*: **S** standard, which only a deviation may change; **Z** sizing, free and listed; **I** inventory, free. \
A property marked ! is required.\n\n";

fn section(page: &mut String, node: &Node) {
    let mut title = node.kind.to_owned();
    for (name, _) in node.args.fixed {
        let _ = write!(title, " {}", name.to_uppercase());
    }
    if let Some((name, _, least)) = node.args.rest {
        let more = if node.args.most == 1 { "" } else { "…" };
        let name = name.to_uppercase();
        let _ = if least == 0 { write!(title, " [{name}{more}]") } else { write!(title, " {name}{more}") };
    }
    let _ =
        writeln!(page, "\n### `{title}`\n\n{} *{}; {}; class {}.*", node.doc, place(node), merge(node.key), class(node.class));
    let mut arguments: Vec<(&str, Type)> = node.args.fixed.to_vec();
    arguments.extend(node.args.rest.map(|(name, kind, _)| (name, kind)));
    if arguments.is_empty() && node.props.is_empty() {
        return;
    }
    page.push_str("\n| | type | default | meaning |\n|---|---|---|---|\n");
    for (name, kind) in arguments {
        let _ = writeln!(page, "| {} | {} | | |", name.to_uppercase(), type_name(kind));
    }
    for property in node.props {
        row(page, property);
    }
}

fn row(page: &mut String, property: &Property) {
    let mark = if property.required { "!" } else { "" };
    let default = property.default.map(|d| format!("`{d}`")).unwrap_or_default();
    let class = property.class.map(|c| format!(" (class {})", class(c))).unwrap_or_default();
    let _ = writeln!(page, "| `{}`{mark} | {} | {default} | {}{class} |", property.name, type_name(property.kind), property.doc);
}

fn place(node: &Node) -> String {
    let names = [
        (In::R, "region.kdl"),
        (In::P, "a profile"),
        (In::C, "a school"),
        (In::D, "a school, by a deviation"),
        (In::K, "a catalogue file"),
        (In::M, "cmdb.kdl"),
    ];
    let mut places: Vec<String> = names.iter().filter(|(at, _)| node.at.holds(*at)).map(|(_, n)| (*n).to_owned()).collect();
    places.extend(node.parents.iter().map(|p| format!("`{p}`")));
    format!("in {}", places.join(", "))
}

fn merge(key: Key) -> &'static str {
    match key {
        Key::Name => "one a name",
        Key::Singleton => "one in all",
        Key::Each => "each argument is one",
        Key::Statement => "a statement: never merged",
        Key::Atoms => "each service × from × to is one",
        Key::Header => "the header line",
    }
}

fn class(class: Class) -> &'static str {
    match class {
        Class::Standard => "S",
        Class::Sizing => "Z",
        Class::Inventory => "I",
    }
}

fn words(words: &[&str]) -> String {
    words.iter().map(|w| format!("`{w}`")).collect::<Vec<_>>().join(" ")
}

/// Where a list of words is chosen from: `auth` of `access`, `port-class`.
fn users(list: &[&str]) -> String {
    let chooses = |kind: Type| matches!(kind, Type::Word(w) | Type::Words(w) | Type::WordOrName(w, _) if w == list);
    let mut users: Vec<(&str, Vec<&str>)> = Vec::new();
    for node in nodes::all() {
        let arguments = node.args.fixed.iter().map(|(name, kind)| (*name, *kind));
        let rest = node.args.rest.map(|(name, kind, _)| (name, kind));
        let all = arguments.chain(rest).chain(node.props.iter().map(|p| (p.name, p.kind)));
        for (name, _) in all.filter(|(_, kind)| chooses(*kind)) {
            match users.iter_mut().find(|(known, _)| *known == name) {
                Some((_, kinds)) if kinds.contains(&node.kind) => {}
                Some((_, kinds)) => kinds.push(node.kind),
                None => users.push((name, vec![node.kind])),
            }
        }
    }
    if list == nodes::KIND_STATION {
        return "`kind`, a column of an inventory".into();
    }
    let users = users.into_iter().map(|(name, kinds)| format!("`{name}` of `{}`", kinds.join("`, `")));
    users.collect::<Vec<_>>().join("; ")
}

/// A type as an author needs it: how it is spelt.
fn type_name(kind: Type) -> String {
    match kind {
        Type::Word(list) => words(list),
        Type::Words(list) => format!("list of {}", words(list)),
        Type::WordOrName(list, space) => format!("{} or {}", words(list), one(space)),
        Type::Declares(Space::Free) => "name".into(),
        Type::Declares(space) => format!("name of {}", one(space)),
        Type::Ref(space) => one(space).to_owned(),
        Type::Refs(space) => format!("list: {}", one(space)),
        Type::Servers => "list: `firewall`, `none`, address, guest, device or network".into(),
        Type::Endpoints => "list of endpoints".into(),
        Type::Subjects => "list of names, or flows `\"a>b\"`".into(),
        Type::Text => "text".into(),
        Type::Note => "text, lines allowed".into(),
        Type::Template => "text with `{tokens}`".into(),
        Type::Number(low, high) if low == high => format!("`{low}`"),
        Type::Number(low, high) => format!("number {low}-{high}"),
        Type::Percent => "percent, `1` or `\"0.5\"`".into(),
        Type::Decimal => "decimal, `\"3.3\"`".into(),
        Type::Prefix => "prefix, `\"10.37.32.0/20\"`".into(),
        Type::Network => "address or prefix".into(),
        Type::HostNum => "host number, `152`, `\"3.241\"` or an address".into(),
        Type::Place => "place, `14`, `\"4/22\"`, `\"13.64/26\"`".into(),
        Type::Offsets => "pool, `\"20-199\"`".into(),
        Type::Mac => "MAC, `\"02:00:25:00:00:01\"`".into(),
        Type::Uai => "UAI, `\"0370037P\"`".into(),
        Type::Size => "size, `\"4GiB\"`".into(),
        Type::Rate => "rate, `\"100Mb/s\"`".into(),
        Type::Duration => "duration, `\"8h\"`, `\"36 months\"`".into(),
        Type::Date => "date, `\"2027-08-31\"`".into(),
        Type::Until => "date or `none`".into(),
        Type::Hours => "hours, `\"07:00-19:00\"`, `\"daily 07:00-22:00\"`".into(),
        Type::Ports => "ports, `24`, `\"1-16\"`, `\"2/1-16\"`, `A1`".into(),
        Type::PortRef => "ports of a device, `sw151:49,50`".into(),
        Type::PortRefOrNone => "ports of a device, a device, or `none`".into(),
        Type::Ranges => "numbers and ranges, `\"80,443\"`, `\"1-4\"`".into(),
        Type::Secret => "name of a secret, `wifi.invites`".into(),
        Type::Subnet => "prefix or `assigned`".into(),
        Type::Kind => "keyword of a node, or `member`".into(),
        Type::RawAt => "`global`, a port, or `vlan:NAME`".into(),
        Type::Departments => "list of codes, `\"37,41\"`".into(),
    }
}

fn one(space: Space) -> &'static str {
    match space {
        Space::Vlan => "a VLAN",
        Space::Zone => "a zone or a VPN",
        Space::Endpoint => "an endpoint",
        Space::Device => "a device",
        Space::Guest => "a guest",
        Space::Building => "a building",
        Space::Rack => "a rack",
        Space::Room => "a room",
        Space::Outlet => "an outlet",
        Space::Service => "a service",
        Space::PortClass => "a port class",
        Space::Ssid => "a Wi-Fi network",
        Space::Group => "a group",
        Space::Share => "a share",
        Space::Team => "a team",
        Space::Rule => "a finding",
        Space::Organisation => "an organisation",
        Space::Owner => "an owner",
        Space::Model => "a model",
        Space::Image => "an image",
        Space::Profile => "a profile",
        Space::Network => "a network",
        Space::Sector => "a sector",
        Space::Container => "a container",
        Space::Volume => "a volume",
        Space::Region => "a region",
        Space::Catalogue => "a catalogue",
        Space::Free => "a name",
    }
}

/// The anchor that Markdown renderers make of a title.
fn anchor(title: &str) -> String {
    let kept = title.to_lowercase().replace(|c: char| !c.is_alphanumeric() && c != ' ' && c != '-', "");
    kept.replace(' ', "-")
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_page_is_what_the_table_says() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/language.md");
        let page = super::language();
        if std::env::var_os("BLESS").is_some() {
            std::fs::create_dir_all(concat!(env!("CARGO_MANIFEST_DIR"), "/docs")).unwrap();
            std::fs::write(path, &page).unwrap();
        }
        let written = std::fs::read_to_string(path).unwrap_or_default();
        assert!(written == page, "docs/language.md differs from the table: run the test with BLESS=1");
    }
}
