//! A policy as sets of packets: what may pass at some time, what passes at all times, what is forbidden.

use super::{End, Flow, Forbid, Part, Policy, Publish, Service};
use crate::net::traffic::{addresses, any_service, number, ports, protocol};
use crate::net::{Cube, Family, Ranges, Traffic};
use ipnet::IpNet;
use std::net::IpAddr;

/// Types of ICMP messages by the name that a service gives them: in IPv4 (RFC 792), in IPv6 (RFC 4443).
const ICMP: &[(&str, u16, u16)] = &[("echo", 8, 128), ("unreachable", 3, 1), ("time-exceeded", 11, 3)];

impl Service {
    /// Whether it is every packet.
    pub fn is_any(&self) -> bool {
        self.tcp.is_empty() && self.udp.is_empty() && self.icmp.is_none()
    }

    /// Protocols and ports in a family.
    pub fn ranges(&self, family: Family) -> Ranges {
        if self.is_any() {
            return any_service();
        }
        let of = |protocol: u8, list: &[(u16, u16)]| {
            let all = list.iter().map(|&(first, last)| ports(protocol, first, last));
            all.reduce(|sum, one| sum.or(&one)).unwrap_or_default()
        };
        let icmp = self.icmp.as_deref().map_or_else(Ranges::default, |name| {
            let (number, types) = match family {
                Family::V4 => (protocol::ICMP, ICMP.iter().find(|(n, ..)| *n == name).map(|t| t.1)),
                Family::V6 => (protocol::ICMP6, ICMP.iter().find(|(n, ..)| *n == name).map(|t| t.2)),
            };
            // A name that the table lacks is all of ICMP: too wide is refused sooner than too narrow.
            types.map_or_else(|| ports(number, 0, u16::MAX), |kind| ports(number, kind, kind))
        });
        of(protocol::TCP, &self.tcp).or(&of(protocol::UDP, &self.udp)).or(&icmp)
    }
}

impl Policy {
    /// The addresses of a part; the firewall's are all of them.
    pub fn addresses(&self, part: &Part, family: Family) -> Ranges {
        let single = |address: IpAddr| Ranges::one(number(address), number(address));
        match part {
            Part::Segment(id) => self.segment(*id).map_or_else(Ranges::default, |s| self.subnet(s, family)),
            Part::Device(device) => {
                let own = device.addresses.iter().filter(|a| Family::of(**a) == family);
                own.fold(Ranges::default(), |sum, a| sum.or(&single(*a)))
            }
            Part::Firewall => self.firewall(family),
            Part::Network(network) => addresses(family, &network.prefixes),
            Part::Region => {
                let tunnelled: Vec<IpNet> = self.tunnelled.iter().map(|p| *p.value()).collect();
                self.known(family).minus(&self.inside(family)).minus(&addresses(family, &tunnelled))
            }
            Part::Internet => family.everything().minus(&self.known(family)).minus(&self.inside(family)),
        }
    }

    /// The addresses of the VLANs and blocks inside.
    fn inside(&self, family: Family) -> Ranges {
        let inside = self.segments.iter().filter(|s| !*s.outside).map(|s| self.subnet(s, family));
        let blocks: Vec<IpNet> = self.blocks.iter().map(|b| *b.value()).collect();
        let blocks = addresses(family, &blocks);
        inside.flat_map(|one| one.iter().collect::<Vec<_>>()).chain(blocks.iter()).collect()
    }

    /// The addresses that belong to the region.
    fn known(&self, family: Family) -> Ranges {
        let prefixes: Vec<IpNet> = self.region.iter().map(|p| *p.value()).collect();
        addresses(family, &prefixes)
    }

    fn subnet(&self, segment: &super::Segment, family: Family) -> Ranges {
        let net = match family {
            Family::V4 => segment.v4.as_ref().map(|n| IpNet::V4(*n.value())),
            Family::V6 => segment.v6.as_ref().map(|n| IpNet::V6(*n.value())),
        };
        addresses(family, &net)
    }

