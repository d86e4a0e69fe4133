//! Configurations of switches, access points and firewalls: two independent strict readers, a block parser by others, and a simulated switch.
//!
//! None of them shares a line with preau's own readers. The simulated 2960 proves what a session would: refused
//! commands, and what the switch shows afterwards. No Comware simulator exists, so Comware has readers only.
//! Entry points: [`Amon`], [`Aruba`], [`Comware`], [`Era`], [`Pfsense`], [`Ios`], [`Structure`], [`Sim2960`].

use std::path::PathBuf;

use crate::{
    checker::{Checker, Verdict},
    oracle::Script,
    place::tool,
};

/// A strict reader of Comware 7.
pub struct Comware;
/// A strict reader of Catalyst 2960 IOS.
pub struct Ios;
/// netutils' parser: the blocks that it finds are the blocks that the strict reader of the same file found.
pub struct Structure;
/// A simulated Catalyst 2960, over SSH.
pub struct Sim2960;
/// A strict reader of pfSense's configuration: pfSense itself runs on FreeBSD alone.
pub struct Pfsense;
/// A strict reader of an EOLE server's variables: gen_config runs on the server alone.
pub struct Amon;
/// A strict reader of the zone models of an Amon: ERA runs on the server alone.
pub struct Era;
/// A strict reader of Aruba Instant clusters: no software of the vendor reads a file without an access point.
pub struct Aruba;

/// The script of [`Comware`].
pub fn comware() -> Script {
    Script { python: "/usr/bin/python3".into(), name: "comware.py", arguments: &[] }
}

/// The script of [`Ios`].
pub fn ios() -> Script {
    Script { python: "/usr/bin/python3".into(), name: "ios.py", arguments: &[] }
}

/// The script of [`Aruba`].
pub fn aruba() -> Script {
    Script { python: "/usr/bin/python3".into(), name: "aruba_instant.py", arguments: &[] }
}

/// The script of [`Amon`].
pub fn amon() -> Script {
    Script { python: "/usr/bin/python3".into(), name: "amon.py", arguments: &[] }
}

/// The script of [`Era`].
pub fn era() -> Script {
    Script { python: "/usr/bin/python3".into(), name: "era.py", arguments: &[] }
}

fn pfsense() -> Script {
    Script { python: "/usr/bin/python3".into(), name: "pfsense.py", arguments: &[] }
}

fn structure() -> Script {
    Script { python: tool("net", "python"), name: "structure.py", arguments: &[] }
}

/// The ports of the 2960s with 24 and with 48 ports. A file gets the first that has all its ports: whether that is the
/// model that the manifest names, the simulator cannot tell.
const PORTS: &[&str] = &["--ports", "FastEthernet0/1-24,GigabitEthernet0/1-2;FastEthernet0/1-48,GigabitEthernet0/1-2"];

fn sim2960() -> Script {
    Script { python: tool("sim", "python"), name: "sim2960.py", arguments: PORTS }
}

macro_rules! script_checker {
    ($type:ty, $name:literal, $script:expr) => {
        impl Checker for $type {
            fn name(&self) -> &'static str {
                $name
            }

            fn version(&self) -> Result<String, String> {
                $script.version()
            }

            fn judge(&self, things: &[PathBuf]) -> Vec<Verdict> {
                $script.judge(things)
            }
        }
    };
}

script_checker!(Comware, "comware", comware());
script_checker!(Ios, "ios", ios());
script_checker!(Aruba, "aruba", aruba());
script_checker!(Amon, "amon", amon());
script_checker!(Era, "era", era());
script_checker!(Pfsense, "pfsense", pfsense());
script_checker!(Structure, "structure", structure());
script_checker!(Sim2960, "sim2960", sim2960());
