//! A text in blocks, each line with the origins of its values, and what could not be written.
//!
//! Blocks of several schools are put together by their keys. It knows no software.

use crate::base::{Origin, Sourced};
use crate::emit::NOT_CARRIED;
use crate::render::Refusal;
use std::fmt::{Display, Write};

/// A text in blocks.
#[derive(Default)]
pub(super) struct Sheet {
    /// What stands before the first block: the same in every school.
    pub head: String,
    /// The blocks, in order of key.
    pub blocks: Vec<Block>,
    /// What was refused.
    pub refusals: Vec<Refusal>,
}

/// A block: whole lines.
#[derive(Default)]
pub(super) struct Block {
    /// Where it stands among the blocks of all schools.
    pub key: String,
    /// Its text.
    pub text: String,
    /// The origins of the values of all lines, one line after another.
    origins: Vec<Origin>,
    /// How many of them there are when each line ends.
    ends: Vec<usize>,
}

/// How long a block often is, in bytes.
const USUAL: usize = 256;

impl Block {
    /// An empty block with its place among all.
    pub fn of(key: String) -> Block {
        Block { key, text: String::with_capacity(USUAL), ..Block::default() }
    }

    /// Adds a line.
    pub fn line(&mut self, text: impl Display, origins: &[Origin]) {
        let written = writeln!(self.text, "{text}");
        debug_assert!(written.is_ok(), "a String takes every text");
        self.origins.extend_from_slice(origins);
        self.ends.push(self.origins.len());
    }

    /// The origins of each line's values.
    fn lines(&self) -> impl Iterator<Item = Vec<Origin>> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(from, to)| self.origins.get(from..*to).unwrap_or_default().to_vec())
    }
}

/// Whether the service takes a name or a word: letters, digits, `.`, `_`, `-` and what `also` lists; else why not.
pub(super) fn taken(text: &str, also: &str) -> Result<(), &'static str> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-') || also.contains(c);
    match text.chars().all(plain) {
        true if text.is_empty() => Err("it is empty"),
        true if text.trim() != text => Err("a space at either end is dropped"),
        true => Ok(()),
        false => Err("a name here is made of ASCII letters, digits, `.`, `_` and `-`: other characters end it or are expanded"),
    }
}

impl Sheet {
    /// A sheet that begins with a fixed text.
    pub fn of(head: &str) -> Sheet {
        Sheet { head: head.to_owned(), ..Sheet::default() }
    }

    /// Adds a block unless one of its values was refused meanwhile.
    pub fn push(&mut self, refused_before: usize, block: Block) {
        if self.refusals.len() == refused_before {
            self.blocks.push(block);
        }
    }

    /// A name or a word of the service, if it is [`taken`]; else it is refused.
    pub fn word<T: Display>(&mut self, value: &Sourced<T>, also: &str) -> String {
        let text = value.to_string();
        let Err(why) = taken(&text, also) else { return text };
        self.refusals.push(Refusal { rule: NOT_CARRIED.name, origin: value.origin(), text, why: why.to_owned() });
        String::new()
    }

    /// The whole text.
    pub fn text(&self) -> String {
        std::iter::once(self.head.as_str()).chain(self.blocks.iter().map(|b| b.text.as_str())).collect()
    }

    /// The origins of each line.
    pub fn lines(&self) -> Vec<Vec<Origin>> {
        let head = self.head.lines().map(|_| Vec::new());
        head.chain(self.blocks.iter().flat_map(Block::lines)).collect()
    }
}
