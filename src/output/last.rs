//! What the last build of a whole region was made of and what came of it, so that the same build need not be made again.
//!
//! Beside a folder `build` it is the file `.build.last`: from inputs of this SHA-256 comes the tree whose manifest has that
//! one, and this is said of it. It follows from the inputs alone, so it stays true whatever happens to the tree; of the tree
//! it is believed only after each of its files was read and compared with its row of the manifest. Without that file, or with
//! a torn or a strange one, everything is built. It holds no secret: SHA-256s, findings and counts.

use super::manifest::hex;
use super::site::{kind, site_name};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

/// Changes when the file, or what it vouches for, changes in a way that the compiler's own bytes do not tell.
const FORMAT: &str = "preau-last/1";
/// The system's name for the file that this process runs, whatever lies at its path by now.
const COMPILER: &str = "/proc/self/exe";

/// All that a build depends on, as a SHA-256.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Inputs(String);

impl Inputs {
    /// The inputs of a build by this very compiler: its own bytes, and `parts`, in an order that the caller always keeps.
    /// `None` when the system does not show the compiler.
    pub fn of<'a>(parts: impl Iterator<Item = &'a [u8]> + Send) -> Option<Inputs> {
        let hash_parts = || {
            let mut hash = Sha256::new();
            for part in parts {
                // With its length before it, no part can borrow from the next.
                hash.update((part.len() as u64).to_le_bytes());
                hash.update(part);
            }
            hash.finalize()
        };
        let (compiler, parts) = rayon::join(compiler, hash_parts);
        Some(Inputs(hex(&Sha256::new().chain_update(compiler?).chain_update(parts).finalize())))
    }
}

/// The SHA-256 of the compiler's own bytes.
fn compiler() -> Option<[u8; 32]> {
    let mut hash = Sha256::new();
    let mut file = File::open(COMPILER).ok()?;
    let mut buffer = vec![0; 1 << 16];
    loop {
        let read = file.read(&mut buffer).ok()?;
        match buffer.get(..read)? {
            [] => return Some(hash.finalize().into()),
            bytes => hash.update(bytes),
        }
    }
}

/// What a build says, beside how many files it wrote.
#[derive(Clone, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
pub struct Said {
    /// The findings, as they were shown.
    pub findings: String,
    /// What stands after the counts.
    pub ending: String,
}

/// What came of a build of some inputs.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Last {
    format: String,
    inputs: Inputs,
    /// SHA-256 of the tree's manifest.
    pub(super) manifest: String,
    /// What was said.
    pub said: Said,
}

impl Last {
    pub(super) fn new(inputs: Inputs, manifest: String, said: Said) -> Last {
        Last { format: FORMAT.to_owned(), inputs, manifest, said }
    }

    /// What came of these inputs, if the last build of the tree at `root` had them.
    pub fn of(root: &Path, inputs: &Inputs) -> Option<Last> {
        let path = root.with_file_name(site_name(root.file_name()?.to_str()?, NAME));
        if !kind(&path).ok()??.is_file() {
            return None;
        }
        let last = serde_json::from_slice::<Last>(&fs::read(path).ok()?).ok()?;
        (last.format == FORMAT && last.inputs == *inputs).then_some(last)
    }

    /// Writes it in the place of another. It only saves time: when it cannot be written, the next build is a whole one.
    pub(super) fn write(&self, path: &Path) {
        let draft = draft(path);
        let write = || -> io::Result<()> {
            let text = serde_json::to_vec(self)?;
            // What a killed build left, or a link that somebody laid there: neither is written through.
            let _ = fs::remove_file(&draft);
            OpenOptions::new().write(true).create_new(true).open(&draft)?.write_all(&text)?;
            fs::rename(&draft, path)
        };
        if write().is_err() {
            let _ = fs::remove_file(&draft);
        }
    }
}

fn draft(path: &Path) -> PathBuf {
    path.with_extension("last-draft")
}

/// Takes away what a build left that was killed while it wrote the file at `path`; for whoever holds the tree's lock.
pub(super) fn tidy(path: &Path) {
    // It is in nobody's way: the next build that writes the file would take it away as well.
    let _ = fs::remove_file(draft(path));
}

/// How the name of the file ends.
pub(super) const NAME: &str = "last";
