//! What iTop's import would refuse or misread, found at the manifest instead of at the twentieth of thirty files.

use super::mapping::{Cell, Profile, STRING};
use crate::base::{Rule, Sink, Sourced};
use crate::state::record::{Attribute, Class, Record};
use std::collections::BTreeMap;

crate::findings! {
    /// A text is longer than the CMDB's field holds.
    ///
    /// iTop keeps 255 characters of a name, a serial number or an asset number. The import refuses a longer one, and
    /// with it every row that points at the thing by its name.
    pub static TOO_LONG = "cmdb-text-too-long", Error;
    /// A name begins or ends with a blank.
    ///
    /// The CMDB drops such blanks when it stores the name but not when it looks it up: the next import does not find the
    /// thing again and creates a second one.
    pub static BLANK_EDGE = "cmdb-blank-at-edge", Error;
    /// A text holds what a CMDB cannot take as text.
    ///
    /// Control characters do not survive the import, and the text `<NULL>` means "no value" to it.
    pub static REFUSED = "cmdb-text-refused", Error;
    /// Two things of a school would be one in the CMDB.
    ///
    /// iTop accepts both and tells them apart by nothing: names are compared without regard to case, and cables and
    /// interfaces find their device by its name alone, whatever its class. The next import stops at "ambiguous".
    pub static NAME_TWICE = "cmdb-name-twice", Error;
    /// Addresses of some things stand in the CMDB as text only.
    ///
    /// Tablets, phones, cameras and UPS have no interfaces in iTop, so their MAC and IP addresses go into the
    /// description: people can read them there, queries cannot use them.
    pub static IN_TEXT = "cmdb-address-in-text", Info;
}

/// What this target can find.
pub static RULES: &[&Rule] = &[&BLANK_EDGE, &IN_TEXT, &NAME_TWICE, &REFUSED, &TOO_LONG];

/// Classes whose things hold ports: a port is looked up by its device's name, whatever the class.
const WITH_PORTS: &[Class] = &[Class::NetworkDevice, Class::Server, Class::Nas, Class::Pc, Class::Printer];

/// Reports what the import would refuse or misread in a school's records.
pub fn check(records: &[Record], profile: &Profile, out: &mut Sink) {
    for table in profile.tables {
        for record in table.records(records) {
            for column in table.columns {
                match column.cell {
                    Cell::Of(attribute) => string(record, attribute, out),
                    Cell::Remark(attribute) => characters(record, attribute, out),
                    Cell::Prose(parts) => parts.iter().for_each(|p| characters(record, p.attribute, out)),
                    _ => {}
                }
            }
        }
    }
    names(records, out);
    lone_addresses(records, out);
}

/// A string attribute: one line of at most 255 characters.
fn string(record: &Record, attribute: Attribute, out: &mut Sink) {
    let Some(text) = record.attributes.get(&attribute) else { return };
    let count = text.chars().count();
    if count > STRING {
        out.report(&TOO_LONG, format!("a text of {count} characters is too long for the CMDB"))
            .at(text, format!("{STRING} characters at most"))
            .on(name_of(record));
    }
    if text.trim() != text.as_str() {
        out.report(&BLANK_EDGE, format!("\"{}\" begins or ends with a blank", **text))
            .at(text, "the CMDB would not find it again")
            .on(name_of(record));
    }
    characters(record, attribute, out);
}

fn characters(record: &Record, attribute: Attribute, out: &mut Sink) {
    let Some(text) = record.attributes.get(&attribute) else { return };
    let control = text.chars().find(|c| c.is_control() && *c != '\n');
    let what = match control {
        Some(c) => format!("the character U+{:04X} does not survive the CMDB's import", u32::from(c)),
        None if text.as_str() == "<NULL>" => "the text <NULL> means \"no value\" to the CMDB's import".to_owned(),
        None => return,
    };
    out.report(&REFUSED, what).at(text, "written here").on(name_of(record));
}

fn name_of(record: &Record) -> String {
    record.text(Attribute::Name).unwrap_or_default().to_owned()
}

fn names(records: &[Record], out: &mut Sink) {
    let mut seen: BTreeMap<(Class, Vec<String>), &Sourced<String>> = BTreeMap::new();
    for record in records {
        let Some(name) = record.attributes.get(&Attribute::Name) else { continue };
        let class = record.key.class;
        let group = if WITH_PORTS.contains(&class) { Class::NetworkDevice } else { class };
        // A model is looked up by brand and name: its kind, the second part of its key, does not tell two apart.
        let parts = record.key.path.iter().enumerate().filter(|(nth, _)| class != Class::Model || *nth != 1);
        let path: Vec<String> = parts.map(|(_, part)| part.to_lowercase()).collect();
        if let Some(first) = seen.insert((group, path), name) {
            out.report(&NAME_TWICE, format!("{} and {} would be one thing in the CMDB", **first, **name))
                .at(name, "this one")
                .also(first, "and this one")
                .help("give one of them another name")
                .on(name.value().clone());
        }
    }
}

fn lone_addresses(records: &[Record], out: &mut Sink) {
    let lone = |class: Class| matches!(class, Class::Tablet | Class::Phone | Class::Peripheral | Class::PowerSource);
    let held = |r: &&Record| r.text(Attribute::Mac).is_some() || r.text(Attribute::Ip).is_some();
    let found: Vec<&Record> = records.iter().filter(|r| lone(r.key.class)).filter(held).collect();
    let first = found.first().and_then(|r| r.attributes.get(&Attribute::Mac).or_else(|| r.attributes.get(&Attribute::Ip)));
    if let Some(first) = first {
        out.report(&IN_TEXT, format!("things whose addresses stand in the CMDB as text only: {}", found.len()))
            .at(first, "the first of them");
    }
}
