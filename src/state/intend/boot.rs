//! When each guest starts: the firewall first, then who answers names and addresses, then files, then the rest.
//!
//! A guest starts after those it names. A circle of `after` is a rule's finding; here it only must not hang.

use crate::base::{Origin, Origins, Sourced};
use crate::region::{Guest, School, Server};
use crate::state::guest::Boot;
use std::collections::BTreeMap;

/// Seconds that the others wait for the firewall's own services (reference/virtualisation-and-services.md, part 15: never 0).
const FIREWALL_DELAY: u32 = 60;

/// The place of every guest in the boot order, by name.
pub fn orders<'a>(school: &'a School, origins: &mut Origins) -> BTreeMap<&'a str, Boot> {
    let mut orders: BTreeMap<&str, u32> = school.guests.iter().map(|g| (g.name.as_str(), base(school, g))).collect();
    // Each pass settles at least one guest of every chain, so a chain of all guests needs as many passes as there are guests.
    for _ in 0..school.guests.len() {
        let mut settled = true;
        for guest in &school.guests {
            let latest = guest.after.iter().filter_map(|a| orders.get(a.as_str())).max().copied();
            let Some(order) = orders.get_mut(guest.name.as_str()) else { continue };
            if latest.is_some_and(|latest| *order <= latest) {
                *order = latest.unwrap_or_default().saturating_add(1);
                settled = false;
            }
        }
        if settled {
            break;
        }
    }
    let mut boots = BTreeMap::new();
    for guest in &school.guests {
        let order = orders.get(guest.name.as_str()).copied().unwrap_or_default();
        let mut from: Vec<Origin> = guest.roles.iter().map(Sourced::origin).collect();
        from.extend(guest.after.iter().map(Sourced::origin));
        from.push(guest.name.origin());
        let order =
            origins.derive(order, "the firewall starts first, then names and addresses, then files, then the rest", &from);
        let seconds = if is_firewall(school, guest) { FIREWALL_DELAY } else { 0 };
        let delay = origins.derive(seconds, "what follows the firewall waits until it routes", &[guest.name.origin()]);
        boots.insert(guest.name.as_str(), Boot { order, delay, after: guest.after.clone() });
    }
    boots
}

fn is_firewall(school: &School, guest: &Guest) -> bool {
    school.firewall.as_ref().is_some_and(|f| *f.on == *guest.name) || has_role(guest, &["firewall"])
}

fn has_role(guest: &Guest, words: &[&str]) -> bool {
    guest.roles.iter().any(|r| words.contains(&r.as_str()))
}

fn base(school: &School, guest: &Guest) -> u32 {
    let serves = |server: &Server| matches!(server, Server::Named(name) if *name == guest.name);
    if is_firewall(school, guest) {
        10
    } else if has_role(guest, &["directory", "dhcp"]) || serves(&school.serve.dhcp) || serves(&school.serve.dns) {
        20
    } else if has_role(guest, &["files"]) {
        30
    } else {
        50
    }
}
