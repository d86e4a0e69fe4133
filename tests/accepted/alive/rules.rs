//! A firewall's generated rules, enforced: read back from their file, put into a kernel, and shot at.
//!
//! No Debian has pf, and an Amon's rules are compiled on the Amon alone. So the rules are what our readers make of the generated
//! file (a `config.xml` with what pfSense adds; an ERA model with its parent), spelt for nftables here and not by préau. Each VLAN
//! is a namespace, the outside another; addresses are those that packets bear. A packet that gets through is answered with a
//! reset or with ICMP, since nobody listens, an echo by its reply; one that does not is not answered. What a firewall does to
//! addresses is tried in [`nat`](super::nat); source ports and other messages of ICMP are not tried. Entry point: [`lived`].

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
    fs,
    net::IpAddr,
    process::Command,
};

use preau::{
    base::Origins,
    net::{
        Cube, Family, Packet, Ranges, Traffic,
        traffic::{addresses, any_service, number, ports, protocol},
    },
    os::{amon::era, pfsense},
    state::{
        Firewall,
        firewall::{
            Where,
            chains::{self, Author, Chain},
        },
    },
};

use super::net::Net;
use super::world::{Made, World};
use crate::{
    checker::{Checker, Verdict, run},
    region::tree,
};

/// Whether this kernel filters by nftables and follows connections.
pub struct Kernel;

impl Checker for Kernel {
    fn name(&self) -> &'static str {
        "alive-rules"
    }

    fn version(&self) -> Result<String, String> {
        let rules = "table inet t { chain c { type filter hook forward priority 0; ct state established accept; }; }";
        let tried = run(Command::new("unshare").args(["-n", "nft", rules]), 10)?;
        if tried.code != Some(0) {
            return Err(format!("this kernel takes no rules of nftables: {}", tried.said()));
        }
        let version = run(Command::new("nft").arg("--version"), 10)?;
        Ok(version.out.trim().to_owned())
    }

    fn judge(&self, _: &[std::path::PathBuf]) -> Vec<Verdict> {
        Vec::new()
    }
}

/// Shoots at the rules of a school: how many packets passed, and how many were refused.
pub fn lived(uai: &str, path: &str) -> Result<(usize, usize), String> {
    let made = World::schools().alone(path).make();
    let firewall = made.state.firewall.as_ref().unwrap();
    let chains = read_back(uai, firewall);
    let came = judged(uai, &made, &chains, &shots(firewall, &chains))?;
    let passed = came.values().filter(|is_through| **is_through).count();
    Ok((passed, came.len() - passed))
}

/// Flows that let echoes pass in both families, in one zone and to the Internet, and one that a denial narrows.
const ECHOES: &str = "\ndeviation \"echoes\" owner=exploitation until=none {\n    allow ping from=pedagogie,gestion to=serveurs\n    \
                      allow ping from=serveurs to=internet\n    deny ping from=wifi to=serveurs\n}\n";

/// Shoots echoes alone at the rules of a school with more flows: how many came through and did not, in IPv4 and in IPv6.
pub fn echoed(uai: &str, path: &str) -> Result<[(usize, usize); 2], String> {
    let made = World::schools().alone(path).and(path, ECHOES).make();
    let firewall = made.state.firewall.as_ref().unwrap();
    let (text, _) = pfsense::whole(firewall, &made.state.served).map_err(|uncarried| format!("{uncarried:?}"))?;
    let chains = pfsense::chains(&pfsense::read(&text, Origins::default().derived("the file", &[])).unwrap());
    let echoes = can_be_shot(firewall).minus(&sockets());
    let mut all: BTreeSet<Packet> = shots(firewall, &chains).into_iter().filter(|p| echoes.contains(p)).collect();
    // What passes, to each place, beside what each rule decides.
    let passing = chains::may_pass(&chains).and(&echoes);
    for place in places(firewall) {
        for (family, to) in place {
            let (from, services) = (family.everything(), any_service());
            all.extend(passing.and(&Traffic::one(Cube { family, from, to, services })).witness());
        }
    }
    all.retain(|packet| owner(firewall, packet.from) != owner(firewall, packet.to));
    let came = judged(uai, &made, &chains, &all)?;
    let of = |family: Family| {
        let own = || came.iter().filter(|(packet, _)| Family::of(packet.from) == family);
        let passed = own().filter(|(_, is_through)| **is_through).count();
        (passed, own().count() - passed)
    };
    Ok(Family::ALL.map(of))
}

