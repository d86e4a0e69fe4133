//! The policy of a school: its flows and those of its profiles, with their ends resolved to VLANs, devices and addresses.
//!
//! What an endpoint stands for is said once, in `region::endpoint`; here it gets its addresses. Entry point: [`policy`].

use crate::base::{Layer, Origins, Sourced};
use crate::net::VlanId;
use crate::region::endpoint::{Unit, expand, outside};
use crate::region::{Domain, Publish as Published, Region, School, Vlan};
use crate::state::policy::{Device, End, Flow, Forbid, Network, Part, Policy, Publish, Segment, Service};
use ipnet::IpNet;
use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv6Addr};

const OPEN: &str = "the VLANs of a zone with inside=allow reach each other";
const NO_PROXY: &str = "nothing between the VLANs of a zone goes through the proxy";

/// The policy of a school; empty for a school without a firewall, where nothing is routed.
pub fn policy(region: &Region, school: &School, origins: &mut Origins) -> Policy {
    if school.firewall.is_none() {
        return Policy::default();
    }
    let mut flows: Vec<Flow> = school.flows.iter().map(|f| flow(school, f)).collect();
    flows.extend(open_zones(school, origins));
    // A denial beats every allow that it overlaps: it stands first wherever the first match wins.
    flows.sort_by(|a, b| {
        let key = |f: &Flow| (*f.allows, f.service.name.value().clone(), f.from.name.value().clone(), f.to.name.value().clone());
        key(a).cmp(&key(b))
    });
    Policy {
        segments: school.vlans.iter().filter_map(|v| segment(school, v, origins)).collect(),
        blocks: blocks(school),
        region: known(region, school, origins),
        tunnelled: tunnelled(school),
        flows,
        publishes: school.publishes.iter().map(|p| publish(school, p)).collect(),
        forbids: school.forbids.iter().map(|f| forbid(school, f)).collect(),
    }
}

fn segment(school: &School, vlan: &Vlan, origins: &mut Origins) -> Option<Segment> {
    if vlan.subnet.is_none() && vlan.subnet6.is_none() {
        return None;
    }
    let zone = school.zones.iter().find(|z| z.name == vlan.zone);
    let outside = zone.map_or_else(|| vlan.zone.with(false), |z| z.outside);
    let is_transit = *vlan.domain == Domain::Transit;
    // In the transit VLAN the gateway is the operator's; the firewall's address there is said by `wan`.
    let wan = school.wan.as_ref().filter(|_| is_transit);
    let firewall4 = if is_transit { wan.map(|w| w.address) } else { vlan.gateway };
    let firewall6 = if is_transit { wan.and_then(|w| wan6(w, origins)) } else { vlan.gateway6 };
    Some(Segment {
        name: vlan.name.clone(),
        id: vlan.id,
        zone: vlan.zone.clone(),
        level: zone.map_or(vlan.level, |z| z.level.or(vlan.level)),
        outside,
        v4: vlan.subnet,
        v6: vlan.subnet6.filter(|_| *vlan.ipv6),
        firewall4,
        firewall6: firewall6.filter(|_| *vlan.ipv6),
    })
}

/// The firewall's IPv6 address towards the operator: the digits of its IPv4 host number read as hexadecimal (part 6.2).
fn wan6(wan: &crate::region::Wan, origins: &mut Origins) -> Option<Sourced<Ipv6Addr>> {
    let subnet = wan.subnet6?;
    let last = wan.address.octets()[3];
    let host = u128::from(u32::from_str_radix(&last.to_string(), 16).ok()?);
    let address = Ipv6Addr::from(u128::from(subnet.network()) | host);
    let because = "the firewall's IPv6 address towards the operator has the digits of its IPv4 address";
    Some(origins.derive(address, because, &[wan.address.origin(), subnet.origin()]))
}

fn blocks(school: &School) -> Vec<Sourced<IpNet>> {
    let v4 = school.block.map(|b| b.map(IpNet::V4));
    let v6 = school.block6.map(|b| b.map(IpNet::V6));
    v4.into_iter().chain(v6).collect()
}

/// Pools, reserved prefixes and networks, sorted and each once.
fn known(region: &Region, school: &School, origins: &mut Origins) -> Vec<Sourced<IpNet>> {
    let written = region.pools.iter().map(|p| (p.prefix, p.span));
    let written = written.chain(region.reserved.iter().map(|(prefix, _, span)| (*prefix, *span)));
    let mut all: Vec<Sourced<IpNet>> =
        written.map(|(prefix, span)| Sourced::new(prefix, origins.written(span, Layer::Region))).collect();
    all.extend(school.networks.values().flat_map(|n| n.prefixes.iter().copied()));
    let mut seen = BTreeSet::new();
    all.retain(|prefix| seen.insert(*prefix.value()));
    all.sort();
    all
}

/// The networks that are reached through no outside zone.
fn tunnelled(school: &School) -> Vec<Sourced<IpNet>> {
    let behind = school.networks.values().filter(|n| !outside(school, &n.through));
    let mut all: Vec<Sourced<IpNet>> = behind.flat_map(|n| n.prefixes.iter().copied()).collect();
    all.sort();
    all
}

