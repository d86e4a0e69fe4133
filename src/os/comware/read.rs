//! A Comware 7 configuration as the state that it makes: what `write` wrote, and what a device shows of it.
//!
//! A default that the device does not print is filled in (access port in VLAN 1, trunk that permits VLAN 1). Lists of several
//! lines are united (switches.md 3.2, row 4). What a configuration does not say stays empty: see `project`.

use super::asides::{ASIDES, FIXED};
use super::read_port::{self, Draft};
use super::words;
use crate::base::{Origin, Sourced};
use crate::net::zones;
use crate::net::{VlanId, VlanSet};
use crate::os::blocks::{Account, Block, Line, aside, blocks};
use crate::os::reading::{self, Drafts, Reading, Vlans};
use crate::os::terminal;
use crate::state::switch::*;
use crate::state::{Secret, Switch};
use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Reads a configuration; every value has the origin `origin`.
pub(super) fn read(text: &str, origin: Origin) -> Reading {
    let mut account = Account::default();
    let text = terminal::shown(text);
    let blocks = blocks(&text, '#', &mut account);
    let mut reader = Reader::new(origin, account);
    for block in &blocks {
        reader.block(block);
    }
    reader.finish()
}

/// The name that the device shows when none was given (switches.md 3.2, row 7).
fn unnamed(id: VlanId) -> String {
    format!("VLAN {id:0>4}", id = id.to_string())
}

/// Why an interface is neither a port nor an aggregate of a switch.
fn outside(name: &str, block: &Block) -> Option<&'static str> {
    if words::place(name).is_none() && !name.starts_with("Bridge-Aggregation") {
        return Some("an interface that is no port of a switch");
    }
    let routes = |line: &Line| matches!(line.words().as_slice(), ["port", "link-mode", "route"] | ["ip", "address", ..]);
    block.body.iter().any(routes).then_some("a port that routes, which a switch's state has no place for")
}

/// What is gathered before the parts can be joined: which access list is whose, which port is whose member.
pub(super) struct Reader {
    pub(super) origin: Origin,
    pub(super) switch: Switch,
    account: Account,
    vlans: Vlans,
    drafts: Drafts<Draft>,
    lists: BTreeMap<String, Vec<Sourced<IpAddr>>>,
    pub(super) snooped: VlanSet,
    /// Older releases watch every VLAN or none.
    pub(super) snoops_all: bool,
    pub(super) offset: String,
    pub(super) summer: Option<String>,
    pub(super) ssh_list: Option<String>,
    pub(super) snmp_list: Option<String>,
    user: Option<Ssh>,
    console: Option<Sourced<Secret>>,
    radius: Option<Radius>,
    addresses: Vec<Management>,
    pub(super) gateway: Option<Ipv4Addr>,
}

impl Reader {
    fn new(origin: Origin, account: Account) -> Reader {
        Reader {
            origin,
            switch: reading::empty("comware", origin),
            account,
            vlans: Vlans::default(),
            drafts: Drafts::new(),
            lists: BTreeMap::new(),
            snooped: VlanSet::default(),
            snoops_all: false,
            offset: String::new(),
            summer: None,
            ssh_list: None,
            snmp_list: None,
            user: None,
            console: None,
            radius: None,
            addresses: Vec::new(),
            gateway: None,
        }
    }

    pub(super) fn at<T>(&self, value: T) -> Sourced<T> {
        Sourced::new(value, self.origin)
    }

    fn count(&mut self, line: &Line, read: Option<()>) {
        self.account.count(line, read, ASIDES);
    }

    fn ignore(&mut self, line: &Line, why: &'static str) {
        self.account.ignored.push((line.number, why));
    }

