//! The compiler for school networks: manifests in, everything a school's machines run out.
//!
//! The pipeline, in order; each stage imports only those above it:
//!
//! 1. [`base`], [`net`]: places in files, findings, and the field's words as types.
//! 2. [`source`] reads the region's files; [`syntax`] makes typed declarations of them by the one table of the language.
//! 3. [`catalogue`] knows the models that can be bought; [`region`] merges layers and binds names: one resolved school.
//! 4. [`topology`] is its graph: what each cable carries, what each port is for; [`graph`] draws it.
//! 5. [`state`] is what each device, guest and record must be, typed and free of vendors: the hinge.
//! 6. [`rules`] look at all of it and report; they change nothing.
//! 7. [`render`] turns views into text with escapes; [`os`] holds device languages, [`emit`] the targets.
//! 8. [`output`] writes the tree, [`report`] shows findings, [`cli`] is the command; [`compile`] ties the stages together.

pub mod base;
pub mod catalogue;
pub mod cli;
pub mod compile;
pub mod emit;
pub mod fmt;
pub mod graph;
pub mod net;
pub mod os;
pub mod output;
pub mod region;
pub mod render;
pub mod report;
pub mod rules;
pub mod scaffold;
pub mod source;
pub mod state;
pub mod syntax;
pub mod topology;
