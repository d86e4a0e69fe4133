//! One word misspelt is one finding: each kind of word that the table of the language knows is misspelt in a sample.
//!
//! [`words`] says which words there are and where the samples say them; [`slips`] misspells one. A slip that reading alone finds
//! must leave the very document that was there before, so that nothing behind the reader can see it. Any other is checked with
//! its school, against what is found in that school without it.
//!
//! What is tried, of all words that the samples say: the keyword, each key and each list of words of a row of the table, once; and
//! each reference to a name once for each kind of file that says it (region, profile, school, deviation, catalogue), in the
//! shortest such file. A strange word takes the place of each reference once.
//!
//! Not tried: names where they are declared, since what names them is then wrong as often as it is written; names of secrets,
//! which nobody declares; tokens in templates of names; cells of inventories, whose findings `tests/syntax_inventory.rs` holds;
//! keys and words of rows that no sample says, and those of which each slip is as near to another word.

mod slips;
mod words;

use crate::world::World;
use preau::base::{Finding, Origins, Policy, Severity, Sink, Span};
use preau::compile::{self, Options};
use preau::source::{Role, Source};
use preau::syntax::nodes;
use preau::syntax::{self, Document, In};
use rayon::prelude::*;
use slips::Slip;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;
use words::{Holds, Row};

/// References that nothing can be held against, and why.
const FREE: &[(&str, &str)] = &[("container.volume argument", "what the guest declares no volume of is a folder of its disk")];

/// References of which a word that is near nothing is no mistake of its own, or leaves more than one; and why.
const FAR: &[(&str, &str)] = &[
    ("container.volume argument", "what the guest declares no volume of is a folder of its disk"),
    ("deviation.waive on=", "nothing is known of a word that no finding has: the waiver is unused, and the finding is said"),
    ("vlan-id argument", "a school may declare a VLAN of that name; the one that was meant has no id"),
];

/// References of which a slip in a digit is another thing's name, and no slip.
const NUMBERED: &[&str] = &["deviation.waive on="];

/// References that no sample says: of a new kind of reference, say one in a sample.
const UNSAID: &[&str] = &[];

/// A region whose words are misspelt.
struct Sample {
    world: World,
    source: Source,
    /// Each manifest with its place in the language, shortest first: a school of few devices is checked in no time.
    documents: Vec<(String, In, Document)>,
    /// What is found in each school alone, by its path, before anything is misspelt.
    found: BTreeMap<String, Vec<Finding>>,
}

impl Sample {
    fn of(world: World) -> Sample {
        let source = world.source();
        let mut files: Vec<_> = source.files.iter().filter_map(|file| Some((file, place(&file.path)?))).collect();
        files.sort_by_key(|(file, _)| file.text.len());
        let documents: Vec<(String, In, Document)> =
            files.iter().map(|(file, at)| (file.path.clone(), *at, read(file.id, *at, &file.text).0)).collect();
        let schools = documents.par_iter().map(|(path, ..)| path).filter(|path| Role::of(path) == Role::School);
        let found = schools.map(|path| (path.clone(), check(&world.alone(path)))).collect();
        Sample { world, source, documents, found }
    }

    /// The schools that may see a word of a file, those of few lines first.
    fn schools<'s>(&'s self, path: &'s str) -> impl Iterator<Item = &'s str> {
        let of_school = Role::of(path) == Role::School;
        let all = self.documents.iter().map(|(school, ..)| school.as_str()).filter(|p| self.found.contains_key(*p));
        all.filter(move |school| !of_school || *school == path)
    }
}

/// The school of rare spellings, with what no sample says in it.
fn snippets() -> World {
    let path = "45/0450782F-voltaire.kdl";
    World::snippets().edit(path, " nat=internet", " vlan=interco nat=internet").and(path, include_str!("rest.kdl"))
}

