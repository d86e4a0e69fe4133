//! `block-overlap`: two schools have the same addresses.

use super::{Reach, Summary};
use crate::base::Sink;
use crate::region::Region;
use ipnet::IpNet;

crate::rule! {
    /// The blocks, foreign subnets or operator's links of two schools share addresses.
    ///
    /// The operator's routes lead to one of the two schools; the other's answers go there as well.
    ///
    /// ## Fails
    /// ```kdl
    /// school "0379904P" profile=bare name="Another" slug=autre
    /// block "10.37.40.0/21"
    /// ```
    /// ## Passes
    /// ```kdl
    /// school "0379904P" profile=bare name="Another" slug=autre
    /// block "10.37.48.0/20"
    /// ```
    pub static RULE: RegionCheck = Error, check;
}

fn check(_: &Region, schools: &[Summary], out: &mut Sink) {
    let mut all: Vec<_> =
        schools.iter().flat_map(|s| s.blocks.iter().map(move |(net, reach, span)| (*net, *reach, *span, s))).collect();
    // By first address, then widest first: what overlaps a prefix then follows it, and the widest so far tells.
    all.sort_by_key(|(net, _, span, _)| (net.network(), net.prefix_len(), *span));
    let mut widest: Option<(IpNet, Reach, crate::base::Span, &Summary)> = None;
    for entry in all {
        let (net, _, span, school) = entry;
        if let Some((wide, reach, first, other)) = widest
            && wide.contains(&net)
        {
            if school.uai != other.uai {
                // Whichever file is later is told; the earlier one stood there before.
                let ((here, late), (there, early)) = if first < span {
                    ((span, (net, school)), (first, (wide, other)))
                } else {
                    ((first, (wide, other)), (span, (net, school)))
                };
                out.report(
                    &RULE.rule,
                    format!("{} of {} and {} of {} share addresses", late.0, late.1.uai, early.0, early.1.uai),
                )
                .at(here, format!("{} here", late.0))
                .also(there, format!("{}: {}", word(reach), early.0))
                .help("take a block that no school has")
                .on(late.1.uai.as_str());
            }
        } else {
            widest = Some(entry);
        }
    }
}

fn word(reach: Reach) -> &'static str {
    match reach {
        Reach::Block => "a school's block",
        Reach::Subnet => "a VLAN's own subnet",
        Reach::Wan => "an operator's link",
    }
}
