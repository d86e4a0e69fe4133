//! From a region's texts to what all schools share, and one document a school.

use crate::base::finding::Policy;
use crate::base::{FileId, Finding, Origins, Rule, Sink};
use crate::catalogue::{BUILT_IN, BUILT_IN_FILE, Catalogue};
use crate::net::Uai;
use crate::os;
use crate::region::layers::{Own, Resolved, Shared};
use crate::render::{TemplateFault, Templates};
use crate::source::{Role, Source, SourceFile};
use crate::syntax::{self, In, Value, inventory};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// A region, read.
pub struct Region<'a> {
    /// The texts.
    pub source: &'a Source,
    /// What schools share; `None` when there is no region.kdl.
    pub shared: Option<Shared>,
    /// Templates, the region's overrides included; `None` when one is faulty.
    pub templates: Option<Templates>,
}

/// A school's file, read.
pub struct Document {
    /// Its code; `None` when the header does not say one that is right.
    pub uai: Option<Uai>,
    /// What findings call the school: its code, else its path.
    pub code: String,
    /// The declarations.
    pub document: syntax::Document,
    /// What reading it found.
    pub findings: Vec<Finding>,
}

impl<'a> Region<'a> {
    /// Reads the files that schools share, and beside them, `first` of those of the schools: the built-in catalogue is as long
    /// as several schools. Faults of what is shared go to `findings`, those of a school's file stay with it.
    pub fn of(
        source: &'a Source,
        first: &[&SourceFile],
        rules: &[&'static Rule],
        findings: &mut Vec<Finding>,
    ) -> (Region<'a>, Vec<Document>) {
        let (common, schools) = rayon::join(|| Common::of(source), || documents(first));
        findings.extend(common.findings);
        let origins = Origins::default();
        let mut policy = Policy::default();
        let mut sink = Sink::new(&origins, &mut policy, None, findings);
        let mut catalogue = Catalogue::default();
        common.built_in.iter().for_each(|part| catalogue.join(part));
        let catalogue = catalogue.with(common.catalogues.iter(), &mut sink);
        let keys = source.of_role(Role::Key).map(|f| (f.path.clone(), f.text.clone())).collect();
        let document = common.region.into_iter().next();
        let shared = document.map(|d| Shared::of(d, common.profiles, catalogue, keys, rules, &mut sink));
        let templates = templates(source, &mut sink);
        (Region { source, shared, templates }, schools)
    }

    /// Merges and binds one school.
    pub fn resolve(&self, document: &Document, rules: &[&'static Rule], findings: &mut Vec<Finding>) -> Resolved {
        let Some(shared) = &self.shared else { return Resolved::default() };
        let (inventories, files) = self.inventories(document, findings);
        let own = Own { document: &document.document, code: &document.code, inventories, files };
        shared.resolve(&own, rules, findings)
    }

    /// The inventories that a school names, read; and every CSV file beside it, for the nearest name.
    fn inventories(
        &self,
        document: &Document,
        findings: &mut Vec<Finding>,
    ) -> (BTreeMap<String, Vec<inventory::Row>>, Vec<String>) {
        let origins = Origins::default();
        let mut policy = Policy::default();
        let mut sink = Sink::new(&origins, &mut policy, Some(&document.code), findings);
        let mut read = BTreeMap::new();
        for name in inventories_of(&document.document) {
            if let Ok(file) = self.source.beside(document.document.file, name) {
                read.insert(name.to_owned(), syntax::read_inventory(file.id, &file.text, &mut sink));
            }
        }
        let folder = self.source.file(document.document.file).map_or("", |f| f.path.rsplit_once('/').map_or("", |(d, _)| d));
        let beside = self.source.of_role(Role::Inventory).filter_map(|f| match f.path.rsplit_once('/') {
            Some((dir, name)) if dir == folder => Some(name.to_owned()),
            None if folder.is_empty() => Some(f.path.clone()),
            _ => None,
        });
        (read, beside.collect())
    }
}

/// The names of the inventories that a school's file names, those of its deviations included.
pub fn inventories_of(document: &syntax::Document) -> impl Iterator<Item = &str> {
    let inside = document.nodes.iter().filter(|d| d.node.kind == "deviation").flat_map(|d| &d.children);
    let statements = document.nodes.iter().chain(inside).filter(|d| d.node.kind == "inventory");
    statements.filter_map(|d| d.args.first()?.value.text())
}

/// The files that all schools share, read.
#[derive(Default)]
struct Common {
    /// What the built-in files say, in their order.
    built_in: Vec<&'static Catalogue>,
    /// The region's own models, and its profile of the CMDB.
    catalogues: Vec<syntax::Document>,
    /// region.kdl, if it is there.
    region: Vec<syntax::Document>,
    profiles: Vec<syntax::Document>,
    findings: Vec<Finding>,
}

/// What the built-in files say, each read once in a process: to mend a region is to check it many times.
///
/// A file has a cell of its own, and is read by one thread: who waits for it waits for somebody who works.
fn built_in() -> Vec<&'static Catalogue> {
    static READ: [OnceLock<Catalogue>; BUILT_IN.len()] = [const { OnceLock::new() }; BUILT_IN.len()];
    let read = |(cell, &(_, at, text)): (&'static OnceLock<Catalogue>, &(&str, In, &str))| {
        cell.get_or_init(|| {
            let (origins, mut policy, mut findings) = (Origins::default(), Policy::default(), Vec::new());
            let mut sink = Sink::new(&origins, &mut policy, None, &mut findings);
            let document = syntax::read(BUILT_IN_FILE, at, text, &mut sink);
            Catalogue::of(std::iter::once(&document), &mut sink)
        })
    };
    READ.par_iter().zip(BUILT_IN.par_iter()).map(read).collect()
}

impl Common {
    fn of(source: &Source) -> Common {
        let mut out = Common::default();
        let of_role = |role, at| source.of_role(role).map(move |f| (f.id, at, f.text.as_str()));
        out.built_in = built_in();
        out.catalogues = out.read(of_role(Role::Catalogue, In::K).chain(of_role(Role::Cmdb, In::M)).collect());
        out.region = out.read(of_role(Role::Region, In::R).take(1).collect());
        out.profiles = out.read(of_role(Role::Profile, In::P).collect());
        out
    }

