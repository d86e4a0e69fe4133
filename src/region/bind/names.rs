//! Namespaces: who declares a name, and what is said when nobody does.

use super::Binder;
use crate::base::nearest::{Near, nearest};
use crate::base::{Layer, Origin, Rule, Sourced, Span};
use crate::region::tree::{Merged, Tree};
use crate::syntax::table::Type;
use crate::syntax::{Document, Key, Space};
use std::collections::{BTreeMap, BTreeSet};

crate::findings! {
    /// A VLAN that this school does not have is named.
    ///
    /// A port, guest or SSID in it would be in no network at all, or, on some devices, in the default VLAN.
    pub static VLAN_UNDECLARED = "vlan-undeclared", fixed Error;
    /// A device that this school does not have is named.
    pub static DEVICE_UNKNOWN = "device-unknown", fixed Error;
    /// A guest that this school does not have is named.
    pub static GUEST_UNKNOWN = "guest-unknown", fixed Error;
    /// A zone that this school does not have is named.
    pub static ZONE_UNKNOWN = "zone-unknown", fixed Error;
    /// An endpoint that this school does not have is named: no VLAN, zone, network, device or guest bears the name.
    ///
    /// A flow from or to nothing opens nothing: whoever wrote it believes that something works which does not.
    pub static ENDPOINT_UNKNOWN = "endpoint-unknown", fixed Error;
    /// A building, rack or room that this school does not have is named.
    pub static PLACE_UNKNOWN = "place-unknown", fixed Error;
    /// A service that no layer declares is named.
    pub static SERVICE_UNKNOWN = "service-unknown", fixed Error;
    /// A port class that this school does not have is named.
    pub static PORT_CLASS_UNKNOWN = "port-class-unknown", fixed Error;
    /// A network that this school does not have is named.
    pub static NETWORK_UNKNOWN = "network-unknown", fixed Error;
    /// A group that the directory does not have is named.
    pub static GROUP_UNKNOWN = "group-unknown", fixed Error;
    /// An organisation, team or owner that the region does not declare is named.
    pub static PARTY_UNKNOWN = "party-unknown", fixed Error;
    /// Two names of one namespace differ only in case, or two things bear one name.
    ///
    /// Devices, host names and the CMDB do not tell `A1` from `a1`: one of the two would shadow the other.
    pub static NAME_CLASH = "name-clash", Error;
    /// Something names what a layer took away.
    ///
    /// `remove` takes memberships along, but a setting that still names the thing would point at nothing.
    pub static STILL_NAMED = "still-named", fixed Error;
}

/// What this file can find.
pub static RULES: &[&Rule] = &[
    &DEVICE_UNKNOWN,
    &ENDPOINT_UNKNOWN,
    &GROUP_UNKNOWN,
    &GUEST_UNKNOWN,
    &NAME_CLASH,
    &NETWORK_UNKNOWN,
    &PARTY_UNKNOWN,
    &PLACE_UNKNOWN,
    &PORT_CLASS_UNKNOWN,
    &SERVICE_UNKNOWN,
    &STILL_NAMED,
    &VLAN_UNDECLARED,
    &ZONE_UNKNOWN,
];

/// Which kinds of node declare names of which namespace, and how a finding calls one.
const SPACES: &[(Space, &str, &[&str], &Rule)] = &[
    (Space::Vlan, "VLAN", &["vlan"], &VLAN_UNDECLARED),
    (Space::Zone, "zone", &["zone"], &ZONE_UNKNOWN),
    (
        Space::Device,
        "device",
        &["switch", "host", "access-point", "nas", "appliance", "camera", "printer", "phone", "ups"],
        &DEVICE_UNKNOWN,
    ),
    (Space::Guest, "guest", &["kvm", "lxc", "docker"], &GUEST_UNKNOWN),
    (Space::Service, "service", &["service"], &SERVICE_UNKNOWN),
    (Space::PortClass, "port class", &["port-class"], &PORT_CLASS_UNKNOWN),
    (Space::Network, "network", &["network"], &NETWORK_UNKNOWN),
    (Space::Building, "building", &["building"], &PLACE_UNKNOWN),
    (Space::Rack, "rack", &["rack"], &PLACE_UNKNOWN),
    (Space::Room, "room", &["room"], &PLACE_UNKNOWN),
    (Space::Group, "group", &["group"], &GROUP_UNKNOWN),
    (Space::Ssid, "SSID", &["ssid"], &NETWORK_UNKNOWN),
    (Space::Organisation, "organisation", &["organisation"], &PARTY_UNKNOWN),
    (Space::Team, "team", &["team"], &PARTY_UNKNOWN),
    (Space::Owner, "owner", &["owner"], &PARTY_UNKNOWN),
];

