//! `school.ldif` of a classic domain: its places, its groups and accounts of services, as OpenLDAP takes them with Samba's schema.
//!
//! No person is in it, and no password: accounts come in disabled, and the script gives them theirs.

use super::{account as name_of, slapd};
use crate::base::Origin;
use crate::emit::directory::entries::{group_text, place, service_text};
use crate::emit::directory::ldif::Entries;
use crate::emit::directory::{Here, escape, names};
use crate::emit::hosts::desk::Desk;
use crate::state::directory::Classic;

/// What every domain has: the last part of its identifier, its name, what is said of it.
pub const GROUPS: [(u32, &str, &str); 3] = [
    (Classic::ADMINISTRATORS, "Domain Admins", "Administrateurs du domaine"),
    (Classic::USERS, "Domain Users", "Comptes du domaine"),
    (Classic::COMPUTERS, "Domain Computers", "Postes et serveurs du domaine"),
];
/// The account that every domain has.
pub const ADMINISTRATOR: &str = "Administrator";
/// What is said of it.
pub const ADMINISTRATOR_TEXT: &str = "Administre le domaine";
/// What is said of Samba's own account.
pub const MANAGER_TEXT: &str = "Compte de Samba dans l'annuaire";

/// A group of the domain (MS-SAMR, 2.2.2.3: SidTypeGroup).
const DOMAIN_GROUP: &str = "2";
/// Flags of an account: disabled, of a user, with a password that does not end.
const DISABLED: &str = "[DUX        ]";

/// The entries, each after the one that holds it.
pub fn write(here: &Here, classic: &Classic, desk: &mut Desk) -> String {
    let directory = here.directory;
    let mut out = Entries::default();
    head(here, classic, desk, &mut out);
    for unit in &directory.units {
        place(here, unit, desk, &mut out);
    }
    let samba = classic.manager.origin();
    out.entry(desk, &slapd::manager(here), samba).constant("objectClass", "organizationalRole");
    // A class that may have a password, and need not: the script sets it.
    out.constant("objectClass", "shadowAccount").constant("cn", super::MANAGER).constant("uid", super::MANAGER);
    out.constant("description", MANAGER_TEXT);
    for (part, name, said) in GROUPS {
        group(here, classic, (name, part + Classic::ABOVE, said), [classic.sid.origin(); 3], desk, &mut out);
        if part == Classic::ADMINISTRATORS {
            out.constant("memberUid", ADMINISTRATOR);
        }
    }
    for one in &directory.groups {
        desk.spell(escape::account, &one.name);
        let (gid, said) = (*one.gid, group_text(*one.filled_by));
        let from = [one.name.origin(), one.gid.origin(), one.filled_by.origin()];
        group(here, classic, (&one.name, gid, said), from, desk, &mut out);
    }
    let administrator = (ADMINISTRATOR, Classic::ADMINISTRATOR + Classic::ABOVE, Classic::ADMINISTRATORS, ADMINISTRATOR_TEXT);
    account(here, classic, administrator, [directory.administrator.origin(); 3], desk, &mut out);
    for service in &directory.services {
        let Some(number) = &service.number else { continue };
        desk.spell(escape::account, &service.name);
        let from = [service.name.origin(), number.origin(), service.may.origin()];
        let one = (service.name.as_str(), **number, Classic::USERS, service_text(*service.may));
        account(here, classic, one, from, desk, &mut out);
    }
    out.text()
}

/// The entry that holds all others, and the domain's own.
fn head(here: &Here, classic: &Classic, desk: &mut Desk, out: &mut Entries) {
    let directory = here.directory;
    desk.spell(escape::domain, &directory.domain);
    let domain = directory.domain.origin();
    out.entry(desk, &names::base(directory), domain).constant("objectClass", "organization").constant("objectClass", "dcObject");
    out.value(desk, "dc", directory.domain.split('.').next().unwrap_or_default(), domain);
    out.value(desk, "o", &directory.netbios, directory.netbios.origin());
    let dn = format!("sambaDomainName={},{}", escape::dn_value(&directory.netbios), names::base(directory));
    out.entry(desk, &dn, directory.netbios.origin()).constant("objectClass", "sambaDomain");
    out.value(desk, "sambaDomainName", &directory.netbios, directory.netbios.origin());
    out.value(desk, "sambaSID", &classic.sid, classic.sid.origin());
    // Samba counts on from here, and gives the next.
    let last = classic.machines.first.saturating_sub(Classic::ABOVE + 1);
    out.value(desk, "sambaNextRid", &last.to_string(), classic.machines.first.origin());
}

/// A group: its name, its number, what is said of it, and what decided the three.
fn group(here: &Here, classic: &Classic, one: (&str, u32, &str), from: [Origin; 3], desk: &mut Desk, out: &mut Entries) {
    let (name, number, said) = one;
    out.entry(desk, &names::group(here.directory, name), from[0]);
    out.constant("objectClass", "posixGroup").constant("objectClass", "sambaGroupMapping");
    out.value(desk, "cn", name, from[0]);
    out.value(desk, "gidNumber", &number.to_string(), from[1]);
    out.value(desk, "sambaSID", &classic.identifier(number), from[1]);
    out.constant("sambaGroupType", DOMAIN_GROUP);
    out.value(desk, "description", said, from[2]);
}

/// An account without a person: its name, its number, the last part of its first group, what is said of it.
fn account(here: &Here, classic: &Classic, one: (&str, u32, u32, &str), from: [Origin; 3], desk: &mut Desk, out: &mut Entries) {
    let (name, number, group, said) = one;
    let first = group + Classic::ABOVE;
    out.entry(desk, &name_of(here.directory, name), from[0]);
    out.constant("objectClass", "account").constant("objectClass", "posixAccount").constant("objectClass", "sambaSamAccount");
    out.value(desk, "uid", name, from[0]).value(desk, "cn", name, from[0]);
    out.value(desk, "uidNumber", &number.to_string(), from[1]);
    out.constant("gidNumber", &first.to_string());
    out.constant("homeDirectory", "/nonexistent").constant("loginShell", "/usr/sbin/nologin");
    out.value(desk, "sambaSID", &classic.identifier(number), from[1]);
    out.value(desk, "sambaPrimaryGroupSID", &classic.identifier(first), classic.sid.origin());
    out.constant("sambaAcctFlags", DISABLED);
    out.value(desk, "description", said, from[2]);
}
