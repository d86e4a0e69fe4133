//! `dup-serial`: one serial number on two devices.

use super::{Kind, Summary, twice};
use crate::base::Sink;
use crate::region::Region;

crate::rule! {
    /// Two devices of a region have one serial number.
    ///
    /// One of them was copied from the other's lines, and the CMDB would move the device from school to school at each import.
    ///
    /// ## Fails
    /// ```kdl
    /// switch sw2 model=test-52 rack=R2 address=152 serial=TEST0001 { uplink 49 50 to=sw1:49,50 medium=om3; }
    /// ```
    /// ## Passes
    /// ```kdl
    /// switch sw2 model=test-52 rack=R2 address=152 serial=TEST0002 { uplink 49 50 to=sw1:49,50 medium=om3; }
    /// ```
    pub static RULE: RegionCheck = Error, check;
}

fn check(_: &Region, schools: &[Summary], out: &mut Sink) {
    twice(&RULE.rule, Kind::Serial, schools, "serial number", out);
}
