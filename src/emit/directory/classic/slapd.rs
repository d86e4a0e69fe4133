//! `slapd.conf`, what starts slapd with it, and `nslcd.conf`, by which the machine's own lists have the domain's accounts.
//!
//! Names of keys are those of slapd.conf(5), slapd.access(5), slapo-unique(5) and nslcd.conf(5). Entry points: [`config`],
//! [`lists`].

use super::{MANAGER, account, script};
use crate::base::Origin;
use crate::emit::directory::{Here, escape, names};
use crate::emit::hosts::desk::Desk;
use crate::state::directory::{Accounts, Classic, Holds, May};

/// Attributes from which a password can be had: nobody reads them.
const PASSWORDS: &str = "userPassword,sambaNTPassword,sambaLMPassword,sambaPasswordHistory";

/// What starts slapd on Debian: with one file instead of a tree of entries, for this machine alone.
pub const START: &str = r#"SLAPD_CONF="/etc/ldap/slapd.conf"
SLAPD_USER="openldap"
SLAPD_GROUP="openldap"
SLAPD_PIDFILE=""
SLAPD_SERVICES="ldap://127.0.0.1/ ldapi:///"
SLAPD_OPTIONS=""
"#;

const HEAD: &str = "\
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/nis.schema
include /etc/ldap/schema/inetorgperson.schema
include /etc/ldap/schema/samba.schema
pidfile /run/slapd/slapd.pid
argsfile /run/slapd/slapd.args
modulepath /usr/lib/ldap
moduleload back_mdb
moduleload unique
moduleload constraint
password-hash {SSHA}
# A list of all accounts is longer than the 500 entries that are answered unasked.
sizelimit unlimited
";

const INDEXES: &str = "\
index objectClass,uid,cn,uidNumber,gidNumber,memberUid eq
index sambaSID,sambaPrimaryGroupSID,sambaGroupType,sambaSIDList,sambaDomainName eq
";

/// Who reads: the system's lists through the socket, and whoever has a password.
const READERS: &str = "    by sockname.regex=\"^PATH=\" read\n    by users read\n    by * none\n";

/// The `slapd.conf` of the machine that holds the domain.
pub fn config(here: &Here, classic: &Classic, desk: &mut Desk) -> String {
    let directory = here.directory;
    let domain = directory.domain.origin();
    let base = quoted(desk, &names::base(directory), domain);
    let manager = quoted(desk, &manager(here), domain);
    let mut text = HEAD.to_owned();
    text.push_str(&format!(
        "\ndatabase mdb\nsuffix {base}\n\
         # The administrator of the entries is the machine's own, by its socket: no password stands here.\n\
         rootdn \"gidNumber=0+uidNumber=0,cn=peercred,cn=external,cn=auth\"\n\
         directory {}\nmaxsize 1073741824\n{INDEXES}",
        script::DATABASE
    ));
    // An identifier or a number twice is one account with the rights of another.
    text.push_str("\noverlay unique\nunique_uri \"ldap:///?sambaSID?sub\"\nunique_uri \"ldap:///?uidNumber?sub\"\n");
    text.push_str("unique_uri \"ldap:///?gidNumber?sub?(objectClass=posixGroup)\"\n");
    limits(here, classic, desk, &mut text);
    text.push('\n');
    let fillers = fillers(here, desk);
    for (places, _, filler) in &fillers {
        for place in places {
            let may = format!("    by dn.exact={manager} write\n    by dn.exact={filler} write\n");
            // It sets passwords and reads none: `write` would let it do both.
            let set = format!("    by dn.exact={manager} write\n    by dn.exact={filler} =w\n");
            text.push_str(&format!(
                "access to dn.children={place} attrs={PASSWORDS}\n{set}    by anonymous auth\n    by * none\n"
            ));
            text.push_str(&format!("access to dn.subtree={place}\n{may}{READERS}"));
        }
    }
    for (_, groups, filler) in &fillers {
        for group in groups {
            let may = format!("    by dn.exact={manager} write\n    by dn.exact={filler} write\n");
            text.push_str(&format!("access to dn.exact={group} attrs=memberUid\n{may}{READERS}"));
        }
    }
    text.push_str(&format!(
        "access to attrs={PASSWORDS}\n    by dn.exact={manager} write\n    by anonymous auth\n    by * none\n"
    ));
    text.push_str(&format!("access to *\n    by dn.exact={manager} write\n{READERS}"));
    text
}

/// What an account of a person may be, whoever makes it: none of the administrators', and none of the machine's own.
fn limits(here: &Here, classic: &Classic, desk: &mut Desk, text: &mut String) {
    let directory = here.directory;
    let Some(people) = directory.units.iter().find(|unit| *unit.holds == Holds::People) else { return };
    let place = format!("ldap:///{}??sub", names::unit(directory, people));
    let place = quoted(desk, &place, people.holds.origin());
    let first = Classic::USERS + Classic::ABOVE;
    let sid = desk.spell(escape::sid, &classic.sid);
    text.push_str("overlay constraint\n");
    for (attribute, pattern) in [
        ("uidNumber", "^[1-5][0-9][0-9][0-9][0-9]$".to_owned()),
        ("gidNumber", format!("^{first}$")),
        ("sambaPrimaryGroupSID", format!("^{sid}-{}$", Classic::USERS)),
        ("sambaSID", format!("^{sid}-[1-9][0-9][0-9][0-9][0-9]?$")),
    ] {
        text.push_str(&format!("constraint_attribute {attribute} regex \"{pattern}\" restrict={place}\n"));
    }
}

/// Accounts of services that make accounts: the places and groups that they fill, and themselves.
fn fillers(here: &Here, desk: &mut Desk) -> Vec<(Vec<String>, Vec<String>, String)> {
    let directory = here.directory;
    let mut found = Vec::new();
    for service in directory.services.iter().filter(|service| *service.may == May::FillAccounts) {
        let ent = |by: Option<Accounts>| by == Some(Accounts::Ent);
        let units = directory.units.iter().filter(|unit| ent(unit.filled_by.map(|by| *by)));
        let places = units.map(|unit| quoted(desk, &names::unit(directory, unit), unit.holds.origin())).collect();
        let groups = directory.groups.iter().filter(|group| *group.filled_by == Accounts::Ent);
        let groups = groups.map(|group| quoted(desk, &names::group(directory, &group.name), group.filled_by.origin())).collect();
        found.push((places, groups, quoted(desk, &account(directory, &service.name), service.name.origin())));
    }
    found
}

/// The name of Samba's own account in the entries.
pub fn manager(here: &Here) -> String {
    format!("CN={MANAGER},{}", names::place(here.directory, Holds::Services))
}

/// The `nslcd.conf` of that machine.
pub fn lists(here: &Here, desk: &mut Desk) -> String {
    let domain = desk.spell(escape::domain, &here.directory.domain);
    let base = if domain.is_empty() { domain } else { desk.say_as(names::base(here.directory), here.directory.domain.origin()) };
    format!(
        "uid nslcd\ngid nslcd\nuri ldapi:///\nbase {base}\n\
         # slapd itself is an account of the machine: to start it, nobody asks slapd.\n\
         nss_initgroups_ignoreusers ALLLOCAL\n\
         # No entry is an account of the machine's own, root first of all.\n\
         nss_min_uid {}\n",
        Classic::ABOVE
    )
}

/// A distinguished name as a word of `slapd.conf`.
fn quoted(desk: &mut Desk, dn: &str, origin: Origin) -> String {
    desk.spell_text(escape::slapd, dn, origin)
}
