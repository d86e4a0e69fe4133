//! A switch's state as the view of `templates/os/comware/`: what is decided here is spelling, nothing else.

use super::{LIMITS, words};
use crate::base::{Origin, Sourced};
use crate::net::zones;
use crate::net::{VlanId, VlanSet};
use crate::os::rendered;
use crate::os::sheet::{Sheet, word};
use crate::render::{Command, Examples, Explained, Field, Line, Phrase, Refusal, Shaped, Templates, Text, Unwritten};
use crate::state::Switch;
use crate::state::switch::{Auth, AuthMethod, Lag, Link, Port, Radius, RawAt, ServerDead, Ssh, Transport};
use crate::view;
use std::net::IpAddr;

const TEMPLATE: &str = "os/comware/switch.j2";
/// The basic access list of who may come by SSH.
const SSH_LIST: &str = "2000";
/// The basic access list of who may ask by SNMP.
const SNMP_LIST: &str = "2001";

/// Writes the configuration.
pub(super) fn write(switch: &Switch, templates: &Templates) -> Result<String, Unwritten> {
    let (view, refusals) = view(switch);
    rendered(view, refusals, |view| templates.render(TEMPLATE, view))
}

/// What its templates may name, with texts of these switches.
pub(super) fn fields(switches: &[&Switch]) -> Vec<Field> {
    let mut examples = Examples::new();
    switches.iter().for_each(|switch| view(switch).0.examples("", &mut examples));
    Page::shape().fields(&examples)
}

/// Writes it and tells where each line came from.
pub(super) fn explain(switch: &Switch, templates: &Templates) -> Result<Explained, Unwritten> {
    let (view, refusals) = view(switch);
    rendered(view, refusals, |view| templates.explain(TEMPLATE, view))
}

view! {
    /// What `switch.j2` may know.
    struct Page {
        sysname: Text,
        clock: Option<Text<Phrase>>,
        summer: Option<Text<Phrase>>,
        stack: bool,
        members: Vec<MemberLine>,
        stack_ports: Vec<StackBlock>,
        snooped: Vec<Text<Phrase>>,
        voice: bool,
        mac_auth: bool,
        dot1x: bool,
        vlans: Vec<VlanBlock>,
        region: Text,
        revision: Text,
        priority: Text,
        radius: Option<RadiusBlock>,
        lags: Vec<Interface>,
        ports: Vec<Interface>,
        drop_default: bool,
        management: Option<ManagementBlock>,
        names: bool,
        domain: Option<Text>,
        dns: Vec<Text>,
        dns6: Vec<Text>,
        logs: bool,
        syslog: Vec<SyslogLine>,
        syslog6: Vec<SyslogLine>,
        lists: Vec<ListBlock>,
        location: Option<Text<Line>>,
        snmp: Option<SnmpBlock>,
        ntp: bool,
        ntp4: Vec<Text>,
        ntp6: Vec<Text>,
        ssh: Option<SshBlock>,
        raw: Vec<Text<Command>>,
    }
    struct MemberLine { id: Text, priority: Text }
    struct StackBlock { name: Text, interfaces: Vec<Text> }
    struct VlanBlock { id: Text, name: Text, inspected: bool, raw: Vec<Text<Command>> }
    struct RadiusBlock {
        first: Vec<Text>,
        others: Vec<Text>,
        first6: Vec<Text>,
        others6: Vec<Text>,
        secret: Text,
        source: Option<Text>,
        coa: bool,
        clients: Vec<Text>,
        clients6: Vec<Text>,
        closed: bool,
        open: bool,
    }
    /// What `interface.j2` may know: a port or an aggregate.
    struct Interface {
        name: Text,
        physical: bool,
        aggregate: bool,
        description: Option<Text<Line>>,
        access: Option<Text>,
        hybrid: Option<Hybrid>,
        trunk: Option<Trunk>,
        voice: Option<Text>,
        priority: bool,
        silent: bool,
        storm: Option<Text<Phrase>>,
        loops: bool,
        edge: bool,
        powered: bool,
        unpowered: bool,
        mac_auth: Option<AuthLines>,
        dot1x: Option<AuthLines>,
        group: Option<Text>,
        snooping_trust: bool,
        arp_trust: bool,
        records: bool,
        shut: bool,
        raw: Vec<Text<Command>>,
    }
    struct Hybrid { no_default: bool, tagged: Option<Text>, untagged: Text<Phrase>, native: Text, by_mac: bool }
    struct Trunk { no_default: bool, permit: Vec<Text<Phrase>>, native: Text }
    struct AuthLines { domain: Text, most: Option<Text>, rejected: Option<Text>, critical: Option<Text>, keep: bool }
    struct ManagementBlock { vlan: Text, address: Text, mask: Text, v6: Option<Text>, gateway: Text }
    struct SyslogLine { address: Text, port: Option<Text> }
    struct ListBlock { number: Text, hosts: Vec<Text>, hosts6: Vec<Text> }
    struct SnmpBlock { user: Text, auth: Text, privacy: Option<Text>, list: Text }
    struct SshBlock { user: Text, password: Option<Text>, console: Option<Text>, key: Vec<Text>, proof: Text, list: Text }
}

