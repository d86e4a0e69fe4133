//! A `config.eol` as a firewall's state: a generated file, or an export of a server in service.
//!
//! What the file does not say it cannot give: the VLAN of a card's own address, the names of VLANs and zones, a single rule.
//! Variables that no row of the table knows are kept with their values: an academy has its own. A secret's value is never
//! repeated. Entry point: [`read`].

use super::access;
use super::parse::{Fault, Given, Variables, parse};
use super::services::DHCP_PACKAGE;
use super::words::{self, Kind, Shape};
use crate::base::{Origin, Sourced};
use crate::net::VlanId;
use crate::os::amon::CARDS;
use crate::state::firewall::{
    Address, Card, Filter, Firewall, Gateway, Interface, Masquerade, Proxy, Publication, Role, Route, Users, Vpn, Where,
};
use crate::state::policy::Service;
use ipnet::{IpNet, Ipv4Net};
use std::collections::{BTreeMap, BTreeSet};
use std::net::{IpAddr, Ipv4Addr};
use std::str::FromStr;

/// The VLAN that an untagged interface is read as, less its card's number: the file says none.
const UNTAGGED: u64 = 4094;

/// Variables, read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reading {
    /// The state that they make.
    pub firewall: Firewall,
    /// What the server leases.
    pub leases: Vec<Lease>,
    /// The names that it knows.
    pub hosts: Vec<Host>,
    /// Domains that others are asked about, with whom.
    pub forwards: Vec<(String, Ipv4Addr)>,
    /// What became no part of it, in order of name.
    pub unread: Vec<Unread>,
    /// Variables that no row of the table knows, by name: an academy's own, or a package's.
    pub local: Vec<String>,
    /// Variables whose secret the file holds itself.
    pub hidden: Vec<String>,
}

/// Something that was read and is in no state.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Unread {
    /// The variable.
    pub name: String,
    /// Why.
    pub why: String,
}

/// What is leased in a network.
#[derive(Clone, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "each is the field of its name in `state::service::Scope`")]
pub struct Lease {
    pub name: String,
    pub subnet: Ipv4Net,
    pub first: Ipv4Addr,
    pub last: Ipv4Addr,
    pub gateway: Option<Ipv4Addr>,
    pub dns: Vec<Ipv4Addr>,
    pub ntp: Option<Ipv4Addr>,
    pub domain: Option<String>,
    /// Seconds.
    pub lease: Option<u64>,
}

/// A name that the server knows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Host {
    /// Its address.
    pub address: Ipv4Addr,
    /// The name without a domain.
    pub short: Option<String>,
    /// The whole name.
    pub long: Option<String>,
}

/// The VLAN that the untagged interface of a card is read as.
pub fn untagged_id(card: u64) -> Option<VlanId> {
    UNTAGGED.checked_sub(card).and_then(VlanId::new)
}

/// Reads variables; `origin` is the file as a whole.
pub fn read(text: &str, origin: Origin) -> Result<Reading, Fault> {
    let variables = parse(text)?;
    let unread = variables.misshapen.iter().map(|(name, why)| Unread { name: name.clone(), why: why.clone() }).collect();
    let mut reader = Reader { origin, variables, used: BTreeSet::new(), unread };
    let mut firewall = empty(origin);
    reader.check();
    reader.identity(&mut firewall);
    reader.cards(&mut firewall);
    reader.routes(&mut firewall);
    reader.services(&mut firewall);
    reader.published(&mut firewall);
    access::read(&mut reader, &mut firewall);
    let (leases, hosts, forwards) = (reader.leases(&mut firewall), reader.hosts(), reader.forwards());
    let (local, hidden) = reader.rest(&mut firewall);
    let mut unread = reader.unread;
    unread.sort();
    unread.dedup();
    Ok(Reading { firewall, leases, hosts, forwards, unread, local, hidden })
}

/// A firewall of which nothing is known but the language.
pub fn empty(origin: Origin) -> Firewall {
    // What leaves under its address, the zone model decides.
    let masquerade = Sourced::new(Masquerade::Internet, origin);
    Firewall { masquerade, ..Firewall::unknown(crate::os::amon::NAME, origin) }
}

pub(super) struct Reader {
    pub(super) origin: Origin,
    variables: Variables,
    /// Names that a part of the state was made of.
    used: BTreeSet<String>,
    unread: Vec<Unread>,
}

impl Reader {
    fn sourced<T>(&self, value: T) -> Sourced<T> {
        Sourced::new(value, self.origin)
    }

