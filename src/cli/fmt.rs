//! `preau fmt`: manifests in the one layout.

use super::rewrite::{named, replace};
use super::ui::Ui;
use super::{Exit, Failure};
use crate::base::finding::settle;
use crate::report::human;
use crate::source::Source;
use crate::{base::FileId, fmt};
use std::fs;
use std::path::{Path, PathBuf};

/// What stands below the help.
const EXAMPLES: &str = "\
Examples:
  preau fmt schools                  every manifest below schools/
  preau fmt --check schools          only which would change

Exit codes: 0 laid out, 1 a file is not sound (with --check: or would change), 2 the command could not run.";

/// Lays manifests out in one way: one space, four of indent, quotes only where they are needed
///
/// Comments, order and meaning stay, and so does a block that its author wrote on one line; nothing is aligned. A file that
/// is not sound as text is left as it is, and what is wrong with it is shown. A port such as Gi0/1 stays as it is written:
/// its number depends on the model.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Write nothing; print the files that would change, and exit with 1 when there are any
    #[arg(long)]
    check: bool,
    /// Manifests, or folders for every *.kdl below them
    #[arg(value_name = "FILES", required = true)]
    files: Vec<PathBuf>,
}

pub(super) fn run(args: &Args, ui: &mut Ui) -> Result<Exit, Failure> {
    let mut texts = Vec::new();
    for path in manifests(&args.files)? {
        let bytes = fs::read(&path).map_err(|error| named(&path, &error))?;
        let text = String::from_utf8(bytes).map_err(|_| Failure(format!("{}: not UTF-8", path.display())))?;
        texts.push((path.display().to_string(), path, text));
    }
    let source = Source::of(&texts.iter().map(|(name, _, text)| (name.as_str(), text.as_str())).collect::<Vec<_>>());
    let mut findings = Vec::new();
    let mut changed = 0usize;
    for (name, path, text) in &texts {
        let id = source.find(name).map_or(FileId(0), |file| file.id);
        match fmt::format(id, text) {
            Err(mut wrong) => findings.append(&mut wrong),
            Ok(laid_out) if laid_out == *text => {}
            Ok(laid_out) => {
                changed += 1;
                if !args.check {
                    replace(path, &laid_out).map_err(|error| named(path, &error))?;
                }
                ui.print(&format!("{name}\n"))?;
            }
        }
    }
    if !findings.is_empty() {
        settle(&mut findings);
        ui.note(&human(&findings, &source, ui.err_look()))?;
    }
    Ok(if !findings.is_empty() || (args.check && changed > 0) { Exit::Findings } else { Exit::Clean })
}

/// The files named, and every manifest in the folders named; each once, by path.
fn manifests(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    let mut found = Vec::new();
    let mut waiting = Vec::new();
    for path in paths {
        if fs::metadata(path).map_err(|error| named(path, &error))?.is_dir() {
            waiting.push(path.clone());
        } else if path.extension().is_some_and(|ending| ending == "kdl") {
            found.push(path.clone());
        } else {
            return Err(Failure(format!("{} is no manifest: name a file that ends in .kdl, or a folder", path.display())));
        }
    }
    while let Some(folder) = waiting.pop() {
        for entry in fs::read_dir(&folder).map_err(|error| named(&folder, &error))? {
            let entry = entry.map_err(|error| named(&folder, &error))?;
            // A link inside a folder is refused in a region; nothing behind it is rewritten.
            let kind = entry.file_type().map_err(|error| named(&entry.path(), &error))?;
            let name = entry.file_name();
            if name.to_string_lossy().starts_with('.') {
                continue;
            }
            if kind.is_dir() {
                waiting.push(entry.path());
            } else if kind.is_file() && Path::new(&name).extension().is_some_and(|ending| ending == "kdl") {
                found.push(entry.path());
            }
        }
    }
    found.sort();
    found.dedup();
    Ok(found)
}
