//! The one layout: what it writes, and that it changes nothing but the layout, over every manifest that the project has
//! and over broken copies of them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test stops where it fails")]

use preau::base::{FileId, Origins, Policy, Sink};
use preau::fmt::format;
use preau::syntax::guard::lex::{Kind, lex};
use preau::syntax::{self, Decl, In};
use std::path::{Path, PathBuf};

const FILE: FileId = FileId(0);

fn formatted(text: &str) -> String {
    format(FILE, text).unwrap_or_else(|findings| panic!("{text}\n{findings:?}"))
}

/// Every manifest of the project, with its name.
fn manifests() -> Vec<(String, String)> {
    let mut out = Vec::new();
    let mut waiting: Vec<PathBuf> =
        ["schools", "tests/fixtures", "examples", "src"].map(|f| Path::new(env!("CARGO_MANIFEST_DIR")).join(f)).to_vec();
    while let Some(folder) = waiting.pop() {
        for entry in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if entry.is_dir() {
                waiting.push(entry);
            } else if entry.extension().is_some_and(|e| e == "kdl") {
                out.push((entry.display().to_string(), std::fs::read_to_string(&entry).unwrap()));
            }
        }
    }
    assert!(out.len() > 40, "the search found the manifests");
    out.sort();
    out
}

/// What the language reads in a text, without places; and what it finds, without places.
fn meaning(text: &str) -> String {
    let (origins, mut policy, mut findings) = (Origins::default(), Policy::default(), Vec::new());
    let at = match words(text).0.first().map(String::as_str) {
        Some("region") => In::R,
        Some("profile") => In::P,
        Some("catalogue") => In::K,
        Some("cmdb") => In::M,
        _ => In::C,
    };
    let document = syntax::read(FILE, at, text, &mut Sink::new(&origins, &mut policy, None, &mut findings));
    let found: Vec<_> = findings.iter().map(|f| (f.rule, &f.message)).collect();
    let mut said = format!("{found:?}");
    for decl in document.nodes.iter().chain([&document.header]) {
        say(decl, &mut said);
    }
    said
}

fn say(decl: &Decl, out: &mut String) {
    let values = decl.args.iter().map(|a| ("", &a.value)).chain(decl.props.iter().map(|p| (p.property.name, &p.value)));
    out.push_str(decl.node.kind);
    for (name, value) in values {
        // The places in a list are of no meaning.
        let text = format!("{value:?}");
        let mut parts = text.split("Span {");
        out.push_str(&format!(" {name}={}", parts.next().unwrap()));
        parts.for_each(|part| out.push_str(&part[part.find('}').unwrap()..]));
    }
    out.push('{');
    decl.children.iter().for_each(|child| say(child, out));
    out.push('}');
}

/// The words of a text in order, without their quotes where a spelling may differ; and its comments.
fn words(text: &str) -> (Vec<String>, Vec<String>) {
    let (tokens, _) = lex(text);
    let (mut words, mut comments, mut at) = (Vec::new(), Vec::new(), 0);
    let mut gap = |text: &str| {
        for line in text.lines() {
            let said: Vec<&str> = line.split([' ', '\t', '\\', '\u{feff}']).filter(|word| !word.is_empty()).collect();
            comments.extend((!said.is_empty()).then(|| said.concat()));
        }
    };
    for token in &tokens {
        gap(&text[at..token.start]);
        at = token.end;
        let word = &text[token.start..token.end];
        match token.kind {
            Kind::End => {}
            Kind::Word => words.push(word.to_owned()),
            Kind::Quoted | Kind::Raw if !word.contains('\n') => words.push(word.trim_matches(['#', '"']).to_owned()),
            _ => words.push(word.to_owned()),
        }
    }
    gap(&text[at..]);
    (words, comments)
}

