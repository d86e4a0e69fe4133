//! From the merged tree to a typed school: names are looked up, addresses placed, defaults filled in.
//!
//! One file a family of nodes. A name that is not there is reported once, here, and the value that needed it is absent.

mod address;
mod deviations;
mod devices;
mod directory;
mod firewall;
mod guests;
mod hosts;
mod names;
mod naming;
mod places;
mod policy;
mod raw;
mod services;
mod stations;
mod switches;
mod vlans;
mod wifi;

use super::merge::{self, Merge};
use super::model::School;
use super::tree::{Merged, Tree};
use super::words::Support;
use super::{Region, merge::title};
use crate::base::{Finding, Layer, Origin, Origins, Policy, Row, Rule, Sink, Sourced, Span};
use crate::catalogue::Catalogue;
use crate::net::Uai;
use crate::state::Secret;
use crate::syntax::{Decl, Space, Value};
use std::collections::{BTreeMap, BTreeSet};

pub use names::{Names, RESERVED, VLAN_UNDECLARED, declared_names};

/// What the binding of a school is given.
pub struct Input<'a> {
    /// What holds for every school.
    pub region: &'a Region,
    /// The models.
    pub catalogue: &'a Catalogue,
    /// The merged tree.
    pub tree: &'a Tree,
    /// The school's header line.
    pub header: &'a Decl,
    /// Header lines of its profiles, oldest ancestor first.
    pub profiles: &'a [&'a Decl],
    /// The deviations' header lines, in order.
    pub deviations: &'a [&'a Decl],
    /// Names that some profile of the region declares, by namespace.
    pub known: &'a BTreeMap<Space, BTreeSet<String>>,
    /// Rows of the inventories that the school names.
    pub inventories: &'a BTreeMap<String, Vec<crate::syntax::inventory::Row>>,
    /// Files of the region that `inventory` could have meant.
    pub files: &'a [String],
}

/// The state of a binding.
pub struct Binder<'a> {
    input: &'a Input<'a>,
    origins: &'a mut Origins,
    policy: &'a mut Policy,
    code: &'a str,
    findings: &'a mut Vec<Finding>,
    names: Names,
    suspects: BTreeSet<String>,
    is_unsure: bool,
}

/// Binds a school; `None` when its header does not say which school it is.
pub fn bind(input: &Input, cx: Merge) -> Option<School> {
    let names = Names::of(input.tree);
    let Merge { origins, policy, school: code, findings } = cx;
    let mut binder = Binder { input, origins, policy, code, findings, names, suspects: BTreeSet::new(), is_unsure: false };
    binder.school()
}

/// Everything that binding can find.
pub fn rules() -> Vec<&'static Rule> {
    [
        address::RULES,
        deviations::RULES,
        devices::RULES,
        firewall::RULES,
        guests::RULES,
        names::RULES,
        policy::RULES,
        raw::RULES,
        stations::RULES,
        switches::RULES,
        vlans::RULES,
    ]
    .concat()
}

