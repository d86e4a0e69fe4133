//! What is read of a file: what pfSense would lose is lost and said, and every field of the state is carried or a loss.

use super::*;
use crate::base::sourced::made_up::{origin, s, text};
use crate::net::{Duration, Hours, Packet, Traffic, VlanId};
use crate::state::Secret;
use crate::state::firewall::chains;
use crate::state::firewall::{Filter, Group, LogServer, Masquerade, Proxy, Role, Vpn, Where};
use crate::state::service::{
    Clock, Dhcp, Forward, Named, NetworkBoot, Reservation, Resolver, Reverse, Scope, Scope6, Seat, SeatKind, Zone,
};
use std::net::IpAddr;

const SAMPLE: &str = include_str!("sample.xml");

fn sample() -> Firewall {
    let reading = read(SAMPLE, origin()).unwrap();
    assert_eq!((reading.unread, reading.hidden), (Vec::new(), Vec::new()));
    reading.firewall
}

fn written(firewall: &Firewall) -> String {
    whole(firewall, &Served::default()).unwrap().0
}

#[test]
fn a_sample_with_everything_comes_back() {
    let firewall = sample();
    assert_eq!(project(&firewall), firewall);
    let again = read(&written(&firewall), origin()).unwrap();
    assert_eq!(again.unread, []);
    assert_eq!(again.firewall, firewall);
}

