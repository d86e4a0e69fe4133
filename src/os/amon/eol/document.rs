//! The layout of a `config.eol`: one JSON object, a variable a line, in order of name, ASCII only.
//!
//! Each value is held against its row of the table before it is spelt, so that a file never holds a mask as a length, a list as
//! a text or a line beyond its list. It knows no variable's meaning. Entry point: [`Document::text`].

use super::words::{self, Kind, Row, Shape};
use crate::base::{Origin, Sourced};
use crate::render::{Refused, escape};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{Display, Write};
use std::panic::Location;

/// A line of the document: who laid it out and what decided it.
pub type Told = (&'static Location<'static>, Vec<Origin>);

/// A variable as a person reads it: name, value, what decided it.
pub type Shown = (String, String, Vec<Origin>);

/// A list as a person reads it, with what follows it line by line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Listed {
    /// The list's name, then those of what follows it.
    pub names: Vec<String>,
    /// A value for each name, and what decided the line.
    pub rows: Vec<(Vec<String>, Vec<Origin>)>,
}

/// Who a variable belongs to, in the server's own words: what somebody brought in, not what somebody typed there.
const OWNER: &str = "import";

/// A value that the document cannot carry, and what decided it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Uncarried {
    /// The value.
    pub text: String,
    /// Why.
    pub refused: Refused,
    /// What decided it; `None` for a value of the writer's own.
    pub origin: Option<Origin>,
}

/// Variables being collected; a later one of a name takes the place of an earlier.
#[derive(Debug, Default)]
pub struct Document {
    version: Option<Entry>,
    entries: BTreeMap<String, Entry>,
}

#[derive(Debug)]
struct Entry {
    shape: Written,
    values: Vec<Cell>,
    /// What decided that the variable is there, beside its values.
    origins: Vec<Origin>,
    /// The place in the writer that made it.
    at: &'static Location<'static>,
}

#[derive(Copy, Clone, PartialEq, Eq, Debug)]
enum Written {
    One,
    List,
    Followers,
}

/// One value: its text, and what decided it. `None` says that the server has none there.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Cell {
    text: Option<String>,
    origin: Option<Origin>,
}

impl Cell {
    /// A value of the manifest's.
    pub fn of<T: Display>(value: &Sourced<T>) -> Cell {
        Cell { text: Some(value.to_string()), origin: Some(value.origin()) }
    }

    /// A value in another spelling than the manifest's.
    pub fn said(text: impl Display, origin: Origin) -> Cell {
        Cell { text: Some(text.to_string()), origin: Some(origin) }
    }

    /// A value of the writer's own.
    pub fn word(text: impl Display) -> Cell {
        Cell { text: Some(text.to_string()), origin: None }
    }

    /// No value.
    pub fn none() -> Cell {
        Cell { text: None, origin: None }
    }

    /// `oui` or `non`, by what decides it.
    pub fn flag(is: bool, origin: Origin) -> Cell {
        Cell::said(if is { "oui" } else { "non" }, origin)
    }
}

impl Document {
    /// Sets the release that the variables are of.
    #[track_caller]
    pub fn version(&mut self, version: &Sourced<String>) {
        self.version =
            Some(Entry { shape: Written::One, values: vec![Cell::of(version)], origins: vec![], at: Location::caller() });
    }

    /// Sets a variable of one value.
    #[track_caller]
    pub fn one(&mut self, name: impl Into<String>, value: Cell) {
        self.put(name.into(), Written::One, vec![value], Vec::new(), Location::caller());
    }

    /// Sets a variable of one value that is what it is because of others.
    #[track_caller]
    pub fn because(&mut self, name: impl Into<String>, value: Cell, origins: Vec<Origin>) {
        self.put(name.into(), Written::One, vec![value], origins, Location::caller());
    }

    /// Sets a list; an empty one is not written.
    #[track_caller]
    pub fn list(&mut self, name: impl Into<String>, values: Vec<Cell>) {
        if !values.is_empty() {
            self.put(name.into(), Written::List, values, Vec::new(), Location::caller());
        }
    }

    /// Sets what follows a list line by line; nothing is written after an empty list.
    #[track_caller]
    pub fn followers(&mut self, name: impl Into<String>, values: Vec<Cell>) {
        if !values.is_empty() {
            self.put(name.into(), Written::Followers, values, Vec::new(), Location::caller());
        }
    }

    fn put(&mut self, name: String, shape: Written, values: Vec<Cell>, origins: Vec<Origin>, at: &'static Location<'static>) {
        self.entries.insert(name, Entry { shape, values, origins, at });
    }

