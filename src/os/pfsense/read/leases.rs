//! What a configuration leases and the names that it knows.

use super::Reader;
use crate::base::Sourced;
use crate::net::{Duration, Mac};
use crate::os::pfsense::base64;
use crate::os::pfsense::parse::Element;
use crate::os::pfsense::words::FOR_ACCESS_POINTS;
use crate::state::service::{Dhcp, Forward, Named, NetworkBoot, Reservation, Resolver, Scope, Seat, SeatKind, Zone};
use crate::state::{Firewall, Served};
use std::net::{IpAddr, Ipv4Addr};

impl Reader {
    /// Leases and names; the time that it gives is the firewall's own affair.
    pub(super) fn served(&mut self, root: &Element, firewall: &Firewall) -> Served {
        let scopes = root.child("dhcpd").into_iter().flat_map(|d| &d.children).filter(|s| s.has("enable"));
        let mut scopes: Vec<Scope> = scopes.filter_map(|scope| self.scope(scope, firewall)).collect();
        scopes.sort_by_key(|s| *s.vlan);
        let seat = || self.seat(firewall);
        let dhcp = (!scopes.is_empty()).then(|| Dhcp { seat: seat(), scopes, scopes6: Vec::new() });
        let dns = self.resolver(root, firewall);
        Served { dhcp, dns, ntp: None }
    }

    /// The firewall, as far as its file says who it is.
    fn seat(&self, firewall: &Firewall) -> Seat {
        Seat {
            kind: self.sourced(SeatKind::Firewall),
            name: firewall.name.clone(),
            hostname: firewall.hostname.clone(),
            host: None,
            addresses: Vec::new(),
        }
    }

    fn scope(&mut self, element: &Element, firewall: &Firewall) -> Option<Scope> {
        let interface = self.vlans.get(&element.name).and_then(|vlan| firewall.interface(*vlan));
        let Some((interface, v4)) = interface.and_then(|i| Some((i, i.v4.as_ref()?))) else {
            self.unread(element, format!("nothing is leased on {}, which has no IPv4 address", element.name));
            return None;
        };
        let range = element.child("range");
        let ends = range.and_then(|r| self.parsed::<Ipv4Addr>(r, "from").zip(self.parsed(r, "to")));
        let Some((first, last)) = ends else {
            self.unread(element, format!("nothing is leased on {} without a range", element.name));
            return None;
        };
        let search = element.text_of("domainsearchlist").unwrap_or_default();
        let seconds = self.parsed::<u64>(element, "defaultleasetime");
        let lease = seconds.map_or_else(|| self.sourced(Duration::Seconds(LEASE)), |s| s.with(Duration::Seconds(*s)));
        let reservations = element.children_of("staticmap").filter_map(|kept| self.reservation(kept)).collect();
        let options = element.child("numberoptions").into_iter().flat_map(|o| o.children_of("item"));
        let mut cluster = None;
        for item in options {
            let value = item.text_of("value").and_then(base64::decode).and_then(|bytes| String::from_utf8(bytes).ok());
            let address = value.and_then(|v| v.parse::<Ipv4Addr>().ok());
            match address.filter(|_| item.text_of("number") == Some(&*FOR_ACCESS_POINTS.to_string())) {
                Some(address) => cluster = Some(self.sourced(address)),
                None => self.unread(item, "an option by number that says no cluster of access points"),
            }
        }
        for further in element.children_of("winsserver").skip(1) {
            self.unread(further, "a second name server of NetBIOS: one machine keeps a school's domain");
        }
        let each = |name: &'static str| element.children_of(name).filter_map(|e| e.text.parse().ok()).collect::<Vec<Ipv4Addr>>();
        Some(Scope {
            vlan: interface.vlan,
            name: interface.name.clone(),
            subnet: v4.subnet,
            first,
            last,
            gateway: self.parsed(element, "gateway"),
            relay: None,
            lease,
            dns: each("dnsserver").into_iter().map(|a| self.sourced(a)).collect(),
            ntp: each("ntpserver").into_iter().map(|a| self.sourced(a)).collect(),
            domain: self.text(Some(element), "domain"),
            search: search.split(';').filter(|s| !s.is_empty()).map(|s| self.sourced(s.to_owned())).collect(),
            wins: each("winsserver").into_iter().next().map(|a| self.sourced(a)),
            reservations,
            boot: self.boot(element),
            cluster,
        })
    }

    fn reservation(&mut self, kept: &Element) -> Option<Reservation> {
        let (mac, address) = (self.parsed::<Mac>(kept, "mac"), self.parsed(kept, "ipaddr"));
        let Some((mac, address)) = mac.zip(address) else {
            self.unread(kept, "a reservation without a MAC address or an address of its own");
            return None;
        };
        Some(Reservation { mac, address, name: self.text(Some(kept), "hostname") })
    }

    fn boot(&mut self, element: &Element) -> Option<NetworkBoot> {
        element.child("netboot")?;
        let server = self.parsed(element, "nextserver")?;
        Some(NetworkBoot { server, bios: self.text(Some(element), "filename"), uefi: self.text(Some(element), "filename64") })
    }

    fn resolver(&mut self, root: &Element, firewall: &Firewall) -> Option<Resolver> {
        let unbound = root.child("unbound").filter(|u| u.has("enable"))?;
        let mut names: Vec<Named> = Vec::new();
        let mut domain = None;
        for host in unbound.children_of("hosts") {
            let Some(address) = self.parsed::<IpAddr>(host, "ip") else { continue };
            let name = self.text(Some(host), "host");
            domain = domain.or_else(|| Some(self.text(Some(host), "domain")));
            let (v4, v6) = match *address {
                IpAddr::V4(v4) => (Some(address.with(v4)), None),
                IpAddr::V6(v6) => (None, Some(address.with(v6))),
            };
            // Both addresses of one name stand one behind the other.
            match names.last_mut().filter(|known| known.name == name && known.v6.is_none() && v4.is_none()) {
                Some(known) => known.v6 = v6,
                None => names.push(Named { name, v4, v6 }),
            }
        }
        let mut forwards: Vec<Forward> = Vec::new();
        for narrow in unbound.children_of("domainoverrides") {
            let Some(server) = self.parsed::<IpAddr>(narrow, "ip") else { continue };
            let domain = self.text(Some(narrow), "domain");
            match forwards.iter_mut().find(|known| known.domain == domain) {
                Some(known) => known.servers.push(server),
                None => forwards.push(Forward { domain, servers: vec![server] }),
            }
        }
        if names.is_empty() && forwards.is_empty() {
            return None;
        }
        let whole: Sourced<bool> = self.sourced(false);
        let zone = Zone { name: domain.unwrap_or_else(|| firewall.domain.clone()), whole, names };
        Some(Resolver { seat: self.seat(firewall), zone, reverse: Vec::new(), forwards, clients: Vec::new() })
    }
}

/// How long pfSense leases an address when its file does not say, in seconds.
const LEASE: u64 = 7200;
