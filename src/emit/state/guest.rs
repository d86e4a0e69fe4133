//! The state of a guest as JSON.

use super::json::{Fields, Out, Put, object};
use crate::base::Sourced;
use crate::state::guest::{Boot, Container, Disk, Docker, Guest, Image, Kind, Kvm, Lxc, Mounted, Nic, Seed};

#[cfg(test)]
use super::json::{field_schema, object_schema};
#[cfg(test)]
use crate::net::{Duration, Size};
#[cfg(test)]
use serde_json::Value;
#[cfg(test)]
use std::convert::Infallible;

object!(Guest { name, hostname, uuid, roles, host, standby, vcpus, memory, disks, nics, domain, dns, ntp, image, boot, kind });
object!(Disk { volume, name, size, path });
object!(Nic { number, port, mac, untagged, tagged, vlan, v4, v6 });
object!(Image { key, file, agent });
object!(Boot { order, delay, after });
object!(Kvm { machine, seed });
object!(Docker { parent, containers });
object!(Mounted { secret, env, path });

/// An object whose fields are written by hand: some stand for values without a name.
macro_rules! spelt {
    ($type:ty, $title:literal, [$($name:literal: $value:ty),+ $(,)?], $fields:expr) => {
        impl Put for $type {
            fn put(&self, out: &mut Out) {
                let fields: fn(&$type, &mut Fields) = $fields;
                out.object(|out| fields(self, out));
            }
            #[cfg(test)]
            fn schema() -> Value {
                object_schema($title, &[$(field_schema($name, |none: &Infallible| -> &$value { match *none {} })),+])
            }
        }
    };
}

spelt!(Seed, "Seed", ["timezone": String, "administrator": Option<String>, "key": Option<String>], |seed, out| {
    let Seed { timezone, administrator } = seed;
    out.field("timezone", timezone);
    if let Some((name, key)) = administrator {
        out.field("administrator", name);
        out.field("key", key);
    }
});

spelt!(Lxc, "Lxc", ["folder": String, "first_id": Option<u32>, "ids": Option<u32>], |lxc, out| {
    let Lxc { folder, idmap } = lxc;
    out.field("folder", folder);
    if let Some((first, count)) = idmap.as_ref().map(Sourced::value) {
        out.field("first_id", first);
        out.field("ids", count);
    }
});

// A container that must be up first, and whether it can tell that it is.
spelt!((Sourced<String>, bool), "Need", ["container": String, "healthy": bool], |need, out| {
    out.field("container", &need.0);
    out.field("healthy", &need.1);
});

// A variable and its value, a volume and its path in the container.
spelt!((Sourced<String>, Sourced<String>), "Pair", ["name": String, "value": String], |pair, out| {
    out.field("name", &pair.0);
    out.field("value", &pair.1);
});

spelt!(
    Container,
    "Container",
    [
        "name": String,
        "image": String,
        "v4": Option<String>,
        "v6": Option<String>,
        "env_file": Option<String>,
        "needs": Vec<(Sourced<String>, bool)>,
        "memory": Size,
        "env": Vec<(Sourced<String>, Sourced<String>)>,
        "secrets": Vec<Mounted>,
        "health": Option<String>,
        "health_every": Option<Duration>,
        "volumes": Vec<(Sourced<String>, Sourced<String>)>,
    ],
    |container, out| {
        let Container { name, image, v4, v6, env_file, needs, memory, env, secrets, health, volumes } = container;
        out.field("name", name);
        out.field("image", image);
        out.field("v4", v4);
        out.field("v6", v6);
        out.field("env_file", env_file);
        out.field("needs", needs);
        out.field("memory", memory);
        out.field("env", env);
        out.field("secrets", secrets);
        if let Some((command, every)) = health {
            out.field("health", command);
            out.field("health_every", every);
        }
        out.field("volumes", volumes);
    }
);

spelt!(Kind, "Kind", ["kvm": Option<Kvm>, "lxc": Option<Lxc>, "docker": Option<Docker>], |kind, out| match kind {
    Kind::Kvm(kvm) => out.field("kvm", kvm),
    Kind::Lxc(lxc) => out.field("lxc", lxc),
    Kind::Docker(docker) => out.field("docker", docker),
});
