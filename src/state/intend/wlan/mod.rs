//! Derives the state of a school's Wi-Fi cluster: what is sent where, who answers for accounts, which radio has which channel.
//!
//! What a country or a planner would object to is a rule's business. Entry points: [`wlans`]; [`Spot`] and [`spot`] for rules.

pub mod plan;
mod radios;

pub use plan::{Nearness, Spot};
pub use radios::{GAIN, gain};

use super::access_point::has_place;
use super::host::network_hosts;
use super::nac;
use crate::base::{Origins, Sourced};
use crate::catalogue::Catalogue;
use crate::net::Band;
use crate::region::{self, AccessPoint, Domain, School, Status, Wifi};
use crate::state::wlan::{Own, Point, Role, Security, Server, Ssid, Wlan};
use std::net::{IpAddr, Ipv4Addr};

/// The security that a manifest's word names.
pub fn security(word: &str) -> Option<Security> {
    Some(match word {
        "open" => Security::Open,
        "owe" => Security::Owe,
        "wpa2-psk" => Security::Wpa2Psk,
        "wpa3-sae" => Security::Wpa3Sae,
        "wpa2-enterprise" => Security::Wpa2Enterprise,
        "wpa3-enterprise" => Security::Wpa3Enterprise,
        _ => return None,
    })
}

/// The school's cluster, where it has a Wi-Fi and an access point that is not only in stock.
pub fn wlans(school: &School, catalogue: &Catalogue, origins: &mut Origins) -> Vec<Wlan> {
    let Some(wifi) = &school.wifi else { return Vec::new() };
    let Some(manage) = school.vlan(&wifi.manage) else { return Vec::new() };
    let there: Vec<&AccessPoint> = school.access_points.iter().filter(|a| *a.status != Status::Stock).collect();
    if there.is_empty() {
        return Vec::new();
    }
    let own = |address: Sourced<Ipv4Addr>| Some(Own { address, subnet: manage.subnet?, gateway: manage.gateway? });
    let raw = |ap: &AccessPoint| -> Vec<Sourced<String>> {
        let placed = ap.raw.iter().filter(|raw| has_place(school, catalogue, ap, raw));
        placed.map(|raw| raw.line.clone()).collect()
    };
    let planned = radios::radios(school, wifi, &there, catalogue, origins);
    let mut points: Vec<Point> = there
        .iter()
        .zip(planned)
        // Without a MAC address nothing can be said of it alone: `ap-mac-missing`.
        .filter_map(|(ap, radios)| {
            let zones = zones_of(school, wifi, ap);
            Some(Point {
                name: ap.hostname.clone(),
                mac: ap.mac?,
                address: ap.address.and_then(own),
                zones,
                radios,
                raw: raw(ap),
            })
        })
        .collect();
    points.sort_by(|a, b| a.name.cmp(&b.name));
    let ssids: Vec<Ssid> = wifi.ssids.iter().filter_map(|s| ssid(school, wifi, s, origins)).collect();
    vec![Wlan {
        name: wifi.cluster.clone(),
        os: wifi.vendor.clone(),
        country: wifi.country.clone(),
        timezone: school.timezone.clone(),
        address: wifi.address,
        ntp: ntp(school, manage, origins),
        radius: servers(school, &wifi.ssids),
        ssids,
        points,
    }]
}

/// Where an access point hangs, as far as the manifest tells.
pub fn spot(school: &School, ap: &AccessPoint) -> Spot {
    let room = ap.room.as_ref().and_then(|r| school.room(r));
    let of_rack = ap.rack.as_ref().and_then(|r| school.rack(r)).map(|(b, _)| b.name.value().clone());
    Spot {
        building: room.map(|(b, _)| b.name.value().clone()).or(of_rack),
        floor: room.and_then(|(_, r)| r.floor).map(|f| *f),
        room: room.map(|(_, r)| r.name.value().clone()),
    }
}

