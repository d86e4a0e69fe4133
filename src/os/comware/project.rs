//! What of a state a Comware configuration carries: the state that reading a written one gives back.
//!
//! Each field that changes here stands in the losses beside it, or has another spelling of the same meaning.

use super::words;
use crate::base::Sourced;
use crate::net::zones;
use crate::net::{Speed, VlanId};
use crate::os::ascii;
use crate::state::Switch;
use crate::state::switch::*;
use std::collections::BTreeSet;
use std::net::IpAddr;

/// The state as the language can carry it.
pub(super) fn project(switch: &Switch) -> Switch {
    let mut out = switch.clone();
    out.name = out.sysname.clone();
    out.hardware = Hardware { stack: switch.hardware.stack, ..Hardware::default() };
    for member in &mut out.members {
        member.model = member.model.with(String::new());
        member.priority = member.priority.take().filter(|_| switch.hardware.stack);
    }
    if switch.hardware.stack {
        out.members.retain(|m| m.priority.is_some());
    }
    let watched = switch.vlans.iter().any(|v| *v.snooping.value());
    let voices: BTreeSet<VlanId> = switch.ports.iter().filter_map(|p| voice(&p.link)).collect();
    for vlan in &mut out.vlans {
        vlan.voice = vlan.voice.with(voices.contains(&*vlan.id));
    }
    for lag in &mut out.lags {
        lag.trusted = lag.trusted.with(*lag.trusted && watched);
        lag.description = lag.description.take().map(|d| d.with(ascii::spell(&d).into_owned()));
        let of_it = |p: &&Port| p.lag.as_ref().is_some_and(|l| **l == *lag.id);
        let id = |p: &Port| words::port(&p.interface, switch.hardware.stack);
        lag.members = switch.ports.iter().filter(of_it).filter_map(id).collect();
    }
    for port in &mut out.ports {
        let trusted = match &port.lag {
            Some(id) => out.lags.iter().any(|lag| *lag.id == **id && *lag.trusted),
            None => *port.trusted && watched,
        };
        port.trusted = port.trusted.with(trusted);
        port.description = port.description.take().map(|d| d.with(ascii::spell(&d).into_owned()));
        port.storm = port.storm.take().map(|s| s.with(said(*s, port.speed)));
        port.id = words::port(&port.interface, switch.hardware.stack).unwrap_or(port.id);
        port.speed = words::speed(&port.interface);
    }
    project_services(&mut out.services);
    out.raw.clear();
    out
}

fn project_services(services: &mut Services) {
    by_family(&mut services.dns, |a| **a);
    by_family(&mut services.ntp, |a| **a);
    by_family(&mut services.syslog, |s| *s.address);
    services.location = services.location.take().map(|l| l.with(ascii::spell(&l).into_owned()));
    if let Some(zone) = zones::find(&services.timezone) {
        let same = |z: &&zones::Zone| words::offset(z) == words::offset(zone) && words::summer(z) == words::summer(zone);
        let first = zones::ALL.iter().find(same).unwrap_or(zone);
        services.timezone = services.timezone.with(first.tz.to_owned());
    }
    if let Some(radius) = &mut services.radius {
        let mut others = radius.servers.split_off(radius.servers.len().min(1));
        by_family(&mut others, |a| **a);
        radius.servers.append(&mut others);
    }
    if let Some(snmp) = &mut services.snmp {
        by_family(&mut snmp.managers, |a| **a);
    }
    if let Some(ssh) = &mut services.ssh {
        by_family(&mut ssh.from, |a| **a);
        ssh.key = None;
    }
}

/// IPv4 first, each family in its order: the two have commands of their own.
fn by_family<T>(list: &mut [T], address: impl Fn(&T) -> IpAddr) {
    list.sort_by_key(|item| address(item).is_ipv6());
}

/// A share as the device counts it: whole percents, or whole kilobits of the port's speed.
fn said(share: u32, speed: Speed) -> u32 {
    let text = words::storm(share, speed);
    words::share(&text.split(' ').collect::<Vec<_>>(), speed).unwrap_or(share)
}

fn voice(link: &Link) -> Option<VlanId> {
    match link {
        Link::Access { voice, .. } => voice.as_ref().map(Sourced::value).copied(),
        Link::Trunk { .. } => None,
    }
}
