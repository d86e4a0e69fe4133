//! The whole drawing: title, the operator, rows of closets, links between them, legend.
//!
//! The layout is layered: what hangs from the core stands a row below it. Between two rows links are curves; through a row
//! they pass straight, in a gap of their own; labels stand in a band of their card, where no link but their own comes.

use super::bonds::{Bond, WAN, Way, bonds};
use super::boxes::{Closet, closets, even_out, spots};
use super::forest::Forest;
use super::labels::PAD;
use super::measure::{Measured, Site};
use super::picture::Picture;
use super::rows::{Node, Pull, place};
use super::scene::{Block, Face, Item, Scene, Stroke};
use super::width::round;
use super::{legend, text};
use std::collections::{BTreeMap, BTreeSet};

/// The margin of the page.
const MARGIN: f64 = 28.0;
/// From a closet's border to its building's.
const AROUND: f64 = 7.0;
/// A row wider than this gives some boxes to the next; the width that makes the largest picture on a page is taken.
const WIDEST: &[f64] = &[1200.0, 1400.0, 1600.0, 1800.0, 2100.0, 2600.0, 4000.0];
/// So many closets are drawn with their cards side by side, to see whether that makes the picture larger.
const TRIES: usize = 12;
/// What an A3 page in landscape holds within its margins, at 96 dots an inch.
const PAGE: (f64, f64) = (1527.0, 1062.0);
/// The least width of a page: that of the legend.
const NARROWEST: f64 = 900.0;
/// The gap that a link takes when it passes through a row.
const PASS: f64 = 12.0;

/// Draws a picture.
pub fn draw(picture: &Picture) -> Scene {
    let forest = Forest::of(picture);
    let shrinks = |scene: &Scene| (scene.width / PAGE.0).max(scene.height / PAGE.1);
    let largest = |spread: &BTreeSet<usize>| {
        let boxes = closets(picture, &forest, spread);
        let scenes = WIDEST.iter().map(|&widest| arranged(picture, boxes.clone(), widest));
        scenes.min_by(|a, b| shrinks(a).total_cmp(&shrinks(b))).unwrap_or_default()
    };
    let mut spread = BTreeSet::new();
    let boxes = closets(picture, &forest, &spread);
    let mut best = largest(&spread);
    let stacked = boxes.iter().enumerate().filter(|(_, closet)| closet.columns.iter().any(|column| column.len() > 1));
    for (number, _) in stacked.take(TRIES) {
        spread.insert(number);
        let other = largest(&spread);
        if shrinks(&other) < shrinks(&best) - 0.005 {
            best = other;
        } else {
            spread.remove(&number);
        }
    }
    best
}

/// The drawing with rows of at most a width, where boxes can be moved to make it so.
fn arranged(picture: &Picture, mut boxes: Vec<Closet>, widest: f64) -> Scene {
    // Each round moves boxes down by a row; a page of more rows than this would be no page.
    for _ in 0..6 {
        let widths = Drawing::of(picture, &boxes, &BTreeMap::new()).measured.iter().map(|m| m.w).enumerate().collect();
        if !even_out(&mut boxes, &widths, widest) {
            break;
        }
    }
    // The first drawing tells in which order links reach a card; the second has them in that order.
    let hints = Drawing::of(picture, &boxes, &BTreeMap::new()).card_centres();
    Drawing::of(picture, &boxes, &hints).scene()
}

struct Drawing<'a> {
    picture: &'a Picture,
    closets: &'a [Closet],
    bonds: Vec<Bond>,
    measured: Vec<Measured>,
    /// Left edges: of the closets, of the operator's box, of passing links.
    lefts: Vec<f64>,
    nodes: Vec<Node>,
    /// The nodes that a link passes through.
    passes: BTreeMap<usize, Vec<usize>>,
    operator: Option<Block>,
}

/// The places of one row.
#[derive(Copy, Clone, Default)]
struct Row {
    top: f64,
    bottom: f64,
}

