//! The action list of a school, for the people who replace things: a CSV file in French.
//!
//! Only what the compiler cannot bring to its intended state is in it; what must be bought for other reasons is the
//! dossier's matter.

use super::csv;
use super::{Emitted, File, Job, Meta, Story, Target};
use crate::base::{Origin, Sourced};
use crate::state::action::{Action, Why};
use std::borrow::Cow;

/// The target.
pub static TARGET: Target = Target {
    name: "actions",
    doc: "the list of what must be replaced by hand, in French",
    folders: &["actions.csv"],
    check: |_, _| {},
    refuses: false,
    write,
    explain,
};

fn write(job: &Job) -> Emitted {
    if job.state.actions.is_empty() {
        return Emitted::default();
    }
    let mut text = header();
    job.state.actions.iter().for_each(|action| text.push_str(&row(action)));
    let meta = Meta { kind: "action-list", owner: "root", group: "root", mode: 0o644, ..Meta::default() };
    let file = File { path: path(job.uai), content: text.into_bytes(), meta };
    Emitted { files: vec![file], ..Emitted::default() }
}

fn explain(job: &Job, asked: &str) -> Option<Story> {
    if job.state.actions.is_empty() || asked != path(job.uai) {
        return None;
    }
    let (mut text, mut lines) = (header(), vec![Vec::new()]);
    for action in &job.state.actions {
        let row = row(action);
        let known = [&action.device, &action.rack, &action.model].map(|v| v.origin());
        let origins: Vec<Origin> = known.into_iter().chain(action.replacement.as_ref().map(Sourced::origin)).collect();
        // A text with a line end in it makes a row of several lines.
        lines.extend(row.split_inclusive('\n').map(|_| origins.clone()));
        text.push_str(&row);
    }
    Some(Story::of(text, lines, file!(), job.state.actions.first().map(|a| a.device.origin())))
}

fn path(uai: &str) -> String {
    format!("{uai}/actions.csv")
}

fn header() -> String {
    csv::header(["équipement", "baie", "modèle", "raison", "remplacement"]) + "\n"
}

fn row(action: &Action) -> String {
    let why = match action.why {
        Why::NoLanguage => "aucune configuration n'est écrite pour ce système",
        Why::Obsolete => "déclaré obsolète",
    };
    let replacement = action.replacement.as_ref().map_or("à choisir", |r| r.as_str());
    let cells = [action.device.as_str(), &action.rack, &action.model, why, replacement].map(inert);
    csv::row(cells.iter().map(AsRef::as_ref)) + "\n"
}

/// A cell that no spreadsheet takes for a formula: people open this file with a double click.
fn inert(cell: &str) -> Cow<'_, str> {
    match cell.starts_with(['=', '+', '-', '@', '\t']) {
        true => Cow::Owned(format!("'{cell}")),
        false => Cow::Borrowed(cell),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_that_begins_like_a_formula_is_text() {
        assert_eq!(inert("=cmd()"), "'=cmd()");
        assert_eq!(inert("RG2.13"), "RG2.13");
    }
}
