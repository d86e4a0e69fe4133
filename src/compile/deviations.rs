//! Where each school departs from the standard: by which deviation, how far, for how long; and what else wants an eye.
//!
//! It judges nothing: what is wrong is a finding of `check`. Entry point: [`deviations`].

use super::Asked;
use super::Options;
use super::asked::asked;
use super::load::Document;
use crate::base::{Layer, Origins, Row, Span};
use crate::catalogue::{Catalogue, ModelKind};
use crate::net::Date;
use crate::region::layers::Resolved;
use crate::region::merge::{spell, title};
use crate::region::tree::{Merged, Tree};
use crate::source::Source;
use crate::syntax::{self, Class, Decl, In, Value};
use std::collections::BTreeMap;

/// Where the schools asked for stand.
pub type Deviations = Asked<Standing>;

/// Where one school stands.
#[derive(Clone, Debug)]
pub struct Standing {
    /// Its code.
    pub uai: String,
    /// Its name.
    pub name: String,
    /// Its profile.
    pub profile: String,
    /// How much of the standard holds.
    pub share: Share,
    /// Its deviations, in order of the file.
    pub deviations: Vec<Departing>,
    /// Sizes that it changed: free, but worth knowing.
    pub sizing: Vec<Change>,
    /// Trunks that are written instead of derived.
    pub trunks: Vec<Change>,
    /// What is in place though it is obsolete.
    pub obsolete: Vec<Obsolete>,
}

/// How much of the standard holds in a school.
///
/// The standard is every value of class standard that the region and the profile give this school and that a deviation could
/// change: settings, members, flows, the nodes themselves. A value is kept when the merged school has it unchanged. A raw line
/// is no value of the standard and counts as one that is not kept.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct Share {
    /// Values of the standard that hold.
    pub kept: usize,
    /// Values of the standard, and raw lines.
    pub of: usize,
}

/// One deviation.
#[derive(Clone, Debug)]
pub struct Departing {
    /// Why.
    pub reason: String,
    /// The function that answers for it; `None`: a finding says that it is missing.
    pub owner: Option<String>,
    /// How long it may last.
    pub until: Until,
    /// Where it stands.
    pub at: Span,
    /// What it holds, in order of the file.
    pub changes: Vec<Change>,
}

/// How long a deviation may last.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Until {
    /// To this day; the number of days from the day of the question to it, below zero when it is past.
    Day(Date, i64),
    /// For ever: `until=none`.
    Ever,
    /// It does not say; a finding does.
    Unsaid,
}

/// One thing that differs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Change {
    /// What kind of statement it is.
    pub kind: ChangeKind,
    /// As it is written, with the blocks that it stands in: `wifi / ssid GUESTS hours="07:00-22:00"`.
    pub text: String,
    /// What the layers below say instead, as it is written there: `hours="07:00-19:00"`.
    pub standard: Vec<String>,
    /// Where it stands.
    pub at: Span,
}

/// What kind of statement a change is.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum ChangeKind {
    /// Something of the standard has another value.
    Changed,
    /// Something that the standard lacks.
    Added,
    /// Something of the standard is taken away.
    Removed,
    /// A rule is silenced.
    Waiver,
    /// A line that the compiler does not understand.
    Raw,
    /// Something to prove.
    Assertion,
}

impl ChangeKind {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            ChangeKind::Changed => "changed",
            ChangeKind::Added => "added",
            ChangeKind::Removed => "removed",
            ChangeKind::Waiver => "waiver",
            ChangeKind::Raw => "raw",
            ChangeKind::Assertion => "assertion",
        }
    }
}

/// Something obsolete that is still there.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Obsolete {
    /// Kind and name: `switch sw153`.
    pub what: String,
    /// Its model.
    pub model: Option<String>,
    /// The last day of its maker's support, when the catalogue knows it.
    pub end_of_support: Option<Date>,
    /// Whether that day is past.
    pub past: bool,
    /// Where it stands.
    pub at: Option<Span>,
}

/// Where the schools asked for stand on the day of the question.
pub fn deviations(source: &Source, options: &Options) -> Deviations {
    asked(source, options, |region, document, rules| {
        let resolved = region.resolve(document, rules, &mut Vec::new());
        let own = document.document.nodes.iter().any(|decl| decl.node.kind == "deviation");
        let bare = own.then(|| region.resolve(&without_deviations(document), rules, &mut Vec::new()));
        let catalogue = region.shared.as_ref().map(|shared| &shared.catalogue);
        let standing = OfSchool { source, document, resolved: &resolved, catalogue, today: options.today };
        standing.of(bare.as_ref().unwrap_or(&resolved))
    })
}

