//! Which template line and which values each line of an output came from.
//!
//! A marked render writes private characters before each value and at the start of each template line; `strip` takes them out
//! again. No value and no template may hold such a character, so a mark cannot be forged. Nothing of this is stored: the same
//! input gives the same map. Writers without a template put marks that say their number ([`mark`]), since their values need
//! not come in the order of the text.

use crate::base::Origin;
use std::borrow::Cow;

/// Stands before a value; its origin is the next of the list that the formatter kept.
pub(super) const VALUE: char = '\u{E000}';
/// Stands at the start of a template line; two characters follow: the template's number and the line's.
pub(super) const LINE: char = '\u{E001}';
/// Numbers are written as characters of this private plane.
const PLANE: u32 = 0xF0000;
const PLANE_SIZE: u32 = 0xFFFD;

/// A rendered text and the story of each of its lines.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Explained {
    /// The text, byte for byte what an unmarked render gives.
    pub text: String,
    /// One a line, in order.
    pub lines: Vec<LineStory>,
}

/// Where a line of an output came from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LineStory {
    /// The template's name, or the source file of a writer without one.
    pub template: String,
    /// Its line, from 1; 0 when no single line of it did.
    pub line: usize,
    /// The origins of the values in the line, in order; empty for a constant line.
    pub origins: Vec<Origin>,
}

/// Whether a character is kept for marks.
pub(super) fn is_private(c: char) -> bool {
    matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFF}')
}

/// Appends the mark of a template line.
pub(super) fn push_line_mark(out: &mut String, template: usize, line: usize) {
    out.push(LINE);
    out.push(numeral(template));
    out.push(numeral(line));
}

fn numeral(number: usize) -> char {
    let number = u32::try_from(number).unwrap_or(PLANE_SIZE).min(PLANE_SIZE);
    char::from_u32(PLANE + number).unwrap_or(LINE)
}

fn number(c: Option<char>) -> usize {
    c.and_then(|c| u32::from(c).checked_sub(PLANE)).and_then(|n| usize::try_from(n).ok()).unwrap_or(0)
}

/// Appends the mark of a value that says its own number: it stands behind the value.
pub fn mark(out: &mut String, number: usize) {
    out.push(VALUE);
    out.push(numeral(number));
}

/// The text without numbered marks.
pub fn bare(text: &str) -> Cow<'_, str> {
    if !text.contains(VALUE) {
        return Cow::Borrowed(text);
    }
    let mut chars = text.chars();
    let mut out = String::with_capacity(text.len());
    while let Some(c) = chars.next() {
        match c {
            VALUE => drop(chars.next()),
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// Takes numbered marks out: the text, and for each of its lines the origins of what stands in it.
pub fn strip_numbered(marked: &str, origins: &[Origin]) -> (String, Vec<Vec<Origin>>) {
    let mut text = String::with_capacity(marked.len());
    let mut lines = Vec::new();
    for line in marked.split_inclusive('\n') {
        let mut found = Vec::new();
        let mut chars = line.chars();
        while let Some(c) = chars.next() {
            match c {
                VALUE => found.extend(origins.get(number(chars.next()))),
                c => text.push(c),
            }
        }
        lines.push(found);
    }
    (text, lines)
}

/// Takes the marks out. `origins` are those of the values in the order of the text, `names` the templates by number.
pub(super) fn strip(marked: &str, origins: &[Origin], names: &[&str]) -> Explained {
    let mut text = String::with_capacity(marked.len());
    let mut lines = Vec::new();
    let mut values = origins.iter().copied();
    for line in marked.split_inclusive('\n') {
        let mut story = LineStory { template: String::new(), line: 0, origins: Vec::new() };
        let mut chars = line.chars();
        while let Some(c) = chars.next() {
            match c {
                VALUE => story.origins.extend(values.next()),
                LINE => {
                    let name = names.get(number(chars.next())).copied().unwrap_or("");
                    let at = number(chars.next());
                    if story.line == 0 {
                        story.template = name.to_owned();
                        story.line = at;
                    }
                }
                _ => text.push(c),
            }
        }
        lines.push(story);
    }
    Explained { text, lines }
}
