//! The lines of a Comware interface, and the port or aggregate that they make.
//!
//! An access port that authenticates, or has phones, is spelt hybrid; to the state it is an access port (switches.md 3.4).

use super::words;
use crate::base::{Origin, Sourced};
use crate::net::{VlanId, VlanSet};
use crate::state::switch::*;
use std::collections::BTreeMap;

#[derive(Copy, Clone, PartialEq, Eq)]
enum Kind {
    Access,
    Hybrid,
    Trunk,
}

/// What the lines of an interface said so far, beginning with what a silent device means.
pub(super) struct Draft {
    pub(super) interface: String,
    description: Option<String>,
    enabled: bool,
    kind: Kind,
    /// The access VLAN, or the PVID.
    own: Option<VlanId>,
    permit: VlanSet,
    tagged: VlanSet,
    pub(super) voice: Option<VlanId>,
    group: Option<u16>,
    edge: bool,
    poe: Option<bool>,
    storm: Option<u32>,
    loops: bool,
    pub(super) trusted: bool,
    announces: bool,
    priority: bool,
    mac: bool,
    dot1x: bool,
    rejected: Option<VlanId>,
    critical: Option<VlanId>,
    open: bool,
    most: Option<u16>,
}

impl Draft {
    /// An interface about which nothing was said yet.
    pub(super) fn new(interface: &str) -> Draft {
        let own = VlanId::new(1);
        Draft {
            interface: interface.to_owned(),
            description: None,
            enabled: true,
            kind: Kind::Access,
            own,
            permit: own.into_iter().collect(),
            tagged: VlanSet::default(),
            voice: None,
            group: None,
            edge: false,
            poe: None,
            storm: None,
            loops: false,
            trusted: false,
            announces: true,
            priority: false,
            mac: false,
            dot1x: false,
            rejected: None,
            critical: None,
            open: false,
            most: None,
        }
    }

    /// Takes one line; `None` when it is not known.
    pub(super) fn line(&mut self, text: &str, words: &[&str]) -> Option<()> {
        match words {
            ["description", ..] => self.description = Some(text.strip_prefix("description ")?.to_owned()),
            ["port", "link-mode", "bridge"] | ["link-aggregation", "mode", "dynamic"] => {}
            ["port", "link-type", "access"] => self.kind = Kind::Access,
            ["port", "link-type", "hybrid"] => self.kind = Kind::Hybrid,
            ["port", "link-type", "trunk"] => self.kind = Kind::Trunk,
            ["port", "access", "vlan", id] | ["port", "hybrid", "pvid", "vlan", id] | ["port", "trunk", "pvid", "vlan", id] => {
                self.own = Some(id.parse().ok()?)
            }
            ["undo", "port", "trunk", "permit", "vlan", list @ ..] | ["undo", "port", "hybrid", "vlan", list @ ..] => {
                self.permit = self.permit.without(&words::vlan_set(list)?);
            }
            ["port", "trunk", "permit", "vlan", "all"] => self.permit = (1..=4094).filter_map(VlanId::new).collect(),
            ["port", "trunk", "permit", "vlan", list @ ..] => self.permit.extend(words::vlan_set(list)?.iter()),
            ["port", "hybrid", "vlan", list @ .., "tagged"] => self.tagged.extend(words::vlan_set(list)?.iter()),
            ["port", "hybrid", "vlan", list @ .., "untagged"] => self.permit.extend(words::vlan_set(list)?.iter()),
            ["voice-vlan", id, "enable"] => self.voice = Some(id.parse().ok()?),
            ["mac-vlan", "enable"]
            | ["undo", "voice-vlan", "mode", "auto"]
            | ["voice-vlan", "qos", "trust"]
            | ["lldp", "tlv-enable", "med-tlv", "network-policy", _]
            | ["loopback-detection", "action", "shutdown"]
            | ["arp", "detection", "trust"]
            | ["dhcp", "snooping", "binding", "record"] => {}
            ["qos", "trust", "dscp"] => self.priority = true,
            ["undo", "lldp", "enable"] => self.announces = false,
            ["broadcast-suppression", share @ ..] => self.storm = Some(words::share(share, words::speed(&self.interface))?),
            // Without VLANs: Comware 5.
            ["loopback-detection", "enable"] | ["loopback-detection", "enable", "vlan", ..] => self.loops = true,
            // The second is Comware 5.
            ["stp", "edged-port"] | ["stp", "edged-port", "enable"] => self.edge = true,
            ["stp", "edged-port", "disable"] | ["undo", "stp", "edged-port"] => self.edge = false,
            ["poe", "enable"] => self.poe = Some(true),
            ["undo", "poe", "enable"] => self.poe = Some(false),
            ["port", "link-aggregation", "group", id] => self.group = Some(id.parse().ok()?),
            // The second is Comware 5.
            ["dhcp", "snooping", "trust"] | ["dhcp-snooping", "trust"] => self.trusted = true,
            ["shutdown"] => self.enabled = false,
            ["undo", "shutdown"] => self.enabled = true,
            ["mac-authentication"] => self.mac = true,
            ["dot1x"] => self.dot1x = true,
            ["mac-authentication", "domain", domain] | ["dot1x", "mandatory-domain", domain] => {
                self.open = match *domain {
                    "preau-open" => true,
                    "preau" => false,
                    _ => return None,
                };
            }
            ["mac-authentication" | "dot1x", "max-user", most] => self.most = Some(most.parse().ok()?),
            ["mac-authentication", "guest-vlan", id] | ["dot1x", "auth-fail", "vlan", id] => {
                self.rejected = Some(id.parse().ok()?)
            }
            ["mac-authentication" | "dot1x", "critical", "vlan", id] => self.critical = Some(id.parse().ok()?),
            ["mac-authentication" | "dot1x", "re-authenticate", "server-unreachable", "keep-online"] => {}
            _ => return None,
        }
        Some(())
    }

