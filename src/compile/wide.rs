//! What concerns several schools at once, on a summary of each.

use crate::base::{Finding, Origins};
use crate::region::School;
use crate::rules::region_wide::{self, Summary};

/// What a region's rules need of a school.
pub struct Part {
    /// Names, numbers and blocks.
    pub summary: Summary,
}

impl Part {
    /// The part of a school.
    pub fn of(school: &School, origins: &Origins) -> Part {
        Part { summary: Summary::of(school, origins) }
    }
}

/// Runs the region's rules over the parts of all schools.
pub fn check(parts: &[Part], findings: &mut Vec<Finding>) {
    let summaries: Vec<&Summary> = parts.iter().map(|p| &p.summary).collect();
    region_wide::run(&summaries, findings);
}
