//! What is written reads back as what was meant, and every field of the state is written or stands in `LOSSES`.

use super::*;
use crate::base::{Origin, Origins, Sourced};
use crate::net::{Duration, VlanId};
use crate::state::service::{Forward, Named, NetworkBoot, Reservation, Reverse, Scope, Scope6, Zone};
use std::collections::BTreeMap;

fn origin() -> Origin {
    Origins::default().derived("a test says so", &[])
}

fn say<T>(value: T) -> Sourced<T> {
    Sourced::new(value, origin())
}

fn text(value: &str) -> Sourced<String> {
    say(value.to_owned())
}

fn read<T: std::str::FromStr<Err: std::fmt::Debug>>(value: &str) -> Sourced<T> {
    say(value.parse().unwrap())
}

fn seat() -> Seat {
    Seat {
        kind: say(SeatKind::Guest),
        name: text("noms"),
        hostname: text("noms-0370037p"),
        host: Some(text("hosta")),
        addresses: vec![read("10.37.34.9"), read("fd37:2018:37:50::9")],
    }
}

fn dhcp() -> Dhcp {
    let scope = Scope {
        vlan: say(VlanId::new(20).unwrap()),
        name: text("pedagogie"),
        subnet: read("10.37.36.0/22"),
        first: read("10.37.36.50"),
        last: read("10.37.39.239"),
        gateway: Some(read("10.37.39.254")),
        relay: Some(read("10.37.39.254")),
        lease: say(Duration::Seconds(28_800)),
        dns: vec![read("10.37.34.5"), read("10.37.34.9")],
        ntp: vec![read("10.37.34.9")],
        domain: text("ad.choiseul.example"),
        search: vec![text("ad.choiseul.example"), text("choiseul.example")],
        wins: Some(read("10.37.34.5")),
        reservations: vec![Reservation {
            mac: read("02:00:25:00:03:f1"),
            address: read("10.37.39.241"),
            name: text("imp-cdi-0370037p"),
        }],
        boot: Some(NetworkBoot { server: read("10.37.34.6"), bios: text("a/netboot.bios"), uefi: text("a/netboot.efi") }),
        cluster: Some(read("10.37.32.240")),
    };
    let bare = Scope {
        vlan: say(VlanId::new(40).unwrap()),
        name: text("invités"),
        subnet: read("10.37.42.0/23"),
        first: read("10.37.42.10"),
        last: read("10.37.43.249"),
        gateway: None,
        relay: None,
        lease: say(Duration::Seconds(7200)),
        dns: Vec::new(),
        ntp: Vec::new(),
        search: vec![text("choiseul.example")],
        domain: text("choiseul.example"),
        wins: None,
        reservations: Vec::new(),
        boot: None,
        cluster: None,
    };
    let scope6 = Scope6 {
        vlan: say(VlanId::new(20).unwrap()),
        name: text("pedagogie"),
        subnet: read("fd37:2018:37:20::/64"),
        first: read("fd37:2018:37:20::50"),
        last: read("fd37:2018:37:20::3:239"),
        interface: Some(text("eth0")),
        lease: say(Duration::Seconds(28_800)),
        dns: vec![read("fd37:2018:37:50::9")],
        search: vec![text("choiseul.example")],
    };
    Dhcp { seat: seat(), scopes: vec![scope, bare], scopes6: vec![scope6] }
}

fn resolver() -> Resolver {
    Resolver {
        seat: seat(),
        zone: Zone {
            name: text("choiseul.example"),
            whole: say(true),
            names: vec![
                Named { name: text("noms-0370037p"), v4: Some(read("10.37.34.9")), v6: Some(read("fd37:2018:37:50::9")) },
                Named { name: text("sw151"), v4: Some(read("10.37.32.151")), v6: None },
            ],
        },
        reverse: vec![
            Reverse { net: read("10.37.32.0/24"), whole: say(true) },
            Reverse { net: read("10.37.34.0/24"), whole: say(false) },
            Reverse { net: read("fd37:2018:37::/48"), whole: say(true) },
        ],
        forwards: vec![
            Forward { domain: text("ad.choiseul.example"), servers: vec![read("10.37.34.5")] },
            Forward { domain: text(""), servers: vec![read("10.255.0.53"), read("10.255.0.54")] },
        ],
        clients: vec![read("10.37.36.0/22"), read("fd37:2018:37:20::/64")],
    }
}

fn clock() -> Clock {
    Clock { seat: seat(), sources: vec![read("10.255.0.41")], clients: vec![read("10.37.36.0/22")] }
}

/// The files of a service by name, or the reason of the first refusal.
fn written(write: impl Fn(&Here, &mut Desk), seat: &Seat) -> Result<BTreeMap<String, String>, String> {
    let mut desk = Desk::default();
    let here = Here::of("0370037P", seat, &[], &mut desk).ok_or("nowhere")?;
    write(&here, &mut desk);
    match desk.refusals.first() {
        Some(refusal) => Err(refusal.why.clone()),
        None => Ok(desk.files.into_iter().map(|f| (f.path, String::from_utf8(f.content).unwrap())).collect()),
    }
}

