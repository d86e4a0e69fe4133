//! An XML text as elements with attributes, as far as ERA models need it; text between elements is passed over.
//!
//! A document type is refused: it could name other files. Entry point: [`parse`].

use crate::base::limits;

/// Elements are not nested deeper in any model.
const DEPTH: usize = 16;

/// An element.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Element {
    /// Its name.
    pub name: String,
    /// Its attributes, in order of the text.
    pub attributes: Vec<(String, String)>,
    /// Its children.
    pub children: Vec<Element>,
    /// Its line, from 1.
    pub line: usize,
}

impl Element {
    /// The first child of a name.
    pub fn child(&self, name: &str) -> Option<&Element> {
        self.children.iter().find(|c| c.name == name)
    }

    /// The value of an attribute; `None` when it is not there.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }
}

/// The root of a document; or the line and why it is none.
pub fn parse(text: &str) -> Result<Element, (usize, String)> {
    if text.len() > limits::EXPORT_BYTES {
        return Err((1, format!("it is larger than {} bytes", limits::EXPORT_BYTES)));
    }
    let mut parser = Parser { text, at: 0, counted: (0, 1), open: Vec::new() };
    parser.document().map_err(|why| (parser.line(), why))
}

struct Parser<'t> {
    text: &'t str,
    at: usize,
    /// A byte, and the line that it is in: lines are counted once.
    counted: (usize, usize),
    open: Vec<Element>,
}

impl<'t> Parser<'t> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn line(&mut self) -> usize {
        let (from, line) = self.counted;
        let line = line + self.text.get(from..self.at).unwrap_or_default().matches('\n').count();
        self.counted = (self.at, line);
        line
    }

    fn skip(&mut self, end: &str) -> Result<(), String> {
        let at = self.rest().find(end).ok_or_else(|| format!("`{end}` is missing"))?;
        self.at += at + end.len();
        Ok(())
    }

    fn document(&mut self) -> Result<Element, String> {
        loop {
            self.at += self.rest().find('<').ok_or("an element is missing or not closed")?;
            let rest = self.rest();
            if rest.starts_with("<!--") {
                self.skip("-->")?;
            } else if rest.starts_with("<?") {
                self.skip("?>")?;
            } else if rest.starts_with("<!") {
                return Err("a document type is not taken".to_owned());
            } else if let Some(root) = self.tag()? {
                let behind = self.rest().trim();
                return if behind.is_empty() { Ok(root) } else { Err("something stands behind the root".to_owned()) };
            }
        }
    }

    /// Reads a tag; gives the root when it is closed.
    fn tag(&mut self) -> Result<Option<Element>, String> {
        let line = self.line();
        let end = closing(self.rest()).ok_or("a tag is not closed")?;
        let tag = self.rest().get(1..end).unwrap_or_default();
        self.at += end + 1;
        if let Some(name) = tag.strip_prefix('/') {
            return match self.open.last() {
                Some(open) if open.name == name.trim() => Ok(self.close()),
                Some(open) => Err(format!("</{}> closes <{}> of line {}", name.trim(), open.name, open.line)),
                None => Err(format!("</{}> closes nothing", name.trim())),
            };
        }
        if self.open.len() >= DEPTH {
            return Err(format!("elements are nested deeper than {DEPTH}"));
        }
        let (tag, is_empty) = tag.strip_suffix('/').map_or((tag, false), |tag| (tag, true));
        let name_ends = tag.find(char::is_whitespace).unwrap_or(tag.len());
        let (name, attributes) = tag.split_at(name_ends);
        if name.is_empty() {
            return Err("a tag has no name".to_owned());
        }
        let attributes = self::attributes(attributes)?;
        self.open.push(Element { name: name.to_owned(), attributes, children: Vec::new(), line });
        Ok(if is_empty { self.close() } else { None })
    }

    fn close(&mut self) -> Option<Element> {
        let element = self.open.pop()?;
        match self.open.last_mut() {
            Some(parent) => {
                parent.children.push(element);
                None
            }
            None => Some(element),
        }
    }
}

/// Where the tag at the start of a text ends: the first `>` outside quotes.
fn closing(text: &str) -> Option<usize> {
    let mut quote = None;
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (None, '>') => return Some(at),
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if c == open => quote = None,
            _ => {}
        }
    }
    None
}

fn attributes(text: &str) -> Result<Vec<(String, String)>, String> {
    let (mut rest, mut all) = (text.trim(), Vec::<(String, String)>::new());
    while !rest.is_empty() {
        let (name, behind) = rest.split_once('=').ok_or("an attribute has no value")?;
        let (name, behind) = (name.trim(), behind.trim_start());
        let quote = behind.chars().next().filter(|c| matches!(c, '"' | '\'')).ok_or("a value is not quoted")?;
        let (value, after) = behind.get(1..).and_then(|b| b.split_once(quote)).ok_or("a value is not closed")?;
        if all.iter().any(|(n, _)| n == name) {
            return Err(format!("the attribute {name} stands twice"));
        }
        all.push((name.to_owned(), decoded(value)?));
        rest = after.trim_start();
    }
    Ok(all)
}

fn decoded(text: &str) -> Result<String, String> {
    let mut parts = text.split('&');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (name, behind) = part.split_once(';').ok_or("`&` begins no name of a character")?;
        let number = |digits: &str, radix: u32| u32::from_str_radix(digits, radix).ok().and_then(char::from_u32);
        let found = match name {
            "amp" => Some('&'),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            _ => match (name.strip_prefix("#x"), name.strip_prefix('#')) {
                (Some(digits), _) => number(digits, 16),
                (None, Some(digits)) => number(digits, 10),
                (None, None) => None,
            },
        };
        out.push(found.ok_or_else(|| format!("there is no character &{name};"))?);
        out.push_str(behind);
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_come_back_with_the_characters_that_their_names_stand_for() {
        let root = parse("<?xml version='1.0'?>\n<a>\n<!-- <b> -->\n<b x=\"a &gt; b &#224;\" y='\"'/></a>\n").unwrap();
        let b = root.child("b").unwrap();
        assert_eq!((b.attribute("x"), b.attribute("y"), b.line), (Some("a > b à"), Some("\""), 4));
    }

    #[test]
    fn what_is_no_document_is_refused_with_its_line() {
        let fault = |text: &str| parse(text).unwrap_err();
        assert_eq!(fault("<a>\n</b>"), (2, "</b> closes <a> of line 2".replace('2', "1")));
        assert_eq!(fault("<!DOCTYPE a SYSTEM \"/etc/passwd\"><a/>").1, "a document type is not taken");
        assert_eq!(fault("<a x=1/>").1, "a value is not quoted");
        assert_eq!(fault("<a x=\"1\" x=\"2\"/>").1, "the attribute x stands twice");
        assert_eq!(fault("<a x=\"&nope;\"/>").1, "there is no character &nope;");
        assert_eq!(fault("<a/><b/>").1, "something stands behind the root");
        assert!(fault(&"<a>".repeat(50)).1.contains("deeper"));
        assert!(fault("toto").1.contains("missing") && fault("<a").1.contains("not closed"));
    }
}
