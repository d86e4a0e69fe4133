//! A `config.xml` as a firewall's state: a generated file, or an export of a firewall in service.
//!
//! What pfSense itself drops in silence is dropped here too, and said: a rule on an interface that is not there, an alias that
//! nobody declares, a rule without a destination. What the state has no words for is said as well. Entry point: [`read`].

mod implied;
mod leases;
mod names;
mod rules;

use super::base64;
use super::chains::Implied;
use super::parse::{Element, Fault, parse};
use super::words::{UNTAGGED_LAN, UNTAGGED_WAN};
use crate::base::{Origin, Sourced};
use crate::net::{Family, VlanId, VlanSet};
use crate::state::firewall::{Address, Administrator, Card, Firewall, Gateway, Interface, LogServer, Relay, Role, Route};
use crate::state::{Secret, Served};
use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use names::Names;
use std::collections::{BTreeMap, BTreeSet};
use std::net::{IpAddr, SocketAddr};
use std::str::FromStr;

/// Words for an IPv4 address, or a gateway, that somebody else gives.
const GIVEN_4: &[&str] = &["dhcp", "pppoe", "pptp", "l2tp", "ppp", "dynamic"];
/// Words for an IPv6 address that somebody else gives.
const GIVEN_6: &[&str] = &["dhcp6", "slaac", "track6", "6rd", "6to4", "dynamic"];

/// A configuration, read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reading {
    /// The state that it makes.
    pub firewall: Firewall,
    /// What it serves: leases, and names of its own.
    pub served: Served,
    /// What became no part of it, in order of line.
    pub unread: Vec<Unread>,
    /// Fields whose secret the file holds itself.
    pub hidden: Vec<&'static str>,
    /// The line of each rule of the firewall, in their order.
    pub lines: Vec<usize>,
    /// What decides which rules pfSense adds.
    pub implied: Implied,
    /// Port forwards that answer in every VLAN inside too, whatever its rules say, each by its line and its name.
    pub reflected: Vec<(usize, String)>,
    /// Aliases and schedules that nothing in the file names, each with its line.
    pub unused: Vec<(usize, String)>,
    /// The line of each alias, by its name: those of addresses are groups of the firewall.
    pub aliases: BTreeMap<String, usize>,
}

/// Something that was read and is in no state.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Unread {
    /// Its line in the file, from 1.
    pub line: usize,
    /// What it is and why.
    pub why: String,
}

/// Reads a configuration; `origin` is the file as a whole.
pub fn read(text: &str, origin: Origin) -> Result<Reading, Fault> {
    let root = parse(text)?;
    let mut reader =
        Reader { origin, unread: Vec::new(), hidden: Vec::new(), vlans: BTreeMap::new(), groups: interface_groups(&root) };
    let mut firewall = Firewall::unknown(super::NAME, origin);
    reader.interfaces(&root, &mut firewall);
    reader.system(&root, &mut firewall);
    reader.gateways(&root, &mut firewall);
    reader.services(&root, &mut firewall);
    let served = reader.served(&root, &firewall);
    let names = Names::of(&root, origin, &mut reader.unread);
    let mut rules = rules::Rules { reader: &mut reader, names, root: &root, groups: BTreeMap::new() };
    let lines = rules.fill(&mut firewall);
    let implied = reader.implied(&root, &served);
    let Reader { mut unread, hidden, .. } = reader;
    unread.sort();
    let aliases = root.child("aliases").into_iter().flat_map(|s| s.children_of("alias"));
    let aliases = aliases.filter_map(|a| Some((a.text_of("name")?.to_owned(), a.line))).collect();
    let (reflected, unused) = (reflected(&root), unused(&root));
    Ok(Reading { firewall, served, unread, hidden, lines, implied, reflected, unused, aliases })
}

struct Reader {
    origin: Origin,
    unread: Vec<Unread>,
    hidden: Vec<&'static str>,
    /// The VLAN of each interface, by pfSense's name of it.
    vlans: BTreeMap<String, VlanId>,
    /// The interfaces of each group of them, by its name.
    groups: BTreeMap<String, Vec<String>>,
}

impl Reader {
    fn sourced<T>(&self, value: T) -> Sourced<T> {
        Sourced::new(value, self.origin)
    }

    fn unread(&mut self, element: &Element, why: impl Into<String>) {
        self.unread.push(Unread { line: element.line, why: why.into() });
    }

    /// The text of a child as a value; what stands there and is none is said.
    fn parsed<T: FromStr>(&mut self, of: &Element, name: &str) -> Option<Sourced<T>> {
        let is_given = |c: &&Element| GIVEN_4.contains(&c.text.as_str()) || GIVEN_6.contains(&c.text.as_str());
        let child = of.child(name).filter(|c| !c.text.is_empty() && !is_given(c))?;
        match child.text.parse() {
            Ok(value) => Some(self.sourced(value)),
            Err(_) => {
                self.unread(child, format!("`{}` of <{name}> is not understood", child.text));
                None
            }
        }
    }

