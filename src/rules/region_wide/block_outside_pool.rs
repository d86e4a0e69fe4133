//! `block-outside-pool`: a school's block is not of its département's pool.

use super::{Reach, Summary};
use crate::base::Sink;
use crate::region::{Pool, Region};
use crate::rules::wording;
use ipnet::IpNet;

crate::rule! {
    /// A school's block is outside its département's pool, larger than the pool allows, or in a reserved prefix.
    ///
    /// The region routes a département by its pool, and proves by it that no two schools meet. A foreign subnet for a lab is a
    /// VLAN's `subnet=` in a deviation, not a block.
    ///
    /// ## Fails
    /// ```kdl
    /// school "0379904P" profile=bare name="Another" slug=autre
    /// block "10.99.0.0/20"
    /// ```
    /// ## Passes
    /// ```kdl
    /// school "0379904P" profile=bare name="Another" slug=autre
    /// block "10.37.48.0/20"
    /// ```
    pub static RULE: RegionCheck = Error, check;
}

fn check(region: &Region, schools: &[Summary], out: &mut Sink) {
    for school in schools {
        for (net, reach, span) in &school.blocks {
            if let Some((reserved, purpose, place)) = region.reserved.iter().find(|(r, ..)| meets(*r, *net)) {
                out.report(&RULE.rule, format!("{net} of {} meets {reserved}", school.uai))
                    .at(*span, "reserved")
                    .also(*place, format!("for {purpose}"))
                    .on(school.uai.as_str());
                continue;
            }
            if *reach == Reach::Block {
                within(region, school, *net, *span, out);
            }
        }
    }
}

fn within(region: &Region, school: &Summary, net: IpNet, span: crate::base::Span, out: &mut Sink) {
    let family = |p: &&Pool| p.prefix.addr().is_ipv4() == net.addr().is_ipv4();
    let own = |p: &&Pool| p.departments.is_empty() || p.departments.contains(&school.department);
    let pools: Vec<&Pool> = region.pools.iter().filter(family).filter(own).collect();
    if pools.is_empty() && !region.pools.iter().any(|p| family(&p)) {
        return;
    }
    let Some(pool) = pools.iter().find(|p| p.prefix.contains(&net)) else {
        out.report(&RULE.rule, format!("{net} of {} is in no pool of département {}", school.uai, school.department))
            .at(span, "outside")
            .also(pools.first().map(|p| p.span), "its pool")
            .help(match pools.as_slice() {
                [] => format!("no pool is for département {}", school.department),
                pools => format!("take a free block of {}", wording::list(pools.iter().map(|p| p.prefix))),
            })
            .on(school.uai.as_str());
        return;
    };
    if let Some(size) = pool.block.filter(|size| net.prefix_len() < *size) {
        out.report(&RULE.rule, format!("{net} of {} is larger than a block of its pool", school.uai))
            .at(span, format!("a /{}", net.prefix_len()))
            .also(pool.span, format!("a school takes a /{size} or smaller"))
            .on(school.uai.as_str());
    }
}

fn meets(a: IpNet, b: IpNet) -> bool {
    a.contains(&b) || b.contains(&a)
}
