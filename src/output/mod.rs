//! The output tree on disk: compared first, then only what differs is staged and moved; all of it or nothing.
//!
//! It knows paths and bytes, and nothing of what stands in them; it is the only writer of files. [`Writer`] is the entry point, [`write()`] the short one.
//!
//! Beside a folder `build` there may be, while a build runs or after one was killed, `.build.lock` and `.build.next`. The
//! next build takes the second up: with a journal in it the change is finished, without one it never happened. `.build.last`
//! stays: with it a build of the same inputs only proves that the tree is still theirs. Whoever removes it loses nothing else.

mod bundle;
mod journal;
mod last;
mod lock;
mod manifest;
mod path;
mod plan;
mod site;
mod write;

pub use bundle::{bundles, path as bundle_path};
pub use last::{Inputs, Last, Said};
pub use manifest::{Listing, NAME as MANIFEST, lists_bundles};
pub use write::{Writer, write};

#[cfg(test)]
mod tests;

/// The part of the tree that a set of files is all of; whatever lies outside is neither written nor removed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Scope {
    /// The whole tree.
    All,
    /// The files and folders of these names: `0370037P`, `region/cmdb`, `0370037P/hosts/*/kvm` with `*` for any one folder.
    Only(Vec<String>),
    /// All but the files and folders of these names.
    Except(Vec<String>),
}

impl Scope {
    /// Whether a path of the tree lies in this part.
    pub fn covers(&self, path: &str) -> bool {
        let under = |name: &String| {
            let mut parts = path.split('/');
            name.trim_end_matches('/').split('/').all(|wanted| parts.next().is_some_and(|part| wanted == "*" || wanted == part))
        };
        match self {
            Scope::All => true,
            Scope::Only(names) => names.iter().any(under),
            Scope::Except(names) => !names.iter().any(under),
        }
    }
}

/// What a build did to the tree, in files; `manifest.json` is not counted.
#[derive(Copy, Clone, PartialEq, Eq, Default, Debug)]
pub struct Summary {
    /// Made or replaced.
    pub written: usize,
    /// Taken away because nothing makes them any more.
    pub removed: usize,
    /// Not touched: they held these bytes already.
    pub unchanged: usize,
}
