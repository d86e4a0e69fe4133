//! Shares of a machine, who may do what in them, and what an account may keep on its volumes.

use crate::base::{Origin, Origins, Sourced};
use crate::net::Size;
use crate::region;
use crate::state::directory::{Access, Quota, Share};
use crate::state::guest::{Disk, Guest};

/// The word of the language for the account whose folder it is.
const OWNER: &str = "owner";

/// The shares of a guest, in order of name.
pub fn on(meant: &region::Directory, guest: &Sourced<String>) -> Vec<Share> {
    let mut shares: Vec<Share> = meant.shares.iter().filter(|s| s.on == *guest).map(share).collect();
    shares.sort_by(|a, b| a.name.cmp(&b.name));
    shares
}

fn share(meant: &region::Share) -> Share {
    let is_owner = |name: &&Sourced<String>| name.as_str() == OWNER;
    let writes = meant.write.iter().find(is_owner).map(|word| word.with(Access::Write));
    let reads = || meant.read.iter().find(is_owner).map(|word| word.with(Access::Read));
    let write: Vec<Sourced<String>> = meant.write.iter().filter(|name| !is_owner(name)).cloned().collect();
    // Whoever may write may read: named on both sides, a group stands once.
    let read = meant.read.iter().filter(|name| !is_owner(name) && !write.contains(name)).cloned().collect();
    Share { name: meant.name.clone(), path: meant.path.clone(), read, write, own: writes.or_else(reads) }
}

/// The volume that holds a path: the longest mount point above it.
pub fn volume<'a>(guest: &'a Guest, path: &str) -> Option<&'a Disk> {
    let above = |disk: &&Disk| disk.path.as_ref().is_some_and(|mount| is_below(path, mount));
    guest.disks.iter().filter(above).max_by_key(|disk| disk.path.as_ref().map_or(0, |mount| mount.len()))
}

/// Whether a path is a folder or something in it.
fn is_below(path: &str, folder: &str) -> bool {
    let rest = path.strip_prefix(folder.trim_end_matches('/'));
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// What each account may keep on the volumes of a guest, in order of volume.
pub fn quotas(meant: &region::Directory, guest: &Guest, origins: &mut Origins) -> Vec<Quota> {
    let mut found: Vec<Quota> = Vec::new();
    for disk in &guest.disks {
        let (Some(name), Some(path)) = (&disk.name, &disk.path) else { continue };
        let here = meant.shares.iter().filter(|s| s.on == guest.name && volume(guest, &s.path) == Some(disk));
        let sizes: Vec<Sourced<Size>> = here.filter_map(|share| share.quota).collect();
        if sizes.is_empty() {
            continue;
        }
        let sum = sizes.iter().fold(0u64, |sum, size| sum.saturating_add(size.0));
        let from: Vec<Origin> = sizes.iter().map(Sourced::origin).collect();
        let because = "a file system counts by owner, so what its shares allow an account adds up";
        found.push(Quota { volume: name.clone(), path: path.clone(), limit: origins.derive(Size(sum), because, &from) });
    }
    found.sort_by(|a, b| a.volume.cmp(&b.volume));
    found
}

/// What an account may keep in each share of a guest, by the share's name.
pub fn asked(meant: &region::Directory, guest: &Sourced<String>) -> Vec<(Sourced<String>, Sourced<Size>)> {
    let here = meant.shares.iter().filter(|s| s.on == *guest);
    let mut found: Vec<_> = here.filter_map(|share| Some((share.name.clone(), share.quota?))).collect();
    found.sort_by(|a, b| a.0.cmp(&b.0));
    found
}
