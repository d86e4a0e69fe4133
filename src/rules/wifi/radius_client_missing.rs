//! `radius-client-missing`: a cluster that a RADIUS server does not know.

use crate::base::Sink;
use crate::rules::Context;

crate::rule! {
    /// A cluster of access points asks RADIUS servers, and has no address of its own.
    ///
    /// Each access point would ask from an address that it was leased, and a server answers only those that it was told. With
    /// `wifi address=` the cluster asks from one.
    ///
    /// ## Fails
    /// ```kdl
    /// access-point ap1 model=test-ap room=A101 at=sw1:40 power=injector mac="02:00:25:00:00:51"
    /// deviation "accounts" owner=exploitation until=none {
    ///     wifi { ssid COMPTES auth=wpa2-enterprise radius=radius-region vlan=pedagogie bands=5; }
    /// }
    /// ```
    /// ## Passes
    /// ```kdl
    /// access-point ap1 model=test-ap room=A101 at=sw1:40 power=injector mac="02:00:25:00:00:51"
    /// deviation "accounts" owner=exploitation until=none {
    ///     wifi address=240 { ssid COMPTES auth=wpa2-enterprise radius=radius-region vlan=pedagogie bands=5; }
    /// }
    /// ```
    pub static RULE = Error, check;
}

fn check(cx: &Context, out: &mut Sink) {
    let Some(wifi) = &cx.school.wifi else { return };
    for wlan in cx.state.wlans.iter().filter(|w| w.address.is_none()) {
        let Some(ssid) = wlan.ssids.iter().find(|s| !s.radius.is_empty()) else { continue };
        out.report(&RULE.rule, format!("no RADIUS server would know {}", *wlan.name))
            .at(&ssid.name, "asks for accounts")
            .also(&wifi.manage, "access points have leased addresses here")
            .help("give the cluster one: `wifi address=240`, outside the pool")
            .on(wlan.name.as_str());
    }
}
