//! Radio bands, their channels and the power that the law lets an antenna send in France.
//!
//! It knows the national table of frequencies (ARCEP decisions 2014-1263, 2022-1960 and 2021-2184) and which channels overlap;
//! which radio gets which channel is decided elsewhere. Powers are in dBm of equivalent isotropic radiation (EIRP).

use std::fmt;
use std::str::FromStr;

/// A band of the Wi-Fi.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Band {
    /// 2400 to 2483.5 MHz.
    Two,
    /// 5150 to 5725 MHz.
    Five,
    /// 5945 to 6425 MHz.
    Six,
}

impl Band {
    /// Every band, lowest first.
    pub const ALL: [Band; 3] = [Band::Two, Band::Five, Band::Six];
}

impl fmt::Display for Band {
    /// As a manifest writes it: `2.4`, `5`, `6`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Band::Two => "2.4",
            Band::Five => "5",
            Band::Six => "6",
        })
    }
}

impl FromStr for Band {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        match Band::ALL.into_iter().find(|band| band.to_string() == text) {
            Some(band) => Ok(band),
            None => Err("a band is 2.4, 5 or 6".into()),
        }
    }
}

/// Part of a band in which one law holds: the 20 MHz channels in it.
struct Slice {
    band: Band,
    first: u16,
    last: u16,
    /// The number of the next channel less that of this one.
    step: u16,
    /// Highest EIRP, in dBm.
    eirp: u8,
    /// Whether the radio listens for radar before it sends.
    radar: bool,
    /// The widths that fit, counted from `first`.
    widths: &'static [u16],
}

/// The channels of metropolitan France. 144 leaves the band; from 149 on only short-range devices may send.
const FRANCE: &[Slice] = &[
    Slice { band: Band::Two, first: 1, last: 13, step: 1, eirp: 20, radar: false, widths: &[20, 40] },
    Slice { band: Band::Five, first: 36, last: 48, step: 4, eirp: 23, radar: false, widths: &[20, 40, 80, 160] },
    Slice { band: Band::Five, first: 52, last: 64, step: 4, eirp: 20, radar: true, widths: &[20, 40, 80, 160] },
    Slice { band: Band::Five, first: 100, last: 128, step: 4, eirp: 27, radar: true, widths: &[20, 40, 80, 160] },
    // The 80 MHz block that begins at 132 ends on 144.
    Slice { band: Band::Five, first: 132, last: 136, step: 4, eirp: 27, radar: true, widths: &[20, 40] },
    Slice { band: Band::Five, first: 140, last: 140, step: 4, eirp: 27, radar: true, widths: &[20] },
    Slice { band: Band::Six, first: 1, last: 93, step: 4, eirp: 23, radar: false, widths: &[20, 40, 80, 160] },
];

/// Overseas territories that keep to 36–64 with 20 dBm and 100–140 (RE, GP, MQ, GF, YT).
const OVERSEAS: &[&str] = &["RE", "GP", "MQ", "GF", "YT"];

/// A channel with its width.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Channel {
    /// The band.
    pub band: Band,
    /// Number of the primary 20 MHz channel.
    pub number: u16,
    /// Width, in MHz: 20, 40, 80 or 160.
    pub width: u16,
}

impl Channel {
    /// The channel, where it is legal for an access point indoors in France; otherwise a clause that says why not.
    pub fn legal(band: Band, number: u16, width: u16) -> Result<Channel, String> {
        let in_band = || FRANCE.iter().filter(move |s| s.band == band);
        let Some(slice) = in_band().find(|s| s.contains(number)) else {
            let known: Vec<String> = in_band()
                .map(|s| if s.first == s.last { s.first.to_string() } else { format!("{} to {}", s.first, s.last) })
                .collect();
            return Err(format!("the {band} GHz band has the channels {} in France", known.join(", ")));
        };
        if !slice.widths.contains(&width) {
            let fit: Vec<String> = slice.widths.iter().map(u16::to_string).collect();
            return Err(format!("channel {number} takes a width of {} MHz", fit.join(", ")));
        }
        Ok(Channel { band, number, width })
    }

    /// Highest EIRP in a country, in dBm; `None` for a channel or a country that the table lacks.
    pub fn eirp(self, country: &str) -> Option<u8> {
        let (first, last) = self.span();
        let within = FRANCE.iter().filter(|s| s.band == self.band && s.spans(first, last));
        let least = within.map(|s| s.eirp).min()?;
        match country {
            "FR" => Some(least),
            // One limit from 36 to 64 there.
            _ if OVERSEAS.contains(&country) && self.band == Band::Five && first < 5330 => Some(least.min(20)),
            _ if OVERSEAS.contains(&country) && self.band != Band::Six => Some(least),
            _ => None,
        }
    }

    /// Whether the radio listens for radar before it sends, for a minute or more.
    pub fn has_radar(self) -> bool {
        let (first, last) = self.span();
        FRANCE.iter().any(|s| s.radar && s.band == self.band && s.spans(first, last))
    }

    /// Whether it takes the frequencies of weather radar (120 to 128): ten minutes of listening.
    pub fn has_weather_radar(self) -> bool {
        let (first, last) = self.span();
        self.band == Band::Five && first < 5650 && last > 5590
    }

    /// Whether two channels share frequencies.
    pub fn overlaps(self, other: Channel) -> bool {
        let ((a, b), (c, d)) = (self.span(), other.span());
        self.band == other.band && a < d && c < b
    }

