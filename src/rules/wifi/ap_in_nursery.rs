//! `ap-in-nursery`: an access point where the law wants none.

use crate::base::Sink;
use crate::region::Status;
use crate::rules::Context;

crate::rule! {
    /// An access point hangs in a room for children under three.
    ///
    /// Law 2015-136 of 9 February 2015, article 7-I, forbids fixed wireless equipment in rooms where children under three are
    /// received, rest or play. A socket serves those rooms.
    ///
    /// ## Fails
    /// ```kdl
    /// building B { room B001 use=creche floor=0; }
    /// access-point ap1 model=test-ap room=B001 at=sw1:40 power=injector mac="02:00:25:00:00:51"
    /// ```
    /// ## Passes
    /// ```kdl
    /// building B { room B001 use=creche floor=0; room B002 use=bureau floor=0; }
    /// access-point ap1 model=test-ap room=B002 at=sw1:40 power=injector mac="02:00:25:00:00:51"
    /// ```
    pub static RULE = Error, check;
}

fn check(cx: &Context, out: &mut Sink) {
    for ap in cx.school.access_points.iter().filter(|a| *a.status != Status::Stock) {
        let Some(room) = &ap.room else { continue };
        let usage = cx.school.room(room).and_then(|(_, r)| r.usage.as_ref()).filter(|u| *u.as_str() == *"creche");
        if let Some(usage) = usage {
            out.report(&RULE.rule, format!("{} hangs in a room for children under three", *ap.name))
                .at(room, "no access point may hang here")
                .also(usage, "the use of the room")
                .help("hang it in another room, and give this one a socket: `access … room=`")
                .on(ap.name.as_str());
        }
    }
}
