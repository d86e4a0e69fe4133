//! The types of a resolved school. Names that failed to resolve were reported and are absent.
//!
//! One file a family of nodes, as in `bind`; everything is named `region::X`.

mod addresses;
mod devices;
mod flows;
mod guests;
mod places;
mod ports;
mod school;
mod services;
mod shared;
mod switches;

pub use addresses::*;
pub use devices::*;
pub use flows::*;
pub use guests::*;
pub use places::*;
pub use ports::*;
pub use school::*;
pub use services::*;
pub use shared::*;
pub use switches::*;
