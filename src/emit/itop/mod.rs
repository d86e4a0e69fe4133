//! iTop: one CSV a class for its strict import, numbered in load order.
//!
//! [`Rows`] are a school's records as rows; [`school_files`] writes what is the school's own and [`region_files`] the
//! merge of all schools with what they share, once. [`check`] finds what the import would refuse. Loading needs
//! `charset=UTF-8` and `no_localize=1` whatever the account's language: both stand in each file's command. Not
//! written: synchro data sources and REST calls, which look objects up without their organisation.

mod base;
mod cells;
mod check;
mod columns;
mod explain;
mod mapping;
#[cfg(test)]
mod tests;

pub use base::BASE;
pub use check::{RULES, check};
pub use explain::{explain, share};
pub use mapping::Profile;

use super::csv;
use super::{Apply, Emitted, File, Job, Make, Meta, Target};
use crate::state::record::Record;
use cells::Index;
use mapping::Table;
use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// The target.
pub static TARGET: Target = Target {
    name: "itop",
    doc: "the records of iTop, one CSV a class for its strict import",
    folders: &["cmdb"],
    check: |job, out| check(&job.state.records, &BASE, out),
    refuses: false,
    write,
    explain: |job, path| explain(job.uai, &job.state.records, path),
};

fn write(job: &Job) -> Emitted {
    let rows = Rows::of(&job.state.records, &BASE);
    let files = school_files(job.uai, &rows, &BASE);
    Emitted { files, rows: super::Rows { itop: rows, ..Default::default() }, ..Emitted::default() }
}

/// Rows by number of table, those of each school in order; in a file equal rows are one, so that schools can share a typology.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Rows(BTreeMap<u8, Vec<csv::Rows>>);

impl Table {
    /// A record's row, without its line feed.
    fn row(&self, record: &Record, index: &Index, profile: &Profile) -> String {
        csv::row(self.cells(record, index, profile))
    }

    /// The cells of a record's row.
    fn cells<'a>(&self, record: &'a Record, index: &Index<'a>, profile: &Profile) -> impl Iterator<Item = Cow<'a, str>> {
        self.columns.iter().map(move |c| cells::text(&c.cell, record, index, profile))
    }

    /// The header, without its line feed.
    fn header(&self) -> String {
        csv::header(self.columns.iter().map(|c| c.code))
    }

    /// The path of its file in a folder.
    fn path(&self, folder: &str) -> String {
        format!("{folder}/cmdb/itop/{}", self.file())
    }
}

impl Rows {
    /// The rows of a school's records.
    pub fn of(records: &[Record], profile: &Profile) -> Rows {
        let index = Index::of(records);
        let of = |table: &Table| {
            let mut rows = csv::Rows::default();
            table.records(records).for_each(|record| rows.push(table.cells(record, &index, profile)));
            rows.settle();
            rows
        };
        let all = profile.tables.iter().map(|table| (table.number, of(table)));
        Rows(all.filter(|(_, rows)| rows.count() > 0).map(|(number, rows)| (number, vec![rows])).collect())
    }

    /// Adds another school's rows.
    pub fn merge(&mut self, other: Rows) {
        for (number, rows) in other.0 {
            self.0.entry(number).or_default().extend(rows);
        }
    }

    fn file(&self, table: &Table, folder: &str) -> Option<File> {
        Some(file(self.0.get(&table.number)?, table, folder))
    }
}

/// The file of a table with the rows of these schools, each in order.
fn file(schools: &[csv::Rows], table: &Table, folder: &str) -> File {
    let mut rows: Vec<&str> = schools.iter().flat_map(csv::Rows::iter).collect();
    // What is in order in parts is found to be.
    rows.sort();
    rows.dedup();
    let mut content = table.header();
    content.reserve(1 + rows.iter().map(|row| row.len() + 1).sum::<usize>());
    content.push('\n');
    for row in rows {
        content.push_str(row);
        content.push('\n');
    }
    let path = table.path(folder);
    let meta = meta(table, &path);
    File { path, content: content.into_bytes(), meta }
}

/// The files of a school: its own rows. What schools share is in the region's, and is loaded first.
pub fn school_files(uai: &str, rows: &Rows, profile: &Profile) -> Vec<File> {
    profile.tables.iter().filter(|t| !t.shared).filter_map(|t| rows.file(t, uai)).collect()
}

/// The region's files: what schools share, once, and the rows of all schools.
pub fn region_files(mut rows: Rows, profile: &'static Profile) -> impl Iterator<Item = Make> + Send {
    let mut tables: Vec<_> = profile.tables.iter().filter_map(|table| Some((table, rows.0.remove(&table.number)?))).collect();
    // The longest first: whoever makes them side by side is not left with it alone.
    tables.sort_by_key(|(_, schools)| Reverse(schools.iter().map(csv::Rows::count).sum::<usize>()));
    tables.into_iter().map(|(table, schools)| Box::new(move || file(&schools, table, "region")) as Make)
}

/// How a file is loaded: judged by iTop itself first, then for real. The account stands in a parameter file.
fn meta(table: &Table, path: &str) -> Meta {
    // The import's exit status says nothing; its summary does. It skips bad rows and applies the others, so a run that
    // is not simulated must only follow a simulated one without issues.
    let load = |simulate: &str| {
        format!(
            "php webservices/import.php --param_file=\"$ITOP_PARAMS\" --class={} --csvfile={path} --separator='{}' --charset=UTF-8 \
             --no_localize=1 --reconciliationkeys={} --output=summary --comment=preau{simulate} | grep '#Issues: 0 '",
            table.name,
            csv::SEPARATOR,
            table.reconciliation.join(","),
        )
    };
    Meta {
        kind: "itop-csv",
        owner: "root",
        group: "root",
        mode: 0o644,
        apply: Some(Apply {
            check: Some(load(" --simulate=1")),
            command: Some(load("")),
            order: u32::from(table.number),
            disturbs: "nothing: the inventory only".to_owned(),
        }),
        ..Meta::default()
    }
}