/// Shoots, and holds what came of each packet against the rules and the policy: whether it got through.
fn judged(uai: &str, made: &Made, chains: &[Chain], shots: &BTreeSet<Packet>) -> Result<BTreeMap<Packet, bool>, String> {
    let firewall = made.state.firewall.as_ref().unwrap();
    let answers = shoot(firewall, chains, shots)?;
    let (meant, passing) = (made.state.policy.may_pass(), chains::may_pass(chains));
    let mut came = BTreeMap::new();
    for packet in shots {
        let answer = answers[packet].as_str();
        assert!(["answered", "silence"].contains(&answer), "{uai}: {packet}: {answer}");
        let way = chains::way(chains, &Traffic::of_packet(packet));
        let is_through = answer == "answered";
        assert_eq!(is_through, passing.contains(packet), "{uai}: {packet} by {way:?}");
        // What the software opens by itself, and what goes to a proxy instead, are differences that are known.
        let is_known =
            way.last().is_some_and(|met| met.author != Author::File && met.label.is_some()) || is_proxied(firewall, packet);
        assert!(is_known || is_through == meant.contains(packet), "{uai}: {packet} against the policy, by {way:?}");
        came.insert(packet.clone(), is_through);
    }
    Ok(came)
}

/// Every packet of TCP and UDP.
fn sockets() -> Traffic {
    let services = ports(protocol::TCP, 0, u16::MAX).or(&ports(protocol::UDP, 0, u16::MAX));
    let all = |family: Family| Cube { family, from: family.everything(), to: family.everything(), services: services.clone() };
    Family::ALL.map(all).into_iter().collect()
}

/// Whether a packet is of a flow that goes through the proxy, or goes to the proxy.
fn is_proxied(firewall: &Firewall, packet: &Packet) -> bool {
    let is_to_proxy = packet.port == era::PROXY_PORT && firewall.own_addresses().contains(&packet.to);
    let has_proxy = *firewall.software == "amon";
    has_proxy && (is_to_proxy || firewall.rules.iter().any(|r| *r.allows && *r.proxied && firewall.of_rule(r).contains(packet)))
}

/// The chains of the generated file of a school.
fn read_back(uai: &str, firewall: &Firewall) -> Vec<Chain> {
    let folder = tree().join(uai).join("firewall");
    if *firewall.software == pfsense::NAME {
        let text = fs::read_to_string(folder.join("config.xml")).unwrap();
        return pfsense::chains(&pfsense::read(&text, Origins::default().derived("the file", &[])).unwrap());
    }
    let model = fs::read_dir(folder.join("era")).unwrap().next().unwrap().unwrap().path();
    era::effect(firewall, &fs::read_to_string(model).unwrap()).unwrap().chains
}

/// Services that many rules speak of, and one that none does.
const TRIED: &[(u8, u16)] = &[
    (protocol::TCP, 22),
    (protocol::TCP, 443),
    (protocol::TCP, 445),
    (protocol::TCP, 3128),
    (protocol::TCP, 4711),
    (protocol::UDP, 53),
    (protocol::UDP, 123),
    (protocol::UDP, 161),
    (protocol::ICMP, ECHO),
    (protocol::ICMP6, ECHO6),
];

/// The type of an echo request: RFC 792, RFC 4443.
const ECHO: u16 = 8;
const ECHO6: u16 = 128;

