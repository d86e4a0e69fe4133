//! The section `filter`: the rules, in the order of the state, which is that in which they are tried.
//!
//! A rule of the state is one here for each protocol of its service. What the firewall sends itself needs none: pfSense lets all
//! of it pass.

use super::{Doc, Place, origins};
use crate::os::pfsense::words::{self, Friendly, Match, Ports, Trackers};
use crate::os::pfsense::xml::Node;
use crate::state::firewall::Rule;

/// The section.
pub fn section(doc: &Doc) -> Node {
    let mut trackers = Trackers::default();
    let mut all = Vec::new();
    for rule in &doc.firewall.rules {
        let Some(entry) = Entry::of(doc, rule) else { continue };
        for matching in Match::of(&rule.service) {
            let tracker = trackers.next(&doc.firewall.school, rule, &matching);
            all.push(entry.node(rule, &matching, tracker));
        }
    }
    Node::parent("filter", all)
}

/// What a rule cannot be without: pfSense drops in silence what it cannot resolve, and a `block` that is dropped lets pass.
struct Entry {
    interface: Friendly,
    source: Place,
    destination: Place,
}

impl Entry {
    /// `None` for what the firewall sends itself.
    fn of(doc: &Doc, rule: &Rule) -> Option<Entry> {
        let interface = doc.friendly(**rule.interface.as_ref()?)?;
        Some(Entry { interface, source: Place::of(&rule.from, doc)?, destination: Place::of(&rule.to, doc)? })
    }

    fn node(&self, rule: &Rule, matching: &Match, tracker: u32) -> Node {
        let service = &rule.service.name;
        let port = matching.ports(service).map(|ports| match ports {
            Ports::One(port) => port,
            Ports::Alias(name, _) => name,
        });
        let port = port.map(|p| Node::word("port", p).because([service.origin()]));
        let kind = if *rule.allows { "pass" } else { "block" };
        let mut all = vec![
            Node::word("tracker", tracker),
            Node::word("type", kind).because([rule.allows.origin()]),
            Node::word("interface", self.interface).because(origins(&rule.interface)),
            super::ip_protocol(rule.family),
        ];
        all.extend(matching.protocol().map(|p| Node::word("protocol", p).because([service.origin()])));
        if let Match::Icmp(Some(word)) = matching {
            all.push(Node::word("icmptype", word).because([service.origin()]));
        }
        all.push(self.source.node("source", None, rule.from.origin()));
        all.push(self.destination.node("destination", port, rule.to.origin()));
        if *rule.logged {
            all.push(Node::flag("log").because([rule.logged.origin()]));
        }
        all.extend(rule.hours.as_ref().map(|h| Node::word("sched", words::schedule(**h)).because([h.origin()])));
        all.push(Node::word("descr", words::rule(&rule.subject)).because([rule.subject.origin()]));
        Node::parent("rule", all).because([rule.subject.origin(), rule.allows.origin()])
    }
}
