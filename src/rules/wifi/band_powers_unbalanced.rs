//! `band-powers-unbalanced`: one band that drowns the other.

use super::air;
use crate::base::{Sink, Sourced};
use crate::net::Band;
use crate::region::Status;
use crate::rules::Context;

crate::rule! {
    /// An access point's power at 2.4 GHz, set by hand, does not go with that at 5 GHz.
    ///
    /// The lower band carries further. Six to nine dB less there, and a station finds both equally strong and takes the faster;
    /// with less of a difference it stays on the crowded band, with more it has none at the room's end. `wifi band-gap=` says
    /// how many dB at least, and three more are borne.
    ///
    /// ## Fails
    /// ```kdl
    /// access-point ap1 model=test-dual room=A101 at=sw1:40 power=injector mac="02:00:25:00:00:51" { radio "2.4" power=15; }
    /// deviation "old tablets" owner=exploitation until=none {
    ///     wifi { ssid TABLETTES auth=wpa3-sae secret=wifi.tablettes vlan=wifi bands="2.4,5"; }
    /// }
    /// ```
    /// ## Passes
    /// ```kdl
    /// access-point ap1 model=test-dual room=A101 at=sw1:40 power=injector mac="02:00:25:00:00:51" { radio "2.4" power=6; }
    /// deviation "old tablets" owner=exploitation until=none {
    ///     wifi { ssid TABLETTES auth=wpa3-sae secret=wifi.tablettes vlan=wifi bands="2.4,5"; }
    /// }
    /// ```
    /// ```kdl
    /// access-point ap1 model=test-dual room=A101 at=sw1:40 power=injector mac="02:00:25:00:00:51" { radio "2.4" power=15; }
    /// ```
    pub static RULE = Warning, check;
}

/// Decibels beyond `wifi band-gap=` that are still in balance (Wi-Fi reference, W-POW: 6 to 9).
const BORNE: i64 = 3;

fn check(cx: &Context, out: &mut Sink) {
    let Some(wifi) = &cx.school.wifi else { return };
    for ap in cx.school.access_points.iter().filter(|a| *a.status != Status::Stock) {
        let by_hand = |band: Band| ap.radios.iter().find(|r| *r.band == band.to_string()).and_then(|r| r.power);
        let Some(hand) = by_hand(Band::Two).or(by_hand(Band::Five)) else { continue };
        let bands = air::bands(cx, ap);
        if !bands.contains(&Band::Two) || !bands.contains(&Band::Five) {
            // A radio that sends nothing disturbs nobody's choice.
            continue;
        }
        let Some(point) = cx.state.wlans.iter().flat_map(|w| &w.points).find(|p| *p.name == *ap.hostname) else { continue };
        let power = |band| -> Option<Sourced<u8>> { point.radios.iter().find(|r| *r.band == band)?.power };
        let (Some(two), Some(five)) = (power(Band::Two), power(Band::Five)) else { continue };
        let least = i64::try_from(*wifi.band_gap).unwrap_or(0);
        let gap = i64::from(*five) - i64::from(*two);
        if (least..=least + BORNE).contains(&gap) {
            continue;
        }
        let (low, high) = (i64::from(*five) - least - BORNE, i64::from(*five) - least);
        out.report(&RULE.rule, format!("{} sends {} dBm at 2.4 GHz and {} at 5 GHz", *ap.name, *two, *five))
            .at(hand, if gap < least { "the lower band is too strong" } else { "the lower band is too weak" })
            .also(wifi.band_gap, "the difference that is wanted")
            .help(format!("write {} to {} at 2.4 GHz, or leave both to the plan", low.max(0), high.max(0)))
            .on(ap.name.as_str());
    }
}