fn place(path: &str) -> Option<In> {
    match Role::of(path) {
        Role::Region => Some(In::R),
        Role::Profile => Some(In::P),
        Role::School => Some(In::C),
        Role::Catalogue => Some(In::K),
        Role::Cmdb => Some(In::M),
        _ => None,
    }
}

fn read(file: preau::base::FileId, at: In, text: &str) -> (Document, Vec<Finding>) {
    let (origins, mut policy, mut findings) = (Origins::default(), Policy::default(), Vec::new());
    let document = syntax::read(file, at, text, &mut Sink::new(&origins, &mut policy, None, &mut findings));
    (document, findings)
}

fn check(world: &World) -> Vec<Finding> {
    let options = Options { today: None, schools: Vec::new(), targets: Vec::new(), progress: &|_, _| {} };
    compile::check(&world.source(), &options).findings
}

/// A word of a sample that is to be misspelt.
struct Trial<'s> {
    sample: &'s Sample,
    path: &'s str,
    at: In,
    document: &'s Document,
    span: Span,
    slip: Slip,
}

impl Trial<'_> {
    /// What is wrong with what is found; empty when it is one error, at the word, that says what was meant.
    fn complaint(&self) -> String {
        let text = self.slip.in_text(&self.sample.source.file(self.span.file).unwrap().text, self.span);
        let (document, found) = read(self.span.file, self.at, &text);
        if words::are_same(&document, self.document) {
            let written = |f: &Finding| text[f.labels[0].span.start as usize..f.labels[0].span.end() as usize].to_owned();
            return self.judge(&found, written);
        }
        for school in self.sample.schools(self.path) {
            let world = self.sample.world.alone(school).with(self.path, &text);
            let old = &self.sample.found[school];
            let is_old = |f: &Finding| old.iter().any(|o| o.rule == f.rule && o.message == f.message && o.labels == f.labels);
            let new: Vec<Finding> = check(&world).into_iter().filter(|f| !is_old(f)).collect();
            if !new.is_empty() {
                return self.judge(&new, |f| world.at(f, 0));
            }
        }
        self.judge(&[], |_| String::new())
    }

    fn judge(&self, found: &[Finding], written: impl Fn(&Finding) -> String) -> String {
        let Slip { right, wrong, .. } = &self.slip;
        let written = |f: &Finding| if f.labels.is_empty() { String::new() } else { written(f) };
        let is_good = |f: &Finding| {
            let meant = format!("did you mean `{right}`?");
            let says = f.help.as_deref().is_some_and(|help| help.contains(&meant) == self.slip.is_near);
            f.severity == Severity::Error && written(f).contains(wrong.as_str()) && says
        };
        let tell = |f: &Finding| format!("\n    {}: {}, at `{}` ({:?})", f.rule, f.message, written(f), f.help);
        // A misspelt waiver silences nothing: what it was to silence is said beside it.
        let is_waived = |f: &Finding| f.subjects.iter().any(|subject| subject == right);
        match found {
            [one] if is_good(one) => String::new(),
            [one, other] | [other, one] if one.rule == "waiver-unused" && is_good(one) && is_waived(other) => String::new(),
            [] => "\n    nothing is found".to_owned(),
            all => all.iter().map(tell).collect(),
        }
    }
}

/// The samples, read and checked once.
fn samples() -> &'static [Sample] {
    static READ: OnceLock<Vec<Sample>> = OnceLock::new();
    READ.get_or_init(|| [World::schools(), snippets(), World::hostile()].into_iter().map(Sample::of).collect())
}