/// A field of the state by the path that `LOSSES` has, and another value for it.
type Change = (&'static str, fn(&mut Firewall));

const CHANGES: &[Change] = &[
    ("school", |f| f.school = text("0370037P")),
    ("school_name", |f| f.school_name = text("Lycee")),
    ("academy", |f| f.academy = Some(text("orleans-tours"))),
    ("name", |f| f.name = text("pare-feu")),
    ("hostname", |f| f.hostname = text("other")),
    ("domain", |f| f.domain = text("other.example")),
    ("timezone", |f| f.timezone = text("Indian/Reunion")),
    ("is_guest", |f| f.is_guest = s(true)),
    ("managed_by", |f| f.managed_by = text("academie")),
    ("team", |f| f.team = Some(text("EOLE"))),
    ("version", |f| f.version = Some(text("2.7.2"))),
    ("model", |f| f.model = Some(text("4zones"))),
    ("secret", |f| f.secret = Some(s(Secret { scope: "region".into(), name: "other".into() }))),
    ("administrator.user", |f| f.administrator.as_mut().unwrap().user = text("other")),
    ("administrator.key", |f| f.administrator.as_mut().unwrap().key = Some(text("ssh-ed25519 BBBB"))),
    ("cards.number", |f| {
        f.cards[0].number = s(7);
        f.interfaces.iter_mut().filter(|i| *i.card == 0).for_each(|i| i.card = s(7));
    }),
    ("cards.system", |f| f.cards[0].system = Some(text("igb0"))),
    ("cards.untagged", |f| f.cards[0].untagged = None),
    ("cards.tagged", |f| f.interfaces[0].tagged = s(false)),
    ("interfaces.vlan", |f| f.interfaces[1].vlan = s(VlanId::new(52).unwrap())),
    ("interfaces.name", |f| f.interfaces[0].name = text("OTHER")),
    ("interfaces.role", |f| f.interfaces[0].role = s(Role::Management)),
    ("interfaces.zone", |f| f.interfaces[0].zone = text("other")),
    ("interfaces.level", |f| f.interfaces[0].level = Some(s(40))),
    ("interfaces.outside", |f| f.interfaces[0].outside = s(true)),
    ("interfaces.v4", |f| f.interfaces[0].v4 = None),
    ("interfaces.v6", |f| f.interfaces[0].v6 = None),
    ("groups, that only the firewall's own packets need", |f| {
        let name = text("nobody_ip");
        f.groups.push(Group { name, prefixes: vec![s("192.0.2.7/32".parse().unwrap())] });
    }),
    ("gateways.name", |f| f.gateways[0].name = text("gw_other")),
    ("gateways.address", |f| f.gateways[1].address = s("100.64.1.6".parse::<IpAddr>().unwrap())),
    ("gateways.default", |f| f.gateways[1].default = s(false)),
    ("routes.network", |f| f.routes[0].network = s("10.8.0.0/16".parse().unwrap())),
    ("routes.gateway", |f| f.routes[0].gateway = text("gw_interco")),
    ("resolvers", |f| f.resolvers.clear()),
    ("clocks", |f| f.clocks.clear()),
    ("logs.address", |f| f.logs[0].address = s("192.0.2.15".parse().unwrap())),
    ("logs.plain", |f| f.logs[0].plain = Some(s(1514))),
    ("logs.tls", |f| f.logs[0] = LogServer { tls: Some(s(6514)), ..f.logs[0].clone() }),
    ("serves_dns", |f| f.serves_dns = f.serves_ntp.clone()),
    ("serves_ntp", |f| f.serves_ntp = f.serves_dns.clone()),
    ("relays.vlan", |f| f.relays[0].vlan = f.interfaces[1].vlan),
    ("relays.servers", |f| f.relays[0].servers = vec![s("10.1.51.6".parse().unwrap())]),
    ("masquerade", |f| f.masquerade = s(Masquerade::Off)),
    ("publications.subject", |f| f.publications[0].subject = text("publish other")),
    ("publications.service", |f| f.publications[0].service.tcp = vec![(444, 444)]),
    ("publications.port", |f| f.publications[0].port = None),
    ("publications.name", |f| f.publications[0].name = Some(text("portail.example"))),
    ("publications.from", |f| f.publications[0].from = s(Where::Anywhere)),
    ("publications.target", |f| f.publications[0].target = text("portail")),
    ("publications.vlan", |f| f.publications[0].vlan = *f.interfaces[0].vlan),
    ("publications.addresses", |f| f.publications[0].addresses = vec!["10.1.51.21".parse().unwrap()]),
    ("proxy", |f| f.proxy = Some(Proxy { auth: text("none"), users: None, filters: Vec::<Filter>::new() })),
    ("vpns", |f| f.vpns = vec![Vpn { name: text("v"), to: Vec::new(), from: Vec::new(), vlans: f.serves_dns.clone() }]),
    ("packages", |f| f.packages = vec![text("dhcp")]),
    ("variables", |f| f.variables = vec![(text("a"), text("b"))]),
    ("groups.prefixes", |f| f.groups[2].prefixes = vec![s("10.1.51.22/32".parse().unwrap())]),
    ("rules.interface", |f| f.rules.push(crate::state::firewall::Rule { interface: None, ..f.rules[0].clone() })),
    ("rules.allows", |f| f.rules[0].allows = s(false)),
    ("rules.family", |f| f.rules[0].family = crate::net::Family::V6),
    ("rules.from", |f| f.rules[0].from = s(Where::Anywhere)),
    ("rules.to", |f| f.rules[0].to = s(Where::Itself)),
    ("rules.service.name", |f| f.rules[0].service.name = text("dns")),
    ("rules.service.tcp", |f| f.rules[0].service.tcp = Vec::new()),
    ("rules.service.icmp", |f| f.rules.last_mut().unwrap().service.icmp = Some("unreachable".into())),
    ("rules.proxied", |f| f.rules[0].proxied = s(true)),
    ("rules.authenticated", |f| f.rules[0].authenticated = s(true)),
    ("rules.logged", |f| f.rules[0].logged = s(true)),
    ("rules.hours", |f| f.rules[0].hours = Some(s("mon 08:00-12:00".parse::<Hours>().unwrap()))),
    ("rules.subject", |f| f.rules[0].subject = text("other")),
];

#[test]
fn every_field_of_the_state_changes_the_text_or_is_a_loss() {
    let before = written(&sample());
    for (field, change) in CHANGES {
        let mut changed = sample();
        change(&mut changed);
        let is_loss = LOSSES.iter().any(|l| l.field == *field);
        assert!(written(&changed) != before || is_loss, "{field} changes nothing and is no loss");
    }
    for loss in LOSSES {
        assert!(CHANGES.iter().any(|(field, _)| *field == loss.field), "{} is no field that is tried", loss.field);
    }
}

/// What the file with one text in the place of another says is unread.
fn unread(from: &str, to: &str) -> (Vec<String>, usize) {
    assert!(SAMPLE.contains(from), "{from} is in the sample");
    let reading = read(&SAMPLE.replacen(from, to, 1), origin()).unwrap();
    (reading.unread.into_iter().map(|u| u.why).collect(), reading.firewall.rules.len())
}

#[test]
fn a_rule_that_pfsense_loses_is_lost_and_said() {
    let lost = |why: &str, left: usize| (vec![format!("pfSense loses the rule: {why}")], left);
    let rule = "<type>pass</type>\n\t\t\t<interface>opt20</interface>";
    assert_eq!(unread(rule, &rule.replace("opt20", "opt9")), lost("there is no interface `opt9`", 3));
    let alias = "<address>portail_ip</address>\n\t\t\t</destination>";
    assert_eq!(unread(alias, &alias.replace("portail_ip", "nobody")), lost("there is no alias `nobody`", 3));
    assert_eq!(unread(alias, &alias.replace("portail_ip", "opt51")), lost("there is no alias `opt51`", 3));
    let network = "<network>(self)</network>";
    assert_eq!(unread(network, "<network>10.1.0.0/16</network>"), lost("`10.1.0.0/16` is no network of an interface", 3));
    let none = "<destination>\n\t\t\t\t<network>(self)</network>\n\t\t\t</destination>";
    assert_eq!(unread(none, ""), lost("it has no destination", 3));
    // Disabled is disabled, whatever stands in it; a type that is no word is `pass`.
    assert_eq!(unread("<type>block</type>", "<type>block</type><disabled>no</disabled>"), (Vec::new(), 3));
    let dropped = read(&SAMPLE.replacen("<type>block</type>", "<type>drop</type>", 1), origin()).unwrap().firewall;
    assert!(dropped.rules.iter().all(|r| *r.allows));
}

#[test]
fn a_port_without_a_protocol_is_every_port_of_tcp() {
    let open = SAMPLE.replacen("<protocol>tcp/udp</protocol>", "", 1);
    let rule = read(&open, origin()).unwrap().firewall.rules.into_iter().find(|r| r.subject.starts_with("dns")).unwrap();
    assert_eq!((rule.service.tcp, rule.service.udp), (vec![(0, u16::MAX)], Vec::new()));
}

#[test]
fn an_interface_whose_vlan_is_not_there_is_lost() {
    let reading = read(&SAMPLE.replacen("<vlanif>vtnet1.51</vlanif>", "<vlanif>vtnet1.52</vlanif>", 1), origin()).unwrap();
    assert!(reading.unread.iter().any(|u| u.why.starts_with("no VLAN has the device vtnet1.51")), "{:?}", reading.unread);
}

#[test]
fn a_secret_that_the_file_holds_is_hidden() {
    let reading = read(&SAMPLE.replace("@secret:0379999Z/pfsense.admin@", "$2y$10$abcdefghijklmnopqrstuv"), origin()).unwrap();
    assert_eq!((reading.firewall.secret, reading.hidden), (None, vec!["secret"]));
}

#[test]
fn two_names_that_become_one_are_refused() {
    let mut firewall = sample();
    firewall.interfaces[0].name = text("dmz");
    assert_eq!(whole(&firewall, &Served::default()).unwrap_err()[0].text, "DMZ");
}

/// Everything that a firewall can serve, on the sample's first interface inside.
fn served(firewall: &Firewall) -> Served {
    let interface = firewall.interfaces.iter().find(|i| *i.role != Role::Uplink && i.v4.is_some()).unwrap();
    let seat = || Seat {
        kind: s(SeatKind::Firewall),
        name: text("pare-feu"),
        hostname: text("pare-feu-0379999z"),
        host: None,
        addresses: Vec::new(),
    };
    let address = |value: &str| s(value.parse().unwrap());
    let scope = Scope {
        vlan: interface.vlan,
        name: interface.name.clone(),
        subnet: interface.v4.as_ref().unwrap().subnet,
        first: address("10.37.64.100"),
        last: address("10.37.64.199"),
        gateway: Some(address("10.37.64.254")),
        relay: Some(address("10.37.64.254")),
        lease: s(Duration::Seconds(28_800)),
        dns: vec![address("10.37.64.254")],
        ntp: vec![address("10.37.64.254")],
        domain: text("demo.example"),
        search: vec![text("demo.example"), text("ad.demo.example")],
        wins: Some(address("10.37.64.5")),
        reservations: vec![Reservation {
            mac: s("02:00:00:00:00:01".parse().unwrap()),
            address: address("10.37.64.5"),
            name: text("imp1"),
        }],
        boot: Some(NetworkBoot { server: address("10.37.64.6"), bios: text("undionly.kpxe"), uefi: text("ipxe.efi") }),
        cluster: Some(address("10.37.64.9")),
    };
    let scope6 = Scope6 {
        vlan: interface.vlan,
        name: interface.name.clone(),
        subnet: s("fd00:64::/64".parse().unwrap()),
        first: s("fd00:64::100".parse().unwrap()),
        last: s("fd00:64::1ff".parse().unwrap()),
        interface: None,
        lease: s(Duration::Seconds(28_800)),
        dns: Vec::new(),
        search: Vec::new(),
    };
    let named = |name: &str, v4: Option<&str>, v6: Option<&str>| Named {
        name: text(name),
        v4: v4.map(|a| s(a.parse().unwrap())),
        v6: v6.map(|a| s(a.parse().unwrap())),
    };
    let names = vec![named("imp1", Some("10.37.64.5"), None), named("nas1", Some("10.37.64.7"), Some("fd00:64::7"))];
    let zone = Zone { name: text("demo.example"), whole: s(true), names };
    let servers = vec![s("10.37.64.6".parse().unwrap()), s("10.37.64.8".parse().unwrap())];
    let forwards = vec![Forward { domain: text("ad.demo.example"), servers }];
    let reverse = vec![Reverse { net: s("10.37.64.0/24".parse().unwrap()), whole: s(true) }];
    let clients = vec![s("10.37.64.0/24".parse().unwrap())];
    let clock = Clock { seat: seat(), sources: vec![s("10.255.0.41".parse().unwrap())], clients: clients.clone() };
    Served {
        dhcp: Some(Dhcp { seat: seat(), scopes: vec![scope], scopes6: vec![scope6] }),
        dns: Some(Resolver { seat: seat(), zone, reverse, forwards, clients }),
        ntp: Some(clock),
    }
}

#[test]
fn what_is_served_comes_back_and_the_version_says_by_whom() {
    for (version, backend, options) in
        [(None, "isc", 1), (Some("2.7.2"), "isc", 1), (Some("2.8.0"), "kea", 0), (Some("3.0"), "kea", 0)]
    {
        let firewall = Firewall { version: version.map(text), ..sample() };
        let served = served(&firewall);
        let (text, _) = whole(&firewall, &served).unwrap();
        assert!(text.contains(&format!("<dhcpbackend>{backend}</dhcpbackend>")), "{version:?}");
        assert_eq!(text.matches("<numberoptions>").count(), options, "{version:?}");
        let read = read(&text, origin()).unwrap();
        assert_eq!(read.unread, []);
        assert_eq!(read.served, project_served(&firewall, &served), "{version:?}");
    }
}

/// A field of what is served by the path that `SERVED_LOSSES` has, and another value for it.
type ServedChange = (&'static str, fn(&mut Served));

const SERVED_CHANGES: &[ServedChange] = &[
    ("dhcp.seat", |d| d.dhcp.as_mut().unwrap().seat.name = text("other")),
    ("dhcp.scopes.vlan", |d| scope(d).vlan = s(VlanId::new(51).unwrap())),
    ("dhcp.scopes.first", |d| scope(d).first = s("10.37.64.101".parse().unwrap())),
    ("dhcp.scopes.last", |d| scope(d).last = s("10.37.64.198".parse().unwrap())),
    ("dhcp.scopes.gateway", |d| scope(d).gateway = None),
    ("dhcp.scopes.relay", |d| scope(d).relay = None),
    ("dhcp.scopes.lease", |d| scope(d).lease = s(Duration::Seconds(60))),
    ("dhcp.scopes.dns", |d| scope(d).dns.clear()),
    ("dhcp.scopes.ntp", |d| scope(d).ntp.clear()),
    ("dhcp.scopes.domain", |d| scope(d).domain = text("other.example")),
    ("dhcp.scopes.search", |d| drop(scope(d).search.pop())),
    ("dhcp.scopes.wins", |d| scope(d).wins = None),
    ("dhcp.scopes.reservations.mac", |d| scope(d).reservations[0].mac = s("02:00:00:00:00:02".parse().unwrap())),
    ("dhcp.scopes.reservations.address", |d| scope(d).reservations[0].address = s("10.37.64.6".parse().unwrap())),
    ("dhcp.scopes.reservations.name", |d| scope(d).reservations[0].name = text("other")),
    ("dhcp.scopes.boot.server", |d| scope(d).boot.as_mut().unwrap().server = s("10.37.64.7".parse().unwrap())),
    ("dhcp.scopes.boot.bios", |d| scope(d).boot.as_mut().unwrap().bios = text("other")),
    ("dhcp.scopes.boot.uefi", |d| scope(d).boot.as_mut().unwrap().uefi = text("other")),
    ("dhcp.scopes.cluster", |d| scope(d).cluster = None),
    ("dhcp.scopes6", |d| d.dhcp.as_mut().unwrap().scopes6.clear()),
    ("dns.seat", |d| d.dns.as_mut().unwrap().seat.name = text("other")),
    ("dns.zone.name", |d| d.dns.as_mut().unwrap().zone.name = text("other.example")),
    ("dns.zone.whole", |d| d.dns.as_mut().unwrap().zone.whole = s(false)),
    ("dns.zone.names.name", |d| d.dns.as_mut().unwrap().zone.names[0].name = text("other")),
    ("dns.zone.names.v4", |d| d.dns.as_mut().unwrap().zone.names[1].v4 = None),
    ("dns.zone.names.v6", |d| d.dns.as_mut().unwrap().zone.names[1].v6 = None),
    ("dns.reverse", |d| d.dns.as_mut().unwrap().reverse.clear()),
    ("dns.forwards", |d| d.dns.as_mut().unwrap().forwards.clear()),
    ("dns.clients", |d| d.dns.as_mut().unwrap().clients.clear()),
    ("ntp", |d| d.ntp = None),
];

fn scope(served: &mut Served) -> &mut Scope {
    &mut served.dhcp.as_mut().unwrap().scopes[0]
}

#[test]
fn every_field_of_what_is_served_changes_the_text_or_is_a_loss() {
    // By Kea, which carries less.
    let firewall = Firewall { version: Some(text("2.8.0")), ..sample() };
    let written = |served: &Served| whole(&firewall, served).unwrap().0;
    let before = written(&served(&firewall));
    for (field, change) in SERVED_CHANGES {
        let mut changed = served(&firewall);
        change(&mut changed);
        let is_loss = SERVED_LOSSES.iter().any(|l| l.field == *field);
        assert_eq!(written(&changed) == before, is_loss, "{field}");
    }
    for loss in SERVED_LOSSES {
        assert!(SERVED_CHANGES.iter().any(|(field, _)| *field == loss.field), "{} is no field that is tried", loss.field);
    }
}

/// Whether a packet that comes in by an interface passes, and what it meets last.
fn fate(text: &str, interface: &str, from: &str, to: &str, service: (u8, u16)) -> (bool, String) {
    let reading = read(text, origin()).unwrap();
    let chain = super::chains(&reading).into_iter().find(|c| c.name == interface).unwrap();
    let packet = Packet { from: from.parse().unwrap(), to: to.parse().unwrap(), protocol: service.0, port: service.1 };
    let packet = Traffic::of_packet(&packet);
    let met = chains::way(&[chain], &packet).pop().unwrap();
    (met.allows, met.label.unwrap_or_default())
}

#[test]
fn what_pfsense_adds_by_itself_stands_before_the_rules_of_the_file() {
    let (web, ssh) = ((6, 443), (6, 22));
    let to_lan = |text: &str, service| fate(text, "GESTION", "10.1.99.7", "10.1.99.254", service);
    assert!(!to_lan(SAMPLE, web).0, "without the section of the page pfSense adds nothing");
    let with_page = SAMPLE.replacen("<ipv6allow>", "<webgui></webgui><ssh><enable>enabled</enable></ssh><ipv6allow>", 1);
    assert_eq!(to_lan(&with_page, web), (true, "anti-lockout".to_owned()));
    assert_eq!(to_lan(&with_page, ssh), (true, "anti-lockout".to_owned()));
    assert!(!fate(&with_page, "PEDAGOGIE", "10.1.20.7", "10.1.20.254", web).0, "on `lan` alone");
    let own = with_page.replacen("<webgui>", "<webgui><port>8443</port><noantilockout></noantilockout>", 1);
    assert!(!to_lan(&own, (6, 8443)).0);
    let open = SAMPLE.replacen(
        "<filter>",
        "<filter><rule><type>pass</type><interface>wan</interface><ipprotocol>inet46</ipprotocol>\
        <source><any></any></source><destination><any></any></destination><descr>all</descr></rule>",
        1,
    );
    let enters = |text: &str, from: &str, to: &str, service| fate(text, "INTERCO", from, to, service);
    assert_eq!(enters(&open, "192.168.1.1", "10.1.51.9", web), (true, "all".to_owned()));
    assert_eq!(enters(&open, "192.168.1.1", "10.1.51.9", (17, 0)), (false, "port 0".to_owned()));
    let private = open.replacen("<gateway>gw_interco</gateway>\n\t\t\t<ipaddrv6>", "<blockpriv></blockpriv><ipaddrv6>", 1);
    assert_eq!(enters(&private, "192.168.1.1", "10.1.51.9", web), (false, "private sources".to_owned()));
    let bogons = private.replacen("<blockpriv>", "<blockbogons>", 1).replacen("</blockpriv>", "</blockbogons>", 1);
    assert_eq!(enters(&bogons, "100.64.9.9", "10.1.51.9", web), (false, "sources that nobody has".to_owned()));
    let (six, inside) = ("2001:db8:9::1", "2001:db8:1:20::9");
    assert_eq!(enters(&open, six, inside, web), (true, "all".to_owned()));
    let off = open.replacen("<ipv6allow></ipv6allow>", "", 1);
    assert_eq!(enters(&off, six, inside, web), (false, "IPv6 is off".to_owned()));
    assert_eq!(enters(SAMPLE, six, inside, (58, 135)), (true, "what IPv6 cannot be without".to_owned()));
}

#[test]
fn what_comes_in_by_an_interface_is_its_own_and_a_lease_is_asked_for_where_one_is_given() {
    let reading = read(SAMPLE, origin()).unwrap();
    let all = super::chains(&reading);
    let chain = |name: &str| all.iter().find(|c| c.name == name).unwrap();
    let packet = |from: &str, to: &str| {
        Traffic::of_packet(&Packet { from: from.parse().unwrap(), to: to.parse().unwrap(), protocol: 6, port: 80 })
    };
    assert!(chain("PEDAGOGIE").scope.holds(&packet("10.1.20.7", "10.1.51.9")));
    assert!(!chain("PEDAGOGIE").scope.meets(&packet("10.1.51.7", "10.1.99.9")), "another interface's source");
    assert!(!chain("PEDAGOGIE").scope.meets(&packet("10.1.20.7", "10.1.20.9")), "it stays in the VLAN");
    assert!(
        !chain("INTERCO").scope.meets(&packet("10.1.20.7", "10.1.51.9"))
            && chain("INTERCO").scope.holds(&packet("192.0.2.1", "10.1.51.9"))
    );
    assert!(chain("the firewall").is_own);
    let leasing: Vec<VlanId> = reading.implied.leasing.iter().collect();
    let leased = reading.served.dhcp.iter().flat_map(|d| &d.scopes).map(|s| *s.vlan);
    let relayed = reading.firewall.relays.iter().map(|r| *r.vlan);
    let mut wanted: Vec<VlanId> = leased.chain(relayed).collect();
    wanted.sort();
    assert_eq!(leasing, wanted);
    assert!(!wanted.is_empty());
}

#[test]
fn a_group_of_interfaces_is_its_members_and_stands_before_their_own_rules() {
    let group =
        "<ifgroups><ifgroupentry><ifname>ALL</ifname><members>lan opt20 openvpn</members></ifgroupentry></ifgroups><filter>";
    let rule = "<rule><type>block</type><interface>ALL</interface><source><any></any></source><destination><any></any></destination>\
                <descr>all of it</descr></rule></filter>";
    let text = SAMPLE.replacen("<filter>", group, 1).replacen("</filter>", rule, 1);
    let reading = read(&text, origin()).unwrap();
    let why: Vec<&str> = reading.unread.iter().map(|u| u.why.as_str()).collect();
    assert_eq!(why, ["what comes out of `openvpn`: the file says no addresses of it"]);
    let first = |vlan: u16| reading.firewall.rules_of(VlanId::new(vlan.into())).next().map(|r| r.subject.value().clone());
    assert_eq!((first(99), first(20)), (Some("all of it".to_owned()), Some("all of it".to_owned())));
}

#[test]
fn an_interface_without_a_tag_gives_way_to_a_vlan_of_its_number_and_both_are_read() {
    let text = SAMPLE.replacen("<opt51>", "<opt20>", 1).replacen("</opt51>", "</opt20>", 1);
    assert!(read(&text, origin()).is_err(), "one name twice");
    let more = "<opt99><enable></enable><if>vtnet7</if><ipaddr>dhcp</ipaddr></opt99></interfaces>";
    let reading = read(&SAMPLE.replacen("</interfaces>", more, 1), origin()).unwrap();
    let names: Vec<&str> = reading.firewall.interfaces.iter().map(|i| i.name.as_str()).collect();
    assert!(names.contains(&"GESTION") && names.contains(&"OPT99"), "{names:?}");
    assert!(reading.unread.iter().any(|u| u.why.starts_with("OPT99 gets its address by dhcp")), "{:?}", reading.unread);
}

#[test]
fn a_file_that_is_cut_or_changed_anywhere_is_read_or_refused_and_never_worse() {
    let judge = |text: &str| read(text, origin()).is_ok_and(|reading| !super::chains(&reading).is_empty());
    let mut read_all_the_same = 0;
    for at in (0..SAMPLE.len()).step_by(61).filter(|at| SAMPLE.is_char_boundary(*at)) {
        let (before, behind) = SAMPLE.split_at(at);
        judge(before);
        judge(behind);
        for other in ["<", ">", "&", "]]>", "</rule>", "<rule>", "\u{0}", "9999999999999999999999", "<any></any>"] {
            read_all_the_same += usize::from(judge(&format!("{before}{other}{}", behind.get(other.len()..).unwrap_or_default())));
        }
    }
    assert!(read_all_the_same > 50, "{read_all_the_same}");
}
