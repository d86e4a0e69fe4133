//! JSON by hand: fields in the order of the state, one thing a line, nothing for what is absent.
//!
//! It knows JSON's syntax and layout, no state. Entry points: [`Out`], [`Put`], and the macros that spell a struct or a word.

use crate::base::{Origin, Sourced};
use std::collections::BTreeMap;
use std::fmt::{Display, Write};
use std::ops::Range;

#[cfg(test)]
use serde_json::{Value, json};

/// What can be written as JSON.
pub(super) trait Put {
    /// Writes it.
    fn put(&self, out: &mut Out);
    /// Whether its field is left out.
    fn is_absent(&self) -> bool {
        false
    }
    /// Its JSON schema.
    #[cfg(test)]
    fn schema() -> Value;
    /// Whether its field may be left out.
    #[cfg(test)]
    fn is_optional() -> bool {
        false
    }
}

/// What is spelt by one word, which can name a field.
pub(super) trait Word: Put {
    /// The word.
    fn word(&self) -> &'static str;
}

/// Containers nested less deep are broken into lines: the file, its lists, a device, a device's lists.
const BROKEN: usize = 4;

/// A JSON text that grows.
#[derive(Default)]
pub(super) struct Out {
    text: String,
    depth: usize,
    /// Whether all that follows stays in one line.
    narrow: bool,
    /// Where in the text each value begins and what decided it, when that is asked for.
    notes: Option<Vec<(usize, Origin)>>,
    /// What decided the things that others point at, by the text that points.
    pointed: BTreeMap<String, Origin>,
    /// Where what points at a thing was written last, in the place that its number gives it.
    pointers: Vec<(Pointer, Range<usize>)>,
}

/// A number for what points at a thing, no other's while the state is written.
pub(super) type Pointer = (usize, u8);

/// How many things are remembered that were pointed at: those of a school's rooms and models, which many records share.
const REMEMBERED: usize = 256;

impl Out {
    /// A text of about that many bytes: what grows from nothing is copied at each doubling.
    pub(super) fn of_size(bytes: usize) -> Out {
        Out { text: String::with_capacity(bytes), ..Out::default() }
    }
    /// A text that notes the origin of each value; of what points at a thing, in the words of `pointed`, that thing's.
    pub(super) fn noting(pointed: BTreeMap<String, Origin>) -> Out {
        Out { notes: Some(Vec::new()), pointed, ..Out::default() }
    }
    /// A value as it stands in a line.
    pub(super) fn spelt(value: &impl Put) -> String {
        let mut out = Out { narrow: true, ..Out::default() };
        value.put(&mut out);
        out.text
    }
    /// Writes what points at a thing, within one line; what was written a short while ago is copied.
    pub(super) fn pointer(&mut self, pointer: Pointer, write: impl FnOnce(&mut Out)) {
        debug_assert!(self.narrow, "a text that is broken into lines depends on its depth");
        let at = self.text.len();
        self.pointers.resize(REMEMBERED, Default::default());
        let place = (pointer.0 / 16 + usize::from(pointer.1)) % REMEMBERED;
        match self.pointers.get(place).filter(|(last, _)| *last == pointer) {
            Some((_, there)) => self.text.extend_from_within(there.clone()),
            None => {
                write(self);
                let there = at..self.text.len();
                self.pointers.get_mut(place).into_iter().for_each(|slot| *slot = (pointer, there.clone()));
            }
        }
        let Some(notes) = &mut self.notes else { return };
        if let Some(origin) = self.text.get(at..).and_then(|text| self.pointed.get(text)) {
            notes.push((at, *origin));
        }
    }
    /// The finished text, and of each value the byte where it begins and its origin.
    pub(super) fn told(mut self) -> (String, Vec<(usize, Origin)>) {
        let notes = self.notes.take().unwrap_or_default();
        (self.finish(), notes)
    }
    /// The finished text.
    pub(super) fn finish(mut self) -> String {
        self.text.push('\n');
        self.text
    }
    /// Writes a string.
    pub(super) fn string(&mut self, text: impl Display) {
        self.text.push('"');
        let written = write!(Escaped(&mut self.text), "{text}");
        debug_assert!(written.is_ok(), "a String takes every text");
        self.text.push('"');
    }
    /// Writes a string that is a text already: most are.
    pub(super) fn text(&mut self, text: &str) {
        self.text.push('"');
        let written = Escaped(&mut self.text).write_str(text);
        debug_assert!(written.is_ok(), "a String takes every text");
        self.text.push('"');
    }
    /// Writes a number or another bare word.
    pub(super) fn bare(&mut self, value: impl Display) {
        let written = write!(self.text, "{value}");
        debug_assert!(written.is_ok(), "a String takes every text");
    }
    /// Writes a list.
    pub(super) fn list<T: Put>(&mut self, items: impl Iterator<Item = T>) {
        let end = self.open('[');
        let mut is_first = true;
        for item in items {
            self.next(&mut is_first);
            item.put(self);
        }
        self.close(']', end, is_first);
    }
    /// Writes an object; `body` writes its fields.
    pub(super) fn object(&mut self, body: impl FnOnce(&mut Fields)) {
        let end = self.open('{');
        let mut fields = Fields { out: self, is_first: true };
        body(&mut fields);
        let is_first = fields.is_first;
        self.close('}', end, is_first);
    }
    /// Writes an object in one line, however shallow it stands.
    pub(super) fn line(&mut self, body: impl FnOnce(&mut Fields)) {
        let before = std::mem::replace(&mut self.narrow, true);
        self.object(body);
        self.narrow = before;
    }

