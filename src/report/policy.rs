//! Who reaches what in a school, and the region's exceptions, for a person and for a program. Entry points: [`human()`],
//! [`exceptions()`], [`markdown()`], [`json()`].

use super::lines::{parts, place};
use super::proofs;
use super::visible::one_line;
use crate::base::Span;
use crate::compile::policy::{Exception, Open, Reach, Way};
use crate::source::Source;
use serde_json::{Value as Json, json};
use std::fmt::Write;

/// What the signs of the matrix say.
const LEGEND: &str = "= the place itself   # everything   o some services   p through the proxy only   h at hours only   \
    . nothing   * by a deviation";

/// A school: the matrix, then what is open from each place, then what the region forbids.
pub fn human(school: &Reach, source: &Source) -> String {
    let mut out = format!(
        "{} {}, {}: who reaches what (from the row to the column)\n\n",
        school.uai,
        one_line(&school.name),
        school.software
    );
    out.push_str(&matrix(school));
    let _ = writeln!(out, "\n{LEGEND}\n");
    for (index, name) in school.places.iter().enumerate() {
        let cells: Vec<&Open> = school.cells.iter().filter(|c| c.from == index).collect();
        if cells.is_empty() {
            continue;
        }
        let _ = writeln!(out, "{}", one_line(name));
        let width = cells.iter().map(|c| target(school, c).chars().count()).max().unwrap_or_default();
        for cell in cells {
            let target = target(school, cell);
            let _ = writeln!(out, "  -> {}{}  {}", one_line(target), " ".repeat(width - target.chars().count()), ways(cell));
            for way in &cell.ways {
                if let Some(exception) = &way.exception {
                    let _ = writeln!(out, "     * {}: {}{}", one_line(&way.service), deviation(exception), at(source, way.at));
                }
            }
        }
    }
    out.push('\n');
    out.push_str(&proofs::human(school, source, None));
    out
}

fn target<'a>(school: &'a Reach, cell: &Open) -> &'a str {
    school.places.get(cell.to).map_or("?", String::as_str)
}

