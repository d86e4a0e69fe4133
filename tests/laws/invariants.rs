//! Conditions that derivation makes impossible, each over every school: the list is docs/rules/invariants.md.

use crate::access;
use crate::barriers;
use crate::domains;
use crate::guests;
use crate::schools;
use crate::world::Made;
use preau::net::{Port as PortId, VlanId};
use preau::region::Domain;
use preau::state::Switch;
use preau::state::switch::{Lag, Link, Port};
use preau::topology::{Edge, EdgeEnd, EdgeId, Topology, VertexKind, What, access_point_vlans};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// One invariant: its name in the page, and what it is held against; it counts what it looked at.
type Invariant = (&'static str, fn(&Made, &mut Seen));

const ALL: &[Invariant] = &[
    ("ap-trunk-ssid", ap_trunk_ssid),
    ("dhcp-snooping-gap", dhcp_snooping_gap),
    ("directory-two-domains", domains::directory_two_domains),
    ("edge-missing", edge_missing),
    ("edge-on-bridge-link", edge_on_bridge_link),
    ("firewall-default-open", barriers::firewall_default_open),
    ("gateway-twice", gateway_twice),
    ("guest-mac-duplicate", guests::guest_mac_duplicate),
    ("interface-twice", interface_twice),
    ("interfaces-overlap", barriers::interfaces_overlap),
    ("ipv6-half-on", barriers::ipv6_half_on),
    ("lag-member-cross-device", lag_member_cross_device),
    ("lease-outside-subnet", lease_outside_subnet),
    ("mgmt-vlan-not-on-bridge", guests::mgmt_vlan_not_on_bridge),
    ("nad-covered-twice", access::nad_covered_twice),
    ("nat-reflected", barriers::nat_reflected),
    ("native-mismatch", native_mismatch),
    ("native-not-in-trunk", native_not_in_trunk),
    ("parking-tagged", parking_tagged),
    ("pxe-without-next-server", pxe_without_next_server),
    ("radius-fallback-lost", access::radius_fallback_lost),
    ("radius-vlan-zone", access::radius_vlan_zone),
    ("radius-without-use", radius_without_use),
    ("reservation-outside-scope", reservation_outside_scope),
    ("routed-twice", barriers::routed_twice),
    ("smb1-enabled", domains::smb1_enabled),
    ("ssid-in-another-zone", barriers::ssid_in_another_zone),
    ("stp-instances-over-model", stp_instances_over_model),
    ("stp-mode-mixed", stp_mode_mixed),
    ("svi-outside-management", svi_outside_management),
    ("trunk-allowed-mismatch", trunk_allowed_mismatch),
    ("unused-port-open", unused_port_open),
    ("vlan-not-created", vlan_not_created),
    ("voice-unannounced", voice_unannounced),
];

/// What was looked at, and what broke.
#[derive(Default)]
pub struct Seen {
    looked: usize,
    broken: Vec<String>,
}

impl Seen {
    pub fn hold(&mut self, holds: bool, what: impl FnOnce() -> String) {
        self.looked += 1;
        if !holds {
            self.broken.push(what());
        }
    }
}

#[test]
fn no_school_breaks_an_invariant_and_none_holds_for_want_of_a_case() {
    let mut wrong = String::new();
    for (name, check) in ALL {
        let mut seen = Seen::default();
        for (path, made) in schools() {
            let before = seen.broken.len();
            check(made, &mut seen);
            seen.broken.iter_mut().skip(before).for_each(|what| *what = format!("{path}: {what}"));
        }
        if !seen.broken.is_empty() || seen.looked < 5 {
            let (count, first) = (seen.broken.len(), &seen.broken[..seen.broken.len().min(4)]);
            wrong.push_str(&format!("{name}: {count} of {} cases broken: {first:#?}\n", seen.looked));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn the_page_lists_every_invariant_and_no_other() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/rules/invariants.md");
    let text = fs::read_to_string(page).unwrap();
    let listed: Vec<&str> =
        text.lines().filter_map(|line| line.strip_prefix("| `")?.split_once('`').map(|(name, _)| name)).collect();
    assert_eq!(listed, ALL.iter().map(|(name, _)| *name).collect::<Vec<_>>());
}

/// An end of a cable as its switch is told it: the link of its aggregate, or of its port.
struct End<'a> {
    switch: &'a Switch,
    ports: Vec<&'a Port>,
    lag: Option<&'a Lag>,
}

impl End<'_> {
    fn link(&self) -> &Link {
        self.lag.map_or_else(|| &self.ports[0].link, |lag| &lag.link)
    }
}

fn port(switch: &Switch, id: PortId) -> Option<&Port> {
    switch.ports.iter().find(|port| port.id == id)
}

fn end<'a>(made: &'a Made, end: &EdgeEnd) -> Option<End<'a>> {
    let name = made.topology.name(end.vertex);
    let switch = made.state.switches.iter().find(|s| *s.name == name)?;
    let ports: Vec<&Port> = end.ports.iter().filter_map(|id| port(switch, **id)).collect();
    let lag = end.lag.as_ref().and_then(|id| switch.lags.iter().find(|lag| *lag.id == **id));
    (!ports.is_empty()).then_some(End { switch, ports, lag })
}

