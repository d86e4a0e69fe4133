//! Who may send what to whom: the sets of packets against the words that they are made of, and what `preau policy` says.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test stops where it fails")]

use preau::base::{Origin, Origins, Sourced};
use preau::compile::policy::Verdict;
use preau::compile::{self, Options};
use preau::net::traffic::protocol;
use preau::net::{Family, Packet, VlanId};
use preau::source::Source;
use preau::state::policy::{Device, End, Flow, Network, Part, Policy, Segment, Service};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::path::Path;

fn options() -> Options<'static> {
    Options { today: None, schools: Vec::new(), targets: Vec::new(), progress: &|_, _| {} }
}

fn sample() -> Source {
    preau::source::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("schools")).unwrap()
}

/// Numbers that look drawn and are the same each time.
struct Drawn(u64);

impl Drawn {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % end
    }
    fn often(&mut self) -> bool {
        self.below(3) > 0
    }
}

/// What a test writes by hand has one origin.
fn origin() -> Origin {
    Origins::default().unwritten("test", "test", "test")
}

fn said<T>(value: T) -> Sourced<T> {
    Sourced::new(value, origin())
}

fn vlan(id: u16) -> VlanId {
    id.to_string().parse().unwrap()
}

/// Three VLANs, two in one zone, the operator's, and a network behind a tunnel: small enough to try every address of it.
fn world() -> Policy {
    let segment = |name: &str, id: u16, zone: &str, outside: bool| Segment {
        name: said(name.to_owned()),
        id: said(vlan(id)),
        zone: said(zone.to_owned()),
        level: None,
        outside: said(outside),
        v4: Some(said(format!("10.0.{id}.0/29").parse().unwrap())),
        v6: Some(said(format!("fd00:0:0:{id}::/125").parse().unwrap())),
        firewall4: Some(said(Ipv4Addr::new(10, 0, id as u8, 1))),
        firewall6: Some(said(format!("fd00:0:0:{id}::1").parse::<Ipv6Addr>().unwrap())),
    };
    Policy {
        segments: vec![
            segment("wan", 2, "outside", true),
            segment("a", 10, "one", false),
            segment("b", 20, "one", false),
            segment("c", 30, "c", false),
        ],
        blocks: vec![said("10.0.0.0/18".parse().unwrap())],
        region: vec![said("10.0.0.0/16".parse().unwrap()), said("172.16.0.0/29".parse().unwrap())],
        tunnelled: vec![said("172.16.0.0/29".parse().unwrap())],
        ..Policy::default()
    }
}

fn end(name: &str) -> End {
    let network = Network { name: "net".into(), prefixes: vec!["10.0.128.8/30".parse().unwrap()], through: "outside".into() };
    let device = Device { name: "d".into(), vlan: vlan(30), addresses: vec!["10.0.30.5".parse().unwrap()] };
    let parts = match name {
        "a" => vec![Part::Segment(vlan(10))],
        "b" => vec![Part::Segment(vlan(20))],
        "c" => vec![Part::Segment(vlan(30))],
        "one" => vec![Part::Segment(vlan(10)), Part::Segment(vlan(20))],
        "inside" => vec![Part::Segment(vlan(10)), Part::Segment(vlan(20)), Part::Segment(vlan(30))],
        "d" => vec![Part::Device(device)],
        "net" => vec![Part::Network(network)],
        "firewall" => vec![Part::Firewall],
        "internet" => vec![Part::Internet],
        "region" => vec![Part::Region, Part::Network(network)],
        _ => Vec::new(),
    };
    End { name: said(name.to_owned()), parts }
}

const ENDS: &[&str] = &["a", "b", "c", "one", "inside", "d", "net", "firewall", "internet", "region", "none"];

fn service(kind: usize) -> Service {
    let (name, tcp, udp, icmp) = match kind {
        0 => ("any", vec![], vec![], None),
        1 => ("web", vec![(80, 80), (443, 443)], vec![], None),
        2 => ("dns", vec![(53, 53)], vec![(53, 53)], None),
        3 => ("https", vec![(443, 443)], vec![], None),
        _ => ("ping", vec![], vec![], Some("echo".to_owned())),
    };
    Service { name: said(name.to_owned()), tcp, udp, icmp }
}

