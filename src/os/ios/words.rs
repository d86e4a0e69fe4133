//! How IOS spells lists, shares and clocks.
//!
//! Only spellings: which VLANs, which share, is the state's.

use crate::net::zones::{Change, Week, Zone};
use crate::net::{Port, Speed, VlanId, VlanSet};
use crate::os::reading;
use std::collections::{BTreeMap, BTreeSet};

/// Characters of the list in `switchport trunk allowed vlan LIST`, and in the `add` lines after it: longer lines are cut by
/// some releases (switches.md 3.2, row 10).
const FIRST: usize = 48;
const NEXT: usize = 44;

/// A set of VLANs in one list: `10,20-25`.
pub(super) fn vlan_list(vlans: &VlanSet) -> String {
    items(vlans).join(",")
}

/// The same, cut into a first list and those that are added to it; `none` for no VLAN.
pub(super) fn vlan_lists(vlans: &VlanSet) -> Vec<String> {
    let mut lists: Vec<String> = Vec::new();
    for item in items(vlans) {
        let room = if lists.len() == 1 { FIRST } else { NEXT };
        match lists.last_mut() {
            Some(list) if list.len() + 1 + item.len() <= room => {
                list.push(',');
                list.push_str(&item);
            }
            _ => lists.push(item),
        }
    }
    if lists.is_empty() {
        lists.push("none".into());
    }
    lists
}

fn items(vlans: &VlanSet) -> Vec<String> {
    // A pair is two ids: the device prints `20,21` and keeps the dash for three and more.
    let item = |(a, b): (VlanId, VlanId)| match b.number() - a.number() {
        0 => a.to_string(),
        1 => format!("{a},{b}"),
        _ => format!("{a}-{b}"),
    };
    vlans.runs().into_iter().map(item).collect()
}

/// A share in thousandths of a percent, as a level: `1.00`.
pub(super) fn storm(share: u32) -> String {
    let hundredths = (share / 10).max(1);
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

/// The set that a list spells: `10,20-25`.
pub(super) fn vlan_set(list: &str) -> Option<VlanSet> {
    let mut runs = Vec::new();
    for item in list.split(',') {
        let (first, last) = item.split_once('-').unwrap_or((item, item));
        runs.push((first.parse().ok()?, last.parse().ok()?));
    }
    Some(reading::ids(runs))
}

/// The share that a level says: the inverse of [`storm`].
pub(super) fn share(level: &str) -> Option<u32> {
    let (whole, hundredths) = level.split_once('.').unwrap_or((level, "0"));
    let hundredths: u32 = format!("{hundredths:0<2}").get(..2)?.parse().ok()?;
    whole.parse::<u32>().ok()?.checked_mul(1000)?.checked_add(hundredths * 10)
}

/// The types of interfaces that are ports, slowest first, with their speed in megabits; then those that are not. A name may be
/// typed by its beginning.
const PORTS: &[(&str, u32)] = &[("FastEthernet", 100), ("GigabitEthernet", 1000), ("TenGigabitEthernet", 10_000)];
const OTHERS: &[&str] = &["Vlan", "Port-channel", "Loopback", "Null"];

/// The full name of an interface: `fa 0/1` is `FastEthernet0/1`.
pub(super) fn interface(typed: &str) -> String {
    let types: Vec<&str> = PORTS.iter().map(|(name, _)| *name).chain(OTHERS.iter().copied()).collect();
    reading::interface(typed, &types)
}

/// The member (0 where names have none), the type's rank and the number: `GigabitEthernet1/0/2` is 1, 1 and 2. `None` for what
/// is no port of a switch: a VLAN interface, the management port of a 2960-X (`FastEthernet0`).
pub(super) fn place(interface: &str) -> Option<(u8, usize, u16)> {
    let (word, place) = interface.split_at(interface.find(|c: char| c.is_ascii_digit())?);
    let rank = PORTS.iter().position(|(name, _)| *name == word)?;
    let numbers: Vec<&str> = place.split('/').collect();
    let (member, number): (u8, u16) = match numbers.as_slice() {
        ["0", number] => (0, number.parse().ok()?),
        [member, "0", number] => (member.parse().ok()?, number.parse().ok()?),
        _ => return None,
    };
    (number > 0).then_some((member, rank, number))
}

/// How the ports of a switch are numbered: the faster ones are its uplinks, and are counted after the slower ones of their
/// member.
pub(super) struct Numbering {
    /// Whether the names are those of a stack: two members at least.
    pub(super) stack: bool,
    /// The highest number of each type, by member.
    last: BTreeMap<(u8, usize), u16>,
}

impl Numbering {
    /// The numbering that a switch's interfaces have.
    pub(super) fn of<'i>(interfaces: impl Iterator<Item = &'i str>) -> Numbering {
        let mut last = BTreeMap::new();
        for (member, rank, number) in interfaces.filter_map(place) {
            let most: &mut u16 = last.entry((member, rank)).or_default();
            *most = number.max(*most);
        }
        let mut numbering = Numbering { stack: false, last };
        numbering.stack = numbering.members().count() > 1;
        numbering
    }

    /// The members, lowest first.
    pub(super) fn members(&self) -> impl Iterator<Item = u8> {
        let members: BTreeSet<u8> = self.last.keys().map(|(member, _)| *member).collect();
        members.into_iter()
    }

    /// The port that an interface is, by the number that runs through the model.
    pub(super) fn port(&self, interface: &str) -> Option<Port> {
        let (member, rank, number) = place(interface)?;
        let mut slower = self.last.range((member, 0)..(member, rank)).map(|(_, most)| *most);
        let number = slower.try_fold(number, u16::checked_add)?;
        Some(if self.stack { Port::of_member(member, number) } else { Port::plain(number) })
    }
}

