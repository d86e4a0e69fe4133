//! Stations: rows of the inventories, and `stations` lines where no inventory names them.

use super::Binder;
use super::naming::Tokens;
use crate::base::nearest::nearest;
use crate::base::{Layer, Origin, Rule, Sourced, limits};
use crate::catalogue::ModelKind;
use crate::net::HostNum;
use crate::region::tree::Merged;
use crate::region::words::Support;
use crate::region::{Building, Station, Switch, UseKind, Vlan};
use crate::syntax::inventory::{Cell, Row};
use crate::syntax::{Space, Value};
use std::collections::BTreeSet;

crate::findings! {
    /// A file is named that the region does not have.
    pub static FILE_UNKNOWN = "file-unknown", Error;
    /// Two stations of a school bear one name.
    ///
    /// The second would take the first one's account in the domain, its lease and its record.
    pub static DUP_STATION = "dup-station", Error;
    /// A school has more stations than any school can have.
    ///
    /// Each becomes a record, a lease and a client: beyond the limit a slip of the keyboard is likelier than a school.
    pub static TOO_MANY_STATIONS = "too-many-stations", Error;
}

/// What this file can find.
pub static RULES: &[&Rule] = &[&DUP_STATION, &FILE_UNKNOWN, &TOO_MANY_STATIONS];

