//! What a pfSense does to packets: the rules of its file, in the order in which they are tried, and what it adds by itself.
//!
//! pfSense puts rules of its own around those of the file, some that nobody sees on its pages (firewalls.md, part 2.6, and
//! `filter_rules_generate` of 2.7.2): before them it refuses IPv6 where that is off, link-local addresses, port 0, and private
//! or unassigned sources where an interface says so; it lets in requests for leases, and the administrator on `lan`. What is in
//! no rule is refused. Sources are those that belong to an interface: its antispoofing decides nothing that a rule lets pass.
//! Entry point: [`chains`].

use super::read::Reading;
use crate::net::traffic::{addresses, any_service, ports, protocol};
use crate::net::{Cube, Family, Ranges, Traffic, VlanId, VlanSet};
use crate::state::firewall::chains::{Author, Chain, Step};
use crate::state::firewall::{Firewall, Interface, Rule, Where};
use ipnet::IpNet;

/// What of a file decides which rules pfSense adds.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Implied {
    /// Whether IPv6 passes at all.
    pub has_ipv6: bool,
    /// Whether the administrator on `lan`, or on the only interface, is let in whatever the rules say, and where.
    pub lets_in: Option<VlanId>,
    /// The TCP ports of its page and of SSH.
    pub administration: Vec<u16>,
    /// Interfaces that refuse private sources.
    pub without_private: VlanSet,
    /// Interfaces that refuse sources that nobody has.
    pub without_bogons: VlanSet,
    /// Interfaces where requests for leases are let in.
    pub leasing: VlanSet,
    /// Interfaces that lead outside: `wan`, and those with a gateway of their own.
    pub outer: VlanSet,
    /// Whether what fits no rule is refused without a line in the log.
    pub refuses_silently: bool,
    /// Whether networks with a route pass without a rule between them and their interface.
    pub bypasses_routes: bool,
}

/// Sources that nobody on the Internet has: the part of pfSense's table that never changes (RFC 6890).
const BOGONS: &[&str] = &[
    "0.0.0.0/8",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.0.0.0/24",
    "192.0.2.0/24",
    "192.168.0.0/16",
    "198.18.0.0/15",
    "198.51.100.0/24",
    "203.0.113.0/24",
    "224.0.0.0/3",
    "fc00::/7",
];

const PRIVATE: &[&str] = &["10.0.0.0/8", "127.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"];
const LINK_LOCAL: &[&str] = &["169.254.0.0/16"];

/// What of IPv6 pfSense lets pass whatever the rules say, for a person.
pub const EVERYWHERE: &str = "ICMPv6 of types 1, 2, 135 and 136, which it lets pass everywhere, is not counted";

/// Neighbours and errors, without which IPv6 does not work.
pub fn everywhere() -> Traffic {
    let errors = ports(protocol::ICMP6, 1, 2).or(&ports(protocol::ICMP6, 135, 136));
    let all = Family::V6.everything();
    Traffic::one(cube(Family::V6, all.clone(), all, errors))
}

/// The chains of a file: one an interface, in order of VLAN, then what the firewall sends itself.
pub fn chains(reading: &Reading) -> Vec<Chain> {
    let firewall = &reading.firewall;
    let mut all: Vec<Chain> = firewall.interfaces.iter().map(|i| of_interface(reading, i)).collect();
    let own = Family::ALL.map(|f| cube(f, firewall.addresses(&Where::Itself, f), f.everything(), any_service()));
    all.push(Chain {
        name: "the firewall".to_owned(),
        scope: own.into_iter().collect(),
        steps: Vec::new(),
        accepts: true,
        is_own: true,
    });
    all
}

fn cube(family: Family, from: Ranges, to: Ranges, services: Ranges) -> Cube {
    Cube { family, from, to, services }
}

fn of_interface(reading: &Reading, interface: &Interface) -> Chain {
    let (firewall, vlan) = (&reading.firewall, *interface.vlan);
    let lines = reading.lines.iter().copied();
    let rules = firewall.rules.iter().zip(lines).filter(|(r, _)| r.interface.as_ref().is_some_and(|i| **i == vlan));
    let mut steps = before(reading, interface);
    steps.extend(rules.map(|(rule, line)| step_of(firewall, rule, line)));
    if reading.implied.bypasses_routes {
        steps.extend(routed(firewall, vlan).map(|net| {
            let subnet = |f: Family| firewall.addresses(&Where::Segment(vlan), f);
            let far = |f: Family| addresses(f, [&net]);
            let ways = Family::ALL
                .into_iter()
                .flat_map(|f| [cube(f, subnet(f), far(f), any_service()), cube(f, far(f), subnet(f), any_service())]);
            added("networks with a route pass", true, ways.collect())
        }));
    }
    let name = if interface.name.is_empty() { vlan.to_string() } else { interface.name.value().clone() };
    Chain { name, scope: scope(reading, interface), steps, accepts: false, is_own: false }
}

