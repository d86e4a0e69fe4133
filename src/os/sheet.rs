//! The words of a state as a device's limits allow them, and what a device refuses, collected on the way.
//!
//! Limits of length and alphabet are here; what a character would do in a line is `render`'s escape. Nothing is cut: the
//! state already holds what should be shown.

use super::{Limits, ascii};
use crate::base::{Origin, Sourced};
use crate::render::{At, Command, Line, Refusal, Text, Word};
use crate::state::switch::{Raw, RawAt, Switch};
use std::fmt;

/// Collects refusals while a view is made.
pub(super) struct Sheet {
    limits: &'static Limits,
    /// What was refused so far, in the order of the file.
    pub(super) refusals: Vec<Refusal>,
}

impl Sheet {
    pub(super) fn new(limits: &'static Limits) -> Sheet {
        Sheet { limits, refusals: Vec::new() }
    }

    /// Records that the language has no words for a value.
    pub(super) fn refuse(&mut self, origin: Origin, text: impl fmt::Display, why: impl Into<String>) {
        self.refusals.push(Refusal { rule: "not-carried", origin, text: text.to_string(), why: why.into() });
    }

    /// The name that the device calls itself: a letter, then letters, digits and hyphens (RFC 1123, and a prompt that
    /// collectors know).
    pub(super) fn sysname(&mut self, name: &Sourced<String>) -> Text {
        let letter = name.bytes().next().is_some_and(|b| b.is_ascii_alphabetic());
        if !letter || !name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') {
            self.limit(name.origin(), name, "a device's name is a letter, then letters, digits and hyphens".into());
        }
        self.fit(name, self.limits.sysname)
    }
    /// The name of a VLAN: a word that needs no quotes on any device.
    pub(super) fn vlan_name(&mut self, name: &Sourced<String>) -> Text {
        self.fit(name, self.limits.vlan_name)
    }
    /// What is plugged into a port, in ASCII.
    pub(super) fn description(&mut self, text: &Sourced<String>) -> Text<Line> {
        let ascii = text.with(ascii::spell(text).into_owned());
        self.fit(&ascii, self.limits.description)
    }
    /// Where the device is, in ASCII.
    pub(super) fn location(&mut self, text: &Sourced<String>) -> Text<Line> {
        let ascii = text.with(ascii::spell(text).into_owned());
        self.fit(&ascii, self.limits.location)
    }
    /// A DNS domain.
    pub(super) fn domain(&mut self, name: &Sourced<String>) -> Text {
        self.fit(name, self.limits.domain)
    }
    /// The name of an MST region.
    pub(super) fn region(&mut self, name: &Sourced<String>) -> Text {
        self.fit(name, self.limits.region)
    }
    /// The name of a user.
    pub(super) fn user(&mut self, name: &Sourced<String>) -> Text {
        self.fit(name, self.limits.user)
    }

    /// The author's own lines at one place; the lines of a place that does not exist are refused by [`Sheet::lost_raw`].
    pub(super) fn raw(&mut self, switch: &Switch, at: RawAt) -> Vec<Text<Command>> {
        switch.raw.iter().filter(|raw| raw.at == at).map(|raw| Text::of(&raw.line)).collect()
    }

    /// Refuses the author's lines that stand in a port or a VLAN that the switch does not have.
    pub(super) fn lost_raw(&mut self, switch: &Switch) {
        let stands = |raw: &Raw| match raw.at {
            RawAt::Global => true,
            RawAt::Port(port) => switch.ports.iter().any(|p| p.id == port),
            RawAt::Vlan(id) => switch.vlans.iter().any(|v| *v.id == id),
        };
        for raw in switch.raw.iter().filter(|raw| !stands(raw)) {
            self.refuse(raw.line.origin(), &raw.line, "the switch has no such port or VLAN to put it in");
        }
    }

    fn fit<P: At>(&mut self, text: &Sourced<String>, most: usize) -> Text<P> {
        if text.len() > most {
            self.limit(text.origin(), text, format!("the device takes at most {most} characters, and these are {}", text.len()));
        }
        Text::of(text)
    }

    fn limit(&mut self, origin: Origin, text: &str, why: String) {
        self.refusals.push(Refusal { rule: "os-limit-name", origin, text: text.to_owned(), why });
    }
}

/// A word that the language itself gives, with the origin of what it is derived from.
pub(super) fn word(text: impl Into<String>, origin: Origin) -> Text<Word> {
    Text::new(text, origin)
}
