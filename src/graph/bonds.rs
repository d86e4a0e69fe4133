//! How each link runs between its two cards: inside a column, along a row, or down from row to row.

use super::boxes::{Closet, Spot};
use super::picture::{Link, Picture};
use std::collections::BTreeMap;

/// The number of the operator's line, which is no link of the picture.
pub const WAN: usize = usize::MAX;

/// The way of a link. Its label stands at the lower end.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Way {
    /// Between two cards of one column.
    Inside,
    /// Between two cards of one box, over their heads.
    Arch,
    /// Between two boxes of one row, over their heads.
    Level,
    /// From a row to a lower one.
    Down,
}

/// A link with its way.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct Bond {
    /// The number of the link in the picture, or [`WAN`].
    pub link: usize,
    /// The upper card; of two in one row, the one that bears no label.
    pub upper: usize,
    /// The card that bears the label.
    pub lower: usize,
    /// The way.
    pub way: Way,
}

/// The bonds of a picture whose closets stand in rows.
pub fn bonds(picture: &Picture, closets: &[Closet], spots: &BTreeMap<usize, Spot>) -> Vec<Bond> {
    let row = |spot: &Spot| closets.get(spot.closet).map_or(0, |c| c.row);
    let of = |(number, link): (usize, &Link)| {
        let (a, b) = (spots.get(&link.a.0)?, spots.get(&link.b.0)?);
        let is_inside = a.closet == b.closet && a.column == b.column;
        // Of two equals, the end where the link is written bears the label.
        let a_is_lower = if is_inside { a.place >= b.place } else { row(a) >= row(b) };
        let (upper, lower) = if a_is_lower { (link.b.0, link.a.0) } else { (link.a.0, link.b.0) };
        let way = match () {
            () if is_inside => Way::Inside,
            () if a.closet == b.closet => Way::Arch,
            () if row(a) == row(b) => Way::Level,
            () => Way::Down,
        };
        Some(Bond { link: number, upper, lower, way })
    };
    picture.links.iter().enumerate().filter_map(of).collect()
}