fn without_deviations(document: &Document) -> Document {
    let nodes = document.document.nodes.iter().filter(|decl| decl.node.kind != "deviation").cloned().collect();
    let standard = syntax::Document { file: document.document.file, header: document.document.header.clone(), nodes };
    Document { uai: document.uai, code: document.code.clone(), document: standard, findings: Vec::new() }
}

/// What one school is asked with.
struct OfSchool<'a> {
    source: &'a Source,
    document: &'a Document,
    resolved: &'a Resolved,
    catalogue: Option<&'a Catalogue>,
    today: Option<Date>,
}

impl OfSchool<'_> {
    /// Where the school stands; `bare` is what it would be without its deviations.
    fn of(&self, bare: &Resolved) -> Option<Standing> {
        let school = self.resolved.school.as_ref()?;
        let standard = self.standard();
        let blocks = self.document.document.nodes.iter().filter(|decl| decl.node.kind == "deviation");
        let raw = blocks.clone().map(raw_lines).sum();
        let deviations: Vec<Departing> = blocks.map(|decl| self.deviation(decl, &standard)).collect();
        let mut sizing = Vec::new();
        let mut nodes: Vec<&Merged> = self.resolved.tree.nodes.iter().collect();
        let (mut trunks, mut obsolete) = (Vec::new(), Vec::new());
        for departure in school.departures.iter().filter(|departure| departure.deviation.is_none()) {
            let Some(at) = self.resolved.origins.span(departure.origin) else { continue };
            let text = format!("{}={}", departure.path, self.text(at));
            let standard = standard.get(&at).cloned().into_iter().collect();
            sizing.push(Change { kind: ChangeKind::Changed, text, standard, at });
        }
        while let Some(node) = nodes.pop() {
            nodes.extend(node.children.iter().rev());
            let trunk = node.children.iter().filter(|child| child.node.kind == "trunk");
            trunks.extend(trunk.filter_map(|child| {
                let at = child.span()?;
                let text = format!("{} / {}", title(node), self.text(at));
                Some(Change { kind: ChangeKind::Added, text, standard: Vec::new(), at })
            }));
            obsolete.extend(self.obsolete(node));
        }
        trunks.sort_by_key(|change| change.at);
        obsolete.sort_by_key(|thing| thing.at);
        Some(Standing {
            uai: school.uai.to_string(),
            name: school.name.to_string(),
            profile: school.profiles.last().cloned().unwrap_or_default(),
            share: share(bare, &self.resolved.tree, raw),
            deviations,
            sizing,
            trunks,
            obsolete,
        })
    }

    fn deviation(&self, decl: &Decl, standard: &BTreeMap<Span, String>) -> Departing {
        let mut changes = Vec::new();
        for child in &decl.children {
            self.changes(child, "", standard, &mut changes);
        }
        let until = match decl.prop("until").map(|prop| &prop.value) {
            Some(Value::Date(Some(day))) => Until::Day(*day, self.today.map_or(0, |today| day.days() - today.days())),
            Some(Value::Date(None)) => Until::Ever,
            _ => Until::Unsaid,
        };
        Departing {
            reason: decl.args.first().and_then(|arg| arg.value.text()).unwrap_or_default().to_owned(),
            owner: decl.prop("owner").and_then(|prop| prop.value.text()).map(str::to_owned),
            until,
            at: decl.span,
            changes,
        }
    }

    /// What one node of a deviation changes, then its children.
    fn changes(&self, decl: &Decl, above: &str, standard: &BTreeMap<Span, String>, out: &mut Vec<Change>) {
        let text = format!("{above}{}", self.text(decl.span));
        let instead: Vec<String> = decl.props.iter().filter_map(|prop| standard.get(&prop.span).cloned()).collect();
        let kind = match decl.node.kind {
            "waive" => ChangeKind::Waiver,
            "raw" => ChangeKind::Raw,
            "assert" => ChangeKind::Assertion,
            "remove" => ChangeKind::Removed,
            _ if instead.is_empty() => ChangeKind::Added,
            _ => ChangeKind::Changed,
        };
        // A node that is only opened, to change something inside it, changes nothing itself.
        let opened = decl.props.is_empty() && decl.args.len() <= 1 && !decl.children.is_empty();
        if !opened {
            out.push(Change { kind, text, standard: instead, at: decl.span });
        }
        let name = decl.name().map_or(String::new(), |(name, _)| format!(" {name}"));
        let above = format!("{above}{}{name} / ", decl.node.kind);
        for child in &decl.children {
            self.changes(child, &above, standard, out);
        }
    }

    /// For each value of the school's own, what the layers below say instead.
    fn standard(&self) -> BTreeMap<Span, String> {
        let origins: &Origins = &self.resolved.origins;
        let rows = origins.rows().iter().filter_map(|row| match row {
            Row::Written { span, layer: Layer::School | Layer::Deviation(_), below: Some(below), entry } => {
                let Some(Row::Written { span: there, layer: Layer::Region | Layer::Profile(_), entry: whole, .. }) =
                    origins.row(*below)
                else {
                    return None;
                };
                entry.map(|_| (*span, self.text(whole.unwrap_or(*there))))
            }
            _ => None,
        });
        rows.collect()
    }

    fn obsolete(&self, node: &Merged) -> Option<Obsolete> {
        let is_obsolete = node.value("status").is_some_and(|status| spell(status.value()) == "obsolete");
        let model = node.value("model").map(|model| spell(model.value()));
        let end_of_support = model
            .as_deref()
            .and_then(|key| self.catalogue?.model(ModelKind::of(node.node.kind)?, key)?.life.as_ref()?.end_of_support);
        let past = end_of_support.zip(self.today).is_some_and(|(end, today)| end < today);
        let at = node.value("status").and_then(|status| self.resolved.origins.span(status.origin()));
        is_obsolete.then(|| Obsolete { what: title(node), model, end_of_support, past, at })
    }

    /// What stands at a place, on one line.
    fn text(&self, span: Span) -> String {
        let text = self.source.file(span.file).and_then(|file| file.text.get(span.start as usize..span.end() as usize));
        text.unwrap_or_default().split_whitespace().filter(|word| *word != "\\").collect::<Vec<_>>().join(" ")
    }
}

