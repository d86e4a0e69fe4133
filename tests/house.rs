//! The walls and habits of the house, held by searching its own text.
//!
//! A wall is an absence: which stage may not know of which, and what only one of them may do. Code under `#[cfg(test)]` is
//! free: a test may build with any stage what its own stage is given.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test stops where it fails")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Stage -> what it may import. A new arrow is a design decision: change this line and docs/architecture.md in one commit.
///
/// A row `state/intend` is a stage of its own inside a folder: it lies lower than the words beside it.
const WALLS: &[(&str, &[&str])] = &[
    ("base", &[]),
    ("net", &["base"]),
    ("source", &["base"]),
    ("syntax", &["base", "net", "source"]),
    ("catalogue", &["base", "net", "source", "syntax"]),
    // Of `state` only the words: a setting that a device carries as it stands is spelt once.
    ("region", &["base", "net", "source", "syntax", "catalogue", "state"]),
    ("topology", &["base", "net", "catalogue", "region"]),
    // No `state`: a picture shows what was meant, before it is any device's.
    ("graph", &["base", "net", "catalogue", "region", "topology"]),
    ("state", &["base", "net"]),
    ("state/intend", &["base", "net", "catalogue", "region", "topology", "state"]),
    // No `source`, no `render`, no `emit`: a rule only looks.
    ("rules", &["base", "net", "catalogue", "region", "topology", "state", "state/intend"]),
    // No `state`: it knows no device.
    ("render", &["base", "net"]),
    // No `region`, no `topology`: a language writes a state, whoever meant it.
    ("os", &["base", "net", "state", "render"]),
    ("emit", &["base", "net", "catalogue", "state", "render", "os"]),
    ("observe", &["base", "net", "catalogue", "state", "os"]),
    ("compare", &["base", "net", "catalogue", "region", "topology", "state", "state/intend", "os", "observe"]),
    ("output", &["base", "emit"]),
    // Of `compile` only what it hands out: a report on schools is data made there and text made here.
    ("report", &["base", "source", "compare", "compile"]),
    ("fmt", &["base", "source", "syntax"]),
    // Of `region` the resolved types: what a profile asks of a school decides the school's first text.
    ("scaffold", &["base", "net", "region"]),
    // The pipeline itself: all stages but the mouths, and the one that only they need.
    ("compile", EVERY_STAGE),
    ("cli", &["base", "net", "source", "compile", "output", "report", "fmt", "scaffold"]),
    ("lsp", &["base", "net", "source", "syntax", "compile", "report", "fmt"]),
];

const EVERY_STAGE: &[&str] = &[
    "base",
    "net",
    "source",
    "syntax",
    "catalogue",
    "region",
    "topology",
    "graph",
    "state",
    "state/intend",
    "rules",
    "render",
    "os",
    "emit",
    "observe",
    "compare",
    "output",
    "scaffold",
];

/// A word -> the stages that may use it. A crate behind one door can be replaced; a clock or a disk behind one cannot surprise.
const DOORS: &[(&str, &[&str])] = &[
    ("kdl::", &["syntax"]),
    ("petgraph::", &["topology"]),
    ("minijinja::", &["render"]),
    ("miette::", &["report"]),
    ("clap::", &["cli"]),
    ("std::fs", &["source", "output", "cli"]),
    ("TcpStream", &[]),
    ("TcpListener", &[]),
    ("UdpSocket", &[]),
    ("std::env", &["cli"]),
    ("std::process", &["cli", "output"]),
    ("SystemTime", &["cli"]),
    ("Instant::now", &["cli"]),
    ("println!", &["cli"]),
    ("eprintln!", &["cli"]),
    ("print!", &["cli"]),
    ("eprint!", &["cli"]),
    ("dbg!", &[]),
    // Their order is not the same twice, and order is part of the output: BTreeMap, or sort.
    ("HashMap", &[]),
    ("HashSet", &[]),
    ("unsafe", &[]),
];

