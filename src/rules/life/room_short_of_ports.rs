//! `room-short-of-ports`: more stations than sockets.

use crate::base::Sink;
use crate::rules::wifi::air::is_wireless;
use crate::rules::{Context, wording};
use crate::topology::What;
use std::collections::BTreeMap;

crate::rule! {
    /// A room has more wired stations than ports.
    ///
    /// Either the inventory is of another year, or somebody has put a small switch under a table, which nobody manages.
    ///
    /// ## Fails
    /// ```kdl
    /// switch sw1 { access "1-2" vlan=pedagogie room=A101; }
    /// stations subject=sev room=A101 seats="1-8"
    /// ```
    /// ## Passes
    /// ```kdl
    /// switch sw1 { access "1-8" vlan=pedagogie room=A101; }
    /// stations subject=sev room=A101 seats="1-8"
    /// ```
    pub static RULE = Warning, check;
}

fn check(cx: &Context, out: &mut Sink) {
    let mut sockets: BTreeMap<&str, usize> = BTreeMap::new();
    for claim in &cx.topology.claims {
        let room = match claim.what {
            What::Device(n) => cx.school.devices.get(n).and_then(|d| d.room.as_ref()),
            _ => cx.access(claim).and_then(|a| a.room.as_ref()),
        };
        if let Some(room) = room {
            *sockets.entry(room.as_str()).or_default() += 1;
        }
    }
    let mut stations: BTreeMap<&str, Vec<_>> = BTreeMap::new();
    for station in cx.school.stations.iter().filter(|s| !is_wireless(cx.school, s)) {
        if let Some(room) = &station.room {
            stations.entry(room.as_str()).or_default().push(room);
        }
    }
    for (room, stations) in stations {
        let ports = sockets.get(room).copied().unwrap_or(0);
        let (Some(first), true) = (stations.first(), stations.len() > ports) else { continue };
        out.report(
            &RULE.rule,
            format!("room {room} has {} and {}", wording::count(stations.len(), "station"), wording::count(ports, "port")),
        )
        .at(*first, format!("{} too few", wording::count(stations.len() - ports, "port")))
        .also(cx.school.room(room).map(|(_, r)| &r.name), "the room")
        .help("correct the inventory, or give the room more ports")
        .on(room);
    }
}
