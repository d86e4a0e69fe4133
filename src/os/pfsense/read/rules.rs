//! Rules and port forwards, as pfSense's generator takes them (`filter_generate_user_rule`, `filter_generate_address` of 2.7.2).

use super::{Names, Reader};
use crate::net::{Family, VlanId};
use crate::os::pfsense::parse::Element;
use crate::os::pfsense::words::{ICMP, Match};
use crate::state::firewall::{Firewall, Group, Masquerade, Publication, Rule, Where};
use crate::state::policy::Service;
use ipnet::IpNet;
use std::collections::BTreeMap;
use std::net::IpAddr;

/// What pfSense names of its own beside interfaces: ends of tunnels (`filter_rules_generate` of 2.7.2).
const TUNNELS: &[&str] = &["openvpn", "enc0", "ipsec", "l2tp", "pptp", "pppoe", "wireguard"];

pub(super) struct Rules<'a, 'e> {
    pub(super) reader: &'a mut Reader,
    pub(super) names: Names<'e>,
    pub(super) root: &'e Element,
    /// Groups by name: aliases, and addresses that a rule names as they are.
    pub(super) groups: BTreeMap<String, Group>,
}

impl Rules<'_, '_> {
    /// Fills in the groups, rules, publications and the masquerade of a firewall.
    ///
    /// Gives the line of each rule, in their order.
    pub(super) fn fill(&mut self, firewall: &mut Firewall) -> Vec<usize> {
        let known: Vec<_> = self.names.groups().map(|(name, alias, prefixes)| (name.to_owned(), alias, prefixes)).collect();
        for (name, alias, prefixes) in known {
            match prefixes {
                Some(prefixes) => self.group(&name, prefixes),
                None => self.reader.unread(alias, format!("what is in alias {name} is known to pfSense alone")),
            }
        }
        let nat = self.root.child("nat");
        firewall.masquerade = self.reader.sourced(masquerade(nat));
        let filter = self.root.child("filter");
        let all: Vec<&Element> = filter.into_iter().flat_map(|f| f.children_of("rule")).filter(|r| !r.has("disabled")).collect();
        // pfSense tries floating rules, then those of groups of interfaces, then those of interfaces.
        let is_group = |r: &Element| r.text_of("interface").is_some_and(|i| self.reader.groups.contains_key(i));
        let mut ordered = all;
        ordered.sort_by_key(|r| (!r.has("floating"), !is_group(r)));
        let ordered = ordered.into_iter();
        let mut rules: Vec<(Rule, usize)> =
            ordered.flat_map(|r| self.rule(r).into_iter().map(|rule| (rule, r.line)).collect::<Vec<_>>()).collect();
        rules.sort_by_key(|(r, _)| r.interface.as_ref().map(|i| **i));
        let lines;
        (firewall.rules, lines) = rules.into_iter().unzip();
        for forward in nat.into_iter().flat_map(|n| n.children_of("rule")).filter(|r| !r.has("disabled")) {
            if let Some(publication) = self.forward(forward, firewall) {
                firewall.publications.push(publication);
            }
        }
        firewall.groups = std::mem::take(&mut self.groups).into_values().collect();
        lines
    }

    fn group(&mut self, name: &str, prefixes: Vec<IpNet>) {
        let prefixes = prefixes.into_iter().map(|p| self.reader.sourced(p)).collect();
        self.groups.insert(name.to_owned(), Group { name: self.reader.sourced(name.to_owned()), prefixes });
    }

