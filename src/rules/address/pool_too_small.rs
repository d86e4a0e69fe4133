//! `pool-too-small`: fewer leases than stations to ask for them.

use crate::base::Sink;
use crate::rules::{Context, wording};
use std::collections::{BTreeMap, BTreeSet};

crate::rule! {
    /// The pool of a VLAN has fewer addresses than its stations need, and a fifth more.
    ///
    /// A lease outlives the machine that took it: a station that was replaced or reinstalled keeps its old address until the
    /// lease ends. The stations that are switched on last get none, and which ones those are changes every morning.
    ///
    /// Counted are the PCs and printers that the school lists without an address of their own, in the VLAN that their line
    /// says or else in the one VLAN of their room's ports. Tablets and telephones have other networks than the room's.
    ///
    /// ## Fails
    /// ```kdl
    /// deviation "a lab" owner=exploitation until=none {
    ///     vlan labo id=160 place=14 dhcp="10-18"
    ///     switch sw1 { access "1-8" vlan=labo room=A101; }
    /// }
    /// stations subject=sev room=A101 seats="1-8"
    /// ```
    /// ## Passes
    /// ```kdl
    /// deviation "a lab" owner=exploitation until=none {
    ///     vlan labo id=160 place=14 dhcp="10-19"
    ///     switch sw1 { access "1-8" vlan=labo room=A101; }
    /// }
    /// stations subject=sev room=A101 seats="1-8"
    /// ```
    pub static RULE = Warning, check;
}

fn check(cx: &Context, out: &mut Sink) {
    let mut asking: BTreeMap<&str, usize> = BTreeMap::new();
    let rooms = vlans_of_rooms(cx);
    let is_wired = |kind: &str| kind == "pc" || kind == "printer";
    for station in cx.school.stations.iter().filter(|s| is_wired(&s.kind) && s.address.is_none()) {
        let of_room = || {
            let mut vlans = rooms.get(station.room.as_ref()?.as_str())?.iter();
            // Which of several sockets a station is plugged into, nobody says.
            vlans.next().copied().filter(|_| vlans.next().is_none())
        };
        if let Some(vlan) = station.vlan.as_ref().map(|v| v.as_str()).or_else(of_room) {
            *asking.entry(vlan).or_default() += 1;
        }
    }
    for (name, stations) in asking {
        let Some((vlan, pool)) = cx.school.vlan(name).and_then(|v| Some((v, v.pool.as_ref()?))) else { continue };
        let leases = u64::from(u32::from(pool.1).saturating_sub(u32::from(pool.0))) + 1;
        let leases = usize::try_from(leases).unwrap_or(usize::MAX);
        let needed = stations.saturating_mul(6).div_ceil(5);
        if leases >= needed {
            continue;
        }
        let has = format!("{} for {}", wording::number(leases), wording::count(stations, "station"));
        out.report(&RULE.rule, format!("the pool of {name} has {has}"))
            .at(pool, format!("{} fewer than stations and a fifth more", wording::number(needed - leases)))
            .also(&vlan.name, "the VLAN")
            .help(format!("give it {} addresses or more", wording::number(needed)))
            .on(name);
    }
}

/// The VLANs that the ports of each room lead to.
fn vlans_of_rooms<'a>(cx: &Context<'a>) -> BTreeMap<&'a str, BTreeSet<&'a str>> {
    let mut rooms: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for access in cx.topology.claims.iter().filter_map(|claim| cx.access(claim)) {
        if let (Some(room), Some(vlan)) = (&access.room, &access.vlan) {
            rooms.entry(room.as_str()).or_default().insert(vlan.as_str());
        }
    }
    rooms
}
