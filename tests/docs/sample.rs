//! What a check of the sample region says, held against the table of schools/README.md.

use super::{cells, options, page, project, sample_region};
use preau::base::Severity;
use preau::compile;
use std::collections::BTreeMap;
use std::fs;

const README: &str = "schools/README.md";
const HEADING: &str = "## What a clean check says";

/// The rows of the table: the rule, its severity and how many.
fn explained() -> BTreeMap<String, (String, usize)> {
    let text = page(README);
    let (_, section) = text.split_once(HEADING).expect("the section is there");
    let rows = section.lines().filter(|l| l.starts_with("| `")).map(cells);
    rows.map(|c| (c[0].clone(), (c[1].clone(), c[2].parse().unwrap()))).collect()
}

#[test]
fn the_sample_region_has_no_error_and_only_the_findings_that_its_readme_explains() {
    let findings = compile::check(&sample_region(), &options(&[])).findings;
    let errors: Vec<_> = findings.iter().filter(|f| f.severity == Severity::Error).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    let mut found: BTreeMap<String, (String, usize)> = BTreeMap::new();
    for finding in &findings {
        found.entry(finding.rule.to_owned()).or_insert_with(|| (finding.severity.word().to_owned(), 0)).1 += 1;
    }
    if std::env::var_os("BLESS").is_some() {
        bless(&found);
    }
    assert_eq!(found, explained(), "{README}, {HEADING}: the rules must be the same; BLESS=1 writes the numbers");
}

/// Writes severities and numbers; why a finding stays is for a person to say.
fn bless(found: &BTreeMap<String, (String, usize)>) {
    let text = page(README);
    let lines = text.lines().map(|line| {
        let row = cells(line);
        match (line.starts_with("| `"), found.get(&row[0]), row.as_slice()) {
            // What a person wrote behind the numbers stays to the letter, its back-ticks too.
            (true, Some((severity, count)), [rule, ..]) => {
                let rest = line.splitn(5, '|').nth(4).unwrap_or_default();
                format!("| `{rule}` | {severity} | {count} |{rest}\n")
            }
            _ => format!("{line}\n"),
        }
    });
    fs::write(project(README), lines.collect::<String>()).unwrap();
}
