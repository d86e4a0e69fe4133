//! The story of an output's line, for people and as JSON.

use super::visible::one_line;
use crate::base::Layer;
use crate::compile::why::{Account, Cause, Reason, Spot, Writing};
use serde_json::{Value, json};
use std::fmt::Write;

/// The most characters of a manifest's line that are shown.
const SHOWN: usize = 100;

/// How the file on disk stands to what would be written today.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Standing {
    /// It is the same, byte for byte.
    Same,
    /// There is none.
    Missing,
    /// It was edited by hand, or is older than the manifest.
    Differs {
        /// The first line that differs, from 1.
        line: usize,
        /// What stands there; `None` past the end of the file.
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
        let (mut old, mut new) = (text.split('\n'), today.split('\n'));
        let mut line = 1;
        loop {
            let (a, b) = (old.next(), new.next());
            // Texts that are equal once read differ in bytes that are no text.
            if a != b || a.is_none() {
                return Standing::Differs { line, there: a.map(str::to_owned), today: b.map(str::to_owned) };
            }
            line += 1;
        }
    }
}

/// Tells a person.
pub fn human(file: &str, number: usize, school: &str, account: &Account, standing: &Standing) -> String {
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
    }
    if file.starts_with("region/") {
        let _ = writeln!(out, "  a record of {school}");
    }
    account.causes.iter().for_each(|cause| told(cause, 2, &mut out));
    out
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
pub fn json(file: &str, number: usize, school: &str, account: &Account, standing: &Standing) -> String {
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
    };
    let all = json!({
        "format": "preau-why/1", "file": file, "line": number, "school": school, "on_disk": standing, "text": account.text,
        "layout": spot(&account.layout), "overridden": account.overridden, "reason": reason, "causes": account.causes.iter().map(value).collect::<Vec<_>>(),
    });
    let mut text = serde_json::to_string_pretty(&all).unwrap_or_default();
    text.push('\n');
    text
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
}
