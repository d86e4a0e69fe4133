//! How pfSense spells things: names of interfaces, aliases, schedules, trackers, protocols and ports.
//!
//! Every name is made so that pfSense takes it, and so that nothing that is added to a school changes another's.

use crate::net::{Family, Hours, Uuid, VlanId};
use crate::state::firewall::{Firewall, Interface, Masquerade, Role, Rule, Where};
use crate::state::policy::Service;
use std::collections::BTreeSet;
use std::fmt;

/// What pfSense calls an interface in its configuration: `wan`, `lan`, `opt20`.
///
/// The number is that of the VLAN: a VLAN more renames nothing (specification, part 4.3).
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Friendly {
    /// Towards the operator.
    Wan,
    /// The management VLAN.
    Lan,
    /// Another VLAN.
    Opt(VlanId),
}

impl Friendly {
    /// The name of an interface.
    pub fn of(interface: &Interface) -> Friendly {
        match *interface.role {
            Role::Uplink => Friendly::Wan,
            Role::Management => Friendly::Lan,
            Role::Inside => Friendly::Opt(*interface.vlan),
        }
    }

    /// The name of the interface in a VLAN.
    pub fn in_vlan(firewall: &Firewall, vlan: VlanId) -> Option<Friendly> {
        firewall.interface(vlan).map(Friendly::of)
    }
}

impl fmt::Display for Friendly {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Friendly::Wan => f.write_str("wan"),
            Friendly::Lan => f.write_str("lan"),
            Friendly::Opt(vlan) => write!(f, "opt{vlan}"),
        }
    }
}

/// The VLAN of an untagged `wan` in a file, which does not say it.
pub const UNTAGGED_WAN: u16 = 4093;
/// The VLAN of an untagged `lan` in a file, which does not say it.
pub const UNTAGGED_LAN: u16 = 4094;

/// The DHCP option in which access points of Aruba Instant are told their cluster.
pub const FOR_ACCESS_POINTS: u8 = 43;

/// The server that leases addresses (`dhcpbackend`).
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Backend {
    /// ISC's, which every release has, and which its makers no longer tend.
    Isc,
    /// Kea, whole from pfSense 2.8 on; its page knows no options by number.
    Kea,
}

impl Backend {
    /// The server of a firewall of some version; without one, that of the format's own version.
    pub fn of(firewall: &Firewall) -> Backend {
        let number = |text: &str| text.parse::<u32>().ok();
        let parts = firewall.version.as_ref().map(|v| v.split('.').map(number).collect::<Vec<_>>());
        match parts.as_deref() {
            Some([Some(major), Some(minor), ..]) if (*major, *minor) >= (2, 8) => Backend::Kea,
            _ => Backend::Isc,
        }
    }

    /// pfSense's word.
    pub fn word(self) -> &'static str {
        match self {
            Backend::Isc => "isc",
            Backend::Kea => "kea",
        }
    }
}

/// The longest name of an alias (`is_validaliasname` of 2.7.2).
const NAME: usize = 31;

/// A name as pfSense takes it, with an ending that keeps it from being that of a protocol or of a well-known service, which
/// pfSense refuses: letters, digits and `_`, at most 31; a longer one is cut and told apart by its own fingerprint.
pub fn name(text: &str, ending: &str) -> String {
    let plain: String = text.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
    if plain.len() + ending.len() <= NAME {
        return plain + ending;
    }
    let print: String = Uuid::of(&["name", text]).to_string().chars().take(8).collect();
    let kept: String = plain.chars().take(NAME - ending.len() - print.len() - 1).collect();
    format!("{kept}_{print}{ending}")
}

/// The alias of a group; an alias stays what it is.
pub fn group(name_of: &str) -> String {
    let is_alias = name_of.ends_with("_ip") && name(name_of, "") == name_of;
    if is_alias { name_of.to_owned() } else { name(name_of, "_ip") }
}

