//! Inventories: CSV files of stations beside a school's file (specification, part 4). One row has one place, and each cell.
//!
//! UTF-8, a header line, `;` or `,` as the header shows; cells may be quoted as in RFC 4180, on one line. A byte order
//! mark is skipped: spreadsheets write one. Doubles, rooms and models are left to the rules. Entry point: [`read_inventory`].

use super::decode::name_fault;
use super::guard::lex::is_refused;
use super::nodes::{KIND_STATION, SUPPORT};
use super::rules;
use crate::base::{FileId, Sink, Span, limits, nearest};
use crate::net::{HostNum, Mac};
use std::borrow::Cow;
use std::str::FromStr;

/// The columns, in the order of the specification.
pub const COLUMNS: &[&str] = &["name", "kind", "room", "model", "serial", "asset", "mac", "address", "outlet", "support", "note"];

/// A cell that says something.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Cell<T> {
    /// Its value.
    pub value: T,
    /// Its place, quotes included.
    pub span: Span,
}

/// One row: a station, a printer, a telephone. An empty or a wrong cell is `None`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Row {
    /// The whole line.
    pub span: Span,
    /// The name.
    pub name: Cell<String>,
    /// `pc` (when absent), `tablet`, `printer` or `phone`.
    pub kind: Option<Cell<&'static str>>,
    /// The room.
    pub room: Option<Cell<String>>,
    /// The key of the model.
    pub model: Option<Cell<String>>,
    /// The serial number.
    pub serial: Option<Cell<String>>,
    /// The number in the inventory.
    pub asset: Option<Cell<String>>,
    /// The MAC address.
    pub mac: Option<Cell<Mac>>,
    /// The number in the VLAN's subnet; with a MAC address, a DHCP reservation.
    pub address: Option<Cell<HostNum>>,
    /// The outlet.
    pub outlet: Option<Cell<String>>,
    /// Who maintains it, else the room's word.
    pub support: Option<Cell<&'static str>>,
    /// A remark.
    pub note: Option<Cell<String>>,
}

/// Reads an inventory; what is wrong is reported, and the rows that can be read are returned in order.
pub fn read_inventory(file: FileId, text: &str, sink: &mut Sink) -> Vec<Row> {
    if text.len() > limits::CSV_BYTES {
        let message = format!("the file has {} bytes; an inventory has at most {}", text.len(), limits::CSV_BYTES);
        sink.report(&rules::INVENTORY_ROW, message).at(Span::new(file, 0, 0), "too long to be read").help("split it");
        return Vec::new();
    }
    let mut at = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut reader: Option<Reader> = None;
    let mut rows = Vec::new();
    for line in text.get(at..).unwrap_or("").split_inclusive('\n') {
        let start = at;
        at += line.len();
        let line = line.trim_end_matches(['\n', '\r']);
        if line.trim().is_empty() {
            continue;
        }
        match &reader {
            None => match Reader::new(file, start, line, sink) {
                Some(new) => reader = Some(new),
                None => return Vec::new(),
            },
            Some(reader) => rows.extend(reader.row(start, line, sink)),
        }
    }
    if reader.is_none() {
        sink.report(&rules::UNKNOWN_COLUMN, "the inventory has no header line")
            .at(Span::new(file, 0, 0), "the names of the columns belong here")
            .help(format!("begin with {}", COLUMNS.join(";")));
    }
    rows
}

/// What the header line says.
struct Reader {
    file: FileId,
    separator: char,
    /// For each column of the file, the one of ours; `None` for one that is not known.
    columns: Vec<Option<&'static str>>,
}

/// A cell as written: its text without quotes, and its place.
type Raw<'t> = (Cow<'t, str>, Span);

impl Reader {
    fn new(file: FileId, start: usize, line: &str, sink: &mut Sink) -> Option<Reader> {
        let separator = if line.contains(';') { ';' } else { ',' };
        let mut reader = Reader { file, separator, columns: Vec::new() };
        for (name, span) in reader.cells(start, line, sink)? {
            let known = COLUMNS.iter().copied().find(|c| *c == name.trim());
            if known.is_none() {
                let report = sink
                    .report(&rules::UNKNOWN_COLUMN, format!("an inventory has no column `{name}`"))
                    .at(span, "unknown column");
                match nearest(&name, COLUMNS.iter().copied()) {
                    Some(near) => report.meant(span, &near),
                    None => report.help(format!("it has {}", COLUMNS.join(", "))),
                };
            } else if reader.columns.contains(&known) {
                sink.report(&rules::UNKNOWN_COLUMN, format!("the column `{name}` stands twice"))
                    .at(span, "again here")
                    .help("keep one");
                return None;
            }
            reader.columns.push(known);
        }
        if !reader.columns.contains(&Some("name")) {
            // A misspelt `name` was reported as such.
            if reader.columns.iter().all(Option::is_some) {
                sink.report(&rules::UNKNOWN_COLUMN, "the inventory has no column `name`")
                    .at(Span::new(file, start, start + line.len()), "the header line")
                    .help("a station has a name");
            }
            return None;
        }
        Some(reader)
    }

