//! An IOS configuration as the state that it makes: what `write` wrote, and what a 2960 shows of it.
//!
//! A default that the device does not print is filled in (a trunk without a list allows every VLAN). `add`, `remove`,
//! `except`, `all` and `none` are folded (switches.md 3.2, row 10). What a configuration does not say stays empty: see `project`.

use super::asides::{ASIDES, FIXED};
use super::read_port::{self, Common, Draft};
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
use std::net::{IpAddr, Ipv4Addr};

/// Reads a configuration; every value has the origin `origin`.
pub(super) fn read(text: &str, origin: Origin) -> Reading {
    let mut account = Account::default();
    let text = terminal::shown(text);
    let blocks = blocks(&text, '!', &mut account);
    let mut reader = Reader::new(origin, account);
    for block in &blocks {
        reader.block(block);
    }
    reader.finish()
}

/// The name that the device shows when none was given.
fn unnamed(id: VlanId) -> String {
    format!("VLAN{:04}", id.number())
}

/// Why an interface is neither a port nor an aggregate of a switch.
fn outside(name: &str, block: &Block) -> Option<&'static str> {
    if words::place(name).is_none() && !name.starts_with("Port-channel") {
        return Some("an interface that is no port of a switch");
    }
    let routes = |line: &Line| matches!(line.words().as_slice(), ["no", "switchport"] | ["ip", "address", ..]);
    block.body.iter().any(routes).then_some("a port that routes, which a switch's state has no place for")
}

/// What is gathered before the parts can be joined.
pub(super) struct Reader {
    origin: Origin,
    pub(super) switch: Switch,
    pub(super) account: Account,
    vlans: Vlans,
    drafts: Drafts<Draft>,
    pub(super) lists: BTreeMap<String, Vec<Sourced<IpAddr>>>,
    pub(super) snooped: VlanSet,
    pub(super) inspected: VlanSet,
    pub(super) loops: bool,
    pub(super) edges: bool,
    pub(super) offset: String,
    pub(super) summer: Option<String>,
    ssh_lists: Vec<String>,
    pub(super) snmp_lists: Vec<String>,
    console: Option<Sourced<Secret>>,
    pub(super) radius: Vec<Sourced<IpAddr>>,
    pub(super) radius_secret: Option<Sourced<Secret>>,
    coa: bool,
    addresses: Vec<Management>,
    pub(super) gateway: Option<Ipv4Addr>,
}

