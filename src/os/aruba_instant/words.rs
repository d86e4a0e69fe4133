//! How Aruba Instant spells hours, bands, channels, keys of profiles and clocks, and reads them back.
//!
//! Only spellings: which channel, which hours, is the state's.

use crate::net::zones::{Change, Week, Zone};
use crate::net::{Band, Channel, Hours};
use crate::os::ascii;
use crate::state::wlan::Security;

const WEEK: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
const GROUPS: [(&str, u8); 3] = [("weekday", 0b0001_1111), ("weekend", 0b0110_0000), ("daily", 0b0111_1111)];

/// The name of a profile: an SSID's name as one word.
pub(super) fn profile(name: &str) -> String {
    ascii::spell(name).replace(' ', "-")
}

/// The word of `opmode`.
pub(super) fn opmode(security: Security) -> &'static str {
    match security {
        Security::Open => "opensystem",
        Security::Owe => "enhanced-open",
        Security::Wpa2Psk => "wpa2-psk-aes",
        Security::Wpa3Sae => "wpa3-sae-aes",
        Security::Wpa2Enterprise => "wpa2-aes",
        Security::Wpa3Enterprise => "wpa3-aes-ccm-128",
    }
}

/// The security that a word of `opmode` says: the inverse of [`opmode`].
pub(super) fn security(opmode: &str) -> Option<Security> {
    let all =
        [Security::Open, Security::Owe, Security::Wpa2Psk, Security::Wpa3Sae, Security::Wpa2Enterprise, Security::Wpa3Enterprise];
    all.into_iter().find(|s| self::opmode(*s) == opmode)
}

/// The word of `rf-band`, which knows two bands; `None` for 6 GHz alone.
pub(super) fn rf_band(bands: &[Band]) -> Option<&'static str> {
    match (bands.contains(&Band::Two), bands.contains(&Band::Five)) {
        (true, true) => Some("all"),
        (true, false) => Some("2.4"),
        (false, true) => Some("5.0"),
        (false, false) => None,
    }
}

/// The bands that a word of `rf-band` says.
pub(super) fn bands(word: &str) -> Option<Vec<Band>> {
    [vec![Band::Two, Band::Five], vec![Band::Two], vec![Band::Five]].into_iter().find(|b| rf_band(b) == Some(word))
}

/// A channel and a power: `36+ 15`, with `0` and `-127` for what the access point chooses.
pub(super) fn radio(channel: Option<Channel>, power: Option<u8>) -> String {
    let power = power.map_or("-127".to_owned(), |p| p.to_string());
    let Some(channel) = channel else { return format!("0 {power}") };
    format!("{}{} {power}", channel.number, suffix(channel))
}

/// What follows the number of a wide channel: which half of a pair the primary channel is, `E` for four, `S` for eight.
fn suffix(channel: Channel) -> &'static str {
    let primary = Channel { width: 20, ..channel };
    match channel.width {
        40 if primary.span().0 == channel.span().0 => "+",
        40 => "-",
        80 => "E",
        160 => "S",
        _ => "",
    }
}

/// The channel and the power that two words say: the inverse of [`radio`].
pub(super) fn radio_of(band: Band, channel: &str, power: &str) -> Option<(Option<Channel>, Option<u8>)> {
    let power = if power == "-127" { None } else { Some(power.parse().ok()?) };
    if channel == "0" {
        return Some((None, power));
    }
    let digits = channel.find(|c: char| !c.is_ascii_digit()).unwrap_or(channel.len());
    let (number, suffix) = channel.split_at(digits);
    let width = match suffix {
        "" => 20,
        "+" | "-" => 40,
        "E" => 80,
        "S" => 160,
        _ => return None,
    };
    let channel = Channel { band, number: number.parse().ok()?, width };
    (self::suffix(channel) == suffix).then_some((Some(channel), power))
}

