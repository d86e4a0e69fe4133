//! A writer of small XML documents: elements, attributes and text, with one escape for both.

use super::escape::{self, Refused};
use std::panic::Location;

/// An element.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Element {
    name: &'static str,
    attributes: Vec<(&'static str, String)>,
    text: Option<String>,
    children: Vec<Element>,
    /// The place in the writer that made it.
    at: &'static Location<'static>,
}

impl Element {
    /// An empty element.
    #[track_caller]
    pub fn new(name: &'static str) -> Element {
        Element { name, attributes: Vec::new(), text: None, children: Vec::new(), at: Location::caller() }
    }

    /// The element with an attribute more.
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Element {
        self.attributes.push((name, value.to_string()));
        self
    }

    /// The element with a text in it.
    pub fn text(mut self, text: impl ToString) -> Element {
        self.text = Some(text.to_string());
        self
    }

    /// The element with a child more.
    pub fn child(mut self, child: Element) -> Element {
        self.children.push(child);
        self
    }

    /// The place in the writer that made each line of [`Element::document`], in order.
    pub fn places(&self) -> Vec<&'static Location<'static>> {
        let mut places = vec![self.at];
        self.place(&mut places);
        places
    }

    fn place(&self, places: &mut Vec<&'static Location<'static>>) {
        places.push(self.at);
        if self.text.is_none() && !self.children.is_empty() {
            self.children.iter().for_each(|child| child.place(places));
            places.push(self.at);
        }
    }

    /// The document, UTF-8, without a document type.
    pub fn document(&self) -> Result<String, Refused> {
        let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        self.write(0, &mut out)?;
        Ok(out)
    }

    fn write(&self, depth: usize, out: &mut String) -> Result<(), Refused> {
        out.extend(std::iter::repeat_n("  ", depth));
        out.push('<');
        out.push_str(self.name);
        for (name, value) in &self.attributes {
            out.push_str(&format!(" {name}=\"{}\"", escape::xml(value)?));
        }
        match (&self.text, self.children.is_empty()) {
            (Some(text), _) => out.push_str(&format!(">{}</{}>\n", escape::xml(text)?, self.name)),
            (None, true) => out.push_str("/>\n"),
            (None, false) => {
                out.push_str(">\n");
                for child in &self.children {
                    child.write(depth + 1, out)?;
                }
                out.extend(std::iter::repeat_n("  ", depth));
                out.push_str(&format!("</{}>\n", self.name));
            }
        }
        Ok(())
    }
}
