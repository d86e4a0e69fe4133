//! Access points, UPS, and devices that are nodes of their own: NAS, appliances, cameras, printers, phones.

use super::Binder;
use super::address::Plan;
use super::naming::Tokens;
use crate::base::{Rule, Sourced};
use crate::catalogue::ModelKind;
use crate::net::{Mac, Uuid};
use crate::region::tree::Merged;
use crate::region::words::{DeviceKind, Power, Status};
use crate::region::{AccessPoint, Device, RadioSetting, Ups, Wifi};
use crate::syntax::{Space, Value};

crate::findings! {
    /// Access points are there, and no layer declares the Wi-Fi.
    pub static WIFI_MISSING = "wifi-missing", Error;
}

/// What this file can find.
pub static RULES: &[&Rule] = &[&WIFI_MISSING];

impl Binder<'_> {
    pub(super) fn mac(&self, node: &Merged, property: &str) -> Option<Sourced<Mac>> {
        if let Some(origin) = self.wrong(node, property) {
            // One of its own, so that two wrong ones are not also twins.
            let span = self.origins.span(origin).unwrap_or_default();
            let mac = Uuid::of(&["wrong", &span.file.0.to_string(), &span.start.to_string()]).mac();
            return Some(Sourced::new(mac, origin));
        }
        let value = node.value(property)?;
        match **value {
            Value::Mac(m) => Some(value.with(m)),
            _ => None,
        }
    }

    fn place(&mut self, node: &Merged, property: &str, space: Space) -> Option<Sourced<String>> {
        let name = self.text(node, property)?;
        self.refer(space, name)
    }

    pub(super) fn access_points(&mut self, tokens: &Tokens, plan: &Plan, wifi: Option<&Wifi>) -> Vec<AccessPoint> {
        let mut all = Vec::new();
        for node in self.tree().of("access-point") {
            let Some(name) = node.name.clone() else { continue };
            let Some(model) = self.model(node, "model", ModelKind::AccessPoint) else { continue };
            if wifi.is_none() && all.is_empty() && self.tree().one("wifi").is_none() {
                self.sink()
                    .report(&WIFI_MISSING, "the school has access points and no `wifi`")
                    .at(&name, "the first access point")
                    .help("declare `wifi` in a profile, or in a deviation");
            }
            let tokens = tokens.with("name", name.value().clone());
            let hostname = self.generated("access-point", &tokens, name.origin(), "{name}-{uai}");
            let room = self.place(node, "room", Space::Room);
            let rack = self.place(node, "rack", Space::Rack);
            let at = self.at(node, "at");
            let vlan = wifi.map(|w| w.manage.value().clone());
            let (address, _) = self.address(plan, node, "address", vlan.as_deref());
            let status = self.word_or(node, "status", Status::of, ("production", Status::Production));
            let power = self.word_or(node, "power", Power::of, ("poe", Power::Poe));
            let switchable = self.switch_or(node, "switchable", ("off", false));
            let radios = node
                .children_of("radio")
                .filter_map(|r| {
                    let band = r.name.clone()?;
                    Some(RadioSetting {
                        band,
                        channel: self.number(r, "channel"),
                        width: self.number(r, "width"),
                        power: self.number(r, "power"),
                    })
                })
                .collect();
            let (mac, serial, asset, note) =
                (self.mac(node, "mac"), self.text(node, "serial"), self.text(node, "asset"), self.text(node, "note"));
            let raw = self.raw(node);
            all.push(AccessPoint {
                name,
                hostname,
                model,
                room,
                rack,
                at,
                mac,
                address,
                serial,
                asset,
                status,
                power,
                switchable,
                radios,
                raw,
                note,
            });
        }
        all.sort_by(|a, b| a.name.cmp(&b.name));
        all
    }

    pub(super) fn devices(&mut self, tokens: &Tokens, plan: &Plan) -> Vec<Device> {
        let mut all = Vec::new();
        for node in &self.tree().nodes {
            let Some(kind) = DeviceKind::of(node.node.kind) else { continue };
            let Some(name) = node.name.clone() else { continue };
            let model = match ModelKind::of(node.node.kind) {
                Some(of) if node.says("model") => self.model(node, "model", of),
                _ => None,
            };
            let tokens = tokens.with("name", name.value().clone());
            let hostname = self.generated("device", &tokens, name.origin(), "{name}-{uai}");
            let room = self.place(node, "room", Space::Room);
            let rack = self.place(node, "rack", Space::Rack);
            let at = self.at(node, "at");
            let vlan = self.place(node, "vlan", Space::Vlan);
            let (address, _) = self.address(plan, node, "address", vlan.as_ref().map(|v| v.as_str()));
            let supplier = self.place(node, "supplier", Space::Organisation);
            let status = self.word_or(node, "status", Status::of, ("production", Status::Production));
            all.push(Device {
                name,
                hostname,
                kind,
                model,
                role: self.text(node, "role"),
                room,
                rack,
                at,
                vlan,
                address,
                mac: self.mac(node, "mac"),
                serial: self.text(node, "serial"),
                asset: self.text(node, "asset"),
                status,
                power: self.word(node, "power", Power::of),
                supplier,
                disk: self.size(node, "disk"),
                note: self.text(node, "note"),
            });
        }
        all.sort_by(|a, b| a.name.cmp(&b.name));
        all
    }

    pub(super) fn ups(&mut self, tokens: &Tokens, plan: &Plan) -> Vec<Ups> {
        let mut all = Vec::new();
        for node in self.tree().of("ups") {
            let Some(name) = node.name.clone() else { continue };
            let Some(model) = self.model(node, "model", ModelKind::Ups) else { continue };
            let Some(rack) = self.place(node, "rack", Space::Rack) else { continue };
            let tokens = tokens.with("name", name.value().clone());
            let hostname = self.generated("device", &tokens, name.origin(), "{name}-{uai}");
            let feeds = self.list(node, "feeds");
            let feeds = if feeds.is_empty() { vec![rack.clone()] } else { self.refer_all(Space::Rack, feeds) };
            let (address, _) = self.managed(plan, node, "address");
            let at = self.at(node, "at");
            let status = self.word_or(node, "status", Status::of, ("production", Status::Production));
            let (serial, asset, note) = (self.text(node, "serial"), self.text(node, "asset"), self.text(node, "note"));
            all.push(Ups { name, hostname, model, rack, feeds, address, at, serial, asset, status, note });
        }
        all.sort_by(|a, b| a.name.cmp(&b.name));
        all
    }
}
