//! The region stage, the graph and the ports that follow from them, held against the specification's parts 4 to 7.
//!
//! Each test makes a region of texts in memory (or takes the trial region of `tests/fixtures`), and asks the stages for
//! the resolved school. Nothing here reads what an emitter writes, except the test that builds twice.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test stops where it fails")]

mod addresses;
mod carried;
mod drawn;
mod expanded;
mod firewall;
mod layers;
mod misspelt;
mod names;
mod open_mode;
mod ports;
mod raw;
mod removing;
mod same;
mod snippets;
mod standard;
mod waivers;
mod weights;
#[allow(dead_code, reason = "shared with tests/laws, which needs the rest")]
mod world;
