//! Targets: from state to the files that devices, hosts and people read.
//!
//! [`file`] says what a generated file is; nothing here writes to disk.

pub mod file;

pub use file::{Apply, File, Meta};
