//! Findings as data: a rule, a message about *this* school, labelled places, help and edits.
//!
//! Rendering is `report`'s. Severity overrides and waivers are applied here, once, in [`Sink`].

use super::nearest::{Near, nearest};
use super::sourced::{Origin, Origins, Sourced};
use super::span::Span;
use std::collections::{BTreeMap, BTreeSet};

/// How much a finding weighs.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Severity {
    /// Worth knowing; never refuses anything.
    Info,
    /// Wrong, but what comes out works.
    Warning,
    /// What would come out is false or unreachable: the build is refused.
    Error,
}

impl Severity {
    /// The word of the language and of every report.
    pub fn word(self) -> &'static str {
        match self {
            Severity::Info => "info",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// What can be found: a name that never changes, how much it weighs, and why it exists.
#[derive(Debug)]
pub struct Rule {
    /// The name, as in `waive` and `explain`: `subnet-overlap`.
    pub name: &'static str,
    /// The weight before the region's overrides.
    pub severity: Severity,
    /// Whether neither `severity` nor `waive` moves it: what it finds was replaced by a guess, or left out.
    pub is_fixed: bool,
    /// Markdown: what, why, and examples under `## Fails` and `## Passes`.
    pub docs: &'static str,
    /// The source file that decides it.
    pub file: &'static str,
}

/// A place in the text with what stands there.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// What stands there, in a few words.
    pub text: String,
}

/// A change to the text that mends a finding.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Edit {
    /// What is replaced; empty to insert.
    pub span: Span,
    /// The new text.
    pub text: String,
}

/// One mistake, found.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The rule's name.
    pub rule: &'static str,
    /// The weight after the region's overrides.
    pub severity: Severity,
    /// What is wrong, with the names and numbers of this school.
    pub message: String,
    /// The first is primary.
    pub labels: Vec<Label>,
    /// What to write instead.
    pub help: Option<String>,
    /// A mend that a program may make.
    pub edits: Vec<Edit>,
    /// The school, by UAI; `None` for the region's own files.
    pub school: Option<String>,
    /// What `waive … on=` may name: devices, VLANs, `from>to`.
    pub subjects: Vec<String>,
}

impl Finding {
    /// The primary place; `None` for a finding about something that is written nowhere.
    pub fn primary(&self) -> Option<Span> {
        self.labels.first().map(|l| l.span)
    }
}

/// Something that leads to a place in the text.
pub trait Place {
    /// The place, if any part of it is written somewhere.
    fn span_in(&self, origins: &Origins) -> Option<Span>;
    /// The same with its key, for a second place: `place=12` and not `12` alone.
    fn entry_in(&self, origins: &Origins) -> Option<Span> {
        self.span_in(origins)
    }
}
impl Place for Span {
    fn span_in(&self, _: &Origins) -> Option<Span> {
        Some(*self)
    }
}
impl Place for Origin {
    fn span_in(&self, origins: &Origins) -> Option<Span> {
        origins.span(*self)
    }
    fn entry_in(&self, origins: &Origins) -> Option<Span> {
        origins.entry(*self)
    }
}
impl<T> Place for Sourced<T> {
    fn span_in(&self, origins: &Origins) -> Option<Span> {
        origins.span(self.origin())
    }
    fn entry_in(&self, origins: &Origins) -> Option<Span> {
        origins.entry(self.origin())
    }
}
impl<P: Place> Place for Option<P> {
    fn span_in(&self, origins: &Origins) -> Option<Span> {
        self.as_ref().and_then(|p| p.span_in(origins))
    }
    fn entry_in(&self, origins: &Origins) -> Option<Span> {
        self.as_ref().and_then(|p| p.entry_in(origins))
    }
}
impl<P: Place + ?Sized> Place for &P {
    fn span_in(&self, origins: &Origins) -> Option<Span> {
        (**self).span_in(origins)
    }
    fn entry_in(&self, origins: &Origins) -> Option<Span> {
        (**self).entry_in(origins)
    }
}

