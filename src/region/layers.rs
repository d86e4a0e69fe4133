//! Which documents make a school: the region's, its profile with all ancestors, its own with its deviations.

use super::bind::{self, Input, VLAN_UNDECLARED, declared_names};
use super::merge::{self, Merge, Source, texts};
use super::{Region, School};
use crate::base::finding::settle;
use crate::base::nearest::nearest;
use crate::base::{Finding, Layer, Origins, Policy, Rule, Severity, Sink, Span, Waiver};
use crate::catalogue::Catalogue;
use crate::net::zones;
use crate::syntax::inventory::Row;
use crate::syntax::{Decl, Document, Space, Value};
use std::collections::{BTreeMap, BTreeSet};

crate::findings! {
    /// A profile is named that the region does not have.
    pub static PROFILE_UNKNOWN = "profile-unknown", fixed Error;
    /// Profiles extend one another in a circle.
    pub static PROFILE_CYCLE = "profile-cycle", Error;
    /// Two profiles of the region bear one name.
    pub static DUP_PROFILE = "dup-profile", Error;
    /// A rule is named that does not exist.
    ///
    /// A waiver or a weight with a misspelt name would change nothing, and nobody would see it.
    pub static RULE_UNKNOWN = "rule-unknown", fixed Error;
    /// A weight is moved, or a finding waived, that nothing moves.
    ///
    /// What names nothing was left out, or replaced by the only name as near. Were that said more softly, devices would be
    /// configured by a guess. A weight that the rule has anyway is no mistake.
    pub static WEIGHT_FIXED = "weight-fixed", fixed Error;
    /// The region's time zone is none that devices can be told.
    ///
    /// A switch keeps its clock by an offset and the days of summer time, and the compiler knows them for the zones of France
    /// and for UTC. With another word, clocks and the hours of flows would be wrong in every school.
    pub static TIMEZONE_UNKNOWN = "timezone-unknown", Error;
}

/// What this file can find.
pub static RULES: &[&Rule] = &[&DUP_PROFILE, &PROFILE_CYCLE, &PROFILE_UNKNOWN, &RULE_UNKNOWN, &TIMEZONE_UNKNOWN, &WEIGHT_FIXED];

/// What every school of a region shares, read once.
pub struct Shared {
    /// The region's document.
    pub document: Document,
    /// Profiles by name.
    pub profiles: BTreeMap<String, Document>,
    /// Facts of the region.
    pub region: Region,
    /// Models.
    pub catalogue: Catalogue,
    /// Weights that the region gives to rules.
    pub severities: BTreeMap<String, Option<Severity>>,
    known: BTreeMap<Space, BTreeSet<String>>,
}

/// A school, compiled as far as this stage goes.
#[derive(Default)]
pub struct Resolved {
    /// The school; `None` when its header does not say which it is, or its profile is not there.
    pub school: Option<School>,
    /// Its table of origins.
    pub origins: Origins,
    /// Weights and waivers.
    pub policy: Policy,
    /// The merged tree, for `show`.
    pub tree: super::tree::Tree,
}

/// What a school is made of beside the shared layers.
pub struct Own<'a> {
    /// Its document.
    pub document: &'a Document,
    /// Its code, or its file's path when the code is wrong: what findings show.
    pub code: &'a str,
    /// Inventories beside it, by the name that it uses.
    pub inventories: BTreeMap<String, Vec<Row>>,
    /// CSV files that it could name.
    pub files: Vec<String>,
}

