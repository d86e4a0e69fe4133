//! The state of a school's directory: its domain, the machines that hold it, its groups and places of accounts, its shares.
//!
//! It is an Active Directory, or a domain of the kind of Windows NT, which [`Classic`] tells. Never a person and never a password: accounts are made by whoever `accounts` names, secrets are known by name. Lists that
//! name groups keep the order of the manifest; all others are in order of name unless they say otherwise.

use super::Secret;
use crate::base::Sourced;
use crate::net::Size;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// The numbers that groups and accounts may have in the directory: what fits into the ids of an unprivileged container.
pub const NUMBERS: std::ops::RangeInclusive<u32> = 10_000..=59_999;

/// What a school's directory must be.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Directory {
    /// Its domain, in lower case: `ad.choiseul.ecoles.centre.example`. An Active Directory answers for it in DNS, a classic domain
    /// bases its entries on it.
    pub domain: Sourced<String>,
    /// Its short name, in upper case: `CHOISEUL`.
    pub netbios: Sourced<String>,
    /// What a classic domain has beside; `None` in an Active Directory.
    pub classic: Option<Classic>,
    /// Who makes accounts.
    pub accounts: Sourced<Accounts>,
    /// The administrator's password.
    pub administrator: Sourced<Secret>,
    /// Machines of the domain that are configured from here: the first controller, further ones, then members.
    pub servers: Vec<Machine>,
    /// Places of accounts and machines, each after the place that holds it.
    pub units: Vec<Unit>,
    /// Groups, in order of the manifest.
    pub groups: Vec<AccountGroup>,
    /// Accounts of services.
    pub services: Vec<ServiceAccount>,
    /// What must be asked of those who run a file server themselves.
    pub requests: Vec<Request>,
}

/// A domain of the kind of Windows NT: Samba over LDAP, without Kerberos and without names of its own in DNS.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Classic {
    /// The identifier of the domain, with which those of its accounts and groups begin: `S-1-5-21-1-2-3`.
    pub sid: Sourced<String>,
    /// The name in the domain of the machine that holds it, in lower case.
    pub controller: Sourced<String>,
    /// Its address.
    pub address: Option<Sourced<Ipv4Addr>>,
    /// The password with which Samba signs in to the entries.
    pub manager: Sourced<Secret>,
    /// Numbers of the accounts that are made in the places of people.
    pub people: Stretch,
    /// Numbers of the computers that join, and those that Samba gives of its own.
    pub machines: Stretch,
}

/// Numbers that follow each other, both ends among them.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct Stretch {
    /// The first.
    pub first: Sourced<u32>,
    /// The last.
    pub last: Sourced<u32>,
}

impl Classic {
    /// What the number of an account or a group is above its last part in the domain's identifiers. A member counts alike, so
    /// that every machine has one number for a group; 8000 leaves the lowest ids to the machine and takes what fits into those of
    /// an unprivileged container.
    pub const ABOVE: u32 = 8000;
    /// The administrator of every domain, by its last part (MS-DTYP, 2.4.2.4).
    pub const ADMINISTRATOR: u32 = 500;
    /// The group of administrators, likewise.
    pub const ADMINISTRATORS: u32 = 512;
    /// The group of all accounts, likewise.
    pub const USERS: u32 = 513;
    /// The group of all computers, likewise.
    pub const COMPUTERS: u32 = 515;

    /// The identifier of an account or a group, by its number.
    pub fn identifier(&self, number: u32) -> String {
        format!("{}-{}", self.sid, number.saturating_sub(Classic::ABOVE))
    }
}

/// Who makes accounts.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Accounts {
    /// The ENT.
    Ent,
    /// People of the school.
    Local,
    /// Nobody.
    None,
}

