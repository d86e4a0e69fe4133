//! The words every stage uses: places in files, values that know their origin, findings, limits.
//!
//! It imports nothing of ours and knows nothing of networks.

pub mod finding;
pub mod limits;
pub mod nearest;
pub mod sourced;
pub mod span;

pub use finding::{Edit, Finding, Label, Place, Policy, Report, Rule, Severity, Sink, Waiver};
pub use nearest::nearest;
pub use sourced::{Layer, Origin, Origins, Row, Sourced};
pub use span::{FileId, Span};
