//! Habits of whoever keeps rules: each says what it is for, refusals that matter leave a trace, and what fits no rule is refused.
//!
//! Nothing here lets a packet pass that should not. Entry points: [`unkept`] on a chain, [`crossings`] on sets of addresses.

use super::chains::{Author, Chain};
use super::faults::{Fault, FaultKind, Grounds};
use crate::net::traffic::{addresses, any_service};
use crate::net::{Cube, Family, Ranges, Traffic};
use ipnet::IpNet;
use std::net::IpAddr;

/// What is not kept in a chain.
pub(super) fn unkept(chain: &Chain, grounds: &Grounds) -> Vec<Fault> {
    let fault = |line: Option<usize>, kind: FaultKind, label: &str, packet| Fault {
        line,
        kind,
        chain: chain.name.clone(),
        label: label.to_owned(),
        by: None,
        packet,
    };
    let mut all = Vec::new();
    let (sensitive, mut rest) = (grounds.towards_sensitive(), chain.scope.clone());
    for step in &chain.steps {
        if step.author == Author::File {
            if step.label.is_empty() {
                all.push(fault(step.line, FaultKind::Unnamed, "", None));
            }
            let refused = || rest.and(&step.packets).and(&sensitive);
            if let Some(packet) = (!step.allows && !step.is_logged).then(refused).and_then(|r| r.witness()) {
                all.push(fault(step.line, FaultKind::Unlogged, &step.label, Some(packet)));
            }
        }
        if !step.at_hours {
            rest = rest.minus(&step.packets);
        }
    }
    if chain.accepts
        && !chain.is_own
        && let Some(packet) = rest.minus(&grounds.meant).witness()
    {
        all.push(fault(None, FaultKind::Accepting, "", Some(packet)));
    }
    all
}

/// Two sets of addresses that cross: they share some, and each has others.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct Crossing {
    /// The earlier set, by its place in the list.
    pub earlier: usize,
    /// The later one.
    pub later: usize,
    /// The first addresses that they share, from and to.
    pub shared: (IpAddr, IpAddr),
}

/// The sets of a list that cross, two by two: in order of the later, then of the earlier.
pub fn crossings<'a>(sets: impl IntoIterator<Item = &'a [IpNet]>) -> Vec<Crossing> {
    let known: Vec<[Ranges; 2]> = sets.into_iter().map(|prefixes| Family::ALL.map(|f| addresses(f, prefixes))).collect();
    let exceeds = |a: &[Ranges; 2], b: &[Ranges; 2]| a.iter().zip(b).any(|(a, b)| !a.minus(b).is_empty());
    let mut all = Vec::new();
    for (later, own) in known.iter().enumerate() {
        for (earlier, other) in known.iter().enumerate().take(later) {
            let mut meeting = own.iter().zip(other).zip(Family::ALL).filter(|((a, b), _)| a.meets(b));
            let Some(((a, b), family)) = meeting.next().filter(|_| exceeds(own, other) && exceeds(other, own)) else { continue };
            let shared = a.and(b).iter().next().and_then(|(first, last)| family.address(first).zip(family.address(last)));
            all.extend(shared.map(|shared| Crossing { earlier, later, shared }));
        }
    }
    all
}

impl Grounds {
    /// What somebody sends to machines whose attackers one wants to see; the firewall's own address is not one.
    fn towards_sensitive(&self) -> Traffic {
        let cube = |family: Family| {
            let to = addresses(family, &self.sensitive).minus(&self.own(family));
            Cube { family, from: family.everything(), to, services: any_service() }
        };
        Family::ALL.map(cube).into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chain_that_lets_pass_what_fits_no_rule_is_told_unless_all_of_that_is_meant() {
        let chain = |accepts: bool, is_own: bool| Chain {
            name: "pedago>dmz".to_owned(),
            scope: Traffic::everything(),
            steps: Vec::new(),
            accepts,
            is_own,
        };
        let told = |chain: &Chain, meant: Traffic| {
            let faults = unkept(chain, &Grounds { meant, ..Grounds::default() });
            faults.into_iter().map(|f| (f.kind, f.chain)).collect::<Vec<_>>()
        };
        let open = vec![(FaultKind::Accepting, "pedago>dmz".to_owned())];
        assert_eq!(told(&chain(true, false), Traffic::default()), open);
        assert_eq!(told(&chain(true, false), Traffic::everything()), []);
        assert_eq!(told(&chain(false, false), Traffic::default()), []);
        assert_eq!(told(&chain(true, true), Traffic::default()), [], "what the firewall sends itself");
    }

    #[test]
    fn sets_cross_only_when_each_has_addresses_of_its_own() {
        let nets = |all: &[&str]| all.iter().filter_map(|n| n.parse().ok()).collect::<Vec<IpNet>>();
        let (a, b, inner) =
            (nets(&["192.0.2.0/28", "2001:db8::/64"]), nets(&["192.0.2.0/29", "192.0.2.64/28"]), nets(&["192.0.2.0/30"]));
        let crossing = |sets: &[&[IpNet]]| {
            let found = crossings(sets.iter().copied());
            found.into_iter().map(|c| (c.later, c.earlier, format!("{}-{}", c.shared.0, c.shared.1))).collect::<Vec<_>>()
        };
        let shared = "192.0.2.0-192.0.2.7".to_owned();
        assert_eq!(crossing(&[&a, &b]), [(1, 0, shared.clone())]);
        assert_eq!(
            crossing(&[&a, &b, &a]),
            [(1, 0, shared.clone()), (2, 1, shared)],
            "each pair, and what is the same is no crossing"
        );
        assert_eq!(crossing(&[&a, &inner]), []);
    }
}
