//! What people and programs are shown, on small texts.

use super::*;
use crate::base::{Edit, FileId, Label, Span};
use crate::source::Source;

const PLAIN: Look = Look { width: None, colour: false };

fn span_of(source: &Source, path: &str, words: &str) -> Span {
    let file = source.find(path).unwrap();
    let at = file.text.find(words).unwrap();
    Span::new(file.id, at, at + words.len())
}

fn finding(rule: &'static str, message: &str, labels: &[(Span, &str)]) -> Finding {
    Finding {
        rule,
        severity: Severity::Error,
        message: message.into(),
        labels: labels.iter().map(|(span, text)| Label { span: *span, text: (*text).into() }).collect(),
        help: None,
        edits: Vec::new(),
        school: None,
        subjects: Vec::new(),
    }
}

#[test]
fn a_finding_shows_rule_message_lines_and_help() {
    let text = "school x\n    vlan labo-a id=160 place=14\n    vlan labo-b id=161 place=\"14.128/25\"\n";
    let source = Source::of(&[("choiseul.kdl", text)]);
    let at = |words| span_of(&source, "choiseul.kdl", words);
    let labels = [(at("place=14\n").part(0, 8), "10.37.46.0/24 here"), (at("place=\"14.128/25\""), "10.37.46.128/25 here")];
    let mut found = finding("subnet-overlap", "VLANs labo-a and labo-b share 10.37.46.128/25", &labels);
    found.help = Some("give one of them another place in the block".into());
    let wanted = "\
subnet-overlap
  × VLANs labo-a and labo-b share 10.37.46.128/25
   ╭─[choiseul.kdl:2:24]
 1 │ school x
 2 │     vlan labo-a id=160 place=14
   ·                        ────┬───
   ·                            ╰── 10.37.46.0/24 here
 3 │     vlan labo-b id=161 place=\"14.128/25\"
   ·                        ────────┬────────
   ·                                ╰── 10.37.46.128/25 here
   ╰────
  help: give one of them another place in the block

1 error
";
    assert_eq!(human(&[found], &source, PLAIN), wanted);
}

#[test]
fn an_underline_stands_under_its_word_behind_accents() {
    let text = "name \"Lycée e\u{301}te\u{301} 学校\" rôle=x\n";
    let source = Source::of(&[("a.kdl", text)]);
    let found = finding("r", "m", &[(span_of(&source, "a.kdl", "rôle"), "here")]);
    let out = human(&[found], &source, PLAIN);
    let line = |mark: &str| out.lines().find(|l| l.contains(mark)).unwrap().to_owned();
    // On the terminal a combining accent takes no column and a Chinese character two.
    let column = |line: &str, mark: char| -> usize {
        let before = line.chars().take_while(|c| *c != mark);
        before.map(|c| if c == '\u{301}' { 0 } else { 1 + usize::from(matches!(c, '学' | '校')) }).sum()
    };
    assert!(out.contains("[a.kdl:1:23]"), "{out}");
    assert_eq!(column(&line("name"), 'r'), column(&line("┬"), '─'), "{out}");
}

#[test]
fn the_primary_place_heads_the_finding_even_below_or_in_another_file() {
    let text = format!("address=1\n{}address=2\n", "\n".repeat(30));
    let source = Source::of(&[("a.kdl", &text), ("profiles/p.kdl", "place=2\n")]);
    let at = |path, words| span_of(&source, path, words);
    let labels =
        [(at("a.kdl", "address=2"), "twice"), (at("a.kdl", "address=1"), "first"), (at("profiles/p.kdl", "place"), "std")];
    let out = human(&[finding("r", "m", &labels)], &source, PLAIN);
    let heads: Vec<_> = out.lines().filter(|l| l.contains("╭─[")).map(str::trim).collect();
    assert_eq!(heads, ["╭─[a.kdl:32:1]", "╭─[a.kdl:1:1]", "╭─[profiles/p.kdl:1:1]"], "{out}");
    let near = Source::of(&[("a.kdl", "address=1\naddress=2\n")]);
    let labels = [(span_of(&near, "a.kdl", "address=2"), "twice"), (span_of(&near, "a.kdl", "address=1"), "first")];
    let together = human(&[finding("r", "m", &labels)], &near, PLAIN);
    assert!(together.contains("╭─[a.kdl:2:1]") && together.matches("╭─[").count() == 1, "{together}");
    assert!(["twice", "first", "std"].iter().all(|label| out.contains(label)), "{out}");
}

