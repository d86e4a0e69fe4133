//! `preau check`: findings, and whether they refuse the change.

use super::args::{DayArgs, RegionArgs, SchoolArgs, all_known};
use super::ui::Ui;
use super::{Exit, Failure};
use crate::base::{Finding, Severity};
use crate::compile::{self, Options};
use crate::report::{human, json};
use clap::ValueEnum;

/// Checks the manifests of a region, or of some of its schools, and writes nothing
#[derive(clap::Args)]
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
    let checked = compile::check(&source, &options);
    drop(progress);
    ui.print(&match args.format {
        Format::Human => human(&checked.findings, &source, ui.out_look()),
        Format::Json => json(&checked.findings, &source),
    })?;
    all_known(&checked.unknown)?;
    let threshold = args.deny.map_or(Severity::Error, |Deny::Warnings| Severity::Warning);
    Ok(refused(&checked.findings, threshold))
}

/// Whether any finding weighs as much as the threshold.
pub(super) fn refused(findings: &[Finding], threshold: Severity) -> Exit {
    if findings.iter().any(|finding| finding.severity >= threshold) { Exit::Findings } else { Exit::Clean }
}
