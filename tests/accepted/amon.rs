//! What the independent reader understands of the sample region's Amons, held against `state.json`.
//!
//! A file can be legal and wrong: addresses, VLANs, routers, servers, leases, names and what is published must be those that were
//! meant. Does not know what the file says beyond the state. Entry point: the test
//! `the_reader_understands_the_amons_that_were_meant`.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where it fails")]

use std::{collections::BTreeMap, collections::BTreeSet, fs, path::PathBuf};

use serde_json::Value;

use crate::{
    checker::{Absent, say},
    region::tree,
    switch::{Amon, Era, amon, era},
};

/// An Amon as both sides tell it: one line a fact.
type Facts = BTreeSet<String>;

fn list<'v>(value: &'v Value, name: &str) -> impl Iterator<Item = &'v Value> {
    value[name].as_array().into_iter().flatten()
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// The Amon of a school that was meant.
fn meant(state: &Value) -> Facts {
    let firewall = &state["firewall"];
    let mut facts = Facts::from([format!("version {}", text(&firewall["version"]))]);
    for row in list(firewall, "interfaces") {
        let vlan = if row["tagged"] == true { row["vlan"].to_string() } else { "null".into() };
        facts.insert(format!("eth{}.{vlan} {} {}", row["card"], text(&row["v4"]["address"]), text(&row["v4"]["subnet"])));
    }
    let v4 = |row: &&Value| text(&row["address"]).contains('.');
    facts.extend(list(firewall, "gateways").filter(v4).map(|row| format!("gateway {}", text(&row["address"]))));
    for name in ["resolvers", "clocks"] {
        facts.extend(list(firewall, name).map(text).filter(|a| a.contains('.')).map(|a| format!("{name} {a}")));
    }
    for row in list(firewall, "publications").filter(|row| row["name"].is_string()) {
        let address = list(row, "addresses").map(text).find(|a| a.contains('.')).unwrap();
        facts.insert(format!("published {} https://{address}", text(&row["name"])));
    }
    for row in list(&firewall["proxy"], "filters") {
        let own = |i: &&Value| i["tagged"] == false && list(row, "vlans").any(|v| *v == i["vlan"]);
        facts.extend(list(firewall, "interfaces").filter(own).map(|i| format!("filter {} on {}", row["number"], i["card"])));
    }
    facts.insert(format!("tunnel {}", list(firewall, "vpns").next().is_some()));
    facts.extend(list(firewall, "variables").map(|v| format!("variable {} {}", text(&v["name"]), text(&v["value"]))));
    facts.extend(administered(state));
    let is_own = |service: &&Value| service["seat"]["kind"] == "firewall";
    if let Some(dns) = Some(&state["dns"]).filter(is_own) {
        let named = list(&dns["zone"], "names").filter(|n| n["v4"].is_string());
        facts.extend(named.map(|n| format!("name {}", text(&n["name"]))));
    }
    if let Some(dhcp) = Some(&state["dhcp"]).filter(is_own) {
        let of = |s: &Value, name: &str| text(&s[name]);
        facts.extend(list(dhcp, "scopes").map(|s| format!("lease {} {} {}", of(s, "subnet"), of(s, "first"), of(s, "last"))));
    }
    facts
}

/// Who may come to the server by SSH and to its pages through a card's own VLAN, by the rules that name one port or a range.
fn administered(state: &Value) -> Facts {
    let firewall = &state["firewall"];
    let service = |name: &Value| list(&state["policy"], "services").find(|s| s["name"] == *name);
    let is_own = |to: &Value| to["word"] == "itself" || to["gateway"].is_number();
    let mut facts = Facts::new();
    for interface in list(firewall, "interfaces").filter(|i| i["tagged"] == false) {
        let rules = list(firewall, "rules").filter(|r| r["interface"] == interface["vlan"] && r["allows"] == true);
        for rule in rules.filter(|r| r["family"] == "IPv4" && r["hours"].is_null() && is_own(&r["to"])) {
            for (way, port) in [("admin", 4200), ("frontend_ead_distant", 4201), ("ssh", 22)] {
                let opens = |range: &Value| range[0].as_u64() <= Some(port) && Some(port) <= range[1].as_u64();
                if service(&rule["service"]).is_some_and(|s| list(s, "tcp").any(opens)) {
                    let group = list(firewall, "groups").find(|g| g["name"] == rule["from"]["group"]);
                    let networks: Vec<String> = match group {
                        Some(group) => list(group, "prefixes").map(text).filter(|p| p.contains('.')).collect(),
                        None => vec![text(&interface["v4"]["subnet"])],
                    };
                    facts.extend(networks.into_iter().map(|net| format!("{way} on {} from {net}", interface["card"])));
                }
            }
        }
    }
    facts
}

