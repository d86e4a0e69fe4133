//! From a school, its graph and the models to the records that an inventory must hold. [`records`] does it.
//!
//! A value's origin is that of the manifest's value it repeats, or of the thing that it follows from.
//! Not derived: what a manifest cannot know (dates of purchase, installed versions), and IPv6 (inventories of
//! the region hold IPv4 only).

mod devices;
#[cfg(test)]
pub mod fixture;
mod links;
mod machines;
mod places;
mod solutions;
mod stations;
#[cfg(test)]
mod tests;
mod vlans;
pub mod words;

use crate::base::{Layer, Origins, Sourced};
use crate::catalogue::{Catalogue, Model, ModelKind};
use crate::net::Port;
use crate::region::{Region, School};
use crate::state::record::{Attribute, Class, Key, Record, Role};
use crate::topology::{Topology, VertexId, VertexKind};
use ipnet::Ipv4Net;
use std::collections::BTreeMap;

/// Derives the records of a school, in order of key; those that the region shares are among them.
pub fn records(
    region: &Region,
    school: &School,
    topology: &Topology,
    catalogue: &Catalogue,
    origins: &mut Origins,
) -> Vec<Record> {
    let uai = school.uai.to_string();
    let organisation = Key::new(Class::Organisation, &[&uai]);
    let rooms = school.buildings.iter().flat_map(|b| &b.rooms);
    let rooms = rooms.map(|r| (r.name.as_str(), Key::new(Class::Location, &[&uai, &r.location]))).collect();
    let (said, models) = (Vec::new(), BTreeMap::new());
    let mut book = Book { region, school, topology, catalogue, origins, uai, organisation, rooms, said, models };
    places::record(&mut book);
    vlans::record(&mut book);
    devices::record(&mut book);
    machines::record(&mut book);
    stations::record(&mut book);
    links::record(&mut book);
    solutions::record(&mut book);
    settled(book.said)
}

/// Records in order of key. What was said first of a key stays; what was not said is added.
fn settled(mut said: Vec<Record>) -> Vec<Record> {
    // Stable: of one key, what was said first comes first.
    said.sort_by(|a, b| a.key.cmp(&b.key));
    let mut out: Vec<Record> = Vec::with_capacity(said.len());
    for record in said {
        match out.last_mut().filter(|known| known.key == record.key) {
            None => out.push(record),
            Some(known) => {
                for (attribute, value) in record.attributes {
                    known.attributes.try_insert(attribute, value);
                }
                for (role, key) in record.references {
                    known.references.try_insert(role, key);
                }
            }
        }
    }
    out
}

/// The records so far, and what they are derived from.
struct Book<'a> {
    region: &'a Region,
    school: &'a School,
    topology: &'a Topology,
    catalogue: &'a Catalogue,
    origins: &'a mut Origins,
    uai: String,
    /// The school's own key.
    organisation: Key,
    /// Where each room is, by its name: hundreds of stations stand in one.
    rooms: BTreeMap<&'a str, Key>,
    /// In the order in which it was said; of one key more than one may be.
    said: Vec<Record>,
    /// The models that were said, by kind and catalogue's key.
    models: BTreeMap<ModelKind, BTreeMap<&'a str, Bought>>,
}

/// What is known of whatever is of one model.
#[derive(Clone)]
struct Bought {
    brand: Key,
    model: Key,
    units: Option<String>,
}

impl<'a> Book<'a> {
    /// Writes a record down. What is already said of its key stays; what was not said is added.
    fn add(&mut self, record: Record) {
        self.said.push(record);
    }

    /// The key of a thing of this school.
    fn key(&self, class: Class, name: &str) -> Key {
        Key::new(class, &[&self.uai, name])
    }

    fn organisation(&self) -> Key {
        self.organisation.clone()
    }

    /// A record of a named thing of this school.
    fn owned(&self, class: Class, name: &Sourced<String>) -> Record {
        Record::new(self.key(class, name)).with(Attribute::Name, name.clone()).to(Role::Organisation, self.organisation())
    }

    /// Writes a brand and a model down, and points the record at them.
    fn of_model(&mut self, record: Record, kind: ModelKind, key: Option<&'a Sourced<String>>) -> Record {
        let Some(key) = key else { return record };
        let known = self.models.get(&kind).and_then(|all| all.get(key.as_str()).cloned());
        let Some(Bought { brand, model, units }) = known.or_else(|| self.bought(kind, key)) else { return record };
        record.with_some(Attribute::Units, units.map(|u| key.with(u))).to(Role::Brand, brand).to(Role::Model, model)
    }

    /// Writes a brand and a model down; hundreds of stations are of one, which says them for all.
    fn bought(&mut self, kind: ModelKind, key: &'a Sourced<String>) -> Option<Bought> {
        let model = self.catalogue.model(kind, key)?;
        let name = |text: &str| key.with(text.to_owned());
        let brand = model.cmdb_brand.as_deref().unwrap_or(&model.vendor);
        let title = model.cmdb_model.as_deref().unwrap_or(&model.name);
        let brand_key = Key::new(Class::Brand, &[brand]);
        let model_key = Key::new(Class::Model, &[brand, kind.word(), title]);
        self.add(Record::new(brand_key.clone()).with(Attribute::Name, name(brand)));
        self.add(
            Record::new(model_key.clone())
                .with(Attribute::Name, name(title))
                .with(Attribute::Kind, name(kind.word()))
                .to(Role::Brand, brand_key.clone()),
        );
        let bought = Bought { brand: brand_key, model: model_key, units: model.units.map(|u| u.to_string()) };
        self.models.entry(kind).or_default().insert(key, bought.clone());
        Some(bought)
    }

