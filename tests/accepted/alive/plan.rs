//! The cables of a school, as its generated files say them: switches by our readers, a host's bridge by its networkd files.
//!
//! Who is plugged into whom comes from `preau graph`: a configuration does not know it. Entry point: [`Plan`].

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
    process::Command,
};

use preau::{base::Origins, os, state::switch::Link};
use serde_json::Value;

use super::net::{Net, Tagging};
use crate::{checker::run, place::root, region::tree};

/// Ports of every switch and bridge, by device and name of the port; and what joins them.
pub struct Plan {
    ports: BTreeMap<(String, String), Tagging>,
    joined: Vec<[(String, String); 2]>,
}

impl Plan {
    /// The plan of a school of the sample region.
    pub fn of(uai: &str, net: &Net) -> Plan {
        let folder = tree().join(uai);
        let mut ports = BTreeMap::new();
        for file in files(&folder.join("switches")) {
            switch(&fs::read_to_string(&file).unwrap(), file.file_stem().unwrap().to_str().unwrap(), &mut ports);
        }
        for host in files(&folder.join("hosts")) {
            let name = host.file_name().unwrap().to_str().unwrap().to_owned();
            let networks = files(&host.join("network"));
            bridge(&name, networks.iter().map(|f| fs::read_to_string(f).unwrap()), &mut ports);
        }
        let graph = net.folder.join("graph.json");
        let mut command = Command::new(env!("CARGO_BIN_EXE_preau"));
        command.current_dir(root()).args(["graph", "schools", "--school", uai, "-o"]).arg(&graph);
        let drawn = run(&mut command, 60).unwrap();
        assert_eq!(drawn.code, Some(0), "{}", drawn.said());
        let graph: Value = serde_json::from_str(&fs::read_to_string(graph).unwrap()).unwrap();
        // A switch whose language is not written has no file: nothing stands behind its cables here.
        let written: BTreeSet<&str> = ports.keys().map(|(device, _)| device.as_str()).collect();
        let is_written = |edge: &Value| ["from", "to"].iter().all(|side| written.contains(edge[*side].as_str().unwrap()));
        let links = graph["edges"].as_array().unwrap().iter().filter(|e| e["kind"] == "link" && is_written(e));
        let joined = links.map(|edge| {
            ["from", "to"].map(|side| {
                let device = edge[side].as_str().unwrap().to_owned();
                let own: Vec<&str> = edge[format!("{side}_ports")].as_array().unwrap().iter().filter_map(Value::as_str).collect();
                // A host's cables are one bond, or one port, under its bridge.
                let is_host = !ports.contains_key(&(device.clone(), own[0].to_owned()));
                let own = if is_host { vec!["uplink"] } else { own };
                let all: Vec<&Tagging> = own.iter().map(|p| &ports[&(device.clone(), (*p).to_owned())]).collect();
                assert!(all.iter().all(|t| *t == all[0]), "{device}: the ports of an aggregate differ");
                (device, own[0].to_owned())
            })
        });
        let joined = joined.collect();
        Plan { ports, joined }
    }

    /// What a port does; a port that no file switches on does nothing.
    pub fn port(&self, device: &str, port: &str) -> Tagging {
        let found = self.ports.get(&(device.to_owned(), port.to_owned()));
        found.cloned().unwrap_or_else(|| Tagging::Trunk(BTreeSet::new(), None))
    }

    /// Whether a port carries a VLAN, with or without a tag.
    pub fn carries(&self, device: &str, port: &str, vlan: u16) -> bool {
        match self.port(device, port) {
            Tagging::Access(own) => own == vlan,
            Tagging::Trunk(tagged, native) => tagged.contains(&vlan) || native == Some(vlan),
        }
    }

    /// The bridge ports of a host whose names begin so.
    pub fn ports_of(&self, device: &str, start: &str) -> Vec<String> {
        self.ports.keys().filter(|(d, p)| d == device && p.starts_with(start)).map(|(_, p)| p.clone()).collect()
    }

    /// Makes the switches and bridges, and joins them.
    pub fn build(&self, net: &mut Net) -> Result<(), String> {
        let devices: BTreeSet<&str> = self.joined.iter().flatten().map(|(device, _)| device.as_str()).collect();
        devices.iter().try_for_each(|device| net.switch(device))?;
        for [a, b] in &self.joined {
            net.trunk((&a.0, &self.ports[a]), (&b.0, &self.ports[b]))?;
        }
        Ok(())
    }
}

fn files(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut all: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    all.sort();
    all
}

/// The ports of a switch, by their numbers in the manifest.
fn switch(text: &str, name: &str, ports: &mut BTreeMap<(String, String), Tagging>) {
    let language = if text.lines().any(|line| line.starts_with("hostname ")) { "ios" } else { "comware" };
    let reading = (os::find(language).unwrap().read)(text, Origins::default().derived("a file says so", &[]));
    for port in reading.switch.ports.iter().filter(|port| *port.enabled) {
        let tagging = match &port.link {
            Link::Access { vlan, .. } => Tagging::Access(vlan.number()),
            Link::Trunk { native, native_passes, tagged } => {
                let tagged = tagged.iter().map(|vlan| vlan.number()).collect();
                Tagging::Trunk(tagged, native_passes.then(|| native.number()))
            }
        };
        ports.insert((name.to_owned(), port.id.to_string()), tagging);
    }
}

/// The ports of a host's bridge: guests' by their names, and `uplink`.
fn bridge(host: &str, files: impl Iterator<Item = String>, ports: &mut BTreeMap<(String, String), Tagging>) {
    for text in files.filter(|text| text.contains("[BridgeVLAN]") && text.contains("\nBridge=")) {
        let values = |key: &str| text.lines().filter_map(|line| line.strip_prefix(key)).map(str::to_owned).collect::<Vec<_>>();
        let name = values("Name=").remove(0);
        let native = values("PVID=").first().map(|id| id.parse().unwrap());
        let mut tagged = BTreeSet::new();
        for range in values("VLAN=") {
            let (first, last) = range.split_once('-').unwrap_or((&range, &range));
            tagged.extend(first.parse::<u16>().unwrap()..=last.parse::<u16>().unwrap());
        }
        let tagging = match native {
            Some(vlan) if tagged.is_empty() => Tagging::Access(vlan),
            native => Tagging::Trunk(tagged, native),
        };
        let port = if name.starts_with("vb-") { name } else { "uplink".to_owned() };
        ports.insert((host.to_owned(), port), tagging);
    }
}
