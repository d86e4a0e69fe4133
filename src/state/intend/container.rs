//! Derives the containers of a Compose project: who has which address, and each one's share of the memory.

use crate::base::{Origins, Rule, Sink, Sourced};
use crate::net::Size;
use crate::region::{self, School};
use crate::state::guest::{Container, Guest, Kind, Mounted, Nic};
use std::collections::BTreeMap;

crate::findings! {
    /// Two containers listen and one address is there for them.
    ///
    /// The address of a project's card belongs to its one container with `port=`. A second one needs `address=` in the same VLAN:
    /// such a card maps no ports, so an address is all that tells the two apart.
    pub static CONTAINER_ADDRESS_MISSING = "container-address-missing", Error;
    /// The containers of a project are promised more memory than the project has.
    ///
    /// What its containers say is taken first and the rest is shared equally among those that say nothing; here nothing is left.
    pub static CONTAINER_MEMORY_OVER = "container-memory-over", Error;
    /// Two Compose projects of one host are in one VLAN.
    ///
    /// Each project makes a network of its own from the VLAN's subnet, and an engine refuses a second one: "Pool overlaps with other
    /// one on this address space". The second project does not start.
    pub static DOCKER_POOL_OVERLAP = "docker-pool-overlap", Error;
}

/// The findings that this file reports.
pub static RULES: &[&Rule] = &[&CONTAINER_ADDRESS_MISSING, &CONTAINER_MEMORY_OVER, &DOCKER_POOL_OVERLAP];

/// The containers of a project, in order of the manifest.
pub fn containers(guest: &region::Guest, nics: &[Nic], origins: &mut Origins) -> Vec<Container> {
    let share = share(guest, origins);
    let owner = owner(guest).map(|c| c.name.value());
    let card = nics.first();
    guest
        .containers
        .iter()
        .map(|c| {
            let owns = owner == Some(c.name.value());
            let v4 = c.address.or_else(|| owns.then(|| card?.v4.as_ref().map(|a| a.address)).flatten());
            let healthy = |name: &str| guest.containers.iter().any(|other| *other.name == name && other.health.is_some());
            Container {
                name: c.name.clone(),
                image: c.image.clone(),
                v4,
                v6: owns.then(|| card?.v6.as_ref().map(|a| a.address)).flatten(),
                env_file: c.env_file.clone(),
                needs: c.needs.iter().map(|n| (n.clone(), healthy(n))).collect(),
                memory: c.memory.unwrap_or(share),
                env: c.env.clone(),
                secrets: c
                    .secrets
                    .iter()
                    .map(|(secret, env, path)| {
                        let default = || secret.with(format!("/run/secrets/{}", secret.name));
                        Mounted { secret: secret.clone(), env: env.clone(), path: path.clone().unwrap_or_else(default) }
                    })
                    .collect(),
                health: c.health.clone(),
                volumes: c.volumes.clone(),
            }
        })
        .collect()
}

/// Reports what keeps a project's containers from being whole.
pub fn report(school: &School, guests: &[Guest], out: &mut Sink) {
    let mut taken: BTreeMap<(&str, &str), &Guest> = BTreeMap::new();
    for guest in guests {
        let (Kind::Docker(_), Some(declared)) = (&guest.kind, school.guest(&guest.name)) else { continue };
        let owner = owner(declared);
        for c in listening(declared).filter(|c| c.address.is_none()) {
            let Some(first) = owner.filter(|o| o.name != c.name) else { continue };
            out.report(&CONTAINER_ADDRESS_MISSING, format!("{} and {} of {} both listen", *first.name, *c.name, *guest.name))
                .at(&c.name, "needs an address of its own")
                .also(&first.name, "has the card's address")
                .help("add `address=`, a free address of the same VLAN")
                .on(guest.name.value().clone());
        }
        let said: u64 = declared.containers.iter().filter_map(|c| c.memory.as_ref()).map(|m| m.0).fold(0, u64::saturating_add);
        let silent = declared.containers.iter().filter(|c| c.memory.is_none()).count();
        if said > declared.memory.0 || (silent > 0 && said == declared.memory.0) {
            out.report(
                &CONTAINER_MEMORY_OVER,
                format!("the containers of {} say {} of its {}", *guest.name, Size(said), *declared.memory),
            )
            .at(declared.memory, "the whole project's")
            .help("raise the project's `memory=` or lower a container's")
            .on(guest.name.value().clone());
        }
        let vlan = guest.nics.first().and_then(|n| n.vlan.as_ref());
        for host in std::iter::once(&guest.host).chain(&guest.standby) {
            let Some(vlan) = vlan else { continue };
            if let Some(first) = taken.insert((host, vlan), guest) {
                out.report(
                    &DOCKER_POOL_OVERLAP,
                    format!("{} and {} are both in VLAN {} on {}", *first.name, *guest.name, vlan.value(), host.value()),
                )
                .at(&guest.name, "this project")
                .also(&first.name, "and this one")
                .help("make them one project, or run one on another host")
                .on(guest.name.value().clone());
            }
        }
    }
}

fn listening(guest: &region::Guest) -> impl Iterator<Item = &region::Container> {
    guest.containers.iter().filter(|c| c.port.is_some())
}

/// The container that has the card's address: the first that listens and has none of its own.
fn owner(guest: &region::Guest) -> Option<&region::Container> {
    listening(guest).find(|c| c.address.is_none())
}

/// What a container that says nothing may use: an equal part of what the others leave.
fn share(guest: &region::Guest, origins: &mut Origins) -> Sourced<Size> {
    let said = guest.containers.iter().filter_map(|c| c.memory.as_ref()).map(|m| m.0).fold(0, u64::saturating_add);
    let silent = guest.containers.iter().filter(|c| c.memory.is_none()).count().max(1) as u64;
    // Whole mebibytes: an engine refuses less than six, and nothing finer is of use.
    let bytes = (guest.memory.0.saturating_sub(said) / silent) & !((1 << 20) - 1);
    origins.derive(Size(bytes), "containers that say nothing share the project's memory equally", &[guest.memory.origin()])
}
