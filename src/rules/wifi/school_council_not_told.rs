//! `school-council-not-told`: radio in a primary school that its council has not heard of.

use crate::base::Sink;
use crate::region::Status;
use crate::rules::Context;

crate::rule! {
    /// A primary school has Wi-Fi, and nothing says that its council was told.
    ///
    /// Law 2015-136 of 9 February 2015, article 7-III: the school council is told before a radio network is installed. The day goes
    /// on the header line, so that whoever hangs the access points can see it.
    ///
    /// ## Fails
    /// ```kdl
    /// school "0379904P" profile=minimal kind=ECO name="École" slug=ecole
    /// block "10.37.48.0/20"
    /// wan operateur rate="100Mb/s" subnet="100.64.37.8/29" address=2 gateway=1 at=sw1:48
    /// building A { rack R1; room A101 use=classe floor=1; }
    /// switch sw1 model=test-52 rack=R1 address=151 role=core
    /// appliance fw1 role=firewall model=serveur-4-cartes rack=R1 { uplink 0 to=sw1:37; uplink 1 to=sw1:38; }
    /// host hosta model=test-server rack=R1 address=11 memory="32GiB" disk="2TiB" { uplink to=sw1:45,46; run annuaire portail; }
    /// access-point ap1 model=test-ap room=A101 at=sw1:40 power=injector mac="02:00:25:00:00:51" switchable=on
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
    pub static RULE = Warning, check;
}

fn check(cx: &Context, out: &mut Sink) {
    if !super::is_primary(cx.school) {
        return;
    }
    let Some(ap) = cx.school.access_points.iter().find(|a| *a.status != Status::Stock) else { return };
    match (&cx.school.council, cx.today) {
        (None, _) => {
            out.report(&RULE.rule, "nothing says that the school council was told of the Wi-Fi")
                .at(cx.school.uai, "no `council=`")
                .also(&ap.name, "an access point of this school")
                .help("add the day on which it was told: `council=\"2026-09-01\"`");
        }
        // An access point that is only planned may wait for the council.
        (Some(day), Some(today)) if **day > today && *ap.status == Status::Production => {
            out.report(&RULE.rule, "the Wi-Fi is there before the school council is told of it")
                .at(day, "still to come")
                .also(&ap.name, "in service")
                .help("say `status=planned` until then, or correct the day");
        }
        _ => {}
    }
}
