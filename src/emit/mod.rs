//! The targets: one folder a target, each turns states into files. A target decides nothing.

pub mod file;
pub mod itop;

pub use file::{Apply, File, Meta};
