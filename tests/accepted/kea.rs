//! A DHCP server's configuration, read by Kea.
//!
//! `kea-dhcp4 -t` and `kea-dhcp6 -t`, whichever the file is for, the second where the cards are that it names. Kea compares no two facts: a pool over the gateway, subnets
//! that overlap, names that no resolver would take are rules of preau. Entry point: [`Kea`].

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use crate::checker::{Checker, Verdict, by_exit, each, first_line, run};

/// `kea-dhcp4` and `kea-dhcp6`, on files.
pub struct Kea;

impl Checker for Kea {
    fn name(&self) -> &'static str {
        "kea"
    }

    fn version(&self) -> Result<String, String> {
        let four = first_line(Command::new("kea-dhcp4").arg("-v"))?;
        first_line(Command::new("kea-dhcp6").arg("-v")).map(|six| format!("Kea {four}, {six} for IPv6"))
    }

    fn judge(&self, things: &[PathBuf]) -> Vec<Verdict> {
        each(things, read)
    }
}

fn read(file: &Path) -> Verdict {
    let text = match std::fs::read_to_string(file) {
        Ok(text) => text,
        Err(error) => return Verdict::NotRun(error.to_string()),
    };
    if !text.contains("\"Dhcp6\"") {
        return by_exit(run(Command::new("kea-dhcp4").arg("-t").arg(file), 30));
    }
    // It wants the cards that the file names, with their addresses: they are made in a namespace.
    let words = text.split('"').filter_map(|word| word.split_once('/')).filter(|(card, _)| card.starts_with("eth"));
    let mut script = String::new();
    for (card, address) in words {
        script.push_str(&format!("ip link add {card} type veth; ip addr add {address}/64 dev {card} nodad; "));
    }
    by_exit(run(Command::new("unshare").args(["--net", "sh", "-c", &format!("{script}exec kea-dhcp6 -t \"$0\"")]).arg(file), 30))
}
