//! Invariants of firewalls: what each school's file, written and read back, and the school's plan can never have of each other.

use crate::invariants::Seen;
use crate::world::Made;
use preau::base::{Origin, Origins};
use preau::net::traffic::number;
use preau::net::{Family, Traffic, VlanId};
use preau::os::amon::era;
use preau::os::pfsense::{self, Reading};
use preau::region::Domain;
use preau::state::Firewall;
use preau::state::firewall::chains::Chain;
use std::net::IpAddr;

fn origin() -> Origin {
    Origins::default().unwritten("the file", "the file", "the file")
}

/// The `config.xml` of a school, read back; `None` where the firewall is no pfSense, or no file can be written.
fn config(made: &Made) -> Option<Reading> {
    let firewall = made.state.firewall.as_ref().filter(|f| *f.software == pfsense::NAME)?;
    let (text, _) = pfsense::whole(firewall, &made.state.served).ok()?;
    Some(pfsense::read(&text, origin()).unwrap())
}

/// The chains of a school's generated file.
fn chains(made: &Made, firewall: &Firewall) -> Vec<Chain> {
    if let Some(reading) = config(made) {
        return pfsense::chains(&reading);
    }
    let text = era::write(firewall).map(|(text, _)| text).unwrap_or_default();
    era::effect(firewall, &text).map(|effect| effect.chains).unwrap_or_default()
}

/// What fits no rule is refused, or meant to pass.
pub fn firewall_default_open(made: &Made, seen: &mut Seen) {
    let Some(firewall) = &made.state.firewall else { return };
    let meant = made.state.policy.may_pass();
    for chain in chains(made, firewall).iter().filter(|c| !c.is_own) {
        let rest = chain.steps.iter().filter(|s| !s.at_hours).fold(chain.scope.clone(), |rest, s| rest.minus(&s.packets));
        let left = if chain.accepts { rest.minus(&meant) } else { Traffic::default() };
        seen.hold(left.is_empty(), || format!("{}: {:?} fits no rule and passes", chain.name, left.witness()));
    }
}

/// A pfSense lets IPv6 through exactly where it has an address of it.
pub fn ipv6_half_on(made: &Made, seen: &mut Seen) {
    let Some(reading) = config(made) else { return };
    let is_numbered = reading.firewall.interfaces.iter().any(|i| i.v6.is_some());
    seen.hold(reading.implied.has_ipv6 == is_numbered, || format!("IPv6 is {}", reading.implied.has_ipv6));
}

/// What is opened from outside is not opened inside as well.
pub fn nat_reflected(made: &Made, seen: &mut Seen) {
    let Some(reading) = config(made) else { return };
    seen.hold(reading.reflected.is_empty(), || format!("{:?}", reading.reflected));
}

/// Each VLAN with addresses has one router: the firewall, by one interface, at the address that machines are told.
pub fn routed_twice(made: &Made, seen: &mut Seen) {
    let Some(firewall) = &made.state.firewall else { return };
    let switches = || made.state.switches.iter().filter_map(|s| s.management.as_ref().map(|m| (s, m)));
    for vlan in made.school().vlans.iter().filter(|v| v.subnet.is_some() && *v.domain != Domain::Transit) {
        let own: Vec<_> = firewall.interfaces.iter().filter(|i| *i.vlan == *vlan.id).collect();
        // A VLAN that no card names is a finding: here it may have no router, and never two.
        let is_gateway = own.iter().all(|i| i.v4.as_ref().map(|a| *a.address) == vlan.gateway.as_ref().map(|g| **g));
        let other = switches().find(|(_, m)| *m.vlan == *vlan.id && *vlan.domain != Domain::Management);
        let what = || format!("{}: {} interfaces, {:?}", *vlan.name, own.len(), other.map(|(s, _)| s.name.value()));
        seen.hold(own.len() <= 1 && is_gateway && other.is_none(), what);
    }
}

/// A station of a wireless network lands in a VLAN that the firewall has in the zone that its policy says.
pub fn ssid_in_another_zone(made: &Made, seen: &mut Seen) {
    let Some(firewall) = &made.state.firewall else { return };
    let policy = &made.state.policy;
    for ssid in made.state.wlans.iter().flat_map(|w| &w.ssids) {
        let vlans = std::iter::once(*ssid.vlan).chain(ssid.roles.iter().map(|r| *r.vlan));
        for id in vlans {
            let zone = |id: VlanId| made.school().vlan_by_id(id).map(|v| v.zone.value().clone());
            let of_rules = firewall.interface(id).map(|i| i.zone.value().clone());
            let of_policy = policy.segment(id).map(|s| s.zone.value().clone());
            let right = of_rules.is_some() && of_rules == of_policy && of_policy == zone(id);
            seen.hold(right, || format!("{} {id}: {of_rules:?}, {of_policy:?}, {:?}", *ssid.name, zone(id)));
        }
    }
}

/// An interface's address lies in its own subnet, and no other interface's subnet has any of it.
pub fn interfaces_overlap(made: &Made, seen: &mut Seen) {
    let Some(firewall) = &made.state.firewall else { return };
    for family in Family::ALL {
        let all: Vec<_> = firewall.interfaces.iter().filter_map(|i| Some((i, i.address(family)?, i.subnet(family)?))).collect();
        for (n, (interface, address, subnet)) in all.iter().enumerate() {
            let is_apart = all.iter().skip(n + 1).all(|(_, _, other)| !other.contains(&**subnet) && !subnet.contains(&**other));
            let is_inside = subnet.contains::<&IpAddr>(&**address);
            let what = || format!("{}: {} in {}, {}", *interface.name, **address, **subnet, number(**address));
            seen.hold(is_apart && is_inside, what);
        }
    }
    for gateway in &firewall.gateways {
        let family = Family::of(*gateway.address);
        // Of a VLAN that no card names nothing is written at all.
        let Some(interface) = firewall.interface(*gateway.vlan) else { continue };
        let subnet = interface.subnet(family);
        seen.hold(subnet.is_some_and(|s| s.contains(&*gateway.address)), || format!("{}: {}", *gateway.name, *gateway.address));
    }
}
