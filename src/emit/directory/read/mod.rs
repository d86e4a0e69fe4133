//! The directory's files, read back: `smb.conf` as a machine, entries as places, groups and accounts of services.
//!
//! What neither carries stands in [`LOSSES`]. Entry points: [`machine`], [`entries`].

mod ldif;
mod smb;

#[cfg(test)]
mod tests;

pub use ldif::{Held, HeldClassic, entries};
pub use smb::{Configured, machine};

use crate::base::{Origin, Origins};

/// Fields of the state that no file of these carries, or not as they are: field, why.
pub const LOSSES: &[(&str, &str)] = &[
    ("servers.guest, servers.host, servers.hostname", "a file does not say which machine it is on; its path does"),
    ("servers.part of a further controller", "it is configured as the first one is, once it has joined"),
    ("servers.nt_acls of a controller", "Samba stores access lists on every controller of an Active Directory, unasked"),
    ("servers.quotas", "limits are in `quotas.sh`, by the numbers of accounts"),
    ("servers.shares.read and write, of a share with a folder for each account", "in the access lists that `shares.sh` sets"),
    ("administrator and services.secret", "in the scripts, as placeholders"),
    ("accounts", "in `accounts.json`"),
    ("classic.controller", "in `join.sh`, as the machine that is asked"),
    ("classic.people", "in `accounts.json`"),
    ("classic.machines.last", "in `domain.sh`, which gives computers their numbers"),
    ("classic.manager", "in `domain.sh`, as a placeholder"),
    ("requests", "in `demande.txt`, for people"),
    ("groups.filled_by and units.filled_by, by nobody", "where nobody makes accounts, the school's people may"),
];

/// The origin of whatever a file says.
fn origin() -> Origin {
    Origins::default().derived("a file says so", &[])
}
