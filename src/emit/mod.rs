//! The targets: one folder a target, each turns states into files. A target decides nothing.
//!
//! To add one: a folder here with a `TARGET`, and its line in [`ALL`].

pub mod actions;
pub mod amon;
mod csv;
pub mod directory;
pub mod file;
pub mod hosts;
pub mod itop;
mod keyed;
pub mod opsi;
pub mod pfsense;
pub mod radius;
pub mod services;
pub mod state;
pub mod switches;
pub mod wifi;

pub use file::{Apply, File, Meta};

use crate::base::{Origin, Rule, Sink};
use crate::render::{Explained, LineStory, Refusal, TemplateFault, Templates};
use crate::state::Intended;
use std::borrow::Cow;

/// A target.
#[derive(Debug)]
pub struct Target {
    /// Its name, as `--target` takes it.
    pub name: &'static str,
    /// What it writes, in one sentence.
    pub doc: &'static str,
    /// The files and folders below a school's that are its own, for `--target`: no two targets share one. `*` stands for one
    /// folder of any name.
    pub folders: &'static [&'static str],
    /// Reports what the software that reads the files would refuse or misread.
    pub check: fn(&Job, &mut Sink),
    /// Whether writing can refuse a value; a target that cannot is not written when only checking.
    pub refuses: bool,
    /// Writes a school's files.
    pub write: fn(&Job) -> Emitted,
    /// Writes one file again, by its path, and tells where each line came from; `None` when the file is not its own.
    pub explain: fn(&Job, &str) -> Option<Story>,
}

/// Where the lines of a file came from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Story {
    /// The text, byte for byte what is written, and of each line who laid it out and which values stand in it.
    pub explained: Explained,
    /// What decided that there is such a file: the device or guest that it is for, the school of a list.
    pub subject: Option<Origin>,
    /// Of each line of a table its cells, and of each line of JSON its values where there are several; empty for what is neither.
    pub cells: Vec<Vec<Cell>>,
    /// Of each line of JSON the path of keys to it; empty for what is no JSON.
    pub keys: Vec<Option<String>>,
}

/// A cell of a table's row, or a value of several on a line: its column, its text, and what decided it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Cell {
    /// The column, as the table's header spells it; of JSON the path of keys from the line's own.
    pub column: Cow<'static, str>,
    /// What stands in it.
    pub text: String,
    /// What decided that; nothing for what is the same in every row.
    pub origins: Vec<Origin>,
}

impl Story {
    /// The story of a text that a writer's source, `file!()`, laid out as a whole.
    fn of(text: String, lines: Vec<Vec<Origin>>, file: &str, subject: Option<Origin>) -> Story {
        let lines = lines.into_iter().map(|origins| line(file, 0, origins)).collect();
        Story::new(Explained { text, lines }, subject)
    }

    /// The story of a text that is neither a table nor JSON.
    fn new(explained: Explained, subject: Option<Origin>) -> Story {
        Story { explained, subject, cells: Vec::new(), keys: Vec::new() }
    }
}

/// The story of a line that a line of a writer's source laid out; 0 when no single one did.
fn line(file: &str, at: u32, origins: Vec<Origin>) -> LineStory {
    // Relative to the repository wherever it was compiled: a path of a machine is nobody's answer.
    let file = file.replace('\\', "/");
    let template = file.rfind("src/").and_then(|start| file.get(start..)).unwrap_or(&file).to_owned();
    LineStory { template, line: usize::try_from(at).unwrap_or(0), origins }
}

/// What a target is given: one school.
pub struct Job<'a> {
    /// The school's code, the name of its folder.
    pub uai: &'a str,
    /// The states it intends.
    pub state: &'a Intended,
    /// The compiled templates.
    pub templates: &'a Templates,
    /// Whether the files are wanted; else only what they could not carry, and a target may leave out what cannot be refused.
    pub wants_files: bool,
}

/// What a target gives back.
#[derive(Debug, Default)]
pub struct Emitted {
    /// The files, in any order.
    pub files: Vec<File>,
    /// What no file could carry.
    pub refused: Vec<Refused>,
    /// Templates that ask for what no view holds.
    pub faults: Vec<TemplateFault>,
    /// The school's part of the region's lists.
    pub rows: Rows,
}

/// A value that a file could not carry.
#[derive(Debug)]
pub struct Refused {
    /// The value and why.
    pub refusal: Refusal,
    /// The device whose file it is.
    pub device: String,
    /// The language of the file.
    pub language: &'static str,
}

/// Every target, by name.
pub static ALL: &[&Target] = &[
    &actions::TARGET,
    &amon::TARGET,
    &directory::TARGET,
    &hosts::TARGET,
    &itop::TARGET,
    &opsi::TARGET,
    &pfsense::TARGET,
    &radius::TARGET,
    &services::TARGET,
    &state::TARGET,
    &switches::TARGET,
    &wifi::TARGET,
];

/// Schools' parts of the region's files.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Rows {
    /// Of the lists of the inventory.
    pub itop: itop::Rows,
    /// Of the RADIUS service.
    pub radius: radius::Rows,
}

impl Rows {
    /// Adds another school's parts.
    pub fn merge(&mut self, other: Rows) {
        self.itop.merge(other.itop);
        self.radius.merge(other.radius);
    }
}

/// The targets that write files of the region, and where.
pub static REGIONAL: &[(&Target, &[&str])] =
    &[(&itop::TARGET, &["region/cmdb"]), (&radius::TARGET, &["region/clearpass", "region/radius"])];

/// Tells where the lines came from that a school has in the region's file at `path`.
pub fn share(uai: &str, state: &Intended, path: &str) -> Option<Story> {
    itop::share(&state.records, path).or_else(|| radius::share(uai, state.nac.as_ref(), path))
}

/// Makes one of the region's files; its parts are gone then.
pub type Make = Box<dyn FnOnce() -> File + Send>;

/// The region's files, merged of what all schools gave.
pub fn region_files(rows: Rows) -> impl Iterator<Item = Make> + Send {
    radius::region_files(rows.radius).chain(itop::region_files(rows.itop, &itop::BASE))
}

/// Everything that this stage can find.
pub fn rules() -> Vec<&'static Rule> {
    [RULES, amon::check::RULES, itop::RULES, pfsense::RULES, switches::RULES].concat()
}

crate::findings! {
    /// A name or text is longer than a device allows, or holds a character that it cannot show.
    ///
    /// Cut or mangled, two things would bear one name; written as it is, the device would refuse the line or read another.
    pub static OS_LIMIT_NAME = "os-limit-name", Error;
    /// A value holds a character that a generated file cannot carry.
    ///
    /// It could end the line or the quotes around it, and what follows would be read as configuration.
    pub static NOT_CARRIED = "not-carried", Error;
    /// Devices of a kind cannot be given the administrators' public key.
    ///
    /// They are reached with the password alone. A key of another kind (RSA, for Comware 7) would be taken.
    pub static SSH_KEY_UNSUPPORTED = "ssh-key-unsupported", Warning;
}

/// What every target can find.
pub static RULES: &[&Rule] = &[&NOT_CARRIED, &OS_LIMIT_NAME, &SSH_KEY_UNSUPPORTED];
