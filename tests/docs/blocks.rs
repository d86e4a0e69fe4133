//! Every manifest in the pages is compiled.
//!
//! A block tagged `kdl` is added to the Lycée Professionnel Delaunay of the sample region, a small school with the profile
//! `lycee-en`; one that begins with a school's header is a school of its own. It must compile without an error; tagged
//! `kdl fails RULE` it must give exactly that error.

use super::{Block, fences, options, project, sample_region};
use preau::base::Severity;
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

/// The errors of a block, as `rule: message`.
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
    findings.iter().filter(|f| f.severity == Severity::Error).map(|f| format!("{}: {}", f.rule, f.message)).collect()
}

#[test]
fn every_manifest_of_the_pages_compiles_or_fails_as_said() {
    let region = sample_region();
    let (mut run, mut faults) = (0, String::new());
    for block in pages().iter().flat_map(|p| fences(p)).filter(|b| b.tag.split(' ').next() == Some("kdl")) {
        run += 1;
        let errors = errors(&region, &block);
        let as_said = match block.tag.strip_prefix("kdl fails ") {
            Some(rule) => matches!(errors.as_slice(), [one] if one.starts_with(&format!("{rule}: "))),
            None => block.tag == "kdl" && errors.is_empty(),
        };
        if !as_said {
            faults.push_str(&format!("\n{} ({}): {errors:#?}", block.place, block.tag));
        }
    }
    assert!(faults.is_empty(), "{faults}");
    assert!(run > 5, "the blocks were found: {run}");
}
