//! Derives the state of every placed guest: its cards and their bridge ports, its disks, its resolvers, its place in the boot order.
//!
//! Containers of a Compose project, and their findings, are [`super::container`]'s. Entry points: [`guests`], [`report`].

use super::servers::servers;
use super::{boot, container, host};
use crate::base::{Origins, Rule, Sink, Sourced};
use crate::catalogue::Catalogue;
use crate::net::{Uuid, VlanSet};
use crate::region::{self, GuestKind, School, Status, Virtualisation};
use crate::state::guest::{Address, Disk, Docker, Guest, Image, Kind, Kvm, Lxc, Nic, Seed};
use crate::state::host::MANAGEMENT_INTERFACE;
use std::collections::BTreeMap;

crate::findings! {
    /// Two guests of one host would have one bridge port.
    ///
    /// A port is named after its guest, with a number when the guest has several cards: card 1 of `a` and the only card of `a-1`
    /// are both `vb-a-1`, and the second guest does not start.
    pub static GUEST_PORT_CLASH = "guest-port-clash", Error;
    /// A virtual machine or a container says no image.
    ///
    /// What is installed in it, and whether it can be told its name and address on first boot, comes from its image. Without one
    /// it gets an empty disk.
    pub static IMAGE_MISSING = "image-missing", Warning;
    /// A virtual machine has more cards or disks than its machine type has fixed places for.
    ///
    /// On `machine=pc`, card N sits in PCI slot 3+N up to slot 15 and the disks follow from slot 16 to slot 29, so that the names
    /// of the cards inside the guest never change. A fourteenth card would move others.
    pub static GUEST_OUT_OF_SLOTS = "guest-out-of-slots", Error;
}

/// The findings that this file reports.
pub static RULES: &[&Rule] = &[&GUEST_OUT_OF_SLOTS, &GUEST_PORT_CLASH, &IMAGE_MISSING];

/// The state of every guest that a host runs and that is not only in stock, in order of name.
pub fn guests(school: &School, catalogue: &Catalogue, origins: &mut Origins) -> Vec<Guest> {
    let Some(virtualisation) = &school.virtualisation else { return Vec::new() };
    let orders = boot::orders(school, origins);
    let mut all = Vec::new();
    for guest in school.guests.iter().filter(|g| *g.status != Status::Stock) {
        let (Some(host), Some(boot)) = (&guest.host, orders.get(guest.name.as_str())) else { continue };
        let uuid = Uuid::of(&[&school.uai.to_string(), "guest", &guest.name]);
        let nics = nics(school, guest, origins);
        let first = guest.nics.first().and_then(|n| school.vlan(&n.vlan));
        let dns = first.and_then(|v| v.dns.as_deref()).unwrap_or(&school.dhcp.dns);
        all.push(Guest {
            name: guest.name.clone(),
            hostname: guest.hostname.clone(),
            uuid: origins.derive(uuid, "its identity follows from the UAI and its name", &[guest.name.origin()]),
            roles: guest.roles.clone(),
            host: host.clone(),
            standby: guest.standby.clone(),
            vcpus: guest.vcpus,
            memory: guest.memory,
            disks: disks(guest),
            domain: school.domain.clone(),
            dns: servers(school, dns, first, school.services.dns.as_ref()),
            ntp: servers(school, &school.dhcp.ntp, first, school.services.ntp.as_ref()),
            image: guest.image.as_ref().and_then(|key| image(catalogue, key)),
            boot: boot.clone(),
            kind: kind(school, guest, &nics, virtualisation, catalogue, origins),
            nics,
        });
    }
    all
}

