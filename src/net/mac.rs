//! MAC addresses.

use std::fmt;
use std::str::FromStr;

/// A unicast MAC address, six octets.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Mac(pub [u8; 6]);

impl fmt::Display for Mac {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A region writes hundreds of thousands of them: no formatter an octet.
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let digit = |half: u8| DIGITS.get(usize::from(half)).copied().unwrap_or(b'?');
        let mut text = [b':'; 17];
        for (place, octet) in text.chunks_mut(3).zip(self.0) {
            if let [high, low, ..] = place {
                (*high, *low) = (digit(octet >> 4), digit(octet & 15));
            }
        }
        f.write_str(std::str::from_utf8(&text).map_err(|_| fmt::Error)?)
    }
}

impl FromStr for Mac {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let Some(octets) = octets(text) else {
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

/// Six pairs of hexadecimal digits with `:` or `-` between them.
fn octets(text: &str) -> Option<[u8; 6]> {
    let mut octets = [0; 6];
    let mut pairs = text.as_bytes().chunks(3);
    for (nth, octet) in octets.iter_mut().enumerate() {
        let (high, low) = match (pairs.next()?, nth) {
            ([high, low], 5) | ([high, low, b':' | b'-'], 0..5) => (*high, *low),
            _ => return None,
        };
        let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
        *octet = digit(high)? << 4 | digit(low)?;
    }
    pairs.next().is_none().then_some(octets)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_what_was_read() {
        for text in ["02:00:25:00:00:01", "fe:dc:ba:98:76:54", "0a:1b:2c:3d:4e:5f"] {
            assert_eq!(text.parse::<Mac>().unwrap().to_string(), text);
        }
        assert_eq!("0A-1B-2C-3d-4e:5f".parse::<Mac>().unwrap().to_string(), "0a:1b:2c:3d:4e:5f");
    }

    #[test]
    fn what_is_no_six_pairs_of_digits_is_refused() {
        let long = "02:00:25:00:00:01:";
        for text in ["", "02:00:25:00:00", "02:00:25:00:00:1", "02:00:25:00:00:+1", "02.00.25.00.00.01", "02:00:25:00:00:é", long]
        {
            assert!(text.parse::<Mac>().is_err(), "{text}");
        }
    }
}
