//! pfSense: the `config.xml` of a firewall, written, merged into an export, and read back.
//!
//! It speaks format 23.3 (pfSense 2.7.1, 2.7.2; 2.8 converts it). A state is written by [`whole`] for a new machine or by
//! [`overlay`] for one in service; [`merge()`] puts an overlay into an export and keeps certificates, accounts and packages;
//! [`read()`] makes a state of either. What the format cannot carry is in [`LOSSES`]; what pfSense adds to the rules by itself is
//! said by [`implicit`].

pub mod base64;
pub mod words;
mod write;
pub mod xml;

use crate::state::Firewall;
pub use write::{OWNED, OWNED_OF_SYSTEM, VERSION};
use xml::{Told, Uncarried};

/// The language's name in findings, and the firewall's kind in the manifest.
pub const NAME: &str = "pfsense";

/// The text of a whole configuration and the story of each line, or what it cannot carry.
pub fn whole(firewall: &Firewall) -> Result<(String, Vec<Told>), Vec<Uncarried>> {
    write::whole(firewall)?.document()
}

/// The text of what is ours in a configuration and the story of each line, or what it cannot carry.
pub fn overlay(firewall: &Firewall) -> Result<(String, Vec<Told>), Vec<Uncarried>> {
    write::overlay(firewall)?.document()
}
