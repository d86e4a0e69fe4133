//! Names that several files of the directory spell: the realm, the base, the places of entries.

use super::escape::dn_value;
use crate::state::Directory;
use crate::state::directory::{Holds, Unit};

/// The Kerberos realm: the DNS domain in upper case.
pub fn realm(directory: &Directory) -> String {
    directory.domain.to_uppercase()
}

/// The distinguished name of the domain.
pub fn base(directory: &Directory) -> String {
    let labels: Vec<String> = directory.domain.split('.').map(|label| format!("DC={}", dn_value(label))).collect();
    labels.join(",")
}

/// The distinguished name of a place.
pub fn unit(directory: &Directory, unit: &Unit) -> String {
    let names: Vec<String> = unit.path.iter().rev().map(|name| format!("OU={}", dn_value(name))).collect();
    format!("{},{}", names.join(","), base(directory))
}

/// The distinguished name of the place that holds a kind of entry; the domain itself where there is none.
pub fn place(directory: &Directory, holds: Holds) -> String {
    let found = directory.units.iter().find(|u| *u.holds == holds);
    found.map_or_else(|| base(directory), |found| unit(directory, found))
}

/// The distinguished name of a group.
pub fn group(directory: &Directory, name: &str) -> String {
    format!("CN={},{}", dn_value(name), place(directory, Holds::Groups))
}
