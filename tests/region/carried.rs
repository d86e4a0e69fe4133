//! Which VLANs a cable carries: the law against a search that writes down every simple path.

use crate::drawn::{VLANS, school};
use crate::world::World;
use preau::net::VlanId;
use preau::topology::{EdgeId, Topology, VertexId, VertexKind};
use std::collections::BTreeSet;

/// Every edge of every simple path between two feet on different devices, in which only switches pass frames on.
fn by_search(t: &Topology, feet: &[(VertexId, Option<EdgeId>)]) -> BTreeSet<usize> {
    fn walk(
        t: &Topology,
        at: VertexId,
        seen: &mut Vec<VertexId>,
        path: &mut Vec<usize>,
        feet: &[(VertexId, Option<EdgeId>)],
        found: &mut BTreeSet<usize>,
    ) {
        let start = seen[0];
        if at != start && feet.iter().any(|(v, only)| *v == at && only.is_none_or(|e| Some(&e.0) == path.last())) {
            found.extend(path.iter().copied());
        }
        let passes = matches!(t.at(at).unwrap().kind, VertexKind::Switch(_));
        if at != start && !passes {
            return;
        }
        for (i, edge) in t.edges.iter().enumerate() {
            let next = match (edge.a.vertex == at, edge.b.vertex == at) {
                (true, _) => edge.b.vertex,
                (_, true) => edge.a.vertex,
                _ => continue,
            };
            let out_of_foot = at != start || feet.iter().any(|(v, only)| *v == start && only.is_none_or(|e| e.0 == i));
            if seen.contains(&next) || !out_of_foot {
                continue;
            }
            seen.push(next);
            path.push(i);
            walk(t, next, seen, path, feet, found);
            path.pop();
            seen.pop();
        }
    }
    let mut found = BTreeSet::new();
    for (foot, _) in feet {
        walk(t, *foot, &mut vec![*foot], &mut Vec::new(), feet, &mut found);
    }
    found
}

/// The feet of a VLAN, each with the only edge that leads to it, read off the school itself and not off the graph.
fn feet(made: &crate::world::Made, name: &str) -> Vec<(VertexId, Option<EdgeId>)> {
    let (school, t) = (made.school(), &made.topology);
    let mut out = Vec::new();
    for s in &school.switches {
        let here = s.uses.iter().any(|u| match &u.what {
            preau::region::UseKind::Access(a) => a.vlan.as_deref().is_some_and(|v| v == name),
            _ => false,
        });
        if here || name == "gestion" {
            out.push((t.vertex(&s.name).unwrap(), None));
        }
    }
    for h in &school.hosts {
        let here = school
            .guests
            .iter()
            .any(|g| g.host.as_deref().is_some_and(|x| *x == *h.name.value()) && g.nics.iter().any(|n| *n.vlan.value() == name));
        if here || name == "gestion" {
            out.push((t.vertex(&h.name).unwrap(), None));
        }
    }
    for card in school.firewall.iter().flat_map(|f| &f.cards) {
        let fw = t.vertex("fw").unwrap();
        if card.vlans.iter().any(|v| *v.value() == name) {
            let edge = t.edges.iter().position(|e| e.a.vertex == fw && u64::from(e.a.ports[0].number) == *card.number);
            out.push((fw, edge.map(EdgeId)));
        }
    }
    out
}

#[test]
fn a_cable_carries_a_vlan_exactly_when_it_lies_on_a_simple_path_between_two_members() {
    let mut carried = 0;
    for seed in 1..=60 {
        let text = school(seed, false);
        let made = World::small(&text).make();
        for (name, id) in VLANS.into_iter().chain([("gestion", 99)]) {
            let id = VlanId::new(id).unwrap();
            let wanted = by_search(&made.topology, &feet(&made, name));
            let derived: BTreeSet<usize> =
                (0..made.topology.edges.len()).filter(|e| made.topology.edges[*e].carried.contains_key(&id)).collect();
            assert_eq!(derived, wanted, "seed {seed}, VLAN {name}:\n{text}");
            carried += derived.len();
        }
        let garage = VlanId::new(999).unwrap();
        assert!(made.topology.edges.iter().all(|e| !e.carried.contains_key(&garage)), "parking is carried nowhere");
    }
    assert!(carried > 300, "the schools are worth the search: {carried}");
}

#[test]
fn in_a_tree_a_cable_carries_what_has_members_on_both_its_sides() {
    for seed in 100..=130 {
        let text = school(seed, true);
        let made = World::small(&text).make();
        let t = &made.topology;
        for (name, id) in VLANS {
            let id = VlanId::new(id).unwrap();
            let members: BTreeSet<VertexId> = feet(&made, name).into_iter().map(|(v, _)| v).collect();
            for (i, edge) in t.edges.iter().enumerate() {
                let mut side = BTreeSet::from([edge.a.vertex]);
                loop {
                    let more: Vec<VertexId> = (t.edges.iter().enumerate())
                        .filter(|(j, _)| *j != i)
                        .flat_map(|(_, e)| [(e.a.vertex, e.b.vertex), (e.b.vertex, e.a.vertex)])
                        .filter(|(x, y)| side.contains(x) && !side.contains(y))
                        .map(|(_, y)| y)
                        .collect();
                    if more.is_empty() {
                        break;
                    }
                    side.extend(more);
                }
                let both = members.iter().any(|m| side.contains(m)) && members.iter().any(|m| !side.contains(m));
                assert_eq!(edge.carried.contains_key(&id), both, "seed {seed}, VLAN {name}, cable {i}:\n{text}");
            }
        }
    }
}

#[test]
fn what_comes_to_a_host_on_one_cable_does_not_leave_by_the_other() {
    let text = r#"switch s1 model=hpe-5130-24g-poe+-4sfp+ rack=R1 address=10 role=core { access 1 vlan=peda room=A1 }
switch s2 model=hpe-5130-24g-poe+-4sfp+ rack=R1 address=11 { access 1 vlan=peda room=A1 }
host h model=hpe-dl360-gen9 rack=R1 address=60 memory="8GiB" disk="1TiB" { uplink to=s1:2; uplink to=s2:2 }
"#;
    let made = World::small(text).make();
    let peda = VlanId::new(20).unwrap();
    assert!(made.topology.edges.iter().all(|e| !e.carried.contains_key(&peda)));
}
