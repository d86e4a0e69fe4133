//! A serializer of JSON whose texts may bear the marks of `why`: keys in the order given, small objects in one line.

use std::fmt::Write;

/// A JSON value.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Json {
    /// A string; it is escaped here.
    Text(String),
    /// A number or a boolean, spelt.
    Bare(String),
    /// A list.
    List(Vec<Json>),
    /// An object, a line a key.
    Map(Vec<(&'static str, Json)>),
    /// An object in one line.
    Line(Vec<(&'static str, Json)>),
}

impl Json {
    /// A string.
    pub fn text(text: impl Into<String>) -> Json {
        Json::Text(text.into())
    }

    /// A number or a boolean.
    pub fn bare(value: impl ToString) -> Json {
        Json::Bare(value.to_string())
    }

    /// The document.
    pub fn document(&self) -> String {
        let mut out = String::new();
        self.write(0, false, &mut out);
        out.push('\n');
        out
    }

    fn is_flat(&self) -> bool {
        matches!(self, Json::Text(_) | Json::Bare(_))
    }

    fn write(&self, depth: usize, narrow: bool, out: &mut String) {
        match self {
            Json::Text(text) => quote(text, out),
            Json::Bare(text) => out.push_str(text),
            Json::List(items) => {
                // A list of words is as short as its words.
                let narrow = narrow || items.iter().all(Json::is_flat);
                let each = |item: &Json, out: &mut String| item.write(depth + 1, narrow, out);
                block(['[', ']'], items, depth, narrow, out, each);
            }
            Json::Map(fields) | Json::Line(fields) => {
                let narrow = narrow || matches!(self, Json::Line(_));
                block(['{', '}'], fields, depth, narrow, out, |(key, value), out| {
                    quote(key, out);
                    out.push_str(": ");
                    value.write(depth + 1, narrow, out);
                });
            }
        }
    }
}

/// Writes items between two marks: one a line, or all in one.
fn block<T>(marks: [char; 2], items: &[T], depth: usize, narrow: bool, out: &mut String, each: impl Fn(&T, &mut String)) {
    let [open, close] = marks;
    let line = |depth: usize, out: &mut String| {
        if !narrow && !items.is_empty() {
            out.push('\n');
            out.extend(std::iter::repeat_n("  ", depth));
        }
    };
    out.push(open);
    for (i, item) in items.iter().enumerate() {
        if i > 0 {
            out.push_str(if narrow { ", " } else { "," });
        }
        line(depth + 1, out);
        each(item, out);
    }
    line(depth, out);
    out.push(close);
}

/// Writes a string (RFC 8259, part 7).
fn quote(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\u{0}'..='\u{1f}' => {
                // Writing to a String never fails.
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            _ => out.push(c),
        }
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_cannot_leave_its_quotes() {
        let hostile = "\"}, {\n\\ é";
        let text = Json::Map(vec![("a", Json::List(vec![Json::text(hostile)])), ("b", Json::List(Vec::new()))]).document();
        let read: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(read["a"][0], hostile);
        assert_eq!(text, "{\n  \"a\": [\"\\\"}, {\\u000a\\\\ é\"],\n  \"b\": []\n}\n");
    }

    #[test]
    fn an_object_of_one_line_keeps_all_below_it_in_that_line() {
        let line = Json::Line(vec![("a", Json::Map(vec![("b", Json::bare(1))]))]);
        assert_eq!(Json::List(vec![line]).document(), "[\n  {\"a\": {\"b\": 1}}\n]\n");
    }
}
