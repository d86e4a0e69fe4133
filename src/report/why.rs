//! The story of an output's line, for people and as JSON.

use super::visible::one_line;
use crate::base::Layer;
use crate::compile::why::{Account, Cause, Cell, Reason, Spot, Writing};
use serde_json::{Value, json};
use std::fmt::Write;

/// The most characters of a manifest's line that are shown.
const SHOWN: usize = 100;

/// How the file on disk stands to what would be written today.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Standing {
    /// It is the same, byte for byte; a secret's value may stand where its placeholder would.
    Same,
    /// There is none.
    Missing,
    /// It was edited by hand, or is older than the manifest.
    Differs {
        /// The first line that differs, from 1.
        line: usize,
        /// What stands there; `None` past the end of the file, and in a file that may hold the values of secrets.
        there: Option<String>,
        /// What would; `None` past the end of the text.
        today: Option<String>,
    },
}

impl Standing {
    /// Compares a file with what would be written; `there` is `None` when there is no file.
    pub fn of(there: Option<&[u8]>, today: &str) -> Standing {
        let Some(there) = there else { return Standing::Missing };
        if there == today.as_bytes() {
            return Standing::Same;
        }
        let text = String::from_utf8_lossy(there);
        // Of a file in which placeholders were filled nothing is shown: the line could be the one with the value.
        let is_filled = placeholders(&text) < placeholders(today);
        Standing::compared(&text, today, is_filled, |there, today| is_filled && filled(today, there))
    }

    /// Compares a manifest on disk with the one that would be written. A row of a file in which secrets were filled is the same
    /// as one of the file with their placeholders.
    pub fn of_manifest(there: Option<&[u8]>, today: &str) -> Standing {
        match there.map(String::from_utf8_lossy) {
            None => Standing::Missing,
            Some(there) if there == today => Standing::Same,
            Some(there) => Standing::compared(&there, today, false, is_row_of_filled),
        }
    }

    /// Compares line by line; `is_alike` says which lines that are not equal are no difference.
    fn compared(text: &str, today: &str, is_filled: bool, is_alike: impl Fn(&str, &str) -> bool) -> Standing {
        let (mut is_like, mut old, mut new) = (false, text.split('\n'), today.split('\n'));
        let mut line = 1;
        loop {
            let (a, b) = (old.next(), new.next());
            // Texts that are equal once read differ in bytes that are no text.
            match (a, b) {
                (None, None) if is_like => return Standing::Same,
                (Some(a), Some(b)) if a == b => {}
                (Some(a), Some(b)) if is_alike(a, b) => is_like = true,
                _ => {
                    let there = a.filter(|_| !is_filled).map(str::to_owned);
                    return Standing::Differs { line, there, today: b.map(str::to_owned) };
                }
            }
            line += 1;
        }
    }
}

/// What a secret's placeholder begins with ([`crate::compile::Secrets`]).
const PLACEHOLDER: &str = "@secret:";

fn placeholders(text: &str) -> usize {
    text.matches(PLACEHOLDER).count()
}

/// Whether a line is another one with something in place of its placeholders.
fn filled(line: &str, there: &str) -> bool {
    let mut pieces = line.split(PLACEHOLDER);
    let Some(mut rest) = pieces.next().and_then(|first| there.strip_prefix(first)) else { return false };
    // What follows the name and its `@`, up to the next placeholder, has to come in this order; the last ends the line.
    let mut tails = pieces.filter_map(|piece| piece.split_once('@').map(|(_, tail)| tail)).peekable();
    while let Some(tail) = tails.next() {
        if tails.peek().is_none() {
            return rest.len() > tail.len() && rest.ends_with(tail);
        }
        let Some((_, after)) = rest.split_once(tail).filter(|(value, _)| !value.is_empty() && !tail.is_empty()) else {
            return false;
        };
        rest = after;
    }
    false
}

