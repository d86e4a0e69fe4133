//! What is read of a file, real shapes among them; and every field of the state is carried or a loss.

use super::*;
use crate::base::sourced::made_up::{origin, s, text};
use crate::net::VlanId;
use crate::state::Secret;
use crate::state::firewall::{
    Administrator, Group, Interface, LogServer, Masquerade, Publication, Relay, Role, Rule, Vpn, Where,
};
use crate::state::policy::{Network, Service};
use std::net::{IpAddr, Ipv4Addr};

/// A file in the shapes that servers in service write: lines of lists in any order and with gaps, numbers as texts, other
/// owners, an academy's own variable, a secret.
const SAMPLE: &str = include_str!("sample.eol");

fn v4(text: &str) -> Ipv4Addr {
    text.parse().unwrap()
}

fn reading(text: &str) -> Reading {
    read(text, origin()).unwrap()
}

fn written(firewall: &Firewall) -> String {
    write(firewall, &Served::default()).unwrap().0
}

/// The sample's firewall; its variables are those of nobody.
fn sample() -> Firewall {
    let mut firewall = reading(SAMPLE).firewall;
    firewall.packages = vec![text("dhcp")];
    firewall
}

#[test]
fn an_export_is_read_whatever_the_order_and_the_spelling_of_its_numbers() {
    let read = reading(SAMPLE);
    assert_eq!(read.unread, []);
    let firewall = &read.firewall;
    let said: Vec<(u16, &str, u64, bool)> =
        firewall.interfaces.iter().map(|i| (i.vlan.number(), i.name.as_str(), *i.card, *i.tagged)).collect();
    let wanted = [(30, "eth2.30", 2, true), (40, "eth2.40", 2, true), (50, "eth2.50", 2, true)];
    assert_eq!(said[..3], wanted);
    assert_eq!(said[3..], [(4092, "eth2", 2, false), (4093, "eth1", 1, false), (4094, "eth0", 0, false)]);
    let asks: Vec<u16> = firewall.serves_dns.iter().map(|v| v.number()).collect();
    assert_eq!(asks, [40, 4092, 4093], "a line that is missing has the server's default, which nobody has read");
    assert_eq!((firewall.school.as_str(), firewall.academy.as_ref().unwrap().as_str()), ("0379999Z", "exemple"));
    assert_eq!(firewall.version.as_ref().unwrap().as_str(), "2.8.1");
    let publication = &firewall.publications[0];
    assert_eq!((publication.service.name.as_str(), publication.vlan.number()), ("web", 50));
    assert_eq!(read.forwards, [("ad.essai.example".to_owned(), v4("10.1.50.5"))]);
    assert_eq!(read.hosts[1], Host { address: v4("10.1.50.21"), short: None, long: Some("portail.essai.example".into()) });
    let lease = &read.leases[0];
    assert_eq!((lease.first, lease.last, lease.lease), (v4("10.1.21.0"), v4("10.1.23.200"), Some(10_800)));
    assert_eq!(lease.dns, [v4("10.1.20.1")]);
}

#[test]
fn what_is_the_academy_s_own_is_kept_and_a_secret_is_never_repeated() {
    let read = reading(SAMPLE);
    assert_eq!(read.local, ["aca_type_etab", "check_passwd", "omapi_secret"]);
    assert_eq!(read.hidden, ["omapi_secret"]);
    let kept: Vec<(&str, &str)> = read.firewall.variables.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    assert_eq!(kept, [("aca_type_etab", "college"), ("check_passwd", "non"), ("valeur_mtu_eth0", "1500")]);
    assert!(!format!("{read:?}").contains("46604"), "the value of a secret");
    // What is kept is written again, a number as a number.
    let again = written(&read.firewall);
    assert!(again.contains("\"valeur_mtu_eth0\": {\"owner\": \"import\", \"val\": 1500}"), "{again}");
    assert!(again.contains("\"aca_type_etab\": {\"owner\": \"import\", \"val\": \"college\"}"));
}