    fn open(&mut self, mark: char) -> bool {
        self.text.push(mark);
        self.depth += 1;
        !self.narrow && self.depth <= BROKEN
    }
    fn next(&mut self, is_first: &mut bool) {
        if !std::mem::replace(is_first, false) {
            self.text.push(',');
            if self.narrow || self.depth > BROKEN {
                self.text.push(' ');
            }
        }
        if !self.narrow && self.depth <= BROKEN {
            self.indent(self.depth);
        }
    }
    fn close(&mut self, mark: char, is_broken: bool, is_empty: bool) {
        self.depth -= 1;
        if is_broken && !is_empty {
            self.indent(self.depth);
        }
        self.text.push(mark);
    }
    fn indent(&mut self, depth: usize) {
        self.text.push('\n');
        self.text.extend(std::iter::repeat_n("  ", depth));
    }
}

/// The fields of an object.
pub(super) struct Fields<'o> {
    out: &'o mut Out,
    is_first: bool,
}

impl Fields<'_> {
    /// Writes a field, unless its value is absent.
    pub(super) fn field(&mut self, name: &str, value: &(impl Put + ?Sized)) {
        if !value.is_absent() {
            self.out.next(&mut self.is_first);
            // A name is a word of this program: nothing in it is escaped.
            self.out.text.extend(["\"", name, "\": "]);
            value.put(self.out);
        }
    }
}

/// Escapes what JSON does not take in a string (RFC 8259, 7).
struct Escaped<'o>(&'o mut String);

impl Write for Escaped<'_> {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        let is_escaped = |b: u8| (b < 0x20) | (b == b'"') | (b == b'\\');
        // Most texts hold nothing to escape; a look at all of them, without a way out, is many bytes a step.
        if !text.bytes().fold(false, |found, b| found | is_escaped(b)) {
            self.0.push_str(text);
            return Ok(());
        }
        let mut rest = text;
        while let Some(at) = rest.bytes().position(is_escaped) {
            let (plain, from) = rest.split_at_checked(at).unwrap_or((rest, ""));
            self.0.push_str(plain);
            let mut chars = from.chars();
            match chars.next() {
                Some(c @ ('"' | '\\')) => self.0.extend(['\\', c]),
                Some(c) => write!(self.0, "\\u{:04x}", u32::from(c))?,
                None => {}
            }
            rest = chars.as_str();
        }
        self.0.push_str(rest);
        Ok(())
    }
}

/// Spells a struct, field by field: one that is added to the state and not here does not compile.
macro_rules! object {
    ($type:ty { $($field:ident),+ $(,)? }) => {
        impl $crate::emit::state::json::Put for $type {
            fn put(&self, out: &mut $crate::emit::state::json::Out) {
                let Self { $($field),+ } = self;
                out.object(|fields| { $(fields.field(stringify!($field), $field);)+ });
            }
            #[cfg(test)]
            fn schema() -> serde_json::Value {
                use $crate::emit::state::json::{field_schema, object_schema};
                object_schema(stringify!($type), &[$(field_schema(stringify!($field), |s: &Self| &s.$field)),+])
            }
        }
    };
}

