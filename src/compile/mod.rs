//! The compiler as a few calls: a region's texts in, findings and files out.
//!
//! It touches neither disk nor terminal; `source` has read, `output` will write.

mod asked;
pub mod deviations;
mod load;
pub mod mend;
mod newcomer;
pub mod parity;
pub mod policy;
mod school;
mod secrets;
mod show;
pub mod templates;
mod unused;
pub mod why;

pub use asked::Asked;
pub use deviations::deviations;
pub use newcomer::newcomer;
pub use parity::parity;
pub use policy::policy;
pub use secrets::{BadLine, Filled, Secrets, Vault, sources as secret_sources};
pub use templates::templates;

pub use crate::emit::File;
pub use crate::os::pfsense::merge;
pub use crate::region::SecretSource;

use crate::base::finding::settle;
use crate::base::{Finding, Origins, Policy, Rule, Severity, Sink};
use crate::emit;
use crate::net::{Date, Uai};
use crate::output::{Scope, bundle_path};
use crate::render::Templates;
use crate::source::{self, Role, Source, SourceFile};
use crate::{catalogue, graph, region, rules, state, syntax, topology};
use rayon::prelude::*;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use unused::Used;

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
    /// Whether an error leaves no school whose files could be told apart as healthy: one in what schools share, or in a school
    /// whose code nobody knows, so that nobody knows either which files are to be kept.
    pub common: bool,
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
        load::RULES,
        unused::RULES,
    ]
    .concat();
    all.sort_by_key(|rule| rule.name);
    all
}

/// The names of the targets that a build may be asked for, sorted.
pub fn targets() -> impl Iterator<Item = &'static str> {
    emit::ALL.iter().map(|target| target.name)
}

/// Checks the schools asked for, and the region's own files.
pub fn check(source: &Source, options: &Options) -> Checked {
    let run = run(source, options, None);
    Checked { findings: run.findings, schools: run.schools, unknown: run.unknown }
}

/// Compiles the schools asked for; every file at once, for those who have the room.
pub fn build(source: &Source, options: &Options) -> Built {
    let files = Mutex::new(Vec::new());
    let take = |portion: Portion| files.lock().unwrap_or_else(PoisonError::into_inner).extend(portion.files);
    let mut built = build_in_portions(source, options, &take);
    let mut files = files.into_inner().unwrap_or_else(PoisonError::into_inner);
    files.sort_by(|a, b| a.path.cmp(&b.path));
    built.files = files;
    built
}

/// Some of a build's files.
pub struct Portion {
    /// Files of a healthy school, or one of the region's lists; no two portions share a path unless the region is faulty.
    pub files: Vec<File>,
    /// Whether an error was found by now in a school that was asked for, this one included.
    pub faulty: bool,
    /// Whether an error was found in what schools share.
    pub common: bool,
}

/// Compiles the schools asked for and hands their files over as soon as they are made, so that memory holds a school a thread
/// and not the region; `files` of what is returned is empty. `take` is called by any thread, by several at once, in any order
/// of the schools. What is an error of the region as a whole is known after the last portion.
pub fn build_in_portions(source: &Source, options: &Options, take: &(dyn Fn(Portion) + Sync)) -> Built {
    let run = run(source, options, Some(take));
    let scope = scope(&run, options);
    let Run { findings, schools, faulty, common, unknown, .. } = run;
    Built { findings, schools, faulty, common, files: Vec::new(), scope, unknown }
}

/// Prints one school as merged; `None` when the region has no such school.
pub fn show(source: &Source, uai: Uai, form: Form, _options: &Options) -> Option<String> {
    let mut findings = Vec::new();
    let rules = rules();
    let files: Vec<_> = source.of_role(Role::School).collect();
    let (region, schools) = load::Region::of(source, &files, &rules, &mut findings);
    let document = schools.iter().find(|s| s.uai == Some(uai))?;
    let resolved = region.resolve(document, &rules, &mut findings);
    Some(show::print(&resolved, &document.document, source, form))
}

