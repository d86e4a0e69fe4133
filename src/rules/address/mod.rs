//! Addresses and VLAN ids: what overlaps, what is taken twice, what a pool gives away.

mod address_in_dhcp_pool;
mod addresses;
mod dup_ip;
mod dup_vlan_id;
mod network_overlap;
mod places;
mod pool_too_small;
mod subnet_overlap;
mod vlan_reserved;

use super::Check;

/// The rules of this folder, in order of name.
pub static ALL: &[&Check] = &[
    &address_in_dhcp_pool::RULE,
    &dup_ip::RULE,
    &dup_vlan_id::RULE,
    &network_overlap::RULE,
    &pool_too_small::RULE,
    &subnet_overlap::RULE,
    &vlan_reserved::RULE,
];
