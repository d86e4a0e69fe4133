//! Rules that look at all schools at once, by their summaries: names, numbers and blocks with their places.
//!
//! A summary is small and needs no school, so that a nation's check can be split and its summaries put together.

mod block_outside_pool;
mod block_overlap;
mod dup_asset;
mod dup_hostname;
mod dup_mac;
mod dup_serial;
mod dup_uai;
mod secret_source_incomplete;
mod summary;

use crate::base::{Rule, Sink};
use crate::region::Region;
use rayon::prelude::*;
use std::hash::{DefaultHasher, Hash, Hasher};
pub use summary::{Claimed, Kind, Reach, Summary};

/// A rule for a whole region, and its condition.
#[derive(Debug)]
pub struct RegionCheck {
    /// Name, weight, text.
    pub rule: Rule,
    /// The condition. The sink is the region's: its findings are of no one school.
    pub run: fn(&Region, &[Summary], &mut Sink),
}

/// The rules for a region, in order of name.
pub static ALL: &[&RegionCheck] = &[
    &block_outside_pool::RULE,
    &block_overlap::RULE,
    &dup_asset::RULE,
    &dup_hostname::RULE,
    &dup_mac::RULE,
    &dup_serial::RULE,
    &dup_uai::RULE,
    &secret_source_incomplete::RULE,
];

/// Runs every rule for a region. The summaries are in order of file.
pub fn check_region(region: &Region, schools: &[Summary], out: &mut Sink) {
    ALL.iter().for_each(|check| (check.run)(region, schools, out));
}

/// The things of a kind that perhaps two places claim: a region has a hundred thousand, and nearly all are claimed once. They
/// are told apart by a number made of each, which is compared faster than texts that begin alike.
fn alike(schools: &[Summary], kind: Kind) -> Vec<(&str, &Summary, &Claimed)> {
    let number = |value: &str| {
        let mut hasher = DefaultHasher::new();
        value.hash(&mut hasher);
        hasher.finish()
    };
    let numbered = |school| claims(school, kind).map(move |claimed| (number(&claimed.value), school, claimed));
    let mut all: Vec<_> = schools.par_iter().flat_map_iter(numbered).collect();
    all.par_sort_unstable_by_key(|(number, ..)| *number);
    let same = all.chunk_by(|a, b| a.0 == b.0).filter(|same| same.len() > 1).flatten();
    same.map(|(_, school, claimed)| (claimed.value.as_str(), *school, *claimed)).collect()
}

fn claims(school: &Summary, kind: Kind) -> impl Iterator<Item = &Claimed> {
    school.claimed.iter().filter(move |claimed| claimed.kind == kind)
}

/// Reports each thing of a kind that two places claim: the second and every later one, against the first.
fn twice(rule: &'static Rule, kind: Kind, schools: &[Summary], noun: &str, out: &mut Sink) {
    let mut all = alike(schools, kind);
    all.sort_by(|a, b| (a.0, a.2.span).cmp(&(b.0, b.2.span)));
    for same in all.chunk_by(|a, b| a.0 == b.0) {
        let Some(((value, first_school, first), others)) = same.split_first() else { continue };
        for (_, school, other) in others {
            // Two files of one school are one mistake, and not one for each thing that the copied file holds.
            let one_school = school.uai == first_school.uai;
            if one_school && (school.span != first_school.span || kind == Kind::Hostname) {
                continue;
            }
            let elsewhere = if school.uai == first_school.uai { String::new() } else { format!(" of {}", first_school.uai) };
            out.report(rule, format!("{} and {}{elsewhere} have one {noun}, {value}", other.owner, first.owner))
                .at(other.span, format!("{value} again"))
                .also(first.span, format!("{} has it", first.owner))
                .help(format!("give {} its own", other.owner))
                .on(other.owner.as_str());
        }
    }
}