    /// Points a record at the rack it is mounted in, at the rack's place and at what powers the rack.
    fn in_rack(&self, record: Record, rack: &str) -> Record {
        let Some((_, found)) = self.school.rack(rack) else { return record };
        let mut power = self
            .school
            .ups
            .iter()
            .filter(|u| u.feeds.iter().any(|fed| fed.as_str() == rack))
            .map(|u| self.key(Class::PowerSource, &u.hostname));
        record
            .to(Role::Rack, self.key(Class::Rack, &found.label))
            .to(Role::Location, self.key(Class::Location, &found.location))
            .to_some(Role::PowerA, power.next())
            .to_some(Role::PowerB, power.next())
    }

    /// Points a record at its rack, else at its room.
    fn placed(&self, record: Record, rack: Option<&Sourced<String>>, room: Option<&Sourced<String>>) -> Record {
        match (rack, room) {
            (Some(rack), _) => self.in_rack(record, rack),
            (None, Some(room)) => record.to_some(Role::Location, self.rooms.get(room.as_str()).cloned()),
            (None, None) => record,
        }
    }

    /// Writes a system down and points the record at it.
    fn of_system(&mut self, record: Record, image: Option<&Sourced<String>>) -> Record {
        let Some((key, image)) = image.and_then(|k| Some((k, self.catalogue.images.get(k.as_str())?))) else { return record };
        let family = words::system(&image.os);
        // The family stands in the version's name too: others look a version up by its name alone, and two families have a 12.
        let version = format!("{family} {}", image.version);
        let (family_key, version_key) = (Key::new(Class::OsFamily, &[family]), Key::new(Class::OsVersion, &[family, &version]));
        self.add(Record::new(family_key.clone()).with(Attribute::Name, key.with(family.to_owned())));
        self.add(
            Record::new(version_key.clone()).with(Attribute::Name, key.with(version)).to(Role::OsFamily, family_key.clone()),
        );
        record.to(Role::OsFamily, family_key).to(Role::OsVersion, version_key)
    }

    /// Writes a kind of network devices down and points the record at it.
    fn of_type(&mut self, record: Record, name: Sourced<String>) -> Record {
        let key = Key::new(Class::DeviceType, &[&name]);
        self.add(Record::new(key.clone()).with(Attribute::Name, name));
        record.to(Role::DeviceType, key)
    }

    /// How long a kind of things is meant to live, said at the place of one of them.
    fn lifetime(&self, kind: &str, thing: &Sourced<String>) -> Option<Sourced<String>> {
        self.school.lifetime.get(kind).map(|years| thing.with(years.to_string()))
    }

    /// How much a thing of some roles matters, by the CMDB's profile.
    fn criticality<'r, T>(&mut self, thing: &Sourced<T>, roles: impl IntoIterator<Item = &'r str>) -> Option<Sourced<String>> {
        let weight = self.catalogue.cmdb.weight(roles)?;
        let level = weight.level.word();
        let said = match weight.span {
            Some(span) => self.origins.written(span, Layer::Region),
            None => self.origins.unwritten("criticality", weight.role, level),
        };
        let because = "the CMDB's profile weighs a thing by its role";
        Some(self.origins.derive(level.to_owned(), because, &[thing.origin(), said]))
    }

    /// The record of a device that holds a port: of a stack, the member.
    fn holder(&self, vertex: VertexId, port: Port) -> Option<Key> {
        match self.topology.at(vertex)?.kind {
            VertexKind::Switch(i) => {
                let switch = self.school.switches.get(i)?;
                Some(self.key(Class::NetworkDevice, &devices::member_label(switch, port.member)))
            }
            VertexKind::Host(i) => Some(self.key(Class::Server, &self.school.hosts.get(i)?.hostname)),
            VertexKind::Device(i) => {
                let device = self.school.devices.get(i)?;
                Some(self.key(words::class_of(device.kind), &device.hostname))
            }
        }
    }

    /// The model behind a port.
    fn model_at(&self, vertex: VertexId, port: Port) -> Option<&Model> {
        match self.topology.at(vertex)?.kind {
            VertexKind::Switch(i) => {
                let member = self.school.switches.get(i)?.members.iter().find(|m| m.id == port.member)?;
                self.catalogue.model(ModelKind::Switch, &member.model)
            }
            VertexKind::Host(i) => self.catalogue.model(ModelKind::Host, &self.school.hosts.get(i)?.model),
            VertexKind::Device(i) => {
                let device = self.school.devices.get(i)?;
                self.catalogue.model(ModelKind::of(device.kind.word())?, device.model.as_ref()?)
            }
        }
    }

    /// The name and speed of a port; its number where the catalogue does not say what the device calls it.
    fn port_at(&self, vertex: VertexId, port: Port) -> (String, Option<u32>) {
        let model = self.model_at(vertex, port);
        // A module's ports are the module's: the model's own numbers would name another port.
        let own = model.filter(|_| port.module == 0);
        let name = own.and_then(|m| m.interface(port)).unwrap_or_else(|| port.to_string());
        (name, own.and_then(|m| m.group(port.number)).map(|g| g.speed().0))
    }
}

/// The name of the port that a device with one cable uses: its model's first, else `eth0`.
fn only_port(model: Option<&Model>) -> String {
    let first = model.and_then(|m| m.interface(Port::plain(m.numbers().next()?)));
    first.unwrap_or_else(|| "eth0".to_owned())
}

/// A subnet's mask with dots.
fn mask(subnet: Ipv4Net) -> String {
    subnet.netmask().to_string()
}

/// Names joined for people, with the origin of the first.
fn joined(names: &[Sourced<String>]) -> Option<Sourced<String>> {
    let text: Vec<&str> = names.iter().map(|n| n.as_str()).collect();
    names.first().map(|first| first.with(text.join(", ")))
}
