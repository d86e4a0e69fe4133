//! The action list of a school, for the people who replace things: a CSV file in French.
//!
//! Only what the compiler cannot bring to its intended state is in it; what must be bought for other reasons is the
//! dossier's matter.

use super::csv;
use super::{Emitted, File, Job, Meta, Target};
use crate::state::action::Why;
use std::borrow::Cow;

/// The target.
pub static TARGET: Target = Target {
    name: "actions",
    doc: "the list of what must be replaced by hand, in French",
    folders: &["actions.csv"],
    check: |_, _| {},
    refuses: false,
    write,
};

fn write(job: &Job) -> Emitted {
    if job.state.actions.is_empty() {
        return Emitted::default();
    }
    let mut text = csv::header(["équipement", "baie", "modèle", "raison", "remplacement"]);
    text.push('\n');
    for action in &job.state.actions {
        let why = match action.why {
            Why::NoLanguage => "aucune configuration n'est écrite pour ce système",
            Why::Obsolete => "déclaré obsolète",
        };
        let replacement = action.replacement.as_ref().map_or("à choisir", |r| r.as_str());
        let cells = [action.device.as_str(), &action.rack, &action.model, why, replacement].map(inert);
        text.push_str(&csv::row(cells.iter().map(AsRef::as_ref)));
        text.push('\n');
    }
    let meta = Meta { kind: "action-list", owner: "root", group: "root", mode: 0o644, ..Meta::default() };
    let file = File { path: format!("{}/actions.csv", job.uai), content: text.into_bytes(), meta };
    Emitted { files: vec![file], ..Emitted::default() }
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
