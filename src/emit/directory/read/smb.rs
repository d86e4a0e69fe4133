//! `smb.conf` as a machine of a domain.

use super::origin;
use crate::base::Sourced;
use crate::emit::directory::classic::script::PROGRAM;
use crate::state::directory::{Access, Machine, Part, Share};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// A configuration, read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Configured {
    /// The domain, in lower case; empty on a member of a classic one.
    pub domain: String,
    /// Its short name.
    pub netbios: String,
    /// Whether the domain is a classic one, which says its name in DNS nowhere.
    pub is_classic: bool,
    /// The machine that holds a classic domain, as a member asks it.
    pub controller: Option<Ipv4Addr>,
    /// The machine.
    pub machine: Machine,
    /// Lines that say what the state has no place for: none in what we wrote.
    pub unknown: Vec<String>,
}

/// A section: its name, and its lines as keys and values.
type Section<'a> = (&'a str, Vec<(&'a str, &'a str)>);

/// What every file of ours says beside what the state decides.
const ALWAYS: &[(&str, &str)] = &[
    ("bind interfaces only", "yes"),
    ("server min protocol", "SMB2_10"),
    ("load printers", "no"),
    ("printcap name", "/dev/null"),
    ("disable spoolss", "yes"),
    ("security", "ads"),
    ("passdb backend", "ldapsam:ldap://127.0.0.1"),
    ("ldap user suffix", "OU=Utilisateurs"),
    ("ldap group suffix", "OU=Groupes"),
    ("ldap machine suffix", "OU=Machines"),
    ("ldap ssl", "off"),
    ("ldap passwd sync", "yes"),
    ("ldapsam:trusted", "yes"),
    ("logon path", ""),
    ("logon home", ""),
    ("domain master", "yes"),
    ("preferred master", "yes"),
    ("os level", "65"),
    ("wins support", "yes"),
    ("idmap_ldb:use rfc2307", "yes"),
    ("dns update command", "/usr/sbin/samba_dnsupdate --use-samba-tool"),
    ("winbind refresh tickets", "yes"),
    ("winbind expand groups", "1"),
    ("template shell", "/usr/sbin/nologin"),
    ("map acl inherit", "yes"),
    ("inherit acls", "yes"),
    ("root preexec close", "yes"),
    ("hide unreadable", "yes"),
];

/// Reads a file; an error says what in it is no `smb.conf` of a machine of a domain.
///
/// # Errors
/// At a line that is neither section nor setting, at a part or an address that is none.
pub fn machine(text: &str) -> Result<Configured, String> {
    let origin = origin();
    let at = |text: &str| Sourced::new(text.to_owned(), origin);
    let mut found = Configured {
        domain: String::new(),
        netbios: String::new(),
        is_classic: false,
        controller: None,
        machine: Machine {
            guest: at(""),
            host: at(""),
            hostname: at(""),
            name: at(""),
            part: Sourced::new(Part::Member, origin),
            v4: Vec::new(),
            v6: Vec::new(),
            forwarders: Vec::new(),
            nt_acls: Sourced::new(false, origin),
            radius: Sourced::new(false, origin),
            shares: Vec::new(),
            quotas: Vec::new(),
        },
        unknown: Vec::new(),
    };
    for (name, lines) in sections(text)? {
        match name {
            "global" => global(&lines, &mut found)?,
            "sysvol" | "netlogon" => {}
            name => share(name, &lines, &mut found),
        }
    }
    // Samba stores access lists on a controller of an Active Directory unasked, on any other machine when it is told to.
    if *found.machine.part != Part::Member && !found.is_classic {
        found.machine.nt_acls = Sourced::new(true, origin);
    }
    Ok(found)
}

fn sections(text: &str) -> Result<Vec<Section<'_>>, String> {
    let mut sections: Vec<Section> = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with(['#', ';'])) {
        if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            sections.push((name, Vec::new()));
            continue;
        }
        let setting = line.split_once('=').zip(sections.last_mut());
        let ((key, value), (_, lines)) = setting.ok_or_else(|| format!("`{line}` is neither a section nor a setting of one"))?;
        lines.push((key.trim(), value.trim()));
    }
    Ok(sections)
}

