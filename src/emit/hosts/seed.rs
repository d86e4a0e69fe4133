//! What a virtual machine's first boot is told: a NoCloud seed for cloud-init, never with a password.

use super::desk::Desk;
use super::yaml::Yaml;
use super::{Here, IMAGES, escape};
use crate::emit::Apply;
use crate::state::Guest;
use crate::state::guest::{Nic, Seed};

/// Where the seed's image is on the host.
pub fn image(guest: &str) -> String {
    format!("{IMAGES}/{guest}-seed.iso")
}

/// Writes `kvm/NAME-seed/`.
pub fn write(here: &Here, guest: &Guest, seed: &Seed, desk: &mut Desk) {
    let name = guest.name.value();
    let folder = format!("/var/lib/preau/kvm/{name}-seed");
    let iso = image(name);
    file(here, guest, desk, "cloud-init-user-data", "user-data", None, |desk| {
        format!("#cloud-config\n{}", user_data(guest, seed, desk).document())
    });
    file(here, guest, desk, "cloud-init-network-config", "network-config", None, |desk| network(guest, desk).document());
    let apply = Apply {
        check: Some(format!("cloud-init schema --config-file {folder}/user-data")),
        command: Some(format!("genisoimage -quiet -output {iso} -volid cidata -joliet -rock {folder}")),
        order: 25,
        disturbs: "nothing: only a first boot reads it".into(),
    };
    file(here, guest, desk, "cloud-init-meta-data", "meta-data", Some(apply), |desk| {
        let hostname = desk.spell(escape::word, &guest.hostname);
        // The identity stays when the machine moves or its definition changes: another one would make it start all over.
        Yaml::map([("instance-id", Yaml::text(desk.say(&guest.uuid))), ("local-hostname", Yaml::text(hostname))]).document()
    });
}

fn file(
    here: &Here,
    guest: &Guest,
    desk: &mut Desk,
    kind: &'static str,
    name: &str,
    apply: Option<Apply>,
    write: impl FnOnce(&mut Desk) -> String,
) {
    let seed = format!("kvm/{}-seed/{name}", guest.name.value());
    let meta = here.meta(kind, format!("/var/lib/preau/{seed}"), 0o644, apply);
    desk.file(format!("{}/{seed}", here.folder), meta, guest.name.origin(), write);
}

fn user_data(guest: &Guest, seed: &Seed, desk: &mut Desk) -> Yaml {
    let hostname = desk.spell(escape::word, &guest.hostname);
    let domain = desk.spell(escape::word, &guest.domain);
    let mut entries = vec![
        ("hostname", Yaml::text(&hostname)),
        ("fqdn", Yaml::text(format!("{hostname}.{domain}"))),
        ("manage_etc_hosts", Yaml::Bool(true)),
        ("timezone", Yaml::text(desk.spell(escape::yaml, &seed.timezone))),
        ("ssh_pwauth", Yaml::Bool(false)),
    ];
    if let Some((user, key)) = &seed.administrator {
        let user = Yaml::map([
            ("name", Yaml::text(desk.spell(escape::word, user))),
            ("shell", Yaml::text("/bin/bash")),
            ("lock_passwd", Yaml::Bool(true)),
            ("sudo", Yaml::text("ALL=(ALL) NOPASSWD:ALL")),
            ("ssh_authorized_keys", Yaml::texts([desk.spell(escape::line, key)])),
        ]);
        entries.push(("users", Yaml::List(vec![user])));
    }
    if !guest.ntp.is_empty() {
        let servers = Yaml::texts(guest.ntp.iter().map(|server| desk.say(server)));
        entries.push(("ntp", Yaml::map([("enabled", Yaml::Bool(true)), ("servers", servers)])));
    }
    let mut formats = Vec::new();
    let mut mounts = Vec::new();
    for (letter, disk) in ('a'..='z').zip(&guest.disks) {
        let (Some(name), Some(path)) = (&disk.name, &disk.path) else { continue };
        let device = format!("/dev/vd{letter}");
        let (name, path) = (desk.spell(escape::word, name), desk.spell(escape::path, path));
        formats.push(Yaml::map([
            ("label", Yaml::text(name)),
            ("filesystem", Yaml::text("ext4")),
            ("device", Yaml::text(&device)),
            // A disk that has a file system keeps it: what is on it outlives the machine.
            ("overwrite", Yaml::Bool(false)),
        ]));
        mounts.push(Yaml::texts([device, path, "ext4".into(), "defaults,nofail".into()]));
    }
    if !formats.is_empty() {
        entries.push(("fs_setup", Yaml::List(formats)));
        entries.push(("mounts", Yaml::List(mounts)));
    }
    if guest.image.as_ref().is_some_and(|i| *i.agent) {
        entries.push(("packages", Yaml::texts(["qemu-guest-agent"])));
        entries.push(("runcmd", Yaml::List(vec![Yaml::texts(["systemctl", "enable", "--now", "qemu-guest-agent"])])));
    }
    Yaml::Map(entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
}

fn network(guest: &Guest, desk: &mut Desk) -> Yaml {
    let mut ethernets = Vec::new();
    for (i, nic) in guest.nics.iter().enumerate() {
        ethernets.push((format!("eth{}", desk.say_as(nic.number, nic.mac.origin())), ethernet(guest, nic, i == 0, desk)));
    }
    Yaml::map([("version", Yaml::Number(2)), ("ethernets", Yaml::Map(ethernets))])
}

fn ethernet(guest: &Guest, nic: &Nic, is_first: bool, desk: &mut Desk) -> Yaml {
    let mut addresses = Vec::new();
    let mut routes = Vec::new();
    let mut route = |to: &str, via: Option<String>| {
        // Only the first card leads out of the school's own VLANs.
        if let Some(via) = via.filter(|_| is_first) {
            routes.push(Yaml::map([("to", Yaml::text(to)), ("via", Yaml::text(via))]));
        }
    };
    if let Some(v4) = &nic.v4 {
        addresses.push(format!("{}/{}", desk.say(&v4.address), desk.say_as(v4.subnet.prefix_len(), v4.subnet.origin())));
        route("0.0.0.0/0", v4.gateway.as_ref().map(|g| desk.say(g)));
    }
    if let Some(v6) = &nic.v6 {
        addresses.push(format!("{}/{}", desk.say(&v6.address), desk.say_as(v6.subnet.prefix_len(), v6.subnet.origin())));
        route("::/0", v6.gateway.as_ref().map(|g| desk.say(g)));
    }
    let mut entries = vec![
        ("match".to_owned(), Yaml::map([("macaddress", Yaml::text(desk.say(&nic.mac)))])),
        ("set-name".to_owned(), Yaml::text(format!("eth{}", desk.say_as(nic.number, nic.mac.origin())))),
        ("dhcp4".to_owned(), Yaml::Bool(false)),
        ("addresses".to_owned(), Yaml::texts(addresses)),
    ];
    if !routes.is_empty() {
        entries.push(("routes".to_owned(), Yaml::List(routes)));
    }
    if is_first && !guest.dns.is_empty() {
        let search = Yaml::texts([desk.spell(escape::word, &guest.domain)]);
        let servers = Yaml::texts(guest.dns.iter().map(|server| desk.say(server)));
        entries.push(("nameservers".to_owned(), Yaml::map([("search", search), ("addresses", servers)])));
    }
    Yaml::Map(entries)
}