    pub(super) fn unread(&mut self, name: &str, why: impl Into<String>) {
        self.unread.push(Unread { name: name.to_owned(), why: why.into() });
    }

    /// Holds every variable of the table against its row, and every line against the list that it follows.
    fn check(&mut self) {
        let mut faults = Vec::new();
        for (name, given) in &self.variables.all {
            let Some((row, digit)) = words::find(name) else { continue };
            let mut fault = |why: String| faults.push((name.clone(), why));
            let values: Vec<&String> = match (row.shape, given) {
                (Shape::Scalar, Given::One(value)) => value.iter().collect(),
                // A list that others follow and a fragment's lines are both written as plain lists by hand.
                (Shape::List | Shape::Follower(_), Given::List(values)) => values.iter().flatten().collect(),
                (Shape::Follower(master), Given::Lines(lines)) => {
                    let master = master.replace('#', digit.unwrap_or_default());
                    let length =
                        self.variables.all.get(&master).map_or(0, |m| if let Given::List(all) = m { all.len() } else { 0 });
                    if let Some(past) = lines.keys().find(|line| **line >= length) {
                        fault(format!("line {past} follows no line of {master}, which has {length}"));
                    }
                    lines.values().flatten().collect()
                }
                _ => {
                    fault("its value has another shape than the variable".into());
                    continue;
                }
            };
            // What older releases left stands there as an empty text.
            for value in values.into_iter().filter(|v| !v.is_empty()) {
                if row.kind.takes(value).is_err() && row.kind != Kind::Domain && row.kind != Kind::Host {
                    fault(format!("`{value}` is not {}", row.kind.wanted()));
                }
            }
        }
        faults.into_iter().for_each(|(name, why)| self.unread(&name, why));
    }

    /// The value of a variable of one value.
    fn one(&mut self, name: &str) -> Option<String> {
        let Some(Given::One(Some(value))) = self.variables.all.get(name) else { return None };
        self.used.insert(name.to_owned());
        (!value.is_empty()).then(|| value.clone())
    }

    fn said(&mut self, name: &str) -> Option<Sourced<String>> {
        self.one(name).map(|text| self.sourced(text))
    }

    fn parsed<T: FromStr>(&mut self, name: &str) -> Option<Sourced<T>> {
        self.one(name).and_then(|text| text.parse().ok()).map(|value| self.sourced(value))
    }

    pub(super) fn flag(&mut self, name: &str) -> Option<bool> {
        self.one(name).map(|text| text == "oui")
    }

    /// The values of a list.
    pub(super) fn list(&mut self, name: &str) -> Vec<Option<String>> {
        let Some(Given::List(values)) = self.variables.all.get(name) else { return Vec::new() };
        self.used.insert(name.to_owned());
        values.clone()
    }

    fn addresses(&mut self, name: &str) -> Vec<Sourced<IpAddr>> {
        let (mut all, mut others) = (Vec::new(), Vec::new());
        for text in self.list(name).into_iter().flatten() {
            match text.parse() {
                Ok(address) => all.push(self.sourced(address)),
                Err(_) => others.push(text),
            }
        }
        for other in others {
            self.unread(name, format!("`{other}` is no address, and the state knows servers by address"));
        }
        all
    }

    /// What follows a list, line by line; `None` where the server has its default.
    fn lines(&mut self, name: &str, count: usize) -> Vec<Option<String>> {
        self.used.insert(name.to_owned());
        match self.variables.all.get(name) {
            Some(Given::Lines(lines)) => (0..count).map(|i| lines.get(&i).cloned().flatten()).collect(),
            Some(Given::List(values)) => (0..count).map(|i| values.get(i).cloned().flatten()).collect(),
            _ => vec![None; count],
        }
    }

    pub(super) fn parsed_lines<T: FromStr>(&mut self, name: &str, count: usize) -> Vec<Option<T>> {
        self.lines(name, count).into_iter().map(|v| v?.parse().ok()).collect()
    }

    fn identity(&mut self, firewall: &mut Firewall) {
        let text = |found: Option<Sourced<String>>, known: &Sourced<String>| found.unwrap_or_else(|| known.clone());
        firewall.version = self.variables.version.clone().map(|v| self.sourced(v));
        firewall.school = text(self.said("numero_etab"), &firewall.school).map(|t| t.to_ascii_uppercase());
        firewall.school_name = text(self.said("libelle_etab"), &firewall.school_name);
        firewall.hostname = text(self.said("nom_machine"), &firewall.hostname);
        firewall.domain = text(self.said("nom_domaine_local"), &firewall.domain);
        firewall.timezone = text(self.said("time_zone"), &firewall.timezone);
        let academy = self.one("nom_academie");
        firewall.academy = academy.map(|a| self.sourced(a.strip_prefix("ac-").unwrap_or(&a).to_owned()));
        self.used.insert("suffixe_domaine_academique".into());
        firewall.model = self.said("type_amon");
    }