/// Facts of the whole switch that a port's lines depend on.
struct Watched {
    snooping: bool,
    inspected: VlanSet,
}

fn view(switch: &Switch) -> (Page, Vec<Refusal>) {
    let mut sheet = Sheet::new(&LIMITS);
    let snooped: VlanSet = switch.vlans.iter().filter(|v| *v.snooping.value()).map(|v| *v.id).collect();
    let inspected: VlanSet = switch.vlans.iter().filter(|v| *v.arp_inspection.value()).map(|v| *v.id).collect();
    let watched = Watched { snooping: !snooped.is_empty(), inspected };
    let origin = switch.name.origin();
    let auths = || switch.ports.iter().filter_map(|p| p.auth.as_ref());
    let services = &switch.services;
    let (dns, dns6) = by_family(&services.dns);
    let (ntp4, ntp6) = by_family(&services.ntp);
    let zone = zones::find(&services.timezone);
    if zone.is_none() {
        sheet.refuse(services.timezone.origin(), &services.timezone, "its clock rule is not in the table of zones");
    }
    let clock = |text: String| Text::new(text, services.timezone.origin());
    let sysname = sheet.sysname(&switch.sysname);
    let vlans = switch.vlans.iter().map(|v| VlanBlock {
        id: Text::of(&v.id),
        name: sheet.vlan_name(&v.name),
        inspected: *v.arp_inspection.value(),
        raw: sheet.raw(switch, RawAt::Vlan(*v.id)),
    });
    let vlans = vlans.collect();
    let lags = switch.lags.iter().map(|lag| aggregate(lag, &watched, &mut sheet)).collect();
    let ports = switch.ports.iter().map(|p| interface(switch, p, &watched, &mut sheet)).collect();
    let (syslog, syslog6) = syslog(switch, &mut sheet);
    let mut lists = Vec::new();
    if let Some(ssh) = &services.ssh {
        lists.push(list(SSH_LIST, &ssh.from, ssh.user.origin()));
    }
    if let Some(snmp) = &services.snmp {
        lists.push(list(SNMP_LIST, &snmp.managers, snmp.user.origin()));
    }
    sheet.lost_raw(switch);
    let page = Page {
        sysname,
        clock: zone.map(|z| clock(words::offset(z))),
        summer: zone.and_then(words::summer).map(clock),
        stack: switch.hardware.stack,
        members: switch
            .members
            .iter()
            .filter_map(|m| {
                Some(MemberLine { id: word(m.id.to_string(), m.model.origin()), priority: Text::of(m.priority.as_ref()?) })
            })
            .collect(),
        stack_ports: switch
            .stack_ports
            .iter()
            .map(|p| StackBlock {
                name: word(format!("{}/{}", p.member, p.port), p.interfaces.first().map_or(origin, Sourced::origin)),
                interfaces: p.interfaces.iter().map(Text::of).collect(),
            })
            .collect(),
        snooped: words::vlan_lists(&snooped).into_iter().map(|list| Text::new(list, origin)).collect(),
        voice: switch.ports.iter().any(|p| voice(&p.link).is_some()),
        mac_auth: auths().any(|a| *a.method != AuthMethod::Dot1x),
        dot1x: auths().any(|a| *a.method != AuthMethod::Mac),
        vlans,
        region: sheet.region(&switch.stp.region),
        revision: Text::of(&switch.stp.revision),
        priority: Text::of(&switch.stp.priority),
        radius: services.radius.as_ref().map(|r| radius(switch, r)),
        lags,
        ports,
        drop_default: switch.management.as_ref().is_none_or(|m| m.vlan.number() != 1),
        management: switch.management.as_ref().map(|m| ManagementBlock {
            vlan: Text::of(&m.vlan),
            address: Text::of(&m.address),
            mask: word(m.subnet.netmask().to_string(), m.subnet.origin()),
            v6: m.v6.as_ref().map(|(address, subnet)| word(format!("{address}/{}", subnet.prefix_len()), address.origin())),
            gateway: Text::of(&m.gateway),
        }),
        names: services.domain.is_some() || !services.dns.is_empty(),
        domain: services.domain.as_ref().map(|d| sheet.domain(d)),
        dns,
        dns6,
        logs: !services.syslog.is_empty(),
        syslog,
        syslog6,
        lists,
        location: services.location.as_ref().map(|l| sheet.location(l)),
        snmp: services.snmp.as_ref().map(|s| SnmpBlock {
            user: sheet.user(&s.user),
            auth: Text::of(&s.auth),
            privacy: s.privacy.as_ref().map(Text::of),
            list: word(SNMP_LIST, s.user.origin()),
        }),
        ntp: !services.ntp.is_empty(),
        ntp4,
        ntp6,
        ssh: services.ssh.as_ref().map(|s| ssh(s, &mut sheet)),
        raw: sheet.raw(switch, RawAt::Global),
    };
    (page, sheet.refusals)
}

