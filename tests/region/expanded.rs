//! The trial lycée expanded: what follows from its 258 lines, as numbers and as a page to read.

use crate::world::World;
use preau::base::Layer;
use preau::region::Domain;
use preau::state::switch::Link;
use preau::topology::VertexKind;
use std::collections::BTreeMap;
use std::fmt::Write;

const CHOISEUL: &str = "37/0370037P-choiseul.kdl";

#[test]
fn the_figures_of_the_specification_hold() {
    let made = World::trial(CHOISEUL).make();
    let school = made.school();
    let racks: usize = school.buildings.iter().map(|b| b.racks.len()).sum();
    let rooms: usize = school.buildings.iter().map(|b| b.rooms.len()).sum();
    assert_eq!((school.switches.len(), racks, school.ups.len()), (26, 26, 12));
    assert_eq!((rooms, school.stations.len()), (58, 657));
    assert_eq!(school.deviations.len(), 7);
    let standard = made.resolved.tree.atoms.values().filter(|a| !matches!(a.layer, Layer::Deviation(_))).count();
    assert_eq!((school.flows.len(), standard), (64, 59));
    assert_eq!(school.cables.len(), 28);
    // The operator's subnet is not the school's.
    let own = school.vlans.iter().filter(|v| v.subnet.is_some() && *v.domain != Domain::Transit);
    assert_eq!(own.count(), 12);
    let on_switches =
        made.topology.claims.iter().filter(|c| matches!(made.topology.at(c.vertex).unwrap().kind, VertexKind::Switch(_)));
    assert_eq!(on_switches.count(), 754);
}

#[test]
fn the_lycee_as_it_follows() {
    let made = World::trial(CHOISEUL).make();
    let (school, topology) = (made.school(), &made.topology);
    let mut out = String::new();
    let or = |t: Option<String>| t.unwrap_or_else(|| "-".into());
    let _ = writeln!(out, "VLANs: id, name, domain, zone, subnet, gateway, pool, IPv6");
    for v in &school.vlans {
        let pool = v.pool.map(|p| format!("{}-{}", p.0, p.1));
        let _ = writeln!(
            out,
            "{:>4} {} {} {} {} {} {} {}",
            v.id.to_string(),
            v.name,
            *v.domain,
            v.zone,
            or(v.subnet.map(|s| s.to_string())),
            or(v.gateway.map(|g| g.to_string())),
            or(pool),
            or(v.subnet6.map(|s| s.to_string()))
        );
    }
    let _ = writeln!(out, "\nCables: ends, VLANs carried");
    for e in &topology.edges {
        let ports = |e: &preau::topology::EdgeEnd| e.ports.iter().map(|p| p.to_string()).collect::<Vec<_>>().join(",");
        let vlans: Vec<String> = e.carried.keys().map(|v| v.to_string()).collect();
        let lag = |e: &preau::topology::EdgeEnd| e.lag.map(|l| format!(" (LAG {l})")).unwrap_or_default();
        let _ = writeln!(
            out,
            "{}:{}{} - {}:{}{}: {}",
            topology.name(e.a.vertex),
            ports(&e.a),
            lag(&e.a),
            topology.name(e.b.vertex),
            ports(&e.b),
            lag(&e.b),
            vlans.join(",")
        );
    }
    let _ = writeln!(out, "\nSwitches: address, access, trunk, authenticated, off, VLANs");
    for s in &made.state.switches {
        let mut count: BTreeMap<&str, usize> = BTreeMap::new();
        for p in &s.ports {
            let mode = match (&p.link, *p.enabled) {
                (_, false) => "off",
                (Link::Access { .. }, _) => "access",
                (Link::Trunk { .. }, _) => "trunk",
            };
            *count.entry(mode).or_default() += 1;
            *count.entry("auth").or_default() += usize::from(p.auth.is_some());
        }
        let n = |mode: &str| count.get(mode).copied().unwrap_or(0);
        let address = or(s.management.as_ref().map(|m| m.address.to_string()));
        let vlans: Vec<String> = s.vlans.iter().map(|v| v.id.to_string()).collect();
        let _ =
            writeln!(out, "{} {address} {} {} {} {} {}", s.name, n("access"), n("trunk"), n("auth"), n("off"), vlans.join(","));
    }
    let _ = writeln!(out, "\nCards of the firewall");
    for c in &school.firewall.as_ref().unwrap().cards {
        let vlans: Vec<&str> = c.vlans.iter().map(|v| v.as_str()).collect();
        let _ =
            writeln!(out, "{}: {} (untagged {})", *c.number, vlans.join(","), or(c.untagged.as_ref().map(|u| u.value().clone())));
    }
    let _ = writeln!(out, "\nDiffers from the standard");
    for d in &school.departures {
        let _ = writeln!(out, "{}: {}", d.deviation.map_or("size".into(), |n| format!("deviation {}", n + 1)), d.path);
    }
    insta::with_settings!({ snapshot_path => "../golden/snapshots", prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!("choiseul-expanded", out);
    });
}
