//! What iTop's import would refuse or misread, found at the manifest instead of at the twentieth of thirty files.

use super::mapping::{Cell, Profile, STRING};
use crate::base::{Rule, Sink};
use crate::state::record::{Attribute, Class, Record};

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
    // No text has more characters than bytes.
    let count = if text.len() > STRING { text.chars().count() } else { text.len() };
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
    // Nearly every text is plain; a look at all its bytes, without a way out, is many bytes a step.
    let is_plain = text.bytes().fold(true, |plain, b| plain & (0x20..0x7f).contains(&b));
    let control = if is_plain { None } else { text.chars().find(|c| c.is_control() && *c != '\n') };
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

fn names<'r>(records: &'r [Record], out: &mut Sink) {
    // A number made of what tells records apart is compared first, and that itself where numbers agree.
    let named = records.iter().filter(|record| record.attributes.contains_key(&Attribute::Name));
    let mut numbered: Vec<(u64, usize, &Record)> = named.enumerate().map(|(nth, r)| (number(r), nth, r)).collect();
    numbered.sort_unstable_by_key(|(number, nth, _)| (*number, *nth));
    for same in numbered.chunk_by(|(a, ..), (b, ..)| a == b) {
        for (i, (.., record)) in same.iter().enumerate() {
            let before = same.iter().take(i).rev().map(|(.., known)| known);
            let first = before.into_iter().copied().find(|known| told_apart(known).eq(told_apart(record)));
            let name = |record: &'r Record| record.attributes.get(&Attribute::Name);
            let (Some(first), Some(name)) = (first.and_then(name), name(record)) else { continue };
            out.report(&NAME_TWICE, format!("{} and {} would be one thing in the CMDB", **first, **name))
                .at(name, "this one")
                .also(first, "and this one")
                .help("give one of them another name")
                .on(name.value().clone());
        }
    }
}

/// What the CMDB tells records of a school apart by: the class, or one for all that hold ports, and the names in lower case.
fn told_apart(record: &Record) -> impl Iterator<Item = char> {
    let class = record.key.class;
    // A model is looked up by brand and name: its kind, the second part of its key, does not tell two apart.
    let parts = record.key.path.names().enumerate().filter(move |(nth, _)| class != Class::Model || *nth != 1);
    let letters = parts.flat_map(|(_, part)| part.chars().flat_map(char::to_lowercase).chain(['\0']));
    std::iter::once(char::from(group(class) as u8)).chain(letters)
}

/// The class, or the one that stands for all that hold ports.
fn group(class: Class) -> Class {
    if WITH_PORTS.contains(&class) { Class::NetworkDevice } else { class }
}

/// A number made of what a record is told apart by (FNV-1a, 64 bits): of two of them seldom the same.
fn number(record: &Record) -> u64 {
    let begin = 0xcbf2_9ce4_8422_2325;
    let add = |number: u64, letter: u32| (number ^ u64::from(letter)).wrapping_mul(0x0100_0000_01b3);
    let (class, names) = (record.key.class, record.key.path.as_str());
    if class == Class::Model || !names.is_ascii() {
        return told_apart(record).fold(begin, |number, c| add(number, u32::from(c)));
    }
    // The same letters, without a look at what each is.
    let letters = names.bytes().map(|b| u32::from(b.to_ascii_lowercase())).chain([0]);
    letters.fold(add(begin, u32::from(group(class) as u8)), add)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::record::Key;

    #[test]
    fn a_number_is_that_of_the_letters_whichever_way_it_is_made() {
        let slow = |record: &Record| {
            let add = |number: u64, c: char| (number ^ u64::from(u32::from(c))).wrapping_mul(0x0100_0000_01b3);
            told_apart(record).fold(0xcbf2_9ce4_8422_2325, add)
        };
        for class in [Class::Pc, Class::Location, Class::Model] {
            for path in [&["0370037P", "PC-01"][..], &["HP", "Kelvin \u{212a}", "É"], &["a", "b", "C"], &["x"]] {
                let record = Record::new(Key::new(class, path));
                assert_eq!(number(&record), slow(&record), "{class:?} {path:?}");
            }
        }
    }
}
