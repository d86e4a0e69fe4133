//! Every manifest in the pages is compiled.
//!
//! A block tagged `kdl` is added to the Lycée Professionnel Delaunay of the sample region, a small school with the profile
//! `lycee-en`; one that begins with a school's header is a school of its own. It must compile without an error; tagged
//! `kdl fails RULE` it must give exactly that error.

use super::{Block, fences, options, project, sample_region};
use preau::base::{Finding, Severity};
use preau::compile;
use preau::source::{Role, Source};
use std::fs;

const SCHOOL: &str = "41/0410832G-delaunay.kdl";

/// The pages of people, but those that other tests hold: the language and the rules.
fn pages() -> Vec<String> {
    let docs = fs::read_dir(project("docs")).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap());
    let mut pages: Vec<String> = docs.filter(|n| n.ends_with(".md") && n != "language.md").map(|n| format!("docs/{n}")).collect();
    pages.extend(["README.md".to_owned(), "CHANGELOG.md".to_owned()]);
    pages.sort();
    pages
}

/// The errors of a block, as a reader sees them: rule, message, help.
fn errors(region: &Source, block: &Block) -> Vec<String> {
    let is_school = block.text.starts_with("school ");
    let kept = |role: Role, path: &str| !matches!(role, Role::School | Role::Inventory) || path == SCHOOL;
    let mut files: Vec<(String, String)> = region
        .files
        .iter()
        .filter(|f| kept(f.role, &f.path))
        .map(|f| {
            (f.path.clone(), if f.path == SCHOOL && !is_school { format!("{}\n{}", f.text, block.text) } else { f.text.clone() })
        })
        .collect();
    if is_school {
        files.push(("41/of-the-page.kdl".into(), block.text.clone()));
    }
    let files: Vec<(&str, &str)> = files.iter().map(|(p, t)| (p.as_str(), t.as_str())).collect();
    let findings = compile::check(&Source::of(&files), &options(&[])).findings;
    findings.iter().filter(|f| f.severity == Severity::Error).map(text).collect()
}

/// A finding as a reader sees it: rule, message, help.
fn text(finding: &Finding) -> String {
    let help = finding.help.as_ref().map(|h| format!("\n  help: {h}")).unwrap_or_default();
    format!("{}\n  × {}{help}", finding.rule, finding.message)
}

/// What is wrong with a block, given the one after it: the finding that the page shows, where it fails.
fn fault(region: &Source, block: &Block, next: Option<&Block>) -> Option<String> {
    let errors = errors(region, block);
    let Some(rule) = block.tag.strip_prefix("kdl fails ") else {
        return (block.tag != "kdl" || !errors.is_empty()).then(|| format!("{errors:#?}"));
    };
    let [one] = errors.as_slice() else { return Some(format!("one error was promised: {errors:#?}")) };
    let shown = next.filter(|b| b.tag == "text").map_or("", |b| b.text.as_str());
    let strange = shown.lines().find(|line| !one.lines().any(|said| said == *line));
    let is_other = !one.starts_with(&format!("{rule}\n"));
    (is_other || strange.is_some()).then(|| format!("{one}\n  the page says otherwise: {}", strange.unwrap_or(rule)))
}

#[test]
fn every_manifest_of_the_pages_compiles_or_fails_as_said() {
    let region = sample_region();
    let (mut run, mut faults) = (0, String::new());
    for blocks in pages().iter().map(|p| fences(p)) {
        for (at, block) in blocks.iter().enumerate().filter(|(_, b)| b.tag.split(' ').next() == Some("kdl")) {
            run += 1;
            if let Some(fault) = fault(&region, block, blocks.get(at + 1)) {
                faults.push_str(&format!("\n{} ({}): {fault}", block.place, block.tag));
            }
        }
    }
    assert!(faults.is_empty(), "{faults}");
    assert!(run > 5, "the blocks were found: {run}");
}
