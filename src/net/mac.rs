//! MAC addresses.

use std::fmt;
use std::str::FromStr;

/// A unicast MAC address, six octets.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Mac(pub [u8; 6]);

impl fmt::Display for Mac {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [a, b, c, d, e, g] = self.0;
        write!(f, "{a:02x}:{b:02x}:{c:02x}:{d:02x}:{e:02x}:{g:02x}")
    }
}

impl FromStr for Mac {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let parts: Vec<&str> = text.split([':', '-']).collect();
        let octets: Vec<u8> = parts.iter().filter(|p| p.len() == 2).filter_map(|p| u8::from_str_radix(p, 16).ok()).collect();
        let octets = <[u8; 6]>::try_from(octets).ok().filter(|_| parts.len() == 6);
        let Some(octets) = octets else {
            return Err("a MAC address is six pairs of hexadecimal digits, such as 02:00:25:00:00:01".into());
        };
        let [first, ..] = octets;
        if first & 1 == 1 {
            return Err("this is a multicast address: the first octet of a device's own address is even".into());
        }
        if octets == [0; 6] {
            return Err("all zeros is no device's address".into());
        }
        Ok(Mac(octets))
    }
}
