//! Stations of the inventories: PCs, tablets, printers, phones, and the one interface of those that have a MAC address.

use super::{Book, mask, places};
use crate::catalogue::ModelKind;
use crate::region::Station;
use crate::state::record::{Attribute, Class, Key, Record, Role};

pub(super) fn record(book: &mut Book) {
    for station in &book.school.stations {
        let class = match station.kind.as_str() {
            "tablet" => Class::Tablet,
            "printer" => Class::Printer,
            "phone" => Class::Phone,
            _ => Class::Pc,
        };
        let record = book
            .owned(class, &station.name)
            .with(Attribute::Status, station.name.with("production".to_owned()))
            .with_some(Attribute::Serial, station.serial.clone())
            .with_some(Attribute::Asset, station.asset.clone())
            .with_some(Attribute::Note, station.note.clone())
            .with_some(Attribute::Ip, station.address.map(|a| a.with(a.to_string())))
            .with_some(Attribute::Mac, station.mac.map(|m| m.with(m.to_string())))
            .with_some(Attribute::Outlet, station.outlet.clone())
            .with_some(Attribute::Support, places::support(*station.support).map(|w| station.support.with(w.to_owned())));
        let record = book.placed(record, None, station.room.as_ref());
        let kind = ModelKind::of(&station.kind).unwrap_or(ModelKind::Pc);
        let record = book.of_model(record, kind, station.model.as_ref());
        if matches!(class, Class::Pc | Class::Printer) {
            interface(book, &record.key, station);
        }
        book.add(record);
    }
}

/// No tie to a VLAN: a station's name is its school's only, and which VLAN its socket has is the switch's affair.
fn interface(book: &mut Book, station_key: &Key, station: &Station) {
    let Some(mac) = station.mac else { return };
    let subnets = book.school.vlans.iter().filter_map(|v| v.subnet);
    let subnet = station.address.and_then(|a| subnets.into_iter().find(|s| s.contains(&*a)));
    let name = mac.with("eth0".to_owned());
    book.add(
        Record::new(Key::new(Class::PhysicalInterface, &[&book.uai, &station.name, &name]))
            .with(Attribute::Name, name)
            .with(Attribute::Mac, mac.with(mac.to_string()))
            .with_some(Attribute::Ip, station.address.map(|a| a.with(a.to_string())))
            .with_some(Attribute::Mask, subnet.map(|s| s.with(mask(*s))))
            .to(Role::Device, station_key.clone()),
    );
}
