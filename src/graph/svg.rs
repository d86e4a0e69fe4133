//! Writes a drawing as SVG: text that stays text, a style sheet of its own, no script.

use super::css::{self, Shape};
use super::scene::{Item, Scene, Stroke};
use super::width::round;
use std::fmt::Write;

/// Writes a drawing.
pub fn write(scene: &Scene) -> String {
    let mut out = String::with_capacity(64 * 1024);
    let (w, h) = (scene.width, scene.height);
    let _ = write!(
        out,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{w}\" height=\"{h}\" viewBox=\"0 0 {w} {h}\" lang=\"fr\" role=\"img\" \
         aria-labelledby=\"title description\">\n\
         <title id=\"title\">{}</title>\n<desc id=\"description\">{}</desc>\n<style>\n{}</style>\n\
         <rect class=\"page\" width=\"{w}\" height=\"{h}\"/>\n",
        escaped(&scene.title),
        escaped(&scene.description),
        css::sheet()
    );
    scene.items.iter().for_each(|item| write_item(&mut out, item));
    out.push_str("</svg>\n");
    out
}

fn write_item(out: &mut String, item: &Item) {
    let _ = match item {
        Item::Open(title) => writeln!(out, "<g><title>{}</title>", escaped(title)),
        Item::Close => writeln!(out, "</g>"),
        Item::Rect { x, y, w, h, r, class } => {
            let corner = if *r > 0.0 { format!(" rx=\"{r}\"") } else { String::new() };
            let [x, y, w, h] = [x, y, w, h].map(|v| round(*v));
            writeln!(out, "<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\"{corner}/>")
        }
        Item::Path { course, class } => writeln!(out, "<path class=\"{class}\" d=\"{}\"/>", course_text(course)),
        Item::Text { x, y, text, face } => {
            // The width is the one that the layout counted on, whatever face the reader's machine has.
            let (class, w) = (face.style().0, face.width(text));
            let [x, y] = [x, y].map(|v| round(*v));
            let length = if w > 0.0 { format!(" textLength=\"{w}\" lengthAdjust=\"spacingAndGlyphs\"") } else { String::new() };
            writeln!(out, "<text class=\"{class}\" x=\"{x}\" y=\"{y}\"{length}>{}</text>", escaped(text))
        }
        Item::Mark { x, y, domain } => {
            let (shape, hue) = css::mark(*domain);
            let course = match shape {
                Shape::Square => "m-3.2-3.2h6.4v6.4h-6.4z",
                Shape::Circle => "m-3.6 0a3.6 3.6 0 1 0 7.2 0a3.6 3.6 0 1 0-7.2 0z",
                Shape::Triangle => "m0-4l4 7.2h-8z",
                Shape::Diamond => "m0-4.4l4 4.4l-4 4.4l-4-4.4z",
            };
            writeln!(out, "<path class=\"m{hue}\" d=\"M{} {}{course}\"/>", round(*x), round(*y))
        }
    };
}

fn course_text(course: &[Stroke]) -> String {
    let mut out = String::new();
    for stroke in course {
        let _ = match stroke {
            Stroke::From(x, y) => write!(out, "M{} {}", round(*x), round(*y)),
            Stroke::To(x, y) => write!(out, "L{} {}", round(*x), round(*y)),
            Stroke::Curve(points) => {
                let points: Vec<String> = points.iter().map(|v| round(*v).to_string()).collect();
                write!(out, "C{}", points.join(" "))
            }
        };
    }
    out
}

/// A text as XML carries it, in content or between quotes; what XML has no way to carry becomes U+FFFD.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\t' | '\r' => out.push(' '),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_can_leave_its_element() {
        assert_eq!(escaped("</text><script>\"'&\u{1b}]]>\n"), "&lt;/text&gt;&lt;script&gt;&quot;&#39;&amp;\u{fffd}]]&gt; ");
    }
}
