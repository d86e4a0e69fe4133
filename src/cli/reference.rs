//! The page `docs/cli.md`, from the same definitions that parse the arguments.

use super::{Cli, EXITS};
use clap::{Arg, Command, CommandFactory};

/// Every command with its arguments, as Markdown.
pub fn reference() -> String {
    let mut root = Cli::command();
    root.build();
    let about = |command: &Command| {
        let text = command.get_long_about().or(command.get_about()).map(ToString::to_string).unwrap_or_default();
        // clap takes the full stop from the first paragraph.
        let paragraphs = text.split("\n\n").map(|text| format!("{}.", text.trim_end_matches('.')));
        paragraphs.collect::<Vec<_>>().join("\n\n")
    };
    let mut out =
        format!("# Command line\n\n<!-- Written from the program: BLESS=1 cargo test --test cli -->\n\n{}\n\n", about(&root));
    out.push_str(&format!("{EXITS}\n\nText goes to a terminal in colour unless `NO_COLOR` is set, and wrapped at `COLUMNS` (100 when that is\nunknown); to a pipe it goes plain and unwrapped.\n"));
    for (name, command) in leaves(&root, "preau") {
        let usage = command.clone().render_usage().to_string();
        let usage = usage.trim_start_matches("Usage:").trim();
        out.push_str(&format!("\n## {name}\n\n{}\n\n```\n{usage}\n```\n\n", about(command)));
        let arguments = command.get_arguments().filter(|arg| arg.get_id() != "help" && arg.get_id() != "version");
        for arg in arguments {
            out.push_str(&line(arg));
        }
        if let Some(examples) = command.get_after_help() {
            let text = examples.to_string();
            let (examples, exits) = text.split_once("\n\n").unwrap_or((&text, ""));
            let examples: Vec<&str> = examples.lines().skip(1).map(|line| line.strip_prefix("  ").unwrap_or(line)).collect();
            out.push_str(&format!("\n```text\n{}\n```\n\n{exits}\n", examples.join("\n")));
        }
    }
    out
}

/// Every command that runs, by its full name: of `preau new`, its two.
fn leaves<'a>(command: &'a Command, name: &str) -> Vec<(String, &'a Command)> {
    let below = command.get_subcommands().filter(|below| below.get_name() != "help");
    below
        .flat_map(|below| {
            let name = format!("{name} {}", below.get_name());
            let leaves = leaves(below, &name);
            if leaves.is_empty() { vec![(name, below)] } else { leaves }
        })
        .collect()
}

/// One argument as a line of a list.
fn line(arg: &Arg) -> String {
    let names = [arg.get_short().map(|c| format!("-{c}")), arg.get_long().map(|name| format!("--{name}"))];
    let names: Vec<_> = names.into_iter().flatten().collect();
    let takes = arg.get_action().takes_values();
    let values = arg.get_value_names().unwrap_or_default().iter().map(|name| name.as_str()).collect::<Vec<_>>().join(" ");
    let choices: Vec<_> = arg.get_possible_values().iter().map(|value| value.get_name().to_owned()).collect();
    let values = if choices.is_empty() { values } else { choices.join("|") };
    let name = match (names.is_empty(), takes) {
        (true, _) => values,
        (false, true) => format!("{} {values}", names.join(", ")),
        (false, false) => names.join(", "),
    };
    let defaults: Vec<_> = arg.get_default_values().iter().map(|value| value.to_string_lossy().into_owned()).collect();
    let default = if takes && !defaults.is_empty() { format!(" (default: `{}`)", defaults.join(" ")) } else { String::new() };
    let help = arg.get_long_help().or(arg.get_help()).map(ToString::to_string).unwrap_or_default();
    format!("- `{name}`: {help}{default}\n")
}
