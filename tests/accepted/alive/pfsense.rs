//! A school whose firewall is a pfSense and whose guest leases addresses and answers for names and time: Deux Rives.
//!
//! What the pfSense does is what our reader makes of its generated `config.xml`: an interface for each VLAN, at the address of the
//! file, and a relay on those of its list, towards its server. The switches are a stack and two behind it. The wanted values are
//! written here by hand. Entry point: [`lived`].

use std::{collections::BTreeMap, fs, net::Ipv4Addr};

use preau::{base::Origins, os::pfsense};

use super::{Gateway, School, Tagging, between};
use crate::region::tree;

const UAI: &str = "0379902M";

/// Lets clients ask, in VLANs that are relayed and in others.
pub fn lived() -> Result<(), String> {
    let text = fs::read_to_string(tree().join(UAI).join("firewall/config.xml")).map_err(|error| error.to_string())?;
    let read = pfsense::read(&text, Origins::default().derived("the file", &[])).map_err(|fault| format!("{fault:?}"))?;
    let firewall = read.firewall;
    let inside = firewall.interfaces.iter().filter(|interface| !*interface.outside);
    let gateways: Vec<Gateway> = inside
        .filter_map(|interface| {
            let v4 = interface.v4.as_ref()?;
            Some((interface.vlan.number(), v4.address.to_string(), v4.subnet.prefix_len()))
        })
        .collect();
    let relayed: Vec<u16> = firewall.relays.iter().map(|relay| relay.vlan.number()).collect();
    let servers: Vec<String> = firewall.relays[0].servers.iter().map(ToString::to_string).collect();
    assert_eq!(servers, ["10.37.66.9"]);
    assert!(!relayed.contains(&50), "the server has a card in its own VLAN");

    let mut school = School::cabled(UAI)?;
    school.firewall("pare-feu", &gateways, &relayed, &servers[0])?;
    school.guest("noms", "10.37.66.9/24", "10.37.66.254")?;
    school.daemons(UAI, "noms", "10.37.66.9")?;

    // Stations in a class room and in a workshop, behind the stack.
    let pupil = leased(&mut school, "pupil", "sw152", "1", "02:00:00:00:07:01", &[]).ok_or("no lease for the pupil")?;
    assert!(between(&pupil, "10.37.68.50", "10.37.71.239"), "{pupil:?}");
    let told = [("router", "10.37.71.254"), ("dns", "10.37.66.5"), ("ntpsrv", "10.37.66.9 10.37.71.254"), ("lease", "28800")];
    for (key, value) in told {
        assert_eq!(pupil.get(key).map(String::as_str), Some(value), "{key} of {pupil:?}");
    }
    let apprentice = leased(&mut school, "atelier", "sw153", "12", "02:00:00:00:07:02", &[]).ok_or("no lease in the workshop")?;
    assert!(apprentice["ip"] != pupil["ip"] && between(&apprentice, "10.37.68.50", "10.37.71.239"), "{apprentice:?}");
    // An office on one member of the stack, a phone on the other.
    let office = leased(&mut school, "office", "sw151", "1/1", "02:00:00:00:07:03", &[]).ok_or("no lease for the office")?;
    assert!(between(&office, "10.37.65.50", "10.37.65.239"), "{office:?}");
    let phone = leased(&mut school, "phone", "sw151", "2/1", "02:00:00:00:07:04", &[]).ok_or("no lease for the phone")?;
    assert!(between(&phone, "10.37.76.20", "10.37.76.249"), "{phone:?}");
    // An access point in the VLAN of management, and a guest behind it.
    let point = leased(&mut school, "point", "sw151", "1/17", "02:00:25:92:00:01", &["-V", "ArubaInstantAP"]);
    let point = point.ok_or("no lease for the access point")?;
    assert!(between(&point, "10.37.64.200", "10.37.64.239"), "{point:?}");
    let guest =
        school.client("guest", ("sw151", &Tagging::Access(40)), "02:00:00:00:07:05", &[]).ok_or("no lease for a guest")?;
    assert!(between(&guest, "10.37.74.10", "10.37.75.249") && guest["dns"] == "10.37.75.254", "{guest:?}");
    // Nobody is leased an address where nothing is relayed: beside the server, and on a port that nothing is said of.
    assert_eq!(school.client("server", ("hosta", &Tagging::Access(50)), "02:00:00:00:07:06", &[]), None);
    assert_eq!(leased(&mut school, "stranger", "sw153", "20", "02:00:00:00:07:07", &[]), None);

    // Names and time across the firewall, of the one that a lease named.
    let name = "noms-0379902m.deux-rives.ecoles.centre.example";
    assert_eq!(school.ask("phone", &["dns", &phone["dns"], name, "A"]), "NOERROR 10.37.66.9");
    assert_eq!(school.ask("phone", &["dns", &phone["dns"], "nobody.deux-rives.ecoles.centre.example", "A"]), "NXDOMAIN");
    assert_eq!(school.ask("pupil", &["ntp", "10.37.66.9"]), "stratum 10, within a second");
    assert_eq!(school.ask("guest", &["dns", "10.37.66.9", name, "A"]), "REFUSED");
    assert_eq!(school.ask("guest", &["ntp", "10.37.66.9"]), "silence");
    Ok(())
}

/// What a client on a port of a switch is leased, if anything.
fn leased(
    school: &mut School,
    name: &str,
    switch: &str,
    port: &str,
    mac: &str,
    more: &[&str],
) -> Option<BTreeMap<String, String>> {
    let tagging = school.plan.port(switch, port);
    let lease = school.client(name, (switch, &tagging), mac, more)?;
    lease.get("ip").is_some_and(|ip| ip.parse::<Ipv4Addr>().is_ok()).then_some(lease)
}