/// Cables between two switches whose files are written, with both ends.
fn bridges(made: &Made) -> Vec<(&Edge, End<'_>, End<'_>)> {
    let edges = made.topology.edges.iter();
    edges.filter_map(|edge| Some((edge, end(made, &edge.a)?, end(made, &edge.b)?))).collect()
}

/// The VLANs of a link: untagged, whether it passes, tagged.
fn parts(link: &Link) -> (VlanId, bool, BTreeSet<VlanId>) {
    match link {
        Link::Access { vlan, voice } => (**vlan, true, voice.iter().map(|v| **v).collect()),
        Link::Trunk { native, native_passes, tagged } => (**native, **native_passes, tagged.iter().collect()),
    }
}

fn links(switch: &Switch) -> impl Iterator<Item = (String, &Link)> {
    let ports = switch.ports.iter().map(|p| (format!("{} {}", *switch.name, *p.interface), &p.link));
    ports.chain(switch.lags.iter().map(|l| (format!("{} LAG {}", *switch.name, *l.id), &l.link)))
}

fn parking(made: &Made) -> Option<VlanId> {
    made.school().vlan_of(Domain::Parking).map(|v| *v.id)
}

fn is_firewall(topology: &Topology, made: &Made, vertex: preau::topology::VertexId) -> bool {
    made.school().firewall.as_ref().is_some_and(|f| {
        let on = f.on.as_str();
        let host = made.school().hosts.iter().find(|h| h.runs.iter().any(|r| *r.guest == on)).map(|h| h.name.as_str());
        topology.name(vertex) == on || Some(topology.name(vertex)) == host
    })
}

/// The port of an access point carries the VLAN of each network it radiates, and its own untagged.
fn ap_trunk_ssid(made: &Made, seen: &mut Seen) {
    for claim in &made.topology.claims {
        let What::AccessPoint(number) = claim.what else { continue };
        let name = made.topology.name(claim.vertex);
        let Some(switch) = made.state.switches.iter().find(|s| *s.name == name) else { continue };
        let Some(port) = port(switch, *claim.port) else { continue };
        let (native, passes, tagged) = parts(&port.link);
        let ap = &made.school().access_points[number];
        for (vlan, _) in access_point_vlans(made.school(), ap) {
            let carried = tagged.contains(&vlan) || native == vlan && passes;
            seen.hold(carried, || format!("{} lacks VLAN {vlan} for {}", *port.interface, *ap.name));
        }
    }
}

