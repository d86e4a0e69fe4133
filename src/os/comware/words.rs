//! How Comware spells lists, shares, clocks and addresses.
//!
//! Only spellings: which VLANs, which share, is the state's.

use crate::net::zones::{Change, Week, Zone};
use crate::net::{Port, Speed, VlanId, VlanSet};
use crate::os::reading;

/// Items in one list of VLANs: a longer list is several lines, which add up (switches.md 3.2, row 4).
const ITEMS: usize = 10;

/// A set of VLANs as one or several lists: `10 20 to 25`.
pub(super) fn vlan_lists(vlans: &VlanSet) -> Vec<String> {
    let items: Vec<String> =
        vlans.runs().into_iter().map(|(a, b)| if a == b { a.to_string() } else { format!("{a} to {b}") }).collect();
    items.chunks(ITEMS).map(|chunk| chunk.join(" ")).collect()
}

/// A share of a port's speed, in thousandths of a percent: a whole percent is a ratio, a fraction is kilobits a second.
pub(super) fn storm(share: u32, speed: Speed) -> String {
    if share.is_multiple_of(1000) {
        (share / 1000).to_string()
    } else {
        // Megabits times 1000 are kilobits; thousandths of a percent are hundred-thousandths: 1000 / 100 000 = 1 / 100.
        format!("kbps {}", (u64::from(speed.0) * u64::from(share) / 100).max(1))
    }
}

/// The set that a list of words spells: `10 20 to 25`.
pub(super) fn vlan_set(list: &[&str]) -> Option<VlanSet> {
    let mut runs = Vec::new();
    let mut words = list.iter().peekable();
    while let Some(first) = words.next() {
        let first: VlanId = first.parse().ok()?;
        let last = if words.next_if(|w| **w == "to").is_some() { words.next()?.parse().ok()? } else { first };
        runs.push((first, last));
    }
    Some(reading::ids(runs))
}

/// The share that `broadcast-suppression` says: the inverse of [`storm`].
pub(super) fn share(words: &[&str], speed: Speed) -> Option<u32> {
    match words {
        [percent] => percent.parse::<u32>().ok()?.checked_mul(1000),
        ["kbps", rate] => u32::try_from(rate.parse::<u64>().ok()?.checked_mul(100)? / u64::from(speed.0.max(1))).ok(),
        _ => None,
    }
}

/// The types of interfaces that are ports, with their speed in megabits (Interface command reference); then those that are
/// not. A name may be typed by its beginning, which is taken for the first type that begins so.
const PORTS: &[(&str, u32)] = &[
    ("GigabitEthernet", 1000),
    ("Ten-GigabitEthernet", 10_000),
    ("FortyGigE", 40_000),
    ("HundredGigE", 100_000),
    ("Twenty-FiveGigE", 25_000),
    ("Ethernet", 100),
];
const OTHERS: &[&str] = &["Bridge-Aggregation", "Vlan-interface", "LoopBack", "NULL", "M-GigabitEthernet"];

/// The full name of an interface: `gigabitethernet 1/0/1` is `GigabitEthernet1/0/1`.
pub(super) fn interface(typed: &str) -> String {
    let types: Vec<&str> = PORTS.iter().map(|(name, _)| *name).chain(OTHERS.iter().copied()).collect();
    reading::interface(typed, &types)
}

/// The member and number of a port: 2 and 16 of `GigabitEthernet2/0/16`. `None` for what is no port of a switch: a
/// VLAN interface, the management port of a chassis, a lane of a split port, a port of a module (its number is the box's too).
pub(super) fn place(interface: &str) -> Option<(u8, u16)> {
    let (word, place) = interface.split_at(interface.find(|c: char| c.is_ascii_digit())?);
    let mut numbers = place.split('/');
    let (member, slot, number) = (numbers.next()?.parse().ok()?, numbers.next()?, numbers.next()?.parse().ok()?);
    let known = PORTS.iter().any(|(name, _)| *name == word) && slot == "0" && numbers.next().is_none() && number > 0;
    known.then_some((member, number))
}