    /// First and last frequency, in MHz.
    pub fn span(self) -> (u16, u16) {
        match self.band {
            // OFDM takes 20 MHz: 1, 5, 9 and 13 are side by side. A second channel lies above the primary one.
            Band::Two => (2397 + 5 * self.number, 2397 + 5 * self.number + self.width),
            Band::Five => self.block(5000, 36),
            Band::Six => self.block(5950, 1),
        }
    }

    /// The block of its width that the primary channel is part of; blocks are counted from a band's first channel. 5 GHz begins
    /// anew at 100 and 132, whose distance from 36 is a multiple of every block but the last's.
    fn block(self, base: u16, first: u16) -> (u16, u16) {
        let channels = (self.width / 20).max(1);
        let index = self.number.saturating_sub(first) / 4;
        let start = first + index / channels * channels * 4;
        let low = base + 5 * start - 10;
        (low, low + self.width)
    }
}

impl Slice {
    fn contains(&self, number: u16) -> bool {
        (self.first..=self.last).contains(&number) && (number - self.first).is_multiple_of(self.step)
    }

    /// Whether any of it lies between two frequencies.
    fn spans(&self, first: u16, last: u16) -> bool {
        let of = |number: u16| Channel { band: self.band, number, width: 20 }.span();
        of(self.first).0 < last && first < of(self.last).1
    }
}

/// The channels of a band and width that a plan may give out, those it would rather give first: no radar, then radar without
/// weather radar. 2.4 GHz has 1, 6 and 11, and no width but 20.
pub fn planned(band: Band, width: u16) -> Vec<Channel> {
    let numbers: Vec<u16> = match band {
        Band::Two => vec![1, 6, 11],
        Band::Five | Band::Six => (1..=140).collect(),
    };
    let mut found: Vec<Channel> = Vec::new();
    // Asked for each school: no words are made for the many that are not legal.
    let fits = |n: u16| FRANCE.iter().any(|s| s.band == band && s.contains(n) && s.widths.contains(&width));
    for channel in numbers.into_iter().filter(|n| fits(*n)).map(|number| Channel { band, number, width }) {
        // One primary channel a block.
        if !channel.has_weather_radar() && !found.iter().any(|c| c.overlaps(channel)) {
            found.push(channel);
        }
    }
    found.sort_by_key(|c| c.has_radar());
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn five(number: u16, width: u16) -> Channel {
        Channel { band: Band::Five, number, width }
    }

    #[test]
    fn a_channel_that_leaves_the_band_is_not_legal() {
        assert!(Channel::legal(Band::Five, 140, 20).is_ok());
        for (number, width) in [(144, 20), (149, 20), (165, 20), (37, 20), (140, 40), (132, 80), (36, 30)] {
            assert!(Channel::legal(Band::Five, number, width).is_err(), "{number} {width}");
        }
        assert!(Channel::legal(Band::Two, 13, 20).is_ok() && Channel::legal(Band::Two, 14, 20).is_err());
        assert!(Channel::legal(Band::Six, 93, 20).is_ok() && Channel::legal(Band::Six, 97, 20).is_err());
    }

    #[test]
    fn france_has_nineteen_channels_nine_pairs_and_four_blocks_of_80_mhz() {
        let count = |width: u16| {
            let mut spans: Vec<_> =
                (1..200).filter_map(|n| Channel::legal(Band::Five, n, width).ok()).map(Channel::span).collect();
            spans.dedup();
            spans.len()
        };
        assert_eq!((count(20), count(40), count(80), count(160)), (19, 9, 4, 2));
    }

    #[test]
    fn overlapping_is_by_frequencies_and_not_by_number() {
        assert!(five(36, 40).overlaps(five(40, 20)) && !five(36, 40).overlaps(five(44, 40)));
        assert!(five(36, 160).overlaps(five(64, 20)) && five(100, 80).overlaps(five(112, 20)));
        let two = |number| Channel { band: Band::Two, number, width: 20 };
        assert!(two(1).overlaps(two(4)) && !two(1).overlaps(two(6)) && !two(6).overlaps(two(11)));
        assert!(!two(1).overlaps(five(36, 20)));
    }

    #[test]
    fn a_wide_channel_keeps_to_the_lowest_limit_that_it_touches() {
        assert_eq!((five(36, 20).eirp("FR"), five(36, 160).eirp("FR"), five(100, 20).eirp("FR")), (Some(23), Some(20), Some(27)));
        assert_eq!((five(36, 20).eirp("RE"), five(100, 20).eirp("RE"), five(36, 20).eirp("DE")), (Some(20), Some(27), None));
    }

    #[test]
    fn a_plan_gives_out_what_needs_no_radar_first_and_never_weather_radar() {
        let numbers = |band, width| planned(band, width).iter().map(|c| c.number).collect::<Vec<_>>();
        assert_eq!(numbers(Band::Two, 20), [1, 6, 11]);
        assert_eq!(numbers(Band::Five, 40), [36, 44, 52, 60, 100, 108, 132]);
        assert_eq!(numbers(Band::Five, 20), [36, 40, 44, 48, 52, 56, 60, 64, 100, 104, 108, 112, 116, 132, 136, 140]);
        assert_eq!(numbers(Band::Six, 20).len(), 24);
    }
}