/// Towards the gateway of a VLAN that is watched, each port on the way believes what servers answer.
fn dhcp_snooping_gap(made: &Made, seen: &mut Seen) {
    let topology = &made.topology;
    let firewall = (0..topology.vertices.len()).map(preau::topology::VertexId).find(|v| is_firewall(topology, made, *v));
    let Some(firewall) = firewall else { return };
    for switch in &made.state.switches {
        let vertex = topology.vertex(&switch.name).unwrap();
        for vlan in switch.vlans.iter().filter(|v| *v.snooping) {
            let carries = |e: EdgeId| topology.edges[e.0].carried.contains_key(&*vlan.id);
            let Some(first) = topology.graph().path(vertex, firewall, carries).and_then(|p| p.first().copied()) else { continue };
            let edge = &topology.edges[first.0];
            let own = if edge.a.vertex == vertex { &edge.a } else { &edge.b };
            let Some(end) = end(made, own) else { continue };
            let trusted = end.lag.map_or_else(|| end.ports.iter().all(|p| *p.trusted), |lag| *lag.trusted);
            seen.hold(trusted, || {
                format!("{}: {} is not trusted on the way of VLAN {}", *switch.name, *end.ports[0].interface, *vlan.id)
            });
        }
    }
}

/// A port that leads to an end device by access is an edge with BPDU guard.
fn edge_missing(made: &Made, seen: &mut Seen) {
    for switch in &made.state.switches {
        let bridged: BTreeSet<&String> = bridges(made)
            .iter()
            .flat_map(|(_, a, b)| [a, b].map(|e| e.ports.iter().map(|p| p.interface.value()).collect::<Vec<_>>()).concat())
            .collect();
        for port in &switch.ports {
            let access =
                matches!(port.link, Link::Access { .. }) && port.lag.is_none() && !bridged.contains(port.interface.value());
            if access {
                seen.hold(*port.edge, || format!("{} {} is no edge", *switch.name, *port.interface));
            }
        }
    }
}

/// No edge port, and no authentication, on a cable between switches.
fn edge_on_bridge_link(made: &Made, seen: &mut Seen) {
    for (_, a, b) in bridges(made) {
        for (switch, port) in [&a, &b].iter().flat_map(|e| e.ports.iter().map(|p| (e.switch, *p))) {
            seen.hold(!*port.edge && port.auth.is_none(), || format!("{} {}", *switch.name, *port.interface));
        }
    }
}

/// A VLAN has one gateway address at most, in its own subnet, and no device of ours has that address.
fn gateway_twice(made: &Made, seen: &mut Seen) {
    let mut gateways = BTreeSet::new();
    for vlan in &made.school().vlans {
        let (Some(gateway), Some(subnet)) = (&vlan.gateway, &vlan.subnet) else { continue };
        let own = made.state.switches.iter().all(|s| s.management.as_ref().is_none_or(|m| *m.address != **gateway));
        let holds = subnet.contains(&**gateway) && gateways.insert(**gateway) && own;
        seen.hold(holds, || format!("{}: {}", *vlan.name, **gateway));
    }
}

/// Each interface is said once, and each port has one.
fn interface_twice(made: &Made, seen: &mut Seen) {
    for switch in &made.state.switches {
        let names: BTreeSet<&String> = switch.ports.iter().map(|p| p.interface.value()).collect();
        let ids: BTreeSet<PortId> = switch.ports.iter().map(|p| p.id).collect();
        seen.hold(names.len() == switch.ports.len() && ids.len() == names.len(), || switch.name.value().clone());
    }
}

