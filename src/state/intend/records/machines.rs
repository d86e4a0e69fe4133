//! Hosts and what they run: servers, hypervisors, virtual machines and their interfaces, Compose projects.

use super::{Book, devices, mask};
use crate::base::Sourced;
use crate::catalogue::ModelKind;
use crate::net::{Mac, Port, Uuid};
use crate::region::{Card, Domain, FirewallKind, Guest, GuestKind, Host, Vlan};
use crate::state::record::{Attribute, Class, Key, Record, Role};

pub(super) fn record(book: &mut Book) {
    book.school.hosts.iter().for_each(|h| host(book, h));
    for guest in &book.school.guests {
        // A guest that no host runs is a finding of its own, and a machine on nothing cannot be recorded.
        let Some(host) = guest.host.as_ref().and_then(|h| book.school.host(h)) else { continue };
        match *guest.kind {
            GuestKind::Docker => project(book, guest, host),
            GuestKind::Kvm | GuestKind::Lxc => machine(book, guest, host),
        }
    }
}

fn host<'a>(book: &mut Book<'a>, host: &'a Host) {
    let status = devices::status(&host.status);
    let cores = book.catalogue.model(ModelKind::Host, &host.model).and_then(|m| m.cores);
    let record = book
        .owned(Class::Server, &host.hostname)
        .with(Attribute::Status, status.clone())
        .with_some(Attribute::Serial, host.serial.clone())
        .with_some(Attribute::Asset, host.asset.clone())
        .with_some(Attribute::Note, host.note.clone())
        .with_some(Attribute::Ip, host.address.map(|a| a.with(a.to_string())))
        .with_some(Attribute::Cpu, cores.map(|c| host.model.with(c.to_string())))
        .with(Attribute::Memory, host.memory.with(host.memory.to_string()))
        .with_some(Attribute::Lifetime, book.lifetime("host", &host.name))
        .with_some(Attribute::Criticality, book.criticality(&host.name, ["host"]));
    let server = record.key.clone();
    let record = book.in_rack(record, &host.rack);
    let record = book.of_model(record, ModelKind::Host, Some(&host.model));
    let image = host.os.as_ref().or(book.school.virtualisation.as_ref().map(|v| &v.os));
    let record = book.of_system(record, image);
    book.add(record);
    let level = book.criticality(&host.name, ["host"]);
    // One hypervisor a host, a lone container's host too: a machine must stand on one.
    book.add(
        book.owned(Class::Hypervisor, &host.hostname)
            .with(Attribute::Status, status)
            .with_some(Attribute::Criticality, level)
            .to(Role::Server, server),
    );
}

fn is_firewall(book: &Book, guest: &Guest) -> bool {
    book.school.firewall.as_ref().is_some_and(|f| *f.on == *guest.name)
}

fn roles<'a>(book: &Book, guest: &'a Guest) -> Vec<&'a str> {
    let firewall = is_firewall(book, guest).then_some("firewall");
    guest.roles.iter().map(|r| r.as_str()).chain(firewall).collect()
}

/// What a guest says of itself, whatever runs it.
fn described(book: &mut Book, guest: &Guest, class: Class) -> Record {
    let level = book.criticality(&guest.name, roles(book, guest));
    book.owned(class, &guest.hostname)
        .with(Attribute::Status, devices::status(&guest.status))
        .with_some(Attribute::Note, guest.note.clone())
        .with_some(Attribute::Asset, guest.asset.clone())
        .with(Attribute::Technique, guest.kind.with(guest.kind.word().to_owned()))
        .with_some(Attribute::Roles, super::joined(&guest.roles))
        .with_some(Attribute::Criticality, level)
        .with(Attribute::Cpu, guest.vcpus.with(guest.vcpus.to_string()))
        .with(Attribute::Memory, guest.memory.with(guest.memory.to_string()))
}