/// Files past [`LONG`] lines, each with the reason why they have one subject all the same.
const LONG_FOR_A_REASON: &[(&str, &str)] = &[];
const LONG: usize = 600;

/// Registries: each item of the folder stands in its `mod.rs` as `NAME::`, beside its `mod` line.
const REGISTRIES: &[&str] = &["src/rules", "src/os", "src/emit"];
/// What such a folder holds beside its items.
const SHARED: &[&str] = &[
    "src/emit/csv.rs",
    "src/emit/file.rs",
    "src/emit/keyed.rs",
    // Firewalls' languages, which the targets of their names write; the list is of switches'.
    "src/os/amon",
    "src/os/pfsense",
    "src/os/ascii.rs",
    "src/os/blocks.rs",
    "src/os/sheet.rs",
    "src/os/terminal.rs",
    "src/os/samples.rs",
    "src/rules/harness.rs",
    "src/rules/page.rs",
    "src/rules/wording.rs",
    "src/rules/address/addresses.rs",
    "src/rules/address/places.rs",
    "src/rules/hosts/room.rs",
    "src/rules/life/waiver_unused.rs",
    "src/rules/power/draw.rs",
    "src/rules/policy/survival.rs",
    "src/rules/wifi/air.rs",
];

/// One file of the project.
struct File {
    /// Relative to the project, with `/`.
    path: String,
    text: String,
}

impl File {
    fn is_test(&self) -> bool {
        let name = self.path.rsplit('/').next().unwrap_or_default();
        self.path.starts_with("tests/") || self.path.contains("/tests/") || name == "tests.rs" || name == "samples.rs"
    }

    /// The code that runs: without comments, and without what only tests compile.
    fn code(&self) -> String {
        let mut out = String::new();
        let mut skipped = None;
        let mut lines = self.text.lines().peekable();
        while let Some(line) = lines.next() {
            let indent = line.len() - line.trim_start().len();
            if let Some(depth) = skipped {
                // rustfmt closes a block at the indent of the line that opened it.
                if indent == depth && line.trim_start().starts_with('}') {
                    skipped = None;
                }
                continue;
            }
            if line.trim() == "#[cfg(test)]" {
                let next = lines.next().unwrap_or_default();
                if next.trim_end().ends_with('{') {
                    skipped = Some(next.len() - next.trim_start().len());
                }
                continue;
            }
            let code = if line.trim_start().starts_with("//") { "" } else { line.split(" // ").next().unwrap_or_default() };
            out.push_str(code);
            out.push('\n');
        }
        out
    }

    /// The row of [`WALLS`] that the file stands under; `None` for `main.rs` and `lib.rs`.
    fn stage(&self) -> Option<&'static str> {
        let path = self.path.strip_prefix("src/")?;
        let within = |row: &str| path.strip_prefix(row).is_some_and(|rest| rest.starts_with('/') || rest == ".rs");
        WALLS.iter().map(|(row, _)| *row).filter(|row| within(row)).max_by_key(|row| row.len())
    }

    /// How many `super` lead from this file's module to the crate: 1 for `src/a.rs` and `src/a/mod.rs`, 2 for `src/a/b.rs`.
    fn depth(&self) -> usize {
        self.path.split('/').count() - if self.path.ends_with("/mod.rs") { 2 } else { 1 }
    }
}

/// Every text file of the project but what is built or fetched, sorted by path.
fn project() -> Vec<File> {
    fn walk(folder: &Path, prefix: &str, out: &mut Vec<File>) {
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let name = entry.file_name().into_string().unwrap();
            let path = format!("{prefix}{name}");
            let kind = entry.file_type().unwrap();
            let skipped = matches!(path.as_str(), "target" | "build" | ".git" | ".venv" | ".tools" | "Cargo.lock");
            if skipped || kind.is_symlink() {
                continue;
            }
            if kind.is_dir() {
                walk(&entry.path(), &format!("{path}/"), out);
            } else if let Ok(text) = fs::read_to_string(entry.path()) {
                out.push(File { path, text });
            }
        }
    }
    let mut out = Vec::new();
    walk(Path::new(env!("CARGO_MANIFEST_DIR")), "", &mut out);
    out.sort_by(|a, b| a.path.cmp(&b.path));
    out
}

