//! Ports and cables: what is plugged where.

mod aggregate_ends_differ;
mod lag_member_mismatch;
mod lag_over_model;
mod lag_single_member;
mod link_to_itself;
mod port_beyond_model;
mod port_kind_mismatch;
mod port_used_twice;
mod uplink_speed_bottleneck;

use super::Check;

/// The rules of this folder, in order of name.
pub static ALL: &[&Check] = &[
    &aggregate_ends_differ::RULE,
    &lag_member_mismatch::RULE,
    &lag_over_model::RULE,
    &lag_single_member::RULE,
    &link_to_itself::RULE,
    &port_beyond_model::RULE,
    &port_kind_mismatch::RULE,
    &port_used_twice::RULE,
    &uplink_speed_bottleneck::RULE,
];
