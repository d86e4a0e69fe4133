//! `required-flow-missing`: a service that the region renders, and no flow that leads there.

use crate::base::{Sink, Sourced};
use crate::net::traffic::{number, ports, protocol};
use crate::net::{Cube, Family, Ranges, Traffic};
use crate::region::{Domain, Guest, PortAuth, School, Server};
use crate::rules::Context;
use crate::state::firewall;
use crate::state::policy::{Device, Part, Policy};
use std::net::IpAddr;

crate::rule! {
    /// A service of the region is declared, and no flow leads there at all hours.
    ///
    /// `dns`, `ntp`, `syslog`, `radius`, `snmp` and `ssh` say where the region's services are; none of them opens anything. Each
    /// flow is written once, for all to see. Without it the switches' logs, clocks or authentication are silent, and nothing
    /// says why. The same holds for the relay of a firewall towards the guest that serves DHCP, and for the way of a machine with
    /// `samba=` to the controller of its domain where they share no VLAN: it could not join.
    ///
    /// ## Fails
    /// ```kdl
    /// deviation "own clocks" owner=exploitation until=none {
    ///     network horloges "203.0.113.9" through=exterieur
    ///     ntp horloges
    /// }
    /// ```
    /// ```kdl
    /// deviation "a member elsewhere" owner=exploitation until=none {
    ///     lxc acces role=radius samba=member after=annuaire memory="1GiB" disk="10GiB" image=debian-12 { nic gestion address=21; }
    ///     host hosta { run acces; }
    /// }
    /// ```
    /// ## Passes
    /// ```kdl
    /// deviation "own clocks" owner=exploitation until=none {
    ///     network horloges "203.0.113.9" through=exterieur
    ///     ntp horloges
    ///     service heure udp=123
    ///     allow heure from=firewall to=horloges
    /// }
    /// ```
    /// ```kdl
    /// deviation "a member elsewhere" owner=exploitation until=none {
    ///     lxc acces role=radius samba=member after=annuaire memory="1GiB" disk="10GiB" image=debian-12 { nic gestion address=21; }
    ///     host hosta { run acces; }
    ///     service domaine tcp="88,389,445"
    ///     allow domaine from=acces to=annuaire
    /// }
    /// ```
    /// ```kdl
    /// deviation "a member beside it" owner=exploitation until=none {
    ///     lxc fichiers role=files samba=member after=annuaire memory="1GiB" disk="10GiB" image=debian-12 { nic serveurs address=21; }
    ///     host hosta { run fichiers; }
    /// }
    /// ```
    pub static RULE = Error, check;
}

/// What the services that a school declares need of its firewall, as packets that must pass at all hours.
pub(crate) fn required(school: &School, policy: &Policy) -> Vec<firewall::Need> {
    let of = |need: &Need| firewall::Need {
        what: format!("{}: {} > {}", need.what, need.from.name, need.to.name),
        packets: Family::ALL.iter().filter_map(|family| packets(policy, need, *family)).collect(),
    };
    needs(school, policy).iter().map(of).filter(|need| !need.packets.is_empty()).collect()
}

/// A flow that something needs.
struct Need<'a> {
    /// What needs it: `ntp`.
    what: &'static str,
    from: Side<'a>,
    to: Side<'a>,
    /// Protocols and ports: one service may have several, and missing it is one mistake.
    services: Vec<(u8, u16)>,
    /// What declares it.
    named: &'a Sourced<String>,
}

/// One end of a need.
#[derive(Clone)]
struct Side<'a> {
    /// As a flow would name it.
    name: &'a str,
    part: Part,
}

fn check(cx: &Context, out: &mut Sink) {
    let policy = &cx.state.policy;
    if policy.segments.is_empty() {
        return;
    }
    let open = policy.must_pass();
    for need in needs(cx.school, policy) {
        let wanted: Traffic = Family::ALL.iter().filter_map(|family| packets(policy, &need, *family)).collect();
        // What has no address yet is another finding's.
        let Some(packet) = wanted.minus(&open).witness() else { continue };
        let (from, to) = (need.from.name, need.to.name);
        let service = service(cx.school, (packet.protocol, packet.port));
        out.report(&RULE.rule, format!("{} needs {packet}, and no flow lets it pass at all hours", need.what))
            .at(need.named, "is not reached")
            .help(format!("add `allow {service} from={from} to={to}`"))
            .on(format!("{from}>{to}"));
    }
}

