//! The state of a guest: a virtual machine, a system container or a Compose project, with its cards and disks.

use super::Secret;
use crate::base::Sourced;
use crate::net::{Duration, Mac, Size, Uuid, VlanId, VlanSet};
use ipnet::{Ipv4Net, Ipv6Net};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// What a guest must show.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Guest {
    /// The manifest's name, `amon`: that of its definition, its folder and its disks.
    pub name: Sourced<String>,
    /// The name the guest calls itself: `amon-0370037p`.
    pub hostname: Sourced<String>,
    /// Its identity, from the UAI and its name: the same on any host.
    pub uuid: Sourced<Uuid>,
    /// What it does, as the language's words; may be empty.
    pub roles: Vec<Sourced<String>>,
    /// The host that runs it, by manifest name.
    pub host: Sourced<String>,
    /// The host that would take it.
    pub standby: Option<Sourced<String>>,
    /// Virtual processors.
    pub vcpus: Sourced<u64>,
    /// Memory.
    pub memory: Sourced<Size>,
    /// Its disks: the root first.
    pub disks: Vec<Disk>,
    /// Its cards, by number.
    pub nics: Vec<Nic>,
    /// DNS domain.
    pub domain: Sourced<String>,
    /// DNS servers, in order.
    pub dns: Vec<Sourced<IpAddr>>,
    /// Time servers, in order.
    pub ntp: Vec<Sourced<IpAddr>>,
    /// What it was installed from.
    pub image: Option<Image>,
    /// When it starts.
    pub boot: Boot,
    /// How it is run.
    pub kind: Kind,
}

/// A disk: one logical volume of the host's volume group.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Disk {
    /// Name of the logical volume: `amon-root`, `fichiers-data`.
    pub volume: Sourced<String>,
    /// Name of the volume in the manifest; `None` for the root.
    pub name: Option<Sourced<String>>,
    /// Its size.
    pub size: Sourced<Size>,
    /// Where the guest mounts it; `None` for the root.
    pub path: Option<Sourced<String>>,
}

/// A card of a guest and the bridge port it is plugged into.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Nic {
    /// Its number, from 0.
    pub number: u16,
    /// Name of the bridge port, `vb-annuaire`; `None` for a Compose project, which has none.
    pub port: Option<Sourced<String>>,
    /// Its MAC address.
    pub mac: Sourced<Mac>,
    /// The VLAN without a tag; `None`: untagged frames die.
    pub untagged: Option<Sourced<VlanId>>,
    /// Tagged VLANs: only a firewall has any.
    pub tagged: Sourced<VlanSet>,
    /// Name of the untagged VLAN.
    pub vlan: Option<Sourced<String>>,
    /// Its address, when préau says it (a firewall's are its own matter).
    pub v4: Option<Address<Ipv4Addr, Ipv4Net>>,
    /// Its IPv6 address.
    pub v6: Option<Address<Ipv6Addr, Ipv6Net>>,
}

/// An address of a card.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Address<A, N> {
    /// The address.
    pub address: Sourced<A>,
    /// The VLAN's subnet.
    pub subnet: Sourced<N>,
    /// The VLAN's gateway.
    pub gateway: Option<Sourced<A>>,
}

/// What a guest is installed from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Image {
    /// Key in the catalogue.
    pub key: Sourced<String>,
    /// The file, without a folder.
    pub file: Sourced<String>,
    /// Whether the guest agent answers in it.
    pub agent: Sourced<bool>,
}

/// When a guest starts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Boot {
    /// Lower starts first; every guest it comes after has a lower one.
    pub order: Sourced<u32>,
    /// Seconds that the next guests wait once it has started.
    pub delay: Sourced<u32>,
    /// Guests that must be up first, by name, on this host or another.
    pub after: Vec<Sourced<String>>,
}

/// How a guest is run.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Kind {
    /// A virtual machine.
    Kvm(Kvm),
    /// A system container.
    Lxc(Lxc),
    /// A Compose project.
    Docker(Docker),
}

/// A virtual machine.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Kvm {
    /// Machine type, `pc` or `q35`.
    pub machine: Sourced<String>,
    /// What its first boot is told; `None` for an image without cloud-init.
    pub seed: Option<Seed>,
}

/// What the first boot of a virtual machine is told.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Seed {
    /// Time zone by its tz name.
    pub timezone: Sourced<String>,
    /// The administrator and the line of `authorized_keys` that lets him in; never a password.
    pub administrator: Option<(Sourced<String>, Sourced<String>)>,
}

/// A system container.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Lxc {
    /// The folder that holds the containers: `/var/lib/lxc`.
    pub folder: Sourced<String>,
    /// First host id and count that its ids map to; `None`: its root is the host's.
    pub idmap: Option<Sourced<(u32, u32)>>,
}

/// A Compose project.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Docker {
    /// The host's interface that its VLAN comes from: `br0.60`.
    pub parent: Option<Sourced<String>>,
    /// Its containers, in order of the manifest.
    pub containers: Vec<Container>,
}

/// A container of a Compose project.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Container {
    /// Its name: the service's.
    pub name: Sourced<String>,
    /// Its image.
    pub image: Sourced<String>,
    /// Its address in the project's VLAN; `None`: it is on the internal network only.
    pub v4: Option<Sourced<Ipv4Addr>>,
    /// Its IPv6 address in the project's VLAN.
    pub v6: Option<Sourced<Ipv6Addr>>,
    /// File of variables, beside the project's file.
    pub env_file: Option<Sourced<String>>,
    /// Containers that must be up first: name, and whether it can tell that it is healthy.
    pub needs: Vec<(Sourced<String>, bool)>,
    /// Most memory.
    pub memory: Sourced<Size>,
    /// Variables.
    pub env: Vec<(Sourced<String>, Sourced<String>)>,
    /// Secrets.
    pub secrets: Vec<Mounted>,
    /// Command that says whether it is healthy, and how often it is asked.
    pub health: Option<(Sourced<String>, Option<Sourced<Duration>>)>,
    /// Volumes: name, path in the container.
    pub volumes: Vec<(Sourced<String>, Sourced<String>)>,
}

/// A secret as a container sees it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mounted {
    /// The secret.
    pub secret: Sourced<Secret>,
    /// The variable that holds the path of its file.
    pub env: Option<Sourced<String>>,
    /// The path of its file.
    pub path: Sourced<String>,
}

impl Kvm {
    /// Cards that have a fixed PCI slot on machine type `pc`: slots 0x03 to 0x0f.
    pub const PC_CARDS: usize = 13;
    /// Disks that have a fixed PCI slot on machine type `pc`: slots 0x10 to 0x1d.
    pub const PC_DISKS: usize = 14;
}

impl Guest {
    /// Whether a host runs it, or would take it.
    pub fn lives_on(&self, host: &str) -> bool {
        *self.host == host || self.standby.as_ref().is_some_and(|s| **s == host)
    }

    /// Every VLAN that one of its cards is in.
    pub fn vlans(&self) -> VlanSet {
        self.nics.iter().flat_map(|n| n.tagged.iter().chain(n.untagged.as_ref().map(|v| **v))).collect()
    }
}