fn step_of(firewall: &Firewall, rule: &Rule, line: usize) -> Step {
    Step {
        label: rule.subject.value().clone(),
        line: Some(line),
        author: Author::File,
        allows: *rule.allows,
        packets: firewall.of_rule(rule),
        at_hours: rule.hours.is_some(),
        is_logged: *rule.logged,
    }
}

fn added(label: &str, allows: bool, packets: Traffic) -> Step {
    let label = label.to_owned();
    Step { label, line: None, author: Author::Software, allows, packets, at_hours: false, is_logged: false }
}

/// What stands before the file's own rules.
fn before(reading: &Reading, interface: &Interface) -> Vec<Step> {
    let (firewall, implied, vlan) = (&reading.firewall, &reading.implied, *interface.vlan);
    let nets = |texts: &[&str]| texts.iter().filter_map(|t| t.parse().ok()).collect::<Vec<IpNet>>();
    let from = |texts: &[&str]| -> Traffic {
        let all = nets(texts);
        Family::ALL.map(|f| cube(f, addresses(f, &all), f.everything(), any_service())).into_iter().collect()
    };
    let to_own = |services: Ranges| -> Traffic {
        let to = |f: Family| firewall.addresses(&Where::Gateway(vlan), f);
        Family::ALL.map(|f| cube(f, f.everything(), to(f), services.clone())).into_iter().collect()
    };
    let mut steps = Vec::new();
    if !implied.has_ipv6 {
        let all = Family::V6.everything();
        steps.push(added("IPv6 is off", false, Traffic::one(cube(Family::V6, all.clone(), all, any_service()))));
    }
    let mut link_local = from(LINK_LOCAL);
    let to_link_local = addresses(Family::V4, &nets(LINK_LOCAL));
    link_local.add(&Traffic::one(cube(Family::V4, Family::V4.everything(), to_link_local, any_service())));
    steps.push(added("link-local addresses are not routed", false, link_local));
    steps.push(added("what IPv6 cannot be without", true, everywhere()));
    let zero = ports(protocol::TCP, 0, 0).or(&ports(protocol::UDP, 0, 0));
    let to_zero = Family::ALL.map(|f| cube(f, f.everything(), f.everything(), zero.clone()));
    steps.push(added("port 0", false, to_zero.into_iter().collect()));
    if implied.without_bogons.contains(vlan) {
        steps.push(added("sources that nobody has", false, from(BOGONS)));
    }
    if implied.without_private.contains(vlan) {
        steps.push(added("private sources", false, from(PRIVATE)));
    }
    if implied.leasing.contains(vlan) {
        steps.push(added("requests for leases", true, to_own(ports(protocol::UDP, 67, 67)).and(&v4())));
    }
    if implied.lets_in == Some(vlan) {
        let services = implied.administration.iter().map(|p| ports(protocol::TCP, *p, *p));
        let services = services.fold(Ranges::default(), |sum, one| sum.or(&one));
        steps.push(added("anti-lockout", true, to_own(services)));
    }
    steps
}

fn v4() -> Traffic {
    let all = Family::V4.everything();
    Traffic::one(cube(Family::V4, all.clone(), all, any_service()))
}

/// Networks behind routers that an interface reaches.
fn routed(firewall: &Firewall, vlan: VlanId) -> impl Iterator<Item = IpNet> {
    let through = move |name: &str| firewall.gateways.iter().any(|g| *g.vlan == vlan && g.name.as_str() == name);
    firewall.routes.iter().filter(move |r| through(&r.gateway)).map(|r| *r.network)
}

/// What comes in by an interface, and is not for its own network: from there, or from outside what is in no other.
fn scope(reading: &Reading, interface: &Interface) -> Traffic {
    let firewall = &reading.firewall;
    let own_of = |i: &Interface, family: Family| {
        let routed: Vec<IpNet> = routed(firewall, *i.vlan).collect();
        firewall.addresses(&Where::Segment(*i.vlan), family).or(&addresses(family, &routed))
    };
    let is_outer = |i: &Interface| reading.implied.outer.contains(*i.vlan);
    let cube = |family: Family| {
        let all = family.everything();
        let itself = firewall.addresses(&Where::Itself, family);
        let subnet = firewall.addresses(&Where::Segment(*interface.vlan), family);
        // An interface without an address of its own, such as a tunnel's, leads to nobody knows where.
        let from = if is_outer(interface) || subnet.is_empty() {
            let inside = firewall.interfaces.iter().filter(|i| !is_outer(i));
            inside.fold(all.clone(), |rest, i| rest.minus(&own_of(i, family)))
        } else {
            own_of(interface, family)
        };
        self::cube(family, from.minus(&itself), all.minus(&subnet.minus(&itself)), any_service())
    };
    Family::ALL.map(cube).into_iter().collect()
}