/// Packets to try: one that each rule decides, and for each two places one of each service that does not pass.
fn shots(firewall: &Firewall, chains: &[Chain]) -> BTreeSet<Packet> {
    let mut all = BTreeSet::new();
    let can_be_shot = can_be_shot(firewall);
    for chain in chains.iter().filter(|c| !c.is_own) {
        let mut rest = chain.scope.and(&can_be_shot);
        let refused = rest.minus(&chain.may_pass());
        for step in &chain.steps {
            all.extend(rest.and(&step.packets).witness());
            rest = rest.minus(&step.packets);
        }
        for place in places(firewall) {
            for &(protocol, port) in TRIED {
                let services = ports(protocol, port, port);
                let there = Family::ALL.map(|family| Cube {
                    family,
                    from: family.everything(),
                    to: place.iter().filter(|(f, _)| *f == family).fold(Ranges::default(), |sum, (_, r)| sum.or(r)),
                    services: services.clone(),
                });
                all.extend(refused.and(&there.into_iter().collect()).witness());
            }
        }
    }
    all.retain(|packet| owner(firewall, packet.from) != owner(firewall, packet.to));
    all
}

/// What a socket can send: TCP, UDP and echo requests between addresses of one machine each, in the families that the firewall has.
pub fn can_be_shot(firewall: &Firewall) -> Traffic {
    let nets = ["1.0.0.0/8", "8.0.0.0/5", "64.0.0.0/3", "96.0.0.0/4", "128.0.0.0/3", "192.0.0.0/4", "2000::/3", "fc00::/7"];
    let nets: Vec<_> = nets.iter().map(|net| net.parse().unwrap()).collect();
    let services = |family: Family| {
        let (kind, echo) = if family == Family::V4 { (protocol::ICMP, ECHO) } else { (protocol::ICMP6, ECHO6) };
        ports(protocol::TCP, 1, u16::MAX).or(&ports(protocol::UDP, 1, u16::MAX)).or(&ports(kind, echo, echo))
    };
    let has = |family: &Family| firewall.interfaces.iter().any(|i| i.address(*family).is_some());
    let cube = |family: Family| {
        let usable = addresses(family, &nets);
        Cube { family, from: usable.clone(), to: usable, services: services(family) }
    };
    Family::ALL.into_iter().filter(has).map(cube).collect()
}

/// The addresses of each VLAN, and of the firewall.
fn places(firewall: &Firewall) -> Vec<Vec<(Family, Ranges)>> {
    let of = |end: &Where| Family::ALL.map(|family| (family, firewall.addresses(end, family))).to_vec();
    let vlans = firewall.interfaces.iter().map(|i| of(&Where::Segment(*i.vlan)));
    vlans.chain([of(&Where::Itself)]).collect()
}

/// The namespace that bears an address: `fw`, a VLAN's, or `out`.
pub fn owner(firewall: &Firewall, address: IpAddr) -> String {
    let inside = firewall.interfaces.iter().filter(|i| !*i.outside);
    let holds = |i: &&preau::state::firewall::Interface| i.subnet(Family::of(address)).is_some_and(|s| s.contains(&address));
    if firewall.own_addresses().contains(&address) {
        return "fw".to_owned();
    }
    inside.into_iter().find(holds).map_or_else(|| "out".to_owned(), |i| format!("z{}", *i.vlan))
}

/// What became of each packet: `answered` or `silence`.
fn shoot(firewall: &Firewall, chains: &[Chain], shots: &BTreeSet<Packet>) -> Result<BTreeMap<Packet, String>, String> {
    let mut net = Net::new()?;
    build(&mut net, firewall, shots)?;
    let file = net.folder.join("rules.nft");
    fs::write(&file, nft(chains)).map_err(|error| error.to_string())?;
    let loaded = net.run("fw", &["nft", "-f", &file.display().to_string()], &[])?;
    assert_eq!(loaded.code, Some(0), "{}", loaded.said());
    let mut by_space: BTreeMap<String, Vec<&Packet>> = BTreeMap::new();
    shots.iter().for_each(|packet| by_space.entry(owner(firewall, packet.from)).or_default().push(packet));
    let mut answers = BTreeMap::new();
    for (space, packets) in by_space {
        let list = net.folder.join(format!("{space}.list"));
        let line = |p: &&Packet| {
            let kind = match p.protocol {
                protocol::TCP => "tcp",
                protocol::UDP => "udp",
                _ => "echo",
            };
            format!("{} {} {kind} {}\n", p.from, p.to, p.port)
        };
        fs::write(&list, packets.iter().map(line).collect::<String>()).map_err(|error| error.to_string())?;
        let said = net.oracle(&space, "knock.py", &[&list.display().to_string()])?;
        assert_eq!(said.lines().count(), packets.len(), "{space}: {said}");
        answers.extend(packets.into_iter().cloned().zip(said.lines().map(str::to_owned)));
    }
    Ok(answers)
}

