//! What each device, guest and record must be (or, observed, is): typed and free of vendors. The hinge of the compiler.
//!
//! Decisions end here: emitters spell a state and nothing else, readers parse text back into one. `intend` derives
//! the states that a region intends; the types know nothing of manifests, templates or device languages.

pub mod secret;
pub mod switch;

pub use secret::Secret;
pub use switch::Switch;
