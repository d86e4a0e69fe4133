//! A Comware 7 configuration as the state that it makes: what `write` wrote, and what a device shows of it.
//!
//! A default that the device does not print is filled in (access port in VLAN 1, trunk that permits VLAN 1). Lists of several
//! lines are united (switches.md 3.2, row 4). What a configuration does not say stays empty: see `project`.

use super::read_port::{self, Draft};
use super::words;
use crate::base::{Origin, Sourced};
use crate::net::zones;
use crate::net::{VlanId, VlanSet};
use crate::os::blocks::{Account, Block, Line, blocks};
use crate::os::reading::{self, Reading};
use crate::state::switch::*;
use crate::state::{Secret, Switch};
use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Reads a configuration; every value has the origin `origin`.
pub(super) fn read(text: &str, origin: Origin) -> Reading {
    let mut account = Account::default();
    let blocks = blocks(text, '#', &mut account);
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

/// What is gathered before the parts can be joined: which access list is whose, which port is whose member.
struct Reader {
    origin: Origin,
    switch: Switch,
    account: Account,
    drafts: Vec<Draft>,
    aggregates: Vec<Draft>,
    lists: BTreeMap<String, Vec<Sourced<IpAddr>>>,
    snooped: VlanSet,
    offset: String,
    summer: Option<String>,
    ssh_list: Option<String>,
    snmp_list: Option<String>,
    user: Option<Ssh>,
    console: Option<Sourced<Secret>>,
    radius: Option<Radius>,
    gateway: Option<Ipv4Addr>,
}

impl Reader {
    fn new(origin: Origin, account: Account) -> Reader {
        Reader {
            origin,
            switch: reading::empty("comware", origin),
            account,
            drafts: Vec::new(),
            aggregates: Vec::new(),
            lists: BTreeMap::new(),
            snooped: VlanSet::default(),
            offset: String::new(),
            summer: None,
            ssh_list: None,
            snmp_list: None,
            user: None,
            console: None,
            radius: None,
            gateway: None,
        }
    }

    fn at<T>(&self, value: T) -> Sourced<T> {
        Sourced::new(value, self.origin)
    }

    /// Counts a line: `Some` was read, `None` is not known.
    fn count(&mut self, line: &Line, read: Option<()>) {
        match read {
            Some(()) => self.account.read += 1,
            None => self.account.unknown.push(line.number),
        }
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
            ["interface", name] => self.interface(name, block),
            ["stp", "region-configuration"] => self.body(block, Reader::region),
            ["irf-port", name] => self.stack_port(name, block),
            ["radius", "scheme", _] => self.body(block, Reader::scheme),
            ["radius", "dynamic-author", "server"] => {
                if let Some(radius) = &mut self.radius {
                    radius.coa = Sourced::new(true, self.origin);
                }
                self.ignored(block, "its clients are the scheme's servers");
            }
            ["domain", "preau" | "preau-open"] => self.ignored(block, "ports say which domain they use"),
            ["acl", "basic", number] | ["acl", "ipv6", "basic", number] => self.list(number, block),
            ["local-user", name, "class", "manage"] => self.user(name, block),
            ["public-key", "peer", _] => self.ignored(block, "a key is not read back"),
            ["line", "class", "aux"] => self.body(block, Reader::console),
            ["line", ..] => self.ignored(block, "who may come is said by the access list"),
            words => {
                let words = words.to_vec();
                self.command(&head, &words);
                for line in &block.body {
                    self.count(line, None);
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

    fn body(&mut self, block: &Block, read: fn(&mut Reader, &[&str]) -> Option<()>) {
        self.account.read += 1;
        for line in &block.body {
            let known = read(self, &line.words());
            self.count(line, known);
        }
    }

    fn command(&mut self, line: &Line, words: &[&str]) {
        const FIXED: &[&str] = &[
            "return",
            "lldp global enable",
            "stp mode mstp",
            "stp bpdu-protection",
            "stp global enable",
            "clock protocol ntp",
            "undo telnet server enable",
            "undo ip http enable",
            "undo ip https enable",
            "mac-authentication",
            "dot1x",
            "dot1x authentication-method eap",
            "snmp-agent",
            "snmp-agent sys-info version v3",
            "ntp-service enable",
            "undo snmp-agent sys-info version v1 v2c",
            "undo voice-vlan security enable",
            "ssh server enable",
            "mac-authentication user-name-format mac-address without-hyphen lowercase",
            "info-center source default loghost level informational",
        ];
        if FIXED.contains(&line.text) {
            return self.ignore(line, "the same on every switch");
        }
        let read = self.global(line.text, words);
        self.count(line, read);
    }

    fn global(&mut self, text: &str, words: &[&str]) -> Option<()> {
        let services = &mut self.switch.services;
        match words {
            ["version", ..] => {}
            ["sysname", name] => self.switch.sysname = Sourced::new((*name).to_owned(), self.origin),
            ["clock", "timezone", ..] => self.offset = text.strip_prefix("clock timezone ")?.to_owned(),
            ["clock", "summer-time", ..] => self.summer = Some(text.strip_prefix("clock summer-time ")?.to_owned()),
            ["irf", "mac-address", "persistent", "always"] => self.switch.hardware.stack = true,
            ["irf", "member", id, "priority", priority] => {
                let member = Member {
                    id: id.parse().ok()?,
                    model: self.at(String::new()),
                    priority: Some(self.at(priority.parse().ok()?)),
                };
                self.switch.members.push(member);
            }
            ["dhcp", "snooping", "enable", "vlan", list @ ..] => self.snooped.extend(words::vlan_set(list)?.iter()),
            ["stp", "instance", "0", "priority", priority] => self.switch.stp.priority = self.at(priority.parse().ok()?),
            // 0 and 4096 are what the two words set (Layer 2 command reference, `stp root`).
            ["stp", "instance", "0", "root", "primary"] => self.switch.stp.priority = self.at(0),
            ["stp", "instance", "0", "root", "secondary"] => self.switch.stp.priority = self.at(4096),
            ["ip", "route-static", "0.0.0.0", "0", gateway] => self.gateway = Some(gateway.parse().ok()?),
            ["dns", "domain", domain] => services.domain = Some(Sourced::new((*domain).to_owned(), self.origin)),
            ["dns", "server", address] | ["ipv6", "dns", "server", address] => {
                services.dns.push(Sourced::new(address.parse().ok()?, self.origin));
            }
            ["ntp-service", "unicast-server", address] | ["ntp-service", "ipv6", "unicast-server", address] => {
                services.ntp.push(Sourced::new(address.parse().ok()?, self.origin));
            }
            ["info-center", "loghost", "source", _] => {}
            ["info-center", "loghost", "ipv6", rest @ ..] | ["info-center", "loghost", rest @ ..] => {
                let (address, port) = match rest {
                    [address] => (address, 514),
                    [address, "port", port] => (address, port.parse().ok()?),
                    _ => return None,
                };
                let address = address.parse().ok()?;
                let server = Syslog { address: self.at(address), port: self.at(port), transport: self.at(Transport::Udp) };
                self.switch.services.syslog.push(server);
            }
            ["snmp-agent", "sys-info", "location", ..] => {
                let location = text.strip_prefix("snmp-agent sys-info location ")?.to_owned();
                services.location = Some(Sourced::new(location, self.origin));
            }
            ["snmp-agent", "group", "v3", _, "privacy" | "authentication", "acl", list, ..] => {
                self.snmp_list = Some((*list).to_owned())
            }
            ["snmp-agent", "usm-user", "v3", user, _, "simple", "authentication-mode", "sha", auth, rest @ ..] => {
                let privacy = match rest {
                    [] => None,
                    ["privacy-mode", "aes128", privacy] => Some(self.secret(privacy, "services.snmp.privacy")),
                    _ => return None,
                };
                let auth = self.secret(auth, "services.snmp.auth");
                self.switch.services.snmp = Some(Snmp { managers: Vec::new(), user: self.at((*user).to_owned()), auth, privacy });
            }
            ["ssh", "server", "acl", list] => self.ssh_list = Some((*list).to_owned()),
            ["ssh", "server", "ipv6", "acl", "ipv6", _] => {}
            ["ssh", "user", _, "service-type", "stelnet", "authentication-type", ..] => {}
            _ => return None,
        }
        Some(())
    }

    fn secret(&mut self, word: &str, field: &'static str) -> Sourced<Secret> {
        let secret = reading::secret(word, field, &mut self.account);
        self.at(secret)
    }

    fn vlan(&mut self, id: &str, block: &Block) {
        let Ok(id) = id.parse::<VlanId>() else { return self.unknown(block) };
        self.account.read += 1;
        let (mut name, mut inspected) = (unnamed(id), false);
        for line in &block.body {
            let read = match line.words().as_slice() {
                ["name", ..] => line.text.strip_prefix("name ").map(|n| name = n.to_owned()),
                ["arp", "detection", "enable"] => {
                    inspected = true;
                    Some(())
                }
                _ => None,
            };
            self.count(line, read);
        }
        self.create(id, name, inspected);
    }

    fn vlan_range(&mut self, block: &Block) {
        let words = block.head.words();
        let Some(set) = words.get(1..).and_then(words::vlan_set).filter(|_| block.body.is_empty()) else {
            return self.unknown(block);
        };
        self.account.read += 1;
        set.iter().for_each(|id| self.create(id, unnamed(id), false));
    }

    fn create(&mut self, id: VlanId, name: String, inspected: bool) {
        let vlan = Vlan {
            id: self.at(id),
            name: self.at(name),
            snooping: self.at(false),
            arp_inspection: self.at(inspected),
            voice: self.at(false),
        };
        self.switch.vlans.push(vlan);
    }

    fn interface(&mut self, name: &str, block: &Block) {
        if let Some(vlan) = name.strip_prefix("Vlan-interface") {
            return self.address(vlan, block);
        }
        self.account.read += 1;
        let mut draft = Draft::new(name);
        for line in &block.body {
            let read = draft.line(line.text, &line.words());
            self.count(line, read);
        }
        if name.starts_with("Bridge-Aggregation") { self.aggregates.push(draft) } else { self.drafts.push(draft) }
    }

    fn address(&mut self, vlan: &str, block: &Block) {
        let (Ok(vlan), [first, rest @ ..]) = (vlan.parse::<VlanId>(), block.body.as_slice()) else {
            return self.ignored(block, "an interface without an address");
        };
        let words = first.words();
        let ["ip", "address", address, mask] = words.as_slice() else {
            return self.ignored(block, "an interface without an address");
        };
        let (Ok(address), Ok(mask)) = (address.parse::<Ipv4Addr>(), mask.parse::<Ipv4Addr>()) else {
            return self.unknown(block);
        };
        let Ok(subnet) = ipnet::Ipv4Net::with_netmask(address, mask) else { return self.unknown(block) };
        self.account.read += 2;
        let mut v6 = None;
        for line in rest {
            let read = match line.words().as_slice() {
                ["ipv6", "address", address] => address.parse::<ipnet::Ipv6Net>().ok().map(|net| v6 = Some(net)),
                _ => None,
            };
            self.count(line, read);
        }
        self.switch.management = Some(Management {
            vlan: self.at(vlan),
            address: self.at(address),
            subnet: self.at(subnet.trunc()),
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
                ["rule", "permit", "source", address, "0" | "128"] => address.parse().ok().map(|address| {
                    let address = self.at(address);
                    self.lists.entry(number.to_owned()).or_default().push(address);
                }),
                ["rule", "deny"] => Some(()),
                _ => None,
            };
            self.count(line, read);
        }
    }

    fn user(&mut self, name: &str, block: &Block) {
        self.account.read += 1;
        let mut password = None;
        for line in &block.body {
            let read = match line.words().as_slice() {
                ["password", "simple" | "hash", value] => {
                    password = Some(self.secret(value, "services.ssh.password"));
                    Some(())
                }
                ["service-type", "ssh", "terminal"] | ["authorization-attribute", "user-role", "network-admin"] => Some(()),
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
        for vlan in &mut self.switch.vlans {
            vlan.snooping = at(self.snooped.contains(*vlan.id));
            let phones = |d: &Draft| d.voice.is_some_and(|v| v == *vlan.id);
            vlan.voice = at(self.drafts.iter().any(phones));
        }
        let zone = zones::ALL.iter().find(|z| words::offset(z) == self.offset && words::summer(z) == self.summer);
        self.switch.services.timezone = Sourced::new(zone.map_or("", |z| z.tz).to_owned(), origin);
        self.switch.name = self.switch.sysname.clone();
        if !self.switch.hardware.stack {
            self.switch.members = vec![Member { id: 1, model: Sourced::new(String::new(), origin), priority: None }];
        }
        let stack = self.switch.hardware.stack;
        let aggregates: BTreeMap<u16, bool> = self.aggregates.iter().filter_map(|d| Some((d.number()?, d.trusted))).collect();
        self.switch.ports = self.drafts.iter().filter_map(|d| read_port::port(d, stack, &aggregates, origin)).collect();
        let ports = &self.switch.ports;
        self.switch.lags = self.aggregates.iter().filter_map(|d| read_port::lag(d, ports, origin)).collect();
        if let (Some(management), Some(gateway)) = (&mut self.switch.management, self.gateway) {
            management.gateway = Sourced::new(gateway, origin);
        }
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
