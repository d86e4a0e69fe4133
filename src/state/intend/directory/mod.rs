//! Derives the directory: what kind of domain it is, which machines hold it, who makes accounts where.
//!
//! A file each for machines, for accounts and for shares. A guest that others run is configured by them: what it should
//! share becomes a request. Entry point: [`directory`].

mod accounts;
mod servers;
mod shares;

use crate::base::Origins;
use crate::region::{self, School};
use crate::state::directory::{Accounts, Directory, Kind, Part};
use crate::state::guest::Guest;

/// The directory that a school intends, over its placed guests; `None` where the manifest has none.
pub fn directory(school: &School, guests: &[Guest], origins: &mut Origins) -> Option<Directory> {
    let meant = school.directory.as_ref()?;
    let servers = servers::servers(school, meant, guests, origins);
    let groups = accounts::groups(school, meant, origins);
    let services = accounts::services(school, meant, guests, origins);
    let has_machines = servers.iter().any(|s| *s.part == Part::Member) || !school.stations.is_empty();
    Some(Directory {
        kind: kind(school, meant),
        domain: meant.domain.with(meant.domain.to_lowercase()),
        netbios: meant.netbios.with(meant.netbios.to_uppercase()),
        accounts: meant.accounts.with(source(&meant.accounts)),
        administrator: meant.secret.clone(),
        units: accounts::units(meant, &groups, !services.is_empty(), has_machines, origins),
        servers,
        groups,
        services,
        requests: servers::requests(meant, school, guests),
    })
}

/// How the domain works: its first controller says when it is one of the old kind.
fn kind(school: &School, meant: &region::Directory) -> crate::base::Sourced<Kind> {
    let samba = school.guest(&meant.on).map(|guest| &guest.samba);
    match samba.filter(|samba| *samba.value() == "classic") {
        Some(samba) => samba.with(Kind::Classic),
        None => meant.on.with(Kind::ActiveDirectory),
    }
}

/// Who a word of the language says makes accounts.
fn source(word: &str) -> Accounts {
    match word {
        "ent" => Accounts::Ent,
        "local" => Accounts::Local,
        _ => Accounts::None,
    }
}
