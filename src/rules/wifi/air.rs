//! Who is on the air: stations without a cable, the access points that they hear, the bands that reach them.
//!
//! It counts what the manifest declares; whatever people bring along, nobody has written down.

use crate::base::Sourced;
use crate::catalogue::ModelKind;
use crate::net::Band;
use crate::region::{AccessPoint, Domain, School, Ssid, Station, Status};
use crate::rules::Context;
use crate::state::intend::wlan::{Nearness, Spot, spot};
use std::collections::{BTreeMap, BTreeSet};

/// Whether a station has no cable: a tablet, or one whose line puts it into a VLAN of Wi-Fi.
pub fn is_wireless(school: &School, station: &Station) -> bool {
    let domain = station.vlan.as_ref().and_then(|v| school.vlan(v)).map(|v| *v.domain);
    *station.kind == "tablet" || matches!(domain, Some(Domain::Wifi | Domain::Guest))
}

/// Stations without a cable, by room.
pub(super) fn stations(school: &School) -> BTreeMap<&str, Vec<&Sourced<String>>> {
    let mut rooms: BTreeMap<&str, Vec<&Sourced<String>>> = BTreeMap::new();
    for station in school.stations.iter().filter(|s| is_wireless(school, s)) {
        if let Some(room) = &station.room {
            rooms.entry(room.as_str()).or_default().push(room);
        }
    }
    rooms
}

/// Where a room is.
pub(super) fn place(school: &School, room: &str) -> Spot {
    let found = school.room(room);
    Spot {
        building: found.map(|(b, _)| b.name.value().clone()),
        floor: found.and_then(|(_, r)| r.floor).map(|f| *f),
        room: Some(room.to_owned()),
    }
}

/// The access points of a room's floor, those of the room among them; what is only in stock serves nobody.
pub(super) fn heard<'a>(cx: &Context<'a>, place: &Spot) -> Vec<&'a AccessPoint> {
    let there = cx.school.access_points.iter().filter(|a| *a.status != Status::Stock);
    there.filter(|ap| place.nearness(&spot(cx.school, ap)) >= Nearness::Floor).collect()
}

/// The networks that an access point sends, guests' or not.
pub(super) fn sent<'a>(cx: &Context<'a>, ap: &AccessPoint) -> Vec<&'a Ssid> {
    let spot = spot(cx.school, ap);
    let is_here = |place: &str| spot.room.as_deref() == Some(place) || spot.building.as_deref() == Some(place);
    let all = cx.school.wifi.iter().flat_map(|w| &w.ssids);
    all.filter(|s| s.places.is_empty() || s.places.iter().any(|p| is_here(p))).collect()
}

/// Whether the stations of a network are guests.
pub(super) fn is_for_guests(school: &School, ssid: &Ssid) -> bool {
    ssid.vlan.as_ref().and_then(|v| school.vlan(v)).is_some_and(|v| *v.domain == Domain::Guest)
}

/// The bands on which an access point sends a network that is not the guests'. Of a model without a radio in the catalogue
/// nobody knows: it may have any.
pub(super) fn bands(cx: &Context, ap: &AccessPoint) -> BTreeSet<Band> {
    let radios = cx.catalogue.model(ModelKind::AccessPoint, &ap.model).map_or(&[][..], |m| m.radios.as_slice());
    let has = |band: &Band| radios.is_empty() || radios.iter().any(|r| r.band == band.to_string());
    let own = sent(cx, ap).into_iter().filter(|s| !is_for_guests(cx.school, s));
    let said = |ssid: &Ssid| -> Vec<Band> {
        let bands: Vec<Band> = ssid.bands.iter().filter_map(|b| b.parse().ok()).collect();
        if bands.is_empty() { Band::ALL.to_vec() } else { bands }
    };
    own.flat_map(said).filter(has).collect()
}
