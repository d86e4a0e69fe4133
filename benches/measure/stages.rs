//! The share of each stage: one school after another through the library's stages, on one thread.
//!
//! It repeats what `compile` does with a school, with a clock between the stages; what `compile` does for the region as a
//! whole is timed where it is long (files, what schools share, findings as text, the tree on disk).

use preau::base::finding::Policy;
use preau::base::{Finding, Origins, Sink};
use preau::catalogue::{BUILT_IN, BUILT_IN_FILE, Catalogue};
use preau::emit::{self, File, Job};
use preau::net::Date;
use preau::output::{self, Scope};
use preau::region::layers::{Own, Shared};
use preau::render::Templates;
use preau::report::{self, Look};
use preau::rules::{self, Context};
use preau::source::{self, Role, Source, SourceFile};
use preau::state::intend;
use preau::syntax::{self, In};
use preau::topology::Topology;
use preau::{compile, os};
use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;
use std::time::{Duration, Instant};

/// What each stage took, in the order of the pipeline.
#[derive(Debug, Default)]
pub struct Clock {
    stages: Vec<(&'static str, Duration)>,
}

impl Clock {
    fn time<T>(&mut self, stage: &'static str, work: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let done = work();
        let taken = start.elapsed();
        match self.stages.iter_mut().find(|(name, _)| *name == stage) {
            Some((_, sum)) => *sum += taken,
            None => self.stages.push((stage, taken)),
        }
        done
    }

    /// Each stage with its time.
    pub fn stages(&self) -> &[(&'static str, Duration)] {
        &self.stages
    }
}

/// Builds a region on one thread and times its stages.
pub fn time(region: &Path, output: &Path) -> Result<Clock, Box<dyn Error>> {
    let mut clock = Clock::default();
    let rules = compile::rules();
    let mut findings = Vec::new();
    let source = clock.time("files read", || source::read(region))?;
    let shared = clock.time("what schools share", || shared(&source, &mut findings)).ok_or("no region.kdl")?;
    let templates = clock.time("templates", || os::templates(&BTreeMap::new())).map_err(|_| "a template is faulty")?;
    let (mut files, mut rows) = (Vec::new(), emit::Rows::default());
    for file in source.of_role(Role::School) {
        let (own, of_school) = school(&source, file, &shared, &rules, &templates, &mut clock, &mut findings)?;
        files.extend(own);
        clock.time("region's lists", || rows.merge(of_school));
    }
    clock.time("region's lists", || files.extend(emit::region_files(rows).map(|make| make())));
    files.sort_by(|a: &File, b: &File| a.path.cmp(&b.path));
    clock.time("findings as text", || {
        preau::base::finding::settle(&mut findings);
        report::human(&findings, &source, Look { width: None, colour: false })
    });
    clock.time("tree written", || output::write(output, &files, &Scope::All))?;
    Ok(clock)
}

fn sinks<T>(findings: &mut Vec<Finding>, work: impl FnOnce(&mut Sink) -> T) -> T {
    let (origins, mut policy) = (Origins::default(), Policy::default());
    work(&mut Sink::new(&origins, &mut policy, None, findings))
}

fn shared(source: &Source, findings: &mut Vec<Finding>) -> Option<Shared> {
    sinks(findings, |sink| {
        let built_in: Vec<_> = BUILT_IN.iter().map(|(_, at, text)| syntax::read(BUILT_IN_FILE, *at, text, sink)).collect();
        let mut read = |role, at| source.of_role(role).map(|f| syntax::read(f.id, at, &f.text, sink)).collect::<Vec<_>>();
        let (own, regions, profiles) = (read(Role::Catalogue, In::K), read(Role::Region, In::R), read(Role::Profile, In::P));
        let catalogue = Catalogue::of(built_in.iter(), sink).with(own.iter(), sink);
        let keys = source.of_role(Role::Key).map(|f| (f.path.clone(), f.text.clone())).collect();
        let document = regions.into_iter().next()?;
        Some(Shared::of(document, profiles, catalogue, keys, &compile::rules(), sink))
    })
}

/// What a school gives: its files, and its rows of the region's lists.
type Made = (Vec<File>, emit::Rows);

fn school(
    source: &Source,
    file: &SourceFile,
    shared: &Shared,
    rules: &[&'static preau::base::Rule],
    templates: &Templates,
    clock: &mut Clock,
    findings: &mut Vec<Finding>,
) -> Result<Made, Box<dyn Error>> {
    let document = clock.time("manifest read", || sinks(findings, |sink| syntax::read(file.id, In::C, &file.text, sink)));
    let name = file.path.rsplit('/').next().unwrap_or_default();
    let code = name.split('-').next().unwrap_or_default();
    let list = format!("{code}-postes.csv");
    let inventories = clock.time("inventory read", || -> Result<_, Box<dyn Error>> {
        let csv = source.beside(file.id, &list).map_err(|_| "no inventory")?;
        let rows = sinks(findings, |sink| syntax::read_inventory(csv.id, &csv.text, sink));
        Ok(BTreeMap::from([(list.clone(), rows)]))
    })?;
    let own = Own { document: &document, code, inventories, files: vec![list] };
    let mut resolved = clock.time("merged and bound", || shared.resolve(&own, rules, findings));
    let (Some(school), origins) = (&resolved.school, &mut resolved.origins) else { return Err("a school is faulty".into()) };
    let topology = clock.time("graph", || Topology::of(school, &shared.catalogue, origins));
    let languages: Vec<&str> = os::ALL.iter().map(|o| o.name).collect();
    let state =
        clock.time("states", || intend::school(&shared.region, school, &topology, &shared.catalogue, &languages, origins));
    let mut own_findings = Vec::new();
    let sink = &mut Sink::new(origins, &mut resolved.policy, Some(code), &mut own_findings);
    let today: Option<Date> = super::DAY.parse().ok();
    clock.time("rules", || {
        topology.report(school, &shared.catalogue, sink);
        intend::report(school, &topology, &shared.catalogue, &state, &languages, sink);
        let (region, catalogue) = (&shared.region, &shared.catalogue);
        rules::check(&Context { region, school, topology: &topology, catalogue, state: &state, today }, sink);
    });
    let job = Job { uai: code, state: &state, templates, wants_files: true };
    let (mut files, mut rows) = (Vec::new(), emit::Rows::default());
    for target in emit::ALL {
        let emitted = clock.time(target.name, || {
            (target.check)(&job, sink);
            (target.write)(&job)
        });
        files.extend(emitted.files);
        rows.merge(emitted.rows);
    }
    findings.extend(own_findings);
    clock.time("memory given back", || drop((state, topology, resolved, own)));
    Ok((files, rows))
}
