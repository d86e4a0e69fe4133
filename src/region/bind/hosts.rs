//! Hosts, and which guests they run.

use super::Binder;
use super::address::Plan;
use super::naming::Tokens;
use crate::base::{Origin, Sourced, Span};
use crate::catalogue::ModelKind;
use crate::net::Size;
use crate::region::tree::Merged;
use crate::region::words::Status;
use crate::region::{Guest, Host, Run};
use crate::syntax::{Space, Value};
use std::collections::BTreeMap;

/// What stands for a size of a host that was wrong: room for any guest.
const PLENTY: Size = Size(1 << 50);
/// What stands for a size of a guest that was wrong: room on any host.
pub(super) const LITTLE: Size = Size(1 << 20);

/// A guest that is declared inside its host.
pub type Nested<'a> = (Sourced<String>, &'a Merged);

impl<'a> Binder<'a> {
    pub(super) fn hosts(&mut self, tokens: &Tokens, plan: &Plan) -> (Vec<Host>, Vec<Nested<'a>>) {
        let mut hosts = Vec::new();
        let mut nested: Vec<Nested<'a>> = Vec::new();
        let tree = self.tree();
        for node in tree.of("host") {
            let Some(name) = node.name.clone() else { continue };
            let mut runs = Vec::new();
            let mut lines: BTreeMap<Span, Origin> = BTreeMap::new();
            for child in &node.children {
                match child.node.kind {
                    "run" => {
                        let Some(guest) = child.name.clone().and_then(|g| self.refer(Space::Guest, g)) else { continue };
                        let standby = self.text(child, "standby").and_then(|h| self.refer(Space::Device, h));
                        // One row a line, so that the guests of a line can be told to share it.
                        let line =
                            child.declared.last().map(|d| *lines.entry(d.span).or_insert_with(|| self.written(d.span, d.layer)));
                        runs.push(Run { guest, standby, statement: line });
                    }
                    "kvm" | "lxc" | "docker" => {
                        nested.push((name.clone(), child));
                        runs.extend(child.name.clone().map(|guest| Run { guest, standby: None, statement: None }));
                    }
                    _ => {}
                }
            }
            let Some(rack) = self.rack_as_written(node) else { continue };
            let Some(model) = self.model(node, "model", ModelKind::Host) else { continue };
            let most = self.catalogue().model(ModelKind::Host, &model).map(|m| (m.memory, m.disk)).unwrap_or_default();
            let memory = self.size_or(node, "memory", most.0.unwrap_or(PLENTY));
            let disk = self.size_or(node, "disk", most.1.unwrap_or(PLENTY));
            let (Some(memory), Some(disk)) = (memory, disk) else { continue };
            let tokens = self.tokens_of_rack(tokens, &rack).with("name", name.value().clone());
            let hostname = self.generated("host", &tokens, name.origin(), "{name}-{uai}");
            let (address, address6) = self.managed(plan, node, "address");
            let os = self.text(node, "os").and_then(|i| self.image(i));
            let status = self.word_or(node, "status", Status::of, ("production", Status::Production));
            let oob = node.child("oob").and_then(|oob| {
                let at = self.at(oob, "at")?;
                let (address, _) = self.managed(plan, oob, "address");
                Some((at, address))
            });
            let (serial, asset, note) = (self.text(node, "serial"), self.text(node, "asset"), self.text(node, "note"));
            hosts.push(Host {
                name,
                hostname,
                model,
                rack,
                address,
                address6,
                memory,
                disk,
                os,
                serial,
                asset,
                status,
                note,
                oob,
                runs,
            });
        }
        hosts.sort_by(|a, b| a.name.cmp(&b.name));
        (hosts, nested)
    }

    pub(super) fn size(&self, node: &Merged, property: &str) -> Option<Sourced<Size>> {
        let value = node.value(property)?;
        match **value {
            Value::Size(s) => Some(value.with(s)),
            _ => None,
        }
    }

    /// A size, or a stand-in where a wrong one is written.
    pub(super) fn size_or(&self, node: &Merged, property: &str, otherwise: Size) -> Option<Sourced<Size>> {
        self.size(node, property).or_else(|| self.wrong(node, property).map(|o| Sourced::new(otherwise, o)))
    }

    /// Tells each guest which host runs it, and which would take it.
    pub(super) fn place_guests(&mut self, hosts: &mut [Host], guests: &mut [Guest]) {
        for host in hosts.iter() {
            for run in &host.runs {
                // Of two hosts that run one guest, the first has it; the second is a rule's finding.
                if let Some(guest) = guests.iter_mut().find(|g| *g.name == *run.guest && g.host.is_none()) {
                    guest.host = Some(run.guest.with(host.name.value().clone()));
                    guest.standby = run.standby.clone();
                }
            }
        }
    }
}
