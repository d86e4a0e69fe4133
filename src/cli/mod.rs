//! The command line: arguments in, an exit code out. It holds no logic: each command calls the library and prints.
//!
//! One file a command; [`main()`] is the entry point. Nothing else prints, asks for the time or looks at the terminal.

mod args;
mod build;
mod check;
mod deviations;
mod explain;
mod fmt;
mod graph;
mod merge;
mod new;
mod policy;
mod progress;
mod reference;
mod rewrite;
mod show;
mod templates;
mod ui;
mod vault;
mod why;

pub use reference::reference;

use clap::{Parser, Subcommand};
use std::process::ExitCode;
use ui::Ui;

/// Compiles the networks of a region's schools: checks each school's manifest, then writes everything its machines run.
#[derive(Parser)]
#[command(name = "preau", version, after_help = EXITS)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

const EXITS: &str = "Exit codes: 0 nothing at or above the threshold, 1 findings, 2 the command could not run.";

#[derive(Subcommand)]
enum Command {
    Check(check::Args),
    Build(build::Args),
    Show(show::Args),
    Deviations(deviations::Args),
    Policy(policy::Args),
    Templates(templates::Args),
    Graph(graph::Args),
    Why(why::Args),
    Merge(merge::Args),
    Explain(explain::Args),
    Fmt(fmt::Args),
    New(new::Args),
}

/// How a command ended.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
enum Exit {
    /// Nothing at or above the threshold.
    Clean,
    /// Findings at or above it.
    Findings,
    /// The command could not run.
    Failed,
}

/// Why a command could not run, for the person who typed it.
struct Failure(String);

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Failure(error.to_string())
    }
}

/// Runs the command that the arguments name.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Help that nobody reads to its end is no failure.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    let mut ui = Ui::of_process();
    let ended = match cli.command {
        Command::Check(args) => check::run(&args, &mut ui),
        Command::Build(args) => build::run(&args, &mut ui),
        Command::Show(args) => show::run(&args, &mut ui),
        Command::Templates(args) => templates::run(&args, &mut ui),
        Command::Policy(args) => policy::run(&args, &mut ui),
        Command::Deviations(args) => deviations::run(&args, &mut ui),
        Command::Graph(args) => graph::run(&args, &mut ui),
        Command::Merge(args) => merge::run(&args, &mut ui),
        Command::Why(args) => why::run(&args, &mut ui),
        Command::Explain(args) => explain::run(&args, &mut ui),
        Command::Fmt(args) => fmt::run(&args, &mut ui),
        Command::New(args) => new::run(&args, &mut ui),
    };
    let exit = ended.unwrap_or_else(|Failure(text)| {
        ui.complain(&text);
        Exit::Failed
    });
    ExitCode::from(match exit {
        Exit::Clean => 0,
        Exit::Findings => 1,
        Exit::Failed => 2,
    })
}
