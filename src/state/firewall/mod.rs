//! The state of a school's firewall: its cards and interfaces, what it routes, serves and publishes, and its rules in order.
//!
//! Free of vendors: a firewall's language spells it, a reader gives it back. What its rules let pass is [`Firewall::may_pass`];
//! what they should let pass is the policy's business. It does not know how rules follow from flows. Rules of whatever language
//! are judged as [`chains`]; what is wrong with them in themselves are [`faults()`].

pub mod chains;
mod faults;
mod hygiene;
mod needs;
mod order;
mod sets;

use super::Secret;
use super::policy::{Network, Service};
use crate::base::{Origin, Sourced};
use crate::net::{Family, Hours, VlanId, VlanSet};
pub use faults::{Fault, FaultKind, Grounds, faults};
pub use hygiene::{Crossing, crossings};
use ipnet::{IpNet, Ipv4Net, Ipv6Net};
pub use needs::{Manner, Need};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// What a firewall must show.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Firewall {
    /// The language of its configuration, as the manifest names the kind.
    pub software: Sourced<String>,
    /// The school's code.
    pub school: Sourced<String>,
    /// The school's name.
    pub school_name: Sourced<String>,
    /// The academy's key, such as `orleans-tours`.
    pub academy: Option<Sourced<String>>,
    /// The guest or appliance that it runs on, by manifest name.
    pub name: Sourced<String>,
    /// The name it calls itself: `pare-feu-0189901p`.
    pub hostname: Sourced<String>,
    /// DNS domain.
    pub domain: Sourced<String>,
    /// Local time by its tz name.
    pub timezone: Sourced<String>,
    /// Whether it is a guest; else an appliance.
    pub is_guest: Sourced<bool>,
    /// Who applies its changes: `operator`, or an organisation.
    pub managed_by: Sourced<String>,
    /// The team that keeps it.
    pub team: Option<Sourced<String>>,
    /// The version of its software, in full.
    pub version: Option<Sourced<String>>,
    /// Its zone model, where the software has one.
    pub model: Option<Sourced<String>>,
    /// The hash of its administrator's password.
    pub secret: Option<Sourced<Secret>>,
    /// Who administers it, beside the account of its software.
    pub administrator: Option<Administrator>,
    /// Its cards, by number.
    pub cards: Vec<Card>,
    /// Its interfaces, by VLAN id.
    pub interfaces: Vec<Interface>,
    /// Routers of others that it knows, by name.
    pub gateways: Vec<Gateway>,
    /// Routes beside the default one, by destination.
    pub routes: Vec<Route>,
    /// Resolvers that it asks, in order.
    pub resolvers: Vec<Sourced<IpAddr>>,
    /// Time servers that it asks, in order.
    pub clocks: Vec<Sourced<IpAddr>>,
    /// Where its logs go.
    pub logs: Vec<LogServer>,
    /// VLANs in which it answers names.
    pub serves_dns: Sourced<VlanSet>,
    /// VLANs in which it gives the time.
    pub serves_ntp: Sourced<VlanSet>,
    /// VLANs whose DHCP requests it relays, by VLAN id.
    pub relays: Vec<Relay>,
    /// What leaves under its own address.
    pub masquerade: Sourced<Masquerade>,
    /// What is opened from outside, in order of the manifest.
    pub publications: Vec<Publication>,
    /// Its web proxy.
    pub proxy: Option<Proxy>,
    /// Its tunnels, by name.
    pub vpns: Vec<Vpn>,
    /// Packages beside those of its software, by name.
    pub packages: Vec<Sourced<String>>,
    /// Variables that the compiler does not derive, with their values, by name.
    pub variables: Vec<(Sourced<String>, Sourced<String>)>,
    /// Sets of addresses that its rules name, by name.
    pub groups: Vec<Group>,
    /// Its rules: by interface, those of the firewall's own packets last; of an interface in the order in which they are tried.
    pub rules: Vec<Rule>,
}

/// Who administers a firewall.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Administrator {
    /// The account.
    pub user: Sourced<String>,
    /// The line of `authorized_keys` that lets it in.
    pub key: Option<Sourced<String>>,
}

/// A network card of a firewall.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Card {
    /// Its number, from 0.
    pub number: Sourced<u64>,
    /// What the firewall's system calls it, such as `ens3`; `None`: nothing says.
    pub system: Option<Sourced<String>>,
    /// The VLAN without a tag; `None`: untagged frames die.
    pub untagged: Option<Sourced<VlanId>>,
    /// Tagged VLANs.
    pub tagged: Sourced<VlanSet>,
}