    fn block(&mut self, block: &Block) {
        let head = block.head;
        match head.words().as_slice() {
            ["vlan", id] => self.vlan(id, block),
            // The device shows neighbours without a name in one line.
            ["vlan", _, "to", _] => self.vlan_range(block),
            ["interface", "range", list @ ..] => self.range(list, block),
            ["interface", name @ ..] => self.interface(&words::interface(&name.concat()), block),
            ["stp", "region-configuration"] => self.body(block, Reader::region),
            ["irf-port", name] => self.stack_port(name, block),
            ["radius", "scheme", _] => self.body(block, Reader::scheme),
            ["radius", "dynamic-author", "server"] => {
                if let Some(radius) = &mut self.radius {
                    radius.coa = Sourced::new(true, self.origin);
                }
                self.ignored(block, "its clients are the scheme's servers");
            }
            // The one that every switch has from the factory.
            ["domain", "system"] => {
                self.ignore(&block.head, "a domain as it comes from the factory");
                block.body.iter().for_each(|line| self.count(line, None));
            }
            ["domain", "preau" | "preau-open"] => self.ignored(block, "ports say which domain they use"),
            // The third is Comware 5; a name may follow it.
            ["acl", "basic", number] | ["acl", "ipv6", "basic", number] | ["acl", "number", number, ..] => {
                self.list(number, block)
            }
            // Without a class: Comware 5.
            ["local-user", name, "class", "manage"] | ["local-user", name] => self.user(name, block),
            ["public-key", "peer", _] | ["rsa" | "dsa", "peer-public-key", _] | ["peer-public-key", "end"] => {
                self.ignored(block, "a key is not read back")
            }
            ["line", "class", "aux"] => self.body(block, Reader::console),
            ["line" | "user-interface", ..] => self.ignored(block, "who may come is said by the access list"),
            words => {
                let read = self.command(&head, words);
                // What stands under a command that is known and not kept is not kept either.
                match aside(head.text, ASIDES).filter(|_| !read) {
                    Some(why) => block.body.iter().for_each(|line| self.ignore(line, why)),
                    None => block.body.iter().for_each(|line| self.count(line, None)),
                }
            }
        }
    }

    fn unknown(&mut self, block: &Block) {
        for line in std::iter::once(&block.head).chain(&block.body) {
            self.count(line, None);
        }
    }

    fn ignored(&mut self, block: &Block, why: &'static str) {
        for line in std::iter::once(&block.head).chain(&block.body) {
            self.ignore(line, why);
        }
    }

    fn body(&mut self, block: &Block, mut read: impl FnMut(&mut Reader, &[&str]) -> Option<()>) {
        self.account.read += 1;
        for line in &block.body {
            let known = read(self, &line.words());
            self.count(line, known);
        }
    }

    /// Reads a command that stands alone; whether it became part of the state.
    fn command(&mut self, line: &Line, words: &[&str]) -> bool {
        if FIXED.contains(&line.text) {
            self.ignore(line, "the same on every switch");
            return false;
        }
        let read = self.global(line.text, words);
        self.count(line, read);
        read.is_some()
    }

    pub(super) fn secret(&mut self, word: &str, field: &'static str) -> Sourced<Secret> {
        let secret = reading::secret(word, field, &mut self.account);
        self.at(secret)
    }

    fn vlan(&mut self, id: &str, block: &Block) {
        let Ok(id) = id.parse::<VlanId>() else { return self.unknown(block) };
        self.account.read += 1;
        let origin = self.origin;
        let Some(vlan) = self.vlans.of(id, unnamed, origin) else { return };
        for line in &block.body {
            let read = match line.words().as_slice() {
                ["name", ..] => line.text.strip_prefix("name ").map(|n| vlan.name = Sourced::new(n.to_owned(), origin)),
                ["arp", "detection", "enable"] => {
                    vlan.arp_inspection = Sourced::new(true, origin);
                    Some(())
                }
                // What is recorded is read of the ports; on a VLAN it says that the VLAN is watched.
                ["dhcp", "snooping", "binding", "record"] => {
                    self.snooped.insert(id);
                    Some(())
                }
                _ => None,
            };
            self.account.count(line, read, ASIDES);
        }
    }

    fn vlan_range(&mut self, block: &Block) {
        let words = block.head.words();
        let Some(set) = words.get(1..).and_then(words::vlan_set).filter(|_| block.body.is_empty()) else {
            return self.unknown(block);
        };
        self.account.read += 1;
        for id in set.iter() {
            self.vlans.of(id, unnamed, self.origin);
        }
    }

    fn interface(&mut self, name: &str, block: &Block) {
        if let Some(vlan) = name.strip_prefix("Vlan-interface") {
            return self.address(vlan, block);
        }
        if let Some(why) = outside(name, block) {
            return self.ignored(block, why);
        }
        self.account.read += 1;
        let Some(draft) = self.drafts.of(name, Draft::new) else { return };
        for line in &block.body {
            let read = draft.line(line.text, &line.words());
            self.account.count(line, read, ASIDES);
        }
    }

