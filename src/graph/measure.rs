//! One closet of the drawing: its cards and labels in place, and where links enter and leave it.

use super::bonds::{Bond, WAN, Way};
use super::boxes::Closet;
use super::labels::{self, PAD, TEXT};
use super::picture::Picture;
use super::scene::{Block, Face, Item, Stroke};
use super::text;
use std::collections::BTreeMap;

/// Room inside a closet's border.
const EDGE: f64 = 8.0;
/// The line of its name.
const NAME: f64 = 17.0;
/// How far a card stands to the right of the one above it.
const STEP: f64 = 16.0;
/// Room between two cards.
const GAP: f64 = 10.0;
/// Room beside the links that leave the first card, for the name of the building below them.
const TITLE: f64 = 80.0;
/// Room for a link without label, and between rails beside a column.
const RAIL: f64 = 9.0;

/// A closet, laid out from 0, 0.
#[derive(Clone, Debug, Default)]
pub struct Measured {
    /// Width.
    pub w: f64,
    /// Height.
    pub h: f64,
    /// Border and name: painted first.
    pub under: Vec<Item>,
    /// Links that stay inside.
    pub lines: Vec<Item>,
    /// Cards and labels: painted last.
    pub over: Vec<Item>,
    /// For a link and a card of this closet: the way from the top border, or from the arch, to the card.
    pub entries: BTreeMap<(usize, usize), Vec<Stroke>>,
    /// Links that leave downwards, and as many ways to the bottom border, from left to right.
    pub exits: Vec<(Vec<usize>, Vec<Vec<Stroke>>)>,
}

impl Measured {
    /// Where the way of a link begins on the top border.
    pub fn entry_x(&self, link: usize, card: usize) -> f64 {
        self.entries.get(&(link, card)).and_then(|way| way.first()).map_or(self.w / 2.0, |stroke| stroke.end().0)
    }
    /// Where a link leaves, before it is known which way it takes.
    pub fn exit_x(&self, link: usize) -> f64 {
        let ways = self.exits.iter().find(|(links, _)| links.contains(&link)).map(|(_, ways)| ways);
        let xs: Vec<f64> = ways.into_iter().flatten().filter_map(|way| way.last()).map(|stroke| stroke.end().0).collect();
        if xs.is_empty() { self.w / 2.0 } else { xs.iter().sum::<f64>() / xs.len() as f64 }
    }
}

/// What a closet is laid out from.
pub struct Site<'a> {
    /// The picture.
    pub picture: &'a Picture,
    /// Every bond.
    pub bonds: &'a [Bond],
    /// Where every card stood in a first drawing, for the order of links along a card; empty at first.
    pub hints: &'a BTreeMap<usize, f64>,
}

/// A link that comes to a card from above.
struct Entry {
    bond: Bond,
    card: usize,
    label: Option<Block>,
}

impl Entry {
    fn w(&self, least: f64) -> f64 {
        self.label.as_ref().map_or(RAIL, |label| (label.w + 14.0).max(least))
    }
}

