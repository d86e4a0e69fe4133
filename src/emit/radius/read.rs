//! The files of FreeRADIUS, read back into what they say of a service.
//!
//! It reads what `freeradius` writes, strictly: a line that it does not know is counted, never dropped. What the files do not
//! carry stands in [`LOSSES`]. Entry point: [`read`].

use crate::base::{Origin, Sourced};
use crate::net::{Mac, VlanId};
use crate::state::Secret;
use crate::state::nac::{Client, Endpoint, Nac, Place, Role, Software};
use std::net::Ipv4Addr;

/// What of the state the files do not carry: the field, and why.
pub const LOSSES: &[(&str, &str)] = &[
    ("clients.location", "no item of a client is for it; ClearPass has one"),
    ("clients.coa", "a session is changed by whoever sends the request, not by a word of a client"),
    ("guest", "the folder says where the service runs"),
];

/// A service as its files tell it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reading {
    /// What was read; of the school that was asked for.
    pub nac: Nac,
    /// Lines that are not known: the file and the number, from 1.
    pub unknown: Vec<(&'static str, usize)>,
}

/// Reads what the files say of a school: `clients.conf`, `authorize` and `groups`.
pub fn read(uai: &str, clients: &str, authorize: &str, groups: &str, origin: Origin) -> Reading {
    let mut reader = Reader { uai, origin, unknown: Vec::new() };
    let clients = reader.clients(clients);
    let endpoints = reader.endpoints(authorize);
    let roles = reader.roles(groups);
    let nac = Nac { server: Sourced::new(Software::FreeRadius, origin), guest: None, clients, endpoints, roles };
    Reading { nac, unknown: reader.unknown }
}

/// What of a state the files carry.
pub fn project(nac: &Nac) -> Nac {
    let client = |c: &Client| Client { location: None, coa: c.coa.with(false), ..c.clone() };
    Nac { guest: None::<Place>, clients: nac.clients.iter().map(client).collect(), ..nac.clone() }
}

struct Reader<'a> {
    uai: &'a str,
    origin: Origin,
    unknown: Vec<(&'static str, usize)>,
}

/// A client while it is read.
#[derive(Default)]
struct Draft {
    name: String,
    address: Option<Ipv4Addr>,
    secret: Option<Secret>,
    school: String,
    os: String,
}

