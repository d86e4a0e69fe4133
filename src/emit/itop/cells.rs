//! From a record to the cells of its row, by the table of its class.

use super::mapping::{Cell, Part, Pick, Profile, STRING, Table};
use crate::base::{Origin, Sourced};
use crate::state::record::{Attribute, Key, Record, Role};
use std::borrow::Cow;

/// The records of a school by key: where references lead.
///
/// Most of a row is found by following references. Each record lies in the place that a number made of its key gives it, or in
/// the next free one behind; there are twice as many places as records, so that most are found at the first look.
pub struct Index<'a>(Vec<Option<(u64, &'a Record)>>);

impl<'a> Index<'a> {
    /// Indexes records.
    pub fn of(records: &'a [Record]) -> Index<'a> {
        let mut index = Index(vec![None; (2 * records.len()).next_power_of_two()]);
        for record in records {
            let number = number(&record.key);
            let free = index.places(number).find(|place| matches!(index.0.get(*place), Some(None)));
            if let Some(slot) = free.and_then(|free| index.0.get_mut(free)) {
                *slot = Some((number, record));
            }
        }
        index
    }

    /// What a chain of roles leads to.
    pub fn follow(&self, record: &'a Record, roles: &[Role]) -> Option<&'a Record> {
        roles.iter().try_fold(record, |at, role| self.get(at.references.get(role)?))
    }

    fn get(&self, key: &Key) -> Option<&'a Record> {
        let wanted = number(key);
        let held = self.places(wanted).map_while(|place| *self.0.get(place)?);
        held.filter(|(number, _)| *number == wanted).map(|(_, record)| record).find(|record| record.key == *key)
    }

    /// The places in which a record of this number may lie, the likeliest first.
    fn places(&self, number: u64) -> impl Iterator<Item = usize> + use<> {
        let last = self.0.len() - 1;
        let first = number as usize & last;
        (0..=last).map(move |n| (first + n) & last)
    }
}

/// A number made of a key: of two keys seldom the same.
fn number(key: &Key) -> u64 {
    key.path.print() ^ (key.class as u64)
}

impl Table {
    /// The table's records.
    pub fn records<'a>(&self, records: &'a [Record]) -> impl Iterator<Item = &'a Record> {
        let (class, pick) = (self.class, self.pick);
        records.iter().filter(move |r| {
            r.key.class == class
                && match pick {
                    Pick::All => true,
                    Pick::With(role) => r.references.contains_key(&role),
                    Pick::Without(role) => !r.references.contains_key(&role),
                }
        })
    }
}

/// The text of a cell; empty for no value.
pub fn text<'a>(cell: &Cell, record: &'a Record, index: &Index<'a>, profile: &Profile) -> Cow<'a, str> {
    match cell {
        Cell::Of(attribute) => Cow::Borrowed(record.text(*attribute).unwrap_or("")),
        Cell::Remark(attribute) => remark(record.text(*attribute).unwrap_or("")),
        Cell::Decimal(attribute) => match record.text(*attribute) {
            Some(number) => Cow::Owned(format!("{number}.00")),
            None => Cow::Borrowed(""),
        },
        Cell::Word(attribute, words) => {
            let word = record.text(*attribute);
            let found = word.and_then(|w| words.iter().find(|(ours, _)| *ours == w)).or(words.first());
            Cow::Borrowed(found.map_or("", |(_, theirs)| theirs))
        }
        Cell::Constant(text) => Cow::Borrowed(*text),
        Cell::Prose(parts) => Cow::Owned(prose(record, parts)),
        Cell::Through(roles, attribute) => {
            Cow::Borrowed(index.follow(record, roles).and_then(|r| r.text(*attribute)).unwrap_or(""))
        }
        Cell::ClassOf(role) => Cow::Borrowed(record.references.get(role).map_or("", |key| profile.class(key.class))),
    }
}

/// What decided the text of a cell; nothing for one that is empty or the same in every row.
pub fn origins(cell: &Cell, record: &Record, index: &Index) -> Vec<Origin> {
    let of = |record: &Record, attribute: &Attribute| record.attributes.get(attribute).map(Sourced::origin);
    match cell {
        Cell::Of(attribute) | Cell::Remark(attribute) | Cell::Decimal(attribute) | Cell::Word(attribute, _) => {
            of(record, attribute).into_iter().collect()
        }
        Cell::Constant(_) => Vec::new(),
        Cell::Prose(parts) => parts.iter().filter_map(|part| of(record, &part.attribute)).collect(),
        Cell::Through(roles, attribute) => index.follow(record, roles).and_then(|r| of(r, attribute)).into_iter().collect(),
        Cell::ClassOf(role) => index.follow(record, &[*role]).and_then(|r| of(r, &Attribute::Name)).into_iter().collect(),
    }
}

/// A remark loses its end at a word when it is longer than a string may be.
fn remark(text: &str) -> Cow<'_, str> {
    if text.chars().count() <= STRING {
        return Cow::Borrowed(text);
    }
    let kept: String = text.chars().take(STRING - 1).collect();
    let end = kept.rfind(' ').unwrap_or(kept.len());
    Cow::Owned(format!("{}…", kept.get(..end).unwrap_or(&kept).trim_end()))
}

fn prose(record: &Record, parts: &[Part]) -> String {
    let said = parts.iter().filter_map(|part| {
        let text = french(record.text(part.attribute)?.trim(), part.words);
        Some(if part.title.is_empty() { text } else { format!("{} : {text}", part.title) })
    });
    said.collect::<Vec<_>>().join(" | ")
}

fn french(text: &str, words: &[(&str, &str)]) -> String {
    if words.is_empty() {
        return text.to_owned();
    }
    let said = text.split(", ").map(|word| words.iter().find(|(ours, _)| *ours == word).map_or(word, |(_, theirs)| theirs));
    said.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::record::Class;

    #[test]
    fn a_reference_leads_to_the_record_of_its_key_and_of_no_other() {
        let of = |name: &str| Record::new(Key::new(Class::Pc, &["0370037P", name]));
        let records: Vec<Record> = (0..500).map(|nth| of(&format!("pc-{nth}"))).collect();
        let index = Index::of(&records);
        for record in &records {
            assert_eq!(index.get(&record.key), Some(record));
            assert_eq!(index.0.iter().flatten().filter(|(at, _)| *at == number(&record.key)).count(), 1);
        }
        // Where one name ends belongs to a key.
        assert_eq!(index.get(&Key::new(Class::Pc, &["0370037Pp", "c-1"])), None);
        assert_eq!(index.get(&Key::new(Class::Tablet, &["0370037P", "pc-1"])), None);
    }

    #[test]
    fn a_long_remark_is_cut_at_a_word_and_says_so() {
        let cut = remark(&"étiqueté ".repeat(60)).into_owned();
        assert!(cut.chars().count() <= STRING && cut.ends_with("étiqueté…"), "{cut}");
        assert_eq!(remark("court"), "court");
    }
}
