//! An Instant configuration as a state: what `write` writes, and what `show running-config` shows of it.
//!
//! Lines that follow from others, or are the same in every cluster, are counted as ignored; lines that nobody knows as unknown.

use super::words;
use crate::base::{Origin, Sourced};
use crate::net::zones;
use crate::net::{Band, Hours, VlanId};
use crate::os::blocks::{Account, Block, Line, blocks};
use crate::os::{ClusterReading, reading};
use crate::state::Wlan;
use crate::state::wlan::{Own, Point, Radio, Role, Security, Server, Ssid};
use std::collections::BTreeMap;
use std::net::Ipv4Addr;

/// Reads a configuration.
pub(super) fn read(text: &str, origin: Origin) -> ClusterReading {
    let mut account = Account::default();
    let blocks = blocks(text, '!', &mut account);
    let mut reader = Reader::new(origin, account);
    blocks.iter().for_each(|block| reader.block(block));
    reader.finish()
}

struct Reader {
    origin: Origin,
    wlan: Wlan,
    account: Account,
    offset: String,
    summer: Option<String>,
    ranges: BTreeMap<String, Hours>,
    /// Hours of access rules, by name.
    rules: BTreeMap<String, Option<Hours>>,
    portals: BTreeMap<String, Portal>,
    /// An SSID as far as it was read, by index, with the names of its portal and of its roles' rules.
    drafts: Vec<Draft>,
}

#[derive(Default)]
struct Portal {
    host: String,
    port: String,
    path: String,
    https: bool,
}

struct Draft {
    index: u32,
    ssid: Ssid,
    portal: Option<String>,
    hours: Vec<String>,
    /// The filter and the rule of each `set-role`.
    roles: Vec<(String, String)>,
    vlans: BTreeMap<String, VlanId>,
}

impl Reader {
    fn new(origin: Origin, account: Account) -> Reader {
        let text = |value: &str| Sourced::new(value.to_owned(), origin);
        let wlan = Wlan {
            name: text(""),
            os: text("aruba-instant"),
            country: text(""),
            timezone: text(""),
            address: None,
            ntp: Vec::new(),
            radius: Vec::new(),
            ssids: Vec::new(),
            points: Vec::new(),
        };
        Reader {
            origin,
            wlan,
            account,
            offset: String::new(),
            summer: None,
            ranges: BTreeMap::new(),
            rules: BTreeMap::new(),
            portals: BTreeMap::new(),
            drafts: Vec::new(),
        }
    }

    fn at<T>(&self, value: T) -> Sourced<T> {
        Sourced::new(value, self.origin)
    }

    fn count(&mut self, line: &Line, read: Option<()>) {
        match read {
            Some(()) => self.account.read += 1,
            None => self.account.unknown.push(line.number),
        }
    }

    fn ignore(&mut self, block: &Block, why: &'static str) {
        for line in std::iter::once(&block.head).chain(&block.body) {
            self.account.ignored.push((line.number, why));
        }
    }

    /// Counts the header as read, and each line of the body as `read` says; lines of `fixed` are the same everywhere.
    fn body(&mut self, block: &Block, fixed: &[&str], mut read: impl FnMut(&mut Reader, &Line, &[&str]) -> Option<()>) {
        self.account.read += 1;
        for line in &block.body {
            if fixed.contains(&line.text) {
                self.account.ignored.push((line.number, "the same in every cluster"));
                continue;
            }
            let known = read(self, line, &line.words());
            self.count(line, known);
        }
    }

    fn block(&mut self, block: &Block) {
        match block.head.words().as_slice() {
            ["arm"] => self.ignore(block, "follows from the channels of the access points"),
            ["wlan", "access-rule", name] => self.rule(name, block),
            ["wlan", "auth-server", name] => self.server(name, block),
            ["wlan", "external-captive-portal", name] => self.portal(name, block),
            ["wlan", "ssid-profile", _] => self.ssid(block),
            ["per-ap-settings", mac] => self.point(mac, block),
            words => {
                if ["rf-band all", "extended-ssid", "dynamic-radius-proxy"].contains(&block.head.text) {
                    self.account.ignored.push((block.head.number, "the same in every cluster"));
                } else if let ["allowed-ap", _] = words {
                    self.account.ignored.push((block.head.number, "its settings say the same"));
                } else {
                    let read = self.global(block.head.text, words);
                    self.count(&block.head, read);
                }
                for line in &block.body {
                    self.count(line, None);
                }
            }
        }
    }

    fn global(&mut self, text: &str, words: &[&str]) -> Option<()> {
        match words {
            ["virtual-controller-country", country] => self.wlan.country = self.at((*country).to_owned()),
            ["virtual-controller-ip", address] => self.wlan.address = Some(self.at(address.parse().ok()?)),
            ["name", name] => self.wlan.name = self.at((*name).to_owned()),
            ["clock", "timezone", ..] => self.offset = text.strip_prefix("clock timezone ")?.to_owned(),
            ["clock", "summer-time", ..] => self.summer = Some(text.strip_prefix("clock summer-time ")?.to_owned()),
            ["ntp-server", address] => {
                let server = self.at(address.parse().ok()?);
                self.wlan.ntp.push(server);
            }
            ["time-range", name, "periodic", day, from, "to", to] => {
                self.ranges.insert((*name).to_owned(), words::range(day, from, to)?);
            }
            _ => return None,
        }
        Some(())
    }

