//! Where the files of a host are put together: each value passes an escape, and a file with a refused value is not written.

use super::escape::{Escape, Refused};
use crate::base::{Origin, Sourced};
use crate::emit::{File, Meta, NOT_CARRIED, Story, line};
use crate::render::{Explained, Refusal, marks};
use std::fmt::Display;
use std::panic::Location;

/// A place in the source of a writer.
type Place = &'static Location<'static>;

/// Files made so far, and the texts that no file can carry.
#[derive(Debug, Default)]
pub struct Desk {
    /// Files without a refused value.
    pub files: Vec<File>,
    /// Texts that were refused, in the order they came up.
    pub refusals: Vec<Refusal>,
    /// The path of the file to explain, if any.
    asked: Option<String>,
    /// Its story, once it was written.
    pub story: Option<Story>,
    /// While it is being written: the origins of its values by the number of their marks.
    marks: Option<Vec<Origin>>,
    /// The places in the writer that made its lines, as far as the writer tells.
    places: Vec<Place>,
}

impl Desk {
    /// A desk that tells where the lines of the file at `path` came from.
    pub fn asked(path: &str) -> Desk {
        Desk { asked: Some(path.to_owned()), ..Desk::default() }
    }

    /// The value as `escape` spells it; when it cannot be carried, that is noted and the result is empty.
    pub fn spell<T: Display>(&mut self, escape: Escape, value: &Sourced<T>) -> String {
        self.spell_text(escape, &value.to_string(), value.origin())
    }

    /// Does the same for a text put together from values, of which `origin` decided the part that may be refused.
    pub fn spell_text(&mut self, escape: Escape, text: &str, origin: Origin) -> String {
        match escape(text) {
            Ok(spelt) => self.say_as(spelt, origin),
            Err(refused) => {
                self.refuse(refused, text, origin);
                String::new()
            }
        }
    }

    /// A value whose type holds nothing that needs an escape: a number, an address.
    pub fn say<T: Display>(&mut self, value: &Sourced<T>) -> String {
        self.say_as(value.value(), value.origin())
    }

    /// The same in another spelling than the value's own.
    pub fn say_as(&mut self, text: impl Display, origin: Origin) -> String {
        let mut text = text.to_string();
        if let Some(origins) = self.marks.as_mut().filter(|_| !text.is_empty()) {
            marks::mark(&mut text, origins.len());
            origins.push(origin);
        }
        text
    }

    /// Notes who laid out the lines of the file that is being written.
    pub fn laid_out(&mut self, places: impl FnOnce() -> Vec<Place>) {
        if self.marks.is_some() {
            self.places = places();
        }
    }

    /// Notes a text that cannot be carried.
    pub fn refuse(&mut self, refused: Refused, text: &str, origin: Origin) {
        let refusal = Refusal { rule: NOT_CARRIED.name, origin, text: text.to_owned(), why: refused.why.to_owned() };
        // A name stands in many files: one mistake, one refusal.
        if !self.refusals.contains(&refusal) {
            self.refusals.push(refusal);
        }
    }

    /// Adds a file whose text `write` puts together, unless a value in it was refused. `subject` decided that there is one.
    #[track_caller]
    pub fn file(&mut self, path: String, meta: Meta, subject: Origin, write: impl FnOnce(&mut Desk) -> String) {
        let marks = self.asked.as_ref().filter(|asked| **asked == path).map(|_| Vec::new());
        let mut inner = Desk { marks, ..Desk::default() };
        let mut text = write(&mut inner);
        if let Some(origins) = inner.marks {
            let (bare, lines) = marks::strip_numbered(&text, &origins);
            let places = inner.places.into_iter().chain(std::iter::repeat(Location::caller()));
            let lines = lines.into_iter().zip(places).map(|(origins, at)| line(at.file(), at.line(), origins)).collect();
            text.clone_from(&bare);
            self.story = Some(Story::new(Explained { text: bare, lines }, Some(subject)));
        }
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
    /// The place in the writer that made each line.
    places: Vec<Place>,
}

impl Lines {
    /// An empty file of systemd's form, `Key=value`.
    pub fn systemd() -> Lines {
        Lines { text: String::new(), between: "=", places: Vec::new() }
    }

    /// An empty file of LXC's form, `key = value`.
    pub fn lxc() -> Lines {
        Lines { text: String::new(), between: " = ", places: Vec::new() }
    }

    /// An empty file of Samba's form, `key = value` in sections.
    pub fn samba() -> Lines {
        Lines { text: String::new(), between: " = ", places: Vec::new() }
    }

    /// Begins a section.
    #[track_caller]
    pub fn section(&mut self, name: &str) -> &mut Lines {
        self.places.push(Location::caller());
        if !self.text.is_empty() {
            self.places.push(Location::caller());
            self.text.push('\n');
        }
        self.text.push_str(&format!("[{name}]\n"));
        self
    }

    /// Adds a line; the value has passed an escape.
    #[track_caller]
    pub fn set(&mut self, key: &str, value: impl Display) -> &mut Lines {
        self.places.push(Location::caller());
        self.text.push_str(&format!("{key}{}{value}\n", self.between));
        self
    }

    /// The text of the file that `desk` has in hand.
    pub fn text(self, desk: &mut Desk) -> String {
        desk.laid_out(|| self.places);
        self.text
    }
}
