//! What a table from records to iTop's classes is made of; [`super::base`] holds the tables themselves.
//!
//! A site with other modules has another [`Profile`]: classes, columns and words are data, so it is a table more.

use crate::state::record::{Attribute, Class, Role};

/// A data model and how records go into it.
#[derive(Debug)]
pub struct Profile {
    /// Its name.
    pub name: &'static str,
    /// Its classes, in load order.
    pub tables: &'static [Table],
}

/// One class of iTop: one file.
#[derive(Debug)]
pub struct Table {
    /// Place in the load order; the file's number.
    pub number: u8,
    /// iTop's name of the class.
    pub name: &'static str,
    /// The records that go into it.
    pub class: Class,
    /// Which of them.
    pub pick: Pick,
    /// Whether the region writes it once for all schools.
    pub shared: bool,
    /// The attributes that find a row's object again.
    pub reconciliation: &'static [&'static str],
    /// Its columns.
    pub columns: &'static [Column],
}

/// Which records of a class go into a table.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Pick {
    /// All.
    All,
    /// Those that point at something.
    With(Role),
    /// Those that do not.
    Without(Role),
}

/// A column.
#[derive(Debug)]
pub struct Column {
    /// Attribute code, with the target's after `->` for one criterion of an external key.
    pub code: &'static str,
    /// What stands in it.
    pub cell: Cell,
}

/// Where the text of a cell comes from.
#[derive(Debug)]
pub enum Cell {
    /// An attribute.
    Of(Attribute),
    /// An attribute that is a remark, cut to what the column holds.
    Remark(Attribute),
    /// An attribute that is a number with two decimals, as iTop prints it back.
    Decimal(Attribute),
    /// A word of the language in iTop's spelling, never the user's language; the first is the default.
    Word(Attribute, &'static [(&'static str, &'static str)]),
    /// The same in every row.
    Constant(&'static str),
    /// What the class has no attribute for, in words.
    Prose(&'static [Part]),
    /// An attribute of what the roles lead to.
    Through(&'static [Role], Attribute),
    /// iTop's class of what a role leads to.
    ClassOf(Role),
}

/// An attribute in a text for people.
#[derive(Debug)]
pub struct Part {
    /// Which.
    pub attribute: Attribute,
    /// What stands before it; empty for nothing.
    pub title: &'static str,
    /// The language's words in French; of a list (`a, b`) each for itself. Any other text stands as it is.
    pub words: &'static [(&'static str, &'static str)],
}

/// Characters of a string attribute.
pub const STRING: usize = 255;

impl Profile {
    /// iTop's name of the class that holds records of a class.
    pub fn class(&self, class: Class) -> &'static str {
        self.tables.iter().find(|t| t.class == class).map_or("", |t| t.name)
    }
}

impl Table {
    /// The file's name.
    pub fn file(&self) -> String {
        format!("{:02}-{}.csv", self.number, self.name)
    }
}