    /// The names of all variables.
    pub fn names(&self) -> BTreeSet<String> {
        self.entries.keys().cloned().collect()
    }

    /// The variables of one value, in order of name.
    pub fn singles(&self) -> Vec<Shown> {
        let single = self.entries.iter().filter(|(_, entry)| entry.shape == Written::One);
        single.map(|(name, entry)| (name.clone(), entry.at_line(0).unwrap_or_default(), entry.told())).collect()
    }

    /// The lists, in order of name, each with what follows it.
    pub fn lists(&self) -> Vec<Listed> {
        let mut behind: BTreeMap<String, Vec<(&String, &Entry)>> = BTreeMap::new();
        for (name, entry) in &self.entries {
            if let Some((Row { shape: Shape::Follower(master), .. }, digit)) = words::find(name) {
                behind.entry(master.replace('#', digit.unwrap_or_default())).or_default().push((name, entry));
            }
        }
        let lists = self.entries.iter().filter(|(_, entry)| entry.shape == Written::List);
        let listed = |(name, entry): (&String, &Entry)| {
            let followers = behind.get(name).map(Vec::as_slice).unwrap_or_default();
            let columns: Vec<&Entry> = std::iter::once(entry).chain(followers.iter().map(|(_, e)| *e)).collect();
            let rows = (0..entry.values.len()).map(|line| {
                let origins = columns.iter().filter_map(|e| e.values.get(line)?.origin).collect();
                (columns.iter().flat_map(|e| e.at_line(line)).collect(), origins)
            });
            let names = std::iter::once(name).chain(followers.iter().map(|(other, _)| *other)).cloned().collect();
            Listed { names, rows: rows.collect() }
        };
        lists.map(listed).collect()
    }

    /// The text, and the story of each line; or all that it cannot carry.
    pub fn text(&self) -> Result<(String, Vec<Told>), Vec<Uncarried>> {
        let (mut lines, mut told, mut refused) = (Vec::new(), Vec::new(), Vec::new());
        let brace = (Location::caller(), Vec::new());
        told.push(brace.clone());
        if let Some(version) = &self.version {
            let spelt: Vec<String> = version.values.iter().map(|v| spell(Kind::Text, v, &mut refused)).collect();
            lines.push(format!("\"___version___\": {}", spelt.concat()));
            told.push((version.at, version.told()));
        }
        for (name, entry) in &self.entries {
            lines.push(self.line(name, entry, &mut refused));
            told.push((entry.at, entry.told()));
        }
        told.push(brace);
        if refused.is_empty() { Ok((format!("{{\n{}\n}}\n", lines.join(",\n")), told)) } else { Err(refused) }
    }

    fn line(&self, name: &str, entry: &Entry, refused: &mut Vec<Uncarried>) -> String {
        let mut refuse = |why: &'static str| {
            let origin = entry.values.iter().find_map(|v| v.origin).or(entry.origins.first().copied());
            refused.push(Uncarried { text: name.to_owned(), refused: Refused { why }, origin });
        };
        let known = words::find(name);
        let wanted = known.map_or(Shape::Scalar, |(row, _)| row.shape);
        match (wanted, entry.shape) {
            (Shape::Scalar, Written::One) | (Shape::List, Written::List) => {}
            (Shape::Follower(master), Written::Followers) => {
                let master = master.replace('#', known.and_then(|(_, digit)| digit).unwrap_or_default());
                if self.entries.get(&master).map(|m| m.values.len()) != Some(entry.values.len()) {
                    refuse("it has not one line for each of the list that it follows");
                }
            }
            (Shape::Scalar, _) => refuse("the variable has one value"),
            (Shape::List | Shape::Follower(_), _) => refuse("the variable is a list, and what is given is one value"),
        }
        let kind = known.map_or(Kind::Text, |(row, _)| row.kind);
        let values: Vec<String> = entry.values.iter().map(|v| spell(kind, v, refused)).collect();
        let indexed = |values: &[String]| {
            let all: Vec<String> = values.iter().enumerate().map(|(i, v)| format!("\"{i}\": {v}")).collect();
            format!("{{{}}}", all.join(", "))
        };
        let one = format!("\"{OWNER}\"");
        let (owner, value) = match entry.shape {
            Written::One => (one, values.concat()),
            Written::List => (one, format!("[{}]", values.join(", "))),
            Written::Followers => (indexed(&vec![one; values.len()]), indexed(&values)),
        };
        format!("{}: {{\"owner\": {owner}, \"val\": {value}}}", quoted(name))
    }
}

