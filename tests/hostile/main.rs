//! Hostile input: values that would like to be more than values, and files that would like to be endless.
//!
//! Every text that the table of the language knows takes each hostile value in turn. A value is refused by a finding that
//! points at it, or every generated file has the structure that it has with a harmless one, counted by readers of
//! [`structure`], which share nothing with what writes.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops where it fails"
)]

mod crashes;
mod limits;
mod structure;

use preau::base::{FileId, Finding, Origins, Policy, Severity, Sink};
use preau::compile::{self, Built, Options};
use preau::source::Source;
use preau::syntax::nodes;
use preau::syntax::table::Type;
use preau::syntax::{self, Decl, In, Value};
use std::collections::BTreeSet;

const FILES: &[(&str, In, &str)] = &[
    ("region.kdl", In::R, include_str!("../fixtures/trial/region.kdl")),
    ("profiles/commun.kdl", In::P, include_str!("../fixtures/trial/profiles/commun.kdl")),
    ("profiles/lycee-en.kdl", In::P, include_str!("../fixtures/trial/profiles/lycee-en.kdl")),
    ("catalogue/extra.kdl", In::K, include_str!("../fixtures/trial/catalogue/extra.kdl")),
    ("37/0370037P-choiseul.kdl", In::C, include_str!("school.kdl")),
    ("37/0371099U-classique.kdl", In::C, include_str!("classic.kdl")),
];
const KEY: (&str, &str) = ("keys/exploit.pub", include_str!("../fixtures/trial/keys/exploit.pub"));
const STATIONS: (&str, &str) = ("37/stations.csv", include_str!("stations.csv"));

/// What would like to be more than a value.
const HOSTILE: &[&str] = &[
    "\n",
    "\r",
    "\t",
    "\0",
    "\"",
    "'",
    "\\",
    "?",
    "!",
    "#",
    "<",
    "]]>",
    "{{",
    "}}",
    "{",
    "}",
    "%",
    "%n",
    "$",
    "${x}",
    "$(id)",
    "`id`",
    "\u{2028}",
    "\u{202e}",
    "\u{e000}",
    "\u{85}",
    "\u{1b}[2J",
    "\u{feff}",
    "\u{7f}",
    "=cmd()",
    "+1",
    "-rf",
    "@x",
    ";",
    ",",
    "|",
    "&",
    "<!--",
    "-->",
    "--",
    "{% x %}",
    "{# x #}",
    " ",
    "  x",
    ": ",
    " #",
    "é",
    "\u{1f600}",
    "\ninterface X\n shutdown",
    "*",
    "~",
    "..",
    "/../..",
    "a\\",
];

/// Texts of a region, by path.
type Files = Vec<(&'static str, String)>;

/// The places to try, what the sample's files are made of, and how a text is spelt there.
type Setting<'a> = (&'a [Site], &'a [String], fn(&str) -> String);

/// A place of a file that a value may take.
struct Site {
    path: &'static str,
    start: usize,
    end: usize,
    what: String,
    kind: Type,
    text: String,
}

fn sunk<T>(run: impl FnOnce(&mut Sink) -> T) -> (T, Vec<Finding>) {
    let origins = Origins::default();
    let mut policy = Policy::default();
    let mut findings = Vec::new();
    let value = run(&mut Sink::new(&origins, &mut policy, None, &mut findings));
    (value, findings)
}

/// Every value that the sample files hold.
fn sites() -> Vec<Site> {
    let mut out = Vec::new();
    for (path, at, text) in FILES {
        let (document, findings) = sunk(|sink| syntax::read(FileId(0), *at, text, sink));
        assert!(findings.is_empty(), "{path}: {findings:?}");
        of_decl(path, &document.header, &mut out);
        document.nodes.iter().for_each(|decl| of_decl(path, decl, &mut out));
    }
    out
}

fn of_decl(path: &'static str, decl: &Decl, out: &mut Vec<Site>) {
    let mut add = |name: &str, kind: Type, value: &Value, span: preau::base::Span| {
        let (start, end) = (span.start as usize, span.end() as usize);
        let text = value.text().unwrap_or_default().to_owned();
        out.push(Site { path, start, end, what: format!("{} {name}", decl.node.kind), kind, text });
    };
    for (nth, arg) in decl.args.iter().enumerate() {
        if let Some(kind) = decl.node.args.kind_at(nth) {
            add(&format!("argument {nth}"), kind, &arg.value, arg.span);
        }
    }
    for prop in &decl.props {
        add(prop.property.name, prop.property.kind, &prop.value, prop.span);
    }
    decl.children.iter().for_each(|child| of_decl(path, child, out));
}

fn is_text(kind: Type) -> bool {
    matches!(kind, Type::Text | Type::Note | Type::Template | Type::Secret)
}

/// A value as KDL writes it, so that the reader gets exactly this text.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_ascii_graphic() || c == ' ' => out.push(c),
            c => out.push_str(&format!("\\u{{{:x}}}", u32::from(c))),
        }
    }
    out.push('"');
    out
}

