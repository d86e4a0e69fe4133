//! Names: what can be borne.

mod station_name_too_long;

use super::Check;

/// The rules of this folder, in order of name.
pub static ALL: &[&Check] = &[&station_name_too_long::RULE];