fn needs<'a>(school: &'a School, policy: &Policy) -> Vec<Need<'a>> {
    let services = &school.services;
    let firewall = Side { name: "firewall", part: Part::Firewall };
    let managed = school.vlan_of(Domain::Management).filter(|v| policy.segment(*v.id).is_some());
    let managed = managed.filter(|_| !school.switches.is_empty());
    let managed = managed.map(|v| Side { name: v.name.as_str(), part: Part::Segment(*v.id) });
    let mut all = Vec::new();
    let mut add = |what, from: &Option<Side<'a>>, to: &Option<Side<'a>>, services: &[(u8, u16)], named| {
        if let (Some(from), Some(to)) = (from.clone(), to.clone()) {
            all.push(Need { what, from, to, services: services.to_vec(), named });
        }
    };
    let (dns, ntp) = (&school.serve.dns, &school.serve.ntp);
    for (what, relayed, port, served) in [("dns", &services.dns, 53, dns), ("ntp", &services.ntp, 123, ntp)] {
        // A guest that serves it asks in the firewall's stead: `server-source-unreachable`.
        let Some(relayed) = relayed.as_ref().filter(|_| !matches!(served, Server::Named(_))) else { continue };
        let from = if *relayed.by_firewall { Some(firewall.clone()) } else { managed.clone() };
        add(what, &from, &network(school, &relayed.network), &[(protocol::UDP, port)], &relayed.network);
    }
    if let Some(syslog) = &services.syslog {
        let port = |port: &Option<Sourced<u64>>| port.as_ref().and_then(|p| u16::try_from(**p).ok());
        let kind = if *syslog.transport == "udp" { protocol::UDP } else { protocol::TCP };
        let to = network(school, &syslog.network);
        let ways = [port(&syslog.port).map(|p| (kind, p)), port(&syslog.plain).map(|p| (protocol::UDP, p))];
        let ways: Vec<(u8, u16)> = ways.into_iter().flatten().collect();
        add("syslog", &managed, &to, &ways, &syslog.network);
    }
    if let Some(radius) = services.radius.as_ref().filter(|_| authenticates(school)) {
        let to = network(school, &radius.network);
        add("radius", &managed, &to, &[(protocol::UDP, 1812), (protocol::UDP, 1813)], &radius.network);
    }
    if let Some(snmp) = &services.snmp {
        add("snmp", &network(school, &snmp.network), &managed, &[(protocol::UDP, 161)], &snmp.network);
    }
    if let Some(ssh) = &services.ssh {
        add("ssh", &network(school, &ssh.network), &managed, &[(protocol::TCP, 22)], &ssh.network);
    }
    if let Server::Named(guest) = &school.serve.dhcp {
        let device = policy.flows.iter().flat_map(|f| [&f.from, &f.to]).find(|e| e.name == *guest).and_then(|e| e.parts.first());
        let to = device.map(|part| Side { name: guest.as_str(), part: part.clone() });
        add("the relay of dhcp", &Some(firewall), &to, &[(protocol::UDP, 67)], guest);
    }
    all.extend(joined(school));
    all
}

/// What the machines of the school's domain need of its controller, where they share no VLAN with it: its entries, its share, and
/// tickets, which a domain of the kind of Windows NT does not give.
fn joined(school: &School) -> Vec<Need<'_>> {
    let Some(directory) = &school.directory else { return Vec::new() };
    let Some(controller) = school.guests.iter().find(|guest| guest.name == directory.on) else { return Vec::new() };
    let mut services = vec![(protocol::TCP, 389), (protocol::TCP, 445)];
    services.extend((!directory.is_classic()).then_some((protocol::TCP, 88)));
    let shares_vlan = |guest: &&Guest| guest.nics.iter().any(|nic| controller.nics.iter().any(|other| nic.vlan == other.vlan));
    let members = school.guests.iter().filter(|g| matches!(g.samba.as_str(), "member" | "dc") && g.name != controller.name);
    let need = |guest| {
        let (from, to) = (machine(school, guest)?, machine(school, controller)?);
        Some(Need { what: "the domain", from, to, services: services.clone(), named: &guest.samba })
    };
    members.filter(|guest| !shares_vlan(guest)).filter_map(need).collect()
}

/// A guest at its first address; `None` when it has none.
fn machine<'a>(school: &School, guest: &'a Guest) -> Option<Side<'a>> {
    let (nic, address) = guest.nics.iter().find_map(|nic| Some((nic, nic.address.as_ref()?)))?;
    let vlan = *school.vlan(&nic.vlan)?.id;
    let device = Device { name: guest.name.value().clone(), vlan, addresses: vec![IpAddr::V4(**address)] };
    Some(Side { name: &guest.name, part: Part::Device(device) })
}

/// A network that the school reaches through an outside zone; what is behind the VPN of another school is not missed here.
fn network<'a>(school: &'a School, name: &'a str) -> Option<Side<'a>> {
    let network = school.networks.get(name)?;
    if !crate::region::endpoint::outside(school, &network.through) {
        return None;
    }
    let prefixes = network.prefixes.iter().map(|p| *p.value()).collect();
    let part = crate::state::policy::Network { name: name.to_owned(), prefixes, through: network.through.value().clone() };
    Some(Side { name, part: Part::Network(part) })
}

/// Whether any port asks who is plugged in.
fn authenticates(school: &School) -> bool {
    school.port_classes.values().any(|class| *class.auth != PortAuth::Off)
}

/// The packets of a need in a family: from the firewall, from its address towards the operator.
fn packets(policy: &Policy, need: &Need, family: Family) -> Option<Cube> {
    let single = |address: IpAddr| Ranges::one(number(address), number(address));
    let outer = policy.segments.iter().find(|s| *s.outside).and_then(|s| policy.firewall_in(s, family));
    let side = |part: &Part| match part {
        Part::Firewall => outer.map(single).unwrap_or_default(),
        part => policy.addresses(part, family).minus(&policy.addresses(&Part::Firewall, family)),
    };
    let services = need.services.iter().fold(Ranges::default(), |sum, (protocol, port)| sum.or(&ports(*protocol, *port, *port)));
    let cube = Cube { family, from: side(&need.from.part), to: side(&need.to.part), services };
    (!cube.from.is_empty() && !cube.to.is_empty()).then_some(cube)
}

/// The narrowest service that has a port, by name; else the words that would declare one.
fn service(school: &School, (kind, port): (u8, u16)) -> String {
    let has = |list: &[(u16, u16)]| list.iter().any(|(first, last)| *first <= port && port <= *last);
    let fits = school.protocols.values().filter(|p| if kind == protocol::TCP { has(&p.tcp) } else { has(&p.udp) });
    let width = |list: &[(u16, u16)]| list.iter().map(|(first, last)| u32::from(last - first) + 1).sum::<u32>();
    let narrowest = fits.min_by_key(|p| (width(&p.tcp) + width(&p.udp), p.name.value().clone()));
    narrowest.map_or_else(|| format!("{}-{port}", if kind == protocol::TCP { "tcp" } else { "udp" }), |p| p.name.value().clone())
}
