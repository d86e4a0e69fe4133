//! The compiler as a few calls: a region's texts in, findings and files out.
//!
//! It touches neither disk nor terminal; `source` has read, `output` will write.

pub mod deviations;
mod load;
pub mod mend;
mod newcomer;
mod school;
mod secrets;
mod show;
pub mod why;

pub use deviations::deviations;
pub use newcomer::newcomer;
pub use secrets::Secrets;

use crate::base::finding::settle;
use crate::base::{Finding, Origins, Policy, Rule, Severity, Sink};
use crate::emit::{self, File};
use crate::net::{Date, Uai};
use crate::output::Scope;
use crate::source::{self, Source};
use crate::{catalogue, graph, region, rules, state, syntax, topology};
use rayon::prelude::*;
use std::sync::atomic::{AtomicUsize, Ordering};

pub use crate::graph::Form as Drawing;

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
    let mut all = [
        source::RULES,
        syntax::RULES,
        catalogue::RULES,
        region::rules().as_slice(),
        topology::RULES,
        state::intend::rules().as_slice(),
        rules::rules().as_slice(),
        emit::rules().as_slice(),
    ]
    .concat();
    all.sort_by_key(|rule| rule.name);
    all
}

/// Checks the schools asked for, and the region's own files.
pub fn check(source: &Source, options: &Options) -> Checked {
    let run = run(source, options, Depth::Check);
    Checked { findings: run.findings, schools: run.schools, unknown: run.unknown }
}

/// Compiles the schools asked for.
pub fn build(source: &Source, options: &Options) -> Built {
    let run = run(source, options, Depth::Build);
    let scope = scope(&run, options);
    Built { findings: run.findings, schools: run.schools, faulty: run.faulty, files: run.files, scope, unknown: run.unknown }
}

/// Prints one school as merged; `None` when the region has no such school.
pub fn show(source: &Source, uai: Uai, form: Form, _options: &Options) -> Option<String> {
    let mut findings = Vec::new();
    let rules = rules();
    let region = load::Region::of(source, &rules, &mut findings);
    let document = region.schools.iter().find(|s| s.uai == Some(uai))?;
    let resolved = region.resolve(document, &rules, &mut findings);
    Some(show::print(&resolved, &document.document, source, form))
}

/// Draws one school; `None` when the region has no such school, or it cannot be merged. What only a rule or an emitter would
/// find is no hindrance: a picture helps to see it.
pub fn graph(source: &Source, uai: Uai, form: Drawing) -> Option<String> {
    let mut findings = Vec::new();
    let rules = rules();
    let region = load::Region::of(source, &rules, &mut findings);
    let document = region.schools.iter().find(|s| s.uai == Some(uai))?;
    let mut resolved = region.resolve(document, &rules, &mut findings);
    let (school, shared) = (resolved.school.as_ref()?, region.shared.as_ref()?);
    let topology = topology::Topology::of(school, &shared.catalogue, &mut resolved.origins);
    Some(graph::print(&graph::Picture::of(school, &topology, &shared.catalogue), form))
}

/// How far a run goes.
#[derive(Copy, Clone, PartialEq, Eq)]
enum Depth {
    /// Findings only; emitters run, since they can refuse, and their files are dropped.
    Check,
    /// Files too.
    Build,
}

/// What a run gives.
#[derive(Default)]
struct Run {
    findings: Vec<Finding>,
    schools: usize,
    faulty: Vec<Uai>,
    files: Vec<File>,
    unknown: Vec<String>,
    /// Whether the region's lists are among the files.
    lists: bool,
}

fn run(source: &Source, options: &Options, depth: Depth) -> Run {
    let mut out = Run { findings: source.findings.clone(), ..Run::default() };
    let rules = rules();
    let region = load::Region::of(source, &rules, &mut out.findings);
    out.unknown
        .extend(options.targets.iter().filter(|t| !emit::ALL.iter().any(|e| e.name == **t)).map(|t| format!("target {t}")));
    let there = |uai: &Uai| region.schools.iter().any(|s| s.uai == Some(*uai));
    out.unknown.extend(options.schools.iter().filter(|u| !there(u)).map(|u| format!("school {u}")));
    let is_asked = |uai: Option<Uai>| options.schools.is_empty() || uai.is_some_and(|u| options.schools.contains(&u));
    // The region's lists are the merge of all schools, whichever were asked for.
    let itop = emit::itop::TARGET.name;
    let lists = depth == Depth::Build && (options.targets.is_empty() || options.targets.iter().any(|t| t == itop));
    let wanted: Vec<&load::Document> = region.schools.iter().filter(|s| lists || is_asked(s.uai)).collect();
    let done = AtomicUsize::new(0);
    let total = wanted.len();
    let tell = || (options.progress)(done.fetch_add(1, Ordering::Relaxed) + 1, total);
    // Results come back in the order of the files, whoever finishes first.
    let results: Vec<school::Compiled> = wanted
        .par_iter()
        .map(|document| {
            let compiled = school::compile(&region, document, &rules, options, depth == Depth::Build);
            tell();
            compiled
        })
        .collect();
    if let Some(shared) = &region.shared {
        let summaries: Vec<rules::Summary> = results.iter().filter_map(|r| r.summary.clone()).collect();
        let mut policy = Policy { severities: shared.severities.clone(), ..Policy::default() };
        rules::check_region(
            &shared.region,
            &summaries,
            &mut Sink::new(&Origins::default(), &mut policy, None, &mut out.findings),
        );
    }
    let mut rows = emit::itop::Rows::default();
    let mut whole = lists;
    for compiled in results {
        let faulty = compiled.findings.iter().any(|f| f.severity == Severity::Error);
        whole &= !faulty;
        rows.merge(compiled.rows);
        if !is_asked(compiled.uai) {
            continue;
        }
        out.schools += 1;
        out.findings.extend(compiled.findings);
        if faulty {
            out.faulty.extend(compiled.uai);
        } else {
            out.files.extend(compiled.files);
        }
    }
    if whole {
        out.files.extend(emit::region_files(&rows));
    }
    out.lists = whole;
    settle(&mut out.findings);
    out.files.sort_by(|a, b| a.path.cmp(&b.path));
    out
}

/// The part of the tree that a run may write and clean: what was asked for, less what is faulty. While a school is
/// faulty the region's lists keep their former text, in which it still has its rows.
fn scope(run: &Run, options: &Options) -> Scope {
    let region = "region".to_owned();
    if options.schools.is_empty() && options.targets.is_empty() {
        return match run.faulty.is_empty() {
            true => Scope::All,
            false => Scope::Except(run.faulty.iter().map(Uai::to_string).chain([region]).collect()),
        };
    }
    let targets = emit::ALL.iter().filter(|t| options.targets.is_empty() || options.targets.iter().any(|n| n == t.name));
    let folders: Vec<&str> = targets.flat_map(|t| t.folders.iter().copied()).collect();
    let mut schools: Vec<String> = options.schools.iter().filter(|u| !run.faulty.contains(u)).map(Uai::to_string).collect();
    if options.schools.is_empty() {
        schools =
            run.files.iter().filter_map(|f| f.path.split_once('/').map(|(s, _)| s.to_owned())).filter(|s| *s != region).collect();
        schools.dedup();
    }
    let below = |school: String| match options.targets.is_empty() {
        true => vec![school],
        false => folders.iter().map(|f| format!("{school}/{f}")).collect(),
    };
    let lists = run.lists.then_some(region);
    Scope::Only(schools.into_iter().flat_map(below).chain(lists).collect())
}
