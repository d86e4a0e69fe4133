//! `ssid-sent-nowhere`: an SSID that no access point sends.

use crate::base::Sink;
use crate::catalogue::ModelKind;
use crate::region::{AccessPoint, Ssid, Status};
use crate::rules::Context;
use crate::state::intend::wlan::spot;

crate::rule! {
    /// No access point of the school sends an SSID: none hangs where it is wanted, or none has the band.
    ///
    /// Nobody ever sees it. A school whose access points are all to come has no such finding.
    ///
    /// ## Fails
    /// ```kdl
    /// access-point ap1 model=test-ap room=A101 at=sw1:40 power=injector mac="02:00:25:00:00:51"
    /// deviation "tablets" owner=exploitation until=none {
    ///     wifi { ssid TABLETTES auth=wpa3-sae secret=wifi.tablettes vlan=wifi where=A102; }
    /// }
    /// ```
    /// ## Passes
    /// ```kdl
    /// access-point ap1 model=test-ap room=A101 at=sw1:40 power=injector mac="02:00:25:00:00:51"
    /// deviation "tablets" owner=exploitation until=none {
    ///     wifi { ssid TABLETTES auth=wpa3-sae secret=wifi.tablettes vlan=wifi where=A; }
    /// }
    /// ```
    pub static RULE = Warning, check;
}

fn check(cx: &Context, out: &mut Sink) {
    let Some(wifi) = &cx.school.wifi else { return };
    let there: Vec<&AccessPoint> = cx.school.access_points.iter().filter(|a| *a.status != Status::Stock).collect();
    if there.is_empty() {
        return;
    }
    for ssid in &wifi.ssids {
        let near: Vec<&AccessPoint> = there.iter().copied().filter(|ap| hangs_in(cx, ap, ssid)).collect();
        if let (true, Some(place)) = (near.is_empty(), ssid.places.first()) {
            out.report(&RULE.rule, format!("{} is sent nowhere", *ssid.name))
                .at(place, "no access point hangs here")
                .help("name a room or a building that has one, or leave `where=` out")
                .on(ssid.name.as_str());
        } else if let (Some(band), Some(ap)) =
            (ssid.bands.first(), near.first().filter(|_| !near.iter().any(|ap| sends(cx, ap, ssid))))
        {
            out.report(&RULE.rule, format!("{} is sent nowhere", *ssid.name))
                .at(band, "no access point has a radio for it")
                .also(&ap.model, "one of them")
                .help("name a band that they have, or leave `bands=` out")
                .on(ssid.name.as_str());
        }
    }
}

fn hangs_in(cx: &Context, ap: &AccessPoint, ssid: &Ssid) -> bool {
    let spot = spot(cx.school, ap);
    let is_here = |place: &str| spot.room.as_deref() == Some(place) || spot.building.as_deref() == Some(place);
    ssid.places.is_empty() || ssid.places.iter().any(|place| is_here(place))
}

/// Whether a model has one of an SSID's bands; one of which the catalogue knows no radio may have any.
fn sends(cx: &Context, ap: &AccessPoint, ssid: &Ssid) -> bool {
    let Some(model) = cx.catalogue.model(ModelKind::AccessPoint, &ap.model) else { return true };
    model.radios.is_empty() || ssid.bands.is_empty() || ssid.bands.iter().any(|b| model.radios.iter().any(|r| r.band == **b))
}
