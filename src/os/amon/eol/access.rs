//! Who may administer the server through a card: by SSH, on its pages (EAD), or by another server's pages.
//!
//! Each way has a switch a card and a list of networks beside it. They are said where the rules of the card's own VLAN open the
//! way at all times, to exactly those networks; where nothing is opened nothing is said, since those who run an Amon have ways in
//! that no manifest knows. A sub-interface has no such variables: [`by_hand`]. Ports: SSH's 22; EAD's pages on 4200, its command
//! server, which pages of other servers ask, on 4201 (EOLE's page on the principle of EAD, 2.6). Entry points: [`all`],
//! [`read`], [`granted`].

use super::document::{Cell, Document};
use super::read::{Reader, untagged_id};
use super::words;
use super::write::untagged;
use crate::base::{Origin, Sourced};
use crate::net::traffic::{number, ports, prefixes, protocol};
use crate::net::{Cube, Family, Ranges, Traffic, VlanId};
use crate::state::Firewall;
use crate::state::firewall::{Group, Interface, Rule, Where};
use crate::state::policy::Service;
use ipnet::{IpNet, Ipv4Net};
use std::net::{IpAddr, Ipv4Addr};

/// A way to administer the server.
#[derive(Debug, PartialEq, Eq)]
pub struct Way {
    /// The variables' name, without `ip_` or `netmask_` and the card.
    pub name: &'static str,
    /// The TCP port.
    pub port: u16,
}

/// The ways, in order of name.
pub const WAYS: &[Way] =
    &[Way { name: "admin", port: 4200 }, Way { name: "frontend_ead_distant", port: 4201 }, Way { name: "ssh", port: 22 }];

/// What a card opens of a way.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Granted {
    /// The card, by number.
    pub card: u64,
    /// The way.
    pub way: &'static Way,
    /// The networks, lowest first, each with what decided it.
    pub networks: Vec<Sourced<Ipv4Net>>,
}

/// What each card opens, by card, then by way.
pub fn granted(firewall: &Firewall) -> Vec<Granted> {
    let mut all = Vec::new();
    for card in firewall.cards.iter().map(|c| *c.number) {
        let Some(interface) = untagged(firewall, card) else { continue };
        all.extend(WAYS.iter().filter_map(|way| {
            let networks = networks(firewall, interface, way);
            (!networks.is_empty()).then_some(Granted { card, way, networks })
        }));
    }
    all
}

/// The networks that the rules of an interface let to a way at all times.
fn networks(firewall: &Firewall, interface: &Interface, way: &Way) -> Vec<Sourced<Ipv4Net>> {
    let Some(rules) = openings(firewall, interface, way) else { return Vec::new() };
    let open = firewall.must_pass_from(Some(*interface.vlan)).and(&entrance(interface, way));
    let sources = open.cubes().iter().fold(Ranges::default(), |sum, cube| sum.or(&cube.from));
    if sources.is_empty() {
        return Vec::new();
    }
    // No interface receives what bears the server's own address: a network is not cut up around it.
    let named = rules.iter().fold(Ranges::default(), |sum, r| sum.or(&firewall.addresses(&r.from, Family::V4)));
    let sources = sources.or(&named.and(&firewall.addresses(&Where::Itself, Family::V4)));
    let because = |net: IpNet| {
        let speaks = |r: &&&Rule| firewall.addresses(&r.from, Family::V4).contains(number(net.network()));
        rules.iter().find(speaks).map_or(interface.vlan.origin(), |r| r.from.origin())
    };
    let v4 = |net: IpNet| match net {
        IpNet::V4(v4) => Some(Sourced::new(v4, because(net))),
        IpNet::V6(_) => None,
    };
    prefixes(Family::V4, &sources).into_iter().filter_map(v4).collect()
}

/// The rules of an interface that may open a way; `None` when none does.
fn openings<'a>(firewall: &'a Firewall, interface: &Interface, way: &Way) -> Option<Vec<&'a Rule>> {
    let entrance = entrance(interface, way);
    // The port first: nearly every rule ends there, before any set is made of it.
    let has_port = |s: &Service| s.is_any() || s.tcp.iter().any(|(first, last)| (*first..=*last).contains(&way.port));
    let opens = |r: &&Rule| *r.allows && r.family == Family::V4 && has_port(&r.service) && firewall.of_rule(r).meets(&entrance);
    let rules: Vec<&Rule> = firewall.rules_of(Some(*interface.vlan)).filter(opens).collect();
    (!rules.is_empty()).then_some(rules)
}