impl Shared {
    /// Gathers what schools share; faults of the region's own files are reported here, once.
    pub fn of(
        mut document: Document,
        profiles: Vec<Document>,
        catalogue: Catalogue,
        keys: BTreeMap<String, String>,
        rules: &[&'static Rule],
        sink: &mut Sink,
    ) -> Shared {
        let mut region = Region::of(&document, keys);
        if zones::find(&region.timezone).is_none() {
            unknown_timezone(&document, &region.timezone, sink);
            // Said once, where it is written: no school is faulty for it.
            region.timezone = Region::TIMEZONE.to_owned();
        }
        let mut by_name: BTreeMap<String, Document> = BTreeMap::new();
        for profile in profiles {
            let Some((name, span)) = profile.header.name().map(|(n, s)| (n.to_owned(), s)) else { continue };
            if let Some(first) = by_name.get(&name).and_then(|d| d.header.name()).map(|(_, s)| s) {
                sink.report(&DUP_PROFILE, format!("two profiles are named {name}"))
                    .at(span, "this one")
                    .also(first, "and this one");
                continue;
            }
            by_name.insert(name, profile);
        }
        for profile in by_name.values() {
            chain(&by_name, profile, sink);
        }
        let severities = severities(&document, rules, sink);
        let known = declared_names(by_name.values().chain([&document]));
        ids_of_profiles(&mut document, &known, sink);
        Shared { document, profiles: by_name, region, catalogue, severities, known }
    }

    /// Merges and binds one school.
    pub fn resolve(&self, own: &Own, rules: &[&'static Rule], findings: &mut Vec<Finding>) -> Resolved {
        let mut origins = Origins::default();
        let mut policy = Policy { severities: self.severities.clone(), waivers: Vec::new(), used: BTreeSet::new() };
        let mut mine = Vec::new();
        let nowhere = Origins::default();
        let (waivers, is_lost) = waivers(own.document, rules, &mut Sink::new(&nowhere, &mut policy, Some(own.code), &mut mine));
        policy.waivers = waivers;
        let chain = self.profiles_of(own, &mut Sink::new(&Origins::default(), &mut policy, Some(own.code), &mut mine));
        let Some(chain) = chain else {
            findings.append(&mut mine);
            return Resolved { school: None, origins, policy, tree: super::tree::Tree::default() };
        };
        let mut layers: Vec<Source> = vec![Source { layer: Layer::Region, nodes: &self.document.nodes }];
        for (i, profile) in chain.iter().enumerate() {
            layers.push(Source { layer: Layer::Profile(u8::try_from(i).unwrap_or(u8::MAX)), nodes: &profile.nodes });
        }
        layers.push(Source { layer: Layer::School, nodes: &own.document.nodes });
        let deviations: Vec<&Decl> = own.document.nodes.iter().filter(|d| d.node.kind == "deviation").collect();
        for (i, deviation) in deviations.iter().enumerate() {
            layers.push(Source { layer: Layer::Deviation(u16::try_from(i).unwrap_or(u16::MAX)), nodes: &deviation.children });
        }
        let mut cx = Merge { origins: &mut origins, policy: &mut policy, school: own.code, findings: &mut mine };
        let tree = merge::merge(&layers, &mut cx);
        let headers: Vec<&Decl> = chain.iter().map(|d| &d.header).collect();
        let input = Input {
            region: &self.region,
            catalogue: &self.catalogue,
            tree: &tree,
            header: &own.document.header,
            profiles: &headers,
            deviations: &deviations,
            known: &self.known,
            inventories: &own.inventories,
            files: &own.files,
        };
        let mut school = bind::bind(&input, cx);
        // What a waiver of an unknown rule was to silence is heard, and nobody knows what that is.
        if let Some(school) = school.as_mut().filter(|_| is_lost) {
            school.is_unsure = true;
        }
        self.release(&mut mine);
        settle(&mut mine);
        findings.append(&mut mine);
        Resolved { school, origins, policy, tree }
    }

    /// Takes the school off findings that lie in shared files alone: the same for each school, they are shown once.
    pub fn release(&self, findings: &mut [Finding]) {
        let shared: BTreeSet<_> = self.profiles.values().chain([&self.document]).map(|d| d.file).collect();
        for finding in findings {
            if !finding.labels.is_empty() && finding.labels.iter().all(|l| shared.contains(&l.span.file)) {
                finding.school = None;
            }
        }
    }

    /// A school's profile with its ancestors, oldest first; `None` (reported) when one is not there.
    fn profiles_of(&self, own: &Own, sink: &mut Sink) -> Option<Vec<&Document>> {
        let prop = own.document.header.prop("profile")?;
        let name = prop.value.text()?;
        let first = match self.profiles.get(name) {
            Some(first) => first,
            None => unknown_profile(&self.profiles, name, prop.span, sink)?,
        };
        let mut quiet = Vec::new();
        let mut policy = Policy::default();
        chain(&self.profiles, first, &mut Sink::new(&Origins::default(), &mut policy, None, &mut quiet))
    }
}

fn unknown_timezone(document: &Document, name: &str, sink: &mut Sink) {
    let span = document.header.prop("timezone").map(|prop| prop.span);
    let near = nearest(name, zones::ALL.iter().map(|zone| zone.tz));
    let report =
        sink.report(&TIMEZONE_UNKNOWN, format!("no clock rule is known for the time zone `{name}`")).at(span, "unknown zone");
    match near {
        Some(near) if near.alone => report.help(format!("did you mean `{near}`?")).fix(span, format!("\"{near}\"")),
        Some(near) => report.help(format!("did you mean `{near}`?")),
        None => report.help("write a zone of France by its tz name: `timezone=\"Europe/Paris\"`"),
    };
}

/// Reports a profile that is not there, and gives the one that was meant when only one is near.
fn unknown_profile<'a>(
    profiles: &'a BTreeMap<String, Document>,
    name: &str,
    span: Span,
    sink: &mut Sink,
) -> Option<&'a Document> {
    let near = nearest(name, profiles.keys().map(String::as_str));
    let report = sink.report(&PROFILE_UNKNOWN, format!("no profile `{name}` in this region")).at(span, "unknown profile");
    match &near {
        Some(near) => report.meant(span, near),
        None => report.help("name a profile of profiles/"),
    };
    profiles.get(&near?.only()?)
}

