//! A value and what decided it.
//!
//! [`Sourced`] is a value with the number of a row in the school's table [`Origins`]. It compares, orders and
//! hashes as its value alone, so rules read as if there were no origins.

use super::span::Span;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Deref;

/// The number of a row in [`Origins`].
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Origin(u32);

/// A value and the row that says where it comes from.
#[derive(Copy, Clone)]
pub struct Sourced<T> {
    value: T,
    origin: Origin,
}

impl<T> Sourced<T> {
    /// Joins a value and its origin.
    pub fn new(value: T, origin: Origin) -> Self {
        Sourced { value, origin }
    }
    /// Where the value comes from.
    pub fn origin(&self) -> Origin {
        self.origin
    }
    /// The value, without its origin.
    pub fn into_value(self) -> T {
        self.value
    }
    /// The value.
    pub fn value(&self) -> &T {
        &self.value
    }
    /// Another value with the same origin.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Sourced<U> {
        Sourced { value: change(self.value), origin: self.origin }
    }
    /// Another value, computed from this one, with the same origin.
    pub fn with<U>(&self, value: U) -> Sourced<U> {
        Sourced { value, origin: self.origin }
    }
    /// The same value, borrowed.
    pub fn as_ref(&self) -> Sourced<&T> {
        Sourced { value: &self.value, origin: self.origin }
    }
}

impl<T> Deref for Sourced<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.value
    }
}
impl<T: PartialEq> PartialEq for Sourced<T> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}
impl<T: Eq> Eq for Sourced<T> {}
impl<T: PartialOrd> PartialOrd for Sourced<T> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        self.value.partial_cmp(&other.value)
    }
}
impl<T: Ord> Ord for Sourced<T> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.value.cmp(&other.value)
    }
}
impl<T: Hash> Hash for Sourced<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.value.hash(state);
    }
}
impl<T: fmt::Display> fmt::Display for Sourced<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}
impl<T: fmt::Debug> fmt::Debug for Sourced<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}

/// The layer that wrote a value, lowest first.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Layer {
    /// The region's own file.
    Region,
    /// A profile; 0 is the oldest ancestor.
    Profile(u8),
    /// The school's file, outside any deviation.
    School,
    /// The school's deviation of this number, in the order of the file.
    Deviation(u16),
}

/// What decided a value.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Row {
    /// It is written in a file.
    Written {
        /// Where.
        span: Span,
        /// By which layer.
        layer: Layer,
        /// From the key to the end of the value, for a property; what a second place shows.
        entry: Option<Span>,
        /// The row of the value that it replaced, in the layer below.
        below: Option<Origin>,
    },
    /// Nobody wrote it: the language's own default.
    Default {
        /// The node, such as `wan`.
        node: &'static str,
        /// The property, such as `nat`.
        property: &'static str,
        /// The value, such as `internet`.
        value: &'static str,
    },
    /// The compiler derived it.
    Derived {
        /// Why, as a sentence that completes "because".
        because: &'static str,
        /// From which rows; may be empty for a law of the design.
        from: Box<[Origin]>,
    },
}

/// One school's table of origins.
#[derive(Clone, Debug, Default)]
pub struct Origins {
    rows: Vec<Row>,
}

impl Origins {
    /// Adds a row and returns its number.
    pub fn push(&mut self, row: Row) -> Origin {
        let number = u32::try_from(self.rows.len()).unwrap_or(u32::MAX);
        self.rows.push(row);
        Origin(number)
    }

    /// Adds a row for a value that `layer` wrote at `span`.
    pub fn written(&mut self, span: Span, layer: Layer) -> Origin {
        self.push(Row::Written { span, layer, entry: None, below: None })
    }

    /// Adds a row for a value of the language's own.
    pub fn unwritten(&mut self, node: &'static str, property: &'static str, value: &'static str) -> Origin {
        self.push(Row::Default { node, property, value })
    }

    /// Adds a row for a value that follows from others.
    pub fn derived(&mut self, because: &'static str, from: &[Origin]) -> Origin {
        self.push(Row::Derived { because, from: from.into() })
    }

    /// Joins `value` to a new derived row.
    pub fn derive<T>(&mut self, value: T, because: &'static str, from: &[Origin]) -> Sourced<T> {
        let origin = self.derived(because, from);
        Sourced::new(value, origin)
    }

    /// The row behind a number; `None` only for a number of another table.
    pub fn row(&self, origin: Origin) -> Option<&Row> {
        self.rows.get(origin.0 as usize)
    }

    /// The first place in a file that decided the value; `None` when nobody wrote any part of it.
    pub fn span(&self, origin: Origin) -> Option<Span> {
        match self.row(origin)? {
            Row::Written { span, .. } => Some(*span),
            Row::Default { .. } => None,
            Row::Derived { from, .. } => from.iter().find_map(|&o| self.span(o)),
        }
    }

    /// The same place with its key: `place=12` where [`Origins::span`] is `12`.
    pub fn entry(&self, origin: Origin) -> Option<Span> {
        match self.row(origin)? {
            Row::Written { span, entry, .. } => Some(entry.unwrap_or(*span)),
            Row::Default { .. } => None,
            Row::Derived { from, .. } => from.iter().find_map(|&o| self.entry(o)),
        }
    }

    /// Every row that was pushed, in order.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }
}

/// Values that a test makes up.
#[cfg(test)]
pub mod made_up {
    use super::{Origin, Origins, Sourced};

    /// What decided them all.
    pub fn origin() -> Origin {
        Origins::default().derived("a test", &[])
    }

    /// A value.
    pub fn s<T>(value: T) -> Sourced<T> {
        Sourced::new(value, origin())
    }

    /// A text.
    pub fn text(value: &str) -> Sourced<String> {
        s(value.to_owned())
    }
}