fn rust() -> Vec<File> {
    let files: Vec<_> = project().into_iter().filter(|file| file.path.ends_with(".rs")).collect();
    assert!(files.iter().any(|file| file.path == "src/lib.rs"), "the search found the project");
    files
}

/// Fails with every fault, one a line.
fn none(faults: Vec<String>) {
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

/// Where `word` stands in `text` as a word of its own, not as the end of a longer one.
fn places<'a>(text: &'a str, word: &'a str) -> impl Iterator<Item = usize> + 'a {
    text.match_indices(word).map(|(at, _)| at).filter(move |at| {
        let before = text[..*at].chars().next_back();
        let after = text[at + word.len()..].chars().next();
        let part = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
        !(part(before) || part(after) && word.ends_with(char::is_alphanumeric))
    })
}

/// The paths that begin at `text`: one, or each of a group in braces.
fn branches(text: &str) -> Vec<String> {
    let Some(group) = text.strip_prefix('{') else {
        return vec![text.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':')).next().unwrap_or_default().into()];
    };
    let (mut depth, mut item, mut out) = (0, String::new(), Vec::new());
    for c in group.chars() {
        match c {
            '}' if depth == 0 => break,
            ',' if depth == 0 => out.push(std::mem::take(&mut item)),
            _ => {
                depth += i32::from(c == '{') - i32::from(c == '}');
                item.push(c);
            }
        }
    }
    out.push(item);
    out.into_iter().map(|item| item.trim().to_owned()).filter(|item| !item.is_empty()).collect()
}

/// The row of [`WALLS`] that a path from the crate's root leads to.
fn row_of(path: &str) -> Option<&'static str> {
    let words: Vec<_> = path.split("::").map(|word| word.trim_matches(|c: char| !(c.is_alphanumeric() || c == '_'))).collect();
    let leads = |row: &str| row.split('/').zip(&words).all(|(a, b)| a == *b) && row.split('/').count() <= words.len();
    WALLS.iter().map(|(row, _)| *row).filter(|row| leads(row)).max_by_key(|row| row.len())
}

/// The stages that a file's code names, by `crate::` or by as many `super::` as lead there.
fn imports(file: &File) -> Vec<&'static str> {
    let code = file.code();
    let mut paths = Vec::new();
    for at in places(&code, "crate::") {
        paths.extend(branches(&code[at + "crate::".len()..]));
    }
    for at in places(&code, "super::") {
        // Only the first of a chain: the others begin inside it.
        if code[..at].ends_with("super::") {
            continue;
        }
        let rest = code[at..].trim_start_matches("super::");
        let supers = (code[at..].len() - rest.len()) / "super::".len();
        if supers >= file.depth() {
            paths.extend(branches(rest));
        }
    }
    paths.iter().filter_map(|path| row_of(path)).collect()
}

#[test]
fn a_stage_imports_only_what_its_wall_lets_through() {
    let walls: BTreeMap<_, _> = WALLS.iter().copied().collect();
    let mut faults = Vec::new();
    for file in rust().iter().filter(|file| !file.is_test()) {
        let Some(stage) = file.stage() else { continue };
        for import in imports(file) {
            let own = import == stage || stage.starts_with(&format!("{import}/")) || import.starts_with(&format!("{stage}/"));
            if !own && !walls[stage].contains(&import) {
                faults.push(format!("{}: {stage} must not know {import}", file.path));
            }
        }
    }
    none(faults);
}

