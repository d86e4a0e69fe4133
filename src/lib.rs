//! The compiler for school networks: manifests in, everything a school's machines run out.

pub mod base;
pub mod catalogue;
pub mod cli;
pub mod emit;
pub mod net;
pub mod region;
pub mod rules;
pub mod state;
pub mod syntax;
pub mod topology;
