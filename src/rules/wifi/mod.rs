//! Wi-Fi.

pub mod air;
mod ap_in_nursery;
mod ap_mac_missing;
mod band_powers_unbalanced;
mod channel_behind_radar;
mod channel_not_legal;
mod channel_plans_mixed;
mod channel_shared;
mod channel_too_wide;
mod ecole_wifi_always_on;
mod eirp_over_limit;
mod guest_log_retention;
mod guests_in_college;
mod guests_unidentified;
mod portal_url_missing;
mod radio_not_in_model;
mod radius_client_missing;
mod school_council_not_told;
mod ssid_count_over_model;
mod ssid_off_in_lessons;
mod ssid_open_inside;
mod ssid_sent_nowhere;
mod ssid_shared_inside;
mod ssid_weak_at_6_ghz;
mod ssid_without_radius;
mod ssid_without_secret;
mod ssid_without_vlan;
mod tablets_at_2_4_ghz;
mod wifi_crowded;

use super::Check;
use crate::region::School;

/// The rules of this folder, in order of name.
pub static ALL: &[&Check] = &[
    &ap_in_nursery::RULE,
    &ap_mac_missing::RULE,
    &band_powers_unbalanced::RULE,
    &channel_behind_radar::RULE,
    &channel_not_legal::RULE,
    &channel_plans_mixed::RULE,
    &channel_shared::RULE,
    &channel_too_wide::RULE,
    &ecole_wifi_always_on::RULE,
    &eirp_over_limit::RULE,
    &guest_log_retention::RULE,
    &guests_in_college::RULE,
    &guests_unidentified::RULE,
    &portal_url_missing::RULE,
    &radio_not_in_model::RULE,
    &radius_client_missing::RULE,
    &school_council_not_told::RULE,
    &ssid_count_over_model::RULE,
    &ssid_off_in_lessons::RULE,
    &ssid_open_inside::RULE,
    &ssid_sent_nowhere::RULE,
    &ssid_shared_inside::RULE,
    &ssid_weak_at_6_ghz::RULE,
    &ssid_without_radius::RULE,
    &ssid_without_secret::RULE,
    &ssid_without_vlan::RULE,
    &tablets_at_2_4_ghz::RULE,
    &wifi_crowded::RULE,
];

/// Whether the law of primary schools holds.
fn is_primary(school: &School) -> bool {
    school.kind.as_ref().is_some_and(|kind| kind.as_str() == "ECO")
}
