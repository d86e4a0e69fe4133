//! Which VLANs a cable carries: the law against a search that writes down every simple path.

use crate::world::World;
use preau::net::VlanId;
use preau::topology::{EdgeId, Topology, VertexId, VertexKind};
use std::collections::BTreeSet;
use std::fmt::Write;

/// Numbers that look random and are the same every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % n as u64).unwrap()
    }
}

const VLANS: [(&str, u64); 5] = [("admin", 10), ("peda", 20), ("wifi", 30), ("serveurs", 50), ("voix", 60)];

/// The next free port of a device.
fn port(free: &mut [usize], device: usize) -> usize {
    free[device] += 1;
    free[device]
}

/// A school of up to eight switches, one of them perhaps a stack, with rings, double cables, islands, hosts of one or two
/// uplinks and a firewall appliance.
fn school(seed: u64, tree: bool) -> String {
    let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    for _ in 0..8 {
        dice.below(7);
    }
    let count = 2 + dice.below(7);
    let stack = if dice.below(3) == 0 { dice.below(count) } else { count };
    let name = |s: usize, port: usize| if s == stack { format!("\"s{s}:1/{port}\"") } else { format!("s{s}:{port}") };
    let mut free = vec![0; count];
    let mut bodies = vec![String::new(); count];
    let mut tail = String::new();
    for (s, body) in bodies.iter_mut().enumerate().skip(1) {
        // Now and then nothing leads on: an island.
        if !tree && dice.below(9) == 0 {
            continue;
        }
        let above = dice.below(s);
        let (own, far) = (port(&mut free, s), port(&mut free, above));
        let own = if s == stack { format!("\"1/{own}\"") } else { own.to_string() };
        let _ = write!(body, "uplink {own} to={}; ", name(above, far));
    }
    if !tree {
        for _ in 0..dice.below(4) {
            let (a, b) = (dice.below(count), dice.below(count));
            if a != b {
                let (pa, pb) = (port(&mut free, a), port(&mut free, b));
                let _ = writeln!(tail, "link {} {}", name(a, pa), name(b, pb));
            }
        }
    }
    for _ in 0..dice.below(7) {
        let (s, v) = (dice.below(count), VLANS[dice.below(VLANS.len())].0);
        let own = port(&mut free, s);
        let own = if s == stack { format!("\"1/{own}\"") } else { own.to_string() };
        let _ = write!(bodies[s], "access {own} vlan={v} room=A1; ");
    }
    for h in 0..dice.below(3) {
        let uplinks = if tree { 1 } else { 1 + dice.below(2) };
        let mut inside = String::new();
        for _ in 0..uplinks {
            let s = dice.below(count);
            let far = port(&mut free, s);
            let _ = write!(inside, "uplink to={}; ", name(s, far));
        }
        for (g, (v, _)) in VLANS.iter().enumerate() {
            if dice.below(4) == 0 {
                let _ = write!(
                    inside,
                    "lxc g{h}{g} image=debian-12 memory=\"1GiB\" disk=\"1GiB\" {{ nic {v} address={} }}; ",
                    20 + h
                );
            }
        }
        let _ = writeln!(
            tail,
            "host h{h} model=hpe-dl360-gen9 rack=R1 address={} memory=\"8GiB\" disk=\"1TiB\" {{ {inside} }}",
            60 + h
        );
    }
    let cards = dice.below(4);
    if !tree && cards > 1 {
        let mut uplinks = String::new();
        let mut table = String::new();
        for (card, (vlan, _)) in VLANS.iter().enumerate().take(cards) {
            let s = dice.below(count);
            let far = port(&mut free, s);
            let _ = write!(uplinks, "uplink {card} to={}; ", name(s, far));
            let _ = write!(table, "card {card} {vlan}; ");
        }
        let _ = writeln!(tail, "appliance fw role=firewall model=serveur-4-cartes rack=R1 {{ {uplinks} }}");
        let _ = writeln!(tail, "deviation \"x\" owner=direction until=none {{ firewall kind=pfsense on=fw {{ {table} }} }}");
    }
    let mut out = String::new();
    for (s, body) in bodies.iter().enumerate() {
        let model = if s == stack { "" } else { "model=hpe-5130-24g-poe+-4sfp+ " };
        let member = if s == stack { "member 1 model=hpe-5130-24g-poe+-4sfp+ rack=R1 serial=X; " } else { "" };
        let role = if s == 0 { "role=core " } else { "" };
        let _ = writeln!(out, "switch s{s} {model}rack=R1 {role}address={} {{ {member}{body} }}", 10 + s);
    }
    out + &tail
}

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