/// An interface: the firewall in a VLAN.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Interface {
    /// The VLAN.
    pub vlan: Sourced<VlanId>,
    /// The VLAN's name.
    pub name: Sourced<String>,
    /// What it is for.
    pub role: Sourced<Role>,
    /// The VLAN's zone, by name.
    pub zone: Sourced<String>,
    /// The zone's level.
    pub level: Option<Sourced<u64>>,
    /// Whether the zone lies outside.
    pub outside: Sourced<bool>,
    /// The card, by number.
    pub card: Sourced<u64>,
    /// Whether its frames are tagged on the card.
    pub tagged: Sourced<bool>,
    /// Its IPv4 address.
    pub v4: Option<Address<Ipv4Addr, Ipv4Net>>,
    /// Its IPv6 address.
    pub v6: Option<Address<Ipv6Addr, Ipv6Net>>,
}

/// What an interface is for.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Role {
    /// Towards the operator.
    Uplink,
    /// Where switches, hosts and consoles have their addresses.
    Management,
    /// Everything else.
    Inside,
}

/// An address of an interface.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Address<A, N> {
    /// The address.
    pub address: Sourced<A>,
    /// The subnet around it.
    pub subnet: Sourced<N>,
}

/// A router of others.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Gateway {
    /// Its name.
    pub name: Sourced<String>,
    /// The VLAN it is reached in.
    pub vlan: Sourced<VlanId>,
    /// Its address.
    pub address: Sourced<IpAddr>,
    /// Whether what has no other route goes there, in its family.
    pub default: Sourced<bool>,
}

/// A route.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Route {
    /// Where it leads.
    pub network: Sourced<IpNet>,
    /// The gateway, by name.
    pub gateway: Sourced<String>,
}

/// A server that logs are sent to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LogServer {
    /// Its address.
    pub address: Sourced<IpAddr>,
    /// The UDP port of syslog in clear; `None`: it takes none.
    pub plain: Option<Sourced<u64>>,
    /// The port of syslog over TLS; `None`: it takes none.
    pub tls: Option<Sourced<u64>>,
}

/// The DHCP requests of a VLAN, sent on to servers elsewhere.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Relay {
    /// The VLAN.
    pub vlan: Sourced<VlanId>,
    /// The servers.
    pub servers: Vec<Sourced<IpAddr>>,
}

/// What leaves a school under the firewall's own address. IPv6 never does.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Masquerade {
    /// What goes to the Internet; the region sees the school's own addresses.
    Internet,
    /// Everything.
    All,
    /// Nothing.
    Off,
}

/// What is opened from outside: a port forward, or a name that a reverse proxy knows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Publication {
    /// As a person names it, and as its rule does: `publish https:exterieur>portail`.
    pub subject: Sourced<String>,
    /// The service, with the ports that the target listens on.
    pub service: Service,
    /// The port outside, when it is not the service's own.
    pub port: Option<Sourced<u64>>,
    /// The public name.
    pub name: Option<Sourced<String>>,
    /// Who may come.
    pub from: Sourced<Where>,
    /// The guest or device that answers, by name.
    pub target: Sourced<String>,
    /// The VLAN of its address.
    pub vlan: VlanId,
    /// Its addresses.
    pub addresses: Vec<IpAddr>,
}

/// The web proxy.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Proxy {
    /// How users are known: `none`, `kerberos`, `ldap`.
    pub auth: Sourced<String>,
    /// Who knows them; `None` in a school without a directory.
    pub users: Option<Users>,
    /// Instances of its filter, by number.
    pub filters: Vec<Filter>,
}

/// The directory that a proxy asks about users.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Users {
    /// Its DNS domain, in lower case.
    pub domain: Sourced<String>,
    /// The name that its machine calls itself.
    pub hostname: Sourced<String>,
    /// The machine's address.
    pub address: Option<Sourced<Ipv4Addr>>,
}

/// An instance of the proxy's filter.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Filter {
    /// Its number, from 1.
    pub number: Sourced<u64>,
    /// The zone whose users it filters, by name.
    pub zone: Sourced<String>,
    /// The VLANs of that zone.
    pub vlans: Sourced<VlanSet>,
}

/// A tunnel to networks of others.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Vpn {
    /// Its name.
    pub name: Sourced<String>,
    /// The networks behind it.
    pub to: Vec<Network>,
    /// Who may use it, as the manifest names them.
    pub from: Vec<Sourced<String>>,
    /// The VLANs that those names stand for.
    pub vlans: Sourced<VlanSet>,
}

/// A set of addresses with a name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Group {
    /// Its name: a device's, a network's, or `not-X` for what X is not.
    pub name: Sourced<String>,
    /// Its prefixes of both families, sorted, none inside another.
    pub prefixes: Vec<Sourced<IpNet>>,
}

