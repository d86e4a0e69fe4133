//! A drawing before it is written: shapes with their places, in the order in which they are painted.

use super::width::{fit, round, width};
use crate::region::words::Domain;

/// A drawing.
#[derive(Clone, Debug, Default)]
pub struct Scene {
    /// Width in pixels.
    pub width: f64,
    /// Height in pixels.
    pub height: f64,
    /// What it is called.
    pub title: String,
    /// What it shows, in a sentence.
    pub description: String,
    /// Its shapes.
    pub items: Vec<Item>,
}

/// The faces that texts are set in.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Face {
    /// The title of the page.
    Title,
    /// What stands below it, and headings of the legend.
    Heading,
    /// The name of a card.
    Name,
    /// The name of a closet.
    Closet,
    /// The name of a building.
    Building,
    /// Text.
    Body,
    /// Text that matters less.
    Small,
    /// A word of warning: out of date, not there yet.
    Alert,
    /// The two letters of a sign.
    Sign,
}

impl Face {
    /// Every face.
    pub const ALL: &'static [Face] =
        &[Face::Title, Face::Heading, Face::Name, Face::Closet, Face::Building, Face::Body, Face::Small, Face::Alert, Face::Sign];
    /// Its class, size in pixels, and whether it is bold.
    pub fn style(self) -> (&'static str, f64, bool) {
        match self {
            Face::Title => ("title", 22.0, true),
            Face::Heading => ("heading", 12.5, false),
            Face::Name => ("name", 12.5, true),
            Face::Closet => ("closet-name", 11.0, true),
            Face::Building => ("building-name", 12.0, true),
            Face::Body => ("body", 10.5, false),
            Face::Small => ("small", 9.5, false),
            Face::Alert => ("alert", 9.5, true),
            Face::Sign => ("sign", 7.0, true),
        }
    }
    /// The height of a line.
    pub fn line(self) -> f64 {
        round(self.style().1 * 1.22)
    }
    /// The width of a text in it.
    pub fn width(self, text: &str) -> f64 {
        let (_, size, bold) = self.style();
        width(text, size, bold)
    }
    /// A text cut to a width.
    pub fn fit(self, text: &str, most: f64) -> String {
        let (_, size, bold) = self.style();
        fit(text, size, bold, most)
    }
}

/// A shape.
#[derive(Clone, Debug)]
pub enum Item {
    /// Opens a group: what it says when pointed at.
    Open(String),
    /// Closes it.
    Close,
    /// A box.
    Rect {
        /// Left.
        x: f64,
        /// Top.
        y: f64,
        /// Width.
        w: f64,
        /// Height.
        h: f64,
        /// Radius of its corners.
        r: f64,
        /// What it is.
        class: String,
    },
    /// A line.
    Path {
        /// Its course.
        course: Vec<Stroke>,
        /// What it is.
        class: String,
    },
    /// A text; `y` is its baseline.
    Text {
        /// Left.
        x: f64,
        /// Baseline.
        y: f64,
        /// The text.
        text: String,
        /// How it is set.
        face: Face,
    },
    /// The sign of a VLAN's domain, 8 pixels wide; `x`, `y` is its centre.
    Mark {
        /// Centre.
        x: f64,
        /// Centre.
        y: f64,
        /// The domain.
        domain: Domain,
    },
}

/// A piece of a line.
#[derive(Copy, Clone, PartialEq, Debug)]
pub enum Stroke {
    /// Begins here.
    From(f64, f64),
    /// Straight to here.
    To(f64, f64),
    /// Curved to the last point by way of two others.
    Curve([f64; 6]),
}

impl Stroke {
    /// Where it ends.
    pub fn end(self) -> (f64, f64) {
        match self {
            Stroke::From(x, y) | Stroke::To(x, y) | Stroke::Curve([.., x, y]) => (x, y),
        }
    }

    /// The same piece elsewhere.
    pub fn shifted(self, dx: f64, dy: f64) -> Stroke {
        match self {
            Stroke::From(x, y) => Stroke::From(x + dx, y + dy),
            Stroke::To(x, y) => Stroke::To(x + dx, y + dy),
            Stroke::Curve([a, b, c, d, e, f]) => Stroke::Curve([a + dx, b + dy, c + dx, d + dy, e + dx, f + dy]),
        }
    }
}

impl Item {
    /// The same shape elsewhere.
    pub fn shifted(self, dx: f64, dy: f64) -> Item {
        match self {
            Item::Rect { x, y, w, h, r, class } => Item::Rect { x: x + dx, y: y + dy, w, h, r, class },
            Item::Path { course, class } => {
                Item::Path { course: course.into_iter().map(|stroke| stroke.shifted(dx, dy)).collect(), class }
            }
            Item::Text { x, y, text, face } => Item::Text { x: x + dx, y: y + dy, text, face },
            Item::Mark { x, y, domain } => Item::Mark { x: x + dx, y: y + dy, domain },
            group => group,
        }
    }
}

/// Shapes that move together, from 0, 0.
#[derive(Clone, Debug, Default)]
pub struct Block {
    /// Width.
    pub w: f64,
    /// Height.
    pub h: f64,
    /// Shapes.
    pub items: Vec<Item>,
}

impl Block {
    /// Adds a line of text below what is there; cut to `most`.
    pub fn line(&mut self, face: Face, text: &str, most: f64) {
        let text = face.fit(text, most);
        self.w = self.w.max(face.width(&text));
        let y = self.h + face.style().1 * 0.95;
        self.items.push(Item::Text { x: 0.0, y, text, face });
        self.h += face.line();
    }

    /// Adds a line with one text at its left and another at its right edge; what is in the middle is cut from the left one.
    pub fn line_of_two(&mut self, left: (Face, &str), right: (Face, &str), w: f64) {
        let kept = right.0.fit(right.1, if left.1.is_empty() { w } else { w * 0.6 });
        let room = right.0.width(&kept);
        let gap = if kept.is_empty() { 0.0 } else { 6.0 };
        let y = self.h + left.0.style().1 * 0.95;
        if !left.1.is_empty() {
            self.items.push(Item::Text { x: 0.0, y, text: left.0.fit(left.1, w - room - gap), face: left.0 });
        }
        if !kept.is_empty() {
            self.items.push(Item::Text { x: w - room, y, text: kept, face: right.0 });
        }
        self.w = self.w.max(w);
        self.h += left.0.line();
    }

    /// Adds marks, each with a text, in as many lines as they need.
    pub fn marks(&mut self, marks: &[(Domain, String)], most: f64) {
        let face = Face::Small;
        let mut x = 0.0;
        for (domain, text) in marks {
            let w = 11.0 + face.width(text);
            if x > 0.0 && x + w > most {
                x = 0.0;
                self.h += face.line();
            }
            let y = self.h + face.style().1 * 0.95;
            self.items.push(Item::Mark { x: x + 4.0, y: y - 3.3, domain: *domain });
            self.items.push(Item::Text { x: x + 10.0, y, text: text.clone(), face });
            x += w;
            self.w = self.w.max(x);
            x += 5.0;
        }
        if !marks.is_empty() {
            self.h += face.line();
        }
    }

    /// The shapes, moved to a place.
    pub fn at(self, x: f64, y: f64) -> impl Iterator<Item = Item> {
        self.items.into_iter().map(move |item| item.shifted(x, y))
    }
}
