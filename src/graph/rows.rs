//! The order of boxes in their rows, and where they stand: few crossings, short links, buildings kept together.

use std::collections::BTreeMap;

/// Room between two boxes of one building, and between two buildings.
const NEAR: f64 = 10.0;
const FAR: f64 = 30.0;
/// Rounds of sorting and of pulling boxes towards what they are linked to.
const ROUNDS: usize = 8;

/// Something that stands in a row: a box, or a link that passes through.
#[derive(Clone, Debug)]
pub struct Node {
    /// Its row.
    pub row: usize,
    /// Its width.
    pub w: f64,
    /// What it must stand together with: a building.
    pub group: String,
}

/// A link between two neighbouring rows: from a place in the upper node to a place in the lower one.
#[derive(Clone, Debug)]
pub struct Pull {
    /// The upper node, and how far from its left edge.
    pub upper: (usize, f64),
    /// The lower node, and how far from its left edge.
    pub lower: (usize, f64),
}

/// The left edge of every node; the leftmost is 0.
pub fn place(nodes: &[Node], pulls: &[Pull]) -> Vec<f64> {
    let last = nodes.iter().map(|node| node.row).max().unwrap_or(0);
    let mut rows: Vec<Vec<usize>> =
        (0..=last).map(|row| nodes.iter().enumerate().filter(|(_, n)| n.row == row).map(|(i, _)| i).collect()).collect();
    rows.iter_mut().for_each(|row| *row = grouped(row, nodes, &BTreeMap::new()));
    let (mut best, mut fewest) = (rows.clone(), crossings(&rows, nodes, pulls));
    for round in 0..ROUNDS {
        let lefts = packed(&rows, nodes);
        let wanted = wishes(&lefts, nodes, pulls, round % 2 == 0);
        rows.iter_mut().for_each(|row| *row = grouped(row, nodes, &wanted));
        let count = crossings(&rows, nodes, pulls);
        if count < fewest {
            (best, fewest) = (rows.clone(), count);
        }
    }
    pulled(&best, nodes, pulls)
}

/// A row in the order of the nodes' wishes, groups kept together; what wishes nothing keeps its place.
fn grouped(row: &[usize], nodes: &[Node], wanted: &BTreeMap<usize, f64>) -> Vec<usize> {
    let own: BTreeMap<usize, f64> = row
        .iter()
        .enumerate()
        .map(|(at, node)| (*node, wanted.get(node).copied().unwrap_or(if wanted.is_empty() { at as f64 } else { f64::MAX })))
        .collect();
    let mut groups: BTreeMap<&str, (f64, usize, usize)> = BTreeMap::new();
    for (at, number) in row.iter().enumerate() {
        let (Some(node), Some(wish)) = (nodes.get(*number), own.get(number)) else { continue };
        let group = groups.entry(&node.group).or_insert((0.0, 0, at));
        if *wish < f64::MAX {
            group.0 += wish;
            group.1 += 1;
        }
    }
    let key = |number: &usize| {
        let group = nodes.get(*number).and_then(|node| groups.get(node.group.as_str())).copied().unwrap_or_default();
        let mean = if group.1 == 0 { f64::MAX } else { group.0 / group.1 as f64 };
        (mean, group.2, own.get(number).copied().unwrap_or(f64::MAX))
    };
    let mut sorted = row.to_vec();
    sorted.sort_by(|a, b| {
        let (a, b) = (key(a), key(b));
        a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)).then(a.2.total_cmp(&b.2))
    });
    sorted
}

fn gap(nodes: &[Node], a: usize, b: usize) -> f64 {
    match (nodes.get(a), nodes.get(b)) {
        (Some(a), Some(b)) if a.group == b.group => NEAR,
        _ => FAR,
    }
}

/// Rows packed and centred over each other.
fn packed(rows: &[Vec<usize>], nodes: &[Node]) -> BTreeMap<usize, f64> {
    let mut lefts = BTreeMap::new();
    for row in rows {
        let offsets = offsets(row, nodes);
        let end = row.last().zip(offsets.last()).map_or(0.0, |(n, x)| x + nodes.get(*n).map_or(0.0, |n| n.w));
        lefts.extend(row.iter().copied().zip(offsets.iter().map(|x| x - end / 2.0)));
    }
    lefts
}

/// The left edges of a row without any room to spare.
fn offsets(row: &[usize], nodes: &[Node]) -> Vec<f64> {
    let mut x = 0.0;
    let mut before = None;
    row.iter()
        .map(|&node| {
            if let Some(before) = before {
                x += nodes.get(before).map_or(0.0, |n: &Node| n.w) + gap(nodes, before, node);
            }
            before = Some(node);
            x
        })
        .collect()
}

/// Where each node would stand by its links: those to the row above, or to the row below.
fn wishes(lefts: &BTreeMap<usize, f64>, nodes: &[Node], pulls: &[Pull], by_upper: bool) -> BTreeMap<usize, f64> {
    let mut sums: BTreeMap<usize, (f64, f64)> = BTreeMap::new();
    for pull in pulls {
        let ((there, reach), (here, own)) = if by_upper { (pull.upper, pull.lower) } else { (pull.lower, pull.upper) };
        let sum = sums.entry(here).or_default();
        sum.0 += lefts.get(&there).copied().unwrap_or(0.0) + reach - own;
        sum.1 += 1.0;
    }
    let centre = |(node, (sum, count)): (usize, (f64, f64))| (node, sum / count + nodes.get(node).map_or(0.0, |n| n.w) / 2.0);
    sums.into_iter().map(centre).collect()
}

