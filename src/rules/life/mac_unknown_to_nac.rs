//! `mac-unknown-to-nac`: a device that its own port will refuse.

use crate::base::Sink;
use crate::region::PortAuth;
use crate::rules::Context;

crate::rule! {
    /// A device is on a port that asks for its MAC address, and has none written.
    ///
    /// The list that RADIUS answers from is made of what stands here. The printer would be put into the VLAN of the refused.
    ///
    /// ## Fails
    /// ```kdl
    /// printer imp1 model=test-printer room=A101 at=sw1:40 vlan=pedagogie address="3.241"
    /// ```
    /// ## Passes
    /// ```kdl
    /// printer imp1 model=test-printer room=A101 at=sw1:40 vlan=pedagogie address="3.241" mac="02:00:25:00:00:40"
    /// ```
    pub static RULE = Warning, check;
}

fn check(cx: &Context, out: &mut Sink) {
    for device in cx.school.devices.iter().filter(|d| d.at.is_some() && d.mac.is_none()) {
        let vlan = device.vlan.as_ref().and_then(|v| cx.school.vlan(v));
        let class = vlan.and_then(|v| v.port_class.as_ref()).and_then(|c| cx.school.port_classes.get(c.as_str()));
        if let Some(class) = class.filter(|c| *c.auth != PortAuth::Off) {
            out.report(&RULE.rule, format!("the port of {} would refuse it", *device.name))
                .at(&device.name, "no `mac=`")
                .also(class.auth, format!("class {} asks for {}", *class.name, class.auth.word()))
                .help("read its MAC address from the label: `mac=\"…\"`")
                .on(device.name.as_str());
        }
    }
}
