//! What is written of a small firewall, what the shapes of real models mean, and that every field is carried or a loss.

use super::model::{Exception, action};
use super::*;
use crate::base::sourced::made_up::{origin, s, text};
use crate::net::{Family, Packet, Traffic};
use crate::os::amon::eol;
use crate::state::firewall::{Rule, Where};
use crate::state::policy::Service;

/// Three cards and sub-interfaces, as `config.eol` says them, with two rules: a VLAN reaches the next, and the proxy.
fn sample() -> Firewall {
    let mut firewall = eol::read(include_str!("../eol/sample.eol"), origin()).unwrap().firewall;
    firewall.model = Some(text("3zones"));
    for interface in &mut firewall.interfaces {
        if *interface.tagged {
            let names = [(30, "wifi"), (40, "invites"), (50, "serveurs")];
            let (_, name) = names.into_iter().find(|(id, _)| *id == interface.vlan.number()).unwrap();
            interface.name = text(name);
        }
        interface.outside = s(*interface.card == 0 && !*interface.tagged);
    }
    let (first, second) = (firewall.interfaces[0].vlan, firewall.interfaces[1].vlan);
    let rule = |to: Where, proxied: bool, subject: &str| Rule {
        interface: Some(first),
        allows: s(true),
        family: Family::V4,
        from: s(Where::Segment(*first)),
        to: s(to),
        service: Service { name: text("web"), tcp: vec![(80, 80), (443, 443)], udp: Vec::new(), icmp: None },
        proxied: s(proxied),
        authenticated: s(false),
        logged: s(false),
        hours: None,
        subject: text(subject),
    };
    firewall.rules = vec![rule(Where::Segment(*second), false, "web:wifi>invites"), rule(Where::Anywhere, true, "web:wifi>any")];
    firewall
}

fn written(firewall: &Firewall) -> String {
    write(firewall).unwrap().0
}

