//! `config.eol`: the variables of an EOLE server, one JSON object, as EOLE 2.4 and later keep them.
//!
//! [`write()`] makes it of a firewall's state, with the story of each line; [`read()`] takes a generated file or an export of a
//! server in service and gives the state back. What the variables cannot carry of a firewall is in [`LOSSES`]; which variable
//! has which type is [`words::TABLE`]. It does not know the rules: those are the zone model's.

mod access;
mod document;
mod parse;
mod project;
mod read;
mod services;
#[cfg(test)]
mod tests;
pub mod words;
mod write;

use super::zones::Zones;
use crate::base::Sourced;
use crate::state::{Firewall, Served};
pub use access::Way;
pub use document::{Listed, Shown, Told, Uncarried};
pub use parse::Fault;
pub use project::{LOSSES, project};
pub use read::{Host, Lease, Reading, Unread, read};
pub use services::{ByHand, Reason, by_hand, reverse_proxied};
use std::collections::BTreeSet;

/// The text of a server's variables and the story of each line, or what it cannot carry.
pub fn write(firewall: &Firewall, served: &Served) -> Result<(String, Vec<Told>), Vec<Uncarried>> {
    document(firewall, served).text()
}

/// The names of the variables that a firewall's state decides, `___version___` left out.
pub fn derived(firewall: &Firewall, served: &Served) -> BTreeSet<String> {
    let mut bare = firewall.clone();
    bare.variables.clear();
    document(&bare, served).names()
}

/// The variables as a person reads them: those of one value, and the lists with what follows them.
pub fn shown(firewall: &Firewall, served: &Served) -> (Vec<Shown>, Vec<Listed>) {
    let document = document(firewall, served);
    (document.singles(), document.lists())
}

/// The zone model that a server runs, by the name of its file: the child of the model that the manifest names; that model itself
/// where no zones fit the cards.
pub fn model(firewall: &Firewall) -> Option<Sourced<String>> {
    Zones::of(firewall).map(|zones| zones.model).ok().or_else(|| firewall.model.clone())
}

fn document(firewall: &Firewall, served: &Served) -> document::Document {
    let mut document = document::Document::default();
    write::identity(firewall, &mut document);
    write::cards(firewall, &mut document);
    write::routes(firewall, &mut document);
    services::all(firewall, served, &mut document);
    write::variables(firewall, &mut document);
    document
}
