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
        let managed_by = self.text_or(node, "managed-by", "operator");
        let managed_by = if *managed_by == "operator" { managed_by } else { self.refer(Space::Organisation, managed_by)? };
        let portal_url = self.text(node, "portal-url");
        let ssids = node.children_of("ssid").filter_map(|s| self.ssid(s)).collect();
        Some(Wifi { vendor, country, manage, address, cluster, portal_url, managed_by, ssids })
    }

    fn ssid(&mut self, node: &Merged) -> Option<Ssid> {
        let name = node.name.clone()?;
        let auth = self.text(node, "auth")?;
        let vlan = self.text(node, "vlan").and_then(|v| self.refer(Space::Vlan, v));
        let radius = self.text(node, "radius").and_then(|n| self.refer(Space::Network, n));
        let portal = self.text(node, "portal").and_then(|n| self.refer(Space::Network, n));
        let places = self.list(node, "where");
        let places = places
            .into_iter()
            .filter_map(|p| if self.names.has(Space::Building, &p) { Some(p) } else { self.refer(Space::Room, p) })
            .collect();
        let mut roles = Vec::new();
        for child in node.children_of("role") {
            let (Some(name), Some(group)) =
                (child.name.clone(), self.text(child, "group").and_then(|g| self.refer(Space::Group, g)))
            else {
                continue;
            };
            let vlan = self.text(child, "vlan").and_then(|v| self.refer(Space::Vlan, v));
            roles.push(SsidRole { name, group, vlan, hours: hours(child) });
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
            hours: hours(node),
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

fn hours(node: &Merged) -> Option<Sourced<Hours>> {
    let value = node.value("hours")?;
    match **value {
        Value::Hours(h) => Some(value.with(h)),
        _ => None,
    }
}
