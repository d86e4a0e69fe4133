//! Kea's configuration as scopes: plain JSON of the form that is written here.
//!
//! Whatever a field says that a scope has no place for is told as unknown, by its path.

use crate::base::{Origin, Sourced};
use crate::emit::services::Reading;
use crate::emit::services::reading::origin;
use crate::net::{Duration, VlanId};
use crate::state::service::{NetworkBoot, Reservation, Scope, Scope6};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::str::FromStr;

/// What is the same in every file and decides nothing about a scope.
const KNOWN: &[&str] = &["interfaces-config", "lease-database", "authoritative", "client-classes"];

/// Reads `kea-dhcp4.conf`; an error says what is no such file.
pub fn read4(text: &str) -> Result<Reading<Vec<Scope>>, String> {
    let mut reader = Reader { origin: origin(), unknown: Vec::new() };
    let root = reader.root(text, "Dhcp4")?;
    let classes = list(&root, "client-classes").iter().filter_map(Value::as_object);
    let classes: BTreeMap<&str, &Map<String, Value>> = classes.filter_map(|c| Some((word(c, "name")?, c))).collect();
    let subnets = list(&root, "subnet4");
    let state = subnets.iter().filter_map(|s| reader.scope(s.as_object()?, &classes)).collect::<Vec<_>>();
    if state.len() != subnets.len() {
        return Err("a subnet lacks its id, prefix, pool or lease".into());
    }
    Ok(Reading { state, unknown: reader.unknown })
}

/// Reads `kea-dhcp6.conf`.
pub fn read6(text: &str) -> Result<Reading<Vec<Scope6>>, String> {
    let mut reader = Reader { origin: origin(), unknown: Vec::new() };
    let root = reader.root(text, "Dhcp6")?;
    let subnets = list(&root, "subnet6");
    let state = subnets.iter().filter_map(|s| reader.scope6(s.as_object()?)).collect::<Vec<_>>();
    if state.len() != subnets.len() {
        return Err("a subnet lacks its id, prefix, pool or lease".into());
    }
    Ok(Reading { state, unknown: reader.unknown })
}

struct Reader {
    origin: Origin,
    unknown: Vec<String>,
}

impl Reader {
    fn root(&mut self, text: &str, name: &str) -> Result<Map<String, Value>, String> {
        let mut value: Value = serde_json::from_str(text).map_err(|e| e.to_string())?;
        let found = value.get_mut(name).and_then(Value::as_object_mut).map(std::mem::take);
        let root = found.ok_or_else(|| format!("no `{name}`"))?;
        let subnets = ["subnet4", "subnet6"];
        self.others("", &root, &[KNOWN, &subnets].concat());
        Ok(root)
    }

    /// Notes the fields of an object that nobody reads.
    fn others(&mut self, path: &str, object: &Map<String, Value>, read: &[&str]) {
        let others = object.keys().filter(|key| !read.contains(&key.as_str()));
        self.unknown.extend(others.map(|key| format!("{path}/{key}")));
    }

    fn say<T>(&self, value: T) -> Sourced<T> {
        Sourced::new(value, self.origin)
    }

    fn parsed<T: FromStr>(&self, text: &str) -> Option<Sourced<T>> {
        text.trim().parse().ok().map(|value| self.say(value))
    }

    fn parsed_list<T: FromStr>(&self, text: Option<&str>) -> Vec<Sourced<T>> {
        text.into_iter().flat_map(|t| t.split(',')).filter_map(|part| self.parsed(part)).collect()
    }