/// The members of an aggregate are ports of its own switch, in one number at both ends, and carry what it carries.
fn lag_member_cross_device(made: &Made, seen: &mut Seen) {
    for switch in &made.state.switches {
        for lag in &switch.lags {
            let members: Vec<&Port> = switch.ports.iter().filter(|p| p.lag.as_ref().is_some_and(|l| **l == *lag.id)).collect();
            let ids: Vec<PortId> = members.iter().map(|p| p.id).collect();
            let alike = members.iter().all(|p| p.link == lag.link && p.speed == members[0].speed && !*p.edge && p.auth.is_none());
            let same: BTreeSet<&PortId> = ids.iter().chain(&lag.members).collect();
            seen.hold(alike && same.len() == ids.len() && ids.len() == lag.members.len(), || {
                format!("{} LAG {}: {ids:?} and {:?}", *switch.name, *lag.id, lag.members)
            });
        }
    }
    for (edge, a, b) in bridges(made).iter().filter(|(edge, ..)| edge.aggregate) {
        seen.hold(edge.a.ports.len() == edge.b.ports.len() && a.lag.is_some() == b.lag.is_some(), || {
            a.switch.name.value().clone()
        });
    }
}

/// What is leased lies between the first and the last address of its VLAN's subnet, and the router that clients are told with it.
fn lease_outside_subnet(made: &Made, seen: &mut Seen) {
    for scope in made.state.served.dhcp.iter().flat_map(|dhcp| &dhcp.scopes) {
        let (subnet, first, last) = (*scope.subnet, *scope.first, *scope.last);
        let is_host = |address| subnet.contains(&address) && address != subnet.network() && address != subnet.broadcast();
        let reached = scope.gateway.as_ref().is_none_or(|gateway| is_host(**gateway));
        let holds = subnet.prefix_len() < 31 && first <= last && is_host(first) && is_host(last) && reached;
        seen.hold(holds, || format!("{}: {first}-{last} in {subnet}", *scope.name));
    }
    for scope in made.state.served.dhcp.iter().flat_map(|dhcp| &dhcp.scopes6) {
        let (subnet, first, last) = (*scope.subnet, *scope.first, *scope.last);
        // The first address of a subnet is every router's (RFC 4291, 2.6.1).
        let holds = first <= last && first != subnet.network() && subnet.contains(&first) && subnet.contains(&last);
        seen.hold(holds, || format!("{}: {first}-{last} in {subnet}", *scope.name));
    }
}

/// Both ends of a cable send untagged frames to one VLAN, or both let them die.
fn native_mismatch(made: &Made, seen: &mut Seen) {
    for (_, a, b) in bridges(made) {
        let (x, y) = (parts(a.link()), parts(b.link()));
        seen.hold((x.0, x.1) == (y.0, y.1), || format!("{} and {}: {x:?}, {y:?}", *a.switch.name, *b.switch.name));
    }
}

/// The untagged VLAN of a trunk passes, or it is the parking VLAN; it is never tagged as well.
fn native_not_in_trunk(made: &Made, seen: &mut Seen) {
    for (place, link) in made.state.switches.iter().flat_map(links) {
        if let Link::Trunk { native, native_passes, tagged } = link {
            let dies = Some(**native) == parking(made);
            seen.hold((**native_passes || dies) && !tagged.contains(**native), || place);
        }
    }
}

/// The parking VLAN is tagged nowhere, passes on no trunk, and no phone is told to use it.
fn parking_tagged(made: &Made, seen: &mut Seen) {
    let Some(parking) = parking(made) else { return };
    for (place, link) in made.state.switches.iter().flat_map(links) {
        let (native, passes, tagged) = parts(link);
        let trunk = matches!(link, Link::Trunk { .. });
        seen.hold(!(tagged.contains(&parking) || trunk && passes && native == parking), || place);
    }
}

/// A station that may start from the network is told a server that is a guest of the school, and files to load.
fn pxe_without_next_server(made: &Made, seen: &mut Seen) {
    for scope in made.state.served.dhcp.iter().flat_map(|dhcp| &dhcp.scopes) {
        let Some(boot) = &scope.boot else { continue };
        let cards = made.school().guests.iter().flat_map(|guest| &guest.nics);
        let is_guest = cards.filter_map(|nic| nic.address.as_ref()).any(|address| **address == *boot.server);
        seen.hold(is_guest && !boot.bios.is_empty() && !boot.uefi.is_empty(), || format!("{}: {}", *scope.name, *boot.server));
    }
}