/// Draws one school; `None` when the region has no such school, or it cannot be merged. What only a rule or an emitter would
/// find is no hindrance: a picture helps to see it.
pub fn graph(source: &Source, uai: Uai, form: Drawing) -> Option<String> {
    let mut findings = Vec::new();
    let rules = rules();
    let files: Vec<_> = source.of_role(Role::School).collect();
    let (region, schools) = load::Region::of(source, &files, &rules, &mut findings);
    let document = schools.iter().find(|s| s.uai == Some(uai))?;
    let mut resolved = region.resolve(document, &rules, &mut findings);
    let (school, shared) = (resolved.school.as_ref()?, region.shared.as_ref()?);
    let topology = topology::Topology::of(school, &shared.catalogue, &mut resolved.origins);
    Some(graph::print(&graph::Picture::of(school, &topology, &shared.catalogue), form))
}

/// What a run gives, beside files.
#[derive(Default)]
struct Run {
    findings: Vec<Finding>,
    schools: usize,
    faulty: Vec<Uai>,
    common: bool,
    unknown: Vec<String>,
    /// The healthy schools of which there are files.
    healthy: Vec<String>,
    /// Whether the region's lists are among the files.
    lists: bool,
}

/// What a thread leaves of a school when its files are handed over.
struct Done {
    used: Used,
    uai: Option<Uai>,
    /// `None` for a school that nobody asked for.
    compiled: Option<school::Compiled>,
}

/// One run over the schools. `take` is handed the files; without it only findings are wanted: emitters run, since they can
/// refuse, and their files are dropped.
fn run(source: &Source, options: &Options, take: Option<&(dyn Fn(Portion) + Sync)>) -> Run {
    let mut out = Run { findings: source.findings.clone(), ..Run::default() };
    let rules = rules();
    let files: Vec<_> = source.of_role(Role::School).collect();
    let (mut region, _) = load::Region::of(source, &[], &rules, &mut out.findings);
    if take.is_none() {
        region.templates = region.templates.map(Templates::for_refusals);
    }
    out.unknown
        .extend(options.targets.iter().filter(|t| !emit::ALL.iter().any(|e| e.name == **t)).map(|t| format!("target {t}")));
    let is_asked = |uai: Option<Uai>| options.schools.is_empty() || uai.is_some_and(|u| options.schools.contains(&u));
    let is_faulty = |findings: &[Finding]| findings.iter().any(|f| f.severity == Severity::Error);
    let common = is_faulty(&out.findings);
    // The region's lists are the merge of all schools, whichever were asked for.
    let lists = take.is_some() && regional(options).next().is_some();
    let total = if lists || options.schools.is_empty() { files.len() } else { options.schools.len() };
    let (done, faulty) = (AtomicUsize::new(0), AtomicBool::new(false));
    let one = |file: &SourceFile| {
        let document = load::school(file);
        let (used, uai) = (Used::of(source, &document), document.uai);
        let is_asked = is_asked(uai);
        let compile = || {
            let mut compiled = school::compile(&region, &document, &rules, options, take.is_some());
            (options.progress)(done.fetch_add(1, Ordering::Relaxed) + 1, total);
            if is_asked && is_faulty(&compiled.findings) {
                faulty.store(true, Ordering::Relaxed);
            }
            let files = std::mem::take(&mut compiled.files);
            if let Some(take) = take.filter(|_| is_asked) {
                take(Portion { files, faulty: faulty.load(Ordering::Relaxed), common });
            }
            compiled
        };
        Done { used, uai, compiled: (lists || is_asked).then(compile) }
    };
    let (mut whole, mut rows, mut summaries, mut used) = (lists, emit::Rows::default(), Vec::new(), Used::default());
    let mut missing = options.schools.clone();
    for school in in_turn(&files, one) {
        used.merge(school.used);
        missing.retain(|uai| school.uai != Some(*uai));
        let Some(compiled) = school.compiled else { continue };
        let is_faulty = is_faulty(&compiled.findings);
        whole &= !is_faulty;
        if whole {
            rows.merge(compiled.rows);
        }
        summaries.extend(compiled.summary);
        if is_asked(school.uai) {
            out.schools += 1;
            out.findings.extend(compiled.findings);
            out.faulty.extend(school.uai.filter(|_| is_faulty));
            out.common |= is_faulty && school.uai.is_none();
            out.healthy.extend(school.uai.filter(|_| !is_faulty && compiled.has_files).map(|uai| uai.to_string()));
        }
    }
    let there = || files.iter().map(|file| file.path.as_str());
    out.unknown.extend(missing.iter().map(|uai| asked::unknown_school(*uai, there())));
    let shared = region.shared.as_ref();
    let severities = shared.map(|s| s.severities.clone()).unwrap_or_default();
    let (origins, mut policy) = (Origins::default(), Policy { severities, ..Policy::default() });
    let sink = &mut Sink::new(&origins, &mut policy, None, &mut out.findings);
    used.report(source, shared, region.templates.as_ref(), sink);
    // The summaries are freed here too, beside the lists.
    let check = move || {
        if let Some(shared) = shared {
            rules::check_region(&shared.region, &summaries, sink);
        }
    };
    let write = || {
        let Some(take) = take.filter(|_| whole) else { return };
        // A list is written and gone before its thread makes the next one: all at once would be much of what a build has in
        // memory.
        let write = |list| take(Portion { files: vec![list], faulty: faulty.load(Ordering::Relaxed), common });
        emit::region_files(rows).par_bridge().for_each(|make| write(make()));
    };
    rayon::join(check, write);
    out.lists = whole;
    out.common |= out.findings.iter().any(|f| f.severity == Severity::Error && f.school.is_none());
    settle(&mut out.findings);
    out
}