    fn rule(&mut self, element: &Element) -> Vec<Rule> {
        let is_floating = element.has("floating");
        if is_floating && (!element.has("quick") || element.text_of("direction") == Some("out")) {
            self.reader.unread(element, "a floating rule that does not decide at once, or decides on the way out");
            return Vec::new();
        }
        let allows = match element.text_of("type") {
            Some("block" | "reject") => false,
            Some("match") => return Vec::new(),
            // pfSense takes whatever else stands there for `pass`.
            _ => true,
        };
        let mut vlans = Vec::new();
        let names = element.text_of("interface").unwrap_or_default().split(',');
        let members = |name: &str| self.reader.groups.get(name).cloned().unwrap_or_else(|| vec![name.to_owned()]);
        let names: Vec<String> = names.flat_map(members).collect();
        for name in &names {
            match self.reader.vlans.get(name) {
                Some(vlan) => vlans.push(*vlan),
                None if TUNNELS.contains(&name.to_ascii_lowercase().as_str()) => {
                    self.reader.unread(element, format!("what comes out of `{name}`: the file says no addresses of it"));
                }
                None => self.reader.unread(element, format!("pfSense loses the rule: there is no interface `{name}`")),
            }
        }
        let families: &[Family] = match element.text_of("ipprotocol") {
            Some("inet6") => &[Family::V6],
            Some("inet46") => &Family::ALL,
            _ => &[Family::V4],
        };
        let Some(matching) = self.matching(element) else { return Vec::new() };
        let Ok(hours) = element.text_of("sched").map_or(Ok(None), |name| self.names.hours(name)) else {
            self.reader.unread(element, "its schedule is no week of days and hours");
            return Vec::new();
        };
        let (Some(from), Some(to)) = (self.end(element, "source"), self.end(element, "destination")) else {
            return Vec::new();
        };
        if element.child("source").is_some_and(|s| s.has("port")) {
            self.reader.unread(element, "it looks at the port of the source");
            return Vec::new();
        }
        let reader = &*self.reader;
        let no = reader.sourced(false);
        let service = service(&matching, reader);
        let rule = |vlan: VlanId, family: Family| Rule {
            interface: Some(reader.sourced(vlan)),
            allows: reader.sourced(allows),
            family,
            from: reader.sourced(from.clone()),
            to: reader.sourced(to.clone()),
            service: service.clone(),
            proxied: no,
            authenticated: no,
            logged: reader.sourced(element.has("log")),
            hours,
            subject: reader.text(Some(element), "descr"),
        };
        vlans.iter().flat_map(|vlan| families.iter().map(|family| rule(*vlan, *family))).collect()
    }

    /// What a rule says of protocol and port; `None`, and said, when the state has no word for it.
    fn matching(&mut self, element: &Element) -> Option<Match> {
        let port = element.child("destination").and_then(|d| d.text_of("port"));
        let protocol = element.text_of("protocol");
        let protocol = match protocol {
            Some("tcp") => "tcp",
            Some("udp") => "udp",
            Some("tcp/udp") => "tcp/udp",
            Some("icmp") => {
                let Some(word) = element.text_of("icmptype").filter(|t| *t != "any") else { return Some(Match::Icmp(None)) };
                let known = ICMP.iter().find(|(_, own)| *own == word);
                if known.is_none() {
                    self.reader.unread(element, format!("ICMP of type {word}"));
                }
                return known.map(|(_, own)| Match::Icmp(Some(own)));
            }
            None | Some("any") if port.is_none() => return Some(Match::Any),
            // The trap: a port without a protocol is every port of TCP.
            None | Some("any") => return Some(Match::Ports("tcp", vec![(0, u16::MAX)])),
            Some(other) => {
                self.reader.unread(element, format!("protocol {other}"));
                return None;
            }
        };
        let ranges = port.map_or_else(|| Some(vec![(0, u16::MAX)]), |p| self.names.ports(p));
        if ranges.is_none() {
            self.reader.unread(element, format!("pfSense loses the rule: `{}` is no port", port.unwrap_or_default()));
        }
        Some(Match::Ports(protocol, ranges?))
    }