/// Kinds whose names are endpoints of flows.
const ENDPOINT_SPACES: [Space; 5] = [Space::Vlan, Space::Zone, Space::Network, Space::Device, Space::Guest];

/// Endpoints that exist without being declared.
pub const RESERVED: [&str; 8] = ["firewall", "inside", "internet", "region", "out-of-scope", "any", "none", "others"];

/// Every name of a school, by namespace.
#[derive(Clone, Debug, Default)]
pub struct Names {
    spaces: BTreeMap<Space, BTreeMap<String, Span>>,
    clashes: Vec<(Space, String, Span, String, Span)>,
}

impl Names {
    /// Collects the names of a merged tree.
    pub fn of(tree: &Tree) -> Names {
        let mut names = Names::default();
        let mut stack: Vec<&Merged> = tree.nodes.iter().rev().collect();
        while let Some(node) = stack.pop() {
            let Some((space, ..)) = SPACES.iter().find(|(_, _, kinds, _)| kinds.contains(&node.node.kind)) else {
                stack.extend(node.children.iter().rev());
                continue;
            };
            if let (Some(name), Some(declared)) = (&node.name, node.declared.first()) {
                names.add(*space, name, declared.name);
            }
            stack.extend(node.children.iter().rev());
        }
        names
    }

    fn add(&mut self, space: Space, name: &str, span: Span) {
        let all = self.spaces.entry(space).or_default();
        if let Some((old, first)) = all.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)) {
            self.clashes.push((space, name.to_owned(), span, old.clone(), *first));
            return;
        }
        all.insert(name.to_owned(), span);
    }

    /// Whether the namespace has the name.
    pub fn has(&self, space: Space, name: &str) -> bool {
        self.declared(space, name).is_some()
    }

    fn declared(&self, space: Space, name: &str) -> Option<Span> {
        match space {
            Space::Endpoint => ENDPOINT_SPACES.iter().find_map(|s| self.declared(*s, name)),
            space => self.spaces.get(&space)?.get(name).copied(),
        }
    }

    fn all(&self, space: Space) -> Vec<&str> {
        match space {
            Space::Endpoint => ENDPOINT_SPACES.iter().flat_map(|s| self.all(*s)).chain(RESERVED).collect(),
            space => self.spaces.get(&space).into_iter().flat_map(|s| s.keys().map(String::as_str)).collect(),
        }
    }
}

/// The names that a region's profiles declare, by namespace: a region's statement may name what a school lacks.
pub fn declared_names<'a>(documents: impl Iterator<Item = &'a Document>) -> BTreeMap<Space, BTreeSet<String>> {
    let mut names: BTreeMap<Space, BTreeSet<String>> = BTreeMap::new();
    let mut stack: Vec<&crate::syntax::Decl> = Vec::new();
    for document in documents {
        stack.extend(document.nodes.iter());
    }
    while let Some(decl) = stack.pop() {
        stack.extend(decl.children.iter());
        // A VPN is what networks are reached through, as a zone is.
        let space = SPACES.iter().find(|(_, _, kinds, _)| kinds.contains(&decl.node.kind)).map(|(s, ..)| *s);
        let space = if decl.node.kind == "vpn" { Some(Space::Zone) } else { space };
        let Some(space) = space.filter(|_| decl.node.key != Key::Statement) else { continue };
        if let Some((name, _)) = decl.name() {
            names.entry(space).or_default().insert(name.to_owned());
            if ENDPOINT_SPACES.contains(&space) {
                names.entry(Space::Endpoint).or_default().insert(name.to_owned());
            }
        }
    }
    names
}

/// What one of a namespace is called, and what is found when it is not there.
fn called(space: Space) -> (&'static str, &'static Rule) {
    let row = SPACES.iter().find(|(s, ..)| *s == space);
    row.map_or(("endpoint", &ENDPOINT_UNKNOWN), |(_, noun, _, rule)| (*noun, *rule))
}

