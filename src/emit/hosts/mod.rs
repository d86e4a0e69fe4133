//! The files of a school's hosts: their network, their guests' definitions and first boot, their disks, the order they start in.
//!
//! Everything is decided in `state`; here it is spelt. Entry point: [`files`]. To add a kind of guest: a file here that writes
//! it, a line in [`files`], an escape in `escape` for each new syntax.

mod compose;
mod desk;
mod escape;
mod kvm;
mod lxc;
mod network;
mod seed;
mod storage;
mod units;
mod xml;
mod yaml;

#[cfg(test)]
mod tests;

use crate::base::Origin;
use crate::emit::{Apply, Emitted, File, Meta, NOT_CARRIED, Refused, Target};
use crate::net::Size;
use crate::render;
use crate::state::guest::Kind;
use crate::state::{Guest, Host, Intended};
use desk::Desk;

/// The target.
pub static TARGET: Target = Target {
    name: "hosts",
    doc: "host networks, LXC, libvirt and Compose definitions, cloud-init seeds, start order",
    folders: &["hosts"],
    check: |_, _| {},
    write: |job| {
        let (files, refusals) = files(job.uai, job.state);
        let refused = refusals.into_iter().map(refused).collect();
        Emitted { files, refused, ..Emitted::default() }
    },
};

fn refused(refusal: Refusal) -> Refused {
    let Refusal { origin, text, why } = refusal;
    let refusal = render::Refusal { rule: NOT_CARRIED.name, origin, text, why: why.into() };
    Refused { refusal, device: "a host".into(), language: "host" }
}

/// A text that a file of a host cannot carry.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Refusal {
    /// What decided the text.
    pub origin: Origin,
    /// The text.
    pub text: String,
    /// A clause that completes "it cannot be written because …".
    pub why: &'static str,
}

/// The files of every host of a school, by path, and the texts that kept one from being written.
pub fn files(school_uai: &str, state: &Intended) -> (Vec<File>, Vec<Refusal>) {
    let mut desk = Desk::default();
    for host in &state.hosts {
        let name = desk.spell(escape::word, &host.name);
        if name.is_empty() {
            continue;
        }
        let here = Here { folder: format!("{school_uai}/hosts/{name}"), uai: school_uai, host };
        network::write(&here, &state.guests, &mut desk);
        let mut guests: Vec<&Guest> = state.guests.iter().filter(|g| *g.host == *host.name).collect();
        guests.sort_by_key(|g| (&g.boot.order, &g.name));
        if guests.is_empty() {
            continue;
        }
        storage::write(&here, &guests, &mut desk);
        for guest in &guests {
            // Its name is a folder's, a unit's and a command's word in every file that follows.
            if desk.spell(escape::word, &guest.name).is_empty() {
                continue;
            }
            match &guest.kind {
                Kind::Kvm(kvm) => {
                    kvm::write(&here, guest, kvm, &mut desk);
                    if let Some(seed) = &kvm.seed {
                        seed::write(&here, guest, seed, &mut desk);
                    }
                }
                Kind::Lxc(container) => lxc::write(&here, guest, container, &mut desk),
                Kind::Docker(docker) => compose::write(&here, guest, docker, &mut desk),
            }
            units::write(&here, guest, &guests, &mut desk);
        }
    }
    desk.files.sort_by(|a, b| a.path.cmp(&b.path));
    (desk.files, desk.refusals)
}

/// The host whose files are being written, and their folder in the tree.
struct Here<'a> {
    folder: String,
    uai: &'a str,
    host: &'a Host,
}

impl Here<'_> {
    /// Where a file goes: a row of the manifest with what the kinds have in common.
    fn meta(&self, kind: &'static str, destination: String, mode: u32, apply: Option<Apply>) -> Meta {
        Meta {
            device: Some(self.host.hostname.value().clone()),
            kind,
            destination: Some(destination),
            owner: "root",
            group: "root",
            mode,
            secret: false,
            apply,
        }
    }
}

/// A size in the largest unit among `M` and `K` that gives a whole number, as LXC, libvirt and Compose all read it.
fn size(size: Size) -> String {
    match size.0 {
        bytes if bytes % (1 << 20) == 0 => format!("{}M", bytes >> 20),
        bytes => format!("{}K", bytes >> 10),
    }
}
