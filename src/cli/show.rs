//! `preau show`: one school as merged from the region, its profiles and its own file.

use super::args::{RegionArgs, all_known};
use super::ui::Ui;
use super::{Exit, Failure};
use crate::compile::{self, Form, Options};
use crate::net::Uai;
use crate::report::human;
use clap::ValueEnum;

/// What stands below the help.
const EXAMPLES: &str = "\
Examples:
  preau show 0410832G                  each value with its file and line
  preau show 0410832G --format kdl     a manifest without layers

Exit codes: 0 shown, 1 the school cannot be merged, 2 the command could not run.";

/// Shows one school as if it were written in one file, each value with its origin
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// The school
    #[arg(value_name = "UAI")]
    uai: Uai,
    #[command(flatten)]
    region: RegionArgs,
    /// Form of the school: for a person, as a manifest, or as JSON
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

#[derive(Copy, Clone, ValueEnum)]
enum Format {
    Human,
    Kdl,
    Json,
}

pub(super) fn run(args: &Args, ui: &mut Ui) -> Result<Exit, Failure> {
    let source = args.region.read()?;
    let form = match args.format {
        Format::Human => Form::Human,
        Format::Kdl => Form::Kdl,
        Format::Json => Form::Json,
    };
    let options = Options { today: None, schools: vec![args.uai], targets: Vec::new(), progress: &|_, _| {} };
    if let Some(text) = compile::show(&source, args.uai, form, &options) {
        ui.print(&text)?;
        return Ok(Exit::Clean);
    }
    let checked = compile::check(&source, &options);
    all_known(&checked.unknown)?;
    // The school is there and cannot be merged: its findings say why.
    ui.note(&human(&checked.findings, &source, ui.err_look()))?;
    Ok(Exit::Findings)
}