/// A statement `waive RULE on=…` of a school.
#[derive(Clone, Debug)]
pub struct Waiver {
    /// The waived rule's name.
    pub rule: String,
    /// What it is waived for, each with its place.
    pub on: Vec<(String, Span)>,
    /// Where it is written.
    pub span: Span,
}

/// What a school and its region say of findings: other weights, and what is waived.
#[derive(Clone, Debug, Default)]
pub struct Policy {
    /// `severity RULE LEVEL`; `None` is `off`.
    pub severities: BTreeMap<String, Option<Severity>>,
    /// `waive` statements, in the order of the file.
    pub waivers: Vec<Waiver>,
    /// What silenced something: a waiver's number, and the position of the word in its `on=`.
    pub used: BTreeSet<(usize, usize)>,
}

/// Collects findings; applies severity overrides and waivers.
pub struct Sink<'a> {
    origins: &'a Origins,
    policy: &'a mut Policy,
    school: Option<&'a str>,
    findings: &'a mut Vec<Finding>,
}

impl<'a> Sink<'a> {
    /// A sink for one school (or, with `None`, for the region's own files).
    pub fn new(origins: &'a Origins, policy: &'a mut Policy, school: Option<&'a str>, findings: &'a mut Vec<Finding>) -> Self {
        Sink { origins, policy, school, findings }
    }

    /// Begins a finding; it is recorded when the returned [`Report`] goes out of scope.
    pub fn report(&mut self, rule: &'static Rule, message: impl Into<String>) -> Report<'_, 'a> {
        let finding = Finding {
            rule: rule.name,
            severity: rule.severity,
            message: message.into(),
            labels: Vec::new(),
            help: None,
            edits: Vec::new(),
            school: self.school.map(str::to_owned),
            subjects: Vec::new(),
        };
        Report { sink: self, finding: Some(finding), waivable: !rule.is_fixed }
    }

    /// How many findings there are; what is found after it can be taken back with [`Sink::forget`].
    pub fn mark(&self) -> usize {
        self.findings.len()
    }

    /// Takes back what was found since a mark; whether anything was.
    pub fn forget(&mut self, mark: usize) -> bool {
        let found = self.findings.len() > mark;
        self.findings.truncate(mark);
        found
    }

    /// The waivers that have silenced nothing so far.
    pub fn unused_waivers(&self) -> Vec<Waiver> {
        let waivers = self.policy.waivers.iter().enumerate();
        waivers.filter(|(i, _)| !self.policy.used.iter().any(|(used, _)| used == i)).map(|(_, w)| w.clone()).collect()
    }

    /// Whether each word of each waiver has silenced something so far.
    pub fn are_waivers_used(&self) -> bool {
        let words =
            self.policy.waivers.iter().enumerate().flat_map(|(number, w)| (0..w.on.len()).map(move |word| (number, word)));
        words.into_iter().all(|word| self.policy.used.contains(&word))
    }

    /// The words of `on=` that are a slip of the finger away from what their rule found: the rule, the word with its place, and
    /// what was meant; the waiver counts as used then. What was found stays: nobody waived it.
    ///
    /// A word, or a part of one such as `web:a>b`, that `is_name` is nobody's slip. Neither is one with other digits: the seat or
    /// card beside another is another thing, and a waiver of it is outdated.
    pub fn misspelt_waivers(&mut self, is_name: impl Fn(&str) -> bool) -> Vec<(String, (String, Span), Near)> {
        let mut all = Vec::new();
        for (number, waiver) in self.policy.waivers.iter().enumerate() {
            for (position, on) in waiver.on.iter().enumerate() {
                if self.policy.used.contains(&(number, position)) || is_name(&on.0) {
                    continue;
                }
                let found = self.findings.iter().filter(|f| f.rule == waiver.rule).flat_map(|f| &f.subjects);
                let found = found.map(String::as_str).filter(|subject| is_slip(&on.0, subject, &is_name));
                let Some(near) = nearest(&on.0, found).filter(|near| near.alone) else { continue };
                self.policy.used.insert((number, position));
                all.push((waiver.rule.clone(), on.clone(), near));
            }
        }
        all
    }

