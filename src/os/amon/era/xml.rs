//! The layout of an ERA model: elements with attributes, a tag a line, and the story of each line.
//!
//! It knows no element's meaning. Entry point: [`Node::document`].

use super::Uncarried;
use crate::base::Origin;
use crate::render::escape;
use std::borrow::Cow;
use std::panic::Location;

/// An element; it has attributes and children, and no text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Node<'m> {
    name: &'static str,
    attributes: Vec<(&'static str, Cow<'m, str>)>,
    children: Vec<Node<'m>>,
    /// Whether it has an end tag of its own although it has no child.
    is_list: bool,
    origins: Vec<Origin>,
    at: &'static Location<'static>,
}

/// A line of the document: who laid it out and what decided it.
pub type Told = (&'static Location<'static>, Vec<Origin>);

impl<'m> Node<'m> {
    /// An element with attributes.
    #[track_caller]
    pub fn new(name: &'static str, attributes: impl IntoIterator<Item = (&'static str, Cow<'m, str>)>) -> Node<'m> {
        let attributes = attributes.into_iter().collect();
        Node { name, attributes, children: Vec::new(), is_list: false, origins: Vec::new(), at: Location::caller() }
    }

    /// An element that holds others.
    #[track_caller]
    pub fn list(name: &'static str, children: impl IntoIterator<Item = Node<'m>>) -> Node<'m> {
        let (children, at) = (children.into_iter().collect(), Location::caller());
        Node { name, attributes: Vec::new(), children, is_list: true, origins: Vec::new(), at }
    }

    /// The element with those children.
    pub fn holding(mut self, children: impl IntoIterator<Item = Node<'m>>) -> Node<'m> {
        self.children = children.into_iter().collect();
        self.is_list = true;
        self
    }

    /// The element with what decided it.
    pub fn because(mut self, origins: &[Origin]) -> Node<'m> {
        self.origins.extend(origins);
        self
    }

    /// The document and the stories of its lines, or what it cannot carry.
    pub fn document(&self) -> Result<(String, Vec<Told>), Vec<Uncarried>> {
        let text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        let mut out = Out { text, told: vec![(self.at, self.origins.clone())], refused: Vec::new() };
        out.node(self, 0, &[]);
        if out.refused.is_empty() { Ok((out.text, out.told)) } else { Err(out.refused) }
    }
}

/// An attribute.
pub fn attribute<'m>(name: &'static str, value: impl Into<Cow<'m, str>>) -> (&'static str, Cow<'m, str>) {
    (name, value.into())
}

/// An attribute that is a number.
pub fn number(name: &'static str, value: u64) -> (&'static str, Cow<'static, str>) {
    (name, Cow::Owned(value.to_string()))
}

/// An attribute that is yes or no, as ERA spells it.
pub fn flag(name: &'static str, value: bool) -> (&'static str, Cow<'static, str>) {
    (name, Cow::Borrowed(if value { "1" } else { "0" }))
}

struct Out {
    text: String,
    told: Vec<Told>,
    refused: Vec<Uncarried>,
}

impl Out {
    fn node(&mut self, node: &Node, depth: usize, above: &[Origin]) {
        // A constant inside an element is there because the element is.
        let origins = if node.origins.is_empty() { above } else { &node.origins };
        self.line(node, depth, origins);
        self.text.extend(["<", node.name]);
        for (name, value) in &node.attributes {
            match escape::era(value) {
                Ok(value) => self.text.extend([" ", name, "=\"", &*value, "\""]),
                Err(refused) => {
                    let why = refused.why.to_owned();
                    self.refused.push(Uncarried { text: value.clone().into_owned(), why, origin: origins.first().copied() });
                }
            }
        }
        if !node.is_list {
            self.text.push_str("/>\n");
            return;
        }
        self.text.push_str(">\n");
        node.children.iter().for_each(|child| self.node(child, depth + 1, origins));
        self.line(node, depth, origins);
        self.text.extend(["</", node.name, ">\n"]);
    }

    fn line(&mut self, node: &Node, depth: usize, origins: &[Origin]) {
        self.told.push((node.at, origins.to_vec()));
        self.text.extend(std::iter::repeat_n("    ", depth));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_a_tag_and_a_tag_is_told() {
        let inner = [Node::new("b", [attribute("c", "x < \"y\"")]), Node::list("d", [])];
        let (text, told) = Node::list("a", inner).document().unwrap();
        let wanted =
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a>\n    <b c=\"x &lt; &quot;y&quot;\"/>\n    <d>\n    </d>\n</a>\n";
        assert_eq!(text, wanted);
        assert_eq!(told.len(), text.lines().count());
    }

    #[test]
    fn a_value_that_the_server_would_expand_is_refused() {
        for bad in ["%%adresse_ip_eth0", "a\nb", "a\u{1}b"] {
            assert!(Node::new("a", [attribute("b", bad)]).document().is_err(), "{bad}");
        }
    }
}
