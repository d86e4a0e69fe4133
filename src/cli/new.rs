//! `preau new`: the first text of a region or of a school.

use super::args::{DayArgs, RegionArgs};
use super::check::refused;
use super::ui::Ui;
use super::{Exit, Failure};
use crate::base::Severity;
use crate::compile::{self, Options};
use crate::net::Uai;
use crate::report::human;
use crate::scaffold;
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Writes the first manifest of a school, or the first files of a region
#[derive(clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(clap::Subcommand)]
enum What {
    Region(RegionToCome),
    School(SchoolToCome),
}

/// What stands below the help.
const REGION_EXAMPLES: &str = "\
Example:
  preau new region centre -o regions/centre

Exit codes: 0 written, 2 a file is there already, or the command could not run.";

/// Writes the first files of a region: its own, and two profiles
///
/// They compile as they stand; addresses and names in them are to be replaced. No file is overwritten.
#[derive(clap::Args)]
#[command(after_help = REGION_EXAMPLES)]
struct RegionToCome {
    /// Its short name: a letter, then letters, digits and dashes
    #[arg(value_name = "NAME")]
    name: String,
    /// Folder to write [default: the name]
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
}

/// What stands below the help.
const SCHOOL_EXAMPLES: &str = "\
Example:
  preau new school 0371234R --profile lycee-en --name \"Lycée du Val\" --slug val

Exit codes: 0 written, 1 written, and what is to be mended in it is told, 2 the command could not run.";

/// Writes the first manifest of a school, in its département's folder
///
/// Its block is the next free one of its département's pool; what stands in it beside that is a stand-in that compiles: one
/// building, one switch, one host that runs what the profile expects. No file is overwritten.
#[derive(clap::Args)]
#[command(after_help = SCHOOL_EXAMPLES)]
struct SchoolToCome {
    /// Its code
    #[arg(value_name = "UAI")]
    uai: Uai,
    /// Its profile
    #[arg(long, value_name = "PROFILE")]
    profile: String,
    /// Its name
    #[arg(long, value_name = "NAME")]
    name: String,
    /// Its short name, for host names
    #[arg(long, value_name = "SLUG")]
    slug: String,
    #[command(flatten)]
    region: RegionArgs,
    #[command(flatten)]
    day: DayArgs,
}

pub(super) fn run(args: &Args, ui: &mut Ui) -> Result<Exit, Failure> {
    match &args.what {
        What::Region(args) => region(args, ui),
        What::School(args) => school(args, ui),
    }
}

fn region(args: &RegionToCome, ui: &mut Ui) -> Result<Exit, Failure> {
    let folder = args.output.clone().unwrap_or_else(|| PathBuf::from(&args.name));
    let files = scaffold::region(&args.name).map_err(Failure)?;
    // All or nothing: a region made of two halves would be nobody's.
    if let Some((path, _)) = files.iter().find(|(path, _)| fs::symlink_metadata(folder.join(path)).is_ok()) {
        return Err(Failure(format!("{} is there already", folder.join(path).display())));
    }
    for (path, text) in &files {
        write(&folder.join(path), text)?;
        ui.print(&format!("{}\n", folder.join(path).display()))?;
    }
    Ok(Exit::Clean)
}

fn school(args: &SchoolToCome, ui: &mut Ui) -> Result<Exit, Failure> {
    let source = args.region.read()?;
    let (path, text) = compile::newcomer(&source, args.uai, &args.profile, &args.name, &args.slug).map_err(Failure)?;
    let on_disk = args.region.path().join(&path);
    write(&on_disk, &text)?;
    ui.print(&format!("{}\n", on_disk.display()))?;
    let source = args.region.read()?;
    let options = Options { today: Some(args.day.day()?), schools: vec![args.uai], targets: Vec::new(), progress: &|_, _| {} };
    let checked = compile::check(&source, &options);
    let errors: Vec<_> = checked.findings.into_iter().filter(|finding| finding.severity == Severity::Error).collect();
    if !errors.is_empty() {
        ui.note(&human(&errors, &source, ui.err_look()))?;
    }
    Ok(refused(&errors, Severity::Error))
}

/// Writes a file that is not there yet, with the folders above it.
fn write(path: &Path, text: &str) -> Result<(), Failure> {
    let named = |error: io::Error| Failure(format!("{}: {error}", path.display()));
    path.parent().map_or(Ok(()), fs::create_dir_all).map_err(named)?;
    let mut file = OpenOptions::new().write(true).create_new(true).open(path).map_err(named)?;
    file.write_all(text.as_bytes()).map_err(named)
}