fn dhcp_files(dhcp: &Dhcp) -> Result<BTreeMap<String, String>, String> {
    written(|here, desk| kea::files(here, dhcp, desk), &dhcp.seat)
}

fn dns_file(dns: &Resolver) -> Result<BTreeMap<String, String>, String> {
    written(|here, desk| unbound::file(here, dns, desk), &dns.seat)
}

fn ntp_file(ntp: &Clock) -> Result<BTreeMap<String, String>, String> {
    written(|here, desk| chrony::file(here, ntp, desk), &ntp.seat)
}

fn dhcp_read(files: &BTreeMap<String, String>) -> Dhcp {
    let file = |name: &str| files.iter().find(|(path, _)| path.ends_with(name)).map(|(_, text)| text);
    let four = kea::read4(file("dhcp4.conf").unwrap()).unwrap();
    let six = file("dhcp6.conf").map(|text| kea::read6(text).unwrap());
    assert_eq!(four.unknown, [] as [&str; 0]);
    assert_eq!(six.as_ref().map(|r| r.unknown.len()).unwrap_or_default(), 0);
    Dhcp { seat: reading::seat(origin()), scopes: four.state, scopes6: six.map(|r| r.state).unwrap_or_default() }
}

/// Holds the law for a state, and gives its text.
fn dhcp_law(dhcp: &Dhcp) -> String {
    let files = dhcp_files(dhcp).unwrap();
    assert_eq!(dhcp_read(&files), kea::project(dhcp));
    assert_eq!(kea::project(&kea::project(dhcp)), kea::project(dhcp));
    files.into_values().collect()
}

fn dns_law(dns: &Resolver) -> String {
    let text: String = dns_file(dns).unwrap().into_values().collect();
    let reading = unbound::read(&text).unwrap();
    assert_eq!(reading.unknown, [] as [&str; 0]);
    assert_eq!(reading.state, unbound::project(dns), "{text}");
    assert_eq!(unbound::project(&unbound::project(dns)), unbound::project(dns));
    text
}

fn ntp_law(ntp: &Clock) -> String {
    let text: String = ntp_file(ntp).unwrap().into_values().collect();
    let reading = chrony::read(&text).unwrap();
    assert_eq!(reading.unknown, [] as [&str; 0]);
    assert_eq!(reading.state, chrony::project(ntp));
    text
}

