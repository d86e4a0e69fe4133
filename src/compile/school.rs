//! One school through every stage.

use super::Options;
use super::load::{self, Document, Region};
use crate::base::finding::{Policy, settle};
use crate::base::{Finding, Origin, Origins, Rule, Severity, Sink};
use crate::emit::{self, Emitted, File, Job, Refused, Rows};
use crate::os;
use crate::region::School;
use crate::region::bind::RESERVED;
use crate::region::tree::Tree;
use crate::rules::life::waiver_unused;
use crate::rules::{self, Context};
use crate::state::record::Attribute;
use crate::state::{Intended, intend};
use crate::topology::Topology;
use std::collections::{BTreeMap, BTreeSet};

/// What one school gives.
#[derive(Default)]
pub struct Compiled {
    /// What was found, settled.
    pub findings: Vec<Finding>,
    /// Its files; empty after an error, or when only checking.
    pub files: Vec<File>,
    /// Whether there are any: they may be handed over.
    pub has_files: bool,
    /// What the region must know of it to compare it with others; `None` when it could not be resolved.
    pub summary: Option<rules::Summary>,
    /// Its part of the region's lists.
    pub rows: Rows,
}

/// Errors that say what a school lacks, and what finds the names that may have been it. Where such a name is nowhere they are not
/// said until it is mended. An error that no unknown name can bring about is always said.
const ABSENCES: &[(&str, &[&str])] = &[
    ("amon-card-without-address", &["endpoint-unknown", "vlan-undeclared", "zone-unknown"]),
    ("auth-without-radius", &["network-unknown"]),
    ("card-interface-unknown", &["device-unknown", "guest-unknown", "model-unknown", "vlan-undeclared"]),
    ("dhcp-dns-unreachable", &["endpoint-unknown", "network-unknown", "service-unknown", "vlan-undeclared", "zone-unknown"]),
    ("guest-not-placed", &["device-unknown", "guest-unknown", "model-unknown"]),
    ("pool-unserved", &["device-unknown", "endpoint-unknown", "guest-unknown"]),
    ("server-without-address", &["endpoint-unknown", "guest-unknown", "vlan-undeclared"]),
    ("share-server-unfit", &["endpoint-unknown", "guest-unknown", "model-unknown"]),
    ("ssid-without-radius", &["network-unknown"]),
    ("untagged-not-on-card", &["endpoint-unknown", "vlan-undeclared"]),
    ("virtualisation-missing", &["model-unknown"]),
];

/// What finds a name that a layer took away: that may have been anything.
const TAKEN: &str = "still-named";

