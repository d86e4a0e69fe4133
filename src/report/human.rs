//! Findings for people: rule, message, the lines concerned, what to write instead; then how many there were.

use super::Tally;
use super::lines::Lines;
use super::snippet::{Drawing, Page};
use super::visible::one_line;
use crate::base::{Finding, Severity, limits};
use crate::source::Source;
use miette::{GraphicalReportHandler, GraphicalTheme};
use rayon::prelude::*;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// How the text may look.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct Look {
    /// Columns to wrap at; `None` leaves every message on one line, as a pipe wants it.
    pub width: Option<usize>,
    /// Whether ANSI colours may be used.
    pub colour: bool,
}

/// Findings in their order, at most [`limits::FINDINGS_SHOWN`] a file with a count of the rest, and a summary line.
pub fn human(findings: &[Finding], source: &Source, look: Look) -> String {
    capped(findings, source, look, limits::FINDINGS_SHOWN)
}

/// [`human`] with another number of findings shown for a file.
pub(super) fn capped(findings: &[Finding], source: &Source, look: Look, cap: usize) -> String {
    let pages = pages(findings, source);
    let theme = if look.colour { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    let handler = GraphicalReportHandler::new_themed(theme).without_syntax_highlighting();
    let handler = handler.with_width(look.width.unwrap_or(usize::MAX >> 1)).with_wrap_lines(look.width.is_some());
    let handler = handler.with_break_words(false);
    // A region's findings are thousands of drawings, of which none depends on another's.
    let groups: Vec<&[Finding]> = findings.chunk_by(|a, b| file(a) == file(b)).collect();
    let drawn = groups.par_iter().map(|group| {
        let mut out = String::new();
        let shown = chosen(group, cap);
        for finding in &shown {
            out.push_str(&paint(finding.rule, finding.severity, look.colour));
            out.push('\n');
            // Writing to a String cannot fail; what miette cannot draw still has its message.
            if handler.render_report(&mut out, &Drawing::new(finding, &pages)).is_err() {
                out.push_str(&one_line(&finding.message));
            }
            out.push('\n');
        }
        let rest = group.len() - shown.len();
        if rest > 0 {
            let path = group.first().and_then(|f| source.file(f.primary()?.file)).map(|f| f.path.as_str());
            let place = path.map_or(String::new(), |path| format!(" in {}", one_line(path)));
            out.push_str(&format!("... and {rest} more{place}\n\n"));
        }
        (out, rest)
    });
    let (texts, hidden): (Vec<String>, Vec<usize>) = drawn.unzip();
    let (mut out, hidden) = (texts.concat(), hidden.into_iter().sum::<usize>());
    out.push_str(&Tally::of(findings).words());
    if hidden > 0 {
        out.push_str(&format!(" ({hidden} not shown)"));
    }
    out.push('\n');
    out
}

fn file(finding: &Finding) -> Option<u32> {
    finding.primary().map(|span| span.file.0)
}

/// The findings of one file that are shown: the weightiest first when they are too many, then in the order of the file.
fn chosen(group: &[Finding], cap: usize) -> Vec<&Finding> {
    let mut numbered: Vec<_> = group.iter().enumerate().collect();
    numbered.sort_by_key(|(index, finding)| (Reverse(finding.severity), *index));
    numbered.truncate(cap);
    numbered.sort_by_key(|(index, _)| *index);
    numbered.into_iter().map(|(_, finding)| finding).collect()
}

/// One index of lines for each file that a finding names.
fn pages<'a>(findings: &[Finding], source: &'a Source) -> BTreeMap<u32, Page<'a>> {
    let mut pages = BTreeMap::new();
    for label in findings.iter().flat_map(|finding| &finding.labels) {
        if let Some(file) = source.file(label.span.file) {
            pages.entry(file.id.0).or_insert_with(|| Page { path: &file.path, lines: Lines::new(&file.text) });
        }
    }
    pages
}

fn paint(rule: &str, severity: Severity, colour: bool) -> String {
    let code = match severity {
        Severity::Error => 31,
        Severity::Warning => 33,
        Severity::Info => 36,
    };
    if colour { format!("\u{1b}[{code}m{rule}\u{1b}[0m") } else { rule.to_owned() }
}
