//! `accounts.json`: who may make accounts, and where, for the program that brings them from the ENT.
//!
//! It says places and groups and never a person; the rights that `provision.sh` gives its account are the same.

use super::{Here, names};
use crate::emit::hosts::desk::Desk;
use crate::state::directory::{AccountGroup, Accounts, Classic, Holds, May, NUMBERS, Unit};
use serde_json::Value;

/// The version of the format: raised when a reader of the former one would be misled.
const FORMAT: &str = "preau-accounts/1";

/// The text.
pub fn write(here: &Here, desk: &mut Desk) -> String {
    let directory = here.directory;
    let text = |text: &str| Value::String(text.to_owned()).to_string();
    let source = word(*directory.accounts);
    let mut lines = vec![
        format!("  \"format\": {}", text(FORMAT)),
        format!("  \"source\": {}", desk.say_as(text(source), directory.accounts.origin())),
        format!("  \"domain\": {}", desk.say_as(text(&directory.domain), directory.domain.origin())),
    ];
    let filler = directory.services.iter().find(|service| *service.may == May::FillAccounts);
    if let Some(filler) = filler {
        lines.push(format!("  \"account\": {}", desk.say_as(text(&filler.name), filler.name.origin())));
    }
    // An account without a number of its own is nobody's on a file server. In a classic domain it has an identifier too.
    let (first, last) = match &directory.classic {
        Some(classic) => (desk.say(&classic.people.first), desk.say(&classic.people.last)),
        None => (NUMBERS.start().to_string(), NUMBERS.end().to_string()),
    };
    lines.push(format!("  \"uidNumber\": {{\"from\": {first}, \"to\": {last}}}"));
    if let Some(classic) = &directory.classic {
        let sid = desk.say_as(text(&classic.sid), classic.sid.origin());
        lines.push(format!("  \"sambaSID\": {{\"domain\": {sid}, \"below\": {}}}", Classic::ABOVE));
    }
    let places: Vec<String> = directory.units.iter().filter_map(|unit| place(here, unit, desk)).collect();
    lines.push(format!("  \"places\": {}", list(&places)));
    let groups: Vec<String> = directory.groups.iter().map(|group| one_group(here, group, desk)).collect();
    lines.push(format!("  \"groups\": {}", list(&groups)));
    format!("{{\n{}\n}}\n", lines.join(",\n"))
}

fn list(items: &[String]) -> String {
    if items.is_empty() { "[]".to_owned() } else { format!("[\n    {}\n  ]", items.join(",\n    ")) }
}

fn place(here: &Here, unit: &Unit, desk: &mut Desk) -> Option<String> {
    let by = unit.filled_by.filter(|_| *unit.holds == Holds::People)?;
    let dn = Value::String(names::unit(here.directory, unit)).to_string();
    let dn = desk.say_as(dn, unit.path.last().map_or(unit.holds.origin(), |name| name.origin()));
    Some(format!("{{\"dn\": {dn}, \"by\": {}}}", desk.say_as(format!("\"{}\"", word(*by)), by.origin())))
}

fn one_group(here: &Here, group: &AccountGroup, desk: &mut Desk) -> String {
    let dn = names::group(here.directory, &group.name);
    let dn = desk.say_as(Value::String(dn).to_string(), group.name.origin());
    let by = desk.say_as(format!("\"{}\"", word(*group.filled_by)), group.filled_by.origin());
    format!("{{\"dn\": {dn}, \"gidNumber\": {}, \"by\": {by}}}", desk.say(&group.gid))
}

/// Who makes accounts, as the language calls them.
pub fn word(accounts: Accounts) -> &'static str {
    match accounts {
        Accounts::Ent => "ent",
        Accounts::Local => "local",
        Accounts::None => "none",
    }
}
