//! Where the files of a host are put together: each value passes an escape, and a file with a refused value is not written.

use super::escape::{Escape, Refused};
use crate::base::{Origin, Sourced};
use crate::emit::{File, Meta, NOT_CARRIED};
use crate::render::Refusal;
use std::fmt::Display;

/// Files made so far, and the texts that no file can carry.
#[derive(Debug, Default)]
pub struct Desk {
    /// Files without a refused value.
    pub files: Vec<File>,
    /// Texts that were refused, in the order they came up.
    pub refusals: Vec<Refusal>,
}

impl Desk {
    /// The value as `escape` spells it; when it cannot be carried, that is noted and the result is empty.
    pub fn spell<T: Display>(&mut self, escape: Escape, value: &Sourced<T>) -> String {
        self.spell_text(escape, &value.to_string(), value.origin())
    }

    /// Does the same for a text put together from values, of which `origin` decided the part that may be refused.
    pub fn spell_text(&mut self, escape: Escape, text: &str, origin: Origin) -> String {
        escape(text).unwrap_or_else(|refused| {
            self.refuse(refused, text, origin);
            String::new()
        })
    }

    /// Notes a text that cannot be carried.
    pub fn refuse(&mut self, refused: Refused, text: &str, origin: Origin) {
        let refusal = Refusal { rule: NOT_CARRIED.name, origin, text: text.to_owned(), why: refused.why.to_owned() };
        // A name stands in many files: one mistake, one refusal.
        if !self.refusals.contains(&refusal) {
            self.refusals.push(refusal);
        }
    }

    /// Adds a file whose text `write` puts together, unless a value in it was refused.
    pub fn file(&mut self, path: String, meta: Meta, write: impl FnOnce(&mut Desk) -> String) {
        let mut inner = Desk::default();
        let text = write(&mut inner);
        if inner.refusals.is_empty() {
            self.files.push(File { path, content: text.into_bytes(), meta });
        }
        for refusal in inner.refusals {
            if !self.refusals.contains(&refusal) {
                self.refusals.push(refusal);
            }
        }
    }
}

/// A file of lines with a key and a value each, in sections or without: systemd's and LXC's form.
#[derive(Debug)]
pub struct Lines {
    text: String,
    between: &'static str,
}

impl Lines {
    /// An empty file of systemd's form, `Key=value`.
    pub fn systemd() -> Lines {
        Lines { text: String::new(), between: "=" }
    }

    /// An empty file of LXC's form, `key = value`.
    pub fn lxc() -> Lines {
        Lines { text: String::new(), between: " = " }
    }

    /// Begins a section.
    pub fn section(&mut self, name: &str) -> &mut Lines {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.text.push_str(&format!("[{name}]\n"));
        self
    }

    /// Adds a line; the value has passed an escape.
    pub fn set(&mut self, key: &str, value: impl Display) -> &mut Lines {
        self.text.push_str(&format!("{key}{}{value}\n", self.between));
        self
    }

    /// The text.
    pub fn text(self) -> String {
        self.text
    }
}
