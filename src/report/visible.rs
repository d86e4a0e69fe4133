//! Text of a region made fit for a terminal: what would move the cursor, change colours or turn text round is shown, not obeyed.

use std::borrow::Cow;

/// Characters that a terminal obeys, or that make a line read otherwise than it is.
fn is_hostile(c: char) -> bool {
    c.is_control() || matches!(c, '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

/// The text with each such character replaced by one of the same number of bytes, so that every offset still holds.
/// Tabs and line ends stay.
pub(super) fn same_length(text: &str) -> Cow<'_, str> {
    let kept = |c: char| !is_hostile(c) || matches!(c, '\t' | '\n' | '\r');
    if text.chars().all(kept) {
        return Cow::Borrowed(text);
    }
    let shown = |c: char| match c.len_utf8() {
        _ if kept(c) => c,
        1 => '?',
        2 => '\u{A4}',
        _ => '\u{FFFD}',
    };
    Cow::Owned(text.chars().map(shown).collect())
}

/// The text on one line, with each such character written as its code point.
pub(super) fn one_line(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_hostile) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if is_hostile(c) => out.push_str(&format!("\\u{{{:X}}}", u32::from(c))),
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_escape_reaches_the_terminal_and_no_offset_moves() {
        let hostile = "a\u{1b}[31mb\u{9b}c\u{202e}d\té\r\n";
        let shown = same_length(hostile);
        assert_eq!(shown, "a?[31mb\u{a4}c\u{fffd}d\té\r\n");
        assert_eq!(shown.len(), hostile.len());
        assert_eq!(one_line("a\u{1b}b\nc"), "a\\u{1B}b\\nc");
        assert!(matches!(one_line("Lycée Choiseul"), Cow::Borrowed(_)));
    }
}
