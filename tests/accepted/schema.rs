//! Files of préau's own formats, and those whose software brings no schema, held against their JSON schemas under `docs/` by a library of others.
//!
//! Entry point: [`Schema`].

use std::path::PathBuf;

use crate::{
    checker::{Checker, Verdict},
    oracle::Script,
};

/// Debian's jsonschema, which cloud-init brings.
pub struct Schema;

fn script() -> Script {
    Script { python: "/usr/bin/python3".into(), name: "schema.py", arguments: &[] }
}

impl Checker for Schema {
    fn name(&self) -> &'static str {
        "schema"
    }

    fn version(&self) -> Result<String, String> {
        script().version()
    }

    fn judge(&self, things: &[PathBuf]) -> Vec<Verdict> {
        script().judge(things)
    }
}
