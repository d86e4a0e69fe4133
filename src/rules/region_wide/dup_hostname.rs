//! `dup-hostname`: two schools with one name in the network.

use super::{Kind, Summary, twice};
use crate::base::Sink;
use crate::region::Region;

crate::rule! {
    /// Devices of two schools have one name in the network.
    ///
    /// DNS, monitoring and the CMDB know one of them. Names are generated (`naming`), so a template lacks the school. Two
    /// devices of one school that would be one are told by the CMDB's own finding.
    ///
    /// ## Fails
    /// ```kdl
    /// school "0379904P" profile=bare name="Another" slug=autre
    /// block "10.37.48.0/20"
    /// building A { rack R1; }
    /// nas annuaire-0379903n model=test-nas rack=R1
    /// ```
    /// ## Passes
    /// ```kdl
    /// school "0379904P" profile=bare name="Another" slug=autre
    /// block "10.37.48.0/20"
    /// building A { rack R1; }
    /// nas nas1 model=test-nas rack=R1
    /// ```
    pub static RULE: RegionCheck = Error, check;
}

fn check(_: &Region, schools: &[Summary], out: &mut Sink) {
    twice(&RULE.rule, Kind::Hostname, schools, "name in the network", out);
}
