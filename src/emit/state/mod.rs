//! `UAI/state.json`: the school's intended state, for audits, comparisons and tools of others (`docs/state.schema.json`).
//!
//! It writes what the states hold and nothing else: no value of a secret, no place in a file, nothing that a comment in a
//! manifest could change. A field that has no value is left out. Entry point: [`TARGET`].

mod client;
mod directory;
mod firewall;
mod guest;
mod host;
mod json;
mod nac;
mod policy;
mod record;
mod service;
mod switch;
mod values;
mod wlan;

use super::{Emitted, File, Job, Meta, Story, Target, keyed};
use crate::base::Sourced;
use crate::state::action::{Action, Why};
use crate::state::record::{Attribute, Class, Record};
use crate::state::{Intended, Served};
use json::{Out, object, words};

/// The target.
pub static TARGET: Target = Target {
    name: "state",
    doc: "the school's intended state, for audits and tools of others",
    folders: &[NAME],
    refuses: false,
    check: |_, _| {},
    write,
    explain,
};

/// Name of the file in the school's folder.
const NAME: &str = "state.json";
/// The version of the format: raised when a reader of the former one would be misled.
const FORMAT: &str = "preau-state/1";

fn write(job: &Job) -> Emitted {
    let meta = Meta { kind: "state", mode: 0o644, owner: "root", group: "root", ..Meta::default() };
    let content = written(job, Out::of_size(size(job.state))).finish().into_bytes();
    Emitted { files: vec![File { path: path(job.uai), content, meta }], ..Emitted::default() }
}

/// How many bytes a state is about, rather more: what a port, a record and the rest take, as schools show.
fn size(state: &Intended) -> usize {
    let ports: usize = state.switches.iter().map(|switch| switch.ports.len()).sum();
    (64 << 10) + 400 * ports + 300 * state.records.len() + 200 * state.clients.len()
}

fn explain(job: &Job, asked: &str) -> Option<Story> {
    if asked != path(job.uai) {
        return None;
    }
    // A record's name decides what points at it; a VLAN has none, and its number stands first.
    let name = |r: &Record| r.attributes.get(&Attribute::Name).or_else(|| r.attributes.values().next()).map(Sourced::origin);
    let named = |r: &Record| Some((Out::spelt(&r.key), name(r)?));
    let pointed = job.state.records.iter().filter_map(named).collect();
    let (text, marks) = written(job, Out::noting(pointed)).told();
    let school = job.state.records.iter().find(|r| r.key.class == Class::Organisation);
    let subject = school.and_then(|r| r.attributes.get(&Attribute::Name)).map(Sourced::origin);
    Some(keyed::story(text, &marks, file!(), subject))
}

fn path(uai: &str) -> String {
    format!("{uai}/{NAME}")
}

fn written(job: &Job, mut out: Out) -> Out {
    let Intended { switches, wlans, hosts, guests, served, clients, directory, nac, policy, firewall, records, actions } =
        job.state;
    let Served { dhcp, dns, ntp } = served;
    out.object(|fields| {
        fields.field("format", FORMAT);
        fields.field("uai", job.uai);
        fields.field("switches", switches);
        fields.field("wlans", wlans);
        fields.field("hosts", hosts);
        fields.field("guests", guests);
        fields.field("dhcp", dhcp);
        fields.field("dns", dns);
        fields.field("ntp", ntp);
        fields.field("clients", clients);
        fields.field("directory", directory);
        fields.field("nac", nac);
        fields.field("policy", policy);
        fields.field("firewall", firewall);
        fields.field("actions", actions);
        fields.field("records", records);
    });
    out
}

object!(Action { device, rack, model, why, replacement });
words!(Why { NoLanguage = "no-language", Obsolete = "obsolete" });

#[cfg(test)]
mod tests;