fn crossings(rows: &[Vec<usize>], nodes: &[Node], pulls: &[Pull]) -> usize {
    let lefts = packed(rows, nodes);
    let x = |(node, reach): (usize, f64)| lefts.get(&node).copied().unwrap_or(0.0) + reach;
    let mut by_row: BTreeMap<usize, Vec<(f64, f64)>> = BTreeMap::new();
    for pull in pulls {
        let row = nodes.get(pull.upper.0).map_or(0, |n| n.row);
        by_row.entry(row).or_default().push((x(pull.upper), x(pull.lower)));
    }
    let crossed = |list: &Vec<(f64, f64)>| {
        let pairs = list.iter().enumerate().flat_map(|(i, a)| list.iter().skip(i + 1).map(move |b| (a, b)));
        pairs.filter(|(a, b)| (a.0 - b.0) * (a.1 - b.1) < 0.0).count()
    };
    by_row.values().map(crossed).sum()
}

/// Each row is moved towards its links, in its order and with its gaps, down and up in turn.
fn pulled(rows: &[Vec<usize>], nodes: &[Node], pulls: &[Pull]) -> Vec<f64> {
    let mut lefts = packed(rows, nodes);
    let end =
        |row: &Vec<usize>| row.last().map_or(0.0, |n| lefts.get(n).copied().unwrap_or(0.0) + nodes.get(*n).map_or(0.0, |n| n.w));
    let widest = rows.iter().map(|row| 2.0 * end(row)).fold(0.0, f64::max);
    for round in 0..ROUNDS {
        let down = round % 2 == 0;
        let order: Vec<&Vec<usize>> = if down { rows.iter().skip(1).collect() } else { rows.iter().rev().skip(1).collect() };
        for row in order {
            let centres = wishes(&lefts, nodes, pulls, down);
            let wanted: Vec<f64> = row
                .iter()
                .map(|node| {
                    let half = nodes.get(*node).map_or(0.0, |n| n.w) / 2.0;
                    centres.get(node).map_or_else(|| lefts.get(node).copied().unwrap_or(0.0), |c| c - half)
                })
                .collect();
            let places = within(apart(&wanted, &offsets(row, nodes)), row, nodes, widest / 2.0);
            lefts.extend(row.iter().copied().zip(places));
        }
    }
    let least = lefts.values().copied().fold(f64::MAX, f64::min);
    (0..nodes.len()).map(|node| super::width::round(lefts.get(&node).copied().unwrap_or(0.0) - least)).collect()
}

/// The places of a row, moved inwards until none is farther than `reach` from the middle: no row is wider than the widest must be.
fn within(mut places: Vec<f64>, row: &[usize], nodes: &[Node], reach: f64) -> Vec<f64> {
    let offsets = offsets(row, nodes);
    let steps: Vec<f64> = offsets.windows(2).map(|pair| pair.last().unwrap_or(&0.0) - pair.first().unwrap_or(&0.0)).collect();
    let mut most = reach - row.last().and_then(|n| nodes.get(*n)).map_or(0.0, |n| n.w);
    for (at, place) in places.iter_mut().enumerate().rev() {
        *place = place.min(most);
        most = *place - at.checked_sub(1).and_then(|at| steps.get(at)).copied().unwrap_or(0.0);
    }
    let mut least = -reach;
    for (at, place) in places.iter_mut().enumerate() {
        *place = place.max(least);
        least = *place + steps.get(at).copied().unwrap_or(0.0);
    }
    places
}

/// The places nearest to those wanted that keep at least the distances of `offsets`: isotonic regression by pooling neighbours.
fn apart(wanted: &[f64], offsets: &[f64]) -> Vec<f64> {
    let mut pools: Vec<(f64, usize)> = Vec::new();
    for (want, offset) in wanted.iter().zip(offsets) {
        let mut pool = (want - offset, 1);
        while let Some(&(mean, count)) = pools.last()
            && mean > pool.0
        {
            pools.pop();
            let all = count + pool.1;
            pool = ((mean * count as f64 + pool.0 * pool.1 as f64) / all as f64, all);
        }
        pools.push(pool);
    }
    let means = pools.into_iter().flat_map(|(mean, count)| std::iter::repeat_n(mean, count));
    means.zip(offsets).map(|(mean, offset)| mean + offset).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn node(row: usize, group: &str) -> Node {
        Node { row, w: 10.0, group: group.to_owned() }
    }
    fn pull(upper: usize, lower: usize) -> Pull {
        Pull { upper: (upper, 5.0), lower: (lower, 5.0) }
    }

    #[test]
    fn links_that_cross_are_uncrossed() {
        let nodes = [node(0, "a"), node(0, "b"), node(1, "c"), node(1, "d")];
        let lefts = place(&nodes, &[pull(0, 3), pull(1, 2)]);
        assert_eq!(lefts[0] < lefts[1], lefts[3] < lefts[2], "{lefts:?}");
    }

    #[test]
    fn a_building_is_not_torn_apart() {
        let nodes = [node(0, ""), node(1, "a"), node(1, "b"), node(1, "a"), node(1, "b")];
        let lefts = place(&nodes, &[pull(0, 1), pull(0, 2), pull(0, 3), pull(0, 4)]);
        assert_eq!((lefts[1] < lefts[2], lefts[3] < lefts[2]), (lefts[1] < lefts[4], lefts[3] < lefts[4]), "{lefts:?}");
    }

    #[test]
    fn what_stands_in_a_row_keeps_its_distance() {
        assert_eq!(apart(&[5.0, 5.0, 5.0], &[0.0, 10.0, 20.0]), [-5.0, 5.0, 15.0]);
        assert_eq!(apart(&[0.0, 50.0], &[0.0, 10.0]), [0.0, 50.0]);
    }
}
