//! An overlay put into an exported configuration: our sections are replaced, every other byte of the export stays.
//!
//! Certificates, accounts, packages, the web page's settings and tunnels are the machine's own. Entry point: [`merge`].

use super::parse::{Element, Fault, parse};
use super::{OWNED, OWNED_OF_SYSTEM, VERSION};
use std::collections::BTreeSet;
use std::fmt;

/// An export with an overlay in it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Merged {
    /// The whole configuration.
    pub text: String,
    /// Interfaces that sections of the machine's own still name, and that are no more: line in the export, and the name.
    pub dangling: Vec<(usize, String)>,
}

/// Why an overlay cannot be put into an export.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Unmergeable {
    /// The export is none.
    Export(Fault),
    /// The overlay is none.
    Overlay(Fault),
    /// The export's format is older than the overlay's: pfSense would convert the new sections as if they were old.
    Older(String),
    /// The overlay is of another format than this compiler writes.
    Foreign(String),
}

impl fmt::Display for Unmergeable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unmergeable::Export(fault) => write!(f, "the export: {fault}"),
            Unmergeable::Overlay(fault) => write!(f, "the overlay: {fault}"),
            Unmergeable::Older(version) => {
                write!(f, "the export has format {version}, older than {VERSION}: bring the machine to pfSense 2.7.2 first")
            }
            Unmergeable::Foreign(version) => write!(f, "the overlay has format {version}, not {VERSION}: build it again"),
        }
    }
}

/// Puts an overlay into an export.
pub fn merge(export: &str, overlay: &str) -> Result<Merged, Unmergeable> {
    let theirs = parse(export).map_err(Unmergeable::Export)?;
    let ours = parse(overlay).map_err(Unmergeable::Overlay)?;
    let version = |root: &Element| root.text_of("version").unwrap_or_default().to_owned();
    if version(&ours) != VERSION {
        return Err(Unmergeable::Foreign(version(&ours)));
    }
    if numbers(&version(&theirs)) < numbers(VERSION) {
        return Err(Unmergeable::Older(version(&theirs)));
    }
    let (theirs, ours) = (Side { text: export, root: &theirs }, Side { text: overlay, root: &ours });
    let sections = spliced(&theirs, &ours, OWNED, 1, |section| match section.name.as_str() {
        "system" => ours.root.child("system").map(|own| {
            let (theirs, ours) = (Side { text: export, root: section }, Side { text: overlay, root: own });
            format!("<system>\n{}\t</system>", spliced(&theirs, &ours, OWNED_OF_SYSTEM, 2, |_| None))
        }),
        _ => None,
    });
    let text = format!("<?xml version=\"1.0\"?>\n<pfsense>\n{sections}</pfsense>\n");
    let there: BTreeSet<&str> =
        ours.root.child("interfaces").into_iter().flat_map(|i| &i.children).map(|i| i.name.as_str()).collect();
    let mut dangling = Vec::new();
    for section in theirs.root.children.iter().filter(|c| !OWNED.contains(&c.name.as_str())) {
        named(section, &there, &mut dangling);
    }
    Ok(Merged { text, dangling })
}

/// A version as numbers: 23.3 is less than 23.10.
fn numbers(version: &str) -> Vec<u32> {
    version.split('.').map_while(|part| part.parse().ok()).collect()
}

/// An element and the text that it is of.
struct Side<'a> {
    text: &'a str,
    root: &'a Element,
}

impl<'a> Side<'a> {
    fn raw(&self, element: &Element) -> &'a str {
        self.text.get(element.bytes.clone()).unwrap_or_default()
    }
}

/// The children of an element, one after the other: theirs as they are, or as `inner` writes them; the owned ones ours, where
/// their first stood, else at the end.
fn spliced(theirs: &Side, ours: &Side, owned: &[&str], depth: usize, inner: impl Fn(&Element) -> Option<String>) -> String {
    let is_owned = |e: &&Element| owned.contains(&e.name.as_str());
    let mut done: BTreeSet<&str> = BTreeSet::new();
    let mut out = String::new();
    let mut line = |text: &str| out.push_str(&format!("{}{text}\n", "\t".repeat(depth)));
    for element in &theirs.root.children {
        if !is_owned(&element) {
            match inner(element) {
                Some(text) => line(&text),
                None => line(theirs.raw(element)),
            }
        } else if done.insert(element.name.as_str()) {
            ours.root.children_of(&element.name).for_each(|own| line(ours.raw(own)));
        }
    }
    for own in ours.root.children.iter().filter(is_owned).filter(|e| !done.contains(e.name.as_str())) {
        line(ours.raw(own));
    }
    out
}

