//! Services that people ask for, and what renders them: the root of every question "what is down".

use super::{Book, devices, words};
use crate::base::Sourced;
use crate::region::{DeviceKind, GuestKind, Status};
use crate::state::record::{Attribute, Class, Key, Record, Role};
use std::collections::BTreeMap;

pub(super) fn record(book: &mut Book) {
    let mut services: BTreeMap<&'static str, Vec<Part>> = BTreeMap::new();
    for part in parts(book) {
        let rendered = words::SOLUTIONS.iter().filter(|(_, roles)| part.roles.iter().any(|r| roles.contains(&r.as_str())));
        for (name, _) in rendered {
            services.entry(name).or_default().push(part.clone());
        }
    }
    let aps = book.school.access_points.iter().map(|ap| Part {
        key: book.key(Class::NetworkDevice, &ap.hostname),
        name: ap.name.clone(),
        roles: Vec::new(),
        status: *ap.status,
    });
    let aps: Vec<Part> = aps.collect();
    if !aps.is_empty() {
        services.insert(words::WIFI, aps);
    }
    for (name, parts) in services {
        solution(book, name, &parts);
    }
}

/// Something that renders a service.
#[derive(Clone)]
struct Part {
    key: Key,
    name: Sourced<String>,
    roles: Vec<String>,
    status: Status,
}

fn parts(book: &Book) -> Vec<Part> {
    let firewall = book.school.firewall.as_ref().map(|f| f.on.as_str());
    let serving = |name: &str| firewall.filter(|on| *on == name).map(|_| "firewall".to_owned());
    let guests = book.school.guests.iter().filter(|g| g.host.as_ref().is_some_and(|h| book.school.host(h).is_some())).map(|g| {
        let class = if *g.kind == GuestKind::Docker { Class::SoftwareInstance } else { Class::VirtualMachine };
        Part {
            key: book.key(class, &g.hostname),
            name: g.name.clone(),
            roles: g.roles.iter().map(|r| r.value().clone()).chain(serving(&g.name)).collect(),
            status: *g.status,
        }
    });
    let rendering = book.school.devices.iter().filter(|d| matches!(d.kind, DeviceKind::Nas | DeviceKind::Appliance));
    let devices = rendering.map(|d| Part {
        key: book.key(words::class_of(d.kind), &d.hostname),
        name: d.name.clone(),
        roles: d.role.iter().map(|r| r.value().clone()).chain(serving(&d.name)).collect(),
        status: *d.status,
    });
    // What lies in a cupboard renders nothing.
    guests.chain(devices).filter(|p| p.status != Status::Stock).collect()
}

fn solution(book: &mut Book, name: &'static str, parts: &[Part]) {
    let Some(first) = parts.first() else { return };
    let roles = parts.iter().flat_map(|p| p.roles.iter().map(String::as_str));
    // A service is there as soon as one thing that renders it is.
    let planned = parts.iter().all(|p| p.status == Status::Planned);
    let status = if planned { Status::Planned } else { Status::Production };
    let record = book
        .owned(Class::Solution, &first.name.with(name.to_owned()))
        .with(Attribute::Status, devices::status(&first.name.with(status)))
        .with_some(Attribute::Criticality, book.criticality(&first.name, roles));
    let key = record.key.clone();
    book.add(record);
    for part in parts {
        let member = part.key.path.last();
        let class = format!("{:?}", part.key.class);
        book.add(
            Record::new(Key::new(Class::SolutionMember, &[&book.uai, name, &class, member]))
                .to(Role::Solution, key.clone())
                .to(Role::Member, part.key.clone()),
        );
    }
}
