//! A Compose project: `compose.yaml`, and a file for each secret that it mounts.
//!
//! A card of its VLAN is a macvlan: it has an address of its own and maps no ports. Containers that do not listen are on the
//! project's internal network only (SPEC, part 4.4).

use super::desk::Desk;
use super::yaml::Yaml;
use super::{Here, escape, size};
use crate::base::Sourced;
use crate::emit::Apply;
use crate::render::marks;
use crate::state::Guest;
use crate::state::guest::{Container, Docker, Mounted};

/// The network that only the project's own containers are on.
const INTERNAL: &str = "interne";
/// Most processes of one container.
const PROCESSES: u64 = 1024;

/// Where a project lives on its host.
pub fn home(guest: &str) -> String {
    format!("/srv/{guest}")
}

/// Writes `docker/NAME/`.
pub fn write(here: &Here, guest: &Guest, docker: &Docker, desk: &mut Desk) {
    let name = guest.name.value();
    let home = home(name);
    let folder = format!("{}/docker/{name}", here.folder);
    let apply = Apply {
        check: Some(format!("docker compose -f {home}/compose.yaml config -q")),
        // By its unit, which mounts the project's disk first.
        command: Some(format!("systemctl reload-or-restart {}", super::units::name(name))),
        order: 50,
        disturbs: "the containers of the project that change".into(),
    };
    let meta = here.meta("compose", format!("{home}/compose.yaml"), 0o644, Some(apply));
    desk.file(format!("{folder}/compose.yaml"), meta, guest.name.origin(), |desk| project(guest, docker, desk).document());
    let mut secrets: Vec<&Sourced<_>> = docker.containers.iter().flat_map(|c| &c.secrets).map(|m| &m.secret).collect();
    secrets.sort();
    secrets.dedup();
    for secret in secrets {
        let file = desk.spell_text(escape::word, &secret.name, secret.origin());
        // Before the project: Compose refuses a secret without its file.
        let apply = Apply { check: None, command: None, order: 35, disturbs: "nothing until the container starts again".into() };
        let meta = here.meta("secret", format!("{home}/secrets/{file}"), 0o600, Some(apply));
        desk.file(format!("{folder}/secrets/{file}"), meta, secret.origin(), |desk| {
            desk.spell_text(escape::word, &secret.name, secret.origin());
            // No line end: it would be part of the password.
            desk.say(secret)
        });
    }
}

fn project(guest: &Guest, docker: &Docker, desk: &mut Desk) -> Yaml {
    let name = desk.spell(escape::project, &guest.name);
    let lan = lan(guest, docker, desk);
    let lan_name = lan.as_ref().map(|(name, _)| name.as_str());
    // A project of one container that listens needs no second network.
    let internal = docker.containers.len() > 1 || docker.containers.iter().any(|c| c.v4.is_none()) || lan_name.is_none();
    let mut services = Vec::new();
    for container in &docker.containers {
        let service = desk.spell(escape::service, &container.name);
        services.push((service, entry(guest, container, lan_name, internal, desk)));
    }
    let mut top = vec![("name".to_owned(), Yaml::text(name)), ("services".to_owned(), Yaml::Map(services))];
    let mut networks: Vec<(String, Yaml)> = lan.into_iter().collect();
    if internal {
        networks.push((INTERNAL.to_owned(), Yaml::map([("internal", Yaml::Bool(true))])));
    }
    top.push(("networks".to_owned(), Yaml::Map(networks)));
    let mut secrets: Vec<(String, Yaml)> = Vec::new();
    for mounted in docker.containers.iter().flat_map(|c| &c.secrets) {
        let key = secret_key(mounted, desk);
        let file = desk.spell_text(escape::word, &mounted.secret.name, mounted.secret.origin());
        if secrets.iter().all(|(k, _)| marks::bare(k) != marks::bare(&key)) {
            secrets.push((key, Yaml::map([("file", Yaml::text(format!("./secrets/{file}")))])));
        }
    }
    if !secrets.is_empty() {
        secrets.sort_by(|a, b| marks::bare(&a.0).cmp(&marks::bare(&b.0)));
        top.push(("secrets".to_owned(), Yaml::Map(secrets)));
    }
    Yaml::Map(top)
}

/// The network of the project's VLAN; none when the project has no card or its VLAN no subnet.
fn lan(guest: &Guest, docker: &Docker, desk: &mut Desk) -> Option<(String, Yaml)> {
    let nic = guest.nics.first()?;
    let (vlan, v4) = nic.vlan.as_ref().zip(nic.v4.as_ref())?;
    let parent = desk.spell(escape::interface, docker.parent.as_ref()?);
    let pool = |subnet: String, gateway: Option<String>| {
        let mut entries = vec![("subnet".to_owned(), Yaml::text(subnet))];
        entries.extend(gateway.map(|g| ("gateway".to_owned(), Yaml::text(g))));
        Yaml::Map(entries)
    };
    let mut pools = vec![pool(desk.say(&v4.subnet), v4.gateway.as_ref().map(|g| desk.say(g)))];
    let mut entries = vec![
        ("driver".to_owned(), Yaml::text("macvlan")),
        ("driver_opts".to_owned(), Yaml::map([("parent", Yaml::text(parent))])),
    ];
    if let Some(v6) = &nic.v6 {
        pools.push(pool(desk.say(&v6.subnet), v6.gateway.as_ref().map(|g| desk.say(g))));
        entries.push(("enable_ipv6".to_owned(), Yaml::Bool(true)));
    }
    entries.push(("ipam".to_owned(), Yaml::map([("config", Yaml::List(pools))])));
    Some((desk.spell(escape::service, vlan), Yaml::Map(entries)))
}

