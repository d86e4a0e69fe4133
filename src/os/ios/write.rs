//! A switch's state as the view of `templates/os/ios/`: what is decided here is spelling, nothing else.

use super::{LIMITS, words};
use crate::base::{Origin, Sourced};
use crate::net::VlanSet;
use crate::net::zones;
use crate::os::rendered;
use crate::os::sheet::{Sheet, word};
use crate::render::{Command, Examples, Explained, Field, Line, Phrase, Refusal, Shaped, Templates, Text, Unwritten};
use crate::state::Switch;
use crate::state::switch::{Auth, AuthMethod, Lag, Link, Port, Radius, RawAt, ServerDead, Ssh, Syslog, Transport};
use crate::view;
use std::net::IpAddr;

const TEMPLATE: &str = "os/ios/switch.j2";
/// Who may come by SSH: the standard access list and its IPv6 sister.
const SSH_LIST: (&str, &str) = ("10", "preau-ssh");
/// Who may ask by SNMP.
const SNMP_LIST: (&str, &str) = ("11", "preau-snmp");

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
        domain: Option<Text>,
        dns: Vec<Text>,
        radius: Option<RadiusBlock>,
        console: bool,
        region: Text,
        revision: Text,
        priority: Text,
        qos: bool,
        loops: bool,
        vlans: Vec<VlanBlock>,
        snooped: Option<Text>,
        inspected: Option<Text>,
        watched: bool,
        lags: Vec<Interface>,
        ports: Vec<Interface>,
        drop_default: bool,
        management: Option<ManagementBlock>,
        logs: bool,
        syslog: Vec<SyslogLine>,
        syslog6: Vec<SyslogLine>,
        six: bool,
        lists: Vec<ListBlock>,
        location: Option<Text<Line>>,
        snmp: Option<SnmpBlock>,
        ntp: Vec<Text>,
        ssh: Option<SshBlock>,
        raw: Vec<Text<Command>>,
    }
    struct VlanBlock { id: Text, name: Text, raw: Vec<Text<Command>> }
    struct RadiusBlock { servers: Vec<Text>, clients: Vec<Text>, secret: Text }
    /// What `interface.j2` may know: a port or an aggregate.
    struct Interface {
        name: Text,
        description: Option<Text<Line>>,
        access: Option<Text>,
        voice: Option<Text>,
        trunk: Option<Trunk>,
        auth: Option<AuthLines>,
        arp_trust: bool,
        powered: bool,
        unpowered: bool,
        priority: bool,
        silent: bool,
        storm: Option<Text>,
        edge: bool,
        edge_trunk: bool,
        guard: bool,
        group: Option<Text>,
        snooping_trust: bool,
        shut: bool,
        raw: Vec<Text<Command>>,
    }
    struct Trunk { native: Text, allowed: Text, added: Vec<Text> }
    struct AuthLines {
        fail: Option<Text>,
        next_method: bool,
        no_response: Option<Text>,
        dead_vlan: Option<Text>,
        dead_open: bool,
        dead_voice: bool,
        reinitialize: bool,
        multi_domain: bool,
        multi_auth: bool,
        order: Text<Phrase>,
        mab: bool,
        dot1x: bool,
    }
    struct ManagementBlock { vlan: Text, address: Text, mask: Text, v6: Option<Text>, gateway: Text }
    struct SyslogLine { address: Text, transport: Option<Text>, port: Text }
    struct ListBlock { number: Text, name: Text, hosts: Vec<Text>, hosts6: Vec<Text> }
    struct SnmpBlock { level: Text, user: Text, auth: Text, privacy: Option<Text>, list: Text, list6: Option<Text> }
    struct SshBlock {
        user: Text,
        password: Option<Text>,
        console: Option<Text>,
        lines: Vec<Text<Phrase>>,
        list: Text,
        list6: Option<Text>,
    }
}

/// Which watches the switch keeps: what `trust` is said beside.
struct Watched {
    snooping: bool,
    arp: bool,
}

