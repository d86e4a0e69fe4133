//! `preau policy`: who reaches what through the firewall, and what the region forbids, proved.

use super::args::{RegionArgs, SchoolArgs, all_known};
use super::rewrite::named;
use super::ui::Ui;
use super::{Exit, Failure};
use crate::compile::policy::Policies;
use crate::compile::{self, Options};
use crate::report::policy::{exceptions, human, json, markdown};
use crate::report::{parity, proofs};
use crate::source::Source;
use clap::ValueEnum;
use std::fs;
use std::path::{Path, PathBuf};

/// What stands below the help.
const EXAMPLES: &str = "\
Examples:
  preau policy                                        what deviations open, of every school
  preau policy --school 0410832G                      the whole matrix of one
  preau policy --school 0410832G --format markdown    for a page
  preau policy --school 0410832G --compare            an Amon against a pfSense
  preau policy --school 0410832G --rules config.xml   the rules found in service

Exit codes: 0 every proof holds, 1 one does not or a school cannot be merged, 2 the command could not run.";

/// Prints who reaches what through each school's firewall, by which flows, and proves what the region forbids
///
/// With --school the whole matrix: from each VLAN, the firewall, VPNs, the region and the Internet to each other, and where
/// each flow is written. Without, the region's exceptions: what deviations open. A flow counts as open when some packet passes
/// at some time. What is forbidden is sought in the flows and in the rules of the firewall's generated file, written and read
/// back with what the software adds by itself; what services need is proved to pass there. Ends with 1 when something
/// forbidden passes, something needed does not, or a rule is an error in itself.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    #[command(flatten)]
    region: RegionArgs,
    #[command(flatten)]
    schools: SchoolArgs,
    /// Form: for a person, tables for a page, or one JSON object a school a line
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// Compiles the same flows to an Amon and to a pfSense, reads both back, and lists each packet that only one lets pass;
    /// ends with 1 when no known reason explains one
    #[arg(long)]
    compare: bool,
    /// Proves on this file instead, as found in service: a pfSense's config.xml, or an ERA model of the school's Amon; each
    /// failure names a packet and the rules that it meets, with their lines
    #[arg(long, value_name = "FILE", requires = "schools", conflicts_with = "compare")]
    rules: Option<PathBuf>,
}

#[derive(Copy, Clone, PartialEq, Eq, ValueEnum)]
enum Format {
    Human,
    Markdown,
    Json,
}

pub(super) fn run(args: &Args, ui: &mut Ui) -> Result<Exit, Failure> {
    let source = args.region.read()?;
    let schools = args.schools.schools.clone();
    let is_one = !schools.is_empty();
    let options = Options { today: None, schools, targets: Vec::new(), progress: &|_, _| {} };
    if args.compare {
        return compare(&source, &options, args.format, ui);
    }
    if let Some(file) = &args.rules {
        return of_file(&source, &options, file, args.format, ui);
    }
    let found = compile::policy(&source, &options);
    all_known(&found.unknown)?;
    ui.print(&match args.format {
        Format::Human if is_one => found.schools.iter().map(|s| human(s, &source)).collect::<Vec<_>>().join("\n"),
        Format::Human => exceptions(&found.schools, &source),
        Format::Markdown => markdown(&found.schools),
        Format::Json => json(&found.schools, &source),
    })?;
    ended(&found, ui)
}

fn of_file(source: &Source, options: &Options, file: &Path, format: Format, ui: &mut Ui) -> Result<Exit, Failure> {
    let text = fs::read_to_string(file).map_err(|error| named(file, &error))?;
    let name = file.display().to_string();
    let found = compile::policy::found(source, options, &text).map_err(|why| Failure(format!("{name}: {why}")))?;
    all_known(&found.unknown)?;
    ui.print(&match format {
        Format::Human | Format::Markdown => {
            found.schools.iter().map(|s| proofs::human(s, source, Some(&name))).collect::<Vec<_>>().join("\n")
        }
        Format::Json => json(&found.schools, source),
    })?;
    ended(&found, ui)
}

fn ended(found: &Policies, ui: &mut Ui) -> Result<Exit, Failure> {
    if !found.unread.is_empty() {
        ui.note(&format!("cannot be merged, preau check says why: {}\n", found.unread.join(", ")))?;
        return Ok(Exit::Findings);
    }
    Ok(if found.schools.iter().any(|s| s.is_broken()) { Exit::Findings } else { Exit::Clean })
}

fn compare(source: &Source, options: &Options, format: Format, ui: &mut Ui) -> Result<Exit, Failure> {
    let found = compile::parity(source, options);
    all_known(&found.unknown)?;
    ui.print(&match format {
        Format::Human | Format::Markdown => parity::human(&found.schools),
        Format::Json => parity::json(&found.schools),
    })?;
    if !found.unread.is_empty() {
        ui.note(&format!("cannot be merged, preau check says why: {}\n", found.unread.join(", ")))?;
        return Ok(Exit::Findings);
    }
    let is_explained = found.schools.iter().flat_map(|s| &s.differences).all(|d| d.reason.is_some());
    Ok(if is_explained { Exit::Clean } else { Exit::Findings })
}