#[test]
fn what_is_read_is_written_and_read_again_as_it_was() {
    let firewall = sample();
    let meant = project(&firewall, &Served::default());
    let again = reading(&written(&firewall));
    assert_eq!(again.unread, []);
    assert_eq!(again.firewall, meant);
    assert_eq!(project(&meant, &Served::default()).interfaces, meant.interfaces);
}

#[test]
fn a_file_of_eole_2_3_and_a_text_that_is_none_are_refused_by_name() {
    let legacy = "\n[numero_etab]\nval = ['0379999Z']\nvalprec = []\n";
    assert_eq!(read(legacy, origin()).unwrap_err(), Fault::Legacy);
    for none in ["toto", "", "3", "\"a\"", "{\"a\": {\"val\": \"b\", \"owner\": \"c\"}", "null"] {
        assert!(matches!(read(none, origin()), Err(Fault::Invalid(..))), "took {none:?}");
    }
    let twice = "{\"a\": {\"val\": \"b\", \"owner\": \"c\"},\n\"a\": {\"val\": \"d\", \"owner\": \"c\"}}";
    assert!(matches!(read(twice, origin()), Err(Fault::Invalid(why, 2)) if why.contains("twice")));
}

/// What the sample with one text in the place of another says is unread.
fn unread(from: &str, to: &str) -> Vec<String> {
    assert!(SAMPLE.contains(from), "{from} is in the sample");
    let read = reading(&SAMPLE.replacen(from, to, 1));
    read.unread.into_iter().map(|u| format!("{}: {}", u.name, u.why)).collect()
}

#[test]
fn what_the_server_would_refuse_is_said_with_its_variable() {
    let mask = "\"0\": \"255.255.255.0\"}, \"owner\": {\"1\": \"import\", \"2\": \"user\"";
    assert_eq!(
        unread(mask, &mask.replace("255.255.255.0", "24")),
        [
            "vlan_id_eth2: VLAN 30 has no address with a mask",
            "vlan_netmask_eth2: `24` is not a dotted mask such as 255.255.255.0"
        ]
    );
    let past = unread("[30, \"40\", 50]", "[30, \"40\"]");
    assert!(past.contains(&"vlan_ip_eth2: line 2 follows no line of vlan_id_eth2, which has 2".to_owned()), "{past:?}");
    let twice = unread("[30, \"40\", 50]", "[30, \"40\", 30]");
    assert!(twice.contains(&"vlan_id_eth2: VLAN 30 has another interface".to_owned()), "{twice:?}");
    assert_eq!(unread("\"val\": \"3\"", "\"val\": \"9\"")[0], "nombre_interfaces: `9` is not one of the words of this variable");
    let shape = unread("\"val\": \"10.1.10.1\"", "\"val\": [\"10.1.10.1\"]");
    assert_eq!(shape[0], "adresse_ip_eth1: its value has another shape than the variable");
    let range = unread("10.1.23.200", "10.1.24.200");
    assert_eq!(range, ["ip_basse_dhcp: the range 10.1.21.0-10.1.24.200 does not lie in 10.1.20.0/22"]);
    assert_eq!(unread("{\"val\": \"oui\", \"owner\": \"import\"}", "{\"val\": \"oui\"}").len(), 1, "no owner");
    assert_eq!(unread("https://10.1.50.20", "http://10.1.50.20:8082/x").len(), 1);
}

