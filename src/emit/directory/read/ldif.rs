//! Entries as places, groups and accounts of services.

use super::origin;
use crate::base::Sourced;
use crate::emit::directory::classic::entries::{ADMINISTRATOR_TEXT, GROUPS, MANAGER_TEXT};
use crate::emit::directory::entries::{group_text, place_text, service_text};
use crate::state::directory::{AccountGroup, Accounts, Classic, Holds, May, Unit};
use std::collections::BTreeMap;

/// What a file of entries holds.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Held {
    /// Places of accounts, groups and machines.
    pub units: Vec<Unit>,
    /// Groups.
    pub groups: Vec<AccountGroup>,
    /// Accounts of services: name, and what they may do.
    pub services: Vec<(String, May)>,
    /// What the entry of a classic domain says; `None` in those of an Active Directory.
    pub classic: Option<HeldClassic>,
    /// Entries that are none of these, by their names: none in what we wrote.
    pub unknown: Vec<String>,
}

/// What the entries of a classic domain say of it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct HeldClassic {
    /// Its identifier.
    pub sid: String,
    /// Its short name.
    pub netbios: String,
    /// The first number that Samba will give.
    pub machines: u32,
    /// Numbers of the accounts of services, by name.
    pub numbers: Vec<(String, u32)>,
}

/// Reads entries; an error says which line or entry is wrong.
///
/// # Errors
/// At a line without an attribute, at base64 that is none, at an entry that lacks what its kind must have.
pub fn entries(text: &str) -> Result<Held, String> {
    let mut held = Held::default();
    for block in text.replace("\n ", "").split("\n\n").filter(|block| !block.trim().is_empty()) {
        let entry = values(block)?;
        let value = |name: &str| entry.get(name).map(String::as_str).ok_or_else(|| format!("an entry without `{name}`: {block}"));
        let number = |name: &str| value(name)?.parse::<u32>().map_err(|_| format!("no number in {block}"));
        match value("objectClass")? {
            // The base says its name, which the domain's own entry says too.
            "dcObject" => continue,
            "sambaDomain" => {
                held.classic = Some(HeldClassic {
                    sid: value("sambaSID")?.to_owned(),
                    netbios: value("sambaDomainName")?.to_owned(),
                    machines: number("sambaNextRid")?.saturating_add(Classic::ABOVE + 1),
                    numbers: Vec::new(),
                });
                continue;
            }
            _ => {}
        }
        let said = value("description")?;
        let unread = || format!("`{said}` tells nothing");
        match value("objectClass")? {
            "organizationalUnit" => {
                let (holds, filled_by) = place(said).ok_or_else(unread)?;
                let origin = origin();
                held.units.push(Unit {
                    path: path(value("dn")?).into_iter().map(|name| Sourced::new(name, origin)).collect(),
                    holds: Sourced::new(holds, origin),
                    filled_by: filled_by.map(|by| Sourced::new(by, origin)),
                });
            }
            "group" => {
                let origin = origin();
                let gid = value("gidNumber")?.parse().map_err(|_| format!("no number in {block}"))?;
                let by = [Accounts::Ent, Accounts::Local].into_iter().find(|by| group_text(*by) == said).ok_or_else(unread)?;
                held.groups.push(AccountGroup {
                    name: Sourced::new(value("sAMAccountName")?.to_owned(), origin),
                    gid: Sourced::new(gid, origin),
                    filled_by: Sourced::new(by, origin),
                });
            }
            "shadowAccount" if said == MANAGER_TEXT => {}
            "sambaGroupMapping" if GROUPS.iter().any(|(_, name, text)| *text == said && value("cn") == Ok(name)) => {}
            "sambaSamAccount" if said == ADMINISTRATOR_TEXT => {}
            "sambaGroupMapping" => {
                let (gid, name) = (number("gidNumber")?, value("cn")?);
                let by = [Accounts::Ent, Accounts::Local].into_iter().find(|by| group_text(*by) == said).ok_or_else(unread)?;
                if !is_numbered(&held, value("sambaSID")?, gid) {
                    held.unknown.push(value("dn")?.to_owned());
                    continue;
                }
                let origin = origin();
                let name = Sourced::new(name.to_owned(), origin);
                held.groups.push(AccountGroup { name, gid: Sourced::new(gid, origin), filled_by: Sourced::new(by, origin) });
            }
            "sambaSamAccount" => {
                let may = services().find(|may| service_text(*may) == said).ok_or_else(unread)?;
                let (name, own) = (value("uid")?.to_owned(), number("uidNumber")?);
                if !is_numbered(&held, value("sambaSID")?, own) {
                    held.unknown.push(value("dn")?.to_owned());
                    continue;
                }
                if let Some(classic) = &mut held.classic {
                    classic.numbers.push((name.clone(), own));
                }
                held.services.push((name, may));
            }
            "user" => {
                let may = services().find(|may| service_text(*may) == said).ok_or_else(unread)?;
                held.services.push((value("sAMAccountName")?.to_owned(), may));
            }
            _ => held.unknown.push(value("dn")?.to_owned()),
        }
    }
    Ok(held)
}