/// Reports what keeps a guest's state from being whole.
pub fn report(school: &School, guests: &[Guest], out: &mut Sink) {
    for guest in guests {
        let name = guest.name.value();
        for port in guest.nics.iter().filter_map(|n| n.port.as_ref()).filter(|p| !host::is_interface_name(p)).take(1) {
            out.report(
                &host::IFNAME_TOO_LONG,
                format!("{name} needs the bridge port `{}`, {} bytes long", port.value(), port.len()),
            )
            .at(&guest.name, "an interface has at most 15 bytes of name")
            .help("shorten the guest's name")
            .on(name.clone());
        }
        if !matches!(guest.kind, Kind::Docker(_)) && school.guest(name).is_some_and(|g| g.image.is_none()) {
            out.report(&IMAGE_MISSING, format!("nothing says what is installed in {name}"))
                .at(&guest.name, "its disk will be empty")
                .help("add `image=`, a key of the catalogue")
                .on(name.clone());
        }
        let on_pc = matches!(&guest.kind, Kind::Kvm(kvm) if *kvm.machine == "pc");
        if on_pc && (guest.nics.len() > Kvm::PC_CARDS || guest.disks.len() > Kvm::PC_DISKS) {
            out.report(
                &GUEST_OUT_OF_SLOTS,
                format!(
                    "{name} has {} cards and {} disks; there is room for {} and {}",
                    guest.nics.len(),
                    guest.disks.len(),
                    Kvm::PC_CARDS,
                    Kvm::PC_DISKS
                ),
            )
            .at(&guest.name, "this machine")
            .help("write `virtualisation machine=q35`, or join VLANs on one card")
            .on(name.clone());
        }
    }
    for host in &school.hosts {
        let mut seen: BTreeMap<&str, &Guest> = BTreeMap::new();
        for guest in guests.iter().filter(|g| g.lives_on(&host.name)) {
            for port in guest.nics.iter().filter_map(|n| n.port.as_ref()) {
                if let Some(first) = seen.insert(port, guest) {
                    out.report(
                        &GUEST_PORT_CLASH,
                        format!("{} and {} both need the bridge port `{}`", first.name.value(), guest.name.value(), port.value()),
                    )
                    .at(&guest.name, "this guest")
                    .also(&first.name, "and this one")
                    .help("rename one of them")
                    .on(guest.name.value().clone());
                }
            }
        }
    }
}

fn disks(guest: &region::Guest) -> Vec<Disk> {
    let root = Disk { volume: guest.disk.with(format!("{}-root", *guest.name)), name: None, size: guest.disk, path: None };
    let volumes = guest.volumes.iter().map(|volume| Disk {
        volume: volume.name.with(format!("{}-{}", *guest.name, *volume.name)),
        name: Some(volume.name.clone()),
        size: volume.size,
        path: Some(volume.path.clone()),
    });
    std::iter::once(root).chain(volumes).collect()
}

fn image(catalogue: &Catalogue, key: &Sourced<String>) -> Option<Image> {
    let image = catalogue.images.get(key.value())?;
    Some(Image { key: key.clone(), file: key.with(image.file.clone()), agent: key.with(image.agent) })
}

fn kind(
    school: &School,
    guest: &region::Guest,
    nics: &[Nic],
    virtualisation: &Virtualisation,
    catalogue: &Catalogue,
    origins: &mut Origins,
) -> Kind {
    match *guest.kind {
        GuestKind::Kvm => {
            let seeded = guest.image.as_ref().and_then(|key| catalogue.images.get(key.value())).is_some_and(|i| i.seeded);
            let ssh = school.services.ssh.as_ref();
            let administrator = ssh.and_then(|ssh| Some((ssh.user.clone(), ssh.key.clone()?)));
            let seed = seeded.then(|| Seed { timezone: school.timezone.clone(), administrator });
            Kind::Kvm(Kvm { machine: virtualisation.machine.clone(), seed })
        }
        GuestKind::Lxc => {
            // Never absent for want of a range: a container without a map runs as the host's own root.
            let idmap = (!*guest.privileged).then(|| {
                let default = || Sourced::new((100_000, 65_536), origins.unwritten("virtualisation", "idmap", "100000:65536"));
                virtualisation.idmap.unwrap_or_else(default)
            });
            let folder = virtualisation.rootfs.clone();
            let default =
                || Sourced::new("/var/lib/lxc".to_owned(), origins.unwritten("virtualisation", "rootfs", "/var/lib/lxc"));
            Kind::Lxc(Lxc { folder: folder.unwrap_or_else(default), idmap })
        }
        GuestKind::Docker => {
            let vlan = guest.nics.first().and_then(|n| school.vlan(&n.vlan));
            let management = school.vlan_of(region::Domain::Management).map(|v| *v.id);
            let parent = vlan.map(|v| {
                // One VLAN device an id and bridge: the host's own already stands on the management VLAN.
                let name = if Some(*v.id) == management {
                    MANAGEMENT_INTERFACE.to_owned()
                } else {
                    format!("{}.{}", *virtualisation.bridge, *v.id)
                };
                origins.derive(
                    name,
                    "a container's card is a child of the VLAN device",
                    &[v.id.origin(), virtualisation.bridge.origin()],
                )
            });
            Kind::Docker(Docker { parent, containers: container::containers(guest, nics, origins) })
        }
    }
}

