//! Schools drawn by lot, for properties of graphs: rings, double cables, islands, a stack, hosts of two uplinks, appliances.

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

/// The VLANs that its ports and guests are in.
pub const VLANS: [(&str, u64); 5] = [("admin", 10), ("peda", 20), ("wifi", 30), ("serveurs", 50), ("voix", 60)];

/// The next free port of a device.
fn port(free: &mut [usize], device: usize) -> usize {
    free[device] += 1;
    free[device]
}

/// A school of up to eight switches, one of them perhaps a stack, with rings, double cables, islands, hosts of one or two
/// uplinks and a firewall appliance.
pub fn school(seed: u64, tree: bool) -> String {
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
