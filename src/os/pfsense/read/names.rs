//! The aliases and schedules of a configuration, by name: what a rule means by one.

use super::Unread;
use crate::base::{Origin, Sourced};
use crate::net::Hours;
use crate::os::pfsense::parse::Element;
use ipnet::IpNet;
use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

/// What the names of a configuration stand for.
pub(super) struct Names<'e> {
    /// Elements of the aliases, by name.
    aliases: BTreeMap<&'e str, &'e Element>,
    /// Hours of the schedules, by name; `None` for one that no week says.
    schedules: BTreeMap<&'e str, Option<Sourced<Hours>>>,
}

impl<'e> Names<'e> {
    /// The names of a configuration.
    pub(super) fn of(root: &'e Element, origin: Origin, unread: &mut Vec<Unread>) -> Names<'e> {
        let mut aliases = BTreeMap::new();
        for alias in root.child("aliases").into_iter().flat_map(|a| a.children_of("alias")) {
            if let Some(name) = alias.text_of("name")
                && aliases.insert(name, alias).is_some()
            {
                unread.push(Unread { line: alias.line, why: format!("a second alias {name}") });
            }
        }
        let all = root.child("schedules").into_iter().flat_map(|s| s.children_of("schedule"));
        let schedules = all.filter_map(|s| Some((s.text_of("name")?, hours(s).map(|h| Sourced::new(h, origin)))));
        Names { schedules: schedules.collect(), aliases }
    }

    /// The names of aliases of addresses, with what is in each; `None` for one that holds what only a resolver or a download knows.
    pub(super) fn groups(&self) -> impl Iterator<Item = (&'e str, &'e Element, Option<Vec<IpNet>>)> + '_ {
        let of_addresses = self.aliases.iter().filter(|(_, alias)| alias.text_of("type") != Some("port"));
        of_addresses.map(|(name, alias)| (*name, *alias, self.addresses(name)))
    }

    /// Whether there is an alias of this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.aliases.contains_key(name)
    }

    /// The prefixes of an alias, those of aliases in it included.
    pub(super) fn addresses(&self, name: &str) -> Option<Vec<IpNet>> {
        let members = self.members(name, &["host", "network"])?;
        let prefixes = members.iter().map(|m| m.parse::<IpNet>().ok().or_else(|| m.parse::<IpAddr>().ok().map(IpNet::from)));
        prefixes.collect::<Option<BTreeSet<IpNet>>>().map(|all| all.into_iter().collect())
    }

    /// The ranges of an alias of ports, or of a port or range as it stands.
    pub(super) fn ports(&self, text: &str) -> Option<Vec<(u16, u16)>> {
        let members = if self.has(text) { self.members(text, &["port"])? } else { vec![text.to_owned()] };
        let range = |member: &String| -> Option<(u16, u16)> {
            let (first, last) = member.split_once(['-', ':']).unwrap_or((member, member));
            Some((first.parse().ok()?, last.parse().ok()?))
        };
        members.iter().map(range).collect()
    }

    /// The hours of a schedule. A schedule that nobody declares is no schedule: the rule holds always.
    pub(super) fn hours(&self, name: &str) -> Result<Option<Sourced<Hours>>, ()> {
        match self.schedules.get(name) {
            None => Ok(None),
            Some(Some(hours)) => Ok(Some(*hours)),
            Some(None) => Err(()),
        }
    }

    /// The members of an alias of one of the kinds, with those of the aliases that it names; each alias is opened once.
    fn members(&self, name: &str, kinds: &[&str]) -> Option<Vec<String>> {
        let (mut found, mut seen, mut todo) = (Vec::new(), BTreeSet::from([name]), vec![name]);
        while let Some(name) = todo.pop() {
            let alias = self.aliases.get(name)?;
            if !kinds.contains(&alias.text_of("type")?) {
                return None;
            }
            for member in alias.text_of("address").unwrap_or_default().split_ascii_whitespace() {
                match self.aliases.get_key_value(member) {
                    Some((inner, _)) if seen.insert(inner) => todo.push(inner),
                    Some(_) => {}
                    None => found.push(member.to_owned()),
                }
            }
        }
        Some(found)
    }
}

/// The hours of a schedule of one range of days of the week.
fn hours(schedule: &Element) -> Option<Hours> {
    let mut ranges = schedule.children_of("timerange");
    let (range, None) = (ranges.next()?, ranges.next()) else { return None };
    if range.text_of("month").or(range.text_of("day")).is_some() {
        return None;
    }
    let mut days = 0u8;
    for day in range.text_of("position")?.split(',') {
        days |= 1 << day.parse::<u8>().ok().filter(|d| (1..=7).contains(d))?.checked_sub(1)?;
    }
    let minute = |clock: &str| -> Option<u16> {
        let (hour, minute) = clock.split_once(':')?;
        let (hour, minute) = (hour.parse::<u16>().ok()?, minute.parse::<u16>().ok()?);
        (hour <= 24 && minute < 60).then(|| hour * 60 + minute)
    };
    let (from, to) = range.text_of("hour")?.split_once('-')?;
    let to = minute(to)?;
    // pfSense's page ends a day at 23:59.
    Some(Hours { days, from: minute(from)?, to: if to == 1439 { 1440 } else { to } })
}
