//! The effective matrix of a policy: from which place to which something is open, and by which flows; from the sets of
//! packets, not from the words.
//!
//! Places divide the world: each VLAN, the firewall, what lies behind each VPN, the region, the Internet. Entry point:
//! [`Policy::matrix`].

use super::{Flow, Part, Policy};
use crate::net::traffic::any_service;
use crate::net::{Cube, Family, Ranges, Traffic};
use std::collections::{BTreeMap, BTreeSet};

/// The effective matrix.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Matrix {
    /// The places, in order of VLAN id, then the others.
    pub places: Vec<Place>,
    /// What is open between two places, by the indices of both; a pair of which nothing is open is absent.
    pub cells: BTreeMap<(usize, usize), Cell>,
}

/// A place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Place {
    /// Its name: a VLAN's, a VPN's, `firewall`, `region`, `internet`.
    pub name: String,
    /// What it is made of.
    pub parts: Vec<Part>,
}

/// What is open from one place to another.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Cell {
    /// The flows that open something, by their index in [`Policy::flows`], in order.
    pub flows: Vec<usize>,
    /// The publications that do, by their index in [`Policy::publishes`].
    pub publishes: Vec<usize>,
    /// Whether every packet passes at all times.
    pub all: bool,
}

impl Policy {
    /// The effective matrix: a flow stands in a cell when some packet of it passes there.
    pub fn matrix(&self) -> Matrix {
        let places = self.places();
        let addresses: Vec<Vec<(Family, Ranges)>> = places.iter().map(|place| self.of_place(place)).collect();
        let mut cells: BTreeMap<(usize, usize), Cell> = BTreeMap::new();
        let denied = |denies: &dyn Fn(&Flow) -> bool| {
            let mut closed = Traffic::default();
            self.flows.iter().filter(|f| !*f.allows && denies(f)).for_each(|deny| closed.add(&self.of_flow(deny)));
            closed
        };
        let (always_closed, ever_closed) = (denied(&|deny| deny.hours.is_none()), denied(&|_| true));
        let mut always: BTreeMap<(usize, usize), Traffic> = BTreeMap::new();
        for (index, flow) in self.flows.iter().enumerate().filter(|(_, f)| *f.allows) {
            let packets = self.of_flow(flow).minus(&always_closed);
            for pair in met(&packets, &addresses) {
                cells.entry(pair).or_default().flows.push(index);
                if flow.hours.is_none() && flow.service.is_any() {
                    always.entry(pair).or_default().add(&packets.minus(&ever_closed));
                }
            }
        }
        for (index, publish) in self.publishes.iter().enumerate() {
            for pair in met(&self.of_publish(publish).minus(&always_closed), &addresses) {
                cells.entry(pair).or_default().publishes.push(index);
            }
        }
        for ((from, to), open) in always {
            let (Some(from_there), Some(to_there)) = (addresses.get(from), addresses.get(to)) else { continue };
            let all = open.holds(&between(from_there, to_there));
            cells.entry((from, to)).and_modify(|cell| cell.all = all);
        }
        Matrix { places, cells }
    }

    /// The places that the world is divided into.
    fn places(&self) -> Vec<Place> {
        let vlan = |s: &super::Segment| Place { name: s.name.value().clone(), parts: vec![Part::Segment(*s.id)] };
        let mut places: Vec<Place> = self.segments.iter().filter(|s| !*s.outside).map(vlan).collect();
        places.push(Place { name: "firewall".to_owned(), parts: vec![Part::Firewall] });
        // What lies behind a VPN is a place of its own; networks beyond an outside zone are the region's.
        let outside: BTreeSet<&str> = self.segments.iter().filter(|s| *s.outside).map(|s| s.zone.as_str()).collect();
        let ends = self.flows.iter().flat_map(|f| [&f.from, &f.to]);
        let networks: BTreeSet<&Part> = ends.flat_map(|e| &e.parts).filter(|p| matches!(p, Part::Network(_))).collect();
        let mut behind: BTreeMap<&str, Vec<Part>> = BTreeMap::new();
        let mut region = vec![Part::Region];
        for part in networks {
            let Part::Network(network) = part else { continue };
            match outside.contains(network.through.as_str()) {
                true => region.push(part.clone()),
                false => behind.entry(&network.through).or_default().push(part.clone()),
            }
        }
        places.extend(behind.into_iter().map(|(name, parts)| Place { name: name.to_owned(), parts }));
        places.push(Place { name: "region".to_owned(), parts: region });
        // The operator's routers lie there too, and are nobody's place.
        places.push(Place { name: "internet".to_owned(), parts: vec![Part::Internet] });
        places
    }

    /// The addresses of a place in each family; the firewall's own are in its place alone.
    fn of_place(&self, place: &Place) -> Vec<(Family, Ranges)> {
        let of = |family: Family| {
            let all = place.parts.iter().fold(Ranges::default(), |sum, part| sum.or(&self.addresses(part, family)));
            match place.parts.as_slice() {
                [Part::Firewall] => (family, all),
                _ => (family, all.minus(&self.addresses(&Part::Firewall, family))),
            }
        };
        Family::ALL.map(of).into()
    }
}

/// Every packet from one place to another.
fn between(from: &[(Family, Ranges)], to: &[(Family, Ranges)]) -> Traffic {
    let pairs = from.iter().zip(to);
    pairs
        .map(|((family, from), (_, to))| Cube { family: *family, from: from.clone(), to: to.clone(), services: any_service() })
        .collect()
}

/// The pairs of places that some packets lead between; not from a place to itself.
fn met(packets: &Traffic, places: &[Vec<(Family, Ranges)>]) -> BTreeSet<(usize, usize)> {
    let mut pairs = BTreeSet::new();
    for cube in packets.cubes() {
        let meeting = |side: &Ranges| -> Vec<usize> {
            let meets = |place: &[(Family, Ranges)]| place.iter().any(|(f, there)| *f == cube.family && there.meets(side));
            places.iter().enumerate().filter(|(_, p)| meets(p)).map(|(index, _)| index).collect()
        };
        let (rows, columns) = (meeting(&cube.from), meeting(&cube.to));
        pairs.extend(rows.iter().flat_map(|&row| columns.iter().map(move |&column| (row, column))).filter(|(a, b)| a != b));
    }
    pairs
}
