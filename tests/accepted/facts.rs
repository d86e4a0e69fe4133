//! What the independent readers understand of the sample region's switches, held against `state.json`.
//!
//! A file can be legal and wrong: here each reader's VLANs, ports, aggregates and addresses must be those that were meant.
//! Does not know what the readers skip (spanning tree, services): those they only check. Entry point: the test
//! `the_readers_understand_what_was_meant`.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

use std::{collections::BTreeMap, collections::BTreeSet, fs, path::PathBuf};

use serde_json::Value;

use crate::{
    checker::{Absent, Checker, say},
    region::tree,
    switch::{Comware, Ios, comware, ios},
};

/// A port as both sides tell it.
#[derive(PartialEq, Eq, Debug, Default)]
struct Port {
    enabled: bool,
    untagged: Option<u64>,
    /// Whether what comes without a tag goes anywhere.
    passes: bool,
    tagged: BTreeSet<u64>,
}

/// A switch as both sides tell it.
#[derive(PartialEq, Eq, Debug, Default)]
struct Switch {
    name: String,
    vlans: BTreeMap<u64, String>,
    ports: BTreeMap<String, Port>,
    /// The ports that are one, by whichever number.
    aggregates: BTreeSet<BTreeSet<String>>,
    address: Option<String>,
    gateway: Option<String>,
}

fn list<'v>(value: &'v Value, name: &str) -> impl Iterator<Item = &'v Value> {
    value[name].as_array().into_iter().flatten()
}

