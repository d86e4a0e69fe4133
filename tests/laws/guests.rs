//! What hosts and guests can never be, as derivation makes them: two cards of one MAC address, a bridge that is deaf to its host.
//!
//! Entry points: the functions, from the list of `invariants`.

use crate::invariants::Seen;
use crate::world::Made;
use std::collections::BTreeSet;

/// Cards of guests are told apart by their MAC addresses, none of which means a group.
pub fn guest_mac_duplicate(made: &Made, seen: &mut Seen) {
    let mut all = BTreeSet::new();
    for guest in &made.state.guests {
        for nic in &guest.nics {
            let text = nic.mac.to_string();
            let first = u8::from_str_radix(&text[..2], 16).unwrap();
            let is_sound = first & 1 == 0 && all.insert(text.clone());
            seen.hold(is_sound, || format!("{} card {}: {text}", *guest.name, nic.number));
        }
    }
}

/// A host hears its own address: its VLAN is on the bridge itself, and on the cable.
pub fn mgmt_vlan_not_on_bridge(made: &Made, seen: &mut Seen) {
    for host in &made.state.hosts {
        let Some(management) = &host.network.management else { continue };
        let vlan = *management.vlan;
        let holds = host.network.own.contains(vlan) && (host.network.uplinks.is_empty() || host.network.trunk.contains(vlan));
        seen.hold(holds, || format!("{}: VLAN {vlan}", *host.name));
    }
}