/// The interfaces of ours that an element of theirs names, and that are not there.
fn named(element: &Element, there: &BTreeSet<&str>, out: &mut Vec<(usize, String)>) {
    // Elements are nested no deeper than the parser takes.
    element.children.iter().for_each(|child| named(child, there, out));
    if element.name != "interface" {
        return;
    }
    for name in element.text.split(',') {
        let is_ours = matches!(name, "wan" | "lan") || name.strip_prefix("opt").is_some_and(|n| n.parse::<u32>().is_ok());
        if is_ours && !there.contains(name) {
            out.push((element.line, name.to_owned()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OVERLAY: &str = "<pfsense>\n\t<version>23.3</version>\n\t<system>\n\t\t<hostname>new</hostname>\n\t\t<dnsserver>192.0.2.1</dnsserver>\n\t\t<dnsserver>192.0.2.2</dnsserver>\n\t</system>\n\t<interfaces>\n\t\t<wan>\n\t\t\t<if>vtnet0</if>\n\t\t</wan>\n\t</interfaces>\n\t<filter>\n\t\t<rule>\n\t\t\t<tracker>1</tracker>\n\t\t</rule>\n\t</filter>\n</pfsense>\n";
    const EXPORT: &str = "<?xml version=\"1.0\"?>\n<pfsense>\n\t<version>23.3</version>\n\t<system>\n\t\t<hostname>old</hostname>\n\t\t<user>\n\t\t\t<name>admin</name>\n\t\t\t<descr><![CDATA[Syst&egrave;me]]></descr>\n\t\t</user>\n\t\t<dnsserver>198.51.100.1</dnsserver>\n\t</system>\n\t<filter>\n\t\t<rule>\n\t\t\t<tracker>9</tracker>\n\t\t</rule>\n\t</filter>\n\t<dhcrelay>\n\t\t<enable></enable>\n\t</dhcrelay>\n\t<cert>\n\t\t<refid>a</refid>\n\t</cert>\n\t<openvpn>\n\t\t<openvpn-server>\n\t\t\t<interface>opt1</interface>\n\t\t</openvpn-server>\n\t</openvpn>\n</pfsense>\n";

    #[test]
    fn what_is_ours_is_replaced_and_the_rest_stays_as_it_was() {
        let merged = merge(EXPORT, OVERLAY).unwrap();
        let wanted = "<?xml version=\"1.0\"?>\n<pfsense>\n\t<version>23.3</version>\n\t<system>\n\t\t<hostname>new</hostname>\n\t\t<user>\n\t\t\t<name>admin</name>\n\t\t\t<descr><![CDATA[Syst&egrave;me]]></descr>\n\t\t</user>\n\t\t<dnsserver>192.0.2.1</dnsserver>\n\t\t<dnsserver>192.0.2.2</dnsserver>\n\t</system>\n\t<filter>\n\t\t<rule>\n\t\t\t<tracker>1</tracker>\n\t\t</rule>\n\t</filter>\n\t<cert>\n\t\t<refid>a</refid>\n\t</cert>\n\t<openvpn>\n\t\t<openvpn-server>\n\t\t\t<interface>opt1</interface>\n\t\t</openvpn-server>\n\t</openvpn>\n\t<interfaces>\n\t\t<wan>\n\t\t\t<if>vtnet0</if>\n\t\t</wan>\n\t</interfaces>\n</pfsense>\n";
        assert_eq!(merged.text, wanted);
        assert_eq!(merged.dangling, [(25, "opt1".to_owned())]);
        assert_eq!(merge(&merged.text, OVERLAY).unwrap().text, merged.text, "a second merge changes nothing");
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        let older = EXPORT.replace("23.3", "22.2");
        assert_eq!(merge(&older, OVERLAY), Err(Unmergeable::Older("22.2".to_owned())));
        assert!(merge(&EXPORT.replace("23.3", "23.10"), OVERLAY).is_ok());
        assert_eq!(merge(EXPORT, &OVERLAY.replace("23.3", "24.0")), Err(Unmergeable::Foreign("24.0".to_owned())));
        assert!(matches!(merge("<opnsense></opnsense>", OVERLAY), Err(Unmergeable::Export(Fault::Opnsense))));
        assert!(matches!(merge(EXPORT, "---- BEGIN config.xml ----"), Err(Unmergeable::Overlay(Fault::Encrypted))));
    }
}
