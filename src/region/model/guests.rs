//! Hosts, and the guests that they run.

use super::At;
use crate::base::{Origin, Sourced};
use crate::net::{Duration, Size};
use crate::region::words::{GuestKind, Status};
use crate::state::Secret;
use std::net::{Ipv4Addr, Ipv6Addr};

/// How hosts run guests.
#[derive(Clone, Debug)]
pub struct Virtualisation {
    /// Image key of hosts.
    pub os: Sourced<String>,
    /// Name of the bridge.
    pub bridge: Sourced<String>,
    /// Volume group.
    pub volumes: Sourced<String>,
    /// Folder of container root file systems.
    pub rootfs: Option<Sourced<String>>,
    /// First id and count of the range that unprivileged containers map to.
    pub idmap: Option<Sourced<(u32, u32)>>,
    /// Machine type of virtual machines.
    pub machine: Sourced<String>,
}

/// A host of guests.
#[derive(Clone, Debug)]
pub struct Host {
    /// Its name.
    pub name: Sourced<String>,
    /// Generated: `hosta0370037p`.
    pub hostname: Sourced<String>,
    /// Model key; a key that no catalogue has was reported.
    pub model: Sourced<String>,
    /// Rack.
    pub rack: Sourced<String>,
    /// Address in the management VLAN.
    pub address: Option<Sourced<Ipv4Addr>>,
    /// The IPv6 address that follows from it.
    pub address6: Option<Sourced<Ipv6Addr>>,
    /// Memory.
    pub memory: Sourced<Size>,
    /// Disk.
    pub disk: Sourced<Size>,
    /// Image key, when not the school's.
    pub os: Option<Sourced<String>>,
    /// Serial number.
    pub serial: Option<Sourced<String>>,
    /// Asset number.
    pub asset: Option<Sourced<String>>,
    /// Life.
    pub status: Sourced<Status>,
    /// Text.
    pub note: Option<Sourced<String>>,
    /// Remote console: port and address.
    pub oob: Option<(At, Option<Sourced<Ipv4Addr>>)>,
    /// `run` statements, in order: guest, standby host.
    pub runs: Vec<Run>,
}

/// A guest that a host runs.
#[derive(Clone, Debug)]
pub struct Run {
    /// The guest, by name; it exists.
    pub guest: Sourced<String>,
    /// The host that would take it.
    pub standby: Option<Sourced<String>>,
    /// The `run` line, shared by the guests that it names; `None` for a guest that is declared inside its host.
    pub statement: Option<Origin>,
}

/// A guest.
#[derive(Clone, Debug)]
pub struct Guest {
    /// Its name.
    pub name: Sourced<String>,
    /// Generated: `amon-0370037p`.
    pub hostname: Sourced<String>,
    /// How it is run.
    pub kind: Sourced<GuestKind>,
    /// What it does.
    pub roles: Vec<Sourced<String>>,
    /// Virtual processors.
    pub vcpus: Sourced<u64>,
    /// Memory.
    pub memory: Sourced<Size>,
    /// Disk.
    pub disk: Sourced<Size>,
    /// Image key; it exists.
    pub image: Option<Sourced<String>>,
    /// Guests that must be up first.
    pub after: Vec<Sourced<String>>,
    /// Who runs it.
    pub managed_by: Sourced<String>,
    /// `member`, `dc`, `none`.
    pub samba: Sourced<String>,
    /// Whether a container's root is the host's.
    pub privileged: Sourced<bool>,
    /// Life.
    pub status: Sourced<Status>,
    /// Asset number.
    pub asset: Option<Sourced<String>>,
    /// Text.
    pub note: Option<Sourced<String>>,
    /// Network cards, in order of the file (the firewall's are its cards, not here).
    pub nics: Vec<Nic>,
    /// Volumes.
    pub volumes: Vec<Volume>,
    /// Containers (docker).
    pub containers: Vec<Container>,
    /// The host that runs it; `None`: reported as `guest-not-placed`.
    pub host: Option<Sourced<String>>,
    /// The host that would take it.
    pub standby: Option<Sourced<String>>,
}

/// A network card of a guest: one untagged port.
#[derive(Clone, Debug)]
pub struct Nic {
    /// The VLAN, by name; it exists.
    pub vlan: Sourced<String>,
    /// The address.
    pub address: Option<Sourced<Ipv4Addr>>,
    /// The IPv6 address that follows from it.
    pub address6: Option<Sourced<Ipv6Addr>>,
}

/// A volume of a guest.
#[derive(Clone, Debug)]
pub struct Volume {
    /// Its name.
    pub name: Sourced<String>,
    /// Its size.
    pub size: Sourced<Size>,
    /// Where it is mounted.
    pub path: Sourced<String>,
    /// The NAS that keeps copies.
    pub backup: Option<Sourced<String>>,
}

/// A container of a Compose project.
#[derive(Clone, Debug)]
pub struct Container {
    /// Its name.
    pub name: Sourced<String>,
    /// Its image.
    pub image: Sourced<String>,
    /// Its address, when it has one of its own.
    pub address: Option<Sourced<Ipv4Addr>>,
    /// The port it listens on.
    pub port: Option<Sourced<u64>>,
    /// File of variables.
    pub env_file: Option<Sourced<String>>,
    /// Containers that must be healthy first.
    pub needs: Vec<Sourced<String>>,
    /// Memory.
    pub memory: Option<Sourced<Size>>,
    /// Variables.
    pub env: Vec<(Sourced<String>, Sourced<String>)>,
    /// Secrets, given as files.
    pub secrets: Vec<ContainerSecret>,
    /// Health check: command, interval.
    pub health: Option<(Sourced<String>, Option<Sourced<Duration>>)>,
    /// Volumes: name, path.
    pub volumes: Vec<(Sourced<String>, Sourced<String>)>,
}

/// A secret that a container reads from a file: the secret; the variable that names the file; the path it is mounted at.
pub type ContainerSecret = (Sourced<Secret>, Option<Sourced<String>>, Option<Sourced<String>>);
