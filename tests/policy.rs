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
fn proofs_are_made_on_files_read_back_where_what_is_needed_passes_and_no_rule_is_idle() {
    let found = compile::policy(&sample(), &options());
    let mut needed = 0;
    for school in &found.schools {
        let file =
            if school.software == "amon" { "ERA model, written and read back" } else { "config.xml, written and read back" };
        assert!(school.proved_on.contains(file), "{}: {}", school.uai, school.proved_on);
        let missing: Vec<_> = school.needs.iter().filter(|n| n.missing.is_some()).map(|n| &n.what).collect();
        assert_eq!(missing, Vec::<&String>::new(), "{}", school.uai);
        assert_eq!(school.faults, [], "{}", school.uai);
        assert_eq!(school.unjudged, [], "{}", school.uai);
        assert!(!school.is_broken());
        needed += school.needs.len();
    }
    assert!(needed > 500, "{needed}");
    let of = |uai: &str| found.schools.iter().find(|s| s.uai == uai).unwrap();
    let has = |uai: &str, what: &str| of(uai).needs.iter().any(|n| n.what == what);
    assert!(has("0370037P", "proxy: pedagogie > firewall") && has("0370037P", "publish https:exterieur>portail"));
    assert!(has("0369901S", "publish https:exterieur>boutique"), "a port forward of a pfSense");
    assert!(has("0459901T", "dhcp: pedagogie > firewall") && has("0459901T", "ntp: firewall > ntp-region"));
    assert!(!has("0410031L", "dns: automates > firewall"), "isolated, and told nothing");
}

/// The text of a generated file of a school.
fn generated(uai: &str, ends: &str) -> String {
    let options = Options { schools: vec![uai.parse().unwrap()], ..options() };
    let built = compile::build(&sample(), &options);
    let file = built.files.into_iter().find(|f| f.path.ends_with(ends) && f.path.starts_with(uai)).unwrap();
    String::from_utf8(file.content).unwrap()
}

/// What is proved of a file that was found in service.
fn proved(uai: &str, text: &str) -> compile::policy::Reach {
    let options = Options { schools: vec![uai.parse().unwrap()], ..options() };
    compile::policy::found(&sample(), &options, text).unwrap().schools.remove(0)
}

/// What passes against a statement, and what it meets: `line subject`.
fn broken(school: &compile::policy::Reach) -> Vec<(String, String, Vec<String>)> {
    let met = |m: &compile::policy::Met| format!("{} {}", if m.allows { "passes" } else { "refused" }, m.subject);
    let broken = school.proofs.iter().filter_map(|p| match &p.rules {
        Verdict::Passes(packet, way) => Some((p.forbidden.clone(), packet.to_string(), way.iter().map(met).collect())),
        _ => None,
    });
    broken.collect()
}

#[test]
fn a_rule_that_somebody_added_to_a_pfsense_is_found_with_its_packet_and_its_line() {
    let text = generated("0459901T", "firewall/config.xml");
    assert!(!proved("0459901T", &text).is_broken());
    let added = "<filter>\n\t\t<rule>\n\t\t\t<type>pass</type>\n\t\t\t<interface>opt20</interface>\n\t\t\t<protocol>tcp</protocol>\n\t\t\t\
                 <source><network>opt20</network></source>\n\t\t\t<destination><network>opt10</network><port>3389</port></destination>\n\t\t\t\
                 <descr>bureau a distance</descr>\n\t\t</rule>";
    let edited = text.replacen("<filter>", added, 1);
    let found = proved("0459901T", &edited);
    let line = edited.lines().position(|l| l.contains("<filter>")).unwrap() + 2;
    let (forbidden, packet, met) = broken(&found).remove(0);
    assert!(forbidden.starts_with("any from pedago to admin"), "{forbidden}");
    assert_eq!(packet, "10.45.68.0 -> 10.45.65.0 tcp 3389");
    assert_eq!(met, ["passes bureau a distance"]);
    let Verdict::Passes(_, way) = &found.proofs[0].rules else { panic!("{:?}", found.proofs[0].rules) };
    assert_eq!(way[0].line, Some(line));
    assert!(found.is_broken() && broken(&found).len() == 1);
}

