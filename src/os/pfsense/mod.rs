//! pfSense: the `config.xml` of a firewall, written and read back.
//!
//! It speaks format 23.3 (pfSense 2.7.1, 2.7.2; 2.8 converts it). A state is written by [`whole`] for a new machine or by
//! [`overlay`], the sections that préau owns, for one in service; [`merge()`] puts an overlay into an export and keeps what
//! is the machine's own; [`read()`] makes a state of any of them, and [`chains()`] tells what it does to packets. What the
//! format cannot carry of a firewall is in [`LOSSES`], and of what it serves in [`SERVED_LOSSES`].

pub mod base64;
mod chains;
mod entities;
mod merge;
pub mod parse;
mod project;
mod project_served;
mod read;
#[cfg(test)]
mod tests;
pub mod words;
mod write;
pub mod xml;

use crate::state::{Firewall, Served};
pub use chains::{EVERYWHERE, Implied, chains, everywhere};
pub use merge::{Merged, Unmergeable, merge};
pub use project::{LOSSES, project};
pub use project_served::{SERVED_LOSSES, project_served};
pub use read::{Reading, Unread, read};
pub use write::{OWNED, OWNED_OF_SYSTEM, VERSION, clashes};
use xml::{Told, Uncarried};

/// The language's name in findings, and the firewall's kind in the manifest.
pub const NAME: &str = "pfsense";

/// The text of a whole configuration, with what the firewall itself serves, and the story of each line, or what it cannot carry.
pub fn whole(firewall: &Firewall, served: &Served) -> Result<(String, Vec<Told>), Vec<Uncarried>> {
    write::whole(firewall, served)?.document()
}

/// The text of what is ours in a configuration, the same way, and the story of each line, or what it cannot carry.
pub fn overlay(firewall: &Firewall, served: &Served) -> Result<(String, Vec<Told>), Vec<Uncarried>> {
    write::overlay(firewall, served)?.document()
}
