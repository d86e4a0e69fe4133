//! How IOS spells lists, shares and clocks.
//!
//! Only spellings: which VLANs, which share, is the state's.

use crate::net::zones::{Change, Week, Zone};
use crate::net::{Port, Speed, VlanId, VlanSet};

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
    let mut set = VlanSet::default();
    for item in list.split(',') {
        let (first, last) = item.split_once('-').unwrap_or((item, item));
        let (first, last): (VlanId, VlanId) = (first.parse().ok()?, last.parse().ok()?);
        set.extend((first.number()..=last.number()).filter_map(|n| VlanId::new(n.into())));
    }
    Some(set)
}

/// The share that a level says: the inverse of [`storm`].
pub(super) fn share(level: &str) -> Option<u32> {
    let (whole, hundredths) = level.split_once('.').unwrap_or((level, "0"));
    let hundredths: u32 = format!("{hundredths:0<2}").get(..2)?.parse().ok()?;
    whole.parse::<u32>().ok()?.checked_mul(1000)?.checked_add(hundredths * 10)
}

/// How many Fast Ethernet ports there are: the gigabit ports of a 2960 are its uplinks and are counted after them.
pub(super) fn fast<'i>(interfaces: impl Iterator<Item = &'i str>) -> u16 {
    let number = |name: &str| name.strip_prefix("FastEthernet0/").and_then(|n| n.parse().ok());
    interfaces.filter_map(number).max().unwrap_or(0)
}

/// The port that an interface is, by the number that runs through the model.
pub(super) fn port(interface: &str, fast: u16) -> Option<Port> {
    if let Some(number) = interface.strip_prefix("FastEthernet0/") {
        return number.parse().ok().map(Port::plain);
    }
    interface.strip_prefix("GigabitEthernet0/")?.parse::<u16>().ok()?.checked_add(fast).map(Port::plain)
}

/// The fastest speed of an interface, by its name.
pub(super) fn speed(interface: &str) -> Speed {
    Speed(if interface.starts_with("Fast") { 100 } else { 1000 })
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
        assert_eq!(fast(["FastEthernet0/24", "GigabitEthernet0/1"].into_iter()), 24);
        assert_eq!((port("GigabitEthernet0/2", 24), port("Vlan99", 24)), (Some(Port::plain(26)), None));
    }

    #[test]
    fn shares_have_two_decimals_and_clocks_their_sign() {
        assert_eq!((storm(1000), storm(25_550), storm(3)), ("1.00".into(), "25.55".into(), "0.01".into()));
        assert_eq!(zones::find("Pacific/Marquesas").map(offset).as_deref(), Some("MART -9 30"));
        let miquelon = zones::find("America/Miquelon").and_then(summer);
        assert_eq!(miquelon.as_deref(), Some("PMDT recurring 2 Sun Mar 2:00 1 Sun Nov 2:00"));
    }
}
