//! Models: what can be bought, with its ports, limits and life. It knows no school.

pub mod model;

pub use model::{Catalogue, Image, Life, Limits, Model, ModelKind, PortGroup, PortKind, Radio};
