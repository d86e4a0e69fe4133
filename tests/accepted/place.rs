//! Where the project's own test tools lie.
//!
//! Entry points: [`root`], [`tool`], [`oracle`].

use std::path::{Path, PathBuf};

/// The project's root.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A program of an environment that `tests/setup` makes: `tool("net", "python")`.
pub fn tool(environment: &str, program: &str) -> PathBuf {
    root().join(".tools").join(environment).join("bin").join(program)
}

/// A script of `tests/oracles`.
pub fn oracle(script: &str) -> PathBuf {
    root().join("tests/oracles").join(script)
}
