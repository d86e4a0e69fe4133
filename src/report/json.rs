//! Findings for programs: one JSON object a line, every field always there.

use super::fingerprint::Fingerprints;
use super::lines::{Lines, Point};
use crate::base::{Finding, Span};
use crate::source::Source;
use serde::Serialize;
use std::collections::BTreeMap;

/// One finding. Lines and columns start at 1 and count characters; an end is the place after the last character.
#[derive(Serialize)]
struct Object<'a> {
    rule: &'a str,
    severity: &'a str,
    message: &'a str,
    #[serde(flatten)]
    place: Place<'a>,
    labels: Vec<Label<'a>>,
    help: Option<&'a str>,
    fix: Vec<Fix<'a>>,
    school: Option<&'a str>,
    fingerprint: String,
}

/// A place; every field is null for a finding about something that is written nowhere.
#[derive(Serialize, Default)]
struct Place<'a> {
    file: Option<&'a str>,
    line: Option<usize>,
    column: Option<usize>,
    end_line: Option<usize>,
    end_column: Option<usize>,
}

/// A labelled place; the first of a finding is its primary one.
#[derive(Serialize)]
struct Label<'a> {
    #[serde(flatten)]
    place: Place<'a>,
    message: &'a str,
}

/// A change to a file: bytes `start..end` become `text`.
#[derive(Serialize)]
struct Fix<'a> {
    file: Option<&'a str>,
    start: u32,
    end: u32,
    text: &'a str,
}

/// The findings in their order, one object a line; nothing is left out.
pub fn json(findings: &[Finding], source: &Source) -> String {
    let mut places = Places { source, lines: BTreeMap::new() };
    let mut fingerprints = Fingerprints::default();
    let mut out = String::new();
    for finding in findings {
        let place = finding.primary().map_or(Place::default(), |span| places.of(span));
        let fingerprint = fingerprints.of(finding, place.file);
        let labels = finding.labels.iter().map(|l| Label { place: places.of(l.span), message: &l.text }).collect();
        let fix = finding.edits.iter();
        let fix = fix.map(|e| Fix { file: places.path(e.span), start: e.span.start, end: e.span.end(), text: &e.text }).collect();
        let object = Object {
            rule: finding.rule,
            severity: finding.severity.word(),
            message: &finding.message,
            place,
            labels,
            help: finding.help.as_deref(),
            fix,
            school: finding.school.as_deref(),
            fingerprint,
        };
        // Only a map with keys that are not text could fail, and there is none.
        out.push_str(&serde_json::to_string(&object).unwrap_or_default());
        out.push('\n');
    }
    out
}

struct Places<'a> {
    source: &'a Source,
    lines: BTreeMap<u32, Lines<'a>>,
}

impl<'a> Places<'a> {
    fn path(&self, span: Span) -> Option<&'a str> {
        self.source.file(span.file).map(|file| file.path.as_str())
    }

    fn of(&mut self, span: Span) -> Place<'a> {
        let Some(file) = self.source.file(span.file) else { return Place::default() };
        let lines = self.lines.entry(file.id.0).or_insert_with(|| Lines::new(&file.text));
        let (Point { line, column }, end) = (lines.point(span.start as usize), lines.point(span.end() as usize));
        Place {
            file: Some(&file.path),
            line: Some(line),
            column: Some(column),
            end_line: Some(end.line),
            end_column: Some(end.column),
        }
    }
}