/// The places that some SSID names and the access point hangs in.
fn zones_of(school: &School, wifi: &Wifi, ap: &AccessPoint) -> Vec<Sourced<String>> {
    let spot = spot(school, ap);
    let mine = |place: &str| spot.room.as_deref() == Some(place) || spot.building.as_deref() == Some(place);
    let mut zones: Vec<Sourced<String>> = Vec::new();
    for place in wifi.ssids.iter().flat_map(|s| &s.places).filter(|p| mine(p)) {
        if !zones.contains(place) {
            zones.push(place.clone());
        }
    }
    zones.sort();
    zones
}

fn ntp(school: &School, manage: &region::Vlan, origins: &mut Origins) -> Vec<Sourced<IpAddr>> {
    let Some(relayed) = &school.services.ntp else { return Vec::new() };
    match manage.gateway {
        Some(gateway) if *relayed.by_firewall => {
            let from = [relayed.by_firewall.origin(), relayed.network.origin(), gateway.origin()];
            vec![origins.derive(IpAddr::V4(*gateway), "inside, every device asks its gateway", &from)]
        }
        _ => network_hosts(school, &relayed.network),
    }
}

/// The servers that some SSID asks: the hosts of the network that it names, numbered, with the secret of the region's `radius`.
fn servers(school: &School, ssids: &[region::Ssid]) -> Vec<Server> {
    let Some(radius) = &school.services.radius else { return Vec::new() };
    if !ssids.iter().any(|s| s.radius.as_ref() == Some(&radius.network)) {
        return Vec::new();
    }
    let hosts = nac::servers(school).into_iter().enumerate();
    hosts
        .map(|(index, address)| Server {
            name: radius.network.with(server_name(&radius.network, index)),
            address,
            secret: radius.secret.clone(),
            coa: radius.coa,
        })
        .collect()
}

fn server_name(network: &str, index: usize) -> String {
    format!("{network}-{}", index + 1)
}

fn ssid(school: &School, wifi: &Wifi, ssid: &region::Ssid, origins: &mut Origins) -> Option<Ssid> {
    let security = ssid.auth.with(security(&ssid.auth)?);
    let name = ssid.vlan.as_ref()?;
    let vlan = school.vlan(name)?;
    let is_guest = *vlan.domain == Domain::Guest;
    let guest = origins.derive(is_guest, "stations in a VLAN of domain guest are guests", &[name.origin(), vlan.domain.origin()]);
    let isolate = match *vlan.isolate {
        true => vlan.isolate,
        false => origins.derive(is_guest, "guests do not reach each other", &[guest.origin()]),
    };
    let of_region = school.services.radius.as_ref().filter(|r| ssid.radius.as_ref() == Some(&r.network));
    let radius = ssid
        .radius
        .iter()
        .zip(of_region)
        .flat_map(|(network, _)| (0..nac::servers(school).len()).map(move |index| network.with(server_name(network, index))));
    Some(Ssid {
        name: ssid.name.clone(),
        security,
        secret: ssid.secret.clone(),
        radius: radius.collect(),
        vlan: name.with(*vlan.id),
        bands: bands(ssid, origins),
        hours: ssid.hours,
        guest,
        isolate,
        portal: ssid.portal.as_ref().and(wifi.portal_url.clone()),
        keep: ssid.keep,
        zones: ssid.places.clone(),
        roles: ssid.roles.iter().filter_map(|r| role(school, r)).collect(),
    })
}

fn bands(ssid: &region::Ssid, origins: &mut Origins) -> Sourced<Vec<Band>> {
    let mut said: Vec<Band> = ssid.bands.iter().filter_map(|b| b.parse().ok()).collect();
    said.sort_unstable();
    said.dedup();
    match ssid.bands.first() {
        Some(first) if !said.is_empty() => first.with(said),
        _ => origins.derive(Band::ALL.to_vec(), "an SSID is sent on every band, where none is named", &[ssid.name.origin()]),
    }
}

fn role(school: &School, role: &region::SsidRole) -> Option<Role> {
    let vlan = role.vlan.as_ref()?;
    let id = vlan.with(*school.vlan(vlan)?.id);
    Some(Role { name: role.name.clone(), filter: role.group.clone(), vlan: id, hours: role.hours })
}