impl Site<'_> {
    /// Lays out a closet.
    pub fn measure(&self, closet: &Closet) -> Measured {
        let mut out = Measured::default();
        let entries: Vec<Vec<Entry>> = closet.columns.iter().map(|column| self.entries(column)).collect();
        let band = entries.iter().flatten().filter_map(|e| e.label.as_ref()).map(|label| label.h + 5.0).fold(0.0, f64::max);
        let arches = entries.iter().flatten().filter(|e| e.bond.way == Way::Arch && e.label.is_some()).count();
        let arch = if arches == 0 { 0.0 } else { 16.0 + 5.0 * arches as f64 };
        let least = Face::Closet.width(&closet.name) + 20.0;
        let cards_top = NAME + arch + band + 4.0;
        let mut x = EDGE;
        for (column, entries) in closet.columns.iter().zip(entries) {
            let right = self.column(&mut out, column, entries, Frame { x, least, band_top: NAME + arch, cards_top });
            x = right + GAP;
        }
        out.w = (x - GAP + EDGE).max(least + EDGE);
        out.h += EDGE;
        self.arches(&mut out, arch);
        // Ways down end at the border, which is known only now.
        for way in out.exits.iter_mut().flat_map(|(_, ways)| ways) {
            if let Some(&last) = way.last() {
                way.push(Stroke::To(last.end().0, out.h));
            }
        }
        out.under.push(Item::Rect { x: 0.0, y: 0.0, w: out.w, h: out.h, r: 6.0, class: "closet".into() });
        let x = self.name_place(&out, Face::Closet.width(&closet.name));
        out.over.push(Item::Text { x, y: 13.0, text: closet.name.clone(), face: Face::Closet });
        out
    }

    /// The first place for the closet's name that no link from above runs through.
    fn name_place(&self, measured: &Measured, w: f64) -> f64 {
        let from_above = |link: usize| self.bonds.iter().any(|bond| bond.link == link && bond.way != Way::Arch);
        let lines = measured.entries.iter().filter(|((link, _), _)| from_above(*link));
        let mut lines: Vec<f64> = lines.filter_map(|(_, way)| way.first()).map(|s| s.end().0).collect();
        lines.sort_by(f64::total_cmp);
        let is_free = |x: f64| !lines.iter().any(|line| (x - 4.0..x + w + 4.0).contains(line));
        let starts = std::iter::once(EDGE).chain(lines.iter().map(|line| line + 6.0));
        starts.into_iter().find(|x| is_free(*x)).unwrap_or(EDGE)
    }

    /// The links that come to a column's cards from above, in the order of where they come from.
    fn entries(&self, column: &[(usize, usize)]) -> Vec<Entry> {
        let mut out = Vec::new();
        for &(card, _) in column {
            for bond in self.bonds {
                let comes = match bond.way {
                    Way::Inside => false,
                    Way::Arch | Way::Level => bond.lower == card || bond.upper == card,
                    Way::Down => bond.lower == card,
                };
                if comes {
                    let label = (bond.lower == card).then(|| self.label(bond, card));
                    out.push(Entry { bond: *bond, card, label });
                }
            }
        }
        // Links to the left, links from above, links to the right; of two to one side the farther one arches over the nearer.
        let place = |entry: &Entry| {
            let other = if entry.bond.lower == entry.card { entry.bond.upper } else { entry.bond.lower };
            let [own, other] = [entry.card, other].map(|card| self.hints.get(&card).copied().unwrap_or(0.0));
            if entry.bond.way == Way::Down { (0.0, 0.0) } else { ((other - own).signum(), -other) }
        };
        out.sort_by(|a, b| {
            let (a, b) = (place(a), place(b));
            a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1))
        });
        out
    }

    fn label(&self, bond: &Bond, card: usize) -> Block {
        if bond.link == WAN {
            let mut block = Block::default();
            let port = self.picture.wan.as_ref().and_then(|wan| wan.at.as_ref()).map_or("", |(_, port)| port.as_str());
            block.line(Face::Small, &format!("port {port}"), TEXT);
            return block;
        }
        self.picture.links.get(bond.link).map(|link| labels::link(self.picture, link, card)).unwrap_or_default()
    }

    /// Lays out a column; gives its right edge.
    fn column(&self, out: &mut Measured, column: &[(usize, usize)], entries: Vec<Entry>, frame: Frame) -> f64 {
        let top = column.first().map(|(card, _)| *card);
        let slots: f64 = entries.iter().map(|entry| entry.w(frame.least)).sum();
        let mut right = frame.x + slots;
        let mut x = frame.x;
        // What goes on to a card further down runs beside the column.
        let (straight, around): (Vec<_>, Vec<_>) = entries.into_iter().partition(|entry| Some(entry.card) == top);
        for entry in straight {
            let w = entry.w(frame.least);
            let at = x + 6.0;
            let from = if entry.bond.way == Way::Arch { frame.band_top } else { 0.0 };
            out.entries.insert((entry.bond.link, entry.card), vec![Stroke::From(at, from), Stroke::To(at, frame.cards_top)]);
            if let Some(label) = entry.label {
                out.over.extend(label.at(at + 5.0, frame.band_top + 1.0));
            }
            x += w;
        }
        let mut y = frame.cards_top;
        let mut tops: BTreeMap<usize, (f64, f64)> = BTreeMap::new();
        let mut rails = Vec::new();
        for (place, &(number, indent)) in column.iter().enumerate() {
            let Some(card) = self.picture.cards.get(number) else { continue };
            let left = frame.x + STEP * indent as f64;
            let is_last = place + 1 == column.len();
            if place > 0 {
                y = self.inside(out, number, left, y, &tops);
            }
            let leaving: Vec<usize> =
                self.bonds.iter().filter(|b| b.way == Way::Down && b.upper == number && b.link != WAN).map(|b| b.link).collect();
            let title = if frame.x > EDGE { 0.0 } else { TITLE };
            let room = if is_last && !leaving.is_empty() { leaving.len() as f64 * 13.0 + 12.0 + title } else { 0.0 };
            let least = if place == 0 && slots < 2.5 * TEXT { slots.max(room) } else { room };
            let block = labels::card(self.picture, card, least);
            let (w, h) = (block.w, block.h);
            out.over.extend(block.at(left, y));
            tops.insert(number, (left, y + h));
            right = right.max(left + w);
            if is_last && !leaving.is_empty() {
                let step = (w - 12.0 - title) / leaving.len() as f64;
                // Few links leave at the right, so that the building's name has room at the left.
                let step = if leaving.len() > 4 { step.min(26.0) } else { step.min(13.0) };
                let first = left + w - 6.0 - step * (leaving.len() as f64 - 0.5);
                let ways = (0..leaving.len()).map(|i| vec![Stroke::From(first + step * i as f64, y + h)]).collect();
                out.exits.push((leaving, ways));
            } else {
                rails.extend(leaving.into_iter().map(|link| (link, left + w, y + h - 8.0)));
            }
            rails.extend(around.iter().filter(|e| e.card == number).map(|e| (e.bond.link, left + w, y + 8.0)));
            y += h + GAP;
        }
        out.h = out.h.max(y - GAP);
        self.rails(out, rails, around, right, &frame)
    }

    /// Links of cards that have others above or below them: up or down beside the column. Gives the right edge.
    fn rails(&self, out: &mut Measured, rails: Vec<(usize, f64, f64)>, around: Vec<Entry>, right: f64, frame: &Frame) -> f64 {
        let mut edge = right;
        for (i, (link, from, y)) in rails.iter().enumerate() {
            let x = right + RAIL * (i as f64 + 1.0);
            edge = edge.max(x + 3.0);
            match around.iter().find(|entry| entry.bond.link == *link) {
                Some(entry) => {
                    let top = if entry.bond.way == Way::Arch { frame.band_top } else { 0.0 };
                    let way = vec![Stroke::From(x, top), Stroke::To(x, *y), Stroke::To(*from, *y)];
                    out.entries.insert((*link, entry.card), way);
                    if let Some(label) = &entry.label {
                        edge = edge.max(x + 8.0 + label.w);
                        out.over.extend(label.clone().at(x + 5.0, frame.band_top + 1.0));
                    }
                }
                None => out.exits.push((vec![*link], vec![vec![Stroke::From(*from, *y), Stroke::To(x, *y)]])),
            }
        }
        edge
    }

    /// The links from cards above in the same column: rails at the left, labels over the card. Gives the card's top.
    fn inside(&self, out: &mut Measured, card: usize, left: f64, mut y: f64, tops: &BTreeMap<usize, (f64, f64)>) -> f64 {
        let bonds: Vec<&Bond> = self.bonds.iter().filter(|b| b.way == Way::Inside && b.lower == card).collect();
        let from = y;
        for bond in &bonds {
            let label = self.label(bond, card);
            let h = label.h;
            out.over.extend(label.at(left + 2.0, y));
            y += h + 2.0;
        }
        for (i, bond) in bonds.iter().enumerate() {
            let (Some(link), Some(&(x, bottom))) = (self.picture.links.get(bond.link), tops.get(&bond.upper)) else { continue };
            let x = x + 7.0 + 4.0 * i as f64;
            let into = y + PAD + 6.0;
            let course = match x < left {
                true => vec![Stroke::From(x, bottom), Stroke::To(x, into), Stroke::To(left, into)],
                false => {
                    vec![Stroke::From(left - 4.0, bottom.max(from - GAP)), Stroke::To(left - 4.0, into), Stroke::To(left, into)]
                }
            };
            out.lines.push(Item::Open(text::link(self.picture, link)));
            out.lines.push(Item::Path { course, class: text::line_class(link) });
            out.lines.push(Item::Close);
        }
        y
    }

    /// The links between two columns, over the cards' heads.
    fn arches(&self, out: &mut Measured, height: f64) {
        let span = |bond: &Bond| (out.entry_x(bond.link, bond.upper) - out.entry_x(bond.link, bond.lower)).abs();
        let here = |bond: &&Bond| bond.way == Way::Arch && out.entries.contains_key(&(bond.link, bond.lower));
        let bonds: Vec<(Bond, f64)> = self.bonds.iter().filter(here).map(|bond| (*bond, span(bond))).collect();
        let widest = bonds.iter().map(|(_, span)| *span).fold(1.0, f64::max);
        for (bond, span) in &bonds {
            let Some(link) = self.picture.links.get(bond.link) else { continue };
            let ends = [bond.upper, bond.lower].map(|card| out.entries.get(&(bond.link, card)).cloned());
            let [Some(a), Some(b)] = ends else { continue };
            let [(ax, ay), (bx, by)] = [&a, &b].map(|way| way.first().map_or((0.0, 0.0), |s| s.end()));
            let peak = height * (0.5 + 0.7 * span / widest);
            let mut course = vec![Stroke::From(ax, ay), Stroke::Curve([ax, ay - peak, bx, by - peak, bx, by])];
            course.extend(a);
            course.extend(b);
            out.lines.push(Item::Open(text::link(self.picture, link)));
            out.lines.push(Item::Path { course, class: text::line_class(link) });
            out.lines.push(Item::Close);
        }
    }
}

/// The frame of a column.
struct Frame {
    x: f64,
    least: f64,
    band_top: f64,
    cards_top: f64,
}
