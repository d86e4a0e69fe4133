//! The readers of `tests/oracles`: scripts that are given many things and print one JSON object a line for each.
//!
//! The protocol: `SCRIPT [ARGUMENTS] THING...` prints `{"path", "errors": [{"line", "text"}], ...}` in the order
//! of the things and exits 0; another exit means that it could not judge. `SCRIPT --version` prints one line.
//! Entry point: [`Script`].

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::Value;

use crate::{
    checker::{Verdict, first_line, run},
    place,
};

/// A script and the interpreter that has what it imports.
pub struct Script {
    pub python: PathBuf,
    pub name: &'static str,
    pub arguments: &'static [&'static str],
}

impl Script {
    /// Returns the line that the script prints for `--version`.
    pub fn version(&self) -> Result<String, String> {
        first_line(&mut self.command("--version".as_ref()))
    }

    /// Judges the things in one process: a script refuses what it has errors about.
    pub fn judge(&self, things: &[PathBuf]) -> Vec<Verdict> {
        match self.read(things) {
            Ok(reports) => reports.iter().map(verdict).collect(),
            Err(why) => vec![Verdict::NotRun(why); things.len()],
        }
    }

    /// Returns what the script printed, one value a thing.
    pub fn read(&self, things: &[PathBuf]) -> Result<Vec<Value>, String> {
        if things.is_empty() {
            return Ok(Vec::new());
        }
        let mut command = self.command("--".as_ref());
        command.args(things);
        let run = run(&mut command, 150)?;
        if run.code != Some(0) {
            return Err(format!("{}: exit {:?}: {}", self.name, run.code, run.said()));
        }
        let reports: Vec<Value> = run
            .out
            .lines()
            .map(|line| serde_json::from_str(line).map_err(|_| format!("{}: not JSON: {line}", self.name)))
            .collect::<Result<_, _>>()?;
        if reports.len() == things.len() {
            Ok(reports)
        } else {
            Err(format!("{}: {} answers for {} things", self.name, reports.len(), things.len()))
        }
    }

    fn command(&self, argument: &Path) -> Command {
        let mut command = Command::new(&self.python);
        // -B: the scripts' folder stays free of compiled files.
        command.arg("-B").arg(place::oracle(self.name)).args(self.arguments).arg(argument);
        command
    }
}

fn verdict(report: &Value) -> Verdict {
    let Some(errors) = report.get("errors").and_then(Value::as_array) else {
        return Verdict::NotRun(format!("an answer without errors: {report}"));
    };
    if errors.is_empty() {
        return Verdict::Accepted;
    }
    let lines: Vec<String> = errors
        .iter()
        .map(|error| {
            let line = error.get("line").and_then(Value::as_u64).unwrap_or_default();
            let text = error.get("text").and_then(Value::as_str).unwrap_or_default();
            format!("{line}: {text}")
        })
        .collect();
    Verdict::Refused(lines.join("\n"))
}