/// Changes one field of a state.
type Change<T> = (&'static str, fn(&mut T));

/// Fails for each field whose change no text shows; the law holds after each.
fn every_field_shows<T: Clone>(state: &T, changes: &[Change<T>], law: impl Fn(&T) -> String) {
    let before = law(state);
    for (field, change) in changes {
        let mut changed = state.clone();
        change(&mut changed);
        assert_ne!(law(&changed), before, "{field} is not written");
    }
}

#[test]
fn every_field_of_a_scope_is_written_and_read_back() {
    every_field_shows(
        &dhcp(),
        &[
            ("vlan", |d| d.scopes[0].vlan = say(VlanId::new(21).unwrap())),
            ("name", |d| d.scopes[0].name = text("a \"quoted\" name")),
            ("subnet", |d| d.scopes[0].subnet = read("10.37.36.0/21")),
            ("first", |d| d.scopes[0].first = read("10.37.36.51")),
            ("last", |d| d.scopes[0].last = read("10.37.39.1")),
            ("gateway", |d| d.scopes[0].gateway = None),
            ("relay", |d| d.scopes[0].relay = None),
            ("lease", |d| d.scopes[0].lease = say(Duration::Months(1))),
            ("dns", |d| d.scopes[0].dns.reverse()),
            ("ntp", |d| d.scopes[0].ntp.clear()),
            ("domain", |d| d.scopes[0].domain = text("b.example")),
            ("search", |d| d.scopes[0].search.reverse()),
            ("wins", |d| d.scopes[0].wins = None),
            ("reservations", |d| d.scopes[0].reservations.clear()),
            ("reservations.mac", |d| d.scopes[0].reservations[0].mac = read("02:00:25:00:03:f2")),
            ("reservations.address", |d| d.scopes[0].reservations[0].address = read("10.37.39.242")),
            ("reservations.name", |d| d.scopes[0].reservations[0].name = text("b")),
            ("boot", |d| d.scopes[0].boot = None),
            ("boot.server", |d| d.scopes[0].boot.as_mut().unwrap().server = read("10.37.34.7")),
            ("boot.bios", |d| d.scopes[0].boot.as_mut().unwrap().bios = text("b")),
            ("boot.uefi", |d| d.scopes[0].boot.as_mut().unwrap().uefi = text("b")),
            ("cluster", |d| d.scopes[0].cluster = None),
            ("scopes", |d| d.scopes.truncate(1)),
            ("scopes6", |d| d.scopes6.clear()),
            ("scopes6.vlan", |d| d.scopes6[0].vlan = say(VlanId::new(21).unwrap())),
            ("scopes6.name", |d| d.scopes6[0].name = text("b")),
            ("scopes6.subnet", |d| d.scopes6[0].subnet = read("fd37:2018:37:21::/64")),
            ("scopes6.first", |d| d.scopes6[0].first = read("fd37:2018:37:20::51")),
            ("scopes6.last", |d| d.scopes6[0].last = read("fd37:2018:37:20::3:1")),
            ("scopes6.interface", |d| d.scopes6[0].interface = None),
            ("scopes6.lease", |d| d.scopes6[0].lease = say(Duration::Seconds(60))),
            ("scopes6.dns", |d| d.scopes6[0].dns.clear()),
            ("scopes6.search", |d| d.scopes6[0].search.clear()),
        ],
        dhcp_law,
    );
}

#[test]
fn every_field_of_a_resolver_is_written_and_read_back() {
    every_field_shows(
        &resolver(),
        &[
            ("seat.hostname", |d| d.seat.hostname = text("b")),
            ("seat.addresses", |d| d.seat.addresses.truncate(1)),
            ("zone.name", |d| d.zone.name = text("b.example")),
            ("zone.whole", |d| d.zone.whole = say(false)),
            ("zone.names", |d| d.zone.names.truncate(1)),
            ("zone.names.name", |d| d.zone.names[1].name = text("sw152")),
            ("zone.names.v4", |d| d.zone.names[1].v4 = Some(read("10.37.32.152"))),
            ("zone.names.v6", |d| d.zone.names[1].v6 = Some(read("fd37:2018:37:99::151"))),
            ("reverse", |d| d.reverse.truncate(2)),
            ("reverse.net", |d| d.reverse[0].net = read("10.37.32.0/16")),
            ("reverse.whole", |d| d.reverse[0].whole = say(false)),
            ("forwards", |d| d.forwards.truncate(1)),
            ("forwards.domain", |d| d.forwards[0].domain = text("b.choiseul.example")),
            ("forwards.servers", |d| d.forwards[1].servers.reverse()),
            ("clients", |d| d.clients.truncate(1)),
        ],
        |dns| {
            // A network that is no zone's boundary is not meant: it stands for the zone around it.
            let mut dns = dns.clone();
            dns.reverse.iter_mut().for_each(|r| r.net = r.net.with(r.net.trunc()));
            dns_law(&dns)
        },
    );
}

#[test]
fn every_field_of_a_clock_is_written_and_read_back() {
    let changes: &[Change<Clock>] = &[("sources", |c| c.sources.clear()), ("clients", |c| c.clients.clear())];
    every_field_shows(&clock(), changes, ntp_law);
}

#[test]
fn a_name_that_a_server_would_misread_is_refused() {
    let hostile = ["a\nb", "a b", "a\"b", "a'b", "a#b", "a, b", "", "é", "a\\", "-a", "a;b"];
    for bad in hostile {
        let mut changed = dhcp();
        changed.scopes[0].reservations[0].name = text(bad);
        assert!(dhcp_files(&changed).is_err(), "a reservation took {bad:?}");
        let mut changed = dhcp();
        changed.scopes[0].domain = text(bad);
        assert!(dhcp_files(&changed).is_err(), "a domain took {bad:?}");
        let mut changed = resolver();
        changed.zone.names[0].name = text(bad);
        assert!(dns_file(&changed).is_err(), "a zone took {bad:?}");
        let mut changed = resolver();
        changed.forwards[0].domain = text(if bad.is_empty() { "a b" } else { bad });
        assert!(dns_file(&changed).is_err(), "a forward took {bad:?}");
        let mut changed = clock();
        changed.seat.name = text(bad);
        assert!(ntp_file(&changed).is_err(), "a folder took {bad:?}");
    }
    let mut changed = dhcp();
    changed.scopes[0].boot.as_mut().unwrap().bios = text(&"a".repeat(128));
    assert!(dhcp_files(&changed).is_err(), "the field has 127 bytes");
}

#[test]
fn what_a_reader_does_not_know_it_names() {
    let files = dhcp_files(&dhcp()).unwrap();
    let four = files.values().next().unwrap().replacen("\"authoritative\": true", "\"ddns\": 1", 1);
    assert_eq!(kea::read4(&four).unwrap().unknown, ["/ddns"]);
    let dns: String = dns_file(&resolver()).unwrap().into_values().collect();
    assert_eq!(unbound::read(&dns.replace("hide-version: yes", "verbosity: 3")).unwrap().unknown, ["verbosity: 3"]);
    let stray = dns.replace("\"10.37.32.151 3600 sw151.", "\"10.37.32.152 3600 sw151.");
    assert_eq!(unbound::read(&stray).unwrap().unknown, ["local-data-ptr 10.37.32.152 sw151.choiseul.example."]);
    let ntp: String = ntp_file(&clock()).unwrap().into_values().collect();
    assert_eq!(chrony::read(&(ntp + "port 0\n")).unwrap().unknown, ["port 0"]);
}

#[test]
fn a_firewall_gets_no_files_of_a_guest() {
    let mut dhcp = dhcp();
    dhcp.seat.kind = say(SeatKind::Firewall);
    assert!(Here::of("0370037P", &dhcp.seat, &[], &mut Desk::default()).is_none());
}
