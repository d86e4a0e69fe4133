//! `channel-shared`: two access points that hear each other, on the same frequencies by hand.

use crate::base::{Severity, Sink, Sourced};
use crate::net::{Band, Channel};
use crate::region::AccessPoint;
use crate::rules::Context;
use crate::state::intend::wlan::{Nearness, spot};

crate::rule! {
    /// Two access points that hear each other are set by hand to the same frequencies.
    ///
    /// They take turns: two radios give what one would. In one room that is an error, on one floor a warning. What the plan
    /// gives out goes round what is set by hand, and needs no finding.
    ///
    /// ## Fails
    /// ```kdl
    /// access-point ap1 model=test-ap room=A101 at=sw1:40 power=injector mac="02:00:25:00:00:51" { radio 5 channel=36 width=40; }
    /// access-point ap2 model=test-ap room=A101 at=sw1:41 power=injector mac="02:00:25:00:00:52" { radio 5 channel=40 width=20; }
    /// ```
    /// ## Passes
    /// ```kdl
    /// access-point ap1 model=test-ap room=A101 at=sw1:40 power=injector mac="02:00:25:00:00:51" { radio 5 channel=36 width=40; }
    /// access-point ap2 model=test-ap room=A101 at=sw1:41 power=injector mac="02:00:25:00:00:52" { radio 5 channel=44 width=20; }
    /// ```
    pub static RULE = Error, check;
}

fn check(cx: &Context, out: &mut Sink) {
    let set: Vec<(&AccessPoint, Sourced<Channel>)> =
        cx.school.access_points.iter().flat_map(|ap| by_hand(ap).into_iter().map(move |c| (ap, c))).collect();
    for (index, (ap, channel)) in set.iter().enumerate() {
        let shares = |other: &&(&AccessPoint, Sourced<Channel>)| *other.0.name != *ap.name && other.1.overlaps(**channel);
        for (other, theirs) in set.iter().skip(index + 1).filter(shares) {
            let weight = match spot(cx.school, ap).nearness(&spot(cx.school, other)) {
                Nearness::Room => Severity::Error,
                Nearness::Floor => Severity::Warning,
                Nearness::Storey | Nearness::Far => continue,
            };
            out.report(&RULE.rule, format!("{} and {} take turns on the same frequencies", *ap.name, *other.name))
                .at(*theirs, format!("channel {} with {} MHz", theirs.number, theirs.width))
                .also(*channel, format!("channel {} with {} MHz", channel.number, channel.width))
                .help("give one of them another channel, or leave both to the plan")
                .on(other.name.as_str())
                .weigh(weight);
        }
    }
}

/// The legal channels that somebody set.
fn by_hand(ap: &AccessPoint) -> Vec<Sourced<Channel>> {
    let of = |radio: &crate::region::RadioSetting| {
        let (number, band) = (radio.channel?, radio.band.parse::<Band>().ok()?);
        let width = radio.width.map_or(20, |w| u16::try_from(*w).unwrap_or(0));
        Some(number.with(Channel::legal(band, u16::try_from(*number).ok()?, width).ok()?))
    };
    ap.radios.iter().filter_map(of).collect()
}
