//! The colours of a drawing, on a light and on a dark page.
//!
//! A VLAN's domain has a hue and a shape of mark: six hues that people with any colour vision tell apart in lightness or tone,
//! and shapes that tell the rest. Every ink stands out from every ground it lies on by 4.5 to 1 (WCAG 2.1, 1.4.3).

use super::scene::Face;
use crate::region::words::Domain;
use std::fmt::Write;

/// The shapes of marks.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Shape {
    Square,
    Circle,
    Triangle,
    Diamond,
}

/// The hues of marks, by number in [`Palette::hues`].
const BLUE: usize = 0;
const OCHRE: usize = 1;
const GREEN: usize = 2;
const PURPLE: usize = 3;
const RED: usize = 4;
const GREY: usize = 5;

/// The mark of a domain: shape and hue.
pub fn mark(domain: Domain) -> (Shape, usize) {
    match domain {
        Domain::Transit => (Shape::Diamond, GREY),
        Domain::Management => (Shape::Square, GREY),
        Domain::Parking => (Shape::Circle, GREY),
        Domain::Servers => (Shape::Square, BLUE),
        Domain::Dmz => (Shape::Diamond, RED),
        Domain::Administration => (Shape::Square, PURPLE),
        Domain::Pedagogie => (Shape::Circle, GREEN),
        Domain::Wifi => (Shape::Triangle, BLUE),
        Domain::Guest => (Shape::Triangle, OCHRE),
        Domain::Telephonie => (Shape::Circle, OCHRE),
        Domain::Gtc => (Shape::Square, OCHRE),
        Domain::Ppms => (Shape::Triangle, RED),
        Domain::Restauration => (Shape::Diamond, PURPLE),
        Domain::Special => (Shape::Diamond, GREEN),
    }
}

/// One page's colours.
pub struct Palette {
    /// Page, building, closet, card, host.
    grounds: [&'static str; 5],
    /// Text, lesser text, alert.
    inks: [&'static str; 3],
    /// Border of buildings and closets, of cards; lines; lines of fibre.
    lines: [&'static str; 4],
    /// Hues of marks.
    hues: [&'static str; 6],
}

/// Black on white: also what is printed.
pub const LIGHT: Palette = Palette {
    grounds: ["#ffffff", "#f3f5f8", "#e8ecf1", "#ffffff", "#fbf7ea"],
    inks: ["#14181f", "#434b57", "#a3260b"],
    lines: ["#9aa5b3", "#5d6878", "#39424f", "#0a5aa0"],
    hues: ["#0a5aa0", "#8a4b00", "#006349", "#7d2f86", "#a3260b", "#4b5360"],
};

/// White on black.
pub const DARK: Palette = Palette {
    grounds: ["#11151b", "#181e26", "#212934", "#11161d", "#262218"],
    inks: ["#eef2f7", "#b9c3d0", "#ff9d85"],
    lines: ["#55616f", "#8d9aaa", "#b4bfcc", "#78bbff"],
    hues: ["#78bbff", "#f0b055", "#4ed3a8", "#e3a3ea", "#ff9d85", "#c3cbd6"],
};

/// The whole style sheet.
pub fn sheet() -> String {
    let mut out = String::from("@page{size:A3 landscape;margin:8mm}\n");
    out.push_str("text{font-family:\"Liberation Sans\",Arial,Helvetica,\"DejaVu Sans\",sans-serif;white-space:pre}\n");
    for face in Face::ALL {
        let (class, size, bold) = face.style();
        let _ = writeln!(out, ".{class}{{font-size:{size}px;font-weight:{}}}", if bold { 700 } else { 400 });
    }
    out.push_str(".link{fill:none;stroke-width:1.3}.link.fast{stroke-width:2.4}.link.aggregate{stroke-width:4.4}\n");
    out.push_str(".link.blocked{stroke-dasharray:5 4}.link.wan{stroke-width:2.4;stroke-dasharray:1 4;stroke-linecap:round}\n");
    out.push_str(".building{stroke-width:1;stroke-dasharray:6 4}.card{stroke-width:1}.card.distribution{stroke-width:2}\n");
    out.push_str(".card.core{stroke-width:3}.card.firewall{stroke-width:2.4}.card.planned{stroke-dasharray:4 3}\n");
    out.push_str(".battery{fill:none;stroke-width:1}.sign-box{stroke-width:.8}\n");
    out.push_str(&colours(&LIGHT));
    let _ = write!(out, "@media screen and (prefers-color-scheme:dark){{\n{}}}\n", colours(&DARK));
    out.push_str("@media print{svg{width:100%;height:100%}}\n");
    out
}

fn colours(palette: &Palette) -> String {
    let [page, building, closet, card, host] = palette.grounds;
    let [ink, lesser, alert] = palette.inks;
    let [border, edge, line, fibre] = palette.lines;
    let mut out = format!(
        "svg{{background:{page}}}.page{{fill:{page}}}text{{fill:{ink}}}.small,.heading{{fill:{lesser}}}.alert{{fill:{alert}}}\n\
         .building{{fill:{building};stroke:{border}}}.closet{{fill:{closet};stroke:{border}}}.rule{{fill:{border}}}\n\
         .card{{fill:{card};stroke:{edge}}}.card.core,.card.distribution{{stroke:{ink}}}.card.host{{fill:{host}}}\n\
         .card.firewall{{stroke:{alert}}}.sign-box{{fill:none;stroke:{edge}}}.battery{{stroke:{lesser}}}.battery.full{{fill:{lesser}}}\n\
         .link{{stroke:{line}}}.link.fibre{{stroke:{fibre}}}.link.blocked,.link.wan{{stroke:{alert}}}\n"
    );
    for (number, hue) in palette.hues.iter().enumerate() {
        let _ = write!(out, ".m{number}{{fill:{hue}}}");
    }
    out.push('\n');
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn luminance(colour: &str) -> f64 {
        let part = |at: usize| {
            let c = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0;
            if c <= 0.03928 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
    }

    #[test]
    fn every_ink_stands_out_from_every_ground() {
        for (name, palette) in [("light", LIGHT), ("dark", DARK)] {
            for ground in palette.grounds {
                for ink in palette.inks.iter().chain(&palette.hues).chain(&palette.lines[2..]) {
                    let (a, b) = (luminance(ink), luminance(ground));
                    let contrast = (a.max(b) + 0.05) / (a.min(b) + 0.05);
                    assert!(contrast >= 4.5, "{name}: {ink} on {ground} is {contrast:.2}");
                }
            }
        }
    }

    #[test]
    fn no_two_domains_share_a_mark() {
        let marks: BTreeSet<_> = Domain::ALL.iter().map(|domain| mark(*domain)).collect();
        assert_eq!(marks.len(), Domain::ALL.len());
    }
}
