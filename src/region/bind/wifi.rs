//! Wi-Fi: SSIDs and their roles.

use super::Binder;
use super::address::Plan;
use super::naming::Tokens;
use crate::base::Sourced;
use crate::net::Hours;
use crate::region::tree::Merged;
use crate::region::{Ssid, SsidRole, Wifi};
use crate::syntax::{Space, Value};

impl Binder<'_> {
    pub(super) fn wifi(&mut self, tokens: &Tokens, plan: &Plan) -> Option<Wifi> {
        let node = self.tree().one("wifi")?;
        let vendor = self.text(node, "vendor")?;
        let country = self.text_or(node, "country", "FR");
        let manage = self.text(node, "manage").and_then(|v| self.refer(Space::Vlan, v))?;
        let (address, _) = self.address(plan, node, "address", Some(manage.as_str()));
        let cluster = self.text_or(node, "cluster", "{slug}");
        let cluster = cluster.with(tokens.fill(&cluster));
        let managed_by = self.keeper(node)?;
        let portal_url = self.text(node, "portal-url");
        let ssids = node.children_of("ssid").filter_map(|s| self.ssid(s)).collect();
        let clients = self.number_or(node, "clients", ("40", 40));
        let band_gap = self.number_or(node, "band-gap", ("6", 6));
        let lessons = hours(node, "lessons").unwrap_or_else(|| {
            let working_week = Hours { days: 0b0001_1111, from: 8 * 60, to: 17 * 60 };
            Sourced::new(working_week, self.default(node, "lessons", "08:00-17:00"))
        });
        Some(Wifi { vendor, country, manage, address, cluster, portal_url, managed_by, clients, band_gap, lessons, ssids })
    }

    fn number_or(&mut self, node: &Merged, property: &str, otherwise: (&'static str, u64)) -> Sourced<u64> {
        let said = self.number(node, property);
        said.unwrap_or_else(|| Sourced::new(otherwise.1, self.default(node, property, otherwise.0)))
    }

    fn ssid(&mut self, node: &Merged) -> Option<Ssid> {
        let name = node.name.clone()?;
        let auth = self.text(node, "auth")?;
        let vlan = self.text(node, "vlan").and_then(|v| self.refer(Space::Vlan, v));
        let radius = self.text(node, "radius").and_then(|n| self.refer(Space::Network, n));
        let portal = self.text(node, "portal").and_then(|n| self.refer(Space::Network, n));
        let places = self.list(node, "where");
        let places = places.into_iter().filter_map(|p| self.refer_among(&[Space::Room, Space::Building], &[], p)).collect();
        let mut roles = Vec::new();
        for child in node.children_of("role") {
            let (Some(name), Some(group)) =
                (child.name.clone(), self.text(child, "group").and_then(|g| self.refer(Space::Group, g)))
            else {
                continue;
            };
            let vlan = self.text(child, "vlan").and_then(|v| self.refer(Space::Vlan, v));
            roles.push(SsidRole { name, group, vlan, hours: hours(child, "hours") });
        }
        let keep = node.value("keep").and_then(|v| match **v {
            Value::Duration(d) => Some(v.with(d)),
            _ => None,
        });
        let bands = self.bands(node);
        Some(Ssid {
            name,
            auth,
            vlan,
            radius,
            secret: self.secret(node, "secret"),
            portal,
            bands,
            hours: hours(node, "hours"),
            keep,
            places,
            roles,
        })
    }

    fn bands(&mut self, node: &Merged) -> Vec<Sourced<String>> {
        match node.value("bands") {
            Some(v) => match v.value() {
                Value::Number(n) => vec![v.with(n.to_string())],
                _ => self.list(node, "bands"),
            },
            None => Vec::new(),
        }
    }
}

fn hours(node: &Merged, property: &str) -> Option<Sourced<Hours>> {
    let value = node.value(property)?;
    match **value {
        Value::Hours(h) => Some(value.with(h)),
        _ => None,
    }
}
