//! Findings as text: for people, and one JSON object a line. Pure: no terminal, no disk, no clock.
//!
//! It is the only place where a span becomes a line and a column. [`human()`], [`json()`] and [`explain()`] are the entry points.

pub mod deviations;
mod explain;
mod fingerprint;
mod human;
mod json;
mod lines;
pub mod mends;
pub mod parity;
pub mod policy;
pub mod proofs;
mod snippet;
pub mod templates;
mod visible;
pub mod why;

pub use explain::{explain, list};
pub use human::{Look, human};
pub use json::json;

use crate::base::{Finding, Severity};

/// How many findings there are of each weight.
#[derive(Copy, Clone, PartialEq, Eq, Default, Debug)]
pub struct Tally {
    /// Findings that refuse a build.
    pub errors: usize,
    /// Findings that do not.
    pub warnings: usize,
    /// Findings that are only worth knowing.
    pub infos: usize,
}

impl Tally {
    /// Counts findings.
    pub fn of(findings: &[Finding]) -> Tally {
        findings.iter().fold(Tally::default(), |mut tally, finding| {
            match finding.severity {
                Severity::Error => tally.errors += 1,
                Severity::Warning => tally.warnings += 1,
                Severity::Info => tally.infos += 1,
            }
            tally
        })
    }

    /// As a person says it: `2 errors, 1 warning`; `no findings` for none.
    pub fn words(self) -> String {
        let counts = [(self.errors, "error"), (self.warnings, "warning"), (self.infos, "info")];
        let said = counts.iter().filter(|(count, _)| *count > 0);
        let said: Vec<_> = said.map(|(count, word)| format!("{count} {word}{}", if *count == 1 { "" } else { "s" })).collect();
        if said.is_empty() { "no findings".into() } else { said.join(", ") }
    }
}

#[cfg(test)]
mod tests;
