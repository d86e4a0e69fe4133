//! One host with a firewall, a seeded machine, a container and a project: its files as an engineer reads them, and what must hold
//! of any.

use super::*;
use crate::base::{Origins, Sourced};
use crate::net::{Mac, Port, Uuid, VlanId, VlanSet};
use crate::state::guest::*;
use crate::state::host::*;
use crate::state::{Secret, guest, host};
use std::collections::BTreeSet;

const UAI: &str = "0370037P";

/// A value of nobody in particular.
fn v<T>(value: T) -> Sourced<T> {
    let mut origins: Origins = Default::default();
    let origin = origins.derived("a test says so", &[]);
    Sourced::new(value, origin)
}

fn s(text: &str) -> Sourced<String> {
    v(text.to_owned())
}

fn ids(list: &[u64]) -> VlanSet {
    list.iter().filter_map(|&id| VlanId::new(id)).collect()
}

fn id(number: u64) -> Sourced<VlanId> {
    v(VlanId::new(number).unwrap())
}

fn parse<T: std::str::FromStr>(text: &str) -> Sourced<T>
where
    T::Err: std::fmt::Debug,
{
    v(text.parse().unwrap())
}

fn mac(guest: &str, number: u16) -> Sourced<Mac> {
    v(Uuid::of(&[UAI, "nic", guest, &number.to_string()]).mac())
}

fn nic(guest: &str, vlan: u64, third: u8, host: u8) -> guest::Nic {
    guest::Nic {
        number: 0,
        port: Some(s(&format!("vb-{guest}"))),
        mac: mac(guest, 0),
        untagged: Some(id(vlan)),
        tagged: v(VlanSet::default()),
        vlan: Some(s("serveurs")),
        v4: Some(Address {
            address: parse(&format!("10.37.{third}.{host}")),
            subnet: parse(&format!("10.37.{third}.0/24")),
            gateway: Some(parse(&format!("10.37.{third}.254"))),
        }),
        v6: None,
    }
}

fn disk(guest: &str, name: Option<(&str, &str)>, size: &str) -> Disk {
    let suffix = name.map_or("root", |(name, _)| name);
    Disk {
        volume: s(&format!("{guest}-{suffix}")),
        name: name.map(|(name, _)| s(name)),
        size: parse(size),
        path: name.map(|(_, path)| s(path)),
    }
}

fn guest(name: &str, order: u32, nics: Vec<guest::Nic>, kind: Kind) -> Guest {
    Guest {
        name: s(name),
        hostname: s(&format!("{name}-0370037p")),
        uuid: v(Uuid::of(&[UAI, "guest", name])),
        roles: Vec::new(),
        host: s("hosta"),
        standby: None,
        vcpus: v(2),
        memory: parse("4GiB"),
        disks: vec![disk(name, None, "60GiB")],
        nics,
        domain: s("choiseul.example"),
        dns: vec![parse("10.37.34.254")],
        ntp: vec![parse("10.37.34.254")],
        image: None,
        boot: Boot { order: v(order), delay: v(0), after: Vec::new() },
        kind,
    }
}

/// The firewall: card 0 untagged, card 1 with a tag too.
fn amon() -> Guest {
    let card = |number, untagged, tagged: &[u64]| guest::Nic {
        number,
        port: Some(s(&format!("vb-amon-{number}"))),
        mac: mac("amon", number),
        untagged,
        tagged: v(ids(tagged)),
        vlan: None,
        v4: None,
        v6: None,
    };
    let nics = vec![card(0, Some(id(2)), &[]), card(1, Some(id(20)), &[50, 51]), card(2, None, &[30])];
    let mut amon = guest("amon", 10, nics, Kind::Kvm(Kvm { machine: s("pc"), seed: None }));
    amon.boot.delay = v(60);
    amon.image = Some(Image { key: s("eole-amon-2.9"), file: s("eole-2.9.0-amd64.iso"), agent: v(false) });
    amon
}

fn supervision() -> Guest {
    let key = s("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGdvb2RzYW1wbGVrZXlvZnRoZXRlc3Rzb25seQ exploit");
    let seed = Seed { timezone: s("Europe/Paris"), administrator: Some((s("exploit"), key)) };
    let kind = Kind::Kvm(Kvm { machine: s("q35"), seed: Some(seed) });
    let mut machine = guest("supervision", 51, vec![nic("supervision", 30, 34, 9)], kind);
    machine.disks.push(disk("supervision", Some(("data", "/srv/metriques")), "200GiB"));
    machine.image = Some(Image { key: s("debian-12"), file: s("debian-12-generic-amd64.qcow2"), agent: v(true) });
    machine.boot.after = vec![s("annuaire"), s("elsewhere")];
    machine
}