/// A trial of each row, for a reference of each kind of file that says it; `None` where no word of the row can be misspelt.
fn trials(slip: impl Fn(&Row, &str) -> Option<Slip>) -> BTreeMap<(Row, &'static str), Option<Trial<'static>>> {
    let mut trials: BTreeMap<(Row, &str), Option<Trial>> = BTreeMap::new();
    for sample in samples() {
        for (path, at, document) in &sample.documents {
            for word in words::of(*at, document) {
                let kind = if word.row.holds == Holds::Names { word.said_in } else { "" };
                let row = word.row.clone();
                let trial = trials.entry((word.row, kind)).or_default();
                if trial.is_none() {
                    let text = &sample.source.file(word.span.file).unwrap().text;
                    let right = text[word.span.start as usize..word.span.end() as usize].trim_matches('"');
                    let slip = slip(&row, right);
                    *trial = slip.map(|slip| Trial { sample, path, at: *at, document, span: word.span, slip });
                }
            }
        }
    }
    trials
}

/// What is wrong with what is found, trial by trial; those of rows in `free` are not made.
fn complaints(trials: &BTreeMap<(Row, &str), Option<Trial>>, free: &[(&str, &str)]) -> Vec<String> {
    let is_free = |row: &Row| free.iter().any(|(name, _)| *name == row.to_string());
    let complaint = |((row, kind), trial): (&(Row, &str), &Option<Trial>)| {
        let trial = trial.as_ref().filter(|_| !is_free(row))?;
        let (Slip { right, wrong, .. }, path) = (&trial.slip, trial.path);
        Some(trial.complaint()).filter(|c| !c.is_empty()).map(|c| format!("{row} {kind}: `{wrong}` for `{right}` in {path}:{c}"))
    };
    trials.par_iter().filter_map(complaint).collect()
}

#[test]
fn a_misspelt_word_is_one_finding_and_nothing_hangs_on_it() {
    let spelt = words::spelt(samples().iter().map(|s| (&s.source, s.documents.iter().map(|(_, _, d)| d))));
    let trials = trials(|row, word| Slip::of(word, &spelt, NUMBERED.contains(&row.to_string().as_str())));
    let complaints = complaints(&trials, FREE);
    assert!(complaints.is_empty(), "{} of {}:\n{}", complaints.len(), trials.len(), complaints.join("\n"));
    let tried: BTreeSet<Row> = trials.iter().filter(|(_, trial)| trial.is_some()).map(|((row, _), _)| row.clone()).collect();
    let untried = nodes::all().flat_map(words::rows).filter(|row| row.holds == Holds::Names && !tried.contains(row));
    assert_eq!(untried.map(|row| row.to_string()).collect::<Vec<String>>(), UNSAID, "of {}", tried.len());
}

#[test]
fn a_name_that_is_near_nothing_is_one_error_and_what_seems_to_lack_because_of_it_is_none() {
    let mut trials = trials(|_, word| Slip::far(word));
    let mut seen = BTreeSet::new();
    trials.retain(|(row, _), trial| row.holds == Holds::Names && trial.is_some() && seen.insert(row.clone()));
    let complaints = complaints(&trials, FAR);
    assert!(complaints.is_empty(), "{} of {}:\n{}", complaints.len(), trials.len(), complaints.join("\n"));
}

#[test]
fn a_misspelt_word_of_what_schools_share_is_one_finding_for_all_of_them_together() {
    let world = World::schools();
    let old: BTreeSet<String> = check(&world).into_iter().map(|f| format!("{} {}", f.rule, f.message)).collect();
    let slips = [
        ("region.kdl", "forbid any from=pedago to=admin ", "pedago", "pedaog"),
        ("region.kdl", "\"172.30.0.0/15\" through=vpn-academie", "vpn-academie", "vpn-acadmeie"),
        ("profiles/commun.kdl", "allow smb from=admin,pedago", "admin", "admni"),
    ];
    for (path, line, right, wrong) in slips {
        let slipped = world.clone().edit(path, line, &line.replace(right, wrong));
        let found = check(&slipped).into_iter().filter(|f| !old.contains(&format!("{} {}", f.rule, f.message)));
        let told: Vec<_> = found.map(|f| (f.school.clone(), slipped.at(&f, 0), f.help.unwrap_or_default())).collect();
        assert_eq!(told, [(None, wrong.to_owned(), format!("did you mean `{right}`?"))], "{line}");
    }
}