fn view(switch: &Switch) -> (Page, Vec<Refusal>) {
    let mut sheet = Sheet::new(&LIMITS);
    unstackable(switch, &mut sheet);
    let origin = switch.name.origin();
    let snooped: VlanSet = switch.vlans.iter().filter(|v| *v.snooping.value()).map(|v| *v.id).collect();
    let inspected: VlanSet = switch.vlans.iter().filter(|v| *v.arp_inspection.value()).map(|v| *v.id).collect();
    let watched = Watched { snooping: !snooped.is_empty(), arp: !inspected.is_empty() };
    let list_of = |set: &VlanSet| (!set.is_empty()).then(|| word(words::vlan_list(set), origin));
    let services = &switch.services;
    let zone = zones::find(&services.timezone);
    if zone.is_none() {
        sheet.refuse(services.timezone.origin(), &services.timezone, "its clock rule is not in the table of zones");
    }
    let clock = |text: String| Text::new(text, services.timezone.origin());
    let sysname = sheet.sysname(&switch.sysname);
    let vlans = switch.vlans.iter().map(|v| vlan(switch, v, &mut sheet)).collect();
    let lags = switch.lags.iter().map(|lag| aggregate(lag, &watched, &mut sheet)).collect();
    let ports = switch.ports.iter().map(|p| interface(switch, p, &watched, &mut sheet)).collect();
    let (syslog, syslog6): (Vec<&Syslog>, Vec<&Syslog>) = services.syslog.iter().partition(|s| s.address.is_ipv4());
    // A list for IPv4 alone would let anybody in over IPv6, once the switch has an address there.
    let six = switch.management.as_ref().is_some_and(|m| m.v6.is_some());
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
        domain: services.domain.as_ref().map(|d| sheet.domain(d)),
        dns: services.dns.iter().map(Text::of).collect(),
        radius: services.radius.as_ref().map(|r| radius(r, &mut sheet)),
        console: services.ssh.as_ref().is_some_and(|s| s.console.is_some()),
        region: sheet.region(&switch.stp.region),
        revision: Text::of(&switch.stp.revision),
        priority: Text::of(&switch.stp.priority),
        qos: switch.ports.iter().any(|p| *p.voice_priority.value()),
        loops: switch.ports.iter().any(|p| *p.loop_detection.value()),
        vlans,
        snooped: list_of(&snooped),
        inspected: list_of(&inspected),
        watched: watched.snooping || watched.arp,
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
        logs: !services.syslog.is_empty(),
        syslog: syslog.into_iter().map(|s| syslog_line(s, &mut sheet)).collect(),
        syslog6: syslog6.into_iter().map(|s| syslog_line(s, &mut sheet)).collect(),
        six,
        lists,
        location: services.location.as_ref().map(|l| sheet.location(l)),
        snmp: services.snmp.as_ref().map(|s| SnmpBlock {
            level: word(if s.privacy.is_some() { "priv" } else { "auth" }, s.user.origin()),
            user: sheet.user(&s.user),
            auth: Text::of(&s.auth),
            privacy: s.privacy.as_ref().map(Text::of),
            list: word(SNMP_LIST.0, s.user.origin()),
            list6: six.then(|| word(SNMP_LIST.1, s.user.origin())),
        }),
        ntp: services.ntp.iter().map(Text::of).collect(),
        ssh: services.ssh.as_ref().map(|s| ssh(s, six, &mut sheet)),
        raw: sheet.raw(switch, RawAt::Global),
    };
    (page, sheet.refusals)
}

fn ssh(ssh: &Ssh, six: bool, sheet: &mut Sheet) -> SshBlock {
    if ssh.password.is_none() {
        sheet.refuse(ssh.user.origin(), &ssh.user, "a user of this release comes in with a password only, and has none");
    }
    SshBlock {
        user: sheet.user(&ssh.user),
        password: ssh.password.as_ref().map(Text::of),
        console: ssh.console.as_ref().map(Text::of),
        // Two blocks: the device prints them so, whatever was typed.
        lines: ["0 4", "5 15"].map(|range| Text::new(range, ssh.user.origin())).into(),
        list: word(SSH_LIST.0, ssh.user.origin()),
        list6: six.then(|| word(SSH_LIST.1, ssh.user.origin())),
    }
}

fn unstackable(switch: &Switch, sheet: &mut Sheet) {
    if switch.hardware.stack || switch.members.len() > 1 || !switch.stack_ports.is_empty() {
        sheet.refuse(switch.name.origin(), &switch.name, "the device does not stack");
    }
}

fn vlan(switch: &Switch, vlan: &crate::state::switch::Vlan, sheet: &mut Sheet) -> VlanBlock {
    if (1002..=1005).contains(&vlan.id.number()) {
        sheet.refuse(vlan.id.origin(), vlan.id.value(), "IOS keeps VLANs 1002 to 1005 for FDDI and Token Ring");
    }
    VlanBlock { id: Text::of(&vlan.id), name: sheet.vlan_name(&vlan.name), raw: sheet.raw(switch, RawAt::Vlan(*vlan.id)) }
}

fn list((number, name): (&str, &str), hosts: &[Sourced<IpAddr>], origin: Origin) -> ListBlock {
    let of = |v4: bool| hosts.iter().filter(|a| a.is_ipv4() == v4).map(Text::of).collect();
    ListBlock { number: word(number, origin), name: word(name, origin), hosts: of(true), hosts6: of(false) }
}

fn syslog_line(server: &Syslog, sheet: &mut Sheet) -> SyslogLine {
    let transport = match *server.transport {
        Transport::Udp => (*server.port != 514).then_some("udp"),
        Transport::Tcp => Some("tcp"),
        Transport::Tls => {
            sheet.refuse(server.transport.origin(), server.address, "the device does not send its log over TLS");
            None
        }
    };
    SyslogLine {
        address: Text::of(&server.address),
        transport: transport.map(|t| word(t, server.transport.origin())),
        port: Text::of(&server.port),
    }
}

