//! `wifi-crowded`: more stations than the radios of a floor are meant for.

use super::air;
use crate::base::{Sink, Sourced};
use crate::rules::{Context, wording};
use std::collections::BTreeMap;

crate::rule! {
    /// The stations without a cable of a floor are more than its radios are to serve.
    ///
    /// A radio speaks with one station at a time. Beyond some forty that work at once each waits for the others, and a class
    /// that opens one page together sees none of it. Counted are tablets, and stations whose line names a VLAN of Wi-Fi, against
    /// the radios of their floor that send a network for them. `wifi clients=` says how many stations a radio is to serve.
    ///
    /// ## Fails
    /// ```kdl
    /// access-point ap1 model=test-ap room=A102 at=sw1:40 power=injector mac="02:00:25:00:00:51"
    /// stations subject=tab room=A101 seats="1-41" vlan=wifi
    /// ```
    /// ```kdl
    /// stations subject=tab room=A101 seats="1-8" vlan=wifi
    /// ```
    /// ## Passes
    /// ```kdl
    /// access-point ap1 model=test-ap room=A102 at=sw1:40 power=injector mac="02:00:25:00:00:51"
    /// stations subject=tab room=A101 seats="1-40" vlan=wifi
    /// ```
    /// ```kdl
    /// deviation "a quiet class" owner=exploitation until=none { wifi clients=50; }
    /// access-point ap1 model=test-ap room=A102 at=sw1:40 power=injector mac="02:00:25:00:00:51"
    /// stations subject=tab room=A101 seats="1-50" vlan=wifi
    /// ```
    pub static RULE = Warning, check;
}

/// A room: its name, where a station of it says so, and how many there are.
type Room<'a> = (&'a str, &'a Sourced<String>, usize);

fn check(cx: &Context, out: &mut Sink) {
    let Some(wifi) = &cx.school.wifi else { return };
    // Rooms whose stations hear the same access points are one crowd.
    let mut crowds: BTreeMap<Vec<&str>, Vec<Room>> = BTreeMap::new();
    for (room, stations) in air::stations(cx.school) {
        let heard = air::heard(cx, &air::place(cx.school, room)).into_iter().map(|ap| ap.name.as_str()).collect();
        if let Some(first) = stations.first() {
            crowds.entry(heard).or_default().push((room, first, stations.len()));
        }
    }
    for (heard, rooms) in crowds {
        let points = cx.school.access_points.iter().filter(|a| heard.contains(&a.name.as_str()));
        let radios: usize = points.map(|ap| air::bands(cx, ap).len()).sum();
        let stations: usize = rooms.iter().map(|(.., n)| n).sum();
        let room_for = usize::try_from(*wifi.clients).unwrap_or(usize::MAX).saturating_mul(radios);
        let (Some((_, first, _)), true) = (rooms.first(), stations > room_for) else { continue };
        let names = wording::list(rooms.iter().map(|(room, ..)| room));
        let (message, help) = match heard.is_empty() {
            true => (
                format!(
                    "no access point hangs on the floor of {} without a cable in {names}",
                    wording::count(stations, "station")
                ),
                "hang one there, or give them sockets",
            ),
            false => (
                format!(
                    "{} in {names} share {} of {}",
                    wording::count(stations, "station"),
                    wording::count(radios, "radio"),
                    wording::list(&heard)
                ),
                "hang another access point there, or send the network on another band too",
            ),
        };
        let mut report = out
            .report(&RULE.rule, message)
            .at(*first, format!("{} are to be served at most", wording::number(room_for)))
            .also(wifi.clients, "the stations of a radio")
            .help(help);
        for (room, ..) in &rooms {
            report = report.on(*room);
        }
    }
}
