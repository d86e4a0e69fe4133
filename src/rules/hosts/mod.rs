//! Hosts and guests: who runs what, and whether there is room.

mod boot_cycle;
mod boot_order_missing;
mod container_no_healthcheck;
mod dc_unprivileged;
mod firewall_single_host;
mod guest_name_reserved;
mod guest_not_placed;
mod guest_placed_twice;
mod host_behind_its_guest;
mod host_cpu_over;
mod host_disk_over;
mod host_memory_failover;
mod host_memory_over;
mod host_misses_vlan;
mod image_unpinned;
mod lxc_idmap_shared;
mod lxc_privileged;
mod replica_same_host;
mod room;

use super::Check;

/// The rules of this folder, in order of name.
pub static ALL: &[&Check] = &[
    &boot_cycle::RULE,
    &boot_order_missing::RULE,
    &container_no_healthcheck::RULE,
    &dc_unprivileged::RULE,
    &firewall_single_host::RULE,
    &guest_name_reserved::RULE,
    &guest_not_placed::RULE,
    &guest_placed_twice::RULE,
    &host_behind_its_guest::RULE,
    &host_cpu_over::RULE,
    &host_disk_over::RULE,
    &host_memory_failover::RULE,
    &host_memory_over::RULE,
    &host_misses_vlan::RULE,
    &image_unpinned::RULE,
    &lxc_idmap_shared::RULE,
    &lxc_privileged::RULE,
    &replica_same_host::RULE,
];