    fn text(&self, of: Option<&Element>, name: &str) -> Sourced<String> {
        self.sourced(of.and_then(|e| e.text_of(name)).unwrap_or_default().to_owned())
    }

    fn interfaces(&mut self, root: &Element, firewall: &mut Firewall) {
        // The card and the tag behind each name of a VLAN device.
        let mut tags: BTreeMap<&str, (&str, VlanId)> = BTreeMap::new();
        for vlan in root.child("vlans").into_iter().flat_map(|v| v.children_of("vlan")) {
            let tag = vlan.text_of("tag").and_then(|t| t.parse().ok());
            match (vlan.text_of("vlanif"), vlan.text_of("if"), tag) {
                (Some(device), Some(card), Some(tag)) => drop(tags.insert(device, (card, tag))),
                _ => self.unread(vlan, "a VLAN without its card, its tag or its device"),
            }
        }
        let enabled = root.child("interfaces").into_iter().flat_map(|i| &i.children).filter(|i| i.has("enable"));
        let mut found: Vec<(&Element, &str, Option<VlanId>)> = Vec::new();
        for interface in enabled {
            let Some(device) = interface.text_of("if") else { continue };
            match tags.get(device) {
                Some((card, tag)) => found.push((interface, card, Some(*tag))),
                None if device.contains('.') => {
                    self.unread(interface, format!("no VLAN has the device {device}: pfSense starts without the interface"));
                }
                None => found.push((interface, device, None)),
            }
        }
        let cards: BTreeSet<&str> = found.iter().map(|(_, card, _)| *card).collect();
        let cards: Vec<&str> = cards.into_iter().collect();
        // A tag is a VLAN's own; what has none takes what is left.
        found.sort_by_key(|(_, _, tag)| tag.is_none());
        let mut free = (1..UNTAGGED_WAN).rev();
        for (element, card, tag) in &found {
            let number = cards.iter().position(|c| c == card).and_then(|n| u64::try_from(n).ok()).unwrap_or_default();
            let wanted = tag.or_else(|| untagged(&element.name));
            let is_taken = |vlan: VlanId| self.vlans.values().any(|v| *v == vlan) || found.iter().any(|(.., t)| *t == Some(vlan));
            let vlan = match wanted {
                Some(vlan) if !self.vlans.values().any(|v| *v == vlan) => Some(vlan),
                // Rules are judged by interface: any number that is nobody's will do.
                _ => free.by_ref().filter_map(|id| VlanId::new(id.into())).find(|id| !is_taken(*id)),
            };
            let Some(vlan) = vlan else { continue };
            if tag.is_some_and(|tag| tag != vlan) {
                let tag = tag.map_or_else(String::new, |t| t.to_string());
                self.unread(element, format!("VLAN {tag} is on another card too: here it is read as {vlan}"));
            }
            self.vlans.insert(element.name.clone(), vlan);
            let interface = self.interface(element, vlan, number, tag.is_some());
            firewall.interfaces.push(interface);
        }
        firewall.interfaces.sort_by_key(|i| *i.vlan);
        firewall.cards = (0u64..).zip(&cards).map(|(number, system)| self.card(number, system, firewall)).collect();
    }

    fn card(&self, number: u64, system: &str, firewall: &Firewall) -> Card {
        let own = firewall.interfaces.iter().filter(|i| *i.card == number);
        let (tagged, untagged): (Vec<&Interface>, Vec<&Interface>) = own.partition(|i| *i.tagged);
        Card {
            number: self.sourced(number),
            system: Some(self.sourced(system.to_owned())),
            untagged: untagged.first().map(|i| i.vlan),
            tagged: self.sourced(tagged.iter().map(|i| *i.vlan).collect()),
        }
    }

