//! Sizes of memory and disks, rates of links.

use std::fmt;
use std::str::FromStr;

/// A number of bytes, written `4GiB`.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Size(pub u64);

const SIZE_UNITS: &[(&str, u64)] = &[("TiB", 1 << 40), ("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)];

impl Size {
    /// Whole mebibytes, rounded down.
    pub fn mebibytes(self) -> u64 {
        self.0 >> 20
    }
    /// Whole gibibytes, rounded down.
    pub fn gibibytes(self) -> u64 {
        self.0 >> 30
    }
}

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = SIZE_UNITS.iter().find(|(_, n)| self.0 >= *n && self.0.is_multiple_of(*n));
        match unit {
            Some((name, n)) => write!(f, "{}{name}", self.0 / n),
            None => write!(f, "{}B", self.0),
        }
    }
}

impl FromStr for Size {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        SIZE_UNITS
            .iter()
            .find_map(|(name, n)| text.strip_suffix(name).and_then(whole)?.checked_mul(*n))
            .filter(|&n| n > 0)
            .map(Size)
            .ok_or_else(|| "a size is a whole number with KiB, MiB, GiB or TiB, such as 4GiB".into())
    }
}

/// A number of bits a second, written `100Mb/s`.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Rate(pub u64);

const RATE_UNITS: &[(&str, u64)] = &[("Gb/s", 1_000_000_000), ("Mb/s", 1_000_000), ("kb/s", 1_000)];

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = RATE_UNITS.iter().find(|(_, n)| self.0 >= *n && self.0.is_multiple_of(*n));
        match unit {
            Some((name, n)) => write!(f, "{}{name}", self.0 / n),
            None => write!(f, "{}b/s", self.0),
        }
    }
}

impl FromStr for Rate {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        RATE_UNITS
            .iter()
            .find_map(|(name, n)| text.strip_suffix(name).and_then(whole)?.checked_mul(*n))
            .filter(|&n| n > 0)
            .map(Rate)
            .ok_or_else(|| "a rate is a whole number with kb/s, Mb/s or Gb/s, such as 100Mb/s".into())
    }
}

/// The speed of a port in megabits a second: 10, 100, 1000, 2500, 10000.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Speed(pub u32);

impl fmt::Display for Speed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 >= 1000 && self.0.is_multiple_of(1000) {
            write!(f, "{} Gb/s", self.0 / 1000)
        } else {
            write!(f, "{} Mb/s", self.0)
        }
    }
}

/// A whole number in digits, without sign or leading zero.
pub(super) fn whole(text: &str) -> Option<u64> {
    let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if digits && (text.len() == 1 || !text.starts_with('0')) { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_without_a_unit_is_refused_and_a_written_one_prints_the_same() {
        assert!("4".parse::<Size>().is_err() && "4GB".parse::<Size>().is_err() && "0GiB".parse::<Size>().is_err());
        assert_eq!("96GiB".parse::<Size>().map(|s| s.to_string()), Ok("96GiB".into()));
        assert!("99999999999999TiB".parse::<Size>().is_err());
    }
}
