//! Switches built by hand for the tests of every device language.

use crate::base::{Origins, Sourced};
use crate::net::{Port as PortId, Speed, VlanId, VlanSet};
use crate::state::switch::*;
use crate::state::{Secret, Switch};
use std::net::IpAddr;

/// A value of the tests' one origin.
pub(super) fn s<T>(value: T) -> Sourced<T> {
    let mut origins: Origins = Default::default();
    Sourced::new(value, origins.derived("test", &[]))
}
pub(super) fn text(value: &str) -> Sourced<String> {
    s(value.to_owned())
}
pub(super) fn id(number: u64) -> VlanId {
    VlanId::new(number).unwrap()
}
pub(super) fn set(ids: &[u64]) -> VlanSet {
    ids.iter().map(|n| id(*n)).collect()
}
fn ip(address: &str) -> Sourced<IpAddr> {
    s(address.parse().unwrap())
}
fn secret(name: &str) -> Sourced<Secret> {
    s(Secret { scope: "region".into(), name: name.into() })
}

/// What a 48-port switch of each language calls its port.
fn interface(os: &str, number: u16) -> String {
    match (os, number) {
        ("comware", 49..) => format!("Ten-GigabitEthernet1/0/{number}"),
        ("comware", _) => format!("GigabitEthernet1/0/{number}"),
        (_, 49..) => format!("GigabitEthernet0/{}", number - 48),
        _ => format!("FastEthernet0/{number}"),
    }
}

pub(super) fn access(vlan: u64, voice: Option<u64>) -> Link {
    Link::Access { vlan: s(id(vlan)), voice: voice.map(|v| s(id(v))) }
}
pub(super) fn trunk(native: u64, passes: bool, tagged: &[u64]) -> Link {
    Link::Trunk { native: s(id(native)), native_passes: s(passes), tagged: s(set(tagged)) }
}

/// A port with nothing special about it.
pub(super) fn port(os: &str, number: u16, link: Link) -> Port {
    let speed = Speed(if number > 48 { 10_000 } else { 1000 });
    Port {
        id: PortId::plain(number),
        interface: s(interface(os, number)),
        speed,
        description: None,
        enabled: s(true),
        link,
        lag: None,
        edge: s(false),
        auth: None,
        poe: None,
        storm: None,
        loop_detection: s(false),
        trusted: s(false),
        announces: s(true),
        voice_priority: s(false),
    }
}

pub(super) fn auth(method: AuthMethod, rejected: Option<u64>, server_dead: ServerDead) -> Option<Auth> {
    Some(Auth { method: s(method), rejected: rejected.map(|v| s(id(v))), server_dead: s(server_dead), max_macs: None })
}

fn vlan(number: u64, name: &str) -> Vlan {
    Vlan { id: s(id(number)), name: text(name), snooping: s(false), arp_inspection: s(false), voice: s(false) }
}

/// A switch without ports and with the least services.
pub(super) fn bare(os: &str) -> Switch {
    Switch {
        name: text("sw160"),
        sysname: text("rca0370037psw160"),
        os: text(os),
        hardware: Hardware::default(),
        members: vec![Member { id: 1, model: text("model"), priority: None }],
        stack_ports: Vec::new(),
        vlans: vec![
            vlan(20, "pedagogie"),
            vlan(30, "quarantaine"),
            vlan(31, "secours"),
            vlan(40, "telephonie"),
            vlan(99, "gestion"),
            vlan(999, "parking"),
        ],
        ports: Vec::new(),
        lags: Vec::new(),
        stp: SpanningTree { region: text("0370037p"), revision: s(0), priority: s(32768) },
        management: None,
        services: Services {
            domain: None,
            dns: Vec::new(),
            ntp: Vec::new(),
            timezone: text("Europe/Paris"),
            syslog: Vec::new(),
            snmp: None,
            location: None,
            radius: None,
            ssh: None,
        },
        raw: Vec::new(),
    }
}

/// Every kind of port, and little else.
pub(super) fn ports(os: &str) -> Switch {
    let mut switch = bare(os);
    for vlan in &mut switch.vlans {
        vlan.snooping = s(vlan.id.number() == 20);
        vlan.arp_inspection = s(vlan.id.number() == 20);
        vlan.voice = s(vlan.id.number() == 40);
    }
    let end = |number: u16, link: Link| Port { edge: s(true), ..port(os, number, link) };
    let lag = |number: u16| Port {
        description: Some(text("to sw151 49")),
        lag: Some(s(1)),
        trusted: s(true),
        ..port(os, number, trunk(999, false, &[20, 40, 99]))
    };
    switch.ports = vec![
        Port {
            description: Some(text("A107 poste élève")),
            storm: Some(s(1000)),
            loop_detection: s(true),
            ..end(1, access(20, None))
        },
        Port {
            description: Some(text("A108-01")),
            poe: Some(s(true)),
            voice_priority: s(true),
            storm: Some(s(500)),
            auth: auth(AuthMethod::Dot1xOrMac, Some(30), ServerDead::Vlan(id(31))),
            ..end(2, access(20, Some(40)))
        },
        Port { auth: auth(AuthMethod::Mac, None, ServerDead::Open), poe: Some(s(false)), ..end(3, access(20, None)) },
        Port { auth: auth(AuthMethod::Dot1x, Some(30), ServerDead::Keep), ..end(4, access(20, None)) },
        Port { enabled: s(false), announces: s(false), ..end(5, access(999, None)) },
        Port { description: Some(text("bo-a1")), ..end(6, trunk(99, true, &[20, 40])) },
        lag(49),
        lag(50),
    ];
    switch.lags = vec![Lag {
        id: s(1),
        members: vec![PortId::plain(49), PortId::plain(50)],
        description: Some(text("to sw151 49")),
        link: trunk(999, false, &[20, 40, 99]),
        trusted: s(true),
    }];
    switch.raw = vec![
        Raw { at: RawAt::Port(PortId::plain(1)), line: text("speed 100"), undo: None },
        Raw { at: RawAt::Vlan(id(20)), line: text("private words"), undo: None },
        Raw { at: RawAt::Global, line: text("own line"), undo: Some(text("undo own line")) },
    ];
    switch
}

