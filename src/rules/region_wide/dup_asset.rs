//! `dup-asset`: one asset number on two devices.

use super::{Kind, Summary, twice};
use crate::base::Sink;
use crate::region::Region;

crate::rule! {
    /// Two devices of a region have one asset number.
    ///
    /// The number is on the label of one of them; the other's is still to be read.
    ///
    /// ## Fails
    /// ```kdl
    /// switch sw2 model=test-52 rack=R2 address=152 asset="00-00001" { uplink 49 50 to=sw1:49,50 medium=om3; }
    /// switch sw3 model=test-52 rack=R3 address=153 asset="00-00001" { uplink 49 50 to=sw1:51,52 medium=om3; }
    /// ```
    /// ## Passes
    /// ```kdl
    /// switch sw2 model=test-52 rack=R2 address=152 asset="00-00001" { uplink 49 50 to=sw1:49,50 medium=om3; }
    /// ```
    pub static RULE: RegionCheck = Error, check;
}

fn check(_: &Region, schools: &[Summary], out: &mut Sink) {
    twice(&RULE.rule, Kind::Asset, schools, "asset number", out);
}
