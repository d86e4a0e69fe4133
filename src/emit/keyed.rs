//! The story of a JSON text: the path of keys to each line, such as `switches[sw151].ports[4]`, and of each value what decided
//! it.
//!
//! It reads what our own writers lay out, whatever the fields mean. Entry point: [`story`].

use super::{Cell, Story};
use crate::base::Origin;
use serde_json::Value;
use std::collections::BTreeSet;

/// The fields that tell the items of a list apart, the best first.
const NAMES: [&str; 6] = ["name", "id", "key", "number", "vlan", "device"];

/// Tells of a text, laid out by a writer's source, `file!()`. `marks`, in order, hold the byte where a value begins and what
/// decided it; a list or an object hands that down to the values in it.
///
/// A value that no mark covers is there because its object is: it has the origin of the object's name.
pub(super) fn story(text: String, marks: &[(usize, Origin)], file: &str, subject: Option<Origin>) -> Story {
    let tree: Value = serde_json::from_str(&text).unwrap_or_default();
    let mut walk = Walk { text: &text, marks, at: 0, seen: Vec::new() };
    walk.value(&tree, String::new(), None);
    let mut seen = walk.seen.into_iter().peekable();
    let (mut end, mut lines, mut keys, mut cells) = (0, Vec::new(), Vec::new(), Vec::new());
    for line in text.split_inclusive('\n') {
        end += line.len();
        let own: Vec<Seen> = std::iter::from_fn(|| seen.next_if(|seen| seen.at < end)).collect();
        let key = key(&own);
        let (several, origins) = values(own, &key, subject);
        cells.push(several);
        lines.push(origins);
        keys.push((!key.is_empty()).then_some(key));
    }
    Story { keys, cells, ..Story::of(text, lines, file, subject) }
}

/// A value, or a bracket of a list or an object that holds others.
struct Seen {
    at: usize,
    path: String,
    /// Of a value its text and what decided it.
    value: Option<(String, Option<Origin>)>,
}

/// The key of a line: of its only value, or of the first thing on it.
fn key(seen: &[Seen]) -> String {
    let mut values = seen.iter().filter(|seen| seen.value.is_some());
    let only = values.next().filter(|_| values.next().is_none());
    only.or(seen.first()).map(|seen| seen.path.clone()).unwrap_or_default()
}

/// The values of a line, a cell each where there are several, and the origins of all. A cell is named by its path from the
/// line's key.
fn values(mut seen: Vec<Seen>, key: &str, subject: Option<Origin>) -> (Vec<Cell>, Vec<Origin>) {
    seen.retain(|seen| seen.value.is_some());
    let is_alone = seen.len() < 2;
    if !is_alone {
        own(&mut seen, subject);
    }
    let origins = seen.iter().filter_map(|seen| seen.value.as_ref()?.1).collect();
    if is_alone {
        return (Vec::new(), origins);
    }
    let cells = seen.into_iter().filter_map(|Seen { path, value, .. }| {
        let (text, origin) = value?;
        let column = path.strip_prefix(key).unwrap_or(&path).trim_start_matches('.').to_owned();
        Some(Cell { column: column.into(), text, origins: origin.into_iter().collect() })
    });
    (cells.collect(), origins)
}

/// Gives an origin to the values that have none.
fn own(seen: &mut [Seen], origin: Option<Origin>) {
    for (_, none) in seen.iter_mut().filter_map(|seen| seen.value.as_mut()).filter(|(_, own)| own.is_none()) {
        *none = origin;
    }
}

/// A pass over a text, beside the tree that it holds.
struct Walk<'t> {
    text: &'t str,
    marks: &'t [(usize, Origin)],
    at: usize,
    seen: Vec<Seen>,
}

