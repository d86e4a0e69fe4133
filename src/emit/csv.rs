//! The one spelling of a CSV row: `;` between cells, text always in quotes, a quote doubled, nothing for no value.
//!
//! A cell that begins with `=`, `+`, `-` or `@` is written as it is: the import reads data, and a mark against
//! spreadsheets would become part of the name. Line feeds stay inside the quotes.

/// What stands between two cells.
pub const SEPARATOR: char = ';';

/// How long a row often is, in bytes.
const USUAL: usize = 256;

/// A row of some cells, without its line feed.
pub fn row(cells: impl IntoIterator<Item = impl AsRef<str>>) -> String {
    let mut row = String::with_capacity(USUAL);
    for (nth, cell) in cells.into_iter().enumerate() {
        if nth > 0 {
            row.push(SEPARATOR);
        }
        let cell = cell.as_ref();
        if cell.is_empty() {
            continue;
        }
        row.push('"');
        let mut from = 0;
        for quote in memchr::memchr_iter(b'"', cell.as_bytes()) {
            row.push_str(cell.get(from..=quote).unwrap_or_default());
            from = quote;
        }
        row.push_str(cell.get(from..).unwrap_or_default());
        row.push('"');
    }
    row
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