    fn rule(&mut self, name: &str, block: &Block) {
        let mut ranges: Vec<String> = Vec::new();
        self.body(block, &[], |_, _, words| match words {
            ["index", _] | ["rule", "any", "any", "match", "any", "any", "any", "permit"] => Some(()),
            ["rule", "any", "any", "match", "any", "any", "any", "permit", "time-range", range] => {
                ranges.push((*range).to_owned());
                Some(())
            }
            _ => None,
        });
        let hours = self.hours(&ranges);
        self.rules.insert(name.to_owned(), hours);
    }

    /// The hours that ranges say together.
    fn hours(&self, names: &[String]) -> Option<Hours> {
        let mut ranges = names.iter().filter_map(|n| self.ranges.get(n)).copied();
        let first = ranges.next()?;
        Some(ranges.filter(|r| (r.from, r.to) == (first.from, first.to)).fold(first, |a, b| Hours { days: a.days | b.days, ..a }))
    }

    fn server(&mut self, name: &str, block: &Block) {
        let (mut address, mut secret, mut coa) = (None, None, false);
        let fixed = ["port 1812", "acctport 1813", "timeout 5", "retry-count 3"];
        self.body(block, &fixed, |reader, _, words| match words {
            ["ip", ip] => {
                address = Some(ip.parse().ok()?);
                Some(())
            }
            ["key", key] => {
                secret = Some(reading::secret(key, "radius.secret", &mut reader.account));
                Some(())
            }
            // The cluster's own address.
            ["nas-ip", _] => Some(()),
            ["rfc3576"] => {
                coa = true;
                Some(())
            }
            _ => None,
        });
        let (Some(address), Some(secret)) = (address, secret) else { return };
        let server =
            Server { name: self.at(name.to_owned()), address: self.at(address), secret: self.at(secret), coa: self.at(coa) };
        self.wlan.radius.push(server);
    }

    fn portal(&mut self, name: &str, block: &Block) {
        let mut portal = Portal::default();
        self.body(block, &[], |_, _, words| {
            match words {
                ["server", host] => portal.host = (*host).to_owned(),
                ["port", port] => portal.port = (*port).to_owned(),
                ["url", path] => portal.path = path.trim_matches('"').to_owned(),
                ["https"] => portal.https = true,
                _ => return None,
            }
            Some(())
        });
        self.portals.insert(name.to_owned(), portal);
    }

    fn ssid(&mut self, block: &Block) {
        let mut draft =
            Draft { index: 0, ssid: self.nameless(), portal: None, hours: Vec::new(), roles: Vec::new(), vlans: BTreeMap::new() };
        let fixed = ["enable", "broadcast-filter arp", "dtim-period 1", "max-clients-threshold 64", "captive-portal disable"];
        self.body(block, &fixed, |reader, line, words| reader.profile(&mut draft, line.text, words));
        self.drafts.push(draft);
    }

    fn nameless(&self) -> Ssid {
        Ssid {
            name: self.at(String::new()),
            security: self.at(Security::Open),
            secret: None,
            radius: Vec::new(),
            vlan: self.at(VlanId::DEFAULT),
            bands: self.at(Vec::new()),
            hours: None,
            guest: self.at(false),
            isolate: self.at(false),
            portal: None,
            keep: None,
            zones: Vec::new(),
            roles: Vec::new(),
        }
    }

    fn profile(&mut self, draft: &mut Draft, text: &str, words: &[&str]) -> Option<()> {
        let ssid = &mut draft.ssid;
        match words {
            ["index", index] => draft.index = index.parse().ok()?,
            ["type", kind @ ("guest" | "employee")] => ssid.guest = self.at(*kind == "guest"),
            ["essid", ..] => ssid.name = self.at(text.strip_prefix("essid ")?.to_owned()),
            ["opmode", mode] => ssid.security = self.at(words::security(mode)?),
            ["wpa-passphrase", secret] => {
                let secret = reading::secret(secret, "ssids.secret", &mut self.account);
                ssid.secret = Some(self.at(secret));
            }
            ["vlan", id] => ssid.vlan = self.at(id.parse().ok()?),
            ["rf-band", band] => ssid.bands = self.at(words::bands(band)?),
            ["rf-band-6ghz"] => {
                let bands = ssid.bands.iter().copied().chain([Band::Six]).collect();
                ssid.bands = self.at(bands);
            }
            ["auth-server", name] => ssid.radius.push(self.at((*name).to_owned())),
            // Told to every server that is asked.
            ["radius-accounting"] => {}
            ["set-role", "Filter-Id", "equals", filter, rule] => draft.roles.push(((*filter).to_owned(), (*rule).to_owned())),
            ["set-vlan", "Filter-Id", "equals", filter, id] => {
                draft.vlans.insert((*filter).to_owned(), id.parse().ok()?);
            }
            ["zone", zones] => ssid.zones = self.list(zones),
            ["time-range", name, "enable"] => draft.hours.push((*name).to_owned()),
            ["deny-inter-user-bridging"] => ssid.isolate = self.at(true),
            ["captive-portal", "external", "profile", name] => draft.portal = Some((*name).to_owned()),
            _ => return None,
        }
        Some(())
    }

