//! What the fuzz targets once brought down, each in its smallest form.

use super::{FILES, KEY, STATIONS, build};

/// The rules of what is found when one text of the sample school is replaced.
fn found(from: &str, to: &str) -> Vec<&'static str> {
    let files =
        FILES.iter().map(|(path, _, text)| (*path, (*text).to_owned())).chain([KEY, STATIONS].map(|(p, t)| (p, t.to_owned())));
    let edited: Vec<(&'static str, String)> = files
        .map(|(path, text)| if path.ends_with("choiseul.kdl") { (path, text.replace(from, to)) } else { (path, text) })
        .collect();
    assert!(edited.iter().zip(FILES).any(|((_, new), (_, _, old))| new != old), "{from} is not there");
    build(&edited).0.findings.iter().map(|f| f.rule).collect()
}

#[test]
fn a_cable_of_a_host_that_is_refused_is_no_cable() {
    assert!(found("host hosta model=", "host hosta oodel=").contains(&"unknown-property"));
}

#[test]
fn a_cable_to_what_has_no_cable_is_refused() {
    assert!(found("link sw151:22 sw153:24", "link sw151:22 ups1:1").contains(&"cable-to-no-port"));
    assert!(found("link sw151:22 sw153:24", "link ap-a101:1 ups1:1").contains(&"cable-to-no-port"));
}
