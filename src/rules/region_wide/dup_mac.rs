//! `dup-mac`: one MAC address on two devices.

use super::{Kind, Summary, twice};
use crate::base::Sink;
use crate::region::Region;

crate::rule! {
    /// Two devices of a region have one MAC address.
    ///
    /// RADIUS and DHCP know a device by it: the two would be put into one VLAN with one address, wherever they are.
    ///
    /// ## Fails
    /// ```kdl
    /// printer imp1 model=test-printer room=A101 at=sw1:40 vlan=pedagogie address="3.241" mac="02:00:25:00:00:40"
    /// printer imp2 model=test-printer room=A102 at=sw1:41 vlan=pedagogie address="3.242" mac="02:00:25:00:00:40"
    /// ```
    /// ## Passes
    /// ```kdl
    /// printer imp1 model=test-printer room=A101 at=sw1:40 vlan=pedagogie address="3.241" mac="02:00:25:00:00:40"
    /// printer imp2 model=test-printer room=A102 at=sw1:41 vlan=pedagogie address="3.242" mac="02:00:25:00:00:41"
    /// ```
    pub static RULE: RegionCheck = Error, check;
}

fn check(_: &Region, schools: &[Summary], out: &mut Sink) {
    twice(&RULE.rule, Kind::Mac, schools, "MAC address", out);
}