fn by_family(addresses: &[Sourced<IpAddr>]) -> (Vec<Text>, Vec<Text>) {
    let of = |v4: bool| addresses.iter().filter(|a| a.is_ipv4() == v4).map(Text::of).collect();
    (of(true), of(false))
}

/// Both families, each closed by a denial: over IPv6 a list for IPv4 alone would let anybody in.
fn list(number: &str, hosts: &[Sourced<IpAddr>], origin: Origin) -> ListBlock {
    let (hosts, hosts6) = by_family(hosts);
    ListBlock { number: word(number, origin), hosts, hosts6 }
}

/// The user and how it proves itself. A local user without a password would be let in by its name alone, so there is a
/// password, or a key that the device takes, or a refusal.
fn ssh(ssh: &Ssh, sheet: &mut Sheet) -> SshBlock {
    let mut lines = None;
    if let Some(key) = &ssh.key {
        match super::key::hexadecimal(key) {
            Ok(found) => lines = found.map(|lines| (lines, key.origin())),
            Err(why) => sheet.refuse(key.origin(), key, why),
        }
    }
    let key: Vec<Text> = lines.map(|(lines, origin)| lines.into_iter().map(|l| word(l, origin)).collect()).unwrap_or_default();
    if ssh.password.is_none() && key.is_empty() {
        let why = "nobody could come in: the user has no password, and no RSA key that the device takes";
        sheet.refuse(ssh.user.origin(), &ssh.user, why);
    }
    let proof = match (ssh.password.is_some(), key.is_empty()) {
        (true, true) => "password",
        (true, false) => "any",
        (false, _) => "publickey",
    };
    SshBlock {
        user: sheet.user(&ssh.user),
        password: ssh.password.as_ref().map(Text::of),
        console: ssh.console.as_ref().map(Text::of),
        key,
        proof: word(proof, ssh.user.origin()),
        list: word(SSH_LIST, ssh.user.origin()),
    }
}

