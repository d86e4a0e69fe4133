//! `preau explain`: why a rule exists.

use super::ui::Ui;
use super::{Exit, Failure};
use crate::base::nearest::nearest;
use crate::compile;
use crate::report::{explain, list};

/// What stands below the help.
const EXAMPLES: &str = "\
Examples:
  preau explain                      every rule, a line each
  preau explain port-used-twice      one rule

Exit codes: 0 explained, 2 there is no such rule.";

/// Explains a rule, with a manifest that fails and one that passes; without a name, lists every rule
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
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
            None => {
                let meant = nearest(name, rules.iter().map(|rule| rule.name));
                let meant = meant.map_or(String::new(), |meant| format!("did you mean `{meant}`? "));
                return Err(Failure(format!("there is no rule `{name}`; {meant}`preau explain` lists them all")));
            }
        },
    };
    ui.print(&text)?;
    Ok(Exit::Clean)
}
