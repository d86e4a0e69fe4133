//! The lines of an IOS interface, and the port or aggregate that they make.

use super::words;
use crate::base::{Origin, Sourced};
use crate::net::{VlanId, VlanSet};
use crate::state::switch::*;
use std::collections::BTreeMap;

/// What the lines of an interface said so far, beginning with what a silent device means.
pub(super) struct Draft {
    pub(super) interface: String,
    description: Option<String>,
    enabled: bool,
    trunk: bool,
    access: Option<VlanId>,
    native: Option<VlanId>,
    /// `None`: no list, which allows every VLAN (switches.md 3.2, row 9).
    allowed: Option<VlanSet>,
    pub(super) voice: Option<VlanId>,
    group: Option<u16>,
    /// `None`: as the switch does it.
    edge: Option<bool>,
    poe: Option<bool>,
    storm: Option<u32>,
    pub(super) trusted: bool,
    announces: bool,
    priority: bool,
    mab: bool,
    dot1x: bool,
    rejected: Option<VlanId>,
    dead: ServerDead,
    many: bool,
}

impl Draft {
    /// An interface about which nothing was said yet.
    pub(super) fn new(interface: &str) -> Draft {
        Draft {
            interface: interface.to_owned(),
            description: None,
            enabled: true,
            trunk: false,
            access: VlanId::new(1),
            native: VlanId::new(1),
            allowed: None,
            voice: None,
            group: None,
            edge: None,
            poe: None,
            storm: None,
            trusted: false,
            announces: true,
            priority: false,
            mab: false,
            dot1x: false,
            rejected: None,
            dead: ServerDead::Keep,
            many: false,
        }
    }

    /// Takes one line; `None` when it is not known.
    pub(super) fn line(&mut self, text: &str, words: &[&str]) -> Option<()> {
        match words {
            ["description", ..] => self.description = Some(text.strip_prefix("description ")?.to_owned()),
            // `dynamic auto` is what a 2960 does unasked: an access port, as long as nobody asks for a trunk.
            ["switchport", "mode", "access"] | ["switchport", "mode", "dynamic", "auto"] => self.trunk = false,
            ["switchport", "mode", "trunk"] => self.trunk = true,
            ["switchport"] => {}
            ["switchport", "access", "vlan", id] => self.access = Some(id.parse().ok()?),
            ["switchport", "voice", "vlan", id] => self.voice = Some(id.parse().ok()?),
            ["switchport", "trunk", "native", "vlan", id] => self.native = Some(id.parse().ok()?),
            ["switchport", "trunk", "allowed", "vlan", rest @ ..] => self.allow(rest)?,
            // The 2960 refuses the second; its bigger sisters need it (switches.md 3.2, row 8).
            ["switchport", "nonegotiate"] | ["switchport", "trunk", "encapsulation", "dot1q"] => {}
            ["authentication", rest @ ..] => self.authentication(rest)?,
            ["mab"] => self.mab = true,
            ["dot1x", "pae", "authenticator"] => self.dot1x = true,
            ["ip", "arp", "inspection", "trust"] | ["ip", "dhcp", "snooping", "trust"] => self.trusted = true,
            ["power", "inline", "auto"] => self.poe = Some(true),
            ["power", "inline", "never"] => self.poe = Some(false),
            ["mls", "qos", "trust", "dscp"] => self.priority = true,
            ["no", "cdp", "enable"] => self.announces = false,
            ["no", "lldp", "transmit" | "receive"] | ["spanning-tree", "bpduguard", "enable"] => {}
            ["storm-control", "broadcast", "level", level] => self.storm = Some(words::share(level)?),
            // With `edge`: from 15.2 on.
            ["spanning-tree", "portfast"]
            | ["spanning-tree", "portfast", "trunk" | "edge"]
            | ["spanning-tree", "portfast", "edge", "trunk"] => self.edge = Some(true),
            ["spanning-tree", "portfast", "disable"] | ["no", "spanning-tree", "portfast"] => self.edge = Some(false),
            ["channel-group", id, "mode", mode] => {
                self.group = Some(id.parse().ok()?);
                // A member all the same, but the state cannot say how.
                matches!(*mode, "active" | "passive").then_some(())?;
            }
            ["shutdown"] => self.enabled = false,
            ["no", "shutdown"] => self.enabled = true,
            _ => return None,
        }
        Some(())
    }