/// Compiles one school.
pub fn compile(region: &Region, document: &Document, all_rules: &[&'static Rule], options: &Options, keep: bool) -> Compiled {
    let mut out = Compiled { findings: document.findings.clone(), ..Compiled::default() };
    let mut resolved = region.resolve(document, all_rules, &mut out.findings);
    let (Some(school), Some(shared)) = (&resolved.school, &region.shared) else {
        settle(&mut out.findings);
        return out;
    };
    let origins = &mut resolved.origins;
    let topology = Topology::of(school, &shared.catalogue, origins);
    let languages: Vec<&str> = os::ALL.iter().map(|o| o.name).collect();
    let state = intend::school(&shared.region, school, &topology, &shared.catalogue, &languages, origins);
    let mut findings = Vec::new();
    let code = document.code.as_str();
    let sink = &mut Sink::new(origins, &mut resolved.policy, Some(code), &mut findings);
    topology.report(school, &shared.catalogue, sink);
    intend::report(school, &topology, &shared.catalogue, &state, &languages, sink);
    let context = Context {
        region: &shared.region,
        school,
        topology: &topology,
        catalogue: &shared.catalogue,
        state: &state,
        today: options.today,
    };
    rules::check(&context, sink);
    let (files, rows) = match &region.templates {
        Some(templates) => {
            let job = Job { uai: code, state: &state, templates, wants_files: keep };
            emit_all(&job, region, options, origins, &mut resolved.policy, &mut findings)
        }
        None => Default::default(),
    };
    out.findings.append(&mut findings);
    let sink = &mut Sink::new(origins, &mut resolved.policy, Some(code), &mut out.findings);
    waivers(&resolved.tree, school, &state, sink);
    if school.is_unsure {
        trim(&mut out.findings);
    }
    // A code or a block that was wrong says nothing about other schools.
    let known = document.uai.is_some() && (school.block.is_some() || resolved.tree.one("block").is_none());
    out.summary = known.then(|| rules::Summary::of(school, origins));
    shared.release(&mut out.findings);
    settle(&mut out.findings);
    if keep && !out.findings.iter().any(|f| f.severity == Severity::Error) {
        out.has_files = !files.is_empty();
        out.files = files;
        out.rows = rows;
    }
    out
}

/// Leaves the errors of a school that names what is nowhere, less what it may lack because of that.
fn trim(findings: &mut Vec<Finding>) {
    let is_error = |finding: &Finding| finding.severity == Severity::Error;
    let errors: BTreeSet<&str> = findings.iter().filter(|f| is_error(f)).map(|f| f.rule).collect();
    let hangs = |rule: &str| {
        let causes = ABSENCES.iter().find(|(absence, _)| *absence == rule).map(|(_, causes)| *causes);
        causes.is_some_and(|causes| errors.contains(TAKEN) || causes.iter().any(|cause| errors.contains(cause)))
    };
    if !errors.is_empty() {
        findings.retain(|finding| is_error(finding) && !hangs(finding.rule));
    }
}

/// Reports waivers that silence nothing, once everything else is found.
fn waivers(tree: &Tree, school: &School, state: &Intended, sink: &mut Sink) {
    if sink.are_waivers_used() {
        return;
    }
    // Whatever a finding may be about, and not only what has one: a waiver of it is outdated, and nobody's slip.
    let mut names = tree.words();
    names.extend(RESERVED);
    names.extend(school.stations.iter().map(|station| station.name.as_str()));
    names.extend(school.deviations.iter().map(|deviation| deviation.reason.as_str()));
    names.extend(state.records.iter().filter_map(|record| record.text(Attribute::Name)));
    for (rule, on, meant) in sink.misspelt_waivers(|word| names.contains(word)) {
        waiver_unused::report_misspelt(&rule, &on, &meant, sink);
    }
    sink.unused_waivers().iter().for_each(|w| waiver_unused::report(w, sink));
}

fn emit_all(
    job: &Job,
    region: &Region,
    options: &Options,
    origins: &Origins,
    policy: &mut Policy,
    findings: &mut Vec<Finding>,
) -> (Vec<File>, Rows) {
    let (mut files, mut rows) = (Vec::new(), Rows::default());
    for target in emit::ALL {
        if !options.targets.is_empty() && !options.targets.iter().any(|t| t == target.name) {
            continue;
        }
        let emitted = if job.wants_files || target.refuses { (target.write)(job) } else { Emitted::default() };
        files.extend(emitted.files);
        rows.merge(emitted.rows);
        let sink = &mut Sink::new(origins, policy, Some(job.uai), findings);
        (target.check)(job, sink);
        refuse(&emitted.refused, sink);
        // A template is the region's, and its fault no school's.
        let sink = &mut Sink::new(origins, policy, None, findings);
        emitted.faults.iter().for_each(|fault| load::template_fault(region.source, fault, sink));
    }
    (files, rows)
}

/// One finding a value and reason, however many devices bear it.
fn refuse(refused: &[Refused], sink: &mut Sink) {
    let mut groups: BTreeMap<(Origin, &str, &str), Vec<&Refused>> = BTreeMap::new();
    for r in refused {
        groups.entry((r.refusal.origin, r.language, &r.refusal.why)).or_default().push(r);
    }
    for group in groups.values() {
        let Some(first) = group.first() else { continue };
        let refusal = &first.refusal;
        let rule = emit::RULES.iter().find(|r| r.name == refusal.rule).copied().unwrap_or(&emit::NOT_CARRIED);
        let text: String = refusal.text.chars().take(60).map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect();
        let of_key = rule.name == emit::SSH_KEY_UNSUPPORTED.name;
        let of_device = group.len() == 1 && !of_key;
        let whom = if of_device { first.device.clone() } else { format!("{} devices", first.language) };
        let report = sink
            .report(rule, format!("`{text}` cannot be written for {whom}: {}", refusal.why))
            .at(refusal.origin, "this value")
            .help(match of_key {
                true => "the password still opens them; a key of a kind that they take would too",
                false => "write it with other characters, or shorter",
            });
        group.iter().fold(report, |report, r| report.on(r.device.clone()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_absence_is_an_error_and_what_it_may_hang_on_is_never_less() {
        let rules = crate::compile::rules();
        let of = |name: &str| rules.iter().find(|rule| rule.name == name && rule.severity == Severity::Error);
        let causes = ABSENCES.iter().flat_map(|(_, causes)| *causes).chain([&TAKEN]);
        let moved: Vec<_> = causes.filter(|name| of(name).is_none_or(|rule| !rule.is_fixed)).collect();
        let others: Vec<_> = ABSENCES.iter().filter(|(name, _)| of(name).is_none_or(|rule| rule.is_fixed)).collect();
        assert!(moved.is_empty() && others.is_empty(), "{moved:?}, {others:?}");
    }
}
