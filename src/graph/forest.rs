//! What hangs from what: a spanning tree of the cards, from the core down.

use super::picture::{Kind, Picture};
use crate::region::words::SwitchRole;
use std::collections::{BTreeMap, VecDeque};

/// A spanning forest: one tree for each island.
pub struct Forest {
    /// The card above each card; roots have none.
    pub parents: BTreeMap<usize, usize>,
    /// Every card, each after the one above it, a whole branch before the next.
    pub order: Vec<usize>,
}

impl Forest {
    /// The shortest ways from the core; a blocked link is taken only where nothing else leads.
    pub fn of(picture: &Picture) -> Forest {
        let count = picture.cards.len();
        let mut around: BTreeMap<usize, Vec<(usize, bool)>> = BTreeMap::new();
        for link in &picture.links {
            around.entry(link.a.0).or_default().push((link.b.0, link.is_blocked));
            around.entry(link.b.0).or_default().push((link.a.0, link.is_blocked));
        }
        // An island without the core hangs from its most central switch.
        let weight = |card: usize| match picture.cards.get(card).map(|card| card.kind) {
            Some(Kind::Switch { role: SwitchRole::Core, .. }) => 0,
            Some(Kind::Switch { role: SwitchRole::Distribution, .. }) => 1,
            Some(Kind::Switch { .. }) => 2,
            _ => 3,
        };
        let mut starts: Vec<usize> = (0..count).collect();
        starts.sort_by_key(|&card| (Some(card) != picture.root, weight(card), card));
        let mut parents = BTreeMap::new();
        let mut children: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        let mut seen = vec![false; count];
        let mut roots = Vec::new();
        for start in starts {
            if !first_time(&mut seen, start) {
                continue;
            }
            roots.push(start);
            let (mut open, mut blocked) = (VecDeque::from([start]), VecDeque::new());
            while let Some(card) = open.pop_front() {
                for &(next, is_blocked) in around.get(&card).into_iter().flatten() {
                    if is_blocked {
                        blocked.push_back((card, next));
                    } else if first_time(&mut seen, next) {
                        parents.insert(next, card);
                        children.entry(card).or_default().push(next);
                        open.push_back(next);
                    }
                }
                while open.is_empty()
                    && let Some((card, next)) = blocked.pop_front()
                {
                    if first_time(&mut seen, next) {
                        parents.insert(next, card);
                        children.entry(card).or_default().push(next);
                        open.push_back(next);
                    }
                }
            }
        }
        let mut order = Vec::with_capacity(count);
        let mut stack: Vec<usize> = roots.into_iter().rev().collect();
        while let Some(card) = stack.pop() {
            order.push(card);
            stack.extend(children.get(&card).into_iter().flatten().rev());
        }
        Forest { parents, order }
    }
}

fn first_time(seen: &mut [bool], card: usize) -> bool {
    seen.get_mut(card).is_some_and(|seen| !std::mem::replace(seen, true))
}