/// The groups that something in a file names: rules but those of the firewall's own packets, publications, what is hidden from
/// the Internet. No other has an alias.
pub fn named_groups(firewall: &Firewall) -> BTreeSet<&str> {
    let rules = firewall.rules.iter().filter(|r| r.interface.is_some()).flat_map(|r| [r.from.value(), r.to.value()]);
    let ends = rules.chain(firewall.publications.iter().map(|p| p.from.value()));
    let named = ends.filter_map(|end| match end {
        Where::Group(name) | Where::Beyond(name) => Some(name.as_str()),
        _ => None,
    });
    // A state that was read bears the aliases' names.
    let hidden = firewall.groups.iter().map(|g| g.name.as_str());
    let hidden = hidden.filter(|g| [Firewall::INSIDE, Firewall::KNOWN].iter().any(|own| group(own) == group(g)));
    let is_hiding = *firewall.masquerade == Masquerade::Internet;
    named.chain(hidden.filter(|_| is_hiding)).collect()
}

/// The description of an interface, which is the name of a macro too: in capitals it is none of pf's own words.
pub fn description(vlan: &str) -> String {
    name(vlan, "").to_ascii_uppercase()
}

/// The name of a gateway.
pub fn gateway(gateway: &str) -> String {
    name(gateway, "")
}

/// The name of a schedule: days from 1 for Monday, first and last minute.
pub fn schedule(hours: Hours) -> String {
    let (from, to) = clocks(hours);
    format!("h{}_{}_{}", days(hours).concat(), from.replace(':', ""), to.replace(':', ""))
}

/// The days of a schedule, Monday being 1.
pub fn days(hours: Hours) -> Vec<String> {
    (0..7u8).filter(|bit| hours.days >> bit & 1 == 1).map(|bit| (bit + 1).to_string()).collect()
}

/// The first and the last minute of a schedule; the day ends at 23:59, as pfSense's page offers it.
pub fn clocks(hours: Hours) -> (String, String) {
    let clock = |minute: u16| format!("{}:{:02}", minute / 60, minute % 60);
    (clock(hours.from), clock(hours.to.min(1439)))
}

/// One protocol of a service: what one rule of pfSense can say. A port without its protocol cannot be said.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Match {
    /// Every packet.
    Any,
    /// Ports of a protocol: `tcp`, `udp`, `tcp/udp`; both ends included.
    Ports(&'static str, Vec<(u16, u16)>),
    /// A type of ICMP by pfSense's word; `None`: all of them.
    Icmp(Option<&'static str>),
}

/// Types of ICMP: as a service names them, as pfSense does, in both families.
pub const ICMP: &[(&str, &str)] = &[("echo", "echoreq"), ("unreachable", "unreach"), ("time-exceeded", "timex")];

impl Match {
    /// What a service is, protocol by protocol.
    pub fn of(service: &Service) -> Vec<Match> {
        if service.is_any() {
            return vec![Match::Any];
        }
        let mut all = Vec::new();
        match (service.tcp.as_slice(), service.udp.as_slice()) {
            (tcp, udp) if tcp == udp && !tcp.is_empty() => all.push(Match::Ports("tcp/udp", tcp.to_vec())),
            (tcp, udp) => {
                let some = [("tcp", tcp), ("udp", udp)].into_iter().filter(|(_, ports)| !ports.is_empty());
                all.extend(some.map(|(protocol, ports)| Match::Ports(protocol, ports.to_vec())));
            }
        }
        let word = |name: &String| ICMP.iter().find(|(own, _)| own == name).map(|(_, word)| *word);
        all.extend(service.icmp.as_ref().map(|name| Match::Icmp(word(name))));
        all
    }

    /// pfSense's word for the protocol; `None` for every protocol.
    pub fn protocol(&self) -> Option<&'static str> {
        match self {
            Match::Any => None,
            Match::Ports(protocol, _) => Some(protocol),
            Match::Icmp(_) => Some("icmp"),
        }
    }

    /// The ports of a service of this name: as they stand, or an alias for several.
    pub fn ports(&self, service: &str) -> Option<Ports> {
        match self {
            Match::Ports(_, ranges) => Some(match ranges.as_slice() {
                [one] => Ports::One(port(*one)),
                _ => Ports::Alias(self.alias(service), ranges.iter().map(|r| port(*r)).collect()),
            }),
            _ => None,
        }
    }

    /// The alias of the ports of a service.
    fn alias(&self, service: &str) -> String {
        let ending = match self.protocol() {
            Some("tcp") => "_tcp_ports",
            Some("udp") => "_udp_ports",
            _ => "_ports",
        };
        name(service, ending)
    }
}