impl Walk<'_> {
    /// Passes over a value; `held` decided what it stands in.
    fn value(&mut self, tree: &Value, path: String, held: Option<Origin>) {
        let (at, from) = (self.at, self.seen.len());
        let held = self.mark().or(held);
        match tree {
            Value::Object(fields) if !fields.is_empty() => {
                self.see(at, &path, None);
                self.fields(fields, &path, held);
                let close = self.step();
                self.see(close, &path, None);
            }
            Value::Array(items) if !items.is_empty() => {
                self.see(at, &path, None);
                self.items(items, &path, held);
                let close = self.step();
                match self.is_plain(items, at, from) {
                    Some(origin) => {
                        let text = self.text.get(at..self.at).unwrap_or_default().to_owned();
                        self.seen.truncate(from);
                        self.see(at, &path, Some((text, origin)));
                    }
                    None => self.see(close, &path, None),
                }
            }
            _ => {
                let spelt = self.scalar();
                let text = tree.as_str().map_or(spelt, str::to_owned);
                self.see(at, &path, Some((text, held)));
            }
        }
    }

    fn fields(&mut self, fields: &serde_json::Map<String, Value>, path: &str, held: Option<Origin>) {
        let (from, mut name, mut is_named) = (self.seen.len(), None, false);
        for _ in 0..fields.len() {
            self.step();
            self.blank();
            let key: String = serde_json::from_str(&self.scalar()).unwrap_or_default();
            self.step();
            self.blank();
            let below = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
            let first = self.seen.len();
            self.value(fields.get(&key).unwrap_or(&Value::Null), below, held);
            if name.is_none() && NAMES.contains(&key.as_str()) {
                is_named = true;
                name = self.first(first);
            }
        }
        // A name of which nothing is known is made of what follows it.
        let name = name.or_else(|| self.first(from).filter(|_| is_named));
        if let Some(values) = self.seen.get_mut(from..) {
            own(values, name);
        }
    }

    /// What decided the first value from there that was decided by something.
    fn first(&self, from: usize) -> Option<Origin> {
        self.seen.iter().skip(from).find_map(|seen| seen.value.as_ref()?.1)
    }

    fn items(&mut self, items: &[Value], path: &str, held: Option<Origin>) {
        let names = names(items);
        for (nth, item) in items.iter().enumerate() {
            self.step();
            self.blank();
            let name = names.as_ref().and_then(|names| names.get(nth)).map_or_else(|| nth.to_string(), String::clone);
            self.value(item, format!("{path}[{name}]"), held);
        }
    }

    /// Whether a list on one line holds values alone, decided by one thing, so that it is told as one; and by what.
    fn is_plain(&self, items: &[Value], at: usize, from: usize) -> Option<Option<Origin>> {
        let is_broken = self.text.get(at..self.at).is_none_or(|text| text.contains('\n'));
        let mut origins = self.seen.iter().skip(from + 1).map(|seen| seen.value.as_ref().map(|(_, origin)| *origin));
        let first = origins.next()??;
        let is_one = !is_broken && !items.iter().any(Value::is_object) && origins.all(|origin| origin == Some(first));
        is_one.then_some(first)
    }

    fn see(&mut self, at: usize, path: &str, value: Option<(String, Option<Origin>)>) {
        self.seen.push(Seen { at, path: path.to_owned(), value });
    }

    /// What decided the value that begins here; of several, one in the other, the innermost.
    fn mark(&self) -> Option<Origin> {
        let end = self.marks.partition_point(|(at, _)| *at <= self.at);
        let (at, origin) = self.marks.get(end.checked_sub(1)?)?;
        (*at == self.at).then_some(*origin)
    }

    /// Passes over a bracket, a comma or a colon; gives where it stands.
    fn step(&mut self) -> usize {
        self.blank();
        self.at += 1;
        self.at - 1
    }

    /// Passes over spaces and line ends.
    fn blank(&mut self) {
        let rest = self.text.get(self.at..).unwrap_or_default();
        self.at += rest.len() - rest.trim_start().len();
    }

    /// Passes over a string, a number, a word or a pair of brackets with nothing in it, and gives it as it is spelt.
    fn scalar(&mut self) -> String {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let mut values = serde_json::Deserializer::from_str(rest).into_iter::<Value>();
        values.next();
        let end = values.byte_offset();
        let spelt = rest.get(..end).unwrap_or_default();
        self.at += spelt.len();
        spelt.to_owned()
    }
}

/// What tells the items of a list apart, as a path shows it; `None` when nothing does, so that they are counted.
fn names(items: &[Value]) -> Option<Vec<String>> {
    NAMES.iter().find_map(|field| {
        let names: Vec<String> = items.iter().map(|item| name(field, item.get(field)?)).collect::<Option<_>>()?;
        let distinct: BTreeSet<&String> = names.iter().collect();
        (distinct.len() == names.len()).then_some(names)
    })
}

/// A number alone would be taken for a place in the list.
fn name(field: &str, value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(format!("{field}={number}")),
        Value::Array(parts) => Some(parts.iter().map(Value::as_str).collect::<Option<Vec<_>>>()?.join("/")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of each line its key and its cells.
    fn told(text: &str, marks: &[(usize, Origin)]) -> Vec<(String, Vec<(String, String)>)> {
        let Story { keys, cells, .. } = story(text.to_owned(), marks, file!(), None);
        let cells = cells.into_iter().map(|cells| cells.into_iter().map(|c| (c.column.into_owned(), c.text)).collect());
        keys.into_iter().map(Option::unwrap_or_default).zip(cells).collect()
    }

    #[test]
    fn each_line_has_the_path_that_a_reader_would_take_and_each_value_a_row() {
        let text = "{\n  \"a\": \"x\",\n  \"list\": [\n    {\"name\": \"é \\\", [\", \"of\": {\"n\": [1, 2], \"no\": []}},\n    \
                    {\"name\": \"b\"}\n  ],\n  \"ids\": [\n    {\n      \"id\": 7\n    }\n  ],\n  \"bare\": [\n    true,\n    null\n  ]\n}\n";
        let row = |key: &str| (key.to_owned(), Vec::new());
        let cells = [("name", "é \", ["), ("of.n", "[1, 2]"), ("of.no", "[]")];
        let wanted = [
            row(""),
            row("a"),
            row("list"),
            ("list[é \", []".to_owned(), cells.map(|(a, b)| (a.to_owned(), b.to_owned())).to_vec()),
            row("list[b].name"),
            row("list"),
            row("ids"),
            row("ids[id=7]"),
            row("ids[id=7].id"),
            row("ids[id=7]"),
            row("ids"),
            row("bare"),
            row("bare[0]"),
            row("bare[1]"),
            row("bare"),
            row(""),
        ];
        assert_eq!(told(text, &[]), wanted);
    }

    #[test]
    fn items_with_one_name_are_counted() {
        let told = told("[\n  {\"name\": \"a\"},\n  {\"name\": \"a\"}\n]\n", &[]);
        assert_eq!(told.iter().map(|(key, _)| key.as_str()).collect::<Vec<_>>(), ["", "[0].name", "[1].name", ""]);
    }
}