/// One rule: the first that a packet fits decides; what fits none is refused.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Rule {
    /// The VLAN that the packet comes from; `None`: the firewall sends it itself.
    pub interface: Option<Sourced<VlanId>>,
    /// Whether it lets pass; else it refuses.
    pub allows: Sourced<bool>,
    /// The family.
    pub family: Family,
    /// Sources.
    pub from: Sourced<Where>,
    /// Targets.
    pub to: Sourced<Where>,
    /// The service.
    pub service: Service,
    /// Whether the packet goes through the proxy.
    pub proxied: Sourced<bool>,
    /// Whether the user must say who he is.
    pub authenticated: Sourced<bool>,
    /// Whether it is logged.
    pub logged: Sourced<bool>,
    /// When it holds; `None`: always.
    pub hours: Option<Sourced<Hours>>,
    /// What it is, unique among the rules of a family: `web:pedago/pedagogie>internet` is the flow `web:pedago>internet` as far
    /// as it comes from the VLAN pedagogie.
    pub subject: Sourced<String>,
}

/// The addresses of one end of a rule, in the rule's family.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Where {
    /// Every address.
    Anywhere,
    /// A VLAN's subnet, the firewall's own address in it included.
    Segment(VlanId),
    /// The firewall's address in a VLAN.
    Gateway(VlanId),
    /// Every address of the firewall.
    Itself,
    /// A group, by name.
    Group(String),
    /// Every address that is not in a group.
    Beyond(String),
}

impl Firewall {
    /// The group of the school's own addresses; there whenever something is masqueraded towards the Internet.
    pub const INSIDE: &'static str = "inside";
    /// The group of what is not the Internet: the school's and the region's; there with [`Firewall::INSIDE`].
    pub const KNOWN: &'static str = "not-internet";

    /// A firewall of which nothing is known but the language: where a reader begins.
    pub fn unknown(software: &str, origin: Origin) -> Firewall {
        let text = |value: &str| Sourced::new(value.to_owned(), origin);
        Firewall {
            software: text(software),
            school: text(""),
            school_name: text(""),
            academy: None,
            name: text(""),
            hostname: text(""),
            domain: text(""),
            timezone: text(""),
            is_guest: Sourced::new(false, origin),
            managed_by: text(""),
            team: None,
            version: None,
            model: None,
            secret: None,
            administrator: None,
            cards: Vec::new(),
            interfaces: Vec::new(),
            gateways: Vec::new(),
            routes: Vec::new(),
            resolvers: Vec::new(),
            clocks: Vec::new(),
            logs: Vec::new(),
            serves_dns: Sourced::new(VlanSet::default(), origin),
            serves_ntp: Sourced::new(VlanSet::default(), origin),
            relays: Vec::new(),
            masquerade: Sourced::new(Masquerade::All, origin),
            publications: Vec::new(),
            proxy: None,
            vpns: Vec::new(),
            packages: Vec::new(),
            variables: Vec::new(),
            groups: Vec::new(),
            rules: Vec::new(),
        }
    }

    /// The interface in a VLAN.
    pub fn interface(&self, vlan: VlanId) -> Option<&Interface> {
        self.interfaces.iter().find(|i| *i.vlan == vlan)
    }

    /// Its own addresses, of both families, by interface.
    pub fn own_addresses(&self) -> Vec<IpAddr> {
        let of = |i: &Interface| Family::ALL.into_iter().filter_map(|f| i.address(f).map(|a| *a)).collect::<Vec<_>>();
        self.interfaces.iter().flat_map(of).collect()
    }

    /// The group of a name.
    pub fn group(&self, name: &str) -> Option<&Group> {
        self.groups.iter().find(|g| *g.name == name)
    }
}

impl Rule {
    /// Whether it is the rule behind those that lead to the firewall itself: it keeps what is meant for a whole VLAN, or for
    /// the Internet, from reaching the firewall's own addresses.
    pub fn is_guard(&self) -> bool {
        !*self.allows && *self.from == Where::Anywhere && *self.to == Where::Itself && self.service.is_any()
    }
}

impl Interface {
    /// Its address in a family.
    pub fn address(&self, family: Family) -> Option<Sourced<IpAddr>> {
        match family {
            Family::V4 => self.v4.as_ref().map(|a| a.address.map(IpAddr::V4)),
            Family::V6 => self.v6.as_ref().map(|a| a.address.map(IpAddr::V6)),
        }
    }

    /// Its subnet in a family.
    pub fn subnet(&self, family: Family) -> Option<Sourced<IpNet>> {
        match family {
            Family::V4 => self.v4.as_ref().map(|a| a.subnet.map(IpNet::V4)),
            Family::V6 => self.v6.as_ref().map(|a| a.subnet.map(IpNet::V6)),
        }
    }
}