/// The fastest speed of an interface, by its name.
pub(super) fn speed(interface: &str) -> Speed {
    let of_it = |row: &&(&str, u32)| interface.starts_with(row.0);
    Speed(PORTS.iter().find(of_it).map_or(1000, |(_, megabits)| *megabits))
}

/// The offset of a zone: `CET 1`, `MART -9 30`.
pub(super) fn offset(zone: &Zone) -> String {
    let (east, hours, minutes) = zone.parts();
    let sign = if east { "" } else { "-" };
    let minutes = if minutes == 0 { String::new() } else { format!(" {minutes}") };
    format!("{} {sign}{hours}{minutes}", zone.name)
}

/// Summer time: `CEST recurring last Sun Mar 2:00 last Sun Oct 3:00`.
pub(super) fn summer(zone: &Zone) -> Option<String> {
    let summer = zone.summer?;
    Some(format!("{} recurring {} {}", summer.name, change(&summer.begins), change(&summer.ends)))
}

fn change(change: &Change) -> String {
    let week = match change.week {
        Week::First => "1",
        Week::Second => "2",
        Week::Last => "last",
    };
    let month: String = change.month.chars().take(3).collect();
    format!("{week} Sun {month} {}:00", change.hour)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::net::zones;

    #[test]
    fn a_long_list_is_cut_at_48_then_44_characters_and_loses_no_vlan() {
        let odd: VlanSet = (0..60).filter_map(|n| VlanId::new(101 + n * 3)).collect();
        let lists = vlan_lists(&odd);
        assert!(lists.len() > 3 && lists[0].len() <= 48 && lists[1..].iter().all(|l| l.len() <= 44));
        assert_eq!(lists.join(","), vlan_list(&odd));
        assert_eq!(vlan_lists(&VlanSet::default()), ["none"]);
        let run: VlanSet = [10, 20, 21, 30, 31, 32].into_iter().filter_map(VlanId::new).collect();
        assert_eq!(vlan_list(&run), "10,20,21,30-32");
    }

    #[test]
    fn a_list_a_level_and_a_name_read_back() {
        let set: VlanSet = [10, 20, 21, 22, 99].into_iter().filter_map(VlanId::new).collect();
        assert_eq!((vlan_set("10,20-22,99"), vlan_set("10,"), vlan_set("4095")), (Some(set), None, None));
        assert_eq!((share("1.00"), share("0.5"), share("25.55"), share("x")), (Some(1000), Some(500), Some(25_550), None));
    }

    #[test]
    fn the_uplinks_are_counted_after_the_ports_of_their_member() {
        let of = |names: &[&'static str]| Numbering::of(names.iter().copied());
        let alone = of(&["FastEthernet0/24", "GigabitEthernet0/1", "FastEthernet0"]);
        assert_eq!((alone.port("GigabitEthernet0/2"), alone.port("Vlan99")), (Some(Port::plain(26)), None));
        let stack = of(&["GigabitEthernet1/0/52", "GigabitEthernet2/0/24", "TenGigabitEthernet2/0/1"]);
        assert_eq!(stack.port("TenGigabitEthernet2/0/1"), Some(Port::of_member(2, 25)));
        assert_eq!(of(&["GigabitEthernet1/0/4"]).port("GigabitEthernet1/0/4"), Some(Port::plain(4)));
        assert_eq!(
            (alone.port("FastEthernet0"), alone.port("GigabitEthernet1/1/1"), alone.port("GigabitEthernet0/0")),
            (None, None, None)
        );
        assert_eq!((interface("fa 0/1").as_str(), interface("vlan 1").as_str()), ("FastEthernet0/1", "Vlan1"));
    }

    #[test]
    fn shares_have_two_decimals_and_clocks_their_sign() {
        assert_eq!((storm(1000), storm(25_550), storm(3)), ("1.00".into(), "25.55".into(), "0.01".into()));
        assert_eq!(zones::find("Pacific/Marquesas").map(offset).as_deref(), Some("MART -9 30"));
        let miquelon = zones::find("America/Miquelon").and_then(summer);
        assert_eq!(miquelon.as_deref(), Some("PMDT recurring 2 Sun Mar 2:00 1 Sun Nov 2:00"));
    }
}
