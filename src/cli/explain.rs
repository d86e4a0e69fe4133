//! `preau explain`: why a rule exists.

use super::ui::Ui;
use super::{Exit, Failure};
use crate::compile;
use crate::report::{explain, list};

/// Explains a rule, with a manifest that fails and one that passes; without a name, lists every rule
#[derive(clap::Args)]
pub(super) struct Args {
    /// Name of the rule, as a finding shows it
    #[arg(value_name = "RULE")]
    rule: Option<String>,
}

pub(super) fn run(args: &Args, ui: &mut Ui) -> Result<Exit, Failure> {
    let rules = compile::rules();
    let text = match &args.rule {
        None => list(&rules),
        Some(name) => match rules.iter().find(|rule| rule.name == name) {
            Some(rule) => explain(rule),
            None => return Err(Failure(format!("there is no rule `{name}`; preau explain lists them"))),
        },
    };
    ui.print(&text)?;
    Ok(Exit::Clean)
}