    fn allow(&mut self, words: &[&str]) -> Option<()> {
        let all = || (1..=4094).filter_map(VlanId::new).collect::<VlanSet>();
        let before = self.allowed.take().unwrap_or_else(all);
        self.allowed = Some(match words {
            ["all"] => all(),
            ["none"] => VlanSet::default(),
            ["add", list] => before.union(&words::vlan_set(list)?),
            ["remove", list] => before.without(&words::vlan_set(list)?),
            ["except", list] => all().without(&words::vlan_set(list)?),
            [list] => words::vlan_set(list)?,
            _ => return None,
        });
        Some(())
    }

    fn authentication(&mut self, words: &[&str]) -> Option<()> {
        match words {
            ["event", "fail" | "no-response", "action", "authorize", "vlan", id] => self.rejected = Some(id.parse().ok()?),
            ["event", "server", "dead", "action", "authorize", "vlan", id] => self.dead = ServerDead::Vlan(id.parse().ok()?),
            ["event", "server", "dead", "action", "authorize"] => self.dead = ServerDead::Open,
            ["host-mode", "multi-domain" | "multi-auth"] => self.many = true,
            ["event", "fail", "action", "next-method"]
            | ["event", "server", "dead", "action", "authorize", "voice"]
            | ["event", "server", "alive", "action", "reinitialize"]
            | ["order" | "priority", ..]
            | ["port-control", "auto"] => {}
            _ => return None,
        }
        Some(())
    }

    /// The number of an aggregate: 1 of `Port-channel1`.
    pub(super) fn number(&self) -> Option<u16> {
        self.interface.strip_prefix("Port-channel")?.parse().ok()
    }

    fn link(&self, origin: Origin) -> Option<Link> {
        let at = |id| Sourced::new(id, origin);
        if !self.trunk {
            return Some(Link::Access { vlan: at(self.access?), voice: self.voice.map(at) });
        }
        let native = self.native?;
        let allowed = self.allowed.clone().unwrap_or_else(|| (1..=4094).filter_map(VlanId::new).collect());
        Some(Link::Trunk {
            native: at(native),
            native_passes: Sourced::new(allowed.contains(native), origin),
            tagged: Sourced::new(allowed.without(&[native].into_iter().collect()), origin),
        })
    }

    fn auth(&self, origin: Origin) -> Option<Auth> {
        let method = match (self.mab, self.dot1x) {
            (false, false) => return None,
            (true, false) => AuthMethod::Mac,
            (false, true) => AuthMethod::Dot1x,
            (true, true) => AuthMethod::Dot1xOrMac,
        };
        // A port that names no host mode takes one station; with a VLAN for refused ones it has no choice, and says nothing.
        let one = !self.many && self.rejected.is_none();
        Some(Auth {
            method: Sourced::new(method, origin),
            rejected: self.rejected.map(|v| Sourced::new(v, origin)),
            server_dead: Sourced::new(self.dead, origin),
            max_macs: one.then(|| Sourced::new(1, origin)),
        })
    }
}

/// What the ports of a switch share.
pub(super) struct Common<'s> {
    /// How they are numbered.
    pub(super) numbering: &'s words::Numbering,
    /// Whether loops are looked for.
    pub(super) loops: bool,
    /// Whether access ports are edge ports unless they say otherwise.
    pub(super) edges: bool,
    /// The aggregates, and whether each is trusted.
    pub(super) channels: &'s BTreeMap<u16, bool>,
}

/// A port; `None` for an interface that is none. A member takes its trust from its aggregate.
pub(super) fn port(draft: &Draft, common: &Common, origin: Origin) -> Option<Port> {
    let at = |on: bool| Sourced::new(on, origin);
    Some(Port {
        id: common.numbering.port(&draft.interface)?,
        interface: Sourced::new(draft.interface.clone(), origin),
        speed: words::speed(&draft.interface),
        description: draft.description.clone().map(|d| Sourced::new(d, origin)),
        enabled: at(draft.enabled),
        link: draft.link(origin)?,
        lag: draft.group.map(|g| Sourced::new(g, origin)),
        edge: at(draft.edge.unwrap_or(common.edges && !draft.trunk)),
        auth: draft.auth(origin),
        poe: draft.poe.map(at),
        storm: draft.storm.map(|s| Sourced::new(s, origin)),
        loop_detection: at(common.loops),
        trusted: at(draft.group.map_or(draft.trusted, |g| common.channels.get(&g).copied().unwrap_or(false))),
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
