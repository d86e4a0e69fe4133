//! Groups and their numbers, the places of accounts and who makes accounts in them, the accounts of services.

use super::source;
use crate::base::{Origins, Sourced};
use crate::net::Uuid;
use crate::region::{self, School};
use crate::state::Secret;
use crate::state::directory::{AccountGroup, Accounts, Holds, May, NUMBERS, ServiceAccount, Unit};
use crate::state::guest::Guest;

/// The places of the first level (reference/virtualisation-and-services.md, part 10).
const PEOPLE: &str = "Utilisateurs";
const GROUPS: &str = "Groupes";
const MACHINES: &str = "Machines";
const SERVICES: &str = "Services";

/// Roles of guests that sign in with an account of their own, and what it may do.
pub const ROLES: &[(&str, May)] = &[("opsi", May::JoinMachines), ("radius", May::Read)];

/// The groups, in order of the manifest.
pub fn groups(school: &School, meant: &region::Directory, origins: &mut Origins) -> Vec<AccountGroup> {
    let uai = school.uai.to_string();
    let mut found = Vec::new();
    for group in &meant.groups {
        let written = group.gid.and_then(|gid| Some(gid.with(u32::try_from(*gid).ok()?)));
        let because = "its number follows from the school's code and its name";
        let gid = written.unwrap_or_else(|| origins.derive(number(&uai, &group.name), because, &[group.name.origin()]));
        found.push(AccountGroup { name: group.name.clone(), gid, filled_by: group.from.with(source(&group.from)) });
    }
    found
}

/// The number of a group that says none, or of an account: SPEC 4, row `directory`.
pub(super) fn number(uai: &str, name: &str) -> u32 {
    let [a, b, ..] = Uuid::of(&[uai, name]).0;
    let span = NUMBERS.end() - NUMBERS.start() + 1;
    NUMBERS.start() + u32::from(u16::from_be_bytes([a, b])) % span
}

/// What there is beside accounts of people, and so gets a place.
pub struct Has {
    /// Groups.
    pub groups: bool,
    /// Accounts of services.
    pub services: bool,
    /// Computers.
    pub machines: bool,
}

/// The places of accounts, of groups, of computers and of services, each after the one that holds it.
pub fn units(meant: &region::Directory, groups: &[AccountGroup], has: Has, origins: &mut Origins) -> Vec<Unit> {
    let mut place =
        |name: &str| origins.derive(name.to_owned(), "each kind of entry has a place of its own", &[meant.on.origin()]);
    let mut found = Vec::new();
    let people = place(PEOPLE);
    if *meant.accounts != "none" {
        let holds = meant.accounts.with(Holds::People);
        found.push(Unit { path: vec![people.clone()], holds, filled_by: None });
        // An account lies in the place of the group that it is filled with; other groups are memberships only.
        for group in groups {
            let filled_by = Some(group.filled_by).filter(|by| **by == source(&meant.accounts));
            if filled_by.is_some() {
                let path = vec![people.clone(), group.name.clone()];
                found.push(Unit { path, holds: group.name.with(Holds::People), filled_by });
            }
        }
    }
    let wanted = [
        (has.groups, GROUPS, Holds::Groups),
        (has.machines, MACHINES, Holds::Machines),
        (has.services, SERVICES, Holds::Services),
    ];
    for (_, name, holds) in wanted.into_iter().filter(|w| w.0) {
        let name = place(name);
        found.push(Unit { holds: name.with(holds), path: vec![name], filled_by: None });
    }
    found
}

/// The accounts of services, in order of name: one for the ENT where it makes accounts, one for each guest that needs one.
pub fn services(school: &School, meant: &region::Directory, guests: &[Guest], origins: &mut Origins) -> Vec<ServiceAccount> {
    let mut found = Vec::new();
    let mut one = |of: Sourced<&str>, may: May| {
        let name = format!("svc-{}", *of);
        let secret = Secret { scope: meant.secret.scope.clone(), name: format!("{}.{name}", meant.on.value()) };
        let from = [of.origin(), meant.on.origin()];
        found.push(ServiceAccount {
            name: origins.derive(name, "a service signs in with an account of its own", &[of.origin()]),
            number: None,
            may: of.with(may),
            secret: origins.derive(secret, "its password's name follows from the directory's guest and its own", &from),
        });
    };
    if source(&meant.accounts) == Accounts::Ent {
        one(meant.accounts.with("ent"), May::FillAccounts);
    }
    for guest in guests {
        let Some(declared) = school.guest(&guest.name) else { continue };
        let role = ROLES.iter().find(|(role, _)| declared.roles.iter().any(|r| r.as_str() == *role));
        if let Some((_, may)) = role.filter(|_| guest.name != meant.on) {
            one(guest.name.with(guest.name.as_str()), *may);
        }
    }
    found.sort_by(|a, b| a.name.cmp(&b.name));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_of_a_group_stays_the_same_and_in_its_range() {
        assert_eq!(number("0370037P", "eleves"), number("0370037P", "eleves"));
        for group in ["eleves", "professeurs", "agents", "personnels", "a", "b", "c"] {
            assert!(NUMBERS.contains(&number("0370037P", group)), "{group}");
            assert_ne!(number("0370037P", group), number("0371099U", group), "{group}");
        }
    }
}
