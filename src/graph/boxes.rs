//! The closets of the drawing: which cards stand in which box, in which column, in which row.

use super::forest::Forest;
use super::picture::Picture;
use std::collections::{BTreeMap, BTreeSet};

/// A box: the cards of one closet that hang from the same box above.
#[derive(Clone, Debug)]
pub struct Closet {
    /// The closet's name.
    pub name: String,
    /// Its building: name, and what people call it.
    pub building: Option<(String, String)>,
    /// The box above; `None` at the top.
    pub parent: Option<usize>,
    /// The row, from 0 at the top.
    pub row: usize,
    /// Columns of cards, each with how far it is indented.
    pub columns: Vec<Vec<(usize, usize)>>,
}

/// Where a card stands: closet, column, place in the column.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct Spot {
    /// The closet.
    pub closet: usize,
    /// The column.
    pub column: usize,
    /// The place in the column, from 0 at its top.
    pub place: usize,
}

/// Cards under a card of their own closet stand below it, up to so many; a fuller closet spreads them side by side.
const TALL: usize = 3;

/// The closets of a picture, each after the one above it; those of the numbers in `spread` have their cards side by side.
pub fn closets(picture: &Picture, forest: &Forest, spread: &BTreeSet<usize>) -> Vec<Closet> {
    let mut closets: Vec<Closet> = Vec::new();
    let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let mut home: BTreeMap<usize, usize> = BTreeMap::new();
    let mut known: BTreeMap<(Option<usize>, &str, &str), usize> = BTreeMap::new();
    for &number in &forest.order {
        let Some(card) = picture.cards.get(number) else { continue };
        let building = card.building.as_ref().map_or("", |(name, _)| name);
        let above = forest.parents.get(&number).and_then(|parent| home.get(parent)).copied();
        let same = above.filter(|&above| {
            closets
                .get(above)
                .is_some_and(|c| c.name == card.closet && c.building.as_ref().map_or("", |(name, _)| name) == building)
        });
        let closet = same.unwrap_or_else(|| {
            *known.entry((above, building, &card.closet)).or_insert_with(|| {
                let row = above.and_then(|above| closets.get(above)).map_or(0, |above| above.row + 1);
                closets.push(Closet {
                    name: card.closet.clone(),
                    building: card.building.clone(),
                    parent: above,
                    row,
                    columns: Vec::new(),
                });
                closets.len() - 1
            })
        });
        home.insert(number, closet);
        members.entry(closet).or_default().push(number);
    }
    for (number, closet) in closets.iter_mut().enumerate() {
        let cards = members.remove(&number).unwrap_or_default();
        closet.columns = columns(&cards, forest, if closet.row == 0 || spread.contains(&number) { 1 } else { TALL });
    }
    closets
}

/// The top row spreads its cards, since everything hangs from there; below, a card stands under the one that it hangs from.
fn columns(cards: &[usize], forest: &Forest, tall: usize) -> Vec<Vec<(usize, usize)>> {
    let mut columns: Vec<Vec<(usize, usize)>> = Vec::new();
    for &card in cards {
        let parent = forest.parents.get(&card);
        let above = columns.iter_mut().find_map(|column| {
            let indent = column.iter().find(|(above, _)| Some(above) == parent)?.1;
            Some((column, indent))
        });
        match above {
            Some((column, indent)) if tall > 1 => column.push((card, indent + 1)),
            _ => columns.push(vec![(card, 0)]),
        }
    }
    match columns.iter().any(|column| column.len() > tall) {
        true => cards.iter().map(|&card| vec![(card, 0)]).collect(),
        false => columns,
    }
}

/// Where each card stands.
pub fn spots(closets: &[Closet]) -> BTreeMap<usize, Spot> {
    let mut spots = BTreeMap::new();
    for (closet, c) in closets.iter().enumerate() {
        for (column, cards) in c.columns.iter().enumerate() {
            for (place, &(card, _)) in cards.iter().enumerate() {
                spots.insert(card, Spot { closet, column, place });
            }
        }
    }
    spots
}

/// Moves boxes that nothing hangs from out of rows that are too wide: first those whose building stands in the next row too,
/// then the last; false when nothing moved.
pub fn even_out(closets: &mut [Closet], widths: &BTreeMap<usize, f64>, widest: f64) -> bool {
    let last = closets.iter().map(|c| c.row).max().unwrap_or(0);
    let mut moved = false;
    for row in 1..=last {
        let here: Vec<usize> = closets.iter().enumerate().filter(|(_, c)| c.row == row).map(|(i, _)| i).collect();
        let below: Vec<_> = closets.iter().filter(|c| c.row == row + 1).filter_map(|c| c.building.clone()).collect();
        let joins = |at: &usize| closets.get(*at).and_then(|c| c.building.as_ref()).is_some_and(|b| below.contains(b));
        let (first, then): (Vec<usize>, Vec<usize>) = here.iter().rev().copied().partition(joins);
        let mut total: f64 = here.iter().filter_map(|i| widths.get(i)).sum();
        for at in first.into_iter().chain(then) {
            let is_leaf = closets.iter().all(|c| c.parent != Some(at));
            if total > widest && is_leaf && here.len() > 1 {
                total -= widths.get(&at).copied().unwrap_or(0.0);
                if let Some(closet) = closets.get_mut(at) {
                    closet.row += 1;
                    moved = true;
                }
            }
        }
    }
    moved
}