    fn record(&mut self, mut finding: Finding, waivable: bool) {
        if waivable {
            match self.policy.severities.get(finding.rule) {
                Some(None) => return,
                Some(Some(severity)) => finding.severity = *severity,
                None => {}
            }
            // Of two waivers of one thing the first silences it, and the second nothing.
            let mut hits: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
            for (number, waiver) in self.policy.waivers.iter().enumerate().filter(|(_, w)| w.rule == finding.rule) {
                for (position, (on, _)) in waiver.on.iter().enumerate().filter(|(_, (on, _))| finding.subjects.contains(on)) {
                    hits.entry(on).or_insert((number, position));
                }
            }
            if !hits.is_empty() {
                self.policy.used.extend(hits.into_values());
                return;
            }
        }
        self.findings.push(finding);
    }
}

/// Whether a word of `on=` may be a subject misspelt: part by part they are the same, or a part that is no name has the digits
/// of the other.
fn is_slip(word: &str, subject: &str, is_name: impl Fn(&str) -> bool) -> bool {
    let parts = |text: &str| text.split([':', '>']).map(str::to_owned).collect::<Vec<String>>();
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let (written, found) = (parts(word), parts(subject));
    let is_slip = |a: &str, b: &str| a == b || (!is_name(a) && digits(a) == digits(b));
    written.len() == found.len() && written.iter().zip(&found).all(|(a, b)| is_slip(a, b))
}

/// A finding under construction.
pub struct Report<'s, 'a> {
    sink: &'s mut Sink<'a>,
    finding: Option<Finding>,
    waivable: bool,
}

impl Report<'_, '_> {
    fn edit(mut self, change: impl FnOnce(&mut Finding, &Origins)) -> Self {
        if let Some(f) = self.finding.as_mut() {
            change(f, self.sink.origins);
        }
        self
    }
    /// Says where it is: the primary label when called first.
    pub fn at(self, place: impl Place, text: impl Into<String>) -> Self {
        self.edit(|f, origins| {
            if let Some(span) = place.span_in(origins) {
                f.labels.push(Label { span, text: text.into() });
            }
        })
    }
    /// Says what else is involved: a second place, a property with its key.
    pub fn also(self, place: impl Place, text: impl Into<String>) -> Self {
        self.edit(|f, origins| {
            if let Some(span) = place.entry_in(origins) {
                f.labels.push(Label { span, text: text.into() });
            }
        })
    }
    /// Says what to write instead.
    pub fn help(self, text: impl Into<String>) -> Self {
        self.edit(|f, _| f.help = Some(text.into()))
    }
    /// Offers a change that a program may make.
    pub fn fix(self, place: impl Place, text: impl Into<String>) -> Self {
        self.edit(|f, origins| {
            if let Some(span) = place.span_in(origins) {
                f.edits.push(Edit { span, text: text.into() });
            }
        })
    }
    /// Says which name was perhaps meant, and offers it as a change when no other is as near.
    pub fn meant(self, place: impl Place, near: &Near) -> Self {
        let report = self.help(format!("did you mean `{near}`?"));
        if near.alone { report.fix(place, near.name.clone()) } else { report }
    }
    /// Names what a `waive … on=` may name to silence it.
    pub fn on(self, subject: impl Into<String>) -> Self {
        self.edit(|f, _| f.subjects.push(subject.into()))
    }
    /// Gives it a weight that depends on the case; the region's override still wins.
    pub fn weigh(self, severity: Severity) -> Self {
        self.edit(|f, _| f.severity = severity)
    }
    /// Puts it beyond any override and waiver (`forbid … waivable=no`).
    pub fn unwaivable(mut self) -> Self {
        self.waivable = false;
        self
    }
}

