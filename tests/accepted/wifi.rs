//! What the independent reader understands of the sample region's clusters, held against `state.json`.
//!
//! A file can be legal and wrong: SSIDs, VLANs, roles, servers, channels and powers must be those that were meant. Does not know
//! what the file says beyond the state. Entry point: the test `the_reader_understands_the_clusters_that_were_meant`.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where it fails")]

use std::{collections::BTreeMap, collections::BTreeSet, fs, path::PathBuf};

use serde_json::Value;

use crate::{
    checker::{Absent, say},
    region::tree,
    switch::{Aruba, aruba},
};

/// A cluster as both sides tell it: one line a fact.
type Facts = BTreeSet<String>;

fn list<'v>(value: &'v Value, name: &str) -> impl Iterator<Item = &'v Value> {
    value[name].as_array().into_iter().flatten()
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn texts(value: &Value, name: &str) -> BTreeSet<String> {
    list(value, name).map(text).collect()
}

fn secret(value: &Value) -> String {
    if value.is_null() { "none".into() } else { format!("@secret:{}/{}@", text(&value["scope"]), text(&value["name"])) }
}

/// The cluster that a row of `state.json` means.
fn meant(wlan: &Value) -> Facts {
    let mut facts = Facts::from([format!("{} {} {}", text(&wlan["name"]), text(&wlan["country"]), text(&wlan["address"]))]);
    facts.extend(list(wlan, "ntp").map(|a| format!("ntp {}", text(a))));
    for server in list(wlan, "radius") {
        let of = |key: &str| text(&server[key]);
        facts.insert(format!("server {} {} {} {}", of("name"), of("address"), secret(&server["secret"]), of("coa")));
    }
    let has_six = list(wlan, "points").flat_map(|p| list(p, "radios")).any(|r| r["band"] == "6");
    for ssid in list(wlan, "ssids") {
        let name = text(&ssid["name"]);
        let mut bands = texts(ssid, "bands");
        bands.retain(|band| band != "6" || has_six);
        let (security, vlan, guest, isolate) = (text(&ssid["security"]), &ssid["vlan"], &ssid["guest"], &ssid["isolate"]);
        let (servers, zones) = (texts(ssid, "radius"), texts(ssid, "zones"));
        let (secret, portal) = (secret(&ssid["secret"]), ssid["portal"].is_string());
        facts
            .insert(format!("ssid {name} {security} {vlan} {guest} {isolate} {bands:?} {servers:?} {zones:?} {secret} {portal}"));
        for role in list(ssid, "roles") {
            let (is_timed, word) = (role["hours"].is_string(), text(&role["filter"]));
            facts.insert(format!("role {name} {word} {} {is_timed}", role["vlan"]));
        }
    }
    for point in list(wlan, "points") {
        let (mac, name, zones) = (text(&point["mac"]), text(&point["name"]), texts(point, "zones"));
        facts.insert(format!("point {mac} {name} {zones:?}"));
        for radio in list(point, "radios").filter(|r| r["band"] != "6") {
            let number = |value: &Value, none: i64| value.as_i64().unwrap_or(none);
            let (channel, width) = (number(&radio["channel"]["number"], 0), number(&radio["channel"]["width"], 20));
            let power = number(&radio["power"], -127);
            facts.insert(format!("radio {mac} {} {channel} {width} {power}", text(&radio["band"])));
        }
    }
    facts
}

/// The cluster that the reader understood.
fn understood(read: &Value) -> Facts {
    let mut facts = Facts::from([format!("{} {} {}", text(&read["name"]), text(&read["country"]), text(&read["address"]))]);
    facts.extend(list(read, "ntp").map(|a| format!("ntp {}", text(a))));
    let rows = |name: &str| read[name].as_object().cloned().unwrap_or_default();
    for (name, row) in rows("servers") {
        facts.insert(format!("server {name} {} {} {}", text(&row["ip"]), text(&row["key"]), row["coa"] == true));
    }
    for row in rows("ssids").values() {
        let name = text(&row["essid"]);
        let bands: &[&str] = match row["band"].as_str() {
            Some("all") => &["2.4", "5"],
            Some("5.0") => &["5"],
            _ => &["2.4"],
        };
        let bands: BTreeSet<&str> = bands.iter().copied().chain((row["six"] == true).then_some("6")).collect();
        let (security, guest, isolate) = (text(&row["security"]), row["type"] == "guest", row["isolated"] == true);
        let (servers, zones, portal) = (texts(row, "servers"), texts(row, "zones"), row["portal"].is_string());
        let secret = row["secret"].as_str().unwrap_or("none");
        let vlan = &row["vlan"];
        facts
            .insert(format!("ssid {name} {security} {vlan} {guest} {isolate} {bands:?} {servers:?} {zones:?} {secret} {portal}"));
        for (word, role) in row["roles"].as_object().into_iter().flatten() {
            let is_timed = list(&read["rules"], role["rule"].as_str().unwrap_or_default()).next().is_some();
            facts.insert(format!("role {name} {word} {} {is_timed}", role["vlan"]));
        }
    }
    for (mac, row) in rows("points") {
        facts.insert(format!("point {mac} {} {:?}", text(&row["hostname"]), texts(&row, "zones")));
        for (band, key) in [("2.4", "g"), ("5", "a")] {
            if let Some([channel, width, power]) = row[key].as_array().map(Vec::as_slice) {
                facts.insert(format!("radio {mac} {band} {channel} {width} {power}"));
            }
        }
    }
    facts
}

#[test]
fn the_reader_understands_the_clusters_that_were_meant() {
    let mut absent = Absent::default();
    if absent.admits(&Aruba) {
        let tree = tree();
        let mut wanted: BTreeMap<PathBuf, Facts> = BTreeMap::new();
        for school in fs::read_dir(tree).unwrap().map(|entry| entry.unwrap().path()) {
            let Ok(state) = fs::read(school.join("state.json")) else { continue };
            let state: Value = serde_json::from_slice(&state).unwrap();
            for wlan in list(&state, "wlans") {
                wanted.insert(school.join("wifi").join(format!("{}.cfg", text(&wlan["name"]))), meant(wlan));
            }
        }
        assert!(wanted.len() > 10, "the sample region has clusters");
        let files: Vec<PathBuf> = wanted.keys().cloned().collect();
        let mut faults = Vec::new();
        for ((file, meant), report) in wanted.iter().zip(aruba().read(&files).unwrap()) {
            let read = understood(&report["facts"]);
            let name = file.strip_prefix(tree).unwrap().display();
            faults.extend(meant.difference(&read).map(|fact| format!("{name}: meant {fact}")));
            faults.extend(read.difference(meant).map(|fact| format!("{name}: read {fact}")));
        }
        say(&format!("aruba: {} clusters read as they were meant", files.len()));
        assert!(faults.is_empty(), "{} differences\n{}", faults.len(), faults.join("\n"));
    }
    absent.close();
}