    /// An end of a rule; `None`, and said, for one that pfSense loses.
    fn end(&mut self, rule: &Element, name: &str) -> Option<Where> {
        let lost = |reader: &mut Reader, why: String| {
            reader.unread(rule, format!("pfSense loses the rule: {why}"));
            None
        };
        let Some(end) = rule.child(name) else { return lost(self.reader, format!("it has no {name}")) };
        let is_negated = end.has("not");
        if end.has("any") {
            return Some(Where::Anywhere);
        }
        if let Some(network) = end.text_of("network") {
            let vlan = |name: &str| self.reader.vlans.get(name).copied();
            let found = match network {
                "(self)" => Some(Where::Itself),
                other => vlan(other).map(Where::Segment).or_else(|| other.strip_suffix("ip").and_then(vlan).map(Where::Gateway)),
            };
            return match found {
                Some(_) if is_negated => {
                    self.reader.unread(rule, format!("all but {network}"));
                    None
                }
                Some(found) => Some(found),
                None => lost(self.reader, format!("`{network}` is no network of an interface")),
            };
        }
        let Some(address) = end.text_of("address") else { return lost(self.reader, format!("its {name} is empty")) };
        if !self.groups.contains_key(address) {
            let literal = address.parse::<IpNet>().ok().or_else(|| address.parse::<IpAddr>().ok().map(IpNet::from));
            match literal {
                Some(prefix) => self.group(address, vec![prefix]),
                None if self.names.has(address) => {
                    self.reader.unread(rule, format!("what is in alias {address} is known to pfSense alone"));
                    return None;
                }
                None => return lost(self.reader, format!("there is no alias `{address}`")),
            }
        }
        let address = address.to_owned();
        Some(if is_negated { Where::Beyond(address) } else { Where::Group(address) })
    }

    fn forward(&mut self, element: &Element, firewall: &Firewall) -> Option<Publication> {
        let inside: Option<u16> = element.text_of("local-port").and_then(|p| p.parse().ok());
        let outside = element.child("destination").and_then(|d| d.text_of("port")).and_then(|p| self.names.ports(p));
        let target: Option<IpAddr> = element.text_of("target").and_then(|t| t.parse().ok());
        let to_us = element.child("destination").and_then(|d| d.text_of("network")) == Some("wanip");
        let vlan = target.and_then(|t| Reader::vlan_of(firewall, t));
        let protocol = ["tcp", "udp", "tcp/udp"].into_iter().find(|p| element.text_of("protocol") == Some(p));
        let (Some(inside), Some([outside]), Some(target), true, Some(vlan), Some(protocol)) =
            (inside, outside.as_deref(), target, to_us, vlan, protocol)
        else {
            self.reader
                .unread(element, "a port forward that is not from one port or range of the firewall to one machine inside");
            return None;
        };
        let last = inside.saturating_add(outside.1.saturating_sub(outside.0));
        let matching = Match::Ports(protocol, vec![(inside, last)]);
        let from = self.end(element, "source")?;
        let port = (outside.0 != inside).then(|| self.reader.sourced(u64::from(outside.0)));
        Some(Publication {
            subject: self.reader.text(Some(element), "descr"),
            service: service(&matching, self.reader),
            port,
            name: None,
            from: self.reader.sourced(from),
            target: self.reader.sourced(target.to_string()),
            vlan,
            addresses: vec![target],
        })
    }
}

/// A service of one protocol, named by what it is: a rule does not say what the manifest calls it.
fn service(matching: &Match, reader: &Reader) -> Service {
    super::super::project::service(matching, |name| reader.sourced(name))
}

fn masquerade(nat: Option<&Element>) -> Masquerade {
    let outbound = nat.and_then(|n| n.child("outbound"));
    match outbound.and_then(|o| o.text_of("mode")) {
        Some("disabled") => Masquerade::Off,
        Some("advanced") => {
            let rules: Vec<&Element> = outbound.into_iter().flat_map(|o| o.children_of("rule")).collect();
            let spares = |r: &&Element| r.child("destination").is_some_and(|d| d.has("not"));
            match rules.as_slice() {
                [] => Masquerade::Off,
                some if some.iter().all(spares) => Masquerade::Internet,
                _ => Masquerade::All,
            }
        }
        _ => Masquerade::All,
    }
}