fn fichiers() -> Guest {
    let kind = Kind::Lxc(Lxc { folder: s("/var/lib/lxc"), idmap: Some(v((100_000, 65_536))) });
    let mut container = guest("annuaire", 30, vec![nic("annuaire", 30, 34, 8)], kind);
    container.disks.push(disk("annuaire", Some(("data", "/srv/partages")), "800GiB"));
    container
}

fn portail() -> Guest {
    let secret = v(Secret { scope: UAI.into(), name: "portail.base".into() });
    let container = |name: &str, image: &str| Container {
        name: s(name),
        image: s(image),
        v4: None,
        v6: None,
        env_file: None,
        needs: Vec::new(),
        memory: parse("1GiB"),
        env: Vec::new(),
        secrets: Vec::new(),
        health: None,
        volumes: Vec::new(),
    };
    let web = Container {
        v4: Some(parse("10.37.35.20")),
        env_file: Some(s("portail.env")),
        needs: vec![(s("base"), true)],
        env: vec![(s("TITRE"), s("5$ # \"x\" {{ y }}"))],
        ..container("web", "nginx:1.27")
    };
    let base = Container {
        secrets: vec![Mounted { secret, env: Some(s("POSTGRES_PASSWORD_FILE")), path: s("/run/secrets/portail.base") }],
        health: Some((s("pg_isready -U \"$POSTGRES_USER\""), None)),
        volumes: vec![(s("data"), s("/var/lib/postgresql/data"))],
        ..container("base", "postgres:16")
    };
    let mut card = nic("portail", 60, 35, 20);
    card.port = None;
    card.vlan = Some(s("dmz"));
    guest("portail", 50, vec![card], Kind::Docker(Docker { parent: Some(s("br0.60")), containers: vec![web, base] }))
}

fn hosta() -> Host {
    let uplink = |interface: &str, port| Uplink { interface: s(interface), device: s("sw158"), port: v(Port::plain(port)) };
    Host {
        name: s("hosta"),
        hostname: s("hosta0370037p"),
        os: s("debian-12"),
        network: host::Network {
            uplinks: vec![uplink("eno1", 45), uplink("eno2", 46)],
            bond: Some(Bond { mode: v(BondMode::Lacp), mac: v(Uuid::of(&[UAI, "bond", "hosta"]).mac()) }),
            bridge: s("br0"),
            trunk: v(ids(&[2, 20, 30, 50, 51, 60, 151])),
            own: v(ids(&[60, 151])),
            management: Some(Management {
                vlan: id(151),
                address: parse("10.37.32.10"),
                subnet: parse("10.37.32.0/24"),
                gateway: Some(parse("10.37.32.254")),
                v6: Some(Address {
                    address: parse("2001:db8:37:151::10"),
                    subnet: parse("2001:db8:37:151::/64"),
                    gateway: Some(parse("2001:db8:37:151::254")),
                }),
            }),
            domain: s("choiseul.example"),
            dns: vec![parse("10.37.32.254")],
            ntp: vec![parse("10.37.32.254")],
        },
        volumes: s("vg0"),
        guests: ["amon", "annuaire", "portail", "supervision"].map(s).to_vec(),
    }
}

fn school() -> Intended {
    let guests = vec![amon(), fichiers(), portail(), supervision()];
    Intended { hosts: vec![hosta()], guests, ..Intended::default() }
}

fn written(state: &Intended) -> Vec<File> {
    let (files, refusals) = files(UAI, state);
    assert!(refusals.is_empty(), "{refusals:?}");
    files
}

/// The files whose path holds `part`, each under its path.
fn text(files: &[File], part: &str) -> String {
    let mut out = String::new();
    for file in files.iter().filter(|f| f.path.contains(part)) {
        out.push_str(&format!("==> {}\n{}", file.path, String::from_utf8_lossy(&file.content)));
    }
    out
}

fn golden(name: &str, part: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../../../tests/golden/hosts");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text(&written(&school()), part)));
}

#[test]
fn the_network_of_a_host_reads_as_one_bridge_over_one_bond() {
    golden("network", "/network/");
}

#[test]
fn a_container_reads_as_lxc_wants_it() {
    golden("lxc", "/lxc/");
}

#[test]
fn a_firewall_keeps_its_cards_in_fixed_slots() {
    golden("kvm-pc", "/kvm/amon.xml");
}