fn global(lines: &[(&str, &str)], found: &mut Configured) -> Result<(), String> {
    let origin = origin();
    for &(key, value) in lines {
        match key {
            "server role" => {
                let part = match value {
                    "member server" => Part::Member,
                    "active directory domain controller" => Part::First,
                    "classic primary domain controller" => {
                        found.is_classic = true;
                        Part::First
                    }
                    other => return Err(format!("`{other}` is no part in a domain")),
                };
                found.machine.part = Sourced::new(part, origin);
            }
            "workgroup" => value.clone_into(&mut found.netbios),
            "netbios name" => found.machine.name = Sourced::new(value.to_lowercase(), origin),
            "security" if value == "domain" => found.is_classic = true,
            "ldap suffix" => found.domain = labels(value),
            // The account and the script are those of every such machine, under the domain's base.
            "ldap admin dn" if value.starts_with("CN=samba,OU=Services,") => {}
            "add machine script" if value == format!("{PROGRAM} machine '%u'") => {}
            "wins server" => {
                found.controller = Some(value.parse().map_err(|_| format!("`{value}` is no address"))?);
            }
            "realm" => found.domain = value.to_lowercase(),
            "interfaces" => cards(value, &mut found.machine)?,
            "dns forwarder" => {
                for word in value.split_whitespace() {
                    let address: IpAddr = word.parse().map_err(|_| format!("`{word}` is no address"))?;
                    found.machine.forwarders.push(Sourced::new(address, origin));
                }
            }
            "ntlm auth" => found.machine.radius = Sourced::new(value == "mschapv2-and-ntlmv2-only", origin),
            "winbind use default domain" => found.machine.radius = Sourced::new(value == "yes", origin),
            "vfs objects" => found.machine.nt_acls = Sourced::new(value == "acl_xattr", origin),
            key if key.starts_with("idmap config ") => {}
            key if ALWAYS.contains(&(key, value)) => {}
            key => found.unknown.push(format!("[global] {key} = {value}")),
        }
    }
    Ok(())
}

/// The domain whose labels a base is made of.
fn labels(base: &str) -> String {
    let labels: Vec<&str> = base.split(',').map(|part| part.trim_start_matches("DC=")).collect();
    labels.join(".").to_lowercase()
}

fn cards(value: &str, machine: &mut Machine) -> Result<(), String> {
    let origin = origin();
    for word in value.split_whitespace().filter(|word| *word != "lo") {
        let (address, length) = word.split_once('/').ok_or_else(|| format!("`{word}` has no length"))?;
        let length = Sourced::new(length.parse::<u8>().map_err(|_| format!("`{word}` has no length"))?, origin);
        if let Ok(v4) = address.parse::<Ipv4Addr>() {
            machine.v4.push((Sourced::new(v4, origin), length));
        } else {
            let v6 = address.parse::<Ipv6Addr>().map_err(|_| format!("`{address}` is no address"))?;
            machine.v6.push((Sourced::new(v6, origin), length));
        }
    }
    Ok(())
}

fn share(name: &str, lines: &[(&str, &str)], found: &mut Configured) {
    let origin = origin();
    let text = |text: &str| Sourced::new(text.to_owned(), origin);
    let (mut path, mut may_all, mut has_own) = ("", false, false);
    let (mut valid, mut write): (Vec<Sourced<String>>, Vec<Sourced<String>>) = (Vec::new(), Vec::new());
    for &(key, value) in lines {
        match key {
            "path" => path = value,
            "read only" => may_all = value == "no",
            "root preexec" => has_own = true,
            "valid users" => valid = groups(value).map(text).collect(),
            "write list" => write = groups(value).map(text).collect(),
            key if ALWAYS.contains(&(key, value)) => {}
            key => found.unknown.push(format!("[{name}] {key} = {value}")),
        }
    }
    let own = has_own.then(|| Sourced::new(if may_all { Access::Write } else { Access::Read }, origin));
    let path = text(path.strip_suffix("/%U").unwrap_or(path));
    valid.retain(|group| !write.contains(group));
    found.machine.shares.push(Share { name: text(name), path, read: valid, write, own });
}

/// The groups of a list, without the domain before each.
fn groups(value: &str) -> impl Iterator<Item = &str> {
    value.split(", ").map(|item| {
        let bare = item.trim_start_matches('@').trim_matches('"');
        bare.split_once('\\').map_or(bare, |(_, group)| group)
    })
}
