//! A serializer of block-style YAML 1.2: every string is double-quoted, so none is ever read as a number, a date or `no`.

use crate::render::marks;
use std::fmt::Write;

/// A YAML value.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Yaml {
    /// A string.
    Text(String),
    /// A number.
    Number(u64),
    /// A boolean.
    Bool(bool),
    /// A sequence.
    List(Vec<Yaml>),
    /// A mapping, in the order given.
    Map(Vec<(String, Yaml)>),
}

impl Yaml {
    /// A string.
    pub fn text(text: impl Into<String>) -> Yaml {
        Yaml::Text(text.into())
    }

    /// A sequence of strings.
    pub fn texts<T: Into<String>>(texts: impl IntoIterator<Item = T>) -> Yaml {
        Yaml::List(texts.into_iter().map(Yaml::text).collect())
    }

    /// A mapping.
    pub fn map<const N: usize>(entries: [(&str, Yaml); N]) -> Yaml {
        Yaml::Map(entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
    }

    /// The document.
    pub fn document(&self) -> String {
        let mut out = String::new();
        self.write(0, &mut out);
        out
    }

    fn is_block(&self) -> bool {
        matches!(self, Yaml::List(items) if !items.is_empty()) || matches!(self, Yaml::Map(entries) if !entries.is_empty())
    }

    /// Writes the value; a block begins in column `indent`, which the caller has already reached on its first line.
    fn write(&self, indent: usize, out: &mut String) {
        match self {
            Yaml::Text(text) => {
                quote(text, out);
                out.push('\n');
            }
            Yaml::Number(number) => out.push_str(&format!("{number}\n")),
            Yaml::Bool(value) => out.push_str(if *value { "true\n" } else { "false\n" }),
            Yaml::List(items) if items.is_empty() => out.push_str("[]\n"),
            Yaml::Map(entries) if entries.is_empty() => out.push_str("{}\n"),
            Yaml::List(items) => {
                for (i, item) in items.iter().enumerate() {
                    pad(if i > 0 { indent } else { 0 }, out);
                    out.push_str("- ");
                    item.write(indent + 2, out);
                }
            }
            Yaml::Map(entries) => {
                for (i, (key, value)) in entries.iter().enumerate() {
                    pad(if i > 0 { indent } else { 0 }, out);
                    write_key(key, out);
                    if value.is_block() {
                        out.push('\n');
                        pad(indent + 2, out);
                        value.write(indent + 2, out);
                    } else {
                        out.push(' ');
                        value.write(indent + 2, out);
                    }
                }
            }
        }
    }
}

fn pad(indent: usize, out: &mut String) {
    out.extend(std::iter::repeat_n(' ', indent));
}

fn write_key(key: &str, out: &mut String) {
    // A mark of `why` is no part of the key.
    let bare = marks::bare(key);
    // Words that YAML 1.1 readers take for booleans or nothing are quoted, like all that is not a plain word.
    let reserved = ["y", "n", "yes", "no", "on", "off", "true", "false", "null"].contains(&bare.to_ascii_lowercase().as_str());
    let plain = bare.starts_with(|c: char| c.is_ascii_alphabetic())
        && bare.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-".contains(&b));
    if plain && !reserved {
        out.push_str(key);
    } else {
        quote(key, out);
    }
    out.push(':');
}

/// Writes a double-quoted scalar (YAML 1.2.2, part 5.7): what cannot be printed is escaped.
fn quote(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}' => {
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
    fn a_document_nests_and_quotes() {
        let list = Yaml::List(vec![Yaml::map([("name", Yaml::text("no")), ("n", Yaml::Number(3))]), Yaml::texts(["a: b # c"])]);
        let value = Yaml::map([("list", list), ("empty", Yaml::Map(Vec::new())), ("1.5", Yaml::Bool(true))]);
        let wanted = "list:\n  - name: \"no\"\n    \"n\": 3\n  - - \"a: b # c\"\nempty: {}\n\"1.5\": true\n";
        assert_eq!(value.document(), wanted);
    }

    #[test]
    fn a_line_end_or_a_quote_in_a_text_ends_nothing() {
        assert_eq!(Yaml::text("a\n- b: \"c\"\\\u{85}").document(), "\"a\\n- b: \\\"c\\\"\\\\\\u0085\"\n");
    }
}
