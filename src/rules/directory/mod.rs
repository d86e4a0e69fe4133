//! The directory: its names, its groups, and shares that keep what their authors meant.

mod dc_not_dns;
mod dc_single;
mod dc_without_time;
mod directory_classic;
mod directory_kind_unfit;
mod directory_sid_malformed;
mod domain_is_local;
mod ldap_dn_collision;
mod ldap_gid_duplicate;
mod ldap_gid_unmapped;
mod netbios_equals_domain;
mod netbios_too_long;
mod radius_outside_domain;
mod realm_single_label;
mod service_account_shared;
mod share_closed_to_all;
mod share_duplicate_name;
mod share_on_root_disk;
mod share_quota_over_volume;
mod share_quota_shared;
mod share_reserved_name;
mod share_server_unfit;
mod share_world_writable;

use super::Check;
use crate::region::{Guest, Volume};

/// The rules of this folder, in order of name.
pub static ALL: &[&Check] = &[
    &dc_not_dns::RULE,
    &dc_single::RULE,
    &dc_without_time::RULE,
    &directory_classic::RULE,
    &directory_kind_unfit::RULE,
    &directory_sid_malformed::RULE,
    &domain_is_local::RULE,
    &ldap_dn_collision::RULE,
    &ldap_gid_duplicate::RULE,
    &ldap_gid_unmapped::RULE,
    &netbios_equals_domain::RULE,
    &netbios_too_long::RULE,
    &radius_outside_domain::RULE,
    &realm_single_label::RULE,
    &service_account_shared::RULE,
    &share_closed_to_all::RULE,
    &share_duplicate_name::RULE,
    &share_on_root_disk::RULE,
    &share_quota_over_volume::RULE,
    &share_quota_shared::RULE,
    &share_reserved_name::RULE,
    &share_server_unfit::RULE,
    &share_world_writable::RULE,
];

/// The volume of a guest that holds a path: the longest mount point above it.
fn volume<'a>(guest: &'a Guest, path: &str) -> Option<&'a Volume> {
    let above = |volume: &&Volume| {
        let rest = path.strip_prefix(volume.path.trim_end_matches('/'));
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    guest.volumes.iter().filter(above).max_by_key(|volume| volume.path.len())
}