    fn cards(&mut self, firewall: &mut Firewall) {
        // Absent is the server's default, which nobody has read: the cards that have an address are those there are.
        let said: Option<u64> = self.one("nombre_interfaces").and_then(|n| n.parse().ok());
        let (mut asked, mut tunnelled) = (Vec::new(), Vec::new());
        for number in 0..said.unwrap_or(CARDS).min(CARDS) {
            let own = self.network(&format!("adresse_ip_eth{number}"), &format!("adresse_netmask_eth{number}"));
            let ids = self.list(&format!("vlan_id_eth{number}"));
            let is_trunk = self.flag(&format!("vlan_eth{number}"));
            if own.is_none() && ids.is_empty() && said.is_none() {
                continue;
            }
            let name = format!("nom_carte_eth{number}");
            let system = self.list(&name).into_iter().flatten().next().map(|n| self.sourced(n));
            self.used.insert(format!("nom_zone_eth{number}"));
            let vlan = untagged_id(number).filter(|_| own.is_some());
            if let (Some(vlan), Some(v4)) = (vlan, own) {
                firewall.interfaces.push(self.interface(number, vlan, false, v4));
                for (name, set) in [("dns_forward", &mut asked), ("dns_rvp", &mut tunnelled)] {
                    let says = self.flag(&format!("{name}_eth{number}"));
                    set.extend(says.filter(|is| *is).map(|_| vlan));
                }
            }
            let mut tagged = Vec::new();
            if is_trunk == Some(false) && !ids.is_empty() {
                self.unread(&format!("vlan_id_eth{number}"), "the card has no VLANs: the list is not looked at");
            } else {
                let (own_asked, own_tunnelled) = self.sub_interfaces(number, &ids, &mut tagged, firewall);
                asked.extend(own_asked);
                tunnelled.extend(own_tunnelled);
            }
            firewall.cards.push(Card {
                number: self.sourced(number),
                system,
                untagged: vlan.map(|v| self.sourced(v)),
                tagged: self.sourced(tagged.into_iter().collect()),
            });
        }
        firewall.interfaces.sort_by_key(|i| *i.vlan);
        firewall.serves_dns = self.sourced(asked.into_iter().collect());
        if self.flag("install_rvp") == Some(true) {
            let vlans = self.sourced(tunnelled.into_iter().collect());
            firewall.vpns.push(Vpn { name: self.sourced(RVP.to_owned()), to: Vec::new(), from: Vec::new(), vlans });
        }
    }

    /// The sub-interfaces of a card: which may ask for names, and which by the tunnel's resolvers too.
    fn sub_interfaces(
        &mut self,
        card: u64,
        ids: &[Option<String>],
        tagged: &mut Vec<VlanId>,
        firewall: &mut Firewall,
    ) -> (Vec<VlanId>, Vec<VlanId>) {
        let named = |part: &str| format!("{part}_eth{card}");
        let addresses: Vec<Option<Ipv4Addr>> = self.parsed_lines(&named("vlan_ip"), ids.len());
        let masks: Vec<Option<Ipv4Addr>> = self.parsed_lines(&named("vlan_netmask"), ids.len());
        let asks = self.lines(&named("dns_forward_vlan"), ids.len());
        let tunnels = self.lines(&named("dns_rvp_vlan"), ids.len());
        let (mut asked, mut tunnelled) = (Vec::new(), Vec::new());
        let lines = ids.iter().zip(addresses.into_iter().zip(masks)).zip(asks.into_iter().zip(tunnels));
        for ((id, (address, mask)), (ask, tunnel)) in lines {
            let name = named("vlan_id");
            let Some(id) = id.as_ref().and_then(|t| t.parse().ok()) else {
                self.unread(&name, "a sub-interface without a VLAN");
                continue;
            };
            let v4 = address.zip(mask).and_then(|(a, m)| Some((a, words::network(a, m)?)));
            let Some((address, subnet)) = v4 else {
                self.unread(&name, format!("VLAN {id} has no address with a mask"));
                continue;
            };
            if firewall.interfaces.iter().any(|i| *i.vlan == id) {
                self.unread(&name, format!("VLAN {id} has another interface"));
                continue;
            }
            let v4 = Address { address: self.sourced(address), subnet: self.sourced(subnet) };
            firewall.interfaces.push(self.interface(card, id, true, v4));
            tagged.push(id);
            asked.extend((ask.as_deref() == Some("oui")).then_some(id));
            tunnelled.extend((tunnel.as_deref() == Some("oui")).then_some(id));
        }
        (asked, tunnelled)
    }

