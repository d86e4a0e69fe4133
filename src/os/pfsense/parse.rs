//! A `config.xml` as elements: what pfSense's own parser takes, refused where it refuses.
//!
//! Text is decoded as pfSense does: what stands outside CDATA twice, since XML's layer and HTML's are both undone, what stands
//! inside once. It knows no element's meaning, only which may repeat. Entry point: [`parse`].

use super::entities::decoded;
use crate::base::limits;
use std::collections::BTreeSet;
use std::fmt;
use std::ops::Range;

/// An element.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Element {
    /// Its name, in lower case.
    pub name: String,
    /// Its text, decoded; empty for one with children.
    pub text: String,
    /// Its children.
    pub children: Vec<Element>,
    /// Its line in the text, from 1.
    pub line: usize,
    /// Its bytes, tags included.
    pub bytes: Range<usize>,
}

/// Why a text is no configuration of a pfSense.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Fault {
    /// It is an encrypted export.
    Encrypted,
    /// It is the configuration of an OPNsense.
    Opnsense,
    /// It is larger than any configuration.
    TooLarge,
    /// It is no XML, or none that pfSense takes: line, and why.
    Malformed(usize, String),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::Encrypted => f.write_str("it is an encrypted export: export it again without encryption"),
            Fault::Opnsense => f.write_str("it is the configuration of an OPNsense, which is another language"),
            Fault::TooLarge => write!(f, "it is larger than {} bytes", limits::EXPORT_BYTES),
            Fault::Malformed(line, why) => write!(f, "line {line}: {why}"),
        }
    }
}

/// Elements that may repeat under one parent (`listtags` of 2.7.2); any other that does stops pfSense's parser.
const LISTS: &[&str] = &[
    "acls",
    "alias",
    "aliasurl",
    "allowedhostname",
    "allowedip",
    "authserver",
    "bridged",
    "build_port_path",
    "ca",
    "cacert",
    "cert",
    "checkipservice",
    "clone",
    "columnitem",
    "config",
    "container",
    "crl",
    "depends_on_package",
    "disk",
    "dnsserver",
    "dnsupdate",
    "domainoverrides",
    "dyndns",
    "earlyshellcmd",
    "element",
    "encryption-algorithm-option",
    "field",
    "fieldname",
    "gateway_group",
    "gateway_item",
    "gif",
    "gre",
    "group",
    "hash-algorithm-option",
    "hosts",
    "ifgroupentry",
    "igmpentry",
    "interface_array",
    "item",
    "key",
    "l7rules",
    "lagg",
    "lbaction",
    "lbpool",
    "lbprotocol",
    "member",
    "menu",
    "mobilekey",
    "monitor_type",
    "mount",
    "npt",
    "ntpserver",
    "onetoone",
    "openvpn-client",
    "openvpn-csc",
    "openvpn-server",
    "option",
    "package",
    "pages",
    "passthrumac",
    "phase1",
    "phase2",
    "pipe",
    "pool",
    "ppp",
    "pppoe",
    "priv",
    "proxyarpnet",
    "qinqentry",
    "queue",
    "radnsserver",
    "roll",
    "route",
    "row",
    "rrddatafile",
    "rule",
    "schedule",
    "servernat",
    "servers",
    "serversdisabled",
    "service",
    "shellcmd",
    "sshkeyfile",
    "staticmap",
    "subqueue",
    "switch",
    "swport",
    "tab",
    "timerange",
    "tunnel",
    "user",
    "vip",
    "virtual_server",
    "vlan",
    "vlangroup",
    "voucherdbfile",
    "vxlan",
    "wgpeer",
    "widget",
    "winsserver",
    "wolentry",
    "xmldatafile",
];

/// Elements are not nested deeper in any configuration.
const DEPTH: usize = 32;

impl Element {
    /// The first child of a name.
    pub fn child(&self, name: &str) -> Option<&Element> {
        self.children.iter().find(|c| c.name == name)
    }
    /// The children of a name.
    pub fn children_of<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.children.iter().filter(move |c| c.name == name)
    }
    /// Whether there is a child of a name: what pfSense takes for true, whatever stands in it.
    pub fn has(&self, name: &str) -> bool {
        self.child(name).is_some()
    }
    /// The text of a child; `None` when there is none or it is empty.
    pub fn text_of(&self, name: &str) -> Option<&str> {
        self.child(name).map(|c| c.text.as_str()).filter(|t| !t.is_empty())
    }
}

