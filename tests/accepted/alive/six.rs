//! Leases of IPv6, alive: Kea with the generated file, in the one school of the sample region that leases any, Choiseul.
//!
//! Its twenty-five switches that have a file, and its hosts, are ports of Open vSwitch; the server's guest is on its port of
//! the host's bridge. There is no firewall: an Amon announces nothing of IPv6, so a client asks unbidden. A relay stands beside the
//! server and speaks to it by multicast; a router with a relay, as a firewall would be, by its own address. Entry point: [`lived`].

use std::net::Ipv6Addr;

use super::{net::Net, plan::Plan};
use crate::region::tree;

const UAI: &str = "0370037P";

/// Lets clients ask, in the server's VLAN and beside it.
pub fn lived() -> Result<(), String> {
    let mut net = Net::new()?;
    let plan = Plan::of(UAI, &net);
    plan.build(&mut net)?;
    net.space("annuaire")?;
    net.plug("hostb", &plan.port("hostb", "vb-annuaire"), "annuaire", "eth0")?;
    net.ip("annuaire", "addr add fd37:2018:37:50::5/64 dev eth0 nodad")?;
    let file = tree().join(UAI).join("hosts/hostb/annuaire/kea/kea-dhcp6.conf");
    // It writes into folders of its own: the machine's are hidden from it.
    let kea = format!(
        "for f in /run/kea /var/lib/kea; do mkdir -p $f; mount -t tmpfs none $f; done; exec kea-dhcp6 -c {}",
        file.display()
    );
    net.daemon("annuaire", "kea6", &["sh", "-c", &kea])?;
    net.until("Kea", |net| net.said("kea6").contains("DHCP6_STARTED"))?;
    // Its card has an address of the link when nobody else claims it: only then does it hear anyone.
    net.until("the server's socket", |net| {
        net.run("annuaire", &["ss", "-6lunH"], &[]).is_ok_and(|run| run.out.contains("ff02::1:2"))
    })?;

    // On the port of the storage server, across the core switch: the VLAN of the server.
    let range = "fd37:2018:37:50::200".parse::<Ipv6Addr>().unwrap()..="fd37:2018:37:50::219".parse().unwrap();
    let first = leased(&mut net, &plan, "nas", "47", "02:00:00:00:06:01")?;
    assert!(first.parse().is_ok_and(|address: Ipv6Addr| range.contains(&address)), "{first}");
    // A second client gets another.
    let second = leased(&mut net, &plan, "nas2", "47", "02:00:00:00:06:02")?;
    assert!(second != first && second.parse().is_ok_and(|address: Ipv6Addr| range.contains(&address)), "{second}");
    // A relay asks for a client of the network that it names: of the server's it is leased an address, of another none.
    let mut known = vec![first, second];
    let (inside, elsewhere) = ("fd37:2018:37:50::ffff", "fd37:2018:37:20::ffff");
    let relays = [
        ("relay", "04", vec![inside], true),
        ("relay2", "05", vec![elsewhere], false),
        ("router", "06", vec![inside, "fd37:2018:37:50::5"], true),
        ("router2", "07", vec![elsewhere, "fd37:2018:37:50::5"], false),
    ];
    for (name, last, words, is_answered) in relays {
        net.space(name)?;
        net.plug("sw159", &plan.port("sw159", "47"), name, "eth0")?;
        net.ip(name, &format!("link set eth0 address 02:00:00:00:06:{last}"))?;
        net.ip(name, &format!("addr add fd37:2018:37:50::fe{last}/64 dev eth0 nodad"))?;
        let carried = net.oracle(name, "ask.py", &[&["relayed", "eth0"], &words[..]].concat())?;
        if is_answered {
            let is_new = !known.contains(&carried);
            assert!(is_new && carried.parse().is_ok_and(|address: Ipv6Addr| range.contains(&address)), "{name}: {carried}");
            known.push(carried);
        } else {
            assert_eq!(carried, "silence", "{name}");
        }
    }
    // On the same switch, stations of other VLANs.
    for (name, port) in [("pupil", "25"), ("office", "1")] {
        assert_eq!(leased(&mut net, &plan, name, port, "02:00:00:00:06:03")?, "silence", "{name}");
    }
    Ok(())
}

/// What a client behind a port of sw159 is leased, or `silence`.
fn leased(net: &mut Net, plan: &Plan, name: &str, port: &str, mac: &str) -> Result<String, String> {
    net.space(name)?;
    net.plug("sw159", &plan.port("sw159", port), name, "eth0")?;
    net.ip(name, &format!("link set eth0 address {mac}"))?;
    net.oracle(name, "ask.py", &["dhcp6", "eth0"])
}