    fn network(&mut self, address: &str, mask: &str) -> Option<Address<Ipv4Addr, Ipv4Net>> {
        let (own, dotted) = (self.parsed::<Ipv4Addr>(address), self.parsed::<Ipv4Addr>(mask));
        let own = own?;
        let Some(subnet) = dotted.and_then(|mask| words::network(*own, *mask)) else {
            self.unread(address, "an address without a mask");
            return None;
        };
        Some(Address { address: own, subnet: self.sourced(subnet) })
    }

    fn interface(&self, card: u64, vlan: VlanId, tagged: bool, v4: Address<Ipv4Addr, Ipv4Net>) -> Interface {
        let name = self.sourced(words::interface(card, tagged.then(|| vlan.number())));
        Interface {
            vlan: self.sourced(vlan),
            zone: name.clone(),
            name,
            role: self.sourced(if card == 0 { Role::Uplink } else { Role::Inside }),
            level: None,
            outside: self.sourced(card == 0),
            card: self.sourced(card),
            tagged: self.sourced(tagged),
            v4: Some(v4),
            v6: None,
        }
    }

    fn routes(&mut self, firewall: &mut Firewall) {
        let is_default = self.sourced(true);
        if let Some(address) = self.parsed::<Ipv4Addr>("adresse_ip_gw")
            && let Some(vlan) = untagged_id(0)
        {
            let name = self.sourced(address.to_string());
            let vlan = self.sourced(vlan);
            firewall.gateways.push(Gateway { name, vlan, address: address.map(IpAddr::V4), default: is_default });
        }
        let networks = self.list("route_adresse");
        let masks: Vec<Option<Ipv4Addr>> = self.parsed_lines("route_netmask", networks.len());
        let routers: Vec<Option<Ipv4Addr>> = self.parsed_lines("route_gw", networks.len());
        let cards: Vec<Option<u64>> = self.parsed_lines("route_int", networks.len());
        self.used.extend(["route_in_vpn".to_owned(), "dns_rvp_route".to_owned()]);
        if self.flag("activer_route") != Some(true) {
            if !networks.is_empty() {
                self.unread("route_adresse", "routes are switched off: the list is not looked at");
            }
            return;
        }
        for (((network, mask), router), card) in networks.into_iter().zip(masks).zip(routers).zip(cards) {
            let network = network.and_then(|t| words::network(t.parse().ok()?, mask?));
            let (Some(network), Some(router)) = (network, router) else {
                self.unread("route_adresse", "a route without its network, its mask or its router");
                continue;
            };
            let address = IpAddr::V4(router);
            let holds = firewall.interfaces.iter().find(|i| i.v4.as_ref().is_some_and(|v4| v4.subnet.contains(&router)));
            let vlan = holds.map(|i| *i.vlan).or_else(|| untagged_id(card?));
            let Some(vlan) = vlan else {
                self.unread("route_gw", format!("{router} lies in no network of a card"));
                continue;
            };
            let gateway = self.sourced(router.to_string());
            if !firewall.gateways.iter().any(|g| *g.address == address) {
                let (vlan, address, default) = (self.sourced(vlan), self.sourced(address), self.sourced(false));
                firewall.gateways.push(Gateway { name: gateway.clone(), vlan, address, default });
            }
            firewall.routes.push(Route { network: self.sourced(IpNet::V4(network)), gateway });
        }
        firewall.gateways.sort_by(|a, b| a.name.cmp(&b.name));
    }

