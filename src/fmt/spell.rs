//! How a value is written: bare where that is legal, in quotes elsewhere. Entry point: [`spell`].
//!
//! It knows no node: a number stays a number, a text stays a text. Whether `"70"` was meant as a number is a finding of
//! the language, and a module port such as `Gi0/1` needs the catalogue to become its number; both are left as they are.

use crate::syntax::guard::lex::Kind;
use std::borrow::Cow;

/// The value as it is to be written.
pub(super) fn spell(kind: Kind, written: &str) -> Cow<'_, str> {
    match kind {
        Kind::Word if is_number(written) || is_bare(written) => Cow::Borrowed(written),
        // What `/-` takes away may be no word at all; nobody reads it, and it stays.
        Kind::Word if written.contains(['"', '\\', '#', '/', '{', '}', '[', ']', '(', ')']) => Cow::Borrowed(written),
        // A word that KDL takes and the language does not, such as `élève`: one spelling for one text.
        Kind::Word => Cow::Owned(format!("\"{written}\"")),
        Kind::Quoted => match written.get(1..written.len().saturating_sub(1)) {
            Some(text) if is_bare(text) => Cow::Borrowed(text),
            _ => Cow::Borrowed(written),
        },
        Kind::Raw => raw(written),
        _ => Cow::Borrowed(written),
    }
}

/// `#"…"#` whose marks nothing inside needs.
fn raw(written: &str) -> Cow<'_, str> {
    let hashes = written.bytes().take_while(|&b| b == b'#').count();
    let inside = written.get(hashes..written.len().saturating_sub(hashes));
    let Some(text) = inside.and_then(|text| text.strip_prefix('"')?.strip_suffix('"')).filter(|_| hashes > 0) else {
        return Cow::Borrowed(written);
    };
    if text.contains(['"', '\\', '\n']) {
        return Cow::Borrowed(written);
    }
    if is_bare(text) { Cow::Borrowed(text) } else { Cow::Owned(format!("\"{text}\"")) }
}

/// Whether the language takes a text without quotes: a letter, then letters, digits and what names and lists are made of.
fn is_bare(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || ".-_+:,>@*".contains(c))
        // At the end of a word a comma would read as one that separates two values.
        && !text.ends_with(',')
        && !matches!(text, "true" | "false" | "null" | "inf" | "nan")
}

/// Whether KDL reads a bare word as a number: it begins with a digit, after a sign or a point.
fn is_number(word: &str) -> bool {
    let unsigned = word.strip_prefix(['+', '-']).unwrap_or(word);
    unsigned.strip_prefix('.').unwrap_or(unsigned).starts_with(|c: char| c.is_ascii_digit())
}
