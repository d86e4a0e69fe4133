//! `school.ldif`: the places, groups and accounts of services that the directory must hold, as an Active Directory takes them.
//!
//! No person is in it, and no password: accounts of services come in disabled, and the script gives them theirs.

use super::ldif::Entries;
use super::{Here, escape, names};
use crate::emit::hosts::desk::Desk;
use crate::state::directory::{AccountGroup, Accounts, Holds, May, ServiceAccount, Unit};

/// A global security group (MS-ADTS, 2.2.12).
const GLOBAL_SECURITY: &str = "-2147483646";
/// An account that is disabled (MS-ADTS, 2.2.16).
const DISABLED: &str = "514";

/// The entries, each after the one that holds it.
pub fn write(here: &Here, desk: &mut Desk) -> String {
    let directory = here.directory;
    let mut out = Entries::default();
    for unit in &directory.units {
        place(here, unit, desk, &mut out);
    }
    for group in &directory.groups {
        one_group(here, group, desk, &mut out);
    }
    for service in &directory.services {
        account(here, service, desk, &mut out);
    }
    out.text()
}

/// The entry of a place.
pub(super) fn place(here: &Here, unit: &Unit, desk: &mut Desk, out: &mut Entries) {
    let Some(name) = unit.path.last() else { return };
    out.entry(desk, &names::unit(here.directory, unit), name.origin());
    out.constant("objectClass", "organizationalUnit").value(desk, "ou", name, name.origin());
    let said = place_text(*unit.holds, unit.filled_by.map(|by| *by));
    let origin = unit.filled_by.map_or(unit.holds.origin(), |by| by.origin());
    out.value(desk, "description", said, origin);
}

fn one_group(here: &Here, group: &AccountGroup, desk: &mut Desk, out: &mut Entries) {
    // What Windows signs in with is narrower than a name of the directory: refused here, it is in no file.
    desk.spell(escape::account, &group.name);
    let dn = names::group(here.directory, &group.name);
    out.entry(desk, &dn, group.name.origin());
    out.constant("objectClass", "group");
    out.value(desk, "cn", &group.name, group.name.origin());
    out.value(desk, "sAMAccountName", &group.name, group.name.origin());
    out.constant("groupType", GLOBAL_SECURITY);
    out.value(desk, "gidNumber", &group.gid.to_string(), group.gid.origin());
    let said = group_text(*group.filled_by);
    out.value(desk, "description", said, group.filled_by.origin());
}

fn account(here: &Here, service: &ServiceAccount, desk: &mut Desk, out: &mut Entries) {
    let directory = here.directory;
    desk.spell(escape::account, &service.name);
    let name = service.name.value();
    let dn = format!("CN={},{}", escape::dn_value(name), names::place(directory, Holds::Services));
    out.entry(desk, &dn, service.name.origin());
    out.constant("objectClass", "user");
    out.value(desk, "cn", name, service.name.origin());
    out.value(desk, "sAMAccountName", name, service.name.origin());
    out.value(desk, "userPrincipalName", &format!("{name}@{}", directory.domain), directory.domain.origin());
    out.constant("userAccountControl", DISABLED);
    let said = service_text(*service.may);
    out.value(desk, "description", said, service.may.origin());
}

/// What is said of a place to whoever looks into the directory.
pub(super) fn place_text(holds: Holds, filled_by: Option<Accounts>) -> &'static str {
    match (holds, filled_by) {
        (_, Some(Accounts::Ent)) => "Comptes créés par l'ENT seul",
        (_, Some(Accounts::Local | Accounts::None)) => "Comptes créés dans l'établissement",
        (Holds::People, None) => "Aucun compte ici : chacun dans le dossier de son groupe",
        (Holds::Groups, None) => "Groupes de l'établissement",
        (Holds::Machines, None) => "Postes et serveurs du domaine",
        (Holds::Services, None) => "Comptes des services, un par service",
    }
}

/// What is said of a group.
pub(super) fn group_text(filled_by: Accounts) -> &'static str {
    match filled_by {
        Accounts::Ent => "Rempli par l'ENT",
        Accounts::Local | Accounts::None => "Rempli dans l'établissement",
    }
}

/// What is said of the account of a service.
pub(super) fn service_text(may: May) -> &'static str {
    match may {
        May::FillAccounts => "Crée les comptes de l'ENT dans leurs dossiers, et nulle part ailleurs",
        May::JoinMachines => "Fait entrer les postes dans le domaine",
        May::Read => "Lit l'annuaire",
    }
}
