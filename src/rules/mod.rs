//! The rules: one file a rule. A rule reads the region, its graph and its states, and yields findings; it changes nothing.
//!
//! To add one: write `FOLDER/NAME.rs` with [`crate::rule!`] (the file's name, with dashes, is the rule's name; its doc
//! comment is the page, the `explain` text and two tests) and add one line to the folder's `ALL`, in order of name.
//! [`check`] runs the rules of a school, [`check_region`] those that look at all schools at once.

pub mod address;
pub mod amon;
mod context;
pub mod directory;
pub mod hosts;
pub mod layer2;
pub mod life;
pub mod name;
pub mod names;
pub mod page;
pub mod policy;
pub mod ports;
pub mod power;
pub mod region_wide;
pub mod services;
pub mod wifi;
mod wording;

use crate::base::{Rule, Sink};
pub use context::Context;
pub use region_wide::{RegionCheck, Summary, check_region};

/// A rule and its condition.
#[derive(Debug)]
pub struct Check {
    /// Name, weight, text.
    pub rule: Rule,
    /// The condition.
    pub run: fn(&Context, &mut Sink),
}

/// The folders of rules that look at one school.
static FOLDERS: &[&[&Check]] = &[
    address::ALL,
    amon::ALL,
    directory::ALL,
    hosts::ALL,
    layer2::ALL,
    life::ALL,
    names::ALL,
    policy::ALL,
    ports::ALL,
    power::ALL,
    services::ALL,
    wifi::ALL,
];

/// Every rule that looks at one school, folder by folder, each in order of name.
pub fn all() -> impl Iterator<Item = &'static Check> {
    FOLDERS.iter().flat_map(|folder| folder.iter().copied())
}

/// Runs every rule of a school.
pub fn check(cx: &Context, out: &mut Sink) {
    all().for_each(|check| (check.run)(cx, out));
}

/// Every rule that is decided in this stage, in order of name; each name once.
pub fn rules() -> Vec<&'static Rule> {
    let mut rules: Vec<&'static Rule> =
        all().map(|c| &c.rule).chain(region_wide::ALL.iter().map(|c| &c.rule)).chain([&life::waiver_unused::RULE]).collect();
    rules.sort_by_key(|r| r.name);
    rules
}

/// Declares a rule: doc comment, weight, and the function that checks it. The name is the file's, with dashes.
///
/// `Check` is for one school; `RegionCheck` looks at the summaries of all.
#[macro_export]
macro_rules! rule {
    ($(#[doc = $doc:literal])* pub static $name:ident = $severity:ident, $run:path;) => {
        $crate::rule! { @ $crate::rules::Check; $(#[doc = $doc])* pub static $name = $severity, $run; }
    };
    ($(#[doc = $doc:literal])* pub static $name:ident: RegionCheck = $severity:ident, $run:path;) => {
        $crate::rule! { @ $crate::rules::RegionCheck; $(#[doc = $doc])* pub static $name = $severity, $run; }
    };
    (@ $kind:path; $(#[doc = $doc:literal])* pub static $name:ident = $severity:ident, $run:path;) => {
        $(#[doc = $doc])*
        pub static $name: $kind = {
            use $kind as Kind;
            const BYTES: [u8; $crate::rules::name::length(module_path!())] = $crate::rules::name::dashed(module_path!());
            Kind {
                rule: $crate::base::Rule {
                    name: $crate::rules::name::text(&BYTES),
                    severity: $crate::base::Severity::$severity,
                    is_fixed: false,
                    docs: concat!($($doc, "\n"),*),
                    file: file!(),
                },
                run: $run,
            }
        };
    };
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;
    use std::path::Path;

    /// The source files that declare a rule, by their rule's name.
    fn files() -> BTreeSet<String> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/rules");
        let mut found = BTreeSet::new();
        for folder in std::fs::read_dir(root).unwrap().map(|e| e.unwrap().path()).filter(|p| p.is_dir()) {
            for file in std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()) {
                let text = std::fs::read_to_string(&file).unwrap();
                if text.contains("rule! {") || text.contains("findings! {") {
                    found.insert(file.file_stem().unwrap().to_str().unwrap().replace('_', "-"));
                }
            }
        }
        found
    }

    #[test]
    fn every_file_is_in_its_registry_and_every_registry_in_order() {
        let named: Vec<&str> = rules().iter().map(|r| r.name).collect();
        let set: BTreeSet<String> = named.iter().map(|n| (*n).to_owned()).collect();
        assert_eq!(set.len(), named.len(), "a name is used twice");
        assert_eq!(set, files());
        for folder in FOLDERS {
            assert!(folder.is_sorted_by_key(|c| c.rule.name), "{:?}", folder.iter().map(|c| c.rule.name).collect::<Vec<_>>());
        }
        assert!(region_wide::ALL.is_sorted_by_key(|c| c.rule.name));
    }

    #[test]
    fn every_rule_says_what_it_is_and_shows_it() {
        for rule in rules() {
            let first = rule.docs.trim_start().lines().next().unwrap_or("");
            assert!(first.ends_with('.'), "{}: the first line is no sentence: {first}", rule.name);
            assert!(rule.docs.contains("## Fails") && rule.docs.contains("## Passes"), "{} has no examples", rule.name);
        }
    }
}