    fn interface(&mut self, element: &Element, vlan: VlanId, card: u64, tagged: bool) -> Interface {
        let role = match element.name.as_str() {
            "wan" => Role::Uplink,
            "lan" => Role::Management,
            _ => Role::Inside,
        };
        let name = match element.text_of("descr") {
            Some(descr) => self.sourced(descr.to_owned()),
            None => self.sourced(element.name.to_ascii_uppercase()),
        };
        for (field, words) in [("ipaddr", GIVEN_4), ("ipaddrv6", GIVEN_6)] {
            let Some(child) = element.child(field).filter(|c| words.contains(&c.text.as_str())) else { continue };
            self.unread(child, format!("{} gets its address by {}: what names that address names nobody", *name, child.text));
        }
        let v4 = self.parsed(element, "ipaddr").zip(self.parsed::<u8>(element, "subnet")).and_then(|(address, len)| {
            let subnet = Ipv4Net::new(*address, *len).ok()?.trunc();
            Some(Address { address, subnet: self.sourced(subnet) })
        });
        let v6 = self.parsed(element, "ipaddrv6").zip(self.parsed::<u8>(element, "subnetv6")).and_then(|(address, len)| {
            let subnet = Ipv6Net::new(*address, *len).ok()?.trunc();
            Some(Address { address, subnet: self.sourced(subnet) })
        });
        Interface {
            vlan: self.sourced(vlan),
            zone: name.clone(),
            name,
            role: self.sourced(role),
            level: None,
            outside: self.sourced(role == Role::Uplink),
            card: self.sourced(card),
            tagged: self.sourced(tagged),
            v4,
            v6,
        }
    }

    fn system(&mut self, root: &Element, firewall: &mut Firewall) {
        let system = root.child("system");
        firewall.hostname = self.text(system, "hostname");
        firewall.domain = self.text(system, "domain");
        firewall.timezone = self.text(system, "timezone");
        let Some(system) = system else { return };
        let resolvers = system.children_of("dnsserver").filter_map(|d| d.text.parse().ok());
        firewall.resolvers = resolvers.map(|a| self.sourced(a)).collect();
        let clocks = system.text_of("timeservers").unwrap_or_default().split_ascii_whitespace();
        firewall.clocks = clocks.filter_map(|c| c.parse().ok()).map(|a| self.sourced(a)).collect();
        let users = || system.children_of("user");
        let admin = users().find(|u| u.text_of("uid") == Some("0"));
        match admin.and_then(|a| a.text_of("bcrypt-hash")).map(placeholder) {
            Some(Some(secret)) => firewall.secret = Some(self.sourced(secret)),
            Some(None) => self.hidden.push("secret"),
            None => {}
        }
        let of_its_own = |u: &&Element| u.text_of("uid").and_then(|n| n.parse::<u32>().ok()).is_some_and(|n| n >= 2000);
        let keyed = users().filter(of_its_own).find_map(|u| Some((u, u.text_of("authorizedkeys")?)));
        if let Some((user, letters)) = keyed {
            let key = base64::decode(letters).and_then(|bytes| String::from_utf8(bytes).ok());
            let user = self.text(Some(user), "name");
            firewall.administrator = key.map(|key| Administrator { user, key: Some(self.sourced(key)) });
        }
    }

    fn gateways(&mut self, root: &Element, firewall: &mut Firewall) {
        let Some(section) = root.child("gateways") else { return };
        let defaults = [section.text_of("defaultgw4"), section.text_of("defaultgw6")];
        for item in section.children_of("gateway_item") {
            let vlan = item.text_of("interface").and_then(|i| self.vlans.get(i).copied());
            let (Some(vlan), Some(name)) = (vlan, item.text_of("name")) else {
                self.unread(item, "a gateway without a name, or on an interface that is not there");
                continue;
            };
            let Some(address) = self.parsed::<IpAddr>(item, "gateway") else { continue };
            let default = self.sourced(defaults.contains(&Some(name)));
            let name = self.sourced(name.to_owned());
            firewall.gateways.push(Gateway { name, vlan: self.sourced(vlan), address, default });
        }
        firewall.gateways.sort_by(|a, b| a.name.cmp(&b.name));
        for route in root.child("staticroutes").into_iter().flat_map(|s| s.children_of("route")) {
            let Some(network) = self.parsed::<IpNet>(route, "network") else { continue };
            firewall.routes.push(Route { network, gateway: self.text(Some(route), "gateway") });
        }
    }

    fn services(&mut self, root: &Element, firewall: &mut Firewall) {
        if let Some(syslog) = root.child("syslog").filter(|s| s.has("enable")) {
            for name in ["remoteserver", "remoteserver2", "remoteserver3"] {
                let Some(server) = syslog.text_of(name) else { continue };
                let address = match server.parse::<SocketAddr>() {
                    Ok(both) => Some((both.ip(), u64::from(both.port()))),
                    Err(_) => server.parse().ok().map(|ip| (ip, 514)),
                };
                let Some((address, port)) = address else { continue };
                let (address, plain) = (self.sourced(address), Some(self.sourced(port)));
                firewall.logs.push(LogServer { address, plain, tls: None });
            }
        }
        let unbound = root.child("unbound").filter(|u| u.has("enable"));
        firewall.serves_dns = self.serving(unbound.map(|u| u.text_of("active_interface").unwrap_or("all")));
        let ntpd = root.child("ntpd").filter(|n| n.text_of("enable") != Some("disabled"));
        firewall.serves_ntp = self.serving(ntpd.map(|n| n.text_of("interface").unwrap_or("all")));
        if let Some(relay) = root.child("dhcrelay").filter(|r| r.has("enable")) {
            let servers = relay.text_of("server").unwrap_or_default().split(',').filter_map(|s| s.parse().ok());
            let servers: Vec<Sourced<IpAddr>> = servers.map(|s| self.sourced(s)).collect();
            let vlans = self.serving(relay.text_of("interface"));
            let relayed = vlans.iter().map(|vlan| Relay { vlan: self.sourced(vlan), servers: servers.clone() });
            firewall.relays = relayed.collect();
        }
    }

