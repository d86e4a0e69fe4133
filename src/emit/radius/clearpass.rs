//! Lines for the REST interface of ClearPass: one JSON object a line, one call a line.
//!
//! Written from the fields that its API client documents; no ClearPass has taken one.

use super::Page;
use super::freeradius::spelt;
use super::sheet::{Block, Sheet};
use crate::base::{Origin, Sourced};
use crate::state::nac::{Client, Endpoint, Nac, Role};
use serde_json::{Value, json};

/// The files of a service for one school.
pub(super) fn pages(uai: &str, nac: &Nac) -> Vec<Page> {
    let mut devices = Sheet::default();
    nac.clients.iter().for_each(|c| client(uai, c, &mut devices));
    let mut endpoints = Sheet::default();
    nac.endpoints.iter().for_each(|e| endpoint(uai, e, &mut endpoints));
    let mut roles = Sheet::default();
    nac.roles.iter().enumerate().for_each(|(i, r)| role(uai, i, r, &mut roles));
    let page = |name, kind, sheet| Page { name, kind, place: None, sheet };
    vec![
        page("endpoints.jsonl", "clearpass-endpoints", endpoints),
        page("network-devices.jsonl", "clearpass-network-devices", devices),
        page("roles.jsonl", "clearpass-roles", roles),
    ]
}

/// The command that loads a file, a line a call; the address and the token stand in the environment.
pub(super) fn command(name: &str, path: &str) -> Option<String> {
    let resource = match name {
        "endpoints.jsonl" => "endpoint",
        "network-devices.jsonl" => "network-device",
        // An enforcement policy is written by hand from it: no call makes one.
        _ => return None,
    };
    Some(format!(
        "while read -r line; do printf '%s' \"$line\" | curl --fail --oauth2-bearer \"$CLEARPASS_TOKEN\" --json @- \
         \"$CLEARPASS_URL/api/{resource}\" || exit 1; done < {path}"
    ))
}

fn vendor(os: &str) -> &'static str {
    match os {
        "ios" => "Cisco",
        "comware" => "Hewlett-Packard-Enterprise",
        _ => "Aruba",
    }
}

fn push(sheet: &mut Sheet, before: usize, key: String, value: &Value, origins: &[Origin]) {
    let mut block = Block::of(key);
    block.line(value.to_string(), origins);
    sheet.push(before, block);
}

fn client(uai: &str, client: &Client, sheet: &mut Sheet) {
    let before = sheet.refusals.len();
    let Client { name, address, secret, os, location, coa } = client;
    let mut attributes = json!({ "UAI": uai });
    if let (Some(location), Value::Object(fields)) = (location, &mut attributes) {
        fields.insert("Location".to_owned(), Value::String(location.value().clone()));
    }
    let value = json!({
        "name": sheet.word(name, ""),
        "ip_address": address.to_string(),
        "radius_secret": sheet.word(secret, "@:/"),
        "vendor_name": vendor(os),
        "coa_capable": **coa,
        "coa_port": 3799,
        "attributes": attributes,
    });
    let mut origins = vec![name.origin(), address.origin(), secret.origin(), os.origin(), coa.origin()];
    origins.extend(location.as_ref().map(Sourced::origin));
    push(sheet, before, format!("{uai} {name}"), &value, &origins);
}

fn endpoint(uai: &str, endpoint: &Endpoint, sheet: &mut Sheet) {
    let before = sheet.refusals.len();
    let Endpoint { name, mac, vlan } = endpoint;
    let user = spelt(**mac);
    let mut attributes = json!({ "UAI": uai });
    if let (Some(vlan), Value::Object(fields)) = (vlan, &mut attributes) {
        fields.insert("VLAN".to_owned(), Value::String(vlan.to_string()));
    }
    let value = json!({ "mac_address": user, "description": sheet.word(name, ""), "status": "Known", "attributes": attributes });
    let origins: Vec<Origin> = [mac.origin(), name.origin()].into_iter().chain(vlan.map(|v| v.origin())).collect();
    push(sheet, before, format!("{user} {uai}"), &value, &origins);
}

fn role(uai: &str, index: usize, role: &Role, sheet: &mut Sheet) {
    let before = sheet.refusals.len();
    let Role { group, client, vlan } = role;
    let value = json!({
        "group": sheet.word(group, " "),
        "network_device": client.to_string(),
        "Filter-Id": group.value(),
        "Tunnel-Type": 13,
        "Tunnel-Medium-Type": 6,
        "Tunnel-Private-Group-Id": vlan.to_string(),
        "UAI": uai,
    });
    push(sheet, before, format!("{uai} {index:03}"), &value, &[group.origin(), client.origin(), vlan.origin()]);
}