/// A field of the state by its path, and another value for it.
type Change = (&'static str, fn(&mut Firewall));

const CHANGES: &[Change] = &[
    ("school", |f| f.school = text("0370037P")),
    ("school_name", |f| f.school_name = text("Lycee")),
    ("hostname", |f| f.hostname = text("other")),
    ("managed_by", |f| f.managed_by = text("academie")),
    ("model", |f| f.model = Some(text("3zones-974"))),
    ("cards.system", |f| f.cards.iter_mut().for_each(|c| c.system = Some(text("eno9")))),
    ("interfaces.name", |f| f.interfaces[0].name = text("other")),
    ("interfaces.level", |f| f.interfaces[0].level = Some(s(17))),
    ("interfaces.zone", |f| f.interfaces[0].zone = text("other")),
    ("rules.allows", |f| f.rules[0].allows = s(false)),
    ("rules.from", |f| f.rules[0].from = s(Where::Anywhere)),
    ("rules.to", |f| f.rules[0].to = s(Where::Segment(*f.interfaces[2].vlan))),
    ("rules.service.tcp", |f| f.rules[0].service.tcp = vec![(22, 22)]),
    ("rules.service.icmp", |f| f.rules[0].service.icmp = Some("echo".into())),
    ("rules.subject", |f| f.rules[0].subject = text("other")),
    ("rules.logged", |f| f.rules[0].logged = s(true)),
    ("rules.authenticated", |f| f.rules[0].authenticated = s(true)),
];

#[test]
fn a_field_of_the_state_changes_the_model_or_is_a_loss() {
    let before = written(&sample());
    for (field, change) in CHANGES {
        let mut changed = sample();
        change(&mut changed);
        let is_loss = LOSSES.iter().any(|l| l.field == *field);
        // A wider source is the zone as a whole all the same.
        let is_same = *field == "rules.from";
        assert_eq!(written(&changed) == before, is_loss || is_same, "{field}");
    }
}

#[test]
fn what_is_open_at_hours_stays_closed_and_a_proxied_flow_leads_to_the_proxy() {
    let mut firewall = sample();
    assert!(written(&firewall).contains("preau-tcp-3128") && written(&firewall).contains("web:wifi&gt;invites"));
    firewall.rules[0].hours = Some(s("mon 08:00-12:00".parse().unwrap()));
    assert!(!written(&firewall).contains("web:wifi&gt;invites"));
}

#[test]
fn a_hostile_text_is_escaped_or_refused() {
    let mut firewall = sample();
    firewall.rules[0].subject = text("\"/><firewall a='&b;'");
    let said = read(&written(&firewall)).unwrap();
    assert_eq!((said.unread, said.model), (Vec::new(), project(&firewall).unwrap()));
    firewall.rules[0].subject = text("%%adresse_ip_eth0");
    assert_eq!(write(&firewall).unwrap_err()[0].text, "%%adresse_ip_eth0");
    let name = std::mem::replace(&mut firewall.interfaces[0].name, text("bastille"));
    assert!(write(&firewall).unwrap_err()[0].why.contains("three letters of zone bastion"));
    firewall.interfaces[0].name = name;
    firewall.model = Some(text("4zones"));
    assert!(write(&firewall).unwrap_err()[0].why.contains("number of its cards"));
}

/// Whether TCP 8500 passes from outside to the zone `admin` of a stock model with a directive more.
fn passes(directive: model::Directive, from: &str) -> bool {
    let mut whole = stock::model("3zones").unwrap();
    let service = model::Service { name: "8500".into(), protocol: "tcp".into(), ports: "8500".into(), ..Default::default() };
    whole.services.push(service);
    let flux = model::Flux { a: "exterieur".into(), b: "admin".into(), ..Default::default() };
    // In the element for the other way, as a public model has it: its ends decide.
    let down = model::Direction { accepts: true, directives: vec![directive] };
    let child = Model { fluxes: vec![model::Flux { down, ..flux }], ..Model::default() };
    let mut said = Variables::new();
    for (card, address) in ["192.0.2.1", "10.1.0.1", "10.2.0.1"].into_iter().enumerate() {
        said.insert(format!("adresse_ip_eth{card}"), vec![address.to_owned()]);
        said.insert(format!("adresse_netmask_eth{card}"), vec!["255.255.255.0".to_owned()]);
    }
    let traffic = Effect::of(&whole.with(&child), &said).traffic();
    let packet = |port: u16| Packet { from: from.parse().unwrap(), to: "10.1.0.7".parse().unwrap(), protocol: 6, port };
    assert!(!traffic.contains(&packet(8501)), "a port that no directive speaks of");
    assert!(!traffic.meets(&Traffic::of_packet(&packet(22))));
    traffic.contains(&packet(8500))
}

#[test]
fn an_exception_does_the_contrary_and_what_is_switched_off_does_nothing() {
    let open = model::Directive {
        action: action::ALLOW,
        service: "8500".into(),
        sources: vec!["exterieur".into()],
        targets: vec!["admin".into()],
        ..Default::default()
    };
    assert!(passes(open.clone(), "198.51.100.1"));
    let spared = Exception { is_source: true, ip: "198.51.100.0/24".into(), ..Default::default() };
    let but = model::Directive { exceptions: vec![spared], ..open.clone() };
    assert!(!passes(but.clone(), "198.51.100.1") && passes(but, "203.0.113.1"));
    let named = Exception { is_source: true, name: "ac-exemple.fr".into(), ..Default::default() };
    assert!(!passes(model::Directive { exceptions: vec![named], ..open.clone() }, "203.0.113.1"), "only DNS knows");
    assert!(!passes(model::Directive { attrs: 1, ..open.clone() }, "203.0.113.1"), "optional and off");
    assert!(passes(model::Directive { attrs: 3, ..open.clone() }, "203.0.113.1"), "optional and on");
    assert!(!passes(model::Directive { action: action::DENY, ..open }, "203.0.113.1"));
}
