//! Addresses and VLAN ids: what overlaps, what is taken twice, what a pool gives away.

mod address_in_dhcp_pool;
mod addresses;
mod dup_ip;
mod dup_vlan_id;
mod gateway_outside_subnet;
mod places;
mod subnet_overlap;
mod vlan_name_clash;
mod vlan_reserved;

use super::Check;

/// The rules of this folder, in order of name.
pub static ALL: &[&Check] = &[
    &address_in_dhcp_pool::RULE,
    &dup_ip::RULE,
    &dup_vlan_id::RULE,
    &gateway_outside_subnet::RULE,
    &subnet_overlap::RULE,
    &vlan_name_clash::RULE,
    &vlan_reserved::RULE,
];