/// Whether a manifest's row of a file, in which secrets were filled ([`crate::compile::Vault::fill`]), is of the same file as
/// another, which was not filled: its text and its mode differ, nothing else.
fn is_row_of_filled(there: &str, today: &str) -> bool {
    let read = |row: &str| serde_json::from_str::<Value>(row.trim_end_matches(',')).ok().filter(Value::is_object);
    let (Some(there), Some(mut today)) = (read(there), read(today)) else { return false };
    let closed = today.get("mode").and_then(Value::as_str).and_then(|mode| u32::from_str_radix(mode, 8).ok());
    let modes = [today.get("mode").cloned(), closed.map(|mode| json!(format!("{:04o}", mode & !0o007)))];
    if there.get("holds_secret") != Some(&json!(true)) || !modes.contains(&there.get("mode").cloned()) {
        return false;
    }
    for field in ["sha256", "size", "mode", "holds_secret"] {
        if let (Some(own), Some(other)) = (today.get_mut(field), there.get(field)) {
            own.clone_from(other);
        }
    }
    there == today
}

/// Tells a person.
pub fn human(file: &str, number: usize, school: Option<&str>, account: &Account, standing: &Standing) -> String {
    let mut out = String::new();
    match standing {
        Standing::Same => {}
        Standing::Missing => drop(writeln!(out, "{file} is not there; it would be written today\n")),
        Standing::Differs { line, there, today } => {
            let _ = writeln!(out, "{file} was edited by hand, or is older than the manifest; line {line} is the first to differ");
            let shown =
                |text: &Option<String>| text.as_deref().map_or_else(|| "nothing".to_owned(), |t| format!("`{}`", one_line(t)));
            let _ = writeln!(out, "  there {}\n  today {}\n", shown(there), shown(today));
        }
    }
    let _ = writeln!(out, "{number}: {}", one_line(&account.text));
    let whose = if account.overridden { "the region's " } else { "" };
    let _ = writeln!(out, "  laid out by {whose}{}", place(&account.layout));
    match account.reason {
        Reason::Values => {}
        Reason::Block => drop(writeln!(out, "  holds no value of its own; the block that it stands in was decided so:")),
        Reason::Subject => drop(writeln!(out, "  is the same in every such file; that there is this one was decided so:")),
        Reason::Row => drop(writeln!(
            out,
            "  is the row of another file, whose lines have stories of their own; that there is that file was decided so:"
        )),
    }
    if let Some(school) = school.filter(|_| file.starts_with("region/")) {
        let _ = writeln!(out, "  a record of {school}");
    }
    if let Some(key) = &account.key {
        let _ = writeln!(out, "  the key {}", one_line(key));
    }
    if account.cells.is_empty() {
        account.causes.iter().for_each(|cause| told(cause, 2, &mut out));
    }
    cells(&account.cells, &mut out);
    out
}

/// Cells that the same things decided are told together; those that nothing did, last.
fn cells(cells: &[Cell], out: &mut String) {
    let mut groups: Vec<(&[Cause], Vec<String>)> = Vec::new();
    for cell in cells {
        let said = format!("{} {}", cell.column, shown(&format!("{:?}", cell.text)));
        match groups.iter_mut().find(|(causes, _)| *causes == cell.causes) {
            Some((_, members)) => members.push(said),
            None => groups.push((&cell.causes, vec![said])),
        }
    }
    groups.sort_by_key(|(causes, _)| causes.is_empty());
    for (causes, members) in groups {
        let end = if causes.is_empty() { ": the same in every row, or the table's word for nothing said" } else { "" };
        let _ = writeln!(out, "  {}{end}", members.join(", "));
        causes.iter().for_each(|cause| told(cause, 2, out));
    }
}

fn told(cause: &Cause, depth: usize, out: &mut String) {
    let indent = "  ".repeat(depth);
    match cause {
        Cause::Written(layers) => {
            for (nth, writing) in layers.iter().enumerate() {
                let verb = if nth == 0 { "written" } else { "then written" };
                let _ = write!(out, "{indent}{verb}{}", layer(writing.layer));
                let _ = match &writing.at {
                    Some(spot) => writeln!(out, " at {}: `{}`", place(spot), shown(&writing.text)),
                    None => writeln!(out, " in the built-in catalogue"),
                };
            }
        }
        Cause::Default { node, property, value } => {
            let _ = writeln!(out, "{indent}nobody says it, and the language's default is `{node} {property}={value}`");
        }
        Cause::Derived { because, from } => {
            let _ = writeln!(out, "{indent}because {because}");
            from.iter().for_each(|cause| told(cause, depth + 1, out));
        }
    }
}

fn layer(layer: Layer) -> &'static str {
    match layer {
        Layer::Region => " by the region",
        Layer::Profile(_) => " by a profile",
        Layer::School => "",
        Layer::Deviation(_) => " by a deviation",
    }
}

