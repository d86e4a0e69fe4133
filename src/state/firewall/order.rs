//! Rules whose order decides: one that lets pass and one that refuses, with packets in both and others in each.
//!
//! A narrow rule before a wide one of the other kind is an exception and is not told, nor is a rule that decides nothing at
//! all. Exact, on chains. Entry point: [`ordered`].

use super::chains::{Author, Chain, Step};
use super::faults::{Fault, FaultKind, Grounds};
use crate::net::Traffic;

/// Each later rule of such a pair, with the first rule that it meets so: worse where the order gives what is not meant.
pub(super) fn ordered(chain: &Chain, grounds: &Grounds) -> Vec<Fault> {
    let mut all = Vec::new();
    let (mut decided, mut tried): (Traffic, Vec<Tried>) = (Traffic::default(), Vec::new());
    for step in &chain.steps {
        let packets = chain.scope.and(&step.packets);
        let living = packets.minus(&decided);
        if step.author == Author::File && !living.is_empty() {
            all.extend(worst(chain, step, &packets, &tried, grounds));
            tried.push(Tried { step, packets: packets.clone(), living });
        }
        if !step.at_hours {
            decided.add(&packets);
        }
    }
    all
}

/// A rule of the file that decides something.
struct Tried<'a> {
    step: &'a Step,
    packets: Traffic,
    /// What no rule before it has decided.
    living: Traffic,
}

fn worst(chain: &Chain, step: &Step, packets: &Traffic, tried: &[Tried], grounds: &Grounds) -> Option<Fault> {
    let crossing = tried.iter().filter(|t| t.step.allows != step.allows && t.living.meets(packets));
    let crossing = crossing.filter(|t| !t.packets.holds(packets) && !packets.holds(&t.packets));
    let found = crossing.filter_map(|earlier| {
        let both = earlier.living.and(packets);
        // What the earlier rule does with them, against what is meant.
        let amiss = if earlier.step.allows { both.minus(&grounds.meant) } else { both.and(&grounds.meant) };
        let (kind, packet) = match amiss.witness() {
            Some(packet) => (FaultKind::Correlated, packet),
            None => (FaultKind::Ordered, both.witness()?),
        };
        let by = Some((earlier.step.line, earlier.step.label.clone()));
        let (chain, label) = (chain.name.clone(), step.label.clone());
        Some(Fault { line: step.line, kind, chain, label, by, packet: Some(packet) })
    });
    // The first of the worst.
    found.reduce(|worst, next| if next.kind < worst.kind { next } else { worst })
}
