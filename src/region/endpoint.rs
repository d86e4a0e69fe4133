//! What an endpoint of a flow stands for: the sets of the specification, part 3.
//!
//! A set is a list of [`Unit`]s; two sets meet where a unit of one is, or lies in, a unit of the other.

use crate::net::VlanId;
use crate::region::{Domain, Protocol, School, Support, Vlan};

/// The smallest things that flows lead between.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Unit {
    /// All of a VLAN.
    Vlan(VlanId),
    /// A device or guest, in a VLAN.
    Device(String, VlanId),
    /// The firewall itself.
    Firewall,
    /// What lies beyond the outside and belongs to nobody we know.
    Internet,
    /// What the region has beyond the outside, other schools among it.
    Region,
    /// A network that is declared by name.
    Network(String),
}

impl Unit {
    /// The VLAN that it is or lies in.
    pub fn vlan(&self) -> Option<VlanId> {
        match self {
            Unit::Vlan(id) | Unit::Device(_, id) => Some(*id),
            _ => None,
        }
    }

    /// Whether everything of `other` is in this unit.
    pub fn holds(&self, other: &Unit) -> bool {
        self == other || matches!((self, other), (Unit::Vlan(a), Unit::Device(_, b)) if a == b)
    }

    /// Whether the two share anything.
    pub fn meets(&self, other: &Unit) -> bool {
        self.holds(other) || other.holds(self)
    }
}

/// The units of an endpoint; empty for `none`, for a zone without VLANs, and for what is unknown.
pub fn expand(school: &School, name: &str) -> Vec<Unit> {
    let vlans = |keep: &dyn Fn(&Vlan) -> bool| school.vlans.iter().filter(|v| keep(v)).map(|v| Unit::Vlan(*v.id)).collect();
    match name {
        "none" | "others" => Vec::new(),
        "firewall" => vec![Unit::Firewall],
        "internet" => vec![Unit::Internet],
        "inside" => vlans(&|v| !outside(school, &v.zone)),
        "out-of-scope" => vlans(&|v| *v.support == Support::OutOfScope),
        "region" => std::iter::once(Unit::Region).chain(networks(school, None)).collect(),
        "any" => {
            let mut all: Vec<Unit> = vlans(&|_| true);
            all.extend([Unit::Firewall, Unit::Internet, Unit::Region]);
            all.extend(networks(school, None));
            all
        }
        name => named(school, name),
    }
}

fn named(school: &School, name: &str) -> Vec<Unit> {
    if let Some(zone) = school.zones.iter().find(|z| *z.name == name) {
        let mut units: Vec<Unit> = school.vlans.iter().filter(|v| v.zone == zone.name).map(|v| Unit::Vlan(*v.id)).collect();
        if *zone.outside {
            units.extend([Unit::Internet, Unit::Region]);
            units.extend(networks(school, Some(name)));
        }
        return units;
    }
    if let Some(vlan) = school.vlan(name) {
        return vec![Unit::Vlan(*vlan.id)];
    }
    if school.networks.contains_key(name) {
        return vec![Unit::Network(name.to_owned())];
    }
    if school.firewall.as_ref().is_some_and(|f| *f.on == name) {
        return vec![Unit::Firewall];
    }
    vlans_of(school, name).into_iter().map(|id| Unit::Device(name.to_owned(), id)).collect()
}

/// The VLANs that a device or guest has a card in.
pub fn vlans_of(school: &School, name: &str) -> Vec<VlanId> {
    let id = |vlan: &str| school.vlan(vlan).map(|v| *v.id);
    if let Some(guest) = school.guest(name) {
        return guest.nics.iter().filter_map(|n| id(&n.vlan)).collect();
    }
    if let Some(device) = school.device(name) {
        return device.vlan.iter().filter_map(|v| id(v)).collect();
    }
    let managed = school.switch(name).is_some()
        || school.host(name).is_some()
        || school.ups.iter().any(|u| *u.name == name)
        || school.access_points.iter().any(|a| *a.name == name);
    managed.then(|| school.vlan_of(Domain::Management)).flatten().map(|v| *v.id).into_iter().collect()
}

/// The networks reached through a zone, or, with `None`, through any outside zone.
fn networks<'a>(school: &'a School, zone: Option<&'a str>) -> impl Iterator<Item = Unit> + 'a {
    let through = move |via: &str| match zone {
        Some(zone) => via == zone,
        None => outside(school, via),
    };
    school.networks.values().filter(move |n| through(&n.through)).map(|n| Unit::Network(n.name.value().clone()))
}

/// Whether a zone lies outside.
pub fn outside(school: &School, zone: &str) -> bool {
    school.zones.iter().any(|z| *z.name == zone && *z.outside)
}

/// The zone of a unit, by name.
pub fn zone<'a>(school: &'a School, unit: &Unit) -> Option<&'a str> {
    school.vlan_by_id(unit.vlan()?).map(|v| v.zone.as_str())
}

/// Whether two protocols share a port; `any` shares with all.
pub fn services_meet(school: &School, a: &str, b: &str) -> bool {
    if a == b || a == "any" || b == "any" {
        return true;
    }
    let (Some(a), Some(b)) = (school.protocols.get(a), school.protocols.get(b)) else { return false };
    let shared = |x: &[(u16, u16)], y: &[(u16, u16)]| x.iter().any(|p| y.iter().any(|q| p.0 <= q.1 && q.0 <= p.1));
    shared(&a.tcp, &b.tcp) || shared(&a.udp, &b.udp) || (a.icmp.is_some() && a.icmp == b.icmp)
}

/// Whether everything of protocol `b` is in protocol `a`.
pub fn service_holds(school: &School, a: &str, b: &str) -> bool {
    if a == b || a == "any" {
        return true;
    }
    let (Some(a), Some(b)) = (school.protocols.get(a), school.protocols.get(b)) else { return false };
    let inside = |x: &[(u16, u16)], y: &[(u16, u16)]| y.iter().all(|q| x.iter().any(|p| p.0 <= q.0 && q.1 <= p.1));
    let empty = |p: &Protocol| p.tcp.is_empty() && p.udp.is_empty() && p.icmp.is_none();
    !empty(b) && inside(&a.tcp, &b.tcp) && inside(&a.udp, &b.udp) && (b.icmp.is_none() || a.icmp == b.icmp)
}
