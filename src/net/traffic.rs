//! Sets of packets, exact: who may send what to whom, in both address families.
//!
//! A set is a list of [`Cube`]s: addresses × addresses × services. Source ports and replies are not modelled: a flow stands
//! for its answers. It knows nothing of zones or firewalls; rules and policies are turned into these sets and compared.

use super::ranges::Ranges;
use ipnet::IpNet;
use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// An address family.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Family {
    /// IPv4.
    V4,
    /// IPv6.
    V6,
}

impl Family {
    /// Both.
    pub const ALL: [Family; 2] = [Family::V4, Family::V6];

    /// The family of an address.
    pub fn of(address: IpAddr) -> Family {
        if address.is_ipv4() { Family::V4 } else { Family::V6 }
    }

    /// Every address of the family.
    pub fn everything(self) -> Ranges {
        match self {
            Family::V4 => Ranges::one(0, u128::from(u32::MAX)),
            Family::V6 => Ranges::one(0, u128::MAX),
        }
    }

    /// The address of a number; `None` when the family has none of it.
    pub fn address(self, number: u128) -> Option<IpAddr> {
        match self {
            Family::V4 => Some(IpAddr::V4(Ipv4Addr::from(u32::try_from(number).ok()?))),
            Family::V6 => Some(IpAddr::V6(Ipv6Addr::from(number))),
        }
    }
}

/// The number of an address in its family.
pub fn number(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(v4) => u128::from(u32::from(v4)),
        IpAddr::V6(v6) => u128::from(v6),
    }
}

/// The addresses of those prefixes that are of the family.
pub fn addresses<'a>(family: Family, prefixes: impl IntoIterator<Item = &'a IpNet>) -> Ranges {
    let of_family = prefixes.into_iter().filter(|p| Family::of(p.addr()) == family);
    of_family.map(|p| (number(p.network()), number(p.broadcast()))).collect()
}

/// The fewest prefixes that hold these addresses of a family and no other, lowest first.
pub fn prefixes(family: Family, addresses: &Ranges) -> Vec<IpNet> {
    let bits: u32 = if family == Family::V4 { 32 } else { 128 };
    let mut out = Vec::new();
    for (first, last) in addresses.iter() {
        let mut from = Some(first);
        while let Some(start) = from.filter(|start| *start <= last) {
            // As many low bits as the start has zeros, less while the prefix would run past the end.
            let mut free = start.trailing_zeros().min(bits);
            let end = |free: u32| start | 1u128.checked_shl(free).map_or(u128::MAX, |size| size - 1);
            while end(free) > last {
                free -= 1;
            }
            let len = u8::try_from(bits - free).unwrap_or_default();
            out.extend(family.address(start).and_then(|a| IpNet::new(a, len).ok()));
            from = end(free).checked_add(1);
        }
    }
    out
}

/// Numbers of protocols, as IANA has them.
pub mod protocol {
    /// ICMP.
    pub const ICMP: u8 = 1;
    /// TCP.
    pub const TCP: u8 = 6;
    /// UDP.
    pub const UDP: u8 = 17;
    /// ICMP for IPv6.
    pub const ICMP6: u8 = 58;
}

/// The services of a protocol between two ports (for ICMP: two types), both included.
pub fn ports(protocol: u8, first: u16, last: u16) -> Ranges {
    let base = u128::from(protocol) << 16;
    Ranges::one(base + u128::from(first), base + u128::from(last))
}

/// Every service of every protocol.
pub fn any_service() -> Ranges {
    Ranges::one(0, 0xff_ffff)
}

/// Packets of one family: every source × every target × every service.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Cube {
    /// Family of both ends.
    pub family: Family,
    /// Sources.
    pub from: Ranges,
    /// Targets.
    pub to: Ranges,
    /// Protocols and ports: [`ports`].
    pub services: Ranges,
}

impl Cube {
    fn is_empty(&self) -> bool {
        self.from.is_empty() || self.to.is_empty() || self.services.is_empty()
    }