fn nics(school: &School, guest: &region::Guest, origins: &mut Origins) -> Vec<Nic> {
    let firewall = school.firewall.as_ref().filter(|f| *f.on == *guest.name);
    let uai = school.uai.to_string();
    let count = firewall.map_or(guest.nics.len(), |f| f.cards.len());
    let card = |number: u16, origins: &mut Origins| {
        let mac = Uuid::of(&[&uai, "nic", &guest.name, &number.to_string()]).mac();
        let mac = origins.derive(
            mac,
            "its address follows from the UAI, the guest's name and the card's number",
            &[guest.name.origin()],
        );
        let has_port = *guest.kind != GuestKind::Docker;
        let port = if count > 1 { format!("vb-{}-{number}", *guest.name) } else { format!("vb-{}", *guest.name) };
        let port = has_port.then(|| origins.derive(port, "a bridge port is named after its guest", &[guest.name.origin()]));
        (port, mac)
    };
    let Some(firewall) = firewall else {
        let numbered = (0u16..).zip(&guest.nics);
        return numbered
            .map(|(number, nic)| {
                let (port, mac) = card(number, origins);
                let vlan = school.vlan(&nic.vlan);
                let v4 = nic.address.zip(vlan.and_then(|v| v.subnet));
                let v6 = nic.address6.zip(vlan.and_then(|v| v.subnet6));
                Nic {
                    number,
                    port,
                    mac,
                    untagged: vlan.map(|v| nic.vlan.with(*v.id)),
                    tagged: nic.vlan.with(VlanSet::default()),
                    vlan: Some(nic.vlan.clone()),
                    v4: v4.map(|(address, subnet)| Address { address, subnet, gateway: vlan.and_then(|v| v.gateway) }),
                    v6: v6.map(|(address, subnet)| Address {
                        address,
                        subnet,
                        gateway: vlan.and_then(|v| host::gateway6(school, v)),
                    }),
                }
            })
            .collect();
    };
    let mut found = Vec::new();
    for declared in &firewall.cards {
        let Ok(number) = u16::try_from(*declared.number) else { continue };
        let (port, mac) = card(number, origins);
        let id = |name: &Sourced<String>| school.vlan(name).map(|v| name.with(*v.id));
        let untagged = declared.untagged.as_ref().and_then(id);
        let mut tagged: VlanSet = declared.vlans.iter().filter_map(id).map(|v| *v).collect();
        if let Some(vlan) = &untagged {
            tagged.remove(**vlan);
        }
        let from: Vec<_> = declared.vlans.iter().map(Sourced::origin).collect();
        let tagged = origins.derive(tagged, "a card's VLANs are tagged, save the one that it says is not", &from);
        found.push(Nic { number, port, mac, untagged, tagged, vlan: declared.untagged.clone(), v4: None, v6: None });
    }
    found
}