/// A machine of the domain.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Machine {
    /// The guest, by manifest name.
    pub guest: Sourced<String>,
    /// The host that runs it, by manifest name.
    pub host: Sourced<String>,
    /// The name that it calls itself.
    pub hostname: Sourced<String>,
    /// Its name in the domain, in lower case: up to 15 characters.
    pub name: Sourced<String>,
    /// Its part.
    pub part: Sourced<Part>,
    /// Its addresses, with the length of the subnet's prefix.
    pub v4: Vec<(Sourced<Ipv4Addr>, Sourced<u8>)>,
    /// Its IPv6 addresses, alike.
    pub v6: Vec<(Sourced<Ipv6Addr>, Sourced<u8>)>,
    /// Resolvers that it asks for every other domain; controllers only.
    pub forwarders: Vec<Sourced<IpAddr>>,
    /// Whether its system may store the access lists of Windows: an unprivileged container's may not.
    pub nt_acls: Sourced<bool>,
    /// Whether RADIUS asks for accounts here: on a member that answers it, and on the controllers that the member asks.
    pub radius: Sourced<bool>,
    /// Its shares.
    pub shares: Vec<Share>,
    /// What each account may keep on its volumes, by volume.
    pub quotas: Vec<Quota>,
}

/// The part of a machine in its domain.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Part {
    /// The controller that makes the domain, in a classic one the only one.
    First,
    /// A controller that joins it.
    Further,
    /// A member.
    Member,
}

/// A shared folder.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Share {
    /// Its name.
    pub name: Sourced<String>,
    /// Its folder.
    pub path: Sourced<String>,
    /// Groups that may read.
    pub read: Vec<Sourced<String>>,
    /// Groups that may read and write.
    pub write: Vec<Sourced<String>>,
    /// What an account may do in the folder of its own, when each has one.
    pub own: Option<Sourced<Access>>,
}

/// What may be done in a folder.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Access {
    /// Read.
    Read,
    /// Read and write.
    Write,
}

/// What each account may keep on a volume: the sum of what its shares allow, since a file system counts by owner.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Quota {
    /// The volume, by manifest name.
    pub volume: Sourced<String>,
    /// Where the guest mounts it.
    pub path: Sourced<String>,
    /// Bytes of an account.
    pub limit: Sourced<Size>,
}

/// A place of accounts, groups or machines.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unit {
    /// Its name and those of the places that hold it, outermost first.
    pub path: Vec<Sourced<String>>,
    /// What is in it.
    pub holds: Sourced<Holds>,
    /// Who makes accounts in it; `None` where nobody may.
    pub filled_by: Option<Sourced<Accounts>>,
}

/// What is in a place of the directory.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Holds {
    /// Accounts of people.
    People,
    /// Groups.
    Groups,
    /// Computers.
    Machines,
    /// Accounts of services.
    Services,
}

/// A group of accounts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AccountGroup {
    /// Its name.
    pub name: Sourced<String>,
    /// Its number, one of [`NUMBERS`] unless the manifest says another.
    pub gid: Sourced<u32>,
    /// Who fills it.
    pub filled_by: Sourced<Accounts>,
}

/// An account that a service signs in with.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ServiceAccount {
    /// Its name: `svc-opsi`.
    pub name: Sourced<String>,
    /// Its number in a classic domain; `None` in an Active Directory, which needs none.
    pub number: Option<Sourced<u32>>,
    /// What it may do.
    pub may: Sourced<May>,
    /// Its password.
    pub secret: Sourced<Secret>,
}

/// What the account of a service may do.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum May {
    /// Make and change accounts where the ENT fills them, and put them into the groups that it fills.
    FillAccounts,
    /// Take computers into the domain.
    JoinMachines,
    /// Read.
    Read,
}

/// Shares that are asked of those who run their server.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Request {
    /// The guest, by manifest name.
    pub guest: Sourced<String>,
    /// The host that runs it, by manifest name.
    pub host: Sourced<String>,
    /// The name that it calls itself.
    pub hostname: Sourced<String>,
    /// Its address.
    pub address: Option<Sourced<Ipv4Addr>>,
    /// Who runs it, by the region's name for it.
    pub managed_by: Sourced<String>,
    /// The shares.
    pub shares: Vec<Share>,
    /// Bytes that each account may keep in a share, by the share's name.
    pub quotas: Vec<(Sourced<String>, Sourced<Size>)>,
}
