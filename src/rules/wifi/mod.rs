//! Wi-Fi.

mod ap_in_nursery;
mod ap_mac_missing;
mod channel_not_legal;
mod channel_plans_mixed;
mod channel_shared;
mod channel_too_wide;
mod eirp_over_limit;
mod guest_log_retention;
mod portal_url_missing;
mod radio_not_in_model;
mod radius_client_missing;
mod ssid_count_over_model;
mod ssid_open_inside;
mod ssid_sent_nowhere;
mod ssid_shared_inside;
mod ssid_weak_at_6_ghz;
mod ssid_without_radius;
mod ssid_without_secret;
mod ssid_without_vlan;

use super::Check;

/// The rules of this folder, in order of name.
pub static ALL: &[&Check] = &[
    &ap_in_nursery::RULE,
    &ap_mac_missing::RULE,
    &channel_not_legal::RULE,
    &channel_plans_mixed::RULE,
    &channel_shared::RULE,
    &channel_too_wide::RULE,
    &eirp_over_limit::RULE,
    &guest_log_retention::RULE,
    &portal_url_missing::RULE,
    &radio_not_in_model::RULE,
    &radius_client_missing::RULE,
    &ssid_count_over_model::RULE,
    &ssid_open_inside::RULE,
    &ssid_sent_nowhere::RULE,
    &ssid_shared_inside::RULE,
    &ssid_weak_at_6_ghz::RULE,
    &ssid_without_radius::RULE,
    &ssid_without_secret::RULE,
    &ssid_without_vlan::RULE,
];
