//! Lines of the author's own, of switches and of access points: in a deviation, and never with a secret in them.
//!
//! What a device makes of a line is not known here: `emit` asks the device's language.

use super::Binder;
use crate::base::{Layer, Rule, Sourced, Span};
use crate::region::Raw;
use crate::region::tree::Merged;
use crate::syntax::{Space, Value};

crate::findings! {
    /// Raw lines stand outside a deviation.
    ///
    /// A line that the compiler does not understand is special by nature: someone must own it, and it must end.
    pub static RAW_OUTSIDE_DEVIATION = "raw-outside-deviation", Error;
    /// A raw line names a password, a key or a community.
    ///
    /// A manifest is read by many and kept for ever: no secret may stand in it. Say it by name where the language asks
    /// for one.
    pub static RAW_HOLDS_SECRET = "raw-holds-secret", Error;
}

/// What this file can find.
pub static RULES: &[&Rule] = &[&RAW_HOLDS_SECRET, &RAW_OUTSIDE_DEVIATION];

/// Words after which a secret stands, in any of the device languages.
const SECRET_WORDS: [&str; 9] =
    ["password", "secret", "key", "community", "cipher", "simple", "hash", "passphrase", "wpa-passphrase"];

/// What `at=` says before the name of a VLAN.
const OF_VLAN: &str = "vlan:";

impl Binder<'_> {
    /// The raw lines of a device; one that holds a secret is reported and goes no further.
    pub(super) fn raw(&mut self, node: &Merged) -> Vec<Raw> {
        let mut raws = Vec::new();
        for child in node.children_of("raw") {
            if !matches!(child.layer(), Layer::Deviation(_)) {
                self.sink()
                    .report(&RAW_OUTSIDE_DEVIATION, "raw lines stand outside a deviation")
                    .at(child.origin, "no owner, no end")
                    .help(format!("wrap it: `deviation \"…\" owner=… until=\"…\" {{ {} … {{ raw … }} }}`", node.node.kind));
            }
            let at = match child.value("at") {
                Some(v) => self.raw_at(v, child.layer()),
                None => Some(Sourced::new("global".into(), self.default(child, "at", "global"))),
            };
            let Some(at) = at else { continue };
            let undo = self.text(child, "undo");
            for line in self.members(child) {
                if line.split_whitespace().any(|word| SECRET_WORDS.contains(&word.to_ascii_lowercase().as_str())) {
                    self.secret_in_raw(node.name_text(), &line);
                    continue;
                }
                raws.push(Raw { at: at.clone(), line, undo: undo.clone() });
            }
        }
        raws
    }

    /// Where raw lines stand; of `vlan:NAME` the name is looked up. Absent when nothing stands in for it.
    fn raw_at(&mut self, value: &Sourced<Value>, layer: Layer) -> Option<Sourced<String>> {
        let spelt = crate::region::merge::spell(value);
        let Some(name) = value.text().and_then(|text| text.strip_prefix(OF_VLAN)) else { return Some(value.with(spelt)) };
        let span = self.origins.span(value.origin())?;
        // As it is spelt, with quotes or without; whatever is longer holds an escape.
        let quote = match (span.len as usize).checked_sub(OF_VLAN.len() + name.len()) {
            Some(0) => Some(0),
            Some(2) => Some(1),
            _ => None,
        };
        let inner = |quote| {
            let start = span.start as usize + quote + OF_VLAN.len();
            Span::new(span.file, start, start + name.len())
        };
        let here = quote.map_or(value.origin(), |quote| self.written(inner(quote), layer));
        let found = self.refer(Space::Vlan, Sourced::new(name.to_owned(), here))?;
        Some(value.with(format!("{OF_VLAN}{found}")))
    }

    fn secret_in_raw(&mut self, device: &str, line: &Sourced<String>) {
        self.sink()
            .report(&RAW_HOLDS_SECRET, format!("a raw line of {device} names a secret"))
            .at(line, "a secret would stand here")
            .help("the compiler writes users, keys and communities itself, by the names of their secrets")
            .on(device);
    }
}
