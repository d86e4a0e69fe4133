//! Device languages: one folder holds all that préau knows of one, and one line of [`ALL`] makes it known.
//!
//! To add one: a folder here with its `write.rs`, `read.rs` and `words.rs`, its templates under `templates/os/NAME/`, its escape in
//! `render::escape`, and its line in [`ALL`]. No folder imports another; `sheet`, `blocks`, `reading`, `terminal` and `ascii` are what they share.
//! An emitter writes a state and decides nothing; what its language cannot carry it refuses, or names in its [`Os::losses`].

pub mod amon;
pub mod aruba_instant;
pub mod ascii;
pub mod blocks;
pub mod comware;
pub mod ios;
pub mod pfsense;
pub mod reading;
#[cfg(test)]
mod samples;
mod sheet;
pub mod terminal;
#[cfg(test)]
mod tests;

use crate::base::Origin;
use crate::render::{Explained, Family, Field, IntoValue, Refusal, TemplateFault, Templates, Unwritten};
use crate::state::{Switch, Wlan};
use blocks::Account;
use reading::Reading;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// A device language.
#[derive(Debug)]
pub struct Os {
    /// Its key in the catalogue and in `state::Switch::os`.
    pub name: &'static str,
    /// What its file is, for the deployment and its checker.
    pub file_kind: &'static str,
    /// Where a whole configuration goes on the device.
    pub destination: &'static str,
    /// What makes the device run it.
    pub apply: &'static str,
    /// Whether it can be given an administrator's public key, one line of an `authorized_keys` file; the error is a clause
    /// that completes "it cannot, because …".
    pub takes_key: fn(&str) -> Result<(), &'static str>,
    /// Its templates and their syntax.
    pub family: &'static Family,
    /// What its devices take at most.
    pub limits: &'static Limits,
    /// What of a state it cannot carry, though nothing is refused.
    pub losses: &'static [Loss],
    /// Spellings that no device of ours has confirmed yet.
    pub untried: &'static [&'static str],
    /// Writes the whole configuration.
    pub write: fn(&Switch, &Templates) -> Result<String, Unwritten>,
    /// Writes it and tells where each line came from.
    pub explain: fn(&Switch, &Templates) -> Result<Explained, Unwritten>,
    /// What its templates may name, with a text of each from these switches.
    pub fields: fn(&[&Switch]) -> Vec<Field>,
    /// Reads a configuration back.
    pub read: fn(&str, Origin) -> Reading,
    /// What of a state the language carries: `read(write(s))` is `project(s)`.
    pub project: fn(&Switch) -> Switch,
}

/// The longest texts that a device takes, in characters (reference: switches.md, part 4).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Limits {
    /// The device's own name.
    pub sysname: usize,
    /// The name of a VLAN.
    pub vlan_name: usize,
    /// The description of a port.
    pub description: usize,
    /// The SNMP location.
    pub location: usize,
    /// The DNS domain.
    pub domain: usize,
    /// The name of the MST region (IEEE 802.1Q: 32 octets).
    pub region: usize,
    /// The name of a user.
    pub user: usize,
}

/// A field of the state that a language cannot carry.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Loss {
    /// The field's path in `state::Switch`.
    pub field: &'static str,
    /// Why.
    pub reason: &'static str,
    /// Which manual or page says so.
    pub source: &'static str,
}

/// The language of a cluster of access points.
#[derive(Debug)]
pub struct ClusterOs {
    /// Its key in the catalogue and in `state::Wlan::os`.
    pub name: &'static str,
    /// What its file is, for the deployment and its checker.
    pub file_kind: &'static str,
    /// What makes the cluster run it.
    pub apply: &'static str,
    /// Its templates and their syntax.
    pub family: &'static Family,
    /// What its devices take at most, in words.
    pub limits: &'static str,
    /// What of a state it cannot carry, though nothing is refused.
    pub losses: &'static [Loss],
    /// Spellings that no device of ours has confirmed yet.
    pub untried: &'static [&'static str],
    /// Writes the whole configuration.
    pub write: fn(&Wlan, &Templates) -> Result<String, Unwritten>,
    /// Writes it and tells where each line came from.
    pub explain: fn(&Wlan, &Templates) -> Result<Explained, Unwritten>,
    /// What its templates may name, with a text of each from these clusters.
    pub fields: fn(&[&Wlan]) -> Vec<Field>,
    /// Reads a configuration back.
    pub read: fn(&str, Origin) -> ClusterReading,
    /// What of a state the language carries: `read(write(s))` is `project(s)`.
    pub project: fn(&Wlan) -> Wlan,
}

/// A cluster's configuration, read.
#[derive(Clone, PartialEq, Debug)]
pub struct ClusterReading {
    /// The state that it makes.
    pub wlan: Wlan,
    /// What became of each line.
    pub account: Account,
}

/// Every language of switches, by name.
pub static ALL: &[&Os] = &[&comware::OS, &ios::OS];

/// Every language of clusters of access points, by name.
pub static CLUSTERS: &[&ClusterOs] = &[&aruba_instant::OS];

/// The language of a cluster, by name; `None` for one without an emitter.
pub fn cluster(name: &str) -> Option<&'static ClusterOs> {
    CLUSTERS.iter().find(|os| os.name == name).copied()
}

/// The language of a switch, by name; `None` for one without an emitter.
pub fn find(name: &str) -> Option<&'static Os> {
    ALL.iter().find(|os| os.name == name).copied()
}

/// Compiles the templates of all device languages; `overrides` are a region's own, by name (`os/comware/interface.j2`).
pub fn templates(overrides: &BTreeMap<String, String>) -> Result<Templates, Vec<TemplateFault>> {
    static BUILT_IN: OnceLock<Result<Templates, Vec<TemplateFault>>> = OnceLock::new();
    let families = || ALL.iter().map(|os| os.family).chain(CLUSTERS.iter().map(|os| os.family)).collect::<Vec<_>>();
    match overrides.is_empty() {
        // Compiled once in a process: whoever mends a region checks it many times.
        true => BUILT_IN.get_or_init(|| Templates::new(&families(), overrides)).clone(),
        false => Templates::new(&families(), overrides),
    }
}

/// Renders a view unless making it already met refusals; gives those of both, in that order.
fn rendered<V: IntoValue, T>(
    view: V,
    mut refusals: Vec<Refusal>,
    render: impl FnOnce(V) -> Result<T, Unwritten>,
) -> Result<T, Unwritten> {
    match render(view) {
        Ok(text) if refusals.is_empty() => Ok(text),
        Ok(_) => Err(Unwritten::Refused(refusals)),
        Err(Unwritten::Refused(more)) => {
            // One mistake, one refusal: a text that is too long and holds a bad character is one text to mend.
            let known = |r: &Refusal| refusals.iter().any(|k| k.origin == r.origin && k.text == r.text);
            let more: Vec<Refusal> = more.into_iter().filter(|r| !known(r)).collect();
            refusals.extend(more);
            Err(Unwritten::Refused(refusals))
        }
        Err(fault) => Err(fault),
    }
}
