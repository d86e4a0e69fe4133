//! From KDL text to typed declarations: what an author wrote, with spans. Nothing is resolved or merged here.
//!
//! The one table of the language is [`table`]; [`read`] is the entry point.

pub mod decl;
mod decode;
pub mod docs;
pub mod guard;
pub mod inventory;
pub mod nodes;
mod outline;
mod read;
pub mod rules;
pub mod table;
mod written;

pub use decl::{Arg, Decl, Document, Item, Ports, Prop, Value};
pub use inventory::read_inventory;
pub use read::{read, tokens};
pub use rules::RULES;
pub use table::{Class, In, Key, Node, Property, Space};