/// `GigabitEthernet2/0/16` is port 2/16 of a stack, and port 16 of a switch that is none.
pub(super) fn port(interface: &str, stack: bool) -> Option<Port> {
    let (member, number) = place(interface)?;
    Some(if stack { Port::of_member(member, number) } else { Port::plain(number) })
}

/// The fastest speed of an interface, by its name.
pub(super) fn speed(interface: &str) -> Speed {
    let of_it =
        |row: &&(&str, u32)| interface.strip_prefix(row.0).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    Speed(PORTS.iter().find(of_it).map_or(1000, |(_, megabits)| *megabits))
}

/// The offset of a zone: `CET add 01:00:00`.
pub(super) fn offset(zone: &Zone) -> String {
    let (east, hours, minutes) = zone.parts();
    format!("{} {} {hours:02}:{minutes:02}:00", zone.name, if east { "add" } else { "minus" })
}

/// Summer time: `CEST 02:00:00 March last Sunday 03:00:00 October last Sunday 01:00:00`.
pub(super) fn summer(zone: &Zone) -> Option<String> {
    let summer = zone.summer?;
    Some(format!("{} {} {} 01:00:00", summer.name, change(&summer.begins), change(&summer.ends)))
}

fn change(change: &Change) -> String {
    let week = match change.week {
        Week::First => "first",
        Week::Second => "second",
        Week::Last => "last",
    };
    format!("{:02}:00:00 {} {week} Sunday", change.hour, change.month)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::net::zones;

    #[test]
    fn a_long_list_is_cut_at_ten_items_and_loses_no_vlan() {
        let even: VlanSet = (1..=23).filter_map(|n| VlanId::new(n * 2)).collect();
        let lists = vlan_lists(&even);
        assert_eq!(lists.iter().map(|l| l.split(' ').count()).collect::<Vec<_>>(), [10, 10, 3]);
        let run: VlanSet = (10..=13).filter_map(VlanId::new).collect();
        assert_eq!(vlan_lists(&run), ["10 to 13"]);
    }

    #[test]
    fn a_list_reads_back_as_its_set_and_a_broken_one_does_not() {
        let set: VlanSet = [10, 20, 21, 22, 99].into_iter().filter_map(VlanId::new).collect();
        assert_eq!(vlan_set(&["10", "20", "to", "22", "99"]), Some(set));
        assert_eq!((vlan_set(&["10", "to"]), vlan_set(&["to", "10"]), vlan_set(&["4095"])), (None, None, None));
    }

    #[test]
    fn an_interface_is_a_port_of_the_box_or_of_a_member() {
        assert_eq!(port("Ten-GigabitEthernet2/0/49", true), Some(Port::of_member(2, 49)));
        assert_eq!((port("GigabitEthernet1/0/4", false), port("NULL0", false)), (Some(Port::plain(4)), None));
        let none = ["M-GigabitEthernet0/0/0", "GigabitEthernet1/1/1", "Ten-GigabitEthernet1/0/49:1", "GigabitEthernet1/3/0/1"];
        assert!(none.iter().all(|name| port(name, false).is_none()));
        assert_eq!((speed("FortyGigE1/0/51"), speed("Ethernet1/0/1")), (Speed(40_000), Speed(100)));
        assert_eq!(
            (interface("ten 1/0/49").as_str(), interface("vlan-interface 99").as_str()),
            ("Ten-GigabitEthernet1/0/49", "Vlan-interface99")
        );
    }

    #[test]
    fn a_fraction_of_a_percent_is_said_in_kilobits() {
        assert_eq!(storm(1000, Speed(1000)), "1");
        assert_eq!(storm(500, Speed(1000)), "kbps 5000");
        assert_eq!(storm(10, Speed(100)), "kbps 10");
    }

    #[test]
    fn a_clock_west_of_greenwich_is_behind_and_one_with_two_changes_names_both() {
        assert_eq!(zones::find("Pacific/Marquesas").map(offset).as_deref(), Some("MART minus 09:30:00"));
        let miquelon = zones::find("America/Miquelon").and_then(summer);
        assert_eq!(miquelon.as_deref(), Some("PMDT 02:00:00 March second Sunday 02:00:00 November first Sunday 01:00:00"));
    }
}