fn numbers(value: &Value) -> BTreeSet<u64> {
    value.as_array().into_iter().flatten().filter_map(Value::as_u64).collect()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// The switch that a row of `state.json` means.
fn meant(switch: &Value) -> Switch {
    let vlans = list(switch, "vlans").map(|vlan| (vlan["id"].as_u64().unwrap(), text(&vlan["name"])));
    let (mut ports, mut aggregates) = (BTreeMap::new(), BTreeMap::<u64, BTreeSet<String>>::new());
    for port in list(switch, "ports") {
        let (link, interface) = (&port["link"], text(&port["interface"]));
        let is_trunk = link["mode"] == "trunk";
        let tagged = if is_trunk { numbers(&link["tagged"]) } else { link["voice"].as_u64().into_iter().collect() };
        let untagged = if is_trunk { &link["native"] } else { &link["vlan"] };
        let passes = !is_trunk || link["native_passes"] == true;
        if let Some(lag) = port["lag"].as_u64() {
            aggregates.entry(lag).or_default().insert(interface.clone());
        }
        ports.insert(interface, Port { enabled: port["enabled"] == true, untagged: untagged.as_u64(), passes, tagged });
    }
    let management = &switch["management"];
    let length = text(&management["subnet"]).split_once('/').map(|(_, length)| length.to_owned());
    Switch {
        name: text(&switch["sysname"]),
        vlans: vlans.collect(),
        ports,
        aggregates: aggregates.into_values().collect(),
        address: length.map(|length| format!("{}/{length} in {}", text(&management["address"]), management["vlan"])),
        gateway: management["gateway"].as_str().map(str::to_owned),
    }
}

/// A port by the reader of Comware: trunk, access or hybrid.
fn comware_port(port: &Value) -> Port {
    let (pvid, permit) = (port["pvid"].as_u64(), numbers(&port["permit"]));
    let (untagged, passes, mut tagged) = match port["link_type"].as_str() {
        Some("trunk") => (pvid, pvid.is_some_and(|id| permit.contains(&id)), permit),
        // VLANs that RADIUS may give are untagged beside the port's own.
        Some("hybrid") => (pvid, pvid.is_some_and(|id| numbers(&port["untagged"]).contains(&id)), numbers(&port["tagged"])),
        _ => (port["access"].as_u64().or(Some(1)), true, BTreeSet::new()),
    };
    tagged.extend(port["voice"].as_u64());
    untagged.iter().for_each(|id| _ = tagged.remove(id));
    Port { enabled: port["shutdown"] == false, untagged, passes, tagged }
}

/// A port by the reader of IOS: trunk or access.
fn ios_port(port: &Value) -> Port {
    let enabled = port["shutdown"] == false;
    if port["mode"] == "trunk" {
        let (native, mut tagged) = (port["native"].as_u64(), numbers(&port["allowed"]));
        let passes = native.is_some_and(|id| tagged.remove(&id));
        return Port { enabled, untagged: native, passes, tagged };
    }
    Port { enabled, untagged: port["access"].as_u64(), passes: true, tagged: port["voice"].as_u64().into_iter().collect() }
}

/// The switch that a reader understood.
fn understood(facts: &Value, port: fn(&Value) -> Port) -> Switch {
    let vlans = facts["vlans"].as_object().unwrap().iter();
    let vlans = vlans.map(|(id, row)| (id.parse().unwrap(), text(&row["name"]))).filter(|(id, _)| *id != 1);
    let (mut ports, mut aggregates) = (BTreeMap::new(), BTreeMap::<String, BTreeSet<String>>::new());
    for (interface, row) in facts["ports"].as_object().unwrap() {
        if let Some(aggregate) = row["aggregate"].as_str() {
            aggregates.entry(aggregate.to_owned()).or_default().insert(interface.clone());
        } else if let Some(aggregate) = row["aggregate"].as_u64() {
            aggregates.entry(aggregate.to_string()).or_default().insert(interface.clone());
        }
        ports.insert(interface.clone(), port(row));
    }
    let addresses = facts["svis"].as_object().unwrap().iter();
    let mut addresses = addresses.filter_map(|(vlan, address)| Some(format!("{} in {vlan}", address.as_str()?)));
    Switch {
        name: text(&facts["name"]),
        vlans: vlans.collect(),
        ports,
        aggregates: aggregates.into_values().collect(),
        address: addresses.next(),
        gateway: facts["gateway"].as_str().map(str::to_owned),
    }
}

/// What the two sides tell differently, one a line.
fn differences(meant: &Switch, read: &Switch) -> Vec<String> {
    let mut out = Vec::new();
    let mut hold = |what: &str, meant: String, read: String| {
        if meant != read {
            out.push(format!("{what}: meant {meant}, read {read}"));
        }
    };
    hold("name", meant.name.clone(), read.name.clone());
    hold("VLANs", format!("{:?}", meant.vlans), format!("{:?}", read.vlans));
    hold("aggregates", format!("{:?}", meant.aggregates), format!("{:?}", read.aggregates));
    hold("address", format!("{:?}", meant.address), format!("{:?}", read.address));
    hold("gateway", format!("{:?}", meant.gateway), format!("{:?}", read.gateway));
    for interface in meant.ports.keys().chain(read.ports.keys()).collect::<BTreeSet<_>>() {
        hold(interface, format!("{:?}", meant.ports.get(interface)), format!("{:?}", read.ports.get(interface)));
    }
    out
}

#[test]
fn the_readers_understand_what_was_meant() {
    let tree = tree();
    let (mut switches, mut files) = (BTreeMap::<String, Vec<Switch>>::new(), BTreeMap::<String, Vec<PathBuf>>::new());
    for school in fs::read_dir(tree).unwrap().map(|entry| entry.unwrap().path()) {
        let Ok(state) = fs::read(school.join("state.json")) else { continue };
        let state: Value = serde_json::from_slice(&state).unwrap();
        for switch in list(&state, "switches") {
            let file = school.join("switches").join(format!("{}.cfg", text(&switch["name"])));
            if file.exists() {
                files.entry(text(&switch["os"])).or_default().push(file);
                switches.entry(text(&switch["os"])).or_default().push(meant(switch));
            }
        }
    }
    let mut absent = Absent::default();
    let mut faults = Vec::new();
    for (os, script, port, checker) in
        [("comware", comware(), comware_port as fn(&Value) -> Port, &Comware as &dyn Checker), ("ios", ios(), ios_port, &Ios)]
    {
        if !absent.admits(checker) {
            continue;
        }
        let (files, switches) = (&files[os], &switches[os]);
        let reports = script.read(files).unwrap();
        for ((file, meant), report) in files.iter().zip(switches).zip(&reports) {
            let name = file.strip_prefix(tree).unwrap().display();
            let lines = differences(meant, &understood(&report["facts"], port));
            faults.extend(lines.iter().map(|line| format!("{name}: {line}")));
        }
        say(&format!("{os}: {} switches read as they were meant", files.len()));
    }
    absent.close();
    assert!(faults.is_empty(), "{} differences\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn a_port_in_another_vlan_is_a_difference() {
    let port = |untagged| Port { enabled: true, untagged: Some(untagged), passes: true, tagged: BTreeSet::new() };
    let switch = |untagged| Switch { ports: BTreeMap::from([("e1".to_owned(), port(untagged))]), ..Switch::default() };
    assert_eq!(differences(&switch(10), &switch(10)), [""; 0]);
    assert_eq!(differences(&switch(10), &switch(20)).len(), 1);
    assert_eq!(differences(&switch(10), &Switch::default()).len(), 1);
}
