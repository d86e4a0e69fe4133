//! What a firewall must let in to do what it is there for: its own services in their VLANs, and what is published.

use super::{Firewall, Where};
use crate::base::Sourced;
use crate::net::traffic::{addresses, number, ports, protocol};
use crate::net::{Cube, Family, Ranges, Traffic, VlanId, VlanSet};
use crate::state::Served;
use crate::state::service::SeatKind;
use ipnet::IpNet;
use std::net::Ipv4Addr;

/// Packets that something cannot do without.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Need {
    /// What needs them and between whom: `dns: pedagogie > firewall`.
    pub what: String,
    /// All of them must pass, at all hours.
    pub packets: Traffic,
}

/// What of a need depends on the software.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Default)]
pub struct Manner {
    /// The port of its proxy, where it has one.
    pub proxy: Option<u16>,
    /// Whether requests for leases meet its rules; a server that takes frames from the card never asks them.
    pub filters_leases: bool,
}

impl Firewall {
    /// What its own services and publications need. It would answer names and give the time in every VLAN: a VLAN needs it
    /// where a lease tells its stations so, or where some of it is `meant` to pass.
    pub fn needs(&self, served: &Served, meant: &Traffic, manner: Manner) -> Vec<Need> {
        let mut all = Vec::new();
        let scopes = || served.dhcp.iter().flat_map(|d| &d.scopes);
        let is_own = |address: &Sourced<Ipv4Addr>, vlan: VlanId| {
            self.interface(vlan).and_then(|i| i.v4.as_ref()).is_some_and(|v4| *v4.address == **address)
        };
        let names = ports(protocol::TCP, 53, 53).or(&ports(protocol::UDP, 53, 53));
        let time = ports(protocol::UDP, 123, 123);
        let told_names = scopes().filter(|s| s.dns.iter().any(|a| is_own(a, *s.vlan))).map(|s| *s.vlan).collect();
        let told_time = scopes().filter(|s| s.ntp.iter().any(|a| is_own(a, *s.vlan))).map(|s| *s.vlan).collect();
        for (what, vlans, told, services) in
            [("dns", &self.serves_dns, told_names, names), ("ntp", &self.serves_ntp, told_time, time)]
        {
            let told: VlanSet = told;
            let is_meant =
                |vlan: VlanId| Family::ALL.iter().any(|f| meant.meets(&Traffic::one(self.to_gateway(vlan, *f, &services))));
            let needing = vlans.iter().filter(|v| told.contains(*v) || is_meant(*v)).collect();
            self.of_vlans(what, &needing, &services, &mut all);
        }
        let leases = served.dhcp.as_ref().filter(|d| *d.seat.kind == SeatKind::Firewall);
        let leased = leases.into_iter().flat_map(|d| &d.scopes).map(|s| *s.vlan);
        let leasing: VlanSet = leased.chain(self.relays.iter().map(|r| *r.vlan)).collect();
        if manner.filters_leases {
            // Leases are IPv4's: in IPv6 stations make their own addresses.
            let request = ports(protocol::UDP, 67, 67);
            let of = |vlan: VlanId| Traffic::one(self.to_gateway(vlan, Family::V4, &request));
            let named = leasing.iter().filter_map(|vlan| Some((vlan, self.interface(vlan)?.name.value().clone())));
            all.extend(named.map(|(vlan, name)| Need { what: format!("dhcp: {name} > firewall"), packets: of(vlan) }));
        }
        if let (Some(port), Some(own)) = (manner.proxy, &self.proxy) {
            let filtered: VlanSet = own.filters.iter().flat_map(|f| f.vlans.iter()).collect();
            self.of_vlans("proxy", &filtered, &ports(protocol::TCP, port, port), &mut all);
        }
        for publication in &self.publications {
            let target: Vec<IpNet> = publication.addresses.iter().map(|a| IpNet::from(*a)).collect();
            let cube = |family: Family| Cube {
                family,
                from: self.outside(&publication.from, family),
                to: addresses(family, &target),
                services: publication.service.ranges(family),
            };
            // A forward is IPv4's alone; in IPv6 the machine's own address is reached, where it has one.
            let packets = Family::ALL.map(cube).into_iter().collect();
            all.push(Need { what: publication.subject.value().clone(), packets });
        }
        all.retain(|need| !need.packets.is_empty());
        all
    }

    /// A service of the firewall itself, in each of some VLANs.
    fn of_vlans(&self, what: &str, vlans: &VlanSet, services: &Ranges, all: &mut Vec<Need>) {
        for vlan in vlans.iter() {
            let Some(interface) = self.interface(vlan) else { continue };
            let packets = Family::ALL.map(|family| self.to_gateway(vlan, family, services)).into_iter().collect();
            all.push(Need { what: format!("{what}: {} > firewall", *interface.name), packets });
        }
    }

    fn to_gateway(&self, vlan: VlanId, family: Family, services: &Ranges) -> Cube {
        let (segment, gateway) = (Where::Segment(vlan), Where::Gateway(vlan));
        let to = self.addresses(&gateway, family);
        Cube { family, from: self.addresses(&segment, family).minus(&to), to, services: services.clone() }
    }

    /// The addresses of an end that are in no VLAN inside, and that a packet from elsewhere can bear.
    fn outside(&self, end: &Where, family: Family) -> Ranges {
        let inside = self.interfaces.iter().filter(|i| !*i.outside);
        let rest =
            inside.fold(self.addresses(end, family), |rest, i| rest.minus(&self.addresses(&Where::Segment(*i.vlan), family)));
        let own = self.own_addresses().into_iter().filter(|a| Family::of(*a) == family);
        // Addresses of a link, which no router carries (RFC 3927, RFC 4291).
        let links = ["169.254.0.0/16", "fe80::/10"].iter().filter_map(|net| net.parse().ok()).collect::<Vec<IpNet>>();
        rest.minus(&own.map(|a| (number(a), number(a))).collect()).minus(&addresses(family, &links))
    }
}