    /// The firewall's addresses in every VLAN.
    fn firewall(&self, family: Family) -> Ranges {
        self.segments.iter().filter_map(|s| self.firewall_in(s, family)).map(|a| (number(a), number(a))).collect()
    }

    /// The firewall's address in a VLAN.
    pub fn firewall_in(&self, segment: &super::Segment, family: Family) -> Option<IpAddr> {
        match family {
            Family::V4 => segment.firewall4.as_ref().map(|a| IpAddr::V4(*a.value())),
            Family::V6 => segment.firewall6.as_ref().map(|a| IpAddr::V6(*a.value())),
        }
    }

    /// The packets of some services between two ends.
    pub fn between(&self, services: &[&Service], from: &End, to: &End) -> Traffic {
        let mut cubes = Vec::new();
        for family in Family::ALL {
            let ranges = services.iter().map(|s| s.ranges(family)).reduce(|sum, one| sum.or(&one)).unwrap_or_default();
            let firewall = self.firewall(family);
            for (source, target) in self.pairs(from, to) {
                // No VLAN sends from the firewall's address in it.
                let sources = match source {
                    Part::Firewall => firewall.clone(),
                    _ => self.addresses(source, family).minus(&firewall),
                };
                let targets = match (target, source.vlan().and_then(|id| self.segment(id))) {
                    (Part::Firewall, Some(segment)) => {
                        self.firewall_in(segment, family).map_or_else(Ranges::default, |a| Ranges::one(number(a), number(a)))
                    }
                    (Part::Firewall, None) => firewall.clone(),
                    // A VLAN is its machines, and the Internet is not the firewall's address towards the operator: what the
                    // firewall itself opens is said with `firewall`.
                    _ => self.addresses(target, family).minus(&firewall),
                };
                cubes.push(Cube { family, from: sources, to: targets, services: ranges.clone() });
            }
        }
        cubes.into_iter().collect()
    }

    /// The packets that a flow speaks of.
    pub fn of_flow(&self, flow: &Flow) -> Traffic {
        self.between(&[&flow.service], &flow.from, &flow.to)
    }

    /// The packets that a publication lets in, as they look once the firewall has given them their inner address.
    pub fn of_publish(&self, publish: &Publish) -> Traffic {
        self.between(&[&publish.service], &publish.from, &publish.to)
    }

    /// The packets that the region forbids by one statement.
    pub fn of_forbid(&self, forbid: &Forbid) -> Traffic {
        let services: Vec<&Service> = forbid.services.iter().collect();
        let mut all = Traffic::default();
        for from in &forbid.from {
            for to in &forbid.to {
                all.add(&self.between(&services, from, to));
            }
        }
        // What it spares it spares as a source and as a target.
        for family in Family::ALL {
            let parts = forbid.except.iter().flat_map(|e| &e.parts);
            let spared = parts.fold(Ranges::default(), |sum, p| sum.or(&self.addresses(p, family)));
            let all_of = |from: Ranges, to: Ranges| Cube { family, from, to, services: any_service() };
            let everything = family.everything();
            let taken = [all_of(spared.clone(), everything.clone()), all_of(everything, spared)];
            all = all.minus(&taken.into_iter().collect());
        }
        all
    }

    /// What passes at some time: every allowed flow, less what is denied at all times.
    pub fn may_pass(&self) -> Traffic {
        self.passing(|_| true, |deny| deny.hours.is_none())
    }

    /// What passes at all times, for everybody: less what any denial takes, at whatever time.
    pub fn must_pass(&self) -> Traffic {
        self.passing(|allow| allow.hours.is_none(), |_| true)
    }

    fn passing(&self, allowed: impl Fn(&Flow) -> bool, denied: impl Fn(&Flow) -> bool) -> Traffic {
        let mut open = Traffic::default();
        for flow in self.flows.iter().filter(|f| *f.allows && allowed(f)) {
            open.add(&self.of_flow(flow));
        }
        for publish in &self.publishes {
            open.add(&self.of_publish(publish));
        }
        let mut closed = Traffic::default();
        for flow in self.flows.iter().filter(|f| !*f.allows && denied(f)) {
            closed.add(&self.of_flow(flow));
        }
        open.minus(&closed)
    }
}