impl Binder<'_> {
    pub(super) fn stations(
        &mut self,
        tokens: &Tokens,
        buildings: &[Building],
        support: &Sourced<Support>,
        vlans: &[Vlan],
        switches: &[Switch],
    ) -> Vec<Station> {
        let mut all: Vec<Station> = Vec::new();
        for node in self.tree().of("inventory") {
            let Some(file) = node.members.first() else { continue };
            let Some(path) = file.value.text().map(str::to_owned) else { continue };
            let inventories = self.input.inventories;
            let Some(rows) = inventories.get(&path) else {
                let near = nearest(&path, self.input.files.iter().map(String::as_str));
                let at = file.value.origin();
                let mut sink = self.sink();
                let report =
                    sink.report(&FILE_UNKNOWN, format!("there is no file `{path}` beside the school's")).at(at, "no such file");
                match near {
                    Some(near) => report.help(format!("did you mean `{near}`?")),
                    None => report.help("name a CSV file in the same folder"),
                };
                continue;
            };
            if self.are_too_many(all.len().saturating_add(rows.len()), file.value.origin()) {
                break;
            }
            for row in rows {
                all.push(self.row(row, buildings, support, vlans, switches));
            }
        }
        let listed: BTreeSet<String> = all.iter().map(|s| s.name.value().clone()).collect();
        for node in self.tree().of("stations") {
            self.line(node, tokens, buildings, support, &listed, &mut all);
        }
        all.sort_by(|a, b| a.name.cmp(&b.name));
        for pair in all.windows(2) {
            if let [a, b] = pair
                && a.name == b.name
            {
                self.sink()
                    .report(&DUP_STATION, format!("two stations are named {}", a.name))
                    .at(&b.name, "this one")
                    .also(&a.name, "and this one")
                    .help("give one of them another seat");
            }
        }
        all
    }

    /// Whether a statement brings the school over the limit; reported where it stands.
    fn are_too_many(&mut self, count: usize, at: Origin) -> bool {
        let over = count > limits::STATIONS;
        if over {
            self.sink()
                .report(
                    &TOO_MANY_STATIONS,
                    format!("with this there are {count} stations; a school has at most {}", limits::STATIONS),
                )
                .at(at, "too many")
                .help("name an inventory once, and only seats that exist");
        }
        over
    }

    fn cell<T: Clone>(&mut self, cell: &Option<Cell<T>>) -> Option<Sourced<T>> {
        let cell = cell.as_ref()?;
        let origin = self.written(cell.span, Layer::School);
        Some(Sourced::new(cell.value.clone(), origin))
    }

    fn row(
        &mut self,
        row: &Row,
        buildings: &[Building],
        support: &Sourced<Support>,
        vlans: &[Vlan],
        switches: &[Switch],
    ) -> Station {
        let here = self.written(row.name.span, Layer::School);
        let name = Sourced::new(row.name.value.to_lowercase(), here);
        let kind = match self.cell(&row.kind) {
            Some(k) => k.map(str::to_owned),
            None => Sourced::new("pc".into(), self.origins.unwritten("inventory", "kind", "pc")),
        };
        let room = self.cell(&row.room).and_then(|r| self.refer(Space::Room, r));
        let model = self.cell(&row.model).and_then(|m| self.station_model(m, &kind));
        let own = self.cell(&row.support).and_then(|s| Support::of(*s).map(|w| s.with(w)));
        let of_room =
            room.as_ref().and_then(|r| buildings.iter().flat_map(|b| &b.rooms).find(|x| *x.name == **r)).map(|r| r.support);
        let support = own.or(of_room).unwrap_or(*support);
        let address = self.cell(&row.address).and_then(|a| self.reservation(a, room.as_ref(), vlans, switches));
        Station {
            name,
            kind,
            model,
            serial: self.cell(&row.serial),
            asset: self.cell(&row.asset),
            mac: self.cell(&row.mac),
            address,
            outlet: self.cell(&row.outlet),
            support,
            mandate: None,
            vlan: None,
            note: self.cell(&row.note),
            room,
        }
    }

    /// A reserved address: a literal, or an offset in the VLAN of the room's ports.
    fn reservation(
        &mut self,
        number: Sourced<HostNum>,
        room: Option<&Sourced<String>>,
        vlans: &[Vlan],
        switches: &[Switch],
    ) -> Option<Sourced<std::net::Ipv4Addr>> {
        if let HostNum::Literal(std::net::IpAddr::V4(a)) = *number {
            return Some(number.with(a));
        }
        let room = room?;
        let access = switches.iter().flat_map(|s| &s.uses).find_map(|u| match &u.what {
            UseKind::Access(a) if a.room.as_ref().is_some_and(|r| **r == **room) => a.vlan.clone(),
            _ => None,
        })?;
        let net = vlans.iter().find(|v| *v.name == *access)?.subnet?;
        match number.v4(*net) {
            Ok(a) => Some(number.with(a)),
            Err(why) => {
                self.sink()
                    .report(&super::address::ADDRESS_OUTSIDE_SUBNET, why)
                    .at(number, "a reserved address")
                    .also(net, "the subnet of the room's ports");
                None
            }
        }
    }

    /// A model of the kind of station that a row is.
    fn station_model(&mut self, key: Sourced<String>, kind: &str) -> Option<Sourced<String>> {
        let of = ModelKind::of(kind)?;
        let catalogue = self.catalogue();
        if catalogue.model(of, &key).is_some() {
            return Some(key);
        }
        let near = nearest(&key, catalogue.keys(of));
        let mut sink = self.sink();
        let report = sink
            .report(&crate::catalogue::MODEL_UNKNOWN, format!("no catalogue has the {kind} model `{key}`"))
            .at(key.origin(), "unknown model");
        match &near {
            Some(near) => report.meant(key.origin(), near),
            None => report.help(format!("declare it: `{kind}-model {key} vendor=… name=… {{ … }}`")),
        };
        self.stand_in(near).map(|meant| key.with(meant))
    }

    /// One `stations` line: rooms × seats, less the stations that an inventory already names.
    fn line(
        &mut self,
        node: &Merged,
        tokens: &Tokens,
        buildings: &[Building],
        support: &Sourced<Support>,
        listed: &BTreeSet<String>,
        all: &mut Vec<Station>,
    ) {
        let rooms = self.list(node, "room");
        let rooms = self.refer_all(Space::Room, rooms);
        let Some(subject) = self.text(node, "subject") else { return };
        let Some(Value::Ranges(seats)) = node.value("seats").map(|v| v.value()) else { return };
        let origin: Origin = node.origin;
        let count = seats.iter().fold(0u64, |n, (a, b)| n.saturating_add((b - a).saturating_add(1)));
        let count = usize::try_from(count).unwrap_or(usize::MAX).saturating_mul(rooms.len().max(1));
        if self.are_too_many(all.len().saturating_add(count), origin) {
            return;
        }
        let seats: Vec<u64> = seats.iter().flat_map(|&(a, b)| a..=b).collect();
        let model = self.text(node, "model").and_then(|m| self.station_model(m, "pc"));
        let vlan = self.text(node, "vlan").and_then(|v| self.refer(Space::Vlan, v));
        let (own, mandate) = (self.word(node, "support", Support::of), self.mandate(node));
        for room in &rooms {
            let of_room = buildings.iter().flat_map(|b| &b.rooms).find(|x| *x.name == **room).map(|r| r.support);
            for seat in &seats {
                let tokens = tokens
                    .with("room", room.value().clone())
                    .with("subject", subject.value().clone())
                    .with("seat", format!("{seat:02}"));
                let name = self.generated("station", &tokens, origin, "{room}-{subject}-{seat}");
                if listed.contains(name.as_str()) {
                    continue;
                }
                all.push(Station {
                    name,
                    kind: Sourced::new("pc".into(), origin),
                    room: Some(room.clone()),
                    model: model.clone(),
                    serial: None,
                    asset: None,
                    mac: None,
                    address: None,
                    outlet: None,
                    support: own.or(of_room).unwrap_or(*support),
                    mandate: Some(mandate.clone()),
                    vlan: vlan.clone(),
                    note: None,
                });
            }
        }
    }
}
