//! The mends that findings offer, made in the region's texts: check, change, and check again until nothing is left to change.
//!
//! It writes no file; whoever has the folder does. [`mend`] is the entry point.

mod edits;
#[cfg(test)]
mod tests;

use super::{Checked, Options, check};
use crate::base::{Edit, FileId, Finding, Severity};
use crate::source::{Role, Source};
use std::collections::{BTreeMap, BTreeSet};

/// Rounds at most: text, words, names and ports are found one after the other, and two mends of one place wait for each
/// other's round. Offers that undo one another end here.
pub const ROUNDS: usize = 16;

/// A region with the offered mends made.
pub struct Mended {
    /// The region as it is now.
    pub source: Source,
    /// What is still found in it.
    pub checked: Checked,
    /// What was changed, round by round.
    pub rounds: Vec<Round>,
}

/// One round of mends.
pub struct Round {
    /// The texts before it: the places of its changes are in these.
    pub before: Source,
    /// Its changes, in the order of files and places.
    pub changes: Vec<Change>,
}

/// One change.
pub struct Change {
    /// The rule whose finding offered it.
    pub rule: &'static str,
    /// What was replaced, and by what.
    pub edit: Edit,
}

impl Mended {
    /// The files that read otherwise than before the first round.
    pub fn changed(&self) -> impl Iterator<Item = (&str, &str, &str)> {
        let before = self.rounds.first().map_or(&self.source, |round| &round.before);
        let pairs = before.files.iter().zip(&self.source.files);
        pairs
            .filter(|(old, new)| old.text != new.text)
            .map(|(old, new)| (new.path.as_str(), old.text.as_str(), new.text.as_str()))
    }
}

/// Makes the mends that errors and warnings offer, in the schools asked for and the files that they share.
///
/// Of mends that meet in one place none is made. All edits of a finding are made, or none.
pub fn mend(source: &Source, options: &Options) -> Mended {
    let mut source = source.clone();
    let mut rounds: Vec<Round> = Vec::new();
    let mut seen = BTreeSet::from([texts(&source)]);
    let mut checked = check(&source, options);
    while rounds.len() < ROUNDS {
        let (after, changes) = round(&source, &checked.findings);
        // A text that stood there before would only go round in a circle.
        if changes.is_empty() || !seen.insert(texts(&after)) {
            break;
        }
        rounds.push(Round { before: std::mem::replace(&mut source, after), changes });
        checked = check(&source, options);
    }
    Mended { source, checked, rounds }
}

/// What stands in the files.
fn texts(source: &Source) -> Vec<String> {
    source.files.iter().map(|file| file.text.clone()).collect()
}

fn round(source: &Source, findings: &[Finding]) -> (Source, Vec<Change>) {
    let known = |edit: &Edit| source.file(edit.span.file).is_some_and(|file| file.role != Role::Refused);
    let offers = findings.iter().filter(|f| f.severity >= Severity::Warning && f.edits.iter().all(known));
    let mut by_file: BTreeMap<FileId, BTreeMap<Edit, &'static str>> = BTreeMap::new();
    for finding in edits::apart(&offers.collect::<Vec<_>>()) {
        for edit in &finding.edits {
            by_file.entry(edit.span.file).or_default().entry(edit.clone()).or_insert(finding.rule);
        }
    }
    let (mut after, mut changes) = (source.clone(), Vec::new());
    for file in &mut after.files {
        let Some(edits) = by_file.remove(&file.id) else { continue };
        let Some(text) = edits::applied(&file.text, edits.keys()) else { continue };
        if text != file.text {
            file.text = text;
            changes.extend(edits.into_iter().map(|(edit, rule)| Change { rule, edit }));
        }
    }
    (after, changes)
}