impl Entry {
    /// The value of a line; nothing past the last.
    fn at_line(&self, line: usize) -> Option<String> {
        self.values.get(line).map(|v| v.text.clone().unwrap_or_else(|| "(vide)".to_owned()))
    }

    fn told(&self) -> Vec<Origin> {
        let mut all: Vec<Origin> = self.values.iter().filter_map(|v| v.origin).collect();
        all.extend(&self.origins);
        all
    }
}

fn spell(kind: Kind, cell: &Cell, refused: &mut Vec<Uncarried>) -> String {
    let Some(text) = &cell.text else { return "null".to_owned() };
    let no = |why| Uncarried { text: text.clone(), refused: Refused { why }, origin: cell.origin };
    if let Err(why) = kind.takes(text) {
        refused.push(no(why));
        return String::new();
    }
    match (kind, escape::creole(text)) {
        (_, Err(Refused { why })) => {
            refused.push(no(why));
            String::new()
        }
        (Kind::Number(..), Ok(text)) => text.into_owned(),
        (_, Ok(text)) => quoted(&text),
    }
}

/// A JSON string of ASCII alone (RFC 8259, part 7).
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for unit in text.encode_utf16() {
        match u8::try_from(unit).ok().filter(|b| (0x20..0x7f).contains(b)) {
            Some(b'"') => out.push_str("\\\""),
            Some(b'\\') => out.push_str("\\\\"),
            Some(plain) => out.push(char::from(plain)),
            // Writing to a String never fails.
            None => drop(write!(out, "\\u{unit:04x}")),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(set: impl Fn(&mut Document)) -> Result<String, Vec<&'static str>> {
        let mut document = Document::default();
        set(&mut document);
        document.text().map(|(text, _)| text).map_err(|all| all.into_iter().map(|u| u.refused.why).collect())
    }

    #[test]
    fn a_line_is_a_variable_and_a_variable_is_told() {
        let mut document = Document::default();
        document.one("b", Cell::word("x"));
        document.list("vlan_id_eth2", vec![Cell::word(30), Cell::word(40)]);
        document.followers("vlan_ip_eth2", vec![Cell::word("10.0.0.1"), Cell::none()]);
        let (text, told) = document.text().unwrap();
        assert_eq!(
            text,
            "{\n\"b\": {\"owner\": \"import\", \"val\": \"x\"},\n\
             \"vlan_id_eth2\": {\"owner\": \"import\", \"val\": [30, 40]},\n\
             \"vlan_ip_eth2\": {\"owner\": {\"0\": \"import\", \"1\": \"import\"}, \"val\": {\"0\": \"10.0.0.1\", \"1\": null}}\n}\n"
        );
        assert_eq!(told.len(), text.lines().count());
    }

    #[test]
    fn a_text_cannot_leave_its_quotes_and_is_ascii() {
        let hostile = "a\", \"b\": {\\ é\u{1f680}";
        let written = text(|d| d.one("libelle_etab", Cell::word(hostile))).unwrap();
        assert!(written.is_ascii());
        let read: serde_json::Value = serde_json::from_str(&written).unwrap();
        assert_eq!(read["libelle_etab"]["val"], hostile);
    }

    #[test]
    fn what_the_server_would_expand_or_misread_is_refused() {
        for bad in ["%%nom_machine", "a%%b", "a\nb", "a\tb", "a\u{7f}"] {
            assert!(text(|d| d.one("libelle_etab", Cell::word(bad))).is_err(), "took {bad:?}");
        }
        assert!(text(|d| d.one("adresse_netmask_eth1", Cell::word("24"))).is_err());
        assert!(text(|d| d.one("activer_dhcp", Cell::word("yes"))).is_err());
        assert!(text(|d| d.one("vlan_id_eth1", Cell::word(5))).is_err(), "a list");
        assert!(text(|d| d.list("vlan_id_eth1", vec![Cell::word(4095)])).is_err());
    }

    #[test]
    fn a_follower_longer_or_shorter_than_its_list_is_refused() {
        for count in [0usize, 1, 3] {
            let refused = text(|d| {
                d.list("vlan_id_eth1", vec![Cell::word(5); count]);
                d.followers("vlan_ip_eth1", vec![Cell::word("10.0.0.1"); 2]);
            });
            assert!(refused.is_err(), "a list of {count} and two that follow");
        }
    }
}
