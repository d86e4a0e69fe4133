//! Names: what a device can bear.

pub mod limits;
mod os_limit_name;

use super::Check;

/// The rules of this folder, in order of name.
pub static ALL: &[&Check] = &[&os_limit_name::RULE];
