//! Models: what can be bought, with its ports, limits and life. It knows no school.

mod load;
pub mod model;

pub use load::{BUILT_IN, BUILT_IN_FILE, RULES};
pub use model::{Catalogue, Image, Life, Limits, Model, ModelKind, PortGroup, PortKind, Radio};