/// Rows and columns bear numbers: names of twelve VLANs do not fit above columns.
fn matrix(school: &Reach) -> String {
    let width = school.places.iter().map(|p| p.chars().count()).max().unwrap_or_default();
    let mut out = " ".repeat(width + 4);
    for column in 1..=school.places.len() {
        let _ = write!(out, "{column:>3} ");
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    for (row, name) in school.places.iter().enumerate() {
        let _ = write!(out, "{:>2} {}{}", row + 1, one_line(name), " ".repeat(width - name.chars().count() + 1));
        for column in 0..school.places.len() {
            let cell = school.cells.iter().find(|c| (c.from, c.to) == (row, column));
            let _ = write!(out, "{:>3}{}", sign(row == column, cell), star(cell));
        }
        out.truncate(out.trim_end().len());
        out.push('\n');
    }
    out
}

fn sign(is_itself: bool, cell: Option<&Open>) -> char {
    match cell {
        _ if is_itself => '=',
        None => '.',
        Some(cell) if cell.all => '#',
        Some(cell) if cell.ways.iter().all(|w| w.proxied) => 'p',
        Some(cell) if cell.ways.iter().all(|w| w.hours.is_some()) => 'h',
        Some(_) => 'o',
    }
}

fn star(cell: Option<&Open>) -> char {
    if cell.is_some_and(|c| c.ways.iter().any(|w| w.exception.is_some())) { '*' } else { ' ' }
}

/// The services of a cell; an end that is narrower than its place, or wider, is named.
fn ways(cell: &Open) -> String {
    let said: Vec<String> = cell.ways.iter().map(said).collect();
    said.join(", ")
}

fn said(way: &Way) -> String {
    let mut out = format!("{} {}>{}", one_line(&way.service), one_line(&way.from), one_line(&way.to));
    let manner = [
        way.proxied.then(|| "proxy".to_owned()),
        way.authenticated.then(|| "user".to_owned()),
        way.hours.clone(),
        way.published.then(|| "published".to_owned()),
    ];
    let manner: Vec<String> = manner.into_iter().flatten().collect();
    if !manner.is_empty() {
        let _ = write!(out, " ({})", manner.join(", "));
    }
    out
}

fn deviation(exception: &Exception) -> String {
    let Exception { reason, owner, until } = exception;
    let until = until.map_or_else(|| "without end".to_owned(), |day| format!("until {day}"));
    format!("{}, {}, {until}", one_line(reason), one_line(owner.as_deref().unwrap_or("nobody")))
}

pub(super) fn at(source: &Source, span: Option<Span>) -> String {
    let place = span.and_then(|span| place(source, span));
    place.map_or_else(String::new, |(path, line)| format!("  [{}:{line}]", one_line(path)))
}

/// The region's exceptions: of each school what a deviation opens, and whether all that is forbidden is absent.
pub fn exceptions(schools: &[Reach], source: &Source) -> String {
    let mut out = String::new();
    for school in schools {
        let _ = writeln!(out, "{} {}, {}, {}", school.uai, one_line(&school.name), school.software, proofs::ended(school));
        for way in own(school) {
            let why = way.exception.as_ref().map_or_else(String::new, deviation);
            let _ = writeln!(out, "  {}  {why}{}", said(way), at(source, way.at));
        }
    }
    let all: usize = schools.iter().map(|s| own(s).len()).sum();
    let _ = writeln!(out, "{} schools, {all} flows opened by deviations", schools.len());
    out
}

/// What a school's deviations open, each flow once, in order.
fn own(school: &Reach) -> Vec<&Way> {
    let mut all: Vec<&Way> = school.cells.iter().flat_map(|c| &c.ways).filter(|w| w.exception.is_some()).collect();
    let key = |w: &Way| (w.from.clone(), w.to.clone(), w.service.clone());
    all.sort_by_key(|w| key(w));
    all.dedup_by_key(|w| key(w));
    all
}

/// The matrix of each school as a table for a page that people read.
pub fn markdown(schools: &[Reach]) -> String {
    let escape = |text: &str| one_line(text).replace('\\', "\\\\").replace('|', "\\|").replace('<', "&lt;");
    let mut out = String::new();
    for school in schools {
        let _ = writeln!(out, "## {} {}\n", escape(&school.uai), escape(&school.name));
        let names: Vec<String> = school.places.iter().map(|p| escape(p)).collect();
        let _ = writeln!(out, "| from \\ to | {} |\n|---{}|", names.join(" | "), "|---".repeat(names.len()));
        for (row, name) in names.iter().enumerate() {
            let text = |column: usize| match school.cells.iter().find(|c| (c.from, c.to) == (row, column)) {
                _ if row == column => "=".to_owned(),
                None => String::new(),
                Some(cell) if cell.all => "everything".to_owned(),
                Some(cell) => {
                    let mut services: Vec<String> = cell.ways.iter().map(|w| escape(&w.service)).collect();
                    services.dedup();
                    services.join(", ") + star(Some(cell)).to_string().trim()
                }
            };
            let cells: Vec<String> = (0..names.len()).map(text).collect();
            let _ = writeln!(out, "| {name} | {} |", cells.join(" | "));
        }
        out.push('\n');
    }
    out
}

/// One JSON object a school a line; every field is always there.
pub fn json(schools: &[Reach], source: &Source) -> String {
    schools.iter().map(|school| format!("{}\n", object(school, source))).collect()
}

fn object(school: &Reach, source: &Source) -> Json {
    let way = |way: &Way| {
        let (file, line) = parts(source, way.at);
        let exception = way
            .exception
            .as_ref()
            .map(|e| json!({"reason": e.reason, "owner": e.owner, "until": e.until.map(|d| d.to_string())}));
        json!({"service": way.service, "from": way.from, "to": way.to, "proxied": way.proxied, "authenticated": way.authenticated,
            "hours": way.hours, "published": way.published, "file": file, "line": line, "exception": exception})
    };
    let cell = |cell: &Open| {
        let place = |index: usize| school.places.get(index);
        json!({"from": place(cell.from), "to": place(cell.to), "all": cell.all, "ways": cell.ways.iter().map(way).collect::<Vec<_>>()})
    };
    let mut object = json!({"format": "preau-policy/1", "school": school.uai, "name": school.name, "software": school.software,
        "places": school.places, "cells": school.cells.iter().map(cell).collect::<Vec<_>>()});
    if let Json::Object(fields) = &mut object {
        fields.extend(proofs::fields(school, source));
    }
    object
}