    /// `interface range A to B C`: a script's, not a device's.
    fn range(&mut self, list: &[&str], block: &Block) {
        let mut names: Vec<String> = Vec::new();
        let mut words = list.iter();
        while let Some(word) = words.next() {
            let many = match *word {
                "to" => words.next().and_then(|end| words::place(&words::interface(end))).map(|(_, last)| last),
                _ => {
                    names.push(words::interface(word));
                    continue;
                }
            };
            let Some(run) = names.pop().zip(many).and_then(|(first, last)| reading::run(&first, last)) else {
                return self.unknown(block);
            };
            names.extend(run);
        }
        if names.len() > usize::from(reading::RANGE) || names.iter().any(|name| outside(name, block).is_some()) {
            return self.unknown(block);
        }
        self.account.read += 1;
        for line in &block.body {
            let words = line.words();
            let mut read = None;
            for name in &names {
                read = self.drafts.of(name, Draft::new).and_then(|draft| draft.line(line.text, &words));
            }
            self.account.count(line, read, ASIDES);
        }
    }

    fn address(&mut self, vlan: &str, block: &Block) {
        let Ok(vlan) = vlan.parse::<VlanId>() else { return self.unknown(block) };
        let (mut net, mut v6) = (None, None);
        self.body(block, |_, words| match words {
            ["ip", "address", address, mask] => {
                net = Some(reading::net(address, mask)?);
                Some(())
            }
            ["ipv6", "address", address] => {
                v6 = Some(address.parse::<ipnet::Ipv6Net>().ok()?);
                Some(())
            }
            ["undo", "ip", "address"] | ["shutdown"] | ["undo", "shutdown"] => Some(()),
            _ => None,
        });
        let Some((address, subnet)) = net else { return };
        self.addresses.push(Management {
            vlan: self.at(vlan),
            address: self.at(address),
            subnet: self.at(subnet),
            gateway: self.at(Ipv4Addr::UNSPECIFIED),
            v6: v6.map(|net: ipnet::Ipv6Net| (self.at::<Ipv6Addr>(net.addr()), self.at(net.trunc()))),
        });
    }

    fn region(&mut self, words: &[&str]) -> Option<()> {
        match words {
            ["region-name", name] => self.switch.stp.region = self.at((*name).to_owned()),
            ["revision-level", revision] => self.switch.stp.revision = self.at(revision.parse().ok()?),
            ["active", "region-configuration"] => {}
            _ => return None,
        }
        Some(())
    }

    fn stack_port(&mut self, name: &str, block: &Block) {
        let numbers = name.split_once('/').and_then(|(m, p)| Some((m.parse().ok()?, p.parse().ok()?)));
        let Some((member, port)) = numbers else { return self.unknown(block) };
        self.account.read += 1;
        let mut interfaces = Vec::new();
        for line in &block.body {
            let read = match line.words().as_slice() {
                ["port", "group", "interface", name] => {
                    interfaces.push(self.at((*name).to_owned()));
                    Some(())
                }
                _ => None,
            };
            self.count(line, read);
        }
        self.switch.stack_ports.push(StackPort { member, port, interfaces });
    }

    fn scheme(&mut self, words: &[&str]) -> Option<()> {
        let origin = self.origin;
        let unnamed = Sourced::new(Secret { scope: String::new(), name: String::new() }, origin);
        let fresh = || Radius { servers: Vec::new(), secret: unnamed, coa: Sourced::new(false, origin) };
        match words {
            [rank @ ("primary" | "secondary"), "authentication", address]
            | [rank @ ("primary" | "secondary"), "authentication", "ipv6", address] => {
                let server = self.at(address.parse().ok()?);
                let servers = &mut self.radius.get_or_insert_with(fresh).servers;
                servers.insert(if *rank == "primary" { 0 } else { servers.len() }, server);
            }
            ["key", "authentication", "simple", key] => {
                let secret = self.secret(key, "services.radius.secret");
                self.radius.get_or_insert_with(fresh).secret = secret;
            }
            ["user-name-format", "without-domain"] | ["nas-ip", _] => {}
            _ => return None,
        }
        Some(())
    }