    /// What is in both.
    pub fn and(&self, other: &Cube) -> Option<Cube> {
        if self.family != other.family {
            return None;
        }
        let (from, to) = (self.from.and(&other.from), self.to.and(&other.to));
        let both = Cube { family: self.family, from, to, services: self.services.and(&other.services) };
        (!both.is_empty()).then_some(both)
    }

    /// What is in this one and not in `other`: three cubes at most, disjoint.
    pub fn minus(&self, other: &Cube) -> Vec<Cube> {
        let Some(both) = self.and(other) else { return vec![self.clone()] };
        let family = self.family;
        let from = Cube { family, from: self.from.minus(&both.from), to: self.to.clone(), services: self.services.clone() };
        let to = Cube { family, from: both.from.clone(), to: self.to.minus(&both.to), services: self.services.clone() };
        let services = Cube { family, services: self.services.minus(&both.services), from: both.from, to: both.to };
        [from, to, services].into_iter().filter(|cube| !cube.is_empty()).collect()
    }

    /// Its lowest packet.
    pub fn packet(&self) -> Option<Packet> {
        let service = self.services.first()?;
        Some(Packet {
            from: self.family.address(self.from.first()?)?,
            to: self.family.address(self.to.first()?)?,
            protocol: u8::try_from(service >> 16).ok()?,
            port: u16::try_from(service & 0xffff).ok()?,
        })
    }
}

/// A set of packets; its cubes may overlap.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Traffic(Vec<Cube>);

impl Traffic {
    /// The set of one cube.
    pub fn one(cube: Cube) -> Traffic {
        std::iter::once(cube).collect()
    }

    /// The set of one packet.
    pub fn of_packet(packet: &Packet) -> Traffic {
        let single = |n: u128| Ranges::one(n, n);
        let services = ports(packet.protocol, packet.port, packet.port);
        let family = Family::of(packet.from);
        Traffic::one(Cube { family, from: single(number(packet.from)), to: single(number(packet.to)), services })
    }

    /// Everything, in both families.
    pub fn everything() -> Traffic {
        let all = |family: Family| {
            let everything = family.everything();
            Cube { family, from: everything.clone(), to: everything, services: any_service() }
        };
        Family::ALL.into_iter().map(all).collect()
    }

    /// Its cubes.
    pub fn cubes(&self) -> &[Cube] {
        &self.0
    }

    /// Whether no packet is in it.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds what is in `other`.
    pub fn add(&mut self, other: &Traffic) {
        for cube in &other.0 {
            if !self.0.contains(cube) {
                self.0.push(cube.clone());
            }
        }
    }

    /// What is in both.
    pub fn and(&self, other: &Traffic) -> Traffic {
        self.0.iter().flat_map(|a| other.0.iter().filter_map(|b| a.and(b))).collect()
    }

    /// What is in this one and not in `other`.
    pub fn minus(&self, other: &Traffic) -> Traffic {
        let mut rest = self.0.clone();
        for taken in &other.0 {
            rest = rest.iter().flat_map(|cube| cube.minus(taken)).collect();
        }
        Traffic(rest)
    }

    /// Whether everything of `other` is in it.
    pub fn holds(&self, other: &Traffic) -> bool {
        other.minus(self).is_empty()
    }

    /// Whether the two share a packet.
    pub fn meets(&self, other: &Traffic) -> bool {
        self.0.iter().any(|a| other.0.iter().any(|b| a.and(b).is_some()))
    }

    /// Whether a packet is in it.
    pub fn contains(&self, packet: &Packet) -> bool {
        let service = (u128::from(packet.protocol) << 16) + u128::from(packet.port);
        let inside = |c: &Cube| {
            let ends = c.from.contains(number(packet.from)) && c.to.contains(number(packet.to));
            c.family == Family::of(packet.from) && ends && c.services.contains(service)
        };
        self.0.iter().any(inside)
    }

    /// A packet of it, the lowest of the first cube in order: the same for the same set of cubes.
    pub fn witness(&self) -> Option<Packet> {
        self.0.iter().min()?.packet()
    }
}