#[test]
fn every_file_stands_in_a_stage_and_is_compiled() {
    let files = rust();
    let paths: BTreeMap<_, _> = files.iter().map(|file| (file.path.as_str(), file)).collect();
    let mut faults = Vec::new();
    for file in files.iter().filter(|file| file.path.starts_with("src/")) {
        if matches!(file.path.as_str(), "src/main.rs" | "src/lib.rs") || file.path.starts_with("src/bin/") {
            continue;
        }
        if file.stage().is_none() {
            faults.push(format!("{}: stands in no stage of WALLS", file.path));
        }
        let module = file.path.trim_end_matches(".rs").trim_end_matches("/mod");
        let (folder, name) = module.rsplit_once('/').unwrap();
        let above = [format!("{folder}/mod.rs"), format!("{folder}.rs"), format!("{folder}/lib.rs")];
        let above = above.iter().find_map(|path| paths.get(path.as_str()));
        if above.is_none_or(|above| places(&above.text, &format!("mod {name};")).next().is_none()) {
            faults.push(format!("{}: no `mod {name};` above it, so nobody compiles it", file.path));
        }
    }
    none(faults);
}

#[test]
fn what_has_one_door_is_used_by_nobody_else() {
    let mut faults = Vec::new();
    for file in rust().iter().filter(|file| file.path.starts_with("src/") && !file.is_test()) {
        let code = file.code();
        for (word, stages) in DOORS {
            let door = file.stage().is_some_and(|stage| stages.contains(&stage))
                || (*word == "std::process" && file.path == "src/main.rs");
            // `use std::{fs, io};` and its like.
            let grouped = word.strip_prefix("std::").is_some_and(|module| {
                places(&code, "std::{")
                    .any(|at| branches(&code[at + "std::".len()..]).iter().any(|path| path.starts_with(module)))
            });
            if !door && (grouped || places(&code, word).next().is_some()) {
                faults.push(format!("{}: `{word}` belongs to {stages:?}", file.path));
            }
        }
    }
    none(faults);
}

#[test]
fn no_device_language_imports_another() {
    let files: Vec<_> = rust().into_iter().filter(|file| file.path.starts_with("src/os/") && !file.is_test()).collect();
    let language = |file: &File| file.path.split('/').nth(2).filter(|name| !name.ends_with(".rs")).map(str::to_owned);
    let all: std::collections::BTreeSet<_> = files.iter().filter_map(language).collect();
    let mut faults = Vec::new();
    for file in &files {
        let Some(own) = language(file) else { continue };
        let code = file.code();
        for other in all.iter().filter(|other| **other != own) {
            if ["os", "super"].iter().any(|from| places(&code, &format!("{from}::{other}")).next().is_some()) {
                faults.push(format!("{}: {own} must not know {other}", file.path));
            }
        }
    }
    none(faults);
}

#[test]
fn a_registry_lists_its_folder() {
    let files = rust();
    let mut faults = Vec::new();
    for registry in REGISTRIES {
        for folder in registries_under(&files, registry) {
            let front = files.iter().find(|file| file.path == format!("{folder}/mod.rs")).unwrap();
            let code = front.code();
            for item in items_of(&files, &folder) {
                let name = item.rsplit('/').next().unwrap().trim_end_matches(".rs").to_owned();
                if !SHARED.contains(&item.as_str()) && places(&code, &format!("{name}::")).next().is_none() {
                    faults.push(format!("{folder}/mod.rs: `{name}` is not in the registry"));
                }
            }
        }
    }
    none(faults);
}

/// The registry's folder; of the rules, also the folders that they are kept in for the eye.
fn registries_under(files: &[File], registry: &str) -> Vec<String> {
    let fronts = files.iter().filter_map(|file| file.path.strip_suffix("/mod.rs"));
    fronts
        .filter(|folder| *folder == registry || (registry == "src/rules" && folder.starts_with("src/rules/")))
        .map(str::to_owned)
        .collect()
}

/// The files and folders directly in a folder, but its front page and what is only for tests.
fn items_of(files: &[File], folder: &str) -> std::collections::BTreeSet<String> {
    let inside = files.iter().filter(|file| !file.is_test()).filter_map(|file| file.path.strip_prefix(&format!("{folder}/")));
    let items = inside.filter(|rest| *rest != "mod.rs").map(|rest| rest.split('/').next().unwrap());
    items.map(|name| format!("{folder}/{name}")).collect()
}