fn machine(book: &mut Book, guest: &Guest, host: &Host) {
    let cards = firewall_interfaces(book, &guest.name);
    let first = guest.nics.iter().find_map(|n| n.address).map(|a| a.with(a.to_string()));
    // The firewall answers its administrators at its address in the management VLAN.
    let managed = cards.iter().find(|c| c.managed).and_then(|c| c.ip.clone());
    let record = described(book, guest, Class::VirtualMachine)
        .with_some(Attribute::Ip, managed.or(first))
        .to(Role::Host, book.key(Class::Hypervisor, &host.hostname));
    let machine = record.key.clone();
    let record = book.of_system(record, guest.image.as_ref());
    book.add(record);
    for (nth, nic) in guest.nics.iter().enumerate() {
        let Some(vlan) = book.school.vlan(&nic.vlan) else { continue };
        let name = nic.vlan.with(match *guest.kind {
            GuestKind::Lxc => format!("eth{nth}"),
            _ => kvm_interface(book, nth as u64, None),
        });
        let face = Face::of(name, vlan, nic.address.map(|a| a.with(a.to_string())), false);
        logical(book, guest, &machine, mac(book, guest, nth as u64), face);
    }
    for face in cards {
        logical(book, guest, &machine, mac(book, guest, face.card), face);
    }
}

/// An interface of a machine or of a firewall, before it is written down.
pub(super) struct Face {
    pub(super) name: Sourced<String>,
    card: u64,
    ip: Option<Sourced<String>>,
    mask: Option<Sourced<String>>,
    gateway: Option<Sourced<String>>,
    usage: Sourced<String>,
    managed: bool,
}

impl Face {
    fn of(name: Sourced<String>, vlan: &Vlan, ip: Option<Sourced<String>>, tagged: bool) -> Face {
        // An interface of a machine has no tie to its VLAN in every inventory: the text says it for those that lack it.
        let mode = if tagged { "étiqueté" } else { "non étiqueté" };
        let usage = vlan.name.with(format!("VLAN {} {} {mode}", *vlan.id, *vlan.name));
        Face {
            name,
            card: 0,
            mask: ip.as_ref().and(vlan.subnet).map(|s| s.with(mask(*s))),
            gateway: ip.as_ref().and(vlan.gateway).map(|g| g.with(g.to_string())),
            ip,
            usage,
            managed: *vlan.domain == Domain::Management,
        }
    }

    /// Adds what the interface is to its record.
    pub(super) fn onto(self, record: Record) -> Record {
        record
            .with(Attribute::Name, self.name)
            .with_some(Attribute::Ip, self.ip)
            .with_some(Attribute::Mask, self.mask)
            .with_some(Attribute::Gateway, self.gateway)
            .with(Attribute::Usage, self.usage)
    }
}

fn logical(book: &mut Book, guest: &Guest, machine: &Key, mac: Mac, face: Face) {
    let record = Record::new(Key::new(Class::LogicalInterface, &[&book.uai, &guest.hostname, &face.name]))
        .with(Attribute::Mac, face.name.with(mac.to_string()))
        .to(Role::Machine, machine.clone());
    book.add(face.onto(record));
}

/// The MAC address of a guest's card: the same name-based UUID as in its definition.
fn mac(book: &Book, guest: &Guest, card: u64) -> Mac {
    Uuid::of(&[&book.uai, "nic", &guest.name, &card.to_string()]).mac()
}

/// What a virtual machine's system calls a card: NIC N has PCI slot 3 + N (specification, part 4.3).
fn kvm_interface(book: &Book, card: u64, firewall: Option<FirewallKind>) -> String {
    let slots = book.school.virtualisation.as_ref().is_some_and(|v| *v.machine == "pc");
    match firewall {
        Some(FirewallKind::Pfsense) => format!("vtnet{card}"),
        _ if slots => format!("ens{}", card + 3),
        _ => format!("nic{card}"),
    }
}

/// The port of an appliance that is the firewall's card: card N is port N.
fn appliance_port(book: &Book, card: u64) -> Option<String> {
    let on = book.school.firewall.as_ref()?.on.as_str();
    let model = book.school.device(on)?.model.as_ref()?;
    book.catalogue.model(ModelKind::Appliance, model)?.interface(Port::plain(u16::try_from(card).ok()?))
}