fn place(spot: &Spot) -> String {
    match spot.line {
        0 => one_line(&spot.file).into_owned(),
        line => format!("{}:{line}", one_line(&spot.file)),
    }
}

fn shown(text: &str) -> String {
    let cut: String = text.chars().take(SHOWN).collect();
    let end = if cut.len() < text.len() { "…" } else { "" };
    format!("{}{end}", one_line(&cut))
}

/// Tells a program: one object.
pub fn json(file: &str, number: usize, school: Option<&str>, account: &Account, standing: &Standing) -> String {
    let standing = match standing {
        Standing::Same => json!({"state": "same"}),
        Standing::Missing => json!({"state": "missing"}),
        Standing::Differs { line, there, today } => {
            json!({"state": "differs", "line": line, "there": there, "today": today})
        }
    };
    let reason = match account.reason {
        Reason::Values => "values",
        Reason::Block => "block",
        Reason::Subject => "subject",
        Reason::Row => "row",
    };
    let all = json!({
        "format": "preau-why/1", "file": file, "line": number, "school": school, "on_disk": standing, "text": account.text,
        "layout": spot(&account.layout), "overridden": account.overridden, "reason": reason, "key": account.key,
        "causes": account.causes.iter().map(value).collect::<Vec<_>>(), "cells": account.cells.iter().map(cell).collect::<Vec<_>>(),
    });
    let mut text = serde_json::to_string_pretty(&all).unwrap_or_default();
    text.push('\n');
    text
}

fn cell(cell: &Cell) -> Value {
    json!({"column": cell.column, "text": cell.text, "causes": cell.causes.iter().map(value).collect::<Vec<_>>()})
}

fn spot(spot: &Spot) -> Value {
    json!({"file": spot.file, "line": spot.line})
}

fn value(cause: &Cause) -> Value {
    match cause {
        Cause::Written(layers) => {
            let one = |w: &Writing| {
                let layer = match w.layer {
                    Layer::Region => "region".to_owned(),
                    Layer::Profile(n) => format!("profile {n}"),
                    Layer::School => "school".to_owned(),
                    Layer::Deviation(n) => format!("deviation {}", n + 1),
                };
                json!({"layer": layer, "at": w.at.as_ref().map(spot), "text": w.text})
            };
            json!({"written": layers.iter().map(one).collect::<Vec<_>>()})
        }
        Cause::Default { node, property, value } => json!({"default": {"node": node, "property": property, "value": value}}),
        Cause::Derived { because, from } => json!({"because": because, "from": from.iter().map(value).collect::<Vec<_>>()}),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_line_that_differs_is_named() {
        let differs = |there: Option<&[u8]>| Standing::of(there, "a\nb\n");
        assert_eq!((differs(Some(b"a\nb\n")), differs(None)), (Standing::Same, Standing::Missing));
        let said = |line, there: Option<&str>, today: Option<&str>| Standing::Differs {
            line,
            there: there.map(str::to_owned),
            today: today.map(str::to_owned),
        };
        assert_eq!(differs(Some(b"a\nc\n")), said(2, Some("c"), Some("b")));
        assert_eq!(differs(Some(b"a\nb\nc\n")), said(3, Some("c"), Some("")));
        assert_eq!(differs(Some(b"a\nb")), said(3, None, Some("")));
    }

    #[test]
    fn a_filled_file_is_the_same_and_its_lines_are_never_shown() {
        let today = "a\nkey @secret:region/x@ b @secret:region/y@\nc\n";
        let of = |there: &str| Standing::of(Some(there.as_bytes()), today);
        assert_eq!(of("a\nkey V4lue b 0ther\nc\n"), Standing::Same);
        let differs = |line, today: &str| Standing::Differs { line, there: None, today: Some(today.to_owned()) };
        assert_eq!(of("a\nkey V4lue b 0ther\nd\n"), differs(3, "c"));
        assert_eq!(of("a\nlock V4lue b 0ther\nc\n"), differs(2, "key @secret:region/x@ b @secret:region/y@"));
        assert_eq!(of("a\nkey V4lue b \nc\n"), differs(2, "key @secret:region/x@ b @secret:region/y@"));
        assert_eq!(of("a\nx\nkey V4lue b 0ther\nc\n"), differs(2, "key @secret:region/x@ b @secret:region/y@"));
    }
}
