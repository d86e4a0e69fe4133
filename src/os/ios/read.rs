//! An IOS configuration as the state that it makes: what `write` wrote, and what a 2960 shows of it.
//!
//! A default that the device does not print is filled in (a trunk without a list allows every VLAN). `add`, `remove`,
//! `except`, `all` and `none` are folded (switches.md 3.2, row 10). What a configuration does not say stays empty: see `project`.

use super::read_port::{self, Draft};
use super::words;
use crate::base::{Origin, Sourced};
use crate::net::zones;
use crate::net::{VlanId, VlanSet};
use crate::os::blocks::{Account, Block, Line, blocks};
use crate::os::reading::{self, Reading};
use crate::state::Switch;
use crate::state::switch::*;
use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr};

/// Reads a configuration; every value has the origin `origin`.
pub(super) fn read(text: &str, origin: Origin) -> Reading {
    let mut account = Account::default();
    let blocks = blocks(text, '!', &mut account);
    let mut reader = Reader::new(origin, account);
    for block in &blocks {
        reader.block(block);
    }
    reader.finish()
}

/// What is gathered before the parts can be joined.
struct Reader {
    origin: Origin,
    switch: Switch,
    account: Account,
    drafts: Vec<Draft>,
    channels: Vec<Draft>,
    lists: BTreeMap<String, Vec<Sourced<IpAddr>>>,
    snooped: VlanSet,
    inspected: VlanSet,
    loops: bool,
    offset: String,
    summer: Option<String>,
    ssh_lists: Vec<String>,
    snmp_lists: Vec<String>,
    console: Option<Sourced<crate::state::Secret>>,
    radius: Vec<Sourced<IpAddr>>,
    radius_secret: Option<Sourced<crate::state::Secret>>,
    coa: bool,
    gateway: Option<Ipv4Addr>,
}