/// The root of a configuration.
pub fn parse(text: &str) -> Result<Element, Fault> {
    if text.len() > limits::EXPORT_BYTES {
        return Err(Fault::TooLarge);
    }
    if text.trim_start().starts_with("----") {
        return Err(Fault::Encrypted);
    }
    let root = Parser { text, at: 0, counted: (0, 1), open: Vec::new(), seen: Vec::new() }.document()?;
    match root.name.as_str() {
        "pfsense" => Ok(root),
        "opnsense" => Err(Fault::Opnsense),
        other => Err(Fault::Malformed(root.line, format!("the root is <{other}>, not <pfsense>"))),
    }
}

struct Parser<'t> {
    text: &'t str,
    at: usize,
    /// A byte, and the line that it is in: lines are counted once.
    counted: (usize, usize),
    /// Elements whose end was not met yet.
    open: Vec<Element>,
    /// Of each of them, the names of children that may not come again.
    seen: Vec<BTreeSet<String>>,
}

impl<'t> Parser<'t> {
    fn document(mut self) -> Result<Element, Fault> {
        loop {
            let rest = self.rest();
            let Some(next) = rest.find('<') else {
                let why = if self.open.is_empty() { "it holds no element" } else { "an element is not closed" };
                return Err(self.fault(why));
            };
            let text = rest.get(..next).unwrap_or_default();
            self.write(&decoded(&decoded(text)))?;
            self.at += next;
            let rest = self.rest();
            if let Some(cdata) = rest.strip_prefix("<![CDATA[") {
                let Some(end) = cdata.find("]]>") else { return Err(self.fault("a CDATA section is not closed")) };
                self.write(&decoded(cdata.get(..end).unwrap_or_default()))?;
                self.at += "<![CDATA[".len() + end + "]]>".len();
            } else if rest.starts_with("<!--") {
                self.skip("-->", "a comment is not closed")?;
            } else if rest.starts_with("<?") {
                self.skip("?>", "an instruction is not closed")?;
            } else if rest.starts_with("<!") {
                // A document type could name other files.
                return Err(self.fault("a document type is not taken"));
            } else if rest.starts_with("</") {
                if let Some(root) = self.close()? {
                    let behind = self.rest().trim();
                    return if behind.is_empty() { Ok(root) } else { Err(self.fault("something stands behind the root")) };
                }
            } else {
                self.open()?;
            }
        }
    }

    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn line(&mut self) -> usize {
        let (from, line) = self.counted;
        let line = line + self.text.get(from..self.at).unwrap_or_default().matches('\n').count();
        self.counted = (self.at, line);
        line
    }

    fn fault(&mut self, why: impl Into<String>) -> Fault {
        Fault::Malformed(self.line(), why.into())
    }

    fn skip(&mut self, end: &str, why: &str) -> Result<(), Fault> {
        let Some(at) = self.rest().find(end) else { return Err(self.fault(why)) };
        self.at += at + end.len();
        Ok(())
    }

    /// Adds text to the innermost element; spaces between elements are none.
    fn write(&mut self, text: &str) -> Result<(), Fault> {
        let text = text.trim_matches(['\t', '\n', '\r']);
        if text.trim().is_empty() {
            return Ok(());
        }
        match self.open.last_mut() {
            Some(element) if element.children.is_empty() => {
                element.text.push_str(text);
                Ok(())
            }
            _ => Err(self.fault("a text stands between elements")),
        }
    }

