//! What is written for people, held against what the program does.
//!
//! `tour` walks the README's commands, `sample` counts what a check of the sample region says, `blocks` compiles every manifest of
//! the pages, `pages` compares the tables that the code knows. `BLESS=1 cargo test --test docs` writes those tables.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test stops where it fails")]

mod blocks;
mod pages;
mod sample;
mod tour;

use preau::compile::Options;
use preau::net::Uai;
use preau::source::{self, Source};
use std::fs;
use std::path::{Path, PathBuf};

/// A path of the project.
fn project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The text of a page.
fn page(path: &str) -> String {
    fs::read_to_string(project(path)).unwrap_or_else(|why| panic!("{path}: {why}"))
}

/// The sample region.
fn sample_region() -> Source {
    source::read(&project("schools")).expect("the sample region can be read")
}

/// A run as of the day on which the pages were written; empty for all schools.
fn options(schools: &[&str]) -> Options<'static> {
    let schools: Vec<Uai> = schools.iter().map(|s| s.parse().unwrap()).collect();
    Options { today: "2026-11-25".parse().ok(), schools, targets: Vec::new(), progress: &|_, _| () }
}

/// A fenced block of a page.
struct Block {
    /// The page and the line of the fence.
    place: String,
    /// What stands behind the fence's back-ticks.
    tag: String,
    /// Its text, with a newline at the end of each line.
    text: String,
}

/// The fenced blocks of a page, in order.
fn fences(path: &str) -> Vec<Block> {
    let text = page(path);
    let mut blocks = Vec::new();
    let mut open: Option<Block> = None;
    for (number, line) in text.lines().enumerate() {
        match (line.strip_prefix("```"), &mut open) {
            (Some(tag), None) => {
                open = Some(Block { place: format!("{path}:{}", number + 1), tag: tag.trim().to_owned(), text: String::new() });
            }
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (None, Some(block)) => block.text.extend([line, "\n"]),
            (None, None) => {}
        }
    }
    assert!(open.is_none(), "{path}: a fence is not closed");
    blocks
}

/// The cells of a row of a table, without the back-ticks of code.
fn cells(row: &str) -> Vec<String> {
    row.trim().trim_matches('|').split('|').map(|cell| cell.trim().trim_matches('`').to_owned()).collect()
}

/// The text between two marks of a page, compared with what the code says; `BLESS=1` writes it.
fn expect_between(path: &str, name: &str, said: &str) {
    let (begin, end) =
        (format!("<!-- {name}: from the code, BLESS=1 cargo test --test docs -->\n"), format!("<!-- end of {name} -->"));
    let text = page(path);
    let from = text.find(&begin).unwrap_or_else(|| panic!("{path}: no mark {name}")) + begin.len();
    let to = from + text[from..].find(&end).unwrap_or_else(|| panic!("{path}: no end of {name}"));
    let wanted = format!("\n{}\n\n", said.trim());
    if text[from..to] == wanted {
        return;
    }
    if std::env::var_os("BLESS").is_some() {
        fs::write(project(path), format!("{}{wanted}{}", &text[..from], &text[to..])).unwrap();
        return;
    }
    panic!("{path}: {name} is stale; BLESS=1 cargo test --test docs writes it. Wanted:\n{wanted}");
}
