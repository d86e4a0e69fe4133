//! Who and where: organisations, teams, sites, buildings, rooms, closets, racks and what powers them.

use super::Book;
use crate::catalogue::ModelKind;
use crate::region::Support;
use crate::state::record::{Attribute, Class, Key, Record, Role};

pub(super) fn record(book: &mut Book) {
    organisations(book);
    locations(book);
    ups(book);
}

fn organisations(book: &mut Book) {
    let school = book.school;
    let above = Key::new(Class::Organisation, &[&book.region.key]);
    // What the region's file says belongs to no school's table of origins: the school's own code stands for it.
    let here = |text: &str| school.uai.with(text.to_owned());
    book.add(
        Record::new(above.clone()).with(Attribute::Name, here(&book.region.name)).with(Attribute::Code, here(&book.region.key)),
    );
    for team in &book.region.teams {
        book.add(
            Record::new(Key::new(Class::Team, &[&team.code]))
                .with(Attribute::Name, here(&team.code))
                .to(Role::Organisation, above.clone()),
        );
    }
    book.add(
        Record::new(book.organisation())
            .with(Attribute::Name, school.organisation.clone())
            .with(Attribute::Code, here(&book.uai))
            .to(Role::Parent, above),
    );
}

fn locations(book: &mut Book) {
    let school = book.school;
    book.add(
        book.owned(Class::Location, &school.name)
            .with_some(Attribute::Street, school.street.clone())
            .with_some(Attribute::Postcode, school.postcode.clone())
            .with_some(Attribute::Town, school.town.clone()),
    );
    for building in &school.buildings {
        // The name that its rooms and closets are named after.
        book.add(book.owned(Class::Location, building.title.as_ref().unwrap_or(&building.name)));
        for room in &building.rooms {
            book.add(book.owned(Class::Location, &room.location));
        }
        for rack in &building.racks {
            book.add(book.owned(Class::Location, &rack.location));
            let record = book.owned(Class::Rack, &rack.label).with(Attribute::Status, rack.name.with("production".to_owned()));
            book.add(
                record
                    .with_some(Attribute::Units, rack.units.map(|u| u.with(u.to_string())))
                    .to(Role::Location, book.key(Class::Location, &rack.location)),
            );
        }
    }
}

fn ups(book: &mut Book) {
    for ups in &book.school.ups {
        let record = book
            .owned(Class::PowerSource, &ups.hostname)
            .with(Attribute::Status, ups.status.with(ups.status.word().to_owned()))
            .with_some(Attribute::Serial, ups.serial.clone())
            .with_some(Attribute::Asset, ups.asset.clone())
            .with_some(Attribute::Note, ups.note.clone())
            .with_some(Attribute::Ip, ups.address.map(|a| a.with(a.to_string())))
            .with_some(Attribute::SwitchPort, ups.at.as_ref().map(|at| at.port.with(format!("{}:{}", *at.device, *at.port))))
            .with_some(Attribute::Feeds, super::joined(&ups.feeds))
            .with_some(Attribute::Lifetime, book.lifetime("ups", &ups.name))
            .with_some(Attribute::Criticality, book.criticality(&ups.name, ["ups"]));
        let place = book.school.rack(&ups.rack).map(|(_, r)| book.key(Class::Location, &r.location));
        let record = book.of_model(record.to_some(Role::Location, place), ModelKind::Ups, Some(&ups.model));
        book.add(record);
    }
}

/// The word for a support mode that is not the normal one.
pub(super) fn support(mode: Support) -> Option<&'static str> {
    (mode != Support::Normal).then(|| mode.word())
}
