//! Ports as a manifest names them: `24`, `2/16` (member 2 of a stack), `A1` (a module's).

use crate::base::limits;
use std::fmt;
use std::str::FromStr;

/// A port of a device, by the number printed on it.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Port {
    /// The member of a stack, from 1; 0 when the device is not a stack.
    pub member: u8,
    /// The module's letter, `b'A'` to `b'Z'`; 0 when the port is the device's own.
    pub module: u8,
    /// The number, which runs through the model, uplinks last.
    pub number: u16,
}

impl Port {
    /// A port of a device that is not a stack.
    pub fn plain(number: u16) -> Port {
        Port { member: 0, module: 0, number }
    }
    /// A port of a member of a stack.
    pub fn of_member(member: u8, number: u16) -> Port {
        Port { member, module: 0, number }
    }
}

impl fmt::Display for Port {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.member > 0 {
            write!(f, "{}/", self.member)?;
        }
        if self.module > 0 {
            write!(f, "{}", char::from(self.module))?;
        }
        write!(f, "{}", self.number)
    }
}

impl FromStr for Port {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let bad = || format!("`{text}` is not a port: write 24, 2/16 for member 2 of a stack, or A1 for a module's port");
        let (member, rest) = match text.split_once('/') {
            Some((m, rest)) => (number(m).and_then(|m| u8::try_from(m).ok()).filter(|&m| m > 0).ok_or_else(bad)?, rest),
            None => (0, text),
        };
        let (module, digits) = match rest.as_bytes().first() {
            Some(&letter) if letter.is_ascii_uppercase() => (letter, rest.get(1..).unwrap_or("")),
            _ => (0, rest),
        };
        let number = number(digits).ok_or_else(bad)?;
        Ok(Port { member, module, number })
    }
}

fn number(text: &str) -> Option<u16> {
    let plain = text == "0" || (!text.is_empty() && !text.starts_with('0') && text.bytes().all(|b| b.is_ascii_digit()));
    if plain { text.parse().ok() } else { None }
}

/// One item of a list of ports: `24`, `1-16`, `2/1-16`.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct PortRange {
    /// The first port.
    pub first: Port,
    /// The last; same member and module as the first, number not lower.
    pub last: Port,
}

impl PortRange {
    /// The ports, lowest first.
    pub fn ports(self) -> impl Iterator<Item = Port> {
        (self.first.number..=self.last.number).map(move |number| Port { number, ..self.first })
    }
    /// Whether the port is in the range.
    pub fn contains(self, port: Port) -> bool {
        self.first <= port && port <= self.last
    }
}

impl fmt::Display for PortRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.first == self.last {
            self.first.fmt(f)
        } else {
            write!(f, "{}-{}", self.first, Port { member: 0, module: 0, ..self.last })
        }
    }
}

impl FromStr for PortRange {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let Some((a, b)) = text.split_once('-') else {
            let port = text.parse()?;
            return Ok(PortRange { first: port, last: port });
        };
        let first: Port = a.parse()?;
        // "2/1-16" stays in member 2; "2/1-2/16" says it again and means the same.
        let mut last: Port = b.parse()?;
        if last.member == 0 {
            last.member = first.member;
        }
        if last.module == 0 {
            last.module = first.module;
        }
        if (last.member, last.module) != (first.member, first.module) {
            return Err(format!("the range `{text}` runs over two members or modules: write one range for each"));
        }
        if last.number < first.number {
            return Err(format!("the range `{text}` runs backwards: write {b}-{a}"));
        }
        if usize::from(last.number - first.number) >= limits::EXPANSION {
            return Err(format!("the range `{text}` holds more than {} ports", limits::EXPANSION));
        }
        Ok(PortRange { first, last })
    }
}