/// What comes to a way by an interface, whoever sends it.
fn entrance(interface: &Interface, way: &Way) -> Traffic {
    let own = interface.v4.iter().map(|v4| number(IpAddr::V4(*v4.address))).map(|n| (n, n)).collect();
    let services = ports(protocol::TCP, way.port, way.port);
    Traffic::one(Cube { family: Family::V4, from: Family::V4.everything(), to: own, services })
}

/// The variables.
pub fn all(firewall: &Firewall, document: &mut Document) {
    for Granted { card, way, networks } in granted(firewall) {
        let name = way.name;
        let origins: Vec<Origin> = networks.iter().map(Sourced::origin).collect();
        document.because(format!("{name}_eth{card}"), Cell::word("oui"), origins);
        let of = |cell: &dyn Fn(&Ipv4Net) -> Ipv4Addr| {
            networks.iter().map(|net| Cell::said(cell(net.value()), net.origin())).collect::<Vec<_>>()
        };
        document.list(format!("ip_{name}_eth{card}"), of(&Ipv4Net::network));
        document.followers(format!("netmask_{name}_eth{card}"), of(&Ipv4Net::netmask));
    }
}

/// Sub-interfaces whose rules open a way, each with the first such rule: the server has no variable for them.
pub fn by_hand(firewall: &Firewall) -> Vec<(&'static Way, &Rule, &Interface)> {
    let tagged = firewall.interfaces.iter().filter(|i| *i.tagged);
    let each = |i| WAYS.iter().filter_map(move |way| Some((way, *openings(firewall, i, way)?.first()?, i)));
    tagged.flat_map(each).collect()
}

/// Reads who may administer the server, as rules of the card that they come by.
pub(super) fn read(reader: &mut Reader, firewall: &mut Firewall) {
    let mut found = Vec::new();
    for card in firewall.cards.iter().map(|c| *c.number) {
        for way in WAYS {
            let name = format!("ip_{}_eth{card}", way.name);
            let (is_on, networks) = (reader.flag(&format!("{}_eth{card}", way.name)), reader.list(&name));
            let masks: Vec<Option<Ipv4Addr>> = reader.parsed_lines(&format!("netmask_{}_eth{card}", way.name), networks.len());
            // A list is kept where its switch is on, said or by default.
            for (address, mask) in networks.into_iter().zip(masks).filter(|_| is_on != Some(false)) {
                let network = address.and_then(|t| words::network(t.parse().ok()?, mask.unwrap_or(Ipv4Addr::BROADCAST)));
                match network.and_then(|net| rule(card, way, net, reader.origin)) {
                    Some(one) => found.push(one),
                    None => reader.unread(&name, "a line without its network"),
                }
            }
        }
    }
    (firewall.rules, firewall.groups) = in_order(found);
}

/// The rule that a line of a way's list is read as, and the group that it names; `None` for a card that there is not.
pub fn rule(card: u64, way: &Way, network: Ipv4Net, origin: Origin) -> Option<(Rule, Group)> {
    let vlan: VlanId = untagged_id(card)?;
    let text = |text: String| Sourced::new(text, origin);
    let no = Sourced::new(false, origin);
    let group = Group { name: text(network.to_string()), prefixes: vec![Sourced::new(IpNet::V4(network), origin)] };
    let tcp = vec![(way.port, way.port)];
    let rule = Rule {
        interface: Some(Sourced::new(vlan, origin)),
        allows: Sourced::new(true, origin),
        family: Family::V4,
        from: Sourced::new(Where::Group(network.to_string()), origin),
        to: Sourced::new(Where::Gateway(vlan), origin),
        service: Service { name: text(way.name.to_owned()), tcp, udp: Vec::new(), icmp: None },
        proxied: no,
        authenticated: no,
        logged: no,
        hours: None,
        subject: text(format!("{}_eth{card}:{network}", way.name)),
    };
    Some((rule, group))
}

/// Rules and groups in the order of a state.
pub fn in_order(found: Vec<(Rule, Group)>) -> (Vec<Rule>, Vec<Group>) {
    let (mut rules, mut groups): (Vec<Rule>, Vec<Group>) = found.into_iter().unzip();
    rules.sort_by(|a, b| (&a.interface, &a.subject).cmp(&(&b.interface, &b.subject)));
    groups.sort_by(|a, b| a.name.cmp(&b.name));
    groups.dedup_by(|a, b| a.name == b.name);
    (rules, groups)
}