/// The Amon that the reader understood.
fn understood(read: &Value) -> Facts {
    let mut facts = Facts::from([format!("version {}", text(&read["version"]))]);
    facts.insert(format!("gateway {}", text(&read["gateway"])));
    facts.extend(list(read, "interfaces").map(|r| format!("eth{}.{} {} {}", r[0], r[1], text(&r[2]), text(&r[3]))));
    for name in ["resolvers", "clocks"] {
        facts.extend(list(read, name).map(|a| format!("{name} {}", text(a))));
    }
    facts.extend(list(read, "published").map(|r| format!("published {} {}", text(&r[0]), text(&r[1]))));
    facts.extend(list(read, "filters").filter(|r| r[1].is_string()).map(|r| format!("filter {} on {}", text(&r[1]), r[0])));
    facts.insert(format!("tunnel {}", read["tunnel"]));
    facts.extend(list(read, "access").map(|r| format!("{} on {} from {}", text(&r[0]), r[1], text(&r[2]))));
    facts.extend(list(read, "others").map(|v| format!("variable {} {}", text(&v[0]), text(&v[1]))));
    facts.extend(list(read, "names").map(|n| format!("name {}", text(n))));
    facts.extend(list(read, "leases").map(|r| format!("lease {} {} {}", text(&r[0]), text(&r[1]), text(&r[2]))));
    facts
}

#[test]
fn the_reader_understands_the_amons_that_were_meant() {
    let mut absent = Absent::default();
    if absent.admits(&Amon) {
        let tree = tree();
        let mut wanted: BTreeMap<PathBuf, Facts> = BTreeMap::new();
        for school in fs::read_dir(tree).unwrap().map(|entry| entry.unwrap().path()) {
            let Ok(state) = fs::read(school.join("state.json")) else { continue };
            let state: Value = serde_json::from_slice(&state).unwrap();
            if state["firewall"]["software"] == "amon" {
                wanted.insert(school.join("firewall/config.eol"), meant(&state));
            }
        }
        assert!(wanted.len() > 10, "the sample region has Amons");
        let files: Vec<PathBuf> = wanted.keys().cloned().collect();
        let mut faults = Vec::new();
        for ((file, meant), report) in wanted.iter().zip(amon().read(&files).unwrap()) {
            let read = understood(&report["facts"]);
            let name = file.strip_prefix(tree).unwrap().display();
            faults.extend(meant.difference(&read).map(|fact| format!("{name}: meant {fact}")));
            faults.extend(read.difference(meant).map(|fact| format!("{name}: read {fact}")));
        }
        say(&format!("amon: {} firewalls read as they were meant", files.len()));
        assert!(faults.is_empty(), "{} differences\n{}", faults.len(), faults.join("\n"));
    }
    absent.close();
}

/// The zones that a school's VLANs are, but for those of the stock model: name, level, interface.
fn zones(state: &Value) -> Facts {
    let firewall = &state["firewall"];
    let system =
        |row: &Value| list(firewall, "cards").find(|card| card["number"] == row["card"]).map(|card| text(&card["system"]));
    let tagged = list(firewall, "interfaces").filter(|row| row["tagged"] == true);
    tagged.map(|row| format!("{} {} {}.{}", text(&row["name"]), row["level"], system(row).unwrap(), row["vlan"])).collect()
}

#[test]
fn the_reader_understands_the_zones_that_were_meant() {
    let mut absent = Absent::default();
    if absent.admits(&Era) {
        let tree = tree();
        let mut wanted: BTreeMap<PathBuf, Facts> = BTreeMap::new();
        for school in fs::read_dir(tree).unwrap().map(|entry| entry.unwrap().path()) {
            let Ok(models) = fs::read_dir(school.join("firewall/era")) else { continue };
            let state: Value = serde_json::from_slice(&fs::read(school.join("state.json")).unwrap()).unwrap();
            wanted.extend(models.map(|model| (model.unwrap().path(), zones(&state))));
        }
        assert!(wanted.len() > 10, "the sample region has zone models");
        let files: Vec<PathBuf> = wanted.keys().cloned().collect();
        for ((file, meant), report) in wanted.iter().zip(era().read(&files).unwrap()) {
            let read = report["facts"]["zones"].as_object().unwrap().iter();
            let read: Facts = read.map(|(name, zone)| format!("{name} {} {}", zone[0], text(&zone[1]))).collect();
            assert_eq!(read, *meant, "{}", file.display());
        }
        say(&format!("era: {} zone models read as they were meant", files.len()));
    }
    absent.close();
}