    fn list(&self, zones: &str) -> Vec<Sourced<String>> {
        zones.split(',').map(|zone| self.at(zone.to_owned())).collect()
    }

    fn point(&mut self, mac: &str, block: &Block) {
        let Ok(mac) = mac.parse() else { return self.unknown(block) };
        let mut point = Point {
            name: self.at(String::new()),
            mac: self.at(mac),
            address: None,
            zones: Vec::new(),
            radios: Vec::new(),
            raw: Vec::new(),
        };
        let mut channels: BTreeMap<Band, (String, String)> = BTreeMap::new();
        let fixed = ["swarm-mode cluster", "uplink-vlan 0"];
        self.body(block, &fixed, |reader, _, words| {
            match words {
                ["hostname", name] => point.name = reader.at((*name).to_owned()),
                ["ip-address", "0.0.0.0", "0.0.0.0", "0.0.0.0", "0.0.0.0", "\"\""] => {}
                ["ip-address", address, mask, gateway, "0.0.0.0", "\"\""] => {
                    let address: Ipv4Addr = address.parse().ok()?;
                    let subnet = ipnet::Ipv4Net::with_netmask(address, mask.parse().ok()?).ok()?.trunc();
                    let gateway = gateway.parse().ok()?;
                    point.address =
                        Some(Own { address: reader.at(address), subnet: reader.at(subnet), gateway: reader.at(gateway) });
                }
                ["wifi0-mode", "access"] => point.radios.push(reader.radio(Band::Five)),
                ["wifi1-mode", "access"] => point.radios.push(reader.radio(Band::Two)),
                ["wifi2-mode", "access"] => point.radios.push(reader.radio(Band::Six)),
                ["radio-0-disable" | "radio-1-disable" | "radio-2-disable"] => {}
                [key @ ("g-channel" | "a-channel"), channel, power] => {
                    let band = if *key == "g-channel" { Band::Two } else { Band::Five };
                    words::radio_of(band, channel, power)?;
                    channels.insert(band, ((*channel).to_owned(), (*power).to_owned()));
                }
                ["zonename", zones] => point.zones = reader.list(zones),
                _ => return None,
            }
            Some(())
        });
        for radio in &mut point.radios {
            let said = channels.get(&*radio.band).and_then(|(channel, power)| words::radio_of(*radio.band, channel, power));
            let (channel, power) = said.unwrap_or_default();
            radio.channel = channel.map(|c| self.at(c));
            radio.power = power.map(|p| self.at(p));
        }
        point.radios.sort_by_key(|r| *r.band);
        self.wlan.points.push(point);
    }

    fn radio(&self, band: Band) -> Radio {
        Radio { band: self.at(band), channel: None, power: None }
    }

    fn unknown(&mut self, block: &Block) {
        for line in std::iter::once(&block.head).chain(&block.body) {
            self.count(line, None);
        }
    }

    fn finish(mut self) -> ClusterReading {
        let zone = zones::ALL.iter().find(|z| words::offset(z) == self.offset && words::summer(z) == self.summer);
        self.wlan.timezone = self.at(zone.map_or("", |z| z.tz).to_owned());
        let mut drafts = std::mem::take(&mut self.drafts);
        drafts.sort_by_key(|d| d.index);
        for mut draft in drafts {
            draft.ssid.hours = self.hours(&draft.hours).map(|h| self.at(h));
            draft.ssid.portal = draft.portal.as_ref().and_then(|n| self.portals.get(n)).map(|p| self.at(url(p)));
            let profile = words::profile(&draft.ssid.name);
            for (filter, rule) in &draft.roles {
                let name = rule.strip_prefix(&profile).and_then(|n| n.strip_prefix('.')).unwrap_or(rule);
                let Some(vlan) = draft.vlans.get(filter) else { continue };
                let hours = self.rules.get(rule).copied().flatten();
                let role = Role {
                    name: self.at(name.to_owned()),
                    filter: self.at(filter.clone()),
                    vlan: self.at(*vlan),
                    hours: hours.map(|h| self.at(h)),
                };
                draft.ssid.roles.push(role);
            }
            self.wlan.ssids.push(draft.ssid);
        }
        ClusterReading { wlan: self.wlan, account: self.account }
    }
}

fn url(portal: &Portal) -> String {
    let (scheme, usual) = if portal.https { ("https", "443") } else { ("http", "80") };
    let port = if portal.port == usual { String::new() } else { format!(":{}", portal.port) };
    format!("{scheme}://{}{port}{}", portal.host, portal.path)
}