    fn open(&mut self) -> Result<(), Fault> {
        let (line, start) = (self.line(), self.at);
        let Some(end) = self.rest().find('>') else { return Err(self.fault("a tag is not closed")) };
        let tag = self.rest().get(1..end).unwrap_or_default();
        self.at += end + 1;
        let (tag, is_empty) = tag.strip_suffix('/').map_or((tag, false), |tag| (tag, true));
        let name = tag.split_ascii_whitespace().next().unwrap_or_default().to_ascii_lowercase();
        let is_letter = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | ':');
        if name.is_empty() || !name.chars().all(is_letter) {
            return Err(Fault::Malformed(line, "a tag has no name".to_owned()));
        }
        if self.open.len() >= DEPTH {
            return Err(Fault::Malformed(line, format!("elements are nested deeper than {DEPTH}")));
        }
        if let Some(parent) = self.open.last() {
            if !parent.text.trim().is_empty() {
                return Err(Fault::Malformed(line, format!("<{name}> stands in a text")));
            }
            let is_list = LISTS.binary_search(&name.as_str()).is_ok();
            if !is_list && self.seen.last_mut().is_some_and(|seen| !seen.insert(name.clone())) {
                return Err(Fault::Malformed(line, format!("<{name}> cannot occur more than once")));
            }
        }
        self.seen.push(BTreeSet::new());
        self.open.push(Element { name, text: String::new(), children: Vec::new(), line, bytes: start..start });
        if is_empty { self.ended().map(|_| ()) } else { Ok(()) }
    }

    /// Closes the innermost element, which the tag here must name; the root once it is closed.
    fn close(&mut self) -> Result<Option<Element>, Fault> {
        let Some(end) = self.rest().find('>') else { return Err(self.fault("a tag is not closed")) };
        let name = self.rest().get(2..end).unwrap_or_default().trim().to_ascii_lowercase();
        match self.open.last() {
            Some(open) if open.name == name => {}
            Some(open) => {
                let why = format!("</{name}> closes <{}> of line {}", open.name, open.line);
                return Err(self.fault(why));
            }
            None => return Err(self.fault(format!("</{name}> closes nothing"))),
        }
        self.at += end + 1;
        self.ended()
    }

    fn ended(&mut self) -> Result<Option<Element>, Fault> {
        self.seen.pop();
        let Some(mut element) = self.open.pop() else { return Err(self.fault("an element closes nothing")) };
        element.bytes.end = self.at;
        match self.open.last_mut() {
            Some(parent) => {
                parent.children.push(element);
                Ok(None)
            }
            None => Ok(Some(element)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(text: &str) -> String {
        parse(text).unwrap_err().to_string()
    }

    #[test]
    fn what_repeats_is_known_in_order() {
        assert!(LISTS.is_sorted());
    }

    #[test]
    fn accents_and_signs_come_back_from_both_layers() {
        let text = "<?xml version=\"1.0\"?>\n<pfSense>\n\t<descr><![CDATA[Lyc&eacute;e &amp; &lt;CFA&gt;]]></descr>\n\t<name>&eacute; &amp;amp; b</name>\n</pfSense>\n";
        let root = parse(text).unwrap();
        assert_eq!(root.text_of("descr"), Some("Lycée & <CFA>"));
        assert_eq!(root.text_of("name"), Some("é & b"));
        assert_eq!(root.child("name").map(|e| e.line), Some(4));
        assert_eq!(text.get(root.child("name").unwrap().bytes.clone()), Some("<name>&eacute; &amp;amp; b</name>"));
    }

    #[test]
    fn what_pfsense_refuses_is_refused_with_its_line() {
        assert!(fault("---- BEGIN config.xml ----\nVGhp").contains("encrypted"));
        assert!(fault("<opnsense><version>24.7</version></opnsense>").contains("OPNsense"));
        assert_eq!(fault("<pfsense>\n<wan></wan>\n<wan></wan>\n</pfsense>"), "line 3: <wan> cannot occur more than once");
        assert_eq!(fault("<pfsense>\n<a></b>\n</pfsense>"), "line 2: </b> closes <a> of line 2");
        assert!(fault("<pfsense>").contains("not closed"));
        assert!(fault("toto").contains("no element"));
        assert!(fault("<!DOCTYPE a [<!ENTITY x SYSTEM \"/etc/passwd\">]><pfsense></pfsense>").contains("document type"));
        assert!(fault(&"<a>".repeat(5000)).contains("deeper"));
        assert!(fault("<pfsense><a>text<b></b></a></pfsense>").contains("stands in a text"));
        assert!(fault("<pfsense></pfsense><x></x>").contains("behind the root"));
    }
}