/// What the account of a service may do, each.
fn services() -> impl Iterator<Item = May> {
    [May::FillAccounts, May::JoinMachines, May::Read].into_iter()
}

/// Whether an identifier is the one that a number has in the domain that was read.
fn is_numbered(held: &Held, identifier: &str, number: u32) -> bool {
    let last = number.saturating_sub(Classic::ABOVE);
    held.classic.as_ref().is_some_and(|classic| identifier == format!("{}-{last}", classic.sid))
}

/// The attributes of an entry; of several values the last.
fn values(block: &str) -> Result<BTreeMap<String, String>, String> {
    let mut values = BTreeMap::new();
    for line in block.lines().filter(|line| !line.starts_with('#')) {
        let (name, value) = line.split_once(':').ok_or_else(|| format!("`{line}` is no attribute"))?;
        let value = match value.strip_prefix(':') {
            Some(coded) => decoded(coded.trim()).ok_or_else(|| format!("`{coded}` is no base64 of a text"))?,
            None => value.strip_prefix(' ').unwrap_or(value).to_owned(),
        };
        values.insert(name.to_owned(), value);
    }
    Ok(values)
}

/// What the text of a place says of it.
fn place(said: &str) -> Option<(Holds, Option<Accounts>)> {
    let filled = [Some(Accounts::Ent), Some(Accounts::Local)].map(|by| (Holds::People, by));
    let others = [Holds::People, Holds::Groups, Holds::Machines, Holds::Services].map(|holds| (holds, None));
    filled.into_iter().chain(others).find(|(holds, by)| place_text(*holds, *by) == said)
}

/// The names of the places in a distinguished name, outermost first.
fn path(dn: &str) -> Vec<String> {
    let mut names: Vec<String> = parts(dn).into_iter().filter_map(|part| part.strip_prefix("OU=").map(str::to_owned)).collect();
    names.reverse();
    names
}

/// The parts of a distinguished name (RFC 4514), their escapes undone.
fn parts(dn: &str) -> Vec<String> {
    let (mut parts, mut part) = (Vec::new(), String::new());
    let mut rest = dn.chars();
    while let Some(c) = rest.next() {
        match c {
            ',' => parts.push(std::mem::take(&mut part)),
            '\\' => match rest.next() {
                Some('0') => {
                    rest.next();
                    part.push('\0');
                }
                other => part.extend(other),
            },
            c => part.push(c),
        }
    }
    parts.push(part);
    parts
}

/// The text behind base64 (RFC 4648, part 4).
fn decoded(coded: &str) -> Option<String> {
    let digit = |b: u8| match b {
        b'A'..=b'Z' => Some(u32::from(b - b'A')),
        b'a'..=b'z' => Some(u32::from(b - b'a') + 26),
        b'0'..=b'9' => Some(u32::from(b - b'0') + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    };
    let mut bytes = Vec::new();
    let (mut group, mut bits) = (0u32, 0u32);
    for b in coded.trim_end_matches('=').bytes() {
        group = (group << 6) | digit(b)?;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from((group >> bits) & 0xff).ok()?);
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_coded_and_escaped_comes_back() {
        for text in ["", "f", "fo", "foo", "Lycée, « l'école »"] {
            assert_eq!(decoded(&crate::emit::directory::ldif::base64(text.as_bytes())).as_deref(), Some(text));
        }
        let odd = "#a+b=\"c\", d\\ ";
        let dn = format!("OU={},DC=x", crate::emit::directory::escape::dn_value(odd));
        assert_eq!(path(&dn), [odd]);
        assert!(entries("dn: OU=a,DC=x\nobjectClass: organizationalUnit\ndescription: autre\n").is_err());
        assert!(entries("sans deux-points\n").is_err());
    }
}