/// What `work` makes of each file, in the order of the files. A thread takes the next file when it is done with one: schools
/// differ by a factor of ten, and none waits for another's end.
fn in_turn<T: Send>(files: &[&SourceFile], work: impl Fn(&SourceFile) -> T + Sync) -> Vec<T> {
    let numbered = files.iter().copied().enumerate().par_bridge();
    let mut done: Vec<(usize, T)> = numbered.map(|(nth, file)| (nth, work(file))).collect();
    done.sort_by_key(|(nth, _)| *nth);
    done.into_iter().map(|(_, made)| made).collect()
}

/// The folders of the region's files that the asked targets write.
fn regional(options: &Options) -> impl Iterator<Item = &'static str> {
    let asked = |name: &str| options.targets.is_empty() || options.targets.iter().any(|t| t == name);
    emit::REGIONAL.iter().filter(move |(target, _)| asked(target.name)).flat_map(|(_, folders)| folders.iter().copied())
}

/// The part of the tree that a run may write and clean: what was asked for, less what is faulty. While a school is
/// faulty the region's lists keep their former text, in which it still has its rows.
fn scope(run: &Run, options: &Options) -> Scope {
    let region = "region".to_owned();
    if options.schools.is_empty() && options.targets.is_empty() {
        return match run.faulty.is_empty() {
            true => Scope::All,
            false => {
                let kept = run.faulty.iter().map(Uai::to_string);
                Scope::Except(kept.flat_map(|school| [bundle_path(&school), school]).chain([region]).collect())
            }
        };
    }
    let targets = emit::ALL.iter().filter(|t| options.targets.is_empty() || options.targets.iter().any(|n| n == t.name));
    let folders: Vec<&str> = targets.flat_map(|t| t.folders.iter().copied()).collect();
    let mut schools: Vec<String> = options.schools.iter().filter(|u| !run.faulty.contains(u)).map(Uai::to_string).collect();
    if options.schools.is_empty() {
        schools.clone_from(&run.healthy);
    }
    // An archive of what a school's files were is no archive of what they are.
    let below = |school: String| match options.targets.is_empty() {
        true => vec![bundle_path(&school), school],
        false => folders.iter().map(|f| format!("{school}/{f}")).chain([bundle_path(&school)]).collect(),
    };
    let lists = match options.targets.is_empty() {
        true => vec![region],
        false => regional(options).map(str::to_owned).collect(),
    };
    let lists = lists.into_iter().filter(|_| run.lists);
    Scope::Only(schools.into_iter().flat_map(below).chain(lists).collect())
}