#[test]
fn nothing_hostile_reaches_the_terminal() {
    let source = Source::of(&[("a\u{1b}.kdl", "x \u{1b}[31m y\n")]);
    let span = Span::new(FileId(0), 0, 1);
    let out = human(&[finding("r", "said \u{1b}]0;x\u{7}", &[(span, "la\u{1b}bel")])], &source, PLAIN);
    assert!(!out.contains('\u{1b}') && !out.contains('\u{7}'), "{out:?}");
}

#[test]
fn colour_comes_only_when_asked_for() {
    let source = Source::of(&[("a.kdl", "x\n")]);
    let found = [finding("r", "m", &[(Span::new(FileId(0), 0, 1), "l")])];
    assert!(!human(&found, &source, PLAIN).contains('\u{1b}'));
    assert!(human(&found, &source, Look { width: Some(80), colour: true }).contains("\u{1b}[31mr\u{1b}[0m"));
}

#[test]
fn places_at_the_edges_are_drawn_and_never_panic() {
    for text in ["", "x", "x\n", "é", "a\r\nb", "\n\n", "a\nb\nc\nd\ne\nf\ng\n"] {
        let source = Source::of(&[("a.kdl", text)]);
        for start in 0..=text.len() + 1 {
            for end in start..=text.len() + 2 {
                let out = human(&[finding("r", "m", &[(Span::new(FileId(0), start, end), "here")])], &source, PLAIN);
                assert!(out.contains("× m") && !out.contains("Failed"), "{text:?} {start}..{end}: {out}");
                assert!(text.is_empty() || out.contains("here"), "{text:?} {start}..{end}: {out}");
            }
        }
    }
}

#[test]
fn a_line_of_a_megabyte_and_a_block_of_a_thousand_lines_stay_small() {
    let long = format!("{}é vlan=x {}\n", "a".repeat(1 << 20), "b".repeat(1 << 20));
    let tall = format!("switch {{\n{}}}\n", "  x\n".repeat(1000));
    let source = Source::of(&[("a.kdl", &long), ("b.kdl", &tall)]);
    let labels = [(span_of(&source, "a.kdl", "vlan=x"), "long"), (Span::new(FileId(1), 0, tall.len()), "tall")];
    let out = human(&[finding("r", "m", &labels)], &source, PLAIN);
    assert!(out.len() < 2000, "{}", out.len());
    assert!(out.contains("long") && out.contains("tall") && out.contains("[a.kdl:1:1048579]"), "{out}");
}

#[test]
fn a_file_shows_its_weightiest_findings_and_counts_the_rest() {
    let source = Source::of(&[("a.kdl", &"x\n".repeat(100)), ("b.kdl", "y\n")]);
    let mut findings: Vec<_> = (0..80).map(|i| finding("r", "m", &[(Span::new(FileId(0), 2 * i, 2 * i + 1), "l")])).collect();
    findings.iter_mut().take(79).for_each(|f| f.severity = Severity::Warning);
    findings.push(finding("s", "other", &[(Span::new(FileId(1), 0, 1), "l")]));
    let out = human(&findings, &source, PLAIN);
    assert_eq!(out.matches("[a.kdl:").count(), 50);
    assert!(out.contains("[a.kdl:80:1]"), "the one error, at the end of the file");
    assert!(out.contains("... and 30 more in a.kdl\n"), "{out}");
    assert!(out.ends_with("\n2 errors, 79 warnings (30 not shown)\n"), "{out}");
}