fn syslog(switch: &Switch, sheet: &mut Sheet) -> (Vec<SyslogLine>, Vec<SyslogLine>) {
    let (mut v4, mut v6) = (Vec::new(), Vec::new());
    for server in &switch.services.syslog {
        if *server.transport != Transport::Udp {
            sheet.refuse(server.transport.origin(), server.address, "the device sends its log over UDP only");
        }
        let port = (*server.port != 514).then(|| Text::of(&server.port));
        let line = SyslogLine { address: Text::of(&server.address), port };
        if server.address.is_ipv4() { v4.push(line) } else { v6.push(line) }
    }
    (v4, v6)
}

fn radius(switch: &Switch, radius: &Radius) -> RadiusBlock {
    let dead = |open: bool| {
        let mut auths = switch.ports.iter().filter_map(|p| p.auth.as_ref());
        auths.any(|a| (*a.server_dead == ServerDead::Open) == open)
    };
    let (mut first, mut first6) = (Vec::new(), Vec::new());
    let mut servers = radius.servers.iter();
    if let Some(server) = servers.next() {
        if server.is_ipv4() { first.push(Text::of(server)) } else { first6.push(Text::of(server)) }
    }
    let others: Vec<Sourced<IpAddr>> = servers.copied().collect();
    let (others, others6) = by_family(&others);
    let (clients, clients6) = if *radius.coa { by_family(&radius.servers) } else { Default::default() };
    RadiusBlock {
        first,
        others,
        first6,
        others6,
        secret: Text::of(&radius.secret),
        source: switch.management.as_ref().map(|m| Text::of(&m.address)),
        coa: *radius.coa,
        clients,
        clients6,
        closed: dead(false),
        open: dead(true),
    }
}

fn voice(link: &Link) -> Option<&Sourced<VlanId>> {
    match link {
        Link::Access { voice, .. } => voice.as_ref(),
        Link::Trunk { .. } => None,
    }
}

fn aggregate(lag: &Lag, watched: &Watched, sheet: &mut Sheet) -> Interface {
    let mut view = linked(word(format!("Bridge-Aggregation{}", lag.id), lag.id.origin()), &lag.link, None, sheet);
    view.aggregate = true;
    view.description = lag.description.as_ref().map(|d| sheet.description(d));
    view.snooping_trust = *lag.trusted && watched.snooping;
    view.arp_trust = *lag.trusted && !watched.inspected.is_empty();
    view
}

fn interface(switch: &Switch, port: &Port, watched: &Watched, sheet: &mut Sheet) -> Interface {
    // A member takes its trust from the aggregate: said on the member it would have no effect.
    let alone = port.lag.is_none();
    let inspected = matches!(&port.link, Link::Access { vlan, .. } if watched.inspected.contains(**vlan));
    let auth = |on: bool, auth: &Auth| on.then(|| auth_lines(auth));
    let view = linked(Text::of(&port.interface), &port.link, port.auth.as_ref(), sheet);
    Interface {
        physical: true,
        description: port.description.as_ref().map(|d| sheet.description(d)),
        priority: *port.voice_priority,
        silent: !*port.announces,
        storm: port.storm.as_ref().map(|s| Text::new(words::storm(**s, port.speed), s.origin())),
        loops: *port.loop_detection,
        edge: *port.edge,
        powered: port.poe.as_ref().is_some_and(|p| **p),
        unpowered: port.poe.as_ref().is_some_and(|p| !**p),
        mac_auth: port.auth.as_ref().and_then(|a| auth(*a.method != AuthMethod::Dot1x, a)),
        dot1x: port.auth.as_ref().and_then(|a| auth(*a.method != AuthMethod::Mac, a)),
        group: port.lag.as_ref().map(Text::of),
        snooping_trust: alone && *port.trusted && watched.snooping,
        arp_trust: alone && *port.trusted && !watched.inspected.is_empty(),
        // ARP detection asks the bindings that snooping recorded, and only a recording port has any.
        records: alone && !*port.trusted && watched.snooping && inspected,
        shut: !*port.enabled,
        raw: sheet.raw(switch, RawAt::Port(port.id)),
        ..view
    }
}

