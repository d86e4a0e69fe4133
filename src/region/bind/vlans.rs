//! Zones, VLANs with their subnets, port classes, switching policy.

use super::address::ANY_BLOCK;
use super::{Binder, on_off};
use crate::base::{Layer, Rule, Sourced};
use crate::net::{HostNum, VlanId};
use crate::region::tree::Merged;
use crate::region::words::{Domain, PortAuth, Support};
use crate::region::{PortClass, Switching, Vlan, Wan, Zone};
use crate::state::switch::ServerDead;
use crate::syntax::{Space, Value};
use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use std::collections::BTreeMap;
use std::net::{Ipv4Addr, Ipv6Addr};

crate::findings! {
    /// A VLAN has no id: neither the region's table nor its own declaration says one.
    pub static VLAN_WITHOUT_ID = "vlan-without-id", Error;
    /// A VLAN's id is not in the range that the region keeps for its layer.
    ///
    /// Schools number their own VLANs in their range, so that a new standard VLAN never meets a school's.
    pub static VLAN_ID_OUT_OF_RANGE = "vlan-id-out-of-range", Error;
    /// A VLAN's place is not in the school's block, or not where a subnet of its size may begin.
    pub static PLACE_OUTSIDE_BLOCK = "place-outside-block", Error;
    /// VLANs have places, and the school has no block to place them in.
    pub static BLOCK_MISSING = "block-missing", Error;
    /// A pool reaches beyond its subnet.
    pub static POOL_OUTSIDE_SUBNET = "pool-outside-subnet", Error;
    /// A pool is written for a VLAN without a subnet.
    pub static POOL_WITHOUT_SUBNET = "pool-without-subnet", Error;
}

/// What this file can find.
pub static RULES: &[&Rule] =
    &[&BLOCK_MISSING, &PLACE_OUTSIDE_BLOCK, &POOL_OUTSIDE_SUBNET, &POOL_WITHOUT_SUBNET, &VLAN_ID_OUT_OF_RANGE, &VLAN_WITHOUT_ID];

