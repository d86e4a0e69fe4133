//! `channel-behind-radar`: a channel that a radar may take away, where nobody else sends.

use crate::base::Sink;
use crate::net::{Band, Channel};
use crate::region::{AccessPoint, RadioSetting, Status};
use crate::rules::Context;
use crate::state::intend::wlan::{Nearness, spot};

crate::rule! {
    /// A channel set by hand must be left when a radar is heard, and no other access point is near.
    ///
    /// From 52 to 140 a radio listens for a minute before it sends, at 120 to 128 for ten, and falls silent when it hears a
    /// radar. Where two access points share a floor the other goes on; where one is alone the Wi-Fi is gone, alarms that go
    /// by it among the rest. The channels of weather radar are told wherever they are. What the plan gives out avoids both.
    ///
    /// ## Fails
    /// ```kdl
    /// access-point ap1 model=test-ap room=A101 at=sw1:40 power=injector mac="02:00:25:00:00:51" { radio 5 channel=100 width=20; }
    /// ```
    /// ## Passes
    /// ```kdl
    /// access-point ap1 model=test-ap room=A101 at=sw1:40 power=injector mac="02:00:25:00:00:51" { radio 5 channel=100 width=20; }
    /// access-point ap2 model=test-ap room=A102 at=sw1:41 power=injector mac="02:00:25:00:00:52"
    /// ```
    pub static RULE = Info, check;
}

fn check(cx: &Context, out: &mut Sink) {
    let there: Vec<&AccessPoint> = cx.school.access_points.iter().filter(|a| *a.status != Status::Stock).collect();
    for ap in &there {
        let here = spot(cx.school, ap);
        let is_near =
            |other: &&&AccessPoint| *other.name != *ap.name && here.nearness(&spot(cx.school, other)) >= Nearness::Floor;
        let is_alone = !there.iter().any(|other| is_near(&other));
        for radio in &ap.radios {
            let (Some(number), Some(channel)) = (radio.channel, legal(radio)) else { continue };
            let why = match (channel.has_weather_radar(), channel.has_radar() && is_alone) {
                (true, _) => "weather radars send here: ten minutes of silence",
                (_, true) => "radars send here, and no other access point is on the floor",
                _ => continue,
            };
            out.report(&RULE.rule, format!("{} may fall silent on channel {}", *ap.name, *number))
                .at(number, why)
                .help("write 36, 40, 44 or 48, or leave the channel to the plan")
                .on(ap.name.as_str());
        }
    }
}

/// The channel of a setting, where it is legal.
fn legal(radio: &RadioSetting) -> Option<Channel> {
    let band: Band = radio.band.parse().ok()?;
    let width = radio.width.map_or(20, |w| u16::try_from(*w).unwrap_or(0));
    Channel::legal(band, u16::try_from(*radio.channel?).ok()?, width).ok()
}
