//! The stock models of EOLE as far as they matter to a child: their zones, their defaults, and what they open by themselves.
//!
//! Not their text: what of it depends on a variable that is off unless somebody sets it is left out. Source: the public test
//! model `4zones.xml` (firewalls.md, part 3), whose other siblings have the same zones.

use super::model::{Because, Direction, Directive, End, Flux, Model, Service, Zone, action};
use crate::os::amon::zones::{self, BASTION, BASTION_LEVEL, LEVELS, OUTSIDE};

/// The folder of the models on the server.
pub const FOLDER: &str = "/usr/share/era/modeles";

/// What a stock model lets pass on its own account and a child cannot close, since a parent's directives stand first: zones,
/// service, protocol, ports, why.
pub const OPENS: &[(&[&str], &str, &str, &str, &str)] = &[
    (&["admin", "pedago", "dmz"], "dns-tcp", "tcp", "53", "the firewall answers names in its zones"),
    (&["admin", "pedago", "dmz"], "dns-udp", "udp", "53", "the firewall answers names in its zones"),
    (&["admin", "pedago", "dmz"], "proxy", "tcp", "3128", "the proxy listens in its zones"),
    (&[OUTSIDE], "isakmp_500", "udp", "500", "tunnels end at the firewall"),
    (&[OUTSIDE], "isakmp_4500", "udp", "4500", "tunnels end at the firewall"),
    (&[OUTSIDE], "esp", "esp", "0", "tunnels end at the firewall"),
];

/// The stock model that a model is or is named after; `None` for a name that is neither.
pub fn model(name: &str) -> Option<Model> {
    let stock = zones::stock(name)?;
    let mut model = Model { name: stock.name.to_owned(), ..Model::default() };
    let level = |name: &str| LEVELS.iter().find(|(n, _)| *n == name).map_or(0, |(_, level)| *level);
    let services = OPENS.iter().map(|&(_, name, protocol, ports, _)| (name, protocol, ports));
    for (name, protocol, ports) in services.chain([("tous", "TOUT", "0"), ("echo-request", "ICMP", "0")]) {
        let (name, protocol, ports) = (name.to_owned(), protocol.to_owned(), ports.to_owned());
        model.services.push(Service { name, protocol, ports, label: String::new(), because: Because::default() });
    }
    for (card, name) in stock.cards.iter().enumerate() {
        let of = |what: &str| format!("%%{what}_eth{card}");
        let zone = Zone {
            name: (*name).to_owned(),
            level: level(name),
            ip: of("adresse_ip"),
            network: of("adresse_network"),
            netmask: of("adresse_netmask"),
            interface: of("nom_zone"),
            because: Because::default(),
        };
        model.ends.push(end(name, name, &zone.netmask, &zone.ip));
        model.ends.push(end(&format!("{name}_{BASTION}"), BASTION, "255.255.255.255", &zone.ip));
        model.zones.push(zone);
    }
    model.ends.push(end(BASTION, BASTION, "255.255.255.255", "127.0.0.1"));
    for (n, a) in stock.cards.iter().enumerate() {
        model.fluxes.push(own_flux(a));
        for b in stock.cards.iter().skip(n + 1) {
            let (up, down) = (Direction::default(), Direction { accepts: true, directives: Vec::new() });
            model.fluxes.push(Flux { a: (*a).to_owned(), b: (*b).to_owned(), up, down, because: Because::default() });
        }
    }
    let zone = |name: &str, level: u64, interface: &str| Zone {
        name: name.to_owned(),
        level,
        ip: "127.0.0.1".to_owned(),
        network: "0.0.0.0".to_owned(),
        netmask: "255.255.255.255".to_owned(),
        interface: interface.to_owned(),
        because: Because::default(),
    };
    model.zones.push(zone(BASTION, BASTION_LEVEL, "lo"));
    Some(model)
}

/// What passes between a zone and the firewall: towards it what it opens, from it everything.
fn own_flux(zone: &str) -> Flux {
    let opened = OPENS.iter().filter(|(zones, ..)| zones.contains(&zone));
    let directives = opened.zip(1..).map(|(&(_, service, .., why), priority)| Directive {
        priority,
        action: action::ALLOW,
        service: service.to_owned(),
        sources: vec![zone.to_owned()],
        targets: vec![format!("{zone}_{BASTION}")],
        label: why.to_owned(),
        ..Directive::default()
    });
    let (up, down) =
        (Direction { accepts: false, directives: directives.collect() }, Direction { accepts: true, directives: Vec::new() });
    Flux { a: BASTION.to_owned(), b: zone.to_owned(), up, down, because: Because::default() }
}

fn end(name: &str, zone: &str, netmask: &str, address: &str) -> End {
    End {
        name: name.to_owned(),
        zone: zone.to_owned(),
        netmask: netmask.to_owned(),
        is_subnet: name == zone,
        label: String::new(),
        addresses: vec![address.to_owned()],
        because: Because::default(),
    }
}