fn flow(drawn: &mut Drawn) -> Flow {
    Flow {
        allows: said(drawn.often()),
        service: service(drawn.below(5)),
        from: end(ENDS[drawn.below(ENDS.len())]),
        to: end(ENDS[drawn.below(ENDS.len())]),
        proxied: said(false),
        authenticated: said(false),
        logged: said(false),
        hours: (drawn.below(4) == 0).then(|| said("07:00-19:00".parse().unwrap())),
    }
}

/// The specification's words, read again for one packet, without a set.
mod words {
    use super::*;

    fn is_firewall(policy: &Policy, address: IpAddr) -> bool {
        policy.segments.iter().any(|s| {
            let (v4, v6) = (s.firewall4.map(|a| IpAddr::V4(*a)), s.firewall6.map(|a| IpAddr::V6(*a)));
            v4 == Some(address) || v6 == Some(address)
        })
    }

    fn home(policy: &Policy, address: IpAddr) -> Option<&Segment> {
        policy.segments.iter().find(|s| match address {
            IpAddr::V4(a) => s.v4.is_some_and(|n| n.contains(&a)),
            IpAddr::V6(a) => s.v6.is_some_and(|n| n.contains(&a)),
        })
    }

    fn is_of(policy: &Policy, part: &Part, address: IpAddr) -> bool {
        let inside = home(policy, address).is_some_and(|s| !*s.outside) || policy.blocks.iter().any(|b| b.contains(&address));
        let known = policy.region.iter().any(|n| n.contains(&address));
        let tunnelled = policy.tunnelled.iter().any(|n| n.contains(&address));
        match part {
            Part::Firewall => is_firewall(policy, address),
            _ if is_firewall(policy, address) => false,
            Part::Segment(id) => home(policy, address).is_some_and(|s| *s.id == *id),
            Part::Device(device) => device.addresses.contains(&address),
            Part::Network(network) => network.prefixes.iter().any(|n| n.contains(&address)),
            Part::Region => known && !inside && !tunnelled,
            Part::Internet => !known && !inside,
        }
    }

    fn serves(service: &Service, packet: &Packet) -> bool {
        let within = |list: &[(u16, u16)]| list.iter().any(|(a, b)| *a <= packet.port && packet.port <= *b);
        let echo = [(protocol::ICMP, 8), (protocol::ICMP6, 128)];
        let right = if packet.from.is_ipv4() { echo[0] } else { echo[1] };
        service.is_any()
            || (packet.protocol == protocol::TCP && within(&service.tcp))
            || (packet.protocol == protocol::UDP && within(&service.udp))
            || (service.icmp.is_some() && right == (packet.protocol, packet.port))
    }

    fn speaks_of(policy: &Policy, flow: &Flow, packet: &Packet) -> bool {
        let one_thing = |end: &End| ["a", "b", "c", "d"].contains(&end.name.as_str());
        let zone = |part: &Part| part.vlan().and_then(|id| policy.segments.iter().find(|s| *s.id == id)).map(|s| s.zone.value());
        serves(&flow.service, packet)
            && flow.from.parts.iter().any(|from| {
                flow.to.parts.iter().any(|to| {
                    let own = zone(from).is_some() && zone(from) == zone(to);
                    let narrow = one_thing(&flow.from) && one_thing(&flow.to);
                    // To the firewall from a VLAN: its address there.
                    let there = match (to, from.vlan()) {
                        (Part::Firewall, Some(id)) => home(policy, packet.to).is_some_and(|s| *s.id == id),
                        _ => true,
                    };
                    (narrow || !own) && there && is_of(policy, from, packet.from) && is_of(policy, to, packet.to)
                })
            })
    }

    pub fn may_pass(policy: &Policy, packet: &Packet) -> bool {
        let speaks = |f: &&Flow| speaks_of(policy, f, packet);
        policy.flows.iter().filter(|f| *f.allows).any(|f| speaks(&f))
            && !policy.flows.iter().filter(|f| !*f.allows && f.hours.is_none()).any(|f| speaks(&f))
    }

    pub fn must_pass(policy: &Policy, packet: &Packet) -> bool {
        let speaks = |f: &&Flow| speaks_of(policy, f, packet);
        policy.flows.iter().filter(|f| *f.allows && f.hours.is_none()).any(|f| speaks(&f))
            && !policy.flows.iter().filter(|f| !*f.allows).any(|f| speaks(&f))
    }
}

