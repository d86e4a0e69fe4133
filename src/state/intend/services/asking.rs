//! From which VLANs a server may be asked: its own, and those that a flow opens.
//!
//! It looks at whole VLANs; a flow from one device opens nothing for its neighbours.

use crate::base::Origin;
use crate::region::{Flow, School, Support, Vlan};
use crate::state::service::{Seat, SeatKind};
use std::collections::BTreeSet;

/// A server as the end of a flow.
pub(super) struct Asked<'a> {
    /// The words of `to=` that it lies in.
    words: BTreeSet<&'a str>,
    /// The VLANs that it has a card in, and the card's row.
    vlans: Vec<(&'a Vlan, Origin)>,
}

impl<'a> Asked<'a> {
    /// A guest.
    pub(super) fn guest(school: &'a School, name: &str) -> Option<Asked<'a>> {
        let guest = school.guest(name)?;
        let vlans: Vec<_> = guest.nics.iter().filter_map(|n| Some((school.vlan(&n.vlan)?, n.vlan.origin()))).collect();
        let mut words: BTreeSet<&str> = [guest.name.as_str(), "any"].into();
        words.extend(vlans.iter().flat_map(|(vlan, _)| words_of(school, vlan)));
        Some(Asked { words, vlans })
    }

    /// Who runs a service.
    pub(super) fn seat(school: &'a School, seat: &Seat) -> Asked<'a> {
        let on = school.firewall.as_ref().map(|f| f.on.as_str());
        let firewall = || Asked { words: ["firewall", "any"].into_iter().chain(on).collect(), vlans: Vec::new() };
        match *seat.kind {
            SeatKind::Firewall => firewall(),
            SeatKind::Guest => Asked::guest(school, &seat.name).unwrap_or_else(firewall),
        }
    }

    /// The VLANs from which it may be asked at a UDP port, in order, each with the row that opens it.
    pub(super) fn askers(&self, school: &'a School, port: u16) -> Vec<(&'a Vlan, Origin)> {
        school.vlans.iter().filter_map(|vlan| Some((vlan, self.opened(school, vlan, port)?))).collect()
    }

    fn opened(&self, school: &School, vlan: &Vlan, port: u16) -> Option<Origin> {
        if let Some((_, card)) = self.vlans.iter().find(|(own, _)| own.name == vlan.name) {
            return Some(*card);
        }
        let shared = self.vlans.iter().find(|(own, _)| own.zone == vlan.zone).map(|(own, _)| *own);
        let words = words_of(school, vlan);
        let speaks = |flow: &&Flow| {
            let from = words.contains(flow.from.as_str()) || *flow.from == "any";
            // `inside` leaves out the other end's own zone.
            let inside = (*flow.from == "inside" || *flow.to == "inside") && shared.is_some();
            from && !inside && self.words.contains(flow.to.as_str()) && speaks_at(school, flow, port)
        };
        if school.flows.iter().filter(|f| !*f.allows).any(|f| speaks(&f)) {
            return None;
        }
        let allowed = school.flows.iter().filter(|f| *f.allows && *f.via != "proxy").find(speaks);
        let open = shared.and_then(|own| school.zones.iter().find(|z| *z.name == *own.zone && *z.open_inside));
        allowed.map(|f| f.from.origin()).or(open.map(|z| z.open_inside.origin()))
    }
}

/// The words by which a flow can mean all of a VLAN.
fn words_of<'a>(school: &School, vlan: &'a Vlan) -> BTreeSet<&'a str> {
    let outside = school.zones.iter().any(|z| *z.name == *vlan.zone && *z.outside);
    let out_of_scope = *vlan.support == Support::OutOfScope;
    let set = [(!outside).then_some("inside"), out_of_scope.then_some("out-of-scope")];
    set.into_iter().flatten().chain([vlan.name.as_str(), vlan.zone.as_str()]).collect()
}

/// Whether a flow's protocol has a UDP port.
fn speaks_at(school: &School, flow: &Flow, port: u16) -> bool {
    let protocol = school.protocols.get(flow.service.as_str());
    *flow.service == "any" || protocol.is_some_and(|p| p.udp.iter().any(|(first, last)| (*first..=*last).contains(&port)))
}
