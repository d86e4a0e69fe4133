//! The compiler as a few calls: a region's texts in, findings and files out.
//!
//! It touches neither disk nor terminal; `source` has read, `output` will write.

use crate::base::finding::settle;
use crate::base::{Finding, Rule};
use crate::emit::File;
use crate::net::{Date, Uai};
use crate::output::Scope;
use crate::source::{self, Source};

/// What the caller asks for, beside the region itself.
pub struct Options<'a> {
    /// The day against which deviations, waivers and ends of life are judged; `None` judges none of them, so that what is
    /// built does not depend on the day.
    pub today: Option<Date>,
    /// The schools asked for; empty for all.
    pub schools: Vec<Uai>,
    /// The targets asked for; empty for all.
    pub targets: Vec<String>,
    /// Told how many schools of how many are done, from any thread.
    pub progress: &'a (dyn Fn(usize, usize) + Sync),
}

/// What `check` found.
pub struct Checked {
    /// Settled: in the order of files and places, without doubles.
    pub findings: Vec<Finding>,
    /// Schools that were looked at.
    pub schools: usize,
    /// Schools and targets that were asked for and do not exist, as words for the user.
    pub unknown: Vec<String>,
}

/// What `build` made.
pub struct Built {
    /// What [`check`] found, and what only an emitter can find.
    pub findings: Vec<Finding>,
    /// Schools that were looked at.
    pub schools: usize,
    /// Schools with an error: nothing of theirs is in `files`.
    pub faulty: Vec<Uai>,
    /// Every file of the healthy schools and targets asked for.
    pub files: Vec<File>,
    /// The part of the tree that `files` is all of; faulty schools lie outside it and keep their former files.
    pub scope: Scope,
    /// Schools and targets that were asked for and do not exist, as words for the user.
    pub unknown: Vec<String>,
}

/// In which form `show` prints a merged school.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Form {
    /// For a person: each value with its origin.
    Human,
    /// As a manifest without layers.
    Kdl,
    /// For a program.
    Json,
}

/// Every rule that can be found, by name.
pub fn rules() -> Vec<&'static Rule> {
    let mut all = source::RULES.to_vec();
    all.sort_by_key(|rule| rule.name);
    all
}

/// Checks the schools asked for, and the region's own files.
pub fn check(source: &Source, options: &Options) -> Checked {
    let mut findings = source.findings.clone();
    settle(&mut findings);
    (options.progress)(0, 0);
    let unknown = options.schools.iter().map(|uai| format!("school {uai}")).collect();
    Checked { findings, schools: 0, unknown }
}

/// Compiles the schools asked for.
pub fn build(source: &Source, options: &Options) -> Built {
    let Checked { findings, schools, mut unknown } = check(source, options);
    unknown.extend(options.targets.iter().map(|name| format!("target {name}")));
    Built { findings, schools, faulty: Vec::new(), files: Vec::new(), scope: Scope::All, unknown }
}

/// Prints one school as merged; `None` when the region has no such school.
pub fn show(_source: &Source, _uai: Uai, _form: Form, _options: &Options) -> Option<String> {
    None
}
