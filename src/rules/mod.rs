//! The rules: one file a rule. A rule reads the region, its graph and its states, and yields findings; it changes nothing.
//!
//! To add one: write `FOLDER/NAME.rs` with [`crate::rule!`] (its doc comment is the page, the `explain` text and two
//! tests) and add one line to the folder's `ALL`, in order of name.

use crate::base::{Rule, Sink};
use crate::catalogue::Catalogue;
use crate::net::Date;
use crate::region::{Region, School};
use crate::state;
use crate::topology::Topology;

/// All that a rule may look at.
#[derive(Copy, Clone)]
pub struct Context<'a> {
    /// What holds for every school.
    pub region: &'a Region,
    /// The school.
    pub school: &'a School,
    /// Its graph.
    pub topology: &'a Topology,
    /// The models.
    pub catalogue: &'a Catalogue,
    /// The intended states.
    pub state: &'a state::Intended,
    /// The day to check against; `None` when building, which never looks at the day.
    pub today: Option<Date>,
}

/// A rule and its condition.
#[derive(Debug)]
pub struct Check {
    /// Name, weight, text.
    pub rule: Rule,
    /// The condition.
    pub run: fn(&Context, &mut Sink),
}

/// Runs every rule of a school.
pub fn check(_cx: &Context, _out: &mut Sink) {}

/// Every rule that is decided in this stage.
pub fn rules() -> Vec<&'static Rule> {
    Vec::new()
}

/// Declares a rule: doc comment, weight, and the function that checks it. The name is the file's, with dashes.
#[macro_export]
macro_rules! rule {
    ($(#[doc = $doc:literal])* pub static $name:ident = $word:literal, $severity:ident, $run:path;) => {
        $(#[doc = $doc])*
        pub static $name: $crate::rules::Check = $crate::rules::Check {
            rule: $crate::base::Rule {
                name: $word,
                severity: $crate::base::Severity::$severity,
                docs: concat!($($doc, "\n"),*),
                file: file!(),
            },
            run: $run,
        };
    };
}
