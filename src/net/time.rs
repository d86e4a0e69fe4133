//! Dates, durations and hours of the week. No clock: today is an argument, always.

use super::quantity::whole;
use std::fmt;
use std::str::FromStr;

/// A day of the Gregorian calendar.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Date {
    /// Year, 1970 to 2999.
    pub year: u16,
    /// Month, 1 to 12.
    pub month: u8,
    /// Day, from 1.
    pub day: u8,
}

impl Date {
    /// The date; `None` when there is no such day.
    pub fn new(year: u16, month: u8, day: u8) -> Option<Date> {
        let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
        let days = match month {
            4 | 6 | 9 | 11 => 30,
            2 => 28 + u8::from(leap),
            1..=12 => 31,
            _ => return None,
        };
        let legal = (1970..3000).contains(&year) && (1..=days).contains(&day);
        legal.then_some(Date { year, month, day })
    }

    /// Days since 1 January 1970 (the civil-from-days algorithm, inverted).
    pub fn days(self) -> i64 {
        let (y, m) = (i64::from(self.year) - i64::from(self.month <= 2), i64::from(self.month));
        let era = y.div_euclid(400);
        let year_of_era = y - era * 400;
        let day_of_year = (153 * (m + if m > 2 { -3 } else { 9 }) + 2) / 5 + i64::from(self.day) - 1;
        era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
    }

    /// The day that is `days` after 1 January 1970; `None` outside 1970 to 2999.
    pub fn from_days(days: i64) -> Option<Date> {
        let z = days + 719_468;
        let era = z.div_euclid(146_097);
        let doe = z - era * 146_097;
        let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365;
        let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
        let mp = (5 * doy + 2) / 153;
        let month = if mp < 10 { mp + 3 } else { mp - 9 };
        let year = yoe + era * 400 + i64::from(month <= 2);
        Date::new(u16::try_from(year).ok()?, u8::try_from(month).ok()?, u8::try_from(doy - (153 * mp + 2) / 5 + 1).ok()?)
    }

    /// This day plus a duration; months keep the day, cut to the month's last.
    pub fn after(self, duration: Duration) -> Option<Date> {
        match duration {
            Duration::Months(months) => {
                let total = u32::from(self.year) * 12 + u32::from(self.month) - 1 + months;
                let (year, month) = (u16::try_from(total / 12).ok()?, u8::try_from(total % 12 + 1).ok()?);
                (1..=self.day).rev().find_map(|day| Date::new(year, month, day))
            }
            Duration::Seconds(seconds) => Date::from_days(self.days() + i64::try_from(seconds / 86_400).ok()?),
        }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl FromStr for Date {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let digits = |from: usize, to: usize| text.get(from..to).filter(|t| t.bytes().all(|b| b.is_ascii_digit()));
        let shape = text.len() == 10 && text.get(4..5) == Some("-") && text.get(7..8) == Some("-");
        let parts = shape.then(|| Some((digits(0, 4)?.parse().ok()?, digits(5, 7)?.parse().ok()?, digits(8, 10)?.parse().ok()?)));
        match parts.flatten() {
            Some((y, m, d)) => Date::new(y, m, d).ok_or_else(|| format!("there is no day {text}")),
            None => Err("a date is year-month-day, such as 2027-08-31".into()),
        }
    }
}

/// A length of time.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Duration {
    /// Seconds.
    Seconds(u64),
    /// Calendar months.
    Months(u32),
}

const UNITS: &[(&str, u64)] = &[("s", 1), ("min", 60), ("h", 3600), ("d", 86_400)];

impl Duration {
    /// Seconds; a month counts 30 days.
    pub fn seconds(self) -> u64 {
        match self {
            Duration::Seconds(s) => s,
            Duration::Months(m) => u64::from(m) * 30 * 86_400,
        }
    }
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Duration::Months(m) => write!(f, "{m} months"),
            Duration::Seconds(s) => {
                let unit = UNITS.iter().rev().find(|(_, n)| s >= *n && s % n == 0).unwrap_or(&("s", 1));
                write!(f, "{}{}", s / unit.1, unit.0)
            }
        }
    }
}