/// Hours as ranges: each a name and what `periodic` says of it. Days that are no group of the device's have a range each.
pub(super) fn ranges(hours: Hours) -> Vec<(String, String)> {
    let group = GROUPS.iter().find(|(_, days)| *days == hours.days);
    let each = WEEK.iter().enumerate().filter(|(day, _)| hours.days & (1 << day) != 0).map(|(_, name)| *name);
    let days: Vec<&str> = group.map_or_else(|| each.collect(), |(name, _)| vec![*name]);
    let (from, to) = (clock(hours.from), clock(hours.to));
    let short = |text: &str| text.replace(':', "");
    days.into_iter().map(|d| (format!("{d}-{}-{}", short(&from), short(&to)), format!("{d} {from} to {to}"))).collect()
}

/// The hours that one range says.
pub(super) fn range(day: &str, from: &str, to: &str) -> Option<Hours> {
    let group = GROUPS.iter().find(|(name, _)| *name == day).map(|(_, days)| *days);
    let days = group.or_else(|| WEEK.iter().position(|d| *d == day).map(|d| 1 << d))?;
    Some(Hours { days, from: minutes(from)?, to: until(minutes(to)?) })
}

/// The end of a range: the device's last minute of the day stands for midnight.
pub(super) fn until(minute: u16) -> u16 {
    if minute == 1439 { 1440 } else { minute }
}

fn clock(minute: u16) -> String {
    let minute = minute.min(1439);
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

fn minutes(clock: &str) -> Option<u16> {
    let (hours, minutes) = clock.split_once(':')?;
    let (hours, minutes): (u16, u16) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours < 24 && minutes < 60).then_some(hours * 60 + minutes)
}

/// The offset of a zone: `CET 01 00`, `MART -09 30`.
pub(super) fn offset(zone: &Zone) -> String {
    let (east, hours, minutes) = zone.parts();
    let sign = if east { "" } else { "-" };
    format!("{} {sign}{hours:02} {minutes:02}", zone.name)
}

/// Summer time: `CEST recurring last sunday march 02:00 last sunday october 03:00`.
pub(super) fn summer(zone: &Zone) -> Option<String> {
    let summer = zone.summer?;
    Some(format!("{} recurring {} {}", summer.name, change(&summer.begins), change(&summer.ends)))
}

fn change(change: &Change) -> String {
    let week = match change.week {
        Week::First => "first",
        Week::Second => "second",
        Week::Last => "last",
    };
    format!("{week} sunday {} {:02}:00", change.month.to_lowercase(), change.hour)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_the_devices_groups_or_a_range_a_day_and_midnight_is_its_last_minute() {
        let names = |text: &str| ranges(text.parse().unwrap()).into_iter().map(|(name, _)| name).collect::<Vec<_>>();
        assert_eq!(names("07:00-19:00"), ["weekday-0700-1900"]);
        assert_eq!(names("mon,wed 08:00-12:00"), ["monday-0800-1200", "wednesday-0800-1200"]);
        assert_eq!(ranges("daily 18:00-24:00".parse().unwrap())[0].1, "daily 18:00 to 23:59");
        assert_eq!(range("daily", "18:00", "23:59"), "daily 18:00-24:00".parse().ok());
        assert_eq!(range("someday", "18:00", "23:59"), None);
    }

    #[test]
    fn a_wide_channel_says_which_half_is_the_primary_one() {
        let channel = |number, width| Some(Channel { band: Band::Five, number, width });
        for (number, width, text) in
            [(36, 20, "36 15"), (36, 40, "36+ 15"), (40, 40, "40- 15"), (44, 80, "44E 15"), (100, 160, "100S 15")]
        {
            assert_eq!(radio(channel(number, width), Some(15)), text);
            let (word, power) = text.split_once(' ').unwrap();
            assert_eq!(radio_of(Band::Five, word, power), Some((channel(number, width), Some(15))));
        }
        assert_eq!(radio(None, None), "0 -127");
        assert_eq!((radio_of(Band::Five, "0", "-127"), radio_of(Band::Five, "36-", "9")), (Some((None, None)), None));
    }
}