/// RADIUS is configured where a port asks it, and only there.
fn radius_without_use(made: &Made, seen: &mut Seen) {
    for switch in &made.state.switches {
        let asked = switch.ports.iter().any(|p| p.auth.is_some());
        seen.hold(asked == switch.services.radius.is_some(), || switch.name.value().clone());
    }
}

/// An address is kept for one client, in the subnet of the VLAN that leases it, and no client is named twice there.
fn reservation_outside_scope(made: &Made, seen: &mut Seen) {
    for scope in made.state.served.dhcp.iter().flat_map(|dhcp| &dhcp.scopes) {
        let (mut addresses, mut clients) = (BTreeSet::new(), BTreeSet::new());
        for kept in &scope.reservations {
            let once = addresses.insert(*kept.address) && clients.insert(*kept.mac);
            seen.hold(once && scope.subnet.contains(&*kept.address), || format!("{}: {}", *scope.name, *kept.address));
        }
    }
}

/// One spanning tree for all VLANs: no model runs out of instances.
fn stp_instances_over_model(made: &Made, seen: &mut Seen) {
    for switch in &made.state.switches {
        let Some(os) = preau::os::find(&switch.os) else { continue };
        let templates = preau::os::templates(&Default::default()).unwrap();
        let text = (os.write)(switch, &templates).unwrap();
        let more = text.lines().map(str::trim).find(|line| {
            let words: Vec<&str> = line.split(' ').collect();
            matches!(words.as_slice(), ["instance", ..] | ["spanning-tree", "vlan", ..] | ["stp", "vlan", ..])
                || matches!(words.as_slice(), ["stp", "instance", n, ..] | ["spanning-tree", "mst", n, "priority", ..] if *n != "0")
        });
        seen.hold(more.is_none(), || format!("{}: {more:?}", *switch.name));
    }
}

/// All switches of a school are one MST region; the core alone has the lowest priority, a multiple of 4096.
fn stp_mode_mixed(made: &Made, seen: &mut Seen) {
    let trees: Vec<_> = made.state.switches.iter().map(|s| (&s.name, &s.stp)).collect();
    let regions: BTreeSet<_> = trees.iter().map(|(_, stp)| (stp.region.value(), *stp.revision)).collect();
    let lowest = trees.iter().map(|(_, stp)| *stp.priority).min();
    let roots: Vec<&str> = trees.iter().filter(|(_, stp)| Some(*stp.priority) == lowest).map(|(name, _)| name.as_str()).collect();
    let core = made.topology.root.map(|root| made.topology.name(root));
    let written = core.is_some_and(|core| trees.iter().any(|(name, _)| name.as_str() == core));
    let one = !written || trees.len() < 2 || roots == core.into_iter().collect::<Vec<_>>();
    let steps = trees.iter().all(|(_, stp)| stp.priority.is_multiple_of(4096));
    seen.hold(regions.len() <= 1 && one && steps, || format!("{regions:?}, roots {roots:?}, core {core:?}"));
}

/// A switch has an address in the management VLAN only, in its subnet, and asks that VLAN's gateway.
fn svi_outside_management(made: &Made, seen: &mut Seen) {
    let vlan = made.school().vlan_of(Domain::Management);
    for switch in &made.state.switches {
        let (Some(management), Some(vlan)) = (&switch.management, vlan) else { continue };
        let right = management.vlan == vlan.id
            && management.subnet.contains(&*management.address)
            && Some(&management.gateway) == vlan.gateway.as_ref()
            && switch.vlans.iter().any(|v| v.id == vlan.id);
        seen.hold(right, || switch.name.value().clone());
    }
}

