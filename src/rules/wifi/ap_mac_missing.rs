//! `ap-mac-missing`: an access point that its vendor cannot tell from the others.

use crate::base::Sink;
use crate::region::Status;
use crate::rules::Context;

crate::rule! {
    /// An access point has no MAC address, and its vendor keys settings by it.
    ///
    /// Its name, its channels and its power stand in a stanza that begins with the MAC address; without one, none is written.
    /// It is printed on the back. `status=planned` puts it off until it is delivered.
    ///
    /// ## Fails
    /// ```kdl
    /// access-point ap1 model=test-ap room=A101 at=sw1:40 power=injector
    /// ```
    /// ## Passes
    /// ```kdl
    /// access-point ap1 model=test-ap room=A101 at=sw1:40 power=injector mac="02:00:25:00:00:51"
    /// ```
    pub static RULE = Error, check;
}

fn check(cx: &Context, out: &mut Sink) {
    let Some(wifi) = cx.school.wifi.as_ref().filter(|w| *w.vendor == "aruba-instant") else { return };
    let there = cx.school.access_points.iter().filter(|a| matches!(*a.status, Status::Production | Status::Obsolete));
    for ap in there.filter(|a| a.mac.is_none()) {
        out.report(&RULE.rule, format!("{} has no `mac=`", *ap.name))
            .at(&ap.name, "cannot be told from the others")
            .also(&wifi.vendor, "keys settings by MAC address")
            .help("read it from the back of the device; `status=planned` until it is there")
            .on(ap.name.as_str());
    }
}
