//! Unbound's configuration as a resolver: the lines that are written here, and what they leave over.

use super::reverse;
use crate::base::{Origin, Sourced};
use crate::emit::services::Reading;
use crate::emit::services::reading::{origin, seat};
use crate::state::service::{Forward, Named, Resolver, Reverse, Zone};
use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Settings that every file has and that decide no field.
const KNOWN: &[&str] = &["ip-freebind", "hide-identity", "hide-version", "unblock-lan-zones", "insecure-lan-zones"];

/// What is gathered before the zones are known.
#[derive(Default)]
struct Found {
    zones: Vec<(String, bool)>,
    records: BTreeMap<String, (Option<Ipv4Addr>, Option<Ipv6Addr>)>,
    server: Option<String>,
    pointers: Vec<(IpAddr, String)>,
    insecure: Vec<String>,
}

/// Reads a file; an error says what is no such file.
pub fn read(text: &str) -> Result<Reading<Resolver>, String> {
    let origin = origin();
    let say = |value: &str| Sourced::new(value.to_owned(), origin);
    let mut found = Found::default();
    let (mut unknown, mut clients, mut seat) = (Vec::new(), Vec::new(), seat(origin));
    let mut forwards: Vec<Forward> = Vec::new();
    for line in text.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#')) {
        let (key, value) = line.split_once(':').ok_or_else(|| format!("`{line}` is no setting"))?;
        let value = value.trim();
        let words: Vec<&str> = value.trim_matches('"').split_whitespace().collect();
        match (key, words.as_slice()) {
            ("server", []) => {}
            ("forward-zone", []) => forwards.push(Forward { domain: say(""), servers: Vec::new() }),
            ("interface", ["127.0.0.1"]) | ("access-control", ["127.0.0.0/8", "allow"]) => {}
            ("interface", [address]) => seat.addresses.push(Sourced::new(parsed(address)?, origin)),
            ("access-control", [net, "allow"]) => clients.push(Sourced::new(parsed(net)?, origin)),
            (known, [_]) if KNOWN.contains(&known) => {}
            ("local-zone", [name, kind @ ("static" | "transparent")]) => {
                found.zones.push((name.trim_matches('"').to_owned(), *kind == "static"));
            }
            ("local-data", [_, _, "IN", "SOA", ..]) => {}
            ("local-data", [_, _, "IN", "NS", server]) => found.server = Some((*server).to_owned()),
            ("local-data", [name, _, "IN", "A", address]) => {
                found.records.entry((*name).to_owned()).or_default().0 = Some(parsed(address)?);
            }
            ("local-data", [name, _, "IN", "AAAA", address]) => {
                found.records.entry((*name).to_owned()).or_default().1 = Some(parsed(address)?);
            }
            ("local-data-ptr", [address, _, name]) => found.pointers.push((parsed(address)?, (*name).to_owned())),
            ("domain-insecure", [name]) => found.insecure.push((*name).to_owned()),
            ("name", [name]) => {
                let forward = forwards.last_mut().ok_or("a name outside a forward zone")?;
                forward.domain = say(name.trim_end_matches('.'));
            }
            ("forward-addr", [address]) => {
                let forward = forwards.last_mut().ok_or("an address outside a forward zone")?;
                forward.servers.push(Sourced::new(parsed(address)?, origin));
            }
            _ => unknown.push(line.to_owned()),
        }
    }
    let (zone, reverse) = found.settled(origin, &forwards, &mut unknown)?;
    let server = found.server.as_deref().and_then(|s| s.strip_suffix(&format!(".{}.", *zone.name)));
    seat.hostname = say(server.unwrap_or_default());
    Ok(Reading { state: Resolver { seat, zone, reverse, forwards, clients }, unknown })
}

impl Found {
    /// The school's zone with its names, and the reverse zones; what fits nowhere is unknown.
    fn settled(&self, origin: Origin, forwards: &[Forward], unknown: &mut Vec<String>) -> Result<(Zone, Vec<Reverse>), String> {
        let mut reverse = Vec::new();
        let mut zone = None;
        for (name, whole) in &self.zones {
            let whole = Sourced::new(*whole, origin);
            let bare = name.trim_end_matches('.');
            if let Some(net) = reverse::net(name) {
                reverse.push(Reverse { net: Sourced::new(net, origin), whole });
            } else if forwards.iter().any(|f| *f.domain == *bare) && self.insecure.contains(name) {
                // Opened for what is forwarded.
            } else if zone.is_none() {
                zone = Some(Zone { name: Sourced::new(bare.to_owned(), origin), whole, names: Vec::new() });
            } else {
                unknown.push(format!("local-zone {name}"));
            }
        }
        let mut zone = zone.ok_or("no zone of names")?;
        let end = format!(".{}.", *zone.name);
        for (name, (v4, v6)) in &self.records {
            let Some(short) = name.strip_suffix(&end) else {
                unknown.push(format!("local-data {name}"));
                continue;
            };
            let said = |value| Sourced::new(value, origin);
            let (v4, v6) = (v4.map(|a| Sourced::new(a, origin)), v6.map(|a| Sourced::new(a, origin)));
            zone.names.push(Named { name: said(short.to_owned()), v4, v6 });
        }
        zone.names.sort_by(|a, b| a.name.cmp(&b.name));
        for (address, name) in &self.pointers {
            let holds = self.records.get(name).is_some_and(|(v4, v6)| match address {
                IpAddr::V4(a) => v4.as_ref() == Some(a),
                IpAddr::V6(a) => v6.as_ref() == Some(a),
            });
            if !holds {
                unknown.push(format!("local-data-ptr {address} {name}"));
            }
        }
        Ok((zone, reverse))
    }
}

fn parsed<T: std::str::FromStr>(text: &str) -> Result<T, String> {
    text.parse().map_err(|_| format!("`{text}` is no address"))
}