impl Reader<'_> {
    fn at<T>(&self, value: T) -> Sourced<T> {
        Sourced::new(value, self.origin)
    }

    fn clients(&mut self, text: &str) -> Vec<Client> {
        let mut found = Vec::new();
        let mut open: Option<Draft> = None;
        for (index, line) in content(text) {
            let words: Vec<&str> = line.split_ascii_whitespace().collect();
            match (words.as_slice(), &mut open) {
                (["client", name, "{"], None) => open = Some(Draft { name: (*name).to_owned(), ..Draft::default() }),
                (["}"], Some(_)) => found.extend(open.take().and_then(|draft| self.client(draft))),
                ([key, "=", value], Some(draft)) => {
                    if draft.take(key, value).is_none() {
                        self.unknown.push(("clients.conf", index));
                    }
                }
                _ => self.unknown.push(("clients.conf", index)),
            }
        }
        found
    }

    fn client(&self, draft: Draft) -> Option<Client> {
        (draft.school == self.uai).then_some(())?;
        Some(Client {
            name: self.at(draft.name),
            address: self.at(draft.address?),
            secret: self.at(draft.secret?),
            os: self.at(draft.os),
            location: None,
            coa: self.at(false),
        })
    }

    fn endpoints(&mut self, text: &str) -> Vec<Endpoint> {
        let mut found: Vec<Endpoint> = Vec::new();
        let mut name = String::new();
        // Whether the replies that follow are of an entry of this school.
        let mut mine = false;
        for (number, line) in text.lines().enumerate().map(|(i, l)| (i + 1, l)) {
            if let Some(label) = line.strip_prefix("# ") {
                name = label.to_owned();
            } else if let Some(reply) = line.strip_prefix('\t') {
                match self.vlan(reply) {
                    Some(Some(vlan)) if mine => {
                        if let Some(last) = found.last_mut() {
                            last.vlan = Some(vlan);
                        }
                    }
                    Some(_) => {}
                    None => self.unknown.push(("authorize", number)),
                }
            } else if let Some((mac, school)) = entry(line) {
                mine = school == self.uai;
                if mine {
                    found.push(Endpoint { name: self.at(std::mem::take(&mut name)), mac: self.at(mac), vlan: None });
                }
            } else if !line.is_empty() {
                self.unknown.push(("authorize", number));
            }
        }
        found
    }

    fn roles(&mut self, text: &str) -> Vec<Role> {
        let mut found: Vec<Role> = Vec::new();
        let mut open: Option<(Ipv4Addr, String)> = None;
        for (number, line) in content(text) {
            if let Some(reply) = line.strip_prefix('\t') {
                match (self.vlan(reply), &open) {
                    (Some(Some(vlan)), Some((client, group))) => {
                        found.push(Role { group: self.at(group.clone()), client: self.at(*client), vlan });
                    }
                    (None, _) if !reply.starts_with("Filter-Id = ") => self.unknown.push(("groups", number)),
                    _ => {}
                }
            } else if let Some((school, client, group)) = group(line) {
                open = (school == self.uai).then_some((client, group));
            } else {
                self.unknown.push(("groups", number));
            }
        }
        found
    }

    /// The VLAN of a reply; `Some(None)` for the replies beside it, `None` for one that is not known.
    fn vlan(&self, reply: &str) -> Option<Option<Sourced<VlanId>>> {
        if matches!(reply, "Tunnel-Type = VLAN," | "Tunnel-Medium-Type = IEEE-802,") {
            return Some(None);
        }
        let id = reply.strip_prefix("Tunnel-Private-Group-Id = \"")?.strip_suffix('"')?;
        Some(Some(self.at(id.parse().ok()?)))
    }
}

impl Draft {
    fn take(&mut self, key: &str, value: &str) -> Option<()> {
        match key {
            "ipaddr" => self.address = Some(value.parse().ok()?),
            "secret" => self.secret = Some(secret(value)?),
            "shortname" => (value == self.name).then_some(())?,
            "school" => self.school = value.to_owned(),
            "language" => self.os = value.to_owned(),
            _ => return None,
        }
        Some(())
    }
}

/// The lines that say something, with their numbers.
fn content(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let lines = text.lines().enumerate().map(|(index, line)| (index + 1, line));
    lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#'))
}

fn secret(value: &str) -> Option<Secret> {
    let named = value.strip_prefix("'@secret:")?.strip_suffix("@'")?;
    let (scope, name) = named.split_once('/')?;
    Some(Secret { scope: scope.to_owned(), name: name.to_owned() })
}

/// The MAC address and the school of a line that begins an entry.
fn entry(line: &str) -> Option<(Mac, &str)> {
    let (user, rest) = line.split_once(" Cleartext-Password := ")?;
    let (password, school) = rest.split_once(", Tmp-String-0 == ")?;
    (password.trim_matches('"') == user && user.len() == 12).then_some(())?;
    let pairs: Vec<&str> = (0..6).filter_map(|i| user.get(2 * i..2 * i + 2)).collect();
    Some((pairs.join(":").parse().ok()?, school.trim_matches('"')))
}

/// School, client and group of a line that begins a role.
fn group(line: &str) -> Option<(&str, Ipv4Addr, String)> {
    let rest = line.strip_prefix("DEFAULT Tmp-String-0 == \"")?;
    let (school, rest) = rest.split_once("\", Tmp-String-1 == \"")?;
    let (client, rest) = rest.split_once("\", Unix-Group == \"")?;
    Some((school, client.parse().ok()?, rest.strip_suffix('"')?.to_owned()))
}
