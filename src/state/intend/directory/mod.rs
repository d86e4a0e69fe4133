//! Derives the directory: which machines hold it, who makes accounts where, what they share.
//!
//! A file each for machines, for accounts, for shares and for what a classic domain has beside. A guest that others run is configured by them: what it should
//! share becomes a request. Entry point: [`directory`].

mod accounts;
mod classic;
mod servers;
mod shares;

pub use accounts::ROLES;

use crate::base::Origins;
use crate::region::School;
use crate::state::directory::{Accounts, Directory, Part};
use crate::state::guest::Guest;

/// The directory that a school intends, over its placed guests; `None` where the manifest has none.
pub fn directory(school: &School, guests: &[Guest], origins: &mut Origins) -> Option<Directory> {
    let meant = school.directory.as_ref()?;
    let servers = servers::servers(school, meant, guests, origins);
    let groups = accounts::groups(school, meant, origins);
    let mut services = accounts::services(school, meant, guests, origins);
    let classic = meant.is_classic().then(|| classic::classic(school, meant, &groups, &mut services, origins));
    // A classic domain has groups and an administrator of its own, which lie in the places of the school's.
    let has = accounts::Has {
        groups: meant.is_classic() || !groups.is_empty(),
        services: meant.is_classic() || !services.is_empty(),
        machines: meant.is_classic() || servers.iter().any(|s| *s.part == Part::Member) || !school.stations.is_empty(),
    };
    Some(Directory {
        domain: meant.domain.with(meant.domain.to_lowercase()),
        netbios: meant.netbios.with(meant.netbios.to_uppercase()),
        classic,
        accounts: meant.accounts.with(source(&meant.accounts)),
        administrator: meant.secret.clone(),
        units: accounts::units(meant, &groups, has, origins),
        servers,
        groups,
        services,
        requests: servers::requests(meant, school, guests),
    })
}

/// Who a word of the language says makes accounts.
fn source(word: &str) -> Accounts {
    match word {
        "ent" => Accounts::Ent,
        "local" => Accounts::Local,
        _ => Accounts::None,
    }
}
