//! Who may ask a server: the VLANs that it has a card in, and whatever a flow opens.
//!
//! It looks at whole VLANs; a flow from one device opens nothing for its neighbours. Entry point: [`End`].

use crate::base::Origin;
use crate::region::{Flow, School, Server, Support, Vlan};
use crate::state::service::{Seat, SeatKind};
use std::collections::BTreeSet;

/// One end of a flow: a VLAN, a guest, a device, the firewall or a network.
#[derive(Debug)]
pub struct End<'a> {
    /// The words of `from=` and `to=` that mean it, or something that it lies in.
    words: BTreeSet<&'a str>,
    /// The VLANs that it is or has a card in, each with the row that says so.
    vlans: Vec<(&'a Vlan, Origin)>,
}

impl<'a> End<'a> {
    /// All of a VLAN.
    pub fn vlan(school: &'a School, vlan: &'a Vlan) -> End<'a> {
        End { words: words_of(school, vlan), vlans: vec![(vlan, vlan.name.origin())] }
    }

    /// The firewall itself.
    pub fn firewall(school: &'a School) -> End<'a> {
        let on = school.firewall.as_ref().map(|f| f.on.as_str());
        End { words: ["firewall", "any"].into_iter().chain(on).collect(), vlans: Vec::new() }
    }

    /// A guest, a device or a network, by name; none for what is neither.
    pub fn named(school: &'a School, name: &str) -> Option<End<'a>> {
        if school.firewall.as_ref().is_some_and(|f| *f.on == name) {
            return Some(End::firewall(school));
        }
        if let Some(network) = school.networks.get(name) {
            let through = network.through.as_str();
            let outside = school.zones.iter().any(|z| *z.name == through && *z.outside);
            let words = [network.name.as_str(), through, "any"].into_iter().chain(outside.then_some("region"));
            return Some(End { words: words.collect(), vlans: Vec::new() });
        }
        let (own, vlans): (&str, Vec<_>) = match (school.guest(name), school.device(name)) {
            (Some(guest), _) => (&guest.name, guest.nics.iter().map(|n| &n.vlan).collect()),
            (None, Some(device)) => (&device.name, device.vlan.iter().collect()),
            (None, None) => return None,
        };
        let vlans: Vec<_> = vlans.into_iter().filter_map(|v| Some((school.vlan(v)?, v.origin()))).collect();
        let words = vlans.iter().flat_map(|(vlan, _)| words_of(school, vlan)).chain([own]).collect();
        Some(End { words, vlans })
    }

    /// Who runs a service.
    pub fn seat(school: &'a School, seat: &Seat) -> End<'a> {
        let guest = || End::named(school, &seat.name);
        let found = if *seat.kind == SeatKind::Guest { guest() } else { None };
        found.unwrap_or_else(|| End::firewall(school))
    }

    /// A server that clients are told; none where nobody is meant, or an address of which nothing is known.
    pub fn server(school: &'a School, server: &Server, region: Option<&str>) -> Option<End<'a>> {
        match server {
            Server::Firewall(_) => Some(End::firewall(school)),
            Server::Named(name) => End::named(school, name),
            Server::Region(_) => End::named(school, region?),
            Server::Address(_) | Server::None(_) => None,
        }
    }

    /// The VLANs from which it may be asked at a UDP port, in order, each with the row that opens it.
    pub fn askers(&self, school: &'a School, port: u16) -> Vec<(&'a Vlan, Origin)> {
        let opened = |vlan| self.opened(school, &End::vlan(school, vlan), port);
        school.vlans.iter().filter_map(|vlan| Some((vlan, opened(vlan)?))).collect()
    }

    /// The row that lets `from` ask it at a UDP port; none where nothing does, or a `deny` takes it back.
    pub fn opened(&self, school: &School, from: &End, port: u16) -> Option<Origin> {
        let both = |same: fn(&Vlan, &Vlan) -> bool| {
            self.vlans.iter().find(|(own, _)| from.vlans.iter().any(|(vlan, _)| same(own, vlan))).copied()
        };
        if let Some((_, card)) = both(|a, b| a.name == b.name) {
            return Some(card);
        }
        let zone = both(|a, b| a.zone == b.zone);
        let speaks = |flow: &&Flow| {
            // `inside` leaves out the other end's own zone.
            let is_inside = *flow.from == "inside" || *flow.to == "inside";
            let ends = from.words.contains(flow.from.as_str()) && self.words.contains(flow.to.as_str());
            ends && !(is_inside && zone.is_some()) && speaks_at(school, flow, port)
        };
        if school.flows.iter().filter(|f| !*f.allows).any(|f| speaks(&f)) {
            return None;
        }
        let allowed = school.flows.iter().filter(|f| *f.allows && *f.via != "proxy").find(speaks);
        let open = zone.and_then(|(own, _)| school.zones.iter().find(|z| *z.name == *own.zone && *z.open_inside));
        allowed.map(|f| f.from.origin()).or(open.map(|z| z.open_inside.origin()))
    }
}

/// The words by which a flow can mean all of a VLAN.
fn words_of<'a>(school: &School, vlan: &'a Vlan) -> BTreeSet<&'a str> {
    let outside = school.zones.iter().any(|z| *z.name == *vlan.zone && *z.outside);
    let out_of_scope = *vlan.support == Support::OutOfScope;
    let set = [(!outside).then_some("inside"), out_of_scope.then_some("out-of-scope")];
    set.into_iter().flatten().chain([vlan.name.as_str(), vlan.zone.as_str(), "any"]).collect()
}

/// Whether a flow's protocol has a UDP port.
fn speaks_at(school: &School, flow: &Flow, port: u16) -> bool {
    let protocol = school.protocols.get(flow.service.as_str());
    *flow.service == "any" || protocol.is_some_and(|p| p.udp.iter().any(|(first, last)| (*first..=*last).contains(&port)))
}
