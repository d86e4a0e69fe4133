//! `channel-too-wide`: a radio that takes more frequencies than its neighbours leave.

use crate::base::{Severity, Sink};
use crate::net::{Band, Channel};
use crate::region::{AccessPoint, Status};
use crate::rules::Context;
use crate::state::intend::wlan::{Nearness, spot};

crate::rule! {
    /// A radio is set to a width that leaves no channel for those beside it.
    ///
    /// At 2.4 GHz there are three channels of 20 MHz, and one of 40 takes two of them: an error where another access point is
    /// in the building. At 5 GHz there are four of 80 MHz and two of 160, some behind radar: a warning where two access
    /// points of a floor serve fewer than six rooms, since every class shares its air with the next.
    ///
    /// ## Fails
    /// ```kdl
    /// access-point ap1 model=test-ap room=A101 at=sw1:40 power=injector mac="02:00:25:00:00:51" { radio 5 channel=36 width=80; }
    /// access-point ap2 model=test-ap room=A102 at=sw1:41 power=injector mac="02:00:25:00:00:52"
    /// ```
    /// ## Passes
    /// ```kdl
    /// access-point ap1 model=test-ap room=A101 at=sw1:40 power=injector mac="02:00:25:00:00:51" { radio 5 channel=36 width=80; }
    /// access-point ap2 model=test-ap room=A001 at=sw1:41 power=injector mac="02:00:25:00:00:52"
    /// ```
    pub static RULE = Warning, check;
}

/// Rooms of a floor for each of its access points, from which on a width of 80 MHz is nobody's loss (Wi-Fi reference, W-WIDE).
const ROOMS: usize = 3;

fn check(cx: &Context, out: &mut Sink) {
    for ap in cx.school.access_points.iter().filter(|a| *a.status != Status::Stock) {
        for radio in &ap.radios {
            let (Some(width), Ok(band)) = (radio.width, radio.band.parse::<Band>()) else { continue };
            let (least, weight) = match band {
                Band::Two => (Nearness::Storey, Severity::Error),
                Band::Five => (Nearness::Floor, Severity::Warning),
                Band::Six => continue,
            };
            let legal = |n: u64| Channel::legal(band, u16::try_from(n).ok()?, u16::try_from(*width).ok()?).ok();
            if radio.channel.is_some_and(|n| legal(*n).is_none()) {
                // `channel-not-legal`.
                continue;
            }
            let Some(other) = beside(cx, ap, least) else { continue };
            let is_wide = match band {
                Band::Two => *width > 20,
                Band::Five | Band::Six => *width > 40 && is_dense(cx, ap),
            };
            if is_wide {
                out.report(&RULE.rule, format!("{} takes the frequencies of those beside it", *ap.name))
                    .at(width, format!("{} MHz at {} GHz", *width, *radio.band))
                    .also(&other.name, "hears it")
                    .help(if band == Band::Two { "write `width=20`" } else { "write `width=40` or `width=20`" })
                    .on(ap.name.as_str())
                    .weigh(weight);
            }
        }
    }
}

/// Another access point that hears this one at least so well.
fn beside<'a>(cx: &Context<'a>, ap: &AccessPoint, least: Nearness) -> Option<&'a AccessPoint> {
    let here = spot(cx.school, ap);
    let others = cx.school.access_points.iter().filter(|o| *o.status != Status::Stock && *o.name != *ap.name);
    others.into_iter().find(|other| here.nearness(&spot(cx.school, other)) >= least)
}

/// Whether its floor has more than an access point for every [`ROOMS`] rooms.
fn is_dense(cx: &Context, ap: &AccessPoint) -> bool {
    let Some((building, room)) = ap.room.as_ref().and_then(|r| cx.school.room(r)) else { return false };
    let floor = room.floor.map(|f| *f);
    let rooms = building.rooms.iter().filter(|r| r.floor.map(|f| *f) == floor).count();
    let here = spot(cx.school, ap);
    let there = cx.school.access_points.iter().filter(|o| *o.status != Status::Stock);
    let points = there.filter(|other| here.nearness(&spot(cx.school, other)) >= Nearness::Floor).count();
    points > 1 && points * ROOMS > rooms
}