#[test]
fn a_rule_that_is_gone_from_a_pfsense_leaves_a_need_with_what_its_packet_meets() {
    let text = generated("0459901T", "firewall/config.xml");
    let edited =
        text.replacen("<descr><![CDATA[dns:pedago/pedagogie&gt;firewall]]>", "<disabled></disabled><descr><![CDATA[off]]>", 1);
    assert!(text != edited, "the rule is there");
    let missing: Vec<_> = proved("0459901T", &edited).needs.into_iter().filter(|n| n.missing.is_some()).collect();
    assert_eq!(missing.len(), 1, "{missing:?}");
    assert_eq!(missing[0].what, "dns: pedagogie > firewall");
    let (packet, met) = missing[0].missing.clone().unwrap();
    assert_eq!(packet.to_string(), "10.45.68.0 -> 10.45.71.254 tcp 53");
    assert!(met.last().is_some_and(|m| !m.allows && m.subject.starts_with("guard:")), "{met:?}");
}

#[test]
fn a_closing_that_is_gone_from_an_era_model_lets_the_stock_model_open_it() {
    let text = generated("0370037P", "0370037p.xml");
    assert!(!proved("0370037P", &text).is_broken());
    // Each refusal of the child becomes an opening: pupils reach the administration's zone.
    let opened = text.replace("action=\"1\"", "action=\"2\"");
    let found = proved("0370037P", &opened);
    assert!(found.is_broken());
    let all = broken(&found);
    assert!(!all.is_empty() && all.iter().all(|(_, packet, met)| packet.contains(" -> ") && !met.is_empty()), "{all:?}");
}

#[test]
fn a_service_and_an_end_that_no_directive_of_an_era_model_names_are_told() {
    let text = generated("0370037P", "0370037p.xml");
    let end = "<extremite name=\"nobody\" zone=\"admin\" netmask=\"255.255.255.255\" subnet=\"0\" libelle=\"\"><ip address=\"10.37.33.9\"/></extremite>";
    let service = "<service name=\"old\" protocol=\"tcp\" ports=\"9999\" id=\"900\" libelle=\"old\" tcpwrapper=\"\"/>";
    let edited = text.replacen("<services>", &format!("<services>{service}"), 1);
    let edited = edited.replacen("<extremites>", &format!("<extremites>{end}"), 1);
    assert!(edited.len() == text.len() + end.len() + service.len(), "both are in");
    let said: Vec<_> = proved("0370037P", &edited).faults.into_iter().map(|f| (f.kind.word(), f.label)).collect();
    assert_eq!(said, [("unused", "nobody".to_owned()), ("unused", "old".to_owned())]);
}

#[test]
fn a_file_that_is_no_firewall_s_is_refused_with_why() {
    let options = Options { schools: vec!["0459901T".parse().unwrap()], ..options() };
    for (text, why) in [
        ("toto", "no element"),
        ("---- BEGIN config.xml ----\nabc", "encrypted"),
        ("<opnsense></opnsense>", "OPNsense"),
        ("<firewall model=\"/usr/share/era/modeles/9zones.xml\"></firewall>", "no stock model"),
    ] {
        let error = compile::policy::found(&sample(), &options, text).err().unwrap();
        assert!(error.contains(why), "{text}: {error}");
    }
}

#[test]
fn each_kind_of_rule_that_is_wrong_in_itself_is_found_at_its_line() {
    let text = include_str!("fixtures/found/config.xml");
    let found = proved("0459901T", text);
    let line_of = |descr: &str| {
        let at = text.lines().position(|l| l.contains(&format!("<descr>{descr}</descr>"))).unwrap();
        text.lines().take(at).collect::<Vec<_>>().iter().rposition(|l| l.trim() == "<rule>").unwrap() + 1
    };
    let said: Vec<_> = found.faults.iter().map(|f| (f.kind.word(), f.label.as_str(), f.line)).collect();
    let by_rule = |word: &'static str, descr: &'static str| (word, descr, Some(line_of(descr)));
    let alias = text.lines().position(|l| l.contains("<alias>")).map(|n| n + 1);
    let mut wanted = vec![
        ("unused", "NOBODY", alias),
        by_rule("reflected", "reflected forward"),
        by_rule("outside-open", "technicians from anywhere"),
        by_rule("unlogged", "nothing inside"),
        by_rule("shadowed", "dns of guests"),
        // Whoever opens a whole network opens the firewall's own address in it.
        by_rule("administration-open", "the rest of the world"),
        by_rule("administration-open", "web"),
        by_rule("redundant", "web again"),
        by_rule("unreachable", "servers, on the wrong side"),
        by_rule("administration-open", "the page for pupils"),
        by_rule("unlogged", "low ports"),
        by_rule("unlogged", "middle ports"),
        by_rule("shadowed", "hidden by two"),
        by_rule("everything-open", "a trial"),
    ];
    wanted.sort_by_key(|(_, _, line)| *line);
    assert_eq!(said, wanted);
    let fault = |label: &str| found.faults.iter().find(|f| f.label == label).unwrap();
    let shadowed = fault("dns of guests");
    assert_eq!(shadowed.by.clone(), Some((Some(line_of("nothing inside")), "nothing inside".to_owned())));
    assert_eq!(shadowed.packet.as_ref().unwrap().to_string(), "10.45.74.0 -> 10.45.75.254 udp 53");
    assert_eq!(fault("web again").by.as_ref().map(|(_, label)| label.as_str()), Some("web"));
    assert_eq!(found.unjudged.len(), 1, "{:?}", found.unjudged);
    assert!(found.unjudged[0].why.contains("no alias `nowhere`"), "{:?}", found.unjudged);
}

