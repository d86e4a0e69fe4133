//! Which record, and which of its attributes, a row of a list was made of.
//!
//! A row is found again by its text: the same records give the same rows, and nothing of this is stored. Entry points:
//! [`explain()`] for a school's list, [`share()`] for what a school has in the region's.

use super::base::{self, BASE};
use super::cells::{self, Index};
use super::mapping::{Profile, Table};
use crate::base::Origin;
use crate::emit::{Cell, Story};
use crate::state::record::{Attribute, Class, Record};
use std::collections::BTreeMap;

/// Tells where the lines of a school's list came from; `None` when `path` is none of its lists.
pub fn explain(uai: &str, records: &[Record], path: &str) -> Option<Story> {
    let table = BASE.tables.iter().find(|t| !t.shared && t.path(uai) == path)?;
    Some(told(table, records))
}

/// Tells where the lines came from that a school has in the region's list at `path`: the list as it would be if the school
/// were the region's only one.
pub fn share(records: &[Record], path: &str) -> Option<Story> {
    let table = BASE.tables.iter().find(|t| t.path("region") == path)?;
    Some(told(table, records))
}

fn told(table: &Table, records: &[Record]) -> Story {
    let index = Index::of(records);
    let mut text = table.header() + "\n";
    let (mut lines, mut cells) = (vec![Vec::new()], vec![Vec::new()]);
    for (row, record) in made(table, records, &index, &BASE) {
        let own = told_cells(table, record, &index);
        let mut origins: Vec<Origin> = own.iter().flat_map(|cell| &cell.origins).copied().collect();
        origins.dedup();
        // A text with line ends in it is several lines of the file and one row.
        lines.extend(row.split('\n').map(|_| origins.clone()));
        cells.extend(row.split('\n').map(|_| own.clone()));
        text.push_str(&row);
        text.push('\n');
    }
    let school = records.iter().find(|r| r.key.class == Class::Organisation);
    let subject = school.and_then(|r| r.attributes.get(&Attribute::Name)).map(|n| n.origin());
    Story { cells, ..Story::of(text, lines, base::FILE, subject) }
}

/// The cells of a record's row that hold something, and what decided each.
fn told_cells<'a>(table: &Table, record: &'a Record, index: &Index<'a>) -> Vec<Cell> {
    let cells = table.columns.iter().map(|column| Cell {
        column: column.code.into(),
        text: cells::text(&column.cell, record, index, &BASE).into_owned(),
        origins: cells::origins(&column.cell, record, index),
    });
    cells.filter(|cell| !cell.text.is_empty()).collect()
}

/// Each row of a table with the record that it was made of, in the order of the file.
fn made<'a>(table: &Table, records: &'a [Record], index: &Index<'a>, profile: &Profile) -> BTreeMap<String, &'a Record> {
    table.records(records).map(|r| (table.row(r, index, profile), r)).collect()
}