impl<'a> Drawing<'a> {
    fn of(picture: &'a Picture, closets: &'a [Closet], hints: &BTreeMap<usize, f64>) -> Drawing<'a> {
        let spots = spots(closets);
        let mut bonds = bonds(picture, closets, &spots);
        if let Some((card, _)) = picture.wan.as_ref().and_then(|wan| wan.at.as_ref()) {
            bonds.push(Bond { link: WAN, upper: WAN, lower: *card, way: Way::Down });
        }
        let site = Site { picture, bonds: &bonds, hints };
        let measured: Vec<Measured> = closets.iter().map(|closet| site.measure(closet)).collect();
        let operator = operator(picture);
        // Row 0 is the operator's; the closets' rows follow.
        let mut nodes: Vec<Node> =
            closets.iter().zip(&measured).map(|(c, m)| Node { row: c.row + 1, w: m.w, group: building(c) }).collect();
        let top = nodes.len();
        nodes.push(Node { row: 0, w: operator.as_ref().map_or(0.0, |o| o.w), group: String::new() });
        let mut pulls = Vec::new();
        let mut passes = BTreeMap::new();
        for bond in bonds.iter().filter(|bond| bond.way == Way::Down) {
            let Some(lower) = spots.get(&bond.lower).map(|s| s.closet) else { continue };
            let upper = spots.get(&bond.upper).map_or(top, |s| s.closet);
            let leave = measured.get(upper).map_or(nodes.get(top).map_or(0.0, |n| n.w) / 2.0, |m| m.exit_x(bond.link));
            let reach = measured.get(lower).map_or(0.0, |m| m.entry_x(bond.link, bond.lower));
            let rows = nodes.get(upper).map_or(0, |n| n.row) + 1..nodes.get(lower).map_or(0, |n| n.row);
            let mut from = (upper, leave);
            let group = closets.get(lower).map(building).unwrap_or_default();
            let mut through = Vec::new();
            for row in rows {
                nodes.push(Node { row, w: PASS, group: group.clone() });
                let pass = nodes.len() - 1;
                pulls.push(Pull { upper: from, lower: (pass, PASS / 2.0) });
                from = (pass, PASS / 2.0);
                through.push(pass);
            }
            pulls.push(Pull { upper: from, lower: (lower, reach) });
            passes.insert(bond.link, through);
        }
        let lefts = place(&nodes, &pulls);
        Drawing { picture, closets, bonds, measured, lefts, nodes, passes, operator }
    }

    fn left(&self, node: usize) -> f64 {
        self.lefts.get(node).copied().unwrap_or(0.0)
    }

    /// Where each card's entries are, for the order of links in a second drawing.
    fn card_centres(&self) -> BTreeMap<usize, f64> {
        let mut out = BTreeMap::new();
        for (closet, measured) in self.measured.iter().enumerate() {
            for ((_, card), way) in &measured.entries {
                if let Some(first) = way.first() {
                    out.insert(*card, self.left(closet) + first.end().0);
                }
            }
        }
        out
    }

    fn scene(self) -> Scene {
        let right = self.nodes.iter().enumerate().map(|(i, n)| self.left(i) + n.w).fold(0.0, f64::max);
        let width = (right + 2.0 * (MARGIN + AROUND)).max(NARROWEST);
        let shift = round((width - right) / 2.0);
        let mut header = Block::default();
        header.line(Face::Title, &text::title(self.picture), width - 2.0 * MARGIN);
        header.h += 3.0;
        header.line(Face::Heading, &text::summary(self.picture), width - 2.0 * MARGIN);
        // The operator's box stands beside the title where there is room.
        let beside = self.operator.is_some() && self.left(self.closets.len()) + shift > MARGIN + header.w + 40.0;
        let mut y = if beside { MARGIN } else { MARGIN + header.h + 12.0 };
        let mut items: Vec<Item> = header.at(MARGIN, MARGIN).collect();
        let (rows, frames) = self.rows(&mut y, shift);
        items.extend(frames);
        let place = |closet: usize| (self.left(closet) + shift, self.row_of(closet, &rows).top);
        for (closet, measured) in self.measured.iter().enumerate() {
            let (x, y) = place(closet);
            items.extend(measured.under.iter().cloned().map(|item| item.shifted(x, y)));
        }
        items.extend(self.links(&rows, shift));
        for (closet, measured) in self.measured.iter().enumerate() {
            let (x, y) = place(closet);
            items.extend(measured.lines.iter().cloned().map(|item| item.shifted(x, y)));
        }
        for (closet, measured) in self.measured.iter().enumerate() {
            let (x, y) = place(closet);
            items.extend(measured.over.iter().cloned().map(|item| item.shifted(x, y)));
        }
        if let Some(operator) = &self.operator {
            let top = rows.first().copied().unwrap_or_default().top;
            items.extend(operator.clone().at(self.left(self.closets.len()) + shift, top));
        }
        if self.closets.is_empty() {
            let mut note = Block::default();
            note.line(
                Face::Heading,
                "Aucun équipement du réseau local n'est décrit : l'établissement est seulement raccordé.",
                width,
            );
            y += 8.0;
            items.extend(note.at(MARGIN, y));
            y += 24.0;
        }
        let legend = legend::legend(self.picture, width - 2.0 * MARGIN);
        let h = legend.h;
        items.extend(legend.at(MARGIN, y + 10.0));
        Scene {
            width: round(width),
            height: round(y + 10.0 + h + MARGIN),
            title: text::title(self.picture),
            description: text::summary(self.picture),
            items,
        }
    }

    fn row_of(&self, node: usize, rows: &[Row]) -> Row {
        self.nodes.get(node).and_then(|n| rows.get(n.row)).copied().unwrap_or_default()
    }

    /// The rows from `y` down, and the buildings' frames in them.
    fn rows(&self, y: &mut f64, shift: f64) -> (Vec<Row>, Vec<Item>) {
        let count = self.nodes.iter().map(|node| node.row + 1).max().unwrap_or(0);
        let mut rows = Vec::with_capacity(count);
        let mut items = Vec::new();
        for row in 0..count {
            let h = match row {
                0 => self.operator.as_ref().map_or(0.0, |o| o.h),
                _ => self.here(row).filter_map(|i| self.measured.get(i)).map(|m| m.h).fold(0.0, f64::max),
            };
            *y += if row == 0 { 0.0 } else { self.channel(row) };
            let top = *y;
            let mut foot = 0.0;
            for group in self.groups(row) {
                let own = group.iter().filter_map(|&i| self.measured.get(i)).map(|m| m.h).fold(0.0, f64::max);
                foot = f64::max(foot, own + self.frame(&group, top, own, shift, &mut items) - h);
            }
            rows.push(Row { top, bottom: top + h + foot });
            *y += h + foot;
        }
        (rows, items)
    }

    /// The closets of a row, from left to right.
    fn here(&self, row: usize) -> impl Iterator<Item = usize> {
        let mut here: Vec<usize> =
            self.nodes.iter().enumerate().filter(|&(i, n)| n.row == row && i < self.closets.len()).map(|(i, _)| i).collect();
        here.sort_by(|a, b| self.left(*a).total_cmp(&self.left(*b)));
        here.into_iter()
    }

    /// Neighbours of one building.
    fn groups(&self, row: usize) -> Vec<Vec<usize>> {
        let mut groups: Vec<Vec<usize>> = Vec::new();
        for closet in self.here(row) {
            let same = |other: &usize| self.closets.get(*other).map(building) == self.closets.get(closet).map(building);
            match groups.last_mut() {
                Some(group) if group.last().is_some_and(same) => group.push(closet),
                _ => groups.push(vec![closet]),
            }
        }
        groups
    }

    /// A building's frame, its name where no link leaves; gives how far it reaches below the boxes.
    fn frame(&self, group: &[usize], top: f64, h: f64, shift: f64, items: &mut Vec<Item>) -> f64 {
        let Some((name, title)) = group.first().and_then(|i| self.closets.get(*i)).and_then(|c| c.building.clone()) else {
            return AROUND;
        };
        let edges = group.iter().map(|&i| (self.left(i), self.left(i) + self.measured.get(i).map_or(0.0, |m| m.w)));
        let (left, right) = edges.fold((f64::MAX, f64::MIN), |(l, r), (a, b)| (l.min(a), r.max(b)));
        let leaving = group.iter().flat_map(|&i| {
            let ways = self.measured.get(i).into_iter().flat_map(|m| m.exits.iter().flat_map(|(_, ways)| ways));
            ways.filter_map(|way| way.last()).map(move |s| self.left(i) + s.end().0).collect::<Vec<_>>()
        });
        let row = group.first().and_then(|&i| self.nodes.get(i)).map_or(0, |n| n.row);
        let passing = self.nodes.iter().enumerate().skip(self.closets.len() + 1).filter(|(_, n)| n.row == row);
        let passing = passing.map(|(i, _)| self.left(i) + PASS / 2.0);
        let mut stops: Vec<f64> = leaving.chain(passing).filter(|x| (left..=right).contains(x)).chain([left, right]).collect();
        stops.sort_by(f64::total_cmp);
        let gaps = stops.windows(2).filter_map(|pair| Some((*pair.first()?, *pair.last()?)));
        let (from, to) = gaps.fold((left, left), |best, gap| if gap.1 - gap.0 > best.1 - best.0 + 0.5 { gap } else { best });
        let words = if title.is_empty() { format!("Bâtiment {name}") } else { format!("{name} · {title}") };
        let words: Vec<String> = words.split_whitespace().map(str::to_owned).collect();
        let face = Face::Building;
        let room = to - from - 8.0;
        let lines = super::width::wrap(&words, " ", face.style().1 * 1.07, room);
        let mut block = Block::default();
        lines.iter().for_each(|line| block.line(face, line, room));
        let foot = block.h + AROUND + 4.0;
        items.push(Item::Rect {
            x: left + shift - AROUND,
            y: top - AROUND,
            w: right - left + 2.0 * AROUND,
            h: h + AROUND + foot,
            r: 9.0,
            class: "building".into(),
        });
        items.extend(block.at(from + shift + 4.0, top + h + 5.0));
        foot
    }

    /// The room for links above a row: more where they run far.
    fn channel(&self, row: usize) -> f64 {
        let far = self.bonds.iter().filter(|b| b.way == Way::Down).map(|bond| {
            let points = self.waypoints(bond);
            let pair = points.windows(2).find(|pair| pair.last().is_some_and(|(r, _)| *r == row));
            pair.and_then(|pair| Some((pair.first()?.1 - pair.last()?.1).abs())).unwrap_or(0.0)
        });
        let far = far.fold(0.0, f64::max);
        let level = self.bonds.iter().filter(|b| b.way == Way::Level && self.row(b.lower) == row).count();
        round(2.0 * AROUND + 26.0 + (far * 0.07).min(64.0) + if level > 0 { 16.0 } else { 0.0 })
    }

    fn closet_of(&self, card: usize) -> Option<usize> {
        self.closets.iter().position(|c| c.columns.iter().flatten().any(|(number, _)| *number == card))
    }

    fn row(&self, card: usize) -> usize {
        self.closet_of(card).and_then(|closet| self.nodes.get(closet)).map_or(0, |n| n.row)
    }

    /// The rows and places that a link comes through, before the order along a card is settled.
    fn waypoints(&self, bond: &Bond) -> Vec<(usize, f64)> {
        let operator = self.closets.len();
        let upper = self.closet_of(bond.upper).unwrap_or(operator);
        let Some(lower) = self.closet_of(bond.lower) else { return Vec::new() };
        let leave = match self.measured.get(upper) {
            Some(m) => m.exit_x(bond.link),
            None => self.nodes.get(operator).map_or(0.0, |n| n.w) / 2.0,
        };
        let reach = self.measured.get(lower).map_or(0.0, |m| m.entry_x(bond.link, bond.lower));
        let row = |node: usize| self.nodes.get(node).map_or(0, |n| n.row);
        let mut out = vec![(row(upper), self.left(upper) + leave)];
        for &pass in self.passes.get(&bond.link).into_iter().flatten() {
            out.push((row(pass), self.left(pass) + PASS / 2.0));
        }
        out.push((row(lower), self.left(lower) + reach));
        out
    }

    /// Links between boxes.
    fn links(&self, rows: &[Row], shift: f64) -> Vec<Item> {
        let mut out = Vec::new();
        let ways = self.ways();
        for bond in &self.bonds {
            let course = match bond.way {
                Way::Down => self.down(bond, &ways, rows, shift),
                Way::Level => self.level(bond, rows, shift),
                Way::Inside | Way::Arch => continue,
            };
            let (title, class) = match self.picture.links.get(bond.link) {
                Some(link) => (text::link(self.picture, link), text::line_class(link)),
                None => ("raccordement à l'opérateur".to_owned(), "link wan".to_owned()),
            };
            out.extend([Item::Open(title), Item::Path { course, class }, Item::Close]);
        }
        out
    }

    /// Which way out of its closet each link takes: sorted by where they go, so that they do not cross at the start.
    fn ways(&self) -> BTreeMap<usize, Vec<Stroke>> {
        let mut out = BTreeMap::new();
        for (links, ways) in self.measured.iter().flat_map(|m| &m.exits) {
            let towards = |link: &usize| {
                let bond = self.bonds.iter().find(|bond| bond.link == *link);
                bond.and_then(|bond| self.waypoints(bond).get(1).map(|(_, x)| *x)).unwrap_or(0.0)
            };
            let mut sorted = links.clone();
            sorted.sort_by(|a, b| towards(a).total_cmp(&towards(b)));
            out.extend(sorted.into_iter().zip(ways.iter().cloned()));
        }
        out
    }

    fn down(&self, bond: &Bond, ways: &BTreeMap<usize, Vec<Stroke>>, rows: &[Row], shift: f64) -> Vec<Stroke> {
        let mut course = Vec::new();
        let points = self.waypoints(bond);
        let row = |r: usize| rows.get(r).copied().unwrap_or_default();
        let Some(&(first, x)) = points.first() else { return course };
        match (self.closet_of(bond.upper), ways.get(&bond.link)) {
            (Some(closet), Some(way)) => {
                let (dx, dy) = (self.left(closet) + shift, row(first).top);
                course.extend(way.iter().map(|stroke| stroke.shifted(dx, dy)));
            }
            _ => course.push(Stroke::From(x + shift, row(first).bottom - AROUND)),
        }
        let mut at = course.last().map_or((0.0, 0.0), |s| s.end());
        let mut to = |course: &mut Vec<Stroke>, x: f64, y: f64| {
            let half = (at.1 + y) / 2.0;
            course.push(if (at.0 - x).abs() < 0.2 { Stroke::To(x, y) } else { Stroke::Curve([at.0, half, x, half, x, y]) });
            at = (x, y);
        };
        let x = course.last().map_or(x, |s| s.end().0);
        to(&mut course, x, row(first).bottom);
        for &(r, x) in points.get(1..).unwrap_or_default() {
            to(&mut course, x + shift, row(r).top - AROUND);
            to(&mut course, x + shift, row(r).bottom);
        }
        // The last piece runs through the row: there the closet's own way takes over.
        course.pop();
        if let Some(closet) = self.closet_of(bond.lower) {
            course.extend(self.entry(closet, bond, bond.lower, rows, shift).into_iter().map(|stroke| match stroke {
                Stroke::From(x, y) => Stroke::To(x, y),
                other => other,
            }));
        }
        course
    }

    fn entry(&self, closet: usize, bond: &Bond, card: usize, rows: &[Row], shift: f64) -> Vec<Stroke> {
        let (dx, dy) = (self.left(closet) + shift, self.row_of(closet, rows).top);
        let way = self.measured.get(closet).and_then(|m| m.entries.get(&(bond.link, card)));
        way.into_iter().flatten().map(|stroke| stroke.shifted(dx, dy)).collect()
    }

    fn level(&self, bond: &Bond, rows: &[Row], shift: f64) -> Vec<Stroke> {
        let entry =
            |card: usize| self.closet_of(card).map(|closet| self.entry(closet, bond, card, rows, shift)).unwrap_or_default();
        let (a, b) = (entry(bond.upper), entry(bond.lower));
        let [(ax, y), (bx, _)] = [&a, &b].map(|way| way.first().map_or((0.0, 0.0), |s| s.end()));
        let most = self.channel(self.row(bond.lower)) - 2.0 * AROUND;
        let peak = (12.0 + (ax - bx).abs() * 0.06).min(most) / 0.75;
        let over = y - AROUND;
        let mut course = vec![
            Stroke::From(ax, y),
            Stroke::To(ax, over),
            Stroke::Curve([ax, over - peak, bx, over - peak, bx, over]),
            Stroke::To(bx, y),
        ];
        course.extend(a);
        course.extend(b);
        course
    }
}

fn building(closet: &Closet) -> String {
    closet.building.as_ref().map(|(name, _)| name.clone()).unwrap_or_default()
}

/// The operator's box.
fn operator(picture: &Picture) -> Option<Block> {
    let wan = picture.wan.as_ref()?;
    let mut text = Block::default();
    text.line(Face::Name, &format!("Internet · {}", wan.operator), 400.0);
    text.line(Face::Small, &wan.detail, 400.0);
    let (w, h) = (text.w + 4.0 * PAD, text.h + 2.0 * PAD);
    let mut items = vec![Item::Rect { x: 0.0, y: 0.0, w, h, r: round(h / 2.0), class: "card wan".into() }];
    items.extend(text.at(2.0 * PAD, PAD - 1.0));
    Some(Block { w, h, items })
}