    fn services(&mut self, firewall: &mut Firewall) {
        firewall.resolvers = self.addresses("adresse_ip_dns");
        firewall.clocks = self.addresses("serveur_ntp");
        let filters_on = self.flag("activer_filtrage_proxy");
        let auth_on = self.flag("activer_squid_auth") == Some(true);
        let kind = self.one("type_squid_auth").filter(|_| auth_on);
        let known = kind.as_ref().and_then(|kind| words::AUTH.iter().find(|(_, own)| own == kind));
        if let (Some(kind), None) = (&kind, known) {
            self.unread("type_squid_auth", format!("the manifest has no word for `{kind}`"));
        }
        let hostname = self.said("nom_serveur_krb");
        let domain = self.said("nom_domaine_krb");
        let address = self.parsed::<Ipv4Addr>("ip_serveur_krb");
        let mut filters: BTreeMap<u64, Vec<&Interface>> = BTreeMap::new();
        self.used.insert("num_dansguardian_instance".into());
        for interface in firewall.interfaces.iter().filter(|i| !*i.tagged) {
            let card = *interface.card;
            self.used.insert(format!("squid_auth_eth{card}"));
            let number = self.one(&format!("dansguardian_eth{card}")).and_then(|n| n.parse().ok());
            if let Some(number) = number.filter(|_| !*interface.outside) {
                filters.entry(number).or_default().push(interface);
            }
        }
        self.used.extend((1..=CARDS).map(|n| format!("dansguardian_ead_filtre{n}")));
        if filters_on == Some(true) {
            let auth = known.map_or("none", |(word, _)| *word).to_owned();
            let users = hostname.zip(domain).map(|(hostname, domain)| Users { domain, hostname, address });
            let filter = |(number, cards): (u64, Vec<&Interface>)| {
                let zone = cards.first().map_or_else(String::new, |i| i.zone.value().clone());
                let vlans = self.sourced(cards.iter().map(|i| *i.vlan).collect());
                Filter { number: self.sourced(number), zone: self.sourced(zone), vlans }
            };
            let filters = filters.into_iter().map(filter).collect();
            firewall.proxy = Some(Proxy { auth: self.sourced(auth), users, filters });
        }
    }

    fn published(&mut self, firewall: &mut Firewall) {
        let names = self.list("revprox_domainname");
        let urls = self.lines("revprox_url", names.len());
        let folders = self.lines("revprox_rep", names.len());
        let clear = self.lines("revprox_http", names.len());
        let https = self.lines("revprox_https", names.len());
        if self.flag("activer_revprox") != Some(true) {
            return;
        }
        for (((name, url), folder), (clear, https)) in names.into_iter().zip(urls).zip(folders).zip(clear.into_iter().zip(https))
        {
            let (Some(name), Some(url)) = (name, url) else {
                self.unread("revprox_domainname", "a name without a place to go on to");
                continue;
            };
            let target =
                url.strip_prefix("https://").or_else(|| url.strip_prefix("http://")).and_then(|u| u.parse::<Ipv4Addr>().ok());
            let (Some(target), true) = (target, folder.as_deref().unwrap_or("/") == "/") else {
                self.unread("revprox_url", format!("the state publishes whole hosts on their own ports, not `{url}`"));
                continue;
            };
            let address = IpAddr::V4(target);
            let holds = firewall.interfaces.iter().find(|i| i.v4.as_ref().is_some_and(|v4| v4.subnet.contains(&target)));
            let Some(vlan) = holds.map(|i| *i.vlan) else {
                self.unread("revprox_url", format!("{target} lies in no network of a card"));
                continue;
            };
            let mut tcp = Vec::new();
            tcp.extend((clear.as_deref() != Some("non")).then_some((80, 80)));
            tcp.extend((https.as_deref() == Some("oui")).then_some((443, 443)));
            firewall.publications.push(published(self.origin, name, address, vlan, tcp));
        }
    }

