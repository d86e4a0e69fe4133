//! A generated file: its path in the tree, its bytes, and how it reaches the machine that reads it.
//!
//! Nothing here knows where the tree lies: `output` writes it.

/// One file of the output tree.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct File {
    /// Relative to the output folder, with `/`: `0370037P/switches/sw160.cfg`.
    pub path: String,
    /// What stands in it.
    pub content: Vec<u8>,
    /// Where it goes and how it is applied.
    pub meta: Meta,
}

/// What the manifest of the tree says of a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Meta {
    /// The device, host or guest that reads it; `None` for records and documents.
    pub device: Option<String>,
    /// What it is, for whoever applies it: `switch-config`, `domain-xml`.
    pub kind: &'static str,
    /// Path on the device; `None` when it is not copied as a file.
    pub destination: Option<String>,
    /// Owner on the device.
    pub owner: &'static str,
    /// Group on the device.
    pub group: &'static str,
    /// Permission bits on the device: `0o644`.
    pub mode: u32,
    /// Whether a secret, not only its placeholder, stands in it: the file on disk is then for its owner alone.
    pub secret: bool,
    /// How it is put into force; `None` for a file that is only read.
    pub apply: Option<Apply>,
}

/// How a file is put into force.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Apply {
    /// The command that refuses a bad file before it counts.
    pub check: Option<String>,
    /// The command that makes the device read it.
    pub command: Option<String>,
    /// Place in the order of application within a school; lower goes first.
    pub order: u32,
    /// Whom or what it disturbs, in French: the reader is the deployment team.
    pub disturbs: String,
}
