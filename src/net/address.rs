//! Places in a block, host numbers in a subnet, ranges of offsets: addresses as an engineer reads them.

use ipnet::{Ipv4Net, Ipv6Net};
use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

/// Where a VLAN's subnet lies in the school's block: `14`, `4/22`, `13.64/26`.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Place {
    /// Offset from the block in units of 256 addresses.
    pub high: u8,
    /// Further offset in addresses.
    pub low: u8,
    /// Length of the prefix.
    pub len: u8,
}

impl Place {
    /// The subnet in a block; the error says why there is none.
    pub fn subnet(self, block: Ipv4Net) -> Result<Ipv4Net, String> {
        let offset = u32::from(self.high) * 256 + u32::from(self.low);
        let base = u32::from(block.network());
        let Some(start) = base.checked_add(offset) else {
            return Err(format!("{self} lies beyond the last address"));
        };
        let net = Ipv4Net::new(Ipv4Addr::from(start), self.len).map_err(|_| format!("/{} is no prefix length", self.len))?;
        if net.network() != net.addr() {
            let size = 1u64 << (32 - u32::from(self.len));
            return Err(format!(
                "offset {}.{} is not a multiple of the size of a /{} ({size} addresses)",
                self.high, self.low, self.len
            ));
        }
        if !block.contains(&net) {
            return Err(format!("{net} lies past the end of the block {block}"));
        }
        Ok(net)
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.low, self.len) {
            (0, 24) => write!(f, "{}", self.high),
            (0, len) => write!(f, "{}/{len}", self.high),
            (low, len) => write!(f, "{}.{low}/{len}", self.high),
        }
    }
}

impl FromStr for Place {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let shape = || "a place is 14 (a /24), 4/22, or 13.64/26: the offset from the block, then the size".to_owned();
        let (offset, len) = match text.split_once('/') {
            Some((offset, len)) => (offset, number::<u8>(len).filter(|l| (8..=30).contains(l)).ok_or_else(shape)?),
            None => (text, 24),
        };
        let (high, low) = offset.split_once('.').unwrap_or((offset, "0"));
        if offset.contains('.') && !text.contains('/') {
            return Err(format!("`{text}` says no size: write {text}/26, or {high}/24"));
        }
        Ok(Place { high: number(high).ok_or_else(shape)?, low: number(low).ok_or_else(shape)?, len })
    }
}

/// A host's number in its subnet: an offset, or an address in full.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum HostNum {
    /// `152`, or `3.241` = 3 × 256 + 241.
    Offset(u32),
    /// A literal address.
    Literal(IpAddr),
    /// `first`: the subnet's first usable address.
    First,
    /// `last`: the subnet's last usable address.
    Last,
}

impl HostNum {
    /// The IPv4 address in a subnet; the error says why there is none.
    pub fn v4(self, net: Ipv4Net) -> Result<Ipv4Addr, String> {
        let base = u32::from(net.network());
        let address = match self {
            HostNum::Offset(n) => {
                base.checked_add(n).map(Ipv4Addr::from).ok_or_else(|| format!("offset {n} lies beyond the last address"))?
            }
            HostNum::Literal(IpAddr::V4(a)) => a,
            HostNum::Literal(IpAddr::V6(a)) => return Err(format!("{a} is an IPv6 address")),
            HostNum::First => Ipv4Addr::from(base.saturating_add(1)),
            HostNum::Last => Ipv4Addr::from(u32::from(net.broadcast()).saturating_sub(1)),
        };
        if !net.contains(&address) {
            return Err(format!("{address} is outside {net}"));
        }
        if net.prefix_len() < 31 && address == net.network() {
            return Err(format!("{address} is the address of the network {net} itself"));
        }
        if net.prefix_len() < 31 && address == net.broadcast() {
            return Err(format!("{address} is the broadcast address of {net}"));
        }
        Ok(address)
    }

