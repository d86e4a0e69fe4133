//! Services of a firewall's rules as ERA has them: one protocol and one range each, several in a group.
//!
//! A service of ours is named after what it is, so that one name is one content and none is a stock model's.

use super::model::{Because, Group, Model, Service};
use crate::state::policy;

/// Every packet, as the stock models name it.
pub const ALL: &str = "tous";
/// A ping, as the stock models name it.
pub const PING: &str = "echo-request";

/// Types of ICMP messages: ours, and the name by which ERA and iptables know them.
const ICMP: &[(&str, &str)] = &[("echo", PING), ("unreachable", "destination-unreachable"), ("time-exceeded", "time-exceeded")];

/// The name of a service in a model, which gets to know it.
pub fn named(service: &policy::Service, model: &mut Model) -> String {
    if service.is_any() {
        return ALL.to_owned();
    }
    let label = service.name.value();
    let because = Because(vec![service.name.origin()]);
    let of = |protocol: &str, ranges: &[(u16, u16)]| {
        let spelt = ranges.iter().map(|&(first, last)| if first == last { first.to_string() } else { format!("{first}-{last}") });
        let made = spelt.map(|ports| Service {
            name: format!("preau-{protocol}-{ports}"),
            protocol: protocol.to_owned(),
            ports,
            label: label.clone(),
            because: because.clone(),
        });
        made.collect::<Vec<_>>()
    };
    let mut all = of("tcp", &service.tcp);
    all.extend(of("udp", &service.udp));
    all.extend(service.icmp.as_deref().map(|kind| Service {
        name: ICMP.iter().find(|(own, _)| *own == kind).map_or(kind, |(_, era)| era).to_owned(),
        protocol: "ICMP".to_owned(),
        ports: "0".to_owned(),
        label: label.clone(),
        because: because.clone(),
    }));
    for one in &all {
        // The stock models have it.
        if one.name != PING && !model.services.iter().any(|s| s.name == one.name) {
            model.services.push(one.clone());
        }
    }
    if let [one] = all.as_slice() {
        return one.name.clone();
    }
    let is_same = |group: &Group| group.services.iter().map(|s| &s.name).eq(all.iter().map(|s| &s.name));
    if let Some(known) = model.groups.iter().find(|g| is_same(g)) {
        return known.id.clone();
    }
    let mut id = format!("preau-{label}");
    for number in 2.. {
        if !model.groups.iter().any(|g| g.id == id) {
            break;
        }
        id = format!("preau-{label}-{number}");
    }
    model.groups.push(Group { id: id.clone(), label: label.clone(), services: all, because });
    id
}
