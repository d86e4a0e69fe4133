//! `tablets-at-2-4-ghz`: a room of tablets on the band that has room for three.

use super::air;
use crate::base::Sink;
use crate::net::Band;
use crate::rules::{Context, wording};
use std::collections::BTreeSet;

crate::rule! {
    /// The stations without a cable of a room are reached at 2.4 GHz only.
    ///
    /// There are three channels for the whole building and its neighbours, microwave ovens and headphones among them. A class of
    /// tablets needs 5 GHz.
    ///
    /// ## Fails
    /// ```kdl
    /// access-point ap1 model=test-dual room=A101 at=sw1:40 power=injector mac="02:00:25:00:00:51"
    /// stations subject=tab room=A101 seats="1-8" vlan=wifi
    /// deviation "old tablets" owner=exploitation until=none { wifi { ssid ECOLE bands="2.4"; }; }
    /// ```
    /// ## Passes
    /// ```kdl
    /// access-point ap1 model=test-dual room=A101 at=sw1:40 power=injector mac="02:00:25:00:00:51"
    /// stations subject=tab room=A101 seats="1-8" vlan=wifi
    /// deviation "old tablets" owner=exploitation until=none { wifi { ssid ECOLE bands="2.4,5"; }; }
    /// ```
    pub static RULE = Warning, check;
}

fn check(cx: &Context, out: &mut Sink) {
    for (room, stations) in air::stations(cx.school) {
        let heard = air::heard(cx, &air::place(cx.school, room));
        let bands: BTreeSet<Band> = heard.iter().flat_map(|ap| air::bands(cx, ap)).collect();
        let (Some(first), true) = (stations.first(), bands.iter().eq([&Band::Two])) else { continue };
        let only = heard.iter().flat_map(|ap| air::sent(cx, ap)).find_map(|s| s.bands.first());
        let report = out
            .report(&RULE.rule, format!("{} in {room} have 2.4 GHz only", wording::count(stations.len(), "station")))
            .at(*first, "no access point of the floor sends anything else")
            .on(room);
        match (only, heard.first()) {
            (Some(band), _) => report.also(band, "the network's bands").help("write `bands=\"2.4,5\"`, or leave it out"),
            (None, Some(ap)) => report.also(&ap.model, "has this band alone").help("hang a model with a radio for 5 GHz"),
            (None, None) => report,
        };
    }
}