/// The namespaces, each joined to the firewall's by a cable of its own, with the addresses that packets bear.
pub fn build(net: &mut Net, firewall: &Firewall, shots: &BTreeSet<Packet>) -> Result<(), String> {
    let mut borne: BTreeMap<String, BTreeSet<IpAddr>> = BTreeMap::new();
    for address in shots.iter().flat_map(|p| [p.from, p.to]).chain(firewall.own_addresses()) {
        borne.entry(owner(firewall, address)).or_default().insert(address);
    }
    net.space("fw")?;
    for key in ["ipv4/conf/default/rp_filter", "ipv4/conf/all/rp_filter"] {
        net.run("fw", &["sh", "-c", &format!("echo 0 >/proc/sys/net/{key}")], &[])?;
    }
    for key in ["ipv4/ip_forward", "ipv6/conf/all/forwarding"] {
        net.run("fw", &["sh", "-c", &format!("echo 1 >/proc/sys/net/{key}")], &[])?;
    }
    let spaces: Vec<String> = borne.keys().filter(|s| *s != "fw").cloned().collect();
    for (n, space) in spaces.iter().enumerate() {
        net.space(space)?;
        net.join("fw", &format!("to{n}"), space, "wire")?;
        net.run(
            space,
            &["sh", "-c", "echo 0 >/proc/sys/net/ipv4/icmp_ratemask; echo 0 >/proc/sys/net/ipv6/icmp/ratelimit"],
            &[],
        )?;
        for (at, interface, end) in [("fw", format!("to{n}"), 1), (space.as_str(), "wire".to_owned(), 2)] {
            net.ip(at, &format!("addr add 169.254.{n}.{end}/30 dev {interface}"))?;
            net.ip(at, &format!("addr add fe80::{end}/64 dev {interface} nodad"))?;
        }
        net.ip(space, &format!("route add default via 169.254.{n}.1"))?;
        net.ip(space, "-6 route add default via fe80::1 dev wire")?;
        let subnets = firewall.interfaces.iter().filter(|i| format!("z{}", *i.vlan) == *space);
        let subnets = subnets.flat_map(|i| Family::ALL.into_iter().filter_map(|f| i.subnet(f).map(|s| (f, s.to_string()))));
        let everything = [(Family::V4, "default".to_owned()), (Family::V6, "default".to_owned())];
        let led: Vec<(Family, String)> = if space == "out" { everything.to_vec() } else { subnets.collect() };
        for (family, net_of) in led {
            net.ip(
                "fw",
                &match family {
                    Family::V4 => format!("route add {net_of} via 169.254.{n}.2"),
                    Family::V6 => format!("-6 route add {net_of} via fe80::2 dev to{n}"),
                },
            )?;
        }
    }
    net.run("fw", &["sh", "-c", "echo 0 >/proc/sys/net/ipv4/icmp_ratemask; echo 0 >/proc/sys/net/ipv6/icmp/ratelimit"], &[])?;
    for (space, all) in &borne {
        for address in all {
            let nodad = if address.is_ipv6() { " nodad" } else { "" };
            let len = if address.is_ipv6() { 128 } else { 32 };
            net.ip(space, &format!("addr add {address}/{len} dev lo{nodad}"))?;
        }
    }
    Ok(())
}

/// The chains in nftables' words.
pub fn nft(chains: &[Chain]) -> String {
    let mut out = String::from("table inet preau {\n");
    for (n, chain) in chains.iter().enumerate() {
        let _ = writeln!(out, "chain c{n} {{");
        for step in &chain.steps {
            let verb = if step.allows { "accept" } else { "drop" };
            step.packets.cubes().iter().for_each(|cube| write_cube(cube, verb, &mut out));
        }
        let _ = writeln!(out, "{}\n}}", if chain.accepts { "accept" } else { "drop" });
    }
    for hook in ["input", "forward"] {
        let _ = writeln!(
            out,
            "chain {hook} {{\ntype filter hook {hook} priority 0; policy drop;\nct state established,related accept"
        );
        // Neighbours of the cables, which the school does not have.
        out.push_str("ip6 saddr fe80::/10 accept\n");
        for (n, chain) in chains.iter().enumerate().filter(|(_, c)| !c.is_own) {
            chain.scope.cubes().iter().for_each(|cube| write_cube(cube, &format!("jump c{n}"), &mut out));
        }
        out.push_str("}\n");
    }
    out.push_str("}\n");
    out
}