/// The end devices' ports of [`ports`].
pub(super) fn ends(os: &str) -> Switch {
    let mut switch = ports(os);
    switch.ports.truncate(5);
    switch.lags.clear();
    switch.services.radius = services(os).services.radius;
    switch
}

/// The access point's port and the aggregate of [`ports`].
pub(super) fn links(os: &str) -> Switch {
    let mut switch = ports(os);
    switch.ports.drain(..5);
    switch.raw.clear();
    // More VLANs than one line takes in either language.
    let many: Vec<u64> = (0..11).map(|n| 1010 + 2 * n).collect();
    switch.vlans.extend(many.iter().map(|number| vlan(*number, &format!("labo-{number}"))));
    switch.ports[0].link = trunk(99, true, &many);
    switch
}

/// Every service, and no port but one that authenticates.
pub(super) fn services(os: &str) -> Switch {
    let mut switch = bare(os);
    switch.ports = vec![Port { auth: auth(AuthMethod::Mac, None, ServerDead::Open), ..port(os, 1, access(20, None)) }];
    switch.management = Some(Management {
        vlan: s(id(99)),
        address: s("10.37.35.160".parse().unwrap()),
        subnet: s("10.37.35.0/24".parse().unwrap()),
        gateway: s("10.37.35.254".parse().unwrap()),
        v6: Some((s("2001:db8:37:99::160".parse().unwrap()), s("2001:db8:37:99::/64".parse().unwrap()))),
    });
    switch.services = Services {
        domain: Some(text("lycees.example.fr")),
        dns: vec![ip("10.37.35.254"), ip("2001:db8:37:99::254")],
        ntp: vec![ip("10.37.35.254"), ip("2001:db8:37:99::254")],
        timezone: text("Europe/Paris"),
        syslog: vec![
            Syslog { address: ip("192.0.2.10"), port: s(514), transport: s(Transport::Udp) },
            Syslog { address: ip("2001:db8::10"), port: s(5514), transport: s(Transport::Udp) },
        ],
        snmp: Some(Snmp {
            managers: vec![ip("192.0.2.20"), ip("2001:db8::20")],
            user: text("supervision"),
            auth: secret("snmp.auth"),
            privacy: Some(secret("snmp.privacy")),
        }),
        location: Some(text("Bâtiment A, SR1.1")),
        radius: Some(Radius { servers: vec![ip("192.0.2.30"), ip("192.0.2.31")], secret: secret("radius"), coa: s(true) }),
        ssh: Some(Ssh {
            from: vec![ip("192.0.2.40"), ip("2001:db8::40")],
            user: text("exploitation"),
            password: Some(secret("ssh.password")),
            console: Some(secret("ssh.console")),
            key: Some(text("ssh-rsa AAAAB3NzaC1yc2EAAAABAwAAAAMAxfE= exploitation")),
        }),
    };
    switch
}

/// The services and authentication said the other way than in [`services`] and [`ends`]: the rarer spellings.
pub(super) fn rare(os: &str) -> Switch {
    let mut switch = services(os);
    let mut limited = auth(AuthMethod::Dot1xOrMac, None, ServerDead::Keep);
    if let Some(auth) = &mut limited {
        auth.max_macs = Some(s(1));
    }
    switch.ports = vec![Port { auth: limited, ..port(os, 1, access(20, None)) }];
    switch.management.as_mut().unwrap().v6 = None;
    let services = &mut switch.services;
    services.syslog[0].port = s(5514);
    services.syslog[1].port = s(514);
    services.snmp.as_mut().unwrap().privacy = None;
    services.ssh.as_mut().unwrap().key = None;
    if os == "comware" {
        services.radius.as_mut().unwrap().servers = vec![ip("2001:db8::30"), ip("2001:db8::31")];
    } else {
        switch.ports.clear();
        services.radius = None;
    }
    switch
}

/// Two members of a stack.
pub(super) fn stack(os: &str) -> Switch {
    let mut switch = bare(os);
    let member = |id: u8, priority: u8| Member { id, model: text("model"), priority: Some(s(priority)) };
    switch.hardware.stack = true;
    switch.members = vec![member(1, 32), member(2, 30)];
    let cable = |member: u8, port: u8, interface: &str| StackPort { member, port, interfaces: vec![text(interface)] };
    switch.stack_ports = vec![cable(1, 2, "Ten-GigabitEthernet1/0/52"), cable(2, 1, "Ten-GigabitEthernet2/0/52")];
    switch
}