    /// The number of an aggregate: 1 of `Bridge-Aggregation1`.
    pub(super) fn number(&self) -> Option<u16> {
        self.interface.strip_prefix("Bridge-Aggregation")?.parse().ok()
    }

    fn link(&self, origin: Origin) -> Option<Link> {
        let own = self.own?;
        let at = |id| Sourced::new(id, origin);
        let trunk = |tagged| Link::Trunk {
            native: at(own),
            native_passes: Sourced::new(self.permit.contains(own), origin),
            tagged: Sourced::new(tagged, origin),
        };
        Some(match self.kind {
            Kind::Access => Link::Access { vlan: at(own), voice: None },
            Kind::Hybrid if self.tagged.is_empty() => Link::Access { vlan: at(own), voice: None },
            Kind::Hybrid if self.voice.is_some_and(|voice| self.tagged.iter().eq([voice])) => {
                Link::Access { vlan: at(own), voice: self.voice.map(at) }
            }
            // What carries more tags than a phone's is a trunk, however it is spelt.
            Kind::Hybrid => trunk(self.tagged.without(&[own].into_iter().collect())),
            Kind::Trunk => trunk(self.permit.without(&[own].into_iter().collect())),
        })
    }

    fn auth(&self, origin: Origin) -> Option<Auth> {
        let method = match (self.mac, self.dot1x) {
            (false, false) => return None,
            (true, false) => AuthMethod::Mac,
            (false, true) => AuthMethod::Dot1x,
            (true, true) => AuthMethod::Dot1xOrMac,
        };
        let dead = match (self.critical, self.open) {
            (Some(vlan), _) => ServerDead::Vlan(vlan),
            (None, true) => ServerDead::Open,
            (None, false) => ServerDead::Keep,
        };
        Some(Auth {
            method: Sourced::new(method, origin),
            rejected: self.rejected.map(|v| Sourced::new(v, origin)),
            server_dead: Sourced::new(dead, origin),
            max_macs: self.most.map(|m| Sourced::new(m, origin)),
        })
    }
}

/// A port; `None` for an interface that is none (`NULL0`). A member takes its trust from its aggregate.
pub(super) fn port(draft: &Draft, stack: bool, aggregates: &BTreeMap<u16, bool>, origin: Origin) -> Option<Port> {
    let at = |on: bool| Sourced::new(on, origin);
    Some(Port {
        id: words::port(&draft.interface, stack)?,
        interface: Sourced::new(draft.interface.clone(), origin),
        speed: words::speed(&draft.interface),
        description: draft.description.clone().map(|d| Sourced::new(d, origin)),
        enabled: at(draft.enabled),
        link: draft.link(origin)?,
        lag: draft.group.map(|g| Sourced::new(g, origin)),
        edge: at(draft.edge),
        auth: draft.auth(origin),
        poe: draft.poe.map(at),
        storm: draft.storm.map(|s| Sourced::new(s, origin)),
        loop_detection: at(draft.loops),
        trusted: at(draft.group.map_or(draft.trusted, |g| aggregates.get(&g).copied().unwrap_or(false))),
        announces: at(draft.announces),
        voice_priority: at(draft.priority),
    })
}

/// An aggregate, with the ports that name it as their group.
pub(super) fn lag(draft: &Draft, ports: &[Port], origin: Origin) -> Option<Lag> {
    let number = draft.number()?;
    let of_it = |p: &&Port| p.lag.as_ref().is_some_and(|lag| **lag == number);
    Some(Lag {
        id: Sourced::new(number, origin),
        members: ports.iter().filter(of_it).map(|p| p.id).collect(),
        description: draft.description.clone().map(|d| Sourced::new(d, origin)),
        link: draft.link(origin)?,
        trusted: Sourced::new(draft.trusted, origin),
    })
}