/// One rule for each protocol of a cube.
fn write_cube(cube: &Cube, verb: &str, out: &mut String) {
    let family = if cube.family == Family::V4 { "ip" } else { "ip6" };
    let side = |word: &str, ranges: &Ranges| {
        if *ranges == cube.family.everything() {
            return format!("meta nfproto {} ", if cube.family == Family::V4 { "ipv4" } else { "ipv6" });
        }
        format!("{family} {word} {{ {} }} ", spelt(cube.family, ranges))
    };
    let ends = side("saddr", &cube.from) + &side("daddr", &cube.to);
    if cube.services == any_service() {
        let _ = writeln!(out, "{ends}{verb}");
        return;
    }
    for (protocol, word) in [(protocol::TCP, "tcp"), (protocol::UDP, "udp")] {
        let own = cube.services.and(&ports(protocol, 0, u16::MAX));
        let list: Vec<String> = own.iter().map(|(first, last)| format!("{}-{}", first & 0xffff, last & 0xffff)).collect();
        if !list.is_empty() {
            let _ = writeln!(out, "{ends}{word} dport {{ {} }} {verb}", list.join(", "));
        }
    }
    let (number, word) = if cube.family == Family::V4 { (protocol::ICMP, "icmp") } else { (protocol::ICMP6, "icmpv6") };
    let own = cube.services.and(&ports(number, 0, u16::MAX));
    // A type is a byte; what the sets have beyond is the rest of the protocol.
    let types = own.and(&ports(number, 0, 255));
    let list: Vec<String> = types.iter().map(|(first, last)| format!("{}-{}", first & 0xff, last & 0xff)).collect();
    if !list.is_empty() {
        let _ = writeln!(out, "{ends}{word} type {{ {} }} {verb}", list.join(", "));
    }
}

/// Addresses in nftables' words.
pub fn spelt(family: Family, ranges: &Ranges) -> String {
    let of = |(first, last): (u128, u128)| {
        let address = |n: u128| family.address(n).unwrap();
        if first == last { address(first).to_string() } else { format!("{}-{}", address(first), address(last)) }
    };
    ranges.iter().map(of).collect::<Vec<_>>().join(", ")
}

/// The chains of a few cubes say of a packet what the sets say: a misspelt chain would judge the kernel, not the rules.
#[test]
fn a_cube_is_spelt_for_each_protocol_and_nothing_is_left_open() {
    let from: preau::net::Ranges =
        [(number("10.0.0.0".parse().unwrap()), number("10.0.0.255".parse().unwrap()))].into_iter().collect();
    let services = ports(protocol::TCP, 80, 80).or(&ports(protocol::UDP, 53, 54));
    let cube = Cube { family: Family::V4, from, to: Family::V4.everything(), services };
    let mut out = String::new();
    write_cube(&cube, "accept", &mut out);
    let ends = "ip saddr { 10.0.0.0-10.0.0.255 } meta nfproto ipv4 ";
    assert_eq!(out, format!("{ends}tcp dport {{ 80-80 }} accept\n{ends}udp dport {{ 53-54 }} accept\n"));
    let echo = Cube { services: ports(protocol::ICMP, ECHO, ECHO), ..cube.clone() };
    let mut out = String::new();
    write_cube(&echo, "drop", &mut out);
    assert_eq!(out, format!("{ends}icmp type {{ 8-8 }} drop\n"));
    // The other family's messages are none of this one's.
    let mut out = String::new();
    write_cube(&Cube { services: ports(protocol::ICMP6, ECHO6, ECHO6), ..cube }, "drop", &mut out);
    assert_eq!(out, "");
}