/// Reports ids of the region's table under names that are near to a profile's VLAN without an id, and gives them to it.
///
/// Of any other name nothing is said: a school may declare that VLAN.
fn ids_of_profiles(document: &mut Document, known: &BTreeMap<Space, BTreeSet<String>>, sink: &mut Sink) {
    let Some(known) = known.get(&Space::Vlan) else { return };
    let ids = document.nodes.iter().filter(|d| d.node.kind == "vlan-id").filter_map(|d| d.name());
    let ids: BTreeSet<String> = ids.map(|(name, _)| name.to_owned()).collect();
    for decl in document.nodes.iter_mut().filter(|d| d.node.kind == "vlan-id") {
        let Some(arg) = decl.args.first_mut() else { continue };
        let Some(name) = arg.value.text().filter(|name| !known.contains(*name)) else { continue };
        let Some(near) = nearest(name, known.difference(&ids).map(String::as_str)) else { continue };
        sink.report(&VLAN_UNDECLARED, format!("no profile declares a VLAN `{name}`"))
            .at(arg.span, "an id for a VLAN that is not there")
            .meant(arg.span, &near);
        if let Some(meant) = near.only() {
            arg.value = Value::Name(meant);
        }
    }
}

/// A profile and its ancestors, oldest first.
fn chain<'a>(profiles: &'a BTreeMap<String, Document>, profile: &'a Document, sink: &mut Sink) -> Option<Vec<&'a Document>> {
    let mut all = vec![profile];
    let mut seen = BTreeSet::from([profile.file]);
    let mut at = profile;
    while let Some(prop) = at.header.prop("extends") {
        let name = prop.value.text()?;
        let parent = match profiles.get(name) {
            Some(parent) => parent,
            // Reported at the profile that says it, not at each that extends it.
            None if at.file == profile.file => unknown_profile(profiles, name, prop.span, sink)?,
            None => profiles.get(&nearest(name, profiles.keys().map(String::as_str))?.only()?)?,
        };
        if !seen.insert(parent.file) {
            if at.file == profile.file || parent.file == profile.file {
                sink.report(&PROFILE_CYCLE, format!("profile {name} extends itself by way of others"))
                    .at(prop.span, "closes the circle");
            }
            return None;
        }
        all.push(parent);
        at = parent;
    }
    all.reverse();
    Some(all)
}

fn severities(document: &Document, rules: &[&'static Rule], sink: &mut Sink) -> BTreeMap<String, Option<Severity>> {
    let mut all = BTreeMap::new();
    for decl in document.nodes.iter().filter(|d| d.node.kind == "severity") {
        let (Some(rule), Some(level)) = (decl.args.first(), decl.args.get(1).and_then(|a| a.value.text())) else { continue };
        let Some(name) = rule.value.text() else { continue };
        let Some(known) = known_rule(name, rule.span, rules, sink) else { continue };
        let severity = match level {
            "error" => Some(Severity::Error),
            "warning" => Some(Severity::Warning),
            "info" => Some(Severity::Info),
            _ => None,
        };
        if known.is_fixed {
            if severity != Some(known.severity) {
                fixed(known, rule.span, sink);
            }
            continue;
        }
        all.insert(known.name.to_owned(), severity);
    }
    all
}

/// The name of a rule; of one that is not there, after a finding, the one that was meant when only one is near.
fn known_rule(name: &str, span: Span, rules: &[&'static Rule], sink: &mut Sink) -> Option<&'static Rule> {
    let of = |name: &str| rules.iter().copied().find(|r| r.name == name);
    if let Some(rule) = of(name) {
        return Some(rule);
    }
    let near = nearest(name, rules.iter().map(|r| r.name));
    let report = sink.report(&RULE_UNKNOWN, format!("there is no rule `{name}`")).at(span, "unknown rule");
    match &near {
        Some(near) => report.meant(span, near),
        None => report.help("`preau explain` lists the rules"),
    };
    of(&near?.only()?)
}

/// Reports a weight or a waiver of a rule that nothing moves.
fn fixed(rule: &Rule, span: Span, sink: &mut Sink) {
    sink.report(&WEIGHT_FIXED, format!("`{}` is an error, and nothing moves it", rule.name))
        .at(span, "cannot be moved")
        .help("delete this, and mend or declare what is named");
}

fn waive_statements(document: &Document) -> impl Iterator<Item = &Decl> {
    document
        .nodes
        .iter()
        .filter(|d| d.node.kind == "deviation")
        .flat_map(|d| d.children.iter())
        .filter(|d| d.node.kind == "waive")
}

/// The waivers of a school's deviations, and whether one is of a rule that is not there, which is reported; so is one of a rule
/// that nothing moves.
fn waivers(document: &Document, rules: &[&'static Rule], sink: &mut Sink) -> (Vec<Waiver>, bool) {
    let (mut all, mut is_lost) = (Vec::new(), false);
    for decl in waive_statements(document) {
        let rule = decl.name().map(|(name, span)| (known_rule(name, span, rules, sink), span));
        match rule {
            Some((Some(rule), span)) if rule.is_fixed => fixed(rule, span, sink),
            Some((Some(rule), _)) => {
                let on = decl.prop("on").map(|p| texts(&p.value, p.span)).unwrap_or_default();
                all.push(Waiver { rule: rule.name.to_owned(), on, span: decl.span });
            }
            _ => is_lost = true,
        }
    }
    (all, is_lost)
}
