//! What every reader of a configuration begins and ends with.
//!
//! It knows no command.

use super::blocks::Account;
use crate::base::{Origin, Sourced};
use crate::net::{VlanId, VlanSet};
use crate::state::switch::{Hardware, Management, Services, SpanningTree, Vlan};
use crate::state::{Secret, Switch};
use ipnet::Ipv4Net;
use std::collections::BTreeMap;
use std::net::Ipv4Addr;

/// A configuration, read.
#[derive(Clone, PartialEq, Debug)]
pub struct Reading {
    /// The state that it makes.
    pub switch: Switch,
    /// What became of each line.
    pub account: Account,
}

/// A secret by its placeholder; whatever else stands there hides it, and the field is noted as hidden.
pub(super) fn secret(word: &str, field: &'static str, account: &mut Account) -> Secret {
    let named = word.strip_prefix("@secret:").and_then(|w| w.strip_suffix('@')).and_then(|w| w.split_once('/'));
    if named.is_none() {
        account.hidden.push(field);
    }
    let (scope, name) = named.unwrap_or_default();
    Secret { scope: scope.to_owned(), name: name.to_owned() }
}

/// The ids of some runs, each from its first to its last: what runs share is put in once, however often a list repeats it.
pub(super) fn ids(mut runs: Vec<(VlanId, VlanId)>) -> VlanSet {
    runs.sort_unstable();
    let (mut set, mut next) = (VlanSet::default(), 1);
    for (first, last) in runs {
        set.extend((first.number().max(next)..=last.number()).filter_map(|n| VlanId::new(n.into())));
        next = next.max(last.number() + 1);
    }
    set
}

/// VLANs as they are met: one that is said again keeps its place and takes what is new.
#[derive(Default)]
pub(super) struct Vlans {
    places: BTreeMap<VlanId, usize>,
    /// The VLANs, in the order of their first line.
    pub(super) all: Vec<Vlan>,
}

impl Vlans {
    /// The VLAN of an id; a new one has the name that the device gives it.
    pub(super) fn of(&mut self, id: VlanId, unnamed: fn(VlanId) -> String, origin: Origin) -> Option<&mut Vlan> {
        let place = *self.places.entry(id).or_insert_with(|| {
            let no = || Sourced::new(false, origin);
            let name = Sourced::new(unnamed(id), origin);
            self.all.push(Vlan { id: Sourced::new(id, origin), name, snooping: no(), arp_inspection: no(), voice: no() });
            self.all.len() - 1
        });
        self.all.get_mut(place)
    }
}

/// What an interface's lines make, as they are met: one that is said again goes on from what it was.
pub(super) struct Drafts<D> {
    places: BTreeMap<String, usize>,
    /// The drafts, in the order of their first line.
    pub(super) all: Vec<D>,
}

impl<D> Drafts<D> {
    /// None yet.
    pub(super) fn new() -> Drafts<D> {
        Drafts { places: BTreeMap::new(), all: Vec::new() }
    }

    /// The draft of an interface, made if there is none.
    pub(super) fn of(&mut self, interface: &str, make: fn(&str) -> D) -> Option<&mut D> {
        let place = match self.places.get(interface) {
            Some(place) => *place,
            None => {
                self.all.push(make(interface));
                self.places.insert(interface.to_owned(), self.all.len() - 1);
                self.all.len() - 1
            }
        };
        self.all.get_mut(place)
    }
}

/// A full interface name from what was typed: types are known by any beginning, in any case, and may stand apart from the
/// place (`gi 1/0/1`). `types` are in order of preference; a name of no type stays as it is.
pub(super) fn interface(typed: &str, types: &[&str]) -> String {
    let typed: String = typed.split_ascii_whitespace().collect();
    let (word, place) = typed.split_at(typed.find(|c: char| c.is_ascii_digit()).unwrap_or(typed.len()));
    let begins = |full: &&&str| full.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
    match types.iter().find(begins).filter(|_| !word.is_empty()) {
        Some(full) => format!("{full}{place}"),
        None => typed,
    }
}

