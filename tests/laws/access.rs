//! What a school's network lets in, and what it does while nobody answers: invariants of RADIUS.
//!
//! The manifest's word is looked up again from the school, never taken from the state. Entry points: the functions, from the
//! list of `invariants`.

use crate::invariants::Seen;
use crate::world::Made;
use preau::base::Origins;
use preau::net::{Port as PortId, VlanId};
use preau::os;
use preau::region::{Domain, PortClass, UseKind};
use preau::state::switch::ServerDead;
use std::collections::{BTreeMap, BTreeSet};

/// Every device that asks is known to the server, under one name and one address; nothing else is.
pub fn nad_covered_twice(made: &Made, seen: &mut Seen) {
    let Some(nac) = &made.state.nac else { return };
    let known: Vec<(&str, String)> = nac.clients.iter().map(|c| (c.name.as_str(), c.address.to_string())).collect();
    let names: BTreeSet<&str> = known.iter().map(|(name, _)| *name).collect();
    let addresses: BTreeSet<&str> = known.iter().map(|(_, address)| address.as_str()).collect();
    seen.hold(names.len() == known.len() && addresses.len() == known.len(), || format!("said twice: {known:?}"));
    let switches = made.state.switches.iter().filter(|s| s.ports.iter().any(|p| p.auth.is_some()));
    let switches = switches.filter_map(|s| Some((s.sysname.as_str(), s.management.as_ref()?.address.to_string())));
    let clusters = made.state.wlans.iter().filter(|w| w.ssids.iter().any(|s| !s.radius.is_empty()));
    let clusters = clusters.filter_map(|w| Some((w.name.as_str(), w.address?.to_string())));
    let asking: BTreeSet<(&str, String)> = switches.chain(clusters).collect();
    let known: BTreeSet<(&str, String)> = known.into_iter().collect();
    seen.hold(asking == known, || format!("ask {asking:?}, are known {known:?}"));
}

/// What a server answers is a VLAN of the school with addresses: never parking, transit or one of another school.
pub fn radius_vlan_zone(made: &Made, seen: &mut Seen) {
    let Some(nac) = &made.state.nac else { return };
    let school = made.school();
    let users = |id: VlanId| {
        let vlan = school.vlan_by_id(id);
        vlan.is_some_and(|v| v.subnet.is_some() && !matches!(*v.domain, Domain::Parking | Domain::Transit))
    };
    for endpoint in &nac.endpoints {
        if let Some(vlan) = endpoint.vlan {
            seen.hold(users(*vlan), || format!("{} goes to VLAN {}", *endpoint.name, *vlan));
        }
    }
    for role in &nac.roles {
        seen.hold(users(*role.vlan), || format!("{} goes to VLAN {}", *role.group, *role.vlan));
    }
}

/// The class of each port in use for end devices, by the manifest: its own, else its VLAN's.
fn classes<'a>(made: &'a Made, switch: &str) -> BTreeMap<PortId, Option<&'a PortClass>> {
    let school = made.school();
    let uses = school.switch(switch).map(|s| &s.uses).into_iter().flatten();
    let class = |access: &preau::region::AccessUse| {
        let of_vlan = access.vlan.as_ref().and_then(|v| school.vlan(v)).and_then(|v| v.port_class.clone());
        school.port_classes.get(access.port_class.clone().or(of_vlan)?.as_str())
    };
    uses.filter_map(|u| match &u.what {
        UseKind::Access(access) => Some((*u.port, class(access))),
        UseKind::Trunk(_) | UseKind::Spare { .. } => None,
    })
    .collect()
}

/// What a switch's file makes of a port while RADIUS is silent, and of whom it refuses, is what the port's class says.
pub fn radius_fallback_lost(made: &Made, seen: &mut Seen) {
    let templates = os::templates(&BTreeMap::new()).unwrap();
    for switch in made.state.switches.iter().filter(|s| s.services.radius.is_some()) {
        let Some(os) = os::find(&switch.os) else { continue };
        let text = (os.write)(switch, &templates).unwrap_or_else(|e| panic!("{}: {e:?}", *switch.name));
        let read = (os.read)(&text, Origins::default().derived("read", &[])).switch;
        let classes = classes(made, &switch.name);
        let by_name: BTreeMap<&str, PortId> = switch.ports.iter().map(|p| (p.interface.as_str(), p.id)).collect();
        for port in &read.ports {
            let Some(auth) = &port.auth else { continue };
            let Some(class) = by_name.get(port.interface.as_str()).and_then(|id| classes.get(id)) else { continue };
            let dead = class.map_or(ServerDead::Open, |c| *c.server_dead);
            let refused = class.and_then(|c| c.rejected).map(|v| *v);
            let (is, gives) = (*auth.server_dead, auth.rejected.map(|v| *v));
            seen.hold((is, gives) == (dead, refused), || {
                format!("{} {}: {is:?}, {gives:?} instead of {dead:?}, {refused:?}", *switch.name, *port.interface)
            });
        }
    }
}
