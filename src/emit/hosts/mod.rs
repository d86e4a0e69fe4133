//! The files of a school's hosts: their network, their guests' definitions and first boot, their disks, the order they start in.
//!
//! Everything is decided in `state`; here it is spelt. Entry point: [`files`]. To add a kind of guest: a file here that writes
//! it, a line in [`files`], an escape in `escape` for each new syntax.

mod compose;
pub(in crate::emit) mod desk;
pub(in crate::emit) mod escape;
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

use super::{Apply, Emitted, File, Job, Meta, Refused, Story, Target};
use crate::net::Size;
use crate::state::guest::Kind;
use crate::state::{Guest, Host, Intended};
use desk::Desk;

/// The target.
pub static TARGET: Target = Target {
    name: "hosts",
    doc: "hosts and their guests: systemd-networkd, LXC, libvirt with cloud-init seeds, Docker Compose, units, disks",
    folders: &["hosts/*/docker", "hosts/*/kvm", "hosts/*/lxc", "hosts/*/network", "hosts/*/storage.sh", "hosts/*/units"],
    check: |_, _| {},
    refuses: true,
    write: |job| {
        let (files, refused) = files(job.uai, job.state);
        Emitted { files, refused, ..Emitted::default() }
    },
    explain,
};

/// The files of every host of a school, by path, and the texts that kept one from being written.
pub fn files(school_uai: &str, state: &Intended) -> (Vec<File>, Vec<Refused>) {
    let mut files = Vec::new();
    let mut refused = Vec::new();
    for host in &state.hosts {
        let mut desk = Desk::default();
        one(school_uai, host, &state.guests, &mut desk);
        files.append(&mut desk.files);
        let device = host.name.value();
        refused.extend(desk.refusals.into_iter().map(|refusal| Refused { refusal, device: device.clone(), language: "host" }));
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    (files, refused)
}

/// Writes the files of the host that one is for, and keeps the story of that one.
fn explain(job: &Job, path: &str) -> Option<Story> {
    let is_its = |host: &&Host| path.starts_with(&format!("{}/hosts/{}/", job.uai, host.name));
    let host = job.state.hosts.iter().find(is_its)?;
    let mut desk = Desk::asked(path);
    one(job.uai, host, &job.state.guests, &mut desk);
    desk.story
}

fn one(school_uai: &str, host: &Host, all: &[Guest], desk: &mut Desk) {
    let name = desk.spell(escape::word, &host.name);
    if name.is_empty() {
        return;
    }
    let here = Here { folder: format!("{school_uai}/hosts/{name}"), uai: school_uai, host };
    network::write(&here, all, desk);
    let mut guests: Vec<&Guest> = all.iter().filter(|g| *g.host == *host.name).collect();
    guests.sort_by_key(|g| (&g.boot.order, &g.name));
    if guests.is_empty() {
        return;
    }
    storage::write(&here, &guests, desk);
    for guest in &guests {
        // Its name is a folder's, a unit's and a command's word in every file that follows.
        if desk.spell(escape::word, &guest.name).is_empty() {
            continue;
        }
        match &guest.kind {
            Kind::Kvm(kvm) => {
                kvm::write(&here, guest, kvm, desk);
                if let Some(seed) = &kvm.seed {
                    seed::write(&here, guest, seed, desk);
                }
            }
            Kind::Lxc(container) => lxc::write(&here, guest, container, desk),
            Kind::Docker(docker) => compose::write(&here, guest, docker, desk),
        }
        units::write(&here, guest, &guests, desk);
    }
}

/// Where a host keeps installers, images and seeds: libvirt's default pool.
const IMAGES: &str = "/var/lib/libvirt/images";

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