/// `a VLAN`, `an SSID`.
fn with_article(noun: &str) -> String {
    let article = if noun.starts_with(['a', 'e', 'i', 'o']) || noun.starts_with("SSID") { "an" } else { "a" };
    format!("{article} {noun}")
}

impl Binder<'_> {
    /// The name when the namespace has it; otherwise it is reported, and the one that was meant stands in for it: what hangs
    /// on it is then not missed a second time. Absent when no name is near, or several are.
    pub(super) fn refer(&mut self, space: Space, name: Sourced<String>) -> Option<Sourced<String>> {
        if self.names.has(space, &name) {
            return Some(name);
        }
        self.unknown(space, &name, name.origin()).map(|meant| name.with(meant))
    }

    /// A name, or one of the words that its property takes in the place of a name.
    pub(super) fn word_or_name(&mut self, node: &Merged, property: &str) -> Option<Sourced<String>> {
        let name = self.text(node, property)?;
        let Type::WordOrName(words, space) = node.props.get(property)?.property.kind else { return Some(name) };
        self.refer_among(&[space], words, name)
    }

    /// The same where names of several namespaces may stand, or a few words.
    pub(super) fn refer_among(
        &mut self,
        spaces: &[Space],
        words: &[&'static str],
        name: Sourced<String>,
    ) -> Option<Sourced<String>> {
        if words.contains(&name.as_str()) || spaces.iter().any(|s| self.names.has(*s, &name)) {
            return Some(name);
        }
        self.unknown_among(spaces, words, &name, name.origin()).map(|meant| name.with(meant))
    }

    /// Who keeps a thing: the operator, unless it says which organisation.
    pub(super) fn keeper(&mut self, node: &Merged) -> Option<Sourced<String>> {
        match node.says("managed-by") {
            true => self.word_or_name(node, "managed-by"),
            false => Some(self.text_or(node, "managed-by", "operator")),
        }
    }

    /// The same for a list: unknown elements are reported, and left out when nothing stands in or the list has that too.
    pub(super) fn refer_all(&mut self, space: Space, names: Vec<Sourced<String>>) -> Vec<Sourced<String>> {
        let mut found: Vec<Sourced<String>> = Vec::new();
        for name in names {
            let written = name.value().clone();
            let Some(name) = self.refer(space, name) else { continue };
            if *name.value() == written || !found.contains(&name) {
                found.push(name);
            }
        }
        found
    }

    /// An endpoint: declared, or reserved.
    pub(super) fn endpoint(&mut self, name: Sourced<String>) -> Option<Sourced<String>> {
        if RESERVED.contains(&name.as_str()) {
            return Some(name);
        }
        self.refer(Space::Endpoint, name)
    }

    /// Endpoints of a statement: what only other schools have is void in one of the region, silently.
    pub(super) fn endpoints_or_void(&mut self, names: Vec<Sourced<String>>, layer: Layer) -> Vec<Sourced<String>> {
        let end = |name| match layer {
            Layer::Region => self.of_region(Space::Endpoint, &RESERVED, name),
            _ => self.endpoint(name),
        };
        names.into_iter().filter_map(end).collect()
    }

    /// A name that a statement of the region says: absent, and nothing said, when only other schools have it.
    ///
    /// One that no profile declares is reported in the same words at every school, whichever names that school has: it is the
    /// region's one mistake.
    pub(super) fn of_region(&mut self, space: Space, words: &[&'static str], name: Sourced<String>) -> Option<Sourced<String>> {
        let is_here = |names: &Names, name: &str| words.contains(&name) || names.has(space, name);
        if is_here(&self.names, &name) {
            return Some(name);
        }
        let known = self.input.known.get(&space);
        if known.is_some_and(|known| known.contains(name.as_str())) {
            return None;
        }
        let near = nearest(&name, known.into_iter().flatten().map(String::as_str).chain(words.iter().copied()));
        let (noun, rule) = called(space);
        let mut sink = self.sink();
        let report = sink
            .report(rule, format!("no profile declares {} `{name}`", with_article(noun)))
            .at(&name, format!("unknown {noun}"));
        match &near {
            Some(near) => drop(report.meant(&name, near)),
            None => drop(report.help(format!("name {} that a profile declares", with_article(noun)))),
        }
        self.stand_in(near).filter(|meant| is_here(&self.names, meant)).map(|meant| name.with(meant))
    }

    /// Reports a name that its namespace lacks, and gives the one that was meant when only one is near.
    pub(super) fn unknown(&mut self, space: Space, name: &str, at: Origin) -> Option<String> {
        self.unknown_among(&[space], &[], name, at)
    }

    /// The same where names of several namespaces may stand, or a few words; the first namespace names the rule.
    fn unknown_among(&mut self, spaces: &[Space], words: &[&'static str], name: &str, at: Origin) -> Option<String> {
        let rule = spaces.first().map_or(&ENDPOINT_UNKNOWN, |space| called(*space).1);
        let nouns: Vec<&str> = spaces.iter().map(|space| called(*space).0).collect();
        let noun = nouns.join(" or ");
        let is_of = |kind: &str| {
            let rows = spaces.iter().map(|space| SPACES.iter().find(|(s, ..)| s == space));
            rows.into_iter().any(|row| row.is_none_or(|(_, _, kinds, _)| kinds.contains(&kind)))
        };
        let removed = self.tree().removed.iter().find(|((kind, n), _)| n == name && is_of(kind));
        if let Some(((kind, _), span)) = removed {
            let (kind, span) = (kind.clone(), *span);
            self.sink()
                .report(&STILL_NAMED, format!("{noun} {name} was removed, and is still named here"))
                .at(at, format!("names {noun} {name}"))
                .also(span, format!("`remove {kind} {name}`"))
                .help("remove or change what names it as well");
            return self.stand_in(None);
        }
        let names = spaces.iter().flat_map(|space| self.names.all(*space));
        let near = nearest(name, names.chain(words.iter().copied()));
        let declared = near.as_ref().and_then(|n| spaces.iter().find_map(|space| self.names.declared(*space, &n.name)));
        let span = self.origins.span(at);
        // Only an exact place can be mended: an element of a pattern shares its place with others.
        let exact = span.filter(|s| s.len as usize == name.len());
        let mut sink = self.sink();
        let report = sink.report(rule, format!("no {noun} `{name}` in this school")).at(at, format!("unknown {noun}"));
        match &near {
            Some(near) => {
                report.also(declared, format!("`{near}` is declared here")).meant(exact, near);
            }
            None => drop(report.help(format!("declare it, or name {} that the school has", with_article(&noun)))),
        }
        self.stand_in(near)
    }

    /// What stands in for a name that is nowhere, once it was reported; without any, what hangs on the name cannot be known.
    pub(super) fn stand_in(&mut self, near: Option<Near>) -> Option<String> {
        let only = near.and_then(Near::only);
        self.is_unsure |= only.is_none();
        only
    }

    /// Reports names of one namespace that differ only in case, or are the same over two kinds.
    pub(super) fn name_clashes(&mut self) {
        for (space, name, span, old, first) in std::mem::take(&mut self.names.clashes) {
            let noun = SPACES.iter().find(|(s, ..)| *s == space).map_or("name", |(_, noun, ..)| *noun);
            let message = if name == old {
                format!("two {noun}s are named {name}")
            } else {
                format!("{noun}s {old} and {name} differ only in case")
            };
            self.sink()
                .report(&NAME_CLASH, message)
                .at(span, "this one")
                .also(first, "and this one")
                .help("give one of them another name");
        }
        // Guests and devices are endpoints as VLANs and zones are; a flow that names both would mean either.
        let mut seen: BTreeMap<String, (Space, Span)> = BTreeMap::new();
        let mut twice = Vec::new();
        for space in ENDPOINT_SPACES {
            for (name, span) in self.names.spaces.get(&space).into_iter().flatten() {
                if let Some((other, first)) = seen.insert(name.to_ascii_lowercase(), (space, *span)) {
                    twice.push((name.clone(), space, *span, other, first));
                }
            }
        }
        for (name, space, span, other, first) in twice {
            let noun = |s: Space| SPACES.iter().find(|(x, ..)| *x == s).map_or("name", |(_, noun, ..)| *noun);
            self.sink()
                .report(&NAME_CLASH, format!("{name} is the name of a {} and of a {}", noun(other), noun(space)))
                .at(span, format!("a {} here", noun(space)))
                .also(first, format!("a {} here", noun(other)))
                .help("give one of them another name: flows name both the same way");
        }
    }
}
