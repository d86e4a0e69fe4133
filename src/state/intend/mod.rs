//! The states that a region intends, derived from the resolved school, its graph and the models: every decision is made here.
//!
//! One file a kind of thing, with a function that derives and a `report` for what the derivation cannot give a place.

mod boot;
pub mod container;
pub mod guest;
pub mod host;
