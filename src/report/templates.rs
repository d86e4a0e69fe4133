//! What templates may name, for a person and for a program. Entry points: [`human()`], [`json()`].

use super::visible::one_line;
use crate::compile::templates::Language;
use serde_json::json;
use std::fmt::Write;

/// The most characters of an example that are shown.
const SHOWN: usize = 48;

/// A block a language: its templates, then the fields of its view, indented as they lie in one another.
pub fn human(languages: &[Language]) -> String {
    let mut out = String::new();
    for language in languages {
        let _ = writeln!(out, "{}", language.name);
        for (file, is_own) in &language.files {
            let whose = if *is_own { "the region's" } else { "built in" };
            let _ = writeln!(out, "  templates/{}  {whose}", one_line(file));
        }
        out.push('\n');
        let path = language.fields.iter().map(|f| f.path.chars().count()).max().unwrap_or_default();
        let kind = language.fields.iter().map(|f| f.kind.chars().count()).max().unwrap_or_default();
        for field in &language.fields {
            let example = field.example.as_deref().map(shortened).unwrap_or_default();
            let line = format!("  {:path$}  {:kind$}  {example}", field.path, field.kind);
            let _ = writeln!(out, "{}", line.trim_end());
        }
        out.push('\n');
    }
    out.push_str("`[]` is an item of a list, as `for` gives it; `?` may be absent: ask with `if`.\n");
    out.push_str("word: no space; line: to the end of the line; phrase, command: the language's own words.\n");
    out
}

fn shortened(text: &str) -> String {
    let shown = one_line(text);
    match shown.char_indices().nth(SHOWN) {
        Some((at, _)) => format!("{}…", shown.get(..at).unwrap_or_default()),
        None => shown.into_owned(),
    }
}

/// One JSON object a language a line.
pub fn json(languages: &[Language]) -> String {
    let object = |language: &Language| {
        let files: Vec<_> = language.files.iter().map(|(name, own)| json!({"name": name, "own": own})).collect();
        let fields = language.fields.iter().map(|f| json!({"path": f.path, "kind": f.kind, "example": f.example}));
        json!({"format": "preau-templates/1", "language": language.name, "files": files, "fields": fields.collect::<Vec<_>>()})
    };
    languages.iter().map(|language| format!("{}\n", object(language))).collect()
}
