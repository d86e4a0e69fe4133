//! systemd-networkd's files of a host: one VLAN-aware bridge over the uplinks, a port of it for each guest, the host's own address.
//!
//! Names and traps are those of reference/virtualisation-and-services.md, parts 2.1 and 2.2. For one link the first file whose
//! `[Match]` fits wins, so the numbers before the names are part of the configuration.

use super::Here;
use super::desk::{Desk, Lines};
use super::escape;
use crate::base::{Origin, Sourced};
use crate::emit::Apply;
use crate::net::VlanSet;
use crate::state::Guest;
use crate::state::guest::Nic;
use crate::state::host::{BondMode, MANAGEMENT_INTERFACE, Network};

/// Writes `network/`.
pub fn write(here: &Here, guests: &[Guest], desk: &mut Desk) {
    let network = &here.host.network;
    if let Some(bond) = &network.bond {
        file(here, desk, "20-bond0.netdev", bond.mode.origin(), |desk, out| {
            let mac = desk.say(&bond.mac);
            out.section("NetDev").set("Name", "bond0").set("Kind", "bond").set("MACAddress", mac).section("Bond");
            match *bond.mode {
                BondMode::Lacp => out
                    .set("Mode", desk.say_as("802.3ad", bond.mode.origin()))
                    .set("TransmitHashPolicy", "layer3+4")
                    .set("MinLinks", 1),
                BondMode::ActiveBackup => out.set("Mode", desk.say_as("active-backup", bond.mode.origin())),
            };
            // Without an interval no link is watched, and without a unit it would be seconds.
            out.set("MIIMonitorSec", "100ms");
        });
    }
    file(here, desk, "21-br0.netdev", here.host.name.origin(), |desk, out| {
        let bridge = desk.spell(escape::interface, &network.bridge);
        out.section("NetDev").set("Name", bridge).set("Kind", "bridge");
        // VLAN 1 untagged on every port is the default. One bond has no loop, and the switch's port guards against BPDUs.
        out.section("Bridge").set("VLANFiltering", "yes").set("DefaultPVID", "none").set("STP", "no");
    });
    uplinks(here, network, desk);
    bridge(here, network, desk);
    management(here, network, desk);
    for guest in guests.iter().filter(|g| g.lives_on(&here.host.name)) {
        for nic in &guest.nics {
            port(here, network, nic, desk);
        }
    }
}

fn file(here: &Here, desk: &mut Desk, name: &str, subject: Origin, write: impl FnOnce(&mut Desk, &mut Lines)) {
    let apply = Apply {
        check: None,
        command: Some("networkctl reload".into()),
        order: 10,
        disturbs: "the network of the host and its guests, for some seconds".into(),
    };
    let meta = here.meta("networkd", format!("/etc/systemd/network/{name}"), 0o644, Some(apply));
    desk.file(format!("{}/network/{name}", here.folder), meta, subject, |desk| {
        let mut out = Lines::systemd();
        write(desk, &mut out);
        out.text(desk)
    });
}

/// Puts a port or bond into the bridge as the trunk; its section `[Network]` is open.
fn trunk(network: &Network, desk: &mut Desk, out: &mut Lines) {
    out.set("Bridge", desk.spell(escape::interface, &network.bridge)).set("LinkLocalAddressing", "no");
    vlans(&network.trunk, desk, out);
}

/// Adds the tagged VLANs of a port; a section takes one id or range a line.
fn vlans(set: &Sourced<VlanSet>, desk: &mut Desk, out: &mut Lines) {
    if !set.is_empty() {
        out.section("BridgeVLAN");
    }
    for (first, last) in set.runs() {
        let run = if first == last { first.to_string() } else { format!("{first}-{last}") };
        out.set("VLAN", desk.say_as(run, set.origin()));
    }
}

