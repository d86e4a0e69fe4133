//! The radios of a school's access points: channels by plan or by hand, and power that keeps to the law.

use super::plan::{Nearness, Seat, Spot, plan};
use super::spot;
use crate::base::{Origin, Origins, Sourced};
use crate::catalogue::{self, Catalogue, Model, ModelKind};
use crate::net::radio::planned;
use crate::net::{Band, Channel};
use crate::region::{AccessPoint, RadioSetting, School, Wifi};
use crate::state::wlan::Radio;

/// Gain of an antenna that the catalogue does not state, in thousandths of a dBi: the most that antennas inside the case have.
pub const GAIN: u64 = 5000;

/// The gain that a radio is counted with, in thousandths of a dBi.
pub fn gain(radio: &catalogue::Radio) -> u64 {
    if radio.gain == 0 { GAIN } else { radio.gain }
}

/// What a radio feeds its antenna when nobody says, in dBm: enough for a classroom, and less on the band that carries further,
/// so that a station finds both equally strong and takes the higher.
fn comfortable(band: Band, wifi: &Wifi) -> u64 {
    match band {
        Band::Two => 15_u64.saturating_sub(*wifi.band_gap),
        Band::Five | Band::Six => 15,
    }
}

/// A radio that is there, before it has a channel.
struct Draft<'a> {
    ap: usize,
    band: Band,
    gain: u64,
    setting: Option<&'a RadioSetting>,
    fixed: Option<Sourced<Channel>>,
}

/// The radios of each access point, in their order.
pub(super) fn radios(
    school: &School,
    wifi: &Wifi,
    aps: &[&AccessPoint],
    catalogue: &Catalogue,
    origins: &mut Origins,
) -> Vec<Vec<Radio>> {
    let spots: Vec<Spot> = aps.iter().map(|ap| spot(school, ap)).collect();
    let mut all: Vec<Vec<Radio>> = aps.iter().map(|_| Vec::new()).collect();
    for band in Band::ALL {
        let width = width(band, &spots);
        let drafts: Vec<Draft> = aps.iter().enumerate().filter_map(|(i, ap)| draft(i, ap, band, width, catalogue)).collect();
        let given = channels(wifi, &spots, band, width, &drafts);
        for (draft, channel) in drafts.iter().zip(given) {
            let Some((ap, list)) = aps.get(draft.ap).zip(all.get_mut(draft.ap)) else { continue };
            list.push(radio(ap, wifi, draft, channel, origins));
        }
    }
    all
}

/// The width that a school's radios are planned with: 40 MHz at 5 GHz while everybody who hears each other can have channels of
/// their own, else 20.
fn width(band: Band, spots: &[Spot]) -> u16 {
    let hears = |spot: &Spot| spots.iter().filter(|other| spot.nearness(other) > Nearness::Far).count();
    let most = spots.iter().map(hears).max().unwrap_or(0);
    if band == Band::Five && most <= planned(band, 40).len() { 40 } else { 20 }
}

fn draft<'a>(index: usize, ap: &'a AccessPoint, band: Band, width: u16, catalogue: &Catalogue) -> Option<Draft<'a>> {
    let model: &Model = catalogue.model(ModelKind::AccessPoint, &ap.model)?;
    let of_model = model.radios.iter().find(|r| r.band == band.to_string())?;
    let setting = ap.radios.iter().find(|r| *r.band == band.to_string());
    let fixed = setting.and_then(|s| {
        let number = s.channel?;
        let width = s.width.map_or(width, |w| u16::try_from(*w).unwrap_or(0));
        // One that is not legal is a finding of its own, and the access point chooses.
        Some(number.with(Channel::legal(band, u16::try_from(*number).ok()?, width).ok()?))
    });
    Some(Draft { ap: index, band, gain: gain(of_model), setting, fixed })
}

/// A channel for each draft. In 6 GHz there is room for all, and the access points choose; so they do where no table says what a
/// country allows.
fn channels(wifi: &Wifi, spots: &[Spot], band: Band, width: u16, drafts: &[Draft]) -> Vec<Option<Channel>> {
    let table = planned(band, width);
    let known = table.first().is_some_and(|c| c.eirp(&wifi.country).is_some());
    if band == Band::Six || !known {
        return drafts.iter().map(|d| d.fixed.map(|c| *c)).collect();
    }
    let nowhere = Spot::default();
    let seats: Vec<Seat> =
        drafts.iter().map(|d| Seat { spot: spots.get(d.ap).unwrap_or(&nowhere), fixed: d.fixed.map(|c| *c) }).collect();
    // A width set by hand without a channel keeps the plan's channel, widened where it can be.
    let widened = |(draft, channel): (&Draft, Option<Channel>)| {
        let width = draft.setting.and_then(|s| s.width).and_then(|w| u16::try_from(*w).ok());
        let channel = channel?;
        match width.filter(|_| draft.fixed.is_none()) {
            Some(width) => Channel::legal(band, channel.number, width).ok().or(Some(channel)),
            None => Some(channel),
        }
    };
    drafts.iter().zip(plan(&seats, &table)).map(widened).collect()
}

fn radio(ap: &AccessPoint, wifi: &Wifi, draft: &Draft, channel: Option<Channel>, origins: &mut Origins) -> Radio {
    let place: Vec<Origin> = [&ap.room, &ap.rack].into_iter().flatten().map(Sourced::origin).collect();
    let from: Vec<Origin> = [ap.name.origin(), wifi.country.origin()].into_iter().chain(place).collect();
    let is_illegal = draft.fixed.is_none() && draft.setting.is_some_and(|s| s.channel.is_some());
    let channel = channel.filter(|_| !is_illegal).map(|channel| match draft.fixed {
        Some(fixed) => fixed,
        None => origins.derive(channel, "channels are shared out so that who is near shares least: room, floor, storey", &from),
    });
    let by_hand = draft.setting.and_then(|s| s.power).map(|p| p.with(u8::try_from(*p).unwrap_or(u8::MAX)));
    let by_law = channel.and_then(|channel| {
        let eirp = u64::from(channel.eirp(&wifi.country)?) * 1000;
        let most = eirp.saturating_sub(draft.gain) / 1000;
        let power = u8::try_from(most.min(comfortable(draft.band, wifi))).ok()?;
        let because = "a classroom needs no more, and with the antenna's gain it keeps to the law of the country";
        let gap = (draft.band == Band::Two).then_some(wifi.band_gap.origin());
        let from: Vec<Origin> = [channel.origin(), wifi.country.origin(), ap.model.origin()].into_iter().chain(gap).collect();
        Some(origins.derive(power, because, &from))
    });
    let band = ap.model.with(draft.band);
    Radio { band, channel, power: by_hand.or(by_law) }
}
