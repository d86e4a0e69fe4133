//! The one spelling of a CSV row: `;` between cells, text always in quotes, a quote doubled, nothing for no value.
//!
//! A cell that begins with `=`, `+`, `-` or `@` is written as it is: the import reads data, and a mark against
//! spreadsheets would become part of the name. Line feeds stay inside the quotes.

use std::ops::Range;

/// What stands between two cells.
pub const SEPARATOR: char = ';';

/// A row of some cells, without its line feed.
pub fn row(cells: impl IntoIterator<Item = impl AsRef<str>>) -> String {
    let mut row = String::new();
    add(&mut row, cells);
    row
}

/// Adds a row of some cells, without its line feed, to a text.
fn add(text: &mut String, cells: impl IntoIterator<Item = impl AsRef<str>>) {
    for (nth, cell) in cells.into_iter().enumerate() {
        if nth > 0 {
            text.push(SEPARATOR);
        }
        let cell = cell.as_ref();
        if cell.is_empty() {
            continue;
        }
        text.push('"');
        let mut from = 0;
        for quote in memchr::memchr_iter(b'"', cell.as_bytes()) {
            text.push_str(cell.get(from..=quote).unwrap_or_default());
            from = quote;
        }
        text.push_str(cell.get(from..).unwrap_or_default());
        text.push('"');
    }
}

/// Rows in one text: a region has hundreds of thousands of them.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Rows {
    text: String,
    places: Vec<Range<usize>>,
}

impl Rows {
    /// Adds a row.
    pub fn push(&mut self, cells: impl IntoIterator<Item = impl AsRef<str>>) {
        let from = self.text.len();
        add(&mut self.text, cells);
        self.places.push(from..self.text.len());
    }

    /// Puts the rows in order and gives back what room is left.
    pub fn settle(&mut self) {
        let text = &self.text;
        self.places.sort_unstable_by(|a, b| text.get(a.clone()).cmp(&text.get(b.clone())));
        self.text.shrink_to_fit();
        self.places.shrink_to_fit();
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.places.len()
    }

    /// The rows, without their line feeds.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.places.iter().filter_map(|place| self.text.get(place.clone()))
    }
}

/// The header: attribute codes, which hold nothing that needs quotes.
pub fn header<'a>(codes: impl IntoIterator<Item = &'a str>) -> String {
    codes.into_iter().collect::<Vec<_>>().join(";")
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A reader that shares nothing with the writer: a walk over characters, as RFC 4180 describes the format.
    pub fn read(text: &str) -> Vec<Vec<String>> {
        let (mut rows, mut row, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
        let mut rest = text.chars().peekable();
        while let Some(c) = rest.next() {
            match c {
                '"' if quoted && rest.peek() == Some(&'"') => {
                    rest.next();
                    cell.push('"');
                }
                '"' => quoted = !quoted,
                ';' if !quoted => row.push(std::mem::take(&mut cell)),
                '\n' if !quoted => {
                    row.push(std::mem::take(&mut cell));
                    rows.push(std::mem::take(&mut row));
                }
                c => cell.push(c),
            }
        }
        assert!(!quoted && cell.is_empty() && row.is_empty(), "the text ends inside a row");
        rows
    }

    #[test]
    fn a_cell_with_separator_quote_or_newline_survives() {
        let cells = ["a;b", "dit \"le Grand\"", "ligne 1\nligne 2", "", "élève ; œuvre", "\"", "=1+1", "@x"];
        let text = format!("{}\n", row(cells));
        assert_eq!(read(&text), vec![cells.map(str::to_owned).to_vec()]);
    }
}
