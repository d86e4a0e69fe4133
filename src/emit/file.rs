//! A generated file and how it is applied.

/// A file of the output tree.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct File {
    /// Its path below the output folder, with `/`.
    pub path: String,
    /// Its bytes.
    pub content: Vec<u8>,
    /// Where it goes and how it is applied.
    pub meta: Meta,
}

/// Where a file goes: a row of `manifest.json`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Meta {
    /// The device or guest, by its generated name; `None` for what no machine receives.
    pub device: Option<String>,
    /// What it is, for the deployment and for its checker: `switch-comware`, `libvirt-domain`, `itop-csv`.
    pub kind: &'static str,
    /// Absolute path on the device; `None` when it is loaded by a command.
    pub destination: Option<String>,
    /// Owner on the device.
    pub owner: &'static str,
    /// Group on the device.
    pub group: &'static str,
    /// Mode on the device, such as `0o644`.
    pub mode: u32,
    /// Whether it holds a secret's value (only after `build --secrets`).
    pub secret: bool,
    /// How it is applied.
    pub apply: Option<Apply>,
}

/// How a file is applied.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Apply {
    /// The command that judges the file first.
    pub check: Option<String>,
    /// The command that loads it.
    pub command: Option<String>,
    /// Lower is applied first.
    pub order: u32,
    /// What it disturbs, in words.
    pub disturbs: String,
}
