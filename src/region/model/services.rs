//! The region's services as a school sees them, what clients are told, the directory.

use super::Server;
use crate::base::Sourced;
use crate::net::{Duration, Size};
use crate::state::Secret;

/// The region's services, as this school sees them.
#[derive(Clone, Debug, Default)]
pub struct Services {
    /// Resolvers: network name; whether devices inside ask their gateway.
    pub dns: Option<Relayed>,
    /// Time servers.
    pub ntp: Option<Relayed>,
    /// Log servers.
    pub syslog: Option<Syslog>,
    /// RADIUS servers.
    pub radius: Option<Radius>,
    /// SNMP managers.
    pub snmp: Option<Snmp>,
    /// Where administrators come from.
    pub ssh: Option<Ssh>,
}

/// A service that the firewall may relay.
#[derive(Clone, Debug)]
pub struct Relayed {
    /// The network, by name.
    pub network: Sourced<String>,
    /// Whether inside devices are given their gateway instead.
    pub by_firewall: Sourced<bool>,
}

/// Log servers.
#[derive(Clone, Debug)]
pub struct Syslog {
    /// The network, by name.
    pub network: Sourced<String>,
    /// Port for TLS or TCP.
    pub port: Option<Sourced<u64>>,
    /// `tls`, `tcp`, `udp`.
    pub transport: Sourced<String>,
    /// UDP port for devices without TLS.
    pub plain: Option<Sourced<u64>>,
}

/// RADIUS servers.
#[derive(Clone, Debug)]
pub struct Radius {
    /// The network, by name.
    pub network: Sourced<String>,
    /// Shared secret.
    pub secret: Sourced<Secret>,
    /// `freeradius`, `clearpass`.
    pub server: Sourced<String>,
    /// Whether sessions may be changed from there.
    pub coa: Sourced<bool>,
}

/// SNMP managers.
#[derive(Clone, Debug)]
pub struct Snmp {
    /// The network, by name.
    pub network: Sourced<String>,
    /// User.
    pub user: Sourced<String>,
    /// Authentication secret.
    pub secret: Sourced<Secret>,
    /// Privacy secret.
    pub privacy: Option<Sourced<Secret>>,
}

/// Where administrators come from.
#[derive(Clone, Debug)]
pub struct Ssh {
    /// The network, by name.
    pub network: Sourced<String>,
    /// User.
    pub user: Sourced<String>,
    /// Text of the public key.
    pub key: Option<Sourced<String>>,
    /// Password.
    pub password: Option<Sourced<Secret>>,
    /// Password of the console.
    pub console: Option<Sourced<Secret>>,
}

/// Who serves what.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "each is the property of its name")]
pub struct Serve {
    pub dhcp: Server,
    pub dns: Server,
    pub ntp: Server,
    pub radius: Server,
}

/// What clients are told.
#[derive(Clone, Debug)]
pub struct DhcpTold {
    /// Lease.
    pub lease: Option<Sourced<Duration>>,
    /// Resolvers.
    pub dns: Vec<Server>,
    /// Time servers.
    pub ntp: Vec<Server>,
}

/// Directory.
#[derive(Clone, Debug)]
pub struct Directory {
    /// The guest it is on.
    pub on: Sourced<String>,
    /// What it is: `ad`, `classic`.
    pub kind: Sourced<String>,
    /// The administrator's password.
    pub secret: Sourced<Secret>,
    /// Its DNS domain; of a classic domain the base of its entries.
    pub domain: Sourced<String>,
    /// Its NetBIOS name, as written or from the slug.
    pub netbios: Sourced<String>,
    /// `ent`, `local`, `none`.
    pub accounts: Sourced<String>,
    /// The identifier of a classic domain, when it is written.
    pub sid: Option<Sourced<String>>,
    /// Groups.
    pub groups: Vec<Group>,
    /// Shares.
    pub shares: Vec<Share>,
}

impl Directory {
    /// Whether it is a domain of the kind of Windows NT: it has neither Kerberos nor names in DNS.
    pub fn is_classic(&self) -> bool {
        *self.kind == "classic"
    }
}

/// A group of accounts.
#[derive(Clone, Debug)]
pub struct Group {
    /// Its name.
    pub name: Sourced<String>,
    /// Who fills it: `ent`, `local`.
    pub from: Sourced<String>,
    /// Its number, when it is written.
    pub gid: Option<Sourced<u64>>,
}

/// A share.
#[derive(Clone, Debug)]
pub struct Share {
    /// Its name.
    pub name: Sourced<String>,
    /// The guest it is on.
    pub on: Sourced<String>,
    /// Its folder there.
    pub path: Sourced<String>,
    /// Groups that may read; `owner` stands for the account whose folder it is.
    pub read: Vec<Sourced<String>>,
    /// Groups that may write, or `owner`.
    pub write: Vec<Sourced<String>>,
    /// Bytes that each account may keep.
    pub quota: Option<Sourced<Size>>,
}