/// Ports as a rule names them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Ports {
    /// A port or a range.
    One(String),
    /// An alias and what is in it.
    Alias(String, Vec<String>),
}

/// A range of ports.
pub fn port((first, last): (u16, u16)) -> String {
    if first == last { first.to_string() } else { format!("{first}-{last}") }
}

/// The word of a family.
pub fn family(family: Family) -> &'static str {
    match family {
        Family::V4 => "inet",
        Family::V6 => "inet6",
    }
}

/// The longest description that pf keeps whole in a label (firewalls.md, part 2.4).
const DESCRIPTION: usize = 52;

/// The description of a rule.
pub fn rule(subject: &str) -> String {
    subject.chars().take(DESCRIPTION).collect()
}

/// Numbers for rules, each once: made from the school, the rule's subject, its family and its protocol, and from nothing else.
#[derive(Debug, Default)]
pub struct Trackers(BTreeSet<u32>);

impl Trackers {
    /// The tracker of a rule: the first nine decimal digits of its UUIDv5 (specification, part 4.3). pfSense's own begin at ten
    /// digits. Of two rules that would have one number, the later takes that of its next name.
    pub fn next(&mut self, school: &str, rule: &Rule, matching: &Match) -> u32 {
        let protocol = matching.protocol().unwrap_or("any");
        let mut again = 0u32;
        loop {
            let path = [school, "rule", rule.subject.as_str(), family(rule.family), protocol, &again.to_string()];
            let uuid = Uuid::of(path.get(..5 + usize::from(again > 0)).unwrap_or(&path));
            let digits: String = u128::from_be_bytes(uuid.0).to_string().chars().take(9).collect();
            match digits.parse() {
                Ok(number) if self.0.insert(number) => return number,
                _ => again += 1,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_that_pfsense_takes() {
        assert_eq!(group("dns-region"), "dns_region_ip");
        assert_eq!(group("dns_region_ip"), "dns_region_ip");
        assert_eq!(description("bts-sio"), "BTS_SIO");
        let long = [group(&"x".repeat(63)), group(&("x".repeat(62) + "y"))];
        assert!(long.iter().all(|n| n.len() == 31) && long[0] != long[1], "{long:?}");
    }

    #[test]
    fn a_schedule_ends_when_the_day_does() {
        let hours: Hours = "mon,wed 08:00-24:00".parse().unwrap();
        assert_eq!(schedule(hours), "h13_800_2359");
        assert_eq!(schedule("07:30-19:00".parse().unwrap()), "h12345_730_1900");
    }

    #[test]
    fn a_service_of_both_protocols_is_one_rule_where_the_ports_are_the_same() {
        let service = |tcp: &[(u16, u16)], udp: &[(u16, u16)], icmp: Option<&str>| Service {
            name: crate::base::Sourced::new("s".into(), crate::base::Origins::default().derived("", &[])),
            tcp: tcp.to_vec(),
            udp: udp.to_vec(),
            icmp: icmp.map(str::to_owned),
        };
        let dns = Match::of(&service(&[(53, 53)], &[(53, 53)], None));
        assert_eq!(dns, [Match::Ports("tcp/udp", vec![(53, 53)])]);
        let ad = Match::of(&service(&[(53, 53), (88, 88)], &[(53, 53)], Some("echo")));
        assert_eq!(ad.iter().map(|m| m.protocol().unwrap()).collect::<Vec<_>>(), ["tcp", "udp", "icmp"]);
        assert_eq!(ad[0].ports("ad"), Some(Ports::Alias("ad_tcp_ports".into(), vec!["53".into(), "88".into()])));
        assert_eq!(Match::of(&service(&[], &[], None)), [Match::Any]);
    }
}