/// Addresses at and beside every border of the world.
fn addresses(family: Family) -> Vec<IpAddr> {
    let texts: &[&str] = match family {
        Family::V4 => &[
            "10.0.2.1",
            "10.0.2.2",
            "10.0.10.0",
            "10.0.10.1",
            "10.0.10.7",
            "10.0.10.8",
            "10.0.20.1",
            "10.0.20.3",
            "10.0.30.1",
            "10.0.30.4",
            "10.0.30.5",
            "10.0.63.255",
            "10.0.64.0",
            "10.0.128.7",
            "10.0.128.8",
            "10.0.128.11",
            "10.0.255.255",
            "10.1.0.0",
            "172.16.0.3",
            "172.16.0.8",
            "192.0.2.1",
            "255.255.255.255",
            "0.0.0.0",
        ],
        Family::V6 => &["fd00:0:0:10::1", "fd00:0:0:10::2", "fd00:0:0:20::7", "fd00:0:0:30::3", "fd00:0:0:30::8", "2001:db8::1"],
    };
    texts.iter().map(|t| t.parse().unwrap()).collect()
}

#[test]
fn sets_of_packets_say_what_the_words_say_of_every_packet() {
    let mut drawn = Drawn(7);
    let (mut open, mut shut) = (0, 0);
    for _ in 0..60 {
        let mut policy = world();
        policy.flows = (0..1 + drawn.below(9)).map(|_| flow(&mut drawn)).collect();
        let (may, must) = (policy.may_pass(), policy.must_pass());
        assert!(may.holds(&must));
        for family in Family::ALL {
            let all = addresses(family);
            for &from in &all {
                for &to in &all {
                    for (protocol, port) in [(6, 80), (6, 443), (17, 53), (6, 53), (1, 8), (58, 128), (6, 444), (47, 0)] {
                        let packet = Packet { from, to, protocol, port };
                        let words = words::may_pass(&policy, &packet);
                        assert_eq!(may.contains(&packet), words, "{packet}: {:#?}", subjects(&policy));
                        assert_eq!(
                            must.contains(&packet),
                            words::must_pass(&policy, &packet),
                            "{packet}: {:#?}",
                            subjects(&policy)
                        );
                        if words { open += 1 } else { shut += 1 }
                    }
                }
            }
        }
    }
    assert!(open > 1_000 && shut > 1_000, "{open} pass, {shut} do not: too few of one to say anything");
}

fn subjects(policy: &Policy) -> Vec<String> {
    policy.flows.iter().map(|f| format!("{} {}", if *f.allows { "allow" } else { "deny" }, f.subject())).collect()
}

#[test]
fn a_denial_wins_wherever_it_stands() {
    let mut drawn = Drawn(11);
    for _ in 0..40 {
        let mut policy = world();
        policy.flows = (0..8).map(|_| flow(&mut drawn)).collect();
        let first = policy.may_pass();
        policy.flows.reverse();
        let last = policy.may_pass();
        assert!(first.holds(&last) && last.holds(&first));
    }
}

#[test]
fn the_matrix_has_a_cell_exactly_where_some_packet_passes() {
    let mut drawn = Drawn(3);
    for _ in 0..40 {
        let mut policy = world();
        policy.flows = (0..6).map(|_| flow(&mut drawn)).collect();
        let (matrix, open) = (policy.matrix(), policy.may_pass());
        for family in Family::ALL {
            let all = addresses(family);
            let place = |address: IpAddr| {
                let index = |name: &str| matrix.places.iter().position(|p| p.name == name);
                ["a", "b", "c"].iter().find_map(|name| {
                    let mut one = world();
                    one.flows = vec![];
                    let there = one.addresses(&end(name).parts[0], family);
                    (there.contains(preau::net::traffic::number(address)) && !is_own(address)).then(|| index(name)).flatten()
                })
            };
            for &from in &all {
                for &to in &all {
                    let (Some(row), Some(column)) = (place(from), place(to)) else { continue };
                    let packet = Packet { from, to, protocol: 6, port: 443 };
                    if open.contains(&packet) && row != column {
                        assert!(matrix.cells.contains_key(&(row, column)), "{packet}: {:#?}", subjects(&policy));
                    }
                }
            }
        }
    }
}

fn is_own(address: IpAddr) -> bool {
    address.to_string().ends_with(".1") || address.to_string().ends_with("::1")
}