/// Spells the words of an enum without values.
macro_rules! words {
    ($type:ty { $($variant:ident = $word:literal),+ $(,)? }) => {
        impl $crate::emit::state::json::Word for $type {
            fn word(&self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }
        impl $crate::emit::state::json::Put for $type {
            fn put(&self, out: &mut $crate::emit::state::json::Out) {
                out.text($crate::emit::state::json::Word::word(self));
            }
            #[cfg(test)]
            fn schema() -> serde_json::Value {
                serde_json::json!({ "enum": [$($word),+] })
            }
        }
    };
}

/// Writes values that are texts, as strings.
macro_rules! plain {
    ($($type:ty),+ $(,)?) => { $(
        impl $crate::emit::state::json::Put for $type {
            fn put(&self, out: &mut $crate::emit::state::json::Out) {
                out.text(self);
            }
            #[cfg(test)]
            fn schema() -> serde_json::Value {
                serde_json::json!({ "type": "string" })
            }
        }
    )+ };
}

/// Writes values by their own text, as strings.
macro_rules! texts {
    ($($type:ty),+ $(,)?) => { $(
        impl $crate::emit::state::json::Put for $type {
            fn put(&self, out: &mut $crate::emit::state::json::Out) {
                out.string(self);
            }
            #[cfg(test)]
            fn schema() -> serde_json::Value {
                serde_json::json!({ "type": "string" })
            }
        }
    )+ };
}

/// Writes values as whole numbers.
macro_rules! numbers {
    ($($type:ty, $number:expr);+ $(;)?) => { $(
        impl $crate::emit::state::json::Put for $type {
            fn put(&self, out: &mut $crate::emit::state::json::Out) {
                let number: fn(&$type) -> u64 = $number;
                out.bare(number(self));
            }
            #[cfg(test)]
            fn schema() -> serde_json::Value {
                serde_json::json!({ "type": "integer", "minimum": 0 })
            }
        }
    )+ };
}

pub(super) use {numbers, object, plain, texts, words};

/// A field of an object's schema.
#[cfg(test)]
pub(super) struct FieldSchema {
    name: &'static str,
    schema: Value,
    is_optional: bool,
}

/// The schema of a field, by the type that its accessor gives.
#[cfg(test)]
pub(super) fn field_schema<S, T: Put>(name: &'static str, _: fn(&S) -> &T) -> FieldSchema {
    FieldSchema { name, schema: T::schema(), is_optional: T::is_optional() }
}

/// The schema of an object; its type's name stands in `title`.
#[cfg(test)]
pub(super) fn object_schema(title: &str, fields: &[FieldSchema]) -> Value {
    let properties: serde_json::Map<_, _> = fields.iter().map(|f| (f.name.to_owned(), f.schema.clone())).collect();
    let required: Vec<_> = fields.iter().filter(|f| !f.is_optional).map(|f| f.name).collect();
    json!({
        "title": title,
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    })
}

impl<T: Put> Put for Sourced<T> {
    fn put(&self, out: &mut Out) {
        if let Some(notes) = &mut out.notes {
            notes.push((out.text.len(), self.origin()));
        }
        self.value().put(out);
    }
    fn is_absent(&self) -> bool {
        self.value().is_absent()
    }
    #[cfg(test)]
    fn schema() -> Value {
        T::schema()
    }
    #[cfg(test)]
    fn is_optional() -> bool {
        T::is_optional()
    }
}

impl<T: Put + ?Sized> Put for &T {
    fn put(&self, out: &mut Out) {
        (*self).put(out);
    }
    #[cfg(test)]
    fn schema() -> Value {
        T::schema()
    }
}

impl<T: Put> Put for Option<T> {
    fn put(&self, out: &mut Out) {
        match self {
            Some(value) => value.put(out),
            None => out.bare("null"),
        }
    }
    fn is_absent(&self) -> bool {
        self.is_none()
    }
    #[cfg(test)]
    fn schema() -> Value {
        T::schema()
    }
    #[cfg(test)]
    fn is_optional() -> bool {
        true
    }
}

impl<T: Put> Put for Vec<T> {
    fn put(&self, out: &mut Out) {
        out.list(self.iter());
    }
    #[cfg(test)]
    fn schema() -> Value {
        json!({ "type": "array", "items": T::schema() })
    }
}

impl Put for bool {
    fn put(&self, out: &mut Out) {
        out.bare(self);
    }
    #[cfg(test)]
    fn schema() -> Value {
        json!({ "type": "boolean" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_json_cannot_hold_is_escaped() {
        let mut out = Out::default();
        out.string("a\"b\\c\nd\u{7f}é\u{2028}");
        let text = out.finish();
        assert_eq!(text, "\"a\\\"b\\\\c\\u000ad\u{7f}é\u{2028}\"\n");
        assert_eq!(serde_json::from_str::<String>(&text).unwrap(), "a\"b\\c\nd\u{7f}é\u{2028}");
    }

    #[test]
    fn a_list_of_nothing_is_closed_where_it_was_opened() {
        let mut out = Out::default();
        out.object(|fields| {
            fields.field("none", &Vec::<bool>::new());
            fields.field("absent", &None::<bool>);
            fields.field("some", &vec![true, false]);
        });
        assert_eq!(out.finish(), "{\n  \"none\": [],\n  \"some\": [\n    true,\n    false\n  ]\n}\n");
    }
}
