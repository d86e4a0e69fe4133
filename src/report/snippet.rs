//! A finding as miette draws it: only the lines around its labels, from an index that is built once a file.
//!
//! miette's own source finds a line by reading the file from its start, at every label; here it is one search. Each label
//! lies in a window, a range of invented offsets: the primary label's own comes first, so it heads the finding even when
//! another place of the same file stands above it, and labels in other files need nothing special.

use super::lines::{Lines, floor};
use super::visible;
use crate::base::{Finding, Severity, Span};
use miette::{Diagnostic, LabeledSpan, MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};
use std::collections::BTreeMap;
use std::fmt;

/// Lines of a label beyond which only its first is underlined: a whole switch as a snippet hides the point.
const TALL: usize = 4;
/// Lines between two labels within which they share a drawing.
const NEAR: usize = 3;
/// Bytes of a line shown before and after a label when the line is longer than both.
const AROUND: usize = 100;

/// One file as drawings need it.
pub(super) struct Page<'a> {
    pub path: &'a str,
    pub lines: Lines<'a>,
}

/// The shown form of one piece of a file.
struct Window<'a> {
    page: &'a Page<'a>,
    /// What is added to a byte of the file to make an offset of the drawing.
    base: usize,
    /// The bytes of the file that may be shown.
    from: usize,
    shown: String,
    /// The index, from 0, of the first line shown.
    line: usize,
}

/// A finding with its windows, ready to draw.
pub(super) struct Drawing<'a> {
    finding: &'a Finding,
    message: String,
    labels: Vec<LabeledSpan>,
    windows: Vec<Window<'a>>,
}

/// A label cut to what can be drawn: bytes of its file, and the indexes of its first and last line.
#[derive(Copy, Clone)]
struct Reach {
    start: usize,
    end: usize,
    first: usize,
    last: usize,
}

impl Reach {
    fn of(span: Span, lines: &Lines) -> Reach {
        let text = lines.text();
        let (mut start, mut end) = (floor(text, span.start as usize), floor(text, span.end() as usize));
        if start == end && start == text.len() && start > 0 {
            // miette draws no arrow at the end of the text: point behind the last character of the last line.
            start = floor(text, start - 1);
            end = start;
        }
        let (first, mut last) = (lines.index(start), lines.index(end.saturating_sub(1).max(start)));
        if last - first >= TALL {
            last = first;
            let line = text.get(start..lines.range(first, first).end).unwrap_or_default();
            end = start + line.trim_end().len();
        }
        Reach { start, end, first, last }
    }

    fn is_near(self, other: Reach) -> bool {
        self.first <= other.last + NEAR && other.first <= self.last + NEAR
    }
}

impl<'a> Drawing<'a> {
    /// Lays out one finding; labels in files without a page are left out.
    pub(super) fn new(finding: &'a Finding, pages: &'a BTreeMap<u32, Page<'a>>) -> Drawing<'a> {
        let reached = finding.labels.iter().filter_map(|label| {
            let page = pages.get(&label.span.file.0)?;
            Some((label, page, Reach::of(label.span, &page.lines)))
        });
        let reached: Vec<_> = reached.collect();
        // Gather labels into windows: the primary's first, then in the order of the finding.
        let mut groups: Vec<(&Page, Reach)> = Vec::new();
        let mut member = Vec::new();
        for (_, page, reach) in &reached {
            let near = |(p, r): &(&Page, Reach)| std::ptr::eq(*p, *page) && r.is_near(*reach);
            let index = groups.iter().position(near).unwrap_or(groups.len());
            match groups.get_mut(index) {
                Some((_, all)) => {
                    all.first = all.first.min(reach.first);
                    all.last = all.last.max(reach.last);
                    all.start = all.start.min(reach.start);
                    all.end = all.end.max(reach.end);
                }
                None => groups.push((page, *reach)),
            }
            member.push(index);
        }
        let mut base = 0;
        let mut windows = Vec::new();
        for (page, reach) in groups {
            let window = Window::new(page, reach, base);
            base += page.lines.text().len() + 1;
            windows.push(window);
        }
        let mut labels = Vec::new();
        for (number, ((label, _, reach), index)) in reached.iter().zip(member).enumerate() {
            let Some(window) = windows.get(index) else { continue };
            let text = (!label.text.is_empty()).then(|| visible::one_line(&label.text).into_owned());
            let span: SourceSpan = (window.base + reach.start, reach.end - reach.start).into();
            labels.push(match number {
                0 => LabeledSpan::new_primary_with_span(text, span),
                _ => LabeledSpan::new_with_span(text, span),
            });
        }
        Drawing { finding, message: visible::one_line(&finding.message).into_owned(), labels, windows }
    }
}

impl<'a> Window<'a> {
    fn new(page: &'a Page<'a>, reach: Reach, base: usize) -> Window<'a> {
        let text = page.lines.text();
        let line = reach.first.saturating_sub(1);
        let mut range = page.lines.range(line, reach.last + 1);
        let longest = 2 * AROUND + (reach.end - reach.start);
        let mut first = line;
        if range.len() > longest.max(4 * AROUND) {
            // A line of a megabyte is shown round the label only.
            let own = page.lines.range(reach.first, reach.last);
            first = reach.first;
            range.start = floor(text, own.start.max(reach.start.saturating_sub(AROUND)));
            range.end = floor(text, own.end.min(reach.end + AROUND));
        }
        let shown = visible::same_length(text.get(range.clone()).unwrap_or_default()).into_owned();
        Window { page, base, from: range.start, shown, line: first }
    }
}

impl SourceCode for Drawing<'_> {
    /// The whole window when context is wanted, the span alone otherwise: miette asks for the second only to learn its place.
    fn read_span<'s>(
        &'s self,
        span: &SourceSpan,
        context: usize,
        _after: usize,
    ) -> Result<Box<dyn SpanContents<'s> + 's>, MietteError> {
        let window = self.windows.iter().rev().find(|w| w.base <= span.offset()).ok_or(MietteError::OutOfBounds)?;
        let (start, text) = (span.offset() - window.base, window.page.lines.text());
        if start + span.len() > text.len() {
            // Two windows: miette asks whether they can be drawn as one.
            return Err(MietteError::OutOfBounds);
        }
        let name = visible::one_line(window.page.path).into_owned();
        let contents = if context == 0 {
            let point = window.page.lines.point(start);
            let data = window.shown.get(..0).unwrap_or_default().as_bytes();
            MietteSpanContents::new_named(name, data, *span, point.line - 1, point.column - 1, 1)
        } else {
            let range = (window.base + window.from, window.shown.len()).into();
            let lines = memchr::memchr_iter(b'\n', window.shown.as_bytes()).count() + 1;
            MietteSpanContents::new_named(name, window.shown.as_bytes(), range, window.line, 0, lines)
        };
        Ok(Box::new(contents))
    }
}

impl Diagnostic for Drawing<'_> {
    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.finding.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Info => miette::Severity::Advice,
        })
    }
    fn help<'h>(&'h self) -> Option<Box<dyn fmt::Display + 'h>> {
        self.finding.help.as_ref().map(|help| Box::new(visible::same_length(help).into_owned()) as Box<dyn fmt::Display>)
    }
    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(self)
    }
    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        (!self.labels.is_empty()).then(|| Box::new(self.labels.iter().cloned()) as Box<dyn Iterator<Item = LabeledSpan>>)
    }
}
impl fmt::Display for Drawing<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}
impl fmt::Debug for Drawing<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.finding.fmt(f)
    }
}
impl std::error::Error for Drawing<'_> {}
