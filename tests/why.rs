//! Every line of the sample region's output, asked why it is there; and a handful of stories told in full.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test stops where it fails")]

use preau::compile::why::{Account, Cause, Layer, Reason, Told, Witness, why};
use preau::compile::{Options, build};
use preau::source::{self, Source};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn region() -> Source {
    source::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("schools")).unwrap()
}

/// The texts of everything that is built, by path.
fn built(source: &Source, school: Option<&str>) -> BTreeMap<String, String> {
    let schools = school.iter().map(|uai| uai.parse().unwrap()).collect();
    let options = Options { today: None, schools, targets: Vec::new(), progress: &|_, _| {} };
    build(source, &options).files.into_iter().map(|f| (f.path, String::from_utf8(f.content).unwrap())).collect()
}

/// Whether a cause ends in somebody's line, a default of the language or a law of the design.
fn is_grounded(cause: &Cause) -> bool {
    match cause {
        Cause::Written(layers) => layers.iter().all(|w| w.at.as_ref().is_none_or(|at| at.line > 0)) && !layers.is_empty(),
        Cause::Default { .. } => true,
        Cause::Derived { because, from } => !because.is_empty() && from.iter().all(is_grounded),
    }
}

/// Lines of a file without a story.
fn mute(path: &str, text: &str, told: &Told, out: &mut Vec<String>) {
    assert_eq!(told.text, text, "{path}: the story is of another text");
    assert_eq!(told.len(), text.split_inclusive('\n').count(), "{path}");
    for number in 1..=told.len() {
        let account = told.line(number).unwrap();
        let is_told = !account.causes.is_empty() && account.causes.iter().all(is_grounded);
        if !is_told || !account.layout.file.contains('/') {
            out.push(format!("{path}:{number}: {}", account.text));
        }
    }
}

#[test]
fn no_line_of_the_sample_region_is_without_an_explanation() {
    let source = region();
    let texts = built(&source, None);
    let witness = Witness::of(&source);
    let schools: Vec<_> = witness.schools().collect();
    let mute: Vec<String> = schools
        .par_iter()
        .flat_map_iter(|&uai| {
            let testimony = witness.school(uai).unwrap_or_else(|_| panic!("{uai} tells nothing"));
            let mut found = Vec::new();
            let own: Vec<_> = texts.iter().filter(|(path, _)| path.starts_with(&uai.to_string())).collect();
            assert_eq!(testimony.paths().count(), own.len(), "{uai}");
            for (path, text) in own {
                match testimony.tell(path) {
                    Some(told) => mute(path, text, &told, &mut found),
                    None => found.push(format!("{path}: the whole file")),
                }
            }
            found
        })
        .collect();
    assert!(mute.is_empty(), "{} lines, such as {:#?}", mute.len(), &mute[..mute.len().min(20)]);
}

#[test]
fn every_row_of_the_regions_lists_is_some_schools() {
    let source = region();
    let texts = built(&source, None);
    let witness = Witness::of(&source);
    let schools: Vec<_> = witness.schools().map(|uai| witness.school(uai).ok().unwrap()).collect();
    let lists: Vec<_> = texts.iter().filter(|(path, _)| path.starts_with("region/")).collect();
    assert!(lists.len() > 20, "the lists were built");
    for (path, text) in lists {
        let shares: Vec<Told> = schools.iter().filter_map(|school| school.share(path)).collect();
        let told: std::collections::BTreeSet<&str> = shares.iter().flat_map(|told| told.text.split('\n')).collect();
        for line in text.split('\n') {
            assert!(told.contains(line), "{path}: {line}");
        }
        for share in &shares {
            let mut found = Vec::new();
            mute(path, &share.text.clone(), share, &mut found);
            assert!(found.is_empty(), "{found:#?}");
        }
    }
}

/// The story of the first line of a file that holds `part`.
fn story(source: &Source, path: &str, part: &str) -> Account {
    let school = path.split('/').next().filter(|folder| *folder != "region");
    let texts = built(source, school);
    let line = texts[path].lines().position(|line| line.contains(part)).unwrap_or_else(|| panic!("{path} has no {part}"));
    let Ok(answer) = why(source, path, line + 1) else { panic!("{path} tells nothing") };
    assert_eq!(answer.text, texts[path]);
    answer.account.unwrap()
}

/// Every place that somebody wrote, with its text, in the order of the story.
fn places(causes: &[Cause]) -> Vec<(String, String)> {
    let mut out = Vec::new();
    for cause in causes {
        match cause {
            Cause::Written(layers) => {
                out.extend(layers.iter().filter_map(|w| Some((w.at.as_ref()?.file.clone(), w.text.clone()))));
            }
            Cause::Default { .. } => {}
            Cause::Derived { from, .. } => out.extend(places(from)),
        }
    }
    out
}

fn names(account: &Account, file: &str, part: &str) -> bool {
    places(&account.causes).iter().any(|(place, text)| place.ends_with(file) && text.contains(part))
}