/// The sample files with new texts in these places, and where each of them stands then.
fn edited(sites: &[(&Site, String)]) -> (Files, Vec<(usize, usize)>) {
    let mut places = vec![(0, 0); sites.len()];
    let mut files = Vec::new();
    for (path, text) in FILES.iter().map(|(p, _, t)| (*p, *t)).chain([KEY, STATIONS]) {
        let mut order: Vec<usize> = (0..sites.len()).filter(|i| sites[*i].0.path == path).collect();
        order.sort_by_key(|i| sites[*i].0.start);
        let (mut out, mut at) = (String::new(), 0);
        for i in order {
            let (site, new) = &sites[i];
            out.push_str(&text[at..site.start]);
            places[i].0 = out.len();
            out.push_str(new);
            places[i].1 = out.len();
            at = site.end;
        }
        out.push_str(&text[at..]);
        files.push((path, out));
    }
    (files, places)
}

fn build(files: &[(&'static str, String)]) -> (Built, Source) {
    let files: Vec<(&str, &str)> = files.iter().map(|(p, t)| (*p, t.as_str())).collect();
    let source = Source::of(&files);
    let options = Options { today: None, schools: Vec::new(), targets: Vec::new(), progress: &|_, _| {} };
    (compile::build(&source, &options), source)
}

/// Whether a finding points into a place of a file.
fn points(finding: &Finding, source: &Source, path: &str, place: (usize, usize)) -> bool {
    finding.labels.iter().any(|label| {
        let here = source.file(label.span.file).is_some_and(|f| f.path == path);
        here && (label.span.start as usize) <= place.1 && label.span.end() as usize >= place.0
    })
}

/// Puts one value into all places at once, drops those where it is refused, and compares what comes out of the others.
///
/// `new` makes the text of a place, `written` spells it as its file wants it.
fn try_all((sites, plain, written): Setting, value: &str, new: impl Fn(&Site) -> String, faults: &mut Vec<String>) {
    let mut left: Vec<&Site> = sites.iter().collect();
    for _ in 0..12 {
        let texts: Vec<(&Site, String)> = left.iter().map(|s| (*s, written(&new(s)))).collect();
        let (files, places) = edited(&texts);
        let (built, source) = build(&files);
        let errors: Vec<&Finding> = built.findings.iter().filter(|f| f.severity == Severity::Error).collect();
        if errors.is_empty() {
            for file in &built.files {
                let sound = file.path.split('/').all(|p| !matches!(p, "" | "." | "..")) && !file.path.contains(char::is_control);
                if !sound {
                    faults.push(format!("{value:?} leads to the path {:?}", file.path));
                }
            }
            let shape = structure::of(&built.files);
            if shape != plain {
                let differs = shape.iter().find(|s| !plain.contains(s)).map_or("a file less", String::as_str);
                let was = plain.iter().find(|s| !shape.contains(s)).map_or("", String::as_str);
                // A whole school is one line there: only the neighbourhood of the first difference is shown.
                let same = differs.chars().zip(was.chars()).take_while(|(a, b)| a == b).count().saturating_sub(80);
                let near = |text: &str| text.chars().skip(same).take(240).collect::<String>();
                faults.push(format!("{value:?} changes a structure:\n  {}\n  {}", near(differs), near(was)));
            }
            return;
        }
        let refused: Vec<bool> =
            left.iter().zip(&places).map(|(site, place)| errors.iter().any(|f| points(f, &source, site.path, *place))).collect();
        // What a template makes is shown at the thing that would bear it, and what no line of a school says by its text.
        let quotes = |site: &Site| {
            let text = if site.kind == Type::Template { value.to_owned() } else { new(site) };
            errors.iter().any(|f| !f.labels.is_empty() && (f.message.contains(&text) || f.message.contains(&format!("{text:?}"))))
        };
        let refused = if refused.contains(&true) { refused } else { left.iter().map(|site| quotes(site)).collect() };
        if !refused.contains(&true) {
            let said: Vec<String> = errors.iter().map(|f| format!("{}: {} {:?}", f.rule, f.message, f.labels)).collect();
            faults.push(format!("{value:?} is refused, but not where it stands: {said:?}"));
            return;
        }
        left = left.into_iter().zip(refused).filter(|(_, refused)| !refused).map(|(site, _)| site).collect();
    }
    faults.push(format!("{value:?} is refused again and again"));
}

/// The structure of what the sample makes, untouched.
fn plain() -> Vec<String> {
    let (files, _) = edited(&[]);
    let (built, _) = build(&files);
    let errors: Vec<String> =
        built.findings.iter().filter(|f| f.severity == Severity::Error).map(|f| format!("{}: {}", f.rule, f.message)).collect();
    assert!(errors.is_empty(), "{errors:?}");
    assert!(built.files.len() > 60, "{}", built.files.len());
    structure::of(&built.files)
}

#[test]
fn every_text_of_the_language_stands_in_the_sample() {
    // One row for all kinds of models; `raw` of an access point and remarks of kinds that share their rows.
    let family = |kind: &str| if kind.ends_with("-model") { "model".to_owned() } else { kind.to_owned() };
    let there: BTreeSet<String> =
        sites().iter().filter(|s| is_text(s.kind)).map(|s| family(&s.what.replace("-model", "-model "))).collect();
    let there: BTreeSet<String> = there.iter().map(|s| s.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    let mut missing = Vec::new();
    for node in nodes::all() {
        let args = (0..node.args.fixed.len() + usize::from(node.args.rest.is_some()))
            .filter_map(|nth| Some((format!("argument {nth}"), node.args.kind_at(nth)?)));
        let props = node.props.iter().map(|p| (p.name.to_owned(), p.kind));
        for (name, _) in args.chain(props).filter(|(_, kind)| is_text(*kind)) {
            let here = format!("{} {name}", node.kind);
            let model = node.kind.ends_with("-model") && there.iter().any(|t| t.contains("-model") && t.ends_with(&name));
            if !there.contains(&here) && !model {
                missing.push(here);
            }
        }
    }
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn no_text_becomes_more_than_a_text() {
    let sites: Vec<Site> = sites().into_iter().filter(|s| is_text(s.kind)).collect();
    assert!(sites.len() > 150, "{}", sites.len());
    let plain = plain();
    let mut faults = Vec::new();
    let setting: Setting = (&sites, &plain, quoted);
    for value in HOSTILE {
        // What an image's file is, its ending says.
        let ends = |s: &Site| match s.text.rsplit_once('.').filter(|_| s.what == "image file") {
            Some((stem, ending)) => format!("{stem}{value}.{ending}"),
            None => format!("{}{value}", s.text),
        };
        try_all(setting, value, ends, &mut faults);
        // A control is refused wherever it stands.
        if value.contains(char::is_control) {
            continue;
        }
        // A raw line is the author's own: only what follows its first word is compared.
        let raw = |s: &Site| s.what.starts_with("raw ");
        let before = |s: &Site| if raw(s) { format!("{} {value} x", s.text) } else { format!("{value}{}", s.text) };
        try_all(setting, value, before, &mut faults);
    }
    let long = "x".repeat(10_000);
    try_all(setting, "10 000 characters", |s| format!("{}{long}", s.text), &mut faults);
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn no_cell_of_an_inventory_becomes_more_than_a_cell() {
    let (path, text) = STATIONS;
    let mut sites = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let mut start = at;
        for cell in line.trim_end().split(';') {
            if at > 0 {
                let text = cell.to_owned();
                sites.push(Site { path, start, end: start + cell.len(), what: "cell".into(), kind: Type::Text, text });
            }
            start += cell.len() + 1;
        }
        at += line.len();
    }
    assert_eq!(sites.len(), 22);
    let plain = plain();
    let mut faults = Vec::new();
    let cell = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    // An empty cell says nothing: a value in it would be another record, not another spelling.
    let sites: Vec<Site> = sites.into_iter().filter(|s| !s.text.is_empty()).collect();
    let setting: Setting = (&sites, &plain, cell);
    for value in HOSTILE {
        try_all(setting, value, |s| format!("{value}{}{value}", s.text), &mut faults);
    }
    let long = "x".repeat(10_000);
    try_all(setting, "10 000 characters", |s| format!("{}{long}", s.text), &mut faults);
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn no_name_number_or_address_takes_a_hostile_value() {
    for (path, at, text) in FILES {
        let sites: Vec<Site> = sites().into_iter().filter(|s| s.path == *path && !is_text(s.kind)).collect();
        for value in HOSTILE.iter().filter(|v| !matches!(**v, "+1" | "-rf" | "--" | ".." | ",")) {
            let texts: Vec<(&Site, String)> = sites.iter().map(|s| (s, quoted(&format!("a{value}b")))).collect();
            let (files, places) = edited(&texts);
            let mutated = files.iter().find(|(p, _)| p == path).map_or(*text, |(_, t)| t.as_str());
            let (_, findings) = sunk(|sink| syntax::read(FileId(0), *at, mutated, sink));
            for (site, place) in sites.iter().zip(&places) {
                let seen = findings
                    .iter()
                    .flat_map(|f| &f.labels)
                    .any(|label| (label.span.start as usize) <= place.1 && label.span.end() as usize >= place.0);
                assert!(seen, "{} took {value:?} in {path}", site.what);
            }
        }
    }
}
