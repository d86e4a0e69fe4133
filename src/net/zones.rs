//! Clocks: what a tz name means to a device that only knows an offset and the days on which it changes.
//!
//! The zones of metropolitan and overseas France, and UTC. A device holds one rule; a government that changes it changes this table.

/// A time zone.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Zone {
    /// The tz name.
    pub tz: &'static str,
    /// What the device calls it.
    pub name: &'static str,
    /// Minutes east of UTC in winter.
    pub offset: i16,
    /// Summer time, where it is kept.
    pub summer: Option<&'static Summer>,
}

/// Summer time: one hour more between two changes, each in the local time before it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Summer {
    /// What the device calls it.
    pub name: &'static str,
    /// When it begins.
    pub begins: Change,
    /// When it ends.
    pub ends: Change,
}

/// A Sunday of a month at an hour.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Change {
    /// The month, in English.
    pub month: &'static str,
    /// Which Sunday.
    pub week: Week,
    /// The hour, in the time that is left.
    pub hour: u8,
}

/// Which Sunday of a month.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Week {
    /// The first.
    First,
    /// The second.
    Second,
    /// The last, the fourth or the fifth.
    Last,
}

/// Directive 2000/84/EC: the last Sundays of March and October at 01:00 UTC.
const EUROPE: Summer = Summer {
    name: "CEST",
    begins: Change { month: "March", week: Week::Last, hour: 2 },
    ends: Change { month: "October", week: Week::Last, hour: 3 },
};

/// Saint-Pierre-et-Miquelon follows the rule of the United States and Canada.
const MIQUELON: Summer = Summer {
    name: "PMDT",
    begins: Change { month: "March", week: Week::Second, hour: 2 },
    ends: Change { month: "November", week: Week::First, hour: 2 },
};

const fn zone(tz: &'static str, name: &'static str, offset: i16) -> Zone {
    Zone { tz, name, offset, summer: None }
}

/// The zones, by tz name.
pub const ALL: &[Zone] = &[
    zone("America/Cayenne", "GFT", -180),
    zone("America/Guadeloupe", "AST", -240),
    zone("America/Marigot", "AST", -240),
    zone("America/Martinique", "AST", -240),
    Zone { tz: "America/Miquelon", name: "PMST", offset: -180, summer: Some(&MIQUELON) },
    zone("America/St_Barthelemy", "AST", -240),
    zone("Etc/UTC", "UTC", 0),
    Zone { tz: "Europe/Paris", name: "CET", offset: 60, summer: Some(&EUROPE) },
    zone("Indian/Kerguelen", "TFT", 300),
    zone("Indian/Mayotte", "EAT", 180),
    zone("Indian/Reunion", "RET", 240),
    zone("Pacific/Gambier", "GAMT", -540),
    zone("Pacific/Marquesas", "MART", -570),
    zone("Pacific/Noumea", "NCT", 660),
    zone("Pacific/Tahiti", "TAHT", -600),
    zone("Pacific/Wallis", "WFT", 720),
    zone("UTC", "UTC", 0),
];

/// The zone of a tz name; `None` for one outside the table.
pub fn find(tz: &str) -> Option<&'static Zone> {
    ALL.iter().find(|zone| zone.tz == tz)
}

impl Zone {
    /// The sign and the whole hours and minutes of the offset: `(false, 9, 30)` for nine and a half hours west.
    pub fn parts(&self) -> (bool, u16, u16) {
        let minutes = self.offset.unsigned_abs();
        (self.offset >= 0, minutes / 60, minutes % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_an_offset_splits_into_hours_and_minutes() {
        assert!(ALL.is_sorted_by_key(|zone| zone.tz));
        assert_eq!(find("Pacific/Marquesas").map(Zone::parts), Some((false, 9, 30)));
        assert_eq!(find("Europe/Paris").map(Zone::parts), Some((true, 1, 0)));
        assert_eq!(find("Europe/Pari"), None);
    }
}
