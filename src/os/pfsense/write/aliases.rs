//! The sections `aliases` and `schedules`: the names that rules use, and no other.

use super::Doc;
use crate::base::{Origin, Sourced};
use crate::net::Hours;
use crate::os::pfsense::words::{self, Match, Ports};
use crate::os::pfsense::xml::Node;
use crate::state::firewall::Group;
use crate::state::policy::Service;
use std::collections::BTreeMap;

/// The section `aliases`, by name: groups of addresses, and the ports of services that have several.
pub fn section(doc: &Doc) -> Node {
    let used = words::named_groups(doc.firewall);
    let groups = doc.firewall.groups.iter().filter(|g| used.contains(g.name.as_str()));
    let mut all: BTreeMap<String, Node> = groups.map(|g| (words::group(&g.name), group(g))).collect();
    for rule in doc.firewall.rules.iter().filter(|r| r.interface.is_some()) {
        for matching in Match::of(&rule.service) {
            if let Some(Ports::Alias(name, ports)) = matching.ports(&rule.service.name) {
                let node = || self::ports(&name, &ports, &rule.service);
                all.entry(name.clone()).or_insert_with(node);
            }
        }
    }
    Node::parent("aliases", all.into_values())
}

fn group(group: &Group) -> Node {
    let is_host = |p: &&Sourced<ipnet::IpNet>| p.prefix_len() == p.max_prefix_len();
    let is_hosts = group.prefixes.iter().all(|p| is_host(&p));
    let spelt = group.prefixes.iter().map(|p| if is_hosts { p.addr().to_string() } else { p.to_string() });
    let kind = if is_hosts { "host" } else { "network" };
    let from = group.prefixes.iter().map(Sourced::origin).collect();
    alias(&words::group(&group.name), kind, &spelt.collect::<Vec<_>>(), &group.name, from)
}

fn ports(name: &str, ports: &[String], service: &Service) -> Node {
    // A range in an alias has a colon (firewall_aliases_edit.php), in a rule a hyphen.
    let ports: Vec<String> = ports.iter().map(|p| p.replace('-', ":")).collect();
    alias(name, "port", &ports, &service.name, vec![service.name.origin()])
}

/// One alias; each of its members has its own, empty, detail: pfSense wants as many of these as of those.
fn alias(name: &str, kind: &str, members: &[String], subject: &Sourced<String>, from: Vec<Origin>) -> Node {
    let all = [
        Node::word("name", name).because([subject.origin()]),
        Node::word("type", kind),
        Node::word("address", members.join(" ")).because(from),
        Node::value("descr", subject),
        Node::word("detail", "||".repeat(members.len().saturating_sub(1))),
    ];
    Node::parent("alias", all).because([subject.origin()])
}

/// The section `schedules`, by name.
pub fn schedules(doc: &Doc) -> Node {
    let hours = doc.firewall.rules.iter().filter(|r| r.interface.is_some()).filter_map(|r| r.hours);
    let each: BTreeMap<String, Sourced<Hours>> = hours.map(|h| (words::schedule(*h), h)).collect();
    Node::parent("schedules", each.iter().map(|(name, hours)| schedule(name, hours)))
}

fn schedule(name: &str, hours: &Sourced<Hours>) -> Node {
    let (from, to) = words::clocks(**hours);
    let range = [
        Node::word("position", words::days(**hours).join(",")),
        Node::word("hour", format!("{from}-{to}")),
        Node::flag("rangedescr"),
    ];
    let all = [
        Node::word("name", name),
        Node::word("descr", **hours),
        Node::parent("timerange", range),
        // What its states are found by when it ends: the same for the same hours.
        Node::word("schedlabel", name),
    ];
    Node::parent("schedule", all).because([hours.origin()])
}