#[test]
fn a_seeded_machine_reads_as_libvirt_and_cloud_init_want_it() {
    golden("kvm-q35", "/kvm/supervision");
}

#[test]
fn a_project_reads_as_compose_wants_it() {
    golden("docker", "/docker/");
}

#[test]
fn units_order_the_guests_and_storage_makes_their_disks() {
    golden("units", "/units/");
    golden("storage", "/storage.sh");
}

#[test]
fn two_uplinks_to_two_devices_back_each_other_up_and_one_needs_no_bond() {
    let mut state = school();
    state.hosts[0].network.bond = Some(Bond { mode: v(BondMode::ActiveBackup), mac: mac("hosta", 0) });
    let backup = text(&written(&state), "/network/");
    assert!(backup.contains("Mode=active-backup") && !backup.contains("802.3ad"));
    assert_eq!(backup.matches("PrimarySlave=yes").count(), 1);
    state.hosts[0].network.bond = None;
    state.hosts[0].network.uplinks.truncate(1);
    let single = text(&written(&state), "/network/");
    assert!(!single.contains("bond0"));
    let uplink = text(&written(&state), "30-eno1.network");
    assert!(uplink.contains("Bridge=br0") && uplink.contains("VLAN=50-51"), "{uplink}");
}

#[test]
fn every_vlan_of_a_guest_is_on_the_trunk_and_every_port_has_one_file() {
    let state = school();
    let files = written(&state);
    let trunk = text(&files, "31-bond0.network");
    let on_trunk: BTreeSet<&str> = trunk.lines().filter_map(|l| l.strip_prefix("VLAN=")).collect();
    for guest in &state.guests {
        for vlan in guest.vlans().iter() {
            let covers = |range: &&&str| match range.split_once('-') {
                Some((a, b)) => (a.parse::<u16>().unwrap()..=b.parse().unwrap()).contains(&vlan.number()),
                None => range.parse() == Ok(vlan.number()),
            };
            assert!(on_trunk.iter().find(covers).is_some(), "VLAN {vlan} of {} is not on the trunk", *guest.name);
        }
        for nic in guest.nics.iter().filter_map(|n| n.port.as_ref()) {
            assert!(nic.len() <= 15);
            assert_eq!(files.iter().filter(|f| f.path.ends_with(&format!("/40-{}.network", nic.value()))).count(), 1);
        }
    }
}

#[test]
fn a_guest_port_is_untagged_in_one_vlan_and_only_a_firewall_is_given_tags() {
    let files = written(&school());
    for file in files.iter().filter(|f| f.path.contains("/40-vb-") && !f.path.contains("amon")) {
        let text = String::from_utf8_lossy(&file.content);
        assert_eq!(text.matches("PVID=").count(), 1, "{}", file.path);
        assert_eq!(text.lines().filter(|l| l.starts_with("VLAN=")).count(), 0, "{}", file.path);
    }
    let tags_only = text(&files, "40-vb-amon-2.network");
    assert!(tags_only.contains("VLAN=30") && !tags_only.contains("PVID"), "{tags_only}");
}

#[test]
fn a_standby_host_has_the_ports_of_the_guest_and_does_not_run_it() {
    let mut state = school();
    let mut other = hosta();
    other.name = s("hostb");
    state.hosts.push(other);
    state.guests[0].standby = Some(s("hostb"));
    let files = written(&state);
    assert!(text(&files, "hostb/network/40-vb-amon-1.network").contains("PVID=20"));
    assert!(!files.iter().any(|f| f.path.contains("hostb/kvm") || f.path.contains("hostb/units")));
}

#[test]
fn a_machine_says_no_vlan_and_a_container_neither() {
    let files = written(&school());
    let kvm = text(&files, ".xml");
    assert!(!kvm.contains("<vlan"), "{kvm}");
    assert!(!text(&files, "/config").contains("vlan.id"));
}

#[test]
fn no_password_is_in_a_seed_and_a_secret_goes_by_name() {
    let files = written(&school());
    let seed = text(&files, "-seed/");
    assert!(!seed.contains("passwd:") || seed.contains("lock_passwd: true"), "{seed}");
    assert!(!seed.contains("chpasswd") && !seed.contains("plain_text_passwd"));
    let secret = files.iter().find(|f| f.path.ends_with("secrets/portail.base")).unwrap();
    assert_eq!(secret.content, b"@secret:0370037P/portail.base@");
    assert_eq!(secret.meta.mode, 0o600);
}

