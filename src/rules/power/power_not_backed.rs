//! `power-not-backed`: an alarm that goes out with the light.

use crate::base::{Sink, Sourced};
use crate::region::{Status, Vlan};
use crate::rules::{Context, wording};
use std::collections::BTreeMap;

crate::rule! {
    /// A VLAN must keep its power (`power=backed`), and a device on its way stands in a rack without a UPS.
    ///
    /// An alarm is wanted most while the current is off. From the devices in the VLAN to its gateway, each switch and the machine
    /// that holds the firewall must be fed by a UPS. A VLAN in which nothing is plugged asks for nothing.
    ///
    /// ## Fails
    /// ```kdl
    /// deviation "an alarm" owner=exploitation until=none { vlan ppms id=161 domain=ppms place=14 power=backed; }
    /// appliance sirene role=alarm room=A101 at=sw1:20 vlan=ppms address=10
    /// ```
    /// ## Passes
    /// ```kdl
    /// ups ups1 model=apc-smt1500rmi2u rack=R1
    /// deviation "an alarm" owner=exploitation until=none { vlan ppms id=161 domain=ppms place=14 power=backed; }
    /// appliance sirene role=alarm room=A101 at=sw1:20 vlan=ppms address=10
    /// ```
    pub static RULE = Warning, check;
}

fn check(cx: &Context, out: &mut Sink) {
    for vlan in cx.school.vlans.iter().filter(|v| *v.backed && is_used(cx, v)) {
        let mut dark: BTreeMap<&str, (&Sourced<String>, Vec<&str>)> = BTreeMap::new();
        for (name, rack) in way(cx, vlan) {
            let is_fed = cx.school.ups.iter().any(|u| *u.status != Status::Stock && u.feeds.contains(rack));
            if !is_fed {
                dark.entry(rack.as_str()).or_insert_with(|| (rack, Vec::new())).1.push(name);
            }
        }
        let Some((first, _)) = dark.values().next() else { continue };
        let names = wording::list(dark.values().flat_map(|(_, names)| names));
        let racks = wording::list(dark.keys());
        let mut report = out
            .report(&RULE.rule, format!("{} goes out with the current: no UPS feeds {names} in {racks}", *vlan.name))
            .at(*first, "no UPS feeds this rack")
            .also(vlan.backed, "must keep its power")
            .help("give the rack a UPS, or name it in the `feeds=` of one")
            .on(vlan.name.as_str());
        for name in dark.values().flat_map(|(_, names)| names) {
            report = report.on(*name);
        }
    }
}

/// Whether anything is plugged into a VLAN.
fn is_used(cx: &Context, vlan: &Vlan) -> bool {
    let device = cx.school.devices.iter().any(|d| *d.status != Status::Stock && d.vlan.as_ref() == Some(&vlan.name));
    let port = || cx.topology.claims.iter().filter_map(|c| cx.access(c)).any(|a| a.vlan.as_ref() == Some(&vlan.name));
    device || port()
}

/// What a VLAN needs on its way to its gateway, each with its rack: switches that carry it or have it on a port, the machine of
/// the firewall, and the VLAN's own devices that stand in racks.
fn way<'a>(cx: &Context<'a>, vlan: &Vlan) -> Vec<(&'a str, &'a Sourced<String>)> {
    let mut found: Vec<(&str, &Sourced<String>)> = Vec::new();
    for (vertex, switch) in cx.switches() {
        if cx.topology.vlans_of(vertex).contains(*vlan.id) {
            found.extend(switch.members.iter().map(|m| (switch.name.as_str(), &m.rack)));
        }
    }
    for vertex in cx.firewall() {
        let name = cx.topology.name(vertex);
        let host = cx.school.host(name).map(|h| (h.name.as_str(), &h.rack));
        let device = cx.school.device(name).and_then(|d| Some((d.name.as_str(), d.rack.as_ref()?)));
        found.extend(host.or(device));
    }
    let own = cx.school.devices.iter().filter(|d| *d.status != Status::Stock && d.vlan.as_ref() == Some(&vlan.name));
    found.extend(own.filter_map(|d| Some((d.name.as_str(), d.rack.as_ref()?))));
    found.sort();
    found.dedup();
    found
}