/// Fails unless a text keeps its meaning, its comments and its order, and stays as it is the second time.
fn holds(name: &str, text: &str) {
    let once = formatted(text);
    let plain = text.replace("\r\n", "\n").replace('\r', "\n");
    assert_eq!(words(&once), words(&plain), "{name}\n--- before\n{text}\n--- after\n{once}");
    assert_eq!(meaning(&once), meaning(&plain), "{name}\n--- before\n{text}\n--- after\n{once}");
    assert_eq!(formatted(&once), once, "{name}: not the same twice\n--- before\n{text}");
    assert!(!once.contains("\n\n\n") || text.contains(['\\', '"', '*']), "{name}: two empty lines\n{once}");
}

#[test]
fn every_manifest_keeps_its_meaning_its_comments_and_its_order() {
    let mut read = 0;
    for (name, text) in manifests() {
        if format(FILE, &text).is_ok() {
            holds(&name, &text);
            read += 1;
        }
    }
    assert!(read > 40, "{read}");
}

#[test]
fn the_regions_own_manifests_are_in_the_one_layout() {
    let stale: Vec<_> = manifests().into_iter().filter(|(name, _)| name.contains("/schools/")).collect();
    let stale: Vec<_> = stale.iter().filter(|(_, text)| formatted(text) != *text).map(|(name, _)| name).collect();
    assert!(stale.is_empty(), "preau fmt schools would change {stale:?}");
}

/// A small generator of numbers, the same on every run.
struct Dice(u64);
impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % limit.max(1) as u64).unwrap()
    }
}

#[test]
fn a_manifest_that_was_cut_and_patched_at_random_keeps_its_meaning_too() {
    const INSERTS: &[&str] = &[
        "\n",
        " ",
        ";",
        "\r\n",
        "/-",
        "/- ",
        " \\\n",
        " \\ // c\n",
        "// c\n",
        " // c\n",
        "/* c */",
        "/* a\n b */",
        "{",
        "}",
        " { a; b; }",
        " {}",
        "\"x\"",
        " \"y z\"",
        " #\"raw\"#",
        " #\"a \\ b\"#",
        " \"\"\"\n    two\n    lines\n    \"\"\"",
        " é",
        " ok=é",
        "\t",
        "\n\n\n",
        "\u{feff}",
        " /-\n",
        " /-k=\"v\"",
        "/-{ x }",
        " a,b",
        " \"a,\"",
        " \"true\"",
        " -x",
        " +5",
    ];
    let mut dice = Dice(20_261_125);
    let (mut tried, mut held) = (0, 0);
    for (name, text) in manifests() {
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        for _ in 0..25 {
            // A stretch of the file: a whole one would hide its mutation behind hundreds of lines.
            let start = dice.below(lines.len());
            let mut piece: String = lines[start..lines.len().min(start + 1 + dice.below(6))].concat();
            for _ in 0..=dice.below(3) {
                let mut at = dice.below(piece.len() + 1);
                while !piece.is_char_boundary(at) {
                    at -= 1;
                }
                match dice.below(4) {
                    0 => {
                        if let Some((at, _)) = piece.char_indices().nth(dice.below(piece.chars().count())) {
                            piece.remove(at);
                        }
                    }
                    _ => piece.insert_str(at, INSERTS[dice.below(INSERTS.len())]),
                }
            }
            tried += 1;
            if format(FILE, &piece).is_ok() {
                held += 1;
                holds(&name, &piece);
            }
        }
    }
    assert!(held * 6 > tried, "{held} of {tried} could be read");
}

