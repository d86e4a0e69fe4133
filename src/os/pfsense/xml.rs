//! The one layout that pfSense gives its own `config.xml`: an element a line, tabs, no attribute, and its two ways with text.
//!
//! A text is written as pfSense writes it (`xmlparse.inc`, 2.7.2): through HTML's entities, inside CDATA too, and as CDATA where
//! the name of the element begins with one of its words. It knows no element's meaning. Entry point: [`Node::document`].

use crate::base::{Origin, Sourced};
use crate::render::Refused;
use crate::render::escape;
use std::fmt::Display;
use std::panic::Location;

/// An element.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Node {
    name: String,
    body: Body,
    /// What decided its text, or that it is there.
    origins: Vec<Origin>,
    /// The place in the writer that made it.
    at: &'static Location<'static>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
enum Body {
    Text(String),
    Children(Vec<Node>),
}

/// A line of the document: who laid it out and what decided it.
pub type Told = (&'static Location<'static>, Vec<Origin>);

/// A text that the document cannot carry, and what decided it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Uncarried {
    /// The text.
    pub text: String,
    /// Why.
    pub refused: Refused,
    /// What decided it; `None` for a text of the writer's own.
    pub origin: Option<Origin>,
}

impl Node {
    /// An element without a text: what is true by being there.
    #[track_caller]
    pub fn flag(name: &str) -> Node {
        Node { name: name.to_owned(), body: Body::Text(String::new()), origins: Vec::new(), at: Location::caller() }
    }

    /// An element with a text of the writer's own.
    #[track_caller]
    pub fn word(name: &str, text: impl Display) -> Node {
        Node { name: name.to_owned(), body: Body::Text(text.to_string()), origins: Vec::new(), at: Location::caller() }
    }

    /// An element with the text of a value.
    #[track_caller]
    pub fn value<T: Display>(name: &str, value: &Sourced<T>) -> Node {
        Node { name: name.to_owned(), body: Body::Text(value.to_string()), origins: vec![value.origin()], at: Location::caller() }
    }

    /// An element with children.
    #[track_caller]
    pub fn parent(name: &str, children: impl IntoIterator<Item = Node>) -> Node {
        let body = Body::Children(children.into_iter().collect());
        Node { name: name.to_owned(), body, origins: Vec::new(), at: Location::caller() }
    }

    /// The element with what else decided it.
    pub fn because(mut self, origins: impl IntoIterator<Item = Origin>) -> Node {
        self.origins.extend(origins);
        self
    }

    /// The document, without an encoding: ASCII; the lines' stories; or what it cannot carry.
    pub fn document(&self) -> Result<(String, Vec<Told>), Vec<Uncarried>> {
        let mut out =
            Out { text: String::from("<?xml version=\"1.0\"?>\n"), told: vec![(self.at, Vec::new())], refused: Vec::new() };
        out.node(self, 0, &[]);
        if out.refused.is_empty() { Ok((out.text, out.told)) } else { Err(out.refused) }
    }
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
        let name = node.name.as_str();
        self.told.push((node.at, origins.to_vec()));
        self.text.extend(std::iter::repeat_n('\t', depth));
        match &node.body {
            Body::Text(text) => {
                let text = self.spelt(node, text);
                self.text.extend(["<", name, ">", &text, "</", name, ">\n"]);
            }
            Body::Children(children) if children.is_empty() => self.text.extend(["<", name, "></", name, ">\n"]),
            Body::Children(children) => {
                self.text.extend(["<", name, ">\n"]);
                children.iter().for_each(|child| self.node(child, depth + 1, origins));
                self.told.push((node.at, origins.to_vec()));
                self.text.extend(std::iter::repeat_n('\t', depth));
                self.text.extend(["</", name, ">\n"]);
            }
        }
    }

    fn spelt(&mut self, node: &Node, text: &str) -> String {
        let is_cdata = is_cdata(&node.name) && !text.is_empty();
        let spelt = if is_cdata { escape::pfsense_text(text) } else { escape::pfsense_word(text) };
        match spelt {
            Ok(text) if is_cdata => format!("<![CDATA[{text}]]>"),
            Ok(text) => text.into_owned(),
            Err(refused) => {
                self.refused.push(Uncarried { text: text.to_owned(), refused, origin: node.origins.first().copied() });
                String::new()
            }
        }
    }
}

/// What the name of an element begins with whose text pfSense writes as CDATA (`is_cdata_entity` of 2.7.2).
const CDATA: &[&str] = &[
    "aclname",
    "auth_pass",
    "auth_prompt",
    "auth_user",
    "certca",
    "certname",
    "city",
    "common_name",
    "descr",
    "detail",
    "email",
    "encryption_password",
    "hint",
    "ldap_",
    "ldapbind",
    "login_banner",
    "organization",
    "password",
    "rangedescr",
    "state",
    "text",
    "username",
    "varusersusername",
    "varuserspassword",
];

fn is_cdata(name: &str) -> bool {
    CDATA.iter().any(|start| name.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_an_element_and_an_element_is_told() {
        let node = Node::parent("a", [Node::flag("b"), Node::parent("c", [Node::word("descr", "x < y")]), Node::parent("d", [])]);
        let (text, told) = node.document().unwrap();
        assert_eq!(
            text,
            "<?xml version=\"1.0\"?>\n<a>\n\t<b></b>\n\t<c>\n\t\t<descr><![CDATA[x &lt; y]]></descr>\n\t</c>\n\t<d></d>\n</a>\n"
        );
        assert_eq!(told.len(), text.lines().count());
    }

    #[test]
    fn a_text_that_would_be_markup_is_refused_or_escaped() {
        assert!(Node::parent("a", [Node::word("name", "x</name><rule>")]).document().is_err());
        assert!(Node::parent("a", [Node::word("descr", "é")]).document().is_err());
        let (text, _) = Node::parent("a", [Node::word("descr", "]]></descr>")]).document().unwrap();
        assert_eq!(text.lines().nth(2), Some("\t<descr><![CDATA[]]&gt;&lt;/descr&gt;]]></descr>"));
    }
}
