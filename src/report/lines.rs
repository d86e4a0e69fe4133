//! Where the lines of a text begin: built once a file, so that the thousandth finding costs what the first did.
//!
//! Columns count characters, and a line may be as long as a file: the characters before each block of bytes are counted once too.

use crate::base::Span;
use crate::source::Source;

/// The file and line of a place, for a list that shows few of them.
pub(super) fn place(source: &Source, span: Span) -> Option<(&str, usize)> {
    let file = source.file(span.file)?;
    Some((file.path.as_str(), Lines::new(&file.text).point(span.start as usize).line))
}

/// The same, apart; `None` for what nobody wrote.
pub(super) fn parts(source: &Source, span: Option<Span>) -> (Option<&str>, Option<usize>) {
    span.and_then(|span| place(source, span)).unzip()
}

/// The starts of the lines of one text.
pub(super) struct Lines<'a> {
    text: &'a str,
    starts: Vec<usize>,
    /// The number of characters that begin before each block of [`BLOCK`] bytes.
    characters: Vec<usize>,
}

const BLOCK: usize = 1024;

/// The characters that begin in a piece of UTF-8: its bytes but those that continue one.
fn begun(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xC0 != 0x80).count()
}

/// A line and a column, both from 1; columns count characters.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(super) struct Point {
    pub line: usize,
    pub column: usize,
}

impl<'a> Lines<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let after = memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1);
        let blocks = text.as_bytes().chunks(BLOCK).scan(0, |sum, block| {
            *sum += begun(block);
            Some(*sum)
        });
        let characters = std::iter::once(0).chain(blocks).collect();
        Lines { text, starts: std::iter::once(0).chain(after).collect(), characters }
    }

    /// The index, from 0, of the line that holds a byte; the last line for a byte past the end.
    pub(super) fn index(&self, byte: usize) -> usize {
        self.starts.partition_point(|start| *start <= byte).saturating_sub(1)
    }

    /// The bytes of lines `first..=last`, newlines included.
    pub(super) fn range(&self, first: usize, last: usize) -> std::ops::Range<usize> {
        let start = self.starts.get(first).copied().unwrap_or(self.text.len());
        start..self.starts.get(last + 1).copied().unwrap_or(self.text.len()).max(start)
    }

    /// The line and column of a byte. A byte inside a character counts as its first.
    pub(super) fn point(&self, byte: usize) -> Point {
        let index = self.index(byte);
        let start = self.range(index, index).start;
        let before = self.characters_before(floor(self.text, byte)) - self.characters_before(start);
        Point { line: index + 1, column: before + 1 }
    }

    fn characters_before(&self, byte: usize) -> usize {
        let block = byte / BLOCK;
        let rest = self.text.as_bytes().get(block * BLOCK..byte).unwrap_or_default();
        self.characters.get(block).copied().unwrap_or_default() + begun(rest)
    }

    pub(super) fn text(&self) -> &'a str {
        self.text
    }
}

/// The nearest boundary between characters at or before a byte; the end for a byte past it.
pub(super) fn floor(text: &str, byte: usize) -> usize {
    text.floor_char_boundary(byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_lines_start_at_one() {
        let lines = Lines::new("été\r\n\u{65}\u{301}x\nz");
        assert_eq!(lines.point(0), Point { line: 1, column: 1 });
        assert_eq!(lines.point(5), Point { line: 1, column: 4 });
        assert_eq!(lines.point(4), Point { line: 1, column: 3 }, "the second byte of é");
        assert_eq!(lines.point(10), Point { line: 2, column: 3 }, "a combining accent is a character");
        assert_eq!(lines.point(99), Point { line: 3, column: 2 });
    }

    #[test]
    fn a_final_newline_begins_a_line() {
        assert_eq!(Lines::new("a\n").point(2), Point { line: 2, column: 1 });
        assert_eq!(Lines::new("").point(0), Point { line: 1, column: 1 });
    }

    #[test]
    fn a_column_far_into_a_long_line_counts_what_stands_before_it() {
        let text = format!("x\n{}é", "aé€".repeat(2000));
        let lines = Lines::new(&text);
        for (byte, _) in text.char_indices().skip(2) {
            assert_eq!(lines.point(byte).column, text[2..byte].chars().count() + 1, "byte {byte}");
        }
        assert_eq!(lines.point(text.len()), Point { line: 2, column: 6002 });
        // The text ends where a block ends.
        let even = "é".repeat(BLOCK);
        assert_eq!(Lines::new(&even).point(even.len()), Point { line: 1, column: BLOCK + 1 });
    }
}