fn radius(radius: &Radius, sheet: &mut Sheet) -> RadiusBlock {
    for server in radius.servers.iter().filter(|s| s.is_ipv6()) {
        sheet.refuse(server.origin(), server, "`radius-server host` takes IPv4 only on this release");
    }
    let servers = || radius.servers.iter().map(Text::of).collect();
    RadiusBlock {
        servers: servers(),
        clients: if *radius.coa { servers() } else { Vec::new() },
        secret: Text::of(&radius.secret),
    }
}

fn aggregate(lag: &Lag, watched: &Watched, sheet: &mut Sheet) -> Interface {
    let view = linked(word(format!("Port-channel{}", lag.id), lag.id.origin()), &lag.link);
    Interface {
        description: lag.description.as_ref().map(|d| sheet.description(d)),
        arp_trust: *lag.trusted && watched.arp,
        snooping_trust: *lag.trusted && watched.snooping,
        ..view
    }
}

fn interface(switch: &Switch, port: &Port, watched: &Watched, sheet: &mut Sheet) -> Interface {
    let alone = port.lag.is_none();
    let tagged = matches!(port.link, Link::Trunk { .. });
    if let (true, Some(auth)) = (tagged, &port.auth) {
        sheet.refuse(auth.method.origin(), &port.interface, "IOS authenticates on access ports only, and this one is a trunk");
    }
    let view = linked(Text::of(&port.interface), &port.link);
    Interface {
        description: port.description.as_ref().map(|d| sheet.description(d)),
        auth: port.auth.as_ref().map(|a| auth_lines(a, &port.link)),
        arp_trust: alone && *port.trusted && watched.arp,
        powered: port.poe.as_ref().is_some_and(|p| *p.value()),
        unpowered: port.poe.as_ref().is_some_and(|p| !*p.value()),
        priority: *port.voice_priority,
        silent: !*port.announces,
        storm: port.storm.as_ref().map(|s| word(words::storm(**s), s.origin())),
        edge: *port.edge && !tagged,
        // Plain portfast is ignored on a trunk (switches.md 3.2, row 14).
        edge_trunk: *port.edge && tagged,
        guard: *port.edge,
        group: port.lag.as_ref().map(Text::of),
        snooping_trust: alone && *port.trusted && watched.snooping,
        shut: !*port.enabled,
        raw: sheet.raw(switch, RawAt::Port(port.id)),
        ..view
    }
}

/// An interface with its mode and VLANs, all else off.
fn linked(name: Text, link: &Link) -> Interface {
    let (mut access, mut voice, mut trunk) = (None, None, None);
    match link {
        Link::Access { vlan, voice: phone } => {
            access = Some(Text::of(vlan));
            voice = phone.as_ref().map(Text::of);
        }
        Link::Trunk { native, native_passes, tagged } => {
            let mut allowed = tagged.value().clone();
            if **native_passes {
                allowed.insert(**native);
            }
            let mut lists = words::vlan_lists(&allowed).into_iter().map(|list| word(list, tagged.origin()));
            let first = lists.next().unwrap_or_else(|| word("none", tagged.origin()));
            trunk = Some(Trunk { native: Text::of(native), allowed: first, added: lists.collect() });
        }
    }
    Interface {
        name,
        description: None,
        access,
        voice,
        trunk,
        auth: None,
        arp_trust: false,
        powered: false,
        unpowered: false,
        priority: false,
        silent: false,
        storm: None,
        edge: false,
        edge_trunk: false,
        guard: false,
        group: None,
        snooping_trust: false,
        shut: false,
        raw: Vec::new(),
    }
}

/// The outcomes of switches.md 3.4: accepted, refused, and a silent server.
fn auth_lines(auth: &Auth, link: &Link) -> AuthLines {
    let phone = matches!(link, Link::Access { voice: Some(_), .. });
    let dead = auth.server_dead.origin();
    let (mab, dot1x, order) = match *auth.method {
        AuthMethod::Mac => (true, false, "mab"),
        AuthMethod::Dot1x => (false, true, "dot1x"),
        AuthMethod::Dot1xOrMac => (true, true, "dot1x mab"),
    };
    // A station that MAB refuses lands in the VLAN of `no-response`; one that 802.1X refuses in that of `fail`, where MAB is
    // not tried after it.
    let rejected = || auth.rejected.as_ref().map(Text::of);
    let one = auth.max_macs.as_ref().is_some_and(|most| **most == 1);
    let dead_vlan = match *auth.server_dead {
        ServerDead::Vlan(vlan) => Some(word(vlan.to_string(), dead)),
        ServerDead::Open | ServerDead::Keep => None,
    };
    // `keep` has no line: in critical state sessions live on and their timers stop.
    let opens = *auth.server_dead != ServerDead::Keep;
    AuthLines {
        fail: if mab { None } else { rejected() },
        next_method: mab && dot1x,
        no_response: if mab { rejected() } else { None },
        dead_vlan,
        dead_open: *auth.server_dead == ServerDead::Open,
        dead_voice: opens && phone,
        reinitialize: opens,
        multi_domain: phone,
        // The refused VLAN works in single-host mode on older releases only, which is the mode of a port that names no other.
        multi_auth: !phone && !one && auth.rejected.is_none(),
        order: Text::new(order, auth.method.origin()),
        mab,
        dot1x,
    }
}