fn flow(school: &School, flow: &crate::region::Flow) -> Flow {
    Flow {
        allows: flow.allows,
        service: service(school, &flow.service),
        from: end(school, &flow.from),
        to: end(school, &flow.to),
        proxied: flow.via.with(*flow.via == "proxy"),
        authenticated: flow.auth.with(*flow.auth == "user"),
        logged: flow.log,
        hours: flow.hours,
    }
}

/// A flow of every service between every two VLANs of a zone that is open inside.
fn open_zones(school: &School, origins: &mut Origins) -> Vec<Flow> {
    let mut flows = Vec::new();
    for zone in school.zones.iter().filter(|z| *z.open_inside) {
        let of_zone: Vec<&Vlan> = school.vlans.iter().filter(|v| v.zone == zone.name && v.subnet.is_some()).collect();
        for a in &of_zone {
            for b in of_zone.iter().filter(|b| b.name != a.name) {
                let from = [zone.open_inside.origin(), a.zone.origin(), b.zone.origin()];
                let allows = origins.derive(true, OPEN, &from);
                let no = origins.derive(false, NO_PROXY, &[zone.open_inside.origin()]);
                flows.push(Flow {
                    allows,
                    service: service(school, &zone.open_inside.with("any".to_owned())),
                    from: end(school, &a.name),
                    to: end(school, &b.name),
                    proxied: no,
                    authenticated: no,
                    logged: no,
                    hours: None,
                });
            }
        }
    }
    flows
}

fn publish(school: &School, published: &Published) -> Publish {
    Publish {
        service: service(school, &published.service),
        from: end(school, &published.from),
        to: end(school, &published.to),
        port: published.port,
        name: published.name.clone(),
    }
}

fn forbid(school: &School, forbid: &crate::region::Forbid) -> Forbid {
    let ends = |names: &[Sourced<String>]| names.iter().map(|n| end(school, n)).collect();
    Forbid {
        services: forbid.services.iter().map(|s| service(school, s)).collect(),
        from: ends(&forbid.from),
        to: ends(&forbid.to),
        except: ends(&forbid.except),
        because: forbid.because.clone(),
        waivable: forbid.waivable,
        origin: forbid.origin,
    }
}

fn service(school: &School, name: &Sourced<String>) -> Service {
    let known = school.protocols.get(name.as_str());
    let (tcp, udp) = known.map_or_else(Default::default, |p| (p.tcp.clone(), p.udp.clone()));
    Service { name: name.clone(), tcp, udp, icmp: known.and_then(|p| p.icmp.clone()) }
}

/// An end of a flow by its name, with what it stands for.
pub fn end(school: &School, name: &Sourced<String>) -> End {
    let mut parts: Vec<Part> = expand(school, name).into_iter().map(|unit| part(school, unit)).collect();
    // A VLAN without a subnet has no address that a packet could bear.
    parts.retain(|p| match p {
        Part::Segment(id) => school.vlan_by_id(*id).is_some_and(|v| v.subnet.is_some() || v.subnet6.is_some()),
        _ => true,
    });
    parts.sort();
    parts.dedup();
    End { name: name.clone(), parts }
}

fn part(school: &School, unit: Unit) -> Part {
    match unit {
        Unit::Vlan(id) => Part::Segment(id),
        Unit::Firewall => Part::Firewall,
        Unit::Internet => Part::Internet,
        Unit::Region => Part::Region,
        Unit::Network(name) => {
            let network = school.networks.get(&name);
            let prefixes = network.map_or_else(Vec::new, |n| n.prefixes.iter().map(|p| *p.value()).collect());
            let through = network.map_or_else(String::new, |n| n.through.value().clone());
            Part::Network(Network { name, prefixes, through })
        }
        Unit::Device(name, vlan) => {
            let addresses = addresses(school, &name, vlan);
            Part::Device(Device { name, vlan, addresses })
        }
    }
}

/// The addresses of a device or guest in a VLAN.
fn addresses(school: &School, name: &str, id: VlanId) -> Vec<IpAddr> {
    let is_here = |vlan: &str| school.vlan(vlan).is_some_and(|v| *v.id == id);
    if let Some(guest) = school.guest(name) {
        let here = guest.nics.iter().filter(|n| is_here(&n.vlan));
        let own = here.flat_map(|n| {
            let v4 = n.address.map(|a| IpAddr::V4(a.into_value()));
            v4.into_iter().chain(n.address6.map(|a| IpAddr::V6(a.into_value())))
        });
        let served = guest.containers.iter().filter_map(|c| c.address).map(|a| IpAddr::V4(a.into_value()));
        let mut all: Vec<IpAddr> = own.chain(served).collect();
        all.sort();
        all.dedup();
        return all;
    }
    if let Some(host) = school.host(name) {
        let v6 = host.address6.map(|a| IpAddr::V6(a.into_value()));
        return host.address.map(|a| IpAddr::V4(a.into_value())).into_iter().chain(v6).collect();
    }
    let device = school.device(name).and_then(|d| d.address);
    let switch = school.switch(name).and_then(|s| s.address);
    let ups = school.ups.iter().find(|u| *u.name == name).and_then(|u| u.address);
    let ap = school.access_points.iter().find(|a| *a.name == name).and_then(|a| a.address);
    let v4 = device.or(switch).or(ups).or(ap);
    v4.map(|a| IpAddr::V4(a.into_value())).into_iter().collect()
}