    fn leases(&mut self, firewall: &mut Firewall) -> Vec<Lease> {
        let is_on = self.flag("activer_dhcp");
        if is_on.is_some() {
            firewall.packages.push(self.sourced(DHCP_PACKAGE.to_owned()));
        }
        let networks = self.list("adresse_network_dhcp");
        let count = networks.len();
        let mut text = |name: &str| self.lines(name, count);
        let [names, domains, leases] = ["nom_plage_dhcp", "nom_domaine_dhcp", "dhcp_lease_default"].map(&mut text);
        let mut address = |name: &str| self.parsed_lines::<Ipv4Addr>(name, count);
        let [masks, first, last] = ["adresse_netmask_dhcp", "ip_basse_dhcp", "ip_haute_dhcp"].map(&mut address);
        let [gateways, clocks] = ["adresse_ip_gw_dhcp", "adresse_ip_ntp_dhcp"].map(&mut address);
        let [dns, second] = ["adresse_ip_dns_dhcp", "adresse_ip_dns_secondaire_dhcp"].map(&mut address);
        let rest = ["dhcp_lease_max", "interdire_hotes_inconnus", "adressage_statique"];
        self.used.extend(rest.map(str::to_owned));
        if is_on != Some(true) {
            return Vec::new();
        }
        let mut all = Vec::new();
        let spans = masks.into_iter().zip(first.into_iter().zip(last));
        let told = gateways.into_iter().zip(clocks).zip(dns.into_iter().zip(second));
        let texts = names.into_iter().zip(domains.into_iter().zip(leases));
        for (((network, (mask, (first, last))), ((gateway, ntp), (dns, second))), (name, (domain, lease))) in
            networks.into_iter().zip(spans).zip(told).zip(texts)
        {
            let subnet = network.and_then(|t| words::network(t.parse().ok()?, mask?));
            let (Some(subnet), Some(first), Some(last)) = (subnet, first, last) else {
                self.unread("adresse_network_dhcp", "a range without its network or its ends");
                continue;
            };
            if !subnet.contains(&first) || !subnet.contains(&last) || first > last {
                self.unread("ip_basse_dhcp", format!("the range {first}-{last} does not lie in {subnet}"));
            }
            let dns = dns.into_iter().chain(second).collect();
            let (name, lease) = (name.unwrap_or_default(), lease.and_then(|l| l.parse().ok()));
            all.push(Lease { name, subnet, first, last, gateway, dns, ntp, domain, lease });
        }
        all
    }

    fn hosts(&mut self) -> Vec<Host> {
        let addresses = self.list("adresse_ip_hosts");
        let short = self.lines("nom_court_hosts", addresses.len());
        let long = self.lines("nom_long_hosts", addresses.len());
        if self.flag("activer_ajout_hosts") != Some(true) {
            return Vec::new();
        }
        let lines = addresses.into_iter().zip(short.into_iter().zip(long));
        lines.filter_map(|(address, (short, long))| Some(Host { address: address?.parse().ok()?, short, long })).collect()
    }

    fn forwards(&mut self) -> Vec<(String, Ipv4Addr)> {
        let domains = self.list("nom_zone_forward");
        let servers: Vec<Option<Ipv4Addr>> = self.parsed_lines("ip_dns_zone_forward", domains.len());
        if self.flag("activer_zone_forward") != Some(true) {
            return Vec::new();
        }
        domains.into_iter().zip(servers).filter_map(|(domain, server)| Some((domain?, server?))).collect()
    }

    /// What nothing was made of: single values stay variables, the rest is named.
    fn rest(&mut self, firewall: &mut Firewall) -> (Vec<String>, Vec<String>) {
        let (mut local, mut hidden) = (Vec::new(), Vec::new());
        let left: Vec<(String, Given)> = self
            .variables
            .all
            .iter()
            .filter(|(name, _)| !self.used.contains(*name))
            .map(|(n, g)| (n.clone(), g.clone()))
            .collect();
        for (name, given) in left {
            if words::find(&name).is_none() {
                local.push(name.clone());
            }
            // A switch named after secrets is none.
            let is_flag = matches!(&given, Given::One(Some(value)) if Kind::Flag.takes(value).is_ok());
            if words::is_secret(&name) && !is_flag {
                hidden.push(name);
                continue;
            }
            match given {
                Given::One(Some(text)) => firewall.variables.push((self.sourced(name), self.sourced(text))),
                Given::One(None) => {}
                Given::List(_) | Given::Lines(_) if self.unread.iter().any(|u| u.name == name) => {}
                Given::List(_) | Given::Lines(_) => self.unread(&name, "a list that the state has no place for"),
            }
        }
        (local, hidden)
    }
}

/// The name that every tunnel is read as: the file says only that there is one.
pub const RVP: &str = "rvp";

/// A name that the reverse proxy serves, as a publication.
pub fn published(origin: Origin, name: String, address: IpAddr, vlan: VlanId, tcp: Vec<(u16, u16)>) -> Publication {
    let said = |text: String| Sourced::new(text, origin);
    let service = if tcp.contains(&(443, 443)) { if tcp.len() == 2 { "web" } else { "https" } } else { "http" };
    Publication {
        subject: said(format!("publish {service}:{name}")),
        service: Service { name: said(service.to_owned()), tcp, udp: Vec::new(), icmp: None },
        port: None,
        from: Sourced::new(Where::Anywhere, origin),
        target: said(address.to_string()),
        name: Some(said(name)),
        vlan,
        addresses: vec![address],
    }
}