impl FromIterator<Cube> for Traffic {
    fn from_iter<I: IntoIterator<Item = Cube>>(cubes: I) -> Traffic {
        Traffic(cubes.into_iter().filter(|cube| !cube.is_empty()).collect())
    }
}

/// One packet, as evidence.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Packet {
    /// Its source.
    pub from: IpAddr,
    /// Its target.
    pub to: IpAddr,
    /// Its protocol's number.
    pub protocol: u8,
    /// The target's port, or the type of an ICMP message.
    pub port: u16,
}

impl fmt::Display for Packet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Packet { from, to, protocol, port } = self;
        match *protocol {
            protocol::TCP => write!(f, "{from} -> {to} tcp {port}"),
            protocol::UDP => write!(f, "{from} -> {to} udp {port}"),
            protocol::ICMP | protocol::ICMP6 => write!(f, "{from} -> {to} icmp type {port}"),
            other => write!(f, "{from} -> {to} protocol {other}"),
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test stops where it fails")]
mod tests {
    use super::*;

    fn cube(from: &str, to: &str, services: Ranges) -> Cube {
        let (from, to): (IpNet, IpNet) = (from.parse().unwrap(), to.parse().unwrap());
        let family = Family::of(from.addr());
        Cube { family, from: addresses(family, [&from]), to: addresses(family, [&to]), services }
    }

    #[test]
    fn a_hole_is_a_hole_and_the_rest_is_whole() {
        let all = cube("10.0.0.0/8", "0.0.0.0/0", any_service());
        let hole = cube("10.1.0.0/16", "192.0.2.1/32", ports(protocol::TCP, 443, 443));
        let rest: Traffic = all.minus(&hole).into_iter().collect();
        assert!(!rest.meets(&Traffic::one(hole.clone())));
        let mut whole = rest.clone();
        whole.add(&Traffic::one(hole));
        assert!(whole.holds(&Traffic::one(all.clone())) && Traffic::one(all).holds(&whole));
    }

    #[test]
    fn prefixes_hold_the_addresses_and_no_other() {
        for family in Family::ALL {
            let all = family.everything();
            let (hole, odd) = (Ranges::one(1 << 20, (1 << 21) + 77), Ranges::one(3, 3));
            for set in [all.clone(), all.minus(&hole), hole.or(&odd), all.minus(&odd), Ranges::default()] {
                let made = prefixes(family, &set);
                assert_eq!(addresses(family, &made), set);
                assert!(made.is_sorted());
            }
            assert_eq!(prefixes(family, &all).len(), 1);
        }
    }

    #[test]
    fn families_never_meet() {
        let v4 = Traffic::one(cube("0.0.0.0/0", "0.0.0.0/0", any_service()));
        let v6 = Traffic::one(cube("::/0", "::/0", any_service()));
        assert!(!v4.meets(&v6));
        assert_eq!(v4.minus(&v6), v4);
        assert!(Traffic::everything().minus(&v4).minus(&v6).is_empty());
    }

    #[test]
    fn a_witness_is_in_the_set_and_reads_as_one_looks_for_it() {
        let set = Traffic::one(cube("10.37.36.0/22", "10.37.33.0/24", ports(protocol::TCP, 443, 445)));
        let packet = set.witness().unwrap();
        assert!(set.contains(&packet));
        assert_eq!(packet.to_string(), "10.37.36.0 -> 10.37.33.0 tcp 443");
        assert!(!set.contains(&Packet { port: 446, ..packet }));
    }

    #[test]
    fn what_is_in_both_is_in_each() {
        let web = Traffic::one(cube("10.0.0.0/8", "0.0.0.0/0", ports(protocol::TCP, 80, 443)));
        let one = Traffic::one(cube("10.2.0.0/16", "192.0.2.0/24", any_service()));
        let both = web.and(&one);
        assert!(web.holds(&both) && one.holds(&both));
        assert_eq!(both.witness().unwrap().to_string(), "10.2.0.0 -> 192.0.2.0 tcp 80");
        assert!(!one.holds(&web) && web.meets(&one));
    }
}
