//! `preau check`: findings, and whether they refuse the change.

use super::args::{DayArgs, RegionArgs, SchoolArgs, all_known};
use super::rewrite;
use super::ui::Ui;
use super::{Exit, Failure};
use crate::base::{Finding, Severity};
use crate::compile::{self, Options};
use crate::report::{human, json, mends};
use clap::ValueEnum;

/// What stands below the help.
const EXAMPLES: &str = "\
Examples:
  preau check                              the region in schools/
  preau check schools --school 0410832G    one school
  preau check --deny warnings              warnings refuse too
  preau check --on 2027-09-15              as of that day
  preau check --format json                for a program
  preau check --fix                        mend what has one mend

Exit codes: 0 no error (with --deny warnings no warning either), 1 findings, 2 the command could not run.";

/// Checks the manifests of a region, or of some of its schools; writes nothing but what `--fix` asks for
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    #[command(flatten)]
    region: RegionArgs,
    #[command(flatten)]
    schools: SchoolArgs,
    /// Form of the findings: for a person, or one JSON object a line
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// Refuse on warnings too
    #[arg(long, value_enum)]
    deny: Option<Deny>,
    #[command(flatten)]
    day: DayArgs,
    /// Make the mends that errors and warnings offer, and check again until none is left; comments and layout stay. Of mends
    /// that meet in one place none is made
    #[arg(long)]
    fix: bool,
}

#[derive(Copy, Clone, PartialEq, Eq, ValueEnum)]
enum Format {
    Human,
    Json,
}

#[derive(Copy, Clone, ValueEnum)]
enum Deny {
    Warnings,
}

pub(super) fn run(args: &Args, ui: &mut Ui) -> Result<Exit, Failure> {
    let source = args.region.read()?;
    let progress = ui.progress();
    let tell = |done, total| progress.tell(done, total);
    let schools = args.schools.schools.clone();
    let options = Options { today: Some(args.day.day()?), schools, targets: Vec::new(), progress: &tell };
    let (source, checked, rounds) = if args.fix {
        let mended = compile::mend::mend(&source, &options);
        all_known(&mended.checked.unknown)?;
        rewrite::replace_all(args.region.path(), mended.changed())?;
        (mended.source, mended.checked, mended.rounds)
    } else {
        let checked = compile::check(&source, &options);
        (source, checked, Vec::new())
    };
    drop(progress);
    all_known(&checked.unknown)?;
    ui.print(&match args.format {
        Format::Human => mends::human(&rounds) + &human(&checked.findings, &source, ui.out_look()),
        Format::Json => mends::json(&rounds) + &json(&checked.findings, &source),
    })?;
    let threshold = args.deny.map_or(Severity::Error, |Deny::Warnings| Severity::Warning);
    Ok(refused(&checked.findings, threshold))
}

/// Whether any finding weighs as much as the threshold.
pub(super) fn refused(findings: &[Finding], threshold: Severity) -> Exit {
    if findings.iter().any(|finding| finding.severity >= threshold) { Exit::Findings } else { Exit::Clean }
}