#[test]
fn a_guest_that_comes_after_another_waits_for_it_only_on_the_same_host() {
    let unit = text(&written(&school()), "preau-guest-supervision.service");
    assert!(unit.contains("Wants=preau-guest-annuaire.service") && unit.contains("After=preau-guest-annuaire.service"), "{unit}");
    assert!(!unit.contains("elsewhere"), "{unit}");
}

/// Puts `bad` into one text of the state after another.
fn hostile(bad: &str) -> Vec<(&'static str, Intended)> {
    let mut all = Vec::new();
    let mut with = |what, change: &dyn Fn(&mut Intended)| {
        let mut state = school();
        change(&mut state);
        all.push((what, state));
    };
    with("host name", &|s| s.hosts[0].name = v(bad.into()));
    with("bridge", &|s| s.hosts[0].network.bridge = v(bad.into()));
    with("host domain", &|s| s.hosts[0].network.domain = v(bad.into()));
    with("interface", &|s| s.hosts[0].network.uplinks[0].interface = v(bad.into()));
    with("device", &|s| s.hosts[0].network.uplinks[0].device = v(bad.into()));
    with("volume group", &|s| s.hosts[0].volumes = v(bad.into()));
    for number in 0..4 {
        with("guest name", &|s| s.guests[number].name = v(bad.into()));
        with("hostname", &|s| s.guests[number].hostname = v(bad.into()));
        with("domain", &|s| s.guests[number].domain = v(bad.into()));
        with("logical volume", &|s| s.guests[number].disks[0].volume = v(bad.into()));
        with("port", &|s| s.guests[number].nics[0].port = Some(v(bad.into())));
        with("dependency", &|s| s.guests[number].boot.after = vec![v(bad.into())]);
    }
    for number in [1, 3] {
        with("volume", &|s| s.guests[number].disks[1].name = Some(v(bad.into())));
        with("volume path", &|s| s.guests[number].disks[1].path = Some(v(bad.into())));
    }
    with("image file", &|s| s.guests[3].image.as_mut().unwrap().file = v(bad.into()));
    with("folder", &|s| match &mut s.guests[1].kind {
        Kind::Lxc(lxc) => lxc.folder = v(bad.into()),
        _ => panic!("not a container"),
    });
    with("vlan", &|s| s.guests[2].nics[0].vlan = Some(v(bad.into())));
    let container = |what, all: &mut Vec<_>, change: &dyn Fn(&mut Container)| {
        let mut state = school();
        if let Kind::Docker(docker) = &mut state.guests[2].kind {
            docker.containers.iter_mut().for_each(change);
        }
        all.push((what, state));
    };
    container("container", &mut all, &|c| c.name = v(bad.into()));
    container("container image", &mut all, &|c| c.image = v(bad.into()));
    container("variables", &mut all, &|c| c.env = vec![(v(bad.into()), v(bad.into()))]);
    container("value", &mut all, &|c| c.env = vec![(s("X"), v(bad.into()))]);
    container("health", &mut all, &|c| c.health = Some((v(bad.into()), None)));
    container("container volume", &mut all, &|c| c.volumes = vec![(v(bad.into()), v(bad.into()))]);
    all
}

#[test]
fn hostile_text_is_refused_or_stays_in_its_place() {
    for bad in
        ["x\nBridge=br1", "x\n  privileged: true", "a]]><b/>", "a\"b", "a'; reboot; '", "../../etc", "$(reboot)", "a\\", "a\0b"]
    {
        for (what, state) in hostile(bad) {
            let (files, refusals) = files(UAI, &state);
            for file in &files {
                let text = String::from_utf8_lossy(&file.content);
                assert!(!file.path.contains("..") && !file.path.contains('\n'), "{what}: {bad:?} reached the path {}", file.path);
                let lines = ["Bridge=br1", "privileged: true", "<b/>"];
                let escaped = text.lines().any(|l| lines.iter().any(|bad| l.trim_start().starts_with(bad)));
                assert!(!escaped, "{what}: {bad:?} became a line of {}:\n{text}", file.path);
                let free = what == "device" && file.path.contains("/30-");
                let quoted = free || file.path.ends_with("compose.yaml") || file.path.contains("-seed/");
                assert!(quoted || !text.contains(bad), "{what}: {bad:?} went into {}", file.path);
            }
            // Elsewhere a serializer quotes it, or no file of that guest shows it.
            let names =
                ["host name", "bridge", "interface", "volume group", "guest name", "hostname", "volume", "folder", "container"];
            assert!(!names.contains(&what) || !refusals.is_empty(), "{what}: {bad:?} was taken as a name");
        }
    }
}
