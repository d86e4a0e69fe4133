//! `channel-not-legal`: a radio set to what the country does not allow.

use crate::base::Sink;
use crate::net::{Band, Channel};
use crate::rules::Context;

crate::rule! {
    /// A radio is set to a channel or a width that the country does not allow.
    ///
    /// Channel 144 leaves the band that France opens, 149 and above are for short-range devices, and a width that does not fit
    /// reaches into a neighbour's frequencies. The device refuses it, or breaks the law.
    ///
    /// ## Fails
    /// ```kdl
    /// access-point ap1 model=test-ap room=A101 at=sw1:40 power=injector mac="02:00:25:00:00:51" { radio 5 channel=144 width=20; }
    /// ```
    /// ## Passes
    /// ```kdl
    /// access-point ap1 model=test-ap room=A101 at=sw1:40 power=injector mac="02:00:25:00:00:51" { radio 5 channel=140 width=20; }
    /// ```
    pub static RULE = Error, check;
}

fn check(cx: &Context, out: &mut Sink) {
    let Some(wifi) = &cx.school.wifi else { return };
    for ap in &cx.school.access_points {
        for radio in &ap.radios {
            let (Some(number), Ok(band)) = (radio.channel, radio.band.parse::<Band>()) else { continue };
            let width = radio.width.map_or(20, |w| u16::try_from(*w).unwrap_or(0));
            let Err(why) = Channel::legal(band, u16::try_from(*number).unwrap_or(0), width) else { continue };
            out.report(&RULE.rule, format!("{} may not send there: {why}", *ap.name))
                .at(number, format!("channel {} with {width} MHz", *number))
                .also(&wifi.country, "the law of this country")
                .help("write one of these, or leave the line out: the plan gives a channel")
                .on(ap.name.as_str());
        }
    }
}