    /// The VLANs of a list of interfaces; `all` is every one.
    fn serving(&self, list: Option<&str>) -> Sourced<VlanSet> {
        let named: BTreeSet<&str> = list.unwrap_or_default().split(',').collect();
        let chosen = self.vlans.iter().filter(|(name, _)| named.contains("all") || named.contains(name.as_str()));
        self.sourced(chosen.map(|(_, vlan)| *vlan).collect())
    }

    /// The VLAN whose subnet holds an address.
    fn vlan_of(firewall: &Firewall, address: IpAddr) -> Option<VlanId> {
        let holds = |i: &&Interface| i.subnet(Family::of(address)).is_some_and(|s| s.contains(&address));
        firewall.interfaces.iter().find(holds).map(|i| *i.vlan)
    }
}

/// Port forwards that pfSense reflects: all but those that say otherwise, unless the machine does (`filter_nat_rules_generate`).
fn reflected(root: &Element) -> Vec<(usize, String)> {
    let is_off = root.child("system").is_some_and(|s| s.has("disablenatreflection"));
    let forwards = root.child("nat").into_iter().flat_map(|n| n.children_of("rule")).filter(|r| !r.has("disabled"));
    let is_reflected = |r: &&Element| match r.text_of("natreflection") {
        Some("disable") => false,
        Some(_) => true,
        None => !is_off,
    };
    let named = |r: &Element| (r.line, r.text_of("descr").unwrap_or_default().to_owned());
    forwards.filter(is_reflected).map(named).collect()
}

/// Groups of interfaces, by name, and pfSense's names of them within.
fn interface_groups(root: &Element) -> BTreeMap<String, Vec<String>> {
    let entries = root.child("ifgroups").into_iter().flat_map(|g| g.children_of("ifgroupentry"));
    let members = |e: &Element| e.text_of("members").unwrap_or_default().split_ascii_whitespace().map(str::to_owned).collect();
    entries.filter_map(|e| Some((e.text_of("ifname")?.to_owned(), members(e)))).collect()
}

/// Aliases and schedules whose name stands nowhere else in the file, as a whole text or as one of several.
fn unused(root: &Element) -> Vec<(usize, String)> {
    let declared = |section: &str, item: &'static str| {
        let all = root.child(section).into_iter().flat_map(move |s| s.children_of(item));
        all.filter_map(|e| Some((e.line, e.text_of("name")?.to_owned()))).collect::<Vec<_>>()
    };
    let mut words: BTreeMap<&str, usize> = BTreeMap::new();
    let mut todo = vec![root];
    while let Some(element) = todo.pop() {
        element.text.split_ascii_whitespace().for_each(|word| *words.entry(word).or_default() += 1);
        // What a person says of something names nothing.
        todo.extend(element.children.iter().filter(|c| !matches!(c.name.as_str(), "descr" | "detail")));
    }
    // Ours bear the names of their own labels too.
    let own = |name: &str| {
        let schedules = root.child("schedules").into_iter().flat_map(|s| s.children_of("schedule"));
        1 + schedules.filter(|s| s.text_of("schedlabel") == Some(name) && s.text_of("name") == Some(name)).count()
    };
    let mut all = declared("aliases", "alias");
    all.extend(declared("schedules", "schedule"));
    all.retain(|(_, name)| words.get(name.as_str()).copied().unwrap_or_default() <= own(name));
    all
}

/// The VLAN of an interface without a tag, which the file does not say.
fn untagged(name: &str) -> Option<VlanId> {
    match name {
        "wan" => VlanId::new(UNTAGGED_WAN.into()),
        "lan" => VlanId::new(UNTAGGED_LAN.into()),
        other => other.strip_prefix("opt").and_then(|n| n.parse().ok()),
    }
}

/// A secret by its placeholder; `None` for a value.
fn placeholder(text: &str) -> Option<Secret> {
    let (scope, name) = text.strip_prefix("@secret:")?.strip_suffix('@')?.split_once('/')?;
    Some(Secret { scope: scope.to_owned(), name: name.to_owned() })
}
