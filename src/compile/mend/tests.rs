//! What the mends of findings make of texts, without a region.

use super::edits::{apart, applied};
use crate::base::{Edit, FileId, Finding, Severity, Span};

fn edit(start: usize, end: usize, text: &str) -> Edit {
    Edit { span: Span::new(FileId(0), start, end), text: text.into() }
}

fn finding(edits: Vec<Edit>) -> Finding {
    Finding {
        rule: "test",
        severity: Severity::Error,
        message: String::new(),
        labels: Vec::new(),
        help: None,
        edits,
        school: None,
        subjects: Vec::new(),
    }
}

/// The text after the mends that can be made.
fn mended(text: &str, findings: &[Finding]) -> String {
    let findings: Vec<&Finding> = findings.iter().collect();
    let mut edits: Vec<Edit> = apart(&findings).iter().flat_map(|f| f.edits.clone()).collect();
    edits.sort();
    edits.dedup();
    applied(text, edits.iter()).unwrap()
}

#[test]
fn two_mistakes_in_one_line_are_both_mended() {
    let findings = [finding(vec![edit(0, 2, "A")]), finding(vec![edit(3, 5, "BBB")]), finding(vec![edit(5, 6, "")])];
    assert_eq!(mended("aa bbxcc", &findings), "A BBBcc");
}

#[test]
fn of_mends_that_meet_none_is_made_and_what_is_offered_twice_is_made_once() {
    let twice = finding(vec![edit(0, 2, "A")]);
    assert_eq!(mended("aa bb", &[twice.clone(), twice.clone()]), "A bb");
    assert_eq!(mended("aa bb", &[twice.clone(), finding(vec![edit(1, 4, "x")])]), "aa bb");
    assert_eq!(mended("aa bb", &[twice.clone(), finding(vec![edit(0, 2, "B")])]), "aa bb");
    // Which of two insertions comes first nobody said; nor whether one is before or after what replaces its neighbour.
    assert_eq!(mended("aa bb", &[finding(vec![edit(2, 2, ";")]), finding(vec![edit(2, 2, ",")])]), "aa bb");
    assert_eq!(mended("aa bb", &[twice, finding(vec![edit(2, 2, ";")])]), "aa bb");
}

#[test]
fn a_finding_is_mended_whole_or_not_at_all() {
    let pair = finding(vec![edit(0, 1, "("), edit(4, 5, ")")]);
    assert_eq!(mended("a b c", std::slice::from_ref(&pair)), "( b )");
    assert_eq!(mended("a b c", &[pair, finding(vec![edit(4, 5, "]")])]), "a b c");
}

#[test]
fn an_edit_that_does_not_fit_the_text_changes_nothing() {
    for (start, end) in [(1, 2), (0, 9), (9, 9)] {
        assert_eq!(applied("éa", [edit(start, end, "x")].iter()), None, "{start}..{end}");
    }
}