fn uplinks(here: &Here, network: &Network, desk: &mut Desk) {
    for (i, uplink) in network.uplinks.iter().enumerate() {
        let interface = desk.spell(escape::interface, &uplink.interface);
        if interface.is_empty() {
            continue;
        }
        file(here, desk, &format!("30-{interface}.network"), uplink.interface.origin(), |desk, out| {
            let interface = desk.spell(escape::interface, &uplink.interface);
            out.section("Match").set("Name", interface).section("Network");
            let device = desk.spell(escape::unit, &uplink.device);
            out.set("Description", format!("to {device} {}", desk.say(&uplink.port)));
            // So that the switch can say who hangs at its port, and the host which port it hangs at.
            out.set("LLDP", "yes").set("EmitLLDP", "nearest-bridge");
            match &network.bond {
                Some(bond) => {
                    out.set("Bond", "bond0");
                    if *bond.mode == BondMode::ActiveBackup && i == 0 {
                        out.set("PrimarySlave", "yes");
                    }
                }
                None => trunk(network, desk, out),
            }
        });
    }
    if let Some(bond) = &network.bond {
        file(here, desk, "31-bond0.network", bond.mode.origin(), |desk, out| {
            out.section("Match").set("Name", "bond0").section("Network");
            trunk(network, desk, out);
        });
    }
}

fn bridge(here: &Here, network: &Network, desk: &mut Desk) {
    file(here, desk, "32-br0.network", here.host.name.origin(), |desk, out| {
        let bridge = desk.spell(escape::interface, &network.bridge);
        out.section("Match").set("Name", bridge).section("Network");
        if let Some(management) = &network.management {
            out.set("VLAN", desk.say_as(MANAGEMENT_INTERFACE, management.vlan.origin()));
        }
        out.set("LinkLocalAddressing", "no").set("ConfigureWithoutCarrier", "yes");
        // The bridge is a member of each VLAN that the host itself uses, else its own address is deaf.
        vlans(&network.own, desk, out);
    });
}

fn management(here: &Here, network: &Network, desk: &mut Desk) {
    let Some(management) = &network.management else { return };
    file(here, desk, "22-mgmt.netdev", management.vlan.origin(), |desk, out| {
        out.section("NetDev").set("Name", MANAGEMENT_INTERFACE).set("Kind", "vlan");
        out.section("VLAN").set("Id", desk.say(&management.vlan));
    });
    file(here, desk, "33-mgmt.network", management.address.origin(), |desk, out| {
        out.section("Match").set("Name", MANAGEMENT_INTERFACE).section("Network");
        out.set(
            "Address",
            format!(
                "{}/{}",
                desk.say(&management.address),
                desk.say_as(management.subnet.prefix_len(), management.subnet.origin())
            ),
        );
        if let Some(gateway) = &management.gateway {
            out.set("Gateway", desk.say(gateway));
        }
        if let Some(v6) = &management.v6 {
            out.set("Address", format!("{}/{}", desk.say(&v6.address), desk.say_as(v6.subnet.prefix_len(), v6.subnet.origin())));
            if let Some(gateway) = &v6.gateway {
                out.set("Gateway", desk.say(gateway));
            }
        }
        // The address and the route are written above: an announcement must not add others.
        out.set("IPv6AcceptRA", "no");
        for server in &network.dns {
            out.set("DNS", desk.say(server));
        }
        let domain = desk.spell(escape::word, &network.domain);
        out.set("Domains", domain);
        for server in &network.ntp {
            out.set("NTP", desk.say(server));
        }
    });
}

/// Gives a guest's port its VLANs, whoever makes the port: networkd takes it when it appears.
fn port(here: &Here, network: &Network, nic: &Nic, desk: &mut Desk) {
    let Some(port) = &nic.port else { return };
    let name = desk.spell(escape::interface, port);
    if name.is_empty() {
        return;
    }
    file(here, desk, &format!("40-{name}.network"), port.origin(), |desk, out| {
        let name = desk.spell(escape::interface, port);
        let bridge = desk.spell(escape::interface, &network.bridge);
        out.section("Match").set("Name", name);
        // `Bridge=` must stand here even where LXC or libvirt joins the port to it: without it the port gets no VLAN at all.
        out.section("Network").set("Bridge", bridge).set("LinkLocalAddressing", "no");
        if let Some(vlan) = &nic.untagged {
            // Without EgressUntagged the guest would be sent tagged frames.
            out.section("BridgeVLAN").set("PVID", desk.say(vlan)).set("EgressUntagged", desk.say(vlan));
        }
        vlans(&nic.tagged, desk, out);
    });
}
