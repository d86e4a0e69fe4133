//! The law of a language over states that nobody wrote by hand, and the list of every field that a change must reach.

use super::{CHANGES, Change, same, written};
use crate::net::{Port as PortId, Speed, VlanSet};
use crate::os::samples::*;
use crate::os::{ALL, Os};
use crate::render::Unwritten;
use crate::state::Switch;
use crate::state::switch::*;
use std::collections::BTreeSet;

/// Names the fields of a struct under a prefix. A field that is not listed here does not compile.
macro_rules! fields {
    ($names:ident, $prefix:literal, $value:expr, $type:ident { $($field:ident),* }) => {
        let $type { $($field: _),* } = $value;
        $($names.push(concat!($prefix, stringify!($field)));)*
    };
}

/// Every field of a state, by its path.
fn fields(switch: &Switch) -> Vec<&'static str> {
    let mut names = Vec::new();
    fields!(
        names,
        "",
        switch,
        Switch { name, sysname, os, hardware, members, stack_ports, vlans, ports, lags, stp, management, services, raw }
    );
    fields!(names, "hardware.", &switch.hardware, Hardware { features, poe, stack });
    fields!(names, "members.", &switch.members[0], Member { id, model, priority });
    for port in &switch.stack_ports {
        fields!(names, "stack_ports.", port, StackPort { member, port, interfaces });
    }
    fields!(names, "vlans.", &switch.vlans[0], Vlan { id, name, snooping, arp_inspection, voice });
    for port in &switch.ports {
        fields!(
            names,
            "ports.",
            port,
            Port {
                id,
                interface,
                speed,
                description,
                enabled,
                link,
                lag,
                edge,
                auth,
                poe,
                storm,
                loop_detection,
                trusted,
                announces,
                voice_priority
            }
        );
        match &port.link {
            Link::Access { vlan: _, voice: _ } => names.extend(["ports.link.vlan", "ports.link.voice"]),
            Link::Trunk { native: _, native_passes: _, tagged: _ } => {
                names.extend(["ports.link.native", "ports.link.native_passes", "ports.link.tagged"]);
            }
        }
        if let Some(auth) = &port.auth {
            fields!(names, "ports.auth.", auth, Auth { method, rejected, server_dead, max_macs });
        }
    }
    for lag in &switch.lags {
        fields!(names, "lags.", lag, Lag { id, members, description, link, trusted });
    }
    fields!(names, "stp.", &switch.stp, SpanningTree { region, revision, priority });
    if let Some(management) = &switch.management {
        fields!(names, "management.", management, Management { vlan, address, subnet, gateway, v6 });
    }
    let services = &switch.services;
    fields!(names, "services.", services, Services { domain, dns, ntp, timezone, syslog, snmp, location, radius, ssh });
    for server in &services.syslog {
        fields!(names, "services.syslog.", server, Syslog { address, port, transport });
    }
    if let Some(snmp) = &services.snmp {
        fields!(names, "services.snmp.", snmp, Snmp { managers, user, auth, privacy });
    }
    if let Some(radius) = &services.radius {
        fields!(names, "services.radius.", radius, Radius { servers, secret, coa });
    }
    if let Some(ssh) = &services.ssh {
        fields!(names, "services.ssh.", ssh, Ssh { from, user, password, console, key });
    }
    for raw in &switch.raw {
        fields!(names, "raw.", raw, Raw { at, line, undo });
    }
    names
}

/// Fields that no configuration is to hold, and why. They are no loss: nobody asks the device for them.
const NOT_SAID: &[(&str, &str)] = &[
    ("name", "the file's name"),
    ("os", "which language it is"),
    ("hardware.features", "decided before: what the model lacks is absent from the state"),
    ("ports.id", "the device says it by the interface"),
    ("lags.members", "each member names its aggregate"),
];