#[test]
fn what_the_region_forbids_is_absent_from_the_flows_and_from_the_rules_of_every_school() {
    let found = compile::policy(&sample(), &options());
    assert!(found.unread.is_empty() && found.schools.len() > 20);
    let mut waived = Vec::new();
    for school in &found.schools {
        assert!(!school.proofs.is_empty(), "{}", school.uai);
        for proof in &school.proofs {
            for verdict in [&proof.model, &proof.rules] {
                match verdict {
                    Verdict::Absent => {}
                    Verdict::Waived(flows) => waived.extend(flows.iter().map(|(subject, _)| format!("{} {subject}", school.uai))),
                    Verdict::Passes(packet, met) => panic!("{} {}: {packet} by {met:?}", school.uai, proof.forbidden),
                }
            }
        }
    }
    waived.dedup();
    let known = ["0370037P bacnet:gtc-region>gtc1", "0370037P sql:restauration>horus", "0410036S bacnet:gtc-region>gtc1"];
    assert_eq!(waived, known);
}

#[test]
fn a_packet_that_breaks_what_is_forbidden_is_shown_with_what_lets_it_pass() {
    let schools = Path::new(env!("CARGO_MANIFEST_DIR")).join("schools");
    let path = "41/0410832G-delaunay.kdl";
    let text = std::fs::read_to_string(schools.join(path)).unwrap();
    let more =
        "\ndeviation \"pupils read the base\" owner=direction until=none { allow web from=pedagogie to=administration; }\n";
    let mut files: Vec<(String, String)> = sample().files.iter().map(|f| (f.path.clone(), f.text.clone())).collect();
    files.iter_mut().find(|(p, _)| p == path).unwrap().1 = text + more;
    let files: Vec<(&str, &str)> = files.iter().map(|(p, t)| (p.as_str(), t.as_str())).collect();
    let mut options = options();
    options.schools = vec!["0410832G".parse().unwrap()];
    let found = compile::policy(&Source::of(&files), &options);
    let broken: Vec<_> = found.schools[0].proofs.iter().filter(|p| p.model != Verdict::Absent).collect();
    assert_eq!(broken.len(), 1);
    for verdict in [&broken[0].model, &broken[0].rules] {
        let Verdict::Passes(packet, met) = verdict else { panic!("{verdict:?}") };
        assert_eq!(packet.to_string(), "10.41.68.0 -> 10.41.65.0 tcp 80");
        assert!(met.iter().any(|(subject, span)| subject.contains("pedagogie>administration") && span.is_some()), "{met:?}");
    }
}

#[test]
fn two_denials_that_close_a_flow_together_leave_nothing_to_forbid() {
    let found = |more: &str| {
        let minimal = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/minimal");
        let source = preau::source::read(&minimal).unwrap();
        let mut files: Vec<(String, String)> = source.files.iter().map(|f| (f.path.clone(), f.text.clone())).collect();
        files.iter_mut().find(|(p, _)| p.starts_with("37/")).unwrap().1 += more;
        let files: Vec<(&str, &str)> = files.iter().map(|(p, t)| (p.as_str(), t.as_str())).collect();
        let findings = compile::check(&Source::of(&files), &options()).findings;
        findings.iter().filter(|f| f.rule == "forbidden-flow").filter_map(|f| f.help.clone()).collect::<Vec<_>>()
    };
    let flows = |denials: &str| {
        format!(
            "\ndeviation \"closed again\" owner=exploitation until=none {{\n    service page tcp=80\n    service safe tcp=443\n    \
             allow web from=pedagogie to=administration\n{denials}}}\n"
        )
    };
    let page = "    deny page from=pedagogie to=administration\n";
    let safe = "    deny safe from=pedagogie to=administration\n";
    assert_eq!(found(&flows(&format!("{page}{safe}"))), Vec::<String>::new());
    let left = found(&flows(page));
    assert!(left.len() == 1 && left[0].contains("tcp 443 pass"), "{left:?}");
}

#[test]
fn a_card_that_no_file_could_name_is_one_finding_at_the_card() {
    let minimal = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/minimal");
    let source = preau::source::read(&minimal).unwrap();
    let files: Vec<(String, String)> = source
        .files
        .iter()
        .map(|f| (f.path.clone(), f.text.replace(" interface=igb0", "").replace(" interface=igb1", "")))
        .collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(p, t)| (p.as_str(), t.as_str())).collect();
    let findings = compile::check(&Source::of(&files), &options()).findings;
    let errors: Vec<_> = findings.iter().filter(|f| f.severity == preau::base::Severity::Error).collect();
    assert_eq!(errors.len(), 1, "{errors:?}");
    assert_eq!(errors[0].message, "nothing says what fw1 calls its card 0, nor 1 others");
}