impl Reader {
    fn new(origin: Origin, account: Account) -> Reader {
        Reader {
            origin,
            switch: reading::empty("ios", origin),
            account,
            drafts: Vec::new(),
            channels: Vec::new(),
            lists: BTreeMap::new(),
            snooped: VlanSet::default(),
            inspected: VlanSet::default(),
            loops: false,
            offset: String::new(),
            summer: None,
            ssh_lists: Vec::new(),
            snmp_lists: Vec::new(),
            console: None,
            radius: Vec::new(),
            radius_secret: None,
            coa: false,
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
            ["vlan", id] => self.vlan(id, block),
            ["interface", name] => self.interface(name, block),
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
                self.command(&block.head, words);
                for line in &block.body {
                    self.count(line, None);
                }
            }
        }
    }

    fn command(&mut self, line: &Line, words: &[&str]) {
        const FIXED: &[&str] = &[
            "end",
            "no ip http server",
            "no ip http secure-server",
            "vtp mode transparent",
            "spanning-tree mode mst",
            "spanning-tree extend system-id",
            "lldp run",
            "mls qos",
            "aaa new-model",
            "aaa authentication login default local",
            "aaa authentication login console line",
            "aaa authorization exec default local",
            "dot1x system-auth-control",
            "aaa authentication dot1x default group radius",
            "aaa authorization network default group radius",
            "ip dhcp snooping",
            "no ip dhcp snooping information option",
            "logging trap informational",
            "ip ssh version 2",
            "radius-server dead-criteria time 5 tries 3",
            "radius-server deadtime 10",
            "radius-server vsa send authentication",
        ];
        if FIXED.contains(&line.text) {
            return self.account.ignored.push((line.number, "the same on every switch"));
        }
        let read = self.global(line.text, words);
        self.count(line, read);
    }

    fn global(&mut self, text: &str, words: &[&str]) -> Option<()> {
        match words {
            ["version", ..] => {}
            ["hostname", name] => self.switch.sysname = self.at((*name).to_owned()),
            ["clock", "timezone", ..] => self.offset = text.strip_prefix("clock timezone ")?.to_owned(),
            ["clock", "summer-time", ..] => self.summer = Some(text.strip_prefix("clock summer-time ")?.to_owned()),
            ["ip", "domain-name", domain] | ["ip", "domain", "name", domain] => {
                self.switch.services.domain = Some(self.at((*domain).to_owned()));
            }
            ["ip", "name-server", address] => {
                let server = self.at(address.parse().ok()?);
                self.switch.services.dns.push(server);
            }
            ["ntp", "server", address] => {
                let server = self.at(address.parse().ok()?);
                self.switch.services.ntp.push(server);
            }
            ["spanning-tree", "mst", "0", "priority", priority] => self.switch.stp.priority = self.at(priority.parse().ok()?),
            ["errdisable", "recovery", "cause", "loopback"] => self.loops = true,
            ["ip", "dhcp", "snooping", "vlan", list] => self.snooped.extend(words::vlan_set(list)?.iter()),
            ["ip", "arp", "inspection", "vlan", list] => self.inspected.extend(words::vlan_set(list)?.iter()),
            ["ip", "default-gateway", gateway] => self.gateway = Some(gateway.parse().ok()?),
            ["ip", "radius", "source-interface", _] => {}
            ["logging", "host", "ipv6", rest @ ..] | ["logging", "host", rest @ ..] | ["logging", rest @ ..] => self.log(rest)?,
            ["access-list", _, "deny", "any"] => {}
            ["access-list", number, "permit", address] => {
                let host = self.at(address.parse().ok()?);
                self.lists.entry((*number).to_owned()).or_default().push(host);
            }
            ["snmp-server", "location", ..] => {
                self.switch.services.location = Some(self.at(text.strip_prefix("snmp-server location ")?.to_owned()));
            }
            ["snmp-server", "group", _, "v3", "priv" | "auth", "access", "ipv6", six, four] => {
                self.snmp_lists = vec![(*four).to_owned(), (*six).to_owned()];
            }
            ["snmp-server", "group", _, "v3", "priv" | "auth", "access", four] => self.snmp_lists = vec![(*four).to_owned()],
            ["snmp-server", "user", user, _, "v3", "auth", "sha", auth, rest @ ..] => self.snmp(user, auth, rest)?,
            ["radius-server", "host", address, "auth-port", "1812", "acct-port", "1813", "key", key @ ..] => {
                let server = self.at(address.parse().ok()?);
                self.radius.push(server);
                let key = reading::secret(key.last()?, "services.radius.secret", &mut self.account);
                self.radius_secret = Some(self.at(key));
            }
            ["username", user, "privilege", "15", "secret", _, secret] => {
                let secret = reading::secret(secret, "services.ssh.password", &mut self.account);
                let (user, password) = (self.at((*user).to_owned()), Some(self.at(secret)));
                self.switch.services.ssh = Some(Ssh { from: Vec::new(), user, password, console: None, key: None });
            }
            _ => return None,
        }
        Some(())
    }

    fn log(&mut self, words: &[&str]) -> Option<()> {
        let (address, transport, port) = match words {
            [address] => (address, Transport::Udp, 514),
            [address, "transport", "udp", "port", port] => (address, Transport::Udp, port.parse().ok()?),
            [address, "transport", "tcp", "port", port] => (address, Transport::Tcp, port.parse().ok()?),
            _ => return None,
        };
        let address = address.parse().ok()?;
        let server = Syslog { address: self.at(address), port: self.at(port), transport: self.at(transport) };
        self.switch.services.syslog.push(server);
        Some(())
    }

    fn snmp(&mut self, user: &str, auth: &str, rest: &[&str]) -> Option<()> {
        let privacy = match rest {
            [] => None,
            ["priv", "aes", "128", privacy] => Some(reading::secret(privacy, "services.snmp.privacy", &mut self.account)),
            _ => return None,
        };
        let auth = reading::secret(auth, "services.snmp.auth", &mut self.account);
        let privacy = privacy.map(|p| self.at(p));
        self.switch.services.snmp =
            Some(Snmp { managers: Vec::new(), user: self.at(user.to_owned()), auth: self.at(auth), privacy });
        Some(())
    }

    fn vlan(&mut self, id: &str, block: &Block) {
        let Ok(id) = id.parse::<VlanId>() else { return self.unknown(block) };
        let mut name = format!("VLAN{:04}", id.number());
        self.body(block, |_, words| match words {
            ["name", given] => {
                name = (*given).to_owned();
                Some(())
            }
            _ => None,
        });
        let vlan = Vlan {
            id: self.at(id),
            name: self.at(name),
            snooping: self.at(false),
            arp_inspection: self.at(false),
            voice: self.at(false),
        };
        self.switch.vlans.push(vlan);
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
        let mut draft = Draft::new(name);
        self.account.read += 1;
        for line in &block.body {
            let read = draft.line(line.text, &line.words());
            self.count(line, read);
        }
        if name.starts_with("Port-channel") { self.channels.push(draft) } else { self.drafts.push(draft) }
    }

    fn address(&mut self, vlan: &str, block: &Block) {
        let (mut net, mut v6) = (None, None);
        let Ok(vlan) = vlan.parse::<VlanId>() else { return self.unknown(block) };
        self.body(block, |_, words| match words {
            ["ip", "address", address, mask] => {
                let address: Ipv4Addr = address.parse().ok()?;
                let subnet = ipnet::Ipv4Net::with_netmask(address, mask.parse().ok()?).ok()?;
                net = Some((address, subnet.trunc()));
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
        self.switch.management = Some(Management {
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
        for vlan in &mut self.switch.vlans {
            vlan.snooping = at(self.snooped.contains(*vlan.id));
            vlan.arp_inspection = at(self.inspected.contains(*vlan.id));
            vlan.voice = at(self.drafts.iter().any(|d| d.voice.is_some_and(|v| v == *vlan.id)));
        }
        let zone = zones::ALL.iter().find(|z| words::offset(z) == self.offset && words::summer(z) == self.summer);
        self.switch.services.timezone = Sourced::new(zone.map_or("", |z| z.tz).to_owned(), origin);
        self.switch.name = self.switch.sysname.clone();
        self.switch.members = vec![Member { id: 1, model: Sourced::new(String::new(), origin), priority: None }];
        let channels: BTreeMap<u16, bool> = self.channels.iter().filter_map(|d| Some((d.number()?, d.trusted))).collect();
        let fast = words::fast(self.drafts.iter().map(|d| d.interface.as_str()));
        let loops = self.loops;
        self.switch.ports = self.drafts.iter().filter_map(|d| read_port::port(d, fast, loops, &channels, origin)).collect();
        let ports = &self.switch.ports;
        self.switch.lags = self.channels.iter().filter_map(|d| read_port::lag(d, ports, origin)).collect();
        if let (Some(management), Some(gateway)) = (&mut self.switch.management, self.gateway) {
            management.gateway = Sourced::new(gateway, origin);
        }
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