    /// The options of an object by name.
    fn options<'v>(&mut self, path: &str, object: &'v Map<String, Value>, read: &[&str]) -> BTreeMap<&'v str, &'v str> {
        let mut found = BTreeMap::new();
        for option in list(object, "option-data").iter().filter_map(Value::as_object) {
            let (Some(name), Some(data)) = (word(option, "name"), word(option, "data")) else { continue };
            if read.contains(&name) {
                found.insert(name, data);
            } else {
                self.unknown.push(format!("{path}/option {name}"));
            }
        }
        found
    }

    /// Id, name of the VLAN, and the pool's ends as text.
    fn head<'v>(&mut self, subnet: &'v Map<String, Value>) -> Option<(Sourced<VlanId>, Sourced<String>, &'v str, &'v str)> {
        let id = subnet.get("id")?.as_u64().and_then(VlanId::new)?;
        let name = subnet.get("user-context").and_then(|c| c.get("vlan")).and_then(Value::as_str).unwrap_or_default();
        let pools = list(subnet, "pools");
        if pools.len() > 1 {
            self.unknown.push(format!("{id}/pools: more than one"));
        }
        let (first, last) = pools.first().and_then(|p| p.get("pool")).and_then(Value::as_str)?.split_once('-')?;
        Some((self.say(id), self.say(name.to_owned()), first, last))
    }

    fn lease(&self, subnet: &Map<String, Value>) -> Option<Sourced<Duration>> {
        Some(self.say(Duration::Seconds(subnet.get("valid-lifetime")?.as_u64()?)))
    }

    fn scope(&mut self, subnet: &Map<String, Value>, classes: &BTreeMap<&str, &Map<String, Value>>) -> Option<Scope> {
        let (vlan, name, first, last) = self.head(subnet)?;
        let path = vlan.to_string();
        let read = [
            "id",
            "subnet",
            "relay",
            "pools",
            "valid-lifetime",
            "renew-timer",
            "rebind-timer",
            "option-data",
            "require-client-classes",
            "reservations",
            "user-context",
        ];
        self.others(&path, subnet, &read);
        let known = [
            "routers",
            "domain-name-servers",
            "ntp-servers",
            "netbios-name-servers",
            "netbios-node-type",
            "domain-name",
            "domain-search",
        ];
        let options = self.options(&path, subnet, &known);
        let option = |name: &str| options.get(name).copied();
        // The kind of node goes with the server, and is always the same.
        let wins = option("netbios-name-servers").and_then(|a| self.parsed(a));
        if option("netbios-node-type").map(str::trim) != wins.map(|_| "8") {
            self.unknown.push(format!("{path}/option netbios-node-type"));
        }
        let relays = subnet.get("relay").and_then(|r| r.get("ip-addresses")).and_then(Value::as_array);
        let relay = relays.and_then(|all| all.first()).and_then(Value::as_str).and_then(|a| self.parsed(a));
        let wanted = list(subnet, "require-client-classes").iter().filter_map(Value::as_str);
        let wanted: Vec<_> = wanted.filter_map(|name| classes.get(name).copied()).collect();
        let of = |end: &str| wanted.iter().copied().find(|class| word(class, "name").is_some_and(|n| n.ends_with(end)));
        let boot = of("-bios").zip(of("-uefi")).and_then(|(bios, uefi)| {
            Some(NetworkBoot {
                server: self.parsed(word(bios, "next-server")?)?,
                bios: self.parsed(word(bios, "boot-file-name")?)?,
                uefi: self.parsed(word(uefi, "boot-file-name")?)?,
            })
        });
        let cluster = wanted.iter().copied().find(|class| word(class, "name").is_some_and(|n| n.starts_with("cluster-")));
        let named =
            cluster.map(|class| self.options("cluster", class, &["vendor-encapsulated-options", "vendor-class-identifier"]));
        let cluster = named.and_then(|options| self.parsed(options.get("vendor-encapsulated-options")?));
        let reservations = list(subnet, "reservations").iter().filter_map(Value::as_object).filter_map(|r| {
            Some(Reservation {
                mac: self.parsed(word(r, "hw-address")?)?,
                address: self.parsed(word(r, "ip-address")?)?,
                name: self.parsed(word(r, "hostname")?)?,
            })
        });
        Some(Scope {
            vlan,
            name,
            subnet: self.parsed(word(subnet, "subnet")?)?,
            first: self.parsed(first)?,
            last: self.parsed(last)?,
            gateway: option("routers").and_then(|a| self.parsed(a)),
            relay,
            lease: self.lease(subnet)?,
            dns: self.parsed_list(option("domain-name-servers")),
            ntp: self.parsed_list(option("ntp-servers")),
            domain: self.say(option("domain-name").unwrap_or_default().to_owned()),
            search: self.parsed_list(option("domain-search")),
            wins,
            reservations: reservations.collect(),
            boot,
            cluster,
        })
    }

    fn scope6(&mut self, subnet: &Map<String, Value>) -> Option<Scope6> {
        let (vlan, name, first, last) = self.head(subnet)?;
        let path = vlan.to_string();
        let read = [
            "id",
            "subnet",
            "interface",
            "pools",
            "preferred-lifetime",
            "valid-lifetime",
            "renew-timer",
            "rebind-timer",
            "option-data",
            "user-context",
        ];
        self.others(&path, subnet, &read);
        let options = self.options(&path, subnet, &["dns-servers", "domain-search"]);
        Some(Scope6 {
            vlan,
            name,
            subnet: self.parsed(word(subnet, "subnet")?)?,
            first: self.parsed(first)?,
            last: self.parsed(last)?,
            interface: word(subnet, "interface").and_then(|card| self.parsed(card)),
            lease: self.lease(subnet)?,
            dns: self.parsed_list(options.get("dns-servers").copied()),
            search: self.parsed_list(options.get("domain-search").copied()),
        })
    }
}

fn list<'v>(object: &'v Map<String, Value>, key: &str) -> &'v [Value] {
    object.get(key).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

fn word<'v>(object: &'v Map<String, Value>, key: &str) -> Option<&'v str> {
    object.get(key).and_then(Value::as_str)
}
