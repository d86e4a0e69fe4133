//! The compiler for school networks: manifests in, everything a school's machines run out.

pub mod base;
pub mod cli;
pub mod emit;
pub mod net;
pub mod os;
pub mod render;
pub mod state;
pub mod syntax;