    /// The cells of a line; `None` after a finding.
    fn cells<'t>(&self, start: usize, line: &'t str, sink: &mut Sink) -> Option<Vec<Raw<'t>>> {
        let mut cells = Vec::with_capacity(self.columns.len());
        let mut at = 0;
        loop {
            let rest = line.get(at..).unwrap_or("");
            let (text, len) = match rest.strip_prefix('"') {
                None => {
                    let len = rest.find(self.separator).unwrap_or(rest.len());
                    (Cow::Borrowed(rest.get(..len).unwrap_or("").trim()), len)
                }
                Some(inside) => match quoted(inside) {
                    Some((text, len)) if rest.get(len + 1..).is_some_and(|r| r.is_empty() || r.starts_with(self.separator)) => {
                        (text, len + 1)
                    }
                    _ => {
                        sink.report(&rules::INVENTORY_ROW, "a quote is not closed, or something follows it")
                            .at(Span::new(self.file, start + at, start + line.len()), "from this quote on")
                            .help("a cell is quoted as a whole, and a quote in it is written twice");
                        return None;
                    }
                },
            };
            cells.push((text, Span::new(self.file, start + at, start + at + len)));
            at += len;
            match line.get(at..).is_some_and(|r| r.starts_with(self.separator)) {
                true => at += 1,
                false => return Some(cells),
            }
        }
    }

    fn row(&self, start: usize, line: &str, sink: &mut Sink) -> Option<Row> {
        let span = Span::new(self.file, start, start + line.len());
        let cells = self.cells(start, line, sink)?;
        if cells.len() != self.columns.len() {
            sink.report(
                &rules::INVENTORY_ROW,
                format!("the row has {} cells, and the header {}", cells.len(), self.columns.len()),
            )
            .at(span, "this row")
            .help("an empty cell still has its separator");
            return None;
        }
        let cell = |name: &str| -> Option<&Raw> {
            let index = self.columns.iter().position(|c| *c == Some(name))?;
            cells.get(index).filter(|(text, _)| !text.is_empty())
        };
        let Some(name) = cell("name") else {
            sink.report(&rules::INVENTORY_ROW, "the row has no name").at(span, "this row");
            return None;
        };
        Some(Row {
            span,
            name: name_cell(Some(name), true, sink)?,
            kind: word(cell("kind"), "kind", KIND_STATION, sink),
            room: name_cell(cell("room"), true, sink),
            model: name_cell(cell("model"), false, sink),
            serial: text(cell("serial"), limits::TEXT_CHARS, sink),
            asset: text(cell("asset"), limits::TEXT_CHARS, sink),
            mac: parsed(cell("mac"), sink),
            address: parsed(cell("address"), sink),
            outlet: name_cell(cell("outlet"), true, sink),
            support: word(cell("support"), "support", SUPPORT, sink),
            note: text(cell("note"), limits::NOTE_CHARS, sink),
        })
    }
}

/// A quoted cell after its opening quote: its text, and its length with the closing quote.
fn quoted(inside: &str) -> Option<(Cow<'_, str>, usize)> {
    let mut at = 0;
    loop {
        let close = at + inside.get(at..)?.find('"')?;
        if inside.get(close + 1..).is_some_and(|r| r.starts_with('"')) {
            at = close + 2;
            continue;
        }
        let text = inside.get(..close)?;
        let text = if at == 0 { Cow::Borrowed(text) } else { Cow::Owned(text.replace("\"\"", "\"")) };
        return Some((text, close + 1));
    }
}

fn text(cell: Option<&Raw>, most: usize, sink: &mut Sink) -> Option<Cell<String>> {
    let (text, span) = cell?;
    let is_plain = text.bytes().all(|b| (b' '..=b'~').contains(&b));
    if !is_plain && let Some(c) = text.chars().find(|c| is_refused(*c) || matches!(c, '\t' | '\r')) {
        sink.report(&rules::CHARACTER_REFUSED, format!("the character U+{:04X} may not stand in this value", u32::from(c)))
            .at(*span, "in this cell");
        return None;
    }
    // No text has more characters than bytes.
    if text.len() > most && text.chars().nth(most).is_some() {
        sink.report(&rules::WRONG_TYPE, format!("a text has at most {most} characters here")).at(*span, "too long");
        return None;
    }
    Some(Cell { value: text.clone().into_owned(), span: *span })
}

fn name_cell(cell: Option<&Raw>, digit_first: bool, sink: &mut Sink) -> Option<Cell<String>> {
    let (name, span) = cell?;
    if let Some((label, help)) = name_fault(name, digit_first) {
        sink.report(&rules::NAME_REFUSED, format!("`{name}` is not a name")).at(*span, label).help(help);
        return None;
    }
    Some(Cell { value: name.clone().into_owned(), span: *span })
}

fn word(cell: Option<&Raw>, column: &str, words: &[&'static str], sink: &mut Sink) -> Option<Cell<&'static str>> {
    let (word, span) = cell?;
    if let Some(known) = words.iter().find(|w| *w == word) {
        return Some(Cell { value: known, span: *span });
    }
    let report = sink.report(&rules::UNKNOWN_WORD, format!("`{word}` is no word of `{column}`")).at(*span, "unknown word");
    match nearest(word, words.iter().copied()) {
        Some(near) => report.meant(*span, &near),
        None => report.help(format!("it takes {}", words.join(", "))),
    };
    None
}

fn parsed<T: FromStr<Err = String>>(cell: Option<&Raw>, sink: &mut Sink) -> Option<Cell<T>> {
    let (text, span) = cell?;
    match text.parse() {
        Ok(value) => Some(Cell { value, span: *span }),
        Err(why) => {
            sink.report(&rules::WRONG_TYPE, format!("`{text}`: {why}")).at(*span, "this cell");
            None
        }
    }
}
