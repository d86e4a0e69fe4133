//! The schema is made of the code that writes, and of the comments of the states that it writes.

use super::json::Put;
use super::*;
use crate::state::service::{Clock, Dhcp, Resolver};
use crate::state::{Client, Directory, Firewall, Guest, Host, Nac, Policy, Record, Switch, Wlan};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::fs;

/// Where the states are, and the name in the schema of a type whose name is taken.
const STATES: &[(&str, &[(&str, &str)])] = &[
    (include_str!("../../state/switch.rs"), &[("Management", "SwitchManagement")]),
    (include_str!("../../state/wlan.rs"), &[]),
    (include_str!("../../state/host.rs"), &[]),
    (include_str!("../../state/guest.rs"), &[]),
    (include_str!("../../state/record.rs"), &[]),
    (include_str!("../../state/service.rs"), &[]),
    (include_str!("../../state/client.rs"), &[]),
    (include_str!("../../state/nac.rs"), &[("Client", "NacClient"), ("Role", "NacRole")]),
    (include_str!("../../state/policy/mod.rs"), &[("Network", "NamedNetwork")]),
    (include_str!("../../state/firewall/mod.rs"), &[("Address", "InterfaceAddress")]),
    (include_str!("../../state/directory.rs"), &[("Part", "DomainPart")]),
    (include_str!("../../state/action.rs"), &[]),
    (include_str!("../../state/secret.rs"), &[]),
];

/// The comment of each field, by type and field; that of a type under the empty name.
fn comments() -> BTreeMap<(String, String), String> {
    let mut all = BTreeMap::new();
    for (text, renamed) in STATES {
        let (mut comment, mut within) = (String::new(), String::new());
        for line in text.lines().map(str::trim) {
            if let Some(words) = line.strip_prefix("/// ") {
                comment = [comment.as_str(), words].join(" ").trim().to_owned();
            } else if let Some(rest) = line.strip_prefix("pub struct ").or(line.strip_prefix("pub enum ")) {
                let name = rest.split(|c: char| !c.is_alphanumeric()).next().unwrap();
                within = renamed.iter().find(|(old, _)| *old == name).map_or(name, |(_, new)| new).to_owned();
                all.insert((within.clone(), String::new()), std::mem::take(&mut comment));
            } else if let Some((name, _)) = line.strip_prefix("pub ").and_then(|rest| rest.split_once(": ")) {
                all.insert((within.clone(), name.to_owned()), std::mem::take(&mut comment));
            } else if !line.starts_with("#[") {
                comment.clear();
            }
        }
    }
    all
}

/// Moves each schema with a title into `defs`, and leaves a reference.
fn moved(schema: Value, defs: &mut BTreeMap<String, Value>, comments: &BTreeMap<(String, String), String>) -> Value {
    let schema = match schema {
        Value::Object(fields) => fields.into_iter().map(|(name, value)| (name, moved(value, defs, comments))).collect(),
        Value::Array(items) => return items.into_iter().map(|item| moved(item, defs, comments)).collect(),
        other => return other,
    };
    let mut schema: Map<String, Value> = schema;
    let Some(Value::String(title)) = schema.remove("title") else { return Value::Object(schema) };
    let comment = |field: &str| comments.get(&(title.clone(), field.to_owned())).cloned();
    if let Some(text) = comment("") {
        schema.insert("description".into(), text.into());
    }
    if let Some(Value::Object(properties)) = schema.get_mut("properties") {
        for (name, field) in properties.iter_mut() {
            let unit = field["description"].as_str().map(str::to_owned);
            if let (Some(text), Value::Object(field)) = (comment(name), field) {
                let text = unit.map_or(text.clone(), |unit| format!("{text} ({unit})"));
                field.insert("description".into(), text.into());
            }
        }
    }
    let schema = Value::Object(schema);
    let known = defs.insert(title.clone(), schema.clone());
    assert!(known.is_none_or(|known| known == schema), "two types are called {title}");
    json!({ "$ref": format!("#/$defs/{title}") })
}

/// The schema of the whole file.
fn schema() -> Value {
    let comments = comments();
    let mut defs = BTreeMap::new();
    let policy = moved(Policy::schema(), &mut defs, &comments);
    let firewall = moved(Firewall::schema(), &mut defs, &comments);
    let [dhcp, dns, ntp] = [Dhcp::schema(), Resolver::schema(), Clock::schema()].map(|s| moved(s, &mut defs, &comments));
    let nac = moved(Nac::schema(), &mut defs, &comments);
    let directory = moved(Directory::schema(), &mut defs, &comments);
    let mut list =
        |schema: Value, text: &str| json!({ "type": "array", "description": text, "items": moved(schema, &mut defs, &comments) });
    let properties = json!({
        "format": { "const": FORMAT },
        "uai": { "type": "string", "pattern": "^[0-9]{7}[A-Z]$", "description": "Code of the school." },
        "switches": list(Switch::schema(), "In order of name."),
        "wlans": list(Wlan::schema(), "Clusters of access points: one, or none."),
        "hosts": list(Host::schema(), "In order of name."),
        "guests": list(Guest::schema(), "In order of name."),
        "dhcp": dhcp,
        "dns": dns,
        "ntp": ntp,
        "clients": list(Client::schema(), "In order of name."),
        "directory": directory,
        "nac": nac,
        "policy": policy,
        "firewall": firewall,
        "actions": list(Action::schema(), "In order of device."),
        "records": list(Record::schema(), "In order of class, then of key."),
    });
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Intended state of a school",
        "description": "What each device, guest and record of the school must be. A field without a value is absent.",
        "type": "object",
        "properties": properties,
        "required": ["format", "uai", "switches", "wlans", "hosts", "guests", "clients", "policy", "actions", "records"],
        "additionalProperties": false,
        "$defs": defs,
    })
}

#[test]
fn the_schema_is_what_is_written() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/state.schema.json");
    let made = serde_json::to_string_pretty(&schema()).unwrap() + "\n";
    if std::env::var_os("BLESS").is_some() {
        fs::write(path, &made).unwrap();
    }
    let kept = fs::read_to_string(path).unwrap_or_default();
    assert!(kept == made, "docs/state.schema.json is stale: BLESS=1 cargo test --lib emit::state");
}

#[test]
fn every_field_of_the_schema_says_what_it_is() {
    fn silent(of: &str, schema: &Value, out: &mut Vec<String>) {
        for (name, field) in schema["properties"].as_object().into_iter().flatten() {
            if field["description"].as_str().is_none_or(str::is_empty) {
                out.push(format!("{of}.{name}"));
            }
        }
    }
    let schema = schema();
    let mut out = Vec::new();
    for (name, definition) in schema["$defs"].as_object().unwrap() {
        silent(name, definition, &mut out);
    }
    // Spelt here and not in the states: a value without a name there has one in JSON, and its own says enough.
    let spelt = ["Channel", "Need", "Pair", "Part", "Where", "RawAt", "ServerDead", "Kind", "Link", "Kept"];
    out.retain(|name| !spelt.contains(&name.split('.').next().unwrap_or_default()));
    let left = ["Lxc.first_id", "Lxc.ids", "Policy.ends", "Policy.services", "Seed.key"];
    assert_eq!(out, [left.as_slice(), &["SwitchManagement.address6", "SwitchManagement.subnet6"]].concat());
}
