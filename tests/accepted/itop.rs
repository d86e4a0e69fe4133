//! The CMDB's import files, held against iTop's data model by an independent reader.
//!
//! The thing is the folder of `NN-Class.csv` files, for one file alone proves nothing: every key must find exactly
//! one row of an earlier file, or of what a bare iTop holds. A real iTop is not asked. Entry point: [`Itop`].

use std::path::PathBuf;

use crate::{
    checker::{Checker, Verdict},
    oracle::Script,
};

fn script() -> Script {
    Script { python: "/usr/bin/python3".into(), name: "itop.py", arguments: &[] }
}

/// The reader of import files, on folders.
pub struct Itop;

impl Checker for Itop {
    fn name(&self) -> &'static str {
        "itop"
    }

    fn version(&self) -> Result<String, String> {
        script().version()
    }

    fn judge(&self, things: &[PathBuf]) -> Vec<Verdict> {
        script().judge(things)
    }
}