impl<'a> Binder<'a> {
    fn sink(&mut self) -> Sink<'_> {
        Sink::new(self.origins, self.policy, Some(self.code), self.findings)
    }

    fn tree(&self) -> &'a Tree {
        self.input.tree
    }

    fn catalogue(&self) -> &'a Catalogue {
        self.input.catalogue
    }

    /// A text, word or name.
    fn text(&self, node: &Merged, property: &str) -> Option<Sourced<String>> {
        let value = node.value(property)?;
        value.text().map(|t| value.with(t.to_owned()))
    }

    /// A text, word or name, with the default of the table.
    fn text_or(&mut self, node: &Merged, property: &str, otherwise: &'static str) -> Sourced<String> {
        match self.text(node, property) {
            Some(text) => text,
            None => Sourced::new(otherwise.to_owned(), self.default(node, property, otherwise)),
        }
    }

    /// A word as one of an enum, with a default.
    fn word_or<T: Copy>(
        &mut self,
        node: &Merged,
        property: &str,
        of: fn(&str) -> Option<T>,
        otherwise: (&'static str, T),
    ) -> Sourced<T> {
        match self.word(node, property, of) {
            Some(word) => word,
            None => Sourced::new(otherwise.1, self.default(node, property, otherwise.0)),
        }
    }

    /// A word as one of an enum.
    fn word<T>(&self, node: &Merged, property: &str, of: fn(&str) -> Option<T>) -> Option<Sourced<T>> {
        let value = node.value(property)?;
        value.text().and_then(of).map(|w| value.with(w))
    }

    /// `on` or `off`.
    fn switch_or(&mut self, node: &Merged, property: &str, otherwise: (&'static str, bool)) -> Sourced<bool> {
        self.word_or(node, property, on_off, otherwise)
    }

    /// The place of a property that is written and wrong. It was reported; what it says is unknowable, so whoever needs a
    /// value takes one that no rule objects to: one mistake is one finding. A school with an error is never written.
    fn wrong(&self, node: &Merged, property: &str) -> Option<Origin> {
        let setting = node.props.get(property)?;
        (*setting.value == Value::Invalid).then(|| setting.value.origin())
    }

    fn number(&self, node: &Merged, property: &str) -> Option<Sourced<u64>> {
        let value = node.value(property)?;
        match **value {
            Value::Number(n) => Some(value.with(n)),
            _ => None,
        }
    }

    /// A percentage in thousandths.
    fn thousandths(&self, node: &Merged, property: &str) -> Option<Sourced<u64>> {
        let value = node.value(property)?;
        match **value {
            Value::Number(n) => Some(value.with(n.saturating_mul(1000))),
            Value::Decimal(n) => Some(value.with(n)),
            _ => None,
        }
    }

    /// The items of a list, each with its own place.
    fn list(&mut self, node: &Merged, property: &str) -> Vec<Sourced<String>> {
        let Some(setting) = node.props.get(property) else { return Vec::new() };
        let (origin, layer) = (setting.value.origin(), setting.layer);
        let span = self.origins.span(origin);
        match &*setting.value {
            Value::Names(items) => items
                .iter()
                .map(|i| {
                    let here = if Some(i.span) == span { origin } else { self.origins.written(i.span, layer) };
                    Sourced::new(i.text.clone(), here)
                })
                .collect(),
            other => other.text().map(|t| Sourced::new(t.to_owned(), origin)).into_iter().collect(),
        }
    }

    /// Members as names.
    fn members(&self, node: &Merged) -> Vec<Sourced<String>> {
        node.members.iter().filter_map(|m| m.value.text().map(|t| m.value.with(t.to_owned()))).collect()
    }

    /// A secret: a school's own when a profile or the school names it, the region's when the region does.
    fn secret(&self, node: &Merged, property: &str) -> Option<Sourced<Secret>> {
        let setting = node.props.get(property)?;
        let name = setting.value.text()?.to_owned();
        let scope = if setting.layer == Layer::Region { "region".to_owned() } else { self.code.to_owned() };
        Some(setting.value.with(Secret { scope, name }))
    }

    fn default(&mut self, node: &Merged, property: &str, value: &'static str) -> Origin {
        let name = node.node.props.iter().find(|p| p.name == property).map_or("", |p| p.name);
        self.origins.unwritten(node.node.kind, name, value)
    }

    fn written(&mut self, span: Span, layer: Layer) -> Origin {
        self.origins.written(span, layer)
    }

    /// A header property: the school's own, else the nearest profile's.
    fn header(&mut self, property: &str) -> Option<Sourced<Value>> {
        let profiles =
            self.input.profiles.iter().enumerate().map(|(i, d)| (*d, Layer::Profile(u8::try_from(i).unwrap_or(u8::MAX))));
        let all: Vec<(&Decl, Layer)> = profiles.chain([(self.input.header, Layer::School)]).collect();
        let (prop, layer) = all.into_iter().rev().find_map(|(d, layer)| d.prop(property).map(|p| (p, layer)))?;
        if prop.value == Value::Invalid {
            return None;
        }
        let origin = self.written(prop.span, layer);
        Some(Sourced::new(prop.value.clone(), origin))
    }

    fn header_text(&mut self, property: &str) -> Option<Sourced<String>> {
        let value = self.header(property)?;
        value.text().map(|t| value.with(t.to_owned()))
    }

    fn school(&mut self) -> Option<School> {
        let header = self.input.header;
        let arg = header.args.first()?;
        // A wrong code was reported; the rest of the school is checked all the same.
        let uai = match arg.value {
            Value::Uai(uai) => uai,
            _ => Uai::UNKNOWN,
        };
        let here = self.written(arg.span, Layer::School);
        let uai: Sourced<Uai> = Sourced::new(uai, here);
        let name = self.header_text("name").unwrap_or_else(|| uai.with(uai.to_string()));
        let slug = self.header_text("slug").unwrap_or_else(|| uai.with(uai.lower()));
        let kind = self.header_text("kind");
        let stage = self.header_text("stage");
        let support = self.header("support").and_then(|v| v.text().and_then(Support::of).map(|s| v.with(s)));
        let support =
            support.unwrap_or_else(|| Sourced::new(Support::Normal, self.origins.unwritten("school", "support", "normal")));
        let mandate = self.mandate_of_school();
        let council = self.council();
        let (street, postcode, town) = (self.header_text("street"), self.header_text("postcode"), self.header_text("town"));
        let tokens = naming::Tokens::of_school(&uai, &slug, &name, kind.as_ref(), stage.as_ref());
        let department = uai.department();
        let team = self.input.region.teams.iter().find(|t| t.department.as_deref() == Some(&department)).cloned();
        let timezone = self.timezone(&uai);
        let organisation = self.generated("organisation", &tokens, uai.origin(), "[{UAI}] - {school}");
        let domain = self.domain(&tokens, uai.origin());
        let (block, block6) = self.blocks();
        self.name_clashes();
        let wan = self.wan();
        let zones = self.zones();
        let vlans = self.vlans(self.block_or_any(block).as_ref(), block6.as_ref(), wan.as_ref(), &support);
        let port_classes = self.port_classes(&vlans);
        let switching = self.switching();
        let protocols = self.protocols();
        let networks = self.networks();
        let services = self.services(&networks);
        let flows = self.flows(&networks);
        let forbids = self.forbids();
        let publishes = self.publishes();
        let serve = self.serve();
        let dhcp = self.dhcp();
        let buildings = self.buildings(&tokens, &support);
        let plan = address::Plan::of(&vlans);
        let switches = self.switches(&tokens, &plan);
        let (mut hosts, nested) = self.hosts(&tokens, &plan);
        let mut guests = self.guests(&tokens, &plan, nested);
        self.place_guests(&mut hosts, &mut guests);
        let firewall = self.firewall(&vlans);
        let virtualisation = self.virtualisation();
        let wifi = self.wifi(&tokens, &plan);
        let access_points = self.access_points(&tokens, &plan, wifi.as_ref());
        let devices = self.devices(&tokens, &plan);
        let ups = self.ups(&tokens, &plan);
        let cables = self.cables();
        let names = switches.iter().map(|s| &s.name).chain(hosts.iter().map(|h| &h.name)).chain(devices.iter().map(|d| &d.name));
        let cables = self.attachable(cables, &names.map(|n| n.as_str()).collect());
        let directory = self.directory(&tokens);
        let stations = self.stations(&tokens, &buildings, &support, &vlans, &switches);
        let software = self.software();
        let lifetime = self.lifetime();
        let deviations = self.deviations();
        let assertions = self.assertions();
        let departures = self.departures();
        self.required();
        let profiles = self.input.profiles.iter().filter_map(|d| d.name().map(|(n, _)| n.to_owned())).collect();
        Some(School {
            uai,
            name,
            slug,
            profiles,
            kind,
            stage,
            support,
            mandate,
            council,
            street,
            postcode,
            town,
            team,
            organisation,
            domain,
            timezone,
            block,
            block6,
            wan,
            zones,
            vlans,
            port_classes,
            switching,
            services,
            protocols,
            networks,
            flows,
            forbids,
            publishes,
            serve,
            dhcp,
            firewall,
            virtualisation,
            lifetime,
            switches,
            cables,
            hosts,
            guests,
            access_points,
            devices,
            ups,
            buildings,
            wifi,
            directory,
            stations,
            software,
            deviations,
            assertions,
            departures,
            suspects: std::mem::take(&mut self.suspects),
            is_unsure: self.is_unsure,
        })
    }

    /// Reports properties that must be there after merging and are not.
    fn required(&mut self) {
        let tree = self.tree();
        let mut stack: Vec<&Merged> = tree.nodes.iter().collect();
        while let Some(node) = stack.pop() {
            stack.extend(node.children.iter());
            // Statements were checked when they were decoded; what merges can be complete only now.
            if node.node.key == crate::syntax::Key::Statement {
                continue;
            }
            let missing: Vec<&str> =
                node.node.props.iter().filter(|p| p.required && !node.says(p.name)).map(|p| p.name).collect();
            let missing: Vec<&str> = missing.into_iter().filter(|p| !(node.node.kind == "access-point" && *p == "mac")).collect();
            let assigned =
                node.node.kind == "vlan" && matches!(node.value("subnet").map(|v| v.value()), Some(Value::Word("assigned")));
            let what = title(node);
            let span = node.span();
            if !missing.is_empty() {
                let list = missing.iter().map(|m| format!("`{m}=`")).collect::<Vec<_>>().join(" and ");
                self.sink()
                    .report(&crate::syntax::rules::MISSING_PROPERTY, format!("{what} does not say {list}"))
                    .at(span, "missing here and in every layer below")
                    .help(format!("add {list}"));
            }
            if assigned {
                self.sink()
                    .report(
                        &crate::syntax::rules::MISSING_PROPERTY,
                        format!("the profile leaves the subnet of {what} to the school, which does not say it"),
                    )
                    .at(span, "subnet=assigned")
                    .help("write `vlan NAME subnet=\"…\"` in the school");
            }
        }
    }

    /// What differs from the standard: everything that a deviation holds, and sizes that the school changed.
    fn departures(&mut self) -> Vec<super::Departure> {
        let tree = self.tree();
        let mut found = Vec::new();
        let mut stack: Vec<(String, &Merged)> = tree.nodes.iter().rev().map(|n| (merge::title(n), n)).collect();
        while let Some((path, node)) = stack.pop() {
            let base = node.declared.iter().find(|d| !matches!(d.layer, Layer::School | Layer::Deviation(_)));
            if let (None, Layer::Deviation(n)) = (base, node.declared.first().map_or(Layer::Region, |d| d.layer)) {
                found.push(super::Departure { path: path.clone(), deviation: Some(n), origin: node.origin });
                continue;
            }
            for (name, setting) in &node.props {
                let deviation = match setting.layer {
                    Layer::Deviation(n) => Some(n),
                    Layer::School if base.is_some() && setting.property.class == Some(crate::syntax::Class::Sizing) => None,
                    _ => continue,
                };
                found.push(super::Departure { path: format!("{path} {name}"), deviation, origin: setting.value.origin() });
            }
            for member in &node.members {
                if let (Layer::Deviation(n), true) = (member.layer, base.is_some()) {
                    let path = format!("{path} {}", merge::spell(&member.value));
                    found.push(super::Departure { path, deviation: Some(n), origin: member.value.origin() });
                }
            }
            for argument in node.settings.iter().flatten() {
                if let Some(Row::Written { layer: Layer::Deviation(n), .. }) = self.origins.row(argument.origin()) {
                    let path = format!("{path} {}", merge::spell(argument));
                    found.push(super::Departure { path, deviation: Some(*n), origin: argument.origin() });
                }
            }
            stack.extend(node.children.iter().rev().map(|c| (format!("{path} / {}", merge::title(c)), c)));
        }
        for atom in tree.atoms.values() {
            if let Layer::Deviation(n) = atom.layer {
                let verb = if *atom.allows { "allow" } else { "deny" };
                let path = format!("{verb} {} from={} to={}", atom.service, atom.from, atom.to);
                found.push(super::Departure { path, deviation: Some(n), origin: atom.allows.origin() });
            }
        }
        for taken in &tree.taken {
            if let Layer::Deviation(n) = taken.layer {
                found.push(super::Departure { path: taken.path.clone(), deviation: Some(n), origin: taken.origin });
            }
        }
        found.extend(self.waivers());
        found
    }
}

fn on_off(word: &str) -> Option<bool> {
    match word {
        "on" => Some(true),
        "off" => Some(false),
        _ => None,
    }
}
