//! How Comware spells lists, shares, clocks and addresses.
//!
//! Only spellings: which VLANs, which share, is the state's.

use crate::net::zones::{Change, Week, Zone};
use crate::net::{Port, Speed, VlanId, VlanSet};

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
    let mut set = VlanSet::default();
    let mut words = list.iter().peekable();
    while let Some(first) = words.next() {
        let first: VlanId = first.parse().ok()?;
        let last = if words.next_if(|w| **w == "to").is_some() { words.next()?.parse().ok()? } else { first };
        set.extend((first.number()..=last.number()).filter_map(|n| VlanId::new(n.into())));
    }
    Some(set)
}

/// The share that `broadcast-suppression` says: the inverse of [`storm`].
pub(super) fn share(words: &[&str], speed: Speed) -> Option<u32> {
    match words {
        [percent] => percent.parse::<u32>().ok()?.checked_mul(1000),
        ["kbps", rate] => u32::try_from(rate.parse::<u64>().ok()?.checked_mul(100)? / u64::from(speed.0.max(1))).ok(),
        _ => None,
    }
}

/// `GigabitEthernet2/0/16` is port 2/16 of a stack, and port 16 of a switch that is none.
pub(super) fn port(interface: &str, stack: bool) -> Option<Port> {
    let place = interface.get(interface.find(|c: char| c.is_ascii_digit())?..)?;
    let mut numbers = place.split('/');
    let member = numbers.next()?.parse().ok()?;
    let number = numbers.nth(1)?.parse().ok()?;
    Some(if stack { Port::of_member(member, number) } else { Port::plain(number) })
}

/// The fastest speed of an interface, by its name.
pub(super) fn speed(interface: &str) -> Speed {
    Speed(if interface.starts_with("Ten-") { 10_000 } else { 1000 })
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
