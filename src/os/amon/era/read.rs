//! The text of an ERA model as a [`Model`]: one of ours, one that EOLE ships, or a site's own.
//!
//! What the model has no words for is listed. Entry point: [`read`].

use super::model::{Because, Direction, Directive, End, Exception, Flux, Group, Line, Model, Service, Zone};
use super::parse::{Element, parse};

/// A model, read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reading {
    /// The model.
    pub model: Model,
    /// What became no part of it, in order of line.
    pub unread: Vec<Unread>,
}

/// Something that was read and is in no model.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Unread {
    /// Its line in the file, from 1.
    pub line: usize,
    /// What it is and why.
    pub why: String,
}

/// Reads a model; or says in which line it is none, and why.
pub fn read(text: &str) -> Result<Reading, (usize, String)> {
    let root = parse(text)?;
    if root.name != "firewall" {
        return Err((root.line, format!("the root is <{}>, not <firewall>", root.name)));
    }
    let mut reader = Reader { unread: Vec::new() };
    let mut model = reader.model(&root);
    let Reader { mut unread } = reader;
    unread.sort();
    // A stock file holds some ends twice, word for word.
    let mut ends: Vec<End> = Vec::new();
    model.ends.into_iter().for_each(|end| {
        if !ends.contains(&end) {
            ends.push(end)
        }
    });
    model.ends = ends;
    Ok(Reading { model, unread })
}

struct Reader {
    unread: Vec<Unread>,
}

impl Reader {
    fn unread(&mut self, element: &Element, why: impl Into<String>) {
        self.unread.push(Unread { line: element.line, why: why.into() });
    }

    /// Lists the attributes of an element that nobody reads.
    fn known(&mut self, element: &Element, known: &[&str]) {
        let strange = element.attributes.iter().filter(|(name, _)| !known.contains(&name.as_str()));
        let strange: Vec<String> = strange.map(|(name, value)| format!("{name}=\"{value}\" of <{}>", element.name)).collect();
        strange.into_iter().for_each(|why| self.unread(element, why));
    }

    fn number(&mut self, element: &Element, name: &str) -> u64 {
        let text = element.attribute(name).unwrap_or("0");
        text.parse().unwrap_or_else(|_| {
            self.unread(element, format!("{name}=\"{text}\" of <{}> is no number", element.name));
            0
        })
    }

    fn model(&mut self, root: &Element) -> Model {
        self.known(root, &["name", "netbios", "qos", "version", "model"]);
        let mut model = Model { name: text(root, "name"), parent: given(root, "model"), ..Model::default() };
        for section in &root.children {
            for item in &section.children {
                match (section.name.as_str(), item.name.as_str()) {
                    ("zones", "zone") => model.zones.push(self.zone(item)),
                    ("services", "service") => model.services.push(self.service(item)),
                    ("services", "groupe") => model.groups.push(self.group(item)),
                    ("extremites", "extremite") => model.ends.push(self.end(item)),
                    ("flux-list", "flux") => model.fluxes.push(self.flux(item)),
                    (section, name) => self.unread(item, format!("<{name}> of <{section}>")),
                }
            }
            let sections = ["zones", "include", "services", "qosclasses", "extremites", "ranges", "user_groups", "applications"];
            if !sections.contains(&section.name.as_str()) && section.name != "flux-list" {
                self.unread(section, format!("<{}>", section.name));
            }
        }
        model
    }

    fn zone(&mut self, element: &Element) -> Zone {
        self.known(element, &["name", "level", "ip", "network", "netmask", "interface"]);
        Zone {
            name: text(element, "name"),
            level: self.number(element, "level"),
            ip: text(element, "ip"),
            network: text(element, "network"),
            netmask: text(element, "netmask"),
            interface: text(element, "interface"),
            because: Because::default(),
        }
    }

    fn service(&mut self, element: &Element) -> Service {
        self.known(element, &["name", "protocol", "ports", "id", "libelle", "tcpwrapper"]);
        Service {
            name: text(element, "name"),
            protocol: text(element, "protocol"),
            ports: text(element, "ports"),
            label: text(element, "libelle"),
            because: Because::default(),
        }
    }

