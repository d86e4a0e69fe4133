//! A guest's first boot, read by cloud-init: user-data by its schema, meta-data, and network-config by its parser.
//!
//! The thing is the seed's folder. The schema lets unknown top-level keys pass, so the script holds them against the
//! keys that the installed schema knows. Host names and time zones are not looked at. Entry point: [`CloudInit`].

use std::path::PathBuf;

use crate::{
    checker::{Checker, Verdict},
    oracle::Script,
};

// Debian's own python: cloud-init's modules belong to it.
fn script() -> Script {
    Script { python: "/usr/bin/python3".into(), name: "cloud_init.py", arguments: &[] }
}

/// cloud-init, on seed folders.
pub struct CloudInit;

impl Checker for CloudInit {
    fn name(&self) -> &'static str {
        "cloud-init"
    }

    fn version(&self) -> Result<String, String> {
        script().version()
    }

    fn judge(&self, things: &[PathBuf]) -> Vec<Verdict> {
        script().judge(things)
    }
}