#[test]
fn the_layout_is_one_space_four_of_indent_and_bare_words() {
    for (before, after) in [
        ("vlan  a   id = 1", ""),
        ("vlan  a   id=1   // why\n", "vlan a id=1 // why\n"),
        (
            "school \"0370037P\" town=\"Tours\" name=\"Lycée X\" slug=\"x\"",
            "school \"0370037P\" town=Tours name=\"Lycée X\" slug=x\n",
        ),
        ("room \"101\" \"A1\" \"true\" \"a,b\" \"a b\"\n", "room \"101\" A1 \"true\" a,b \"a b\"\n"),
        ("a {b;c;}\n", "a { b; c }\n"),
        ("a { }\n", "a {}\n"),
        ("a {\n\n\n  b; c // d\n\n\n\te { f }\n\n}\n\n\n", "a {\n    b\n    c // d\n\n    e { f }\n}\n"),
        ("a {\n// x\n}\r\nb\r\n", "a {\n    // x\n}\nb\n"),
        ("/- a 1\n  /-\n b { c /-d e=1 }\n", "/-a 1\n/-b { c /-d e=1 }\n"),
        ("a \\\n b \\ // c\n      d=\"e\"\nf", "a \\\n    b \\ // c\n    d=e\nf\n"),
        ("a; b; // c\n", "a\nb // c\n"),
        ("\n\n// x   \n\n\n\na", "// x\n\na\n"),
        ("a /* b */c\n", "a /* b */ c\n"),
        ("note #\"plain\"# #\"a \"b\" c\"#\n", "note plain #\"a \"b\" c\"#\n"),
        ("/-{ x }-x\n", "/-{ x } -x\n"),
        ("/-a b\\c\n", "/-a b\\c\n"),
        ("", ""),
        ("\n \n", ""),
    ] {
        match after {
            "" if !before.trim().is_empty() => assert!(format(FILE, before).is_err(), "{before}"),
            _ => assert_eq!(formatted(before), after, "{before}"),
        }
    }
}

/// A folder of its own, taken away at the end.
struct Folder(PathBuf);
impl Folder {
    fn new(name: &str) -> Folder {
        let path = std::env::temp_dir().join(format!("preau-fmt-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).unwrap();
        Folder(path)
    }
    fn preau(&self, args: &[&str]) -> (Option<i32>, String, String) {
        let done = std::process::Command::new(env!("CARGO_BIN_EXE_preau")).args(args).current_dir(&self.0).output().unwrap();
        (done.status.code(), String::from_utf8(done.stdout).unwrap(), String::from_utf8(done.stderr).unwrap())
    }
}
impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[test]
fn the_command_rewrites_what_differs_checks_without_writing_and_leaves_a_broken_file_alone() {
    let folder = Folder::new("command");
    let read = |name: &str| std::fs::read_to_string(folder.0.join(name)).unwrap();
    std::fs::create_dir(folder.0.join("37")).unwrap();
    std::fs::write(folder.0.join("37/a.kdl"), "vlan  \"a\"\r\n").unwrap();
    std::fs::write(folder.0.join("b.kdl"), "vlan b\n").unwrap();
    std::fs::write(folder.0.join("c.txt"), "vlan  c\n").unwrap();
    assert_eq!(folder.preau(&["fmt", "--check", "."]), (Some(1), "./37/a.kdl\n".into(), String::new()));
    assert_eq!(read("37/a.kdl"), "vlan  \"a\"\r\n", "--check writes nothing");
    assert_eq!(folder.preau(&["fmt", "."]).0, Some(0));
    assert_eq!((read("37/a.kdl"), read("b.kdl"), read("c.txt")), ("vlan a\n".into(), "vlan b\n".into(), "vlan  c\n".into()));
    assert_eq!(folder.preau(&["fmt", "--check", "."]), (Some(0), String::new(), String::new()));
    std::fs::write(folder.0.join("b.kdl"), "vlan  b {\n").unwrap();
    let (code, out, err) = folder.preau(&["fmt", "b.kdl"]);
    assert_eq!((code, out.as_str(), read("b.kdl").as_str()), (Some(1), "", "vlan  b {\n"));
    assert!(err.contains("syntax") && err.contains("b.kdl:1:9"), "{err}");
    assert_eq!(folder.preau(&["fmt", "absent.kdl"]).0, Some(2));
    assert_eq!(std::fs::read_dir(&folder.0).unwrap().count(), 3, "nothing is left beside the files");
}
