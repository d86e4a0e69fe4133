//! `UAI/state.json`: the school's intended state, for audits, comparisons and tools of others (`docs/state.schema.json`).
//!
//! It writes what the states hold and nothing else: no value of a secret, no place in a file, nothing that a comment in a
//! manifest could change. A field that has no value is left out. Entry point: [`TARGET`].

mod guest;
mod host;
mod json;
mod record;
mod switch;
mod values;

use super::{Emitted, File, Job, Meta, Target};
use crate::state::Intended;
use crate::state::action::{Action, Why};
use json::{Out, object, words};

/// The target.
pub static TARGET: Target = Target {
    name: "state",
    doc: "the school's intended state, for audits and tools of others",
    folders: &[NAME],
    refuses: false,
    check: |_, _| {},
    write,
};

/// Name of the file in the school's folder.
const NAME: &str = "state.json";
/// The version of the format: raised when a reader of the former one would be misled.
const FORMAT: &str = "preau-state/1";

fn write(job: &Job) -> Emitted {
    let mut out = Out::default();
    let Intended { switches, hosts, guests, records, actions } = job.state;
    out.object(|fields| {
        fields.field("format", FORMAT);
        fields.field("uai", job.uai);
        fields.field("switches", switches);
        fields.field("hosts", hosts);
        fields.field("guests", guests);
        fields.field("actions", actions);
        fields.field("records", records);
    });
    let meta = Meta { kind: "state", mode: 0o644, owner: "root", group: "root", ..Meta::default() };
    let content = out.finish().into_bytes();
    Emitted { files: vec![File { path: format!("{}/{NAME}", job.uai), content, meta }], ..Emitted::default() }
}

object!(Action { device, rack, model, why, replacement });
words!(Why { NoLanguage = "no-language", Obsolete = "obsolete" });

#[cfg(test)]
mod tests;
