//! The nine regions of examples/faults: each is refused with one error, at the place that its README's table names.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test stops where it fails")]

use serde_json::Value;
use std::path::Path;
use std::process::Command;

/// A row of the table: folder, rule, place of the wrong value, second place.
fn rows() -> Vec<[String; 4]> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/faults/README.md");
    let text = std::fs::read_to_string(path).unwrap();
    let cells = |line: &str| line.split('|').map(|c| c.trim().trim_matches('`').to_owned()).collect::<Vec<_>>();
    let rows = text.lines().filter(|l| l.starts_with("| `")).map(cells);
    rows.map(|c| [c[1].clone(), c[3].clone(), c[4].clone(), c[5].clone()]).collect()
}

fn place(label: &Value) -> String {
    format!("{}:{}:{}", label["file"].as_str().unwrap(), label["line"], label["column"])
}

#[test]
fn each_faulty_region_gives_one_error_at_its_place() {
    let rows = rows();
    assert_eq!(rows.len(), 9);
    let mut wrong = Vec::new();
    for [folder, rule, at, second] in rows {
        let region = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/faults").join(&folder);
        let run = Command::new(env!("CARGO_BIN_EXE_preau"))
            .args(["check", "--format", "json", "--on", "2026-11-25"])
            .arg(region)
            .output()
            .unwrap();
        assert_eq!(run.status.code(), Some(1), "{folder}");
        let text = String::from_utf8(run.stdout).unwrap();
        let findings: Vec<Value> = text.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
        let errors: Vec<&Value> = findings.iter().filter(|f| f["severity"] == "error").collect();
        let [one] = errors.as_slice() else {
            wrong.push(format!("{folder}: {} errors: {errors:#?}", errors.len()));
            continue;
        };
        let other = one["labels"].get(1).map_or("-".to_owned(), place);
        if (one["rule"].as_str(), place(one), &other) != (Some(&rule), at.clone(), &second) {
            wrong.push(format!(
                "{folder}: {} at {}, second {other}; the table says {rule} at {at}, second {second}",
                one["rule"],
                place(one)
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
