//! What of a state an Instant configuration carries: the state that reading a written one gives back.
//!
//! Each field that changes here stands in the losses beside it, or has another spelling of the same meaning.

use super::words;
use crate::base::Sourced;
use crate::net::zones;
use crate::net::{Band, Hours};
use crate::os::ascii;
use crate::state::Wlan;

/// The state as the language can carry it.
pub(super) fn project(wlan: &Wlan) -> Wlan {
    let mut out = wlan.clone();
    out.name = out.name.with(ascii::spell(&out.name).into_owned());
    if let Some(zone) = zones::find(&wlan.timezone) {
        let same = |z: &&zones::Zone| words::offset(z) == words::offset(zone) && words::summer(z) == words::summer(zone);
        let first = zones::ALL.iter().find(same).unwrap_or(zone);
        out.timezone = out.timezone.with(first.tz.to_owned());
    }
    let has_six = wlan.points.iter().flat_map(|p| &p.radios).any(|r| *r.band == Band::Six);
    for ssid in &mut out.ssids {
        ssid.name = ssid.name.with(ascii::spell(&ssid.name).into_owned());
        ssid.bands = ssid.bands.with(ssid.bands.iter().copied().filter(|b| has_six || *b != Band::Six).collect());
        ssid.hours = ssid.hours.map(midnight);
        ssid.keep = None;
        for role in &mut ssid.roles {
            role.name = role.name.with(words::profile(&role.name));
            role.hours = role.hours.map(midnight);
        }
    }
    for point in &mut out.points {
        point.name = point.name.with(ascii::spell(&point.name).into_owned());
        point.radios.sort_by_key(|r| *r.band);
        point.raw.clear();
    }
    out
}

fn midnight(hours: Sourced<Hours>) -> Sourced<Hours> {
    hours.map(|h| Hours { to: words::until(h.to), ..h })
}
