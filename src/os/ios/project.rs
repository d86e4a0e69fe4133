//! What of a state an IOS configuration carries: the state that reading a written one gives back.
//!
//! Each field that changes here stands in the losses beside it, or has another spelling of the same meaning.

use super::words;
use crate::net::VlanId;
use crate::net::zones;
use crate::os::ascii;
use crate::state::Switch;
use crate::state::switch::*;
use std::collections::BTreeSet;
use std::net::IpAddr;

/// The state as the language can carry it.
pub(super) fn project(switch: &Switch) -> Switch {
    let mut out = switch.clone();
    out.name = out.sysname.clone();
    out.hardware = Hardware::default();
    for member in &mut out.members {
        member.model = member.model.with(String::new());
        member.priority = None;
    }
    let watched = switch.vlans.iter().any(|v| *v.snooping.value() || *v.arp_inspection.value());
    let voices: BTreeSet<VlanId> = switch.ports.iter().filter_map(|p| phones(&p.link)).collect();
    for vlan in &mut out.vlans {
        vlan.voice = vlan.voice.with(voices.contains(&*vlan.id));
    }
    let numbering = words::Numbering::of(switch.ports.iter().map(|p| p.interface.as_str()));
    for lag in &mut out.lags {
        lag.trusted = lag.trusted.with(*lag.trusted && watched);
        lag.description = lag.description.take().map(|d| d.with(ascii::spell(&d).into_owned()));
        let of_it = |p: &&Port| p.lag.as_ref().is_some_and(|l| **l == *lag.id);
        lag.members = switch.ports.iter().filter(of_it).filter_map(|p| numbering.port(&p.interface)).collect();
    }
    let loops = switch.ports.iter().any(|p| *p.loop_detection.value());
    for port in &mut out.ports {
        let trusted = match &port.lag {
            Some(id) => out.lags.iter().any(|lag| *lag.id == **id && *lag.trusted),
            None => *port.trusted && watched,
        };
        port.id = numbering.port(&port.interface).unwrap_or(port.id);
        port.trusted = port.trusted.with(trusted);
        port.description = port.description.take().map(|d| d.with(ascii::spell(&d).into_owned()));
        port.storm = port.storm.take().map(|s| s.with(words::share(&words::storm(*s)).unwrap_or(*s)));
        port.speed = words::speed(&port.interface);
        port.loop_detection = port.loop_detection.with(loops);
        let phone = phones(&port.link).is_some();
        if let Some(auth) = &mut port.auth {
            let said = !phone && auth.rejected.is_none();
            auth.max_macs = auth.max_macs.take().filter(|most| said && **most == 1);
        }
    }
    let six = switch.management.as_ref().is_some_and(|m| m.v6.is_some());
    project_services(&mut out.services, six);
    out.raw.clear();
    out
}

fn project_services(services: &mut Services, six: bool) {
    services.syslog.sort_by_key(|s| s.address.is_ipv6());
    services.location = services.location.take().map(|l| l.with(ascii::spell(&l).into_owned()));
    if let Some(zone) = zones::find(&services.timezone) {
        let same = |z: &&zones::Zone| words::offset(z) == words::offset(zone) && words::summer(z) == words::summer(zone);
        let first = zones::ALL.iter().find(same).unwrap_or(zone);
        services.timezone = services.timezone.with(first.tz.to_owned());
    }
    // Both families have a list of their own; the second is written where the switch has an IPv6 address.
    let hosts = |list: &mut Vec<crate::base::Sourced<IpAddr>>| {
        list.retain(|a| six || a.is_ipv4());
        list.sort_by_key(|a| a.is_ipv6());
    };
    if let Some(snmp) = &mut services.snmp {
        hosts(&mut snmp.managers);
    }
    if let Some(ssh) = &mut services.ssh {
        hosts(&mut ssh.from);
        ssh.key = None;
    }
}

fn phones(link: &Link) -> Option<VlanId> {
    match link {
        Link::Access { voice, .. } => voice.as_ref().map(|v| **v),
        Link::Trunk { .. } => None,
    }
}