impl Reader {
    fn new(origin: Origin, account: Account) -> Reader {
        Reader {
            origin,
            switch: reading::empty("ios", origin),
            account,
            vlans: Vlans::default(),
            drafts: Drafts::new(),
            lists: BTreeMap::new(),
            snooped: VlanSet::default(),
            inspected: VlanSet::default(),
            loops: false,
            edges: false,
            offset: String::new(),
            summer: None,
            ssh_lists: Vec::new(),
            snmp_lists: Vec::new(),
            console: None,
            radius: Vec::new(),
            radius_secret: None,
            coa: false,
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

    fn unknown(&mut self, block: &Block) {
        for line in std::iter::once(&block.head).chain(&block.body) {
            self.count(line, None);
        }
    }

    fn ignored(&mut self, block: &Block, why: &'static str) {
        for line in std::iter::once(&block.head).chain(&block.body) {
            self.account.ignored.push((line.number, why));
        }
    }

    fn body(&mut self, block: &Block, mut read: impl FnMut(&mut Reader, &[&str]) -> Option<()>) {
        self.account.read += 1;
        for line in &block.body {
            let known = read(self, &line.words());
            self.count(line, known);
        }
    }

    fn block(&mut self, block: &Block) {
        match block.head.words().as_slice() {
            ["vlan", list] if list.contains([',', '-']) && block.body.is_empty() => {
                let set = words::vlan_set(list);
                for id in set.iter().flat_map(VlanSet::iter) {
                    self.vlans.of(id, unnamed, self.origin);
                }
                self.count(&block.head, set.map(|_| ()));
            }
            ["vlan", id] => self.vlan(id, block),
            ["interface", "range", list @ ..] => self.range(&list.concat(), block),
            ["interface", name @ ..] => self.interface(&words::interface(&name.concat()), block),
            ["line", "aux", _] => self.ignored(block, "a socket that nobody uses"),
            ["spanning-tree", "mst", "configuration"] => self.body(block, Reader::region),
            ["aaa", "server", "radius", "dynamic-author"] => {
                self.coa = true;
                self.ignored(block, "its clients are the servers of `radius-server host`");
            }
            ["ipv6", "access-list", name] => {
                let name = (*name).to_owned();
                self.body(block, |reader, words| reader.rule6(&name, words));
            }
            ["line", "con", "0"] => self.body(block, Reader::console),
            ["line", "vty", ..] => self.body(block, Reader::terminal),
            words => {
                let read = self.command(&block.head, words);
                // What stands under a command that is known and not kept is not kept either.
                match aside(block.head.text, ASIDES).filter(|_| !read) {
                    Some(why) => block.body.iter().for_each(|line| self.account.ignored.push((line.number, why))),
                    None => block.body.iter().for_each(|line| self.count(line, None)),
                }
            }
        }
    }

    /// Reads a command that stands alone; whether it became part of the state.
    fn command(&mut self, line: &Line, words: &[&str]) -> bool {
        if FIXED.contains(&line.text) {
            self.account.ignored.push((line.number, "the same on every switch"));
            return false;
        }
        let read = self.global(line.text, words);
        self.count(line, read);
        read.is_some()
    }

    fn vlan(&mut self, id: &str, block: &Block) {
        let Ok(id) = id.parse::<VlanId>() else { return self.unknown(block) };
        let origin = self.origin;
        self.account.read += 1;
        let Some(vlan) = self.vlans.of(id, unnamed, origin) else { return };
        for line in &block.body {
            // A name with spaces is shown between quotes.
            let name = line.text.strip_prefix("name ").map(|name| name.trim().trim_matches('"'));
            let read = name.map(|name| vlan.name = Sourced::new(name.to_owned(), origin));
            self.account.count(line, read, ASIDES);
        }
    }

    fn region(&mut self, words: &[&str]) -> Option<()> {
        match words {
            ["name", name] => self.switch.stp.region = self.at((*name).to_owned()),
            ["revision", revision] => self.switch.stp.revision = self.at(revision.parse().ok()?),
            _ => return None,
        }
        Some(())
    }

    fn rule6(&mut self, name: &str, words: &[&str]) -> Option<()> {
        match words {
            ["permit", "ipv6", "host", address, "any"] => {
                let host = self.at(address.parse().ok()?);
                self.lists.entry(name.to_owned()).or_default().push(host);
            }
            ["deny", "ipv6", "any", "any"] => {}
            _ => return None,
        }
        Some(())
    }

    fn console(&mut self, words: &[&str]) -> Option<()> {
        match words {
            ["password", rest @ ..] => {
                let secret = reading::secret(rest.last()?, "services.ssh.console", &mut self.account);
                self.console = Some(self.at(secret));
            }
            ["login"] | ["login", "authentication", "console"] => {}
            _ => return None,
        }
        Some(())
    }

    fn terminal(&mut self, words: &[&str]) -> Option<()> {
        let mut list = |name: &str| {
            if !self.ssh_lists.iter().any(|l| l == name) {
                self.ssh_lists.push(name.to_owned());
            }
        };
        match words {
            ["access-class", name, "in"] | ["ipv6", "access-class", name, "in"] => list(name),
            ["login", "local"] | ["transport", "input", "ssh"] => {}
            _ => return None,
        }
        Some(())
    }

    fn interface(&mut self, name: &str, block: &Block) {
        if let Some(vlan) = name.strip_prefix("Vlan") {
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

    /// `interface range FastEthernet0/1 - 24, GigabitEthernet0/1`: a script's, not a device's. `list` is without spaces.
    fn range(&mut self, list: &str, block: &Block) {
        let mut names: Vec<String> = Vec::new();
        for item in list.split(',') {
            // A type may hold a dash too: what follows the last one is a number, or the item is one interface.
            let run = item.rsplit_once('-').and_then(|(first, last)| Some((words::interface(first), last.parse().ok()?)));
            match run.map(|(first, last)| reading::run(&first, last)) {
                Some(Some(run)) => names.extend(run),
                Some(None) => return self.unknown(block),
                None => names.push(words::interface(item)),
            }
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
        let (mut net, mut v6) = (None, None);
        let Ok(vlan) = vlan.parse::<VlanId>() else { return self.unknown(block) };
        self.body(block, |_, words| match words {
            ["ip", "address", address, mask] => {
                net = Some(reading::net(address, mask)?);
                Some(())
            }
            ["ipv6", "address", address] => {
                v6 = Some(address.parse::<ipnet::Ipv6Net>().ok()?);
                Some(())
            }
            ["no", "ip", "address"] | ["no", "shutdown"] | ["shutdown"] => Some(()),
            _ => None,
        });
        let Some((address, subnet)) = net else { return };
        self.addresses.push(Management {
            vlan: self.at(vlan),
            address: self.at(address),
            subnet: self.at(subnet),
            gateway: self.at(Ipv4Addr::UNSPECIFIED),
            v6: v6.map(|net| (self.at(net.addr()), self.at(net.trunc()))),
        });
    }

    fn finish(mut self) -> Reading {
        let origin = self.origin;
        let at = |on: bool| Sourced::new(on, origin);
        self.switch.vlans = self.vlans.all;
        let (drafts, channels): (Vec<Draft>, Vec<Draft>) = self.drafts.all.into_iter().partition(|d| d.number().is_none());
        let voices: VlanSet = drafts.iter().filter_map(|d| d.voice).collect();
        for vlan in &mut self.switch.vlans {
            vlan.snooping = at(self.snooped.contains(*vlan.id));
            vlan.arp_inspection = at(self.inspected.contains(*vlan.id));
            vlan.voice = at(voices.contains(*vlan.id));
        }
        let zone = zones::ALL.iter().find(|z| words::offset(z) == self.offset && words::summer(z) == self.summer);
        self.switch.services.timezone = Sourced::new(zone.map_or("", |z| z.tz).to_owned(), origin);
        self.switch.name = self.switch.sysname.clone();
        let numbering = words::Numbering::of(drafts.iter().map(|d| d.interface.as_str()));
        let member = |id| Member { id, model: Sourced::new(String::new(), origin), priority: None };
        self.switch.hardware.stack = numbering.stack;
        self.switch.members = if numbering.stack { numbering.members().map(member).collect() } else { vec![member(1)] };
        let trusted: BTreeMap<u16, bool> = channels.iter().filter_map(|d| Some((d.number()?, d.trusted))).collect();
        let common = Common { numbering: &numbering, loops: self.loops, edges: self.edges, channels: &trusted };
        self.switch.ports = drafts.iter().filter_map(|d| read_port::port(d, &common, origin)).collect();
        let ports = &self.switch.ports;
        self.switch.lags = channels.iter().filter_map(|d| read_port::lag(d, ports, origin)).collect();
        self.switch.management = reading::management(self.addresses, self.gateway);
        let lists = &self.lists;
        let hosts = |names: &[String]| names.iter().filter_map(|n| lists.get(n)).flatten().copied().collect();
        if let Some(snmp) = &mut self.switch.services.snmp {
            snmp.managers = hosts(&self.snmp_lists);
        }
        if let Some(ssh) = &mut self.switch.services.ssh {
            ssh.from = hosts(&self.ssh_lists);
            ssh.console = self.console;
        }
        let (servers, coa) = (self.radius, Sourced::new(self.coa, origin));
        self.switch.services.radius = self.radius_secret.map(|secret| Radius { servers, secret, coa });
        Reading { switch: self.switch, account: self.account }
    }
}
