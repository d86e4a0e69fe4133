//! The states that a region intends, derived from the resolved school, its graph and the models: every decision is made here.
//!
//! One file a kind of thing, with a function that derives and a `report` for what the derivation cannot give a place.

pub mod access_point;
pub mod actions;
mod boot;
pub mod client;
pub mod container;
pub mod directory;
pub mod firewall;
pub mod guest;
pub mod host;
pub mod nac;
pub mod policy;
pub mod port;
pub mod records;
pub mod servers;
pub mod services;
pub mod switch;
pub mod wlan;

use super::Intended;
use crate::base::{Origins, Rule, Sink};
use crate::catalogue::Catalogue;
use crate::region::{Region, School};
use crate::topology::Topology;

/// Derives every state of a school; `languages` are the device languages that can be written.
pub fn school(
    region: &Region,
    school: &School,
    topology: &Topology,
    catalogue: &Catalogue,
    languages: &[&str],
    origins: &mut Origins,
) -> Intended {
    let switches = switch::switches(school, topology, catalogue, origins);
    let wlans = wlan::wlans(school, catalogue, origins);
    let guests = guest::guests(school, catalogue, origins);
    let hosts = host::hosts(school, topology, catalogue, &guests, origins);
    let served = services::served(school, origins);
    let clients = client::clients(school, &guests, origins);
    let directory = directory::directory(school, &guests, origins);
    let nac = nac::nac(school, &switches, &wlans, &guests, origins);
    let policy = policy::policy(region, school, origins);
    let firewall = firewall::firewall(region, school, &policy, origins);
    let records = records::records(region, school, topology, catalogue, origins);
    let actions = actions::actions(school, catalogue, languages, origins);
    Intended { switches, wlans, hosts, guests, served, clients, directory, nac, policy, firewall, records, actions }
}

/// Reports what keeps a state from being all that was asked; `languages` are the device languages that can be written.
pub fn report(school: &School, topology: &Topology, catalogue: &Catalogue, state: &Intended, languages: &[&str], out: &mut Sink) {
    switch::report(school, topology, catalogue, &state.switches, languages, out);
    access_point::report(school, catalogue, out);
    guest::report(school, &state.guests, out);
    container::report(school, &state.guests, out);
    host::report(school, topology, &state.hosts, out);
    state.firewall.iter().for_each(|f| firewall::report(f, out));
}

/// What this stage can find.
pub fn rules() -> Vec<&'static Rule> {
    [container::RULES, firewall::RULES, guest::RULES, host::RULES, switch::RULES].concat()
}
