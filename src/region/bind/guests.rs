//! Guests: what they are, whatever host runs them.

use super::Binder;
use super::address::Plan;
use super::hosts::{LITTLE, Nested};
use super::naming::Tokens;
use crate::base::nearest::nearest;
use crate::base::{Rule, Sourced};
use crate::region::merge::not_modelled;
use crate::region::tree::Merged;
use crate::region::words::{GuestKind, Status};
use crate::region::{Container, Guest, Nic, Volume};
use crate::syntax::{Space, Value};

crate::findings! {
    /// A container needs one that its project does not have.
    pub static CONTAINER_UNKNOWN = "container-unknown", fixed Error;
}

/// What this file can find.
pub static RULES: &[&Rule] = &[&CONTAINER_UNKNOWN];

impl Binder<'_> {
    /// An image of the catalogue.
    pub(super) fn image(&mut self, key: Sourced<String>) -> Option<Sourced<String>> {
        let catalogue = self.catalogue();
        if catalogue.images.contains_key(key.as_str()) {
            return Some(key);
        }
        let near = nearest(&key, catalogue.images.keys().map(String::as_str));
        let mut sink = self.sink();
        let report = sink
            .report(&crate::catalogue::MODEL_UNKNOWN, format!("no catalogue has the image `{key}`"))
            .at(key.origin(), "unknown image");
        match &near {
            Some(near) => report.meant(key.origin(), near),
            None => report.help(format!("declare it: `image {key} os=… version=… file=…` in a file of catalogue/")),
        };
        self.stand_in(near).map(|meant| key.with(meant))
    }

    pub(super) fn guests(&mut self, tokens: &Tokens, plan: &Plan, nested: Vec<Nested>) -> Vec<Guest> {
        let tree = self.tree();
        let mut guests = Vec::new();
        let standard = tree.nodes.iter().filter(|n| GuestKind::of(n.node.kind).is_some());
        for node in standard.chain(nested.iter().map(|(_, n)| *n)) {
            guests.extend(self.one_guest(tokens, plan, node));
        }
        guests.sort_by(|a, b| a.name.cmp(&b.name));
        guests
    }

    fn one_guest(&mut self, tokens: &Tokens, plan: &Plan, node: &Merged) -> Option<Guest> {
        let name = node.name.clone()?;
        let kind = name.with(GuestKind::of(node.node.kind)?);
        let (memory, disk) = (self.size_or(node, "memory", LITTLE)?, self.size_or(node, "disk", LITTLE)?);
        let tokens = tokens.with("name", name.value().clone());
        let hostname = self.generated("guest", &tokens, name.origin(), "{name}-{uai}");
        let vcpus = match self.number(node, "vcpus") {
            Some(n) => n,
            None => Sourced::new(1, self.default(node, "vcpus", "1")),
        };
        let image = self.text(node, "image").or_else(|| self.text(node, "os")).and_then(|i| self.image(i));
        let roles = self.list(node, "role");
        let after = self.list(node, "after");
        let after = self.refer_all(Space::Guest, after);
        let managed_by = self.keeper(node)?;
        let samba = self.text_or(node, "samba", "none");
        let privileged = self.switch_or(node, "privileged", ("off", false));
        let status = self.word_or(node, "status", Status::of, ("production", Status::Production));
        let mut nics = Vec::new();
        for child in node.children_of("nic") {
            let Some(vlan) = child.name.clone().and_then(|v| self.refer(Space::Vlan, v)) else { continue };
            let (address, address6) = self.address(plan, child, "address", Some(vlan.as_str()));
            nics.push(Nic { vlan, address, address6 });
        }
        if let (GuestKind::Docker, Some(second)) = (*kind, node.children_of("nic").nth(1)) {
            let first = node.child("nic").and_then(Merged::span);
            let at = second.name.clone();
            not_modelled(&mut self.sink(), format!("the Compose project {name} with two network cards"), at, first);
        }
        let mut volumes = Vec::new();
        for child in node.children_of("volume") {
            let (Some(name), Some(size), Some(path)) = (child.name.clone(), self.size(child, "size"), self.text(child, "path"))
            else {
                continue;
            };
            let backup = self.text(child, "backup").and_then(|b| self.refer(Space::Device, b));
            volumes.push(Volume { name, size, path, backup });
        }
        let lan = nics.first().map(|n| n.vlan.value().clone());
        let all: Vec<&str> = node.children_of("container").map(Merged::name_text).collect();
        let mut containers = Vec::new();
        for child in node.children_of("container") {
            containers.extend(self.container(plan, child, lan.as_deref(), &all));
        }
        let (asset, note) = (self.text(node, "asset"), self.text(node, "note"));
        Some(Guest {
            name,
            hostname,
            kind,
            roles,
            vcpus,
            memory,
            disk,
            image,
            after,
            managed_by,
            samba,
            privileged,
            status,
            asset,
            note,
            nics,
            volumes,
            containers,
            host: None,
            standby: None,
        })
    }

    /// A container of a project, or the one that was meant.
    fn container_of(&mut self, name: Sourced<String>, all: &[&str]) -> Option<Sourced<String>> {
        if all.contains(&name.as_str()) {
            return Some(name);
        }
        let near = nearest(&name, all.iter().copied());
        let mut sink = self.sink();
        let report =
            sink.report(&CONTAINER_UNKNOWN, format!("the project has no container `{name}`")).at(&name, "unknown container");
        match &near {
            Some(near) => report.meant(&name, near),
            None => report.help("name a container of this project"),
        };
        self.stand_in(near).map(|meant| name.with(meant))
    }

    fn container(&mut self, plan: &Plan, node: &Merged, lan: Option<&str>, all: &[&str]) -> Option<Container> {
        let name = node.name.clone()?;
        let image = self.text(node, "image")?;
        let (address, _) = self.address(plan, node, "address", lan);
        let needs = self.list(node, "needs");
        let needs = needs.into_iter().filter_map(|n| self.container_of(n, all)).collect();
        let setting = |c: &Merged| c.settings.first().cloned().flatten().and_then(|v| v.text().map(|t| v.with(t.to_owned())));
        let env = node.children_of("env").filter_map(|c| Some((c.name.clone()?, setting(c)?))).collect();
        let mut secrets = Vec::new();
        for child in node.children_of("secret") {
            let Some(name) = child.name.clone() else { continue };
            let scope = if child.layer() == crate::base::Layer::Region { "region".to_owned() } else { self.code.to_owned() };
            let secret = name.with(crate::state::Secret { scope, name: name.value().clone() });
            secrets.push((secret, self.text(child, "env"), self.text(child, "mount")));
        }
        let health = node.child("health").and_then(|h| {
            let every = h.value("every").and_then(|v| match **v {
                Value::Duration(d) => Some(v.with(d)),
                _ => None,
            });
            Some((setting(h)?, every))
        });
        let volumes = node.children_of("volume").filter_map(|c| Some((c.name.clone()?, self.text(c, "path")?))).collect();
        let (port, env_file, memory) = (self.number(node, "port"), self.text(node, "env-file"), self.size(node, "memory"));
        Some(Container { name, image, address, port, env_file, needs, memory, env, secrets, health, volumes })
    }
}
