//! `dup-uai`: two files are one school.

use super::Summary;
use crate::base::Sink;
use crate::region::Region;
use std::collections::BTreeMap;

crate::rule! {
    /// Two files of a region have one UAI code.
    ///
    /// The code names the school everywhere: its folder of output, its records, its devices. One of the two files was copied
    /// and its first line forgotten.
    ///
    /// ## Fails
    /// ```kdl
    /// school "0379903N" profile=bare name="Another" slug=autre
    /// block "10.37.48.0/20"
    /// ```
    /// ## Passes
    /// ```kdl
    /// school "0379904P" profile=bare name="Another" slug=autre
    /// block "10.37.48.0/20"
    /// ```
    pub static RULE: RegionCheck = Error, check;
}

fn check(_: &Region, schools: &[Summary], out: &mut Sink) {
    let mut seen: BTreeMap<&str, &Summary> = BTreeMap::new();
    for school in schools {
        match seen.get(school.uai.as_str()) {
            Some(first) => {
                out.report(&RULE.rule, format!("two files are school {}", school.uai))
                    .at(school.span, "again")
                    .also(first.span, "and here")
                    .help("write this school's own code")
                    .on(school.uai.as_str());
            }
            None => {
                seen.insert(&school.uai, school);
            }
        }
    }
}
