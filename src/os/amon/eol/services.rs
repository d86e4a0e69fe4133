//! What the server does for the school: names, time, addresses, the proxy, the reverse proxy, the tunnel.
//!
//! What it has no variable for, or none whose name anybody has read, is no line of the file: [`by_hand`] lists it, so that it is
//! asked for in words.

use super::access::{self, Way};
use super::document::{Cell, Document};
use super::words;
use super::write::{tagged, untagged, v4s};
use crate::base::{Origin, Sourced};
use crate::net::{Family, VlanId};
use crate::state::firewall::{Filter, Interface, LogServer, Publication, Relay, Rule, Vpn};
use crate::state::service::{Dhcp, Forward, Resolver, Scope, SeatKind};
use crate::state::{Firewall, Served};
use std::net::Ipv4Addr;

/// The package that makes an Amon lease addresses itself; its own packages only relay.
pub const DHCP_PACKAGE: &str = "dhcp";

/// Something meant that no variable says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ByHand<'a> {
    /// Requests of a VLAN that go on to another server: the names of the relay's variables are not known.
    Relay(&'a Relay),
    /// A server that logs go to.
    Log(&'a LogServer),
    /// Addresses that are kept for one client each, in a VLAN.
    Reservations(&'a Scope),
    /// What stations of a VLAN load that start from the network.
    Boot(&'a Scope),
    /// Where stations of a VLAN find the machines of a classic domain.
    Wins(&'a Scope),
    /// A domain with more than the one server that a line takes.
    Forward(&'a Forward),
    /// Something published that the reverse proxy does not carry.
    Publication(&'a Publication, Reason),
    /// A tunnel: its networks and keys are kept elsewhere.
    Vpn(&'a Vpn),
    /// A filter that is asked for on a sub-interface, or on a card that has another: the VLANs.
    Filter(&'a Filter, &'a Interface),
    /// Users who must say who they are on a sub-interface.
    Users(&'a Rule, &'a Interface),
    /// A way to administer the server, opened on a sub-interface.
    Access(&'static Way, &'a Rule, &'a Interface),
    /// A directory that is asked about users, whose variables are known for Kerberos alone.
    Directory(&'a Sourced<String>),
}

/// Why the reverse proxy does not carry something.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Reason {
    /// It knows what it serves by name, and there is none.
    Nameless,
    /// It speaks HTTP and HTTPS alone.
    NotWeb,
    /// It listens on the service's own ports alone.
    OtherPort,
    /// It reaches IPv4 alone.
    NoAddress,
}

/// A publication as the reverse proxy has it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Published<'a> {
    /// The public name.
    pub name: &'a Sourced<String>,
    /// Where questions go on to.
    pub url: String,
    /// What becomes of questions in clear: `oui`, `non`, or on to HTTPS.
    pub http: &'static str,
    /// Whether it answers HTTPS.
    pub https: bool,
}

/// A publication as the reverse proxy has it, or why it cannot.
pub fn reverse_proxied(publication: &Publication) -> Result<Published<'_>, Reason> {
    let Publication { service, port, name, addresses, .. } = publication;
    let has = |port: u16| service.tcp.contains(&(port, port));
    let web = !service.tcp.is_empty() && service.udp.is_empty() && service.tcp.iter().all(|r| matches!(r, (80, 80) | (443, 443)));
    if !web {
        return Err(Reason::NotWeb);
    }
    let own = |port: u64| service.tcp.iter().any(|(first, _)| u64::from(*first) == port);
    if port.is_some_and(|port| !own(*port)) {
        return Err(Reason::OtherPort);
    }
    let name = name.as_ref().ok_or(Reason::Nameless)?;
    let address = addresses.iter().find(|a| a.is_ipv4()).ok_or(Reason::NoAddress)?;
    let (scheme, http) = match (has(443), has(80)) {
        (true, true) => ("https", words::TO_HTTPS),
        (true, false) => ("https", "non"),
        (false, _) => ("http", "oui"),
    };
    Ok(Published { name, url: format!("{scheme}://{address}"), http, https: has(443) })
}

/// All that the server does.
pub fn all(firewall: &Firewall, served: &Served, document: &mut Document) {
    document.list("adresse_ip_dns", v4s(&firewall.resolvers));
    document.list("serveur_ntp", v4s(&firewall.clocks));
    who_may_ask(firewall, document);
    access::all(firewall, document);
    if let Some(resolver) = resolver(served) {
        names(resolver, document);
    }
    if let Some(package) = firewall.packages.iter().find(|p| *p.value() == DHCP_PACKAGE) {
        leases(package, dhcp(served), document);
    }
    proxy(firewall, document);
    reverse_proxy(firewall, document);
    let vpns: Vec<Origin> = firewall.vpns.iter().map(|v| v.name.origin()).collect();
    if !vpns.is_empty() {
        document.because("install_rvp", Cell::word("oui"), vpns);
    }
}

/// The resolver, when the firewall is it.
pub fn resolver(served: &Served) -> Option<&Resolver> {
    served.dns.as_ref().filter(|d| *d.seat.kind == SeatKind::Firewall)
}

/// Who leases addresses, when the firewall does.
pub fn dhcp(served: &Served) -> Option<&Dhcp> {
    served.dhcp.as_ref().filter(|d| *d.seat.kind == SeatKind::Firewall)
}

/// Which interfaces may ask the server for names, and by the tunnel's resolvers too.
fn who_may_ask(firewall: &Firewall, document: &mut Document) {
    let asks = |i: &Interface| Cell::flag(firewall.serves_dns.contains(*i.vlan), firewall.serves_dns.origin());
    let tunnel = |i: &Interface| {
        let through = firewall.vpns.iter().find(|v| v.vlans.contains(*i.vlan));
        let said = through.or(firewall.vpns.first()).map(|v| v.vlans.origin());
        said.map_or_else(|| Cell::word("non"), |origin| Cell::flag(through.is_some(), origin))
    };
    for card in firewall.cards.iter().map(|c| *c.number) {
        if let Some(interface) = untagged(firewall, card).filter(|i| !*i.outside) {
            document.one(format!("dns_forward_eth{card}"), asks(interface));
            document.one(format!("dns_rvp_eth{card}"), tunnel(interface));
        }
        let tagged = tagged(firewall, card);
        document.followers(format!("dns_forward_vlan_eth{card}"), tagged.iter().map(|i| asks(i)).collect());
        document.followers(format!("dns_rvp_vlan_eth{card}"), tagged.iter().map(|i| tunnel(i)).collect());
    }
}

/// The domains that others are asked about, and the school's own names.
fn names(resolver: &Resolver, document: &mut Document) {
    let narrow: Vec<(&Forward, Sourced<std::net::IpAddr>)> = forwards(resolver);
    if !narrow.is_empty() {
        document.because("activer_zone_forward", Cell::word("oui"), narrow.iter().map(|(f, _)| f.domain.origin()).collect());
        document.list("nom_zone_forward", narrow.iter().map(|(f, _)| Cell::of(&f.domain)).collect());
        document.followers("ip_dns_zone_forward", narrow.iter().map(|(_, server)| Cell::of(server)).collect());
    }
    let zone = &resolver.zone;
    let hosts: Vec<_> = zone.names.iter().filter_map(|n| Some((n, n.v4.as_ref()?))).collect();
    if hosts.is_empty() {
        return;
    }
    document.because("activer_ajout_hosts", Cell::word("oui"), vec![zone.name.origin()]);
    document.list("adresse_ip_hosts", hosts.iter().map(|(_, address)| Cell::of(*address)).collect());
    document.followers("nom_court_hosts", hosts.iter().map(|(n, _)| Cell::of(&n.name)).collect());
    let long = |name: &Sourced<String>| Cell::said(format!("{}.{}", **name, *zone.name), name.origin());
    document.followers("nom_long_hosts", hosts.iter().map(|(n, _)| long(&n.name)).collect());
}

/// The domains that others are asked about, each with the first of its servers.
fn forwards(resolver: &Resolver) -> Vec<(&Forward, Sourced<std::net::IpAddr>)> {
    let narrow = resolver.forwards.iter().filter(|f| !f.domain.is_empty());
    narrow.filter_map(|f| Some((f, f.servers.iter().copied().find(|s| s.is_ipv4())?))).collect()
}

/// What the server leases, one line a VLAN.
fn leases(package: &Sourced<String>, dhcp: Option<&Dhcp>, document: &mut Document) {
    let scopes: &[Scope] = dhcp.map(|d| d.scopes.as_slice()).unwrap_or_default();
    document.because("activer_dhcp", Cell::flag(!scopes.is_empty(), package.origin()), Vec::new());
    let each = |cell: &dyn Fn(&Scope) -> Cell| scopes.iter().map(cell).collect::<Vec<_>>();
    let at = |all: &[Sourced<Ipv4Addr>], i: usize| all.get(i).map_or_else(Cell::none, Cell::of);
    document.list("adresse_network_dhcp", each(&|s| Cell::said(s.subnet.network(), s.subnet.origin())));
    document.followers("adresse_netmask_dhcp", each(&|s| Cell::said(s.subnet.netmask(), s.subnet.origin())));
    document.followers("nom_plage_dhcp", each(&|s| Cell::of(&s.name)));
    document.followers("ip_basse_dhcp", each(&|s| Cell::of(&s.first)));
    document.followers("ip_haute_dhcp", each(&|s| Cell::of(&s.last)));
    document.followers("adresse_ip_gw_dhcp", each(&|s| s.gateway.as_ref().map_or_else(Cell::none, Cell::of)));
    document.followers("adresse_ip_dns_dhcp", each(&|s| at(&s.dns, 0)));
    document.followers("adresse_ip_dns_secondaire_dhcp", each(&|s| at(&s.dns, 1)));
    document.followers("adresse_ip_ntp_dhcp", each(&|s| at(&s.ntp, 0)));
    document.followers("nom_domaine_dhcp", each(&|s| Cell::of(&s.domain)));
    // One length for both: a station that asks for more gets what the manifest says.
    for name in ["dhcp_lease_default", "dhcp_lease_max"] {
        document.followers(name, each(&|s| Cell::said(s.lease.seconds(), s.lease.origin())));
    }
    document.followers("interdire_hotes_inconnus", each(&|_| Cell::word("non")));
    document.followers("adressage_statique", each(&|_| Cell::word("non")));
}

/// The proxy, its filters, and on which cards users must say who they are.
fn proxy(firewall: &Firewall, document: &mut Document) {
    let Some(proxy) = &firewall.proxy else { return };
    document.because("activer_filtrage_proxy", Cell::word("oui"), vec![proxy.auth.origin()]);
    let numbers: Vec<Origin> = proxy.filters.iter().map(|f| f.number.origin()).collect();
    if let Some(most) = proxy.filters.iter().map(|f| *f.number).max() {
        document.because("num_dansguardian_instance", Cell::word(most), numbers);
    }
    for filter in &proxy.filters {
        document.one(format!("dansguardian_ead_filtre{}", *filter.number), Cell::of(&filter.zone));
        for interface in filtered(firewall, filter) {
            document.because(
                format!("dansguardian_eth{}", *interface.card),
                Cell::of(&filter.number),
                vec![filter.zone.origin()],
            );
        }
    }
    let way = words::AUTH.iter().find(|(word, _)| *word == proxy.auth.as_str());
    document.one("activer_squid_auth", Cell::flag(way.is_some(), proxy.auth.origin()));
    if let Some((_, way)) = way {
        document.one("type_squid_auth", Cell::said(way, proxy.auth.origin()));
        for card in firewall.cards.iter().map(|c| *c.number) {
            let Some(interface) = untagged(firewall, card).filter(|i| !*i.outside) else { continue };
            let asked = authenticated(firewall, *interface.vlan).next().map(|r| r.authenticated);
            let cell = asked.map_or_else(|| Cell::flag(false, proxy.auth.origin()), |a| Cell::flag(*a, a.origin()));
            document.one(format!("squid_auth_eth{card}"), cell);
        }
    }
    if let Some(users) = proxy.users.as_ref().filter(|_| *proxy.auth == "kerberos") {
        document.one("nom_serveur_krb", Cell::of(&users.hostname));
        document.one("nom_domaine_krb", Cell::of(&users.domain));
        if let Some(address) = &users.address {
            document.one("ip_serveur_krb", Cell::of(address));
        }
    }
}

/// The cards' own interfaces that a filter is for: those of its zone, and of each card the filter with the lowest number.
pub fn filtered<'a>(firewall: &'a Firewall, filter: &Filter) -> Vec<&'a Interface> {
    let filters = firewall.proxy.as_ref().map(|p| p.filters.as_slice()).unwrap_or_default();
    let first = |i: &Interface| filters.iter().filter(|f| f.vlans.contains(*i.vlan)).map(|f| *f.number).min();
    let own = firewall.interfaces.iter().filter(|i| !*i.tagged && !*i.outside && filter.vlans.contains(*i.vlan));
    own.filter(|i| first(i) == Some(*filter.number)).collect()
}

/// The rules of a VLAN by which users must say who they are.
fn authenticated(firewall: &Firewall, vlan: VlanId) -> impl Iterator<Item = &Rule> {
    firewall.rules_of(Some(vlan)).filter(|r| *r.allows && *r.authenticated && r.family == Family::V4)
}

/// What the reverse proxy serves.
fn reverse_proxy(firewall: &Firewall, document: &mut Document) {
    let carried: Vec<(&Publication, Published)> =
        firewall.publications.iter().filter_map(|p| Some((p, reverse_proxied(p).ok()?))).collect();
    if carried.is_empty() {
        return;
    }
    document.because("activer_revprox", Cell::word("oui"), carried.iter().map(|(p, _)| p.subject.origin()).collect());
    let each = |cell: &dyn Fn(&(&Publication, Published)) -> Cell| carried.iter().map(cell).collect::<Vec<_>>();
    document.list("revprox_domainname", each(&|(_, own)| Cell::of(own.name)));
    document.followers("revprox_rep", each(&|_| Cell::word("/")));
    document.followers("revprox_url", each(&|(p, own)| Cell::said(&own.url, p.target.origin())));
    document.followers("revprox_http", each(&|(p, own)| Cell::said(own.http, p.service.name.origin())));
    document.followers("revprox_https", each(&|(p, own)| Cell::flag(own.https, p.service.name.origin())));
}

/// All that is meant and that no variable says, in the order in which a person would do it.
pub fn by_hand<'a>(firewall: &'a Firewall, served: &'a Served) -> Vec<ByHand<'a>> {
    let mut all: Vec<ByHand> = firewall.relays.iter().map(ByHand::Relay).collect();
    if firewall.packages.iter().any(|p| *p.value() == DHCP_PACKAGE) {
        let scopes: &[Scope] = dhcp(served).map(|d| d.scopes.as_slice()).unwrap_or_default();
        all.extend(scopes.iter().filter(|s| !s.reservations.is_empty()).map(ByHand::Reservations));
        all.extend(scopes.iter().filter(|s| s.boot.is_some()).map(ByHand::Boot));
        all.extend(scopes.iter().filter(|s| s.wins.is_some()).map(ByHand::Wins));
    }
    let several = |f: &&Forward| !f.domain.is_empty() && f.servers.iter().filter(|s| s.is_ipv4()).count() != 1;
    all.extend(resolver(served).into_iter().flat_map(|r| &r.forwards).filter(several).map(ByHand::Forward));
    all.extend(firewall.logs.iter().map(ByHand::Log));
    all.extend(firewall.publications.iter().filter_map(|p| Some(ByHand::Publication(p, reverse_proxied(p).err()?))));
    all.extend(firewall.vpns.iter().map(ByHand::Vpn));
    if let Some(proxy) = &firewall.proxy {
        for filter in &proxy.filters {
            let cards: Vec<u64> = filtered(firewall, filter).iter().map(|i| *i.card).collect();
            let left = |i: &&Interface| filter.vlans.contains(*i.vlan) && (*i.tagged || !cards.contains(&*i.card));
            all.extend(firewall.interfaces.iter().filter(left).map(|i| ByHand::Filter(filter, i)));
        }
        if *proxy.auth == "ldap" {
            all.push(ByHand::Directory(&proxy.auth));
        }
    }
    for interface in firewall.interfaces.iter().filter(|i| *i.tagged) {
        all.extend(authenticated(firewall, *interface.vlan).next().map(|rule| ByHand::Users(rule, interface)));
    }
    all.extend(access::by_hand(firewall).into_iter().map(|(way, rule, interface)| ByHand::Access(way, rule, interface)));
    all
}
