//! What a pfSense does to addresses, done: its file, read back, put into a kernel; machines meet through it and say whom they saw.
//!
//! What is published is reached at the firewall's own address and answered by the machine that it is for, which sees the visitor;
//! from inside it is not (no reflection). What leaves for the Internet arrives under the firewall's address, what leaves for the
//! region under the machine's own, as the manifest says. An Amon publishes by a reverse proxy and inherits its translation from its
//! parent: neither is in its file. Entry point: [`lived`].

use std::{collections::BTreeSet, fmt::Write, fs, net::IpAddr};

use preau::{
    base::Origins,
    net::{
        Cube, Family, Packet, Ranges, Traffic,
        traffic::{addresses, number, ports, protocol},
    },
    os::pfsense,
    state::{
        Firewall,
        firewall::{Masquerade, Publication, Role, Where, chains},
    },
};

use super::net::Net;
use super::rules::{build, can_be_shot, nft, owner, spelt};
use super::world::World;
use crate::region::tree;

/// One meeting: who comes where, and what the machine that answers must say; `None`: nobody may answer.
struct Meeting {
    from: IpAddr,
    to: IpAddr,
    port: u16,
    heard: Option<String>,
}

/// Lets machines meet through the firewall of a school: how many were published to, hidden, and seen as they are.
pub fn lived(uai: &str, path: &str) -> Result<[usize; 3], String> {
    let made = World::schools().alone(path).make();
    let text = fs::read_to_string(tree().join(uai).join("firewall/config.xml")).map_err(|error| error.to_string())?;
    let reading = pfsense::read(&text, Origins::default().derived("the file", &[])).map_err(|fault| fault.to_string())?;
    let (read, chains) = (&reading.firewall, pfsense::chains(&reading));
    let passing = chains::may_pass(&chains);
    // What is wanted is the manifest's; what is enforced is the file's.
    let meant = made.state.firewall.as_ref().unwrap();
    let published: Vec<Meeting> = meant.publications.iter().map(|p| visit(meant, p)).collect();
    let leaving = leaving(meant, &passing);
    let inside: Vec<Meeting> = published.iter().filter_map(|visit| from_inside(meant, visit, &leaving)).collect();

    let mut net = Net::new()?;
    let target = |p: &Publication| *p.addresses.iter().find(|a| a.is_ipv4()).unwrap();
    let mut borne: BTreeSet<Packet> = leaving.iter().map(|m| packet(m.from, m.to, m.port)).collect();
    borne.extend(meant.publications.iter().zip(&published).map(|(p, visit)| packet(visit.from, target(p), visit.port)));
    build(&mut net, meant, &borne)?;
    let file = net.folder.join("rules.nft");
    fs::write(&file, nft(&chains) + &translation(read)).map_err(|error| error.to_string())?;
    let loaded = net.run("fw", &["nft", "-f", &file.display().to_string()], &[])?;
    assert_eq!(loaded.code, Some(0), "{}", loaded.said());

    let mut places: Vec<(IpAddr, u16)> = leaving.iter().map(|m| (m.to, m.port)).collect();
    places.extend(meant.publications.iter().map(|p| (target(p), p.service.tcp[0].0)));
    places.sort_unstable();
    places.dedup();
    let spaces: BTreeSet<String> = places.iter().map(|(address, _)| owner(meant, *address)).collect();
    let script = crate::place::oracle("meet.py").display().to_string();
    for space in &spaces {
        let own = places.iter().filter(|(address, _)| owner(meant, *address) == *space);
        let own: Vec<String> = own.flat_map(|(address, port)| [address.to_string(), port.to_string()]).collect();
        let words = ["python3", &script, "listen"].into_iter().chain(own.iter().map(String::as_str));
        let name = format!("meet-{space}");
        net.daemon(space, &name, &words.collect::<Vec<_>>())?;
        net.until(&name, |net| net.said(&name).contains("ready"))?;
    }
    for meeting in published.iter().chain(&leaving).chain(&inside) {
        let Meeting { from, to, port, heard } = meeting;
        let words = ["come", &from.to_string(), &to.to_string(), &port.to_string()];
        let said = net.oracle(&owner(meant, *from), "meet.py", &words)?;
        match heard {
            Some(heard) => assert_eq!(said, *heard, "{uai}: {from} to {to} {port}"),
            None => assert!(["silence", "refused"].contains(&said.as_str()), "{uai}: {from} to {to} {port}: {said}"),
        }
    }
    let hidden = leaving.iter().filter(|m| !m.heard.as_ref().is_some_and(|h| h.ends_with(&format!(" {}", m.from)))).count();
    Ok([published.len(), hidden, leaving.len() - hidden])
}

fn packet(from: IpAddr, to: IpAddr, port: u16) -> Packet {
    Packet { from, to, protocol: protocol::TCP, port }
}

/// The firewall's address towards the operator.
fn outer(firewall: &Firewall) -> IpAddr {
    let uplink = firewall.interfaces.iter().find(|i| *i.role == Role::Uplink).unwrap();
    IpAddr::V4(*uplink.v4.as_ref().unwrap().address)
}

