//! `preau policy`: who reaches what through the firewall, and what the region forbids, proved.

use super::args::{RegionArgs, SchoolArgs, all_known};
use super::ui::Ui;
use super::{Exit, Failure};
use crate::compile::{self, Options};
use crate::report::parity;
use crate::report::policy::{exceptions, human, json, markdown};
use crate::source::Source;
use clap::ValueEnum;

/// Prints who reaches what through each school's firewall, by which flows, and proves what the region forbids
///
/// With --school the whole matrix: from each VLAN, the firewall, VPNs, the region and the Internet to each other, and where
/// each flow is written. Without, the region's exceptions: what deviations open. A flow counts as open when some packet passes
/// at some time; what is forbidden is sought in the flows and in the firewall's rules, first match first.
#[derive(clap::Args)]
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
    let found = compile::policy(&source, &options);
    ui.print(&match args.format {
        Format::Human if is_one => found.schools.iter().map(|s| human(s, &source)).collect::<Vec<_>>().join("\n"),
        Format::Human => exceptions(&found.schools, &source),
        Format::Markdown => markdown(&found.schools),
        Format::Json => json(&found.schools, &source),
    })?;
    all_known(&found.unknown)?;
    if found.unread.is_empty() {
        return Ok(Exit::Clean);
    }
    ui.note(&format!("cannot be merged, preau check says why: {}\n", found.unread.join(", ")))?;
    Ok(Exit::Findings)
}

fn compare(source: &Source, options: &Options, format: Format, ui: &mut Ui) -> Result<Exit, Failure> {
    let found = compile::parity(source, options);
    ui.print(&match format {
        Format::Human | Format::Markdown => parity::human(&found.schools),
        Format::Json => parity::json(&found.schools),
    })?;
    all_known(&found.unknown)?;
    if !found.unread.is_empty() {
        ui.note(&format!("cannot be merged, preau check says why: {}\n", found.unread.join(", ")))?;
        return Ok(Exit::Findings);
    }
    let is_explained = found.schools.iter().flat_map(|s| &s.differences).all(|d| d.reason.is_some());
    Ok(if is_explained { Exit::Clean } else { Exit::Findings })
}
