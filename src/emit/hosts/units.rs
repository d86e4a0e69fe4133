//! A systemd unit for each guest: the one place where virtual machines, containers and projects are ordered among each other.
//!
//! libvirt's autostart has no order, LXC's knows containers only, Compose's one project only. No unit waits for the network or for
//! names: the gateway may be one of the guests.

use super::desk::{Desk, Lines};
use super::{Here, compose, escape};
use crate::base::Sourced;
use crate::emit::Apply;
use crate::state::Guest;
use crate::state::guest::Kind;
use std::collections::BTreeSet;

/// Writes `units/preau-guest-NAME.service`.
///
/// Enabled and not started: a new container has no system yet, and a new machine may wait for its installer.
pub fn write(here: &Here, guest: &Guest, neighbours: &[&Guest], desk: &mut Desk) {
    let unit = name(guest.name.value());
    let apply = Apply {
        check: Some(format!("systemd-analyze verify /etc/systemd/system/{unit}")),
        command: Some(format!("systemctl daemon-reload && systemctl enable {unit}")),
        order: 40,
        disturbs: "nothing until the host starts again".into(),
    };
    let meta = here.meta("guest-unit", format!("/etc/systemd/system/{unit}"), 0o644, Some(apply));
    desk.file(format!("{}/units/{unit}", here.folder), meta, guest.name.origin(), |desk| text(here, guest, neighbours, desk));
}

/// The unit of a guest.
pub fn name(guest: &str) -> String {
    format!("preau-guest-{guest}.service")
}

fn text(here: &Here, guest: &Guest, neighbours: &[&Guest], desk: &mut Desk) -> String {
    let mut out = Lines::systemd();
    let hostname = desk.spell(escape::word, &guest.hostname);
    out.section("Unit").set("Description", format!("guest {hostname}"));
    let engine = match &guest.kind {
        Kind::Kvm(_) => Some("libvirtd.service"),
        Kind::Lxc(_) => None,
        Kind::Docker(_) => Some("docker.service"),
    };
    if let Some(engine) = engine {
        out.set("Requires", engine).set("After", engine);
    }
    out.set("After", "systemd-networkd.service");
    for other in neighbours.iter().filter(|o| o.boot.order < guest.boot.order) {
        out.set("After", name(&desk.spell(escape::word, &other.name)));
    }
    for dependency in &guest.boot.after {
        // One on another host cannot be waited for; there it has its own place in the order.
        if neighbours.iter().any(|o| o.name == *dependency) {
            out.set("Wants", name(&desk.spell(escape::word, dependency)));
        }
    }
    out.section("Service");
    let guest_name = &desk.say(&guest.name);
    match &guest.kind {
        Kind::Kvm(_) => {
            let virsh = "virsh -c qemu:///system";
            out.set("Type", "oneshot").set("RemainAfterExit", "yes");
            // Started by hand before, it is no error.
            out.set(
                "ExecStart",
                format!("/bin/sh -c '{virsh} domstate {guest_name} | grep -qx running || exec {virsh} start {guest_name}'"),
            );
        }
        Kind::Lxc(lxc) => {
            let folder = desk.spell(escape::path, &lxc.folder);
            mounts(
                here,
                guest,
                &format!("{folder}/{guest_name}/rootfs"),
                &format!("{folder}/{guest_name}/volumes"),
                desk,
                &mut out,
            );
            out.set("Type", "simple").set("Delegate", "yes").set("KillMode", "mixed").set("TimeoutStopSec", 120);
            out.set("ExecStart", format!("/usr/bin/lxc-start -P {folder} -n {guest_name} -F"));
            out.set("ExecStop", format!("/usr/bin/lxc-stop -P {folder} -n {guest_name}"));
        }
        Kind::Docker(docker) => {
            let home = compose::home(guest_name);
            mounts(here, guest, &format!("{home}/volumes"), &format!("{home}/volumes"), desk, &mut out);
            // Made on the mounted disk only: an engine that starts a container before this unit finds no folder and fails, where
            // an empty one would become an empty database.
            let volumes: BTreeSet<&Sourced<String>> =
                docker.containers.iter().flat_map(|c| &c.volumes).map(|(name, _)| name).collect();
            for name in volumes {
                out.set("ExecStartPre", format!("/bin/mkdir -p {home}/volumes/{}", desk.spell(escape::word, name)));
            }
            out.set("Type", "oneshot").set("RemainAfterExit", "yes").set("TimeoutStartSec", 900);
            let compose = format!("/usr/bin/docker compose -f {home}/compose.yaml");
            let up = format!("{compose} up --detach --remove-orphans");
            out.set("ExecStart", &up).set("ExecReload", &up).set("ExecStop", format!("{compose} stop"));
        }
    }
    if *guest.boot.delay > 0 {
        out.set("ExecStartPost", format!("/bin/sleep {}", desk.say(&guest.boot.delay)));
        // The wait is part of the start.
        if !matches!(guest.kind, Kind::Docker(_)) {
            out.set("TimeoutStartSec", desk.say_as(guest.boot.delay.saturating_add(120), guest.boot.delay.origin()));
        }
    }
    out.section("Install").set("WantedBy", "multi-user.target");
    out.text(desk)
}

/// Mounts the guest's disks before it starts: the root at one place, each volume below another.
fn mounts(here: &Here, guest: &Guest, root: &str, volumes: &str, desk: &mut Desk, out: &mut Lines) {
    let group = desk.spell(escape::volume, &here.host.volumes);
    for disk in &guest.disks {
        let volume = desk.spell(escape::volume, &disk.volume);
        let place = match disk.name.as_ref().map(|n: &Sourced<String>| desk.spell(escape::word, n)) {
            Some(name) => format!("{volumes}/{name}"),
            None => root.to_owned(),
        };
        let mount = format!("mkdir -p {place} && {{ mountpoint -q {place} || mount /dev/{group}/{volume} {place}; }}");
        out.set("ExecStartPre", format!("/bin/sh -c '{mount}'"));
    }
}