    /// Reads some files at once; documents and findings keep the order of the files.
    fn read(&mut self, files: Vec<(FileId, In, &str)>) -> Vec<syntax::Document> {
        let read = |&(id, at, text): &(FileId, In, &str)| {
            let (origins, mut policy, mut findings) = (Origins::default(), Policy::default(), Vec::new());
            let document = syntax::read(id, at, text, &mut Sink::new(&origins, &mut policy, None, &mut findings));
            (document, findings)
        };
        let (documents, findings): (Vec<_>, Vec<Vec<Finding>>) = files.par_iter().map(read).unzip();
        self.findings.extend(findings.into_iter().flatten());
        documents
    }
}

crate::findings! {
    /// A template of the region asks for something that templates cannot do, or that its view does not hold.
    ///
    /// A template decides layout only: `{{ path }}`, `for x in path`, `if path`, `include`. Whatever decides more belongs
    /// into the manifest or the compiler.
    pub static TEMPLATE_FAULT = "template-fault", Error;
}

/// What this file can find.
pub static RULES: &[&Rule] = &[&TEMPLATE_FAULT];

fn templates(source: &Source, sink: &mut Sink) -> Option<Templates> {
    let overrides: Vec<&SourceFile> = source.of_role(Role::Template).collect();
    let by_name = overrides.iter().map(|f| (f.path.trim_start_matches("templates/").to_owned(), f.text.clone())).collect();
    match os::templates(&by_name) {
        Ok(templates) => Some(templates),
        Err(faults) => {
            faults.iter().for_each(|fault| template_fault(source, fault, sink));
            None
        }
    }
}

/// Reports what is wrong with a template, at its line.
pub fn template_fault(source: &Source, fault: &TemplateFault, sink: &mut Sink) {
    let file = source.of_role(Role::Template).find(|f| f.path.trim_start_matches("templates/") == fault.template);
    let span = file.map(|f| line(f, fault.line));
    sink.report(&TEMPLATE_FAULT, format!("{}: {}", fault.template, fault.why))
        .at(span, "in this line")
        .help("`preau templates` lists what a template may name");
}

/// The place of a line, from 1, in a file.
fn line(file: &SourceFile, number: usize) -> crate::base::Span {
    let start = file.text.split_inclusive('\n').take(number.saturating_sub(1)).map(str::len).sum();
    let length = file.text.get(start..).and_then(|rest| rest.lines().next()).map_or(0, str::len);
    crate::base::Span::new(file.id, start, start + length)
}

/// Reads schools' files at once: one document a file, in their order.
fn documents(files: &[&SourceFile]) -> Vec<Document> {
    files.par_iter().map(|file| school(file)).collect()
}

/// Reads a school's file.
pub fn school(file: &SourceFile) -> Document {
    let origins = Origins::default();
    let mut policy = Policy::default();
    let mut findings = Vec::new();
    let document = syntax::read(file.id, In::C, &file.text, &mut Sink::new(&origins, &mut policy, None, &mut findings));
    let uai = document.header.args.first().and_then(|a| match a.value {
        Value::Uai(uai) => Some(uai),
        _ => None,
    });
    let code = uai.map_or_else(|| file.path.clone(), |u| u.to_string());
    findings.iter_mut().for_each(|f| f.school = Some(code.clone()));
    Document { uai, code, document, findings }
}
