//! Where the lines of a text begin: built once a file, so that the thousandth finding costs what the first did.

/// The starts of the lines of one text.
pub(super) struct Lines<'a> {
    text: &'a str,
    starts: Vec<usize>,
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
        Lines { text, starts: std::iter::once(0).chain(after).collect() }
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
        let before = self.text.get(start..floor(self.text, byte)).unwrap_or_default();
        Point { line: index + 1, column: before.chars().count() + 1 }
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
}
