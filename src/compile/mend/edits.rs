//! Which edits can be made together, and a text with them made. It knows places, no language.

use crate::base::{Edit, Finding};
use std::collections::{BTreeMap, BTreeSet};

/// The findings with edits that meet no other finding's. An edit that several findings offer alike is one edit.
pub(super) fn apart<'f>(findings: &[&'f Finding]) -> Vec<&'f Finding> {
    let mut offered: BTreeMap<&Edit, Vec<usize>> = BTreeMap::new();
    for (number, finding) in findings.iter().enumerate() {
        for edit in &finding.edits {
            offered.entry(edit).or_default().push(number);
        }
    }
    let all: Vec<(&Edit, &Vec<usize>)> = offered.iter().map(|(edit, numbers)| (*edit, numbers)).collect();
    let mut meet: BTreeSet<usize> = BTreeSet::new();
    // Sorted by place: what meets an edit follows it, until one begins past its end.
    for (at, (edit, numbers)) in all.iter().enumerate() {
        let near = all.iter().skip(at + 1).take_while(|(other, _)| touch(edit, other));
        for (_, others) in near {
            meet.extend(numbers.iter().chain(others.iter()));
        }
    }
    // A finding that cannot be mended whole offers its other places in vain, and they hinder nobody in the next round.
    let numbered = findings.iter().enumerate();
    numbered.filter(|(number, finding)| !finding.edits.is_empty() && !meet.contains(number)).map(|(_, f)| *f).collect()
}

/// Whether two edits, the first no later than the second, want the same text or the same gap between characters.
fn touch(first: &Edit, second: &Edit) -> bool {
    let (end, start) = (first.span.end(), second.span.start);
    first.span.file == second.span.file && (start < end || start == end && (first.span.len == 0 || second.span.len == 0))
}

/// The text with edits made that are sorted by place and do not meet; `None` when one of them does not fit it.
pub(super) fn applied<'e>(text: &str, edits: impl Iterator<Item = &'e Edit>) -> Option<String> {
    let (mut out, mut done) = (String::with_capacity(text.len()), 0);
    for edit in edits {
        let (start, end) = (edit.span.start as usize, edit.span.end() as usize);
        out.push_str(text.get(done..start)?);
        text.get(start..end)?;
        out.push_str(&edit.text);
        done = end;
    }
    out.push_str(text.get(done..)?);
    Some(out)
}
