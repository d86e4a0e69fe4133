//! The files of a classic domain's machine that an Active Directory does not have: slapd's, its entries, the system's lists.
//!
//! Samba keeps accounts in OpenLDAP there, on the same machine; slapd answers on no card. Samba's own file is written beside
//! that of an Active Directory. Entry points: [`files`], [`script::domain`].

pub(super) mod entries;
pub(super) mod script;
mod slapd;

pub(super) use slapd::manager;

use super::{Here, escape, names};
use crate::emit::hosts::desk::Desk;
use crate::emit::{Apply, Meta};
use crate::state::Directory;
use crate::state::directory::{Classic, Holds};

/// The account with which Samba signs in to the entries, by its name among the accounts of services.
const MANAGER: &str = "samba";

/// The distinguished name of an account without a person.
fn account(directory: &Directory, name: &str) -> String {
    format!("uid={},{}", escape::dn_value(name), names::place(directory, Holds::Services))
}

/// Writes the files of the machine that holds the domain, in a folder of their own.
pub fn files(here: &Here, classic: &Classic, folder: &str, desk: &mut Desk) {
    let subject = here.server.part.origin();
    // The script tries slapd's file once the schema is there, and starts with it.
    let meta = Meta { group: "openldap", ..here.meta("slapd", "/etc/ldap/slapd.conf", 0o640, None) };
    desk.file(format!("{folder}/slapd.conf"), meta, subject, |desk| slapd::config(here, classic, desk));
    let meta = here.meta("slapd-start", "/etc/default/slapd", 0o644, None);
    desk.file(format!("{folder}/slapd"), meta, subject, |_| slapd::START.to_owned());
    let meta = Meta { group: "nslcd", ..here.meta("nslcd", "/etc/nslcd.conf", 0o640, None) };
    desk.file(format!("{folder}/nslcd.conf"), meta, subject, |desk| slapd::lists(here, desk));
    let meta = here.meta("ldap-ldif", script::ENTRIES, 0o644, None);
    desk.file(format!("{folder}/school.ldif"), meta, subject, |desk| entries::write(here, classic, desk));
}

/// How the script is applied: Samba's services are those of a file server.
pub fn apply() -> Apply {
    let services = "smbd nmbd winbind";
    Apply {
        check: Some(format!("sh -n {}", script::PROGRAM)),
        command: Some(format!(
            "{} && systemctl disable --now samba-ad-dc && systemctl unmask {services} && systemctl enable slapd nslcd {services} \
             && systemctl restart {services}",
            script::PROGRAM
        )),
        order: 41,
        disturbs: "the domain, for the seconds in which slapd and Samba start anew; passwords are set again".into(),
    }
}
