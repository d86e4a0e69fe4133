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
use crate::source::{self, Role, Source};
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
        load::RULES,
        unused::RULES,
    ]
    .concat();
    all.sort_by_key(|rule| rule.name);
    all
}

/// Checks the schools asked for, and the region's own files.
pub fn check(source: &Source, options: &Options) -> Checked {
    let run = run(source, options, None);
    Checked { findings: run.findings, schools: run.schools, unknown: run.unknown }
}

/// Compiles the schools asked for; every file at once, for those who have the room.
pub fn build(source: &Source, options: &Options) -> Built {
    let mut files = Vec::new();
    let mut built = build_in_portions(source, options, &mut |portion| files.extend(portion.files));
    files.sort_by(|a, b| a.path.cmp(&b.path));
    built.files = files;
    built
}

/// Some of a build's files.
pub struct Portion {
    /// Files of some healthy schools, or of the region; no two portions share a path unless the region is faulty.
    pub files: Vec<File>,
    /// Whether an error was found by now in a school that was asked for, these included.
    pub faulty: bool,
    /// Whether an error was found by now in what schools share.
    pub common: bool,
}

/// Compiles the schools asked for and hands their files over in portions, so that memory holds a few schools and not the
/// region; `files` of what is returned is empty. What is an error of the region as a whole is known after the last portion.
pub fn build_in_portions(source: &Source, options: &Options, take: &mut (dyn FnMut(Portion) + Send)) -> Built {
    let run = run(source, options, Some(take));
    let scope = scope(&run, options);
    Built { findings: run.findings, schools: run.schools, faulty: run.faulty, files: Vec::new(), scope, unknown: run.unknown }
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
    unknown: Vec<String>,
    /// The healthy schools of which there are files.
    healthy: Vec<String>,
    /// Whether the region's lists are among the files.
    lists: bool,
}

/// How many schools a thread is given at a time: enough that none waits long for the slowest, few enough that the files of two
/// portions, one being compiled and one being written, do not show in memory.
const SCHOOLS_A_THREAD: usize = 2;
/// The same where no file is kept.
const CHECKED_A_THREAD: usize = 24;

/// One run over the schools. `take` is handed the files; without it only findings are wanted: emitters run, since they can
/// refuse, and their files are dropped.
fn run(source: &Source, options: &Options, mut take: Option<&mut (dyn FnMut(Portion) + Send)>) -> Run {
    let mut out = Run { findings: source.findings.clone(), ..Run::default() };
    let rules = rules();
    let files: Vec<_> = source.of_role(Role::School).collect();
    let share = if take.is_some() { SCHOOLS_A_THREAD } else { CHECKED_A_THREAD };
    let mut portions = files.chunks(share * rayon::current_num_threads());
    let (mut region, first) = load::Region::of(source, portions.next().unwrap_or_default(), &rules, &mut out.findings);
    if take.is_none() {
        region.templates = region.templates.map(Templates::for_refusals);
    }
    out.unknown
        .extend(options.targets.iter().filter(|t| !emit::ALL.iter().any(|e| e.name == **t)).map(|t| format!("target {t}")));
    let mut missing = options.schools.clone();
    let is_asked = |uai: Option<Uai>| options.schools.is_empty() || uai.is_some_and(|u| options.schools.contains(&u));
    let is_faulty = |findings: &[Finding]| findings.iter().any(|f| f.severity == Severity::Error);
    let common = is_faulty(&out.findings);
    // The region's lists are the merge of all schools, whichever were asked for.
    let mut whole = take.is_some() && regional(options).next().is_some();
    let (lists, keep) = (whole, take.is_some());
    let done = AtomicUsize::new(0);
    let total = if lists || options.schools.is_empty() { files.len() } else { options.schools.len() };
    let compile = |document: &load::Document| {
        let compiled = school::compile(&region, document, &rules, options, keep);
        (options.progress)(done.fetch_add(1, Ordering::Relaxed) + 1, total);
        compiled
    };
    let mut rows = emit::Rows::default();
    let mut summaries = Vec::new();
    let mut faulty = false;
    let mut used = unused::Used::default();
    let mut ready = None;
    let mut next = Some(first);
    while let Some(documents) = next {
        documents.iter().for_each(|document| used.school(source, document));
        missing.retain(|uai| !documents.iter().any(|d| d.uai == Some(*uai)));
        // Results come back in the order of the files, whoever finishes first. The portion before is written meanwhile and the
        // next one is read, by whoever has nothing to compile.
        let wanted = || documents.par_iter().filter(|document| lists || is_asked(document.uai));
        let aside = || {
            if let (Some(take), Some(portion)) = (&mut take, ready.take()) {
                take(portion);
            }
            portions.next().map(load::documents)
        };
        let (results, following): (Vec<school::Compiled>, _) = rayon::join(|| wanted().map(compile).collect(), aside);
        next = following;
        drop(documents);
        let mut files = Vec::new();
        for compiled in results {
            let is_faulty = is_faulty(&compiled.findings);
            whole &= !is_faulty;
            if whole {
                rows.merge(compiled.rows);
            }
            summaries.extend(compiled.summary);
            if !is_asked(compiled.uai) {
                continue;
            }
            out.schools += 1;
            out.findings.extend(compiled.findings);
            faulty |= is_faulty;
            if is_faulty {
                out.faulty.extend(compiled.uai);
            } else {
                out.healthy.extend(compiled.uai.filter(|_| !compiled.files.is_empty()).map(|uai| uai.to_string()));
                files.extend(compiled.files);
            }
        }
        ready = take.is_some().then_some(Portion { files, faulty, common });
    }
    out.unknown.extend(missing.iter().map(|u| format!("school {u}")));
    let shared = region.shared.as_ref();
    let severities = shared.map(|s| s.severities.clone()).unwrap_or_default();
    let (origins, mut policy) = (Origins::default(), Policy { severities, ..Policy::default() });
    let sink = &mut Sink::new(&origins, &mut policy, None, &mut out.findings);
    used.report(source, shared, region.templates.as_ref(), sink);
    let check = || {
        if let Some(shared) = shared {
            rules::check_region(&shared.region, &summaries, sink);
        }
        if let (Some(take), Some(portion)) = (&mut take, ready) {
            take(portion);
        }
    };
    // One list is made while the one before is written: all at once would be a fifth of what a build has in memory.
    let mut lists = emit::region_files(if whole { rows } else { emit::Rows::default() });
    let (mut made, ()) = rayon::join(|| lists.next(), check);
    if let Some(take) = take.filter(|_| whole) {
        while let Some(list) = made {
            let write = || take(Portion { files: vec![list], faulty, common });
            (made, ()) = rayon::join(|| lists.next(), write);
        }
    }
    out.lists = whole;
    settle(&mut out.findings);
    out
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
