//! Nothing lost: what a build leaves when it is killed, crowded out, locked out, or finds something in its way.
//!
//! Everything goes through the program itself, as its users start it. That no step of the writer can be the wrong one to die
//! at is held by the tests of `src/output`, which know the steps; here the system decides when.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test stops where it fails")]

mod again;
mod disk;
mod kills;
mod parts;
mod place;
mod reading;
mod together;
mod way;