impl FromStr for Duration {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let at = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
        let (number, unit) = text.split_at(at);
        let found = whole(number).filter(|&n| n > 0).and_then(|n| match unit.trim_start() {
            "months" | "month" => u32::try_from(n).ok().filter(|&m| m <= 1200).map(Duration::Months),
            unit => UNITS.iter().find(|(name, _)| *name == unit).and_then(|(_, s)| n.checked_mul(*s)).map(Duration::Seconds),
        });
        found.ok_or_else(|| "a duration is a whole number with s, min, h, d or months, such as 8h or 36 months".into())
    }
}

/// Days of the week as bits, Monday = 1; and minutes of the day.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Hours {
    /// Bit 0 is Monday.
    pub days: u8,
    /// First minute of the day.
    pub from: u16,
    /// First minute after.
    pub to: u16,
}

const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

impl Hours {
    /// The days by their English short names, Monday first.
    pub fn day_names(self) -> Vec<&'static str> {
        DAYS.iter().enumerate().filter(|(i, _)| self.days & (1 << i) != 0).map(|(_, d)| *d).collect()
    }
}

impl fmt::Display for Hours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.days {
            0b0001_1111 => {}
            0b0111_1111 => f.write_str("daily ")?,
            _ => write!(f, "{} ", self.day_names().join(","))?,
        }
        let clock = |m: u16| format!("{:02}:{:02}", m / 60, m % 60);
        write!(f, "{}-{}", clock(self.from), clock(self.to))
    }
}

impl FromStr for Hours {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let shape = || "hours are 07:00-19:00 (Monday to Friday), daily 07:00-22:00, or mon,wed 08:00-12:00".to_owned();
        let (days, span) = match text.split_once(' ') {
            Some(("daily", span)) => (0b0111_1111, span),
            Some((days, span)) => {
                let mut bits = 0u8;
                for item in days.split(',') {
                    let (a, b) = item.split_once('-').unwrap_or((item, item));
                    let index = |d: &str| DAYS.iter().position(|x| *x == d).ok_or_else(shape);
                    let (a, b) = (index(a)?, index(b)?);
                    if b < a {
                        return Err(format!("the days `{item}` run backwards"));
                    }
                    (a..=b).for_each(|i| bits |= 1 << i);
                }
                (bits, span)
            }
            None => (0b0001_1111, text),
        };
        let minute = |t: &str| -> Option<u16> {
            let (h, m) = t.split_once(':')?;
            let two = |t: &str| (t.len() == 2).then(|| t.parse::<u16>().ok()).flatten();
            let (h, m) = (two(h)?, two(m)?);
            ((h < 24 && m < 60) || (h == 24 && m == 0)).then_some(h * 60 + m)
        };
        let (from, to) = span.split_once('-').ok_or_else(shape)?;
        let (from, to) = (minute(from).ok_or_else(shape)?, minute(to).ok_or_else(shape)?);
        if to <= from {
            return Err("the hours end before they begin; over midnight, write two flows".into());
        }
        Ok(Hours { days, from, to })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_count_and_come_back() {
        let date: Date = "2026-03-31".parse().unwrap();
        let today: Date = "2026-11-25".parse().unwrap();
        assert_eq!(today.days() - date.days(), 239);
        for days in [0, 59, 60, 11_016, 20_000, 24_837] {
            assert_eq!(Date::from_days(days).map(Date::days), Some(days));
        }
        assert!("2026-02-29".parse::<Date>().unwrap_err().contains("no day"));
    }

    #[test]
    fn months_keep_the_day_or_cut_it() {
        let date: Date = "2026-01-31".parse().unwrap();
        assert_eq!(date.after(Duration::Months(1)).map(|d| d.to_string()), Some("2026-02-28".into()));
        assert_eq!(date.after(Duration::Months(36)).map(|d| d.to_string()), Some("2029-01-31".into()));
    }

    #[test]
    fn hours_without_days_are_the_working_week() {
        let hours: Hours = "07:00-19:00".parse().unwrap();
        assert_eq!(hours.day_names(), ["mon", "tue", "wed", "thu", "fri"]);
        assert_eq!("mon-wed,sat 08:00-24:00".parse::<Hours>().map(|h| h.to_string()), Ok("mon,tue,wed,sat 08:00-24:00".into()));
        assert!("19:00-07:00".parse::<Hours>().is_err());
    }
}