/// A field of the state by the path that `LOSSES` has, and another value for it.
type Change = (&'static str, fn(&mut Firewall));

fn service() -> Service {
    Service { name: text("ssh"), tcp: vec![(22, 22)], udp: Vec::new(), icmp: None }
}

fn tagged(firewall: &mut Firewall) -> &mut Interface {
    &mut firewall.interfaces[0]
}

const CHANGES: &[Change] = &[
    ("school", |f| f.school = text("0370037P")),
    ("school_name", |f| f.school_name = text("Lycee")),
    ("academy", |f| f.academy = Some(text("orleans-tours"))),
    ("name", |f| f.name = text("amon")),
    ("hostname", |f| f.hostname = text("other")),
    ("domain", |f| f.domain = text("other.example")),
    ("timezone", |f| f.timezone = text("Europe/Paris")),
    ("is_guest", |f| f.is_guest = s(true)),
    ("managed_by", |f| f.managed_by = text("academie")),
    ("team", |f| f.team = Some(text("EOLE"))),
    ("version", |f| f.version = Some(text("2.9.0"))),
    ("model", |f| f.model = Some(text("3zones"))),
    ("secret", |f| f.secret = Some(s(Secret { scope: "region".into(), name: "other".into() }))),
    ("administrator", |f| f.administrator = Some(Administrator { user: text("exploit"), key: Some(text("ssh-ed25519 AAAA")) })),
    ("cards.number", |f| {
        f.cards[2].number = s(3);
        f.interfaces.iter_mut().filter(|i| *i.card == 2).for_each(|i| i.card = s(3));
    }),
    ("cards.system", |f| f.cards[0].system = Some(text("eno1"))),
    ("cards.untagged", |f| f.cards[0].untagged = None),
    ("cards.tagged", |f| tagged(f).tagged = s(false)),
    ("interfaces.vlan", |f| tagged(f).vlan = s(VlanId::new(31).unwrap())),
    ("interfaces.name", |f| tagged(f).name = text("other")),
    ("interfaces.role", |f| tagged(f).role = s(Role::Management)),
    ("interfaces.zone", |f| tagged(f).zone = text("other")),
    ("interfaces.level", |f| tagged(f).level = Some(s(40))),
    ("interfaces.outside", |f| f.interfaces[3].outside = s(true)),
    ("interfaces.v4", |f| tagged(f).v4 = None),
    ("interfaces.v6", |f| {
        let (address, subnet) = ("fd00::1".parse().unwrap(), "fd00::/64".parse().unwrap());
        tagged(f).v6 = Some(crate::state::firewall::Address { address: s(address), subnet: s(subnet) });
    }),
    ("gateways.name", |f| f.gateways.iter_mut().filter(|g| *g.default).for_each(|g| g.name = text("gw-other"))),
    ("gateways.vlan", |f| f.gateways.iter_mut().filter(|g| *g.default).for_each(|g| g.vlan = s(VlanId::new(30).unwrap()))),
    ("gateways.address", |f| f.gateways[0].address = s("10.1.10.253".parse::<IpAddr>().unwrap())),
    ("gateways.default", |f| f.gateways.iter_mut().for_each(|g| g.default = s(false))),
    ("routes.network", |f| f.routes[0].network = s("10.8.0.0/16".parse().unwrap())),
    ("routes.gateway", |f| f.routes[0].gateway = text("100.64.1.1")),
    ("resolvers", |f| f.resolvers.clear()),
    ("clocks", |f| f.clocks.clear()),
    ("logs", |f| f.logs.push(LogServer { address: s("192.0.2.14".parse().unwrap()), plain: Some(s(514)), tls: None })),
    ("serves_dns", |f| f.serves_dns = s(Default::default())),
    ("serves_ntp", |f| f.serves_ntp = f.serves_dns.clone()),
    ("relays", |f| f.relays.push(Relay { vlan: s(VlanId::new(30).unwrap()), servers: Vec::new() })),
    ("masquerade", |f| f.masquerade = s(Masquerade::Off)),
    ("publications.subject", |f| f.publications[0].subject = text("publish other")),
    ("publications.service", |f| f.publications[0].service.tcp = vec![(443, 443)]),
    ("publications.port", |f| f.publications[0].port = Some(s(8443))),
    ("publications.name", |f| f.publications[0].name = Some(text("portail.example"))),
    ("publications.from", |f| f.publications[0].from = s(Where::Beyond("not-exterieur".into()))),
    ("publications.target", |f| f.publications[0].target = text("portail")),
    ("publications.vlan", |f| f.publications[0].vlan = VlanId::new(40).unwrap()),
    ("publications.addresses", |f| f.publications[0].addresses = vec!["10.1.50.21".parse().unwrap()]),
    ("proxy.auth", |f| f.proxy.as_mut().unwrap().auth = text("ldap")),
    ("proxy.users", |f| f.proxy.as_mut().unwrap().users = None),
    ("proxy.filters.number", |f| f.proxy.as_mut().unwrap().filters[0].number = s(3)),
    ("proxy.filters.zone", |f| f.proxy.as_mut().unwrap().filters[0].zone = text("eth1")),
    ("proxy.filters.vlans", |f| f.proxy.as_mut().unwrap().filters[0].vlans = s(Default::default())),
    ("vpns.name", |f| f.vpns[0].name = text("academie")),
    ("vpns.to", |f| {
        let prefixes = vec!["172.30.0.0/15".parse().unwrap()];
        f.vpns[0].to = vec![Network { name: "agriates".into(), prefixes, through: "academie".into() }];
    }),
    ("vpns.from", |f| f.vpns[0].from = vec![text("admin")]),
    ("vpns.vlans", |f| f.vpns[0].vlans = s(Default::default())),
    ("packages", |f| f.packages.push(text("ltsp"))),
    ("variables", |f| f.variables.push((text("dns1_fai"), text("192.0.2.1")))),
    ("groups", |f| f.groups.push(Group { name: text("portail"), prefixes: Vec::new() })),
    ("rules", |f| {
        f.rules.push(Rule {
            interface: Some(s(VlanId::new(30).unwrap())),
            allows: s(true),
            family: crate::net::Family::V4,
            from: s(Where::Anywhere),
            to: s(Where::Itself),
            service: service(),
            proxied: s(false),
            authenticated: s(false),
            logged: s(false),
            hours: None,
            subject: text("ssh:wifi>firewall"),
        });
    }),
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

#[test]
fn every_field_of_the_state_is_tried() {
    macro_rules! tried {
        ($($field:ident),*) => {
            // One that is added to the state and not here does not compile. The software is always an Amon's.
            let Firewall { software: _, $($field: _),* } = sample();
            $(
                let name = stringify!($field);
                let own = |path: &str| path == name || path.strip_prefix(name).is_some_and(|rest| rest.starts_with('.'));
                assert!(CHANGES.iter().any(|(path, _)| own(path)), "{name} is not tried");
            )*
        };
    }
    tried!(
        school,
        school_name,
        academy,
        name,
        hostname,
        domain,
        timezone,
        is_guest,
        managed_by,
        team,
        version,
        model,
        secret,
        administrator,
        cards,
        interfaces,
        gateways,
        routes,
        resolvers,
        clocks,
        logs,
        serves_dns,
        serves_ntp,
        relays,
        masquerade,
        publications,
        proxy,
        vpns,
        packages,
        variables,
        groups,
        rules
    );
}

/// A rule of a VLAN that lets networks to the server's own address.
fn opening(vlan: u64, from: Where, service: Service) -> Rule {
    let vlan = VlanId::new(vlan).unwrap();
    Rule {
        interface: Some(s(vlan)),
        allows: s(true),
        family: crate::net::Family::V4,
        from: s(from),
        to: s(Where::Gateway(vlan)),
        service,
        proxied: s(false),
        authenticated: s(false),
        logged: s(false),
        hours: None,
        subject: text("a rule"),
    }
}

#[test]
fn who_may_administer_is_said_for_a_card_s_own_vlan_and_read_back() {
    let mut firewall = sample();
    let bastion = vec![s("10.255.0.22/32".parse().unwrap()), s("10.255.1.0/24".parse().unwrap())];
    firewall.groups = vec![Group { name: text("bastion"), prefixes: bastion }];
    let ead = Service { name: text("ead"), tcp: vec![(4200, 4201)], udp: Vec::new(), icmp: None };
    firewall.rules = vec![
        opening(4093, Where::Segment(VlanId::new(4093).unwrap()), service()),
        opening(4094, Where::Group("bastion".into()), ead),
        opening(30, Where::Segment(VlanId::new(30).unwrap()), service()),
    ];
    let text = written(&firewall);
    let line = |name: &str| text.lines().find(|l| l.starts_with(&format!("\"{name}\""))).map(str::to_owned);
    assert_eq!(line("ssh_eth1").unwrap(), "\"ssh_eth1\": {\"owner\": \"import\", \"val\": \"oui\"},");
    assert!(
        line("ip_ssh_eth1").unwrap().contains("[\"10.1.10.0\"]") && line("netmask_ssh_eth1").unwrap().contains("255.255.255.0")
    );
    assert!(line("ip_admin_eth0").unwrap().contains("[\"10.255.0.22\", \"10.255.1.0\"]"));
    assert!(line("ip_frontend_ead_distant_eth0").is_some() && line("ssh_eth0").is_none());
    assert!(line("ssh_eth2").is_none(), "a sub-interface has no variable");
    let served = Served::default();
    let asked: Vec<_> = by_hand(&firewall, &served).into_iter().filter(|b| matches!(b, ByHand::Access(..))).collect();
    assert!(matches!(asked.as_slice(), [ByHand::Access(Way { name: "ssh", .. }, ..)]), "{asked:?}");
    let again = reading(&text);
    assert_eq!((again.unread, again.firewall.rules.len()), (Vec::new(), 5));
    assert_eq!(again.firewall, project(&firewall, &Served::default()));
}

#[test]
fn a_way_in_that_is_closed_or_open_at_some_hours_is_not_said() {
    let mut firewall = sample();
    let vlan = VlanId::new(4093).unwrap();
    let open = opening(4093, Where::Segment(vlan), service());
    let says = |firewall: &Firewall| written(firewall).contains("ssh_eth1");
    firewall.rules = vec![open.clone()];
    assert!(says(&firewall));
    firewall.rules.insert(0, Rule { allows: s(false), ..open.clone() });
    assert!(!says(&firewall), "a denial before it");
    firewall.rules = vec![Rule { hours: Some(s("07:00-19:00".parse().unwrap())), ..open }];
    assert!(!says(&firewall), "a variable has no hours");
}

#[test]
fn another_vlan_changes_no_variable_but_lists() {
    let before = sample();
    let mut after = sample();
    let mut new = after.interfaces[1].clone();
    new.vlan = s(VlanId::new(35).unwrap());
    new.v4 = Some(crate::state::firewall::Address { address: s(v4("10.1.35.1")), subnet: s("10.1.35.0/24".parse().unwrap()) });
    after.interfaces.insert(1, new);
    let lines = |text: String| text.lines().map(str::to_owned).collect::<Vec<_>>();
    let (before, after) = (lines(written(&before)), lines(written(&after)));
    assert_eq!(before.len(), after.len());
    let changed: Vec<&str> =
        before.iter().zip(&after).filter(|(b, a)| a != b).map(|(b, _)| b.split('"').nth(1).unwrap()).collect();
    assert!(changed.contains(&"vlan_id_eth2"));
    for name in changed {
        let row = words::find(name).unwrap().0;
        assert!(row.shape != words::Shape::Scalar && name.ends_with("_eth2"), "{name} changed");
    }
}

#[test]
fn a_publication_that_is_no_web_page_is_asked_for_in_words() {
    let mut firewall = sample();
    let own: &mut Publication = &mut firewall.publications[0];
    assert_eq!(reverse_proxied(own).unwrap().url, "https://10.1.50.20");
    own.service = service();
    assert_eq!(reverse_proxied(own), Err(Reason::NotWeb));
    assert_eq!(by_hand(&firewall, &Served::default()).iter().filter(|b| matches!(b, ByHand::Publication(..))).count(), 1);
    assert!(!written(&firewall).contains("revprox"));
}

#[test]
fn a_tunnel_more_is_said_in_words_and_changes_no_line() {
    let mut firewall = sample();
    let more = Vpn { name: text("z"), ..firewall.vpns[0].clone() };
    let before = written(&firewall);
    firewall.vpns.push(more);
    assert_eq!(written(&firewall), before);
    assert_eq!(by_hand(&firewall, &Served::default()).iter().filter(|b| matches!(b, ByHand::Vpn(_))).count(), 2);
}
