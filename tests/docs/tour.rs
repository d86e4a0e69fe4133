//! The README's commands, run in a copy of the sample region; what it says that they print must be printed, in that order.

use super::{Block, fences, options, project, sample_region};
use preau::compile;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// First words of the blocks that are walked; the others set a machine up.
const WALKED: &[&str] = &["preau", "sed", "cargo run"];

/// A folder with a copy of what the tour uses, taken away at the end.
struct Place(PathBuf);

impl Place {
    fn new(name: &str) -> Place {
        let place = std::env::temp_dir().join(format!("preau-tour-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&place);
        for folder in ["schools", "examples/faults"] {
            copy(&project(folder), &place.join(folder));
        }
        Place(place)
    }

    /// What a block of commands prints on both streams.
    fn run(&self, commands: &str) -> String {
        let binary = Path::new(env!("CARGO_BIN_EXE_preau"));
        let path = format!("{}:{}", binary.parent().unwrap().display(), std::env::var("PATH").unwrap_or_default());
        // The command as a reader without an installed binary types it.
        let script = format!("exec 2>&1\n{}", commands.replace("cargo run --release -- ", "preau "));
        let mut shell = Command::new("sh");
        shell.args(["-c", &script]).current_dir(&self.0).env("PATH", path).env("NO_COLOR", "1");
        String::from_utf8(shell.output().unwrap().stdout).unwrap()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        match entry.file_type().unwrap().is_dir() {
            true => copy(&entry.path(), &target),
            false => fs::write(&target, fs::read(entry.path()).unwrap()).unwrap(),
        }
    }
}

/// The first line of `wanted` that does not follow in `printed`; a line of three dots stands for any lines.
fn missing<'a>(wanted: &'a str, printed: &str) -> Option<&'a str> {
    let mut lines = printed.lines().map(str::trim_end);
    wanted.lines().map(str::trim_end).filter(|w| !w.is_empty() && *w != "...").find(|w| !lines.any(|line| line == *w))
}

#[test]
fn the_tour_prints_what_it_says() {
    let place = Place::new("walk");
    let blocks = fences("README.md");
    let mut walked = 0;
    let mut faults = String::new();
    for pair in blocks.windows(2) {
        let [commands, wanted] = pair else { continue };
        let is_walked = |b: &Block| b.tag == "sh" && WALKED.iter().any(|word| b.text.starts_with(word));
        if !is_walked(commands) {
            continue;
        }
        assert!(wanted.tag == "text", "{}: what it prints must follow", commands.place);
        walked += 1;
        let printed = place.run(&commands.text);
        if let Some(line) = missing(&wanted.text, &printed) {
            let said: String = printed.lines().take(60).flat_map(|l| [l, "\n"]).collect();
            faults.push_str(&format!("\n{}: not printed, or not there: {line}\n--- printed\n{said}", wanted.place));
        }
    }
    assert!(faults.is_empty(), "{faults}");
    assert!(walked > 5, "the tour was found: {walked} blocks");
}

#[test]
fn the_two_examples_at_the_top_are_what_comes_out() {
    let texts: Vec<String> = fences("README.md").into_iter().filter(|b| b.tag == "text").map(|b| b.text).collect();
    let [finding, output, ..] = texts.as_slice() else { panic!("the README has two examples") };
    let printed = Place::new("top").run("preau check examples/faults/4-port-used-twice");
    assert!(printed.starts_with(finding.as_str()), "{printed}");
    let files = compile::build(&sample_region(), &options(&["0370037P"])).files;
    let file = files.iter().find(|f| f.path == "0370037P/switches/sw160.cfg").expect("the switch has a file");
    let text = String::from_utf8_lossy(&file.content);
    assert!(text.contains(&format!("#\n{output}#\n")), "{text}");
}

#[test]
fn a_line_out_of_order_is_missed() {
    assert_eq!(missing("a\n...\nc\n", "a\nb\nc\n"), None);
    assert_eq!(missing("c\na\n", "a\nb\nc\n"), Some("a"));
}
