//! `dup-hostname`: two devices with one name in the network.

use super::{Kind, Summary, twice};
use crate::base::Sink;
use crate::region::Region;

crate::rule! {
    /// Two devices of a region have one name in the network.
    ///
    /// DNS, monitoring and the CMDB know one of them. Names are generated (`naming`), so the two have one manifest name, or a
    /// template lacks the school.
    ///
    /// ## Fails
    /// ```kdl
    /// nas sw1 rack=R1 at=sw1:40 vlan=serveurs address=30
    /// ```
    /// ## Passes
    /// ```kdl
    /// nas nas1 rack=R1 at=sw1:40 vlan=serveurs address=30
    /// ```
    pub static RULE: RegionCheck = Error, check;
}

fn check(_: &Region, schools: &[Summary], out: &mut Sink) {
    twice(&RULE.rule, Kind::Hostname, schools, "name in the network", out);
}
