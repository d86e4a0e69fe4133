//! What a view holds, as data: the paths that a template may name, what stands there, and a text of a real one.
//!
//! [`view!`](crate::view) makes it of the same fields that it hands to the engine, so the list cannot be another one.

use super::text::{At, Position, Text};
use std::collections::BTreeMap;

/// What stands at a path of a view.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Shape {
    /// A text to print, and where it may stand.
    Text(Position),
    /// For `if` alone.
    Flag,
    /// It may be absent: for `if`, then as what is inside.
    Maybe(Box<Shape>),
    /// For `for`: each item is what is inside.
    List(Box<Shape>),
    /// Fields by name, in the order of the view.
    Fields(Vec<(&'static str, Shape)>),
}

/// A path of a view and what stands there.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Field {
    /// As a template names it from the view's root, `ports[].trunk.native`: `[]` is an item of a list.
    pub path: String,
    /// What stands there: `word`, `line`, `phrase`, `command`, `flag`, `view`, with `?` when it may be absent; `list of …`.
    pub kind: String,
    /// A text that stands there in a view that was looked at.
    pub example: Option<String>,
}

/// Texts of views that were looked at, by path: the first of each.
pub type Examples = BTreeMap<String, String>;

/// Says what it holds. Implemented for all that a view may hold and, by [`view!`](crate::view), for views.
pub trait Shaped {
    /// Its shape.
    fn shape() -> Shape;
    /// Adds its texts to `out`, at `path`.
    fn examples(&self, path: &str, out: &mut Examples);
}

impl<P: At> Shaped for Text<P> {
    fn shape() -> Shape {
        Shape::Text(P::POSITION)
    }
    fn examples(&self, path: &str, out: &mut Examples) {
        if !out.contains_key(path) {
            out.insert(path.to_owned(), self.as_str().to_owned());
        }
    }
}
impl Shaped for bool {
    fn shape() -> Shape {
        Shape::Flag
    }
    fn examples(&self, path: &str, out: &mut Examples) {
        if *self {
            out.entry(path.to_owned()).or_insert_with(|| "true".to_owned());
        }
    }
}
impl<T: Shaped> Shaped for Option<T> {
    fn shape() -> Shape {
        Shape::Maybe(Box::new(T::shape()))
    }
    fn examples(&self, path: &str, out: &mut Examples) {
        self.iter().for_each(|inside| inside.examples(path, out));
    }
}
impl<T: Shaped> Shaped for Vec<T> {
    fn shape() -> Shape {
        Shape::List(Box::new(T::shape()))
    }
    fn examples(&self, path: &str, out: &mut Examples) {
        let item = format!("{path}[]");
        self.iter().for_each(|inside| inside.examples(&item, out));
    }
}

impl Shape {
    /// The paths of a view, each before those below it.
    pub fn fields(&self, examples: &Examples) -> Vec<Field> {
        let mut out = Vec::new();
        self.below("", examples, &mut out);
        out
    }

    fn below(&self, path: &str, examples: &Examples, out: &mut Vec<Field>) {
        match self {
            Shape::Text(_) | Shape::Flag => {}
            Shape::Maybe(inside) => inside.below(path, examples, out),
            Shape::List(inside) => inside.below(&format!("{path}[]"), examples, out),
            Shape::Fields(fields) => {
                for (name, shape) in fields {
                    let path = if path.is_empty() { (*name).to_owned() } else { format!("{path}.{name}") };
                    let example = examples.get(&path).or_else(|| examples.get(&format!("{path}[]"))).cloned();
                    out.push(Field { path: path.clone(), kind: shape.kind(), example });
                    shape.below(&path, examples, out);
                }
            }
        }
    }

    fn kind(&self) -> String {
        match self {
            Shape::Text(Position::Word) => "word".to_owned(),
            Shape::Text(Position::Line) => "line".to_owned(),
            Shape::Text(Position::Phrase) => "phrase".to_owned(),
            Shape::Text(Position::Command) => "command".to_owned(),
            Shape::Flag => "flag".to_owned(),
            Shape::Fields(_) => "view".to_owned(),
            Shape::Maybe(inside) => format!("{}?", inside.kind()),
            Shape::List(inside) => format!("list of {}", inside.kind()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Origins;
    use crate::render::{Line, Text};

    crate::view! {
        struct Outer { name: Text, loud: bool, inner: Option<Inner>, items: Vec<Inner>, words: Vec<Text> }
        struct Inner { note: Option<Text<Line>> }
    }

    #[test]
    fn every_path_of_a_view_is_listed_with_what_stands_there() {
        let mut origins = Origins::default();
        let mut text = |t: &str| Text::new(t, origins.derived("test", &[]));
        let (name, first, second) = (text("a"), text("x"), text("y"));
        let note = Text::new("said", Origins::default().derived("test", &[]));
        let view = Outer { name, loud: false, inner: None, items: vec![Inner { note: Some(note) }], words: vec![first, second] };
        let mut examples = Examples::new();
        view.examples("", &mut examples);
        let listed: Vec<String> = Outer::shape()
            .fields(&examples)
            .into_iter()
            .map(|f| format!("{} {} {}", f.path, f.kind, f.example.unwrap_or_default()))
            .collect();
        let expected = [
            "name word a",
            "loud flag ",
            "inner view? ",
            "inner.note line? ",
            "items list of view ",
            "items[].note line? said",
            "words list of word x",
        ];
        assert_eq!(listed, expected);
    }
}
