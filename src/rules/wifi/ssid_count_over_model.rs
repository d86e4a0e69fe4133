//! `ssid-count-over-model`: more SSIDs than an access point sends.

use crate::base::{Severity, Sink};
use crate::catalogue::ModelKind;
use crate::region::Ssid;
use crate::rules::Context;

crate::rule! {
    /// An access point must send more SSIDs than its model can, or than the air bears.
    ///
    /// Each SSID sends its beacons at the slowest rate, ten times a second: from five on a third of the air is beacons, which
    /// is a warning; beyond the model's limit the last ones are not sent at all.
    ///
    /// ## Fails
    /// ```kdl
    /// access-point ap1 model=test-ap room=A101 at=sw1:40 power=injector mac="02:00:25:00:00:51"
    /// deviation "many" owner=exploitation until=none {
    ///     wifi {
    ///         ssid UN auth=wpa3-sae secret=wifi.ecole vlan=wifi; ssid DEUX auth=wpa3-sae secret=wifi.ecole vlan=wifi; ssid TROIS auth=wpa3-sae secret=wifi.ecole vlan=wifi
    ///         ssid QUATRE auth=wpa3-sae secret=wifi.ecole vlan=wifi
    ///     }
    /// }
    /// ```
    /// ## Passes
    /// ```kdl
    /// access-point ap1 model=test-ap room=A101 at=sw1:40 power=injector mac="02:00:25:00:00:51"
    /// ```
    pub static RULE = Error, check;
}

/// SSIDs that an access point may send without a word (Wi-Fi reference, W-SSID).
const COMFORTABLE: usize = 4;

fn check(cx: &Context, out: &mut Sink) {
    let Some(wifi) = &cx.school.wifi else { return };
    for ap in &cx.school.access_points {
        let room = ap.room.as_ref().map(|r| r.as_str());
        let building = room.and_then(|r| cx.school.room(r)).map(|(b, _)| b.name.as_str());
        let sends = |s: &&Ssid| s.places.is_empty() || s.places.iter().any(|p| [room, building].contains(&Some(p.as_str())));
        let sent: Vec<&Ssid> = wifi.ssids.iter().filter(sends).collect();
        let most =
            cx.catalogue.model(ModelKind::AccessPoint, &ap.model).and_then(|m| m.limits.ssids).map_or(usize::MAX, |n| n as usize);
        let Some(last) = sent.get(COMFORTABLE.min(most)) else { continue };
        out.report(&RULE.rule, format!("{} sends {} SSIDs", *ap.name, sent.len()))
            .at(&last.name, if sent.len() > most { "one too many for the model" } else { "the fifth" })
            .also(&ap.model, if most == usize::MAX { "this access point".into() } else { format!("{most} at most") })
            .help("say `where=` each is needed, or use roles of one SSID")
            .on(ap.name.as_str())
            .weigh(if sent.len() > most { Severity::Error } else { Severity::Warning });
        // Every access point of the model says the same: once is enough.
        return;
    }
}
