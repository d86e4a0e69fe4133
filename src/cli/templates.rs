//! `preau templates`: what a template may name.

use super::args::RegionArgs;
use super::ui::Ui;
use super::{Exit, Failure};
use crate::compile;
use crate::report::templates::{human, json};
use clap::ValueEnum;

/// What stands below the help.
const EXAMPLES: &str = "\
Examples:
  preau templates                      of every language, with examples from schools/
  preau templates --format json        for a program

Exit codes: 0 listed, 2 the command could not run.";

/// Lists the templates of each device language, and what they may name: path, kind, an example from the region
///
/// A region lays out a language's text as it likes by a file of the same name under its `templates/`. Templates hold values,
/// `for`, `if` and `include`; a name that is not in this list is a finding at the template's line.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    #[command(flatten)]
    region: RegionArgs,
    /// Form of the list: for a person, or one JSON object a language a line
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

#[derive(Copy, Clone, PartialEq, Eq, ValueEnum)]
enum Format {
    Human,
    Json,
}

pub(super) fn run(args: &Args, ui: &mut Ui) -> Result<Exit, Failure> {
    let source = args.region.read()?;
    let languages = compile::templates(&source);
    ui.print(&match args.format {
        Format::Human => human(&languages),
        Format::Json => json(&languages),
    })?;
    Ok(Exit::Clean)
}