/// Changes of a stack, and of fields that those of the one switch leave out.
const MORE: &[Change] = &[
    ("hardware.poe", |x| x.hardware.poe = !x.hardware.poe),
    ("hardware.stack", |x| {
        x.hardware.stack = !x.hardware.stack;
        // A switch that is no stack has one member, and no stack ports.
        x.members.truncate(1);
        x.stack_ports.clear();
    }),
    // A switch that is no stack has one member, number 1.
    ("members.id", |x| x.members[0].id = if x.hardware.stack { 3 } else { 1 }),
    ("members.priority", |x| x.members[0].priority = Some(s(7))),
    ("stack_ports.member", |x| x.stack_ports.iter_mut().for_each(|p| p.member = 3)),
    ("stack_ports.port", |x| x.stack_ports.iter_mut().for_each(|p| p.port = 3 - p.port)),
    ("stack_ports.interfaces", |x| x.stack_ports.iter_mut().for_each(|p| p.interfaces[0] = text("Ten-GigabitEthernet1/0/51"))),
    ("management.vlan", |x| set_management(x, |m| m.vlan = s(id(20)))),
    ("management.address", |x| set_management(x, |m| m.address = s("10.37.35.161".parse().unwrap()))),
    ("management.subnet", |x| set_management(x, |m| m.subnet = s("10.37.32.0/22".parse().unwrap()))),
    ("management.gateway", |x| set_management(x, |m| m.gateway = s("10.37.35.253".parse().unwrap()))),
    ("services.syslog.address", |x| x.services.syslog.iter_mut().for_each(|y| y.address = s("192.0.2.99".parse().unwrap()))),
    ("services.syslog.transport", |x| x.services.syslog.iter_mut().for_each(|y| y.transport = s(Transport::Tcp))),
    ("services.snmp.user", |x| x.services.snmp.iter_mut().for_each(|y| y.user = text("other"))),
    ("services.snmp.auth", |x| x.services.snmp.iter_mut().for_each(|y| y.auth = secret_of("other"))),
    ("services.radius", |x| x.services.radius = None),
    ("services.radius.secret", |x| x.services.radius.iter_mut().for_each(|y| y.secret = secret_of("other"))),
    ("services.ssh.user", |x| x.services.ssh.iter_mut().for_each(|y| y.user = text("other"))),
];

fn set_management(switch: &mut Switch, change: impl FnOnce(&mut Management)) {
    if let Some(management) = &mut switch.management {
        change(management);
    }
}

fn secret_of(name: &str) -> crate::base::Sourced<crate::state::Secret> {
    s(crate::state::Secret { scope: "region".into(), name: name.into() })
}

/// A switch with everything in it, and a stack, which a language may refuse.
fn bases(os: &Os) -> [Switch; 2] {
    [super::whole(os.name), stack(os.name)]
}

#[test]
fn every_field_of_a_state_is_changed_by_a_test_or_is_not_for_the_device() {
    let mut names: BTreeSet<&str> = BTreeSet::new();
    names.extend(bases(ALL.first().unwrap()).iter().flat_map(fields));
    let tested: Vec<&str> = CHANGES.iter().chain(MORE).map(|(field, _)| *field).chain(NOT_SAID.iter().map(|(f, _)| *f)).collect();
    // A struct is changed where a field of its own is.
    let reached =
        |name: &str| tested.iter().any(|t| *t == name || t.strip_prefix(name).is_some_and(|rest| rest.starts_with('.')));
    let missing: Vec<&&str> = names.iter().filter(|name| !reached(name)).collect();
    assert!(missing.is_empty(), "no change of these is tried: {missing:?}");
    assert!(names.len() > 70, "{}", names.len());
    let unknown: Vec<&&str> = tested.iter().filter(|t| !names.contains(**t)).collect();
    assert!(unknown.is_empty(), "no such field: {unknown:?}");
}

#[test]
fn each_of_the_other_changes_is_seen_in_the_text_refused_or_declared_lost() {
    for os in ALL {
        for (field, change) in MORE {
            let lost = os.losses.iter().any(|l| field.strip_prefix(l.field).is_some_and(|r| r.is_empty() || r.starts_with('.')));
            let mut seen = lost;
            for before in bases(os) {
                let mut after = before.clone();
                change(&mut after);
                match written(os, &after) {
                    Ok(text) => {
                        seen |= written(os, &before).map_or(true, |other| text != other);
                        same(&(os.read)(&text, s(()).origin()).switch, &(os.project)(&after), &format!("{} {field}", os.name));
                    }
                    // Where no stack can be written, what it consists of need not be.
                    Err(Unwritten::Refused(_)) => seen |= written(os, &before).is_ok() || field.starts_with("stack_ports"),
                    Err(Unwritten::Template(fault)) => panic!("{} {field}: {fault:?}", os.name),
                }
            }
            assert!(seen, "{}: {field} is lost in silence", os.name);
        }
    }
}

/// Numbers that look random and are the same every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, faces: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % faces
    }
    fn odds(&mut self, one_in: u64) -> bool {
        self.below(one_in) == 0
    }
}

const VLANS: [u64; 6] = [20, 30, 31, 40, 99, 999];

