//! Wi-Fi.

mod ap_mac_missing;
mod ap_raw_unwritten;
mod guest_log_retention;
mod ssid_count_over_model;
mod ssid_without_vlan;

use super::Check;

/// The rules of this folder, in order of name.
pub static ALL: &[&Check] = &[
    &ap_mac_missing::RULE,
    &ap_raw_unwritten::RULE,
    &guest_log_retention::RULE,
    &ssid_count_over_model::RULE,
    &ssid_without_vlan::RULE,
];