/// A secret's key in the file: keys hold dots nowhere else.
fn secret_key(mounted: &Mounted, desk: &mut Desk) -> String {
    desk.spell_text(escape::service, &mounted.secret.name, mounted.secret.origin())
}

fn entry(guest: &Guest, container: &Container, lan: Option<&str>, internal: bool, desk: &mut Desk) -> Yaml {
    let mut entries: Vec<(&str, Yaml)> = vec![("image", Yaml::text(desk.spell(escape::compose, &container.image)))];
    entries.push(("restart", Yaml::text("unless-stopped")));
    let mut networks = Vec::new();
    if let (Some(lan), Some(v4)) = (lan, &container.v4) {
        let mut addresses = vec![("ipv4_address".to_owned(), Yaml::text(desk.say(v4)))];
        addresses.extend(container.v6.as_ref().map(|v6| ("ipv6_address".to_owned(), Yaml::text(desk.say(v6)))));
        networks.push((lan.to_owned(), Yaml::Map(addresses)));
    }
    if internal {
        networks.push((INTERNAL.to_owned(), Yaml::Map(Vec::new())));
    }
    entries.push(("networks", Yaml::Map(networks)));
    if !guest.dns.is_empty() {
        entries.push(("dns", Yaml::texts(guest.dns.iter().map(|server| desk.say(server)))));
    }
    if let Some(file) = &container.env_file {
        // What the variables are is not the manifest's: the file is put beside this one by whoever runs the service.
        let path = Yaml::text(desk.spell(escape::compose, file));
        entries.push(("env_file", Yaml::List(vec![Yaml::map([("path", path), ("required", Yaml::Bool(false))])])));
    }
    let environment = environment(container, desk);
    if !environment.is_empty() {
        entries.push(("environment", Yaml::Map(environment)));
    }
    if !container.secrets.is_empty() {
        let mut secrets = Vec::new();
        for mounted in &container.secrets {
            let source = Yaml::text(secret_key(mounted, desk));
            secrets.push(Yaml::map([("source", source), ("target", Yaml::text(desk.spell(escape::compose, &mounted.path)))]));
        }
        entries.push(("secrets", Yaml::List(secrets)));
    }
    if !container.volumes.is_empty() {
        let mut volumes = Vec::new();
        for (name, path) in &container.volumes {
            let source = format!("./volumes/{}", desk.spell(escape::word, name));
            volumes.push(Yaml::map([
                ("type", Yaml::text("bind")),
                ("source", Yaml::text(source)),
                ("target", Yaml::text(desk.spell(escape::compose, path))),
                ("bind", Yaml::map([("create_host_path", Yaml::Bool(false))])),
            ]));
        }
        entries.push(("volumes", Yaml::List(volumes)));
    }
    if !container.needs.is_empty() {
        let mut needs = Vec::new();
        for (name, is_healthy) in &container.needs {
            let condition = if *is_healthy { "service_healthy" } else { "service_started" };
            needs.push((desk.spell(escape::service, name), Yaml::map([("condition", Yaml::text(condition))])));
        }
        entries.push(("depends_on", Yaml::Map(needs)));
    }
    if let Some((command, every)) = &container.health {
        let test = Yaml::texts(["CMD-SHELL".to_owned(), desk.spell(escape::compose, command)]);
        let seconds = every.as_ref().map_or(30, |e| e.seconds());
        let origin = every.as_ref().map_or(command.origin(), Sourced::origin);
        let interval = ("interval", Yaml::text(desk.say_as(format!("{seconds}s"), origin)));
        // An answer that takes longer than the next question would never count.
        let timeout = ("timeout", Yaml::text(format!("{}s", seconds.clamp(1, 5))));
        entries.push(("healthcheck", Yaml::map([("test", test), interval, timeout, ("retries", Yaml::Number(3))])));
    }
    let limits = Yaml::map([
        ("cpus", Yaml::text(desk.say(&guest.vcpus))),
        ("memory", Yaml::text(desk.say_as(size(*container.memory), container.memory.origin()))),
        ("pids", Yaml::Number(PROCESSES)),
    ]);
    entries.push(("deploy", Yaml::map([("resources", Yaml::map([("limits", limits)]))])));
    Yaml::Map(entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
}

fn environment(container: &Container, desk: &mut Desk) -> Vec<(String, Yaml)> {
    let mut environment = Vec::new();
    for (name, value) in &container.env {
        environment.push((desk.spell(escape::variable, name), Yaml::text(desk.spell(escape::compose, value))));
    }
    for mounted in &container.secrets {
        if let Some(name) = &mounted.env {
            environment.push((desk.spell(escape::variable, name), Yaml::text(desk.spell(escape::compose, &mounted.path))));
        }
    }
    environment
}
