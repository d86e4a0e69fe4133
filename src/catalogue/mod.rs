//! Models: what can be bought, with its ports, limits and life; and how a CMDB weighs what was. It knows no school.

mod cmdb;
mod load;
pub mod model;

pub use cmdb::{Level, Profile, Weight};
pub use load::{BUILT_IN, BUILT_IN_FILE, MODEL_UNKNOWN, RULES};
pub use model::{Catalogue, Image, Life, Limits, Model, ModelKind, PortGroup, PortKind, Radio};