/// Both ends of a cable carry the same VLANs: those of the law, when no list is written.
fn trunk_allowed_mismatch(made: &Made, seen: &mut Seen) {
    for (number, edge) in made.topology.edges.iter().enumerate() {
        let ends = [end(made, &edge.a), end(made, &edge.b)];
        let listed = made.school().cables[number].listed.is_some();
        let law: BTreeSet<VlanId> = edge.carried.keys().copied().collect();
        for end in ends.iter().flatten() {
            let (native, passes, mut got) = parts(end.link());
            if passes {
                got.insert(native);
            }
            let all: BTreeSet<VlanId> = law.iter().copied().chain(passes.then_some(native)).collect();
            seen.hold(listed || got == all, || {
                format!("{} {}: {got:?} and not {law:?}", *end.switch.name, *end.ports[0].interface)
            });
        }
        if let [Some(a), Some(b)] = &ends {
            seen.hold(parts(a.link()).2 == parts(b.link()).2, || format!("{} and {}", *a.switch.name, *b.switch.name));
        }
    }
}

/// A port of which nothing is said is off, in the parking VLAN, and powers nothing.
fn unused_port_open(made: &Made, seen: &mut Seen) {
    for switch in &made.state.switches {
        let vertex = made.topology.vertex(&switch.name).unwrap();
        let used: BTreeSet<PortId> = made.topology.claims_on(vertex).map(|c| *c.port).collect();
        for port in switch.ports.iter().filter(|p| !used.contains(&p.id)) {
            let parked = matches!(&port.link, Link::Access { vlan, voice: None } if Some(**vlan) == parking(made));
            let silent = port.poe.as_ref().is_none_or(|poe| !**poe);
            seen.hold(!*port.enabled && parked && silent, || format!("{} {}", *switch.name, *port.interface));
        }
    }
}

/// A switch creates every VLAN that one of its ports, its aggregates or its address uses, once, in order, and never VLAN 1.
fn vlan_not_created(made: &Made, seen: &mut Seen) {
    for switch in &made.state.switches {
        let created: Vec<VlanId> = switch.vlans.iter().map(|v| *v.id).collect();
        let used = links(switch).flat_map(|(_, link)| {
            let (native, _, tagged) = parts(link);
            tagged.into_iter().chain([native])
        });
        let missing: BTreeSet<VlanId> = used.filter(|v| !created.contains(v)).collect();
        let ordered = created.windows(2).all(|pair| pair[0] < pair[1]) && created.iter().all(|v| v.number() != 1);
        seen.hold(missing.is_empty() && ordered, || format!("{}: {missing:?} of {created:?}", *switch.name));
    }
}

/// A port with phones announces itself, and its phones are not among what a trunk or an aggregate carries.
fn voice_unannounced(made: &Made, seen: &mut Seen) {
    for switch in &made.state.switches {
        for port in &switch.ports {
            if let Link::Access { vlan, voice: Some(voice) } = &port.link {
                let known = switch.vlans.iter().any(|v| v.id == *voice && *v.voice);
                seen.hold(*port.announces && vlan != voice && known && port.lag.is_none(), || {
                    format!("{} {}", *switch.name, *port.interface)
                });
            }
        }
    }
}

/// Every vertex that is a switch and can be configured has a state of its own.
#[test]
fn every_switch_whose_language_is_written_has_one_state() {
    for (path, made) in schools() {
        let names: Vec<&str> = made.state.switches.iter().map(|s| s.name.as_str()).collect();
        let vertices = made.topology.vertices.iter().filter(|v| matches!(v.kind, VertexKind::Switch(_)));
        let vertices: BTreeSet<&str> = vertices.map(|v| v.name.as_str()).collect();
        assert!(names.is_sorted() && names.iter().collect::<BTreeSet<_>>().len() == names.len(), "{path}");
        assert!(names.iter().all(|name| vertices.contains(name)), "{path}");
    }
}