/// A switch drawn by lot: modes, aggregates, phones, authentication, watches, services, and a stack where there are stacks.
fn drawn(os: &str, dice: &mut Dice) -> Switch {
    let mut switch = super::whole(os);
    switch.raw.clear();
    switch.ports.clear();
    switch.lags.clear();
    let some = |dice: &mut Dice| VLANS[dice.below(6) as usize];
    let flag = |dice: &mut Dice| s(dice.odds(2));
    for vlan in &mut switch.vlans {
        vlan.snooping = flag(dice);
        // Comware inspects where bindings are recorded: on access ports, which every switch here has.
        vlan.arp_inspection = flag(dice);
        vlan.voice = flag(dice);
    }
    let stacked = os == "comware" && dice.odds(3);
    if stacked {
        let drawn = stack(os);
        (switch.hardware, switch.members, switch.stack_ports) = (drawn.hardware, drawn.members, drawn.stack_ports);
    }
    let link = |dice: &mut Dice| {
        let native = some(dice);
        let tagged: Vec<u64> = VLANS.into_iter().filter(|v| *v != native && dice.odds(2)).collect();
        trunk(native, dice.odds(2), &tagged)
    };
    for number in 1..=24 {
        let enters = dice.odds(2);
        let mut port = port(os, number, if enters { access(some(dice), dice.odds(3).then_some(40)) } else { link(dice) });
        if stacked {
            let member = 1 + dice.below(2) as u8;
            port.id = PortId::of_member(member, number);
            port.interface = text(&format!("GigabitEthernet{member}/0/{number}"));
        }
        port.description = dice.odds(2).then(|| text(&format!("prise été {number}")));
        port.enabled = flag(dice);
        port.edge = flag(dice);
        port.poe = dice.odds(2).then(|| flag(dice));
        port.storm = dice.odds(2).then(|| s(1 + dice.below(100_000) as u32));
        port.loop_detection = flag(dice);
        port.trusted = flag(dice);
        port.announces = flag(dice);
        port.voice_priority = flag(dice);
        if enters && dice.odds(2) {
            let method = [AuthMethod::Mac, AuthMethod::Dot1x, AuthMethod::Dot1xOrMac][dice.below(3) as usize];
            let dead = [ServerDead::Open, ServerDead::Keep, ServerDead::Vlan(id(31))][dice.below(3) as usize];
            port.auth = auth(method, dice.odds(2).then_some(30), dead);
            let most = 1 + dice.below(4) as u16;
            port.auth.iter_mut().for_each(|a| a.max_macs = dice.odds(2).then(|| s(most)));
        }
        switch.ports.push(port);
    }
    for number in 1..=dice.below(4) as u16 {
        let (link, trusted) = (link(dice), flag(dice));
        let mut members = Vec::new();
        for offset in 0..2 {
            let mut member = port(os, 24 + 2 * number + offset, link.clone());
            if stacked {
                member.id = PortId::of_member(1 + offset as u8, 24 + 2 * number);
                member.interface = text(&format!("GigabitEthernet{}/0/{}", 1 + offset, 24 + 2 * number));
            }
            (member.lag, member.trusted, member.speed) = (Some(s(number)), trusted, Speed(1000));
            members.push(member.id);
            switch.ports.push(member);
        }
        let description = dice.odds(2).then(|| text("vers le cœur"));
        switch.lags.push(Lag { id: s(number), members, description, link, trusted });
    }
    if !switch.ports.iter().any(|p| p.auth.is_some()) {
        switch.services.radius = None;
    }
    if dice.odds(3) {
        switch.services.snmp = None;
    }
    if dice.odds(3) {
        switch.management.iter_mut().for_each(|m| m.v6 = None);
    }
    switch.ports.sort_by_key(|p| p.id);
    switch
}

#[test]
fn a_thousand_drawn_switches_read_back_as_what_the_language_carries() {
    for os in ALL {
        let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
        let mut taken = 0;
        for number in 0..500 {
            let switch = drawn(os.name, &mut dice);
            let text = match written(os, &switch) {
                Ok(text) => text,
                Err(Unwritten::Refused(_)) => continue,
                Err(Unwritten::Template(fault)) => panic!("{} {number}: {fault:?}", os.name),
            };
            taken += 1;
            let reading = (os.read)(&text, s(()).origin());
            let lines: Vec<&str> = reading.account.unknown.iter().map(|n| text.lines().nth(n - 1).unwrap()).collect();
            assert_eq!(lines, [""; 0], "{} {number}", os.name);
            let meant = (os.project)(&switch);
            same(&reading.switch, &meant, &format!("{} {number}", os.name));
            same(&(os.project)(&meant), &meant, &format!("{} {number}, projected twice", os.name));
            assert!(reading.account.hidden.is_empty() && reading.account.ignored.iter().all(|(_, why)| !why.is_empty()));
        }
        assert!(taken > 300, "{}: {taken} of 500 could be written", os.name);
    }
}

#[test]
fn a_drawn_switch_without_one_vlan_in_a_trunk_is_another_text() {
    for os in ALL {
        let mut dice = Dice(7);
        for _ in 0..50 {
            let switch = drawn(os.name, &mut dice);
            let (Ok(before), mut other) = (written(os, &switch), switch.clone()) else { continue };
            let trunk = other.ports.iter_mut().filter(|p| p.lag.is_none()).find_map(|p| match &mut p.link {
                Link::Trunk { tagged, .. } if tagged.iter().next().is_some() => Some(tagged),
                _ => None,
            });
            let Some(tagged) = trunk else { continue };
            *tagged = s(tagged.iter().skip(1).collect::<VlanSet>());
            assert_ne!(written(os, &other).unwrap(), before, "{}", os.name);
        }
    }
}