#[test]
fn every_file_says_first_what_it_is_for() {
    let silent = rust().into_iter().filter(|file| !file.text.starts_with("//! "));
    none(silent.map(|file| format!("{}: does not open with //!", file.path)).collect());
}

#[test]
fn no_file_is_long_without_a_reason() {
    let mut faults = Vec::new();
    for file in rust() {
        let (lines, excused) = (file.text.lines().count(), LONG_FOR_A_REASON.iter().any(|(path, _)| *path == file.path));
        if lines > LONG && !excused {
            faults.push(format!("{}: {lines} lines; what are its two subjects?", file.path));
        }
        if lines <= LONG && excused {
            faults.push(format!("{}: is not long any more; take it off the list", file.path));
        }
    }
    none(faults);
}

#[test]
fn nothing_is_left_for_later() {
    // Spelt in halves, so that this file passes.
    let words =
        [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X:"), concat!("todo", "!("), concat!("unimplemented", "!(")];
    let mut faults = Vec::new();
    for file in project().iter().filter(|file| !file.path.starts_with("tests/accepted/samples/")) {
        for (number, line) in file.text.lines().enumerate() {
            if let Some(word) = words.iter().find(|word| line.contains(**word)) {
                faults.push(format!("{}:{}: {word}", file.path, number + 1));
            }
        }
    }
    none(faults);
}

#[test]
fn no_path_of_one_machine_is_named() {
    let words = [
        concat!("/wo", "rk/"),
        concat!("/tmp/", "wt"),
        concat!("/tmp/", "brief"),
        concat!("/ro", "ot/."),
        concat!("/home/", "runner"),
    ];
    let mut faults = Vec::new();
    for file in project() {
        for (number, line) in file.text.lines().enumerate() {
            if let Some(word) = words.iter().find(|word| line.contains(**word)) {
                faults.push(format!("{}:{}: {word}", file.path, number + 1));
            }
        }
    }
    none(faults);
}

#[test]
fn the_line_breaker_of_miette_brings_no_unicode_tables() {
    // textwrap 0.16.4 pulls 22 crates of ICU: hold it with `cargo update -p textwrap --precise 0.16.2`.
    let lock = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.lock")).unwrap();
    none(lock.lines().filter(|line| line.contains("name = \"icu_")).map(str::to_owned).collect());
}

#[test]
fn the_search_itself_sees_what_it_must() {
    let file = |path: &str, text: &str| File { path: path.into(), text: text.into() };
    let seen = |path: &str, text: &str| imports(&file(path, text));
    assert_eq!(seen("src/rules/a/b.rs", "use crate::emit::File;\n"), ["emit"]);
    assert_eq!(seen("src/rules/a.rs", "use crate::{base::*, state::intend::hosts, rule};\n"), ["base", "state/intend"]);
    assert_eq!(seen("src/rules/a.rs", "use super::super::os::find;\nuse super::emit;\n"), ["os"]);
    assert_eq!(seen("src/rules/mod.rs", "fn f() -> super::net::Mac {}\n"), ["net"]);
    assert_eq!(seen("src/rules/a.rs", "// crate::emit\nlet x = 1; // crate::os\n"), [""; 0]);
    assert_eq!(seen("src/rules/a.rs", "#[cfg(test)]\nmod tests {\n    use crate::emit;\n}\nuse crate::os;\n"), ["os"]);
    assert_eq!(seen("src/rules/a.rs", "#[cfg(test)]\nmod samples;\nuse crate::os;\n"), ["os"]);
    assert_eq!(file("src/state/intend/host.rs", "").stage(), Some("state/intend"));
    assert_eq!(file("src/state/intend.rs", "").stage(), Some("state/intend"));
    assert_eq!(file("src/compile.rs", "").stage(), Some("compile"));
    assert_eq!(file("src/states/x.rs", "").stage(), None);
    assert_eq!(places("println!(eprintln!(", "println!").count(), 1);
    assert_eq!(places("my_kdl::x kdl::y", "kdl::").count(), 1);
}
