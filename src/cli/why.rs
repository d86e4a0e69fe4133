//! `preau why`: one line of an output, back to what was written.

use super::args::RegionArgs;
use super::ui::Ui;
use super::{Exit, Failure};
use crate::compile::why::{Silence, why};
use crate::output::{MANIFEST, lists_bundles};
use crate::report::{human, why as told};
use clap::ValueEnum;
use std::path::PathBuf;
use told::Standing;

/// What stands below the help.
const EXAMPLES: &str = "\
Examples:
  preau why build/0410832G/switches/sw1.cfg:12              a line
  preau why build/0410832G/cmdb/itop/18-Server.csv:2:ram         a column of a table
  preau why build/0410832G/state.json:51                    a value of JSON

Exit codes: 0 told, 1 the file differs from what would be written today, or errors hinder it, 2 the command could not run.";

/// Tells why a line of the output is as it is: who laid it out, and the lines of the manifests that decided it.
///
/// The school is compiled again: what is told is the line as it would be written today. When the file is another one, that is
/// said first, and the exit code is 1.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// A file of the output and a line of it: build/0370037P/switches/sw160.cfg:12; of a table, a column too: …/18-Server.csv:2:ram; of JSON, a key below the line's: …/state.json:51:link.tagged
    #[arg(value_name = "FILE:LINE")]
    asked: Asked,
    #[command(flatten)]
    region: RegionArgs,
    /// Folder that a build wrote
    #[arg(short, long, value_name = "DIR", default_value = "build")]
    output: PathBuf,
    /// Form of the story: for a person, or as JSON
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

#[derive(Copy, Clone, ValueEnum)]
enum Format {
    Human,
    Json,
}

/// A file, a line from 1, and perhaps a column of a table.
#[derive(Clone)]
struct Asked {
    file: PathBuf,
    line: usize,
    column: Option<String>,
}

impl std::str::FromStr for Asked {
    type Err = &'static str;
    fn from_str(text: &str) -> Result<Asked, Self::Err> {
        let wanted = "a file, a colon and a line: build/0370037P/switches/sw160.cfg:12";
        let number = |text: &str| text.parse().ok().filter(|line| *line > 0);
        let (before, last) = text.rsplit_once(':').ok_or(wanted)?;
        if let Some(line) = number(last) {
            return Ok(Asked { file: before.into(), line, column: None });
        }
        let (file, line) = before.rsplit_once(':').ok_or(wanted)?;
        Ok(Asked { file: file.into(), line: number(line).ok_or(wanted)?, column: Some(last.to_owned()) })
    }
}

pub(super) fn run(args: &Args, ui: &mut Ui) -> Result<Exit, Failure> {
    let source = args.region.read()?;
    // With the folder in front, as a shell completes it, or without.
    let below = args.asked.file.strip_prefix(&args.output).unwrap_or(&args.asked.file);
    if args.asked.file.starts_with(args.region.path()) {
        let file = args.asked.file.display();
        return Err(Failure(format!(
            "{file} is a file of the region: name one that a build wrote, such as build/0370037P/switches/sw160.cfg:12"
        )));
    }
    if below.is_absolute() {
        let (file, output) = (below.display(), args.output.display());
        return Err(Failure(format!("{file} is not below {output}: say which folder the build wrote, `--output DIR`")));
    }
    let parts: Vec<_> = below.components().map(|part| part.as_os_str().to_string_lossy()).filter(|part| part != ".").collect();
    let (path, line) = (parts.join("/"), args.asked.line);
    let shown = args.output.display();
    let there = match std::fs::read(args.output.join(&path)) {
        Ok(bytes) => Some(bytes),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
        Err(error) => return Err(error.into()),
    };
    let is_manifest = path == MANIFEST;
    let is_bundled = is_manifest && there.as_deref().is_some_and(lists_bundles);
    let answer = match why(&source, &path, line, is_bundled) {
        Ok(answer) => answer,
        Err(Silence::Faulty(findings)) => {
            ui.note(&human(&findings, &source, ui.err_look()))?;
            ui.note(&format!("{path}: nothing is written while there are errors, so that there is nothing to tell\n"))?;
            return Ok(Exit::Findings);
        }
        Err(Silence::Absent) => {
            return Err(Failure(format!("{path} is in the folder of no school of this region (below {shown})")));
        }
        Err(Silence::Unwritten) => {
            return Err(Failure(format!(
                "{path} would not be written today: it was put there by hand, or is older than the manifest"
            )));
        }
    };
    let standing = match is_manifest {
        true => Standing::of_manifest(there.as_deref(), &answer.text),
        false => Standing::of(there.as_deref(), &answer.text),
    };
    let Some(account) = answer.account else {
        let lines = answer.text.lines().count();
        return Err(Failure(format!("{path} has no line {line} today: it would have {lines} lines")));
    };
    let account = match &args.asked.column {
        Some(column) => account.of_column(column).map_err(|columns| no_column(&path, line, column, &columns))?,
        None => account,
    };
    let school = answer.school.map(|uai| uai.to_string());
    ui.print(&match args.format {
        Format::Human => told::human(&path, line, school.as_deref(), &account, &standing),
        Format::Json => told::json(&path, line, school.as_deref(), &account, &standing),
    })?;
    Ok(if standing == Standing::Same { Exit::Clean } else { Exit::Findings })
}

fn no_column(path: &str, line: usize, column: &str, columns: &[String]) -> Failure {
    match columns {
        [] => Failure(format!("line {line} of {path} is no row of a table, nor has it several values: ask without a column")),
        _ => Failure(format!("line {line} of {path} has nothing in a column {column}; it has {}", columns.join(", "))),
    }
}