impl Binder<'_> {
    pub(super) fn zones(&mut self) -> Vec<Zone> {
        let mut zones: Vec<Zone> = Vec::new();
        for node in self.tree().of("zone") {
            let Some(name) = node.name.clone() else { continue };
            let level = self.number(node, "level");
            let outside = self.word_or(node, "side", |w| Some(w == "outside"), ("inside", false));
            let open_inside = self.word_or(node, "inside", |w| Some(w == "allow"), ("deny", false));
            zones.push(Zone { name, level, outside, open_inside });
        }
        zones.sort_by(|a, b| a.name.cmp(&b.name));
        zones
    }

    pub(super) fn vlans(
        &mut self,
        block: Option<&Sourced<Ipv4Net>>,
        block6: Option<&Sourced<Ipv6Net>>,
        wan: Option<&Wan>,
        support: &Sourced<Support>,
    ) -> Vec<Vlan> {
        let mut vlans: Vec<Vlan> = Vec::new();
        let mut unplaced = None;
        for node in self.tree().of("vlan") {
            let Some(name) = node.name.clone() else { continue };
            let table = self.tree().of("vlan-id").find(|t| t.name_text() == name.as_str());
            let Some(id) = self.vlan_id(node, table, &name) else { continue };
            let domain = match (table, self.word(node, "domain", Domain::of)) {
                (_, Some(d)) => d,
                (Some(t), None) => self.word_or(t, "domain", Domain::of, ("special", Domain::Special)),
                (None, None) => {
                    if !node.says("domain") && !matches!(node.layer(), Layer::Deviation(_) | Layer::School) {
                        self.sink()
                            .report(&crate::syntax::rules::MISSING_PROPERTY, format!("VLAN {name} does not say `domain=`"))
                            .at(&name, "an id of its own, which the region's table lacks")
                            .help("add `domain=`; only in a deviation is it `special` by itself");
                    }
                    Sourced::new(Domain::Special, self.default(node, "domain", "special"))
                }
            };
            let zone = self.text(node, "zone").and_then(|z| self.refer(Space::Zone, z)).unwrap_or_else(|| name.clone());
            let transit = wan.filter(|w| *w.vlan == *name);
            let subnet = match transit {
                Some(w) => Some(w.subnet),
                None => self.subnet(node, block, &mut unplaced),
            };
            let ipv6 = self.word_or(node, "ipv6", on_off, ("on", true));
            let subnet6 = match transit {
                Some(w) => w.subnet6,
                None => self.subnet6(node, &id, block6, subnet.is_some(), *ipv6),
            };
            let gateway = match transit {
                Some(w) => Some(w.gateway),
                None => subnet.and_then(|net| self.gateway(node, net)),
            };
            let gateway6 = match transit {
                Some(w) => w.gateway6,
                None => subnet6.zip(gateway).and_then(|(net6, gw)| {
                    let offset = subnet.map(|s| u32::from(*gw) - u32::from(s.network()))?;
                    let a = HostNum::Offset(offset).v6(*net6, None)?;
                    Some(self.origins.derive(a, "the IPv6 gateway has the digits of the IPv4 one", &[gw.origin(), net6.origin()]))
                }),
            };
            let pool = self.pool(node, &name, subnet.as_ref());
            let pool6 = self.pool6(node, &name, subnet6.as_ref());
            let lease = node.value("lease").and_then(|v| match **v {
                Value::Duration(d) => Some(v.with(d)),
                _ => None,
            });
            let dns = node.says("dns").then(|| self.servers(node, "dns"));
            let port_class = self.text(node, "port-class").and_then(|c| self.refer(Space::PortClass, c));
            let level = self.number(node, "level");
            let (support, mandate) = (self.word(node, "support", Support::of).unwrap_or(*support), self.mandate(node));
            let backed = match node.value("power") {
                Some(v) => v.with(true),
                None => Sourced::new(false, self.default(node, "power", "none")),
            };
            let isolate = self.switch_or(node, "isolate", ("off", false));
            vlans.push(Vlan {
                name,
                id,
                domain,
                zone,
                level,
                subnet,
                subnet6,
                gateway,
                gateway6,
                pool,
                pool6,
                lease,
                dns,
                port_class,
                support,
                mandate,
                backed,
                ipv6,
                isolate,
            });
        }
        if let Some((place, count)) = unplaced {
            let header = self.input.header.span;
            self.sink()
                .report(&BLOCK_MISSING, format!("{count} VLANs have a place, and the school has no block"))
                .at(header, "no `block` in this school")
                .also(place, "the first of them")
                .help("write `block \"…\"` below the header");
        }
        vlans.sort_by(|a, b| (*a.id, &a.name).cmp(&(*b.id, &b.name)));
        vlans
    }

    fn vlan_id(&mut self, node: &Merged, table: Option<&Merged>, name: &Sourced<String>) -> Option<Sourced<VlanId>> {
        let own = self.number(node, "id");
        let from_table = table.and_then(|t| t.settings.first().cloned().flatten()).and_then(|v| match *v {
            Value::Number(n) => Some(v.with(n)),
            _ => None,
        });
        if own.is_none() && node.says("id") {
            return None;
        }
        let Some(id) = own.or(from_table) else {
            self.sink()
                .report(&VLAN_WITHOUT_ID, format!("VLAN {name} has no id"))
                .at(name, "neither here nor in the region's table")
                .help("write `id=` here, or `vlan-id` in region.kdl");
            return None;
        };
        let layer = node.props.get("id").map(|s| s.layer);
        if let (Some(Layer::School | Layer::Deviation(_)), Some(own)) = (layer, own) {
            let range = self.tree().one("vlan-range").and_then(|r| r.value("school")).cloned();
            if let Some(range) = range
                && let Value::Ranges(ranges) = range.value()
                && !ranges.iter().any(|(a, b)| (a..=b).contains(&&*own))
            {
                let said = crate::region::merge::spell(&range);
                self.sink()
                    .report(&VLAN_ID_OUT_OF_RANGE, format!("VLAN {name} of a school has id {own}, outside {said}"))
                    .at(own, "a school's own VLAN")
                    .also(&range, "the range of schools")
                    .help(format!("choose an id in {said}"));
            }
        }
        let number = VlanId::new(*id)?;
        Some(id.with(number))
    }

    fn subnet(
        &mut self,
        node: &Merged,
        block: Option<&Sourced<Ipv4Net>>,
        unplaced: &mut Option<(crate::base::Origin, usize)>,
    ) -> Option<Sourced<Ipv4Net>> {
        if let Some(net) = self.prefix4(node, "subnet") {
            return Some(net);
        }
        let value = node.value("place")?;
        let Value::Place(place) = **value else { return None };
        let Some(block) = block else {
            // One mistake, the missing block: not one finding a VLAN, and none about what lies in it.
            unplaced.get_or_insert((value.origin(), 0)).1 += 1;
            return place.subnet(ANY_BLOCK).ok().map(|net| value.with(net));
        };
        match place.subnet(**block) {
            Ok(net) => Some(value.with(net)),
            Err(why) => {
                let value = value.with(());
                self.sink()
                    .report(&PLACE_OUTSIDE_BLOCK, format!("{}: {why}", crate::region::merge::title(node)))
                    .at(value, format!("place {place}"))
                    .also(block, "the school's block")
                    .help("write the offset from the block, then the size: `14`, `\"4/22\"`, `\"13.64/26\"`");
                None
            }
        }
    }

    fn subnet6(
        &mut self,
        node: &Merged,
        id: &Sourced<VlanId>,
        block6: Option<&Sourced<Ipv6Net>>,
        has_v4: bool,
        on: bool,
    ) -> Option<Sourced<Ipv6Net>> {
        if !on {
            return None;
        }
        if let Some(net) = self.prefix6(node, "subnet6") {
            return Some(net);
        }
        let block = block6.filter(|_| has_v4)?;
        let digits = u128::from_str_radix(&id.to_string(), 16).ok()?;
        let net = Ipv6Net::new((u128::from(block.network()) | digits << 64).into(), 64).ok()?;
        Some(self.origins.derive(net, "a VLAN's /64 is its id's digits read as hexadecimal", &[block.origin(), id.origin()]))
    }

    fn gateway(&mut self, node: &Merged, net: Sourced<Ipv4Net>) -> Option<Sourced<Ipv4Addr>> {
        if node.says("gateway") {
            return self.host_in(node, "gateway", net);
        }
        let region = self.tree().one("addresses").and_then(|a| a.value("gateway")).cloned();
        let (number, origin) = match region.as_ref().map(|v| (v.value(), v.origin())) {
            Some((Value::HostNum(n), origin)) => (*n, origin),
            _ => (HostNum::Last, self.origins.unwritten("addresses", "gateway", "last")),
        };
        let address = number.v4(*net).ok()?;
        Some(self.origins.derive(address, "a VLAN's gateway is where the region's plan puts it", &[net.origin(), origin]))
    }

    fn pool(
        &mut self,
        node: &Merged,
        name: &Sourced<String>,
        subnet: Option<&Sourced<Ipv4Net>>,
    ) -> Option<Sourced<(Ipv4Addr, Ipv4Addr)>> {
        let value = node.value("dhcp")?;
        let Value::Offsets(offsets) = **value else { return None };
        let here = value.with(());
        let Some(net) = subnet else {
            // A VLAN whose place was wrong has been reported; one that never had a place has not.
            if !node.says("place") && !node.says("subnet") {
                self.sink()
                    .report(&POOL_WITHOUT_SUBNET, format!("VLAN {name} has a pool and no subnet"))
                    .at(here, "a pool")
                    .help("give the VLAN a place, or leave the pool out");
            }
            return None;
        };
        let base = u32::from(net.network());
        let last = base.checked_add(offsets.last).map(Ipv4Addr::from);
        let ends = last.filter(|a| net.contains(a)).map(|last| (Ipv4Addr::from(base + offsets.first), last));
        if ends.is_none() {
            let most = u32::from(net.broadcast()) - base - 1;
            self.sink()
                .report(&POOL_OUTSIDE_SUBNET, format!("the pool {offsets} of VLAN {name} reaches beyond {net}"))
                .at(here, "the pool")
                .also(net, "the subnet")
                .help(format!("the last usable offset of a /{} is {}", net.prefix_len(), HostNum::Offset(most)));
        }
        ends.map(|e| value.with(e))
    }

    /// The IPv6 pool: its offsets' decimal digits are read as hexadecimal, as those of any host.
    fn pool6(
        &mut self,
        node: &Merged,
        name: &Sourced<String>,
        subnet: Option<&Sourced<Ipv6Net>>,
    ) -> Option<Sourced<(Ipv6Addr, Ipv6Addr)>> {
        let value = node.value("dhcp6")?;
        let Value::Offsets(offsets) = **value else { return None };
        let here = value.with(());
        let Some(net) = subnet else {
            // A school without an IPv6 block has no use for what its profile says of IPv6.
            if self.tree().one("block").is_some_and(|block| block.members.iter().any(|m| is_v6(&m.value))) {
                self.sink()
                    .report(&POOL_WITHOUT_SUBNET, format!("VLAN {name} has an IPv6 pool and no IPv6 subnet"))
                    .at(here, "a pool")
                    .help("write `ipv6=on` or `subnet6=`, or leave the pool out");
            }
            return None;
        };
        let end = |offset| HostNum::Offset(offset).v6(**net, None);
        Some(value.with((end(offsets.first)?, end(offsets.last)?)))
    }

    pub(super) fn port_classes(&mut self, vlans: &[Vlan]) -> BTreeMap<String, PortClass> {
        let mut classes = BTreeMap::new();
        for node in self.tree().of("port-class") {
            let Some(name) = node.name.clone() else { continue };
            let vlan = self.vlan_ref(node, "vlan", vlans);
            let auth = self.word_or(node, "auth", PortAuth::of, ("off", PortAuth::Off));
            let rejected = self.word_or_name(node, "rejected").filter(|name| **name != "none");
            let rejected = rejected.and_then(|name| id_of(&name, vlans));
            let server_dead = match self.word_or_name(node, "server-dead") {
                Some(t) if *t == "open" => t.with(ServerDead::Open),
                Some(t) if *t == "keep" => t.with(ServerDead::Keep),
                Some(t) => id_of(&t, vlans).map_or(t.with(ServerDead::Open), |v| v.with(ServerDead::Vlan(*v))),
                None => Sourced::new(ServerDead::Open, self.default(node, "server-dead", "open")),
            };
            let voice = self.vlan_ref(node, "voice", vlans);
            let poe = self.word_or(node, "poe", |w| Some(w == "auto"), ("auto", true));
            let macs = self.number(node, "macs");
            let storm = self.thousandths(node, "storm");
            let voice_priority = self.word_or(node, "qos", |w| Some(w == "voice"), ("none", false));
            let up = self.word_or(node, "state", |w| Some(w == "up"), ("up", true));
            let class =
                PortClass { name: name.clone(), vlan, auth, rejected, server_dead, voice, poe, macs, storm, voice_priority, up };
            classes.insert(name.into_value(), class);
        }
        classes
    }

    /// The id of a VLAN that a property names.
    pub(super) fn vlan_ref(&mut self, node: &Merged, property: &str, vlans: &[Vlan]) -> Option<Sourced<VlanId>> {
        let name = self.text(node, property)?;
        let name = self.refer(Space::Vlan, name)?;
        id_of(&name, vlans)
    }

    pub(super) fn switching(&mut self) -> Switching {
        let node = self.tree().one("switching");
        let empty = |b: &mut Self, property: &'static str, value: &'static str| b.origins.unwritten("switching", property, value);
        let root = match node.and_then(|n| self.number(n, "root")) {
            Some(root) => root,
            None => Sourced::new(4096, empty(self, "root", "4096")),
        };
        let snooping = node.map(|n| self.list(n, "snooping")).unwrap_or_default();
        let watch = |b: &mut Self, word: &str| match snooping.iter().find(|s| s.as_str() == word) {
            Some(s) => s.with(true),
            None => Sourced::new(false, empty(b, "snooping", "none")),
        };
        let (snooping_dhcp, snooping_arp) = (watch(self, "dhcp"), watch(self, "arp"));
        let loop_detection = match node.and_then(|n| self.word(n, "loop", on_off)) {
            Some(l) => l,
            None => Sourced::new(false, empty(self, "loop", "off")),
        };
        Switching {
            root,
            snooping_dhcp,
            snooping_arp,
            storm: node.and_then(|n| self.thousandths(n, "storm")),
            loop_detection,
            oversubscription: node.and_then(|n| self.number(n, "oversubscription")),
            depth: node.and_then(|n| self.number(n, "depth")),
            declared: node.map(|n| n.origin),
        }
    }
}

/// The id of a VLAN that is there.
fn id_of(name: &Sourced<String>, vlans: &[Vlan]) -> Option<Sourced<VlanId>> {
    vlans.iter().find(|v| *v.name == **name).map(|v| name.with(*v.id))
}

/// Whether a value is an IPv6 prefix.
fn is_v6(value: &Value) -> bool {
    matches!(value, Value::Prefix(IpNet::V6(_)))
}
