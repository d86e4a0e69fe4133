//! What holds for every school of the region; it belongs to no table of origins.

use crate::base::Span;
use crate::net::Duration;
use ipnet::IpNet;
use std::collections::BTreeMap;

/// What holds for every school of the region; spans only, since it belongs to no school's table of origins.
#[derive(Clone, Debug, Default)]
pub struct Region {
    /// Its key: `centre`.
    pub key: String,
    /// Its name.
    pub name: String,
    /// The academy's key.
    pub academy: Option<String>,
    /// Local time by its tz name.
    pub timezone: String,
    /// Sectors, teams, organisations for the CMDB.
    pub teams: Vec<Team>,
    /// Organisations, by name: role.
    pub organisations: BTreeMap<String, String>,
    /// Sectors: name, départements, agents.
    pub sectors: Vec<(String, Vec<String>, Option<u64>)>,
    /// Functions that may own a deviation, in order of the file.
    pub owners: Vec<String>,
    /// Public keys that `ssh key=` names: path to text.
    pub keys: BTreeMap<String, String>,
    /// Address pools, in order of the file.
    pub pools: Vec<Pool>,
    /// Prefixes that no school may take (`reserved`), with what they are for.
    pub reserved: Vec<(IpNet, String, Span)>,
    /// The longest that a deviation may last (`deviations longest=`).
    pub longest: Option<Duration>,
    /// Where secrets are, in order of the file: the first that has a name wins.
    pub secrets: Vec<SecretSource>,
}

/// One place where secrets are; never what they are.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SecretSource {
    /// `age`, `env`, `file`.
    pub kind: String,
    /// The file, relative to the region's folder or absolute.
    pub file: Option<String>,
    /// The environment variable that holds the key (`key=env:NAME`).
    pub key: Option<String>,
    /// What the names of environment variables begin with.
    pub prefix: Option<String>,
    /// Where it is written.
    pub span: Span,
}

/// A pool that schools' blocks are cut from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Pool {
    /// Its prefix.
    pub prefix: IpNet,
    /// The départements that it is for; empty: any.
    pub departments: Vec<String>,
    /// The prefix length of a school's block.
    pub block: Option<u8>,
    /// Where it is written.
    pub span: Span,
}

/// A team that looks after schools.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Team {
    /// Its key.
    pub name: String,
    /// The département; `None` for a team of the whole region.
    pub department: Option<String>,
    /// Its code in the CMDB.
    pub code: String,
}