    fn list(&mut self, number: &str, block: &Block) {
        self.account.read += 1;
        for line in &block.body {
            let read = match line.words().as_slice() {
                ["rule", "permit", "source", address, "0" | "128"] | ["rule", _, "permit", "source", address, "0" | "128"] => {
                    address.parse().ok().map(|address| {
                        let address = self.at(address);
                        self.lists.entry(number.to_owned()).or_default().push(address);
                    })
                }
                ["rule", "deny"] | ["rule", _, "deny"] => Some(()),
                _ => None,
            };
            self.count(line, read);
        }
    }

    fn user(&mut self, name: &str, block: &Block) {
        // The state has one administrator, the first. Another is not set aside: an audit must name it.
        if self.user.is_some() {
            return self.unknown(block);
        }
        self.account.read += 1;
        let mut password = None;
        for line in &block.body {
            let read = match line.words().as_slice() {
                ["password", "simple" | "hash" | "cipher", value] => {
                    password = Some(self.secret(value, "services.ssh.password"));
                    Some(())
                }
                // Level 3 of Comware 5 is the role of Comware 7.
                ["service-type", "ssh", "terminal"]
                | ["authorization-attribute", "user-role", "network-admin"]
                | ["authorization-attribute", "level", "3"] => Some(()),
                _ => None,
            };
            self.count(line, read);
        }
        self.user = Some(Ssh { from: Vec::new(), user: self.at(name.to_owned()), password, console: None, key: None });
    }

    fn console(&mut self, words: &[&str]) -> Option<()> {
        match words {
            ["set", "authentication", "password", "simple" | "hash", value] => {
                self.console = Some(self.secret(value, "services.ssh.console"));
            }
            ["authentication-mode", "password"] | ["user-role", "network-admin"] => {}
            _ => return None,
        }
        Some(())
    }

    fn finish(mut self) -> Reading {
        let origin = self.origin;
        let at = |on: bool| Sourced::new(on, origin);
        self.switch.vlans = self.vlans.all;
        let (drafts, aggregates): (Vec<Draft>, Vec<Draft>) = self.drafts.all.into_iter().partition(|d| d.number().is_none());
        let voices: VlanSet = drafts.iter().filter_map(|d| d.voice).collect();
        for vlan in &mut self.switch.vlans {
            vlan.snooping = at(self.snoops_all || self.snooped.contains(*vlan.id));
            vlan.voice = at(voices.contains(*vlan.id));
        }
        let zone = zones::ALL.iter().find(|z| words::offset(z) == self.offset && words::summer(z) == self.summer);
        self.switch.services.timezone = Sourced::new(zone.map_or("", |z| z.tz).to_owned(), origin);
        self.switch.name = self.switch.sysname.clone();
        let second = drafts.iter().any(|d| words::place(&d.interface).is_some_and(|(member, _)| member > 1));
        self.switch.hardware.stack |= second || self.switch.members.len() > 1 || !self.switch.stack_ports.is_empty();
        let stack = self.switch.hardware.stack;
        if !stack {
            self.switch.members = vec![Member { id: 1, model: Sourced::new(String::new(), origin), priority: None }];
        }
        let trusted: BTreeMap<u16, bool> = aggregates.iter().filter_map(|d| Some((d.number()?, d.trusted))).collect();
        self.switch.ports = drafts.iter().filter_map(|d| read_port::port(d, stack, &trusted, origin)).collect();
        let ports = &self.switch.ports;
        self.switch.lags = aggregates.iter().filter_map(|d| read_port::lag(d, ports, origin)).collect();
        self.switch.management = reading::management(self.addresses, self.gateway);
        let lists = &self.lists;
        let hosts = |list: Option<&String>| list.and_then(|l| lists.get(l)).cloned().unwrap_or_default();
        if let Some(snmp) = &mut self.switch.services.snmp {
            snmp.managers = hosts(self.snmp_list.as_ref());
        }
        self.switch.services.radius = self.radius;
        self.switch.services.ssh = self.user.map(|mut ssh| {
            ssh.from = hosts(self.ssh_list.as_ref());
            ssh.console = self.console;
            ssh
        });
        Reading { switch: self.switch, account: self.account }
    }
}
