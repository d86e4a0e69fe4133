//! `preau build`: the output tree, when nothing refuses it.

use super::args::{RegionArgs, SchoolArgs, all_known};
use super::check::refused;
use super::ui::Ui;
use super::{Exit, Failure};
use crate::base::Severity;
use crate::compile::{self, Options, Secrets};
use crate::output;
use crate::report::human;
use std::path::{Path, PathBuf};

/// Writes everything that the schools' machines run, and the records that describe them
///
/// Files that are right already are not touched; files that nothing makes any more are removed. An error in a school that
/// was asked for writes nothing.
#[derive(clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    region: RegionArgs,
    #[command(flatten)]
    schools: SchoolArgs,
    /// Only this target (switches, itop ...); may be given several times
    #[arg(long = "target", value_name = "NAME")]
    targets: Vec<String>,
    /// Folder to write; only one that an earlier build wrote is replaced
    #[arg(short, long, value_name = "DIR", default_value = "build")]
    output: PathBuf,
    /// Write the healthy schools; a faulty one keeps its former files, and the exit code is still 1
    #[arg(long)]
    keep_going: bool,
}

pub(super) fn run(args: &Args, ui: &mut Ui) -> Result<Exit, Failure> {
    let source = args.region.read()?;
    outside(&args.output, args.region.path())?;
    let progress = ui.progress();
    let tell = |done, total| progress.tell(done, total);
    let (schools, targets) = (args.schools.schools.clone(), args.targets.clone());
    let options = Options { today: None, schools, targets, progress: &tell };
    let built = compile::build(&source, &options);
    drop(progress);
    if !built.findings.is_empty() {
        ui.note(&human(&built.findings, &source, ui.err_look()))?;
    }
    all_known(&built.unknown)?;
    let exit = refused(&built.findings, Severity::Error);
    // An error of the region's own files leaves no school that could be called healthy.
    let common = built.findings.iter().any(|finding| finding.severity == Severity::Error && finding.school.is_none());
    if exit == Exit::Findings && (common || !args.keep_going) {
        ui.note(&format!("{}: nothing was written\n", args.output.display()))?;
        return Ok(exit);
    }
    let done = output::write(&args.output, &built.files, &built.scope)?;
    let counts = format!("{} written, {} removed, {} unchanged", done.written, done.removed, done.unchanged);
    ui.print(&format!("{}: {counts}\n", args.output.display()))?;
    let Secrets { placeholders, secrets, files } = Secrets::of(&built.files);
    if placeholders > 0 {
        ui.print(&format!("{placeholders} placeholders of {secrets} secrets in {files} files wait for their values\n"))?;
    }
    if !built.faulty.is_empty() {
        let names: Vec<_> = built.faulty.iter().map(ToString::to_string).collect();
        ui.note(&format!("kept as they were: {}\n", names.join(", ")))?;
    }
    Ok(exit)
}

/// Refuses an output folder inside the region, where the next run would read it as manifests.
fn outside(output: &Path, region: &Path) -> Result<(), Failure> {
    let Ok(region) = region.canonicalize() else { return Ok(()) };
    let absolute = std::path::absolute(output)?;
    let there = absolute.ancestors().find_map(|folder| folder.canonicalize().ok());
    match there.is_some_and(|folder| folder.starts_with(&region)) {
        true => Err(Failure(format!("{} lies inside the region: choose a folder outside it", output.display()))),
        false => Ok(()),
    }
}