/// An interface with its link type and VLANs, all else off.
fn linked(name: Text, link: &Link, auth: Option<&Auth>, sheet: &mut Sheet) -> Interface {
    let (mut access, mut hybrid, mut trunk) = (None, None, None);
    match link {
        Link::Access { vlan, voice } => {
            let extra = auth.map(|a| auth_vlans(a, vlan, voice.as_ref(), sheet)).unwrap_or_default();
            if voice.is_none() && extra.is_empty() {
                access = Some(Text::of(vlan));
            } else {
                let mut untagged: VlanSet = extra.iter().copied().collect();
                untagged.insert(**vlan);
                let no_default = !untagged.contains_one() && voice.as_ref().is_none_or(|v| v.number() != 1);
                // At most three ids: the port's own, the refused and the critical VLAN are one list.
                let list = words::vlan_lists(&untagged).concat();
                hybrid = Some(Hybrid {
                    no_default,
                    tagged: voice.as_ref().map(Text::of),
                    untagged: Text::new(list, vlan.origin()),
                    native: Text::of(vlan),
                    by_mac: !extra.is_empty(),
                });
            }
        }
        Link::Trunk { native, native_passes, tagged } => {
            let mut permit = tagged.value().clone();
            if **native_passes {
                permit.insert(**native);
            }
            trunk = Some(Trunk {
                no_default: !permit.contains_one(),
                permit: words::vlan_lists(&permit).into_iter().map(|list| Text::new(list, tagged.origin())).collect(),
                native: Text::of(native),
            });
        }
    }
    Interface {
        name,
        physical: false,
        aggregate: false,
        description: None,
        access,
        hybrid,
        trunk,
        voice: voice(link).map(Text::of),
        priority: false,
        silent: false,
        storm: None,
        loops: false,
        edge: false,
        powered: false,
        unpowered: false,
        mac_auth: None,
        dot1x: None,
        group: None,
        snooping_trust: false,
        arp_trust: false,
        records: false,
        shut: false,
        raw: Vec::new(),
    }
}

/// The VLANs that authentication may put a station in; the port must be an untagged member of each, so it is hybrid.
fn auth_vlans(auth: &Auth, own: &Sourced<VlanId>, voice: Option<&Sourced<VlanId>>, sheet: &mut Sheet) -> Vec<VlanId> {
    let mut vlans: Vec<VlanId> = auth.rejected.iter().map(|v| **v).collect();
    if let ServerDead::Vlan(critical) = *auth.server_dead {
        if critical == **own || voice.is_some_and(|v| **v == critical) {
            let why = "the VLAN for a silent server must be neither the port's own nor its voice VLAN: write `open` for the own";
            sheet.refuse(auth.server_dead.origin(), critical, why);
        }
        vlans.push(critical);
    }
    vlans
}

fn auth_lines(auth: &Auth) -> AuthLines {
    let dead = auth.server_dead.origin();
    let open = *auth.server_dead == ServerDead::Open;
    AuthLines {
        domain: word(if open { "preau-open" } else { "preau" }, dead),
        most: auth.max_macs.as_ref().map(Text::of),
        rejected: auth.rejected.as_ref().map(Text::of),
        critical: match *auth.server_dead {
            ServerDead::Vlan(vlan) => Some(word(vlan.to_string(), dead)),
            ServerDead::Open | ServerDead::Keep => None,
        },
        keep: *auth.server_dead == ServerDead::Keep,
    }
}

/// Whether VLAN 1, which a Comware port carries until told otherwise, is wanted.
trait ContainsOne {
    fn contains_one(&self) -> bool;
}
impl ContainsOne for VlanSet {
    fn contains_one(&self) -> bool {
        self.iter().next().is_some_and(|id| id.number() == 1)
    }
}
