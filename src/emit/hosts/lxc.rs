//! A system container: LXC's `config`, and the resolvers that the container is given.
//!
//! The VLAN is networkd's business: with `DefaultPVID=none` a container with `veth.vlan.id` does not start
//! (reference/virtualisation-and-services.md, part 1.4).

use super::desk::{Desk, Lines};
use super::{Here, escape, size};
use crate::emit::Apply;
use crate::state::Guest;
use crate::state::guest::Lxc;

/// Most processes of a container: far above any service's need, far below what stops a host.
const PROCESSES: u32 = 8192;

/// Writes `lxc/NAME/`.
pub fn write(here: &Here, guest: &Guest, lxc: &Lxc, desk: &mut Desk) {
    let name = guest.name.value();
    let folder = desk.spell(escape::path, &lxc.folder);
    let home = format!("{folder}/{name}");
    let apply = Apply {
        check: Some(format!("lxc-info -P {folder} -n {name} -c lxc.uts.name")),
        command: None,
        order: 30,
        disturbs: "nothing until the container starts again".into(),
    };
    let meta = here.meta("lxc", format!("{home}/config"), 0o640, Some(apply));
    desk.file(format!("{}/lxc/{name}/config", here.folder), meta, guest.name.origin(), |desk| config(here, guest, lxc, desk));
    if !guest.dns.is_empty() {
        let meta = here.meta("resolv-conf", format!("{home}/resolv.conf"), 0o644, None);
        desk.file(format!("{}/lxc/{name}/resolv.conf", here.folder), meta, guest.name.origin(), |desk| {
            let mut text = format!("search {}\n", desk.spell(escape::word, &guest.domain));
            for server in &guest.dns {
                text.push_str(&format!("nameserver {}\n", desk.say(server)));
            }
            text
        });
    }
}

fn config(here: &Here, guest: &Guest, lxc: &Lxc, desk: &mut Desk) -> String {
    let home = format!("{}/{}", desk.spell(escape::path, &lxc.folder), desk.say(&guest.name));
    let mut out = Lines::lxc();
    out.set("lxc.include", "/usr/share/lxc/config/common.conf");
    if let Some(idmap) = &lxc.idmap {
        let (first, count) = **idmap;
        out.set("lxc.include", "/usr/share/lxc/config/userns.conf");
        for kind in ["u", "g"] {
            out.set("lxc.idmap", desk.say_as(format!("{kind} 0 {first} {count}"), idmap.origin()));
        }
        out.set("lxc.apparmor.profile", "generated");
    }
    out.set("lxc.uts.name", desk.spell(escape::word, &guest.hostname)).set("lxc.arch", "linux64");
    out.set("lxc.rootfs.path", format!("dir:{home}/rootfs"));
    for nic in &guest.nics {
        let key = |end: &str| format!("lxc.net.{}.{end}", nic.number);
        out.set(&key("type"), "veth").set(&key("link"), desk.spell(escape::interface, &here.host.network.bridge));
        if let Some(port) = &nic.port {
            out.set(&key("veth.pair"), desk.spell(escape::interface, port));
        }
        out.set(&key("name"), format!("eth{}", desk.say_as(nic.number, nic.mac.origin())))
            .set(&key("flags"), "up")
            .set(&key("hwaddr"), desk.say(&nic.mac));
        // Only the first card leads out: a second default route would be refused at start.
        let first = guest.nics.first() == Some(nic);
        if let Some(v4) = &nic.v4 {
            out.set(
                &key("ipv4.address"),
                format!("{}/{}", desk.say(&v4.address), desk.say_as(v4.subnet.prefix_len(), v4.subnet.origin())),
            );
            if let Some(gateway) = v4.gateway.as_ref().filter(|_| first) {
                out.set(&key("ipv4.gateway"), desk.say(gateway));
            }
        }
        if let Some(v6) = &nic.v6 {
            out.set(
                &key("ipv6.address"),
                format!("{}/{}", desk.say(&v6.address), desk.say_as(v6.subnet.prefix_len(), v6.subnet.origin())),
            );
            if let Some(gateway) = v6.gateway.as_ref().filter(|_| first) {
                out.set(&key("ipv6.gateway"), desk.say(gateway));
            }
        }
    }
    out.set("lxc.cgroup2.memory.max", desk.say_as(size(*guest.memory), guest.memory.origin()));
    // A quota of a period of 100 ms: twice the period is two processors.
    let quota = guest.vcpus.saturating_mul(100_000);
    out.set("lxc.cgroup2.cpu.max", format!("{} 100000", desk.say_as(quota, guest.vcpus.origin())));
    out.set("lxc.cgroup2.pids.max", PROCESSES);
    if !guest.dns.is_empty() {
        out.set("lxc.mount.entry", format!("{home}/resolv.conf etc/resolv.conf none bind,ro,create=file 0 0"));
    }
    for (name, path) in guest.disks.iter().filter_map(|d| d.name.as_ref().zip(d.path.as_ref())) {
        let (name, path) = (desk.spell(escape::word, name), desk.spell(escape::path, path));
        let inside = path.trim_start_matches('/');
        out.set("lxc.mount.entry", format!("{home}/volumes/{name} {inside} none bind,create=dir 0 0"));
    }
    // The guest's unit starts it, because only units order containers and virtual machines together; `lxc-autostart` stays away.
    out.set("lxc.start.auto", 0)
        .set("lxc.start.order", desk.say(&guest.boot.order))
        .set("lxc.start.delay", desk.say(&guest.boot.delay));
    out.text(desk)
}
