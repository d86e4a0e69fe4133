//! `preau deviations`: who departs from the standard, why, and until when.

use super::args::{DayArgs, RegionArgs, SchoolArgs, all_known};
use super::ui::Ui;
use super::{Exit, Failure};
use crate::compile::{self, Options};
use crate::report::deviations::{human, json};
use clap::ValueEnum;

/// What stands below the help.
const EXAMPLES: &str = "\
Examples:
  preau deviations                       every school of schools/
  preau deviations --on 2027-09-15       which of them are past their end then
  preau deviations --format json         for a program

Exit codes: 0 listed, 1 a school cannot be merged, 2 the command could not run.";

/// Lists each school's deviations: why, who answers for them, until when, and what they hold
///
/// Beside them: sizes that the school changed, trunks written by hand, what is obsolete and still there. The share of the
/// standard is the share of values that the region and the profile give the school, that a deviation could change, and that
/// hold unchanged; each raw line counts as one that does not. Sizes and inventory count on neither side.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    #[command(flatten)]
    region: RegionArgs,
    #[command(flatten)]
    schools: SchoolArgs,
    /// Form of the list: for a person, or one JSON object a school a line
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    #[command(flatten)]
    day: DayArgs,
}

#[derive(Copy, Clone, PartialEq, Eq, ValueEnum)]
enum Format {
    Human,
    Json,
}

pub(super) fn run(args: &Args, ui: &mut Ui) -> Result<Exit, Failure> {
    let source = args.region.read()?;
    let schools = args.schools.schools.clone();
    let options = Options { today: Some(args.day.day()?), schools, targets: Vec::new(), progress: &|_, _| {} };
    let found = compile::deviations(&source, &options);
    all_known(&found.unknown)?;
    ui.print(&match args.format {
        Format::Human => human(&found.schools, &source, ui.out_look()),
        Format::Json => json(&found.schools, &source),
    })?;
    if found.unread.is_empty() {
        return Ok(Exit::Clean);
    }
    ui.note(&format!("cannot be merged, preau check says why: {}\n", found.unread.join(", ")))?;
    Ok(Exit::Findings)
}
