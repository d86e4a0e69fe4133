//! The files of FreeRADIUS 3.2, and their traps (reference: virtualisation-and-services.md 11, wifi.md 8.3).
//!
//! Secrets stand between single quotes: without them a `#` cuts one short and it is accepted all the same. A MAC address is
//! spelt as the three device languages ask for it: twelve digits, lower case, no separator, and the same as password.

use super::Page;
use super::sheet::{Block, Sheet};
use crate::base::{Origin, Sourced};
use crate::net::{Mac, VlanId};
use crate::state::nac::{Client, Endpoint, Nac, Role};

const CLIENTS: &str = "# Who may ask. An address stands once, and no subnet holds another's.\n";
const AUTHORIZE: &str = "# Stations by MAC address, each in its own school; the VLAN is that of its port.\n";
const GROUPS: &str = "# What groups get on the Wi-Fi: the first line that fits holds.\n";

/// The files of a service for one school.
pub(super) fn pages(uai: &str, nac: &Nac) -> Vec<Page> {
    let mut clients = Sheet::of(CLIENTS);
    nac.clients.iter().for_each(|c| client(uai, c, &mut clients));
    let mut authorize = Sheet::of(AUTHORIZE);
    nac.endpoints.iter().for_each(|e| endpoint(uai, e, &mut authorize));
    let mut groups = Sheet::of(GROUPS);
    nac.roles.iter().enumerate().for_each(|(i, r)| role(uai, i, r, &mut groups));
    let page = |name, kind, place, sheet| Page { name, kind, place: Some(place), sheet };
    vec![
        page("authorize", "freeradius-authorize", "mods-config/files/authorize", authorize),
        page("clients.conf", "freeradius-clients", "clients.conf", clients),
        page("eap", "freeradius-module", "mods-enabled/eap", Sheet::of(include_str!("../../../templates/freeradius/eap"))),
        page("groups", "freeradius-groups", "mods-config/files/groups", groups),
        page(
            "mschap",
            "freeradius-module",
            "mods-enabled/mschap",
            Sheet::of(include_str!("../../../templates/freeradius/mschap")),
        ),
        page("preau", "freeradius-site", "sites-enabled/preau", Sheet::of(include_str!("../../../templates/freeradius/preau"))),
        page(
            "preau_groups",
            "freeradius-module",
            "mods-enabled/preau_groups",
            Sheet::of(include_str!("../../../templates/freeradius/preau_groups")),
        ),
    ]
}

fn client(uai: &str, client: &Client, sheet: &mut Sheet) {
    let before = sheet.refusals.len();
    let Client { name, address, secret, os, location: _, coa: _ } = client;
    let mut block = Block::of(format!("{uai} {name}"));
    let (label, placeholder, language) = (sheet.word(name, ""), sheet.word(secret, "@:/"), sheet.word(os, ""));
    block.line(format_args!("client {label} {{"), &[name.origin()]);
    block.line(format_args!("\tipaddr = {address}"), &[address.origin()]);
    block.line(format_args!("\tsecret = '{placeholder}'"), &[secret.origin()]);
    block.line(format_args!("\tshortname = {label}"), &[name.origin()]);
    block.line(format_args!("\tschool = {uai}"), &[name.origin()]);
    block.line(format_args!("\tlanguage = {language}"), &[os.origin()]);
    block.line("}", &[name.origin()]);
    sheet.push(before, block);
}

/// A MAC address as the devices send it.
pub(super) fn spelt(mac: Mac) -> String {
    let mut digits = mac.to_string();
    digits.retain(|c| c != ':');
    digits
}

fn endpoint(uai: &str, endpoint: &Endpoint, sheet: &mut Sheet) {
    let before = sheet.refusals.len();
    let Endpoint { name, mac, vlan } = endpoint;
    let user = spelt(**mac);
    let label = sheet.word(name, "");
    let mut block = Block::of(format!("{user} {uai}"));
    block.line(format_args!("# {label}"), &[name.origin()]);
    let check = format_args!("{user} Cleartext-Password := \"{user}\", Tmp-String-0 == \"{uai}\"");
    block.line(check, &[mac.origin()]);
    if let Some(vlan) = vlan {
        tunnel(&mut block, None, vlan);
    }
    sheet.push(before, block);
}

fn role(uai: &str, index: usize, role: &Role, sheet: &mut Sheet) {
    let before = sheet.refusals.len();
    let Role { group, client, vlan } = role;
    let label = sheet.word(group, " ");
    let mut block = Block::of(format!("{uai} {index:03}"));
    let check = format!("DEFAULT Tmp-String-0 == \"{uai}\", Tmp-String-1 == \"{client}\", Unix-Group == \"{label}\"");
    block.line(check, &[group.origin(), client.origin()]);
    tunnel(&mut block, Some((&label, group.origin())), vlan);
    sheet.push(before, block);
}

/// The reply that puts a station into a VLAN (RFC 3580), and tells the device its role.
fn tunnel(block: &mut Block, role: Option<(&str, Origin)>, vlan: &Sourced<VlanId>) {
    if let Some((label, origin)) = role {
        block.line(format_args!("\tFilter-Id = \"{label}\","), &[origin]);
    }
    block.line("\tTunnel-Type = VLAN,", &[vlan.origin()]);
    block.line("\tTunnel-Medium-Type = IEEE-802,", &[vlan.origin()]);
    block.line(format_args!("\tTunnel-Private-Group-Id = \"{vlan}\""), &[vlan.origin()]);
}
