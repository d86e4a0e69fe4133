//! Time and inventory: what has ended, what is missing in a room.

mod deviation_expired;
mod deviation_too_long;
mod mac_unknown_to_nac;
mod model_obsolete;
mod room_short_of_ports;
pub mod waiver_unused;

use super::Check;

/// The rules of this folder, in order of name.
pub static ALL: &[&Check] = &[
    &deviation_expired::RULE,
    &deviation_too_long::RULE,
    &mac_unknown_to_nac::RULE,
    &model_obsolete::RULE,
    &room_short_of_ports::RULE,
];
