//! Layers merged, names bound, addresses placed: one [`School`] of resolved values, each with its origin.
//!
//! Nothing here looks at cables (that is `topology`) or spells a device's language.

pub mod atoms;
pub mod bind;
pub mod endpoint;
pub mod facts;
pub mod layers;
pub mod merge;
pub mod model;
pub mod remove;
pub mod tree;
pub mod words;

pub use crate::state::switch::ServerDead;
pub use model::*;
pub use words::*;

/// Everything that this stage can find.
pub fn rules() -> Vec<&'static crate::base::Rule> {
    [atoms::RULES, layers::RULES, merge::RULES, remove::RULES, bind::rules().as_slice()].concat()
}