/// Most interfaces that one range may name: more than a stack of nine has ports.
pub(super) const RANGE: u16 = 512;

/// The names from `first` to the number `last` of the same module; `None` when it is no range, or too long a one.
pub(super) fn run(first: &str, last: u16) -> Option<Vec<String>> {
    let (module, number) = first.rsplit_once('/').map(|(m, n)| (format!("{m}/"), n))?;
    let number: u16 = number.parse().ok()?;
    let short = number <= last && last - number < RANGE;
    short.then(|| (number..=last).map(|n| format!("{module}{n}")).collect())
}

/// An address and its subnet, from the mask in either spelling: `255.255.255.0`, `24`.
pub(super) fn net(address: &str, mask: &str) -> Option<(Ipv4Addr, Ipv4Net)> {
    let address: Ipv4Addr = address.parse().ok()?;
    let subnet = match mask.parse::<u8>() {
        Ok(length) => Ipv4Net::new(address, length).ok()?,
        Err(_) => Ipv4Net::with_netmask(address, mask.parse().ok()?).ok()?,
    };
    Some((address, subnet.trunc()))
}

/// The switch's own address among those of its VLANs: a switch that routes has several, and the one in whose subnet its
/// gateway is, is how it is reached. Without such a one it is the first that was said, and the gateway is another's unless
/// there is only that one.
pub(super) fn management(addresses: Vec<Management>, gateway: Option<Ipv4Addr>) -> Option<Management> {
    let only = addresses.len() == 1;
    let near = addresses.iter().position(|m| gateway.is_some_and(|g| m.subnet.contains(&g)));
    let mut own = addresses.into_iter().nth(near.unwrap_or(0))?;
    if let Some(gateway) = gateway.filter(|_| near.is_some() || only) {
        own.gateway = own.gateway.with(gateway);
    }
    Some(own)
}

/// A switch of which nothing is known but the language.
pub(super) fn empty(os: &str, origin: Origin) -> Switch {
    let text = |value: &str| Sourced::new(value.to_owned(), origin);
    Switch {
        name: text(""),
        sysname: text(""),
        os: text(os),
        hardware: Hardware::default(),
        members: Vec::new(),
        stack_ports: Vec::new(),
        vlans: Vec::new(),
        ports: Vec::new(),
        lags: Vec::new(),
        stp: SpanningTree { region: text(""), revision: Sourced::new(0, origin), priority: Sourced::new(32768, origin) },
        management: None,
        services: Services {
            domain: None,
            dns: Vec::new(),
            ntp: Vec::new(),
            timezone: text(""),
            syslog: Vec::new(),
            snmp: None,
            location: None,
            radius: None,
            ssh: None,
        },
        raw: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_that_overlap_are_put_in_once_and_lose_nothing() {
        let id = |n| VlanId::new(n).unwrap();
        let set = ids(vec![(id(20), id(22)), (id(1), id(4094)), (id(5), id(5))]);
        assert_eq!(set.len(), 4094);
        assert_eq!(ids(vec![(id(7), id(5)), (id(9), id(9))]).iter().map(VlanId::number).collect::<Vec<_>>(), [9]);
    }

    #[test]
    fn an_interface_is_known_by_the_beginning_of_its_type() {
        let types = ["GigabitEthernet", "FastEthernet", "Vlan"];
        assert_eq!(interface("gi 1/0/1", &types), "GigabitEthernet1/0/1");
        assert_eq!(interface("fastethernet0/24", &types), "FastEthernet0/24");
        assert_eq!((interface("Null0", &types), interface("12", &types)), ("Null0".into(), "12".into()));
    }

    #[test]
    fn a_range_is_its_interfaces_and_a_long_one_is_none() {
        assert_eq!(run("Fa0/1", 3), Some(vec!["Fa0/1".into(), "Fa0/2".into(), "Fa0/3".into()]));
        assert_eq!((run("Fa0/4", 3), run("Fa0", 3), run("Fa0/1", 600)), (None, None, None));
    }
}
