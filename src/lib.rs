//! The compiler for school networks: manifests in, everything a school's machines run out.

pub mod base;
pub mod cli;
pub mod compile;
pub mod emit;
pub mod net;
pub mod output;
pub mod report;
pub mod source;
pub mod syntax;