#[test]
fn a_json_line_has_every_field_and_counts_characters() {
    let source = Source::of(&[("a.kdl", "x\né vlan=pédago\n")]);
    let mut found = finding("vlan-undeclared", "no VLAN", &[(span_of(&source, "a.kdl", "pédago"), "unknown VLAN")]);
    found.help = Some("did you mean".into());
    found.school = Some("0370037P".into());
    found.edits.push(Edit { span: found.labels[0].span, text: "pedago".into() });
    let out = json(&[found], &source);
    let wanted = r#"{"rule":"vlan-undeclared","severity":"error","message":"no VLAN","file":"a.kdl","line":2,"column":8,"end_line":2,"end_column":14,"labels":[{"file":"a.kdl","line":2,"column":8,"end_line":2,"end_column":14,"message":"unknown VLAN"}],"help":"did you mean","fix":[{"file":"a.kdl","start":10,"end":17,"text":"pedago"}],"school":"0370037P","fingerprint":""#;
    assert!(out.starts_with(wanted), "{out}");
    let nowhere = json(&[finding("region-missing", "m", &[])], &source);
    assert!(
        nowhere.contains(r#""file":null,"line":null"#) && nowhere.contains(r#""labels":[],"help":null,"fix":[],"school":null"#)
    );
    assert_eq!(nowhere.lines().count(), 1);
}

#[test]
fn a_fingerprint_outlives_a_comment_above_and_tells_two_mistakes_apart() {
    let prints = |text: &str| -> Vec<String> {
        let source = Source::of(&[("a.kdl", text)]);
        let at = |words| span_of(&source, "a.kdl", words);
        let found = [finding("r", "m", &[(at("one"), "")]), finding("r", "m", &[(at("two"), "")]), finding("q", "m", &[])];
        let out = json(&found, &source);
        let values = out.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
        values.map(|value| value["fingerprint"].as_str().unwrap().to_owned()).collect()
    };
    let (before, after) = (prints("one\ntwo\n"), prints("// a comment\n\none\n\ntwo\n"));
    assert_eq!(before, after);
    assert!(before.iter().all(|p| p.len() == 32) && before[0] != before[1] && before[1] != before[2]);
}

#[test]
fn two_thousand_findings_in_a_megabyte_cost_a_search_each() {
    // 1 MB of 2 000 lines. Reading the file from its start for each label would be 2 GB, several times over.
    let line = format!("vlan {}\n", "x".repeat(500));
    let source = Source::of(&[("a.kdl", &line.repeat(2000))]);
    let place = |i: usize| Span::new(FileId(0), i * line.len(), i * line.len() + 4);
    let findings: Vec<_> = (0..2000).map(|i| finding("r", "m", &[(place(i), "here")])).collect();
    let began = std::time::Instant::now();
    let drawn = human::capped(&findings, &source, PLAIN, usize::MAX);
    let (spent, lines) = (began.elapsed(), json(&findings, &source).lines().count());
    println!("2 000 findings in 1 MB: {spent:?} drawn, {:?} with json", began.elapsed());
    assert_eq!((drawn.matches("[a.kdl:").count(), lines), (2000, 2000));
    // Debug code on a busy machine stays under a second; the quadratic form needs minutes.
    assert!(began.elapsed().as_secs() < 15, "{:?}", began.elapsed());
}

#[test]
fn findings_on_one_line_of_four_megabytes_do_not_count_it_each_anew() {
    // 40 000 times two places and 2 MB before each: 160 GB to count.
    let text = "vlan été; ".repeat(350_000);
    let source = Source::of(&[("a.kdl", &text)]);
    let place = |i: usize| Span::new(FileId(0), i * 96, i * 96 + 4);
    let findings: Vec<_> = (0..40_000).map(|i| finding("r", "m", &[(place(i), "here")])).collect();
    let began = std::time::Instant::now();
    assert_eq!(json(&findings, &source).lines().count(), 40_000);
    assert!(human(&findings, &source, PLAIN).contains("39950 more"));
    assert!(began.elapsed().as_secs() < 15, "{:?}", began.elapsed());
}
