//! The compiler for school networks: manifests in, everything a school's machines run out.

pub mod cli;
