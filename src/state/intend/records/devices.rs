//! Switches, access points, NAS, appliances, cameras, printers and phones.

use super::{Book, words};
use crate::base::Sourced;
use crate::catalogue::ModelKind;
use crate::region::{DeviceKind, Status, Switch};
use crate::state::record::{Attribute, Class, Key, Record, Role};

pub(super) fn record(book: &mut Book) {
    book.school.switches.iter().for_each(|s| switch(book, s));
    access_points(book);
    devices(book);
}

/// The inventory's name of a member: the first is the switch's own, for it answers at the address.
pub(super) fn member_label(switch: &Switch, member: u8) -> String {
    let first = switch.members.first().is_none_or(|m| m.id == member);
    if first { switch.label.value().clone() } else { format!("{}/{member}", *switch.label) }
}

/// A status as the language spells it.
pub(super) fn status(status: &Sourced<Status>) -> Sourced<String> {
    status.with(status.word().to_owned())
}

/// A stack is one switch to its users and several boxes to whoever replaces one: one record a member.
fn switch<'a>(book: &mut Book<'a>, switch: &'a Switch) {
    for (nth, member) in switch.members.iter().enumerate() {
        let label = switch.label.with(member_label(switch, member.id));
        let address = switch.address.filter(|_| nth == 0);
        let record = book
            .owned(Class::NetworkDevice, &label)
            .with(Attribute::Status, status(&switch.status))
            .with_some(Attribute::Serial, member.serial.clone())
            .with_some(Attribute::Asset, switch.asset.clone().filter(|_| nth == 0))
            .with_some(Attribute::Note, switch.note.clone())
            .with_some(Attribute::Ip, address.map(|a| a.with(a.to_string())))
            .with_some(Attribute::Lifetime, book.lifetime("switch", &switch.name))
            .with_some(Attribute::Criticality, book.criticality(&switch.role, [switch.role.word()]));
        let record = book.in_rack(record, &member.rack);
        let record = book.of_model(record, ModelKind::Switch, Some(&member.model));
        let record = book.of_type(record, switch.name.with(words::SWITCH.to_owned()));
        let record = firmware(book, record, switch.firmware.as_ref());
        book.add(record);
    }
}

/// Writes a firmware down and points the record at it; a firmware is its brand's.
fn firmware(book: &mut Book, record: Record, firmware: Option<&Sourced<String>>) -> Record {
    let (Some(firmware), Some(brand)) = (firmware, record.references.get(&Role::Brand).cloned()) else { return record };
    let key = Key { class: Class::Firmware, path: brand.path.below(firmware) };
    book.add(Record::new(key.clone()).with(Attribute::Name, firmware.clone()).to(Role::Brand, brand));
    record.to(Role::Firmware, key)
}

fn access_points(book: &mut Book) {
    for ap in &book.school.access_points {
        let record = book
            .owned(Class::NetworkDevice, &ap.hostname)
            .with(Attribute::Status, status(&ap.status))
            .with_some(Attribute::Serial, ap.serial.clone())
            .with_some(Attribute::Asset, ap.asset.clone())
            .with_some(Attribute::Note, ap.note.clone())
            .with_some(Attribute::Ip, ap.address.map(|a| a.with(a.to_string())))
            .with_some(Attribute::Lifetime, book.lifetime("access-point", &ap.name))
            .with_some(Attribute::Criticality, book.criticality(&ap.name, ["access-point"]));
        let record = book.placed(record, ap.rack.as_ref(), ap.room.as_ref());
        let record = book.of_model(record, ModelKind::AccessPoint, Some(&ap.model));
        let record = book.of_type(record, ap.name.with(words::ACCESS_POINT.to_owned()));
        book.add(record);
    }
}

fn devices(book: &mut Book) {
    for device in &book.school.devices {
        let class = words::class_of(device.kind);
        let role = device.role.as_ref().map(|r| r.as_str());
        let is_firewall = book.school.firewall.as_ref().is_some_and(|f| *f.on == *device.name);
        let weight = role.into_iter().chain(is_firewall.then_some("firewall"));
        let mut record = book
            .owned(class, &device.hostname)
            .with(Attribute::Status, status(&device.status))
            .with_some(Attribute::Serial, device.serial.clone())
            .with_some(Attribute::Asset, device.asset.clone())
            .with_some(Attribute::Note, device.note.clone())
            .with_some(Attribute::Ip, device.address.map(|a| a.with(a.to_string())))
            .with_some(Attribute::Mac, device.mac.map(|m| m.with(m.to_string())))
            .with_some(Attribute::Roles, device.role.clone())
            .with_some(Attribute::Supplier, device.supplier.clone())
            .with_some(Attribute::Lifetime, book.lifetime(device.kind.word(), &device.name));
        if matches!(class, Class::NetworkDevice | Class::Nas) {
            record = record.with_some(Attribute::Criticality, book.criticality(&device.name, weight));
        }
        if matches!(class, Class::Peripheral | Class::Phone) {
            let port = device.at.as_ref().map(|at| at.port.with(format!("{}:{}", *at.device, *at.port)));
            record = record.with_some(Attribute::SwitchPort, port);
        }
        let record = book.placed(record, device.rack.as_ref(), device.room.as_ref());
        let kind = ModelKind::of(device.kind.word()).unwrap_or(ModelKind::Appliance);
        let record = book.of_model(record, kind, device.model.as_ref());
        let record = match device.kind {
            DeviceKind::Appliance => book.of_type(record, device.name.with(words::appliance(role).to_owned())),
            _ => record,
        };
        book.add(record);
    }
}
