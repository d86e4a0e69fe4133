//! `preau merge`: an overlay into an exported pfSense configuration.

use super::rewrite::named;
use super::ui::Ui;
use super::{Exit, Failure};
use crate::compile;
use std::fs;
use std::path::{Path, PathBuf};

/// What stands below the help.
const EXAMPLES: &str = "\
Example:
  preau merge config.xml build/0379901L/firewall/overlay.xml > merged.xml

Exit codes: 0 merged, 1 merged, and what names an interface that is no more is told, 2 the command could not run.";

/// Puts firewall/overlay.xml into a pfSense's exported configuration: our sections are replaced, certificates, accounts and packages stay
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// The configuration as the machine exports it, not encrypted
    #[arg(value_name = "EXPORT")]
    export: PathBuf,
    /// The school's firewall/overlay.xml
    #[arg(value_name = "OVERLAY")]
    overlay: PathBuf,
}

pub(super) fn run(args: &Args, ui: &mut Ui) -> Result<Exit, Failure> {
    let read = |path: &Path| fs::read_to_string(path).map_err(|error| named(path, &error));
    let merged = compile::merge(&read(&args.export)?, &read(&args.overlay)?).map_err(|why| Failure(why.to_string()))?;
    ui.print(&merged.text)?;
    for (line, name) in &merged.dangling {
        ui.complain(&format!("{}:{line}: interface {name} is named here and is no more", args.export.display()));
    }
    Ok(if merged.dangling.is_empty() { Exit::Clean } else { Exit::Findings })
}