#[test]
fn rules_whose_order_decides_and_habits_that_are_not_kept_are_told_in_a_found_file() {
    let text = include_str!("fixtures/found/habits.xml");
    let found = proved("0459901T", text);
    let line = |n: usize| text.lines().enumerate().filter(|(_, l)| l.trim() == "<rule>").nth(n).unwrap().0 + 1;
    let said: Vec<_> = found.faults.iter().map(|f| (f.kind.word(), f.label.as_str(), f.line)).collect();
    let wanted = [
        ("ipv6-unsaid", "ipv6allow", None),
        ("unlogged", "nologdefaultblock", None),
        ("overlapping", "EDITORS", text.lines().position(|l| l.contains("EDITORS"))),
        ("correlated", "the old server", Some(line(1))),
        ("unnamed", "", Some(line(3))),
        ("unlogged", "nothing of ours", Some(line(4))),
        // To anywhere is to the firewall's page too.
        ("administration-open", "the web", Some(line(5))),
        ("ordered", "the web", Some(line(5))),
    ];
    assert_eq!(said, wanted);
    let of = |kind: &str| found.faults.iter().find(|f| f.kind.word() == kind).unwrap();
    let (pass, first) = (of("correlated"), Some((Some(line(0)), "applications".to_owned())));
    assert_eq!((&pass.by, pass.packet.as_ref().unwrap().to_string()), (&first, "10.45.68.0 -> 10.45.66.9 tcp 8000".to_owned()));
    let (ordered, first) = (of("ordered"), Some((Some(line(4)), "nothing of ours".to_owned())));
    assert_eq!((&ordered.by, ordered.kind.is_error()), (&first, false));
    assert_eq!(of("overlapping").by.as_ref().map(|(_, name)| name.as_str()), Some("CLOUD"));
    // A rule inside another of the other kind is an exception, and that of the same kind a repetition.
    assert!(!said.iter().any(|(kind, ..)| ["shadowed", "redundant"].contains(kind)), "{said:?}");
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
        assert!(met.iter().any(|m| m.allows && m.subject.contains("pedagogie>administration") && m.at.is_some()), "{met:?}");
    }
}

#[test]
fn whoever_is_out_of_scope_and_unknown_is_an_error_behind_an_amon_and_a_warning_behind_a_pfsense() {
    let weight = |path: &str| {
        let more = "\ndeviation \"a lab\" owner=exploitation until=none {\n    vlan labo id=150 domain=special place=15 \
                    support=out-of-scope\n    allow web from=labo to=internet\n}\n";
        let mut files: Vec<(String, String)> = sample().files.iter().map(|f| (f.path.clone(), f.text.clone())).collect();
        files.iter_mut().find(|(p, _)| p.contains(path)).unwrap().1 += more;
        let files: Vec<(&str, &str)> = files.iter().map(|(p, t)| (p.as_str(), t.as_str())).collect();
        let options = Options { schools: vec![path[..8].parse().unwrap()], ..options() };
        let findings = compile::check(&Source::of(&files), &options).findings;
        findings.into_iter().filter(|f| f.rule == "mode3-without-auth").map(|f| f.severity).collect::<Vec<_>>()
    };
    use preau::base::Severity::{Error, Warning};
    assert_eq!((weight("0410832G-"), weight("0459901T-")), (vec![Error], vec![Warning]));
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