/// The firewall's interfaces: one a card and VLAN, each with the VLAN's gateway; in transit, with the address of `wan`.
pub(super) fn firewall_interfaces(book: &Book, on: &str) -> Vec<Face> {
    let Some(firewall) = book.school.firewall.as_ref().filter(|f| *f.on == on) else { return Vec::new() };
    let mut faces = Vec::new();
    for card in &firewall.cards {
        let vlans = card.vlans.iter().chain(&card.untagged);
        let mut vlans: Vec<&Vlan> = vlans.filter_map(|name| book.school.vlan(name)).collect();
        vlans.sort_by_key(|v| *v.id);
        vlans.dedup_by_key(|v| *v.id);
        faces.extend(vlans.into_iter().map(|vlan| face(book, card, vlan, *firewall.kind)));
    }
    faces
}

fn face(book: &Book, card: &Card, vlan: &Vlan, kind: FirewallKind) -> Face {
    let written = card.interface.as_ref().map(|i| i.value().clone());
    let base = written.or_else(|| appliance_port(book, *card.number));
    let base = base.unwrap_or_else(|| kvm_interface(book, *card.number, Some(kind)));
    let untagged = card.untagged.as_ref().is_some_and(|u| *u == vlan.name);
    let name = if untagged { base } else { format!("{base}.{}", *vlan.id) };
    let transit = book.school.wan.as_ref().filter(|w| *w.vlan == *vlan.name);
    let ip = match transit {
        Some(wan) => Some(wan.address.with(wan.address.to_string())),
        None => vlan.gateway.map(|g| g.with(g.to_string())),
    };
    let mut face = Face::of(vlan.name.with(name), vlan, ip, !untagged);
    face.card = *card.number;
    if transit.is_none() {
        // It is the gateway; only towards the operator has it one.
        face.gateway = None;
    }
    face
}

/// A Compose project runs on the host itself: software of the server, the project and each container.
fn project(book: &mut Book, guest: &Guest, host: &Host) {
    let server = book.key(Class::Server, &host.hostname);
    let addresses: Vec<Sourced<String>> =
        guest.nics.iter().filter_map(|n| n.address.map(|a| a.with(format!("{} (VLAN {})", *a, *n.vlan)))).collect();
    let record = described(book, guest, Class::SoftwareInstance).with_some(Attribute::Ip, super::joined(&addresses));
    book.add(record.to(Role::System, server.clone()));
    for container in &guest.containers {
        let name = container.name.with(format!("{}/{}", *guest.hostname, *container.name));
        let (vendor, product, version) = image(&container.image);
        let software = Key::new(Class::Software, &[vendor, product, version]);
        let of = |text: &str| container.image.with(text.to_owned());
        book.add(
            Record::new(software.clone())
                .with(Attribute::Name, of(product))
                .with(Attribute::Vendor, of(vendor))
                .with(Attribute::Version, of(version)),
        );
        let level = book.criticality(&guest.name, roles(book, guest));
        book.add(
            book.owned(Class::SoftwareInstance, &name)
                .with(Attribute::Status, devices::status(&guest.status))
                .with(Attribute::Technique, guest.kind.with(guest.kind.word().to_owned()))
                .with(Attribute::Usage, container.image.clone())
                .with_some(Attribute::Criticality, level)
                .to(Role::Software, software)
                .to(Role::System, server.clone()),
        );
    }
}

/// Who publishes a container image, its name and its version; without a publisher it is Docker's own library.
fn image(reference: &str) -> (&str, &str, &str) {
    let (named, digest) = reference.split_once('@').unwrap_or((reference, ""));
    let (vendor, rest) = named.rsplit_once('/').unwrap_or(("library", named));
    let (product, tag) = rest.split_once(':').unwrap_or((rest, ""));
    let version = [tag, digest].into_iter().find(|v| !v.is_empty()).unwrap_or("latest");
    (vendor, product, version)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_image_names_its_publisher_product_and_version() {
        assert_eq!(image("nginx:1.27"), ("library", "nginx", "1.27"));
        assert_eq!(image("registry.example:5000/ent/portail"), ("registry.example:5000/ent", "portail", "latest"));
        assert_eq!(image("vaultwarden/server@sha256:ab"), ("vaultwarden", "server", "sha256:ab"));
    }
}
