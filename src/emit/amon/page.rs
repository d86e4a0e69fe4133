//! A page for people in Markdown, line by line: each value passes an escape, and each line knows what decided it.
//!
//! It knows no subject. Entry point: [`Page`].

use crate::base::{Origin, Sourced};
use crate::os::amon::eol::{Told, Uncarried};
use crate::render::Refused;
use crate::render::escape::{markdown, markdown_code};
use std::borrow::Cow;
use std::fmt::Display;
use std::panic::Location;

/// A page being written.
#[derive(Debug, Default)]
pub struct Page {
    text: String,
    told: Vec<Told>,
    refused: Vec<Uncarried>,
    /// What decided the values of the line being written.
    values: Vec<Origin>,
}

impl Page {
    /// Adds a line, with the values that were spelt for it.
    #[track_caller]
    pub fn line(&mut self, text: impl AsRef<str>) {
        self.text.push_str(text.as_ref());
        self.text.push('\n');
        self.told.push((Location::caller(), std::mem::take(&mut self.values)));
    }

    /// Adds an empty line.
    #[track_caller]
    pub fn gap(&mut self) {
        self.text.push('\n');
        self.told.push((Location::caller(), Vec::new()));
    }

    /// Adds a heading with an empty line around it.
    #[track_caller]
    pub fn heading(&mut self, text: &str) {
        self.gap();
        self.text.push_str(&format!("## {text}\n"));
        self.told.push((Location::caller(), Vec::new()));
        self.gap();
    }

    /// Adds a row of a table.
    #[track_caller]
    pub fn row(&mut self, cells: &[&str]) {
        self.text.push_str(&format!("| {} |\n", cells.join(" | ")));
        self.told.push((Location::caller(), std::mem::take(&mut self.values)));
    }

    /// Adds the head of a table.
    #[track_caller]
    pub fn head(&mut self, cells: &[&str]) {
        self.row(cells);
        self.text.push_str(&format!("|{}\n", "---|".repeat(cells.len())));
        self.told.push((Location::caller(), Vec::new()));
    }

    /// A value in the text.
    pub fn say<T: Display>(&mut self, value: &Sourced<T>) -> String {
        self.spelt(markdown, &value.to_string(), Some(value.origin()))
    }

    /// A value as what is typed somewhere.
    pub fn code<T: Display>(&mut self, value: &Sourced<T>) -> String {
        self.spelt(markdown_code, &value.to_string(), Some(value.origin()))
    }

    /// A text put together of values, as what is typed somewhere.
    pub fn code_of(&mut self, text: &str, origins: impl IntoIterator<Item = Origin>) -> String {
        self.values.extend(origins);
        let origin = self.values.last().copied();
        self.spelt(markdown_code, text, origin)
    }

    /// A text put together of values.
    pub fn say_of(&mut self, text: &str, origins: impl IntoIterator<Item = Origin>) -> String {
        self.values.extend(origins);
        let origin = self.values.last().copied();
        self.spelt(markdown, text, origin)
    }

    /// Notes what decided that the line is there.
    pub fn because(&mut self, origins: impl IntoIterator<Item = Origin>) {
        self.values.extend(origins);
    }

    fn spelt(&mut self, escape: fn(&str) -> Result<Cow<'_, str>, Refused>, text: &str, origin: Option<Origin>) -> String {
        self.values.extend(origin);
        match escape(text) {
            Ok(text) => text.into_owned(),
            Err(refused) => {
                self.refused.push(Uncarried { text: text.to_owned(), refused, origin });
                String::new()
            }
        }
    }

    /// The text and the story of each line, or what it cannot carry.
    pub fn done(self) -> Result<(String, Vec<Told>), Vec<Uncarried>> {
        if self.refused.is_empty() { Ok((self.text, self.told)) } else { Err(self.refused) }
    }
}
