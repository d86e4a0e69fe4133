//! `preau graph`: a picture of one school's network.

use super::args::{RegionArgs, all_known};
use super::rewrite::named;
use super::ui::Ui;
use super::{Exit, Failure};
use crate::compile::{self, Drawing, Options};
use crate::net::Uai;
use crate::report::human;
use std::fs;
use std::path::{Path, PathBuf};

/// What stands below the help.
const EXAMPLES: &str = "\
Examples:
  preau graph --school 0410832G                     SVG to standard output
  preau graph --school 0410832G -o delaunay.svg     into a file
  preau graph --school 0410832G -o delaunay.dot     for Graphviz

Exit codes: 0 drawn, 1 the school cannot be merged, 2 the command could not run.";

/// Draws one school's network: closets, links and what they carry, hosts and their guests
///
/// SVG is for the wall, on A3 or A4; DOT is for Graphviz; JSON lists nodes and edges. The file's ending decides; without a
/// file, SVG goes to standard output.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    #[command(flatten)]
    region: RegionArgs,
    /// The school
    #[arg(long = "school", value_name = "UAI")]
    school: Uai,
    /// File to write: FILE.svg, FILE.dot or FILE.json
    #[arg(short, long, value_name = "FILE", value_parser = file)]
    output: Option<PathBuf>,
}

/// Refuses an ending that says no form, before any work.
fn file(text: &str) -> Result<PathBuf, String> {
    let path = PathBuf::from(text);
    match drawing(&path) {
        Some(_) => Ok(path),
        None => Err("a picture ends in .svg, .dot or .json".into()),
    }
}

fn drawing(path: &Path) -> Option<Drawing> {
    match path.extension()?.to_str()? {
        "svg" => Some(Drawing::Svg),
        "dot" => Some(Drawing::Dot),
        "json" => Some(Drawing::Json),
        _ => None,
    }
}

pub(super) fn run(args: &Args, ui: &mut Ui) -> Result<Exit, Failure> {
    let source = args.region.read()?;
    let form = args.output.as_deref().and_then(drawing).unwrap_or(Drawing::Svg);
    let Some(text) = compile::graph(&source, args.school, form) else {
        let options = Options { today: None, schools: vec![args.school], targets: Vec::new(), progress: &|_, _| {} };
        let checked = compile::check(&source, &options);
        all_known(&checked.unknown)?;
        // The school is there and cannot be drawn: its findings say why.
        ui.note(&human(&checked.findings, &source, ui.err_look()))?;
        return Ok(Exit::Findings);
    };
    match &args.output {
        Some(path) => fs::write(path, text).map_err(|error| named(path, &error))?,
        None => ui.print(&text)?,
    }
    Ok(Exit::Clean)
}