impl Drop for Report<'_, '_> {
    fn drop(&mut self) {
        if let Some(finding) = self.finding.take() {
            self.sink.record(finding, self.waivable);
        }
    }
}

/// Sorts findings by place and rule, and drops exact doubles, so that reports are the same on every machine.
pub fn settle(findings: &mut Vec<Finding>) {
    findings.sort_by(|a, b| key(a).cmp(&key(b)));
    findings.dedup_by(|a, b| key(a) == key(b));
}

/// What findings are put in order by, and what makes two of them one.
fn key(finding: &Finding) -> impl Ord {
    (finding.primary(), finding.rule, &finding.school, &finding.message, &finding.labels)
}

/// Declares findings whose condition is decided where they are reported, not in a file of their own.
///
/// The doc comment is the text of `preau explain`; the name is spelt with dashes, as users see it. A weight that is `fixed` is
/// moved by nobody.
#[macro_export]
macro_rules! findings {
    ($(#[doc = $head:literal])* pub static $name:ident = $word:literal, $severity:ident; $($rest:tt)*) => {
        $crate::findings! { @ $(#[doc = $head])* $name, $word, $severity, false }
        $crate::findings! { $($rest)* }
    };
    ($(#[doc = $head:literal])* pub static $name:ident = $word:literal, fixed $severity:ident; $($rest:tt)*) => {
        $crate::findings! { @ $(#[doc = $head])* $name, $word, $severity, true }
        $crate::findings! { $($rest)* }
    };
    (@ $(#[doc = $head:literal])* $name:ident, $word:literal, $severity:ident, $is_fixed:literal) => {
        $(#[doc = $head])*
        pub static $name: $crate::base::Rule = $crate::base::Rule {
            name: $word,
            severity: $crate::base::Severity::$severity,
            is_fixed: $is_fixed,
            docs: concat!($($head, "\n"),*),
            file: file!(),
        };
    };
    () => {};
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_in_the_letters_of_a_part_that_names_nothing() {
        let is_slip =
            |word, subject| super::is_slip(word, subject, |name| ["amon", "web", "pedagogie", "direction"].contains(&name));
        assert!(is_slip("amno:2", "amon:2"));
        assert!(!is_slip("amon:2", "amon:3") && !is_slip("amno:2", "amon:3"), "another card is another thing");
        assert!(is_slip("web:pedagoige>direction", "web:pedagogie>direction"));
        assert!(!is_slip("web:pedagoige>direction", "web:pedagogie>direktion"), "a part that is a name is meant");
        assert!(!is_slip("pedagoige>direction", "web:pedagogie>direction"));
        assert!(is_slip("a107-sve-05", "a107-sev-05") && !is_slip("a107-sev-05", "a107-sev-06"));
    }

    #[test]
    fn a_near_word_of_a_waiver_is_told_and_what_was_found_stays() {
        static RULE: Rule = Rule { name: "r", severity: Severity::Error, is_fixed: false, docs: "", file: "" };
        let waiver = |on: &str| Waiver { rule: "r".into(), on: vec![(on.to_owned(), Span::default())], span: Span::default() };
        let (origins, mut findings) = (Origins::default(), Vec::new());
        let mut policy = Policy { waivers: vec![waiver("sw-nrod"), waiver("sw-est")], ..Policy::default() };
        let mut sink = Sink::new(&origins, &mut policy, None, &mut findings);
        sink.report(&RULE, "one").on("sw-nord");
        sink.report(&RULE, "another").on("sw-ast");
        let meant = sink.misspelt_waivers(|name| name == "sw-est");
        assert_eq!(meant.iter().map(|(.., near)| near.name.as_str()).collect::<Vec<_>>(), ["sw-nord"]);
        assert_eq!(sink.unused_waivers().iter().map(|w| w.on[0].0.as_str()).collect::<Vec<_>>(), ["sw-est"]);
        assert_eq!(findings.len(), 2);
    }
}
