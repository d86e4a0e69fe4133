//! `ecole-wifi-always-on`: radio in a primary school's classroom that nobody turns off.

use super::air;
use crate::base::Sink;
use crate::region::Status;
use crate::rules::Context;

crate::rule! {
    /// An access point in a classroom of a primary school sends when nobody teaches with it.
    ///
    /// Law 2015-136 of 9 February 2015, article 7-II: wireless equipment in the classrooms of primary schools is off when it is
    /// not used for teaching. Either every network that it sends has `hours=`, or whoever teaches there turns it off:
    /// `switchable=on`. Collèges and lycées have no such duty.
    ///
    /// ## Fails
    /// ```kdl
    /// school "0379904P" profile=minimal kind=ECO name="École" slug=ecole council="2026-09-01"
    /// block "10.37.48.0/20"
    /// wan operateur rate="100Mb/s" subnet="100.64.37.8/29" address=2 gateway=1 at=sw1:48
    /// building A { rack R1; room A101 use=classe floor=1; }
    /// switch sw1 model=test-52 rack=R1 address=151 role=core
    /// appliance fw1 role=firewall model=serveur-4-cartes rack=R1 { uplink 0 to=sw1:37; uplink 1 to=sw1:38; }
    /// host hosta model=test-server rack=R1 address=11 memory="32GiB" disk="2TiB" { uplink to=sw1:45,46; run annuaire portail; }
    /// access-point ap1 model=test-ap room=A101 at=sw1:40 power=injector mac="02:00:25:00:00:51"
    /// ```
    /// ## Passes
    /// ```kdl
    /// school "0379904P" profile=minimal kind=ECO name="École" slug=ecole council="2026-09-01"
    /// block "10.37.48.0/20"
    /// wan operateur rate="100Mb/s" subnet="100.64.37.8/29" address=2 gateway=1 at=sw1:48
    /// building A { rack R1; room A101 use=classe floor=1; }
    /// switch sw1 model=test-52 rack=R1 address=151 role=core
    /// appliance fw1 role=firewall model=serveur-4-cartes rack=R1 { uplink 0 to=sw1:37; uplink 1 to=sw1:38; }
    /// host hosta model=test-server rack=R1 address=11 memory="32GiB" disk="2TiB" { uplink to=sw1:45,46; run annuaire portail; }
    /// access-point ap1 model=test-ap room=A101 at=sw1:40 power=injector mac="02:00:25:00:00:51" switchable=on
    /// ```
    pub static RULE = Error, check;
}

fn check(cx: &Context, out: &mut Sink) {
    if !super::is_primary(cx.school) {
        return;
    }
    for ap in cx.school.access_points.iter().filter(|a| *a.status != Status::Stock && !*a.switchable) {
        let Some(room) = &ap.room else { continue };
        let usage = cx.school.room(room).and_then(|(_, r)| r.usage.as_ref()).filter(|u| *u.as_str() == *"classe");
        let (Some(usage), Some(ssid)) = (usage, air::sent(cx, ap).into_iter().find(|s| s.hours.is_none())) else { continue };
        out.report(&RULE.rule, format!("{} is never off in a classroom of a primary school", *ap.name))
            .at(room, "it hangs here")
            .also(usage, "the use of the room")
            .also(&ssid.name, "a network that is sent at all hours")
            .help("say `switchable=on` where it can be turned off in the room, or give every network `hours=`")
            .on(ap.name.as_str());
    }
}