/// How many raw lines a node and what stands in it hold.
fn raw_lines(decl: &Decl) -> usize {
    let own = if decl.node.kind == "raw" { decl.args.len() } else { 0 };
    own + decl.children.iter().map(raw_lines).sum::<usize>()
}

/// How much of the standard a merged school has.
fn share(bare: &Resolved, tree: &Tree, raw: usize) -> Share {
    let standard = values(&bare.tree, &|layer| matches!(layer, Layer::Region | Layer::Profile(_)));
    let merged = values(tree, &|_| true);
    let kept = standard.iter().map(|(value, times)| (*times).min(merged.get(value).copied().unwrap_or(0))).sum();
    Share { kept, of: standard.values().sum::<usize>() + raw }
}

/// Every value of class standard that a deviation could change, spelt with its path, and how often it is there.
fn values(tree: &Tree, counts: &dyn Fn(Layer) -> bool) -> BTreeMap<String, usize> {
    let mut all: BTreeMap<String, usize> = BTreeMap::new();
    let mut add = |value: String| *all.entry(value).or_default() += 1;
    let open = tree.nodes.iter().filter(|node| node.node.at.holds(In::D));
    let mut stack: Vec<(String, &Merged)> = open.map(|node| (title(node), node)).collect();
    while let Some((mut path, node)) = stack.pop() {
        for value in node.settings.iter().flatten() {
            path.push_str(&format!(" {}", spell(value.value())));
        }
        stack.extend(node.children.iter().map(|child| (format!("{path} / {}", title(child)), child)));
        if node.node.class != Class::Standard {
            continue;
        }
        if node.declared.iter().any(|declared| counts(declared.layer)) {
            add(path.clone());
        }
        for member in node.members.iter().filter(|member| counts(member.layer)) {
            add(format!("{path} + {}", spell(member.value.value())));
        }
        for (name, setting) in &node.props {
            if counts(setting.layer) && setting.property.class.unwrap_or(Class::Standard) == Class::Standard {
                add(format!("{path} {name}={}", spell(setting.value.value())));
            }
        }
    }
    for atom in tree.atoms.values().filter(|atom| counts(atom.layer)) {
        let path = format!("{} {} {}", *atom.service, *atom.from, *atom.to);
        add(format!("{path} {}", *atom.allows));
        for (name, setting) in &atom.props {
            add(format!("{path} {name}={}", spell(setting.value.value())));
        }
    }
    all
}