    fn group(&mut self, element: &Element) -> Group {
        self.known(element, &["id", "libelle"]);
        let services = element.children.iter().filter(|c| c.name == "service").map(|c| self.service(c)).collect();
        Group { id: text(element, "id"), label: text(element, "libelle"), services, because: Because::default() }
    }

    fn end(&mut self, element: &Element) -> End {
        self.known(element, &["name", "zone", "netmask", "subnet", "libelle", "type", "container", "interface"]);
        let addresses = element.children.iter().filter(|c| c.name == "ip").map(|c| text(c, "address")).collect();
        End {
            name: text(element, "name"),
            zone: text(element, "zone"),
            netmask: text(element, "netmask"),
            is_subnet: element.attribute("subnet") == Some("1"),
            label: text(element, "libelle"),
            addresses,
            because: Because::default(),
        }
    }

    fn flux(&mut self, element: &Element) -> Flux {
        self.known(element, &["zoneA", "zoneB"]);
        let mut of = |name: &str| element.child(name).map_or_else(Direction::default, |c| self.direction(c));
        let (up, down) = (of("montantes"), of("descendantes"));
        Flux { a: text(element, "zoneA"), b: text(element, "zoneB"), up, down, because: Because::default() }
    }

    fn direction(&mut self, element: &Element) -> Direction {
        self.known(element, &["default_policy"]);
        let directives = element.children.iter().filter(|c| c.name == "directive").map(|c| self.directive(c)).collect();
        Direction { accepts: element.attribute("default_policy") == Some("1"), directives }
    }

    fn directive(&mut self, element: &Element) -> Directive {
        self.known(element, DIRECTIVE);
        let named = |name: &str| element.children.iter().filter(|c| c.name == name).map(|c| text(c, "name")).collect::<Vec<_>>();
        let is_set = |name: &str| element.attribute(name) == Some("1");
        let exceptions = element.children.iter().filter(|c| c.name == "exception").map(|c| Exception {
            is_source: c.attribute("src") == Some("1"),
            is_target: c.attribute("dest") == Some("1"),
            ip: text(c, "ip"),
            name: text(c, "name"),
            variable: text(c, "eolvar"),
        });
        for switch in ["ipsec", "accept"].into_iter().filter(|name| is_set(name)) {
            self.unread(element, format!("{switch}=\"1\" of <directive>"));
        }
        for child in element.children.iter().filter(|c| !["source", "destination", "exception"].contains(&c.name.as_str())) {
            self.unread(child, format!("<{}> of <directive>", child.name));
        }
        Directive {
            priority: self.number(element, "priority"),
            action: self.number(element, "action"),
            attrs: self.number(element, "attrs"),
            service: text(element, "service"),
            sources: named("source"),
            targets: named("destination"),
            is_source_inverted: is_set("src_inv"),
            is_target_inverted: is_set("dest_inv"),
            is_service_inverted: is_set("serv_inv"),
            label: text(element, "libelle"),
            tag: given(element, "tag"),
            nat_end: given(element, "nat_extr"),
            nat_port: given(element, "nat_port"),
            exceptions: exceptions.collect(),
            line: Line(Some(element.line)),
            because: Because::default(),
        }
    }
}

/// Attributes of a directive; the marks are for the quality of service, which lets nothing pass.
const DIRECTIVE: &[&str] = &[
    "service",
    "priority",
    "action",
    "attrs",
    "src_inv",
    "dest_inv",
    "serv_inv",
    "libelle",
    "tag",
    "ipsec",
    "accept",
    "nat_extr",
    "nat_port",
    "mark_operator",
    "mark_value",
];

fn text(element: &Element, name: &str) -> String {
    element.attribute(name).unwrap_or_default().to_owned()
}

fn given(element: &Element, name: &str) -> Option<String> {
    element.attribute(name).map(str::to_owned)
}