/// A visitor from the Internet of something published, with the firewall's address and the port outside.
fn visit(firewall: &Firewall, publication: &Publication) -> Meeting {
    let sources = firewall.addresses(&publication.from, Family::V4);
    let services = ports(protocol::TCP, 1, u16::MAX);
    let cube = Cube { family: Family::V4, from: sources.and(&internet(firewall)), to: Family::V4.everything(), services };
    let from = Traffic::one(cube).and(&can_be_shot(firewall)).witness().unwrap().from;
    let inside = publication.service.tcp[0].0;
    let port = publication.port.as_ref().map_or(inside, |p| u16::try_from(**p).unwrap());
    let target = publication.addresses.iter().find(|a| a.is_ipv4()).unwrap();
    Meeting { from, to: outer(firewall), port, heard: Some(format!("{target} {inside} heard {from}")) }
}

/// The same from a VLAN inside: nobody answers for the machine.
fn from_inside(firewall: &Firewall, visit: &Meeting, leaving: &[Meeting]) -> Option<Meeting> {
    let pupil = leaving.iter().find(|m| owner(firewall, m.from) != "out")?;
    Some(Meeting { from: pupil.from, to: visit.to, port: visit.port, heard: None })
}

/// From each VLAN a packet to the Internet and one to the region, where the rules let one pass.
fn leaving(firewall: &Firewall, passing: &Traffic) -> Vec<Meeting> {
    let mut all = Vec::new();
    let beyond = internet(firewall);
    let subnets = inside(firewall);
    let region = Family::V4.everything().minus(&beyond).minus(&subnets);
    for interface in firewall.interfaces.iter().filter(|i| !*i.outside) {
        let from = firewall.addresses(&Where::Segment(*interface.vlan), Family::V4);
        for (to, is_hidden) in
            [(&beyond, *firewall.masquerade != Masquerade::Off), (&region, *firewall.masquerade == Masquerade::All)]
        {
            let services = ports(protocol::TCP, 1, u16::MAX);
            let cube = Cube { family: Family::V4, from: from.clone(), to: to.clone(), services };
            let Some(found) = passing.and(&Traffic::one(cube)).and(&can_be_shot(firewall)).witness() else { continue };
            let source = if is_hidden { outer(firewall) } else { found.from };
            let heard = Some(format!("{} {} heard {source}", found.to, found.port));
            all.push(Meeting { from: found.from, to: found.to, port: found.port, heard });
        }
    }
    all
}

/// What belongs to nobody that the region knows.
fn internet(firewall: &Firewall) -> Ranges {
    let known = firewall.addresses(&Where::Group(Firewall::KNOWN.to_owned()), Family::V4);
    let own: Ranges = firewall.own_addresses().iter().filter(|a| a.is_ipv4()).map(|a| (number(*a), number(*a))).collect();
    Family::V4.everything().minus(&known).minus(&inside(firewall)).minus(&own)
}

/// The subnets inside.
fn inside(firewall: &Firewall) -> Ranges {
    let subnets = firewall.interfaces.iter().filter(|i| !*i.outside).filter_map(|i| i.subnet(Family::V4));
    addresses(Family::V4, subnets.map(|s| *s).collect::<Vec<_>>().iter())
}

/// The port forwards and the hiding of a file that was read, in nftables' words.
fn translation(read: &Firewall) -> String {
    let subnets = inside(read);
    let mut out = String::from("table ip preau_nat {\nchain pre {\ntype nat hook prerouting priority -100;\n");
    for publication in &read.publications {
        // A forward is the uplink's: what comes from inside meets none.
        let from = spelt(Family::V4, &read.addresses(&publication.from, Family::V4).minus(&subnets));
        let target = publication.addresses[0];
        for (protocol, list) in [("tcp", &publication.service.tcp), ("udp", &publication.service.udp)] {
            for (first, last) in list {
                let shown = publication.port.as_ref().map_or(format!("{first}-{last}"), |p| p.to_string());
                let to = if publication.port.is_some() { format!("{target}:{first}") } else { target.to_string() };
                let _ = writeln!(out, "ip saddr {{ {from} }} ip daddr {} {protocol} dport {shown} dnat to {to}", outer(read));
            }
        }
    }
    out.push_str("}\nchain post {\ntype nat hook postrouting priority 100;\n");
    let group = |name: &str| read.addresses(&Where::Group(pfsense::words::group(name)), Family::V4);
    let hidden = match *read.masquerade {
        Masquerade::Off => None,
        Masquerade::All => Some((subnets.clone(), subnets)),
        Masquerade::Internet => Some((group(Firewall::INSIDE), group(Firewall::KNOWN))),
    };
    if let Some((sources, spared)) = hidden {
        let (sources, spared) = (spelt(Family::V4, &sources), spelt(Family::V4, &spared));
        let _ = writeln!(out, "ip saddr {{ {sources} }} ip daddr != {{ {spared} }} snat to {}", outer(read));
    }
    out + "}\n}\n"
}