    /// The IPv6 address in a subnet that matches: an offset's decimal digits are read as hexadecimal groups
    /// (151 gives `::151`, 1.44 gives `::1:44`); `v4` gives the digits of `first` and `last`.
    pub fn v6(self, net: Ipv6Net, v4: Option<Ipv4Net>) -> Option<Ipv6Addr> {
        let offset = match self {
            HostNum::Offset(n) => n,
            HostNum::Literal(IpAddr::V6(a)) => return net.contains(&a).then_some(a),
            _ => {
                let v4 = v4?;
                u32::from(self.v4(v4).ok()?).checked_sub(u32::from(v4.network()))?
            }
        };
        let (high, low) = (offset / 256, offset % 256);
        let digits = |n: u32| u128::from_str_radix(&n.to_string(), 16).ok();
        let host = if high == 0 { digits(low)? } else { digits(high)? << 16 | digits(low)? };
        Some(Ipv6Addr::from(u128::from(net.network()) | host))
    }
}

impl fmt::Display for HostNum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            HostNum::Offset(n) if n < 256 => write!(f, "{n}"),
            HostNum::Offset(n) => write!(f, "{}.{}", n / 256, n % 256),
            HostNum::Literal(a) => write!(f, "{a}"),
            HostNum::First => f.write_str("first"),
            HostNum::Last => f.write_str("last"),
        }
    }
}

impl FromStr for HostNum {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "first" => return Ok(HostNum::First),
            "last" => return Ok(HostNum::Last),
            _ => {}
        }
        if let Ok(address) = text.parse() {
            return Ok(HostNum::Literal(address));
        }
        offset(text)
            .map(HostNum::Offset)
            .ok_or_else(|| "a host's number is an offset in the subnet (152, \"3.241\") or a full address".into())
    }
}

/// A range of offsets in a subnet: `20-199`, `0.50-3.239`.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Offsets {
    /// The first offset.
    pub first: u32,
    /// The last, not lower.
    pub last: u32,
}

impl fmt::Display for Offsets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Both ends alike: `0.50-3.239`, not `50-3.239`.
        match self.last > 255 {
            true => write!(f, "{}.{}-{}", self.first / 256, self.first % 256, HostNum::Offset(self.last)),
            false => write!(f, "{}-{}", self.first, self.last),
        }
    }
}

impl FromStr for Offsets {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let shape = || "a pool is two offsets in the subnet, such as 20-199 or 0.50-3.239".to_owned();
        let (a, b) = text.split_once('-').ok_or_else(shape)?;
        let (first, last) = (offset(a).ok_or_else(shape)?, offset(b).ok_or_else(shape)?);
        if last < first {
            return Err(format!("the pool runs backwards: write {b}-{a}"));
        }
        Ok(Offsets { first, last })
    }
}

/// `152` or `3.241`.
fn offset(text: &str) -> Option<u32> {
    match text.split_once('.') {
        Some((high, low)) => Some(u32::from(number::<u8>(high)?) * 256 + u32::from(number::<u8>(low)?)),
        None => number::<u32>(text).filter(|&n| n <= 255),
    }
}

fn number<T: FromStr>(text: &str) -> Option<T> {
    super::quantity::whole(text).and_then(|_| text.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_an_offset_from_the_block_then_a_size() {
        let block: Ipv4Net = "10.37.32.0/20".parse().unwrap();
        let place = |t: &str| t.parse::<Place>().unwrap().subnet(block).map(|n| n.to_string());
        assert_eq!(place("14"), Ok("10.37.46.0/24".into()));
        assert_eq!(place("4/22"), Ok("10.37.36.0/22".into()));
        assert_eq!(place("13.64/26"), Ok("10.37.45.64/26".into()));
        assert!(place("5/22").unwrap_err().contains("not a multiple"));
        assert!(place("16").unwrap_err().contains("past the end"));
        assert!("13.64".parse::<Place>().unwrap_err().contains("no size"));
    }

    #[test]
    fn decimal_digits_become_hexadecimal_groups() {
        let net: Ipv6Net = "fd37:2018:37:99::/64".parse().unwrap();
        let v4: Ipv4Net = "10.37.36.0/22".parse().unwrap();
        let host = |t: &str| t.parse::<HostNum>().unwrap().v6(net, Some(v4)).map(|a| a.to_string());
        assert_eq!(host("151"), Some("fd37:2018:37:99::151".into()));
        assert_eq!(host("1.44"), Some("fd37:2018:37:99::1:44".into()));
        assert_eq!(host("last"), Some("fd37:2018:37:99::3:254".into()));
    }
}
