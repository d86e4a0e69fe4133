//! Power over Ethernet.

mod draw;
mod poe_budget_exceeded;
mod poe_on_non_poe;
mod power_not_backed;

use super::Check;

/// The rules of this folder, in order of name.
pub static ALL: &[&Check] = &[&poe_budget_exceeded::RULE, &poe_on_non_poe::RULE, &power_not_backed::RULE];
